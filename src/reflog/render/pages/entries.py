"""Any entry as a sentence or a line, and the page of every command that writes."""

from __future__ import annotations

from reflog.domain.contacts import is_forgotten
from reflog.domain.entries import Business, Entry, FollowUp, Introduction, Note, OneToOne, Thanks
from reflog.domain.follow_ups import VIA_WORDS, closing_of, in_past
from reflog.render import Table
from reflog.render.pages import called, day, long_day, named, naming, sums, to_do

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Person
    from reflog.render import Block, Page


def introduction_sentence(introduction: Introduction) -> str:
    """Return an introduction as a sentence, without its full stop."""
    from reflog.domain.introductions import told

    people = (introduction.introducer, introduction.provider, introduction.prospect)
    names = [None if person.is_me else person.name for person in people]
    was_lead = introduction.introduced_on is None
    return told(*names, own_custom=introduction.own_custom, lead=was_lead)


def outcome(introduction: Introduction) -> str:
    """Return what came of an introduction: its stage, the business, or the reason."""
    return ", ".join([*_reached(introduction), *_reason(introduction)])


def _reached(introduction: Introduction) -> list[str]:
    parts = ["went badly" if introduction.stage == "bad" else introduction.stage]
    if introduction.business:
        parts.append(sums(one.money for one in introduction.business))
    return parts


def _reason(introduction: Introduction) -> list[str]:
    """Return whose fault it was, and why it ended."""
    culprit = introduction.at_fault
    reasons = [] if culprit is None else [f"{_possessive(culprit)} fault"]
    if introduction.why and introduction.stage in {"lost", "declined", "bad"}:
        reasons.append(introduction.why)
    return reasons


def introduction_line(introduction: Introduction) -> str:
    """Return an introduction with its number, day and outcome."""
    sentence, on = introduction_sentence(introduction), introduction.introduced_on
    return f"#{introduction.id} {sentence} on {day(on or introduction.on)}: {outcome(introduction)}"


def missing(introduction: Introduction) -> str:
    """Return what a proper introduction is still missing, "" if nothing."""
    provider, prospect = introduction.provider, introduction.prospect
    words = {
        "need": f"what {called(prospect)} need{'' if prospect.is_me else 's'}",
        "offer": f"what {called(provider)} offer{'' if provider.is_me else 's'}",
        "consent": f"{_possessive(prospect)} OK",
    }
    parts = [words[part] for part in _to_learn(introduction)]
    if sides := _unreachable(introduction):
        parts.append(f"a phone or e-mail for {' and '.join(map(called, sides))}")
    return ", ".join(parts)


def _possessive(person: Person) -> str:
    from reflog.domain.introductions import possessive

    return "my" if person.is_me else possessive(person.name)


def additions(introduction: Introduction) -> list[str]:
    """Return the commands that add what is missing."""
    words = {"need": " --need TEXT", "offer": " --offer TEXT", "consent": " --consent"}
    options = "".join(words[part] for part in _to_learn(introduction))
    commands = [f"reflog edit {introduction.id}{options}"] if options else []
    return commands + [
        "reflog config phone NUMBER"
        if side.is_me
        else f"reflog contact edit {side.handle} --phone NUMBER"
        for side in _unreachable(introduction)
    ]


def _to_learn(introduction: Introduction) -> list[str]:
    """Return which of the missing words I can still ask somebody for.

    Nobody asks me for my own OK, or somebody who is forgotten for anything.
    """
    provider, prospect = introduction.provider, introduction.prospect
    asked = {"need": prospect, "offer": provider, "consent": prospect}
    if prospect.is_me:
        del asked["consent"]
    return [
        part
        for part, side in asked.items()
        if part in introduction.missing and not is_forgotten(side.name, side.handle)
    ]


def _unreachable(introduction: Introduction) -> list[Person]:
    sides = {"provider-details": introduction.provider, "prospect-details": introduction.prospect}
    return [
        side
        for part, side in sides.items()
        if part in introduction.missing and not is_forgotten(side.name, side.handle)
    ]


def entry_line(entry: Entry) -> str:
    """Return any entry as a line, with its number."""
    if isinstance(entry, FollowUp):
        return _follow_up_line(entry)
    return f"#{entry.id} {_ENTRY_WORDS[type(entry)](entry)}"


def _introduction_words(entry: Introduction) -> str:
    sentence = introduction_sentence(entry)
    if entry.stage in {"lead", "introduced"}:
        return f"{sentence} on {long_day(entry.introduced_on or entry.on)}."
    reached = ", ".join(_reached(entry))
    why = ", ".join(reason.removesuffix(".") for reason in _reason(entry))
    return f"{sentence}: {reached} on {long_day(entry.stage_on)}{_in_brackets(why)}."


