"""Introductions: intro, received, mark, business."""

from typing import Annotated, Any

import typer

from reflog import services
from reflog.cli import numbers, options, people
from reflog.cli.command import add
from reflog.cli.environment import Environment
from reflog.cli.writing import lacking, write
from reflog.domain.introductions import CALLERS, EFFORTS, TYPED_STAGES, Triple, require_parties
from reflog.domain.money import Money
from reflog.domain.people import Known, New
from reflog.errors import UsageError

By = Annotated[
    str | None, typer.Option("--by", "-b", metavar="NAME", help="Who introduced them, if not I.")
]
Lead = Annotated[bool, typer.Option("--lead", help="A name passed on, no introduction yet.")]
NoFollowUp = Annotated[bool, typer.Option("--no-follow-up", help="Schedule nothing.")]
Again = Annotated[
    bool, typer.Option("--again", help="Although the same three have an open introduction.")
]
AtFault = Annotated[
    str | None, typer.Option("--at-fault", metavar="NAME", help="Through whom it went wrong.")
]


def intro(
    context: typer.Context,
    words: options.Words = None,
    by: By = None,
    need: options.Need = None,
    offer: options.Offer = None,
    caller: options.Caller = None,
    consent: options.Consent = None,
    effort: options.Effort = None,
    lead: Lead = False,
    on: options.On = None,
    note: options.Note = None,
    no_follow_up: NoFollowUp = False,
    new: options.NewPerson = False,
    again: Again = False,
    json: options.Json = False,
) -> None:
    """I introduced PROVIDER and PROSPECT.

    PROVIDER can help, PROSPECT has the need; follow-ups with both are scheduled. Names of
    several words stand in quotes: reflog intro "Fred Moss" "Sally Ng" --need "a bookkeeper"
    """
    env = options.begin(context, json=json)
    typed = options.require_words(words, "Whom you introduced", "reflog intro PROVIDER PROSPECT")
    if len(typed) != 2:  # noqa: PLR2004 - provider and prospect
        quoted = f'"{" ".join(typed[: len(typed) // 2])}" "{" ".join(typed[len(typed) // 2 :])}"'
        message = f"intro takes two names, not {len(typed)}; nothing was changed."
        hint = f"put each in quotes: reflog intro {quoted}"
        raise UsageError(message, hint=hint if len(typed) > 1 else "reflog intro PROVIDER PROSPECT")
    _record(
        env,
        "intro",
        (typed[0], typed[1], by),
        options.given(
            need=need, offer=offer, caller=caller, consent=consent, effort=effort, note=note
        ),
        {"on": on, "lead": lead, "follow_up": not no_follow_up, "new": new, "again": again},
    )


def received(
    context: typer.Context,
    words: options.Words = None,
    introducer: Annotated[
        str | None,
        typer.Option("--from", "-f", metavar="INTRODUCER", help="Who introduced them to me."),
    ] = None,
    need: options.Need = None,
    offer: options.Offer = None,
    caller: options.Caller = None,
    consent: options.Consent = None,
    effort: options.Effort = None,
    lead: Lead = False,
    on: options.On = None,
    note: options.Note = None,
    no_follow_up: NoFollowUp = False,
    new: options.NewPerson = False,
    again: Again = False,
    json: options.Json = False,
) -> None:
    """Someone introduced PROSPECT to me.

    The thanks and the report back that I owe the introducer are scheduled:
    reflog received ann --from fred
    """
    env = options.begin(context, json=json)
    typed = options.require_words(
        words, "Whom you were introduced to", "reflog received PROSPECT --from INTRODUCER"
    )
    if introducer is None:
        message = "Who introduced them? --from INTRODUCER is missing; nothing was changed."
        raise UsageError(message, hint=f"reflog received {' '.join(typed)} --from INTRODUCER")
    _record(
        env,
        "received",
        ("@me", options.joined(typed), introducer),
        options.given(
            need=need, offer=offer, caller=caller, consent=consent, effort=effort, note=note
        ),
        {"on": on, "lead": lead, "follow_up": not no_follow_up, "new": new, "again": again},
    )


def mark(
    context: typer.Context,
    words: options.Words = None,
    amount: options.Amount = None,
    why: options.Why = None,
    at_fault: AtFault = None,
    on: options.On = None,
    no_next: options.NoNext = False,
    json: options.Json = False,
) -> None:
    """An introduction has come to STAGE.

    STAGE is introduced, connected, met, won, lost, bad or declined: reflog mark 12 met, or
    reflog mark sally won -a 2500. This is what I know; what one side told me is better
    said with reflog done N --mark STAGE.
    """
    env = options.begin(context, json=json)
    typed = list(words or ())
    stage = _stage(typed)
    happened_on = options.happened(env, on)
    money, reason = stage_options(env, stage, amount, why, at_fault)
    numbers.judge(options.joined(typed[:-1]))
    people.judge(at_fault)
    number = numbers.wanted_introduction(
        env, options.joined(typed[:-1]), "mark", numbers.markable(stage)
    )
    culprit = people.known(env, at_fault) if at_fault is not None else None
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


