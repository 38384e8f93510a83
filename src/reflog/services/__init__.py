"""What can be done: one function for each use case, on the write door.

The modules are imported when they are first named, for they bring SQLModel along.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from reflog.services import (
        contacts,
        corrections,
        follow_ups,
        history,
        importing,
        introductions,
        maintenance,
        pairs,
        settings,
        thanks,
        whole,
    )

__all__ = [
    "contacts",
    "corrections",
    "follow_ups",
    "history",
    "importing",
    "introductions",
    "maintenance",
    "pairs",
    "settings",
    "thanks",
    "whole",
]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        message = f"there is no service {name}"
        raise AttributeError(message)
    from importlib import import_module

    return import_module(f"{__name__}.{name}")
