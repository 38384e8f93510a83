"""Opening the ledger: the recipe that both doors share.

Files are checked before SQLite sees them, pragmas are set and read back, the version is
guarded inside every transaction, and every statement that can meet a lock is retried here
rather than by SQLite's own handler.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time

from reflog import backups_path, errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

APPLICATION_ID = 0x52464C47
"""RFLG: marks a file as a ledger of reflog."""

SCHEMA = ("schema.sql", "views.sql")
"""What makes a new ledger."""

MIGRATIONS = ("0006.sql", "0007.sql")
"""The steps to the formats behind the first, in order. Never edited once released."""

FIRST = 5
FORMAT = FIRST + len(MIGRATIONS)
"""The oldest format that this program can upgrade, and the one that it writes."""

WRITE_PATIENCE = 10.0
READ_PATIENCE = 5.0
"""Seconds to wait for another command to let go of the ledger."""

MAGIC = b"SQLite format 3\0"
PRAGMAS = (
    ("foreign_keys", "ON", 1),
    ("synchronous", "EXTRA", 3),
    ("trusted_schema", "OFF", 0),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("cell_size_check", "ON", None),
    ("mmap_size", "0", None),
    ("temp_store", "MEMORY", None),
    ("secure_delete", "ON", None),
)
"""Name, what it is set to, and what reading it back must answer."""

_IN_URIS = frozenset(b"-./_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
"""Bytes of a path that stand in a URI as they are."""

_MARK = slice(18, 20)
_MARKED, _PLAIN = b"\2\2", b"\1\1"
"""Where the file format tells how it is written and read, and what it says."""

_TRIES = 5

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_KEEP_A_COPY = "first of all, keep a copy of the file"
_NAME_IT = "say where the ledger is with --ledger"
_EXPORT = (
    "run reflog export -o ledger.json with the build that made it, "
    "then reflog import ledger.json with this one"
)
_WAY_OVER = {
    1: "its own builds couldn't export: run reflog export -o ledger.json with the last build from "
    "before the first release, then reflog import ledger.json with this one"
}
"""The formats that need another way over."""
_FAILING = "check whether the disk is full or failing, then try again"
_DENIED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN}
_NO_PERMISSION = "You have no permission to use the ledger {path}"
_MEANINGS: dict[int, tuple[type[errors.ReflogError], str, str | None]] = {
    **dict.fromkeys(_BUSY, (errors.BusyError, "Another command is using the ledger", "try again")),
    **dict.fromkeys(_DENIED, (errors.PermissionDeniedError, _NO_PERMISSION, None)),
    sqlite3.SQLITE_NOTADB:
        (errors.ForeignError, "{path} is not a ledger: it is not a SQLite database", _NAME_IT),
    sqlite3.SQLITE_CORRUPT: (errors.DamagedError, "The ledger {path} is damaged", _KEEP_A_COPY),
    sqlite3.SQLITE_FULL:
        (errors.InputOutputError, "The disk of {path} is full", "free some space, then try again"),
    sqlite3.SQLITE_IOERR: (errors.InputOutputError, "Reading or writing {path} failed", _FAILING),
}  # fmt: skip
"""What an error of SQLite is for the user: its class, the sentence, the hint."""


def is_new(path: str) -> bool:
    """Return whether there is no ledger at `path` yet: no file, or an empty one.

    Raises:
        DamagedError: the ledger is missing or empty, but backups of it are there.
        PermissionDeniedError: the file is not safe to use, or can't be looked at.
    """
    missing = "missing"
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise cannot_read(error, path) from None
    else:
        require_safe(path, found)
        if found.st_size:
            return False
        missing = "empty"
    if backups_of(path):
        message = f"The ledger {path} is {missing}, but its backups exist."
        raise errors.DamagedError(message, hint=_restore_hint(path)).for_ledger()
    return True


def _restore_hint(path: str) -> str:
    from reflog.storage import copies

    found = copies.copies_of(path)
    if found:
        import shlex

        return f"reflog restore {shlex.quote(found[0].path)} puts the newest back"
    return f"look in {backups_path(path)}"


def backups_of(path: str) -> list[str]:
    """Return the names of all that lies in the folder of copies."""
    backups = backups_path(path)
    try:
        return sorted(os.listdir(backups))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise cannot_read(error, backups) from None


def require_safe(path: str, found: os.stat_result) -> None:
    """Raise if the ledger is a link, no regular file, another user's, or has a second hard link."""
    if complaint := complaint_of(found):
        message = f"The ledger {path} {complaint}."
        raise errors.PermissionDeniedError(message, hint="use the real file with --ledger")


