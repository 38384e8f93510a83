"""The entry point: `reflog`, and `python -m reflog`."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

COMPLETE = "__complete"
"""The word that the scripts for the shells ask with."""


def main() -> NoReturn:
    """Run one command and end the process with its exit code.

    A command is over in a blink, so garbage is not collected, and the modules are not taken
    down one by one as Python would: that took a sixth of the time of `reflog due`.
    """
    gc.disable()
    os._exit(_answered(sys.argv[1:]))


def _answered(argv: list[str]) -> int:
    """Answer by the quickest of the three lanes that can; return the exit code."""
    if argv[:1] == [COMPLETE]:
        from reflog.cli import completion

        return completion.answer(argv[1:])
    from reflog.cli import main as fast

    code = fast.answer(argv)
    if code is not None:
        return code
    from reflog.cli import app

    return app.main(argv)


if __name__ == "__main__":
    main()
