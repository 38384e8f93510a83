"""The man page: every command and option of the tree, in roff that nobody complains about."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from reflog.cli import man, pages
from reflog.cli.app import branch

EVERYWHERE = {"--json", "-h", "--help"}


@cache
def page() -> str:
    return man.page("9.8.7")


def shown(roff: str) -> str:
    """Return the text that roff stands for, without its requests."""
    text = re.sub(r"\\f[BR]|\\&", "", roff).replace("\\-", "-").replace("\\(aq", "'")
    return re.sub(r"\\\[u([0-9A-F]+)\]", lambda found: chr(int(found[1], 16)), text)


def entries() -> dict[str, str]:
    """Return what the page has below each command's line, by that line."""
    commands = page().partition(".SH COMMANDS\n")[2].partition(".SH TOPICS\n")[0]
    parts = re.split(r"^\.TP\n(?=\\fBreflog)", commands, flags=re.MULTILINE)[1:]
    return {shown(part.partition("\n")[0]): shown(part.partition("\n")[2]) for part in parts}


def commands_of(group: Any, path: str = "reflog") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inside = hasattr(command, "commands")
        found |= commands_of(command, f"{path} {name}") if inside else {f"{path} {name}": command}
    return found


def test_every_command_has_an_entry_with_exactly_its_options() -> None:
    tree_of_commands = commands_of(branch())
    found = {re.match(r"reflog(?: [a-z]+)+", line)[0]: below for line, below in entries().items()}  # type: ignore[index]
    assert found.keys() == tree_of_commands.keys()
    for path, command in tree_of_commands.items():
        options = {
            option
            for parameter in command.params
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("-")
        }
        heads = re.findall(r"^\.TP\n(-.*)", found[path], re.MULTILINE)
        named = {option for head in heads for option in re.findall(r"--?[a-z][a-z-]*", head)}
        assert named == options - EVERYWHERE, path
        sentence = " ".join(command.help.split("\n\n")[0].split())
        assert sentence in found[path]


def test_it_has_the_version_the_topics_the_exit_codes_and_the_variables() -> None:
    text = shown(page())
    assert '"reflog 9.8.7"' in text
    for topic in pages.TOPICS:
        assert f"reflog help {topic}\n{pages.title(topic)}\n" in text
    for code in (0, 1, 2, 3, 4, 65, 70, 73, 74, 75, 77, 130):
        assert re.search(rf"^{code} ", text.partition(".SH EXIT STATUS")[2], re.MULTILINE)
    for variable in ("REFLOG_LEDGER", "REFLOG_TODAY", "NO_COLOR", "EDITOR", "REFLOG_DEBUG"):
        assert variable in text.partition(".SH ENVIRONMENT")[2]


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_it_is_shown_without_a_warning() -> None:
    ended = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8"],
        input=page().encode("ascii"),
        capture_output=True,
        check=True,
    )
    assert ended.stderr == b""
    assert "reflog import FILE" in re.sub(r".\x08|\x1b\[\d*m", "", ended.stdout.decode())


def test_a_build_needs_typer_and_nothing_else_of_what_reflog_needs() -> None:
    names = ("sqlmodel", "sqlalchemy", "pydantic", "icalendar", "phonenumbers", "platformdirs")
    script = (
        f"import sys; sys.modules.update(dict.fromkeys({names!r})); "
        "from reflog.cli import man; man.page('1')"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
