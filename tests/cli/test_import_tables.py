"""Tables of Google, Outlook and LinkedIn through the command: every row in the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cases import PREAMBLE, TABLES, columns_of, shuffled, table

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

KINDS = ("added", "updated", "unchanged", "skipped", "failed")
WAYS: dict[str, dict[str, Any]] = {
    "first": {},
    "again, with a mark of order": {"bom": True, "end": "\n"},
    "once more, between semicolons": {"delimiter": ";", "preamble": PREAMBLE},
}

WITH_REFERRERS = ("google", "google, old", "outlook", "outlook, by google")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_is_in_the_account_and_nothing_is_taken_twice(
    name: str, reflog: Commands, tmp_path: Path
) -> None:
    _source, header, people = TABLES[name]
    rows = [people[0], {}, *people[1:], {}]
    file = tmp_path / "people.csv"
    taken: list[str] = []
    for number, way in enumerate(WAYS.values()):
        file.write_bytes(table(shuffled(columns_of(header), number), rows, **way))
        answer = reflog.json("import", str(file), "--yes")
        assert answer["read"] == len(rows) == sum(answer[kind] for kind in KINDS)
        assert answer["failed"] == 0
        if not number:
            taken = [one["handle"] for one in answer["created_contacts"]]
            assert "ann-berg" in taken
        else:
            assert (answer["added"], answer["updated"]) == (0, 0)
            assert answer["skipped"] >= 2
    listed = [one["handle"] for one in reflog.json("contact", "list")]
    referrers = {"fred-moss"} if reflog.json("who") else set()
    assert sorted(listed) == sorted({*taken, *referrers})
    reflog.ok("undo")
    assert reflog.json("contact", "list") == []


@pytest.mark.parametrize("name", WITH_REFERRERS)
def test_a_referrer_in_a_table_is_known_from_the_first_day(
    name: str, reflog: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(table(columns_of(TABLES[name][1]), TABLES[name][2]))
    reflog.ok("import", str(file), "--yes")
    (one,) = reflog.json("who")
    assert (one["introducer"], one["provider"], one["prospect"]) == ("fred-moss", "me", "ann-berg")
    assert one["imported"]
    assert one["follow_ups"] == []


def test_any_other_table_is_taken_by_what_its_columns_are_said_to_be(
    reflog: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "clients.csv"
    file.write_text("Full Name;Firm;Via\nAnn Berg;Acme;Fred Moss\n;;\n", "utf-8")
    refused = reflog.refused(2, "import", str(file), "--yes")
    for column in ("Full Name", "Firm", "Via", "--map"):
        assert column in refused.err
    answer = reflog.json(
        "import", str(file), "--yes", "--map", "full name=name,Firm=company,Via=referred-by"
    )
    assert {kind: answer[kind] for kind in ("read", "added", "skipped")} == {
        "read": 2,
        "added": 1,
        "skipped": 1,
    }
    assert reflog.json("who")[0]["introducer"] == "fred-moss"
    for mapping in ("Name=name", "Full Name=title", "Full Name", ""):
        refused = reflog.refused(2, "import", str(file), "--yes", "--map", mapping)
        assert "nothing was imported" in refused.err


def test_a_row_that_is_broken_fails_alone_and_is_shown(reflog: Commands, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("First Name,Last Name,Connected On\nAnn,Berg,\nCy,Lee,x,y\n12345,,\n", "utf-8")
    answer = reflog.json("import", str(file), "--yes")
    assert [answer[kind] for kind in ("read", *KINDS)] == [3, 1, 0, 0, 1, 1]


def test_a_column_without_a_field_comes_out_again_once_as_the_file_said_it_last(
    reflog: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "Connections.csv"
    head = "First Name,Last Name,URL,Connected On,Rating\n"
    url = "https://www.linkedin.com/in/ann"
    for rating in ("5", "6"):
        file.write_text(f"{head}Ann,Berg,{url},,{rating}\n", "utf-8")
        answer = reflog.json("import", str(file), "--yes")
        assert answer["failed"] == 0
        assert "Rating" in str(answer["files"])
    card = reflog.ok("export", "contacts", "--format", "vcard").out
    assert 'X-RATING;X-COLUMN="Rating":6' in card
    assert card.count("X-RATING") == 1
    file.with_suffix(".vcf").write_text(card, "utf-8")
    assert reflog.json("import", str(file.with_suffix(".vcf")), "--yes")["added"] == 0
    assert reflog.ok("export", "contacts", "--format", "vcard").out.count("X-RATING") == 1


def test_what_has_no_field_comes_through_a_whole_ledger_too(
    reflog: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "Connections.csv"
    columns = 'First Name,Last Name,Connected On,"a ""b"": c; d, e",靴,' + "x" * 900
    file.write_text(f"{columns}\nAnn,Berg,,one,two,three\n", "utf-8")
    reflog.ok("import", str(file), "--yes")
    before = reflog.ok("export", "contacts", "--format", "vcard").out
    assert before.count(";X-COLUMN=") == 3
    reflog.ok("export", "-o", str(tmp_path / "all.json"))
    other = str(tmp_path / "other.db")
    reflog.ok("--ledger", other, "import", str(tmp_path / "all.json"))
    assert reflog.ok("--ledger", other, "export", "contacts", "--format", "vcard").out == before
