"""Who referred whom, as cards say it: each becomes an introduction to me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.domain.cards.directory import Person
from reflog.domain.cards.match import NEAR_NAME
from reflog.domain.cards.merge import Change
from reflog.domain.cards.plan import Likeness
from reflog.domain.cards.referrers import Found, Referrers
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
    """Finds the people who referred others, once every card has been read.

    Args:
        plan: every card planned; it is completed in place.
        directory: everyone there is.
        known: the ids of introducer and prospect of each introduction made to me so far.
    """

    def __init__(self, plan: Plan, directory: Directory, known: set[tuple[int, int]]) -> None:
        self._plan = plan
        self._directory = directory
        self._known = known
        self._planned: set[tuple[Person, Person]] = set()
        self._referrers: Referrers | None = None
        self._meant: dict[str, Found] = {}

    def introduce_all(self) -> None:
        """Plan an introduction for everyone that a card says was referred."""
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
        found = self._found(typed)
        if found is None:
            self._remark(outcome, "that's not a name")
            return None
        is_sure = found.kind in {"one", "several"}
        is_me = fold(typed) == fold(MY_NAME) or (is_sure and self._directory.me in found.people)
        if is_me or prospect.id == ME:
            self._remark(outcome, "that would introduce you to yourself")
        elif is_sure and prospect in found.people:
            self._remark(outcome, "that's the same person")
        elif found.kind == "several":
            self._remark(outcome, f"{len(found.people)} people have that name")
        elif found.kind == "one":
            return found.people[0]
        elif _is_address(typed):
            self._remark(outcome, "nobody has that address")
        else:
            return self._made(outcome, typed, found)
        return None

    def _found(self, typed: str) -> Found | None:
        """Return whom a name means; None where it can't be one."""
        if typed in self._meant:
            return self._meant[typed]
        try:
            # An address alone is whoever has it; behind a name it comes along with it.
            called = typed if _is_address(typed) else new_names.parse_typed(typed).name
        except UsageError:
            return None
        if self._referrers is None:
            self._referrers = Referrers(self._directory)
        self._meant[typed] = self._referrers.named(called)
        return self._meant[typed]

    def _made(self, outcome: Outcome, typed: str, found: Found) -> Person | None:
        """Return someone new; whom the name is only near is a probable duplicate."""
        try:
            new = new_names.new_person(new_names.parse_typed(typed))
        except UsageError:
            self._remark(outcome, "that can't be a name")
            return None
        person = Person(new.name)
        for field, values in (("emails", new.emails), ("phones", new.phones)):
            for value in values:
                person.add(field, self._directory.sameness(field, value), value)
        self._directory.enter(person)
        if self._referrers is not None:
            self._referrers.enter(person)
        self._meant[typed] = Found("one", (person,))
        self._plan.likenesses += [
            Likeness(outcome.file, outcome.line, new.name, other, NEAR_NAME, is_taken=False)
            for other in found.people
            if other.id != ME
        ]
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


def _is_address(typed: str) -> bool:
    return "@" in typed[1:] and " " not in typed


def name_of(typed: str) -> str:
    """Return a referrer's name without the address behind it."""
    try:
        return new_names.parse_typed(typed).name
    except UsageError:
        return typed
