"""The command `reflog` as `python -m reflog`."""

from __future__ import annotations

from reflog.cli import run as main

__all__ = ["main"]

if __name__ == "__main__":
    main()
