"""The pages of the morning's list, of thanks, and of every command that writes."""

from __future__ import annotations

from reflog.domain.days import age_in_words
from reflog.domain.entries import Business, Introduction, Thanks
from reflog.render.blocks import Cell, Heading, Line, Table
from reflog.render.words import (
    day,
    entry_line,
    introduction_sentence,
    long_day,
    missing,
    named,
    reach_first,
    to_do,
    to_do_briefly,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Entry, FollowUp
    from reflog.render.blocks import Block, Page

GROUPS = (("Overdue", "overdue"), ("Today", "today"), ("Coming", "coming"))


def due_page(follow_ups: Sequence[FollowUp], shown: int | None = None) -> Page:
    """Return the follow-ups in groups, most overdue first; only so many where `shown` says so."""
    blocks: list[Block] = []
    # One line less would only make room for a line that says so.
    shown = len(follow_ups) if shown is None or shown == len(follow_ups) - 1 else shown
    groups = [
        (title, _due_rows([one for one in follow_ups[:shown] if _group(one) == title], style))
        for title, style in GROUPS
    ]
    every = [row for _title, rows in groups for row in rows]
    for title, rows in groups:
        if rows:
            blocks += [Heading(text=title), _owed_table(rows, indent=2, among=every)]
    if shown < len(follow_ups):
        more = len(follow_ups) - shown
        blocks.append(Line(text=f"… and {more} more: reflog due --all", style="dim"))
    return blocks


def start_page() -> Page:
    """Return the commands to begin with, for an empty ledger."""
    return [
        Line(text="Your ledger is empty. Three commands to get started:"),
        Table(
            rows=[
                [Cell(text="reflog intro fred sally"), Cell(text="I introduced Fred and Sally")],
                [
                    Cell(text="reflog received ann --from fred"),
                    Cell(text="Fred introduced Ann to me"),
                ],
                [Cell(text="reflog due"), Cell(text="who to call today, and why")],
            ],
            indent=2,
        ),
    ]


def nothing_due_page(coming: FollowUp | None, asked: str = "", options: str = "") -> Page:
    """Say that nothing is due, and what comes next.

    Args:
        coming: the next follow-up of those asked for.
        asked: what the list was narrowed to, like " with Fred".
        options: the options for that, like " --for @fred".
    """
    if coming is not None:
        text = (
            f"Nothing is due{asked} yet. Next: {to_do(coming)}, {long_day(coming.due_on)} "
            f"(#{coming.id}). reflog due{options} --all shows everything."
        )
    elif asked:
        text = f"Nothing is open{asked}. reflog due --all shows everything that is."
    else:
        text = "Nothing is due. Record your next introduction: reflog intro PROVIDER PROSPECT"
    return [Line(text=text)]


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
        changed: the entries made or altered.
        created_contacts: who is new.
        changed_contacts: who was changed.
        came_along: the addresses that were typed with their names, by key.
        next_ones: the follow-ups scheduled or moved.
        told: introductions that business or thanks are about.
        meant: who may have been meant by those who are new.
        extra: further lines.
    """
    blocks: list[Block] = [Line(text=_recorded(one, told)) for one in changed]
    if created_contacts:
        names = ", ".join(
            ", ".join((named(person), *person.emails, *person.phones))
            for person in created_contacts
        )
        slip = f" If you meant {' or '.join(meant[:3])}: reflog undo" if meant else ""
        blocks.append(Line(text=f"Added: {names}.{slip}"))
    if changed_contacts:
        names = ", ".join(
            ", ".join((named(person), *came_along.get(person.id, ())))
            for person in changed_contacts
        )
        blocks.append(Line(text=f"Changed: {names}."))
    blocks += [Line(text=line) for line in extra]
    if next_ones:
        rows = [
            [
                Cell(text=f"#{one.id}", style="number"),
                Cell(text=long_day(one.due_on)),
                Cell(text=to_do(one)),
            ]
            for one in sorted(next_ones, key=lambda one: (one.due_on, one.id))
        ]
        blocks += [Line(text="Next:"), Table(rows=rows, narrow=frozenset({0, 1}), indent=2)]
    return blocks or [Line(text="That's how it already is.")]


def missing_lines(introduction: Introduction) -> list[str]:
    """Say what an introduction is still missing, and which command shows how to add it."""
    said = missing(introduction)
    return [f"Still missing: {said}. See reflog show {introduction.id}"] if said else []


def _recorded(entry: Entry, told: Mapping[int, Introduction]) -> str:
    line = entry_line(entry)
    about = told.get(entry.about or 0) if isinstance(entry, Business | Thanks) else None
    return f"{line.removesuffix('.')}: {introduction_sentence(about)}." if about else line


def _group(one: FollowUp) -> str:
    days = one.days_overdue or 0
    return "Overdue" if days > 0 else "Today" if days == 0 else "Coming"


def _owed_table(
    rows: Sequence[Sequence[Cell]], indent: int = 0, among: Sequence[Sequence[Cell]] = ()
) -> Table:
    return Table(
        rows=rows,
        right=frozenset({0}),
        narrow=frozenset({0, 1}),
        indent=indent,
        flow=3,
        among=among,
    )


def _due_rows(rows: Sequence[FollowUp], style: str) -> list[list[Cell]]:
    """Return the rows of a group, whose title says what their ages are."""
    return [_owed_row(one, Cell(text=_age(one.days_overdue or 0), style=style)) for one in rows]


def _age(days: int) -> str:
    """Say in few letters how old it is, so that a row has room: `12d`, `today`, `in 3d`."""
    return f"{days}d" if days > 0 else f"in {-days}d" if days else "today"


def _owed_row(one: FollowUp, age: Cell) -> list[Cell]:
    is_mine = one.contact == "me"
    return [
        Cell(text=f"#{one.id}", style="number"),
        age,
        Cell(text="you" if is_mine else one.contact_name, style="name"),
        Cell(text=to_do_briefly(one)),
        Cell(text=one.need or "", style="dim"),
        Cell(text="" if is_mine else reach_first(one)),
    ]


def owed_page(owed: Sequence[FollowUp]) -> Page:
    """Return whom I owe thanks, oldest first."""
    if not owed:
        return [
            Line(text="You don't owe anyone thanks. To thank someone anyway: reflog thanks NAME")
        ]
    return [
        _owed_table(
            [_owed_row(one, Cell(text=age_in_words(one.days_overdue or 0))) for one in owed]
        )
    ]


def past_page(past: Sequence[Thanks], direction: str | None) -> Page:
    """Return thanks given or received, newest first."""
    if not past:
        which = f" {direction}" if direction else ""
        behind = " --received" if direction == "received" else ""
        return [Line(text=f"No thanks{which} yet. Record one: reflog thanks NAME{behind}")]
    return [
        Table(
            rows=[
                [
                    Cell(text=f"#{one.id}", style="number"),
                    Cell(text=day(one.on)),
                    Cell(
                        text=f"to {one.contact_name}"
                        if one.direction == "given"
                        else f"from {one.contact_name}",
                        style="name",
                    ),
                    Cell(text=f"for #{one.about}" if one.about is not None else ""),
                    Cell(text=one.via or ""),
                    Cell(text=one.note or ""),
                ]
                for one in past
            ],
            right=frozenset({0}),
            narrow=frozenset({0, 1}),
        )
    ]
