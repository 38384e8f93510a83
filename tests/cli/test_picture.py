"""Pictures, as they are asked for: in the terminal, as JSON, as files."""

from __future__ import annotations

import json
import os
import re
import stat
from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands


@pytest.fixture
def friends(reflog: Commands) -> Commands:
    """Two of mine, one of them won, and what Fred brought."""
    reflog.ok("config", "name", "Tess Marlow")
    reflog.ok("intro", "ben costa", "fred moss", "--on", "2026-10-01")
    reflog.ok("mark", "1", "won", "--amount", "2500 EUR", "--on", "2026-10-09")
    reflog.ok("intro", "ben", "sally ng", "--on", "2026-11-02")
    reflog.ok("received", "ann berg", "--from", "fred", "--on", "2026-11-03")
    reflog.ok("intro", "ben", "zoe lead", "--lead")
    return reflog


def test_without_a_word_the_twelve_months_to_today_are_shown(friends: Commands) -> None:
    told = friends.ok("picture").out
    lines = told.splitlines()
    assert lines[0] == "The year, 1 December 2025 to 21 November 2026"
    assert [line for line in lines if line and not line.startswith(" ")] == [
        lines[0],
        "From introduction to business",
        "Give and take",
    ]
    assert "in all" in told
    assert "2,500" in told


def test_the_network_is_the_largest_branches(friends: Commands) -> None:
    lines = friends.ok("picture network").out.splitlines()
    assert lines[0] == "Who came through me: 3 people"
    assert lines[2].split()[:2] == ["Fred", "Moss"]
    assert lines[3:] == ["  Besides them: 1 person who brought nobody yet."]
    assert "Who came through Fred Moss: 1 person" in friends.ok("picture network fred moss").out


def test_json_is_the_same_whatever_was_to_be_drawn(friends: Commands) -> None:
    whole = friends.json("picture")
    assert friends.json("picture outcome") == whole
    page = friends.ok("help json").out
    for key in (*whole, *whole["months"][0], *whole["network"]["people"][0]):
        assert re.search(rf"\b{key}\b", page), key
    assert (whole["since"], whole["until"]) == ("2025-12-01", "2026-11-21")
    assert [one["given"] for one in whole["reached"]] == [2, 1, 1, 1]
    assert [one["received"] for one in whole["reached"]] == [1, 0, 0, 0]
    assert whole["days_to_won"] == [{"introduction": 1, "direction": "given", "days": 8}]
    assert whole["partners"] == friends.json("balance")
    assert [one["contact"] for one in whole["network"]["people"]] == [
        "me", "fred-moss", "sally-ng", "ann-berg",
    ]  # fmt: skip
    branch = friends.json("picture network fred")["network"]["people"]
    assert [one["contact"] for one in branch] == ["fred-moss", "ann-berg"]


@pytest.mark.parametrize(
    ("words", "since", "until"),
    [
        ("--year 2026", "2026-01-01", "2026-11-21"),
        ("--year 2025", "2025-01-01", "2025-12-31"),
        ("--since 2026-10-05", "2026-10-05", "2026-11-21"),
        ("--since -2w", "2026-11-07", "2026-11-21"),
        ("--until 2026-03-31", "2025-04-01", "2026-03-31"),
        ("--since 2026-01-01 --until 2026-01-31", "2026-01-01", "2026-01-31"),
    ],
)
def test_the_days_can_be_said(friends: Commands, words: str, since: str, until: str) -> None:
    told = friends.json(f"picture {words}")
    assert (told["since"], told["until"]) == (since, until)
    assert told["months"][0]["month"] == since[:7]
    assert told["months"][-1]["month"] == until[:7]


def test_the_network_is_all_of_it_up_to_the_last_day_unless_a_first_is_said(
    friends: Commands,
) -> None:
    def people(words: str) -> list[str]:
        found = friends.json(f"picture {words}".strip())["network"]["people"]
        return [one["contact"] for one in found]

    friends.today = "2028-01-01"
    assert people("") == ["me", "fred-moss", "sally-ng", "ann-berg"]
    assert people("--until 2026-10-31") == ["me", "fred-moss"]
    assert people("--since 2026-11-01") == ["me", "sally-ng", "fred-moss", "ann-berg"]
    assert people("--year 2027") == []


