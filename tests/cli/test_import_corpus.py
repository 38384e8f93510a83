"""Thirty files of as many programs through one command: the same again adds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from table_corpus import CORPUS

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

KINDS = ("added", "updated", "unchanged", "skipped", "failed")


def test_every_file_of_the_world_is_remembered_and_adds_nothing_again(
    reflog: Commands, tmp_path: Path
) -> None:
    paths = []
    for number, sample in enumerate(CORPUS.values()):
        file = tmp_path / f"{number}.txt"
        file.write_bytes(sample.text.encode(sample.encoding))
        paths.append(str(file))
    first = reflog.json("import", *paths, "--yes")
    assert first["read"] == sum(first[kind] for kind in KINDS)
    assert first["read"] == sum(len(one.people) + one.left for one in CORPUS.values())
    assert {file["format"] for file in first["files"]} == {one.source for one in CORPUS.values()}
    again = reflog.json("import", *paths, "--yes")
    assert (again["added"], again["updated"]) == (0, 0)
    assert again["read"] == first["read"]
    reflog.ok("undo")
    reflog.ok("check")
