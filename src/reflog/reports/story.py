"""The story of the ledger: what happened, newest first."""

from __future__ import annotations

from datetime import date

from reflog.domain import Record, facts
from reflog.domain.contacts import ME
from reflog.domain.entries import Money
from reflog.domain.follow_ups import VIA_WORDS, in_past
from reflog.domain.introductions import told
from reflog.domain.money import money_text
from reflog.domain.schema import KIND
from reflog.reports.entries import ABOUT_DAYS, follow_up_of, party_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection

    from reflog.storage import Reader


class Event(Record):
    """Something that happened.

    Attributes:
        id: the ledger number; for a stage, that of its introduction.
        kind: the kind of entry it comes from.
        contacts: the handles of its people.
        text: a sentence with full names, told by me.
        step: the change of stage that it is; 0 for the entry itself.
    """

    id: int
    kind: str
    on: str
    contacts: tuple[str, ...]
    text: str
    step: int = 0


class _Source(Record):
    """How one kind of event is read.

    Attributes:
        kind: the kind of entry.
        rows: selects id, step and what the sentence needs of the rows with the wanted `:keys`.
        table, key, day, number: where the keys are picked.
        whose: the condition that picks the entries of one person.
        text: makes the sentence.
    """

    kind: str
    rows: str
    table: str
    key: str = "number"
    day: str
    number: str = "number"
    whose: str = "contact_id = :contact"
    condition: str = "1"
    text: Callable[[sqlite3.Row], str]


def page(
    reader: Reader,
    *,
    contact_id: int | None = None,
    since: str | None = None,
    after: Event | None = None,
    limit: int | None = None,
) -> list[Event]:
    """Return what happened, newest first.

    Events are sorted by day, then ledger number, then stage. Open and dropped follow-ups are not
    events, nor are those settled by thanks or a one-to-one, which are events themselves.

    Args:
        after: the last event already shown; None to start.
    """
    picked = reader.rows(
        _picks(contact_id, since, after),
        {
            "contact": contact_id,
            "since": since or "",
            "limit": -1 if limit is None else limit,
            **(vars(after) if after else {}),
        },
    )
    found: dict[tuple[int, int, int], Event] = {}
    for number, source in enumerate(_SOURCES):
        keys = ",".join(str(row["key"]) for row in picked if row["source"] == number)
        for row in reader.rows(source.rows, {"keys": f"[{keys}]"}) if keys else ():
            found[number, row["id"], row["step"]] = _event_of(source, row)
    return [found[row["source"], row["id"], row["step"]] for row in picked]


def latest(
    reader: Reader, contact_id: int, shown: Collection[int], limit: int
) -> tuple[list[Event], int]:
    """Return the latest events with a person, and how many more there are.

    Of entries that are `shown` elsewhere, only changes of stage are events here.
    """
    found: list[Event] = []
    after = None
    while len(found) < limit:
        events = page(reader, contact_id=contact_id, after=after, limit=10 * limit)
        if not events:
            break
        found += (one for one in events if one.step or one.id not in shown)
        after = events[-1]
    del found[limit:]
    sql = f"SELECT count(*) FROM ({_picks(contact_id, None, None)})"
    count = reader.value(sql, {"contact": contact_id, "limit": -1})
    return found, count - len(shown) - len(found)


def _picks(contact_id: int | None, since: str | None, after: Event | None) -> str:
    """Return the query for the keys of what is wanted, newest first, whatever its kind."""
    parts = []
    for number, source in enumerate(_SOURCES):
        step = source.key if source.key != source.number else "0"
        conditions = [source.condition]
        if contact_id is not None:
            conditions.append(source.whose)
        if since is not None:
            conditions.append(f"{source.day} >= :since")
        if after is not None:
            conditions.append(
                f"{source.day} <= :on AND ({source.day} < :on OR {source.number} < :id "
                f"OR {source.number} = :id AND {step} < :step)"
            )
        parts.append(
            f"SELECT * FROM (SELECT {number} AS source, {source.key} AS key, {source.day} AS day, "
            f"{source.number} AS id, {step} AS step FROM {source.table} "
            f"WHERE {' AND '.join(conditions)} ORDER BY day DESC, id DESC, step DESC LIMIT :limit)"
        )
    return (
        f'SELECT source, key, day AS "on", id, step FROM ({" UNION ALL ".join(parts)}) '
        "ORDER BY day DESC, id DESC, step DESC LIMIT :limit"
    )


