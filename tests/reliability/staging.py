"""Putting commands on the stage: what they are told, and how they ended."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from commands import TODAY, Commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = Path(__file__).parent

BEGINNING = (
    ("intro", "fred", "sally", "--need", "a boiler"),
    ("received", "bob", "--from", "ann"),
    ("note", "sally", "likes", "tea", "--about", "1"),
    ("config", "currency", "EUR"),
    ("undo",),
)
"""What the ledger holds before a command is made to fail in it."""

EARLY = 2
"""How many of them are in the copy beside it."""

FIRST = "the first command of all"

WRITES = {
    FIRST: ("intro", "fred", "sally"),
    "intro": ("intro", "gina", "hugo", "--need", "a boiler"),
    "received": ("received", "ivo", "--from", "fred"),
    "done": ("done", "2", "he", "called"),
    "done --mark": ("done", "3", "--mark", "won", "--amount", "2500"),
    "snooze": ("snooze", "2", "3", "2w"),
    "drop": ("drop", "2"),
    "follow": ("follow", "fred", "send", "the", "brochure", "--every", "30d"),
    "mark": ("mark", "1", "bad", "--at-fault", "fred"),
    "business": ("business", "1", "99eur"),
    "thanks": ("thanks", "ann", "--via", "referral"),
    "met": ("met", "fred", "coffee"),
    "note": ("note", "王小明", "tea"),
    "contact add": ("contact", "add", "Kim <kim@example.com>", "--tag", "golf"),
    "contact edit": ("contact", "edit", "fred", "--email", "f@example.com", "--city", "Lyon"),
    "contact rename": ("contact", "rename", "fred", "Frederick Moss"),
    "contact alias": ("contact", "alias", "fred", "Freddy"),
    "contact duplicates": ("contact", "duplicates", "--distinct", "sally", "ann"),
    "contact merge": ("contact", "merge", "sally", "ann", "--yes"),
    "edit": ("edit", "1", "--on", "2026-11-01", "--provider", "bob"),
    "delete": ("delete", "1", "--yes"),
    "config": ("config", "days.check-in", "5"),
    "import": ("import", str(HERE / "people.vcf"), "--yes"),
    "undo": ("undo",),
    "redo": ("redo",),
}
"""Every command that writes, by name."""

KEEPING = {
    "backup": ("backup",),
    "backup FILE": ("backup", "{folder}/mine.db"),
    "restore": ("restore", "{folder}/data/early.db", "--yes"),
    "check --repair": ("check", "--repair", "{folder}/new.db"),
    "contact forget": ("contact", "forget", "sally", "--yes"),
}
"""The commands that write other files than the ledger, or as well; {folder} is where they play."""

QUESTIONS = (
    *("due", "who", "show fred", "find tea", "log", "tree", "balance", "contact list"),
    *("export", "export --journal", "export --format vcard", "export --format ics"),
)


class Fault(IntEnum):
    """What befalls a call of the system; the numbers are those of faults.c."""

    NOTHING = 0
    KILLED = 1
    TORN = 2
    FULL_ONCE = 3
    FULL_FOR_GOOD = 4
    FAILED_ONCE = 5
    FAILED_FOR_GOOD = 6


@dataclass
class Part:
    """A process to be: the commands it runs on a ledger, and what befalls it.

    Attributes:
        folder: where it plays; the ledger is `data/ledger.db` in it.
        commands: what is typed.
        kill_at_statement: which statement SQLite does not come to carry out; 0 for none.
        fault: what happens at which call that alters a file.
        records: where such calls are written down.
        before: commands run before anything befalls it.
        user: whose permissions it has.
        pragmas: insert rows by SQLite alone, with these, instead of commands.
    """

    folder: Path
    commands: Sequence[Sequence[str]] = ()
    kill_at_statement: int = 0
    fault: Fault = Fault.NOTHING
    fault_at: int = 0
    records: Path | None = None
    before: Sequence[Sequence[str]] = ()
    user: int | None = None
    pragmas: Sequence[str] | None = None
    rows: int = 0

    @property
    def ledger(self) -> Path:
        return self.folder / "data" / "ledger.db"

    def told(self, number: int) -> dict[str, Any]:
        """What the stage is given."""
        environ = {"REFLOG_LEDGER": str(self.ledger), "REFLOG_TODAY": TODAY}
        files = {name: str(path) for name, path in self.files(number).items()}
        own = {**vars(self), "folder": str(self.folder)}
        return {**own, **files, "records": self.records and str(self.records), "environ": environ}

    def files(self, number: int) -> dict[str, Path]:
        return {
            name: self.folder.with_name(f"{self.folder.name}.{number}.{name}")
            for name in ("out", "err", "report")
        }


@dataclass
class Ended:
    """How a part ended: killed, or with an exit code for each command."""

    part: Part
    killed: bool
    out: str
    err: str
    codes: list[int] = field(default_factory=list)
    statements: int = 0
    calls: int = 0

    @property
    def code(self) -> int:
        assert len(self.codes) == 1, self
        return self.codes[0]


class Stage:
    """The stage, open."""

    def __init__(self, disk: Path | None) -> None:
        environ = {
            **os.environ,
            "PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE.parent / 'support'}",
        }
        for name in [name for name in environ if name.startswith(("COV", "REFLOG"))]:
            del environ[name]
        self.has_disk = disk is not None
        self._program = subprocess.Popen(
            [sys.executable, str(HERE / "stage.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**environ, "LD_PRELOAD": str(disk)} if disk else environ,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._program.communicate()

    def perform(self, *parts: Part) -> list[Ended]:
        """Play parts that begin together."""
        stdin, stdout = self._program.stdin, self._program.stdout
        assert stdin is not None
        assert stdout is not None
        for number, part in enumerate(parts):
            for path in part.files(number).values():
                path.write_text("")
                path.chmod(0o666)
        told = [part.told(number) for number, part in enumerate(parts)]
        stdin.write(json.dumps(told) + "\n")
        stdin.flush()
        codes = json.loads(stdout.readline())
        return [_ended(*three) for three in zip(parts, itertools.count(), codes, strict=False)]

    def play(self, part: Part) -> Ended:
        """Play one part."""
        return self.perform(part)[0]


def _ended(part: Part, number: int, code: int) -> Ended:
    files = part.files(number)
    report = files["report"].read_text("utf-8")
    out, err = (files[name].read_text("utf-8") for name in ("out", "err"))
    for path in files.values():
        path.unlink()
    assert code in {0, -9}, (part.commands, code, err)
    assert (code == 0) == bool(report), (code, err)
    return Ended(part, code == -9, out, err, **(json.loads(report) if report else {}))


class Scene:
    """A command and the ledger it is typed on, which is set up anew for each try."""

    def __init__(self, stage: Stage, beginning: Path | None, room: Path, *words: str) -> None:
        self.stage = stage
        self.words = words
        self._beginning = beginning
        self._room = room
        self._numbers = itertools.count()

    def part(self, **befalls: Any) -> Part:
        """Set the ledger up and say what befalls the command on it."""
        folder = self._room / f"try{next(self._numbers)}"
        folder.mkdir()
        if self._beginning is not None:
            shutil.copytree(self._beginning, folder / "data")
        words = [word.format(folder=folder) for word in self.words]
        return Part(folder, [words], **befalls)

    def tries(self, **befalls: Any) -> Ended:
        return self.stage.play(self.part(**befalls))


def clear(part: Part) -> None:
    """Strike what a part has left, where it was as it should be."""
    shutil.rmtree(part.folder)


def begin(folder: Path) -> Path:
    """Make the ledger that commands are made to fail in."""
    reflog = Commands(folder / "ledger.db")
    for words in BEGINNING:
        reflog.ok(*words)
    return folder


def begin_with_copies(folder: Path) -> Path:
    """Make the same ledger, with copies of it among the automatic ones and beside it."""
    reflog = Commands(folder / "ledger.db")
    for number, words in enumerate(BEGINNING):
        if number == EARLY:
            reflog.ok("backup", str(folder / "early.db"))
        reflog.ok(*words)
    reflog.ok("backup")
    return folder


def sample(total: int, most: int | None, seed: object) -> Iterator[int]:
    """Some of the numbers 1 to total, spread over all of them; all where `most` is None."""
    if most is None or total <= most:
        yield from range(1, total + 1)
        return
    chance = random.Random(str(seed))  # noqa: S311 - which try is made, no secret
    for place in range(most):
        low, high = place * total // most, (place + 1) * total // most
        yield chance.randrange(low, high) + 1
