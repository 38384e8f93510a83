"""Who referred whom, as cards say it: each becomes an introduction, made to me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain.cards.directory import Person
from reflog.domain.cards.merge import Change
from reflog.domain.contacts import ME
from reflog.domain.names import typed as new_names
from reflog.domain.names.match import ME as MY_NAME
from reflog.domain.names.near import fold
from reflog.errors import UsageError

if TYPE_CHECKING:
    from reflog.domain.cards.directory import Directory
    from reflog.domain.cards.plan import Outcome, Plan, Referral

FIELD = "referred_by"


class Referring:
    """Finds those who referred someone, once every card has been read.

    Args:
        plan: every card planned; completed in place.
        directory: everyone.
        known: the ids of introducer and prospect of the introductions there are to me.
    """

    def __init__(self, plan: Plan, directory: Directory, known: set[tuple[int, int]]) -> None:
        self._plan = plan
        self._directory = directory
        self._known = known
        self._planned: set[tuple[Person, Person]] = set()

    def introduce_all(self) -> None:
        """Plan an introduction for everyone who is said to have referred someone."""
        for referral in self._plan.referrals:
            for name in referral.names:
                self._introduce(referral, name)

    def _introduce(self, referral: Referral, typed: str) -> None:
        outcome = referral.outcome
        prospect = outcome.person
        if prospect is None:
            return
        introducer = self._introducer(outcome, typed, prospect)
        if introducer is None or self._is_known(introducer, prospect):
            return
        self._planned.add((introducer, prospect))
        self._plan.introductions.append((introducer, prospect))
        if introducer.id is None:
            self._plan.touch(introducer)
        if outcome.kind == "unchanged":
            outcome.kind = "updated"
        outcome.changes = (*outcome.changes, Change(FIELD, None, introducer.name))

    def _introducer(self, outcome: Outcome, typed: str, prospect: Person) -> Person | None:
        """Return who is meant, made where nobody has that name; None with a remark."""
        try:
            parsed = new_names.parse_typed(typed)
            found = self._directory.named(parsed.name)
        except UsageError:
            self._remark(outcome, "that's not a name")
            return None
        is_me = fold(parsed.name) == fold(MY_NAME) or self._directory.me in found
        if is_me or prospect.id == ME:
            self._remark(outcome, "that would introduce you to yourself")
        elif prospect in found:
            self._remark(outcome, "that's the same person")
        elif len(found) > 1:
            self._remark(outcome, f"{len(found)} people have that name")
        elif found:
            return next(iter(found))
        else:
            return self._made(outcome, parsed)
        return None

    def _made(self, outcome: Outcome, parsed: new_names.Typed) -> Person | None:
        try:
            new = new_names.new_person(parsed)
        except UsageError:
            self._remark(outcome, "that can't be a name")
            return None
        person = Person(new.name)
        for field, values in (("emails", new.emails), ("phones", new.phones)):
            for value in values:
                person.add(field, self._directory.sameness(field, value), value)
        self._directory.enter(person)
        return person

    def _is_known(self, introducer: Person, prospect: Person) -> bool:
        if (introducer, prospect) in self._planned:
            return True
        if introducer.id is None or prospect.id is None:
            return False
        return (introducer.id, prospect.id) in self._known

    def _remark(self, outcome: Outcome, why: str) -> None:
        self._plan.remarks.append(
            f"{outcome.file}, line {outcome.line}: ignored who referred {outcome.name}: {why}."
        )


def name_of(typed: str) -> str:
    """Return the name of who is said to have referred someone, without an address."""
    try:
        return new_names.parse_typed(typed).name
    except UsageError:
        return typed
