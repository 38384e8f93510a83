"""What is measured, and the small process that runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self


@dataclass(frozen=True)
class Job:
    """A command to be measured.

    Attributes:
        name: what the page calls it.
        argv: the command, its program by its whole path.
        environ: all of its variables.
        terminal: whether it answers a terminal; else nothing that is one.
        undo: what takes it back, so that it can be measured again.
    """

    name: str
    argv: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    terminal: bool = False
    undo: Job | None = None


@dataclass(frozen=True)
class Taken:
    """What a process took: seconds by the clock and of a core, and bytes of memory at its peak."""

    seconds: float
    computed: float
    memory: int


class Runner:
    """Runs jobs, one at a time."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__).with_name("processes.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def take(self, job: Job) -> Taken:
        """Run a job, and take back what it did.

        Raises:
            RuntimeError: it failed.
        """
        told = {"argv": job.argv, "environ": dict(job.environ), "terminal": job.terminal}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if answer["code"]:
            message = f"{job.name} ended with {answer['code']}"
            raise RuntimeError(message)
        if job.undo:
            self.take(job.undo)
        return Taken(**{key: answer[key] for key in ("seconds", "computed", "memory")})
