"""Slips of a networking group: what concerns me becomes history, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import sheets
from reflog.storage import Reader

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

HEADER = "From,To,Slip Type,Inside/Outside,TYFCB Amount,CEU Credits,Detail"
ROWS = (
    "Toni Wright,Ann Berg,Referral,Outside,,,Cy Lee",  # line 5
    "Ann Berg,Toni Wright,Referral,Outside,,,needs a new roof",
    "Fred Moss,Toni Wright,Referral,Inside,,,his own house",
    "Toni Wright,Fred Moss,One to One,,,,over coffee",
    'Toni Wright,Ann Berg,TYFCB,,"1,250.00",,',
    "Fred Moss,Toni Wright,TYFCB,,300,,",
    ",Toni Wright,TYFCB,,99,,",
    "Toni Wright,,CEU,,,2,a podcast",
    "Ann Berg,Fred Moss,Referral,Outside,,,Di Fox",
)
DAY = "2026-11-18"


def written(folder: Path, *rows: str, title: str = f"Slips Audit Report {DAY}") -> str:
    file = folder / "slips.csv"
    file.write_text("\n".join([title, "Chapter,North", "", HEADER, *rows, ""]), "utf-8")
    return str(file)


@pytest.fixture
def mine(reflog: Commands) -> Commands:
    reflog.ok("config", "name", "Toni Wright")
    return reflog


def counts(answer: dict[str, Any]) -> list[int]:
    kinds = ("read", "added", "updated", "unchanged", "skipped", "failed")
    assert answer["read"] == sum(answer[kind] for kind in kinds[1:])
    return [answer[kind] for kind in kinds]


def test_a_report_becomes_introductions_one_to_ones_and_business(
    mine: Commands, tmp_path: Path
) -> None:
    answer = mine.json("import", written(tmp_path, *ROWS), "--yes")
    assert counts(answer) == [9, 6, 0, 0, 3, 0]
    assert answer["files"][0]["format"] == "slips"
    given, roof, house = sorted(
        (one for one in mine.json("intros") if one["introducer"] != "fred-moss" or one["tier"]),
        key=lambda one: one["id"],
    )[:3]
    assert (given["introducer"], given["provider"], given["prospect"]) == (
        "me",
        "ann-berg",
        "cy-lee",
    )
    assert (given["on"], given["imported"], given["note"]) == (DAY, True, "Cy Lee")
    assert (roof["introducer"], roof["provider"]) == ("ann-berg", "me")
    assert mine.json("show", roof["prospect"])["contact"]["name"] == f"Referral of {DAY}, line 6"
    assert roof["note"] == "needs a new roof"
    assert (house["introducer"], house["prospect"], house["tier"]) == ("fred-moss", "fred-moss", 1)
    assert roof["stage"] == "won"
    assert [one["amount"] for one in roof["business"]] == ["1250.00"]
    fred = mine.json("show", "fred-moss")
    assert [(one["on"], one["note"]) for one in fred["one_to_ones"]] == [(DAY, "over coffee")]
    assert mine.json("due", "--all") == []


def test_the_same_file_again_adds_nothing_and_one_undo_takes_it_back(
    mine: Commands, tmp_path: Path
) -> None:
    file = written(tmp_path, *ROWS)
    mine.ok("import", file, "--yes")
    assert counts(mine.json("import", file, "--yes")) == [9, 0, 0, 6, 3, 0]
    mine.ok("undo")
    assert mine.json("intros") == []
    assert mine.json("contact", "list") == []


def test_many_slips_about_one_person_are_looked_up_once(
    mine: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, *["Toni Wright,Fred Moss,One to One,,,,"] * 5)
    assert counts(mine.json("import", file, "--yes"))[1] == 5
    asked: list[str] = []
    rows = Reader.rows

    def counted(reader: Reader, sql: str, *values: Any) -> Any:
        asked.append(sql)
        return rows(reader, sql, *values)

    monkeypatch.setattr(Reader, "rows", counted)
    assert counts(mine.json("import", file, "--yes")) == [5, 0, 0, 5, 0, 0]
    assert sum("FROM one_to_one" in sql for sql in asked) == 1


def test_what_was_typed_in_the_week_is_there_already_each_for_one_slip(
    mine: Commands, tmp_path: Path
) -> None:
    mine.ok("intro", "Ann Berg", "Ed Fox", "--on", "2026-11-12", "--no-follow-up")
    mine.ok("met", "Fred Moss", "--on", "2026-11-11")
    answer = mine.json(
        "import",
        written(
            tmp_path,
            "Toni Wright,Ann Berg,Referral,Outside,,,Ed Fox",
            "Toni Wright,Ann Berg,Referral,Outside,,,Gia Hunt",
            "Toni Wright,Fred Moss,One-to-One,,,,",
        ),
        "--yes",
    )
    assert counts(answer) == [3, 2, 0, 1, 0, 0]


def test_business_goes_to_the_latest_open_introduction_else_a_won_one(
    mine: Commands, tmp_path: Path
) -> None:
    mine.ok("received", "Cy Lee", "--from", "Ann Berg", "--on", "2026-10-01")
    mine.ok("received", "Di Fox", "--from", "Ann Berg", "--on", "2026-10-08")
    mine.ok("mark", "1", "lost", "--on", "2026-10-09", "--no-next")
    row = "Toni Wright,Ann Berg,TYFCB,,500,,"
    mine.ok("import", written(tmp_path, row), "--yes")
    (won,) = mine.json("intros", "--stage", "won")
    assert (won["prospect"], [one["amount"] for one in won["business"]]) == ("di-fox", ["500.00"])


def test_the_day_is_the_title_or_typed(mine: Commands, tmp_path: Path) -> None:
    row = "Toni Wright,Ann Berg,One to One,,,,"
    file = written(tmp_path, row, title="Slips")
    assert "--on" in mine.refused(2, "import", file, "--yes").err
    mine.ok("import", file, "--on", "yesterday", "--yes")
    assert mine.json("show", "ann-berg")["one_to_ones"][0]["on"] == "2026-11-20"
    file = written(tmp_path, row, title="Slips of 03/04/2026")
    assert "--on" in mine.refused(2, "import", file, "--yes").err
    file = written(tmp_path, row, title="Slips from 4 Nov 2026 to 11 Nov 2026")
    assert "11 Nov 2026" not in mine.ok("import", file, "--dry-run").err


@pytest.mark.parametrize(
    "title",
    [
        f"Slips Audit Report {DAY}",
        "Slips Wed 18 November",
        "Slips, the 18th of November 2026",
        '"Week ending November 18th, 2026"',
        "Slips from 12 Nov to 18 Nov",
        "Slips of 18.11.2026",
        "Slips 11/18/2026",
        f"Slips,{DAY}T09:30:00",
    ],
)
def test_the_day_of_a_title_is_read_as_it_would_be_typed(
    mine: Commands, tmp_path: Path, title: str
) -> None:
    file = written(tmp_path, "Toni Wright,Ann Berg,One to One,,,,", title=title)
    mine.ok("import", file, "--yes")
    assert mine.json("show", "ann-berg")["one_to_ones"][0]["on"] == DAY


def test_a_line_that_cannot_be_parsed_is_in_the_answer_too(mine: Commands, tmp_path: Path) -> None:
    file = written(tmp_path, 'Toni Wright,Ann Berg,Referral,,,,a "b" "c', 'x,"y"z,Referral,,,,')
    answer = mine.json("import", file, "--yes")
    assert answer["failed"] == 1
    assert [(one["line"], one["outcome"]) for one in answer["cards"]][-1] == (6, "failed")


def test_nobody_is_taken_for_me_unless_i_said_my_name(reflog: Commands, tmp_path: Path) -> None:
    file = written(tmp_path, *ROWS)
    assert "config name" in reflog.refused(2, "import", file, "--yes").err
    reflog.ok("contact", "alias", "me", "Wright, Toni")
    assert counts(reflog.json("import", file, "--dry-run"))[1] == 0
    reflog.ok("contact", "alias", "me", "Toni Wright")
    assert counts(reflog.json("import", file, "--dry-run"))[1] == 6


def test_a_name_that_several_have_fails_its_slip_and_no_other(
    mine: Commands, tmp_path: Path
) -> None:
    mine.ok("contact", "add", "Sally May")
    mine.ok("contact", "add", "Sally Orr")
    rows = ("Toni Wright,Sally,One to One,,,,", 'Toni Wright,"Moss, Fred",One to One,,,,')
    answer = mine.json("import", written(tmp_path, *rows), "--yes")
    assert counts(answer) == [2, 1, 0, 0, 0, 1]
    assert "2 people" in answer["cards"][0]["reason"]
    assert mine.json("show", "fred-moss")["one_to_ones"]


def test_preview_and_report_say_the_same(mine: Commands, tmp_path: Path) -> None:
    file = written(tmp_path, *ROWS)
    shown = mine.ok("import", file, "--dry-run").out
    told = mine.ok("import", file, "--yes").out
    assert told.startswith(shown.removesuffix("Nothing was written.\n"))
    assert "Read 9: 6 new, 0 updated, 0 unchanged, 3 skipped, 0 failed." in told
    assert "it is between others" in told


def test_slips_of_a_spreadsheet_are_slips_too(mine: Commands, tmp_path: Path) -> None:
    rows = [[f"Slips {DAY}"], [], HEADER.split(","), [*ROWS[0].split(",")]]
    file = sheets.xlsx(tmp_path / "slips.xlsx", rows)
    assert counts(mine.json("import", str(file), "--yes")) == [1, 1, 0, 0, 0, 0]


def test_slips_stand_alone_and_other_files_have_no_day(mine: Commands, tmp_path: Path) -> None:
    file = written(tmp_path, *ROWS)
    other = tmp_path / "people.csv"
    other.write_text("Name,Mail\nAnn Berg,ann@example.com\n", "utf-8")
    mine.refused(2, "import", file, str(other), "--yes")
    assert "--on is for slips" in mine.refused(2, "import", str(other), "--on", "today").err
    assert "no report of slips" in mine.refused(2, "import", str(other), "--format", "slips").err


def test_a_title_that_one_slip_has_and_another_leaves_out_makes_nobody_twice(
    mine: Commands, tmp_path: Path
) -> None:
    rows = (
        "Toni Wright,Dr. Ann Berg,One to One,,,,",
        "Ann Berg,Toni Wright,TYFCB,,300,,",
        '"Berg, Ann",Toni Wright,Referral,Inside,,,a roof',
    )
    for file in (written(tmp_path, *rows), written(tmp_path, *rows[::-1])):
        mine.ok("import", file, "--yes")
        people = {one["name"] for one in mine.json("contact list")}
        assert {name for name in people if "Berg" in name} == {"Ann Berg"}
    assert mine.json("import", written(tmp_path, *rows), "--yes")["unchanged"] == 3


def test_the_answer_names_by_handle_whoever_a_slip_has_brought(
    mine: Commands, tmp_path: Path
) -> None:
    file = written(tmp_path, "Toni Wright,Ann Berg,One to One,,,,")
    seen = mine.json("import", file, "--dry-run")
    done = mine.json("import", file, "--yes")
    assert [one["contact"] for one in (*seen["cards"], *done["cards"])] == [None, "ann-berg"]
    assert [one["handle"] for one in done["created_contacts"]] == ["ann-berg"]


def test_the_json_says_what_the_page_remarks(mine: Commands, tmp_path: Path) -> None:
    mine.ok("contact", "add", "Ann Bergh")
    file = written(tmp_path, ROWS[0])
    remarks = mine.json("import", file, "--dry-run")["remarks"]
    assert remarks == [
        "Line 5: Ann Berg is someone new, maybe Ann Bergh (ann-bergh).",
        "Nothing is planned for what is imported.",
    ]
    page = mine.ok("import", file, "--yes").out
    assert all(remark in page for remark in remarks)


def test_a_part_of_my_name_is_no_one_else(mine: Commands, tmp_path: Path) -> None:
    rows = [
        f"{giver},{to},{kind},,5,,"
        for giver, to in (("Toni Wright", "Toni"), ("me", "Toni Wright"))
        for kind in ("Referral", "One to One", "TYFCB")
    ]
    answer = mine.json("import", written(tmp_path, *rows), "--yes")
    assert counts(answer) == [6, 0, 0, 0, 6, 0]
    assert {one["reason"] for one in answer["cards"]} == {"it is from you to yourself"}


def test_an_amount_that_is_none_is_named(mine: Commands, tmp_path: Path) -> None:
    rows = [f"Ann Berg,Toni Wright,TYFCB,,{amount},," for amount in ("abc", "0", "")]
    answer = mine.json("import", written(tmp_path, *rows), "--yes")
    assert [one["reason"] for one in answer["cards"]] == [
        '"abc" is not an amount of money',
        '"0" is not more than zero',
        "it has no amount",
    ]


def test_business_with_somebody_who_came_by_themselves_is_there_already(
    mine: Commands, tmp_path: Path
) -> None:
    mine.ok("contact", "add", "Ann Berg")
    mine.ok("business ann 300 --on 2026-11-16")
    bought, sold = "Toni Wright,Ann Berg,TYFCB,,300,,", "Ann Berg,Toni Wright,TYFCB,,300,,"
    answer = mine.json("import", written(tmp_path, bought, sold), "--yes")
    assert counts(answer) == [2, 1, 0, 1, 0, 0]


def test_a_cell_is_read_as_in_any_other_file(mine: Commands, tmp_path: Path) -> None:
    rows = ('Ann Berg,Toni Wright,TYFCB,,"=""7""",,', "Total,,,,7,,")
    answer = mine.json("import", written(tmp_path, *rows), "--yes")
    assert counts(answer) == [2, 1, 0, 0, 1, 0]
    assert answer["cards"][-1]["reason"] == "it doesn't say what kind it is"
    (brought,) = mine.json("intros")
    assert brought["business"][0]["amount"] == "7.00"


def test_one_slip_is_asked_about_as_one(mine: Commands, tmp_path: Path) -> None:
    one = mine.refused(3, "import", written(tmp_path, ROWS[0]))
    assert "Import this slip?" in one.err
    assert "Import these 6 slips?" in mine.refused(3, "import", written(tmp_path, *ROWS)).err
