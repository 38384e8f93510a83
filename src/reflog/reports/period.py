"""A period for the group: what was given, received, met, closed and thanked in it."""

from __future__ import annotations

from reflog.domain import Record, grouped
from reflog.domain.contacts import ME
from reflog.domain.entries import Money, Person
from reflog.domain.introductions import BECAME
from reflog.domain.money import total
from reflog.domain.names import fold
from reflog.reports.entries import wanted
from reflog.reports.introductions import party

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from reflog.storage import Reader

    Closed = dict[Person, list[Money]]
    """The business in the period with each partner, a sum for each currency."""


class Referral(Record):
    """An introduction in the period.

    Attributes:
        partner: the provider I gave it to, or the introducer I got it from.
        prospect: who needs help.
        is_inside: it was own custom.
    """

    id: int
    partner: Person
    prospect: Person
    need: str | None
    is_inside: bool


class Period(Record):
    """What to tell the group.

    Attributes:
        tag: the tag that partners must have to count, as typed.
        became_given, became_received: leads from before it that became introductions in it.
        one_to_ones: their numbers, and whom I met.
        business_given: what came to me through another, under their name.
        business_received: what came to others through me.
        visitors: guests, in the order they came.
        thanks_given, thanks_received: how often.
        looking_for: what I last said a good referral for me is.
    """

    since: str
    until: str
    tag: str | None
    given: tuple[Referral, ...]
    received: tuple[Referral, ...]
    became_given: tuple[Referral, ...]
    became_received: tuple[Referral, ...]
    one_to_ones: tuple[tuple[int, Person], ...]
    business_given: Closed
    business_received: Closed
    visitors: tuple[Person, ...]
    thanks_given: int
    thanks_received: int
    looking_for: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in it."""
        kept = ("since", "until", "tag", "looking_for")
        return not any(value for name, value in self.as_dict().items() if name not in kept)


def period(reader: Reader, since: str, until: str, tag: str | None = None) -> Period:
    """Return what happened from one day to another, both included; visitors whatever their tags."""
    values = {"me": ME, "since": since, "until": until, "tag": fold(tag or "")}

    def rows(sql: str) -> list[sqlite3.Row]:
        return reader.rows(sql, values)

    thanks = {row["direction"]: row["count"] for row in rows(_THANKS)}
    return Period(
        since=since,
        until=until,
        tag=tag,
        given=tuple(map(_referral, rows(_GIVEN))),
        received=tuple(map(_referral, rows(_RECEIVED))),
        became_given=tuple(map(_referral, rows(_BECAME_GIVEN))),
        became_received=tuple(map(_referral, rows(_BECAME_RECEIVED))),
        one_to_ones=tuple((row["id"], party(row, "partner")) for row in rows(_MET)),
        business_given=_closed(rows(_BUSINESS_GIVEN)),
        business_received=_closed(rows(_BUSINESS_RECEIVED)),
        visitors=tuple(dict.fromkeys(party(row, "partner") for row in rows(_VISITORS))),
        thanks_given=thanks.get("given", 0),
        thanks_received=thanks.get("received", 0),
        looking_for=wanted(reader),
    )


def _referral(row: sqlite3.Row) -> Referral:
    return Referral.from_row(
        row,
        partner=party(row, "partner"),
        prospect=party(row, "prospect"),
        is_inside=row["introducer_id"] == row["prospect_id"],
    )


def _closed(rows: Iterable[sqlite3.Row]) -> Closed:
    found = grouped((party(row, "partner"), Money.from_row(row)) for row in rows)
    return {partner: total(monies) for partner, monies in found.items()}


_BEARS = """(:tag = '' OR EXISTS (SELECT 1 FROM contact_tag AS tag
    WHERE tag.contact_id = partner.id AND tag.folded = :tag))"""

_PARTNER = "partner.id AS partner_id, partner.handle AS partner, partner.name AS partner_name"

_REFERRAL = f"""
SELECT i.number AS id, i.need, i.introducer_id, i.prospect_id, {_PARTNER},
  p.handle AS prospect, p.name AS prospect_name
FROM {{source}}
JOIN contact AS partner ON partner.id = i.{{partner}}
JOIN contact AS p ON p.id = i.prospect_id
WHERE {{made}} AND {{within}} AND i.stage <> 'lead' AND {_BEARS}
ORDER BY {{day}}, i.number"""

_MADE = {"within": "i.made_on BETWEEN :since AND :until", "day": "i.made_on"}

# A lead counts for the day it was passed on, and so may have been reported before it was more.
_BECAME = {
    "source": """stage_change AS s INDEXED BY stage_change_reached
CROSS JOIN introduction AS i ON i.number = s.introduction_id""",
    "within": f"""s.reached_on BETWEEN :since AND :until AND i.made_on < :since
  AND s.id = (SELECT min(id) FROM stage_change
    WHERE introduction_id = i.number AND moved AND stage IN {BECAME!r})
  AND (s.stage = 'introduced' OR EXISTS (
    SELECT 1 FROM stage_change WHERE introduction_id = i.number AND stage = 'lead'))""",
    "day": "s.reached_on",
}

_MINE = {"partner": "provider_id", "made": "i.introducer_id = :me"}
_THEIRS = {"partner": "introducer_id", "made": "i.provider_id = :me AND i.introducer_id <> :me"}

_BY, _TO = (
    f"introduction AS i INDEXED BY introduction_{party}" for party in ("introducer", "provider")
)
_GIVEN = _REFERRAL.format(source=_BY, **_MADE, **_MINE)
_RECEIVED = _REFERRAL.format(source=_TO, **_MADE, **_THEIRS)
_BECAME_GIVEN = _REFERRAL.format(**_BECAME, **_MINE)
_BECAME_RECEIVED = _REFERRAL.format(**_BECAME, **_THEIRS)

_MET = f"""
SELECT o.number AS id, {_PARTNER} FROM one_to_one AS o INDEXED BY one_to_one_held
JOIN contact AS partner ON partner.id = o.contact_id
WHERE o.held_on BETWEEN :since AND :until AND {_BEARS}
ORDER BY o.held_on, o.number"""

_BUSINESS = f"""
SELECT b.amount AS minor, b.currency, {_PARTNER} FROM business AS b INDEXED BY business_closed
CROSS JOIN introduction AS i ON i.number = b.about_id
JOIN contact AS partner ON partner.id = i.{{partner}}
WHERE b.closed_on BETWEEN :since AND :until AND {{made}} AND {_BEARS}
ORDER BY b.closed_on, b.number"""

_BUSINESS_GIVEN, _BUSINESS_RECEIVED = _BUSINESS.format(**_THEIRS), _BUSINESS.format(**_MINE)

_VISITORS = f"""
SELECT {_PARTNER} FROM note AS n INDEXED BY note_topic
JOIN contact AS partner ON partner.id = n.contact_id
WHERE n.topic = 'visited' AND n.noted_on BETWEEN :since AND :until
ORDER BY n.noted_on, n.number"""

_THANKS = f"""
SELECT t.direction, count(*) AS count FROM thanks AS t INDEXED BY thanks_expressed
JOIN contact AS partner ON partner.id = t.contact_id
WHERE t.expressed_on BETWEEN :since AND :until AND {_BEARS} GROUP BY t.direction"""
