"""Gratitude and getting to know: thanks, met, note."""

from __future__ import annotations

from contextlib import nullcontext

from reflog.cli import arguments
from reflog.cli.answers import show
from reflog.cli.arguments import names, numbers
from reflog.domain.contacts import Known, New, require_other
from reflog.domain.entries import Entry, FollowUp
from reflog.domain.follow_ups import VIAS
from reflog.domain.introductions import Said
from reflog.errors import NotFoundError, UsageError
from reflog.render import objects, pages
from reflog.reports import entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


def thanks(
    env: Environment,
    words: options.Words = None,
    about: Annotated[str | None, "--for N", "Only the thanks for this introduction."] = None,
    via: options.Via = None,
    amount: options.AmountOfBusiness = None,
    received: Annotated[
        bool, "--received", "They thanked you; without NAME, list thanks received."
    ] = False,
    given: Annotated[bool, "--given", "List thanks given."] = False,
    since: options.Since = None,
    on: options.On = None,
    note: options.Note = None,
    new: options.NewPerson = False,
) -> None:
    """List whom you owe thanks; with NAME, record that you thanked them.

    Closes every thank-you you owe them, one for each introduction:
    reflog thanks fred --via card
    """
    if not words:
        if new or any(one is not None for one in (about, via, amount, on, note)):
            raise UsageError("Who did you thank?", hint="reflog thanks NAME")
        _list(env, given=given, received=received, since=since)
        return
    if given or since is not None:
        message = "--given and --since list the past and take no name."
        raise UsageError(message, hint="to see what happened with someone: reflog log NAME")
    if received and amount is not None:
        message = "--amount records your own business, so it doesn't go with --received."
        raise UsageError(message, hint="reflog business N MONEY")
    way = arguments.choice(via, VIAS, "--via")
    money = env.money(amount) if amount is not None else None
    happened_on = arguments.happened(env, on)
    numbers.judge(about)
    if not (new or received):
        _require_name(env, words)
    name, rest = names.name_and_words(env, words, "thanks", new=new)
    text = arguments.one_note(rest, note)
    person = names.known_or_new(env, name, force_new=new)
    require_other(person.id, "A thank-you")
    number = _introduction(env, person, about, received=received, wanted=money is not None)
    from reflog.services import thanks as services

    said = Said(on=happened_on, note=text, via=way, about=number if about or received else None)
    business = None if money is None or number is None else (number, money)
    answers = None
    if business is not None:
        from reflog.cli.arguments.questions import Answers

        answers = Answers(env)
        answers.about_stage(business[0], "won")
    with env.writing("thanks") as ledger:
        if received:
            services.receive(ledger, person, said)
        else:
            services.give(ledger, person, said, business=business)
        if answers is not None:
            answers.keep(ledger, said)
    owed = []
    if not received and way in {"gift", "meal"} and isinstance(person, Known):
        owed = env.remarks().pay_back(person.id)
    show(env, ledger.written, extra=None if received else _nothing_owed, remarks=owed)


def met(
    env: Environment,
    words: options.Words = None,
    limit: options.Limit = None,
    on: options.On = None,
    note: options.Note = None,
    new: options.NewPerson = False,
) -> None:
    """Show who to meet and what to learn; with NAME, record a one-to-one.

    reflog met fred he now does boilers too
    """
    count = arguments.count(limit, "reflog met --limit 20")
    if not words:
        if new or on is not None or note is not None:
            raise UsageError("Who did you meet?", hint="reflog met NAME [NOTE]")
        from reflog.cli.commands.matches import list_who_to_meet

        list_who_to_meet(env, count)
        return
    if count is not None:
        message = "--limit lists who to meet and takes no name."
        raise UsageError(message, hint="to record a one-to-one: reflog met NAME [NOTE]")
    happened_on = arguments.happened(env, on)
    name, rest = names.name_and_words(env, words, "met", new=new)
    text = arguments.one_note(rest, note)
    person = names.known_or_new(env, name, force_new=new)
    require_other(person.id, "A one-to-one")
    from reflog.cli.arguments.questions import Answers
    from reflog.services import thanks as services

    answers = Answers(env)
    answers.about_person(person)
    said = Said(on=happened_on, note=text)
    with env.writing("met") as ledger:
        number = services.meet(ledger, person, said)
        answers.keep(ledger, said, of=number)
    met_one = None if answers.asked else entries.person_of(env.reader, number)
    show(env, ledger.written, remarks=env.remarks().unknown(met_one) if met_one else [])


