"""The first week with reflog, as a user lives it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stories import ids, owed, tell, write

if TYPE_CHECKING:
    from commands import Commands


def test_the_first_introduction_creates_both_and_asks_them_in_three_days(reflog: Commands) -> None:
    assert not reflog.ledger.exists()
    result = reflog.ok("intro fred sally")
    assert "#1 I introduced Fred and Sally on Saturday 2026-11-21." in result.out
    assert "Added: Fred (fred), Sally (sally)." in result.out
    assert "#2  Tuesday 2026-11-24  ask Fred if they've been in touch with Sally" in result.out
    assert "#3  Tuesday 2026-11-24  ask Sally if they've been in touch with Fred" in result.out
    assert result.err == ""


def test_the_first_introduction_bears_the_numbers_one_two_three(reflog: Commands) -> None:
    answer = write(reflog, "intro fred sally")
    assert ids(answer["changed"]) == [1]
    assert [one["handle"] for one in answer["created_contacts"]] == ["fred", "sally"]
    assert answer["changed_contacts"] == []
    assert [(one["id"], one["contact"], one["due_on"]) for one in answer["next"]] == [
        (2, "fred", "2026-11-24"),
        (3, "sally", "2026-11-24"),
    ]


def test_the_first_week(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.today = "2026-11-25"
    due = reflog.json("due")
    assert [(one["contact"], one["days_overdue"]) for one in due] == [("fred", 1), ("sally", 1)]
    assert reflog.ok("due").out.splitlines()[0] == "Overdue"

    answer = write(reflog, "done fred they have spoken")
    assert [(one["contact"], one["due_on"]) for one in answer["next"]] == [("fred", "2026-12-02")]
    assert [one["contact"] for one in reflog.json("due --within 0")] == ["sally"]

    reflog.ok("mark sally met")
    result = reflog.ok("mark", "sally", "won", "--amount", "2,500 USD")
    assert "I introduced Fred and Sally: won, 2,500 USD on Wednesday 2026-11-25." in result.out
    assert owed(reflog) == ""
    assert reflog.json("thanks") == []

    reflog.ok("received ann --from fred")
    assert [one["contact_name"] for one in reflog.json("thanks")] == ["Fred"]
    assert "Fred" in reflog.ok("thanks").out


def test_the_same_introduction_typed_twice_changes_nothing(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    result = reflog.refused(4, "intro fred sally")
    assert "#1" in result.err
    assert "--again" in result.err
    assert reflog.refused(4, "intro fred sally --json").error["code"] == "conflict"
    assert ids(write(reflog, "intro fred sally --again")["changed"]) == [4]


def test_mark_backwards_from_won_changes_nothing(reflog: Commands) -> None:
    tell(reflog, "intro fred sally; mark sally won")
    result = reflog.refused(4, "mark 1 met")
    assert "reflog edit 1 --stage met" in result.err


def test_the_installed_command_does_the_same(reflog: Commands) -> None:
    first = reflog.process("intro fred sally")
    assert first.code == 0
    assert "Added: Fred (fred), Sally (sally)." in first.out
    reflog.today = "2026-11-25"
    assert reflog.process("due --exit-code").code == 1
    assert reflog.process("intro fred sally").code == 4
    assert reflog.process("mark 1 won").code == 0
    assert reflog.process("due --exit-code").code == 0
