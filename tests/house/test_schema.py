"""The fields of a contact and the kinds of entry are the same wherever they are written."""

from __future__ import annotations

import ast
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlmodel import SQLModel

import reflog as package
from commands import TODAY
from reflog import models
from reflog.domain import schema
from reflog.domain.cards.card import Card
from reflog.domain.contacts import Contact
from reflog.storage import connection as opening
from reflog.storage import schema as ledger_schema
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(package.__file__).parent
MAY_NAME_FIELDS = {
    "cli/arguments/contact_fields.py": "how each is checked as it is typed",
    "cli/arguments/options.py": "what each is called in the help",
    "domain/matching.py": "what a word counts in each",
    "domain/exports.py": "what can be left out for others",
    "domain/schema.py": "there they are",
    "formats/csv/columns.py": "what of them several values of a cell are taken for",
    "formats/csv/mapping.py": "what may stand twice, and in which order",
    "formats/csv/plain.py": "what they are called in tables of anybody",
    "render/pages/contacts.py": "what is not shown under its name",
}
NAMES = {field.name for field in schema.FIELDS}
KINDS = pytest.mark.parametrize("kind", schema.KINDS, ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def ledger() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        ledger_schema.create(connection, TODAY)
        yield connection


def columns_of(ledger: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table or view, with their types."""
    return {row[1]: row[2] for row in ledger.execute(f"PRAGMA table_info({table})")}


def test_every_table_has_the_columns_of_the_schema(ledger: sqlite3.Connection) -> None:
    assert {*schema.COLUMNS} == {*JOURNALED}
    assert {str(table.name) for table in SQLModel.metadata.sorted_tables} == {*JOURNALED}
    for table, columns in schema.COLUMNS.items():
        own_id = set() if columns[0] == JOURNALED[table] else {"id"}
        assert {*columns_of(ledger, table)} - own_id == {*columns}, table


def test_every_field_is_in_records_views_and_what_cards_say(ledger: sqlite3.Connection) -> None:
    assert NAMES <= {*Contact.fields} <= {*columns_of(ledger, "contact_view")}
    assert {*Card._fields} >= NAMES
    assert {*Contact.fields} - NAMES == {"id", "handle", "name", "created_on"}
    assert {*columns_of(ledger, "contact_card")} == {
        "id",
        "contact_id",
        "source",
        "key",
        *schema.SAID,
    }


@KINDS
def test_every_kind_is_a_record_a_view_and_a_model(
    ledger: sqlite3.Connection, kind: schema.Kind
) -> None:
    columns = columns_of(ledger, kind.table)
    shown = columns_of(ledger, f"{kind.table}_view")
    texts = {name for name, type_ in columns.items() if type_ == "TEXT"}
    # The topic of a fact and its last day are erased with the fact, and found by nobody.
    unfound = {"topic", "until_on"} if kind.name == "note" else set()
    assert texts == {*kind.texts, *kind.kept, *unfound}
    assert {*kind.corrects.values(), kind.day, *kind.people} <= {*columns}
    assert {*kind.emptied} <= {*kind.corrects}
    assert {"id", "uid", "created_at"} <= {*shown}
    assert getattr(models, kind.record.__name__).__tablename__ == kind.table
    (said,) = ledger.execute("SELECT sql FROM sqlite_master WHERE name = 'entry'").fetchone()
    assert f"'{kind.name}'" in said


@KINDS
def test_what_can_be_emptied_is_what_sqlite_lets_be_empty(
    ledger: sqlite3.Connection, kind: schema.Kind
) -> None:
    needed = {row[1] for row in ledger.execute(f"PRAGMA table_info({kind.table})") if row[3]}
    # What is to be done, or what money came of, is needed where nothing else says it.
    either = {"what", "about", "contact"} if kind.name == "business" else {"what"}
    can_be = {name for name, column in kind.corrects.items() if column not in needed} - either
    assert {*kind.emptied} == can_be


def test_no_place_in_the_search_index_is_given_twice() -> None:
    codes = [field.code for field in schema.FIELDS if field.code]
    codes += [code for kind in schema.KINDS for code in kind.texts.values()]
    assert len({*codes}) == len(codes)


def test_nobody_else_lists_the_fields_of_a_contact() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if len(_texts(node) & NAMES) > 1
    }
    assert found == {*MAY_NAME_FIELDS}


def _texts(node: ast.AST) -> set[str]:
    """Return the words that a tuple, a list or a set is made of, or the keys of a mapping."""
    parts: list[ast.expr | None] = []
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        parts = [*node.elts]
    elif isinstance(node, ast.Dict):
        parts = [*node.keys]
    return {str(part.value) for part in parts if isinstance(part, ast.Constant)}


PINNED = {7: "8509a270b627f8c3"}
"""What the schema of each format comes to: never altered once a ledger of it may be kept."""


def test_the_views_and_gates_of_a_format_stay_as_they_are(ledger: sqlite3.Connection) -> None:
    """A ledger whose views or gates are not these is taken for damaged or tampered with."""
    made = ledger.execute("SELECT name, sql FROM sqlite_schema WHERE sql <> '' ORDER BY name")
    digest = hashlib.sha256(repr(made.fetchall()).encode()).hexdigest()[:16]
    assert PINNED.get(opening.FORMAT) == digest, (
        f"the schema is another: give it a new FORMAT and a step, and pin that here as {digest!r}"
    )
