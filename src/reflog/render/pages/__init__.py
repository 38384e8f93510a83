"""The pages, one for each kind of answer.

Here are the phrases that several of them share, and the pages of every day: the morning's, of
thanks, and of every command that writes.
"""

from __future__ import annotations

from datetime import date

from reflog.domain.contacts import Contact, is_forgotten
from reflog.domain.days import age_in_words, ago_in_words, day_with_weekday, short_day
from reflog.domain.entries import (
    Business,
    Entry,
    FollowUp,
    Introduction,
    Money,
    Note,
    OneToOne,
    Person,
    Thanks,
)
from reflog.domain.follow_ups import VIA_WORDS, briefly, every_in_words, in_past
from reflog.render import Block, Heading, Line, Page, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    Row = tuple[str, ...]

_OWED = "number> {}! name text dim text"

NO_ADDRESS = "no phone or e-mail yet"


day, long_day = short_day, day_with_weekday
"""How tables say a day, and how sentences do."""


def ago(on: str, today: date) -> str:
    """Return how long ago a day was: `today`, `yesterday`, `3 weeks ago`."""
    return ago_in_words((today - date.fromisoformat(on)).days)


def sums(monies: Iterable[Money]) -> str:
    """Return sums, one for each currency, joined by commas."""
    from reflog.domain.money import money_text, total

    return ", ".join(money_text(money) for money in total(monies))


def named(person: Contact | Person) -> str:
    """Return the full name with the handle: `Fred Moss (fred-moss)`; one that is both, once."""
    return person.name if person.name == person.handle else f"{person.name} ({person.handle})"


