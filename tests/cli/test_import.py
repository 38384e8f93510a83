"""Bringing people in: shown first, nothing twice, nothing of the user's own overwritten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pexpect
import pytest

from commands import SCRIPT, Commands
from reflog.services import copies
from rows import each_row

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
FRED = "Fred,Moss,https://www.linkedin.com/in/fred,fred@example.com,Moss & Sons,Roofer,12 Mar 2024"
ANN = 'Ann,Berg,https://www.linkedin.com/in/ann,,"Stripe, Inc.",Baker,13 Mar 2024'
KEYS = [
    *("dry_run", "read", "added", "updated", "unchanged", "skipped", "failed"),
    *("files", "cards", "duplicates", "remarks", "ledger"),
    *("changed", "created_contacts", "changed_contacts", "next"),
]


def table(folder: Path, *rows: str, name: str = "people.csv") -> str:
    path = folder / name
    path.write_text("\r\n".join([HEADER, *rows, ""]), "utf-8")
    return str(path)


def cards(folder: Path, *people: str, name: str = "people.vcf") -> str:
    """A file of cards, each given by its lines between the first and the last."""
    path = folder / name
    made = [f"BEGIN:VCARD\nVERSION:3.0\n{one.strip()}\nEND:VCARD\n" for one in people]
    path.write_text("".join(made), "utf-8")
    return str(path)


def sally(company: str = "Jensen Ltd", more: str = "") -> str:
    return (
        f"UID:s-1\nFN:Sally Jensen\nN:Jensen;Sally;;;\nORG:{company}\n"
        f"EMAIL:sally@example.com\nTEL:+1 212 555 0101\n{more}"
    )


def account(answer: Any) -> dict[str, int]:
    kinds = ("read", "added", "updated", "unchanged", "skipped", "failed")
    return {kind: answer[kind] for kind in kinds if answer[kind]}


def test_the_same_file_three_times_adds_on_the_first_only(reflog: Commands, tmp_path: Path) -> None:
    file = table(tmp_path, FRED, ANN, ",,,,,,", FRED)
    first = reflog.json("import", file, "--yes")
    assert account(first) == {"read": 4, "added": 2, "unchanged": 1, "skipped": 1}
    assert [one["handle"] for one in first["created_contacts"]] == ["fred-moss", "ann-berg"]
    before = reflog.content()
    for _time in range(2):
        again = reflog.json("import", file, "--yes")
        assert account(again) == {"read": 4, "unchanged": 3, "skipped": 1}
        assert again["created_contacts"] == again["changed_contacts"] == []
    assert reflog.content() == before
    assert "nothing new" in reflog.ok("import", file).out
    assert len(reflog.json("history")) == 1


def test_an_edit_stands_when_the_file_is_imported_again(reflog: Commands, tmp_path: Path) -> None:
    file = cards(tmp_path, sally())
    reflog.ok("import", file, "--yes")
    reflog.ok("contact", "edit", "sally", "--company", "Globex", "--phone", "")
    reflog.ok("contact", "rename", "sally", "Sally Jones")
    before = reflog.content()
    answer = reflog.json("import", file, "--yes")
    assert account(answer) == {"read": 1, "unchanged": 1}
    assert answer["cards"][0]["kept"] == [
        {"field": "company", "from": "Globex", "to": "Jensen Ltd"},
        {"field": "phone", "from": None, "to": "+1 212 555 0101"},
    ]
    assert reflog.content() == before
    file = cards(tmp_path, sally("Jensen Inc"))
    assert account(reflog.json("import", file, "--yes")) == {"read": 1, "unchanged": 1}
    shown = reflog.json("show", "sally")["contact"]
    assert (shown["name"], shown["company"], shown["phones"]) == ("Sally Jones", "Globex", [])


def test_prefer_file_takes_what_the_file_says(reflog: Commands, tmp_path: Path) -> None:
    file = cards(tmp_path, sally())
    reflog.ok("import", file, "--yes")
    reflog.ok("contact", "edit", "sally", "--company", "Globex", "--phone", "", "--city", "Bern")
    reflog.ok("contact", "rename", "sally", "Sally Jones")
    answer = reflog.json("import", file, "--yes", "--prefer", "file")
    assert account(answer) == {"read": 1, "updated": 1}
    shown = reflog.json("show", "sally")["contact"]
    assert (shown["name"], shown["company"], shown["city"]) == (
        "Sally Jensen", "Jensen Ltd", "Bern",
    )  # fmt: skip
    assert shown["phones"] == ["+1 212 555 0101"]
    assert shown["aliases"] == ["Sally Jones"]
    assert account(reflog.json("import", file, "--yes", "--prefer", "file")) == {
        "read": 1, "unchanged": 1,
    }  # fmt: skip
    reflog.ok("check")


def test_what_the_file_changed_and_the_user_did_not_is_updated(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("import", cards(tmp_path, sally()), "--yes")
    page = reflog.ok("import", cards(tmp_path, sally("Jensen Inc")), "--yes").out
    assert "Updated (1)" in page
    assert "company Jensen Ltd → Jensen Inc" in page
    assert reflog.json("show", "sally")["contact"]["company"] == "Jensen Inc"


def test_what_the_file_emptied_stays_and_is_said_once(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("import", cards(tmp_path, sally(more="NOTE:tea")), "--yes")
    file = cards(tmp_path, "UID:s-1\nFN:Sally Jensen\n")
    page = reflog.ok("import", file, "--yes").out
    assert "No longer in the file, but kept (1)" in page
    assert "Nothing is deleted" in page
    shown = reflog.json("show", "sally")["contact"]
    assert (shown["company"], shown["emails"], shown["note"]) == (
        "Jensen Ltd", ["sally@example.com"], "tea",
    )  # fmt: skip
    assert "kept" not in reflog.ok("import", file, "--yes").out


def test_one_import_is_one_undo_and_comes_back_with_redo(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("note", "fred", "tea")
    before = reflog.json("contact list")
    files = [table(tmp_path, FRED, ANN), cards(tmp_path, sally(more="X-REFERRED-BY:Gina\n"))]
    reflog.ok("import", *files, "--yes")
    after = reflog.json("contact list"), reflog.json("intros")
    assert len(after[0]) == 5
    assert len(after[1]) == 1
    said = "Took back: imported from LinkedIn and vCard: 3 new, 1 introduction."
    assert said in reflog.ok("undo").out
    assert (reflog.json("contact list"), reflog.json("intros")) == (before, [])
    reflog.ok("redo")
    assert (reflog.json("contact list"), reflog.json("intros")) == after
    reflog.ok("undo")
    assert account(reflog.json("import", *files, "--yes")) == {"read": 3, "added": 3}
    reflog.ok("check")


def test_a_first_name_alone_stays_apart_from_the_full_one(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("intro", "fred", "sally")
    reflog.ok("import", table(tmp_path, FRED), "--yes")
    assert [one["handle"] for one in reflog.json("contact list")] == ["fred", "fred-moss", "sally"]


def test_a_dry_run_prints_the_same_and_writes_nothing(reflog: Commands, tmp_path: Path) -> None:
    file = table(tmp_path, FRED, ANN, ",,,,,,")
    shown = reflog.ok("import", file, "--dry-run").out
    told = reflog.json("import", file, "--dry-run")
    assert not reflog.ledger.parent.exists()
    done = reflog.ok("import", file, "--yes").out
    same = shown.removesuffix("Nothing was written.\n")
    assert same != shown
    assert done.startswith(same)
    reflog.ok("undo")
    written = reflog.json("import", file, "--yes")
    assert list(told) == list(written) == KEYS
    assert (told["dry_run"], written["dry_run"]) == (True, False)
    assert account(told) == account(written)
    assert told["created_contacts"] == []


def test_off_a_terminal_nothing_is_written_without_yes(reflog: Commands, tmp_path: Path) -> None:
    file = table(tmp_path, FRED)
    refused = reflog.refused(3, "import", file)
    assert "--yes" in refused.err
    assert "1 new" in refused.err
    assert reflog.refused(3, "import", file, "--json").error["code"] == "ambiguous"
    assert not reflog.ledger.exists()


def test_one_bad_file_among_several_forbids_them_all(reflog: Commands, tmp_path: Path) -> None:
    good = table(tmp_path, FRED)
    bad = cards(tmp_path, sally())
    Path(bad).write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Sally", "utf-8")
    refused = reflog.refused(2, "import", good, bad, "--yes")
    assert f"{bad}, line 1" in refused.err
    assert "nothing was imported" in refused.err
    assert not reflog.ledger.exists()
    reflog.refused(3, "import", good, str(tmp_path / "missing.csv"), "--yes")


def test_a_card_without_end_fails_alone(reflog: Commands, tmp_path: Path) -> None:
    file = Path(cards(tmp_path, sally(), "FN:Gina Olsen"))
    file.write_text(file.read_text("utf-8").removesuffix("END:VCARD\n"), "utf-8")
    answer = reflog.json("import", str(file), "--yes")
    assert account(answer) == {"read": 2, "added": 1, "failed": 1}
    (failed,) = (one for one in answer["cards"] if one["outcome"] == "failed")
    assert (failed["line"], failed["reason"]) == (10, "the card has no END:VCARD")


@each_row(
    "words",
    [
        (),
        ("people.csv", "--format", "excel"),
        ("people.csv", "--prefer", "ledger"),
        ("people.csv", "--map", "name"),
        ("people.csv", "--map", "Name=shoe size"),
    ],
)
def test_what_makes_no_sense_is_refused_before_a_file_is_opened(
    reflog: Commands, words: tuple[str, ...]
) -> None:
    assert reflog.refused(2, "import", *words, "--yes").err


def test_whom_a_card_is_about_is_remembered_where_that_is_all(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("contact", "add", "Sally Jensen", "--company", "Jensen Ltd")
    file = cards(tmp_path, "UID:s-1\nFN:Sally Jensen\nORG:Jensen Ltd\n")
    before = reflog.content()
    answer = reflog.json("import", file)
    assert (account(answer), answer["dry_run"]) == ({"read": 1, "unchanged": 1}, False)
    assert reflog.content() == before
    assert "will be recognized next time" in reflog.ok("import", file, "--yes").out
    before = reflog.content()
    assert "nothing was changed" in reflog.ok("import", file, "--yes").out
    assert reflog.content() == before
    reflog.ok("contact", "rename", "sally", "Sally Jones")
    reflog.ok("contact", "edit", "sally", "--company", "")
    assert account(reflog.json("import", file, "--yes")) == {"read": 1, "unchanged": 1}


def test_a_number_typed_before_my_country_was_known_is_the_same(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("contact", "add", "Fred Moss", "--phone", "212 555 0101")
    reflog.ok("config", "phone", "+1 212 555 0199")
    file = cards(tmp_path, "FN:Fred Moss\nTEL:212 555 0101\n")
    assert account(reflog.json("import", file, "--yes")) == {"read": 1, "unchanged": 1}
    reflog.ok("note", "Fred Moss 212 555 0101", "tea")
    assert reflog.json("show", "fred")["contact"]["phones"] == ["212 555 0101"]


def test_a_mapped_table_is_read(reflog: Commands, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Full Name;Firm;Who\nGina Olsen;Olsen AG;Fred Moss\n", "utf-8")
    words = ("import", str(path), "--map", "Full Name=name,Firm=company,Who=referred-by", "--yes")
    answer = reflog.json(*words)
    assert [one["name"] for one in answer["created_contacts"]] == ["Gina Olsen", "Fred Moss"]
    assert [one["introducer"] for one in answer["changed"]] == ["fred-moss"]


def test_who_referred_whom_is_known_at_once_and_asks_nothing(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("contact", "add", "Fred Moss")
    file = cards(
        tmp_path,
        sally(more="X-REFERRED-BY:Fred Moss\n"),
        "FN:Gina Olsen\nX-REFERRED-BY:Sally Jensen\n",
    )
    page = reflog.ok("import", file, "--yes").out
    assert "referred by Fred Moss" in page
    assert "dated today" in page
    assert "#1 to #2" in page
    told = [(one["introducer"], one["provider"], one["prospect"]) for one in reflog.json("who")]
    assert sorted(told) == [
        ("fred-moss", "me", "sally-jensen"), ("sally-jensen", "me", "gina-olsen"),
    ]  # fmt: skip
    for one in reflog.json("who"):
        assert (one["imported"], one["stage"], one["on"]) == (True, "introduced", reflog.today)
        assert one["follow_ups"] == []
    assert reflog.json("due --all") == []
    assert account(reflog.json("import", file, "--yes")) == {"read": 2, "unchanged": 2}
    assert len(reflog.json("who")) == 2
    reflog.ok("delete 1 --yes")
    assert account(reflog.json("import", file, "--yes")) == {"read": 2, "unchanged": 2}
    reflog.ok("check")
    reflog.ok("mark 2 won --amount 100")
    reflog.ok("check")


def test_who_cannot_have_referred_anybody_is_said(reflog: Commands, tmp_path: Path) -> None:
    file = cards(tmp_path, sally(more="X-REFERRED-BY:Sally Jensen\nX-REFERRED-BY:me\n"))
    answer = reflog.json("import", file, "--yes")
    assert answer["changed"] == []
    text = " ".join([*answer["remarks"], *answer["files"][0]["remarks"]])
    assert "that's the same person" in text
    assert text.count("line 1") == 2


def test_probable_duplicates_are_shown_and_left_apart(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("contact", "add", "Jon Smith", "--company", "Acme")
    file = cards(tmp_path, "FN:John Smyth\nORG:Bcme\n")
    dry = reflog.json("import", file, "--dry-run", "--merge-duplicates")
    assert account(dry) == {"read": 1, "updated": 1}
    answer = reflog.json("import", file, "--yes")
    assert answer["duplicates"] == [
        {
            "file": file,
            "line": 1,
            "name": "John Smyth",
            "contact": "jon-smith",
            "contact_name": "Jon Smith",
            "reason": "a similar name",
            "merged": False,
        }
    ]
    assert [one["handle"] for one in reflog.json("contact list")] == ["john-smyth", "jon-smith"]
    reflog.ok("undo")
    reflog.ok("import", file, "--yes", "--merge-duplicates")
    (only,) = reflog.json("contact list")
    assert (only["name"], only["aliases"]) == ("Jon Smith", ["John Smyth"])


def test_two_made_one_are_both_known_by_their_cards(reflog: Commands, tmp_path: Path) -> None:
    file = cards(tmp_path, sally(), "UID:s-2\nFN:Sal Jones\nEMAIL:sal@example.com\n")
    reflog.ok("import", file, "--yes")
    reflog.ok("contact merge sally-jensen sal-jones --yes")
    assert account(reflog.json("import", file, "--yes")) == {"read": 2, "unchanged": 2}


@pytest.mark.usefixtures("_copy_a_day")
def test_forgetting_takes_what_files_said_along(reflog: Commands, tmp_path: Path) -> None:
    said = sally("qcompany", "NOTE:qnote\nX-QEXTRA:qvalue\nX-REFERRED-BY:Qreferrer\n")
    reflog.ok("import", cards(tmp_path, said, "FN:Gina\nX-REFERRED-BY:Sally Jensen\n"), "--yes")
    reflog.ok("contact forget sally --yes")
    for path in (reflog.ledger, *Path(f"{reflog.ledger}.backups").iterdir()):
        content = path.read_bytes().lower()
        for word in (b"qcompany", b"qnote", b"qvalue", b"sally", b"5550101", b"555 0101"):
            assert word not in content, (path, word)
    reflog.ok("check")
    answer = reflog.json("import", cards(tmp_path, said), "--dry-run")
    assert account(answer) == {"read": 1, "added": 1}


@pytest.mark.parametrize("how", [("--yes",), ("--yes", "--prefer", "file")])
def test_a_file_does_not_bring_back_whom_it_names_elsewhere(
    reflog: Commands, tmp_path: Path, how: tuple[str, ...]
) -> None:
    gina = "UID:g\nFN:Gina\nNOTE:knows Sally Jensen well\nX-REFERRED-BY:Sally Jensen\nX-A:1\n"
    reflog.ok("import", cards(tmp_path, gina), "--yes")
    reflog.ok("contact forget sally --yes")
    before = reflog.content()
    assert b"sally" not in (before or b"").lower()
    file = cards(tmp_path, gina)
    assert account(reflog.json("import", file, *how)) == {"read": 1, "unchanged": 1}
    assert reflog.content() == before
    file = cards(tmp_path, gina.replace("well", "less").replace("X-A:1", "ORG:Olsen"))
    assert account(reflog.json("import", file, *how)) == {"read": 1, "updated": 1}
    assert len(reflog.json("who")) == 1


@pytest.mark.parametrize("how", [("--yes",), ("--yes", "--prefer", "file")])
def test_what_stands_for_a_forgotten_name_is_never_taken_for_an_address(
    reflog: Commands, tmp_path: Path, how: tuple[str, ...]
) -> None:
    said = "UID:m\nFN:Mary Moss\nNICKNAME:Mimi\nORG:Tom Berg\nEMAIL:office@example.com\n"
    file = cards(tmp_path, said)
    reflog.ok("import", file, "--yes")
    reflog.ok("contact", "add", "Tom Berg <office@example.com>", "--alias", "Mimi")
    reflog.ok("contact edit mary --remove-email office@example.com --remove-alias Mimi")
    reflog.ok("contact", "edit", "mary", "--company", "")
    reflog.ok("contact forget @tom-berg --yes")
    assert "forgotten" not in reflog.ok("import", file, *how).out
    (mary,) = reflog.json("contact", "list")
    assert (mary["emails"], mary["aliases"], mary["company"]) == ([], [], None)


def test_what_the_ledger_has_no_field_for_is_kept(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("import", cards(tmp_path, sally(more="X-SHOE:44\n")), "--yes")
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        (extras,) = connection.execute("SELECT extras FROM contact_card").fetchone()
    assert "X-SHOE:44" in extras.split("\x1f")


@pytest.mark.usefixtures("_copy_a_day")
def test_a_copy_is_taken_before(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("note", "fred", "tea")
    reflog.ok("import", table(tmp_path, FRED), "--yes")
    newest = reflog.json("backup --list")[0]
    assert newest["op"] == reflog.json("history")[1]["id"]
    assert reflog.json("history")[0]["id"] == newest["op"] + 1


def test_another_command_in_between_is_taken_into_account(
    reflog: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = cards(tmp_path, sally("Jensen Inc"))
    reflog.ok("note", "fred", "tea")

    def meanwhile(_ledger: str, _today: str) -> None:
        reflog.ok("contact", "add", "Sally Jensen <sally@example.com>", "--company", "Own")

    monkeypatch.setattr(copies, "back_up_before", meanwhile)
    answer = reflog.json("import", file, "--yes")
    assert account(answer) == {"read": 1, "updated": 1}
    assert reflog.json("show", "sally")["contact"]["company"] == "Own"
    assert len(reflog.json("contact list")) == 2


def test_of_a_folder_of_cards_is_said_how_many_there_are(reflog: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "cards"
    folder.mkdir()
    for number in range(12):
        photo = "PHOTO;ENCODING=b;TYPE=JPEG:AAAA\n"
        cards(folder, f"FN:Person {number:02}x\n{photo}", name=f"{number}.vcf")
    page = reflog.ok("import", str(folder), "--yes").out
    assert page.startswith("12 files (vCard)\n")
    assert page.count("photo") == 1
    assert "12 files: " in page
    assert len(reflog.json("contact list")) == 12


def test_of_very_many_who_only_referred_somebody_the_first_are_named(
    reflog: Commands, tmp_path: Path
) -> None:
    file = cards(tmp_path, *(f"FN:Ann {n}th\nX-REFERRED-BY:Referrer {n}x" for n in range(50)))
    told = reflog.ok("import", file, "--dry-run").out
    assert "Referrer 39x and 10 more." in told
    assert "Referrer 40x," not in told


def test_standard_input_is_a_file_too(reflog: Commands) -> None:
    card = r"BEGIN:VCARD\nVERSION:3.0\nFN:Gina\nEND:VCARD\n"
    child = pexpect.spawn(
        "/bin/sh",
        ["-c", f"printf '{card}' | {SCRIPT} import - --yes"],
        env=reflog.environ(),
        encoding="utf-8",
    )
    child.expect("1 new")
    child.expect(pexpect.EOF)
    assert [one["name"] for one in reflog.json("contact list")] == ["Gina"]


@pytest.mark.parametrize(("typed", "code", "people"), [("y", 0, 60), ("n", 3, 0), ("", 3, 0)])
def test_on_a_terminal_it_is_shown_and_asked(
    reflog: Commands, tmp_path: Path, typed: str, code: int, people: int
) -> None:
    file = cards(tmp_path, *(f"FN:Person No {number:02}x" for number in range(60)))
    child = pexpect.spawn(
        str(SCRIPT),
        ["import", file],
        env={**reflog.environ(), "TERM": "xterm"},
        encoding="utf-8",
        dimensions=(24, 100),
    )
    child.expect("New \\(60\\)")
    child.expect("and \\d+ more")
    child.expect("60 new")
    child.expect("\\[y/N\\]")
    child.sendline(typed)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    assert len(reflog.json("contact list")) == people
    assert ("reflog undo takes it back" in (child.before or "")) is (code == 0)


@pytest.mark.parametrize(
    ("option", "all_at"), [("--dry-run", "--dry-run \\| less"), ("--yes", "reflog contact list")]
)
def test_a_screen_shows_some_of_each_kind_and_where_the_rest_is(
    reflog: Commands, tmp_path: Path, option: str, all_at: str
) -> None:
    file = tmp_path / "list.csv"
    people = "".join(f"Person No {number:02}x,p{number}@example.com\n" for number in range(60))
    file.write_text(f"Name,Email\n{people},\nAnn,a@example.com,too much\n", "utf-8")
    child = pexpect.spawn(
        str(SCRIPT),
        ["import", str(file), option],
        env={**reflog.environ(), "TERM": "xterm"},
        encoding="utf-8",
        dimensions=(24, 100),
    )
    for said in (
        "New \\(60\\)",
        "Skipped \\(1\\)",
        "Failed \\(1\\)",
        "1 more than",
        all_at,
        "60 new",
    ):
        child.expect(said)
    child.expect(pexpect.EOF)


HOSTILE = [
    "\x1b[31mred", "=1+1", "[bold]x[/bold]", "$(touch x)", "a\u202eb", "王小明", "ﷺ", "' OR 1=1",
    "-rf", "%s", "{x}", "\u0301\u0301", "a" * 300, "\ud83d", "me", "12",
]  # fmt: skip


def test_hostile_names_are_kept_harmless_or_skipped(reflog: Commands, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    rows = [f'"{name}",,,,,,' for name in HOSTILE]
    path.write_text("\n".join([HEADER, *rows]), "utf-8", "replace")
    answer = reflog.json("import", str(path), "--yes")
    assert answer["read"] == len(HOSTILE)
    assert answer["added"] + answer["skipped"] + answer["updated"] == len(HOSTILE)
    reflog.ok("undo")
    page = reflog.ok("import", str(path), "--yes").out
    assert not {"\x1b", "\u202e"} & set(page)
    assert account(reflog.json("import", str(path), "--yes"))["read"] == len(HOSTILE)
    assert "added" not in account(reflog.json("import", str(path), "--yes"))
    reflog.ok("check")


def test_a_whole_ledger_goes_into_an_empty_one(reflog: Commands, tmp_path: Path) -> None:
    reflog.ok("import", cards(tmp_path, sally(more="X-REFERRED-BY:Fred Moss\n")), "--yes")
    whole = tmp_path / "whole.json"
    whole.write_text(reflog.ok("export").out, "utf-8")
    other = Commands(tmp_path / "other" / "ledger.db")
    other.ok("import", str(whole), "--yes")
    assert other.ok("export").out == whole.read_text("utf-8")
    other.refused(4, "import", str(whole), "--yes")
    other.refused(2, "import", str(whole), table(tmp_path, FRED), "--yes")
