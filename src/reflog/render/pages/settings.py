"""Settings, in words and as JSON."""

from __future__ import annotations

from reflog.render.blocks import Cell, Line, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reflog.render.blocks import Page
    from reflog.reports.settings import Setting

MEANINGS = {
    "name": "what I am called",
    "email": "my e-mail address",
    "phone": "my phone number; its country is that of numbers typed without one",
    "company": "the firm I work for",
    "currency": "of an amount typed without one",
    "day_first": "true reads 03/04 as 3 April, false as 4 March",
    "days.consent": "days from a lead until I ask for consent",
    "days.first-call": "days until I make a first call that is mine",
    "days.check-in": "days until I ask whether they have connected",
    "days.outcome": "days from connected or met until I ask what came of it",
    "days.thank": "days until I thank for an introduction or business",
    "days.pay-back": "days from business until I pay its introducer back",
    "days.report-back": "days until I tell the introducer how things stand",
    "days.apology": "days until I apologise for what went badly",
    "days.review": "days until I decide whether to trust them again",
    "days.stay-in-touch": "days from one time I keep in touch to the next",
    "days.ask": "days from business until I ask a client for an introduction",
    "days.again": "days until I ask again where there was no answer",
    "days.news": "days from news until I tell the introducer",
    "days.result": "days until I ask the other side what came of it",
}


def settings_page(settings: Sequence[Setting]) -> Page:
    """Return every setting, what it is for, and its default where that differs."""
    return [
        Table(
            rows=[
                [
                    Cell(text=one.key, style="name"),
                    Cell(text=_word(one.value)),
                    Cell(text=_meaning(one), style="dim"),
                ]
                for one in settings
            ],
            narrow=frozenset({0}),
        )
    ]


def setting_page(setting: Setting) -> Page:
    """Return one setting as a line."""
    return [Line(text=f"{setting.key}: {_word(setting.value)}")]


def record(setting: Setting) -> dict[str, Any]:
    """Return a setting as JSON has it."""
    return {"key": setting.key, "value": setting.value, "default": setting.default}


def _meaning(setting: Setting) -> str:
    meaning = MEANINGS[setting.key]
    if setting.default is None or setting.value == setting.default:
        return meaning
    return f"{meaning} (default {_word(setting.default)})"


def _word(value: str | int | bool | None) -> str:  # noqa: FBT001 - a setting's value
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
