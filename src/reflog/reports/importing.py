"""What an import would do to the ledger as it is now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from reflog.domain import grouped
from reflog.domain.cards.directory import OWN_UID, Directory, Person, Remembered, key_of
from reflog.domain.cards.plan import Options, Plan, Planner
from reflog.domain.cards.referrals import Referring, bare, name_of
from reflog.domain.contacts import ME, is_forgotten
from reflog.domain.names import FAIR_PART, fold, words_of
from reflog.domain.names.near import bones, skeleton
from reflog.domain.schema import SAID, SEVERAL, SINGLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflog.domain.cards.card import Reading

    Report = Callable[[int, int], object]
    from collections.abc import Iterable, Iterator

    from reflog.domain.cards.card import Card

    Row = Sequence[Any]


VCARD, OWN = "vcard", "reflog"
"""The sources of what reflog writes itself: its cards, and its table of contacts."""

_UID_DIGITS = 32


class Planned(NamedTuple):
    """A plan, and what it was made from.

    Attributes:
        directory: everyone it may concern.
        op: the latest command of the ledger when it was made.
    """

    plan: Plan
    directory: Directory
    op: int


def plan_import(
    door: Rows, readings: Sequence[Reading], options: Options, report: Report
) -> Planned:
    """Plan what the cards of these files will do.

    Args:
        door: the read door, or the write door inside its transaction.
        report: called with how many cards are planned, and of how many.
    """
    cards = [card for reading in readings for card in reading.cards]
    total = sum(len(reading.left) for reading in readings) + len(cards)
    directory = directory_for(door, cards)
    plan = Planner(directory, options).take_all(readings, lambda done: report(done, total))
    referred = [one.person for one in plan.outcomes if one.referrers]
    ids = [one.id for one in referred if one is not None and one.id is not None]
    Referring(plan, directory, introduced_to_me(door, ids)).introduce_all()
    return Planned(plan, directory, last_op(door))


CHUNK = 500
"""How many values a question asks for at once; SQLite takes 999 and more."""


class Rows(Protocol):
    """What answers queries: the read door, or the write door inside its transaction."""

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Sequence[Row]:
        """Return every row of a query."""


def last_op(door: Rows) -> int:
    """Return the id of the latest sealed op, which identifies the state being read."""
    found = door.rows("SELECT ifnull(max(id), 0) FROM op WHERE unsealed IS NULL")
    return int(found[0][0])


def directory_for(door: Rows, cards: Sequence[Card]) -> Directory:
    """Return everyone that these cards may be about, or may name as a referrer."""
    directory = Directory(_numbers(door))
    own = _own(door, cards)
    ids = _ids_of(door, cards, directory)
    for chunk in _chunks(sorted(ids.union(own))):
        for person in _people(door, chunk):
            directory.enter(person)
            for place in own.get(person.id or 0, ()):
                directory.note_own(*place, person)
    return directory


def _own(door: Rows, cards: Sequence[Card]) -> dict[int, list[tuple[str, str]]]:
    """Return who is meant by cards that reflog wrote: by their uid, or their handle in a table."""
    uids = {bytes.fromhex(uid): card.key or "" for card in cards if (uid := _own_uid(card))}
    handles = {card.key for card in cards if card.source == OWN and card.key}
    with_uids = _asked(door, "SELECT id, uid FROM contact WHERE uid IN ({})", uids)
    with_handles = _asked(door, "SELECT id, handle FROM contact WHERE handle IN ({})", handles)
    return grouped(
        (
            *((number, (VCARD, uids[bytes(uid)])) for number, uid in with_uids),
            *((number, (OWN, handle)) for number, handle in with_handles),
        )
    )


def _own_uid(card: Card) -> str | None:
    """Return the hexadecimal digits of a UID as reflog writes them."""
    key = card.key if card.source == VCARD else None
    if key is None or not key.startswith(OWN_UID):
        return None
    digits = key.removeprefix(OWN_UID).replace("-", "")
    is_whole = len(digits) == _UID_DIGITS and set(digits) <= set("0123456789abcdef")
    return digits if is_whole else None


def introduced_to_me(door: Rows, prospects: Iterable[int]) -> set[tuple[int, int]]:
    """Return the ids of introducer and prospect of each introduction of these people to me."""
    sql = (
        "SELECT introducer_id, prospect_id FROM introduction "
        "WHERE provider_id = ? AND prospect_id IN ({})"
    )
    return {(row[0], row[1]) for row in _asked(door, sql, sorted(set(prospects)), ME)}


def _numbers(door: Rows) -> partial[str | None]:
    """Return how numbers are read: those without a country are of the one my own is of."""
    from reflog.formats.phones import e164, region_of

    mine = door.rows(
        "SELECT e164 FROM contact_phone WHERE contact_id = ? AND e164 IS NOT NULL ORDER BY id",
        (ME,),
    )
    return partial(e164, region=region_of(mine[0][0]) if mine else None)


def _ids_of(door: Rows, cards: Sequence[Card], directory: Directory) -> set[int]:
    found = {row[0] for row in door.rows("SELECT id FROM contact LIMIT ?", (CHUNK + 1,))}
    if len(found) <= CHUNK:  # to ask for so few would take longer than to read them
        return found
    names = {card.name for card in cards}
    named = {referrer for card in cards for referrer in card.referred_by}
    folded = {fold(name) for name in names | set(map(name_of, named))}
    emails = {fold(email) for card in cards for email in card.emails}
    emails |= {fold(referrer) for referrer in named if "@" in referrer}
    phones = {directory.sameness("phones", phone) for card in cards for phone in card.phones}
    of_files = grouped((card.source, key_of(card)) for card in cards)
    by_key = "SELECT contact_id FROM contact_card WHERE source = ? AND key IN ({})"
    return set().union(
        _ids(door, "SELECT id FROM contact WHERE folded IN ({})", folded),
        _ids(door, "SELECT contact_id FROM contact_alias WHERE folded IN ({})", folded),
        _ids(door, "SELECT contact_id FROM contact_email WHERE folded IN ({})", emails),
        _ids(door, "SELECT contact_id FROM contact_phone WHERE e164 IN ({})", phones),
        _ids(door, "SELECT contact_id FROM contact_phone WHERE phone IN ({})", phones),
        *(_ids(door, by_key, set(keys), source) for source, keys in of_files.items()),
        _begun(door, {bare(name_of(referrer)) for referrer in named}),
        _near(door, names | named),
    )


def _begun(door: Rows, referrers: set[str]) -> set[int]:
    """Return everyone whom the name of a referrer may mean: by a handle, a word, its beginning."""
    words = [several for name in referrers if (several := words_of(name))]
    handles = {fold(name) for name in referrers}
    found = _ids(door, "SELECT id FROM contact WHERE handle IN ({})", handles)
    lasts = {several[-1] for several in words}
    found |= _ids(door, "SELECT contact_id FROM name_word WHERE word IN ({})", lasts)
    begins = "SELECT contact_id FROM name_word WHERE word >= ? AND word < ? LIMIT ?"
    for word in {several[0] for several in words if len(several) == 1}:
        if len(word) >= FAIR_PART:
            found |= {row[0] for row in door.rows(begins, (word, f"{word}\U0010ffff", CHUNK))}
    return found


def _near(door: Rows, names: set[str]) -> set[int]:
    """Return everyone with a name that may be near one of these."""
    wanted = {skeleton(name) for name in names} - {""}
    like = {part for one in wanted for part in one.split()}
    known = door.rows("SELECT DISTINCT word FROM name_word") if like else ()
    words = {word for (word,) in known if bones(word) in like}
    sql = (
        "SELECT id, name FROM contact WHERE id IN "
        "(SELECT contact_id FROM name_word WHERE word IN ({}))"
    )
    return {row[0] for row in _asked(door, sql, words) if skeleton(row[1]) in wanted}


def _people(door: Rows, ids: Sequence[int]) -> Iterator[Person]:
    people: dict[int, Person] = {}
    columns = f"id, handle, name, {', '.join(SINGLE)}"
    for row in _asked(door, f"SELECT {columns} FROM contact WHERE id IN ({{}})", ids):
        number, handle, name, *values = row
        if is_forgotten(name, handle):
            continue
        person = people[number] = Person(name, number, handle)
        person.values.update(_given(SINGLE, values))
    for field, kept in SEVERAL.items():
        sql = (
            f"SELECT contact_id, {kept.column}, {kept.same} FROM {kept.table} "
            "WHERE contact_id IN ({}) ORDER BY contact_id, id"
        )
        for contact_id, value, same in _asked(door, sql, ids):
            if contact_id in people:
                people[contact_id].keep(field, same or value, value)
    columns = f"contact_id, id, source, key, {', '.join(SAID)}"
    sql = f"SELECT {columns} FROM contact_card WHERE contact_id IN ({{}}) ORDER BY id"
    for contact_id, number, source, key, *said in _asked(door, sql, ids):
        if contact_id in people:
            people[contact_id].cards[source, key] = Remembered(number, _given(SAID, said))
    yield from people.values()


def _given(names: Iterable[str], values: Iterable[Any]) -> dict[str, Any]:
    pairs = zip(names, values, strict=True)
    return {name: value for name, value in pairs if value is not None}


def _ids(door: Rows, sql: str, values: Iterable[Any], *first: object) -> set[int]:
    return {row[0] for row in _asked(door, sql, values, *first)}


def _asked(door: Rows, sql: str, values: Iterable[Any], *first: object) -> Iterator[Row]:
    """Yield the rows for all values, asked for in parts."""
    for chunk in _chunks(list(values)):
        marks = ", ".join("?" * len(chunk))
        yield from door.rows(sql.format(marks), (*first, *chunk))


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
