"""The ledger's file and what lies about it: who may read it, strays, copies, the place itself."""

from __future__ import annotations

import os
import shlex
import stat
import sys
import time
from typing import TYPE_CHECKING

from reflog import NoPlaceError, backups_path, ledger_path
from reflog.storage import files
from reflog.storage.connection import complaint_of, is_marked
from reflog.storage.findings import ACCESS, ADVICE, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

STALE_SECONDS = 60.0
"""No command keeps a rollback journal as long as this."""

OLD_COPY_SECONDS = 7 * 86400.0
"""A copy older than this is worth a word, where the ledger has changed since."""

_OTHERS = 0o077
_CHANGING = 0o022
_ENTERED = stat.S_IRUSR | stat.S_IXUSR
_COPIES = backups_path("")
_SYNCED = tuple(
    "dropbox,onedrive,icloud,mobile documents,com~apple~clouddocs,google drive,googledrive,"
    "cloudstorage,nextcloud,owncloud,pcloud,syncthing".split(",")
)
_MARKERS = ".dropbox .dropbox.cache .stfolder .sync .owncloudsync.log .csync_journal".split()
_NETWORKED = tuple("nfs cifs smb afp 9p fuse.sshfs davfs fuse.rclone ncpfs".split())
_MENDS = {
    "is a symbolic link": "move it away, or name the real file with --ledger",
    "is not a regular file": "move it away",
    "belongs to another user": "take NAME over with chown, or move it away",
    "has a second hard link": "remove the other name of the file",
}
_TEMPORARY = (".tmp", ".part", ".partial", ".new")


def look(path: str) -> list[Finding]:
    """Report what is wrong with the ledger's files and folders, before opening any."""
    found = list(_strays(path))
    if os.path.lexists(path):
        found += [*_modes(path), *_age(path), *_synced(path), *_networked(path)]
    return found


def _modes(path: str) -> Iterator[Finding]:
    copies = backups_path(path)
    yield from _folder(os.path.dirname(path))
    for end in files.COMPANIONS:
        yield from _file(path + end)
    yield from _folder(copies)
    for name in _names(copies):
        yield from _file(os.path.join(copies, name))


def _folder(folder: str) -> Iterator[Finding]:
    found = _stat(folder)
    if found is None or not stat.S_ISDIR(found.st_mode) or not hasattr(os, "geteuid"):
        return
    # In a folder of the user's own choice it is the file that has to be private.
    is_own = folder == _usual_folder() or folder.endswith(_COPIES)
    is_shared = found.st_mode & stat.S_ISVTX  # as /tmp is, which is to be no user's alone
    move = "keep the ledger in one of your own"
    mend = move if is_shared else _chmod(700, folder)
    if found.st_uid != os.geteuid():
        what = "the folder belongs to another user"
        yield _access(folder, what, move, ACCESS if is_own else ADVICE)
    elif found.st_mode & _OTHERS:
        may_replace = found.st_mode & _CHANGING and not is_shared
        level = ACCESS if is_own or may_replace else ADVICE
        yield _access(folder, "other users may look into the folder", mend, level)
    elif found.st_mode & _ENTERED != _ENTERED:
        yield _access(folder, "you have no permission to look into the folder", mend)


def _usual_folder() -> str:
    try:
        return os.path.dirname(ledger_path(None, {**os.environ, "REFLOG_LEDGER": ""}))
    except NoPlaceError:
        return ""


def _file(name: str) -> Iterator[Finding]:
    found = _stat(name)
    if found is None or not hasattr(os, "geteuid"):
        return
    if complaint := complaint_of(found):
        yield _access(name, f"it {complaint}", _MENDS[complaint].replace("NAME", name))
    elif found.st_mode & _OTHERS:
        yield _access(name, "other users may read it", _chmod(600, name))
    elif not found.st_mode & stat.S_IRUSR:
        yield _access(name, "you have no permission to read it", _chmod(600, name))


def _access(where: str, what: str, fix: str, level: str = ACCESS) -> Finding:
    return Finding(code="permission", where=where, what=what, fix=fix, level=level)


def _advice(code: str, where: str, what: str, fix: str) -> Finding:
    return Finding(code=code, where=where, what=what, fix=fix, level=ADVICE)


def _chmod(mode: int, name: str) -> str:
    return f"chmod {mode} {shlex.quote(name)}"


