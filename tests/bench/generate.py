"""Make ledgers of any size, as the program itself would have written them.

    python tests/bench/generate.py FOLDER 1000 100000 1000000

writes FOLDER/1000.db and so on; one that already exists is kept. The last, of a million
introductions, takes some minutes and gigabytes.

A ledger begins with the same few dozen introductions, which the program records by its own
commands: those that are open, those with the person asked about, the text that is looked for.
So the answers are of one length at every size. Behind it stand the lives of `lives.py`, told
of ever other people by a heavy-tailed draw: row for row with journal, chain and search index.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.extend(map(str, (Path(__file__).parents[1], Path(__file__).parents[1] / "support")))

from bench.lives import LIVES, PARTNER, Life, Mould
from bench.vocabulary import Vocabulary
from commands import TODAY, Commands
from reflog.domain.names import fold, look_up_words, search_text, slug
from reflog.storage import index, journal, schema
from reflog.storage.journal import seal, triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LEAST = 40
"""The introductions that stand in every ledger."""

PERSON = "Wilhelmina Thorsby"
"""Who is asked about."""

TEXT = "kingfisher"
"""What is looked for."""

NEED = "thatching"
"""What those who stand in every ledger, and nobody else, can help with."""

YEARS = 12
QUIET_DAYS = 200  # between the last of the lives and today, so that all of them have ended
PARTNERS = 0.8
"""How many of those who introduce or help are among the partners."""

GOOGLE = (
    *("First Name", "Last Name", "Organization Name", "Notes", "Labels", "E-mail 1 - Value"),
    *("Phone 1 - Value", "Address 1 - City", "Relation 1 - Label", "Relation 1 - Value"),
)

CHUNK = 10_000
SEED = 4


def generate(path: Path, introductions: int) -> None:
    """Write a ledger with so many introductions."""
    begin(path)
    extend(path, introductions)


def extend(path: Path, introductions: int) -> None:
    """Bring a ledger that has begun to so many introductions."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in (
            "journal_mode = OFF", "synchronous = OFF", "cache_size = -600000",
            "locking_mode = EXCLUSIVE", "foreign_keys = OFF",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        triggers.remove_gates(connection)
        indexes = _without_indexes(connection)
        _Writer(connection, introductions).write(introductions - LEAST)
        for sql in indexes:
            connection.execute(sql)
        index.renew_terms(connection)
        triggers.install_gates(connection)


def begin(path: Path) -> None:
    """Record what stands in every ledger, by the program's own commands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    reflog = Commands(path, TODAY)
    partners = [f"Partner {one}" for one in ("Aldous", "Brigid", "Cosima", "Dunstan", "Edith")]
    reflog.ok("config", "name", "Ada Owner")
    for name in (*partners, PERSON):
        reflog.ok("contact", "add", name, "--role", "partner", "--phone", "+43 1 5550100")
    count = 0

    def introduce(*words: str) -> None:
        nonlocal count
        count += 1
        reflog.ok(*words, "--on", f"-{20 - count % 12}d")

    # Somebody brought her; she is the one who can help, and brings others.
    introduce("received", "@partner-aldous", "--from", "@partner-brigid", "--no-follow-up")
    introduce("intro", f"@{slug(PERSON)}", "Prospect Zero", "--by", "@partner-aldous")
    introduce("intro", "@partner-cosima", PERSON, "--by", "@partner-aldous", "--note", "a walk")
    for one in range(6):
        introduce("intro", PERSON, f"Prospect {'Abcdef'[one]}qe", "--need", "a good roof")
    for one in range(6):
        introduce("received", f"Client {'Ghijkl'[one]}qe", "--from", PERSON)
    for partner in partners:
        introduce("intro", partner, f"Buyer {partner.split()[1]}son", "--need", "a boiler")
    while count < LEAST:
        introduce("intro", "me", f"+Caller {_letters(count)}", "--by", partners[count % 5],
                  "--no-follow-up")  # fmt: skip
    for note in range(8):
        reflog.ok("note", PERSON, "--", f"saw a {TEXT} by the river, visit {note}")
    for name in (*partners, PERSON):
        reflog.ok("know", name, "does", NEED)
    for topic in ("say", "wants", "apart", "knows"):
        reflog.ok("know", PERSON, topic, "the river and its birds")
    reflog.ok("know", PERSON, "trust")
    reflog.ok("know", PERSON, "room")
    reflog.ok("met", PERSON, "--", "tea")
    reflog.ok("thanks", PERSON, "--", "for all of them")


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number)).capitalize() + "wyn"


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes, which are made quicker all at once; what makes them again."""
    found = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _sql in found:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _name, sql in found]


