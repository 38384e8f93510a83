"""Makes the man page when a wheel is built: share/man/man1/reflog.1, from the tree of commands."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManPage(BuildHookInterface):
    """What hatchling runs before and after it puts a wheel together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the page to where the wheel takes it from; a development install has none."""
        self.folder = tempfile.TemporaryDirectory()
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from reflog.cli import man  # noqa: PLC0415 - only now can it be found

        page = Path(self.folder.name, "reflog.1")
        page.write_text(man.page(self.metadata.version), "ascii")
        build_data["shared_data"][str(page)] = "share/man/man1/reflog.1"

    def finalize(self, *_built: object) -> None:
        """Take the page away."""
        self.folder.cleanup()
