"""Balances: what went to and fro between me and each partner."""

from __future__ import annotations

from reflog.domain.contacts import ME
from reflog.domain.money import Money, total
from reflog.domain.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.reader import Reader


class Balance(Record):
    """How it stands with a partner (FIELD.md, rule 8).

    Attributes:
        given: introductions I made with them as provider, leads aside.
        received: introductions they made with me as provider, leads aside.
        given_business, received_business: what came of those, one sum per currency.
        thanks_owed: open follow-ups to thank them.
        ahead: who has made more introductions: me, them or even.
    """

    contact: str
    contact_name: str
    contact_id: int
    given: int
    received: int
    given_business: tuple[Money, ...]
    received_business: tuple[Money, ...]
    thanks_given: int
    thanks_received: int
    thanks_owed: int
    ahead: str


# An introduction of mine never has me as its provider: no introduction is both.
_COUNTED = """counted AS (
  SELECT number, 'given' AS direction, provider_id AS contact_id FROM introduction
  WHERE introducer_id = :me AND stage <> 'lead' AND made_on >= :since
  UNION ALL
  SELECT number, 'received', introducer_id FROM introduction
  WHERE provider_id = :me AND stage <> 'lead' AND made_on >= :since)"""

_TALLY = """tally AS (
  SELECT contact_id, direction AS what FROM counted
  UNION ALL
  SELECT contact_id, 'thanks_' || direction FROM thanks WHERE expressed_on >= :since
  UNION ALL
  SELECT contact_id, 'thanks_owed' FROM follow_up WHERE status = 'open' AND purpose = 'thank')"""

_COUNTS = ("given", "received", "thanks_given", "thanks_received", "thanks_owed")
_COUNT_COLUMNS = ", ".join(f"count(*) FILTER (WHERE what = '{one}') AS {one}" for one in _COUNTS)


def balance(reader: Reader, since: str | None = None) -> list[Balance]:
    """Return how it stands with every partner, the greatest difference first, then by name.

    Args:
        reader: an open read door.
        since: count from this day on, ISO: introductions made, business closed on them,
            thanks expressed. Thanks owed are always those of now.
    """
    return _balances(reader, "contact AS c JOIN tally ON tally.contact_id = c.id", since)


def balance_of(reader: Reader, contact_id: int, since: str | None = None) -> Balance:
    """Return how it stands with one person, zeros where nothing went to and fro."""
    one = "(SELECT * FROM contact WHERE id = :contact) AS c"
    joined = f"{one} LEFT JOIN (SELECT * FROM tally WHERE contact_id = :contact) AS tally"
    return _balances(reader, joined, since, contact_id)[0]


def _balances(
    reader: Reader, people: str, since: str | None, contact_id: int | None = None
) -> list[Balance]:
    values = {"me": ME, "since": since or "", "contact": contact_id}
    rows = reader.rows(
        f"WITH {_COUNTED}, {_TALLY} SELECT c.id, c.handle, c.name, {_COUNT_COLUMNS} "
        f"FROM {people} GROUP BY c.id ORDER BY abs("
        "count(*) FILTER (WHERE what = 'given') - count(*) FILTER (WHERE what = 'received')"
        ") DESC, c.folded, c.handle",
        values,
    )
    business: dict[tuple[int, str], list[Money]] = {}
    for row in reader.rows(
        f"WITH {_COUNTED} SELECT contact_id, direction, amount, currency "
        "FROM counted JOIN business ON about_id = counted.number "
        "WHERE closed_on >= :since AND (:contact IS NULL OR contact_id = :contact)",
        values,
    ):
        money = Money(minor=row["amount"], currency=row["currency"])
        business.setdefault((row["contact_id"], row["direction"]), []).append(money)
    return [
        Balance(
            contact=row["handle"],
            contact_name=row["name"],
            contact_id=row["id"],
            given_business=tuple(total(business.get((row["id"], "given"), ()))),
            received_business=tuple(total(business.get((row["id"], "received"), ()))),
            ahead=_ahead(row["given"], row["received"]),
            **{count: row[count] for count in _COUNTS},
        )
        for row in rows
    ]


def _ahead(given: int, received: int) -> str:
    if given == received:
        return "even"
    return "me" if given > received else "them"
