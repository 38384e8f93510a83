"""Forgetting a person for good: not one byte of them stays in any file."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from time import process_time
from typing import Any

import pexpect
import pytest

import journaling
from books import Book
from commands import SCRIPT, Commands
from damage import remembered
from reflog.domain.schema import KEPT
from reflog.storage import connection as opening
from reflog.storage import ledger as tables
from reflog.storage.backups import take
from reflog.storage.connection import connect
from reflog.storage.forget import forget
from reflog.storage.forget.identity import Identity
from reflog.storage.forget.redact import naming_pattern
from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.ledger import writing

pytestmark = pytest.mark.usefixtures("_copies_all_along")

CANARIES = (
    *("qname", "qother", "qalias", "qhandle", "qmail", "qsecond", "qcompany", "qprofession"),
    *("qcity", "qnoted", "qtag", "qneed", "qoffer", "qwhy", "qintronote", "qbusy", "qthanked"),
    *("qmet", "qremark", "qwhat", "qdone", "qelse", "qreceived", "qundone", "qmerged", "qdeleted"),
    *("qfault", "qearly", "qcard", "5550147"),
)
"""A word in every text that there is of the person; the digits of their number.

None is `q` and a kind of entry: a uid that ends in the byte `q` stands before those.
"""


def spoken(path: Path) -> list[str]:
    """Which canaries stand in a file's raw bytes and in its journal, whatever their case."""
    content = path.read_bytes()
    if content.startswith(opening.MAGIC):
        with closing(connect(str(path))) as connection:
            content += repr(journaling.told(connection)).encode()
    content = content.lower()
    wide = {word: word.encode("utf-16-le") for word in CANARIES}
    digits = content.replace(b" ", b"")
    return [word for word in CANARIES if word.encode() in digits or wide[word] in content]


