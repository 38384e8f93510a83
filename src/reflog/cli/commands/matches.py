"""Who for whom, whom to ask, what the network is like, what the group is told."""

from __future__ import annotations

from reflog.cli import arguments, page_files
from reflog.cli.answers import show
from reflog.cli.arguments import names
from reflog.domain import facts
from reflog.domain.contacts import ME, ROLES, require_other
from reflog.domain.introductions import Said
from reflog.errors import UsageError
from reflog.render import records
from reflog.render.pages import circle as circle_pages
from reflog.render.pages import matches as pages
from reflog.reports import contacts, entries, sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Contact, Known
    from reflog.reports.matches import Found, Matcher

FEW = 10
"""How many are listed where nothing is said."""


def match(
    env: Environment,
    words: options.Words = None,
    needed_by: Annotated[str | None, "--for NAME", "Who needs it."] = None,
    to: Annotated[
        str | None, "--to NAME", "Whom you want to pay back: find clients for them."
    ] = None,
    role: options.Role = None,
    limit: options.Limit = None,
) -> None:
    """Find who you know for a need, with the reasons.

    reflog match a bookkeeper for a café, reflog match --for ann. Without TEXT: every need that
    is still open. --to NAME: people who fit what NAME wants.
    """
    if needed_by is not None and to is not None:
        raise UsageError("--for and --to don't go together.", hint="use only one of them")
    wanted_role = arguments.choice(role, ROLES, "--role")
    count = arguments.count(limit, "reflog match TEXT --limit 20") or FEW
    text = arguments.text(arguments.free_text(env, words), "what is needed") if words else None
    if words and text is None:
        raise UsageError("What is needed is empty.", hint="reflog match TEXT")
    names.judge(needed_by, to)
    if to is not None:
        _pay_back(env, *_person_and_text(env, to, text), wanted_role, count)
    elif needed_by is not None:
        from reflog.cli.proposals import to_keep
        from reflog.reports.openings import finds

        person, text = _person_and_text(
            env, needed_by, text, counts=lambda one: bool(finds(env.reader, one))
        )
        need = text or _one_need(env, person)
        keep = None if text is None else to_keep(person, f"@{person.handle}")
        _matches(env, need, person.id, keep, wanted_role, count)
    elif text is not None:
        _matches(env, text, None, "reflog know NAME needs", wanted_role, count)
    elif wanted_role is not None:
        message = "--role goes with a need."
        raise UsageError(message, hint=f"reflog match TEXT --role {wanted_role}")
    else:
        _openings(env, count)


def _person_and_text(
    env: Environment, typed: str, text: str | None, counts: Callable[[int], bool] | None = None
) -> tuple[Known, str | None]:
    """Part what an option took into the NAME and the TEXT behind it, where none stood elsewhere.

    Without a TEXT only people count who `counts`, if there are any.
    """
    if text is None and " " in typed and not names.is_known(env, typed):
        typed, rest = names.name_and_words(env, typed.split(), "match", may_create=False)
        text = arguments.text(arguments.joined(rest), "what is needed")
    return names.known(env, typed, counts=None if text else counts), text


def _matches(
    env: Environment,
    need: str,
    needed_by: int | None,
    keep: str | None,
    role: str | None,
    count: int,
) -> None:
    """Answer who is a match for a need; `keep` is what keeps it, None where it is kept."""
    found = _matcher(env).matches(need, limit=count, needed_by=needed_by, role=role)
    what_then = "It stays among the open needs: reflog match"
    if keep is not None:
        line = " ".join([keep, *map(arguments.shell_word, need.split())])
        what_then = f"To remember to find someone: {line}"
    nobody = f'No one you know{_with(role)} is a match for "{need}" yet. {what_then}'
    _answer_matches(env, found, nobody)


