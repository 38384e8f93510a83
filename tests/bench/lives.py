"""Lives of introductions: lived once by the program itself, then told of other people.

Each life is a handful of commands that are run on a small ledger. What they leave in its
journal is taken as a mould: persons, numbers, days, texts and identities become gaps that are
filled anew for each introduction. So a large ledger holds what the program would have written.
"""

from __future__ import annotations

import itertools
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from commands import Commands
from reflog.storage import index, journal
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST_DAY = date(2020, 1, 6)
PEOPLE = {"V": "Vroomfa Ilkestad", "P": "Pandolu Ormskerry", "X": "Xubimet Garthwyn"}
"""Whom the lives are first lived with: provider, prospect, introducer."""

V, P, X = PEOPLE.values()
P_WITH_MAIL = f"{P} <pandolu-ormskerry@example.com>"
TEXTS = tuple(f"textq{n}q" for n in range(4))
T0, T1, T2, T3 = TEXTS
PHONE, E164, CITY, TRADE = "+43 1 7654321", "+4317654321", "Cityqq", "tradeqq"


@dataclass(frozen=True)
class Life:
    """What becomes of one introduction, as commands.

    Attributes:
        share: how many of a thousand introductions come to this.
        steps: the day, counted from the first, and what is typed on it.
        fresh: who comes into the ledger by it.
    """

    share: int
    steps: tuple[tuple[int, tuple[str, ...]], ...]
    fresh: str = ""


PARTNER = Life(
    share=0,
    steps=(
        (0, ("contact", "add", V, "--profession", TRADE, "--city", CITY, "--phone", PHONE,
             "--role", "partner", "--tag", "golf")),
        (0, ("note", V, "--", T0)),
        (9, ("met", V, "--", T1)),
        (9, ("know", V, "say", "--", T2)),
        (9, ("know", V, "wants", "--", T3)),
        (9, ("know", V, "does", TRADE)),
        (9, ("know", V, "room")),
        (9, ("know", V, "told")),
    ),
    fresh="V",
)  # fmt: skip
"""How a partner comes into the ledger."""

LIVES = (
    Life(  # given, won
        fresh="P",
        share=200,
        steps=(
            (
                0,
                (
                    "intro",
                    V,
                    P_WITH_MAIL,
                    "--need",
                    T0,
                    "--offer",
                    T1,
                    "--consent",
                    "--effort",
                    "call",
                ),
            ),
            (3, ("done", "2", T2, "--mark", "connected")),
            (4, ("done", "3", T3)),
            (18, ("done", "4", "--mark", "won", "--amount", "2500")),
            (20, ("done", "5")),
            (24, ("thanks", P, T0, "--received", "--for", "1")),
        ),
    ),
    Life(  # given to someone known, lost
        share=180,
        steps=(
            (0, ("intro", V, P, "--need", T0)),
            (4, ("done", "2", T1)),
            (6, ("done", "3", "--mark", "connected")),
            (9, ("mark", "1", "lost", "--why", T2)),
        ),
    ),
    Life(  # given, first a lead, then declined
        fresh="P",
        share=110,
        steps=(
            (0, ("intro", V, P_WITH_MAIL, "--no-consent", "--need", T0)),
            (2, ("done", "2", T1, "--mark", "introduced")),
            (6, ("done", "3")),
            (13, ("mark", "1", "declined", "--why", T2)),
            (14, ("done", "6", T3)),
        ),
    ),
    Life(  # received, won, kept in touch with
        fresh="P",
        share=60,
        steps=(
            (0, ("received", P_WITH_MAIL, "--from", X, "--need", T0)),
            (1, ("thanks", X, T1, "--via", "note")),
            (2, ("done", "4", T2, "--mark", "met")),
            (12, ("business", "1", "1800")),
            (13, ("thanks", X, "--via", "referral")),
            (27, ("done", "9", T3)),
            (102, ("done", "10", "--no-next")),
        ),
    ),
    Life(  # received of someone known, lost
        share=200,
        steps=(
            (0, ("received", P, "--from", X, "--need", T0)),
            (1, ("thanks", X, T1, "--via", "call")),
            (2, ("done", "4", T2)),
            (9, ("mark", "1", "lost", "--why", T3)),
            (10, ("done", "3")),
        ),
    ),
    Life(  # I am the prospect, and buy
        share=50,
        steps=(
            (0, ("intro", V, "me", "--by", X, "--need", T0)),
            (1, ("thanks", X, T1)),
            (4, ("mark", "1", "met")),
            (8, ("mark", "1", "won", "--amount", "900")),
            (11, ("thanks", X, T2, "--via", "referral")),
        ),
    ),
    Life(  # a partner's own custom
        share=50,
        steps=(
            (0, ("intro", "me", X, "--by", X)),
            (1, ("thanks", X, T0)),
            (5, ("mark", "1", "lost", "--why", T1)),
        ),
    ),
    Life(  # somebody else's, as I heard
        fresh="P",
        share=150,
        steps=(
            (0, ("intro", V, P_WITH_MAIL, "--by", X, "--note", T0)),
            (30, ("mark", "1", "won", "--amount", "4100")),
        ),
    ),
)

