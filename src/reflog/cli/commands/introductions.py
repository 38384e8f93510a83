"""Introductions: intro, received."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import lacking, show
from reflog.cli.arguments import again, names
from reflog.domain.contacts import Known, New
from reflog.domain.introductions import CALLERS, EFFORTS, Said, require_parties
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Annotated, Any

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


_THEMSELVES = frozenset(
    {"himself", "herself", "myself", "themselves", "themself", "itself", "nobody"}
)
"""What people type for an introducer where there is none."""


_BY = frozenset({"from", "via", "by", "through"})
_BROUGHT = frozenset({"referred", "introduced", "recommended", "sent", "came"})
"""What people type between a prospect and an introducer: from, or referred by."""


def intro(
    env: Environment,
    words: options.Words = None,
    by: options.By = None,
    **told: options.Told,
) -> None:
    """Record that you introduced PROVIDER and PROSPECT.

    PROVIDER can help, PROSPECT has the need; follow-ups with both are scheduled. Quote names
    of more than one word: reflog intro "Fred Moss" "Sally Ng" --need "a bookkeeper"

    With PROSPECT alone and what they need, it proposes who can help.
    """
    usual = "reflog intro PROVIDER PROSPECT"
    typed = arguments.require(words, "Name the two people you introduced", usual)
    if len(typed) == 1 and by is None:
        _details(env, told)
        from reflog.cli import proposals

        need = arguments.text(told.get("need"), "need")
        chosen = proposals.propose(env, typed[0], need, new=bool(told.get("new")))
        if chosen is not None:
            provider, prospect, need = chosen
            told |= {"new": False, "need": need}
            _record(env, "intro", [provider, prospect, "@me"], told)
        return
    if len(typed) != 2:  # noqa: PLR2004 - provider and prospect
        message = f"intro takes two names, not {len(typed)}."
        from reflog.cli.arguments import two_names

        hint = usual
        if typed[1:]:
            given = {"--need": told.get("need"), "--by": by}
            more = two_names.with_option(env, typed, "intro", given)
            hint = more or two_names.in_quotes(env, typed, "intro")
        raise UsageError(message, hint=hint)
    _record(env, "intro", [*typed, "@me" if by is None else by], told)


def received(
    env: Environment,
    words: options.Words = None,
    introducer: Annotated[str | None, "--from -f INTRODUCER", "Who introduced them to you."] = None,
    **told: options.Told,
) -> None:
    """Record that someone introduced PROSPECT to you.

    Your thanks and your report back to the introducer are scheduled:
    reflog received ann --from fred
    """
    example = "reflog received PROSPECT --from INTRODUCER"
    typed = arguments.require(words, "Name the person you were introduced to", example)
    if introducer is None or introducer.lower() in _THEMSELVES:
        message = "Who introduced them?"
        said = _around_by(typed)
        if said and said[1].lower() in _THEMSELVES:
            typed, said = said[:1], []
        if introducer is None and (said := said or _two_people(env, typed)):
            line = again(env.line, "received", said[:1])
            raise UsageError(message, hint=f"{line} --from {arguments.shell_word(said[1])}")
        name = arguments.joined(typed)
        shown = again(env.line, "received", [name], "--from")
        alone = f"if they came by themselves: reflog business {arguments.shell_word(name)} MONEY"
        raise UsageError(message, hint=f"{shown} --from INTRODUCER; {alone}")
    _record(env, "received", ["@me", arguments.joined(typed), introducer], told)


def _around_by(words: Sequence[str]) -> list[str]:
    """Return the prospect and the introducer where a word such as "from" stands between them."""
    said = arguments.joined(words).split()
    place = next((at for at, word in enumerate(said) if at and word.lower() in _BY), len(said))
    behind = said[place + 1 :]
    if not behind:
        return []
    end = place - 1 if place > 1 and said[place - 1].lower() in _BROUGHT else place
    return [arguments.joined(said[:end]), arguments.joined(behind)]


def _two_people(env: Environment, words: Sequence[str]) -> list[str]:
    """Return the prospect and the introducer where the last words are somebody who is known."""
    if names.is_somebody(env, arguments.joined(words)):
        return []
    for place in range(1, len(words)):
        behind = arguments.joined(words[place:])
        if names.is_somebody(env, behind):
            return [arguments.joined(words[:place]), behind]
    return []


def _record(env: Environment, command: str, typed: Sequence[str], told: dict[str, Any]) -> None:
    """Record an introduction of the provider and the prospect typed, by whom is typed last."""
    details, on = _details(env, told)
    new = int(command == "received") if told.get("new") else None
    provider, prospect, introducer = names.each_known_or_new(env, typed, new=new)
    three = (introducer, provider, prospect)
    require_parties(*map(_identity, three))
    from reflog.services import introductions as services

    remarks = env.remarks().on_introduction(*three, is_offered=details["offer"] is not None)
    whole = services.Details(**details)
    said = Said(on=on, no_next=told.get("no_follow_up", False))
    with env.writing(command) as ledger:
        services.record_introduction(ledger, three, whole, said, again=told.get("again", False))
    show(env, ledger.written, extra=lacking, remarks=remarks)


def _details(env: Environment, told: dict[str, Any]) -> tuple[dict[str, Any], date]:
    """Read what is told of an introduction, and its day."""
    if told.get("lead") and told.get("consent"):
        message = "--lead and --consent don't go together."
        raise UsageError(message, hint="with consent it is an introduction: leave out --lead")
    details: dict[str, Any] = {
        "caller": arguments.choice(told.get("caller"), CALLERS, "--caller"),
        "effort": arguments.choice(told.get("effort"), EFFORTS, "--effort"),
        "consent": told.get("consent"),
        "lead": told.get("lead", False),
        **{name: arguments.text(told.get(name), name) for name in ("need", "offer", "note")},
    }
    return details, arguments.happened(env, told.get("on"))


def _identity(person: Known | New) -> object:
    """Return what tells a person from another before the new ones are written."""
    if isinstance(person, Known):
        return person.id
    from reflog.domain.names import fold

    return f"+{id(person)}" if person.forced else fold(person.name)
