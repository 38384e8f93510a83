"""Looking: who, tree, balance, show, intros, log, find."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.arguments import DROPPED, names, numbers
from reflog.domain.contacts import ME
from reflog.domain.introductions import STAGES
from reflog.errors import NotFoundError, UsageError, quoted
from reflog.render.pages import network as pages
from reflog.reports import contacts, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Annotated, TypeVar

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.entries import Introduction

    T = TypeVar("T")

_PAGE_EXAMPLE = "reflog show NAME -o fred.html"
PAGE = 1000
"""Rows of a long answer that are read at a time."""


def who(
    env: Environment,
    words: options.Words = None,
    stage: options.Stage = None,
    since: options.Since = None,
) -> None:
    """Show who has referred whom.

    With NAME: whom they referred, who referred them, and what came of it.
    """
    wanted_stage = arguments.choice(stage, STAGES, "--stage")
    first_day = arguments.since(env, since)
    narrowed = wanted_stage is not None or first_day is not None
    person = names.known(env, arguments.joined(words)) if words else None
    wanted = introductions.Filter(
        stage=wanted_stage, alive_since=first_day, party=person.id if person else None
    )
    from reflog.render import objects, records

    if person is None:
        env.answer_in_pages(
            _by_introducer(env, wanted),
            lambda part: pages.who_page(part[1], part[0], narrowed=narrowed, since=first_day),
            lambda part: objects.all_of(part[1]),
        )
        return
    found = introductions.introductions(env.reader, wanted)
    env.answer(
        lambda: pages.who_name_page(person, found, narrowed=narrowed, since=first_day),
        lambda: records.with_part(person.id, found),
    )


def tree(env: Environment, words: options.Words = None, since: options.Since = None) -> None:
    """Show who came through whom, with the business.

    With NAME: how they came, and who came through them.
    """
    from reflog.render import records
    from reflog.reports import network

    first_day = arguments.since(env, since)
    if not words:
        with env.waiting("Following every chain"):
            branches = network.tree(env.reader, since=first_day)
        env.answer(
            lambda: pages.tree_page(branches, narrowed=first_day is not None),
            lambda: records.tree(branches),
        )
        return
    person = names.known(env, arguments.joined(words))
    path, branches = network.tree_of(env.reader, person.id, since=first_day)
    env.answer(
        lambda: pages.tree_name_page(path, branches, narrowed=first_day is not None),
        lambda: records.tree_of(path, branches),
    )


def balance(env: Environment, words: options.Words = None, since: options.Since = None) -> None:
    """Show who has given and received how much.

    Per partner: introductions given and received, their business, thanks, who is ahead.
    """
    from reflog.render import objects, records
    from reflog.reports import balances

    first_day = arguments.since(env, since)
    person = names.known(env, arguments.joined(words)) if words else None
    if person is not None and person.id == ME:
        message = "You can't have a balance with yourself."
        raise UsageError(message, hint="reflog balance lists every partner")
    if person is not None:
        one = balances.balance_of(env.reader, person.id, since=first_day)
        direct = introductions.direct_business(env.reader, person.id, since=first_day)
        narrowed = first_day is not None
        env.answer(
            lambda: pages.balance_name_page(one, direct, narrowed=narrowed),
            lambda: records.balance(one),
        )
        return
    with env.waiting("Adding up the ledger"):
        found = balances.balance(env.reader, since=first_day)
    env.answer(
        lambda: pages.balance_page(found, narrowed=first_day is not None),
        lambda: objects.list_document(map(records.balance, found)),
    )


def show(
    env: Environment,
    words: options.Words = None,
    output: options.PageFile = None,
    open_file: options.OpenFile = False,
    force: options.Force = False,
) -> None:
    """Show a page on NAME for a meeting, or one entry N.

    With -o fred.html the page of a person is a file for the browser, to print.
    """
    if output is not None or open_file:
        from reflog.cli import page_files

        page_files.form_of(output, "A page", page_files.PAGE, _PAGE_EXAMPLE, is_opened=open_file)
    example = f"reflog show NAME, or reflog show N; {DROPPED}: reflog show 12"
    typed = arguments.require(words, "Name a person or a number to show", example)
    from reflog.render.pages import contacts as people_pages

    if len(typed) == 1 and arguments.is_number(typed[0]):
        if output:
            raise UsageError("A page to print is of a person, not of an entry.", hint=_PAGE_EXAMPLE)
        entry = numbers.entry_numbered(env, numbers.number_of(typed[0]))
        from reflog.render import objects
        from reflog.reports import entries

        related = entries.related(env.reader, entry, env.today)
        env.answer(lambda: people_pages.entry_page(entry, related), lambda: objects.of(entry))
        return
    from reflog.reports import portrait

    person = names.known(env, arguments.joined(typed))
    found = portrait.portrait(env.reader, person.id, env.today)
    if found is None:
        raise NotFoundError(f"{person.name} is no longer there.", hint="try again")
    if output is not None:
        from reflog.render import page_blocks

        text = page_blocks.of_person(found, contacts.owner_name(env.reader), env.today)
        page_files.write(env, output, text, _PAGE_EXAMPLE, force=force, is_opened=open_file)
        return

    def value() -> object:
        from reflog.render import records

        return records.portrait(found)

    env.answer(lambda: people_pages.portrait_page(found, env.today), value)


def intros(
    env: Environment,
    stage: options.Stage = None,
    open_only: Annotated[bool, "--open", "Only those still open."] = False,
    given: Annotated[bool, "--given", "Only those you made."] = False,
    received: Annotated[bool, "--received", "Only those made for you."] = False,
    by: Annotated[str | None, "--by -b NAME", "Only those made by NAME."] = None,
    with_name: options.WithPerson = None,
    since: options.Since = None,
) -> None:
    """List the introductions, oldest first."""
    if given and received:
        message = "--given and --received don't go together: no introduction is both."
        raise UsageError(message, hint="use only one of them")
    wanted_stage = arguments.choice(stage, STAGES, "--stage")
    first_day = arguments.since(env, since)
    names.judge(by, with_name)
    introducer = names.known(env, by) if by is not None else None
    party = names.known(env, with_name) if with_name is not None else None
    wanted = introductions.Filter(
        stage=wanted_stage,
        open_only=open_only,
        given=given,
        received=received,
        by=introducer.id if introducer else None,
        party=party.id if party else None,
        since=first_day,
    )
    narrowed = wanted != introductions.Filter()
    from reflog.render import objects

    env.answer_in_pages(
        _in_pages(env, introductions.introductions, wanted),
        lambda found: pages.introductions_page(found, narrowed=narrowed),
        objects.all_of,
    )


def log(
    env: Environment,
    words: options.Words = None,
    since: options.Since = None,
    limit: options.Limit = None,
) -> None:
    """Show what happened, newest first.

    With NAME: what happened with them.
    """
    from reflog.render import records
    from reflog.reports import story

    first_day = arguments.since(env, since)
    count = arguments.count(limit, "reflog log --limit 20")
    person = names.known(env, arguments.joined(words)) if words else None
    whose, narrowed = person.id if person else None, first_day is not None
    env.answer_in_pages(
        _in_pages(env, story.page, limit=count, contact_id=whose, since=first_day),
        lambda events: pages.log_page(events, person, narrowed=narrowed),
        lambda events: list(map(records.event, events)),
    )


def find(env: Environment, words: options.Words = None) -> None:
    """Search every text in the ledger.

    Finds parts of words too: reflog find bookkeeper
    """
    typed = arguments.require(words, "Type what to look for", "reflog find TEXT")
    text = arguments.text(arguments.free_text(env, typed), "what to look for")
    if text is None:
        raise UsageError("The text to look for is empty.", hint="reflog find TEXT")
    from reflog.reports import search

    found, marked = search.find(env.reader, text)
    if marked and not env.json:
        listed = " and ".join(map(quoted, marked))
        has_words = any(map(str.isalnum, text))
        ending = f"nothing has {listed} as you typed it" if has_words else f"{listed} has none"
        env.note(f"Only letters and digits were looked for: {ending}.")

    def value() -> object:
        from reflog.render import records

        return [records.found(one) for one in found]

    env.answer(lambda: pages.find_page(found, text), value)


def _by_introducer(
    env: Environment, wanted: introductions.Filter
) -> Iterator[tuple[int | None, list[Introduction]]]:
    """Read introductions under each introducer; with each part, whose were the last before it."""
    before: int | None = None
    groups = introductions.introducers(env.reader, wanted)
    many = [introducer for introducer, count in groups if count > PAGE]
    for introducer in many:
        for found in _in_pages(env, introductions.introductions, wanted.replaced(by=introducer)):
            yield before, found
            before = introducer
    for batch in _batches(groups[len(many) :]):
        found = introductions.made_by(env.reader, wanted, batch)
        env.let_go()
        yield before, found
        before = batch[-1]
    if not groups:
        yield None, []


def _batches(groups: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Put introducers together until they have made a page of introductions."""
    batch: list[int] = []
    total = 0
    for introducer, count in groups:
        batch.append(introducer)
        total += count
        if total >= PAGE:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


def _in_pages(
    env: Environment,
    report: Callable[..., list[T]],
    *asked: object,
    limit: int | None = None,
    **narrowed: object,
) -> Iterator[list[T]]:
    """Ask for a list page by page, each behind the last; nobody who writes waits meanwhile."""
    last, told = None, 0
    while True:
        size = PAGE if limit is None else min(PAGE, limit - told)
        found = report(env.reader, *asked, after=last, limit=size, **narrowed)
        env.let_go()
        if found or last is None:
            yield found
        told += len(found)
        if len(found) < PAGE or told == limit:
            return
        last = found[-1]
