"""Files to look at in a browser: written like exports, and opened on request."""

from __future__ import annotations

import os
import sys

from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from reflog.cli.environment import Environment

PAGE = ("html",)


def form_of(
    output: str | None, what: str, among: Collection[str], example: str, *, is_opened: bool
) -> str | None:
    """Return the ending of the file that is asked for, None where none is.

    Raises:
        UsageError: it ends in none of these, or a file is to be opened and none is named.
    """
    if output is None:
        if is_opened:
            raise UsageError("--open opens a file, and none is named.", hint=f"{example} --open")
        return None
    form = os.path.splitext(output)[1].lstrip(".").lower()
    if form not in among:
        *others, last = [f".{one}" for one in among]
        endings = f"{', '.join(others)} or {last}" if others else last
        message = f"{what} is a file that ends in {endings}, not {quoted(output)}."
        raise UsageError(message, hint=example)
    return form


def write(
    env: Environment, output: str, text: str, example: str, *, force: bool, is_opened: bool
) -> None:
    """Write the file, say so, and open it on request (UsageError: nothing opens it)."""
    target = env.file_made(output, example)
    data = text.encode()
    env.files([target], force=force).write({target: [data]})
    said = f"Wrote {target} ({max(1, round(len(data) / 1000)):,} kB)."
    form = os.path.splitext(output)[1].lstrip(".").lower()
    env.answer(lambda: [said], lambda: {"file": target, "format": form})
    if is_opened:
        _open(env, target)


def _open(env: Environment, path: str) -> None:
    from pathlib import Path

    from reflog.cli.handing import Desktop

    if not Desktop(sys.platform, env.environ).opens(Path(path).as_uri()):
        env.outcome = "the file was written"
        raise UsageError("Nothing on this machine opens it.", hint=f"open {path} in a browser")