def _event_of(source: _Source, row: sqlite3.Row) -> Event:
    columns = row.keys()
    is_with_one = "contact" in columns and row["contact"] is not None
    parties = ("contact",) if is_with_one else ("introducer", "provider", "prospect")
    return Event(
        id=row["id"],
        kind=source.kind,
        on=row["on"],
        contacts=tuple(dict.fromkeys(row[party] for party in parties)),
        text=source.text(row),
        step=row["step"],
    )


def _introduced(row: sqlite3.Row) -> str:
    people = [party_of(row, party) for party in ("introducer", "provider", "prospect")]
    return told(*people, own_custom=_is_own_custom(row), lead=bool(row["was_lead"]))


def _came_to(row: sqlite3.Row) -> str:
    why = row["why"] if row["is_present"] and row["reached"] in _WITH_WHY else None
    provider, prospect = party_of(row, "provider"), party_of(row, "prospect")
    pair = "me" if row["reached"] == "bad" else "I"
    said = _CAME_TO[row["reached"]].format(
        pair=_both(provider, prospect, pair),
        provider=provider or "I",
        prospect=prospect or "me",
    )
    return f"{said}: {why}" if why else said


def _brought_business(row: sqlite3.Row) -> str:
    money = money_text(Money.from_row(row))
    if row["contact"] is not None:
        return _with_note(f"{money} from {row['contact_name']}", row)
    provider, prospect = party_of(row, "provider") or "me", party_of(row, "prospect") or "me"
    return _with_note(f"{money}: {provider}, from {prospect}", row)


def _thanked(row: sqlite3.Row) -> str:
    given = row["direction"] == "given"
    text = f"thanked {row['contact_name']}" if given else f"{row['contact_name']} thanked me"
    if row["about"] is not None:
        text += _for_whom(row)
    via = f" {VIA_WORDS[row['via']]}" if row["via"] else ""
    return _with_note(text + via, row)


def _for_whom(row: sqlite3.Row) -> str:
    """Name the people the introduction brought, other than me and the one thanked."""
    others = [
        row[f"{side}_name"]
        for side in ("provider", "prospect")
        if row[f"{side}_id"] not in {ME, row["contact_id"]}
    ]
    if others and not _is_own_custom(row):
        return f" for {' and '.join(others)}"
    thanked = row["contact_id"] if row["direction"] == "given" else ME
    if _is_own_custom(row) and row["introducer_id"] == thanked:
        return " for my business" if thanked == ME else " for their business"
    return ""


def _done(row: sqlite3.Row) -> str:
    follow_up = follow_up_of(row, date.fromisoformat(row["done_on"]))
    said, name = in_past(follow_up.purpose, follow_up.what), party_of(row, "contact")
    if follow_up.purpose == "other":  # my own words, which may not name the person
        said = f"done: {said}" if name is None or name in said else f"done: {said} ({name})"
    return _with_note(said, row)


def _met(row: sqlite3.Row) -> str:
    return _with_note(f"met {row['contact_name']}", row)


def _noted(row: sqlite3.Row) -> str:
    name = party_of(row, "contact")
    if row["topic"] is not None:
        return facts.sentence(row["topic"], name, row["note"], row["until"])
    return _with_note(name or "me", row)


def _both(provider: str | None, prospect: str | None, me: str) -> str:
    """Name both sides, me last: Ann Berg and I."""
    first, last = (prospect, None) if provider is None else (provider, prospect)
    return f"{first} and {last or me}"


def _is_own_custom(row: sqlite3.Row) -> bool:
    return bool(row["introducer_id"] == row["prospect_id"])


def _with_note(text: str, row: sqlite3.Row) -> str:
    return f"{text}: {row['note']}" if row["note"] else text


_WITH_WHY = ("lost", "declined", "bad")

_CAME_TO = {
    "lead": "{pair}: a lead again",
    "introduced": "{pair} were introduced",
    "connected": "{pair} got in touch",
    "met": "{pair} met",
    "won": "{pair} did business",
    "lost": "{pair} did no business",
    "declined": "{provider} declined {prospect}",
    "bad": "it went badly between {pair}",
}


_PARTIES = """i.introducer_id, x.handle AS introducer, x.name AS introducer_name,
  i.provider_id, v.handle AS provider, v.name AS provider_name,
  i.prospect_id, p.handle AS prospect, p.name AS prospect_name"""
