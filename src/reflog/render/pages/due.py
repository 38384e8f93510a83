"""The morning's list, and what a command that writes has done."""

from __future__ import annotations

from reflog.domain.days import age_in_words
from reflog.domain.entries import Business, Introduction, Thanks
from reflog.render.blocks import Cell, Heading, Line, Table
from reflog.render.words import (
    entry_line,
    introduction_sentence,
    long_day,
    missing,
    named,
    reach,
    to_do,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Entry, FollowUp
    from reflog.render.blocks import Block, Page

GROUPS = (("Overdue", "overdue"), ("Today", "today"), ("Coming", "coming"))


def due_page(follow_ups: Sequence[FollowUp], shown: int, asked: str = "") -> Page:
    """Return the follow-ups in groups, most overdue first; of many only the first.

    Args:
        follow_ups: all of them.
        shown: how many to show.
        asked: the words behind `reflog due` that asked for them, each after a blank.
    """
    blocks: list[Block] = []
    groups = [
        (title, _owed_rows([one for one in follow_ups[:shown] if _group(one) == title], style))
        for title, style in GROUPS
    ]
    every = [row for _title, rows in groups for row in rows]
    for title, rows in groups:
        if rows:
            blocks += [Heading(text=title), _owed_table(rows, indent=2, among=every)]
    if shown < len(follow_ups):
        more = len(follow_ups) - shown
        blocks.append(Line(text=f"… and {more} more: reflog due{asked} | less", style="dim"))
    return blocks


def start_page() -> Page:
    """Return what to begin with on an empty ledger."""
    return [
        Line(text="The ledger is empty. Three commands to start with:"),
        Table(
            rows=[
                [Cell(text="reflog intro fred sally"), Cell(text="I introduced Fred and Sally")],
                [
                    Cell(text="reflog received ann --from fred"),
                    Cell(text="Fred introduced Ann to me"),
                ],
                [Cell(text="reflog due"), Cell(text="whom to call today, and why")],
            ],
            indent=2,
        ),
    ]


def nothing_due_page(coming: FollowUp | None, asked: str = "", options: str = "") -> Page:
    """Say that nothing is due, and what comes next.

    Args:
        coming: the follow-up that is due first of those asked for.
        asked: whom or what alone was asked for, as " with Fred".
        options: the options that ask for it, as " --for @fred".
    """
    if coming is not None:
        text = (
            f"Nothing is due{asked} yet. Next: {to_do(coming)}, {long_day(coming.due_on)} "
            f"(#{coming.id}); reflog due{options} --all shows all."
        )
    elif asked:
        text = f"Nothing is open{asked}. reflog due --all shows all that is."
    else:
        text = "Nothing is due. reflog intro PROVIDER PROSPECT records the next one."
    return [Line(text=text)]


def written_page(  # noqa: PLR0913 - everything that a command may have done
    *,
    changed: Sequence[Entry],
    created_contacts: Sequence[Contact],
    changed_contacts: Sequence[Contact],
    next_ones: Sequence[FollowUp],
    told: Mapping[int, Introduction],
    extra: Sequence[str] = (),
) -> Page:
    """Return what a command has done: what is recorded, who is new, and what comes next.

    Args:
        changed: the entries made or altered.
        created_contacts: who is new.
        changed_contacts: of whom something is new.
        next_ones: the follow-ups scheduled or moved.
        told: introductions to be told where business or thanks are about them.
        extra: further lines.
    """
    blocks: list[Block] = [Line(text=_recorded(one, told)) for one in changed]
    if created_contacts:
        names = ", ".join(named(person) for person in created_contacts)
        blocks.append(Line(text=f"New in the ledger: {names}."))
    if changed_contacts:
        names = ", ".join(named(person) for person in changed_contacts)
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
    return blocks or [Line(text="Nothing was changed: it is so already.")]


def lacking_lines(introduction: Introduction) -> list[str]:
    """Say what an introduction still lacks, and where it says how to add it."""
    lacks = missing(introduction)
    return [f"Still lacks: {lacks} (reflog show {introduction.id} says how)."] if lacks else []


def _recorded(entry: Entry, told: Mapping[int, Introduction]) -> str:
    line = entry_line(entry)
    about = told.get(entry.about or 0) if isinstance(entry, Business | Thanks) else None
    return f"{line.removesuffix('.')}: {introduction_sentence(about)}." if about else line


def _group(one: FollowUp) -> str:
    days = one.days_overdue or 0
    return "Overdue" if days > 0 else "Today" if days == 0 else "Coming"


def owed_table(follow_ups: Sequence[FollowUp]) -> Table:
    """Return follow-ups as rows: number, age, person, what to do, how to reach them."""
    return _owed_table(_owed_rows(follow_ups))


def _owed_table(
    rows: Sequence[Sequence[Cell]], indent: int = 0, among: Sequence[Sequence[Cell]] = ()
) -> Table:
    return Table(
        rows=rows,
        right=frozenset({0}),
        narrow=frozenset({0, 1}),
        below=frozenset({4}),
        indent=indent,
        among=among,
    )


def _owed_rows(rows: Sequence[FollowUp], style: str = "") -> list[list[Cell]]:
    return [
        [
            Cell(text=f"#{one.id}", style="number"),
            Cell(text=age_in_words(one.days_overdue or 0), style=style),
            Cell(text=one.contact_name, style="name"),
            Cell(text=one.what),
            Cell(text=reach(one)),
        ]
        for one in rows
    ]