class _Filling:
    """A mould, and what fills its gaps."""

    def __init__(self, life: Life) -> None:
        with tempfile.TemporaryDirectory() as folder:
            mould = Mould(life, Path(folder))
        self.mould = mould
        self.blank = [what if kind == "constant" else None for kind, what in mould.gaps]
        self.by_kind: dict[str, list[tuple[int, Any]]] = {}
        for place, (kind, what) in enumerate(mould.gaps):
            self.by_kind.setdefault(kind, []).append((place, what))
        self.formats = [
            (place, text, itemgetter(*places))
            for place, (text, places) in self.by_kind.pop("format", [])
        ]
        self.keys = [(place, *what) for place, what in self.by_kind.pop("row", [])]
        for kind in ("constant", "of uid"):
            self.by_kind.pop(kind, None)


class _Writer:
    """Tells the lives, one after the other, into the tables."""

    def __init__(self, connection: sqlite3.Connection, introductions: int) -> None:
        self._connection = connection
        self._rng = random.Random(SEED)  # noqa: S311 - the same ledger each time
        self._words = Vocabulary(self._rng)
        self._partner = _Filling(PARTNER)
        self._lives = [_Filling(life) for life in LIVES]
        self._shares = [life.share for life in LIVES]
        last = date.fromisoformat(TODAY) - timedelta(days=QUIET_DAYS)
        first = last - timedelta(days=365 * YEARS)
        self._days = [
            (first + timedelta(days=n)).isoformat() for n in range(365 * YEARS + QUIET_DAYS)
        ]
        self._op, self._part, self._entry, self._person = (
            self._last(f"max({key})", table)
            for key, table in (("id", "op"), ("id", "part"), ("number", "entry"),
                               ("id", "contact"))
        )  # fmt: skip
        self._sequences = {
            table: self._last("max(id)", table)
            for one in (self._partner, *self._lives)
            for table in one.mould.sequences
        }
        (self._link,) = connection.execute("SELECT digest FROM op WHERE id = ?", (self._op,))
        self._before: bytes = self._link[0]
        self._handles = {row[0]: 1 for row in connection.execute("SELECT handle FROM contact")}
        self._partners: list[int] = []
        self._people: list[int] = []
        self._called: dict[int, str] = {}
        self._wanted = max(10, introductions // 40)
        self._batches: dict[str, list[tuple[Any, ...]]] = {}

    def _last(self, expression: str, table: str) -> int:
        (found,) = self._connection.execute(f"SELECT {expression} FROM {table}").fetchone()
        return int(found or 0)

    def write(self, count: int) -> None:
        """Write so many introductions, and the partners they need first."""
        span = len(self._days) - QUIET_DAYS
        for _one in range(self._wanted):
            self._tell(self._partner, 0)
            self._partners.append(self._person)
        chosen = self._rng.choices(self._lives, self._shares, k=max(count, 0))
        for at, life in enumerate(chosen):
            self._tell(life, at * span // len(chosen))
            if at % CHUNK == CHUNK - 1:
                self._flush()
        self._flush()

    def _tell(self, filling: _Filling, day: int) -> None:
        mould = filling.mould
        values = filling.blank.copy()
        people = self._cast(mould)
        self._fill(filling, values, people, day)
        for place, text, getter in filling.formats:
            values[place] = text % getter(values)
        for place, key, code in filling.keys:
            values[place] = values[key] * index.CODES + code
        batches = self._batches
        for table, rows in mould.rows.items():
            batches.setdefault(table, []).extend(row(values) for row in rows)
        if mould.fresh:
            words = look_up_words(self._called[people[mould.fresh]])
            batches.setdefault("name_word", []).extend(
                (word, people[mould.fresh]) for word in words
            )
        # The index wants its rows in order: people first, then entries.
        for at, text in mould.texts:
            row = int(values[at] or 0)
            kind = "search" if row % index.CODES >= index.FIRST_OF_ENTRIES else "search person"
            batches.setdefault(kind, []).append((row, search_text(str(values[text]))))
        self._seal(mould, values)
        self._entry += mould.entries
        for table, more in mould.sequences.items():
            self._sequences[table] += more

    def _cast(self, mould: Mould) -> dict[str, int]:
        """Choose who it is told of."""
        people = {"me": 1}
        if mould.fresh:
            self._person += 1
            people[mould.fresh] = self._person
            self._called[self._person] = self._words.name()
            self._people.append(self._person)
        for role in mould.known:
            found = 1
            while found in people.values():
                found = self._someone(is_partner=role != "P" and self._rng.random() < PARTNERS)
            people[role] = found
        return people

    def _someone(self, *, is_partner: bool) -> int:
        """Draw a person: few partners have many introductions, and most have few."""
        if is_partner:
            return self._partners[int(len(self._partners) ** self._rng.random()) - 1]
        return self._people[int(len(self._people) * self._rng.random())]

    def _fill(self, filling: _Filling, values: list[Any], people: dict[str, int], day: int) -> None:
        entry, days = self._entry + 1, self._days
        minute = f"{entry // 60 % 60:02}:{entry % 60:02}.{entry % 1000:03}Z"
        uids = [self._uid(day) for _uid in range(filling.mould.uids)]
        number = f"{self._rng.randrange(10**7):07}"
        name = self._called[people[filling.mould.fresh]] if filling.mould.fresh else ""
        handle = self._handle(name) if name else ""
        made: dict[str, Callable[[Any], Any]] = {
            "entry": lambda what: entry + what,
            "entry text": lambda what: f"#{entry + what}",
            "person": people.__getitem__,
            "day": lambda what: days[day + what],
            "instant": lambda what: f"{days[day + what]}T09:{minute}",
            "text": lambda _what: self._words.text(),
            "sequence": lambda what: self._sequences[what[0]] + 1 + what[1],
            "uid": uids.__getitem__,
            "hex": lambda what: uids[what].hex().upper(),
            "name": lambda role: self._called[people[role]],
            "folded": lambda role: fold(self._called[people[role]]),
            "handle": lambda _role: handle,
            "email": lambda _role: f"{handle}@example.com",
            "city": lambda _what: self._words.city(),
            "trade": lambda _what: self._words.trade(),
            "phone": lambda _what: f"+43 1 {number}",
            "e164": lambda _what: f"+431{number}",
        }
        for kind, places in filling.by_kind.items():
            make = made[kind]
            for place, what in places:
                values[place] = make(what)

    def _handle(self, name: str) -> str:
        made = slug(name) or f"contact-{self._person}"
        count = self._handles[made] = self._handles.get(made, 0) + 1
        return made if count == 1 else f"{made}-{count}"

    def _uid(self, day: int) -> bytes:
        """Return a UUIDv7 of a day."""
        drawn = self._rng.getrandbits(74)
        head = (1_400_000_000_000 + day * 86_400_000 << 80) | 7 << 76 | (drawn >> 62) << 64
        return (head | 2 << 62 | drawn & (1 << 62) - 1).to_bytes(16, "big")

    def _seal(self, mould: Mould, values: list[Any]) -> None:
        """Write the journal of a life: ops, changes, digests, links."""
        ops = self._batches.setdefault("op", [])
        rows = self._batches.setdefault("part", [])
        for op in mould.ops:
            self._op += 1
            text = "".join(
                journal.line(relation, values[key], values[before], values[after])
                for relation, key, before, after in op.changes
            ).encode()
            self._part += 1
            rows.append((self._part, self._op, *journal.packed(text)))
            head = (self._op, values[op.at], op.command, values[op.summary], 0)
            digest = seal.digest_of(self._before, head, [])
            digest.update(text)
            self._before = digest.digest()
            ops.append((*head, None, self._before))

    def _flush(self) -> None:
        connection = self._connection
        connection.execute("BEGIN")
        for kind in ("search person", "search"):
            rows = self._batches.pop(kind, [])
            connection.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", sorted(rows))
        for table, batch in self._batches.items():
            marks = ", ".join("?" for _column in batch[0]) if batch else ""
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", batch)
        self._batches.clear()
        connection.execute("COMMIT")


def people(count: int) -> bytes:
    """Return a table of Google Contacts with so many people, as various as real ones."""
    chance = random.Random(count)  # noqa: S311 - made-up people, no secret

    def made(syllables: str, least: int) -> str:
        return "".join(chance.choices(syllables.split(), k=chance.randint(least, 3))).title()

    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, GOOGLE, restval="")
    writer.writeheader()
    for number in range(count):
        first = made("an be cor dan el fre gus han iv jo kar lin mo ni ol pe", 1)
        last = made("berg gra stein wil kor mann tor bach lund ner pol rie sch", 2)
        row = {"First Name": first, "Last Name": last}
        if number % 10:
            row["E-mail 1 - Value"] = f"{first}.{last}.{number}@example.com".lower()
        if number % 3:
            row["Phone 1 - Value"] = f"+1 212 {number // 10000 + 201} {number % 10000:04}"
            row["Organization Name"] = f"{last} & Co"
            row["Address 1 - City"] = chance.choice(["Bern", "Graz", "Lyon", "Łódź"])
        if number % 5 == 0:
            row["Notes"] = "Met at the fair in spring; likes long walks, tea and old maps."
        if number % 7 == 0:
            row["Labels"] = "Golf ::: * myContacts"
        if number % 50 == 0:
            row["Relation 1 - Label"] = "Referred By"
            row["Relation 1 - Value"] = f"Referrer Of{number}"
        writer.writerow(row)
    return table.getvalue().encode()


def _is_current(path: Path) -> bool:
    """Tell whether a ledger made before is as the program would make it now; renew its views."""
    objects = "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    with closing(sqlite3.connect(path)) as old, closing(schema.in_memory(TODAY)) as new:
        there, wanted = set(old.execute(objects)), set(map(tuple, new.execute(objects)))
        if {kind for _name, kind, _sql in there ^ wanted} - {"view"}:
            return False
        for name, _kind, _sql in there - wanted:
            old.execute(f"DROP VIEW {name}")
        for _name, _kind, sql in wanted - there:
            old.execute(sql)
        old.commit()
    return True


def main(arguments: Iterable[str] | None = None) -> None:
    """Make the ledgers that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("introductions", type=int, nargs="+")
    given = parser.parse_args(None if arguments is None else list(arguments))
    for count in given.introductions:
        path, began = given.folder / f"{count}.db", time.perf_counter()
        if not path.exists() or not _is_current(path):
            path.unlink(missing_ok=True)
            made = given.folder / f"{count}.making" / "ledger.db"
            generate(made, count)
            made.rename(path)
            shutil.rmtree(made.parent)
        print(f"{path}: {path.stat().st_size:,} bytes, {time.perf_counter() - began:.0f} s")  # noqa: T201 - a script


if __name__ == "__main__":
    main()
