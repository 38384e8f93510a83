"""Who can help with a need, found through the search index, with the points for each.

Everyone with a word similar to one of the need's is looked at, along indexes of introductions: it
costs as much as there are such people, however many introductions the ledger has.
"""

from __future__ import annotations

from heapq import nsmallest

from reflog.domain import Record, grouped, matching, numbers_json, split
from reflog.domain.contacts import ME, is_forgotten
from reflog.domain.days import days_ago
from reflog.domain.facts import TOPICS, TWO_YEARS, Standing
from reflog.domain.introductions import OPEN_STAGES
from reflog.domain.matching import INTRODUCER, KNOWS, PROSPECT, PROVIDER, History, Match
from reflog.domain.names import search_text
from reflog.domain.schema import FIELDS, KIND
from reflog.reports import search, sheets
from reflog.storage.index import CODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from typing import Any

    from reflog.storage import Reader

    Places = dict[str, set[str]]
    """Where each word of a need was found."""

LATEST = 2000
"""Of the needs and offers with a word, so many are looked at, the latest."""

_FEW = 100
"""People who are looked at before all others, to see whether anybody is able."""


class Found(Record):
    """The people who fit a need.

    Attributes:
        matches: the first of them, in order.
        count, able: how many there are, and how many of them can help now.
    """

    matches: tuple[Match, ...]
    count: int
    able: int