def _pay_back(
    env: Environment, person: Known, text: str | None, role: str | None, count: int
) -> None:
    """Answer who fits what somebody wants."""
    require_other(person.id, "A pay-back")
    wants = text or entries.wanted(env.reader, person.id)
    found = None
    nobody = f"You don't know yet who {person.name} wants to meet. Once you do: "
    nobody += f"reflog know @{person.handle} wants TEXT"
    if wants is not None:
        found = _matcher(env).pay_backs(wants, person.id, limit=count, role=role)
        nobody = f'No one{_with(role)} you could introduce to {person.name} fits "{wants}". '
        nobody += f"To see what they want: reflog know @{person.handle}"
    _answer_matches(env, found, nobody)


def _with(role: str | None) -> str:
    return "" if role is None else f" with the role {role}"


def _matcher(env: Environment) -> Matcher:
    from reflog.reports.matches import Matcher

    return Matcher(env.reader, env.today, env.intervals)


def _answer_matches(env: Environment, found: Found | None, nobody: str) -> None:
    some = found.matches if found else ()
    people = _people(env, (one.contact_id for one in some))
    env.answer(
        lambda: pages.matches_page(some, people, nobody), lambda: records.matches(some, people)
    )
    _note_more(env, found.count if found else 0, len(some))


def _openings(env: Environment, count: int) -> None:
    """Answer which needs are open."""
    from reflog.reports import openings

    every = openings.openings(env.reader, env.today)
    matcher = _matcher(env)
    some = [openings.served(matcher, one) for one in every[:count]]
    env.answer(lambda: pages.openings_page(some), lambda: records.openings(some))
    _note_more(env, len(every), count)


def _one_need(env: Environment, person: Known) -> str:
    """Return the one need of a person that nobody serves yet (UsageError: there is none)."""
    from reflog.cli.proposals import one_of
    from reflog.reports import openings

    found = openings.finds(env.reader, person.id)
    hint = f"reflog match TEXT --for @{person.handle}"
    if not found:
        asked = "do you" if person.id == ME else f"does {person.name}"
        raise UsageError(f"What {asked} need?", hint=hint)
    return str(found[one_of(env, person, found, hint)].need)


def ask(
    env: Environment,
    words: options.Words = None,
    since: options.Since = None,
    limit: options.Limit = None,
    on: options.On = None,
    note: options.Note = None,
    new: options.NewPerson = False,
) -> None:
    """Show who to ask for an introduction; with NAME, record that you asked them.

    reflog ask fred he'll think about it. --since WHEN: who you asked, and who came of it.
    """
    count = arguments.count(limit, "reflog ask --limit 20")
    if not words:
        if new or on is not None or note is not None:
            raise UsageError("Who did you ask?", hint="reflog ask NAME")
        first_day = arguments.since(env, since)
        if first_day is not None:
            _asked(env, first_day, count)
        else:
            _candidates(env, count or FEW)
        return
    if since is not None or count is not None:
        message = "--since and --limit list who to ask and take no name."
        raise UsageError(message, hint="to record that you asked: reflog ask NAME")
    happened_on = arguments.happened(env, on)
    name, rest = names.name_and_words(env, words, "ask", new=new)
    text = arguments.one_note(rest, note)
    person = names.known_or_new(env, name, force_new=new)
    require_other(person.id, "An ask")
    from reflog.services import follow_ups as services

    with env.writing("ask") as ledger:
        services.ask(ledger, person, Said(on=happened_on, note=text))
    show(env, ledger.written)


def _candidates(env: Environment, count: int) -> None:
    """Answer whom to ask."""
    from reflog.reports import asks

    found = asks.candidates(env.reader, env.today, env.intervals)
    some = found[:count]
    people = _people(env, (one.contact_id for one in some))
    wants = entries.wanted(env.reader)
    mine = sheets.standings(env.reader, [ME], env.today, env.intervals["stale"])[ME]
    env.answer(
        lambda: pages.candidates_page(
            some, people, mine, wants, has_helped=bool(some) or asks.has_helped(env.reader)
        ),
        lambda: records.candidates(some, people),
    )
    _note_more(env, len(found), count)


