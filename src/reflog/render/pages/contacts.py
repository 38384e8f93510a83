"""Contacts: the list, the page before a meeting, and one entry whole."""

from __future__ import annotations

from reflog.domain.contacts import is_forgotten
from reflog.domain.days import age_in_words
from reflog.domain.entries import Entry, FollowUp, Introduction, Person, Thanks
from reflog.domain.schema import SINGLE
from reflog.render import Block, Heading, Line, Page, Table, titled
from reflog.render.pages import ago, called, counted, day, named, reach, sums, to_do_briefly
from reflog.render.pages.entries import (
    additions,
    entry_line,
    introduction_sentence,
    missing,
    outcome,
)
from reflog.render.pages.network import (
    EVENTS,
    INTRODUCTIONS,
    balance_table,
    event_rows,
    introduction_rows,
)
from reflog.render.pages.sheets import fact_blocks, question_blocks, standing_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from reflog.domain.contacts import Contact
    from reflog.reports.portrait import Portrait

_FACTS = sorted({*SINGLE} - {"company", "profession", "note"})
"""The fields of one value that are shown under their names."""


LATEST_KNOWN = 50
"""Notes and one-to-ones shown; how many more there are is said."""


def contacts_page(
    people: Sequence[Contact], standing: Mapping[int, str], *, narrowed: bool = False
) -> Page:
    """Return the people of the ledger, by name, and who is out of the network or full."""
    if not people and narrowed:
        return ["No one matches. reflog contact list shows everyone."]
    if not people:
        return ["No contacts yet. Add someone: reflog contact add NAME"]
    rows = [
        (
            one.name,
            one.handle,
            _work(one),
            one.city or "",
            ", ".join((*one.phones, *one.emails)),
            ", ".join(filter(None, (standing.get(one.id), one.role, *one.tags))),
        )
        for one in people
    ]
    return [Table("name number/ text text/ text dim/", rows)]


def contact_line(portrait: Portrait) -> str:
    """Return who a person is and how much there is with them, in a line."""
    person = portrait.contact
    counts = (
        (len(portrait.introductions), "introduction"),
        (len(portrait.follow_ups), "open follow-up"),
        (len(portrait.one_to_ones), "one-to-one"),
        (len(portrait.notes), "note"),
    )
    there = ", ".join(counted(count, what) for count, what in counts if count)
    about = ", ".join(filter(None, (_work(person), *person.phones, *person.emails)))
    return f"{named(person)}: {'; '.join(filter(None, (about, there or 'nothing yet')))}"


def portrait_page(portrait: Portrait, today: date) -> Page:
    """Return a page one would want before a meeting."""
    person, handle = portrait.contact, portrait.contact.handle
    name = None if person.is_me else person.name
    blocks: list[Block] = [
        Line(named(person), "heading"),
        _facts(
            ("reach", reach(person)),
            ("does", _work(person)),
            *((name, getattr(person, name) or "") for name in _FACTS),
            ("also", ", ".join(person.aliases)),
            ("tags", ", ".join(person.tags)),
            *_since_when(portrait, today),
        ),
    ]
    if person.note:
        blocks.append(Line(person.note, indent=2, lines=True))
    blocks += standing_blocks(portrait.sheet, name)
    if portrait.met_through is not None:
        line = Line(_told_with_day(portrait.met_through), indent=2)
        blocks += [Heading("How you met"), line]
    blocks += _owed(portrait)
    if not person.is_me:
        table = balance_table(portrait.balance, portrait.direct_business)
        blocks += [Heading("Between you"), table]
    introductions = introduction_rows(portrait.open_introductions, needs=True)
    blocks += titled("Open introductions", INTRODUCTIONS, introductions)
    blocks += fact_blocks(portrait.sheet, today, handle)
    remembered = event_rows(portrait.remembered[:LATEST_KNOWN])
    blocks += titled("Notes and one-to-ones", EVENTS, remembered)
    blocks += _more(len(portrait.remembered) - LATEST_KNOWN, handle)
    blocks += titled("Latest", EVENTS, event_rows(portrait.events))
    blocks += _more(portrait.more_events, handle)
    return [*blocks, *question_blocks(portrait.sheet, handle, name, person.profession)]


def _more(count: int, handle: str) -> list[Block]:
    """Say how many more there are, and what shows them."""
    command = f"reflog log {handle}"
    more = Line(f"… and {count} more: {command}", "dim", indent=2, command=command)
    return [more] if count > 0 else []


def entry_page(entry: Entry, related: Sequence[Entry]) -> Page:
    """Return one entry, whole, with what belongs to it."""
    blocks: list[Block] = [Line(entry_line(entry), "heading", lines=True)]
    if isinstance(entry, Introduction):
        blocks.append(_introduction_facts(entry, related))
    if related:
        title = "Related" if isinstance(entry, Introduction) else "About"
        blocks.append(Heading(title))
        blocks += [Line(entry_line(one), indent=2) for one in related]
    return blocks


def _introduction_facts(one: Introduction, related: Sequence[Entry]) -> Table:
    return _facts(
        ("introducer", _full(one.introducer)),
        ("provider", _full(one.provider)),
        ("prospect", _full(one.prospect)),
        ("introduced", day(one.introduced_on) if one.introduced_on else ""),
        ("stage", f"{one.stage} since {day(one.stage_on)}"),
        ("the way", _way(one)),
        ("told", _told(one)),
        ("tier", _tier(one.tier)),
        ("need", one.need or ""),
        ("offer", one.offer or ""),
        ("calls first", one.caller),
        ("consent", {True: "yes", False: "no", None: ""}[one.consent]),
        ("effort", one.effort or ""),
        ("why", one.why or _why_told(one, related)),
        ("passed on", _passed_on(one, related)),
        ("at fault", called(one.at_fault, "me") if one.at_fault else ""),
        ("note", one.note or ""),
        ("business", sums(deal.money for deal in one.business)),
        ("thanks", _who_has_thanked(one, related)),
        ("still missing", missing(one)),
        ("to add it", "; ".join(additions(one))),
        ("imported", "yes" if one.imported else ""),
    )


