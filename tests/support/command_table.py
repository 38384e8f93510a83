"""The options in the table of commands, which the program keeps in `reflog.cli`.

    python tests/support/command_table.py

writes them anew; a test holds what is kept equal to the signatures of the commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reflog import cli
from reflog.cli import app

Row = tuple[str, str, str, str, str, str]
TABLE = Path(cli.__file__)
OPENING, ENDING = "] = {\n", "\n}\n"
"""What stands around the rows of the table."""

KINDS = {"N": "OPEN", "P": "PURPOSE", "INTRODUCER": "NAME", None: "TEXT"}
"""What an option takes where its metavar does not say it."""


def made() -> dict[str, Row]:
    """Return the table with the options that the commands have."""
    found: dict[str, Row] = {}
    tree = app.branch()
    for name, row in cli.COMMANDS.items():
        typed: Any = tree
        for word in name.split():
            typed = typed.commands[word]
        found[name] = (*row[:5], _options(typed))
    return found


def _options(command: Any) -> str:
    """Return the options of a command: `--by,-b=NAME --consent --no-consent`."""
    return " ".join(
        option
        for param in command.params
        if param.param_type_name == "option" and not _is_everywhere(command, param)
        for option in _option(param)
    )


def _is_everywhere(command: Any, param: Any) -> bool:
    """Is this an option that every command has: --help and, but for reflog itself, --json?"""
    return "--help" in param.opts or ("--json" in param.opts and not hasattr(command, "commands"))


def _option(param: Any) -> list[str]:
    names = ",".join(sorted(param.opts, key=lambda name: not name.startswith("--")))
    if param.is_flag:
        return [names, *param.secondary_opts]
    return [f"{names}={KINDS.get(param.metavar, param.metavar)}"]


def _write() -> None:
    rows = (
        f'    "{name}": ({", ".join(f"{chr(34)}{one}{chr(34)}" for one in row)}),\n'
        for name, row in made().items()
    )
    head, opening, rest = TABLE.read_text(encoding="utf-8").partition(OPENING)
    _rows, ending, tail = rest.partition(ENDING)
    TABLE.write_text(f"{head}{opening}{''.join(rows).rstrip()}{ending}{tail}", encoding="utf-8")


if __name__ == "__main__":
    _write()