def only_folder(backups: Path) -> Path:
    """Return the folder for copies, emptied: the next command takes the day's own anew."""
    shutil.rmtree(backups, ignore_errors=True)
    backups.mkdir(mode=0o700)
    return backups


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with a canary in every field that can hold one, journal included."""
    reflog = Commands(tmp_path_factory.mktemp("told") / "ledger.db")
    reflog.ok("contact", "add", "Qundone Person", "--note", "qundone")
    reflog.ok("undo")
    reflog.ok("contact", "add", "Qearly Qname <qmail@example.com>", "--phone", "+1 415 555 0147")
    reflog.ok(
        *("contact", "edit", "qearly", "--company", "qcompany", "--profession", "qprofession"),
        *("--city", "qcity", "--note", "qnoted", "--tag", "qtag", "--alias", "Qalias"),
        *("--role", "client", "--email", "qmail@example.com", "--email", "qsecond@example.com"),
    )
    reflog.ok("contact", "edit", "qearly", "--handle", "qhandle")
    reflog.ok("contact", "rename", "@qhandle", "Qname Qother")
    reflog.ok("contact", "alias", "@qhandle", "Qundone Person")
    reflog.ok("contact", "add", "Qmerged", "--note", "qmerged", "--tag", "qmerged")
    reflog.ok("contact", "merge", "@qhandle", "Qmerged", "--yes")
    reflog.ok("intro", "@qhandle", "sally", "--need", "qneed", "--offer", "qoffer")  # 1, 2, 3
    reflog.ok("edit", "1", "--note", "qintronote")
    reflog.ok("done", "2", "qdone")  # and 4
    reflog.ok("mark", "1", "won", "--amount", "100", "--on", "2026-11-21")
    reflog.ok("business", "1", "20", "--note", "qbusy")
    reflog.ok("mark", "1", "bad", "--why", "qwhy", "--at-fault", "@qhandle")
    reflog.ok("received", "bob", "--from", "@qhandle", "--note", "qreceived")
    reflog.ok("thanks", "@qhandle", "qthanked")
    reflog.ok("met", "@qhandle", "qmet")
    reflog.ok("note", "@qhandle", "qremark")
    reflog.ok("follow", "@qhandle", "qwhat", "now", "--due", "2026-12-01")
    reflog.ok("note", "@qhandle", "qdeleted")
    number = str(reflog.json("find", "qdeleted")[0]["id"])
    reflog.ok("delete", number, "--yes")
    reflog.ok("intro", "ann", "cleo", "--by", "bob")
    number = str(reflog.json("intros", "--with", "cleo")[0]["id"])
    reflog.ok("edit", number, "--stage", "bad", "--at-fault", "@qhandle", "--why", "qfault")
    reflog.ok("note", "sally", "Qname Qother and QNAME qother know her; qsecond@example.com; tea")
    reflog.ok("follow", "sally", "ask", "Qalias", "of", "coffee")
    reflog.ok("note", "sally", "qelse", "taken", "back")
    reflog.ok("undo")
    with closing(connect(str(reflog.ledger))) as connection:
        ids = dict(connection.execute("SELECT handle, id FROM contact").fetchall())
    remembered(reflog.ledger, ids["qhandle"], said="qcard")
    remembered(reflog.ledger, ids["sally"], said="Qname Qother")
    return reflog.ledger


@pytest.fixture
def lived(reflog: Commands, told: Path) -> Commands:
    """That ledger, to be changed."""
    reflog.ledger.parent.mkdir(mode=0o700)
    shutil.copy2(told, reflog.ledger)
    return reflog


def forgotten(reflog: Commands) -> Any:
    return reflog.json("contact", "forget", "qname", "qother", "--yes")


def test_not_one_byte_of_a_canary_is_left_in_the_ledger_and_its_backups(lived: Commands) -> None:
    backups = Path(f"{lived.ledger}.backups")
    backups = only_folder(backups)
    for name in ("one.db", "two.db"):
        shutil.copy2(lived.ledger, backups / name)
    lived.ok("note", "sally", "later")
    said = {word for word in CANARIES if word != "qelse"}
    assert set(spoken(lived.ledger)) >= said
    answer = forgotten(lived)
    left = {path: spoken(path) for path in lived.ledger.parent.rglob("*") if path.is_file()}
    # A text about someone else that names nobody is theirs, taken back or not.
    assert {path: words for path, words in left.items() if words != ["qelse"]} == {}
    print(f"canaries left after forget: 0 of {len(said)} in {len(left)} files")  # noqa: T201 - the figure
    assert len(left) == 4
    assert {str(backups / "one.db"), str(backups / "two.db")} < set(answer["backups"])
    assert answer["unreached"] == []
    assert answer["beyond"]
    assert {path.stat().st_mode & 0o777 for path in backups.iterdir()} == {0o600}


def test_the_entries_stay_under_another_name(lived: Commands) -> None:
    before = len(lived.json("log"))
    answer = forgotten(lived)
    handle = answer["forgotten"]
    assert handle.startswith("contact-")
    assert answer["changed_contacts"][0]["handle"] == handle
    assert answer["changed_contacts"][0]["name"] == "forgotten"
    assert answer["changed_contacts"][0]["emails"] == []
    assert answer["created_contacts"] == answer["next"] == []
    assert len(lived.json("log")) == before
    shown = lived.json("show", "1")
    assert (shown["provider"], shown["prospect"]) == (handle, "sally")
    assert [shown[key] for key in ("need", "offer", "why", "note")] == [None] * 4
    assert "forgotten" in lived.ok("show 1").out
    assert "forgotten" in lived.ok("log").out
    assert "forgotten" in lived.ok("who").out
    assert {one["contact"] for one in lived.json("due --all")} & {handle} == set()
    assert "forgotten and forgotten know her" in lived.ok("find tea").out
    assert "ask forgotten of coffee" in lived.ok("due --all").out


def test_nobody_forgotten_is_ever_meant_by_a_name(lived: Commands) -> None:
    handle = forgotten(lived)["forgotten"]
    for name in ("qname", "qhandle", "forgotten", "forgot", "forgoten", handle, f"@{handle}"):
        lived.refused(3, "show", name)
        lived.refused(3, "contact", "forget", name, "--yes")
    assert handle not in {one["handle"] for one in lived.json("contact list")}
    assert lived.json("find", "forgotten") != []
    made = lived.json("note", "forgotten", "tea")["created_contacts"]
    assert [(one["name"], one["handle"]) for one in made] == [("Forgotten", "forgotten")]
    lived.ok("note forgotten coffee")
    assert lived.ok("contact add Qname").out


def test_two_forgotten_persons_do_not_clash(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("contact add contact --handle contact-2x")
    reflog.ok("contact edit contact --handle contact-3")
    first = reflog.json("contact forget fred --yes")["forgotten"]
    second = reflog.json("contact forget sally --yes")["forgotten"]
    assert first != second
    assert "contact-3" not in {first, second}
    shown = reflog.json("show 1")
    assert (shown["provider"], shown["prospect"]) == (first, second)
    assert "forgotten" in reflog.ok("tree").out + reflog.ok("who").out + reflog.ok("balance").out


def test_the_journal_still_makes_the_tables_and_the_chain_holds(lived: Commands) -> None:
    with closing(connect(str(lived.ledger))) as connection:
        links = connection.execute("SELECT id, digest FROM op ORDER BY id").fetchall()
    forgotten(lived)
    with closing(connect(str(lived.ledger))) as connection:
        assert journaling.replayed(connection) == journaling.tables_of(connection)
        assert journaling.search_terms(connection) == journaling.rebuilt_search_terms(connection)
        assert journaling.name_words(connection) == journaling.rebuilt_name_words(connection)
        kept = connection.execute("SELECT id, digest FROM op ORDER BY id").fetchall()
        assert [op for op, _digest in kept[:-1]] == [op for op, _digest in links]
        assert kept[0] == links[0]
        assert journaling.broken_links(connection) == []
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError, match="kept as it is"):
            connection.execute("UPDATE op SET summary = ''")
        with pytest.raises(sqlite3.IntegrityError, match="no op is open"):
            connection.execute("UPDATE contact SET name = 'x'")


def test_undo_does_not_reach_over_it(lived: Commands) -> None:
    first = lived.json("history")[-1]["id"]
    forgotten(lived)
    for words in (("undo",), ("undo", "--dry-run"), ("undo", "--to", str(first)), ("redo",)):
        lived.refused(4, *words)
    assert "forgot someone for good" in lived("undo").err
    lived.ok("note", "sally", "after")
    lived.ok("undo")
    lived.ok("redo")
    lived.ok("undo")
    lived.refused(4, "undo")
    told = lived.ok("history").out
    assert "forgotten" in told
    assert not [word for word in CANARIES if word in told.lower() and word != "qelse"]


def test_it_is_asked_for_and_refused_where_nobody_can_be_asked(lived: Commands) -> None:
    refused = lived.refused(3, "contact", "forget", "qname")
    assert "hint: reflog contact forget @qhandle --yes" in refused.err
    lived.refused(2, "contact", "forget")
    lived.refused(2, "contact", "forget", "+qname", "--yes")
    lived.refused(3, "contact", "forget", "nobody", "--yes")
    lived.refused(4, "contact", "forget", "me", "--yes")
    assert "beyond" not in lived.ok("contact", "forget", "qname", "--yes").out


@pytest.mark.parametrize(("typed", "code"), [("fred", 0), ("y", 3), ("", 3)])
def test_on_a_terminal_the_handle_is_typed_again(reflog: Commands, typed: str, code: int) -> None:
    reflog.ok("intro fred sally")
    child = pexpect.spawn(
        str(SCRIPT), ["contact", "forget", "fred"], env=reflog.environ(), encoding="utf-8"
    )
    child.expect(r"Type fred to go\s+on")
    child.sendline(typed)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == code
    assert ("fred" in {one["handle"] for one in reflog.json("contact list")}) is (code != 0)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_copy_that_cannot_be_rewritten_is_removed_if_that_is_agreed_to(
    reflog: Commands, *, agreed: bool
) -> None:
    reflog.ok("intro fred sally")
    backups = only_folder(Path(f"{reflog.ledger}.backups"))
    (backups / "broken.db").write_bytes(b"Fred" * 1000)
    (backups / "broken.db-journal").write_bytes(b"Fred")
    shutil.copy2(reflog.ledger, backups / "whole.db")
    child = pexpect.spawn(
        str(SCRIPT), ["contact", "forget", "fred"], env=reflog.environ(), encoding="utf-8"
    )
    child.expect(r"Type fred to go\s+on")
    child.sendline("fred")
    child.expect("I can't erase them from")
    child.expect("y/N")
    child.sendline("y" if agreed else "n")
    child.expect(pexpect.EOF)
    assert ("Removed, because" in str(child.before)) is agreed
    assert "broken.db" in "".join(str(child.before).split())  # wherever the line was broken
    child.close()
    assert child.exitstatus == 0
    assert b"fred" not in (backups / "whole.db").read_bytes().lower()
    assert (backups / "broken.db").exists() is (not agreed)
    assert not (backups / "broken.db-journal").exists()


def test_a_copy_that_cannot_be_rewritten_is_removed_with_yes(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    backups = only_folder(Path(f"{reflog.ledger}.backups"))
    (backups / "broken.db").write_bytes(b"Fred" * 1000)
    (backups / "linked.db").symlink_to(reflog.ledger.parent / "elsewhere.db")
    answer = reflog.json("contact forget fred --yes")
    removed = [str(backups / "broken.db"), str(backups / "linked.db")]
    assert (answer["removed"], answer["unreached"]) == (removed, [])
    assert not [*backups.glob("*n*ed.db")]


def test_only_of_somebody_with_entries_are_entries_said_to_stay(reflog: Commands) -> None:
    reflog.ok("contact add Fred")
    reflog.ok("note sally tea")
    assert reflog.ok("contact forget fred --yes").out.startswith("Forgot contact-2.\n")
    said = "Forgot contact-3. 1 entry stays, without its text.\n"
    assert reflog.ok("contact forget sally --yes").out.startswith(said)


def test_a_namesake_keeps_their_name_in_the_texts_of_others(reflog: Commands) -> None:
    reflog.ok("note", "fred", "first")
    reflog.ok("contact", "add", "+fred")
    reflog.ok("note", "sally", "knows", "Fred")
    reflog.ok("contact forget @fred --yes")
    assert "knows Fred" in reflog.ok("find knows").out
    assert [one["handle"] for one in reflog.json("contact list")] == ["fred-2", "sally"]


def test_a_backup_that_has_them_in_its_journal_only_is_rewritten(reflog: Commands) -> None:
    reflog.ok("note", "ann", "tea")
    reflog.ok("contact", "add", "Qname Qother <qmail@example.com>", "--note", "qnoted")
    reflog.ok("undo")
    backups = Path(f"{reflog.ledger}.backups")
    backups = only_folder(backups)
    shutil.copy2(reflog.ledger, backups / "one.db")
    reflog.ok("contact", "add", "Qname Qother", "--tag", "qtag")
    assert spoken(backups / "one.db")
    answer = reflog.json("contact", "forget", "qname", "--yes")
    assert str(backups / "one.db") in answer["backups"]
    assert spoken(backups / "one.db") == spoken(reflog.ledger) == []
    with closing(connect(str(backups / "one.db"))) as connection:
        assert journaling.broken_links(connection) == []
        assert journaling.replayed(connection) == journaling.tables_of(connection)
        ops, given = (
            connection.execute(sql).fetchone()[0]
            for sql in (
                "SELECT max(id) FROM op",
                "SELECT seq FROM sqlite_sequence WHERE name = 'op'",
            )
        )
        assert ops == given


def test_a_backup_without_them_is_left_as_it_is(reflog: Commands) -> None:
    reflog.ok("note", "ann", "tea")
    backups = Path(f"{reflog.ledger}.backups")
    backups = only_folder(backups)
    shutil.copy2(reflog.ledger, backups / "one.db")
    before = (backups / "one.db").read_bytes()
    reflog.ok("note", "fred", "coffee")
    rewritten = reflog.json("contact forget fred --yes")["backups"]
    assert str(backups / "one.db") not in rewritten
    assert (backups / "one.db").read_bytes() == before


def test_a_rewritten_backup_keeps_its_age(reflog: Commands) -> None:
    reflog.ok("note", "fred", "coffee")
    backups = Path(f"{reflog.ledger}.backups")
    backups = only_folder(backups)
    copy = backups / "one.db"
    shutil.copy2(reflog.ledger, copy)
    os.utime(copy, (1_700_000_000, 1_700_000_000))
    assert reflog.json("contact forget fred --yes")["backups"] == [str(copy)]
    assert copy.stat().st_mtime == 1_700_000_000
    assert [path.name for path in backups.iterdir()] == ["one.db"]


def test_what_is_interrupted_at_the_backups_can_be_done_again(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    reflog.ok("intro fred sally")
    backups = Path(f"{reflog.ledger}.backups")
    backups = only_folder(backups)
    for name in ("one.db", "two.db"):
        shutil.copy2(reflog.ledger, backups / name)
    forget_in = forget._forget_in  # noqa: SLF001 - where it is interrupted

    def interrupted(backup: str, erased: Any) -> bool:
        if backup.endswith("two.db"):
            raise KeyboardInterrupt
        return forget_in(backup, erased)

    with monkeypatch.context() as patch:
        patch.setattr(forget, "_forget_in", interrupted)
        reflog.refused(130, "contact", "forget", "fred", "--yes")
    assert len(reflog.json("contact forget fred --yes")["backups"]) == 1
    for path in (reflog.ledger, *backups.iterdir()):
        assert b"fred" not in path.read_bytes().lower()


def test_names_are_found_in_the_texts_of_others_in_any_script(reflog: Commands) -> None:
    reflog.ok("note", "王小明", "茶")
    reflog.ok("contact", "add", "Will")
    reflog.ok("note", "sally", "昨天王小明喝茶; she will call Will; Willow stays")
    for name in ("王小明", "will"):
        reflog.ok("contact", "forget", name, "--yes")
    told = reflog.json("show", "sally")["notes"][0]["note"]
    assert told == "昨天forgotten喝茶; she will call forgotten; Willow stays"
    assert reflog.json("find", "王小明") == []


def test_whom_only_the_journal_has_can_be_forgotten_too(reflog: Commands) -> None:
    reflog.ok("note fred tea")
    reflog.ok("contact", "add", "Typo Person", "--email", "typo@canary.example")
    reflog.ok("undo")
    refused = reflog.refused(3, "contact", "forget", "typo person", "--yes")
    assert "the journal still has someone with that name" in refused.err
    assert 'reflog contact add "typo person"; reflog contact forget' in refused.err
    assert "journal" not in reflog.refused(3, "contact forget nobody --yes").err
    reflog.ok("contact", "add", "typo person")
    reflog.ok("contact", "forget", "typo person", "--yes")
    assert b"typo@canary" not in (reflog.content() or b"").lower()
    reflog.ok("check")


def left_of(reflog: Commands, *words: str) -> dict[str, list[str]]:
    """Return which of these words are in which file beside the ledger."""
    found = {}
    for path in reflog.ledger.parent.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if content.startswith(opening.MAGIC):
                with closing(connect(str(path))) as connection:
                    content += repr(journaling.told(connection)).encode()
                    assert journaling.broken_links(connection) == []
                    assert journaling.replayed(connection) == journaling.tables_of(connection)
            found[path.name] = [word for word in words if word.encode() in content.lower()]
    return {name: there for name, there in found.items() if there}


def test_a_name_in_a_wording_of_mine_is_taken_out_and_the_wording_stays(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("contact", "add", "Fred Qmoss <qfirst@example.com>")
    wording = tmp_path / "mine.txt"
    wording.write_text("Subject: Hi\n\nAsk Fred Qmoss (qfirst@example.com), {to.first}.\n", "utf-8")
    reflog.ok("wording", "thank mail", str(wording))
    reflog.ok("backup")
    reflog.ok("contact", "forget", "fred", "--yes")
    wording.unlink()
    assert left_of(reflog, "qmoss", "qfirst") == {}
    kept = reflog.ok("wording", "thank mail").out
    assert kept == "Subject: Hi\n\nAsk forgotten (forgotten), {to.first}.\n"
    reflog.ok("check")


def test_the_row_of_an_address_may_be_somebody_elses_since(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Fred <qfirst@example.com>")
    reflog.ok("backup")
    reflog.ok("undo")
    reflog.ok("contact", "add", "Gina <gina@example.com>")
    reflog.ok("contact", "add", "Fred")
    reflog.ok("contact", "forget", "fred", "--yes")
    assert left_of(reflog, "qfirst", "fred") == {}
    assert reflog.json("show gina")["contact"]["emails"] == ["gina@example.com"]
    reflog.ok("check")


def merged(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Qpast Person <qpast@example.com>", "--note", "qremark")
    reflog.ok("contact", "edit", "qpast", "--company", "qcompany", "--tag", "qtag")
    reflog.ok("note", "qpast", "qsecret")
    reflog.ok("contact", "add", "Gina Olsen", "--note", "hers")
    reflog.ok("backup")
    reflog.ok("contact", "merge", "gina", "qpast", "--yes")


def test_a_merge_that_was_taken_back_leaves_nothing_with_the_other(reflog: Commands) -> None:
    merged(reflog)
    reflog.ok("backup")
    reflog.ok("undo")
    reflog.ok("redo")
    reflog.ok("undo")
    reflog.ok("contact", "edit", "gina", "--company", "Olsen & Co")
    reflog.ok("contact", "forget", "qpast", "--yes")
    words = ("qpast", "qremark", "qcompany", "qtag", "qsecret")
    assert left_of(reflog, *words) == {}
    shown = reflog.json("show gina")["contact"]
    assert (shown["note"], shown["company"], shown["aliases"]) == ("hers", "Olsen & Co", [])
    reflog.ok("check")


def test_what_was_set_again_after_a_merge_was_taken_back_is_the_others_own(
    reflog: Commands,
) -> None:
    merged(reflog)
    reflog.ok("undo")
    reflog.ok("contact", "edit", "gina", "--company", "qcompany")
    reflog.ok("contact", "forget", "qpast", "--yes")
    assert reflog.json("show gina")["contact"]["company"] == "qcompany"
    reflog.ok("check")


def test_a_copy_from_before_a_merge_is_rewritten_whole(reflog: Commands) -> None:
    merged(reflog)
    answer = reflog.json("contact", "forget", "gina", "--yes")
    assert (answer["unreached"], answer["removed"]) == ([], [])
    words = ("qpast", "qremark", "qcompany", "qtag", "qsecret", "gina", "olsen", "hers")
    assert left_of(reflog, *words) == {}
    reflog.ok("check")


def test_a_sentence_about_who_is_not_the_same_loses_the_handle(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Qname Person", "--handle", "qhandle")
    reflog.ok("contact", "add", "Gina")
    reflog.ok("contact", "duplicates", "--distinct", "@qhandle", "gina")
    reflog.ok("contact", "forget", "@qhandle", "--yes")
    assert left_of(reflog, "qhandle", "qname") == {}
    assert "gina" in reflog.ok("history").out


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_copy_that_another_command_takes_meanwhile_is_taken_again(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch, *, is_kept: bool
) -> None:
    reflog.ok("note fred tea")
    only_folder(Path(f"{reflog.ledger}.backups"))
    verify = take.verify

    def forgotten_meanwhile(copy: str, *rest: Any) -> None:
        monkeypatch.setattr(take, "verify", verify)
        kept = Path(copy).read_bytes()
        reflog.ok("contact forget fred --yes")
        assert not Path(copy).exists()
        if is_kept:
            Path(copy).write_bytes(kept)
        verify(copy, *rest)

    monkeypatch.setattr(take, "verify", forgotten_meanwhile)
    reflog.ok("backup")
    assert len(reflog.json("backup --list")) == 1
    assert left_of(reflog, "fred") == {}


def test_nothing_is_owed_to_somebody_forgotten(reflog: Commands) -> None:
    reflog.ok("received sally --from fred")
    reflog.ok("contact forget fred --yes")
    assert [one["contact"] for one in reflog.json("mark 1 won")["next"]] == ["sally", "sally"]
    reflog.ok("business 1 200")
    assert {one["contact"] for one in reflog.json("due --all")} == {"sally"}
    assert reflog.json("thanks") == []
    reflog.ok("check")


def test_nobody_is_asked_or_told_about_somebody_forgotten_but_debts_to_others_stay(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("intro fred paul --lead")
    reflog.ok("received fred --from gina")
    reflog.ok("received ann --from fred")
    reflog.ok("intro zoe fred")
    reflog.ok("mark zoe bad")
    reflog.ok("follow hal the keys --about 1")
    said = reflog.ok("contact forget fred --yes").out.splitlines()
    assert said[1] == "Dropped #3: ask Sally if they've been in touch with forgotten."
    assert said[2].endswith(" closed: ask Paul if they'd like an introduction to forgotten.")
    assert said[3].endswith(": tell Gina how things stand with forgotten.")
    left = {(one["contact"], one["purpose"]) for one in reflog.json("due --all")}
    assert left == {
        ("gina", "thank"), ("ann", "first-call"), ("zoe", "apology"), ("hal", "other"),
    }  # fmt: skip
    assert reflog.ok("check").out == ""
    assert reflog.json("mark 1 met")["next"] == []
    assert [one["contact"] for one in reflog.json("mark paul introduced")["next"]] == ["paul"]
    assert reflog.ok("check").out == ""


def test_nobody_forgotten_is_still_to_thank_or_to_be_thanked(reflog: Commands) -> None:
    reflog.ok("received sally --from fred")
    reflog.ok("intro fred ann")
    reflog.ok("contact forget fred --yes")
    assert "not yet" not in reflog.ok("show 1").out
    assert "not yet from Ann\n" in reflog.ok("show 5").out


def test_a_fact_that_is_nothing_but_its_topic_can_be_brought_in_again_once_forgotten(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("know fred out")
    reflog.ok("know fred full until 1 feb")
    reflog.ok("edit 4 --topic doubt")
    reflog.ok("know sally visited")
    reflog.ok("contact forget fred --yes")
    notes = [one for one in reflog.json("export")["notes"] if one["contact"] != "sally"]
    assert [(one["note"], one["topic"], one["until"]) for one in notes] == [
        ("forgotten", None, None)
    ] * 2
    reflog.ok("check")
    journal = tmp_path / "journal.json"
    reflog.ok("export", "--journal", "-o", str(journal))
    again = Commands(tmp_path / "again" / "ledger.db")
    again.ok("import", str(journal))
    again.ok("check")
    assert again.json("export")["notes"] == reflog.json("export")["notes"]


def test_somebody_of_very_many_names_is_found_in_one_look() -> None:
    names = frozenset(f"Alias Number {number} of Fred" for number in range(5000))
    pattern = naming_pattern(Identity(names=names), set())
    assert pattern is not None
    began = time.process_time()
    said = {pattern.sub("x", f"noted about {name.upper()} (#3)") for name in names}
    seconds = time.process_time() - began
    assert said == {"noted about x (#3)"}
    assert seconds < 5, seconds
    assert pattern.sub("x", "Alias Number 17 of Freda") == "Alias Number 17 of Freda"


def test_every_column_of_text_is_erased_that_the_schema_does_not_keep(lived: Commands) -> None:
    """Every one there is, and one that a later version may add."""
    with closing(connect(str(lived.ledger))) as connection:
        for table in ("contact", "introduction", "note"):
            connection.execute(f"ALTER TABLE {table} ADD COLUMN later TEXT")
    filled: list[str] = []
    refused: set[tuple[str, str]] = set()
    with writing(str(lived.ledger), "test", lived.today) as ledger:
        (person,) = ledger.rows("SELECT id FROM contact WHERE handle = 'qhandle'")[0]
        for table, key in JOURNALED.items():
            people = [
                row[3]
                for row in ledger.rows(f"PRAGMA foreign_key_list({table})")
                if row[2] == "contact"
            ]
            own = " OR ".join(f"{column} = {person}" for column in people) or f"id = {person}"
            if table not in {"contact", *(name for name in JOURNALED if people)}:
                continue
            ledger.recorders.need(table)
            for _place, column, type_, *_rest in ledger.rows(f"PRAGMA table_info({table})"):
                if type_ != "TEXT" or column in {key, *KEPT.get(table, ())}:
                    continue
                word = f"qq{table}-{column}-qq".replace("_", "-")
                try:
                    ledger.rows(f"UPDATE {table} SET {column} = ? || {key} WHERE {own}", (word,))
                except sqlite3.IntegrityError:
                    refused.add((table, column))
                else:
                    filled.append(word)
        ledger.summary = "filled every column"
    # These are words of the program, digits, and what stands only where nothing else says it.
    expected = {
        *(("contact", "role"), ("contact_phone", "e164"), ("follow_up", "what")),
        *(("note", "topic"), ("note", "until_on")),
    }
    assert refused == expected
    assert {"qqcontact-later-qq", "qqnote-later-qq", "qqcontact-card-extras-qq"} <= {*filled}
    assert {*left_of(lived, *filled)} >= {"ledger.db"}
    lived.ok("contact", "forget", "@qqcontact-handle-qq" + str(person), "--yes")
    assert left_of(lived, *filled) == {}


AS_MANY = pytest.mark.parametrize(
    "few", [500, pytest.param(1_000, marks=pytest.mark.slow)], ids="{:,}".format
)


@AS_MANY
def test_forgetting_somebody_of_many_names_takes_no_square_of_them(
    tmp_path: Path, few: int
) -> None:
    def seconds(count: int) -> float:
        reflog = Commands(tmp_path / str(count) / "ledger.db")
        reflog.ok("intro ann zed --need tea")
        names = [f"Ann Nr{number}x" for number in range(count)]
        book = Book(str(reflog.ledger))
        with book.writing():
            for name in names:
                book.detail(tables.ContactAlias, 2, alias=name)
        assert len(reflog.json("show ann")["contact"]["aliases"]) == count
        reflog.ok("note", "zed", f"saw {names[0]} and {names[-1]}")
        gc.freeze()  # a heap that other tests have filled is none of its business
        begun = process_time()
        reflog.ok("contact forget ann --yes")
        return process_time() - begun

    seconds(100)  # what is imported
    took, many_took = seconds(few), seconds(4 * few)
    assert many_took < 8 * took, "four times as many took more than eight times as long"


@AS_MANY
def test_very_many_cards_of_one_name_take_no_square_of_them(tmp_path: Path, few: int) -> None:
    card = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Berg\r\nEMAIL:{0}@example.com\r\nEND:VCARD\r\n"

    def seconds(count: int) -> float:
        reflog = Commands(tmp_path / str(count) / "ledger.db")
        file = tmp_path / f"{count}.vcf"
        file.write_text("".join(map(card.format, range(count))), "utf-8")
        gc.freeze()
        begun = process_time()
        reflog.ok("import", str(file), "--yes")
        reflog.ok("import", str(file), "--yes")
        return process_time() - begun

    seconds(100)
    took, many_took = seconds(few), seconds(4 * few)
    assert many_took < 8 * took, "four times as many took more than eight times as long"


def put_back_from_before(reflog: Commands) -> str:
    """Let a copy have somebody whom the ledger, put back from before them, doesn't know."""
    reflog.ok("note", "ann", "tea")
    reflog.ok("backup")
    before = reflog.json("backup --list")[0]["path"]
    reflog.ok("contact", "add", "Qpast Person <qpast@example.com>", "--note", "qremark")
    reflog.ok("note", "qpast", "qsecret")
    reflog.ok("restore", str(before), "--yes")
    return "qpast person"


