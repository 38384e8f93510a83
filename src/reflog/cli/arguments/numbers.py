"""From what was typed for N to a ledger number: a number, or the one thing with NAME."""

from __future__ import annotations

from reflog.cli.arguments import line, names
from reflog.domain.introductions import OPEN_STAGES, may_come_to
from reflog.domain.names.typed import quoted
from reflog.errors import NotFoundError, UsageError
from reflog.render.words import introduction_line
from reflog.reports import entries, follow_ups, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known
    from reflog.domain.entries import FollowUp, Introduction

LONGEST_NUMBER = 40
"""Digits that are read; more than any number of a ledger has."""


is_number = line.is_number

_BEHIND = {"snooze": "WHEN", "mark": "STAGE", "business": "MONEY"}
"""What a command wants behind its N, for hints."""

_FEW = 3  # introductions whose stages a sentence has room for


def number_of(word: str) -> int:
    """Return the ledger number typed."""
    return int(word.removeprefix("#")[:LONGEST_NUMBER])


def judge(typed: str | None) -> None:
    """Judge what was typed for N before it is looked up, where it is a NAME."""
    if typed is not None and not is_number(typed):
        names.judge(typed)


def missing(command: str, rest: str = "") -> UsageError:
    """Return the refusal of a command without its N; the shell takes #12 for a comment."""
    message = "Which one? Give its number or a name."
    example = f"reflog {command} 12 {rest}".rstrip()
    return UsageError(message, hint=f"type 12 for #12 (the shell drops #12): {example}")


def leading_numbers(words: Sequence[str]) -> tuple[list[int], list[str]]:
    """Split words into the ledger numbers they begin with and the rest."""
    count = next((n for n, word in enumerate(words) if not is_number(word)), len(words))
    return [number_of(word) for word in words[:count]], list(words[count:])


def wanted_follow_ups(env: Environment, words: Sequence[str], command: str) -> list[int]:
    """Return the follow-ups meant by numbers, or by one NAME of any number of words."""
    if not words:
        raise missing(command)
    found, rest = leading_numbers(words)
    if rest and found:
        message = f"{quoted(rest[0])} is not a number."
        raise UsageError(message, hint=f"reflog {command} takes numbers, or one name")
    if rest:
        return [follow_up_with(env, names.known(env, " ".join(rest)), command)]
    return list(dict.fromkeys(follow_up_numbered(env, number, command) for number in found))


def follow_up_numbered(env: Environment, number: int, command: str) -> int:
    """Return the follow-up with this number, or the one open follow-up of that introduction."""
    kind = entries.kind_of(env.reader, number)
    open_ones = (
        follow_ups.open_about(env.reader, number, env.today) if kind == "introduction" else []
    )
    if kind is None:
        raise _no_entry(str(number))
    if kind == "follow-up":
        return number
    if kind != "introduction":
        message = f"#{number} is {a_kind(kind)}, not a follow-up."
        raise NotFoundError(message, hint=f"reflog show {number}")
    if not open_ones:
        message = f"#{number} has no open follow-up."
        raise NotFoundError(message, hint=f"reflog show {number}")
    return _choose_follow_up(env, open_ones, f"#{number}", command)


def follow_up_with(env: Environment, person: Known, command: str) -> int:
    """Return the one follow-up with a person that is due, else the one that is open."""
    open_ones = follow_ups.due(env.reader, env.today, within=None, contact_id=person.id)
    due_ones = [one for one in open_ones if (one.days_overdue or 0) >= 0]
    found = due_ones or open_ones
    if not found:
        message = f"Nothing is open with {person.name}."
        raise NotFoundError(message, hint=f"reflog follow {person.handle} WHAT")
    return _choose_follow_up(env, found, person.name, command)


def wanted_introduction(
    env: Environment,
    typed: str,
    command: str,
    with_person: Callable[[Environment, Known, str], int],
) -> int:
    """Return the introduction meant by a number or by NAME.

    Args:
        typed: a number, that of one of its follow-ups, or a NAME.
        command: what was typed before it, for hints.
        with_person: finds the one with a person.
    """
    first, *others = typed.split() or [typed]
    if others and all(map(is_number, (first, *others))):
        message = f"{quoted(typed)} is more than one number, and I need one introduction."
        raise UsageError(message, hint=f"reflog {command} {first}")
    if not is_number(typed):
        return with_person(env, names.known(env, typed), command)
    number = number_of(typed)
    kind = entries.kind_of(env.reader, number)
    follow_up = follow_ups.follow_up(env.reader, number, env.today) if kind == "follow-up" else None
    if kind is None:
        raise _no_entry(str(number))
    if kind == "introduction":
        return number
    if follow_up is not None and follow_up.about is not None:
        return follow_up.about
    what = "isn't about an introduction" if follow_up is not None else f"is {a_kind(kind)}"
    message = f"#{number} {what}, and I need an introduction."
    raise NotFoundError(message, hint=f"reflog show {number}")


