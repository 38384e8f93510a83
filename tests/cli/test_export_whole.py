"""The whole ledger goes out as JSON and comes back the same, with its journal or without."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands import Commands
from damage import copied
from foreign_files import another, bring, exported
from journaling import broken_links, replayed, tables_of, told
from reflog.domain.schema import COLUMNS
from reflog.formats import files as formats
from reflog.storage import ledger as tables
from reflog.storage import schema
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Callable

    from books import Book

SECTIONS = (
    *("contacts", "introductions", "follow_ups", "business", "thanks", "one_to_ones", "notes"),
    *("cards", "distinct", "ops", "changes"),
)


@pytest.fixture
def lived(populated: Commands, tmp_path: Path) -> Commands:
    """A ledger with something in every table, those of imports too."""
    return copied(populated, tmp_path)


def altered(text: str, change: Callable[[Any], object]) -> str:
    document = json.loads(text)
    change(document)
    return json.dumps(document)


def journal_of(reflog: Commands) -> tuple[object, object, object]:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        assert broken_links(connection) == []
        assert replayed(connection) == tables_of(connection)
        return (
            connection.execute("SELECT * FROM op ORDER BY id").fetchall(),
            connection.execute("SELECT * FROM op_undoes ORDER BY 1, 2").fetchall(),
            told(connection),
        )


@pytest.mark.parametrize("journal", [(), ("--journal",)], ids=["objects", "journal"])
def test_everything_in_a_ledger_comes_back(
    lived: Commands, tmp_path: Path, journal: tuple[str, ...]
) -> None:
    lived.ok("contact", "forget", "kim", "--yes")
    text = exported(lived, *journal)
    document = json.loads(text)
    assert all(
        document[section] for section in SECTIONS if journal or section not in {"ops", "changes"}
    )
    copy = another(tmp_path)
    assert bring(copy, text).code == 0
    assert exported(copy, *journal) == text
    assert copy.ok("check").out == ""
    assert copy.ok("find tea").out == lived.ok("find tea").out
    with (
        closing(sqlite3.connect(lived.ledger)) as one,
        closing(sqlite3.connect(copy.ledger)) as two,
    ):
        words = "SELECT * FROM name_word ORDER BY 1, 2"
        assert one.execute(words).fetchall() == two.execute(words).fetchall()


def test_the_order_of_keys_and_the_shape_are_promises(lived: Commands) -> None:
    document = json.loads(exported(lived))
    assert list(document) == [
        *("format", "version", "redacted", "numbers", "settings"),
        *SECTIONS,
    ]
    assert (document["format"], document["version"], document["redacted"]) == ("reflog", 1, [])
    assert document["settings"] == {"currency": "EUR"}
    assert document["ops"] is document["changes"] is None
    me, fred = document["contacts"][:2]
    assert (me["me"], me["handle"], me["name"]) == (True, "me", "Tess Tester")
    assert fred["phones"] == ["+1 555 0101"]
    assert fred["e164"] == ["+15550101"]
    shown = lived.json("show", "1")
    (first, *_rest) = document["introductions"]
    assert {key: first[key] for key in shown} == shown
    assert [one["stage"] for one in first["stages"]] == ["introduced", "met", "won"]
    assert "days_overdue" not in document["follow_ups"][0]
    assert [one["id"] for one in document["follow_ups"]] == sorted(
        one["id"] for one in document["follow_ups"]
    )


def test_every_column_of_the_ledger_goes_along() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.create_objects(connection)
        for table, key in JOURNALED.items():
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            is_told = key in COLUMNS[table]  # of a detail of something else it is not
            assert set(COLUMNS[table]) == columns - (set() if is_told else {key}), table


def test_the_day_of_the_export_changes_nothing(lived: Commands) -> None:
    text = exported(lived)
    lived.today = "2027-03-01"
    assert exported(lived) == text


def test_a_part_is_the_same_document_with_the_rest_null(lived: Commands) -> None:
    everything = json.loads(exported(lived))
    part = json.loads(exported(lived, "follow-ups"))
    assert part["follow_ups"] == everything["follow_ups"]
    assert {key for key, value in part.items() if value is None} == set(everything) - {
        *("format", "version", "redacted", "follow_ups"),
    }
    assert list(part) == list(everything)


def test_without_a_journal_one_undo_takes_the_import_back(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    bring(copy, exported(lived))
    (op,) = copy.json("history")
    people, entries = len(lived.json("contact list")), len(entries_of(lived))
    assert op["command"] == "import"
    assert op["summary"] == f"imported a ledger of {people} contacts and {entries} entries"
    before = json.loads(exported(copy))
    copy.ok("undo")
    assert copy.json("contact list") == []
    assert copy.json("intros") == []
    copy.ok("redo")
    after = json.loads(exported(copy))
    assert after == before
    assert copy.ok("check").out == ""


def entries_of(reflog: Commands) -> list[object]:
    with closing(sqlite3.connect(reflog.ledger)) as connection:
        return connection.execute("SELECT number FROM entry").fetchall()


def test_no_number_is_given_a_second_time(lived: Commands, tmp_path: Path) -> None:
    mistake = lived.json("note", "fred", "a mistake")["changed"][0]["id"]
    lived.ok("delete", str(mistake), "--yes")
    person = lived.json("contact", "add", "李四")["changed"]
    lived.ok("undo")
    copy = another(tmp_path)
    bring(copy, exported(lived))
    assert copy.json("note", "fred", "tea")["changed"][0]["id"] == mistake + 1
    lived.ok("note", "fred", "tea")
    made = [one.json("contact", "add", "李四")["created_contacts"] for one in (lived, copy)]
    assert made[0][0]["handle"] == made[1][0]["handle"]
    assert person is not None
    assert copy.ok("check").out == ""
    imported = copy.json("history")[-1]
    assert imported["command"] == "import"
    copy.ok("undo", "--to", str(imported["id"]))
    assert copy.json("contact list") == []
    assert copy.ok("check").out == ""
    assert copy.json("note", "+ann", "tea")["changed"][0]["id"] == mistake + 2
    assert copy.ok("check").out == ""


def test_a_journal_goes_on_where_it_ended(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    text = exported(lived, "--journal")
    assert "with the journal of" in bring(copy, text).out
    assert journal_of(copy) == journal_of(lived)
    assert copy.json("history") == lived.json("history")
    for one in (lived, copy):
        one.ok("undo")
    assert exported(copy) == exported(lived)
    copy.ok("intro", "fred", "Zoe")
    assert copy.ok("check").out == ""


def test_a_ledger_with_something_in_it_is_left_as_it_is(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    copy.ok("intro fred sally")
    before = copy.content()
    refused = bring(copy, exported(lived))
    assert refused.code == 4
    assert "2 contacts and 3 entries" in refused.err
    assert "--ledger" in refused.err
    assert bring(copy, exported(lived), "--dry-run").code == 4
    assert copy.content() == before


def test_a_journal_whose_only_entry_was_taken_back_gives_its_number_no_second_time(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("note fred tea")
    reflog.ok("undo")
    file, other = tmp_path / "all.json", Commands(tmp_path / "other" / "ledger.db")
    reflog.ok("export", "--journal", "-o", str(file))
    other.ok("import", str(file))
    other.ok("check")
    assert other.json("note ann milk")["changed"][0]["id"] == 2
    other.ok("check")


def test_a_journal_goes_only_where_no_ledger_is(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    copy.ok("config currency GBP")
    text = exported(lived, "--journal")
    before = copy.content()
    assert bring(copy, text).code == bring(copy, text, "--dry-run").code == 4
    assert copy.content() == before
    assert bring(copy, exported(lived)).code == 0
    assert copy.json("config currency")["value"] == "EUR"
    copy.ok("undo")
    assert copy.json("config currency")["value"] == "GBP"


def test_the_answer_has_the_keys_of_every_import(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    answer = bring(copy, exported(lived), "--json").json
    assert answer["ledger"]["contacts"] == len(lived.json("contact list"))
    assert answer["ledger"]["journal"] is False
    assert answer["read"] == answer["added"] == sum(answer["ledger"].values())
    cards = tmp_path / "people.vcf"
    cards.write_text(exported(lived, "--format", "vcard"), "utf-8")
    people = copy.ok("import", str(cards), "--yes", "--json").json
    assert list(people) == list(answer)
    assert people["ledger"] is None
    assert people["read"] == answer["ledger"]["contacts"]
    assert people["failed"] == people["added"] == 0


def test_looking_first_writes_nothing(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    for journal in ((), ("--journal",)):
        assert bring(copy, exported(lived, *journal), "--dry-run").out.startswith("Would import")
        assert not copy.ledger.parent.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["changes"][5].update(after='{"id":9}'),
        lambda it: it["changes"][0].update(key="x"),
        lambda it: it["changes"][0].update(key=7),
        lambda it: it["ops"][3].update(summary="something else"),
        lambda it: it["ops"][3].update(digest="00" * 16),
        lambda it: it["ops"].pop(3),
        lambda it: it["changes"].pop(),
        lambda it: it["changes"].append(it["changes"][-1]),
        lambda it: it["changes"][4].update(relation="sqlite_schema"),
        lambda it: it["contacts"][1].update(name="Somebody Else"),
        lambda it: it["settings"].update(currency="USD"),
    ],
)
def test_a_journal_that_does_not_hold_is_refused(
    lived: Commands, tmp_path: Path, change: Callable[[Any], object]
) -> None:
    copy = another(tmp_path)
    refused = bring(copy, altered(exported(lived, "--journal"), change))
    assert refused.code == 2, refused
    assert "journal" in refused.err
    assert "nothing was imported" in refused.err
    assert not copy.ledger.exists()


def test_what_was_left_out_cannot_be_imported(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    refused = bring(copy, exported(lived, "--redact", "phones,notes"))
    assert refused.code == 2
    assert "without notes, phones (--redact)" in refused.err
    refused = bring(copy, exported(lived, "contacts"))
    assert refused.code == 2
    assert "only part" in refused.err
    assert not copy.ledger.exists()


def test_what_a_ledger_holds_already_is_counted_in_the_singular_too(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("note fred tea")
    file = tmp_path / "whole.json"
    reflog.ok("export", "-o", str(file))
    assert "this one has 1 contact and 1 entry;" in reflog.refused(4, "import", str(file)).err


def test_a_question_left_out_of_the_file_is_as_one_deleted(
    reflog: Commands, tmp_path: Path
) -> None:
    """The import was taken, and check called the ledger wrong from then on."""
    reflog.ok("intro fred sally")
    reflog.ok("intro fred ann")
    whole = json.loads(reflog.ok("export").out)
    del whole["follow_ups"][0]
    file = tmp_path / "whole.json"
    file.write_text(json.dumps(whole))
    new = type(reflog)(tmp_path / "new" / "ledger.db")
    new.ok("import", str(file), "--yes")
    assert new.ok("check").out == ""
    again = json.loads(new.ok("export").out)
    assert [one["quiet"] for one in again["introductions"]] == [True, False]
    new.ok("undo")
    assert new.json("intros") == []


def test_the_file_and_the_line_are_named(lived: Commands, tmp_path: Path) -> None:
    copy = another(tmp_path)
    text = exported(lived).replace('"stage": "won"', '"stage": "gone"', 1)
    line = text[: text.index("gone")].count("\n") + 1
    refused = bring(copy, text)
    file = tmp_path / "whole.json"
    assert refused.err.startswith(f"reflog: {file}, line {line}: #1: stage is not one of lead, ")
    assert not copy.ledger.exists()


def test_a_ledger_that_could_leave_can_come_back_however_large(
    lived: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MOST_BYTES", 100)
    text = exported(lived)
    assert bring(another(tmp_path), text.replace('"version"', ' "version"', 1)).code == 0
    for other in (" " + text, json.dumps(json.loads(text))):
        refused = bring(another(tmp_path / "other"), other)
        assert (refused.code, "this comes to more than" in refused.err) == (2, True)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(max_examples=6, deadline=None)
@given(st.lists(TEXTS, min_size=5, max_size=5))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, new_book: Callable[[], Book], texts: list[str]
) -> None:
    book = new_book()
    with book.writing():
        fred, ann, bob = book.people("Fred", "Ann", "Bob")
        about = book.introduction(fred, ann, bob, need=texts[0], why=texts[1], note=texts[2])
        book.note(fred, texts[3], about_id=about)
        book.follow_up(fred, "other", what=texts[4], note=texts[0])
    copy = another(tmp_path_factory.mktemp("texts"))
    for journal in ((), ("--journal",)):
        text = exported(Commands(Path(book.path)), *journal)
        assert bring(copy, text).code == 0
        assert exported(copy, *journal) == text
        copy = another(tmp_path_factory.mktemp("texts"))


def test_what_a_card_brought_comes_back_however_long(book: Book, tmp_path: Path) -> None:
    extras = ["X-KEY;TYPE=a:" + "x" * 131_072, "item1.X-EMPTY:", "NOTE:a\\nb"]
    owner = book.person("Ann")
    with book.writing() as ledger:
        card: dict[str, Any] = {"contact_id": owner, "source": "vcard", "key": "a-1"}
        ledger.add(tables.ContactCard(**card, extras="\x1f".join(extras), referrers="Bob"))
    text = exported(Commands(Path(book.path)))
    assert json.loads(text)["cards"][0]["extras"] == extras
    copy = another(tmp_path)
    assert bring(copy, text).code == 0
    assert exported(copy) == text


def test_a_missing_ledger_is_exported_as_an_empty_one(reflog: Commands, tmp_path: Path) -> None:
    document = json.loads(exported(reflog))
    assert [one["handle"] for one in document["contacts"]] == ["me"]
    assert document["introductions"] == []
    assert not reflog.ledger.exists()
    copy = another(tmp_path)
    assert bring(copy, json.dumps(document)).code == 0
    assert json.loads(exported(copy))["contacts"] == document["contacts"]