_DAY = r"\d{4}-\d\d-\d\d"
_ENTRIES = {"number", "about_id", "introduction_id"}
_PERSONS = {"contact_id", "introducer_id", "provider_id", "prospect_id", "at_fault_id"}
_SEQUENCES = {name for name, key in JOURNALED.items() if key == "id"} - {"contact"}

Gap = tuple[str, Any]
"""What fills a gap: its kind, and which one of that kind."""


@dataclass
class OpMould:
    """A command of a life: gaps of its journal."""

    at: int
    command: str
    summary: int
    changes: list[tuple[str, int, int, int]] = field(default_factory=list)


class Mould:
    """A life as its journal tells it, with gaps.

    Attributes:
        gaps: what is to be filled in, in order; each may be made of those before it.
        ops: the commands, with the places of their parts among the gaps.
        rows: by table, what fills each row's columns.
        texts: the places of the search index's row and text.
        entries, days, uids: how many of each it takes.
        sequences: how many rows of the tables with a number of their own.
        fresh: who comes into the ledger by it; `known`, who was there.
    """

    def __init__(self, life: Life, folder: Path) -> None:
        self.gaps: list[Gap] = []
        self.ops: list[OpMould] = []
        self.rows: dict[str, list[Callable[[list[Any]], tuple[Any, ...]]]] = {}
        self.texts: list[tuple[int, int]] = []
        self._places: dict[Gap, int] = {}
        self._people: dict[int, str] = {1: "me"}
        self._born: dict[tuple[str, Any], int] = {}
        self._today = 0
        named = " ".join(word for _day, words in life.steps for word in words)
        self.fresh = life.fresh
        self.known = [one for one, name in PEOPLE.items() if name in named and one != life.fresh]
        with closing(self._lived(life, folder)) as connection:
            self._read(connection, life)
        self.days = max(gap[1] for gap in self.gaps if gap[0] == "day")
        self.entries = self._count("entry")
        self.uids = self._count("uid")
        self.sequences: dict[str, int] = {}
        for kind, what in self.gaps:
            if kind == "sequence":
                self.sequences[what[0]] = max(self.sequences.get(what[0], 0), what[1] + 1)

    def _count(self, kind: str) -> int:
        return 1 + max((gap[1] for gap in self.gaps if gap[0] == kind), default=-1)

    def _lived(self, life: Life, folder: Path) -> sqlite3.Connection:
        """Live it, with those who were known before it begins."""
        reflog = Commands(folder / "ledger.db", FIRST_DAY.isoformat())
        reflog.ok("config", "currency", "EUR")
        for role in self.known:
            reflog.ok("contact", "add", PEOPLE[role])
        connection = sqlite3.connect(reflog.ledger)
        (self._before,) = connection.execute("SELECT max(id) FROM op").fetchone()
        connection.close()
        for day, words in life.steps:
            reflog.today = (FIRST_DAY + timedelta(days=day)).isoformat()
            reflog.ok(*words)
        return sqlite3.connect(reflog.ledger)

    def _read(self, connection: sqlite3.Connection, life: Life) -> None:
        roles = {name: role for role, name in PEOPLE.items()}
        for number, name in connection.execute("SELECT id, name FROM contact WHERE id > 1"):
            self._people[number] = roles[name]
        rows: dict[str, dict[Any, dict[str, Any]]] = {}
        ops = connection.execute(
            "SELECT id, command, summary FROM op WHERE id > ? ORDER BY id", (self._before,)
        ).fetchall()
        for (number, command, summary), (day, _words) in zip(ops, life.steps, strict=True):
            self._today = day
            op = OpMould(
                at=self._place(("instant", day)), command=command, summary=self._string(summary)
            )
            self.ops.append(op)
            rows_of_op = list(journal.rows_of_op(connection, number))
            for _op, relation, key, old, new in itertools.chain(*map(journal.opened, rows_of_op)):
                kept = rows.setdefault(relation, {})
                kept[key] = {**kept.pop(key, {}), **(new or {})}
                self._born.setdefault((relation, key), day)
                place = self._value(relation, JOURNALED[relation], key)
                gone, made = self._json(relation, old), self._json(relation, new)
                op.changes.append((relation, place, gone, made))
        for relation, kept in rows.items():
            columns = [row[1:3] for row in connection.execute(f"PRAGMA table_info({relation})")]
            for key, row in kept.items():
                self._today = self._born[relation, key]
                self._keep(relation, columns, row)

    def _keep(self, relation: str, columns: list[tuple[str, str]], row: dict[str, Any]) -> None:
        """Note a row as it is in the end, and its texts for the search index."""
        places = {
            name: self._value(relation, name, row.get(name), blob=kind == "BLOB")
            for name, kind in columns
        }
        self.rows.setdefault(relation, []).append(itemgetter(*places.values()))
        for column, code in index.FIELDS.get(relation, {}).items():
            if row.get(column):
                key = places[JOURNALED[relation]]
                self.texts.append((self._place(("row", (key, code))), places[column]))

    def _json(self, relation: str, row: dict[str, Any] | None) -> int:
        """Return the place of a row as the journal writes it."""
        if row is None:
            return self._place(("constant", None))
        members, places = [], []
        for name, value in row.items():
            place = self._value(relation, name, value)
            if self.gaps[place][0] == "constant":
                said = json.dumps(value, ensure_ascii=False)
                members.append(f'"{name}":{said}'.replace("%", "%%"))
            else:
                members.append(f'"{name}":"%s"' if isinstance(value, str) else f'"{name}":%s')
                places.append(place)
        return self._format("{" + ",".join(members) + "}", places)

    def _value(self, relation: str, name: str, value: Any, *, blob: bool = False) -> int:
        """Return the place of what fills a column."""
        gap: Gap = ("constant", value)
        if value is None:
            pass
        elif name == "uid":
            uids = [what for kind, what in self.gaps if kind == "of uid"]
            if value not in uids:
                self._place(("of uid", value))
                uids.append(value)
            gap = ("uid" if blob else "hex", uids.index(value))
        elif name in _PERSONS or (relation, name) == ("contact", "id"):
            gap = ("person", self._people[value])
        elif name in _ENTRIES:
            gap = ("entry", value - 1)
        elif name == "id" and relation in _SEQUENCES:
            gap = ("sequence", (relation, value - 1))
        elif name == "created_at":
            gap = ("instant", self._today)
        elif isinstance(value, str):
            return self._string(value)
        return self._place(gap)

    def _string(self, value: str) -> int:
        """Return the place of a text in which persons, days, numbers and texts are gaps."""
        parts: list[str] = []
        places: list[int] = []
        end = 0
        for found in _GAPS.finditer(value):
            parts.append(value[end : found.start()].replace("%", "%%"))
            places.append(self._place(_gap(found[0])))
            end = found.end()
        parts.append(value[end:].replace("%", "%%"))
        if not places:
            return self._place(("constant", value))
        return places[0] if parts == ["", ""] else self._format("%s".join(parts), places)

    def _format(self, text: str, places: list[int]) -> int:
        if not places:
            return self._place(("constant", text.replace("%%", "%")))
        return self._place(("format", (text, tuple(places))))

    def _place(self, gap: Gap) -> int:
        if gap not in self._places:
            self._places[gap] = len(self.gaps)
            self.gaps.append(gap)
        return self._places[gap]


def _gap(found: str) -> Gap:
    """Return what fills the gap that this text leaves."""
    for role, name in PEOPLE.items():
        handle = name.lower().replace(" ", "-")
        kinds = {name: "name", name.lower(): "folded", handle: "handle"}
        if found in kinds:
            return (kinds[found], role)
        if found == f"{handle}@example.com":
            return ("email", role)
    if found in TEXTS:
        return ("text", TEXTS.index(found))
    if found in _OTHER:
        return (_OTHER[found], 0)
    if found.startswith("#"):
        return ("entry text", int(found[1:]) - 1)
    return ("day", (date.fromisoformat(found) - FIRST_DAY).days)


_OTHER = {PHONE: "phone", E164: "e164", CITY: "city", TRADE: "trade"}
_GAPS = re.compile(
    "|".join(
        [
            *(
                re.escape(one)
                for name in PEOPLE.values()
                for handle in [name.lower().replace(" ", "-")]
                for one in (f"{handle}@example.com", name, name.lower(), handle)
            ),
            *map(re.escape, (*TEXTS, *_OTHER)),
            r"#\d+",
            _DAY,
        ]
    )
)
