"""Balances: what went back and forth between me and each partner."""

from __future__ import annotations

from reflog.domain import Many
from reflog.domain.contacts import ME
from reflog.domain.entries import Money
from reflog.domain.introductions import Balance, ahead

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from reflog.storage import Reader


# An introduction of mine never has me as its provider: no introduction is both. The plus
# signs keep SQLite from going through all that is mine: the rest of the row tells sooner.
_GIVEN = "FROM introduction WHERE +introducer_id = :me AND stage <> 'lead'"
_RECEIVED = "FROM introduction WHERE {plus}provider_id = :me AND stage <> 'lead'"

# Each sum of business is a text, so that very many take little room: given USD 25 0.
_TALLY = """tally (contact_id, given, received, thanks_given, thanks_received, thanks_owed,
    business) AS (
  SELECT provider_id, count(*), 0, 0, 0, 0, NULL {given} AND +made_on >= :since{to}
  GROUP BY provider_id
  UNION ALL
  SELECT introducer_id, 0, count(*), 0, 0, 0, NULL {received} AND made_on >= :since{by}
  GROUP BY introducer_id
  UNION ALL
  SELECT contact_id, 0, 0, sum(direction = 'given'), sum(direction = 'received'), 0, NULL
  FROM thanks WHERE expressed_on >= :since{with} GROUP BY contact_id
  UNION ALL
  SELECT contact_id, 0, 0, 0, 0, count(*), NULL
  FROM follow_up WHERE status = 'open' AND purpose = 'thank'{with} GROUP BY contact_id
  UNION ALL
  SELECT contact_id, 0, 0, 0, 0, 0,
    group_concat(direction || ' ' || currency || ' ' || whole || ' ' || rest)
  FROM ({business} ORDER BY contact_id, direction, currency) GROUP BY contact_id)"""

_SUMMED = (
    "made.contact_id AS contact_id, direction, currency, sum(amount / :part) AS whole, "
    "sum(amount % :part) AS rest"
)

_BUSINESS_WITH_ONE = f"""SELECT {_SUMMED} FROM (
  SELECT number, 'given' AS direction, provider_id AS contact_id {{given}}{{to}}
  UNION ALL
  SELECT number, 'received', introducer_id {{received}}{{by}}
) AS made JOIN business AS b ON b.about_id = made.number WHERE closed_on >= :since
GROUP BY made.contact_id, direction, currency"""

# Both tables from end to end, side by side, cost less than looking up what is mine.
_BUSINESS_WITH_ALL = f"""SELECT {_SUMMED} FROM (
  SELECT b.amount, b.currency, iif(i.introducer_id = :me, 'given', 'received') AS direction,
    iif(i.introducer_id = :me, i.provider_id, i.introducer_id) AS contact_id
  FROM business AS b NOT INDEXED CROSS JOIN introduction AS i ON i.number = b.about_id
  WHERE :me IN (i.introducer_id, i.provider_id) AND i.stage <> 'lead'
    AND b.closed_on >= :since) AS made
GROUP BY contact_id, direction, currency"""

_EVERYONE = {"to": "", "by": "", "with": "", "plus": ""}
_ONE = {
    "to": " AND provider_id = :contact",
    "by": " AND introducer_id = :contact",
    "with": " AND contact_id = :contact",
    "plus": "+",
}

PART = 10**9
"""Sums are taken of the parts of amounts, since a sum may be greater than SQLite can hold."""

_COUNTS = ("given", "received", "thanks_given", "thanks_received", "thanks_owed")
_DIFFERENCE = "ifnull(sum(given), 0) - ifnull(sum(received), 0)"
_SUMS = ", ".join(f"ifnull(sum({one}), 0) AS {one}" for one in _COUNTS)


def balance(reader: Reader, since: str | None = None) -> Collection[Balance]:
    """Return the balance with every partner, the greatest difference first, then by name.

    Args:
        since: a day, ISO. Only introductions made since then count, but business and thanks since
            then about introductions of any age. Thanks owed are always those of now.
    """
    return _balances(reader, "tally JOIN contact AS c ON c.id = tally.contact_id", since)


def balance_of(reader: Reader, contact_id: int, since: str | None = None) -> Balance:
    """Return the balance with one person; all zeros if there was nothing."""
    joined = "(SELECT * FROM contact WHERE id = :contact) AS c LEFT JOIN tally"
    return next(iter(_balances(reader, joined, since, contact_id)))


def _balances(
    reader: Reader, people: str, since: str | None, contact_id: int | None = None
) -> Collection[Balance]:
    narrowed = _EVERYONE if contact_id is None else _ONE
    business = _BUSINESS_WITH_ALL if contact_id is None else _BUSINESS_WITH_ONE
    parts = {**narrowed, "given": _GIVEN, "received": _RECEIVED.format(**narrowed)}
    tally = _TALLY.format(**parts, business=business.format(**parts))
    rows = reader.rows(
        f"WITH {tally} SELECT c.id, c.handle, c.name, {_SUMS}, max(tally.business) "
        f"FROM {people} GROUP BY c.id ORDER BY abs({_DIFFERENCE}) DESC, c.folded, c.handle",
        {"me": ME, "since": since or "", "contact": contact_id, "part": PART},
    )
    return Many(_balance_of, rows)


def _balance_of(row: tuple[Any, ...]) -> Balance:
    number, handle, name, given, received, thanks_given, thanks_received, owed, business = row
    sums: dict[str, list[Money]] = {}
    for one in business.split(",") if business else ():
        direction, currency, whole, rest = one.split(" ")
        minor = int(whole) * PART + int(rest)
        sums.setdefault(direction, []).append(Money(minor=minor, currency=currency))
    return Balance(
        contact=handle,
        contact_name=name,
        contact_id=number,
        given=given,
        received=received,
        given_business=tuple(sums.get("given", ())),
        received_business=tuple(sums.get("received", ())),
        thanks_given=thanks_given,
        thanks_received=thanks_received,
        thanks_owed=owed,
        ahead=ahead(given, received),
    )
