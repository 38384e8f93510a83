"""The ledger for people's own scripts: one block is one command, and the tables hold."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from commands import TODAY
from reflog import api
from reflog.errors import (
    BusyError,
    CannotCreateError,
    ConflictError,
    DamagedError,
    NewerError,
    UsageError,
)
from reflog.models import Contact, ContactTag, FollowUp, Introduction, Note
from reflog.storage import connection as opening

if TYPE_CHECKING:
    from pathlib import Path

    from sqlmodel import Session

    from commands import Commands

pytestmark = pytest.mark.usefixtures("_copies_all_along")

FRED, SALLY = 2, 3
SECRET = "zqcanary"  # noqa: S105 - a value to look for


@pytest.fixture
def ledger(reflog: Commands, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with an introduction, which is the one that scripts find."""
    reflog.ok("intro fred sally")
    monkeypatch.setenv("REFLOG_LEDGER", str(reflog.ledger))
    monkeypatch.setenv("REFLOG_TODAY", TODAY)
    return reflog.ledger


def tag(word: str, contact: int = FRED) -> ContactTag:
    return ContactTag(contact_id=contact, tag=word, folded=api.fold(word))


def tags(reflog: Commands, handle: str = "fred") -> list[str]:
    found: list[str] = reflog.json(f"show {handle}")["contact"]["tags"]
    return found


def fail_after(session: Session, row: SQLModel) -> None:
    session.add(row)
    session.flush()
    raise KeyError


@pytest.mark.usefixtures("ledger")
def test_a_block_is_one_command_and_one_undo(reflog: Commands) -> None:
    with api.writing("tag the golfers") as session:
        for person in session.exec(select(Contact).where(Contact.id != 1)):
            session.add(tag("Golf", person.id))
            person.role = "friend"
    assert tags(reflog) == tags(reflog, "sally") == ["Golf"]
    newest = reflog.json("history")[0]
    assert (newest["command"], newest["summary"]) == ("script", "tag the golfers")
    assert reflog.ok("find golf").out.count("Golf") == 2, "the search index took it"
    assert reflog.ok("check").out == ""
    assert reflog.ok("undo").out == "Took back: tag the golfers.\n"
    assert tags(reflog) == tags(reflog, "sally") == []
    assert reflog.json("show fred")["contact"]["role"] is None
    reflog.ok("redo")
    assert tags(reflog) == ["Golf"]


@pytest.mark.usefixtures("ledger")
def test_what_is_numbered_gets_the_next_number_and_a_person_an_identity(reflog: Commands) -> None:
    with api.writing("from the club's list") as session:
        ann = Contact(
            uid=api.new_uid(), handle="ann", name="Ann", folded=api.fold("Ann"), created_on=TODAY
        )
        session.add(ann)
        session.flush()
        number = api.entry(session, "note")
        session.add(Note(number=number, contact_id=ann.id, noted_on=TODAY, text="likes tea"))
    assert number == 4
    assert [one["note"] for one in reflog.json("show ann")["notes"]] == ["likes tea"]
    assert reflog.json("show 4")["kind"] == "note"
    assert reflog.ok("check").out == ""


def test_an_error_leaves_the_bytes(ledger: Path) -> None:
    before = ledger.read_bytes()
    with pytest.raises(KeyError), api.writing("fail") as session:
        fail_after(session, tag("golf"))
    assert ledger.read_bytes() == before


def test_a_block_that_rolls_back_or_does_nothing_leaves_the_bytes(ledger: Path) -> None:
    before = ledger.read_bytes()
    with api.writing("change my mind") as session:
        session.add(tag("golf"))
        session.flush()
        session.rollback()
    with api.writing("look") as session:
        assert session.get(Contact, FRED)
    assert ledger.read_bytes() == before


