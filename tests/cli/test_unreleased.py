"""A ledger from before the first release comes over by its export, one of each kept here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commands import Commands

FIXTURES = Path(__file__).parents[1] / "storage" / "fixtures"
EXPORTED = (2, 3, 4)
"""The formats whose builds could export, each with its journal; the first could not."""

JOURNAL = {"ops": None, "changes": None}


@pytest.fixture(params=EXPORTED)
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What a build of that format exported: something of everything, somebody forgotten."""
    found: dict[str, Any] = json.loads(
        (FIXTURES / f"format_{request.param}.json").read_text("utf-8")
    )
    assert all(len(section) > 0 for key, section in found.items() if isinstance(section, list)
               and key != "redacted")  # fmt: skip
    return found


def strings(value: object) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def as_now(document: dict[str, Any]) -> dict[str, Any]:
    """Say what a build before the first release could not: that there is nothing of it."""
    added = {
        "contacts": {"greeting": None, "language": None},
        "follow_ups": {"typed": None},
        "business": {"contact": None},
        "notes": {"topic": None, "until": None},
        "cards": {"greeting": None, "language": None},
    }
    whole = dict(document)
    for section, keys in added.items():
        whole[section] = [keys | one for one in document[section]]
    for one in whole["follow_ups"]:
        one["typed"] = one["what"] if one["purpose"] == "other" else None
    whole["introductions"] = [_introduction(one) for one in document["introductions"]]
    return whole


def _introduction(one: dict[str, Any]) -> dict[str, Any]:
    was_lead = one["stage"] == "lead" or "introduced" in [step["stage"] for step in one["stages"]]
    first = {"stage": "lead" if was_lead else "introduced", "on": one["on"]}
    steps = [step | {"told_by": None, "moved": True} for step in one["stages"]]
    stages = [first, *one["stages"]]
    return one | {"told": [], "passed_to": None, "steps": steps, "stages": stages}


def without_sentences(document: dict[str, Any]) -> dict[str, Any]:
    """Leave out what each build says in words of its own: the sentences of follow-ups."""
    follow_ups = [
        one if one["purpose"] == "other" else one | {"what": None} for one in document["follow_ups"]
    ]
    return document | {"follow_ups": follow_ups}


@pytest.mark.parametrize("journal", [True, False])
def test_an_export_of_a_build_before_the_first_release_makes_the_same_ledger(
    reflog: Commands, told: dict[str, Any], tmp_path: Path, *, journal: bool
) -> None:
    file = tmp_path / "ledger.json"
    file.write_text(json.dumps(told if journal else told | JOURNAL), "utf-8")
    answer = reflog.json("import", str(file))
    assert [one for one in answer["remarks"] if "Its history was left behind" in one] == (
        answer["remarks"] if journal else []
    )
    assert bool(answer["remarks"]) == journal
    reflog.ok("check")
    again = tmp_path / "again.json"
    reflog.ok("export", "-o", str(again))
    made = json.loads(again.read_text("utf-8"))
    numbers = {name: told["numbers"][name] for name in ("contact", "entry")}
    assert without_sentences(made) == without_sentences(
        as_now(told) | JOURNAL | {"numbers": numbers}
    )
    sentences = {one["id"]: one["what"] for one in made["follow_ups"]}
    assert sentences == {number: reflog.json("show", f"{number}")["what"] for number in sentences}
    assert reflog.json("note", "@fred-moss", "coffee")["changed"][0]["id"] == numbers["entry"] + 1
    reflog.ok("undo")
    assert "Gina Holt" in reflog.ok("find holt").out
    assert "Jos" in reflog.ok("show @jose-muller").out


def test_nobody_forgotten_there_comes_back(
    reflog: Commands, told: dict[str, Any], tmp_path: Path
) -> None:
    assert not [text for text in strings(told) if "otto" in text.lower()]
    file = tmp_path / "ledger.json"
    file.write_text(json.dumps(told), "utf-8")
    reflog.ok("import", str(file))
    assert b"otto" not in (reflog.content() or b"").lower()


def test_the_report_says_that_the_history_stays_behind(
    reflog: Commands, told: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "ledger.json"
    file.write_text(json.dumps(told), "utf-8")
    for words in (("--dry-run",), ()):
        said = reflog.ok("import", str(file), *words).out
        assert "10 contacts and 17 entries." in said
        assert "nothing from before can be undone" in said
    assert [one["command"] for one in reflog.json("history")] == ["import"]
