"""The playbook on a real ledger: whatever is typed in whatever order, what holds goes on holding.

Random daily commands run on one file. After each the invariant and the three families are
asked of the tables themselves; whatever is refused has left the file byte for byte the same.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from commands import Commands
from stories import check_answer

FIRST_DAY = date(2026, 11, 21)
ME = 1
PEOPLE = ("ann", "bob", "cat", "me")
STAGES = ("introduced", "connected", "met", "won", "lost", "bad", "declined")
UNDER_WAY = ("introduced", "connected", "met")
QUESTIONS = ("consent", "first-call", "check-in", "outcome")
REFUSALS = {2: {"usage"}, 3: {"not-found", "ambiguous"}, 4: {"conflict"}}
FAMILIES = """
SELECT contact_id, about_id, 'question' AS family, count(*) AS many FROM follow_up
WHERE status = 'open' AND purpose IN ('consent', 'first-call', 'check-in', 'outcome')
GROUP BY contact_id, about_id HAVING many > 1
UNION ALL
SELECT contact_id, ifnull(about_id, 0), purpose, count(*) AS many FROM follow_up
WHERE status = 'open' AND purpose IN ('thank', 'pay-back', 'report-back', 'apology')
GROUP BY contact_id, ifnull(about_id, 0), purpose HAVING many > 1
UNION ALL
SELECT contact_id, NULL, purpose, count(*) AS many FROM follow_up
WHERE status = 'open' AND purpose IN ('stay-in-touch', 'one-to-one', 'ask', 'review')
GROUP BY contact_id, purpose HAVING many > 1
"""

person = st.sampled_from(PEOPLE)
place = st.integers(0, 30)
stage = st.sampled_from(STAGES)
flag = st.sampled_from((False, False, False, True))
ago = st.sampled_from((0, 0, 0, 2))
why = st.sampled_from((None, "price"))


class Daily(RuleBasedStateMachine):
    """Days with the ledger, and what I said that nothing should follow."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.reflog = Commands(Path(self.folder.name) / "ledger.db", FIRST_DAY.isoformat())
        self.quiet: set[int] = set()
        self.dropped: set[tuple[int, int]] = set()

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.run("intro", "ann", "bob")
        self.run("received", "cat", "--from", "ann")

    @rule(
        provider=person,
        prospect=person,
        by=st.sampled_from((None, *PEOPLE)),
        lead=flag,
        silent=flag,
        again=flag,
        on=ago,
        caller=st.sampled_from(("provider", "prospect", "introducer")),
    )
    def introduce(
        self,
        *,
        provider: str,
        prospect: str,
        by: str | None,
        lead: bool,
        silent: bool,
        again: bool,
        on: int,
        caller: str,
    ) -> None:
        answer = self.run(
            "intro",
            provider,
            prospect,
            "--caller",
            caller,
            *self.on(on),
            *option("--by", by),
            *switch("--lead", lead),
            *switch("--no-follow-up", silent),
            *switch("--again", again),
        )
        if answer and silent:
            self.quiet |= {one["id"] for one in answer["changed"]}

    @rule(
        at=place,
        said=st.sampled_from((None, "all well")),
        on=ago,
        then=st.sampled_from((None, None, "--no-next", "--next")),
    )
    def is_done(self, at: int, said: str | None, on: int, then: str | None) -> None:
        follow_up = self.follow_up(at)
        options = [then, "2w"] if then == "--next" else [then] if then else []
        answer = self.run(
            "done", str(follow_up["number"]), *([said] if said else []), *self.on(on), *options
        )
        if answer and then == "--no-next" and follow_up["purpose"] in QUESTIONS:
            self.quiet.add(follow_up["about_id"])

    @rule(
        at=place,
        reached=stage,
        reason=why,
        fault=person,
        silent=flag,
        later=st.sampled_from((None, None, "10d")),
    )
    def is_told(
        self,
        *,
        at: int,
        reached: str,
        reason: str | None,
        fault: str,
        silent: bool,
        later: str | None,
    ) -> None:
        follow_up = self.follow_up(at)
        silent = silent and later is None
        answer = self.run(
            "done",
            str(follow_up["number"]),
            "--mark",
            reached,
            *option("--why", reason),
            *(option("--at-fault", fault) if reached == "bad" else []),
            *(option("--amount", "250") if reached == "won" else []),
            *option("--next", later),
            *switch("--no-next", silent),
        )
        if answer and silent:
            self.quiet.add(follow_up["about_id"])

    @rule(
        at=place,
        reached=stage,
        reason=why,
        fault=st.sampled_from((None, *PEOPLE)),
        silent=flag,
        on=ago,
    )
    def is_marked(
        self,
        *,
        at: int,
        reached: str,
        reason: str | None,
        fault: str | None,
        silent: bool,
        on: int,
    ) -> None:
        introduction = self.introduction(at)
        answer = self.run(
            "mark",
            str(introduction),
            reached,
            *option("--why", reason),
            *self.on(on),
            *(option("--at-fault", fault) if reached == "bad" else []),
            *switch("--no-next", silent),
        )
        if answer and silent:
            self.quiet.add(introduction)

    @rule(at=place, silent=flag)
    def brings_business(self, *, at: int, silent: bool) -> None:
        introduction = self.introduction(at)
        answer = self.run(
            "business", str(introduction), "1,200.50", "USD", *switch("--no-next", silent)
        )
        if answer and silent:
            self.quiet.add(introduction)

    @rule(at=place)
    def is_dropped(self, at: int) -> None:
        follow_up = self.follow_up(at)
        answer = self.run("drop", str(follow_up["number"]))
        if answer and follow_up["purpose"] in QUESTIONS:
            self.dropped.add((follow_up["about_id"], follow_up["contact_id"]))

    @rule(at=place, until=st.sampled_from(("tomorrow", "1m", "yesterday")))
    def is_snoozed(self, at: int, until: str) -> None:
        self.run("snooze", str(self.follow_up(at)["number"]), until)

    @rule(at=place, also=place)
    def two_are_done(self, at: int, also: int) -> None:
        self.run("done", *(str(self.follow_up(one)["number"]) for one in (at, also)))

    @rule(
        name=person,
        what=st.sampled_from(
            ("thank", "pay-back", "ask", "one-to-one", "stay-in-touch", "send it")
        ),
        about=st.none() | place,
        every=st.sampled_from((None, "30d")),
    )
    def follow(self, name: str, what: str, about: int | None, every: str | None) -> None:
        about_typed = None if about is None else str(self.introduction(about))
        self.run(
            "follow",
            name,
            *what.split(),
            *option("--about", about_typed),
            *option("--every", every),
        )

    @rule(name=person, via=st.sampled_from((None, "card", "referral")), received=flag, amount=flag)
    def thanks(self, *, name: str, via: str | None, received: bool, amount: bool) -> None:
        self.run(
            "thanks",
            name,
            *option("--via", via),
            *switch("--received", received),
            *option("--amount", "75" if amount else None),
        )

    @rule(name=person, command=st.sampled_from(("met", "note")))
    def met_or_noted(self, name: str, command: str) -> None:
        self.run(command, name, "has room for more work")

    @rule(
        name=st.sampled_from(("check-in", "again", "outcome", "thank", "stay-in-touch")),
        days=st.integers(0, 30),
    )
    def interval_is_set(self, name: str, days: int) -> None:
        self.run("config", f"days.{name}", str(days))

    @rule(days=st.sampled_from((1, 4, 40)))
    def days_pass(self, days: int) -> None:
        self.reflog.today = (date.fromisoformat(self.reflog.today) + timedelta(days)).isoformat()

    @rule(
        words=st.sampled_from(
            ("due --json", "due --all --exit-code --json", "thanks --json", "thanks --given --json")
        )
    )
    def is_read(self, words: str) -> None:
        before = self.reflog.content()
        assert self.reflog(words).code in {0, 1}
        assert self.reflog.content() == before

    @invariant()
    def each_other_side_of_an_open_introduction_has_one_question(self) -> None:
        asked = self.rows(
            "SELECT about_id, contact_id FROM follow_up WHERE status = 'open' "
            "AND purpose IN ('consent', 'first-call', 'check-in', 'outcome')"
        )
        asked_with = [(row["about_id"], row["contact_id"]) for row in asked]
        assert not self.dropped & set(asked_with), "a side is asked again though I dropped it"
        for row in self.rows("SELECT * FROM introduction"):
            if row["stage"] not in UNDER_WAY or row["number"] in self.quiet:
                continue
            for side in other_sides(row):
                wanted = 0 if (row["number"], side) in self.dropped else 1
                found = asked_with.count((row["number"], side))
                assert found == wanted, f"{found} questions with {side}: {dict(row)}"

    @invariant()
    def each_family_holds(self) -> None:
        assert self.rows(FAMILIES) == []

    @invariant()
    def an_ended_introduction_asks_only_what_came_of_it(self) -> None:
        wrong = self.rows(
            "SELECT * FROM follow_up AS u JOIN introduction AS i ON i.number = u.about_id "
            "WHERE u.status = 'open' AND i.stage IN ('won', 'lost', 'declined', 'bad') "
            "AND u.purpose IN ('consent', 'first-call', 'check-in')"
        )
        assert wrong == []

    @invariant()
    def nobody_but_another_is_owed_anything(self) -> None:
        mine = "SELECT * FROM follow_up WHERE contact_id = 1 AND purpose <> 'other'"
        assert self.rows(mine) == []
        assert self.rows("PRAGMA foreign_key_check") == []

    def run(self, *words: str) -> dict[str, Any] | None:
        """Type a command; None where it is refused, which changes nothing."""
        before = self.reflog.content()
        open_before = self.open_days() if before else {}
        result = self.reflog(*words, "--json")
        if result.code:
            assert result.code in REFUSALS, result
            assert result.error["code"] in REFUSALS[result.code], result
            assert self.reflog.content() == before, f"{words} was refused and changed the file"
            return None
        answer: dict[str, Any] = json.loads(result.out)
        if words[0] != "config":
            check_answer(answer)
            self.check_next(answer, open_before)
        return answer

    def check_next(self, answer: dict[str, Any], before: dict[int, tuple[str, str]]) -> None:
        """What was scheduled or moved, all of it and nothing else, is named as what is next."""
        after = self.open_days()
        moved = {number for number, day in after.items() if before.get(number) != day}
        named = {one["id"] for one in answer["next"]}
        assert moved <= named, "something was scheduled and not said"
        for number in moved:
            assert after[number][1] >= self.reflog.today, "something is set before today"

    def on(self, days: int) -> list[str]:
        day = date.fromisoformat(self.reflog.today) - timedelta(days)
        return ["--on", day.isoformat()] if days else []

    def open_days(self) -> dict[int, tuple[str, str]]:
        rows = self.rows("SELECT * FROM follow_up WHERE status = 'open'")
        return {row["number"]: (row["purpose"], row["due_on"]) for row in rows}

    def introduction(self, at: int) -> int:
        found = self.rows("SELECT number FROM introduction ORDER BY number")
        return int(found[at % len(found)]["number"])

    def follow_up(self, at: int) -> sqlite3.Row:
        """One that is open, or now and then any."""
        found = self.rows("SELECT * FROM follow_up WHERE status = 'open' ORDER BY number")
        if not found or at % 10 == 0:
            found = self.rows("SELECT * FROM follow_up ORDER BY number")
        return found[at % len(found)]

    def rows(self, sql: str) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.reflog.ledger)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql).fetchall()


def other_sides(row: sqlite3.Row) -> set[int]:
    """Return whom I ask: both sides of what I introduced, the other side of what I am in."""
    sides = {row["provider_id"], row["prospect_id"]}
    own_custom = row["introducer_id"] == row["prospect_id"] == ME
    if own_custom or ME not in {row["introducer_id"], *sides}:
        return set()
    return sides - {ME}


def option(name: str, value: str | None) -> list[str]:
    return [] if value is None else [name, value]


def switch(name: str, value: bool) -> list[str]:  # noqa: FBT001 - whether the switch is typed
    return [name] if value else []


def days_lived(examples: int, steps: int) -> None:
    """Live so many sequences of so many steps."""
    run_state_machine_as_test(
        Daily,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


def test_whatever_is_typed_on_some_days_what_holds_goes_on_holding() -> None:
    days_lived(4, 15)


@pytest.mark.slow
def test_whatever_is_typed_on_many_days_what_holds_goes_on_holding() -> None:
    days_lived(12, 30)
