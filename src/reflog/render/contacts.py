"""Contacts: the list, the page before a meeting, and one entry whole."""

from __future__ import annotations

from datetime import date

from reflog.domain.days import age_in_words, ago_in_words
from reflog.domain.entries import Introduction
from reflog.domain.introductions import OPEN_STAGES
from reflog.render.blocks import Cell, Heading, Line, Table
from reflog.render.network import events_table, introductions_table
from reflog.render.phrases import (
    day,
    entry_line,
    introduction_sentence,
    missing,
    reach,
    sums,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Entry
    from reflog.render.blocks import Block, Page
    from reflog.reports.portrait import Portrait


def contacts_page(people: Sequence[Contact]) -> Page:
    """Return the people of the ledger, by name."""
    if not people:
        return [Line(text="Nobody here yet. reflog contact add NAME adds someone.")]
    return [
        Table(
            rows=[
                [
                    Cell(text=one.name, style="name"),
                    Cell(text=one.handle, style="number"),
                    Cell(text=", ".join(part for part in (one.profession, one.company) if part)),
                    Cell(text=one.city or ""),
                    Cell(text=one.role or ""),
                    Cell(text=", ".join((*one.phones, *one.emails))),
                    Cell(text=", ".join(one.tags), style="dim"),
                ]
                for one in people
            ],
            narrow=frozenset({0, 1}),
        )
    ]


def contact_page(person: Contact) -> list[Block]:
    """Return who a person is."""
    rows = [
        ("reach", reach(person)),
        ("does", ", ".join(part for part in (person.profession, person.company) if part)),
        ("city", person.city or ""),
        ("role", person.role or ""),
        ("also", ", ".join(person.aliases)),
        ("tags", ", ".join(person.tags)),
        ("note", person.note or ""),
    ]
    return [
        Line(text=f"{person.name} ({person.handle})", style="heading"),
        Table(
            rows=[[Cell(text=name, style="dim"), Cell(text=text)] for name, text in rows if text],
            indent=2,
        ),
    ]


def portrait_page(portrait: Portrait, today: date) -> Page:
    """Return a page one would want before a meeting."""
    person = portrait.contact
    blocks: list[Block] = [*contact_page(person), Heading(text="How we met")]
    through = portrait.met_through
    met = (
        f"{introduction_sentence(through)} on {day(through.on)} (#{through.id})."
        if through is not None
        else f"In the ledger since {day(person.created_on)}."
    )
    blocks.append(Line(text=met, indent=2))
    if portrait.one_to_ones:
        last = portrait.one_to_ones[0].on
        ago = ago_in_words((today - date.fromisoformat(last)).days)
        blocks.append(Line(text=f"Last one-to-one {day(last)}, {ago}.", indent=2))
    blocks += _owed(portrait)
    open_ones = [one for one in portrait.introductions if one.stage in OPEN_STAGES]
    if open_ones:
        blocks += [Heading(text="Open introductions"), introductions_table(open_ones, indent=2)]
    if portrait.notes:
        blocks.append(Heading(text="Notes"))
        blocks.append(
            Table(
                rows=[
                    [Cell(text=day(one.on)), Cell(text=f"#{one.id}"), Cell(text=one.note)]
                    for one in portrait.notes[:5]
                ],
                narrow=frozenset({0, 1}),
                indent=2,
            )
        )
    if portrait.events:
        blocks += [Heading(text="Last events"), events_table(portrait.events, indent=2)]
    return blocks


def entry_page(entry: Entry, related: Sequence[Entry]) -> Page:
    """Return one entry, whole, with what belongs to it."""
    blocks: list[Block] = [Line(text=entry_line(entry), style="heading", lines=True)]
    if isinstance(entry, Introduction):
        blocks.append(_introduction_table(entry))
    if related:
        title = "With it" if isinstance(entry, Introduction) else "About"
        blocks.append(Heading(text=title))
        blocks += [Line(text=entry_line(one), indent=2) for one in related]
    return blocks


def _introduction_table(one: Introduction) -> Table:
    rows = [
        ("introducer", _full(one.introducer.name, one.introducer.handle)),
        ("provider", _full(one.provider.name, one.provider.handle)),
        ("prospect", _full(one.prospect.name, one.prospect.handle)),
        ("introduced", day(one.on)),
        ("stage", f"{one.stage} since {day(one.stage_on)}"),
        ("tier", str(one.tier)),
        ("need", one.need or ""),
        ("offer", one.offer or ""),
        ("calls first", one.caller),
        ("consent", {True: "yes", False: "no", None: ""}[one.consent]),
        ("effort", one.effort or ""),
        ("why", one.why or ""),
        ("at fault", one.at_fault.name if one.at_fault else ""),
        ("note", one.note or ""),
        ("business", sums(deal.money for deal in one.business)),
        ("still lacks", missing(one)),
        ("imported", "yes" if one.imported else ""),
    ]
    return Table(
        rows=[[Cell(text=name, style="dim"), Cell(text=text)] for name, text in rows if text],
        indent=2,
    )


def _owed(portrait: Portrait) -> list[Block]:
    """Return what is owed both ways."""
    blocks: list[Block] = []
    if portrait.follow_ups:
        rows = [
            [
                Cell(text=f"#{one.id}", style="number"),
                Cell(text=age_in_words(one.days_overdue or 0)),
                Cell(text=one.what),
            ]
            for one in portrait.follow_ups
        ]
        blocks += [
            Heading(text="I owe"),
            Table(rows=rows, right=frozenset({0}), narrow=frozenset({0, 1}), indent=2),
        ]
    balance = portrait.balance
    if portrait.contact.is_me:
        return blocks
    blocks.append(Heading(text="Between us"))
    for count, who, business in (
        (balance.given, "I gave them", balance.given_business),
        (balance.received, "they gave me", balance.received_business),
    ):
        worth = f", {sums(business)}" if business else ""
        noun = "introduction" if count == 1 else "introductions"
        blocks.append(Line(text=f"{who} {count} {noun}{worth}.", indent=2))
    thanked = f"I thanked them {_times(balance.thanks_given)}, they thanked me "
    owed = f"; {balance.thanks_owed} still owed" if balance.thanks_owed else ""
    blocks.append(Line(text=f"{thanked}{_times(balance.thanks_received)}{owed}.", indent=2))
    return blocks


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _full(name: str, handle: str) -> str:
    return "me" if handle == "me" else f"{name} ({handle})"
