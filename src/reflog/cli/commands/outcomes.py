"""What came of introductions: mark, business."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import out_of_order, passed_on, show
from reflog.cli.arguments import again, names, numbers
from reflog.domain.contacts import Known, require_other
from reflog.domain.introductions import Said
from reflog.domain.money import typed_money
from reflog.errors import UsageError, quoted
from reflog.reports import contacts, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


def mark(
    env: Environment,
    words: options.Words = None,
    amount: options.Amount = None,
    why: options.Why = None,
    at_fault: options.AtFault = None,
    passed_to: options.PassedTo = None,
    on: options.On = None,
    no_next: options.NoNext = False,
) -> None:
    """Record that an introduction has reached STAGE.

    STAGE is introduced, connected, met, won, lost, bad or declined: reflog mark 12 met, or
    reflog mark sally won -a 2500. Use this for what you know yourself; if one side told
    you, use reflog done N --mark STAGE.
    """
    from reflog.cli.arguments import stages

    typed = list(words or ())
    named, reached_words, behind = numbers.parted(env, typed, lambda left: stages.run(env, left))
    if not reached_words or behind:
        raise stages.none(env, typed)
    stage = reached_words[0].lower()
    amount = stages.one_amount(reached_words, amount)
    happened_on = arguments.happened(env, on)
    money, reason = stages.stage_options(env, stage, amount, why, at_fault)
    stages.require_declined(stage, passed_to)
    where = arguments.joined(named)
    numbers.judge(where)
    names.judge(at_fault)
    paid = None if money is None else typed_money(money, env.currency)
    finder = numbers.markable(stage, blames=at_fault is not None, amount=paid)
    number = numbers.wanted_introduction(env, where, "mark", finder)
    from reflog.cli.arguments.questions import Answers
    from reflog.services import introductions as services

    answers = Answers(env, reason, at_fault, passed_to)
    answers.about_stage(number, stage)
    told = Said(on=happened_on, no_next=no_next)
    with env.writing("mark") as ledger:
        services.mark(ledger, number, answers.reached(stage, money), told)
        answers.keep(ledger, told, number)
    show(
        env,
        ledger.written,
        extra=lambda changed: [*passed_on(env, changed), *out_of_order(changed)],
        remarks=env.remarks().instead(number),
    )


def business(
    env: Environment,
    words: options.Words = None,
    on: options.On = None,
    note: options.Note = None,
    no_next: options.NoNext = False,
    direct: Annotated[
        bool, "--direct", "With somebody who came by themselves, by no introduction."
    ] = False,
) -> None:
    """Record business that came of an introduction.

    As often as it comes: reflog business 12 2500. If it isn't won yet, it is marked won. With
    a NAME in no introduction that is open or won, it is business with somebody who came by
    themselves.
    """
    typed = list(words or ())
    if not typed:
        raise numbers.missing("business", "2500")
    named, amount, behind = numbers.parted(env, typed, lambda left: env.measure("MONEY", left))
    if not amount:
        raise _no_money(env, typed, behind)
    if behind and env.measure("MONEY", behind) == len(behind):
        what = quoted(arguments.joined(typed))
        message = f"{what} has more than one number for one introduction and one amount."
        raise UsageError(message, hint=f"reflog business {typed[0]} {typed[-1]}")
    money = env.money(arguments.joined(amount))
    if behind and note is not None:
        raise UsageError("There are two notes.", hint="write it after the amount, or with --note")
    happened_on = arguments.happened(env, on)
    text = arguments.text(
        note if note is not None else arguments.free_text(env, behind), "the note"
    )
    where = arguments.joined(named)
    once_added = again(env.line, "business", [where, *amount, *behind])
    source = _where_business_comes_from(env, where, once_added, direct=direct)
    from reflog.cli.arguments.questions import Answers
    from reflog.services import introductions as services

    answers = Answers(env)
    if not isinstance(source, Known):
        answers.about_stage(source, "won")
    said = Said(on=happened_on, note=text, no_next=no_next)
    with env.writing("business") as ledger:
        if isinstance(source, Known):
            services.add_direct_business(ledger, source, money, said)
        else:
            services.add_business(ledger, source, money, said)
            answers.keep(ledger, said, source)
    show(
        env,
        ledger.written,
        extra=lambda changed: [
            *out_of_order(changed),
            *_if_by_themselves(env, where, source, typed),
        ],
    )


def _where_business_comes_from(
    env: Environment, where: str, once_added: str, *, direct: bool
) -> int | Known:
    """Return the introduction meant, or the person who came by themselves."""
    finder = numbers.open_or_won
    numbers.judge(where)
    if all(map(numbers.is_numeric, where.split())) and not (direct or numbers.is_range(where)):
        return numbers.wanted_introduction(env, where, "business", finder)
    if arguments.is_number(where):
        message = "--direct is for somebody who came by themselves, so I need a name."
        raise UsageError(message, hint="reflog business NAME MONEY --direct")
    match = contacts.match_name(env.reader, where)
    only = match.people[0].id if match.kind == "one" else None

    def counts(one: int) -> bool:
        return direct or one == only or bool(finder.ones(env, one))

    person = names.known(env, where, counts=counts, again=once_added)
    require_other(person.id, "Business")
    if direct or not finder.ones(env, person.id):
        return person
    return finder(env, person, "business")


def _if_by_themselves(
    env: Environment, where: str, source: int | Known, typed: Sequence[str]
) -> list[str]:
    """Say of business found by a name how to record it as paid by themselves."""
    if isinstance(source, Known) or all(map(arguments.is_number, where.split())):
        return []
    match = contacts.match_name(env.reader, where)
    if len(match.people) != 1:
        return []
    one = introductions.introduction(env.reader, source)
    if one is None or one.provider.is_me or len(one.business) > 1:
        return []  # to a client of mine it came through that, and with a second sum it is known
    again = " ".join(map(arguments.shell_word, typed))
    paid = f"If {match.people[0].name} paid you, and not through #{source}"
    return [f"{paid}: reflog undo, then reflog business {again} --direct"]


def _no_money(env: Environment, words: Sequence[str], behind: Sequence[str]) -> UsageError:
    """Return the refusal of words without MONEY behind a number or a name."""
    if env.measure("MONEY", words) == len(words):
        return numbers.missing("business", arguments.joined(words))
    if not behind and not any(map(str.isdecimal, "".join(words))):
        again = " ".join(map(arguments.shell_word, words))
        return UsageError("How much?", hint=f"reflog business {again} 2500")
    first = next((at for at, word in enumerate(words) if any(map(str.isdecimal, word))), 0)
    is_all_numbers = words[1:] and all(map(arguments.is_number, words))
    typed = behind or (words[-1:] if is_all_numbers else words[first:])
    try:
        env.money(arguments.joined(typed[:2]))
        env.money(typed[0])
    except UsageError as error:
        return error
    return numbers.missing("business", "2500")
