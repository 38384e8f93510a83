"""The tables as the write door sees them.

They are declared once, as models in reflog.models, which scripts are given and type checkers
see here. To import SQLModel takes ten times as long as a command, so at run time plain rows
stand in their place: SQLite knows their columns, and a test holds the models to be the same.
"""

from __future__ import annotations

from reflog.storage.journal.triggers import JOURNALED
from reflog.storage.rows import Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from reflog.models import *  # noqa: F403 - all there are, and the ones to come
else:
    for _table in JOURNALED:
        _name = _table.title().replace("_", "")
        globals()[_name] = type(_name, (Row,), {"__tablename__": _table})

BY_NAME: dict[str, type[Any]] = {
    name: globals()[name.title().replace("_", "")] for name in JOURNALED
}
"""The classes by the names of their tables."""