def _asked(env: Environment, first_day: str, count: int | None) -> None:
    """Answer whom I asked."""
    from reflog.reports import asks

    found = asks.asked_since(env.reader, first_day)
    some = found[:count]
    env.answer(lambda: pages.asked_page(some), lambda: records.asked(some))
    _note_more(env, len(found), len(some))


def list_who_to_meet(env: Environment, count: int | None) -> None:
    """Show whom to meet, why, and what to learn from them."""
    from reflog.reports import meetings

    with env.waiting("Looking at everyone"):
        found = meetings.to_meet(env.reader, env.today, env.intervals)
    some = found[: count or FEW]
    people = _people(env, (one.contact_id for one in some))
    learn = sheets.learn_of_many(env.reader, people, env.today, env.intervals["stale"])
    few = {one: topics[: facts.FEW] for one, topics in learn.items()}
    env.answer(
        lambda: circle_pages.to_meet_page(some, people, few, env.today),
        lambda: records.to_meet(some, people, few),
    )
    _note_more(env, len(found), len(some))


def network(env: Environment) -> None:
    """Show your network: who has room, who sends business, who is missing.

    Also the needs no one you know can help with, and who eats when you eat.
    """
    from reflog.reports import circle

    with env.waiting("Looking at everyone"):
        found = circle.network(env.reader, env.today, env.intervals, env.currency)
    env.answer(lambda: circle_pages.network_page(found), lambda: records.network(found))


def report(
    env: Environment,
    since: options.Since = None,
    until: Annotated[str | None, "--until WHEN", "Only up to this day."] = None,
    tag: Annotated[str | None, "--tag TAG", "Only with people who have this tag."] = None,
    no_amounts: Annotated[bool, "--no-amounts", "Leave out how much business it was."] = False,
    output: options.PageFile = None,
    open_file: options.OpenFile = False,
    force: options.Force = False,
) -> None:
    """Show what your group is told: referrals, meetings, closed business, visitors.

    The seven days up to yesterday; reflog report --since monday goes up to today. With
    -o report.html it is a page to hand out, without needs.
    """
    page_files.form_of(output, "A report", page_files.PAGE, _REPORT_EXAMPLE, is_opened=open_file)
    first, last = _span(env, since, until)
    label = arguments.text(tag, "the tag")
    from reflog.reports import period

    if label:
        names.remark_near_tag(env, label)
    found = period.period(env.reader, first, last, label)
    if output is not None:
        from reflog.render import page_blocks

        owner = contacts.owner_name(env.reader)
        text = page_blocks.of_period(found, owner, env.today, amounts=not no_amounts)
        page_files.write(env, output, text, _REPORT_EXAMPLE, force=force, is_opened=open_file)
        return
    env.answer(
        lambda: circle_pages.period_page(found, amounts=not no_amounts),
        lambda: records.period(found, amounts=not no_amounts),
    )


_REPORT_EXAMPLE = "reflog report -o report.html"
WEEK = 7
"""Days that a report goes back where nothing is said."""


def _span(env: Environment, since: str | None, until: str | None) -> tuple[str, str]:
    """Read the first and the last day of a report."""
    from datetime import timedelta

    first = arguments.since(env, since) or (env.today - timedelta(days=WEEK)).isoformat()
    yesterday = env.today - timedelta(days=1)
    usual = yesterday if since is None else env.today
    last = arguments.until(env, until) or usual.isoformat()
    if last < first:
        message = f"The report would end on {last}, before it begins on {first}."
        raise UsageError(message, hint="reflog report --since WHEN --until WHEN")
    return first, last


def _people(env: Environment, ids: Iterable[int]) -> dict[int, Contact]:
    return {one.id: one for one in contacts.contacts(env.reader, ids)}


def _note_more(env: Environment, every: int, shown: int) -> None:
    """Say how many are not listed."""
    if every > shown and not env.json:
        env.note(f"… and {every - shown} more: --limit {every}")
