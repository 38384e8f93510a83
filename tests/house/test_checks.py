from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

NO_CACHE = ("--cache-dir", os.devnull)
CHECKS = {
    "the code is formatted": ("ruff", "format", "--check", "--no-cache", "."),
    "the linter has nothing to say": ("ruff", "check", "--no-cache", "."),
    # What nobody will read is not written: a cache is there for whoever runs mypy by hand.
    "the types hold": ("mypy", *(() if (ROOT / ".mypy_cache").exists() else NO_CACHE)),
    "imports point down only": ("lint-imports", "--no-cache"),
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS.keys())
def test_the_house_is_in_order(command: tuple[str, ...]) -> None:
    ended = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_ci_runs_the_readme_s_second_command_and_nothing_else() -> None:
    commands = [
        line
        for line in (ROOT / "README.md").read_text("utf-8").splitlines()
        if line.startswith("python3 -m venv")
    ]
    assert len(commands) == 2
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [line for line in script if not line.startswith(("#", "set ", "cd "))] == [commands[1]]


def test_no_file_names_a_registry_or_a_development_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    hosts = ["py" + "pi.org", "python" + "hosted.org", "/ro" + "ot/", "/wo" + "rk/"]
    for name in listed.stdout.split():
        text = (ROOT / name).read_text("utf-8", errors="replace")
        assert not [host for host in hosts if host in text], name


def test_the_constraints_hold_names_and_versions_only() -> None:
    lines = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").split("\n")
    assert lines[-1] == ""
    for line in lines[:-1]:
        name, _, version = line.partition("==")
        assert name.replace("-", "").replace("_", "").isalnum()
        assert version.replace(".", "").replace("post", "").isalnum()


def test_no_example_is_too_slow_on_a_machine_that_has_other_things_to_do() -> None:
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check
