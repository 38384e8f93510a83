"""How far an introduction has come: asked with one key, while the answer is fresh."""

from __future__ import annotations

from reflog.cli.keys import END, ENTER, ESCAPE, INTERRUPT, REDRAW, keys
from reflog.domain.introductions import OPEN_STAGES
from reflog.errors import InterruptedByUserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.environment import Environment
    from reflog.domain.entries import FollowUp

ASKED_OF = ("check-in", "outcome")
"""The purposes of follow-ups after which it is asked."""

STAGES = {
    "c": "connected",
    "m": "met",
    "w": "won",
    "l": "lost",
    "d": "declined",
    "b": "bad",
}
_NOT_YET = {ENTER, ESCAPE, END}


def ask(env: Environment, follow_ups: list[FollowUp]) -> dict[int, str]:
    """Ask for each check-in and outcome which stage the introduction has reached.

    Nothing is asked where nobody can answer, if the introduction has ended, or if the setting
    `questions` is false. A key that is none of the choices was typed for something else, and so is
    whatever follows it: then nothing more is asked. What has come no further is left out.
    """
    asked = [
        one
        for one in follow_ups
        if one.purpose in ASKED_OF and one.status == "open" and one.stage in OPEN_STAGES
    ]
    if not (asked and env.asks_how_far):
        return {}
    env.let_go()
    found: dict[int, str] = {}
    for one in asked:
        key = _key(env, f"{one.contact_name}: how far?" if len(asked) > 1 else "How far?")
        if key in _NOT_YET:
            continue
        stage = STAGES.get(key.lower())
        if stage is None:
            env.note(f"  not yet. When it has come further: reflog mark {one.about} met")
            break
        env.note(f"  {stage}")
        found[one.id] = stage
    return found


def _key(env: Environment, question: str) -> str:
    """Return the first key pressed at a question."""
    choices = ", ".join(f"{key} {stage}" for key, stage in STAGES.items())
    with keys(env.stdin, env.stderr) as pressed:
        env.note(f"{question} Enter not yet, {choices}")
        key = pressed.read()
        while key == REDRAW:
            key = pressed.read()
    if key == INTERRUPT:
        message = "You didn't answer the question."
        raise InterruptedByUserError(message)
    return key