def business(
    context: typer.Context,
    words: options.Words = None,
    on: options.On = None,
    note: options.Note = None,
    no_next: options.NoNext = False,
    json: options.Json = False,
) -> None:
    """Business came of an introduction.

    Again and again: reflog business 12 2500. One that is not won is marked won by it.
    """
    env = options.begin(context, json=json)
    typed = list(words or ())
    if not typed:
        raise numbers.missing("business", "2500")
    money, count = _money_at_the_end(env, typed)
    happened_on = options.happened(env, on)
    text = options.text(note, "the note")
    if count == len(typed):
        raise numbers.missing("business", " ".join(typed))
    number = numbers.wanted_introduction(
        env, options.joined(typed[:-count]), "business", numbers.open_or_won
    )
    write(
        env,
        "business",
        lambda ledger: services.introductions.add_business(
            ledger, number, money, on=happened_on, note=text, no_next=no_next
        ),
    )


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    add(
        app,
        {
            intro: "PROVIDER PROSPECT",
            received: "PROSPECT --from INTRODUCER",
            mark: "N|NAME STAGE",
            business: "N|NAME MONEY",
        },
    )


def stage_options(
    env: Environment, stage: str, amount: str | None, why: str | None, at_fault: str | None
) -> tuple[Money | None, str | None]:
    """Read what goes with a stage.

    Raises:
        UsageError: an amount without won, or someone at fault without bad.
    """
    if amount is not None and stage != "won":
        message = f"--amount goes with won, not with {stage}; nothing was changed."
        raise UsageError(message, hint="reflog business N MONEY records business")
    if at_fault is not None and stage != "bad":
        message = f"--at-fault goes with bad, not with {stage}; nothing was changed."
        raise UsageError(message, hint="--why says the reason")
    money = env.money(amount) if amount is not None else None
    return money, options.text(why, "the reason")


def _stage(words: list[str]) -> str:
    """Read the STAGE behind the number or the name.

    Raises:
        UsageError: one of the two is missing, or it is no stage to come to.
    """
    if not words or (len(words) == 1 and words[0].lower() in TYPED_STAGES):
        raise numbers.missing("mark", (words or ["STAGE"])[0])
    where = options.joined(words[:-1] or words)
    if len(words) == 1:
        message = "What has it come to? The stage is missing; nothing was changed."
        raise UsageError(message, hint=f"reflog mark {where} met (or {', '.join(TYPED_STAGES)})")
    if words[-1].lower() == "lead":
        message = "Stages go forward, and nothing comes to be a lead; nothing was changed."
        raise UsageError(message, hint=f"reflog edit {where} --stage lead corrects it")
    return options.choice(words[-1], TYPED_STAGES, "STAGE") or ""


def _record(
    env: Environment,
    command: str,
    typed: tuple[str, str, str | None],
    details: dict[str, Any],
    given: dict[str, Any],
) -> None:
    if given["lead"] and details.get("consent"):
        message = "--lead and --consent contradict each other; nothing was changed."
        raise UsageError(message, hint="with consent it is an introduction: leave --lead out")
    checked = {
        **details,
        "caller": options.choice(details.get("caller"), CALLERS, "--caller"),
        "effort": options.choice(details.get("effort"), EFFORTS, "--effort"),
        **{name: options.text(details.get(name), name) for name in ("need", "offer", "note")},
    }
    on = options.happened(env, given["on"])
    provider_typed, prospect_typed, by = typed
    provider, prospect, introducer = people.each_known_or_new(
        env,
        [provider_typed, prospect_typed, "@me" if by is None else by],
        new=int(command == "received") if given["new"] else None,
    )
    require_parties(
        Triple(
            introducer=_identity(introducer, 0),
            provider=_identity(provider, 1),
            prospect=_identity(prospect, 2),
        )
    )
    write(
        env,
        command,
        lambda ledger: services.introductions.record_introduction(
            ledger,
            introducer,
            provider,
            prospect,
            services.introductions.Details(**checked),
            on=on,
            lead=given["lead"],
            again=given["again"],
            follow_up=given["follow_up"],
        ),
        extra=lacking,
    )


def _identity(person: Known | New, place: int) -> object:
    """Return what tells a person from another before the new ones are written."""
    if isinstance(person, Known):
        return person.id
    from reflog.domain.folding import fold  # noqa: PLC0415 - beside the one use

    return (place, person.name) if person.forced else fold(person.name)


def _money_at_the_end(env: Environment, words: list[str]) -> tuple[Money, int]:
    """Read MONEY from the last two words, or the last; return it with how many it took."""
    if len(words) > 1:
        try:
            return env.money(" ".join(words[-2:])), 2
        except UsageError:
            pass
    return env.money(words[-1]), 1
