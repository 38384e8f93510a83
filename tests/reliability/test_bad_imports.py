"""Bad files, imported: refused with a sentence, the line named, and nothing written (P11)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bad_files import BAD, JSONS, LARGE, Bad, write
from commands import SCRIPT, Commands, Result

if TYPE_CHECKING:
    from pathlib import Path

    from figures import Figure

MOST_MEMORY = 256  # MB
WHAT = "a file that no import may take: exit 2, its line named"
SAMPLE = (
    "a spreadsheet (xlsx)",
    "noise",
    "prose",
    "a vCard that never ends",
    "a vCard cut off within its name",
    "NaN",
    "lists in lists",
    "a row too many",
    "linkedin: a quote that is never closed",
    "google: NULs in a row",
    "outlook: the name of a column twice",
    "in koi8-r",
    "outlook.com: cut off within its last row",
    "a column that is not there",
)
IN_PROCESSES = ("70 MB", "vCards, the last cut off within END", "JSON cut off")
"""Of the sample, those that are run by the installed command, which takes longer."""

LAUNCHER = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
_pid, status, used = os.wait4(child.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(str(used.ru_maxrss // 1024))
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Runs a command, and writes down how many MB it took at most: a process counts what the
one that started it held, so it is started by a small one."""


class Import:
    """A ledger with something in it, and a bad file to be imported into it."""

    def __init__(self, folder: Path, ledger: Path) -> None:
        folder.mkdir(parents=True)
        shutil.copytree(ledger.parent, folder / "data")
        self.reflog = Commands(folder / "data" / ledger.name)
        self._file = folder / "people.csv"
        self._peak = folder / "peak"
        self.wrong: list[str] = []
        self.peak = 0

    def tries(self, name: str, *, in_process: bool) -> None:
        """Import a bad file, and note what was not as it is promised."""
        bad = BAD[name]
        write(bad, self._file)
        words = ("import", str(self._file), "--yes", *bad.options)
        before = self._content()
        result = self._run(*words) if in_process else self.reflog(*words)
        complaint = self._complaint(bad, result)
        if self._content() != before:
            complaint = "it changed something"
        if complaint:
            self.wrong.append(f"{name}: {complaint}\n{result!r}")

    def _complaint(self, bad: Bad, result: Result) -> str | None:
        place = str(self._file) if bad.line is None else f"{self._file}, line {bad.line}: "
        if result.code != 2:
            return f"exit {result.code}"
        if "Traceback" in result.err or result.out:
            return "it says more than a sentence"
        if place not in result.err:
            return f"it does not name {place}"
        if "nothing was imported" not in result.err:
            return "it does not say that nothing was imported"
        return None

    def _run(self, *words: str) -> Result:
        """Run the installed command, and note the memory it took at most."""
        ended = subprocess.run(
            [sys.executable, "-c", LAUNCHER, str(self._peak), str(SCRIPT), *words],
            env=self.reflog.environ(),
            capture_output=True,
            check=False,
        )
        self.peak = max(self.peak, int(self._peak.read_text()))
        return Result(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def _content(self) -> dict[str, bytes]:
        """Return every file beside the ledger, and what it holds."""
        folder = self.reflog.ledger.parent
        return {
            os.path.relpath(file, folder): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file()
        }


@pytest.fixture
def bad_import(tmp_path: Path, populated: Commands) -> Import:
    return Import(tmp_path / "import", populated.ledger)


def test_a_bad_file_changes_nothing_and_its_line_is_named(bad_import: Import) -> None:
    for name in SAMPLE:
        bad_import.tries(name, in_process=False)
    assert not bad_import.wrong, "\n".join(bad_import.wrong)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
def test_a_bad_file_takes_little_memory(bad_import: Import) -> None:
    for name in IN_PROCESSES:
        bad_import.tries(name, in_process=True)
    assert not bad_import.wrong, "\n".join(bad_import.wrong)
    assert bad_import.peak <= MOST_MEMORY


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
def test_no_bad_file_changes_anything_or_fills_the_memory(
    bad_import: Import, figure: Figure
) -> None:
    for number, name in enumerate(BAD):
        by_itself = name in LARGE or name in JSONS or number % 10 == 0
        bad_import.tries(name, in_process=by_itself)
    assert not bad_import.wrong, "\n".join(bad_import.wrong)
    assert bad_import.peak <= MOST_MEMORY
    figure("P11", WHAT, f"{len(BAD)} bad files: 0 tracebacks, 0 partial imports")
    figure("P11", "the memory that one of them took at most", f"{bad_import.peak} MB")
