"""Settings, in words and as JSON."""

from __future__ import annotations

from reflog.render.blocks import Cell, Line, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reflog.render.blocks import Page
    from reflog.reports.settings import Setting


def settings_page(settings: Sequence[Setting]) -> Page:
    """Return every setting, with its default where it differs."""
    return [
        Table(
            rows=[
                [
                    Cell(text=one.key, style="name"),
                    Cell(text=_word(one.value)),
                    Cell(text=f"default {_word(one.default)}" if one.value != one.default else ""),
                ]
                for one in settings
            ]
        )
    ]


def setting_page(setting: Setting) -> Page:
    """Return one setting as a line."""
    return [Line(text=f"{setting.key}: {_word(setting.value)}")]


def record(setting: Setting) -> dict[str, Any]:
    """Return a setting as JSON has it."""
    return {"key": setting.key, "value": setting.value, "default": setting.default}


def _word(value: str | int | bool | None) -> str:  # noqa: FBT001 - a setting's value
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
