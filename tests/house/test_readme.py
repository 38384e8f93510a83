"""The README is what a user relies on: its examples are run, its reference is compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer

from reflog.cli.app import tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commands import Commands

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def examples() -> Iterator[tuple[str, str]]:
    """Each command of the console blocks with the answer printed below it."""
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = example.partition("\n")
            yield command, answer


def commands_of(command: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from commands_of(child, f"{path} {name}")
    if not children:
        options = {
            option
            for param in command.params
            for option in (*param.opts, *param.secondary_opts)
            if option.startswith("--")
        }
        yield path, options - {"--json", "--help"}


TREE = dict(commands_of(typer.main.get_command(tree()), "reflog"))


def test_the_examples_answer_what_the_readme_prints(
    reflog: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = list(examples())
    (people,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    (tmp_path / "people.csv").write_text(people, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(found) >= 8
    for command, expected in found:
        words = shlex.split(command)
        reflog.today = "2026-11-21"
        if words[0].startswith("REFLOG_TODAY="):
            reflog.today = words.pop(0).partition("=")[2]
        assert words.pop(0) == "reflog"
        answer = reflog(*words) if words else reflog("due")
        shown = (answer.out + answer.err).replace("\r\n", "\n")  # tables have the ends of CSV
        assert (answer.code, shown) == (0, expected), command


@pytest.mark.parametrize("path", TREE)
def test_every_command_stands_in_the_reference(path: str) -> None:
    assert re.search(rf"^\| `{path}[ `]", README, re.MULTILINE), path


@pytest.mark.parametrize("path", TREE)
def test_every_option_stands_in_the_reference(path: str) -> None:
    rows = [line for line in README.splitlines() if line.startswith("|")]
    own = " ".join(row for row in rows if re.match(rf"\| `{path}[ `]", row))
    same = " ".join(row for row in rows if "options of" in own or "same options" in own)
    missing = {option for option in TREE[path] if option not in own + same}
    assert not missing


def test_the_reference_names_no_option_that_is_not_there() -> None:
    every = {option for options in TREE.values() for option in options}
    known = {*every, "--json", "--help", "--ledger", "--version", "--dist", "--cov"}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", README))
    assert named <= known, named - known


def test_the_readme_carries_exactly_two_commands_to_set_up() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 2
    assert all(block.count("\n") == 1 for block in blocks)