@pytest.mark.parametrize("form", ["html", "dot", "graphml", "gexf", "mmd"])
def test_a_file_is_what_its_ending_says_and_mine_alone(
    friends: Commands, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"year.{form}"
    assert friends.json("picture", "-o", str(path)) == {"file": str(path), "format": form}
    begin = {"html": "<!doctype html>", "dot": "digraph", "mmd": "flowchart"}.get(form, "<?xml")
    assert path.read_text("utf-8").startswith(begin)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    friends.refused(4, "picture", "-o", str(path))
    assert friends.ok("picture", "-o", str(path), "--force").out.startswith(f"Wrote {path} (")


@pytest.mark.parametrize("part", ["network", "year", "outcome", "balance"])
def test_one_picture_is_a_page_or_an_svg(friends: Commands, tmp_path: Path, part: str) -> None:
    page, drawn = tmp_path / "one.html", tmp_path / "one.svg"
    friends.ok("picture", part, "-o", str(page))
    friends.ok("picture", part, "-o", str(drawn))
    assert page.read_text("utf-8").count("<section") == 1
    assert f'<section id="{part}">' in page.read_text("utf-8")
    assert drawn.read_text("utf-8").startswith('<?xml version="1.0"')


def test_names_and_sums_are_left_out_for_others(friends: Commands, tmp_path: Path) -> None:
    for form in ("html", "dot"):
        path = tmp_path / f"others.{form}"
        friends.ok("picture", "-o", str(path), "--redact", "names,amounts")
        text = path.read_text("utf-8")
        assert not [one for one in ("Fred", "fred", "Sally", "Marlow", "2,500", "€") if one in text]
        assert "F. M." in text
    told = friends.ok("picture", "--redact", "names").out
    assert "Ben" not in told
    assert "B. C." in told
    assert "fred" not in json.dumps(friends.json("picture", "--redact", "names"))


@each_row(
    ("words", "sentence", "hint"),
    [
        ("picture nonsense", "The picture has to be one of network, year", "for example network"),
        ("picture fred", "The picture has to be one of network, year", ""),
        (
            "picture year fred",
            "The picture of the year is of everyone",
            "reflog picture network fred",
        ),
        ("picture --year 26", "--year takes a year, not", "--year 2026"),
        ("picture --year 2027", "2027 has not begun.", "--year 2026"),
        (
            "picture --year 2026 --since 2w",
            "--year doesn't go with --since and --until",
            "reflog picture --year 2026",
        ),
        ("picture --until 2027-01-01", "future", ""),
        ("picture --since 2026-05-01 --until 2026-04-01", "is after --until", "--since"),
        ("picture --open", "--open opens a file", "reflog picture -o year.html --open"),
        ("picture -o year.pdf", "A picture is a file that ends in .html", "year.html"),
        ("picture -o year.svg", "An .svg is one picture", "reflog picture network -o network.svg"),
        ("picture year -o year.dot", "A .dot is the network", "reflog picture network -o"),
        ("picture --redact phones", "--redact can leave out names and amounts", "names,amounts"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    friends: Commands, words: str, sentence: str, hint: str
) -> None:
    error = friends.refused(2, *words.split(), "--json").error
    assert error["code"] == "usage"
    assert sentence in error["message"]
    assert hint in (error["hint"] or "")


def test_a_name_is_looked_for_after_all_else_is_judged(friends: Commands, tmp_path: Path) -> None:
    friends.refused(2, "picture", "network", "nobody", "-o", "x.pdf")
    path = tmp_path / "there.svg"
    path.touch()
    friends.refused(3, "picture", "network", "nobody", "-o", str(path))
    friends.refused(4, "picture", "network", "fred", "-o", str(path))
    assert path.read_bytes() == b""


def test_an_empty_ledger_says_what_to_type_and_is_not_made(reflog: Commands) -> None:
    assert reflog.ok("picture").out == (
        "There is nothing to show from 1 December 2025 to 21 November 2026. "
        "reflog intro PROVIDER PROSPECT records an introduction.\n"
    )
    assert reflog.json("picture")["network"] == {"people": [], "again": []}
    assert not reflog.ledger.exists()


def test_the_file_is_opened_by_the_desktop(friends: Commands, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    opener = tools / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/asked\n')
    opener.chmod(0o700)
    path = tmp_path / "a year.html"
    friends.variables = {"DISPLAY": ":0", "PATH": f"{tools}:{os.environ['PATH']}"}
    friends.ok("picture", "-o", str(path), "--open")
    assert (tmp_path / "asked").read_text() == path.as_uri()
    friends.variables = {}
    refused = friends("picture", "-o", str(path), "--force", "--open", "--json")
    assert refused.code == 2
    assert path.exists()


def test_the_network_says_through_whom_nobody_came_and_when(reflog: Commands) -> None:
    nobody = "Nobody has come through an introduction yet.\n"
    reflog.ok("thanks fred")
    assert reflog.ok("picture network").out == nobody
    reflog.ok("intro fred sally --on 2026-11-01")
    assert reflog.ok("picture network fred").out == "Nobody has come through Fred yet.\n"
    since = "Nobody came through an introduction from 10 November 2026 to 21 November 2026.\n"
    assert reflog.ok("picture network --since 2026-11-10").out == since
    hint = "hint: reflog picture network fred\n"
    assert hint in reflog.refused(2, "picture fred").err
