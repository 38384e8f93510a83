"""What the services ask the ledger for: columns that the models have."""

from __future__ import annotations

import ast
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import reflog as package
from reflog import models
from reflog.storage.connection import Connection

if TYPE_CHECKING:
    import pytest

    from year import Year

SOURCE = Path(package.__file__).parent
SERVICES = SOURCE / "services"
NUMBERED = re.compile(r"\?(\d|\{)")


def test_every_column_that_a_query_names_is_one_of_its_table() -> None:
    seen = 0
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            table = node.args[0] if node.args else None
            if node.func.attr in {"all", "record"} and isinstance(table, ast.Attribute):
                named = {keyword.arg for keyword in node.keywords if keyword.arg}
                assert named <= set(getattr(models, table.attr).model_fields), ast.unparse(node)
                seen += len(named)
    assert seen > 30


def test_no_placeholder_is_numbered_for_python_3_12_warns_of_them() -> None:
    """Its first versions took ?1 for a name, and names take no sequence."""
    asked = ("SELECT", "INSERT", "UPDATE", "DELETE", "WHERE", " AND ")
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant | ast.JoinedStr):
                text = ast.unparse(node)
                is_query = any(word in text for word in asked)
                assert not (is_query and NUMBERED.search(text)), (path.name, text)
    for path in SOURCE.rglob("*.sql"):
        assert not NUMBERED.search(path.read_text("utf-8")), path.name


def test_no_query_with_named_placeholders_is_given_a_sequence(
    year_ledger: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Python 3.12 warns of, every question of a year asked."""
    asked: list[str] = []

    class Watched(Connection):
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            asked.append(sql)
            plain = re.sub(r"'[^']*'", "", sql)
            is_named = re.search(r"(?<!:):[a-z_]+", plain) or NUMBERED.search(plain)
            assert isinstance(values, dict) or not is_named, sql
            return super().execute(sql, values)

    connect = sqlite3.connect
    monkeypatch.setattr(
        "sqlite3.connect", lambda *args, **named: connect(*args, **{**named, "factory": Watched})
    )
    for words in QUESTIONS:
        year_ledger.reflog(*words.split())
    assert len(asked) > 300


QUESTIONS = (
    "due --all", "who", "tree", "balance", "show 1", "intros", "log", "thanks", "history", "config",
    "find call", "contact list", "contact duplicates", "export", "picture", "check", "show fr mo",
    "show nobodyy", "draft 1", "who --since 2026-01-01", "balance --since 2026-01-01",
)  # fmt: skip