def complaint_of(found: os.stat_result) -> str:
    """Say what makes a file unsafe to use, "" if nothing does."""
    if stat.S_ISLNK(found.st_mode):
        return "is a symbolic link"
    if not stat.S_ISREG(found.st_mode):
        return "is not a regular file"
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        return "belongs to another user"
    return "has a second hard link" if found.st_nlink > 1 else ""


class Connection(sqlite3.Connection):
    """A connection that may wait for other commands to let go of the ledger."""

    deadline: float | None = None
    """Of time.monotonic: until then what meets a lock is tried again; without one it fails."""

    def wait(self, patience: float) -> None:
        """Wait from now on, for so many seconds."""
        self.deadline = time.monotonic() + patience

    def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:  # noqa: ANN401 - as sqlite3 takes them
        """Carry out a statement, as soon as the ledger isn't locked."""
        while True:
            try:
                return super().execute(sql, values)
            except UnicodeDecodeError:
                # SQLite quotes a schema that is no text, and sqlite3 can't read the quotation.
                message = "Could not decode to UTF-8: the schema"
                raise sqlite3.OperationalError(message) from None
            except sqlite3.OperationalError as error:
                if self.deadline is None or _primary_code(error) not in _BUSY:
                    raise
                if time.monotonic() > self.deadline:
                    message = "Another command is using the ledger."
                    raise errors.BusyError(message, hint="try again") from None
            import random

            time.sleep(random.uniform(0.002, 0.02))  # noqa: S311 - jitter


def connect(path: str, mode: str = "rw") -> Connection:
    """Open the ledger without Python's implicit transactions and SQLite's busy handler.

    Raises:
        PermissionDeniedError: what SQLite would open beside it is no regular file; it would
            wait for the other end of a pipe for ever.
    """
    for beside in (f"{path}-journal", f"{path}-wal"):
        try:
            found = os.lstat(beside)
        except (OSError, ValueError):
            continue
        if not stat.S_ISREG(found.st_mode):
            name = os.path.basename(beside)
            message = f"The ledger {path} can't be opened: {name} beside it is not a regular file."
            raise errors.PermissionDeniedError(message, hint="move it away")
    name = f"{uri(path)}?mode={mode}"
    return sqlite3.connect(name, uri=True, timeout=0, isolation_level=None, factory=Connection)


def uri(path: str) -> str:
    """Return a path as SQLite takes it, whatever characters it holds."""
    return "file:" + "".join(
        chr(byte) if byte in _IN_URIS else f"%{byte:02X}" for byte in os.fsencode(path)
    )