class Matcher:
    """Finds who fits a need; what it has read of people is kept for the next need."""

    def __init__(self, reader: Reader, today: date, days: Mapping[str, int]) -> None:
        self._reader = reader
        self._today = today
        self._days = days
        self._beyond_people = search.beyond_people(reader)
        self._found: dict[str, dict[int, set[str]]] = {}
        self._known: dict[int, _Known] = {}
        self._standings: dict[int, Standing] = {}

    def matches(
        self,
        text: str,
        *,
        limit: int,
        needed_by: int | None = None,
        role: str | None = None,
        but: Collection[int] = (),
    ) -> Found:
        """Return who fits a need: who can help now, who cannot, and who may know somebody.

        Whoever needs it never fits.
        """
        found = self._people(text, {ME, *but, *([needed_by] if needed_by else [])}, role)
        needing = self._reader.row(_NEEDING, {"id": needed_by})
        return self._first([_Hit(self._known[one], some, needing) for one, some in found], limit)

    def pay_backs(self, text: str, to: int, *, limit: int, role: str | None = None) -> Found:
        """Return people who fit what somebody wants and whom I have not introduced to them yet."""
        values = {"to": to, **self._values()}
        already = {row["id"] for row in self._reader.rows(_INTRODUCED_TO, values)}
        found = self._people(text, {ME, to, *already}, role)
        fitting = [one for one in found if _without_knows(one[1])]
        values = {"ids": numbers_json(one for one, _some in fitting), "me": ME}
        last = {row["id"]: row["last_on"] for row in self._reader.rows(_BROUGHT, values)}
        hits = [_Hit(self._known[one], some, last=last) for one, some in fitting]
        return self._first(hits, limit)

    def _first(self, hits: Sequence[_Hit], limit: int) -> Found:
        return Found(
            matches=tuple(
                hit.match(self._reader) for hit in nsmallest(limit, hits, key=lambda hit: hit.place)
            ),
            count=len(hits),
            able=sum(hit.is_able for hit in hits),
        )

    def is_served(self, text: str, but: Collection[int]) -> bool:
        """Return whether somebody can help with a need; it stops at the first.

        Words as typed are looked for first, which costs less than all similar words.
        """
        words = matching.words(text)
        for ending in ("", "*"):
            for word in words:
                values = self._query(matching.stem(word) if ending else word, ending)
                values |= {} if ending else {"latest": _FEW}
                for sql in _EACH:
                    rows = self._reader.rows(sql if ending else f"{sql} LIMIT {_FEW}", values)
                    people = {row["id"] for row in rows if row["place"] != KNOWS}
                    if any(one not in but for one in self._able(people)):
                        return True
        return False

    def people_with(self, text: str, places: Collection[str]) -> set[int]:
        """Return everyone who has a word similar to one of the text's in one of the places."""
        return {
            person
            for word in matching.words(text)
            for person, found in self._with(word).items()
            if not found.isdisjoint(places)
        }

    def _able(self, people: Collection[int]) -> list[int]:
        """Return those of some people to whom somebody can be sent now."""
        fresh = [one for one in people if one != ME and one not in self._standings]
        self._standings |= sheets.standings(self._reader, fresh, self._today, self._days["stale"])
        return [one for one in people if one != ME and self._standings[one].not_now is None]

    def _people(
        self, text: str, but: Collection[int], role: str | None
    ) -> list[tuple[int, Places]]:
        """Return everyone with a word like one of a need, and where each word was found."""
        found: dict[int, Places] = {}
        for word in matching.words(text):
            for person, places in self._with(word).items():
                if person not in but:
                    found.setdefault(person, {})[word] = places
        self._learn(found)
        return [
            (person, places)
            for person, places in found.items()
            if not self._known[person].is_forgotten
            and (role is None or self._known[person].row["role"] == role)
        ]

    def _with(self, word: str) -> dict[int, set[str]]:
        """Return everyone with a word like this one, and where."""
        if word not in self._found:
            rows = self._reader.rows(_FOUND, self._query(matching.stem(word), "*"))
            places = grouped((person, place) for person, place in rows)
            self._found[word] = {person: set(some) for person, some in places.items()}
        return self._found[word]

    def _query(self, word: str, ending: str) -> dict[str, object]:
        """Return what the index is asked for a word, or with * for the beginning of one."""
        return {
            "query": f'"{search_text(word)}"{ending}',
            "people": self._beyond_people,
            "latest": LATEST,
            "me": ME,
        }

    def _learn(self, people: Iterable[int]) -> None:
        """Read what is known of people, all at once, where it was not read before."""
        ids = [person for person in people if person not in self._known]
        if not ids:
            return
        values = {"ids": numbers_json(ids), **self._values()}
        standings = sheets.standings(self._reader, ids, self._today, self._days["stale"])
        facts = grouped((row["id"], row) for row in self._reader.rows(_FACTS, values))
        counted: dict[int, dict[str, Any]] = {person: {} for person in ids}
        for sql in (_GIVEN, _OPEN):
            for row in self._reader.rows(sql, values):
                counted[row["id"]] |= dict(row)
        for row in self._reader.rows(_PEOPLE, values):
            one, counts = row["contact_id"], {**counted[row["contact_id"]], **dict(row)}
            history = History(**{name: counts[name] for name in History.fields if name in counts})
            self._known[one] = _Known(row, standings[one], history, facts.get(one, ()))

    def _values(self) -> dict[str, object]:
        """Return me, and the days from which on introductions count."""
        return {
            "me": ME,
            "since": days_ago(self._today, TWO_YEARS),
            "lately": days_ago(self._today, self._days["stale"]),
            "long": days_ago(self._today, self._days["outcome"]),
        }


class _Known:
    """What is known of somebody who may be a match, whatever the need."""

    __slots__ = ("is_forgotten", "row", "scores", "standing", "wants")

    def __init__(
        self, row: sqlite3.Row, standing: Standing, history: History, facts: Sequence[sqlite3.Row]
    ) -> None:
        self.row = row
        self.is_forgotten = is_forgotten(row["contact_name"], row["contact"])
        self.standing = standing
        self.wants = [fact["text"] for fact in facts if fact["topic"] == "wants"]
        self.scores = (
            matching.trust(standing.trust, {fact["topic"] for fact in facts}),
            matching.room(standing.room, history),
            matching.track(history),
            matching.owed(history),
        )


