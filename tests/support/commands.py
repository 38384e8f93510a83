"""Running reflog in tests: in this process for speed, and as the installed command."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reflog.cli.app import run

if TYPE_CHECKING:
    from beginnings import Beginning

TODAY = "2026-11-21"  # a Saturday

KEPT = ("PATH", "LANG", "SYSTEMROOT")
COVERAGE = {name: value for name, value in os.environ.items() if name.startswith("COV")}
"""What tells processes to measure, too."""

SCRIPT = Path(sysconfig.get_path("scripts")) / "reflog"


class Result:
    """What a command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- out\n{self.out}--- err\n{self.err}"


class Commands:
    """A ledger of a test and the commands typed on it, in a pipe.

    `reflog("intro fred sally")` splits at spaces; several words are taken as they are:
    `reflog("note", "fred", "likes tea")`.
    """

    def __init__(
        self, ledger: Path, today: str = TODAY, beginning: Beginning | None = None
    ) -> None:
        self._ledger = ledger
        self._variables: dict[str, str] = {}
        self._beginning = beginning
        self.today = today

    @property
    def ledger(self) -> Path:
        """The file. Whoever asks for it may do anything with it: its beginning is over."""
        self._begun()
        return self._ledger

    @property
    def variables(self) -> dict[str, str]:
        """The variables of the environment beside those of every test."""
        self._begun()
        return self._variables

    @variables.setter
    def variables(self, values: dict[str, str]) -> None:
        self._begun()
        self._variables = values

    def __call__(self, *words: str) -> Result:
        """Run in this process, through the same entry as the installed command."""
        return self._run(argv_of(words), self.environ())

    def ok(self, *words: str) -> Result:
        """Run what must succeed; what a ledger begins with may come of a run before."""
        return self._succeed(argv_of(words))

    def json(self, *words: str) -> Any:
        """Run what must succeed with --json, and return the document."""
        return self._succeed([*argv_of(words), "--json"]).json

    def refused(self, code: int, *words: str) -> Result:
        """Run what must be refused with this code, and leave the file as it was."""
        before = self.content()
        result = self(*words)
        assert result.code == code, result
        assert result.out == "", result
        assert "Traceback" not in result.err, result
        assert self.content() == before, "a refused command changed the file"
        return result

    def process(self, *words: str, environ: dict[str, str] | None = None) -> Result:
        """Run the installed command in a process of its own."""
        ended = subprocess.run(
            [str(SCRIPT), *argv_of(words)],
            env={**self.environ(), **(environ or {})},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Result(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def content(self) -> bytes | None:
        """Return the bytes of the ledger, None where there is none."""
        return self.ledger.read_bytes() if self.ledger.exists() else None

    def environ(self) -> dict[str, str]:
        self._begun()
        return self._environ()

    def _begun(self) -> None:
        if self._beginning is not None:
            self._beginning.end()

    def _succeed(self, argv: list[str]) -> Result:
        if self._beginning is None:
            result = self._run(argv, self._environ())
        else:
            result = self._beginning.type(
                tuple(argv), self.today, lambda: self._run(argv, self._environ())
            )
        assert result.code == 0, result
        return result

    def _run(self, argv: list[str], environ: dict[str, str]) -> Result:
        out, err = io.StringIO(), io.StringIO()
        code = run(argv, environ, io.StringIO(), out, err)
        return Result(code, out.getvalue(), err.getvalue())

    def _environ(self) -> dict[str, str]:
        return {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            **COVERAGE,
            "HOME": str(self._ledger.parent),
            "REFLOG_LEDGER": str(self._ledger),
            "REFLOG_TODAY": self.today,
            "LC_MONETARY": "en_US.UTF-8",
            "REFLOG_PAGER": "cat",
            **self._variables,
        }


def again(begun: Commands, folder: Path) -> Commands:
    """Return a ledger once more, with all that is beside it, to go on with."""
    data = shutil.copytree(begun.ledger.parent, folder / "data")
    return Commands(data / begun.ledger.name, begun.today)


def argv_of(words: tuple[str, ...]) -> list[str]:
    """Split one word at its spaces; take several as they are."""
    return words[0].split() if len(words) == 1 else list(words)