def _follow_up_line(entry: FollowUp) -> str:
    note = _in_brackets(entry.note)
    if entry.status == "done":
        said = naming(entry, in_past(entry.purpose, entry.what))
        return f"Done #{entry.id} on {long_day(entry.done_on or '')}: {said}{note}."
    if entry.unasked:
        before, closing = closing_of(entry.note)
        return f"#{entry.id} {closing}: {to_do(entry)}{_in_brackets(before)}."
    if entry.status == "dropped":
        return f"Dropped #{entry.id}: {to_do(entry)}{note}."
    return f"#{entry.id} is due {long_day(entry.due_on)}: {to_do(entry)}{note}."


def _business_words(entry: Business) -> str:
    came = f"from {entry.contact_name}" if entry.about is None else f"came of #{entry.about}"
    note = _in_brackets(entry.note)
    return f"{sums([entry.money])} {came} on {long_day(entry.on)}{note}."


def _thanks_words(entry: Thanks) -> str:
    name = entry.contact_name
    who = f"I thanked {name}" if entry.direction == "given" else f"{name} thanked me"
    about = f" for #{entry.about}" if entry.about is not None else ""
    via = f" {VIA_WORDS[entry.via]}" if entry.via else ""
    return f"{who}{about}{via} on {long_day(entry.on)}{_in_brackets(entry.note)}."


def _in_brackets(note: str | None) -> str:
    return f" ({note})" if note else ""


def _one_to_one_words(entry: OneToOne) -> str:
    note = f": {entry.note}" if entry.note else "."
    return f"I met {entry.contact_name} on {long_day(entry.on)}{note}"


def _note_words(entry: Note) -> str:
    about = f"about #{entry.about}" if entry.about is not None else ""
    on = long_day(entry.on)
    name = None if entry.contact == "me" else entry.contact_name
    if entry.topic is None:
        return f"note on {name or 'me'}, {on}: {entry.note}{_in_brackets(about)}"
    from reflog.domain.facts import sentence

    said = sentence(entry.topic, name, entry.note, entry.until)
    return f"{said} ({', '.join(filter(None, (on, about)))})"


_ENTRY_WORDS: dict[type[Entry], Callable[[Any], str]] = {
    Introduction: _introduction_words,
    Business: _business_words,
    Thanks: _thanks_words,
    OneToOne: _one_to_one_words,
    Note: _note_words,
}


def written_page(  # noqa: PLR0913 - everything that a command may have done
    *,
    changed: Sequence[Entry],
    created_contacts: Sequence[Contact],
    changed_contacts: Sequence[Contact],
    came_along: Mapping[int, Sequence[str]],
    next_ones: Sequence[FollowUp],
    told: Mapping[int, Introduction],
    meant: Sequence[str] = (),
    extra: Sequence[str] = (),
) -> Page:
    """Return what a command did: what it recorded, who is new, and what comes next.

    Args:
        came_along: the addresses typed with the names of contacts, by key.
        told: introductions that business or thanks are about.
        meant: who may have been meant by those who are new.
    """
    blocks: list[Block] = [_recorded(one, told) for one in changed]
    if created_contacts:
        said = [", ".join((named(one), *one.emails, *one.phones)) for one in created_contacts]
        slip = f" If you meant {' or '.join(meant[:3])}: reflog undo" if meant else ""
        blocks.append(f"Added: {', '.join(said)}.{slip}")
    if changed_contacts:
        said = [", ".join((named(one), *came_along.get(one.id, ()))) for one in changed_contacts]
        blocks.append(f"Changed: {', '.join(said)}.")
    blocks += extra
    if next_ones:
        rows = [
            (f"#{one.id}", long_day(one.due_on), to_do(one))
            for one in sorted(next_ones, key=lambda one: (one.due_on, one.id))
        ]
        blocks += ["Next:", Table("number! text! text", rows, indent=2)]
    return blocks or ["That's how it already is."]


def missing_lines(introduction: Introduction) -> list[str]:
    """Say what an introduction is still missing, and which command shows how to add it."""
    said = missing(introduction)
    return [f"Still missing: {said}. See reflog show {introduction.id}"] if said else []


def _recorded(entry: Entry, told: Mapping[int, Introduction]) -> str:
    line = entry_line(entry)
    about = told.get(entry.about or 0) if isinstance(entry, Business | Thanks) else None
    return f"{line.removesuffix('.')}: {introduction_sentence(about)}." if about else line