class _Hit:
    """Somebody who was found for a need: their place in the order, and the match they are."""

    __slots__ = ("_fit", "_known", "_last_on", "_not_now", "_part", "_places", "place")

    def __init__(
        self,
        known: _Known,
        places: Places,
        needing: sqlite3.Row | None = None,
        last: Mapping[int, str | None] | None = None,
    ) -> None:
        fitting = _without_knows(places)
        self._part = PROSPECT if last is not None else PROVIDER if fitting else INTRODUCER
        self._known = known
        self._last_on = known.row["last_on"] if last is None else last[known.row["contact_id"]]
        not_now = known.standing.not_now
        self._not_now = not_now if self._part == PROVIDER or not_now == "out" else None
        wanted = None
        if fitting and needing is not None:
            theirs = (needing["profession"], needing["company"], *split(needing["tags"]))
            wanted = needing["name"] if matching.are_alike(theirs, known.wants) else None
        self._places = fitting or places
        self._fit = matching.fit(self._places, wanted)
        points = self._fit.points + sum(score.points for score in self._others)
        names = known.row["folded"], known.row["contact"]
        self.place = matching.place(self._part, self._not_now, points, self._last_on, *names)

    @property
    def is_able(self) -> bool:
        """They can help, and now."""
        return self._part != INTRODUCER and self._not_now is None

    @property
    def _others(self) -> tuple[matching.Score, ...]:
        """The points beside the fit, which are those of who does the work."""
        return self._known.scores if self._part == PROVIDER else ()

    def match(self, reader: Reader) -> Match:
        """Return the match, with its reasons; what was found is quoted as it is written."""
        known = self._known
        quoted = _words_of(reader, known.row["contact_id"], matching.best_places(self._places))
        points = dict.fromkeys(("trust", "room", "track", "owed"))
        points |= {part: score.points for part, score in zip(points, self._others, strict=False)}
        why = matching.why_not(known.standing) if self._not_now else None
        return Match.from_row(
            known.row,
            part=self._part,
            not_now=self._not_now,
            fit=self._fit.points,
            **points,
            reasons=(
                *([why] if why else []),
                *self._fit.reasons_quoting(quoted),
                *(reason for score in self._others for reason in score.reasons),
            ),
            last_on=self._last_on,
        )


def _words_of(reader: Reader, person: int, places: Mapping[str, str]) -> dict[str, str]:
    """Return for each word of a need, with its place, the one that was found, if it is another."""
    found = {}
    for word, place in places.items():
        sql = _FACT_OF if place in TOPICS else _TEXTS[place]
        rows = reader.rows(sql, {"id": person, "place": place, "me": ME})
        like = next(filter(None, (matching.like_in(row[0], word) for row in rows)), None)
        if like is not None:
            found[word] = like
    return found


def _without_knows(places: Places) -> Places:
    """Return where words were found that say what somebody does, not whom they know."""
    return {word: some for word, found in places.items() if (some := found - {KNOWS})}


_CONTACT = {field.code: field.name for field in FIELDS if field.name in matching.PLACES}
_TAG = next(field.code for field in FIELDS if field.name == "tags")
_NEED, _OFFER = (KIND["introduction"].texts[name] for name in ("need", "offer"))
_TEXT = KIND["note"].texts["text"]
_TOPICS = tuple(one for one in matching.PLACES if one in TOPICS)


_HIT = f"""search.rowid / {CODES} AS key, search.rowid % {CODES} AS code
  FROM search WHERE search MATCH :query"""

# The index of the search is asked for what may count alone, by the place of each text in it;
# the plus sign keeps SQLite from going through all that is mine.
_PLACE = " ".join(f"WHEN {code} THEN '{name}'" for code, name in _CONTACT.items())
_OF_INTRODUCTIONS = f"""
SELECT DISTINCT i.provider_id AS id, CASE told.code WHEN {_NEED} THEN 'need' ELSE 'offer' END
  AS place
FROM (SELECT {_HIT} AND search.rowid % {CODES} IN ({_NEED}, {_OFFER})
  ORDER BY search.rowid DESC LIMIT :latest) AS told
CROSS JOIN introduction AS i ON i.number = told.key
WHERE +i.introducer_id = :me AND i.stage NOT IN ('lead', 'declined', 'bad')"""
_OF_CONTACTS = f"""
SELECT key AS id, CASE code {_PLACE} END AS place FROM (SELECT {_HIT}
  AND search.rowid < :people AND search.rowid % {CODES} IN {tuple(_CONTACT)!r})"""
