"""Introducing a single NAME: what they need is known, so someone who can help is proposed."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import show
from reflog.cli.arguments import names, shell_word
from reflog.cli.arguments.names import NEW_CONTACT
from reflog.domain.contacts import ME, Known
from reflog.domain.introductions import Said
from reflog.domain.names.typed import parse_typed
from reflog.errors import AmbiguousError, NotFoundError, UsageError
from reflog.render.pages import reach
from reflog.reports import contacts
from reflog.reports.matches import Matcher
from reflog.reports.openings import finds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.cli.environment import Environment
    from reflog.domain.contacts import New
    from reflog.domain.matching import Match
    from reflog.reports.matches import Found
    from reflog.reports.openings import Opening

MOST = 9  # people who are proposed
LATER = "find somebody later"


def propose(
    env: Environment, typed: str, need: str | None, *, new: bool
) -> tuple[str, str, str | None] | None:
    """Propose who can help the person typed; return both their NAMEs and the need to record.

    It is None where somebody is to be found later. Without a need, it is taken from an open find
    of theirs (UsageError: they have none).
    """
    prospect: Known | New
    if need is not None:
        prospect = names.known_or_new(env, typed, force_new=new)
        count = 0
    elif new or not _may_have_finds(env, typed):
        hint = "reflog intro PROVIDER PROSPECT, or reflog intro PROSPECT --need TEXT"
        raise UsageError("intro takes two names, not 1.", hint=hint)
    else:
        prospect = names.known(env, typed, counts=lambda one: bool(finds(env.reader, one)))
        found = finds(env.reader, prospect.id)
        hint = f"reflog intro @{prospect.handle} --need TEXT"
        need, count = str(found[one_of(env, prospect, found, hint)].need), len(found)
    matcher = Matcher(env.reader, env.today, env.intervals)
    matches = matcher.matches(need, limit=MOST, needed_by=prospect.id)
    provider = _chosen(env, matches, prospect, need, is_find=count > 0)
    if provider is None:
        _keep_for_later(env, prospect, need, is_find=count > 0)
        return None
    if isinstance(prospect, Known) and not (prospect.emails or prospect.phones):
        typed = f"@{prospect.handle}"
    return provider, f"+{typed}" if new else typed, None if count == 1 else need


def _keep_for_later(env: Environment, prospect: Known | New, need: str, *, is_find: bool) -> None:
    """Open a find for the need, unless it is one, so that the morning's list reminds me of it."""
    if is_find:
        env.show([f'"{need}" for {prospect.name} stays on your list: reflog due --all'])
        return
    from reflog.domain.facts import NEEDS, Fact
    from reflog.services import facts, follow_ups

    with env.writing("intro") as ledger:
        if prospect.id == ME:
            due_on = arguments.due(env, "tomorrow")
            follow_ups.follow(ledger, [prospect], f"find {need}", due_on=due_on)
        else:
            facts.know(ledger, prospect, Fact(topic=NEEDS, text=need), Said(on=env.today))
    show(env, ledger.written)


def to_keep(person: Known | New, whom: str) -> str:
    """Return what is typed before a need to keep it; mine is something for me to do."""
    return f"reflog know {whom} needs" if person.id != ME else "reflog follow me find"


def _may_have_finds(env: Environment, typed: str) -> bool:
    """Return whether anybody of that name has an open find."""
    parsed = parse_typed(typed)
    if parsed.new:
        return False
    name = f"@{parsed.name}" if parsed.handle_only else parsed.name
    people = contacts.match_name(env.reader, name).people
    return any(finds(env.reader, person.id) for person in people)


def one_of(env: Environment, person: Known, finds: Sequence[Opening], hint: str) -> int:
    """Return the place of the need that is meant, asking if somebody has several."""
    if len(finds) == 1:
        return 0
    return env.choose(
        f"{person.name} has {len(finds)} open needs",
        [(one.id, f"#{one.id} {one.need}") for one in finds],
        hint=f"say which: {hint}",
    )


def _chosen(
    env: Environment, found: Found, prospect: Known | New, need: str, *, is_find: bool
) -> str | None:
    """Return the NAME of the one who is to help, None to find somebody later."""
    able = [one for one in found.matches if one.is_able]
    whom = f"@{prospect.handle}" if isinstance(prospect, Known) else shell_word(prospect.name)
    is_mine = prospect.id == ME
    if not able and not env.can_ask:
        who = "you" if is_mine else prospect.name
        message = f'No one you know can help {who} with "{need}" yet.'
        hint = f"to remember to find someone: {to_keep(prospect, whom)} {shell_word(need)}"
        if is_find:
            hint = f"if you know of someone: reflog intro PROVIDER {whom}"
        raise NotFoundError(message, hint=hint)
    first = f"@{able[0].contact}" if able else "PROVIDER"
    problem = f'{"You need" if is_mine else f"{prospect.name} needs"} "{need}"'
    hint = f"choose one: reflog intro {first} {whom} --need {shell_word(need)}"
    if found.able > len(able):
        problem += f"; these are the best {len(able)} of {found.able}"
        hint += f"; all of them: reflog match {shell_word(need)} --limit {found.able}"
    chosen = env.choose(
        problem,
        [(one.contact, _line(env, one)) for one in able],
        hint=hint,
        others=[NEW_CONTACT, LATER],
    )
    if chosen < len(able):
        return f"@{able[chosen].contact}"
    if chosen > len(able):
        return None
    name = env.question("Their name: ")
    if not name:
        raise AmbiguousError("Nobody was chosen.", hint=f"reflog intro PROVIDER {whom}")
    return name


def _line(env: Environment, one: Match) -> str:
    person = contacts.contact(env.reader, one.contact_id)
    how = f", {reach(person)}" if person is not None else ""
    return f"{one.contact_name} ({one.contact}){how}: {'; '.join(one.reasons)}"
