"""The words behind the TOPIC of a fact."""

from __future__ import annotations

from reflog.cli.arguments import values
from reflog.domain import facts
from reflog.domain.names.folding import nearest
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.environment import Environment

_SHORT = ("till", "til")


def read_text(
    env: Environment, topic: str, words: list[str], behind: int = 0
) -> tuple[str | None, str | None]:
    """Return the text of a fact, and the last day (ISO) of one about room.

    The last words, those `behind` `--`, are text whatever they say.
    """
    until = None
    if topic in facts.OF_ROOM:
        free = len(words) - min(behind, len(words))
        places = [at for at in range(free) if words[at].lower() == facts.LASTING_WORD]
        if places:
            until = read_until(env, values.joined(words[places[-1] + 1 :]))
            words = words[: places[-1]]
        else:
            _refuse_misspelled(words[:free])
    text = values.text(values.joined(words), "the fact")
    facts.require_text(topic, text)
    return text, until


def _refuse_misspelled(words: list[str]) -> None:
    """Refuse a word that is nearly `until`, so that no day is kept as text (UsageError)."""
    for place, word in enumerate(words):
        if word.lower() in _SHORT or nearest(word.lower(), [facts.LASTING_WORD]):
            message = f"The last day stands behind until, not behind {quoted(word)}."
            right = values.joined([facts.LASTING_WORD, *words[place + 1 :]])
            raise UsageError(message, hint=f"did you mean: {right}?")


def read_until(env: Environment, typed: str) -> str:
    """Read the last day of something, and return it as ISO text."""
    if not typed:
        message = 'Until when? No day follows "until".'
        raise UsageError(message, hint="until 1 feb, until 3 weeks")
    return values.due(env, typed).isoformat()
