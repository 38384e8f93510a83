"""The README and the help pages are what a user relies on: what they say is run and compared."""

from __future__ import annotations

import re
from datetime import date
from importlib.metadata import metadata, version
from typing import TYPE_CHECKING, Any

import pytest

from examples import PAGES, ROOT, commands, rerun
from reflog import errors
from reflog.cli import pages
from reflog.cli.app import branch
from reflog.domain.entries import Money
from reflog.domain.money import parse_money
from reflog.domain.when import parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commands import Commands

README = (ROOT / "README.md").read_text("utf-8")
JSON = (ROOT / "src" / "reflog" / "help" / "json.md").read_text("utf-8")


def commands_of(command: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    children = getattr(command, "commands", {})
    for name, child in children.items():
        yield from commands_of(child, f"{path} {name}")
    if not children:
        options = {
            option
            for param in command.params
            for option in (*param.opts, *param.secondary_opts)
            if option.startswith("-")
        }
        yield path, options


TREE = dict(commands_of(branch(), "reflog"))


@pytest.mark.usefixtures("_copy_a_day")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_answer_what_is_printed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of wording, tests/support/examples.py writes the answers anew."""
    monkeypatch.chdir(tmp_path)
    text = page.read_text("utf-8")
    assert rerun(text, tmp_path) == text


def test_the_readme_has_examples_and_a_wrong_answer_would_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(commands(README)) >= 8
    wrong = "```console\n# 2026-11-21\n$ reflog note fred tea\n#2 wrong\n```\n\nText\n"
    right = "#1 note on Fred, Saturday 2026-11-21: tea\nAdded: Fred (fred).\n"
    assert rerun(wrong, tmp_path) == wrong.replace("#2 wrong\n", right)


def test_the_readme_is_a_tour_that_names_every_page() -> None:
    assert len(README.splitlines()) <= 150
    for page in PAGES[1:]:
        assert f"[{page.stem}]({page.relative_to(ROOT)})" in " ".join(README.split())
    for target in re.findall(r"\]\(([^)]*)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("path", TREE)
def test_every_command_stands_in_the_table(path: str) -> None:
    assert re.search(rf"^\|.*`{path}`.*\|", README, re.MULTILINE), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_an_option_or_a_command_that_is_not_there(page: Path) -> None:
    text = page.read_text("utf-8")
    every = {option for options in TREE.values() for option in options}
    known = {*every, "--help", "-h", "--ledger", "--version", "--dist", "--cov"}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))
    assert named <= known, named - known
    typed = re.findall(r"(?:`|^ {4}|\$ )reflog ([a-z]+(?: [a-z]+)?)", text, re.MULTILINE)
    first = {path.split()[1] for path in TREE} | {"help"}
    assert {words.split()[0] for words in typed} <= first
    in_groups = {f"reflog {words}" for words in typed if words.startswith("contact ")}
    assert in_groups <= TREE.keys()


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.name)
def test_a_page_fits_a_terminal_and_begins_with_its_title(page: Path) -> None:
    lines = page.read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert all(len(line) < 80 for line in lines if not line.startswith("    "))


def test_the_readme_has_exactly_two_commands_and_the_checks_are_the_second() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 2
    assert all(block.count("\n") == 1 for block in blocks)
    assert (ROOT / ".ci" / "run").read_text("utf-8").endswith(f"\n{blocks[1]}")


def test_the_changelog_begins_with_this_version_and_its_day() -> None:
    newest = re.findall(r"^## (.*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0]
    assert re.fullmatch(rf"\[{re.escape(version('reflog'))}\] - \d{{4}}-\d\d-\d\d", newest)


def test_the_forms_of_days_and_amounts_that_the_page_lists_are_read() -> None:
    days = [form for line in pages.table("names", "WHEN") for form in line.split(", ")]
    amounts = pages.table("names", "MONEY")[0].split(", ")
    assert len(days) >= 15
    assert len({parse_day(form, date(2026, 11, 21), "future") for form in days}) >= 12
    assert {parse_money(form, "EUR") for form in amounts} == {Money(minor=250000, currency="EUR")}


def test_the_package_is_typed_and_points_to_no_place_on_the_network() -> None:
    assert (ROOT / "src" / "reflog" / "py.typed").exists()
    assert metadata("reflog").get_all("Project-URL") is None
    assert "://" not in README


def keys_of(name: str) -> set[str]:
    """Return the keys that the page lists for an object."""
    (listed,) = re.findall(rf"^{name}\n((?: {{4}}.*\n)+)", JSON, re.MULTILINE)
    named = re.sub(r"\([^)]*\)", "", listed.partition("    where")[0])
    return set(re.findall(r"\w+", named))


def test_the_page_on_json_lists_the_keys_that_are_answered(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    reflog.ok("mark ann won --amount 10")
    reflog.ok("thanks fred")
    reflog.ok("met fred")
    reflog.ok("note fred tea")
    assert reflog.json("contact list")[0].keys() == keys_of("contact")
    assert reflog.json("tree fred").keys() - {"path"} == keys_of("branch")
    assert reflog.json("balance")[0].keys() == keys_of("balance")
    kinds = set()
    for number in range(1, 12):
        entry = reflog.json(f"show {number}")
        assert entry.keys() - {"id", "kind", "uid", "created_at"} == keys_of(entry["kind"])
        kinds.add(entry["kind"])
    assert kinds == {"introduction", "follow-up", "business", "thanks", "one-to-one", "note"}


def test_the_page_on_json_lists_every_code() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    failures = [kind for kind in kinds if issubclass(kind, errors.ReflogError)]
    listed = {int(code) for code in re.findall(r"^ {4}(\d+) ", JSON, re.MULTILINE)}
    assert listed == {0, 1, *(kind.exit_code for kind in failures)}
    for kind in failures:
        assert re.search(rf"\b{kind.code}\b", JSON), kind.code