def _tier(tier: int) -> str:
    """Say what a tier means."""
    meant = {1: "the introducer's own business", 2: "somebody the introducer knows"}
    return f"{tier}: {meant.get(tier, 'brought by somebody who was referred, too')}"


def _way(one: Introduction) -> str:
    """Return how an introduction went, stage by stage, where it went anywhere."""
    steps = [f"{step.stage} {day(step.on)}" for step in one.stages]
    return ", ".join(steps) if len(steps) > 1 else ""


def _told(one: Introduction) -> str:
    """Return what each side said, and when."""
    names = {side.handle: side.name for side in (one.provider, one.prospect)}
    said = [f"{names.get(t.contact, t.contact)}: {t.stage} {day(t.on)}" for t in one.told]
    return "; ".join(said)


def _why_told(one: Introduction, related: Sequence[Entry]) -> str:
    """Return what the sides answered when they were asked why nothing came of it."""
    if one.stage != "lost":
        return ""
    answers = (other for other in related if isinstance(other, FollowUp) and other.note)
    return "; ".join(
        f"{said.contact_name}: {said.note}"
        for said in answers
        if said.purpose == "outcome" and (said.done_on or "") >= one.stage_on
    )


def _passed_on(one: Introduction, related: Sequence[Entry]) -> str:
    """Say to whom the provider has sent the prospect."""
    for other in related:
        if isinstance(other, Introduction) and other.id == one.passed_to:
            return f"to {other.provider.name} (#{other.id})"
    return ""


def _who_has_thanked(one: Introduction, related: Sequence[Entry]) -> str:
    """Say who has thanked, and who has not yet: a referral ends with thanks from both sides."""
    thanks = [entry for entry in related if isinstance(entry, Thanks)]
    said = {
        word: list(dict.fromkeys(t.contact_name for t in thanks if t.direction == direction))
        for word, direction in (("to", "given"), ("from", "received"))
    }
    parts = [f"{word} {' and '.join(names)}" for word, names in said.items() if names]
    if one.introduced_on is not None:
        here = [
            party.name
            for party in (one.introducer, one.provider, one.prospect)
            if not (party.is_me or is_forgotten(party.name, party.handle))
        ]
        if one.direction == "received" and one.introducer.name in {*here} - {*said["to"]}:
            parts.append(f"not yet to {one.introducer.name}")
        silent = [name for name in here if name not in said["from"]]
        if one.direction == "given" and silent:
            parts.append(f"not yet from {' or '.join(silent)}")
    return ", ".join(parts)


def _since_when(portrait: Portrait, today: date) -> Iterator[tuple[str, str]]:
    """Say how long I have known a person, and when we last met."""
    if portrait.contact.is_me:
        return
    if portrait.met_through is None:
        yield "added", day(portrait.contact.created_on)
        for first in portrait.introductions[:1]:
            yield "first", _told_with_day(first)
    for last in portrait.one_to_ones[:1]:
        yield "last met", f"{day(last.on)}, {ago(last.on, today)}"
    yield "of yours", _how_they_take_up(portrait)
    for last_ask in portrait.asks[-1:]:
        came = ", ".join(f"#{number}" for number in last_ask.came)
        times = f", {len(portrait.asks)} times in all" if len(portrait.asks) > 1 else ""
        yield (
            "asked",
            f"{day(last_ask.on)}{times}; {f'{came} came of it' if came else 'nothing yet'}",
        )


def _how_they_take_up(portrait: Portrait) -> str:
    """Say how often they have declined, passed on and left what I sent them."""
    mine = [
        one
        for one in portrait.introductions
        if one.introducer.is_me and one.provider.id == portrait.contact.id
    ]
    counts = {
        "declined": sum(one.stage == "declined" for one in mine),
        "passed on": sum(one.passed_to is not None for one in mine),
        "waiting": portrait.waiting,
    }
    said = [f"{what} {count}" for what, count in counts.items() if count]
    return ", ".join(said)


def _told_with_day(one: Introduction) -> str:
    return f"{introduction_sentence(one)} on {day(one.introduced_on or one.on)} (#{one.id})"


def _owed(portrait: Portrait) -> list[Block]:
    """Return what is owed both ways."""
    mine = [
        (f"#{one.id}", age_in_words(one.days_overdue or 0), to_do_briefly(one))
        for one in portrait.follow_ups
    ]
    theirs = [
        (f"#{one.id}", f"thanks: {introduction_sentence(one)}, {outcome(one)}")
        for one in portrait.thanks_to_come
    ]
    return titled("You owe", "number> text! text", mine) + titled(
        "They owe you", "number> text", theirs
    )


def _facts(*rows: tuple[str, str]) -> Table:
    """Return the facts that are known, each as a name and a text."""
    return Table("dim! text", [row for row in rows if row[1]], indent=2)


def _work(person: Contact) -> str:
    return ", ".join(filter(None, (person.profession, person.company)))


def _full(person: Person) -> str:
    return "me" if person.is_me else named(person)
