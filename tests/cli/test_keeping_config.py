"""Settings, which live in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reflog.domain.settings import DEFAULTS
from rows import each_row

if TYPE_CHECKING:
    from commands import Commands

SOME = {
    "name": ("Max Muster", "Max Muster"),
    "email": ("max@example.com", "max@example.com"),
    "phone": ("+41 44 668 18 00", "+41 44 668 18 00"),
    "company": ("Muster & Co", "Muster & Co"),
    "currency": ("eur", "EUR"),
    "day_first": ("yes", True),
    "workdays": ("Sunday - Thu", "sun-thu"),
    "questions": ("no", False),
    **{key: ("42", 42) for key in DEFAULTS if key.startswith("days.")},
}


def test_every_setting_is_listed_with_its_default(reflog: Commands) -> None:
    found = reflog.json("config")
    assert [list(one) for one in found[:1]] == [["key", "value", "default"]]
    assert {one["key"] for one in found} == set(SOME)
    assert all(one["value"] == one["default"] for one in found)
    defaults = {one["key"]: one["default"] for one in found}
    assert (defaults["currency"], defaults["day_first"], defaults["name"]) == ("USD", None, None)
    assert (defaults["days.check-in"], defaults["days.stay-in-touch"]) == (3, 90)
    assert "days.check-in" in reflog.ok("config").out


@each_row("key", SOME)
def test_a_setting_is_set_read_and_taken_back(reflog: Commands, key: str) -> None:
    typed, kept = SOME[key]
    default = DEFAULTS[key]
    answer = reflog.json("config", key, typed)
    assert (answer["key"], answer["value"], answer["default"]) == (key, kept, default)
    assert (answer["changed"], answer["next"], answer["created_contacts"]) == ([], [], [])
    assert reflog.json("config", key) == {"key": key, "value": kept, "default": default}
    assert {one["key"]: one["value"] for one in reflog.json("config")}[key] == kept
    assert reflog.json("config", key, "")["value"] == default
    assert reflog.json("config", key)["value"] == default
    reflog.ok("config", key.upper(), *typed.split())
    assert reflog.json("config", key)["value"] == kept
    reflog.ok("config", key, "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "red"), ("", "x"), ("days.", "3"), ("days.consent", "x"), ("days.ask", "1.5"),
        ("days.ask", "3651"), ("days.ask", "9" * 5000), ("days.ask", "٣"), ("currency", "EUROPE"),
        ("currency", "XYZ"), ("day_first", "maybe"),
        ("workdays", "mon-"), ("workdays", "none"), ("workdays", "mon-all"), ("workdays", ","),
        ("workdays", "mon-wed-fri"), ("workdays", "5"), ("questions", "seldom"), ("name", "123"),
        ("name", "list"),
        ("email", "max"), ("phone", "x"), ("company", "x" * 201), ("company", "a\nb"),
        ("company", "a\0b"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(reflog: Commands, key: str, value: str) -> None:
    reflog.ok("config name Max")
    reflog.refused(2, "config", key, value)


def test_a_negative_number_of_days_is_refused(reflog: Commands) -> None:
    reflog.refused(2, "config", "days.ask", "-1")
    reflog.refused(2, "config", "days.ask", "--", "-1")


def test_settings_are_used(reflog: Commands) -> None:
    reflog.ok("config currency CHF")
    reflog.ok("config day_first true")
    reflog.ok("config days.check-in 5")
    answer = reflog.json("intro fred sally --on 03/11")
    assert answer["changed"][0]["on"] == "2026-11-03"
    reflog.ok("business 1 10")
    assert reflog.json("show 1")["business"][0]["currency"] == "CHF"
    assert reflog.json("intro gina hugo")["next"][0]["due_on"] == "2026-11-26"


def test_what_is_mine_is_kept_with_me(reflog: Commands) -> None:
    for key in ("name", "email", "phone", "company"):
        reflog.ok("config", key, SOME[key][0])
    me = reflog.json("show me")["contact"]
    assert (me["handle"], me["name"], me["company"]) == ("me", "Max Muster", "Muster & Co")
    assert reflog.json("config", "name", "Maxi")["changed_contacts"][0]["name"] == "Maxi"
    assert reflog.json("show Maxi")["contact"]["handle"] == "me"


def test_the_first_of_my_addresses_is_the_setting(reflog: Commands) -> None:
    reflog.ok("contact edit me --email a@example.com --email b@example.com")
    assert reflog.json("config email")["value"] == "a@example.com"
    reflog.ok("config email c@example.com")
    assert reflog.json("show me")["contact"]["emails"] == ["c@example.com", "b@example.com"]
    reflog.ok("config", "email", "")
    assert reflog.json("config email")["value"] is None


def test_taking_back_what_was_never_set_makes_no_ledger_entry(reflog: Commands) -> None:
    reflog.ok("config currency EUR")
    before = reflog.content()
    assert reflog.json("config", "day_first", "")["value"] is None
    assert reflog.content() == before


def test_the_page_says_what_differs(reflog: Commands) -> None:
    reflog.ok("config days.check-in 5")
    assert (
        "days.check-in       5        days until you ask if they've been in touch (default 3)\n"
    ) in reflog.ok("config").out
    assert reflog.ok("config days.check-in").out == "days.check-in: 5\n"


@pytest.mark.parametrize(
    ("typed", "due_on"),
    [
        (None, "2026-11-30"),  # a Monday: the Saturday before is a day off
        ("all", "2026-11-28"),
        ("mon-sat", "2026-11-28"),
        ("sun-thu", "2026-11-29"),
        ("tue,wed", "2026-12-01"),
    ],
)
def test_what_the_playbook_schedules_is_due_on_a_workday(
    reflog: Commands, typed: str | None, due_on: str
) -> None:
    if typed is not None:
        reflog.ok("config", "workdays", typed)
    reflog.ok("intro fred sally --no-follow-up")
    reflog.ok("config days.check-in 7")
    assert reflog.json("intro gina hugo")["next"][0]["due_on"] == due_on


def test_a_day_that_was_typed_stays_though_it_is_a_day_off(reflog: Commands) -> None:
    reflog.ok("follow fred call him --due sunday")
    reflog.ok("intro gina hugo")
    reflog.ok("snooze 3 2026-11-28")
    reflog.ok("done 4 --next 2026-11-29")
    days = {one["id"]: one["due_on"] for one in reflog.json("due --all")}
    assert (days[1], days[3], days[5]) == ("2026-11-22", "2026-11-28", "2026-11-29")


@pytest.mark.parametrize(
    ("typed", "kept"), [("£", "GBP"), ("€", "EUR"), ("$", "USD"), ("¥", "JPY"), (" ₹ ", "INR")]
)
def test_a_currency_may_be_set_by_its_sign(reflog: Commands, typed: str, kept: str) -> None:
    assert reflog.json("config", "currency", typed)["value"] == kept


@pytest.mark.parametrize(
    ("variables", "used"),
    [
        ({"LC_MONETARY": "en_GB.UTF-8"}, "GBP"),
        ({"LC_MONETARY": "de_CH"}, "CHF"),
        ({"LC_MONETARY": "", "LANG": "fr_FR.UTF-8@euro"}, "EUR"),
        ({"LC_ALL": "da_DK", "LANG": "en_US"}, "DKK"),
        ({"LC_ALL": "C.UTF-8"}, "USD"),
        ({"LC_MONETARY": "xx_YY"}, "USD"),
    ],
)
def test_until_a_currency_is_set_the_locales_is_used(
    reflog: Commands, variables: dict[str, str], used: str
) -> None:
    reflog.variables = variables
    reflog.ok("intro fred sally")
    made = reflog.json("business 1 2500")["changed"]
    assert [one["currency"] for one in made if one["kind"] == "business"] == [used]
    assert reflog.json("config currency") == {"key": "currency", "value": used, "default": used}
    reflog.ok("config currency nok")
    made = reflog.json("business 1 100")["changed"]
    assert [one["currency"] for one in made if one["kind"] == "business"] == ["NOK"]