def opened(path: str, mode: str = "rw") -> Connection:
    """Open the ledger with its pragmas set, to wait as who writes does, or who reads ("ro")."""
    connection = connect(path, mode)
    try:
        connection.wait(WRITE_PATIENCE if mode == "rw" else READ_PATIENCE)
        set_pragmas(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def to_read(
    path: str, patience: float, guard: Callable[[sqlite3.Connection], bool]
) -> tuple[Connection, bool]:
    """Open the ledger with a transaction in which it is read, however its folder allows that.

    Returns:
        The connection, which may only query; what `guard` says of it in the transaction.
    """
    for mode in ("rw", "ro"):
        try:
            return _begun(connect(path, mode), patience, guard)
        except sqlite3.Error as error:
            failed = error
            if not is_readonly(error):
                break
    return _begun(_in_memory(path, failed), patience, guard)


def _begun(
    connection: Connection, patience: float, guard: Callable[[sqlite3.Connection], bool]
) -> tuple[Connection, bool]:
    try:
        connection.wait(patience)
        set_pragmas(connection)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        return connection, guard(connection)
    except BaseException:
        connection.close()
        raise


def is_marked(path: str) -> bool:
    """Return whether a file is in WAL mode; False if it can't be read."""
    try:
        if not os.path.isfile(path):
            return False  # to open a named pipe waits for whoever writes to it
        with open(path, "rb") as file:
            head = file.read(_MARK.stop)
    except OSError:
        return False
    return head.startswith(MAGIC) and head[_MARK] == _MARKED


def _in_memory(path: str, error: sqlite3.Error) -> Connection:
    """Copy a ledger in WAL mode into memory, where no file may be written beside it.

    Nobody has it open while there is no log beside it: all of it is in the file then. Where
    that is not why it could not be read, `error` is raised.
    """
    if not is_marked(path):
        raise error
    for _try in range(_TRIES):
        if os.path.lexists(f"{path}-wal"):
            break
        with open(path, "rb") as file:
            before = os.fstat(file.fileno())
            content = bytearray(file.read())
            after = os.fstat(file.fileno())
        is_still = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
        if is_still and not os.path.lexists(f"{path}-wal"):
            content[_MARK] = _PLAIN
            connection = sqlite3.connect(":memory:", isolation_level=None, factory=Connection)
            connection.deserialize(bytes(content))
            return connection
    if not is_readonly(error):
        raise error
    message = (
        f"Another program switched the ledger {path} to a mode (WAL) that can't be read in a "
        "read-only folder."
    )
    hint = "get permission to write there; the next command that writes switches it back"
    raise errors.PermissionDeniedError(message, hint=hint) from None


def set_pragmas(connection: sqlite3.Connection) -> None:
    """Set the pragmas, and read back those that safety depends on."""
    for name, value, expected in PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}")
        if expected is not None and pragma(connection, name) != expected:
            raise errors.InternalError(f"SQLite did not accept {name}.")


def pragma(connection: sqlite3.Connection, name: str) -> Any:  # noqa: ANN401 - of any of them
    """Return the value of a pragma."""
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def is_written_ahead(connection: sqlite3.Connection) -> bool:
    """Return whether another program has turned the open ledger to WAL mode."""
    return bool(pragma(connection, "journal_mode") == "wal")


def guard(connection: sqlite3.Connection, path: str, *, views: bool = True) -> bool:
    """Check, inside a transaction, that this is a ledger this program may use.

    Args:
        views: its views are looked at too, before any of them is run.

    Returns:
        False where the file is still empty, and has to be set up.
    """
    application = pragma(connection, "application_id")
    version = pragma(connection, "user_version")
    if application == APPLICATION_ID:
        if version < 1:
            message = f"The ledger {path} is damaged: it has no format number."
            raise errors.DamagedError(message, hint=_KEEP_A_COPY)
        if version < FIRST:
            message = (
                f"The ledger {path} has format {version}, from before the first release of "
                "reflog, which this one doesn't read."
            )
            raise errors.UnreleasedError(message, hint=_WAY_OVER.get(version, _EXPORT))
        if version > FORMAT:
            message = (
                f"The ledger {path} has format {version}; this reflog knows formats up to {FORMAT}."
            )
            raise errors.NewerError(message, hint="upgrade reflog")
        if version < FORMAT:
            message = (
                f"The ledger {path} has format {version} and has to be upgraded to format "
                f"{FORMAT}, but you may not write to it."
            )
            raise errors.OlderError(message, hint="get permission to write to it")
        if views:
            require_own_views(connection, path)
        return True
    has_schema = connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    # A single byte is an empty database to SQLite, and someone's file to us.
    if application or version or has_schema or os.stat(path).st_size == 1:
        message = f"{path} is another program's database, not a ledger."
        raise errors.ForeignError(message, hint=_NAME_IT)
    return False


