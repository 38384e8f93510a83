"""The data for the pictures: the year, what came of it, give and take, and the network.

What came after the last day doesn't count: an introduction has the stage it had then. Leads don't
count.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from reflog.domain import grouped, numbers_json
from reflog.domain.contacts import ME
from reflog.domain.entries import Money
from reflog.domain.introductions import OPEN_STAGES, Balance, ahead
from reflog.domain.money import total
from reflog.domain.pictures import (
    ENDED,
    REACHED,
    SHARES,
    Edge,
    Month,
    Network,
    Node,
    Pictures,
    Share,
    Step,
    Won,
    months_of,
    upper_median,
)
from reflog.reports import contacts
from reflog.reports.introductions import BROUGHT, Chains, first_edges
from reflog.reports.introductions import Edge as Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from reflog.storage import Reader

_STEPS = " ".join(f"WHEN '{stage}' THEN {step}" for step, stage in enumerate(REACHED))

_INTRODUCTIONS = f"""SELECT number, introducer_id, provider_id, prospect_id, to_id, made_on,
  told AS stage, max(reached, CASE told {_STEPS} ELSE 0 END) AS reached, won_on,
  CASE :me WHEN introducer_id THEN 'given' WHEN provider_id THEN 'received'
    WHEN prospect_id THEN 'received' ELSE 'other' END AS direction
FROM (
  SELECT number, introducer_id, provider_id, prospect_id, {BROUGHT} AS to_id, made_on,
    CASE WHEN stage_on <= :until THEN stage ELSE coalesce(
      (SELECT s.stage FROM stage_change AS s
        WHERE introduction_id = number AND reached_on <= :until AND s.moved
        ORDER BY reached_on DESC, id DESC LIMIT 1),
      (SELECT 'lead' FROM stage_change AS s
        WHERE introduction_id = number AND s.stage IN ('lead', 'introduced')),
      'introduced') END AS told,
    (SELECT ifnull(max(CASE s.stage {_STEPS} END), 0) FROM stage_change AS s
      WHERE introduction_id = number AND reached_on <= :until) AS reached,
    (SELECT min(reached_on) FROM stage_change AS s
      WHERE introduction_id = number AND s.stage = 'won' AND reached_on <= :until) AS won_on
  FROM introduction WHERE made_on BETWEEN :since AND :until)
WHERE told <> 'lead' ORDER BY made_on, number"""
"""Introductions made in a time as they stood at its end, with the farthest step they came to."""

_BUSINESS = """SELECT about_id, amount AS minor, currency, closed_on, introducer_id, provider_id,
  CASE WHEN about_id IS NULL OR provider_id = :me THEN 'mine' WHEN prospect_id = :me THEN 'paid'
    WHEN introducer_id = :me THEN 'theirs' END AS whose
