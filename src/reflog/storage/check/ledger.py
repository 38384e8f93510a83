"""The health of the ledger: what is wrong, where, and what to do.

A copy is made in one transaction and examined: nothing of the ledger changes, nobody waits, and
the search index can be asked to examine itself. Journal and tables are read in streams, so that
memory does not grow with the ledger.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING

from reflog import backups_path, errors
from reflog.storage import connection as opening
from reflog.storage import files, journal, schema
from reflog.storage.check import derived, folder, rules
from reflog.storage.findings import ACCESS, DAMAGE, SALVAGE, Finding
from reflog.storage.journal import chain, counters, replay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE_HEADER = 100
_FIXED = {20: b"\0\x40\x20\x20", 44: b"\0\0\0\4", 52: bytes(4), 56: b"\0\0\0\1"}
_FIXED_ZERO = (64, 68), (72, 92)
"""What SQLite's file header always holds in a ledger: offsets and bytes, and spans of zeros."""

IN_MEMORY = 2**25
"""Bytes up to which a ledger is copied into memory to be examined."""

_PRAGMAS = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "temp_store = MEMORY",
    "cache_size = -65536",
)
_FK_ROWS = 100
_WITHOUT_VIEWS = ("the file", "the schema")
_SEE_WHOSE = "check who owns the file and its folder, and their permissions"


def examine(path: str) -> list[Finding]:
    """Return every fault of the ledger, and advice; a missing ledger has none."""
    found = folder.look(path)
    try:
        if opening.is_new(path):
            return found + _nothing(path)
        found += _header(path)
        with _snapshot(path) as copy:
            found += folder.stale_journal(path)
            found += _content(copy, path)
    except sqlite3.Error as error:
        found.append(_explained(error, path))
    except OSError as error:
        if not isinstance(error, PermissionError):
            raise opening.cannot_read(error, path) from None
        what = f"it can't be read: {error.strerror}"
        found.append(
            Finding(code="permission", where=path, what=what, fix=_SEE_WHOSE, level=ACCESS)
        )
    except (
        errors.DamagedError, errors.ForeignError, errors.NewerError, errors.UnreleasedError
    ) as error:  # fmt: skip
        found.append(_of_error(error, path))
    except errors.PermissionDeniedError as error:
        if not any(one.where in {path, f"{path}-journal"} and one.level == ACCESS for one in found):
            found.append(_of_error(error, path))
    return found


def flaws(path: str, *, is_ours: bool = False) -> list[Finding]:
    """Return the faults of a copy; one in an older format is upgraded in memory first.

    What only breaks a rule of the trade counts for nothing here: it can be mended as soon as
    the copy is in use. A copy that is our own (`is_ours`) is examined where it lies.
    """
    found = _header(path)
    with contextlib.ExitStack() as stack:
        if is_ours:
            copy: sqlite3.Connection = stack.enter_context(
                contextlib.closing(opening.connect(path))
            )
            _is_ledger(copy, path)
        else:
            copy = stack.enter_context(_snapshot(path))
        found += _content(copy, path)
    return [one for one in found if one.code not in rules.TRADE]


def _nothing(path: str) -> list[Finding]:
    """Report an empty file; a missing one is no fault."""
    if not os.path.lexists(path):
        return []
    fix = "to put a backup back: reflog restore FILE; if there never was a ledger, remove the file"
    return [Finding(code="damaged", where=path, what="the file is empty", fix=fix)]


def _header(path: str) -> list[Finding]:
    """Check the file header for what SQLite itself doesn't check."""
    with open(path, "rb") as file:
        head = file.read(PAGE_HEADER)
        # In this order: a writer makes the file longer before its journal goes away.
        is_being_written = os.path.lexists(f"{path}-journal")
        size = os.fstat(file.fileno()).st_size
    if len(head) < PAGE_HEADER or not head.startswith(opening.MAGIC):
        return []
    found = []
    held = int.from_bytes(head[28:32], "big") * (int.from_bytes(head[16:18], "big") or 1)
    if held > size and not is_being_written:
        what = f"its end is missing: it should have {held} bytes, but has {size}"
        found.append(Finding(code="truncated", where=path, what=what))
    is_wrong = head[18:20] != b"\1\1" and not opening.is_marked(path)
    is_wrong |= any(head[at : at + len(fixed)] != fixed for at, fixed in _FIXED.items())
    if is_wrong or any(any(head[begin:end]) for begin, end in _FIXED_ZERO):
        what = "the file does not begin like a ledger"
        found.append(Finding(code="header", where=path, what=what))
    return found


@contextlib.contextmanager
def _snapshot(path: str) -> Iterator[sqlite3.Connection]:
    """Copy the ledger as one transaction sees it, so that other commands needn't wait.

    A large one is copied into a file of our own beside it, where that can be made.
    """
    with contextlib.ExitStack() as stack:
        source, _ = opening.to_read(
            path, opening.READ_PATIENCE, lambda source: _is_ledger(source, path)
        )
        with contextlib.closing(source):
            large = os.stat(path).st_size > IN_MEMORY
            copy = _copied_into_file(stack, source, path) if large else None
            if copy is None:
                memory = sqlite3.connect(":memory:", isolation_level=None)
                copy = stack.enter_context(contextlib.closing(memory))
                source.backup(copy)
        yield copy