def _strays(path: str) -> Iterator[Finding]:
    is_ahead = is_marked(path)
    if is_ahead:
        what = (
            "another program switched it to a mode (WAL) that keeps the latest changes in a "
            "second file, and a power cut may lose some of them"
        )
        fix = "close every program that has it open; the next command that writes switches it back"
        yield _advice("wal", path, what, fix)
    for suffix in ("-wal", "-shm"):
        if os.path.lexists(path + suffix) and not is_ahead:
            yield Finding(
                code="stray",
                where=path + suffix,
                what="another program left it, "
                "and it may have changes that are not in the ledger yet",
                fix=f"close every program that has {path} open, keep a copy of the files, "
                "then open the ledger once with sqlite3 and say PRAGMA journal_mode = DELETE",
            )
    for folder in (os.path.dirname(path), backups_path(path)):
        for name in _names(folder):
            where = os.path.join(folder, name)
            if _is_left_over(where, path) and _is_stale(where):
                yield _advice("stray", where, "an interrupted command left it", "remove it")


def _is_left_over(where: str, path: str) -> bool:
    """Return whether a file is a temporary one of an interrupted command."""
    folder, name = os.path.split(where)
    if name.startswith((files.TEMPORARY, files.REPAIRING)):
        return True
    if folder == backups_path(path):
        return name.endswith(_TEMPORARY) or name.startswith(".")
    return name.endswith(_TEMPORARY) and os.path.basename(path) in name


def _is_stale(name: str) -> bool:
    found = _stat(name)
    return found is not None and time.time() - found.st_mtime > STALE_SECONDS


def stale_journal(path: str) -> list[Finding]:
    """Report a rollback journal that is still there after the ledger was read."""
    name = f"{path}-journal"
    what = "an old command left it"
    fix = "the next command that writes removes it; if it stays, remove it yourself"
    return [Finding(code="stray", where=name, what=what, fix=fix)] if _is_stale(name) else []


def _age(path: str) -> Iterator[Finding]:
    """Report how old the last copy is, if the ledger has changed for days since."""
    live = _stat(path)
    if live is None or not stat.S_ISREG(live.st_mode) or not live.st_size:
        return
    folder = backups_path(path)
    copies = [
        found.st_mtime
        for name in _names(folder)
        if not name.startswith(".") and not name.endswith(_TEMPORARY)
        if (found := _stat(os.path.join(folder, name))) is not None
    ]
    if not copies:
        if time.time() - getattr(live, "st_birthtime", live.st_mtime) > OLD_COPY_SECONDS:
            yield _advice("copies", folder, "there is no copy of the ledger", "reflog backup")
    elif live.st_mtime - max(copies) > OLD_COPY_SECONDS:
        days = int((time.time() - max(copies)) // 86400)
        what = f"the last copy of the ledger is {days} days old"
        yield _advice("copies", folder, what, "reflog backup")


def _synced(path: str) -> Iterator[Finding]:
    is_synced = any(part.lower().startswith(_SYNCED) for part in path.split(os.sep)[:-1])
    folder = os.path.dirname(path)
    while not is_synced and folder != os.path.dirname(folder):
        is_synced = any(os.path.lexists(os.path.join(folder, name)) for name in _MARKERS)
        folder = os.path.dirname(folder)
        if folder == os.path.expanduser("~"):
            break
    if is_synced:
        what = (
            "the folder is synchronized: two machines at once can damage the ledger, "
            "and others may be able to read it"
        )
        fix = "keep the ledger somewhere else, and put copies there: reflog backup FILE"
        yield _advice("synced", path, what, fix)


def _networked(path: str) -> Iterator[Finding]:
    kind = _file_system(path)
    if kind.startswith(_NETWORKED):
        what = f"it is on a network file system ({kind}), where locks may not work"
        yield _advice("network", path, what, "keep the ledger on a disk in this machine")


def _file_system(path: str) -> str:
    """Return the sort of file system a path lies on, "" where the mount table tells nothing."""
    if not sys.platform.startswith("linux"):
        return ""
    best, kind = "", ""
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="replace") as table:
            for line in table:
                place, sort = line.split()[1:3]
                point = place.replace("\\040", " ").rstrip("/") + "/"
                if len(point) >= len(best) and path.startswith(point):
                    best, kind = point, sort
    except (OSError, ValueError):
        return ""
    return kind


def _stat(name: str) -> os.stat_result | None:
    try:
        return os.lstat(name)
    except OSError:
        return None


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
