"""Who has referred whom: lists, the tree, the balance, the story, and what was found."""

from __future__ import annotations

from reflog.render.blocks import Cell, Heading, Line, Node, Table, Tree
from reflog.render.phrases import day, introduction_sentence, outcome, sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.entries import Introduction, Person
    from reflog.domain.people import Known
    from reflog.render.blocks import Block, Page
    from reflog.reports.network import Balance, Branch
    from reflog.reports.search import Found
    from reflog.reports.story import Event

NO_INTRODUCTIONS = "No introductions here yet. reflog intro PROVIDER PROSPECT records one."


def who_page(introductions: Sequence[Introduction]) -> Page:
    """Return who has referred whom, and what came of it."""
    return [introductions_table(introductions)] if introductions else [Line(text=NO_INTRODUCTIONS)]


def who_name_page(person: Known, introductions: Sequence[Introduction]) -> Page:
    """Return whom a person has referred, who referred them, and what came of it."""
    name = "me" if person.id == 1 else person.name
    referred = [one for one in introductions if one.introducer.id == person.id]
    others = [one for one in introductions if one.introducer.id != person.id]
    came = [one for one in others if one.brought.id == person.id]
    sent = [one for one in others if one.brought.id != person.id]
    blocks: list[Block] = []
    for title, ones in (
        (f"Introductions by {name}", referred),
        (f"Who referred {name}", came),
        (f"Referred to {name}", sent),
    ):
        if ones:
            blocks += [Heading(text=title), introductions_table(ones, indent=2)]
    nothing = f"No introductions with {name} yet. reflog intro records one."
    return blocks or [Line(text=nothing)]


def intros_page(introductions: Sequence[Introduction]) -> Page:
    """Return introductions as a list."""
    return who_page(introductions)


def introductions_table(introductions: Sequence[Introduction], indent: int = 0) -> Table:
    """Return introductions as rows: number, day, sentence, what came of it."""
    return Table(
        rows=[
            [
                Cell(text=f"#{one.id}", style="number"),
                Cell(text=day(one.on)),
                Cell(text=introduction_sentence(one)),
                Cell(text=outcome(one), style=_STAGE_STYLES.get(one.stage, "")),
            ]
            for one in introductions
        ],
        right=frozenset({0}),
        narrow=frozenset({0, 1}),
        indent=indent,
    )


def tree_page(roots: Sequence[Branch]) -> Page:
    """Return who came through whom."""
    return [Tree(roots=[_node(root) for root in roots])] if roots else [Line(text=NO_INTRODUCTIONS)]


def tree_name_page(path: Sequence[Person], branch: Branch) -> Page:
    """Return how a person came, then their branch."""
    names = ["me" if person.is_me else person.name for person in path]
    came = f"{branch.contact_name} came through " + " → ".join(names[:-1])
    blocks: list[Block] = [Line(text=f"{came}.")] if names[:-1] else []
    return [*blocks, Tree(roots=[_node(branch)])]


def balance_page(balances: Sequence[Balance]) -> Page:
    """Return who has given and got how much."""
    if not balances:
        return [Line(text=NO_INTRODUCTIONS)]
    return [
        Table(
            header=(
                "partner",
                "given",
                "business",
                "received",
                "business",
                "thanked",
                "thanked me",
                "thanks owed",
                "ahead",
            ),
            rows=[
                [
                    Cell(text=one.contact_name, style="name"),
                    Cell(text=str(one.given)),
                    Cell(text=sums(one.given_business) or "-", style="money"),
                    Cell(text=str(one.received)),
                    Cell(text=sums(one.received_business) or "-", style="money"),
                    Cell(text=str(one.thanks_given)),
                    Cell(text=str(one.thanks_received)),
                    Cell(text=str(one.thanks_owed)),
                    Cell(text=_AHEAD[one.ahead]),
                ]
                for one in balances
            ],
            right=frozenset({1, 2, 3, 4, 5, 6, 7}),
        )
    ]


def log_page(events: Sequence[Event]) -> Page:
    """Return the story, newest first."""
    if not events:
        return [Line(text="Nothing has happened here yet. reflog intro records an introduction.")]
    return [events_table(events)]


def events_table(events: Sequence[Event], indent: int = 0) -> Table:
    """Return events as rows: day, number, what happened."""
    return Table(
        rows=[
            [
                Cell(text=day(one.on)),
                Cell(text=f"#{one.id}", style="number"),
                Cell(text=one.text),
            ]
            for one in events
        ],
        right=frozenset({1}),
        narrow=frozenset({0, 1}),
        indent=indent,
    )


def find_page(found: Sequence[Found], text: str) -> Page:
    """Return where a text was found."""
    if not found:
        return [
            Line(text=f"{text!r} is nowhere in the ledger. reflog contact list shows everyone.")
        ]
    return [
        Table(
            rows=[
                [
                    Cell(text=one.kind if one.id is None else f"#{one.id}", style="number"),
                    Cell(text=one.name or one.kind, style="name"),
                    Cell(text=one.field),
                    Cell(text=one.excerpt),
                ]
                for one in found
            ],
            narrow=frozenset({0}),
        )
    ]


_AHEAD = {"me": "I have given more", "them": "they have given more", "even": "even"}
_STAGE_STYLES = {"won": "money", "bad": "bad", "lost": "dim", "declined": "dim"}


def _node(root: Branch) -> Node:
    """Return a branch as a node with everything below it; no recursion, however deep."""
    top = Node(label=_label(root), children=[])
    waiting = [(root, top)]
    while waiting:
        at, node = waiting.pop()
        for child in at.through:
            below = Node(label=_label(child), children=[])
            node.children.append(below)
            waiting.append((child, below))
    return top


def _label(one: Branch) -> tuple[Cell, ...]:
    name = "me" if one.contact == "me" else one.contact_name
    total = sums(one.business)
    below = total if one.introduction is None or not one.through else ""
    own = sums(one.own_business)
    return (
        Cell(text=name, style="name"),
        Cell(text=f"#{one.introduction}" if one.introduction else "", style="number"),
        Cell(text=one.stage or ""),
        Cell(text=own, style="money"),
        Cell(text=f"in all {below}" if below and below != own else "", style="money"),
        Cell(text="see above" if one.see_above else "", style="dim"),
    )
