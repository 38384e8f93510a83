"""Whatever is typed in whatever order, however late, `check` finds nothing wrong after it."""

from __future__ import annotations

import random
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import Commands
from reflog.domain.introductions import STAGES, TYPED_STAGES
from reflog.storage import connection as opening
from reflog.storage.check import ledger as health
from reflog.storage.findings import DAMAGE

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_DAY = date(2026, 11, 2)
PEOPLE = ("ann", "bob", "cleo", "dov", "me", "@contact-2", "+eva")
REFUSED = {2, 3, 4}

STEPS = 30
WALKS = [*range(2), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 202))]


class Walk:
    """A walk over commands on one ledger, each chosen by chance."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - not for secrets
        self.reflog = Commands(folder / "ledger.db", FIRST_DAY.isoformat())
        self.story: list[str] = []

    def step(self) -> None:
        """Type one command; it is done, or refused as what cannot be."""
        if self.chance.random() < 0.2:
            day = date.fromisoformat(self.reflog.today)
            self.reflog.today = (day + timedelta(days=self.chance.choice((1, 3, 30)))).isoformat()
        words = self.chance.choice(COMMANDS)(self)
        self.story.append(f"{self.reflog.today} reflog {' '.join(words)}")
        answer = self.reflog(*words)
        assert answer.code in {0, *REFUSED}, (answer, self.story)

    def sound(self) -> None:
        found = health.examine(str(self.reflog.ledger))
        wrong = [one for one in found if one.level == DAMAGE]
        assert not wrong, (wrong, self.story)

    def person(self) -> str:
        return self.chance.choice(PEOPLE)

    def number(self) -> str:
        with closing(opening.connect(str(self.reflog.ledger))) as connection:
            (last,) = connection.execute("SELECT ifnull(max(number), 1) FROM entry").fetchone()
        return str(self.chance.randint(max(1, last - 12), last))

    def of(self, *words: str) -> str:
        return self.chance.choice(words)

    def stage(self) -> str:
        return self.chance.choice(TYPED_STAGES)

    def maybe(self, *words: str) -> tuple[str, ...]:
        return words if self.chance.random() < 0.3 else ()

    def late(self) -> tuple[str, ...]:
        return self.maybe("--on", f"-{self.chance.choice((1, 2, 9, 40))}d")

    def due(self) -> str:
        return self.of("today", "3d", "2w", "saturday")


def _introduce(walk: Walk) -> tuple[str, ...]:
    by = walk.maybe("--by", walk.person())
    more = (*walk.maybe("--lead"), *walk.maybe("--no-follow-up"), *walk.maybe("--again"))
    caller = walk.maybe("--caller", walk.of("provider", "prospect", "introducer"))
    return ("intro", walk.person(), walk.person(), *by, *more, *caller, *walk.late())


def _done(walk: Walk) -> tuple[str, ...]:
    stage = walk.stage()
    mark: tuple[str, ...] = walk.maybe("--mark", stage)
    if mark and stage == "won":
        mark += walk.maybe("--amount", walk.of("100", "250"))
    if mark and stage == "bad":
        mark += walk.maybe("--at-fault", walk.person())
    after = walk.maybe(*walk.of("--no-next", f"--next {walk.due()}").split())
    return ("done", walk.number(), *mark, *after, *walk.late())


def _mark(walk: Walk) -> tuple[str, ...]:
    stage = walk.stage()
    blame = walk.maybe("--at-fault", walk.person()) if stage == "bad" else ()
    why = walk.maybe("--why", "price")
    return ("mark", walk.number(), stage, *blame, *why, *walk.maybe("--no-next"), *walk.late())


def _edit(walk: Walk) -> tuple[str, ...]:
    options = {
        "--on": f"-{walk.chance.choice((0, 1, 9, 40))}d",
        "--stage": walk.chance.choice(STAGES),
        "--provider": walk.person(),
        "--prospect": walk.person(),
        "--by": walk.person(),
        "--contact": walk.person(),
        "--about": walk.of(walk.number(), ""),
        "--due": walk.due(),
        "--every": walk.of("9d", ""),
        "--amount": "77",
        "--at-fault": walk.person(),
    }
    names = walk.chance.sample(sorted(options), walk.chance.choice((1, 1, 2)))
    return ("edit", walk.number(), *(word for name in names for word in (name, options[name])))


COMMANDS: tuple[Callable[[Walk], tuple[str, ...]], ...] = (
    *[_introduce] * 3,
    *[_done] * 4,
    *[_mark] * 3,
    *[_edit] * 4,
    lambda walk: ("received", walk.person(), "--from", walk.person(), *walk.late()),
    lambda walk: ("business", walk.number(), "400", *walk.maybe("--no-next"), *walk.late()),
    lambda walk: ("business", walk.person(), "500", *walk.maybe("--direct"), *walk.late()),
    lambda walk: ("thanks", walk.person(), *walk.maybe("--received"), *walk.late()),
    lambda walk: (
        *("thanks", walk.person(), *walk.maybe("--amount", "30")),
        *walk.maybe("--for", walk.number()),
        *walk.maybe("--via", walk.of("referral", "card")),
        *walk.late(),
    ),
    lambda walk: ("met", walk.person(), *walk.late()),
    lambda walk: ("note", walk.person(), "tea", *walk.maybe("--about", walk.number())),
    lambda walk: (
        *("follow", walk.person(), walk.of("thank", "ask", "stay-in-touch", "one-to-one", "x")),
        *walk.maybe("--about", walk.number()),
        *walk.maybe("--every", walk.of("9d", "2w", "1m", "1y")),
        *("--due", walk.due()),
    ),
    lambda walk: ("snooze", walk.number(), walk.due()),
    lambda walk: ("drop", walk.number()),
    lambda walk: ("delete", walk.number(), "--yes"),
    *[lambda _walk: ("undo",)] * 3,
    lambda _walk: ("redo",),
    lambda walk: ("contact", "merge", walk.person(), walk.person(), "--yes"),
    lambda walk: ("contact", "merge", "me", walk.person(), "--yes"),
    lambda walk: ("contact", "forget", walk.person(), "--yes"),
    lambda walk: ("contact", "rename", walk.person(), walk.of("Anna", "Bo")),
    lambda walk: ("contact", "edit", walk.person(), "--tag", "golf", "--phone", "+1 212 555 0101"),
    lambda _walk: ("follow", "--tag", "golf", "ask"),
    lambda walk: ("know", walk.person(), walk.of("wants", "needs", "used"), "roof", *walk.late()),
    lambda walk: ("know", walk.person(), walk.of("trust", "doubt", "out", "full"), *walk.late()),
    lambda walk: ("know", walk.person(), "room", "3", *walk.late()),
    lambda walk: ("ask", walk.person(), *walk.late()),
    lambda walk: ("intro", walk.person(), walk.person(), "--need", "roof", "--again"),
    lambda walk: ("mark", walk.number(), "declined", "--passed-to", walk.person(), *walk.late()),
    lambda walk: (*("done", walk.number(), "--mark", "declined"), "--passed-to", walk.person()),
    lambda walk: ("follow", walk.person(), "find"),
    lambda walk: ("edit", walk.number(), "--topic", walk.of("wants", "doubt", "out", "trust")),
    lambda walk: ("undo", "--to", walk.number()),
    lambda walk: ("config", "workdays", walk.of("all", "mon-fri", "sat")),
)


@pytest.mark.parametrize("seed", WALKS)
def test_check_is_silent_after_every_command_of_a_walk(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        walk = Walk(Path(folder), seed)
        walk.reflog.ok("intro ann bob")
        for _ in range(STEPS):
            walk.step()
            walk.sound()