def markable(stage: str) -> Callable[[Environment, Known, str], int]:
    """Return what finds the one introduction with a person as a side that may come to `stage`."""

    def with_person(env: Environment, person: Known, command: str) -> int:
        sides = _with_side(env, person)
        ones = [one for one in sides if may_come_to(one.stage, stage)]
        open_ones = [one for one in ones if one.stage in OPEN_STAGES]
        none = f"No introduction with {person.name} can be marked {stage}."
        if 0 < len(sides) <= _FEW:
            already = (f"#{one.id} with {person.name} is already {one.stage}" for one in sides)
            none = f"{', and '.join(already)}."
        return _choose_introduction(env, open_ones or ones, person, none, command)

    return with_person


def open_or_won(env: Environment, person: Known, command: str) -> int:
    """Return the one introduction with a person that is open, else the one that is won.

    As a side; what they introduced others to is looked at only where there is none.
    """
    found = _open_else_won(_with_side(env, person)) or _open_else_won(_with_party(env, person))
    none = f"No introduction with {person.name} is open or won."
    return _choose_introduction(env, found, person, none, command)


def thanked_about(thanked: Known) -> Callable[[Environment, Known, str], int]:
    """Return what finds the introduction that thanks to someone are about.

    The one about which they are owed thanks, else the one open, else the one won.
    """

    def with_person(env: Environment, person: Known, command: str) -> int:
        owed = {
            one.about
            for one in follow_ups.due(
                env.reader, env.today, within=None, contact_id=thanked.id, purpose="thank"
            )
        }
        theirs = {one.id for one in _with_party(env, thanked)}
        ones = [one for one in _with_party(env, person) if one.id in theirs]
        owed_ones = [one for one in ones if one.id in owed]
        none = f"No introduction with {person.name} is open or won."
        return _choose_introduction(env, owed_ones or _open_else_won(ones), person, none, command)

    return with_person


def not_thanked_for(env: Environment, person: Known, command: str) -> int | None:
    """Return the one introduction of mine that a side has not thanked me for, if there is one."""
    received = entries.thanks(env.reader, direction="received", contact_id=person.id)
    thanked = {one.about for one in received}
    ones = [
        one
        for one in _with_side(env, person)
        if one.direction == "given" and one.stage != "lead" and one.id not in thanked
    ]
    return _choose_introduction(env, ones, person, "", command) if ones else None


def _open_else_won(ones: list[Introduction]) -> list[Introduction]:
    open_ones = [one for one in ones if one.stage in OPEN_STAGES]
    return open_ones or [one for one in ones if one.stage == "won"]


def _with_side(env: Environment, person: Known) -> list[Introduction]:
    return introductions.introductions(env.reader, introductions.Filter(side=person.id))


def _with_party(env: Environment, person: Known) -> list[Introduction]:
    return introductions.introductions(env.reader, introductions.Filter(party=person.id))


def _choose_follow_up(env: Environment, found: Sequence[FollowUp], whom: str, command: str) -> int:
    if len(found) == 1:
        return found[0].id
    chosen = env.choose(
        f"{whom} has {len(found)} open follow-ups",
        [(one.id, f"#{one.id} {one.what}, due {one.due_on}") for one in found],
        hint=_example(command, found[0].id),
    )
    return found[chosen].id


def _choose_introduction(
    env: Environment, found: Sequence[Introduction], person: Known, none: str, command: str
) -> int:
    if not found:
        raise NotFoundError(none, hint=f"reflog intros --with {person.handle}")
    if len(found) == 1:
        return found[0].id
    chosen = env.choose(
        f"{person.name} is in {len(found)} introductions",
        [(one.id, introduction_line(one)) for one in found],
        hint=_example(command, found[0].id),
    )
    return found[chosen].id


def _example(command: str, number: int) -> str:
    return f"choose one: reflog {command} {number} {_BEHIND.get(command, '')}".rstrip()


def _no_entry(number: str) -> NotFoundError:
    return NotFoundError(
        f"There is no #{number} in the ledger.", hint="to list entries: reflog log"
    )


def a_kind(kind: str) -> str:
    """Return a kind of entry with its article."""
    return {"introduction": "an introduction", "thanks": "thanks", "business": "business"}.get(
        kind, f"a {kind}"
    )