@pytest.mark.usefixtures("ledger")
def test_what_is_rolled_back_inside_a_block_is_not_in_the_undo(reflog: Commands) -> None:
    with api.writing("tag") as session:
        session.add(tag("golf"))
        session.commit()
        session.add(tag("chess"))
        session.flush()
        session.rollback()
        session.add(tag("tea"))
        with pytest.raises(KeyError), session.begin_nested():
            fail_after(session, tag("bridge"))
    assert tags(reflog) == ["golf", "tea"]
    assert reflog.ok("check").out == ""
    reflog.ok("undo")
    assert tags(reflog) == []
    assert len(reflog.json("history")) == 3


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Contact(uid=b"0" * 16, handle="x y", name="X", folded="x", created_on=TODAY), "CHECK"),
        (tag(SECRET, 99), "FOREIGN KEY"),
        (Note(number=99, contact_id=FRED, noted_on=TODAY, text=SECRET), "FOREIGN KEY"),
        (Note(number=1, contact_id=FRED, noted_on=SECRET, text="x"), "CHECK"),
        (
            ContactTag(contact_id=cast("Any", SECRET), tag="x", folded="x"),
            "TEXT value in INTEGER column",
        ),
        (
            Contact(uid=b"1" * 16, handle="fred", name=SECRET, folded="x", created_on=TODAY),
            "UNIQUE",
        ),
    ],
)
def test_the_tables_refuse_without_a_value_in_the_error(
    ledger: Path, row: SQLModel, said: str
) -> None:
    before = ledger.read_bytes()
    with (
        pytest.raises(ConflictError, match="nothing was changed") as caught,
        api.writing("x") as session,
    ):
        session.add(row)
    assert said in caught.value.message
    error: BaseException | None = caught.value
    while error is not None:
        assert SECRET not in str(error)
        error = error.__cause__ or error.__context__
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM op",
        "UPDATE op SET summary = 'x' WHERE unsealed IS NULL",
        "UPDATE contact SET id = 9 WHERE id = 2",
        "COMMIT",
        "SELECT nme FROM contact",
    ],
)
def test_nothing_gets_past_the_journal(ledger: Path, sql: str) -> None:
    before = ledger.read_bytes()
    with pytest.raises(ConflictError), api.writing("x") as session:
        session.connection().execute(text(sql))
    assert ledger.read_bytes() == before


def test_a_busy_ledger_is_busy(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WRITE_PATIENCE", 0.1)
    monkeypatch.setattr(opening, "READ_PATIENCE", 0.1)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyError), api.writing("x"):
            pass
        with pytest.raises(BusyError), api.reading():
            pass


def test_a_missing_ledger_is_made_by_writing_and_empty_to_reading(tmp_path: Path) -> None:
    named = str(tmp_path / "folder" / "ledger.db")
    with api.reading(named) as session:
        assert [one.handle for one in session.exec(select(Contact))] == ["me"]
    assert not (tmp_path / "folder").exists()
    with api.writing("begin", named) as session:
        person = session.get(Contact, 1)
        assert person is not None
        person.company = "Me & Co"
    with api.reading(named) as session:
        assert session.exec(select(Contact.company)).all() == ["Me & Co"]


def test_a_first_write_of_the_day_leaves_a_copy(tmp_path: Path) -> None:
    named = str(tmp_path / "ledger.db")
    for word in ("golf", "tea"):
        with api.writing("begin", named) as session:
            session.add(tag(word, 1))
    assert len(list((tmp_path / "ledger.db.backups").iterdir())) == 1


def test_reading_answers_objects_and_rows(ledger: Path) -> None:
    before = ledger.read_bytes()
    with api.reading() as session:
        open_ones = session.exec(
            select(Contact.name, FollowUp.due_on)
            .where(FollowUp.contact_id == Contact.id, FollowUp.status == "open")
            .order_by(FollowUp.number)  # type: ignore[arg-type]
        ).all()
        introduction = session.get(Introduction, 1)
        session.rollback()
        session.commit()
        people = len(session.exec(select(Contact)).all())
    assert open_ones == [("Fred", "2026-11-24"), ("Sally", "2026-11-24")]
    assert introduction is not None
    assert people == 3
    assert ledger.read_bytes() == before


def test_reading_never_writes(ledger: Path) -> None:
    before = ledger.read_bytes()
    with pytest.raises(UsageError, match="only looks") as caught, api.reading() as session:
        fail_after(session, tag("golf"))
    assert caught.value.hint == "to write, use api.writing"
    with api.reading() as session:
        session.add(tag("golf"))
    assert ledger.read_bytes() == before


def test_a_ledger_that_the_commands_refuse_is_refused_to_scripts(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as other:
        other.execute("PRAGMA user_version = 99")
    for door in (api.reading(), api.writing("x")):
        with pytest.raises(NewerError), door:
            pass
    ledger.write_bytes(ledger.read_bytes()[:100])
    for door in (api.reading(), api.writing("x")):
        with pytest.raises(DamagedError), door:
            pass


def nobody(uid: int) -> None:
    raise KeyError(uid)


def test_what_cannot_be_said_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFLOG_TODAY", "soon")
    with pytest.raises(UsageError), api.reading():
        pass
    monkeypatch.delenv("REFLOG_TODAY")
    monkeypatch.delenv("REFLOG_LEDGER", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr("pwd.getpwuid", nobody)
    with pytest.raises(CannotCreateError), api.reading():
        pass


NO_SOCKET = """
import socket, sys
def refuse(*_args, **_kwargs): raise SystemExit("something reached for the network")
socket.socket.connect = socket.getaddrinfo = refuse
from reflog import api
from reflog.models import ContactTag
with api.writing("tag") as session:
    session.add(ContactTag(contact_id=2, tag="golf", folded="golf"))
"""


@pytest.mark.usefixtures("ledger")
def test_a_script_works_without_a_network(reflog: Commands) -> None:
    subprocess.run([sys.executable, "-c", NO_SOCKET], env=reflog.environ(), check=True)
    assert tags(reflog) == ["golf"]
