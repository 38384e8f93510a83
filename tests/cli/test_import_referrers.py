"""Who referred somebody, as a table says it: resolved as any name is, and never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands


def table(folder: Path, *referrers: str) -> str:
    rows = [f'Guest {chr(65 + place)},"{name}"' for place, name in enumerate(referrers)]
    file = folder / "guests.csv"
    file.write_text("\n".join(["Name,Referred by", *rows, ""]), "utf-8")
    return str(file)


@pytest.fixture
def known(reflog: Commands) -> Commands:
    reflog.ok("contact", "add", "Fred Moss <fred@example.com>")
    reflog.ok("contact", "add", "Sally May")
    reflog.ok("contact", "add", "Sally Orr")
    return reflog


@pytest.mark.parametrize(
    "named",
    [
        *("Fred Moss", "fred-moss", "@fred-moss", "Fred", "moss", "Moss, Fred", "Dr. Fred Moss"),
        *("fred@example.com", "Fred Moss, MD", "FRED  MOSS", "Mr Fred Moss"),
    ],
)
def test_a_referrer_is_found_as_any_name_is(known: Commands, tmp_path: Path, named: str) -> None:
    answer = known.json("import", table(tmp_path, named), "--yes")
    assert answer["added"] == 1
    assert [one["introducer"] for one in known.json("who")] == ["fred-moss"]
    assert len(known.json("contact", "list")) == 4
    assert answer["duplicates"] == []


@pytest.mark.parametrize("named", ["F. Moss", "Fredd Moss", "Freda Moss"])
def test_whom_a_referrer_is_only_near_is_a_probable_duplicate(
    known: Commands, tmp_path: Path, named: str
) -> None:
    answer = known.json("import", table(tmp_path, named), "--yes")
    (one,) = known.json("who")
    assert one["introducer"] != "fred-moss"
    assert [(like["name"], like["contact"]) for like in answer["duplicates"]] == [
        (named, "fred-moss")
    ]


def test_several_are_several_and_a_word_for_nobody_is_nobody(
    known: Commands, tmp_path: Path
) -> None:
    file = table(tmp_path, "Fred Moss & Cy Lee", "Google", "https://example.com", "n/a", "Cy Lee")
    answer = known.json("import", file, "--yes")
    brought = {(one["introducer"], one["prospect"]) for one in known.json("who")}
    assert brought == {("fred-moss", "guest-a"), ("cy-lee", "guest-a"), ("cy-lee", "guest-e")}
    assert (
        '"Referred by" names nobody, ignored on lines 3, 4 and 5.' in answer["files"][0]["remarks"]
    )


def test_one_of_several_who_could_be_meant_is_never_taken(known: Commands, tmp_path: Path) -> None:
    answer = known.json("import", table(tmp_path, "Sally"), "--yes")
    assert known.json("who") == []
    assert "2 people have that name" in answer["remarks"][0]


def test_a_file_may_name_its_own_people(reflog: Commands, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Referred by\nAnn Berg,Zoe\nZoe Lee,\n", "utf-8")
    reflog.ok("import", str(file), "--yes")
    assert [one["introducer"] for one in reflog.json("who")] == ["zoe-lee"]


def test_preview_and_report_say_the_same(known: Commands, tmp_path: Path) -> None:
    file = table(tmp_path, "Fred", "Bob Fox", "F. Moss", "none", "Sally")
    before = known.json("import", file, "--dry-run")
    shown = known.ok("import", file, "--dry-run").out
    told = known.ok("import", file, "--yes").out
    assert told.startswith(shown.removesuffix("Nothing was written.\n"))
    assert "Also new, because they referred someone: Bob Fox, F. Moss." in told
    known.ok("undo")
    after = known.json("import", file, "--yes")
    told_keys = ("read", "added", "updated", "unchanged", "skipped", "failed", "files", "remarks")
    assert {key: before[key] for key in told_keys} == {key: after[key] for key in told_keys}
    without = [{**card, "contact": None} for card in after["cards"]]
    assert [{**card, "contact": None} for card in before["cards"]] == without


def test_in_a_large_ledger_a_referrer_is_found_by_a_beginning_too(
    reflog: Commands, tmp_path: Path
) -> None:
    many = tmp_path / "many.csv"
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = [f"Q{a}x Z{b}y" for a in letters for b in letters]
    many.write_text("\n".join(["Name", *rows, "Fred Moss", ""]), "utf-8")
    reflog.ok("import", str(many), "--yes")
    answer = reflog.json("import", table(tmp_path, "Fred", "Moss, Fred", "F. Moss"), "--yes")
    introducers = [one["introducer"] for one in reflog.json("who")]
    assert introducers.count("fred-moss") == 2
    assert [one["contact"] for one in answer["duplicates"]] == ["fred-moss"]
