"""The pages of config."""

from __future__ import annotations

from reflog.render import Page, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.reports.settings import Setting

MEANINGS = {
    "name": "your name",
    "email": "your e-mail address",
    "phone": "your phone number; its country goes for numbers typed without one",
    "company": "the company you work for",
    "currency": "used for an amount typed without one",
    "day_first": "true reads 03/04 as 3 April, false as 4 March",
    "workdays": "the days on which something may fall due: mon-fri, mon,wed,fri, all",
    "questions": "false: after a command, you aren't asked for more",
    "days.consent": "days from a lead until you ask for an OK",
    "days.first-call": "days until a first call that's yours to make",
    "days.check-in": "days until you ask if they've been in touch",
    "days.outcome": "days from connected or met until you ask how it went",
    "days.thank": "days until you thank someone for an introduction or business",
    "days.pay-back": "days from business until you pay the introducer back",
    "days.report-back": "days until you tell the introducer how things stand",
    "days.apology": "days until you apologize for what went badly",
    "days.review": "days until you decide whether to trust them again",
    "days.stay-in-touch": "days between the times you keep in touch",
    "days.ask": "days from business until you ask a client for an introduction",
    "days.again": "days until you ask again if nothing has changed",
    "days.news": "days from news until you tell the introducer",
    "days.result": "days until you ask the other side how it went",
    "days.find": "days until you look for someone who can help with what somebody needs",
    "days.stale": "days until what you know of someone is old",
    "days.quiet": "days until someone of your circle has been quiet for long",
    "days.ask-again": "days between the times you ask someone for an introduction",
}


def settings_page(settings: Sequence[Setting]) -> Page:
    """Return every setting, what it is for, and its default if it differs."""
    rows = [(one.key, _word(one.value), _meaning(one)) for one in settings]
    return [Table("name! text dim", rows)]


def setting_page(setting: Setting) -> Page:
    """Return one setting as a line."""
    return [f"{setting.key}: {_word(setting.value)}"]


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