_JOINED = """introduction AS i JOIN contact AS x ON x.id = i.introducer_id
  JOIN contact AS v ON v.id = i.provider_id JOIN contact AS p ON p.id = i.prospect_id"""
# What was passed on as a lead stays that, whatever came of it (see `stages_of`).
_WAS_LEAD = """(i.stage = 'lead' OR EXISTS (SELECT 1 FROM stage_change
  WHERE introduction_id = i.number AND moved AND stage IN ('lead', 'introduced'))) AS was_lead"""
_A_PARTY = "(introducer_id = :contact OR provider_id = :contact OR prospect_id = :contact)"
_ITS_PARTY = f"IN (SELECT number FROM introduction WHERE {_A_PARTY})"
_PICKED = "IN (SELECT value FROM json_each(:keys))"

# Thanks and a one-to-one say themselves that what was owed is done.
_TOLD_ALREADY = """(purpose = 'thank' AND EXISTS (SELECT 1 FROM thanks AS t
    WHERE t.contact_id = follow_up.contact_id AND t.expressed_on = follow_up.done_on
    AND t.direction = 'given' AND t.about_id IS follow_up.about_id)
  OR purpose = 'one-to-one' AND EXISTS (SELECT 1 FROM one_to_one AS o
    WHERE o.contact_id = follow_up.contact_id AND o.held_on = follow_up.done_on))"""


def _source(kind: str, text: Callable[[sqlite3.Row], str], rows: str, **others: str) -> _Source:
    """Return how events of a kind are read, from its own table by its own day if not said."""
    of = KIND[kind]
    return _Source(kind=kind, text=text, rows=rows, **{"table": of.table, "day": of.day, **others})


_SOURCES = (
    _source(
        "introduction",
        _introduced,
        f'SELECT i.number AS id, i.made_on AS "on", 0 AS step, {_WAS_LEAD}, {_PARTIES} '
        f"FROM {_JOINED} WHERE i.number {_PICKED}",
        whose=_A_PARTY,
    ),
    # The reason that an introduction gives is that of its present stage.
    _source(
        "introduction",
        _came_to,
        'SELECT i.number AS id, s.reached_on AS "on", s.id AS step, s.stage AS reached, '
        "i.why, s.stage = i.stage AND NOT EXISTS (SELECT 1 FROM stage_change "
        "WHERE introduction_id = i.number AND id > s.id AND moved) AS is_present, "
        f"{_PARTIES} FROM {_JOINED} JOIN stage_change AS s ON s.introduction_id = i.number "
        f"WHERE s.id {_PICKED}",
        table="stage_change",
        key="id",
        day="reached_on",
        number="introduction_id",
        whose=f"introduction_id {_ITS_PARTY}",
        condition="moved AND stage <> 'lead'",
    ),
    _source(
        "follow-up",
        _done,
        f'SELECT e.*, {ABOUT_DAYS}, e.done_on AS "on", 0 AS step '
        f"FROM follow_up_view AS e WHERE e.id {_PICKED}",
        condition=f"status = 'done' AND NOT {_TOLD_ALREADY}",
    ),
    _source(
        "business",
        _brought_business,
        'SELECT b.number AS id, b.closed_on AS "on", 0 AS step, b.amount AS minor, b.currency, '
        f"b.note, c.handle AS contact, c.name AS contact_name, {_PARTIES} FROM business AS b "
        "LEFT JOIN contact AS c ON c.id = b.contact_id "
        f"LEFT JOIN ({_JOINED}) ON i.number = b.about_id WHERE b.number {_PICKED}",
        whose=f"(about_id {_ITS_PARTY} OR contact_id = :contact)",
    ),
    _source(
        "thanks",
        _thanked,
        "SELECT e.*, 0 AS step, i.introducer_id, i.provider_id, i.prospect_id, "
        "v.name AS provider_name, p.name AS prospect_name FROM thanks_view AS e "
        "LEFT JOIN introduction AS i ON i.number = e.about "
        "LEFT JOIN contact AS v ON v.id = i.provider_id "
        f"LEFT JOIN contact AS p ON p.id = i.prospect_id WHERE e.id {_PICKED}",
    ),
    _source(
        "one-to-one", _met, f"SELECT e.*, 0 AS step FROM one_to_one_view AS e WHERE e.id {_PICKED}"
    ),
    _source("note", _noted, f"SELECT e.*, 0 AS step FROM note_view AS e WHERE e.id {_PICKED}"),
)