def called(person: Person, me: str = "you") -> str:
    """Return a person's name, or another word for me."""
    return me if person.is_me else person.name


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 contact`, `2 entries`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def reach(follow_up: FollowUp | Contact) -> str:
    """Return every way to reach a person, phones first."""
    return ", ".join((*follow_up.phones, *follow_up.emails)) or NO_ADDRESS


def to_do(follow_up: FollowUp) -> str:
    """Return what to do, with the person's name if the words don't have it."""
    return _naming(follow_up, follow_up.what)


def _naming(follow_up: FollowUp, said: str) -> str:
    name = follow_up.contact_name
    named = said if name in said or follow_up.contact == "me" else f"{said} ({name})"
    return f"{named}, {every_in_words(follow_up.every)}" if follow_up.every else named


def to_do_briefly(follow_up: FollowUp) -> str:
    """Return what to do, for a row that already names the person."""
    return briefly(follow_up.purpose, follow_up.contact_name, follow_up.what)


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
    sentence, on = (
        introduction_sentence(introduction),
        day(introduction.introduced_on or introduction.on),
    )
    return f"#{introduction.id} {sentence} on {on}: {outcome(introduction)}"


def missing(introduction: Introduction) -> str:
    """Return what a proper introduction is still missing, "" if nothing."""
    provider, prospect = introduction.provider, introduction.prospect
    words = {
        "need": f"what {called(prospect)} need{'' if prospect.is_me else 's'}",
        "offer": f"what {called(provider)} offer{'' if provider.is_me else 's'}",
        "consent": f"{_possessive(prospect, 'your')} OK",
    }
    parts = [words[part] for part in introduction.missing if part in words]
    if sides := _unreachable(introduction):
        parts.append(f"a phone or e-mail for {' and '.join(map(called, sides))}")
    return ", ".join(parts)


def _possessive(person: Person, me: str = "my") -> str:
    from reflog.domain.introductions import possessive

    return me if person.is_me else possessive(person.name)


def additions(introduction: Introduction) -> list[str]:
    """Return the commands that add what is missing."""
    words = {"need": " --need TEXT", "offer": " --offer TEXT", "consent": " --consent"}
    options = "".join(option for part, option in words.items() if part in introduction.missing)
    commands = [f"reflog edit {introduction.id}{options}"] if options else []
    return commands + [
        "reflog config phone NUMBER"
        if side.is_me
        else f"reflog contact edit {side.handle} --phone NUMBER"
        for side in _unreachable(introduction)
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
        said = _naming(entry, in_past(entry.purpose, entry.what))
        return f"Done #{entry.id} on {long_day(entry.done_on or '')}: {said}{note}."
    if entry.unasked:
        return f"#{entry.id} {entry.note or 'closed'}: {to_do(entry)}."
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


def due_page(follow_ups: Sequence[FollowUp], shown: int | None = None) -> Page:
    """Return the follow-ups in groups, most overdue first; only so many where `shown` says so."""
    blocks: list[Block] = []
    # One line less would only make room for a line that says so.
    shown = len(follow_ups) if shown is None or shown == len(follow_ups) - 1 else shown
    rows: dict[str, list[Row]] = {"Overdue": [], "Today": [], "Coming": []}
    for one in follow_ups[:shown]:
        days = one.days_overdue or 0
        group = "Overdue" if days > 0 else "Today" if days == 0 else "Coming"
        rows[group].append(_owed_row(one, _age(days)))
    groups = {title: some for title, some in rows.items() if some}
    every = [row for some in groups.values() for row in some] if len(groups) > 1 else []
    for title, some in groups.items():
        table = Table(_OWED.format(title.lower()), some, indent=2, flow=3, among=every)
        blocks += [Heading(title), table]
    if shown < len(follow_ups):
        more = len(follow_ups) - shown
        blocks.append(Line(f"… and {more} more: reflog due --all", "dim"))
    return blocks


def start_page() -> Page:
    """Return the commands to begin with, for an empty ledger."""
    rows = (
        ("reflog intro fred sally", "I introduced Fred and Sally"),
        ("reflog received ann --from fred", "Fred introduced Ann to me"),
        ("reflog due", "who to call today, and why"),
    )
    return [
        "Your ledger is empty. Three commands to get started:",
        Table("text text", rows, indent=2),
    ]


def nothing_due_page(coming: Sequence[FollowUp], asked: str = "", options: str = "") -> Page:
    """Say that nothing is due, and what comes next.

    Args:
        coming: the next of the follow-ups asked for, where there is one.
        asked: what the list was narrowed to, like " with Fred".
        options: the options for that, like " --for @fred".
    """
    if coming:
        (one,) = coming
        told = f"{to_do(one)}, {long_day(one.due_on)} (#{one.id})"
        everything = f"reflog due{options} --all shows everything."
        return [f"Nothing is due{asked} yet. Next: {told}. {everything}"]
    if asked:
        return [f"Nothing is open{asked}. reflog due --all shows everything that is."]
    return ["Nothing is due. Record your next introduction: reflog intro PROVIDER PROSPECT"]


def _age(days: int) -> str:
    """Say in few letters how old it is, so that a row has room: `12d`, `today`, `in 3d`."""
    return f"{days}d" if days > 0 else f"in {-days}d" if days else "today"


def _owed_row(one: FollowUp, age: str) -> Row:
    is_mine = one.contact == "me"
    return (
        f"#{one.id}",
        age,
        "you" if is_mine else one.contact_name,
        to_do_briefly(one),
        one.need or "",
        "" if is_mine else next(iter((*one.phones, *one.emails)), ""),
    )


def owed_page(owed: Sequence[FollowUp]) -> Page:
    """Return whom I owe thanks, oldest first."""
    if not owed:
        return ["You don't owe anyone thanks. To thank someone anyway: reflog thanks NAME"]
    rows = [_owed_row(one, age_in_words(one.days_overdue or 0)) for one in owed]
    return [Table(_OWED.format("text"), rows, flow=3)]


def past_page(past: Sequence[Thanks], direction: str | None) -> Page:
    """Return thanks given or received, newest first."""
    if not past:
        which = f" {direction}" if direction else ""
        behind = " --received" if direction == "received" else ""
        return [f"No thanks{which} yet. Record one: reflog thanks NAME{behind}"]
    rows = [
        (
            f"#{one.id}",
            day(one.on),
            f"{'to' if one.direction == 'given' else 'from'} {one.contact_name}",
            f"for #{one.about}" if one.about is not None else "",
            one.via or "",
            one.note or "",
        )
        for one in past
    ]
    return [Table("number> text! name text text text", rows)]
