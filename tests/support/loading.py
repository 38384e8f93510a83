"""Which modules the command has loaded when it ends, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commands import Commands

HARNESS = """
import os, sys
sys.path += {path!r}
before = set(sys.modules) if {bare} else set()
from reflog.__main__ import main
sys.argv = ["reflog", *sys.argv[1:]]
end = os._exit
def tell(code):
    seen = sorted(set(sys.modules) - before)
    print("\\n<modules>", *seen, sep="\\n", file=sys.stderr, flush=True)
    end(code)
os._exit = tell
main()
"""


def loaded(
    reflog: Commands, *words: str, code: int | None = 0, bare: bool = False
) -> tuple[set[str], str]:
    """Return the modules, and what the command said on stdout.

    Args:
        reflog: the ledger it is run on.
        words: what is typed.
        code: what it has to exit with; None for anything.
        bare: leave out what Python loads by itself, and load nothing for the environment.
    """
    # What measures coverage loads modules of its own.
    environ = {key: text for key, text in reflog.environ().items() if not key.startswith("COV")}
    path = sys.path if bare else []
    ended = subprocess.run(
        [
            *(sys.executable, *(["-S"] if bare else [])),
            *("-c", HARNESS.format(path=path, bare=bare), *words),
        ],
        env=environ,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    assert code is None or ended.returncode == code, ended.stderr
    return set(ended.stderr.split("<modules>\n")[1].split()), ended.stdout


def roots(modules: set[str]) -> set[str]:
    """The packages that the modules are of."""
    return {module.partition(".")[0] for module in modules}
