"""Where commands are made to fail: run as a program, it forks a process for each part it is given.

It has everything imported, so that a part costs a fork and its commands and nothing else. Parts
come as lines of JSON, each a list of parts that begin together; it answers each line with how
they ended.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commands import Commands
from reflog.cli import app
from reliability.staging import QUESTIONS, begin

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 300
"""Seconds after which a part that hangs is ended."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        # What SQLAlchemy prepares once, and what is imported late, is there before anything forks:
        # a user who may read nothing cannot import.
        begin(Path(folder))
        reflog = Commands(Path(folder) / "ledger.db")
        for question in QUESTIONS:
            reflog.ok(question)
    for line in sys.stdin:
        print(json.dumps(perform(json.loads(line))), flush=True)  # noqa: T201 - the answer


def perform(parts: list[dict[str, Any]]) -> list[int]:
    """Play the parts at once; the exit code of each, negative for the signal that ended it."""
    curtain, lift = os.pipe()
    children = []
    for part in parts:
        child = os.fork()
        if not child:
            os.close(lift)
            os.read(curtain, 1)
            _play_and_leave(part)
        children.append(child)
    os.close(curtain)
    os.close(lift)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _play_and_leave(part: dict[str, Any]) -> None:
    code = 70
    try:
        signal.alarm(PATIENCE)
        code = _play(part)
    except BaseException as error:  # noqa: BLE001 - a process that forked must not go on
        with Path(part["err"]).open("a", encoding="utf-8") as err:
            err.write(f"{error!r}\n")
    finally:
        os._exit(code)


def _play(part: dict[str, Any]) -> int:
    records = -1
    if part["records"]:
        records = os.open(part["records"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def acknowledge() -> None:
        if records >= 0:
            os.write(records, b"done\t\t0\t\n")

    with Path(part["out"]).open("w") as out, Path(part["err"]).open("w") as err:
        _run(part, part["before"], out, err, lambda: None)
        if part["user"] is not None:
            os.setgroups([])
            os.setgid(part["user"])
            os.setuid(part["user"])
        statements = _count_statements(part["kill_at_statement"])
        calls = _arm(part, records)
        if part["pragmas"] is None:
            codes = _run(part, part["commands"], out, err, acknowledge)
        else:
            codes = _insert(part, acknowledge)
    report = {"codes": codes, "statements": statements(), "calls": calls()}
    # Its own file was made before, since this process may be one that can write nothing else.
    Path(part["report"]).write_text(json.dumps(report), "utf-8")
    return 0


def _run(
    part: dict[str, Any],
    commands: list[list[str]],
    out: Any,
    err: Any,
    acknowledge: Callable[[], None],
) -> list[int]:
    codes = []
    for words in commands:
        with Path(os.devnull).open() as nothing:
            codes.append(app.run(words, part["environ"], nothing, out, err))
        if codes[-1] == 0:
            acknowledge()
    return codes


def _insert(part: dict[str, Any], acknowledge: Callable[[], None]) -> list[int]:
    """Insert rows with SQLite alone, for recipes that are known to lose some."""
    for number in range(1, part["rows"] + 1):
        connection = sqlite3.connect(part["environ"]["REFLOG_LEDGER"], isolation_level=None)
        for pragma in part["pragmas"]:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number INTEGER, filling BLOB)")
        connection.execute("INSERT INTO kept VALUES (?, randomblob(6000))", (number,))
        connection.execute("COMMIT")
        acknowledge()
        connection.close()
    return []


def _count_statements(kill_at: int) -> Callable[[], int]:
    """Count what SQLite carries out on files from now on, triggers' too; kill at one."""
    seen = 0
    connect = sqlite3.connect

    def count(_statement: str) -> None:
        nonlocal seen
        seen += 1
        if seen == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)
        if args[0] != ":memory:":
            connection.set_trace_callback(count)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]
    return lambda: seen


def _arm(part: dict[str, Any], records: int) -> Callable[[], int]:
    """Give the preloaded disk its orders."""
    if "LD_PRELOAD" not in os.environ:
        return lambda: 0
    disk = ctypes.CDLL(os.environ["LD_PRELOAD"])
    disk.faults_seen.restype = ctypes.c_long
    disk.faults_arm(
        os.fsencode(part["folder"]), ctypes.c_long(part["fault_at"]), part["fault"], records
    )
    return lambda: int(disk.faults_seen())


if __name__ == "__main__":
    main()
