"""The entry point: `reflog`, and `python -m reflog`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run one command and return its exit code."""
    from reflog.cli import app  # noqa: PLC0415 - what is imported before it counts on every TAB

    return app.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