def test_whom_only_the_copy_kept_by_a_restore_has_can_be_forgotten_too(reflog: Commands) -> None:
    name = put_back_from_before(reflog)
    refused = reflog.refused(3, "contact", "forget", name, "--yes")
    assert "But a backup still has someone with that name" in refused.err
    assert f'reflog contact add "{name}"; reflog contact forget "{name}"' in refused.err
    assert "backup" not in reflog.refused(3, "contact forget nobody --yes").err
    assert left_of(reflog, "qsecret")
    reflog.ok("contact", "add", name)
    reflog.ok("contact", "forget", name, "--yes")
    assert left_of(reflog, "qpast", "qremark", "qsecret") == {}
    reflog.ok("check")


def test_who_was_written_again_after_a_restore_is_forgotten_in_the_copy_kept_too(
    reflog: Commands,
) -> None:
    put_back_from_before(reflog)
    reflog.ok("contact", "add", "Qpast Person", "--email", "qother@example.com")
    reflog.ok("contact", "rename", "qpast", "Qlater Person")
    reflog.ok("contact", "forget", "qlater", "--yes")
    assert left_of(reflog, "qpast", "qremark", "qsecret", "qother", "qlater") == {}


def test_a_namesake_who_lives_on_in_somebody_else_stays_in_the_copies(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Fred Moss", "--note", "first")
    reflog.ok("note", "gina", "tea")
    reflog.ok("backup")
    reflog.ok("contact", "merge", "gina", "fred", "--yes")
    reflog.ok("contact", "edit", "gina", "--remove-alias", "Fred Moss")
    reflog.ok("contact", "add", "Fred Moss", "--note", "second")
    reflog.ok("contact", "forget", "@fred-moss", "--yes")
    assert left_of(reflog, "second") == {}
    assert len(left_of(reflog, "first")) > 1


@pytest.mark.parametrize(
    "written",
    [
        "+1 212 555 0177",
        "+12125550177",
        "212-555-0177",
        "(212) 555 0177",
        "2125550177",
        "02125550177",
    ],
)
def test_their_number_is_found_in_the_texts_of_others_however_it_is_written(
    reflog: Commands, written: str
) -> None:
    reflog.ok("contact", "add", "Qpast Person", "--phone", "+1 212 555 0177")
    reflog.ok(
        "note", "ann", "call", written, "about", "tea;", "12125550177", "is it, 2125550178 not"
    )
    reflog.ok("contact", "forget", "qpast", "--yes")
    assert reflog.json("show ann")["notes"][0]["note"] == (
        "call forgotten about tea; forgotten is it, 2125550178 not"
    )


@pytest.mark.parametrize("written", ["İlker Işık", "ilker IŞIK"])
def test_a_name_with_a_dotted_capital_i_is_found_in_the_texts_of_others(
    reflog: Commands, written: str
) -> None:
    reflog.ok("contact", "add", "İlker Işık")
    reflog.ok("note", "ann", "tea with", written, "was good")
    reflog.ok("contact", "forget", "İlker Işık", "--yes")
    assert reflog.json("show ann")["notes"][0]["note"] == "tea with forgotten was good"


def test_a_number_that_somebody_else_has_too_stays_in_texts(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Qpast Person", "--phone", "+1 212 555 0177")
    reflog.ok("contact", "add", "Gina", "--phone", "+12125550177")
    reflog.ok("note", "gina", "at the office, 212 555 0177")
    reflog.ok("contact", "forget", "qpast", "--yes")
    assert reflog.json("show gina")["notes"][0]["note"] == "at the office, 212 555 0177"
    assert reflog.json("show gina")["contact"]["phones"] == ["+12125550177"]


def test_a_question_that_was_closed_unasked_has_words_after_its_person_is_forgotten(
    reflog: Commands,
) -> None:
    reflog.ok("intro", "Fred Moss", "Sally Ng")
    reflog.ok("mark 1 won")
    assert "#2 closed by #1 won: ask Fred Moss" in reflog.ok("show 2").out
    reflog.ok("contact forget fred --yes")
    for number in ("1", "2"):
        shown = reflog.ok("show", number).out
        assert "#2 closed: ask forgotten" in shown
        assert "None" not in shown


def test_nobody_is_told_to_type_the_phone_number_of_somebody_forgotten(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("contact forget fred --yes")
    shown = reflog.ok("show 1").out
    assert "a phone or e-mail for Sally" in shown
    assert "e-mail for forgotten" not in shown
    assert "contact edit sally --phone NUMBER" in shown
    assert "contact edit contact-" not in shown


def test_before_somebody_is_forgotten_you_hear_that_undo_cannot_go_back_past_it(
    reflog: Commands,
) -> None:
    reflog.ok("met bev hello")
    assert "Undo can't go back past it" in reflog.refused(3, "contact forget bev").err


def test_whoever_was_added_by_a_slip_is_taken_back_and_not_erased(reflog: Commands) -> None:
    reflog.ok("met bev hello")
    said = reflog.refused(2, "contact delete bev").err
    assert "hint: to take back that you added them: reflog undo (command 2); to erase" in said
    reflog.ok("note bev likes tea")
    said = reflog.refused(2, "contact remove bev").err
    assert (
        "to take back command 2, which added them, and the one after it: reflog undo --to 2;"
        in said
    )
    reflog.ok("contact forget bev --yes")
    reflog.ok("met ann hello")
    reflog.ok("met cora hello")
    reflog.ok("contact forget cora --yes")
    assert "hint: maybe reflog contact forget ann?" in reflog.refused(2, "contact delete ann").err


def test_the_hint_of_a_command_that_there_is_not_asks_nothing(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    child = pexpect.spawn(
        str(SCRIPT), ["contact", "delete", "salyl"], env=reflog.environ(), encoding="utf-8"
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert "Which one do you mean?" not in (child.before or "")
