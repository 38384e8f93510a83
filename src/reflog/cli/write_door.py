"""Opening the write door for a command, and the day's copy behind it."""

from __future__ import annotations

import gc
from contextlib import contextmanager

from reflog.errors import ReflogError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflog.cli.environment import Environment
    from reflog.storage.ledger import Ledger


@contextmanager
def write_and_copy(env: Environment, command: str) -> Iterator[Ledger]:
    """Open the write door; after the first write of a day, copy the ledger."""
    with _write_door(env.ledger_path, command, env.today.isoformat()) as ledger:
        yield ledger
    env.outcome = "the change was recorded"
    if ledger.written.op is not None:
        _copy_for_the_day(env)


def _copy_for_the_day(env: Environment) -> None:
    """Take the day's copy of the ledger; what was written stays, whatever comes of it."""
    from reflog.storage import copies

    try:
        if copies.wants_copy(env.ledger_path, env.today.isoformat()):
            from reflog.storage.backups import take

            take.back_up_for_the_day(env.ledger_path, env.today.isoformat())
    except Exception as error:  # noqa: BLE001 - the command is done, and says so
        said = error.message if isinstance(error, ReflogError) else type(error).__name__
        env.note(f"The day's copy of the ledger failed: {said}")


@contextmanager
def _write_door(path: str, command: str, today: str) -> Iterator[Ledger]:
    """Import the write door without collecting garbage meanwhile, and open it."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        from reflog.storage.ledger import writing
    finally:
        if was_enabled:
            gc.enable()
    with writing(path, command, today) as ledger:
        yield ledger