def _copied_into_file(
    stack: contextlib.ExitStack, source: sqlite3.Connection, path: str
) -> sqlite3.Connection | None:
    folder_of_copies = backups_path(path)
    beside = folder_of_copies if os.path.isdir(folder_of_copies) else os.path.dirname(path)
    try:
        copy = stack.enter_context(files.temporary_database(beside))
        source.backup(copy)
    except (errors.ReflogError, sqlite3.Error):
        return None
    return copy


def _is_ledger(connection: sqlite3.Connection, path: str) -> bool:
    with contextlib.suppress(errors.OlderError):
        if not opening.guard(connection, path, views=False):
            message = f"The ledger {path} is damaged: it is empty."
            raise errors.DamagedError(message, hint="to put a backup back: reflog restore FILE")
    return True


def _content(copy: sqlite3.Connection, path: str) -> list[Finding]:
    """Run every check of the content; one that fails doesn't hide the others.

    The copy is our own; it stays as it is, though a transaction may be left open.
    """
    copy.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    for pragma in _PRAGMAS:
        copy.execute(f"PRAGMA {pragma}")
    copy.execute("BEGIN")
    schema.migrate(copy, path)
    found: list[Finding] = []
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        schema.create_objects(fresh)
        floors: dict[str, Callable[[], list[Finding]]] = {
            "the file": lambda: _integrity(copy),
            "the schema": lambda: _schema(copy, fresh),
            "the references": lambda: _references(copy),
            "the journal": lambda: _journal(copy),
            "the words of names": lambda: derived.name_words(copy),
            "the search index": lambda: derived.search_index(copy, fresh),
            "the numbers": lambda: rules.kinds(copy),
            "the days": lambda: rules.days(copy),
            "the playbook": lambda: rules.playbook(copy),
        }
        is_planted = opening.planted_view(copy) is not None
        for where, examine_floor in floors.items():
            if is_planted and where not in _WITHOUT_VIEWS:
                continue  # what asks one of them may go on for ever
            try:
                found += examine_floor()
            except Exception:  # noqa: BLE001 - what damage makes of a value cannot be foreseen
                found.append(Finding(code="unreadable", where=where, what="can't be read"))
    return found


def _integrity(copy: sqlite3.Connection) -> list[Finding]:
    return [
        Finding(code="integrity", where="the file", what=" ".join(str(line).split()))
        for (line,) in copy.execute("PRAGMA integrity_check")
        if line != "ok"
    ]


def _references(copy: sqlite3.Connection) -> list[Finding]:
    rows = copy.execute("PRAGMA foreign_key_check").fetchmany(_FK_ROWS)
    return [
        Finding(
            code="reference",
            where=f"the table {table}",
            what=f"row {row} refers to a row of {parent} that does not exist",
        )
        for table, row, parent, _index in rows
    ]


def _schema(copy: sqlite3.Connection, fresh: sqlite3.Connection) -> list[Finding]:
    """Compare the schema, word by word, with the one that this program makes."""
    sql = "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_schema"
    kept, made = ({row[0]: row[1:] for row in one.execute(sql)} for one in (copy, fresh))
    found = []
    for name in sorted(kept.keys() | made.keys(), key=str):
        if kept.get(name) != made.get(name):
            what = "is not as reflog makes it" if name in kept else "is missing"
            what = what if name in made else "is not one of reflog's"
            found.append(Finding(code="schema", where=f"the {name}", what=f"it {what}"))
    return found


def _journal(copy: sqlite3.Connection) -> list[Finding]:
    sums = replay.Sums(journal.defaults(copy))
    return [
        *chain.Chain(copy, sums.take).findings,
        *replay.compare(copy, sums),
        *counters.compare(copy, sums.given),
    ]


def _explained(error: sqlite3.Error, path: str) -> Finding:
    explained = opening.explain(error, path)
    if isinstance(explained, errors.BusyError | errors.InputOutputError):
        raise explained from error
    if explained is None:
        return Finding(code="damaged", where=path, what="it can't be read as a ledger")
    return _of_error(explained, path)


def _of_error(error: errors.ReflogError, path: str) -> Finding:
    """Turn an error that stops other commands into a finding."""
    what = error.message.removesuffix(".")
    # The page names the file already.
    for named in (f"The ledger {path}", f"the ledger {path}", path):
        what = what.replace(named, "it")
    level = ACCESS if isinstance(error, errors.PermissionDeniedError) else DAMAGE
    fix = error.hint or _SEE_WHOSE
    if isinstance(error, errors.ForeignError):
        fix = f"{fix}; if this was your ledger, {SALVAGE}"
    elif isinstance(error, errors.DamagedError) and os.path.lexists(path):
        fix = SALVAGE
    return Finding(code=error.code, where=path, what=what, fix=fix, level=level)
