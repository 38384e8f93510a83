"""How far an introduction has come: asked in one key, while the answer is fresh."""

from __future__ import annotations

from reflog.cli.keys import END, ENTER, ESCAPE, INTERRUPT, keys
from reflog.errors import InterruptedByUserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.environment import Environment
    from reflog.domain.entries import FollowUp

ASKED_OF = ("check-in", "outcome")
"""The purposes of follow-ups after which it is asked."""

_STAGES = {
    "c": "connected",
    "m": "met",
    "w": "won",
    "l": "lost",
    "d": "declined",
    "b": "bad",
}
_NOT_YET = {ENTER, ESCAPE, END}


def ask(env: Environment, follow_ups: list[FollowUp]) -> dict[int, str]:
    """Ask of each follow-up that is a check-in or an outcome which stage it has come to.

    Nothing is asked where no one could answer, or the setting `questions` is false.

    Returns:
        The stages by number; what has not come any further is left out.

    Raises:
        InterruptedByUserError: Ctrl-C at a question.
    """
    asked = [one for one in follow_ups if one.purpose in ASKED_OF and one.status == "open"]
    if not (asked and env.asks_how_far):
        return {}
    env.let_go()
    found = {
        one.id: _stage(env, f"{one.contact_name}: how far?" if len(asked) > 1 else "How far?")
        for one in asked
    }
    return {number: stage for number, stage in found.items() if stage}


def _stage(env: Environment, question: str) -> str:
    choices = ", ".join(f"{key} {stage}" for key, stage in _STAGES.items())
    with keys(env.stdin, env.stderr) as pressed:
        env.note(f"{question} Enter not yet, {choices}")
        while True:
            key = pressed.read()
            if key == INTERRUPT:
                message = "You didn't answer the question."
                raise InterruptedByUserError(message)
            if key in _NOT_YET:
                return ""
            if stage := _STAGES.get(key.lower()):
                env.note(f"  {stage}")
                return stage
