"""What the services ask the ledger for: columns that the models have."""

from __future__ import annotations

import ast
from pathlib import Path

import reflog as package
from reflog import models

SERVICES = Path(package.__file__).parent / "services"


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