class explained:  # noqa: N801 - reads as a statement
    """Says what an error of SQLite in the block means for the user."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Nothing is held."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            # Not by a name: that would keep the statement that failed, and its lock, alive.
            raise explain(error, self._path) or error from error


def require_own_views(connection: sqlite3.Connection, path: str) -> None:
    """Raise if a view that reflog queries isn't the one it makes.

    A view may go on for ever, and SQLite can't be interrupted meanwhile.
    """
    if name := planted_view(connection):
        raise altered(path, f"view {name}")


def planted_view(connection: sqlite3.Connection) -> str | None:
    """Return the name of a view that reflog would query, or take for a table, and didn't make.

    One that someone has added under a name of their own does no harm.
    """
    views = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'view'").fetchall()
    own = script("views.sql")
    planted = (str(name) for name, sql in views if sql not in own)
    return next((name for name in planted if _is_known(name, own)), None)


_OF_SEARCH = ("data", "idx", "content", "docsize", "config")
"""What the tables are called in which a table of FTS5 keeps what it holds, behind its name."""


def _is_known(name: str, views: str) -> bool:
    """Return whether reflog queries anything of this name."""
    import re

    names = re.findall(r"\w+", f"{views} {script('schema.sql')}".lower())
    table, _, part = name.lower().rpartition("_")
    return name.lower() in names or (part in _OF_SEARCH and table in names)


def altered(path: str, what: str) -> errors.DamagedError:
    """Say that a part of the schema is not as reflog makes it."""
    message = f"The ledger {path} is damaged: its {what} is not what reflog makes."
    return errors.DamagedError(message, hint="to see what is wrong: reflog check")


def script(name: str) -> str:
    """Return one of the SQL files that make the ledger."""
    path = os.path.join(os.path.dirname(__file__), "migrations", name)
    with open(path, encoding="utf-8") as file:
        return file.read()


def explain(error: Exception, path: str) -> errors.ReflogError | None:
    """Say what an error means for the user; None where it is a defect of ours."""
    if not isinstance(error, sqlite3.Error):
        return error if isinstance(error, errors.ReflogError) else None
    code = sqlite3.SQLITE_CORRUPT if _tells_damage(error, path) else _primary_code(error)
    if code == sqlite3.SQLITE_CANTOPEN and _may_write(path):
        code = sqlite3.SQLITE_IOERR
    sort, sentence, hint = _MEANINGS.get(code, (None, "", None))
    return sort(f"{sentence.format(path=path)}.", hint=hint) if sort else None


_DAMAGE = (
    *("no such table", "no such column", "table ", "Could not decode to UTF-8"),
    *("invalid fts5 file format", "vtable constructor failed"),
    "constraint failed",  # without a name it is one of the search index's own tables
)
"""What such errors begin with that have no code of their own."""


def _tells_damage(error: sqlite3.Error, path: str) -> bool:
    """Return whether an error with several possible causes comes from damage."""
    if _primary_code(error) == sqlite3.SQLITE_NOTADB:
        try:
            with open(path, "rb") as file:
                return file.read(len(MAGIC)) == MAGIC or bool(backups_of(path))
        except OSError as failure:
            raise cannot_read(failure, path) from None
    return str(error).startswith(_DAMAGE)


def _may_write(path: str) -> bool:
    """Return whether permissions allow writing here; a failure to open is then the disk's."""
    effective = os.access in os.supports_effective_ids
    return all(
        os.access(name, os.R_OK | os.W_OK, effective_ids=effective) or not os.path.lexists(name)
        for name in (path, os.path.dirname(path))
    )


def is_readonly(error: sqlite3.Error) -> bool:
    """Return whether the file or its folder may be read but not written."""
    return _primary_code(error) in _DENIED


def _primary_code(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def cannot_read(error: OSError, path: str) -> errors.ReflogError:
    """Say why a file or a folder can't be looked at."""
    return explain_file(error, f"look at {path}", f"{path} can't be read")


def explain_file(
    error: OSError, action: str, failure: str, hint: str | None = None
) -> errors.ReflogError:
    """Say why the system would not do something with a file or a folder."""
    import errno

    if isinstance(error, PermissionError):
        return errors.PermissionDeniedError(f"You have no permission to {action}.", hint=hint)
    is_failing = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO}
    sort = errors.InputOutputError if is_failing else errors.CannotCreateError
    return sort(f"{failure}: {error.strerror}.", hint=hint)
