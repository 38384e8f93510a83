"""A large ledger goes out piece by piece, and comes back."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from commands import SCRIPT
from foreign_files import another, exported
from reflog.storage import held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commands import Commands

AT = "2026-11-21T08:30:00.125Z"
DAY = "2026-03-01"

HARNESS = """
import sys
from pathlib import Path
from reflog.cli.app import main
code = main(sys.argv[1:])
sys.stdout.flush()
status = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
print(status["VmHWM"].split()[0], file=sys.stderr)
sys.exit(code)
"""


def ledger_of(introductions: int) -> dict[str, Any]:
    """A whole ledger, as JSON has it: three follow-ups to each introduction."""
    chance = random.Random(4)  # noqa: S311 - the same ledger every time
    people = ["me", *(f"person-{number}-x" for number in range(introductions // 3 + 2))]
    numbers = itertools.count(1)

    def entry(kind: str, **values: object) -> dict[str, Any]:
        uid = str(uuid.UUID(int=chance.getrandbits(128)))
        return {"id": next(numbers), "kind": kind, "uid": uid, "created_at": AT, **values}

    told: list[dict[str, Any]] = []
    owed: list[dict[str, Any]] = []
    for _ in range(introductions):
        provider, prospect = chance.sample(people[1:], 2)
        about = entry(
            "introduction",
            introducer="me",
            provider=provider,
            prospect=prospect,
            on=DAY,
            stage="introduced",
            stage_on=DAY,
            caller="provider",
            need="something that takes a few words to say",
            quiet=True,
        )
        told.append(about)
        owed += [
            entry(
                "follow-up",
                contact=one,
                purpose="check-in",
                due_on=DAY,
                about=about["id"],
                status="done",
                done_on=DAY,
                note="said and done",
            )
            for one in (provider, prospect, provider)
        ]
    contacts = [
        {
            "key": key,
            "uid": str(uuid.UUID(int=chance.getrandbits(128))),
            "me": key == 1,
            "handle": handle,
            "name": handle,
            "emails": [f"{handle}@example.com"],
            "created_on": DAY,
        }
        for key, handle in enumerate(people, 1)
    ]
    return {
        "format": "reflog",
        "version": 1,
        "redacted": [],
        "numbers": {"contact": len(people), "entry": next(numbers) - 1},
        "settings": {},
        "contacts": contacts,
        "introductions": told,
        "follow_ups": owed,
        **dict(_empty()),
        "ops": None,
        "changes": None,
    }


def _empty() -> Iterator[tuple[str, list[object]]]:
    for section in ("business", "thanks", "one_to_ones", "notes", "cards", "distinct"):
        yield section, []


def imported(folder: Path, introductions: int) -> Commands:
    file = folder / "made.json"
    file.write_text(json.dumps(ledger_of(introductions)))
    reflog = another(folder)
    reflog.ok("import", str(file), "--yes")
    return reflog


def peak(reflog: Commands, *words: str) -> int:
    """The most memory that a command of a process of its own has had, in MB."""
    ended = subprocess.run(
        [sys.executable, "-c", HARNESS, *words],
        env={key: text for key, text in reflog.environ().items() if not key.startswith("COV")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    return int(ended.stderr.splitlines()[-1]) // 1000


@pytest.mark.parametrize(
    ("introductions", "most"), [(600, 42), pytest.param(40_000, 48, marks=pytest.mark.slow)]
)
def test_the_memory_of_an_export_does_not_grow(
    tmp_path: Path, introductions: int, most: int
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells how much memory a process has had at most")
    reflog = imported(tmp_path, introductions)
    file = tmp_path / "out.json"
    as_json = ("follow-ups", "--format", "csv", "--json")
    for words in (("-o", str(file)), (), ("--journal",), ("--format", "vcard"), as_json):
        assert peak(reflog, "export", *words) < most, words
    assert exported(reflog) == file.read_text("ascii")


def test_a_long_export_goes_out_as_a_short_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reflog = imported(tmp_path, 200)
    whole = reflog.ok("export", "--journal").out
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.setattr(held, "MEMORY", 1_000)
    assert reflog.ok("export", "--journal").out == whole
    assert sorted(tmp_path.rglob("*")) == before


def test_pages_are_joined_without_a_gap(tmp_path: Path) -> None:
    reflog = imported(tmp_path, 520)
    made = json.loads((tmp_path / "made.json").read_text())
    document = json.loads(exported(reflog))
    for section in ("contacts", "introductions", "follow_ups"):
        assert len(document[section]) == len(made[section])
        for one, was in zip(document[section], made[section], strict=True):
            assert {key: one[key] for key in was} == was
    (tmp_path / "whole.json").write_text(exported(reflog, "--journal"))
    copy = another(tmp_path / "copy")
    copy.ok("import", str(tmp_path / "whole.json"))
    assert exported(copy, "--journal") == exported(reflog, "--journal")
    assert copy.ok("check").out == ""


def test_a_slow_reader_keeps_nobody_from_writing(tmp_path: Path) -> None:
    reflog = imported(tmp_path, 200)
    before = exported(reflog)
    assert len(before) > 200_000, "more than a pipe holds"
    with subprocess.Popen(
        [str(SCRIPT), "export"], env=reflog.environ(), stdout=subprocess.PIPE
    ) as export:
        assert export.stdout is not None
        first = export.stdout.read(1)
        reflog.ok("note", "person-1-x", "tea")
        assert (first + export.stdout.read()).decode() == before
    assert export.returncode == 0
    assert exported(reflog) != before
