"""Power cuts, played from the calls that altered files: what was synced stays, the rest may.

Until a file is synced each write to it may reach the disk or not, whole or in part, in any
order; until a folder is synced so may each name that was made in it or taken from it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECTOR = 512


class Call(NamedTuple):
    """A call that altered a file, or `done`: a command's answer."""

    kind: str
    path: str
    place: int
    data: bytes


def read_calls(records: Path) -> list[Call]:
    calls = []
    for line in records.read_text("utf-8").splitlines():
        kind, path, place, data = line.split("\t")
        calls.append(Call(kind, path, int(place), bytes.fromhex(data)))
    return calls


@dataclass(eq=False)
class File:
    """A file, or a folder: what of it is on disk, and what is still on its way."""

    kept: bytes = b""
    pending: list[Call] = field(default_factory=list)

    def sync(self) -> None:
        self.kept = self.after(self.pending)
        self.pending = []

    def after(self, calls: list[Call]) -> bytes:
        content = bytearray(self.kept)
        for call in calls:
            if call.kind == "truncate":
                del content[call.place :]
                content.extend(bytes(call.place - len(content)))
            else:
                content.extend(bytes(max(0, call.place - len(content))))
                content[call.place : call.place + len(call.data)] = call.data
        return bytes(content)


Names = dict[str, File | None]


class Disk:
    """A disk as the calls up to now have left it."""

    def __init__(self) -> None:
        self._names: dict[str, File] = {}
        self._kept: dict[str, File] = {}
        self._pending: list[Names] = []

    def carry_out(self, call: Call) -> None:
        if call.kind in {"create", "mkdir"}:
            self._rename({call.path: File()})
        elif call.kind == "unlink":
            self._rename({call.path: None})
        elif call.kind == "link":
            self._rename({call.data.decode(): self._names[call.path]})
        elif call.kind == "rename":
            self._rename({call.path: None, call.data.decode(): self._names[call.path]})
        elif call.kind == "sync":
            self._sync(call.path)
        elif call.path in self._names:  # Else nobody finds it any more.
            self._names[call.path].pending.append(call)

    def survive(self, chance: random.Random) -> dict[str, bytes]:
        """Cut the power: return the files that are left, by chance."""
        luck = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        names = dict(self._kept)
        for renamed in self._pending:
            if chance.random() < luck:
                _apply(names, renamed)
        folders = {path for path in self._names if self._is_folder(path)}
        lost = folders - names.keys()
        return {
            path: file.after(list(_surviving(file.pending, chance)))
            for path, file in names.items()
            if path not in folders and _folder_of(path) not in lost
        }

    def _is_folder(self, path: str) -> bool:
        return any(_folder_of(other) == path for other in self._names)

    def _rename(self, names: Names) -> None:
        _apply(self._names, names)
        self._pending.append(names)

    def _sync(self, path: str) -> None:
        if path in self._names:
            self._names[path].sync()
        for names in self._pending:
            if {_folder_of(name) for name in names} == {path}:
                _apply(self._kept, names)
        self._pending = [
            names for names in self._pending if {_folder_of(name) for name in names} != {path}
        ]


def _apply(names: dict[str, File], changes: Names) -> None:
    for path, file in changes.items():
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file


def _folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def _surviving(pending: list[Call], chance: random.Random) -> Iterator[Call]:
    luck = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    for call in pending:
        if chance.random() < luck:
            yield call
        elif call.kind == "write" and chance.random() < luck / 2:
            start = chance.randrange(0, max(1, len(call.data)), SECTOR)
            end = start + SECTOR * chance.randint(1, 4)
            yield call._replace(place=call.place + start, data=call.data[start:end])


def cuts(calls: list[Call], times: int, seed: int) -> Iterator[tuple[dict[str, bytes], int]]:
    """Cut the power at `times` moments: the files left, and how many answers were given."""
    chance = random.Random(seed)  # noqa: S311 - when the power is cut, no secret
    moments = sorted(chance.randint(0, len(calls)) for _ in range(times))
    disk = Disk()
    carried_out = answers = 0
    for moment in moments:
        for call in calls[carried_out:moment]:
            if call.kind == "done":
                answers += 1
            else:
                disk.carry_out(call)
        carried_out = moment
        yield disk.survive(chance), answers
