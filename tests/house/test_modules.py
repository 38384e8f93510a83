"""Which modules a command loads: heavy ones where they are needed, the network never."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reflog as package
from loading import loaded, roots
from reflog import cli

if TYPE_CHECKING:
    from commands import Commands

SOURCE = Path(package.__file__).parent
HEAVY = {"sqlalchemy", "sqlmodel", "pydantic", "pydantic_core"}
WRITE_DOOR = {f"reflog.storage.{name}" for name in ("ledger", "files")}
COPYING = {
    "reflog.storage.copies",
    *(f"reflog.storage.backups.{name}" for name in ("take", "restore")),
}
EXPORTING = {"reflog.domain.exports", "reflog.render.documents", "reflog.formats.ledger.document"}
NETWORK = {"socket", "_socket", "ssl", "http.client", "urllib.request", "asyncio"}

READING = [
    "",
    "due",
    "due --all --json",
    "due --for fred",
    "thanks",
    "thanks --given",
    "who",
    "who fred",
    "tree",
    "tree fred --json",
    "balance",
    "picture",
    "picture network fred --json",
    "match boiler",
    "match --json",
    "ask",
    "ask --since 1y --json",
    "met",
    "network",
    "report --json",
    "show fred",
    "show 1",
    "intros --open",
    "log",
    "log fred --limit 3",
    "find tea",
    "contact",
    "contact list --json",
    "contact duplicates",
    "config",
    "config currency",
    "check",
    "completion bash",
    "__complete zsh reflog who fr",
    "export",
    "export --journal",
    "export contacts --format csv",
    "export --format vcard --json",
    "export --format ics",
]
REFUSED = [
    "export nonsense",
    "export --redact names",
    "nonsense",
    "received a b c",
    "mark",
    "mark 1 nowhere",
    "done 2 --mark nowhere",
    "done --on never 2",
    "snooze 2",
    "follow fred",
    "business 1 nothing",
    "contact add 12",
    "edit 1",
    "edit 1 --stage nowhere",
    "delete 1",
    "config nonsense 1",
    "who nobody",
]
MISUSED = [
    "nonsense",
    "help nonsense",
    "received a b c",
    "due --nope",
    "mark",
    "done",
    "business",
]
HELP = [
    *("--help", "-h", "--version", "intro --help", "due -h", "contact --help", "contact add -h"),
    *("help", "help week", "help json --json", "help intro", "help contact add"),
]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger with something in it, and with the day's copy."""
    from commands import Commands  # noqa: PLC0415 - the one use at run time

    reflog = Commands(tmp_path_factory.mktemp("modules") / "ledger.db")
    reflog.ok("intro fred sally")
    reflog.ok("note fred tea")
    reflog.ok("backup")
    return reflog


@pytest.mark.parametrize("command", READING)
def test_a_question_loads_neither_models_nor_rich(kept: Commands, command: str) -> None:
    modules = loaded(kept, *command.split())[0]
    assert not roots(modules) & HEAVY
    assert ("icalendar" in roots(modules)) == ("ics" in command)
    assert bool(modules & EXPORTING) == command.startswith("export")
    door = WRITE_DOOR if command != "check" else WRITE_DOOR - {"reflog.storage.files"}
    assert not modules & (door | COPYING), "a check makes a copy of its own, aside"
    assert "rich" not in roots(modules)
    assert not modules & NETWORK


def test_looking_at_an_import_loads_no_models(kept: Commands) -> None:
    cards = Path(__file__).parents[1] / "reliability" / "people.vcf"
    modules = loaded(kept, "import", str(cards), "--dry-run")[0]
    assert not roots(modules) & HEAVY
    assert not modules & (WRITE_DOOR | COPYING | NETWORK)
    assert "rich" not in roots(modules)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_graph_is_written_without_what_could_reach_for_the_network(
    kept: Commands, tmp_path: Path, form: str
) -> None:
    modules = loaded(kept, "picture", "-o", str(tmp_path / f"network.{form}"))[0]
    assert not modules & NETWORK


@pytest.mark.parametrize("command", REFUSED)
def test_what_is_refused_before_writing_does_not_open_the_write_door(
    kept: Commands, command: str
) -> None:
    modules = loaded(kept, *command.split(), code=None)[0]
    assert not roots(modules) & HEAVY
    assert not modules & WRITE_DOOR
    assert "rich" not in roots(modules)
    assert not modules & NETWORK


@pytest.mark.parametrize("command", HELP)
def test_help_opens_no_door_that_writes(reflog: Commands, command: str) -> None:
    modules = loaded(reflog, *command.split())[0]
    assert not roots(modules) & HEAVY
    assert not [module for module in modules if module.startswith("reflog.storage")]
    assert "sqlite3" not in modules
    assert "rich" not in roots(modules)
    assert not reflog.ledger.exists()


@pytest.mark.parametrize("command", MISUSED)
def test_bad_usage_loads_no_storage(reflog: Commands, command: str) -> None:
    modules = loaded(reflog, *command.split(), code=2)[0]
    assert not [module for module in modules if module.startswith("reflog.storage")]
    assert "sqlite3" not in modules


def test_the_loaded_modules_of_a_writing_command_are_seen_here(kept: Commands) -> None:
    modules = loaded(kept, "note", "fred", "coffee")[0]
    assert not roots(modules) & HEAVY
    assert "typer" not in roots(modules)
    assert modules >= WRITE_DOOR - {"reflog.storage.files"}
    assert "reflog.storage.files" not in modules, "the ledger's file is there"
    assert not modules & (COPYING - {"reflog.storage.copies"}), "the day's copy already exists"
    assert "rich" not in roots(modules)


def test_sqlmodel_is_imported_for_the_models_and_for_scripts_alone() -> None:
    for path in SOURCE.rglob("*.py"):
        where = path.relative_to(SOURCE).as_posix()
        assert where in {"models.py", "api.py"} or not _imported(path) & HEAVY, where


def test_nothing_in_the_source_speaks_to_the_network() -> None:
    speakers = {"socket", "ssl", "http", "urllib", "requests", "httpx", "asyncio", "ftplib"}
    for path in SOURCE.rglob("*.py"):
        assert not _imported(path) & speakers, path


def test_no_test_can_open_a_socket() -> None:
    with pytest.raises(pytest.fail.Exception, match="network"):
        socket.socket()


def _imported(path: Path) -> set[str]:
    """Return the packages that a file imports when it runs."""
    found = set()
    nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            nodes += node.orelse
            continue
        nodes += ast.iter_child_nodes(node)
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_no_command_needs_typer_or_the_write_door_to_be_imported() -> None:
    named = ", ".join({cli.module_of(name) for name in cli.NAMES})
    script = f"import sys, {named}\nprint(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    modules = set(ended.stdout.split())
    unwanted = modules & {"typer", "rich", "sqlite3", "json", "typing", *HEAVY, *WRITE_DOOR}
    assert not unwanted
