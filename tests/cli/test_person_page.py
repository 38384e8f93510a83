"""The page on a person as a file: what a terminal says, to print before a one-to-one."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from reflog.render import page

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

HOSTILE = "<script>alert(1)</script>"


class Text(HTMLParser):
    """What a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        if self.lasttag not in {"style", "script"}:
            self.said.append(data)


def read(path: Path) -> str:
    parser = Text()
    parser.feed(path.read_text("utf-8"))
    return " ".join(" ".join(parser.said).split())


@pytest.fixture
def told(reflog: Commands) -> Commands:
    """A ledger with a partner one is going to meet."""
    reflog.ok("contact", "add", "Fred Moss", "--profession", "bookkeeper", "--phone", "+1 555 0101")
    reflog.ok("intro", "fred", "sally", "--need", "a bookkeeper & more")
    reflog.ok("met fred likes tea")
    reflog.ok("note", "fred", HOSTILE)
    return reflog


def test_no_command_is_printed_on_a_page(told: Commands, tmp_path: Path) -> None:
    """A page is handed to somebody, or written on before a meeting."""
    for day in range(10, 21):
        told.ok("note", "fred", f"day {day}", "--on", f"2026-11-{day}")
    file = tmp_path / "fred.html"
    told.ok("show", "fred", "-o", str(file))
    assert "reflog know fred-moss TOPIC TEXT" in told.ok("show fred").out
    seen = read(file)
    assert "reflog know" not in seen
    assert "reflog log" not in seen
    assert ": reflog" not in seen


def test_the_page_says_what_a_terminal_does(told: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fred.html"
    assert "Wrote" in told.ok("show", "fred", "-o", str(file)).out
    assert file.stat().st_mode & 0o777 == 0o600
    seen = read(file)
    for line in told.ok("show fred").out.splitlines()[1:]:
        for part in re.split(r"\s{2,}", line.partition("reflog ")[0].strip()):
            assert " ".join(part.split()) in seen


def test_what_i_wrote_in_several_lines_stands_in_several_lines(
    told: Commands, tmp_path: Path
) -> None:
    told.ok("contact", "edit", "fred", "--note", "likes <tea>\nand cake")
    file = tmp_path / "fred.html"
    told.ok("show", "fred", "-o", str(file))
    assert "likes &lt;tea&gt;<br>and cake</p>" in file.read_text("utf-8")


def test_nothing_in_it_acts_or_loads(told: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fred.html"
    told.ok("show", "fred", "-o", str(file))
    text = file.read_text("utf-8")
    assert HOSTILE not in text
    assert text.count("<script") == 1
    assert "http:" not in text
    assert "https:" not in text
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    style = page.checksum(page.read("picture.css") + page.read("page.css"))
    assert policy
    assert style in policy[1]
    assert page.checksum(page.read("page.js")) in policy[1]


def test_a_file_that_is_there_stays_without_force(told: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fred.html"
    file.write_text("mine")
    told.refused(4, "show", "fred", "-o", str(file))
    assert file.read_text() == "mine"
    assert told.json("show", "fred", "-o", str(file), "--force") == {
        "file": str(file),
        "format": "html",
    }


@pytest.mark.parametrize(
    "words", ["show fred -o fred.pdf", "show 1 -o one.html", "show fred --open"]
)
def test_what_is_no_page_is_refused(told: Commands, words: str) -> None:
    told.refused(2, words)


def test_a_report_to_hand_out_has_no_need_no_number_and_no_address(
    told: Commands, tmp_path: Path
) -> None:
    told.ok("config", "name", "Tess Marlow")
    told.ok("mark 1 won --amount 900")
    told.ok("know me wants dentists")
    file = tmp_path / "report.html"
    told.ok("report", "--since", "2026-11-01", "-o", str(file))
    seen = read(file)
    for said in (
        "Tess Marlow",
        "Fred Moss",
        "Sally",
        "dentists",
        "1 to 2",
        "I gave 1 referral",
    ):
        assert said in seen
    for kept in ("bookkeeper &", "#1", "555", HOSTILE, "reflog know"):
        assert kept not in seen
    shown = told.ok("report --since 2026-11-01").out
    assert "a bookkeeper & more" in shown
    told.ok("report", "--since", "2026-11-01", "-o", str(file), "--force", "--no-amounts")
    assert "900" not in read(file)
    told.refused(2, "report -o report.pdf")


def test_a_report_is_titled_with_its_days_and_says_whose_columns_they_are(
    told: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    for since, until, title in (
        ("2026-11-14", "2026-11-20", "14 to 20 November 2026"),
        ("2026-10-30", "2026-11-20", "30 October to 20 November 2026"),
        ("2025-12-30", "2026-11-20", "30 December 2025 to 20 November 2026"),
        ("2026-11-20", "2026-11-20", "20 November 2026"),
    ):
        told.ok("report", "--since", since, "--until", until, "-o", str(file), "--force")
        assert f"<h1>{title}</h1>" in file.read_text("utf-8")
    told.ok("report", "--since", "2026-11-01", "-o", str(file), "--force")
    text = file.read_text("utf-8")
    assert "<th>to<th>about" in text
    assert ">Referrals given</a>" in text  # the count stands in the title alone


def test_the_page_on_a_person_has_room_to_write_the_answers(told: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fred.html"
    told.ok("show", "fred", "-o", str(file))
    text = file.read_text("utf-8")
    assert text.count('class="scroll asks"') == 1
    assert "<h2>To ask them</h2>" in text.partition('class="scroll asks"')[0][-200:]
