"""A progress bar on a terminal; imported only where one is shown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self, TextIO

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from reflog.render.terminal import console_for

if TYPE_CHECKING:
    from collections.abc import Callable

SOON = 0.3
FEW = 500
"""Seconds and things to do before a bar is shown: what is less needs none."""


class Bar:
    """A progress bar for one step after another, removed when the command ends."""

    def __init__(self, stream: TextIO) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=console_for(stream),
            transient=True,
        )
        self._task = self._progress.add_task("", total=None)
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._progress.stop()

    def begin(self, what: str, *, at_once: bool = False) -> Callable[[int, int], None]:
        """Start a step, and return the function that reports its progress.

        Args:
            what: a title like "Reading people.csv".
            at_once: show it at once, for a step that takes long and reports nothing.
        """
        self._progress.reset(self._task, total=None, description=what)
        if at_once:
            self._progress.start()
        return self._advance

    def _advance(self, done: int, total: int) -> None:
        if total >= FEW and time.monotonic() - self._begun > SOON:
            self._progress.start()
        self._progress.update(self._task, completed=done, total=total)
