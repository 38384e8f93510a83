"""From what was typed for STAGE to a stage, with the options that go with it."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.arguments import again, numbers, shell_word
from reflog.domain.introductions import ENDED_STAGES, TYPED_STAGES
from reflog.domain.money import leading_money
from reflog.domain.names import nearest
from reflog.domain.names.typed import parse_typed
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.cli.environment import Environment
    from reflog.domain.entries import Money


def run(env: Environment, words: Sequence[str]) -> int:
    """Return how many words are a stage and nothing more, or won and how much; 0 for none."""
    if not words or words[0].lower() not in TYPED_STAGES:
        return 0
    if words[0].lower() == "won" and leading_money(words[1:], env.currency) == len(words) - 1:
        return len(words)
    return 1 if len(words) == 1 else 0


def alone(env: Environment, note: str) -> list[str]:
    """Return the words of a note that is nothing but a stage, or won and how much; else none."""
    words = note.split()
    return words if run(env, words) == len(words) else []


def one_amount(words: Sequence[str], amount: str | None) -> str | None:
    """Return the amount typed behind a stage or as --amount, but not both."""
    if words[1:] and amount is not None:
        message = "There are two amounts."
        raise UsageError(message, hint="write it after won, or with --amount")
    return arguments.joined(words[1:]) or amount


def near(word: str) -> str | None:
    """Return the stage that a mistyped word is nearly, or that another word for it means."""
    meant = arguments.MEANT.get(word.lower())
    return meant if meant in TYPED_STAGES else nearest(word.lower(), TYPED_STAGES)


def none(env: Environment, words: Sequence[str]) -> UsageError:
    """Return the refusal of words that do not end in a STAGE behind a number or a name."""
    places = [place for place, word in enumerate(words) if word.lower() in TYPED_STAGES]
    if not words or (places and len(words) == 1):
        return numbers.missing("mark", (words or ["STAGE"])[0])
    if places:
        return too_much(env, words, places[0])
    if words[-1].lower() == "lead":
        where = words[0] if arguments.is_number(words[0]) else "N"
        message = "Stages only go forward, so nothing becomes a lead."
        hint = f"if it never was more: reflog edit {where} --stage lead"
        return UsageError(message, hint=hint)
    if mistyped := _mistyped(env, words):
        return mistyped
    if words[1:]:
        try:
            arguments.choice(words[-1], TYPED_STAGES, "STAGE")
        except UsageError as error:
            return error
    message = "Which stage has it reached?"
    return UsageError(message, hint=f"reflog mark {words[0]} met (or {', '.join(TYPED_STAGES)})")


def stage_options(
    env: Environment, stage: str, amount: str | None, why: str | None, at_fault: str | None
) -> tuple[Money | None, str | None]:
    """Return the amount and the reason that go with a stage (UsageError: one doesn't)."""
    if amount is not None and stage != "won":
        message = f"--amount only goes with won, not with {stage}."
        raise UsageError(message, hint="to record business: reflog business N MONEY")
    if at_fault is not None and stage != "bad":
        message = f"--at-fault only goes with bad, not with {stage}."
        raise UsageError(message, hint="to say why: --why")
    money = env.money(amount) if amount is not None else None
    return money, arguments.text(why, "the reason")


def require_declined(stage: str | None, passed_to: str | None) -> None:
    """Raise UsageError if somebody is named to pass on to, but the stage is not declined."""
    if passed_to is None:
        return
    parse_typed(passed_to)
    if stage != "declined":
        message = "--passed-to only goes with declined."
        raise UsageError(message, hint="reflog mark N declined --passed-to NAME")


def _mistyped(env: Environment, words: Sequence[str]) -> UsageError | None:
    """Return the refusal of a mistyped stage, with the line that was meant; None for none."""
    for place, word in enumerate(words):
        stage = near(word) if place else None
        if stage is not None:
            right = [*words[:place], stage, *words[place + 1 :]]
            is_all = run(env, right[place:])
            line = again(env.line, "mark", right) if is_all else too_much(env, right, place).hint
            return UsageError(f"{quoted(word)} is not a stage.", hint=f"maybe {stage}? {line}")
    return None


def too_much(env: Environment, words: Sequence[str], place: int) -> UsageError:
    """Return the refusal of what stands behind a STAGE, with the option that it is meant for."""
    from reflog.domain.leading import leading_day

    where, stage, behind = arguments.joined(words[:place]), words[place].lower(), words[place + 1 :]
    more, typed = arguments.joined(behind), " ".join(map(shell_word, behind))
    message = f'I don\'t know what {quoted(more)} after "{stage}" means.'
    if not where:
        hint = f"put the number or the name first: reflog mark {more} {stage}"
        return UsageError(message, hint=hint)
    if not behind:
        message = f"I don't know what {quoted(arguments.joined(words[1:place]))} means."
        return UsageError(message, hint=again(env.line, "mark", [words[0], stage]))
    is_day = bool(_whole_day(env, behind))
    if stage == "won" and not is_day and (amount := leading_money(behind, env.currency)):
        day = _whole_day(env, behind[amount:])
        paid = f"{arguments.joined(behind[:amount])} --on {day}" if day else typed
        return UsageError(message, hint=f"to say more: reflog business {where} {paid}")
    if stage == "won" and behind[0][:1].isdecimal() and not leading_day(behind, env.today):
        _ = env.money(more)
    line = again(env.line, "mark", [*words[:place], stage])
    if leading_day(behind, env.today):
        day = _whole_day(env, behind) or shell_word(more)
        return UsageError(message, hint=f"to say more: {line} --on {day}")
    if stage in ENDED_STAGES and stage != "won" and "--why" not in line:
        return UsageError(message, hint=f"to say more: {line} --why {shell_word(more)}")
    note = f"reflog note {'NAME' if arguments.is_number(where) else where} {typed}"
    return UsageError(message, hint=f"{line}; to keep that as a note: {note}")


def _whole_day(env: Environment, words: Sequence[str]) -> str:
    """Return the day that words are and nothing more, without "on"; "" for none."""
    from reflog.domain.leading import leading_day

    said = words[1:] if words and words[0].lower() == "on" else words
    is_day = bool(said) and leading_day(said, env.today) == len(said)
    return arguments.joined(said) if is_day else ""
