"""The pages of match and ask."""

from __future__ import annotations

from reflog.domain.matching import INTRODUCER, PROSPECT, Match
from reflog.render import Block, Heading, Line, Page, Table, titled
from reflog.render.pages import called, day, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reflog.domain.asking import Candidate
    from reflog.domain.contacts import Contact
    from reflog.domain.facts import Standing
    from reflog.reports.asks import Asked
    from reflog.reports.openings import Opening

_PEOPLE = "name number> text text/"
NO_NEED = "(need not recorded)"
NOTHING_OPEN = "No open needs. When you hear of one: reflog know NAME needs TEXT"


def matches_page(matches: Sequence[Match], people: Mapping[int, Contact], nobody: str) -> Page:
    """Return who fits a need, in groups; `nobody` is said if there is none."""
    if not matches:
        return [nobody]
    able = [one for one in matches if one.part != INTRODUCER and one.not_now is None]
    not_now = [one for one in matches if one.part != INTRODUCER and one.not_now is not None]
    others = [one for one in matches if one.part == INTRODUCER]
    blocks: list[Block] = []
    is_pay_back = any(one.part == PROSPECT for one in matches)
    can = "You could introduce" if is_pay_back else "Can help"
    groups = ((can, able), ("Not now", not_now), ("May know someone", others))
    for title, some in groups:
        blocks += titled(title, _PEOPLE, [_row(one, one.reasons, people) for one in some])
    return blocks


def _row(
    one: Match | Candidate, said: Iterable[str], people: Mapping[int, Contact]
) -> tuple[str, ...]:
    """Return a person with their points, what there is to say, and how to reach them."""
    return one.contact_name, str(one.points), "; ".join(said), reach(people[one.contact_id])


def openings_page(some: Sequence[Opening]) -> Page:
    """Return the open needs, each with its best match."""
    if not some:
        return [NOTHING_OPEN]
    rows = [(f"#{one.id}", called(one.person), one.need or NO_NEED, _best(one)) for one in some]
    return [Table("number> name text text", rows, ("", "who", "needs", "best match"))]


def _best(one: Opening) -> str:
    if one.best is None:
        return "nobody yet"
    others = one.able - 1
    return f"{one.best.name} and {others} more" if others else one.best.name


def candidates_page(
    candidates: Sequence[Candidate],
    people: Mapping[int, Contact],
    mine: Standing,
    wants: str | None,
    *,
    has_helped: bool,
) -> Page:
    """Return who to ask for an introduction, and the words to ask in; or what comes first."""
    blocks: list[Block] = []
    if mine.room == "full":
        until = f" until {day(mine.room_until)}" if mine.room_until else ""
        blocks.append(f"You have no room for more work yourself{until}.")
    if not candidates:
        help_first = "Help someone first: reflog intro PROVIDER PROSPECT"
        won = "Once somebody you helped does business: reflog mark N won"
        return [*blocks, f"No one to ask yet. {won if has_helped else help_first}"]
    now = [one for one in candidates if one.not_now is None]
    later = [one for one in candidates if one.not_now is not None]
    for title, some in (("Ask now", now), ("Not now", later)):
        blocks += titled(title, _PEOPLE, [_row(one, _said(one), people) for one in some])
    return [*blocks, Heading("What to say"), Line(_words(wants), indent=2)]


def _said(one: Candidate) -> list[str]:
    came = f" (brought {_numbers(one.came)})" if one.came else ""
    asked = [f"asked {day(one.asked_on)}{came}"] if one.asked_on else []
    not_now = [_WHY[one.not_now]] if one.not_now in _WHY else []
    return [*not_now, *one.reasons, *asked]


_WHY = {
    "out": "out of your network",
    "doubt": "in doubt",
    "asked": "asked not long ago",
    "thank": "thank or apologize first",
    "deciding": "still deciding about you",
}


def _words(wants: str | None) -> str:
    """Say in which words to ask."""
    if wants is None:
        return '"who do you know who …?" To say who: reflog know me wants TEXT'
    return f'"who do you know? I am looking for {wants}"'


def asked_page(asked: Sequence[Asked]) -> Page:
    """Return who I asked, and what came of it."""
    if not asked:
        return ["You haven't asked anyone since then. Once you do: reflog ask NAME"]
    rows = [
        (
            f"#{one.id}",
            day(one.on),
            one.contact_name,
            f"brought {_numbers(one.came)}" if one.came else "nothing yet",
            one.note or "",
        )
        for one in asked
    ]
    return [Table("number> text! name text text", rows)]


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"#{number}" for number in numbers)