def note(
    env: Environment,
    words: options.Words = None,
    about: options.About = None,
    on: options.On = None,
    new: options.NewPerson = False,
) -> None:
    """Note something worth remembering about NAME.

    reflog note fred has room for two more clients. Without TEXT, $EDITOR opens for a note of
    as many lines as you want; - reads it from standard input.
    """
    typed = arguments.require(words, "Name the person the note is about", "reflog note NAME TEXT")
    happened_on = arguments.happened(env, on)
    numbers.judge(about)
    name, rest = names.name_and_words(env, typed, "note", new=new)
    text = arguments.text(arguments.joined(rest), "the note")
    if text is None and not (env.can_ask and not rest):
        message = f"What do you want to note about {name}?"
        raise UsageError(message, hint=f"reflog note {arguments.shell_word(name)} TEXT")
    person = names.known_or_new(env, name, force_new=new)
    number = numbers.about(env, about, "note")
    from reflog.domain.facts import Fact
    from reflog.services import facts as services

    with arguments.edited(env, "") if text is None else nullcontext(text) as written:
        text = arguments.text(written, "the note")
        if text is None:
            message = "There is nothing in the note."
            raise UsageError(message, hint=f"reflog note {arguments.shell_word(name)} TEXT")
        with env.writing("note") as ledger:
            services.know(ledger, person, Fact(text=text, about=number), Said(on=happened_on))
    show(env, ledger.written)


def _introduction(
    env: Environment,
    person: Known | New,
    about: str | None,
    *,
    received: bool,
    wanted: bool,
) -> int | None:
    """Return the introduction that the thanks, or the business with them, are about."""
    if isinstance(person, New):
        if about is not None or wanted:
            message = f"{person.name} has no part in any introduction yet."
            raise NotFoundError(message, hint="reflog intro, or reflog received, records one")
        return None
    if about is not None:
        finder = numbers.thanked_about(person)
        return numbers.wanted_introduction(env, about, "thanks --for", finder)
    if received:
        return numbers.not_thanked_for(env, person, f"thanks {person.handle} --received --for")
    if wanted:
        return numbers.thanked_about(person)(env, person, f"thanks {person.handle} --for")
    return None


def _require_name(env: Environment, words: list[str]) -> None:
    """Refuse the number of a thank-you that is owed, and name the lines that take it."""
    typed, *rest = words
    if not arguments.is_number(typed):
        return
    if names.exact_run(env, words) or names.is_known(env, typed):
        return  # 2 Brothers
    number = numbers.number_of(typed)
    one = entries.follow_up(env.reader, number, env.today)
    if one is None or one.purpose != "thank" or one.status != "open":
        return
    hint = " ".join(["reflog done", str(number), *map(arguments.shell_word, rest)])
    if one.about is not None:
        said = [f"@{one.contact}", *rest, "--for", str(number)]
        hint += f", or: {arguments.again(env.line, 'thanks', said, '--for')}"
    raise UsageError("thanks takes a name, not a number.", hint=hint)


def _list(env: Environment, *, given: bool, received: bool, since: str | None) -> None:
    first_day = arguments.since(env, since)
    if not (given or received or since):
        owed = entries.due(env.reader, env.today, purpose="thank")
        env.answer(lambda: pages.owed_page(owed), lambda: objects.all_of(owed))
        return
    direction = None if given == received else "given" if given else "received"
    past = entries.thanks(env.reader, direction=direction, since=first_day)
    narrowed = first_day is not None
    env.answer(
        lambda: pages.past_page(past, direction, narrowed=narrowed), lambda: objects.all_of(past)
    )


def _nothing_owed(changed: list[Entry]) -> list[str]:
    is_settled = any(isinstance(one, FollowUp) and one.status == "done" for one in changed)
    return [] if is_settled else ["You didn't owe any thanks; recorded anyway."]
