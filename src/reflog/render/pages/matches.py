"""The pages of match and ask."""

from __future__ import annotations

from reflog.domain.matching import INTRODUCER, PROSPECT
from reflog.render.blocks import Cell, Heading, Line, Table
from reflog.render.words import day, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reflog.domain.asking import Candidate
    from reflog.domain.contacts import Contact
    from reflog.domain.facts import Standing
    from reflog.domain.matching import Match
    from reflog.render.blocks import Block, Page
    from reflog.reports.asks import Asked
    from reflog.reports.openings import Served

NO_NEED = "(need not recorded)"
NOTHING_OPEN = "No open needs. When you hear of one: reflog know NAME needs TEXT"


def matches_page(matches: Sequence[Match], people: Mapping[int, Contact], nobody: str) -> Page:
    """Return who fits a need, in groups.

    Args:
        matches: those to be shown, in order.
        people: the contact of each.
        nobody: what to say if there is none.
    """
    if not matches:
        return [Line(text=nobody)]
    able = [one for one in matches if one.part != INTRODUCER and one.not_now is None]
    not_now = [one for one in matches if one.part != INTRODUCER and one.not_now is not None]
    others = [one for one in matches if one.part == INTRODUCER]
    blocks: list[Block] = []
    is_pay_back = any(one.part == PROSPECT for one in matches)
    can = "You could introduce" if is_pay_back else "Can help"
    groups = ((can, able), ("Not now", not_now), ("May know someone", others))
    for title, some in groups:
        if some:
            rows = [_match_row(one, people[one.contact_id]) for one in some]
            blocks += [Heading(text=title), _rows(rows)]
    return blocks


def _match_row(one: Match, person: Contact) -> list[Cell]:
    return [
        Cell(text=one.contact_name, style="name"),
        Cell(text=str(one.points), style="number"),
        Cell(text="; ".join(one.reasons)),
        Cell(text=reach(person)),
    ]


def _rows(rows: Sequence[Sequence[Cell]]) -> Table:
    return Table(
        rows=rows, right=frozenset({1}), narrow=frozenset({1}), below=frozenset({3}), indent=2
    )


def openings_page(some: Sequence[Served]) -> Page:
    """Return the open needs, each with its best match."""
    if not some:
        return [Line(text=NOTHING_OPEN)]
    return [
        Table(
            rows=[
                [
                    Cell(text=f"#{one.opening.id}", style="number"),
                    Cell(text=_whose(one), style="name"),
                    Cell(text=one.opening.need or NO_NEED),
                    Cell(text=_best(one)),
                ]
                for one in some
            ],
            header=("", "who", "needs", "best match"),
            right=frozenset({0}),
            narrow=frozenset({0}),
        )
    ]


def _whose(one: Served) -> str:
    return "you" if one.opening.person.is_me else one.opening.person.name


def _best(one: Served) -> str:
    if one.best is None:
        return "nobody yet"
    others = one.able - 1
    return f"{one.best.name} and {others} more" if others else one.best.name


def candidates_page(
    candidates: Sequence[Candidate],
    people: Mapping[int, Contact],
    mine: Standing,
    wants: str | None,
) -> Page:
    """Return who to ask for an introduction.

    Args:
        candidates: those to be shown, in order.
        people: the contact of each.
        mine: my own standing.
        wants: what I am looking for.
    """
    blocks: list[Block] = []
    if mine.room == "full":
        until = f" until {day(mine.room_until)}" if mine.room_until else ""
        blocks.append(Line(text=f"You have no room for more work yourself{until}."))
    if not candidates:
        nobody = "No one to ask yet. Help someone first: reflog intro PROVIDER PROSPECT"
        return [*blocks, Line(text=nobody)]
    now = [one for one in candidates if one.not_now is None]
    later = [one for one in candidates if one.not_now is not None]
    for title, some in (("Ask now", now), ("Not now", later)):
        if some:
            rows = [_candidate_row(one, people[one.contact_id]) for one in some]
            blocks += [Heading(text=title), _rows(rows)]
    return [*blocks, Heading(text="What to say"), Line(text=_words(wants), indent=2)]


def _candidate_row(one: Candidate, person: Contact) -> list[Cell]:
    asked = f"asked {day(one.asked_on)}{_came(one.came)}" if one.asked_on else ""
    said = [*filter(None, [_WHY.get(one.not_now or "")]), *one.reasons, *filter(None, [asked])]
    return [
        Cell(text=one.contact_name, style="name"),
        Cell(text=str(one.points), style="number"),
        Cell(text="; ".join(said)),
        Cell(text=reach(person)),
    ]


_WHY = {
    "out": "out of your network",
    "doubt": "in doubt",
    "asked": "asked not long ago",
    "thank": "thank or apologize first",
    "deciding": "still deciding about you",
}


def _came(numbers: Sequence[int]) -> str:
    return f" (brought {_numbers(numbers)})" if numbers else ""


def _words(wants: str | None) -> str:
    """Say in which words to ask."""
    if wants is None:
        return '"who do you know who …?" To say who: reflog know me wants TEXT'
    return f'"who do you know? I am looking for {wants}"'


def asked_page(asked: Sequence[Asked]) -> Page:
    """Return who I asked, and what came of it."""
    if not asked:
        return [Line(text="You haven't asked anyone since then. Once you do: reflog ask NAME")]
    return [
        Table(
            rows=[
                [
                    Cell(text=f"#{one.id}", style="number"),
                    Cell(text=day(one.on)),
                    Cell(text=one.contact_name, style="name"),
                    Cell(text=f"brought {_numbers(one.came)}" if one.came else "nothing yet"),
                    Cell(text=one.note or ""),
                ]
                for one in asked
            ],
            right=frozenset({0}),
            narrow=frozenset({0, 1}),
        )
    ]


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"#{number}" for number in numbers)