_OF_TAGS = f"""
SELECT t.contact_id AS id, 'tag' AS place FROM (SELECT {_HIT}
  AND search.rowid < :people AND search.rowid % {CODES} = {_TAG}) AS hit
CROSS JOIN contact_tag AS t ON t.id = hit.key"""
_OF_FACTS = f"""
SELECT n.contact_id AS id, n.topic AS place FROM (SELECT {_HIT}
  AND search.rowid % {CODES} = {_TEXT}) AS hit
CROSS JOIN note AS n ON n.number = hit.key WHERE n.topic IN {_TOPICS!r}"""
_EACH = (_OF_INTRODUCTIONS, _OF_CONTACTS, _OF_TAGS, _OF_FACTS)
_FOUND = " UNION ALL ".join(f"SELECT * FROM ({sql})" for sql in _EACH)

# One walk along what each was given in two years serves all counts of it.
_GIVEN = """
SELECT who.value AS id, sum(i.stage = 'won') AS won, sum(i.stage = 'bad') AS bad,
  sum(CASE i.stage WHEN 'declined' THEN i.stage_on >= :lately ELSE 0 END) AS declined,
  sum(CASE i.stage WHEN 'introduced' THEN i.stage_on < :long ELSE 0 END) AS waiting,
  sum(i.stage <> 'lead') AS given
FROM json_each(:ids) AS who CROSS JOIN introduction AS i INDEXED BY introduction_provider
  ON i.provider_id = who.value AND i.made_on >= :since AND i.introducer_id = :me
GROUP BY who.value"""

# What is open is few.
_OPEN = f"""
SELECT provider_id AS id, count(*) AS open FROM introduction INDEXED BY introduction_open
WHERE number > 0 AND stage IN {OPEN_STAGES!r} AND introducer_id = :me
  AND provider_id IN (SELECT value FROM json_each(:ids))
GROUP BY provider_id"""

_PEOPLE = f"""
SELECT c.id AS contact_id, c.handle AS contact, c.name AS contact_name, c.folded, c.role,
  {sheets.RECEIVED} AS received,
  EXISTS (SELECT 1 FROM follow_up INDEXED BY follow_up_owed
    WHERE contact_id = c.id AND status = 'open' AND purpose = 'pay-back') AS pay_back,
  (SELECT i.made_on FROM introduction AS i INDEXED BY introduction_provider
    WHERE i.provider_id = c.id AND i.introducer_id = :me AND i.stage <> 'lead'
    ORDER BY i.made_on DESC LIMIT 1) AS last_on
FROM json_each(:ids) AS who CROSS JOIN contact AS c ON c.id = who.value"""

_FACTS = f"""
SELECT n.contact_id AS id, n.topic, n.text
FROM json_each(:ids) AS who CROSS JOIN note AS n INDEXED BY note_fact
  ON n.contact_id = who.value AND n.topic IN {(*matching.EVIDENCE, "wants")!r}"""

_FACT_OF = "SELECT text FROM note WHERE contact_id = :id AND topic = :place ORDER BY number DESC"
_OF_CONTACT = "SELECT {0} FROM contact WHERE id = :id AND {0} IS NOT NULL"
_OF_MINE = """
SELECT {0} FROM introduction WHERE provider_id = :id AND introducer_id = :me AND {0} IS NOT NULL
ORDER BY made_on DESC"""
_TEXTS = {
    "tag": "SELECT tag FROM contact_tag WHERE contact_id = :id",
    **{name: _OF_CONTACT.format(name) for name in _CONTACT.values()},
    **{name: _OF_MINE.format(name) for name in ("need", "offer")},
}
"""Where the words found in each place stand, as they are written there."""

_NEEDING = "SELECT name, profession, company, tags FROM contact_view WHERE id = :id"

_BROUGHT = """
SELECT who.value AS id, (SELECT i.made_on FROM introduction AS i INDEXED BY introduction_prospect
  WHERE i.prospect_id = who.value AND i.introducer_id = :me AND i.stage <> 'lead'
  ORDER BY i.made_on DESC LIMIT 1) AS last_on
FROM json_each(:ids) AS who"""

# Either may have been the one to help.
_INTRODUCED_TO = """
SELECT prospect_id AS id FROM introduction INDEXED BY introduction_provider
WHERE provider_id = :to AND made_on >= :since AND introducer_id = :me
UNION
SELECT provider_id FROM introduction INDEXED BY introduction_prospect
WHERE prospect_id = :to AND made_on >= :since AND introducer_id = :me"""
