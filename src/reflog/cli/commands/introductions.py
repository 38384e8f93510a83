"""Introductions: intro, received, mark, business."""

from __future__ import annotations

from reflog import services
from reflog.cli.answers import lacking, write
from reflog.cli.arguments import names as people
from reflog.cli.arguments import values
from reflog.cli.command import UNCHANGED, command
from reflog.domain.contacts import Known, New
from reflog.domain.introductions import CALLERS, EFFORTS, Triple, require_parties
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated, Any

    import typer

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


@command("intro PROVIDER PROSPECT", group="daily", takes="NAME NAME", outcome=UNCHANGED)
def intro(
    env: Environment,
    words: options.Words = None,
    by: options.By = None,
    need: options.Need = None,
    offer: options.Offer = None,
    caller: options.Caller = None,
    consent: options.Consent = None,
    effort: options.Effort = None,
    lead: options.Lead = False,
    on: options.On = None,
    note: options.Note = None,
    no_follow_up: options.NoFollowUp = False,
    new: options.NewPerson = False,
    again: options.Again = False,
) -> None:
    """I introduced PROVIDER and PROSPECT.

    PROVIDER can help, PROSPECT has the need; follow-ups with both are scheduled. Names of
    several words stand in quotes: reflog intro "Fred Moss" "Sally Ng" --need "a bookkeeper"
    """
    typed = values.require_words(words, "Whom you introduced", "reflog intro PROVIDER PROSPECT")
    if len(typed) != 2:  # noqa: PLR2004 - provider and prospect
        message = f"intro takes two names, not {len(typed)}."
        raise UsageError(message, hint=_in_quotes(typed, need=need, offer=offer, note=note))
    _record(
        env,
        "intro",
        (typed[0], typed[1], by),
        values.given(
            need=need, offer=offer, caller=caller, consent=consent, effort=effort, note=note
        ),
        {"on": on, "lead": lead, "follow_up": not no_follow_up, "new": new, "again": again},
    )


@command("received PROSPECT --from INTRODUCER", group="daily", takes="NAME", outcome=UNCHANGED)
def received(
    env: Environment,
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
    lead: options.Lead = False,
    on: options.On = None,
    note: options.Note = None,
    no_follow_up: options.NoFollowUp = False,
    new: options.NewPerson = False,
    again: options.Again = False,
) -> None:
    """Someone introduced PROSPECT to me.

    The thanks and the report back that I owe the introducer are scheduled:
    reflog received ann --from fred
    """
    typed = values.require_words(
        words, "Whom you were introduced to", "reflog received PROSPECT --from INTRODUCER"
    )
    if introducer is None:
        message = "Who introduced them? --from INTRODUCER is missing."
        name = typed[0] if len(typed) == 1 else values.joined(typed)
        shown = f'"{name}"' if " " in name else name
        raise UsageError(message, hint=f"reflog received {shown} --from INTRODUCER")
    _record(
        env,
        "received",
        ("@me", values.joined(typed), introducer),
        values.given(
            need=need, offer=offer, caller=caller, consent=consent, effort=effort, note=note
        ),
        {"on": on, "lead": lead, "follow_up": not no_follow_up, "new": new, "again": again},
    )


def _in_quotes(typed: list[str], **texts: str | None) -> str:
    """Return how names, or the text of an option, are kept together."""
    if len(typed) == 1:
        return "reflog intro PROVIDER PROSPECT"
    names, said = typed, ""
    option = next((name for name, text in texts.items() if text), None)
    if option is not None:
        # What stands behind the first word of a text was taken for names.
        names, rest = typed[:2], [texts[option] or "", *typed[2:]]
        said = f' --{option} "{" ".join(rest)}"'
    one, other = " ".join(names[: len(names) // 2]), " ".join(names[len(names) // 2 :])
    return f'put each in quotes: reflog intro "{one}" "{other}"{said}'


def _record(
    env: Environment,
    command: str,
    typed: tuple[str, str, str | None],
    details: dict[str, Any],
    given: dict[str, Any],
) -> None:
    if given["lead"] and details.get("consent"):
        message = "--lead and --consent contradict each other."
        raise UsageError(message, hint="with consent it is an introduction: leave --lead out")
    checked = {
        **details,
        "caller": values.choice(details.get("caller"), CALLERS, "--caller"),
        "effort": values.choice(details.get("effort"), EFFORTS, "--effort"),
        **{name: values.text(details.get(name), name) for name in ("need", "offer", "note")},
    }
    on = values.happened(env, given["on"])
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
    from reflog.domain.names.folding import fold

    return (place, person.name) if person.forced else fold(person.name)
