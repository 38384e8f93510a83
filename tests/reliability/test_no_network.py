"""No network, ever: each command in a process of its own that dies at the first socket."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commands import Commands
    from figures import Figure

HARNESS = """
import json
import os
import sys


def watch(event, arguments):
    if event.split(".")[0] in {"socket", "urllib", "ftplib", "smtplib", "telnetlib", "http"}:
        sys.stderr.write(f"<network> {event}\\n")
        os._exit(99)


sys.addaudithook(watch)
from importlib import import_module
from reflog.__main__ import main
from reflog import cli

for name in cli.NAMES:
    import_module(cli.module_of(name))  # once, and not in each process
codes = []
for words in json.loads(sys.argv[1]):
    if not (child := os.fork()):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["reflog", *words.split()]
        sys.exit(main())
    codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps(codes))
"""
COMMANDS = (
    *("intro fred sally", "received bob --from fred", "contact edit fred --phone +14155550147"),
    *("contact edit fred --email fred@example.com", "done 2", "mark 1 won --amount 5", "due --all"),
    *("thanks fred", "met fred", "note fred tea", "follow fred call", "show fred", "who", "tree"),
    *("balance", "log", "find tea", "contact list", "history", "config currency", "undo", "redo"),
    *("--version", "--help", "contact forget fred --yes", "show nobody", "due --json"),
)


def ended(reflog: Commands, commands: Sequence[str]) -> list[int]:
    """Return the exit code of each, which runs in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", HARNESS, json.dumps(commands)],
        env=reflog.environ(),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=True,
    ).stdout
    codes: list[int] = json.loads(told)
    return codes


@pytest.fixture(autouse=True)
def _a_watch_that_sees(reflog: Commands) -> None:
    """The watch is worth something only where it would have seen a socket."""
    opening = HARNESS.replace(
        "from reflog.__main__", "import socket; socket.socket()\nfrom reflog.x"
    )
    code = subprocess.run(
        [sys.executable, "-c", opening], env=reflog.environ(), capture_output=True, check=False
    ).returncode
    assert code == 99


def test_no_command_opens_a_socket_or_asks_for_a_name(reflog: Commands, figure: Figure) -> None:
    codes = dict(zip(COMMANDS, ended(reflog, COMMANDS), strict=True))
    assert {words: code for words, code in codes.items() if code not in {0, 3}} == {}
    figure("P13", "commands that reached for the network", f"0 of {len(codes)}")
