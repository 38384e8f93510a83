"""What a test may do: modes of files count for root, too, and files belong to somebody else."""

from __future__ import annotations

import ctypes
import os
import subprocess
from typing import TYPE_CHECKING

from commands import SCRIPT, Result, argv_of

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

NOBODY = 65534
_DROP = 24  # PR_CAPBSET_DROP
_OVERRIDING = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


def obeying(reflog: Commands, *words: str, folder: Path | None = None) -> Result:
    """Run the installed command as somebody whom the modes of files keep out."""
    ended = subprocess.run(
        [str(SCRIPT), *argv_of(words)],
        env=reflog.environ(),
        cwd=folder,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
        preexec_fn=_obey,
    )
    return Result(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def _obey() -> None:
    if os.geteuid() == 0:
        system = ctypes.CDLL(None)
        for capability in _OVERRIDING:
            system.prctl(_DROP, capability, 0, 0, 0)