FROM business LEFT JOIN introduction AS i ON i.number = about_id
WHERE closed_on BETWEEN :since AND :until"""

_THANKS = """SELECT contact_id, direction, substr(expressed_on, 1, 7) AS month, count(*) AS count
FROM thanks WHERE expressed_on BETWEEN :since AND :until GROUP BY 1, 2, 3"""

_OWED = """SELECT contact_id, count(*) AS count
FROM follow_up LEFT JOIN introduction AS i ON i.number = about_id
WHERE status = 'open' AND purpose = 'thank' AND ifnull(made_on, '') <= :until GROUP BY contact_id"""
"""Thanks that are still owed for introductions made up to the last day, or for anything else."""

_PEOPLE = """SELECT id, handle AS contact, name, folded, profession, company, city FROM contact
WHERE id IN (SELECT value FROM json_each(?))"""

_WON = len(REACHED) - 1


def pictures(reader: Reader, since: str, until: str) -> Pictures:
    """Return the pictures of a period without the network; both days are ISO and included."""
    values = {"me": ME, "since": since, "until": until}
    made = [row for row in reader.rows(_INTRODUCTIONS, values) if row["direction"] != "other"]
    business = reader.rows(_BUSINESS, values)
    thanks = reader.rows(_THANKS, values)
    owed = {row["contact_id"]: row["count"] for row in reader.rows(_OWED, values)}
    days = _days_to_won(reader, made)
    reached = Counter(
        (row["direction"], step) for row in made for step in range(row["reached"] + 1)
    )
    stages = Counter(row["stage"] for row in made)
    return Pictures(
        since=since,
        until=until,
        owner=contacts.owner_name(reader),
        months=tuple(_months(months_of(since, until), made, business, thanks)),
        reached=tuple(
            Step(stage=stage, given=reached["given", step], received=reached["received", step])
            for step, stage in enumerate(REACHED)
        ),
        ended={stage: stages[stage] for stage in ENDED},
        open=sum(stages[stage] for stage in OPEN_STAGES),
        days_to_won=tuple(days),
        median_days=upper_median([one.days for one in days]),
        partners=tuple(_partners(reader, made, business, thanks, owed)),
        shares=tuple(_shares(business)),
    )


def network(reader: Reader, until: str, since: str = "", center: int = ME) -> Network:
    """Return who came through whom by the introductions made between two days.

    A `center` other than me gives that person's branch alone.
    """
    values = {"me": ME, "since": since, "until": until}
    rows = reader.rows(_INTRODUCTIONS, values)
    chains = Chains(reader, everyone=first_edges(rows))
    ends: dict[int, tuple[str, int]] = {}  # of everyone, the day and number of their first
    for row in rows:
        for person in (row["introducer_id"], row["to_id"]):
            ends.setdefault(person, (row["made_on"], row["number"]))
    links = {person: chains.brought_by(person) for person in ends}
    order, parents = _in_order(links, center, ends)
    places = {person: at for at, person in enumerate(order)}
    deals = reader.rows(_BUSINESS, values)
    sums = grouped((row["about_id"], Money.from_row(row)) for row in deals)
    edges = {
        row["number"]: Edge.from_row(
            row,
            from_at=places[row["introducer_id"]],
            to_at=places[row["to_id"]],
            on=row["made_on"],
            won=row["reached"] == _WON,
            business=tuple(total(sums.get(row["number"], ()))),
        )
        for row in rows
        if row["introducer_id"] in places and row["to_id"] in places
    }
    below, won = [0] * len(order), [0] * len(order)
    brought = Counter(parents)
    for edge in edges.values():
        won[edge.from_at] += edge.won
    for at in range(len(order) - 1, 0, -1):
        below[parents[at]] += below[at] + 1
        won[parents[at]] += won[at]
    people = _people(reader, order)
    nodes = []
    for at, person in enumerate(order):
        link = links.get(person) if at else None
        nodes.append(
            Node.from_row(
                people[person],
                through_at=places.get(link.from_id) if link else None,
                first=edges.get(link.number) if link else None,
                brought=brought[at],
                below=below[at],
                won=won[at],
            )
        )
    return Network(people=tuple(nodes), edges=tuple(edges.values()), since=since)


def _in_order(
    links: Mapping[int, Link | None], center: int, ends: Mapping[int, tuple[str, int]]
) -> tuple[list[int], list[int]]:
    """Return everyone below the center, each behind who brought them; and where those stand.

    Around me, whoever nobody brought stands too; everyone in order of time.
    """
    in_time = sorted(links, key=lambda one: link.age if (link := links[one]) else ends[one])
    below = grouped(
        (link.from_id if (link := links[person]) else ME, person)
        for person in in_time
        if person not in {center, ME}
    )
    order, parents = [center], [-1]
    for at, person in enumerate(order):  # it grows while it is read
        children = below.get(person, [])
        order += children
        parents += [at] * len(children)
    return order, parents


def _months(
    months: Sequence[str],
    made: Iterable[sqlite3.Row],
    business: Iterable[sqlite3.Row],
    thanks: Iterable[sqlite3.Row],
) -> Iterator[Month]:
    counts = Counter((row["made_on"][:7], row["direction"]) for row in made)
    sums = grouped((row["closed_on"][:7], Money.from_row(row)) for row in business if row["whose"])
    thanked = _counted(thanks, "month")
    for month in months:
        yield Month(
            month=month,
            given=counts[month, "given"],
            received=counts[month, "received"],
            business=tuple(total(sums.get(month, ()))),
            thanks_given=thanked[month, "given"],
            thanks_received=thanked[month, "received"],
        )


def _shares(business: Iterable[sqlite3.Row]) -> Iterator[Share]:
    sums = grouped((row["whose"], Money.from_row(row)) for row in business)
    for whose in SHARES:
        if whose in sums:
            yield Share(whose=whose, business=tuple(total(sums[whose])))


def _days_to_won(reader: Reader, made: Iterable[sqlite3.Row]) -> list[Won]:
    won = [row for row in made if row["won_on"]]
    sides = {row[side] for row in won for side in ("provider_id", "prospect_id")}
    people = _people(reader, sides)
    return [
        Won(
            introduction=row["number"],
            direction=row["direction"],
            days=(date.fromisoformat(row["won_on"]) - date.fromisoformat(row["made_on"])).days,
            provider_name=people[row["provider_id"]]["name"],
            prospect_name=people[row["prospect_id"]]["name"],
        )
        for row in won
    ]


def _partners(
    reader: Reader,
    made: Iterable[sqlite3.Row],
    business: Iterable[sqlite3.Row],
    thanks: Iterable[sqlite3.Row],
    owed: Mapping[int, int],
) -> list[Balance]:
    """Return how it stands with each partner, the greatest difference first, then by name."""
    counts = Counter(map(_with_partner, made))
    sums = grouped((_with_partner(row), Money.from_row(row)) for row in business)
    thanked = _counted(thanks, "contact_id")
    partners = {*owed, *(one for one, _way in (*counts, *sums, *thanked) if one is not None)}

    def order(row: sqlite3.Row) -> tuple[int, str, str]:
        one = row["id"]
        return -abs(counts[one, "given"] - counts[one, "received"]), row["folded"], row["contact"]

    return [
        Balance(
            contact=row["contact"],
            contact_name=row["name"],
            contact_id=(one := row["id"]),
            given=counts[one, "given"],
            received=counts[one, "received"],
            given_business=tuple(total(sums.get((one, "given"), ()))),
            received_business=tuple(total(sums.get((one, "received"), ()))),
            thanks_given=thanked[one, "given"],
            thanks_received=thanked[one, "received"],
            thanks_owed=owed.get(one, 0),
            ahead=ahead(counts[one, "given"], counts[one, "received"]),
        )
        for row in sorted(_people(reader, partners).values(), key=order)
    ]


def _with_partner(row: sqlite3.Row) -> tuple[int | None, str]:
    """Return the partner of an introduction, and which way it went; None of those of others."""
    if row["introducer_id"] == ME:
        return row["provider_id"], "given"
    return row["introducer_id"] if row["provider_id"] == ME else None, "received"


def _counted(thanks: Iterable[sqlite3.Row], by: str) -> Counter[tuple[Any, str]]:
    """Return how often there were thanks, by a column and the direction."""
    counts: Counter[tuple[Any, str]] = Counter()
    for row in thanks:
        counts[row[by], row["direction"]] += row["count"]
    return counts


def _people(reader: Reader, ids: Iterable[int]) -> dict[int, sqlite3.Row]:
    rows = reader.rows(_PEOPLE, (numbers_json(ids),))
    return {row["id"]: row for row in rows}
