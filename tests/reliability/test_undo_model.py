"""Undo against a model: random commands, undo, redo and undo --to; the model lists states."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from commands import Commands
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from figures import Figure

State = dict[str, list[tuple[Any, ...]]]

PEOPLE = st.sampled_from(["ann", "bob", "cleo", "dora"])
NUMBERS = st.integers(1, 14).map(str)
WHEN = st.sampled_from(["tomorrow", "2w", "2026-12-24", "today"])
STAGES = st.sampled_from(["connected", "met", "won", "lost", "declined", "bad"])
TEXTS = st.sampled_from(["tea", 'it\'s "5"', "王\n{}", "\\u0041\x1b", "null"])

COMMANDS = st.one_of(
    st.tuples(st.just("intro"), PEOPLE, PEOPLE),
    st.tuples(st.just("intro"), PEOPLE, PEOPLE, st.just("--need"), TEXTS),
    st.tuples(st.just("received"), PEOPLE, st.just("--from"), PEOPLE),
    st.tuples(st.just("done"), NUMBERS, TEXTS),
    st.tuples(st.just("done"), NUMBERS, st.just("--mark"), STAGES),
    st.tuples(st.just("mark"), NUMBERS, STAGES),
    st.tuples(st.just("business"), NUMBERS, st.just("99.50")),
    st.tuples(st.just("snooze"), NUMBERS, WHEN),
    st.tuples(st.just("drop"), NUMBERS),
    st.tuples(st.just("follow"), PEOPLE, TEXTS, st.just("--due"), WHEN),
    st.tuples(st.just("follow"), PEOPLE, TEXTS, st.just("--every"), st.just("30d")),
    st.tuples(st.just("thanks"), PEOPLE, TEXTS),
    st.tuples(st.just("met"), PEOPLE, TEXTS),
    st.tuples(st.just("note"), PEOPLE, TEXTS),
    st.tuples(st.just("contact"), st.just("edit"), PEOPLE, st.just("--tag"), TEXTS),
    st.tuples(st.just("contact"), st.just("edit"), PEOPLE, st.just("--email"), st.just("a@b.c")),
    st.tuples(st.just("contact"), st.just("rename"), PEOPLE, st.just("Ann Other")),
    st.tuples(st.just("contact"), st.just("merge"), PEOPLE, PEOPLE, st.just("--yes")),
    st.tuples(st.just("edit"), NUMBERS, st.just("--note"), TEXTS),
    st.tuples(st.just("delete"), NUMBERS, st.just("--yes")),
    st.tuples(st.just("config"), st.just("days.check-in"), NUMBERS),
)


def state_of(path: Path) -> State:
    """Every row of the journaled tables, and of what is derived from them."""
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        found = {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in (*JOURNALED, "name_word", "search_word")
        }
    return {table: rows for table, rows in found.items() if rows}


class Undoing(RuleBasedStateMachine):
    """A ledger, and beside it what is undone and done: the states before and after each."""

    sequences = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.reflog = Commands(self.folder / "ledger.db")
        self.reflog.ok("config days.outcome 10")
        self.state = state_of(self.reflog.ledger)
        self.past: list[tuple[int, State]] = []
        self.undone: list[list[tuple[int, State]]] = []
        type(self).sequences += 1

    @rule(words=COMMANDS)
    def command(self, words: tuple[str, ...]) -> None:
        before = self.state
        result = self.reflog(*words)
        assert result.code in {0, 2, 3, 4}, result
        self.state = state_of(self.reflog.ledger)
        op = self._last_op()
        if result.code:
            assert self.state == before
        elif not self.past or op != self.last:
            self.past.append((op, before))
            self.undone.clear()
        self.last = op

    @rule()
    def undo(self) -> None:
        if self._may("undo", possible=bool(self.past)):
            self._take(1)

    @rule(back=st.integers(1, 6))
    def undo_to(self, back: int) -> None:
        if self.past:
            back = min(back, len(self.past))
            assert self._may("undo", "--to", str(self.past[-back][0]), possible=True)
            self._take(back)

    @rule()
    def redo(self) -> None:
        if self._may("redo", possible=bool(self.undone)):
            taken = self.undone.pop()
            self._expect(taken[-1][1])
            self.past += taken[:-1]

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    last = 0

    def _take(self, count: int) -> None:
        """Model what an undo has taken, with the state that a redo brings back."""
        after = self.state
        taken = self.past[-count:]
        del self.past[-count:]
        self.undone.append([*taken, (0, after)])
        self._expect(taken[0][1])

    def _expect(self, state: State) -> None:
        self.state = state_of(self.reflog.ledger)
        self.last = self._last_op()
        assert self.state == state

    def _may(self, *words: str, possible: bool) -> bool:
        if words == ("undo",) and not self.past:
            return False  # what is before the model is no part of it
        result = self.reflog(*words)
        assert (result.code == 0) is possible, result
        assert result.code in {0, 4}, result
        return possible

    def _last_op(self) -> int:
        with closing(sqlite3.connect(self.reflog.ledger)) as connection:
            return int(connection.execute("SELECT max(id) FROM op").fetchone()[0])


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def run_sequences(count: int, steps: int) -> int:
    Undoing.sequences = 0
    run_state_machine_as_test(
        Undoing,
        settings=settings(
            max_examples=count,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=QUIET,
            database=None,
        ),
    )
    return Undoing.sequences


def test_undo_and_redo_agree_with_a_list_of_states() -> None:
    assert run_sequences(6, 12) >= 6


@pytest.mark.slow
def test_three_hundred_sequences_of_twenty_commands(figure: Figure) -> None:
    count = run_sequences(300, 20)
    figure("P5", "random sequences of 20 commands, undos and redos", f"{count}, 0 differences")
    assert count >= 300
