"""The register of commands as plain data, which the program keeps in `reflog.cli.grammar`.

    python tests/support/command_table.py

writes it anew; a test holds what is kept equal to the register.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from reflog.cli import app, commands
from reflog.cli.grammar import GROUPS, REGISTER

if TYPE_CHECKING:
    from reflog.cli.grammar import Command

Row = tuple[str, str, str, str, str, str]
TABLE = Path(app.__file__).with_name("grammar.py")
OPENING, ENDING = "] = {\n", "\n}\n"
"""What stands around the rows of the table."""

KINDS = {"N": "OPEN", "P": "PURPOSE", "INTRODUCER": "NAME", None: "TEXT"}
"""What an option takes where its metavar does not say it."""

ORDER = "history entries settings importing exports backups help".split()
"""The modules of the group called keeping, as help lists their commands."""


def made() -> dict[str, Row]:
    """Return the table as the register has it."""
    for module in pkgutil.iter_modules(commands.__path__):
        import_module(f"{commands.__name__}.{module.name}")
    registered = sorted(REGISTER.values(), key=_place)
    tree: Any = typer.main.get_command(app.grown(registered))
    found: dict[str, Row] = {"": ("", "", "", "", "", _options(tree))}
    for one in registered:
        typed: Any = tree
        for word in one.name.split():
            typed = typed.commands[word]
        module_name = one.run.__module__.rpartition(".")[2]
        row = (module_name, one.usage, one.takes, one.group, one.outcome, _options(typed))
        found[one.name] = row
    return found


def _place(command: Command) -> tuple[int, int, str, int]:
    """Return where help lists a command: what is typed most comes first."""
    run = command.run
    module = run.__module__.rpartition(".")[2]
    order = ORDER.index(module) if module in ORDER else len(ORDER)
    return GROUPS.index(command.group), order, module, run.__code__.co_firstlineno


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
