"""What came of introductions: mark, business."""

from __future__ import annotations

from reflog import services
from reflog.cli.answers import write
from reflog.cli.arguments import names, numbers, values
from reflog.cli.command import UNCHANGED, command
from reflog.domain.introductions import TYPED_STAGES
from reflog.domain.names.typed import quoted
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.money import Money


@command("mark N|NAME STAGE", group="daily", takes="OPEN STAGE", outcome=UNCHANGED)
def mark(
    env: Environment,
    words: options.Words = None,
    amount: options.Amount = None,
    why: options.Why = None,
    at_fault: options.AtFault = None,
    on: options.On = None,
    no_next: options.NoNext = False,
) -> None:
    """An introduction has come to STAGE.

    STAGE is introduced, connected, met, won, lost, bad or declined: reflog mark 12 met, or
    reflog mark sally won -a 2500. This is what I know; what one side told me is better
    said with reflog done N --mark STAGE.
    """
    typed = list(words or ())
    stage = _stage(typed)
    happened_on = values.happened(env, on)
    money, reason = stage_options(env, stage, amount, why, at_fault)
    numbers.judge(values.joined(typed[:-1]))
    names.judge(at_fault)
    number = numbers.wanted_introduction(
        env, values.joined(typed[:-1]), "mark", numbers.markable(stage)
    )
    culprit = names.known(env, at_fault) if at_fault is not None else None
    write(
        env,
        "mark",
        lambda ledger: services.introductions.mark(
            ledger,
            number,
            stage,
            on=happened_on,
            why=reason,
            at_fault=culprit,
            amount=money,
            no_next=no_next,
        ),
    )


@command("business N|NAME MONEY", group="daily", takes="OPEN", outcome=UNCHANGED)
def business(
    env: Environment,
    words: options.Words = None,
    on: options.On = None,
    note: options.Note = None,
    no_next: options.NoNext = False,
) -> None:
    """Business came of an introduction.

    Again and again: reflog business 12 2500. One that is not won is marked won by it.
    """
    typed = list(words or ())
    if not typed:
        raise numbers.missing("business", "2500")
    money, count = _money_at_the_end(env, typed)
    happened_on = values.happened(env, on)
    text = values.text(note, "the note")
    if count == len(typed):
        raise numbers.missing("business", " ".join(typed))
    number = numbers.wanted_introduction(
        env, values.joined(typed[:-count]), "business", numbers.open_or_won
    )
    write(
        env,
        "business",
        lambda ledger: services.introductions.add_business(
            ledger, number, money, on=happened_on, note=text, no_next=no_next
        ),
    )


def stage_options(
    env: Environment, stage: str, amount: str | None, why: str | None, at_fault: str | None
) -> tuple[Money | None, str | None]:
    """Read what goes with a stage.

    Raises:
        UsageError: an amount without won, or someone at fault without bad.
    """
    if amount is not None and stage != "won":
        message = f"--amount goes with won, not with {stage}."
        raise UsageError(message, hint="reflog business N MONEY records business")
    if at_fault is not None and stage != "bad":
        message = f"--at-fault goes with bad, not with {stage}."
        raise UsageError(message, hint="--why says the reason")
    money = env.money(amount) if amount is not None else None
    return money, values.text(why, "the reason")


def _stage(words: list[str]) -> str:
    """Read the STAGE behind the number or the name.

    Raises:
        UsageError: one of the two is missing, or it is no stage to come to.
    """
    if not words or (len(words) == 1 and words[0].lower() in TYPED_STAGES):
        raise numbers.missing("mark", (words or ["STAGE"])[0])
    where = values.joined(words[:-1] or words)
    if len(words) == 1:
        message = "What has it come to? The stage is missing."
        raise UsageError(message, hint=f"reflog mark {where} met (or {', '.join(TYPED_STAGES)})")
    if words[-1].lower() == "lead":
        message = "Stages go forward, and nothing comes to be a lead."
        raise UsageError(message, hint=f"reflog edit {where} --stage lead corrects it")
    if words[-1].lower() not in TYPED_STAGES and words[-2].lower() in TYPED_STAGES:
        stage, more = words[-2].lower(), words[-1]
        option = "--amount" if stage == "won" and more[:1].isdigit() else "--on, --why or --amount"
        message = f"{quoted(more)} stands behind the stage {stage}."
        where = values.joined(words[:-2])
        if not where:
            raise UsageError(
                message, hint=f"the number or the name goes first: reflog mark {more} {stage}"
            )
        raise UsageError(
            message,
            hint=f"what else there is to say goes behind {option}: "
            f"reflog mark {where} {stage} {option.split(',', maxsplit=1)[0]} {more}",
        )
    return values.choice(words[-1], TYPED_STAGES, "STAGE") or ""


def _money_at_the_end(env: Environment, words: list[str]) -> tuple[Money, int]:
    """Read MONEY from the last two words, or the last; return it with how many it took."""
    if len(words) > 1:
        try:
            return env.money(" ".join(words[-2:])), 2
        except UsageError:
            pass
    return env.money(words[-1]), 1
