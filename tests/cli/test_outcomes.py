"""What became of a command that failed is said by the boundary, and by nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reflog.errors import ConflictError

if TYPE_CHECKING:
    from commands import Commands

SOURCE = Path(__file__).parents[2] / "src" / "reflog"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("done 99", "There is no #99 in the ledger; nothing was changed."),
        ("note nobody tea --about 99", "; nothing was changed."),
        ("contact merge a", "; nothing was changed."),
        ("backup --list copy.db", "; no copy was made."),
        ("export nonsense", "; nothing was written."),
        ("import nowhere.vcf", "; nothing was imported."),
        ("note fred", "What do you want to note about fred? Nothing was changed."),
    ],
)
def test_a_command_that_changes_something_says_that_it_did_not(
    reflog: Commands, words: str, said: str
) -> None:
    reflog.ok("note fred tea")
    message = reflog(f"{words} --json").error["message"]
    assert message.endswith(said)
    assert reflog(words).err.startswith(f"reflog: {message}\n")


@pytest.mark.parametrize("words", ["show 99", "who nobody", "contact list --role x", "deu"])
def test_a_command_that_only_asks_says_nothing_of_change(reflog: Commands, words: str) -> None:
    assert "nothing was" not in reflog(words).err.lower()


def test_an_answer_that_cannot_be_read_back_does_not_say_that_nothing_was_changed(
    reflog: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_values: object) -> None:
        message = "Another command is using the ledger."
        raise ConflictError(message)

    monkeypatch.setattr("reflog.reports.entries.entries", refuse)
    refused = reflog("note fred tea")
    assert refused.err.startswith(
        "reflog: Another command is using the ledger; the change was recorded."
    )


def test_an_error_says_its_own_outcome_where_it_has_one() -> None:
    error = ConflictError("The disk failed.").with_outcome("they are forgotten")
    assert error.sentence("nothing was changed") == "The disk failed; they are forgotten."
    assert ConflictError("Why?").sentence("nothing was changed") == "Why? Nothing was changed."
    assert error.with_outcome("").sentence("nothing was changed") == "The disk failed."


def test_no_message_says_what_became_of_the_command_and_none_is_taken_apart() -> None:
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert '; nothing was changed."' not in text or path.name == "importing.py", path
        assert "message.replace(" not in text, path
        assert '.removesuffix("; ' not in text, path
