"""Importing very many people: in time, within memory, with a bar that moves."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pexpect
import pytest

from cases import GOOGLE, table
from commands import SCRIPT, Commands

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY = 100_000
SECONDS = 40
MOST_MEMORY = 400  # MB
STEPS = ("Reading", "Looking for each person", "Writing", "Sealing")


def sentence_of(syllables: str, chance: random.Random, least: int) -> str:
    made = "".join(chance.choices(syllables.split(), k=chance.randint(least, 3)))
    return made.title()


def people(count: int) -> bytes:
    """A table of Google Contacts with so many people, as various as real ones."""
    chance = random.Random(count)  # noqa: S311 - made-up people, no secret
    rows: list[dict[str, str]] = []
    for number in range(count):
        first = sentence_of("an be cor dan el fre gus han iv jo kar lin mo ni ol pe", chance, 1)
        last = sentence_of("berg gra stein wil kor mann tor bach lund ner pol rie sch", chance, 2)
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
        rows.append(row)
    return table(GOOGLE.split(","), rows)


@pytest.mark.parametrize(
    "count", [10_000, pytest.param(15_000, marks=pytest.mark.slow)], ids=["sample", "many"]
)
def test_the_bar_moves_through_every_step(tmp_path: Path, count: int) -> None:
    reflog = Commands(tmp_path / "data" / "ledger.db")
    file = tmp_path / "many.csv"
    file.write_bytes(people(count))
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", f"{SCRIPT} import '{file}' --yes > /dev/null"],
        env={**reflog.environ(), "TERM": "xterm"},
        encoding="utf-8",
        timeout=120,
        dimensions=(24, 100),
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    shown = child.before or ""
    assert all(step in shown for step in STEPS), shown
    assert len(set(re.findall(r"(\d+)%", shown))) > 3
    assert reflog.json("import", str(file), "--dry-run")["unchanged"] == count


def test_off_a_terminal_there_is_no_bar(tmp_path: Path) -> None:
    reflog = Commands(tmp_path / "data" / "ledger.db")
    file = tmp_path / "many.csv"
    file.write_bytes(people(500))
    done = reflog.process("import", str(file), "--yes")
    assert (done.code, done.err) == (0, "")


def taken(argv: list[str], environ: Mapping[str, str]) -> dict[str, Any]:
    """Run a command from a small process: one begins with the peak of memory of its parent."""
    asked = json.dumps({"argv": argv, "environ": dict(environ), "terminal": False})
    starter = [sys.executable, "-I", "-S", str(Path(__file__).parents[1] / "bench/processes.py")]
    ended = subprocess.run(starter, input=asked, capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["", "--json"], ids=["page", "json"])
def test_a_hundred_thousand_people_in_a_minute(tmp_path: Path, answer: str) -> None:
    reflog = Commands(tmp_path / "data" / "ledger.db")
    file = tmp_path / "many.csv"
    file.write_bytes(people(MANY))
    argv = [str(SCRIPT), "import", str(file), "--yes", *filter(None, [answer])]
    used = taken(argv, reflog.environ())
    assert used["code"] == 0
    seconds, computed, memory = used["seconds"], used["computed"], used["memory"] / 2**20
    size = reflog.ledger.stat().st_size / 1_000_000
    print(  # noqa: T201 - the figure
        f"{MANY:,} people imported in {seconds:.1f} s ({computed:.1f} s of one core), "
        f"{memory:.0f} MB of memory, a ledger of {size:.0f} MB"
    )
    # What else runs on the machine makes it wait, and computes nothing for it.
    assert computed < SECONDS
    assert memory < MOST_MEMORY
    again = reflog.json("import", str(file), "--dry-run")
    assert (again["read"], again["unchanged"]) == (MANY, MANY)
    reflog.ok("undo")
    assert reflog.json("contact list") == []


def test_the_same_file_by_several_at_once_adds_everybody_once(tmp_path: Path) -> None:
    reflog = Commands(tmp_path / "data" / "ledger.db")
    file = tmp_path / "many.csv"
    file.write_bytes(people(60))
    running = [
        subprocess.Popen(
            [str(SCRIPT), "import", str(file), "--yes", "--json"],
            env=reflog.environ(),
            stdout=subprocess.PIPE,
        )
        for _process in range(3)
    ]
    answers = [json.loads(one.communicate()[0]) for one in running]
    assert [one.returncode for one in running] == [0, 0, 0]
    assert sorted(len(one["created_contacts"]) for one in answers)[:2] == [0, 0]
    assert all(one["read"] == 60 for one in answers)
    alone = Commands(tmp_path / "alone" / "ledger.db")
    alone.ok("import", str(file), "--yes")
    assert len(reflog.json("contact list")) == len(alone.json("contact list"))
    assert len(reflog.json("history")) == 1
    reflog.ok("check")
