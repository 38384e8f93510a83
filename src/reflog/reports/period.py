"""A period for the group: what was given, received, met, closed and thanked in it."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.entries import Person
from reflog.domain.money import Money, total
from reflog.domain.names import folding
from reflog.domain.record import Record
from reflog.reports.follow_ups import wanted

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from reflog.storage.reader import Reader


class Referral(Record):
    """An introduction in the period.

    Attributes:
        partner: the provider I gave it to, or the introducer I got it from.
        prospect: who needs help.
        is_inside: it was own custom.
    """

    id: int
    on: str
    partner: Person
    prospect: Person
    need: str | None
    is_inside: bool


class Closed(Record):
    """The business in the period with one partner, a sum for each currency."""

    partner: Person
    total: tuple[Money, ...]


class Met(Record):
    """A one-to-one in the period."""

    id: int
    on: str
    person: Person


class Period(Record):
    """What to tell the group.

    Attributes:
        since, until: the first and the last day.
        tag: the tag that partners must have to count, as typed.
        given, received: introductions I made, and those made to me.
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
    one_to_ones: tuple[Met, ...]
    business_given: tuple[Closed, ...]
    business_received: tuple[Closed, ...]
    visitors: tuple[Person, ...]
    thanks_given: int
    thanks_received: int
    looking_for: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in it."""
        return not any(
            (
                self.given,
                self.received,
                self.one_to_ones,
                self.business_given,
                self.business_received,
                self.visitors,
                self.thanks_given,
                self.thanks_received,
            )
        )


def period(reader: Reader, since: str, until: str, tag: str | None = None) -> Period:
    """Return what happened from one day to another, both included.

    Args:
        tag: counts only introductions, meetings, business and thanks with people who have it.
    """
    values = {"me": ME, "since": since, "until": until, "tag": folding.fold(tag or "")}

    def rows(sql: str) -> list[sqlite3.Row]:
        return reader.rows(sql.format(bears=_BEARS if tag else ""), values)

    thanks = {row["direction"]: row["count"] for row in rows(_THANKS)}
    return Period(
        since=since,
        until=until,
        tag=tag,
        given=tuple(map(_referral, rows(_GIVEN))),
        received=tuple(map(_referral, rows(_RECEIVED))),
        one_to_ones=tuple(
            Met(id=row["number"], on=row["held_on"], person=_person(row, "partner"))
            for row in rows(_MET)
        ),
        business_given=_closed(rows(_BUSINESS_GIVEN)),
        business_received=_closed(rows(_BUSINESS_RECEIVED)),
        visitors=tuple(dict.fromkeys(_person(row, "partner") for row in rows(_VISITORS))),
        thanks_given=thanks.get("given", 0),
        thanks_received=thanks.get("received", 0),
        looking_for=wanted(reader),
    )


def whole(closed: Iterable[Closed]) -> list[Money]:
    """Return the sums over all partners."""
    return total(money for one in closed for money in one.total)


def _referral(row: sqlite3.Row) -> Referral:
    return Referral(
        id=row["number"],
        on=row["made_on"],
        partner=_person(row, "partner"),
        prospect=_person(row, "prospect"),
        need=row["need"],
        is_inside=row["introducer_id"] == row["prospect_id"],
    )


def _closed(rows: Iterable[sqlite3.Row]) -> tuple[Closed, ...]:
    """Return the business of each partner, by the order of their first."""
    found: dict[Person, list[Money]] = {}
    for row in rows:
        money = Money(minor=row["amount"], currency=row["currency"])
        found.setdefault(_person(row, "partner"), []).append(money)
    return tuple(Closed(partner=one, total=tuple(total(some))) for one, some in found.items())


def _person(row: sqlite3.Row, part: str) -> Person:
    return Person(id=row[f"{part}_id"], handle=row[part], name=row[f"{part}_name"])


_BEARS = """AND EXISTS (SELECT 1 FROM contact_tag AS t
    WHERE t.contact_id = partner.id AND t.folded = :tag)"""

_PARTNER = "partner.id AS partner_id, partner.handle AS partner, partner.name AS partner_name"

_REFERRAL = f"""
SELECT i.number, i.made_on, i.need, i.introducer_id, i.prospect_id, {_PARTNER},
  p.handle AS prospect, p.name AS prospect_name
FROM introduction AS i INDEXED BY {{index}}
JOIN contact AS partner ON partner.id = i.{{partner}}
JOIN contact AS p ON p.id = i.prospect_id
WHERE {{made}} AND i.made_on BETWEEN :since AND :until AND i.stage <> 'lead' {{{{bears}}}}
ORDER BY i.made_on, i.number"""

_GIVEN = _REFERRAL.format(
    index="introduction_introducer", partner="provider_id", made="i.introducer_id = :me"
)
_RECEIVED = _REFERRAL.format(
    index="introduction_provider",
    partner="introducer_id",
    made="i.provider_id = :me AND i.introducer_id <> :me",
)

_MET = f"""
SELECT o.number, o.held_on, {_PARTNER} FROM one_to_one AS o INDEXED BY one_to_one_held
JOIN contact AS partner ON partner.id = o.contact_id
WHERE o.held_on BETWEEN :since AND :until {{bears}}
ORDER BY o.held_on, o.number"""

_BUSINESS = f"""
SELECT b.amount, b.currency, {_PARTNER} FROM business AS b INDEXED BY business_closed
CROSS JOIN introduction AS i ON i.number = b.about_id
JOIN contact AS partner ON partner.id = i.{{partner}}
WHERE b.closed_on BETWEEN :since AND :until AND {{made}} {{{{bears}}}}
ORDER BY b.closed_on, b.number"""

_BUSINESS_GIVEN = _BUSINESS.format(
    partner="introducer_id", made="i.provider_id = :me AND i.introducer_id <> :me"
)
_BUSINESS_RECEIVED = _BUSINESS.format(partner="provider_id", made="i.introducer_id = :me")

_VISITORS = f"""
SELECT {_PARTNER} FROM note AS n INDEXED BY note_topic
JOIN contact AS partner ON partner.id = n.contact_id
WHERE n.topic = 'visited' AND n.noted_on BETWEEN :since AND :until
ORDER BY n.noted_on, n.number"""

_THANKS = """
SELECT t.direction, count(*) AS count FROM thanks AS t INDEXED BY thanks_expressed
JOIN contact AS partner ON partner.id = t.contact_id
WHERE t.expressed_on BETWEEN :since AND :until {bears} GROUP BY t.direction"""
