"""Follow-ups put off, dropped and added: snooze, drop, follow."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import show
from reflog.cli.arguments import names, numbers
from reflog.domain.contacts import ME, Known
from reflog.domain.follow_ups import TYPED_PURPOSES
from reflog.errors import UsageError, quoted
from reflog.render.pages import long_day
from reflog.render.pages.entries import introduction_line
from reflog.reports import entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import New
    from reflog.domain.entries import FollowUp


_FEW = 3  # follow-ups that a sentence names


def _snooze_meant(env: Environment, typed: list[str]) -> str | None:
    """Return the line that was meant where a word of the day is mistyped."""
    from reflog.domain import when

    for start in range(1, len(typed)):
        for end in range(len(typed), start, -1):
            day = when.meant(" ".join(typed[start:end]), env.today, env.day_first)
            if day is not None:
                words = [*typed[:start], *day.split(), *typed[end:]]
                return f"maybe reflog snooze {' '.join(map(arguments.shell_word, words))}?"
    return None


def snooze(env: Environment, words: options.Words = None, note: options.Note = None) -> None:
    """Put follow-ups off until WHEN.

    reflog snooze 14 tomorrow, reflog snooze 14 15 in 2 weeks, reflog snooze sally 1m
    """
    from reflog.domain.leading import leading_day

    typed = list(words or ())
    is_day = bool(typed) and leading_day(typed, env.today) == len(typed)
    if not typed or (is_day and not names.exact_run(env, typed)):
        raise numbers.missing("snooze", "tomorrow")
    named, until, said = numbers.parted(
        env, typed, lambda left: leading_day(left, env.today), one=False
    )
    if not until:
        is_mistyped = bool(said) and arguments.is_number(typed[0])
        message = f"{quoted(said[0])} is not a date." if is_mistyped else "Until when?"
        which = " ".join(map(arguments.shell_word, named))
        example = f"reflog snooze {which} tomorrow (or 3d, 2w, friday, 2026-12-01)"
        begun = leading_day(typed, env.today)
        if begun and all(map(numbers.is_numeric, typed[begun:])):
            swapped = " ".join([*typed[begun:], *typed[:begun]])
            raise UsageError(message, hint=f"numbers come first: reflog snooze {swapped}")
        near = _snooze_meant(env, typed)
        raise UsageError(message, hint=near or f"put a date behind it: {example}")
    is_doubtful = not numbers.is_numeric(named[0]) and not names.is_known(env, " ".join(named))
    if named[1:] and is_doubtful and (near := _snooze_meant(env, typed)):
        raise UsageError(f"{quoted(named[-1])} is not a date.", hint=near)
    day = arguments.due(env, arguments.joined(until))
    if said and not env.text_words and all(map(numbers.is_numeric, said)):
        message = f'I don\'t know what "{arguments.joined(said)}" after the day means.'
        line = arguments.joined(["reflog snooze", *named, *said, *until])
        raise UsageError(message, hint=f"numbers come first: {line}; a year has four digits")
    behind = arguments.free_text(env, said)
    text = arguments.one_note([behind] if behind else [], note)
    found = numbers.wanted_follow_ups(env, named, "snooze")
    before = entries.follow_ups(env.reader, found, env.today)
    from reflog.services import follow_ups as services

    with env.writing("snooze") as ledger:
        services.snooze(ledger, found, day, text)
    show(env, ledger.written)
    env.note(*_brought_forward(before, day))


def _brought_forward(before: list[FollowUp], day: date) -> list[str]:
    """Say of follow-ups that were put off when they were due, where that was later."""
    later = [one for one in before if one.due_on > day.isoformat()]
    when = [f"#{one.id} was due on {long_day(one.due_on)}" for one in later]
    if len(when) > _FEW:
        when[_FEW:] = [f"and {len(when) - _FEW} more"]
    return [f"That's sooner: {'; '.join(when)}. If that was a slip: reflog undo"] if when else []


def drop(env: Environment, words: options.Words = None, note: options.Note = None) -> None:
    """Drop follow-ups that you won't do.

    A dropped question is not asked again: reflog drop 14 she has moved away
    """
    named, said = numbers.numbers_or_name(env, list(words or ()), "drop")
    text = arguments.one_note([said] if said else [], note)
    found = numbers.wanted_follow_ups(env, named, "drop")
    from reflog.services import follow_ups as services

    with env.writing("drop") as ledger:
        services.drop(ledger, found, text)
    show(env, ledger.written)


def follow(
    env: Environment,
    words: options.Words = None,
    due_on: options.Due = None,
    about: options.About = None,
    every: options.Every = None,
    note: options.Note = None,
    new: options.NewPerson = False,
    tag: Annotated[str | None, "--tag TAG", "One for everyone with this tag, not for NAME."] = None,
    role: Annotated[str | None, "--role ROLE", "One for everyone with this role."] = None,
) -> None:
    """Add a follow-up of your own.

    reflog follow fred send him the brochure --due friday. Just the word thank, pay-back,
    ask, one-to-one or stay-in-touch sets that purpose.
    """
    from reflog.domain import spans

    is_group = tag is not None or role is not None
    whom = "--role ROLE" if role is not None and tag is None else "--tag TAG"
    example = f"reflog follow {whom if is_group else 'NAME'} WHAT"
    needed = "Say what to do" if is_group else "Name a person and what to do"
    typed = arguments.require(words, needed, example)
    day = arguments.due(env, due_on if due_on is not None else "tomorrow")
    span = spans.parse_span(every) if every else None
    text = arguments.text(note, "the note")
    numbers.judge(about)
    people, rest = _group(env, typed, tag, role, new=new) if is_group else _person(env, typed, new)
    what = arguments.joined(rest)
    number = numbers.about(env, about, "follow")
    repeats = spans.said_to_repeat(rest) if span is None else None
    said = _day_said(env, rest) if due_on is None and repeats is None else None
    from reflog.services import follow_ups as services

    with env.writing("follow") as ledger:
        standing = services.follow(
            ledger, people, what, due_on=day, about=number, every=span, note=text
        )
    show(env, ledger.written, standing=standing, extra=lambda _changed: _about_which(env, number))
    if repeats:
        again = f"reflog undo, then again with --every {repeats[1]}"
        env.note(f'This is to be done once. If "{repeats[0]}" is how often: {again}')
    purpose = "-".join(rest).lower()
    is_mine = isinstance(people[0], Known) and people[0].id == ME  # what I am to do is no purpose
    if len(rest) > 1 and purpose in TYPED_PURPOSES and not (is_mine or env.text_words):
        line = arguments.again(env.line, "follow", [*typed[: len(typed) - len(rest)], purpose])
        env.note(f"If you mean the purpose {purpose}: reflog undo, then {line}")
    if said:
        day_typed = arguments.shell_word(said)
        env.note(f'This is due tomorrow. If "{said}" is the day, type --due {day_typed}')


def _about_which(env: Environment, number: int | None) -> list[str]:
    """Say which introduction a follow-up of my own is about."""
    from reflog.reports.introductions import introductions_numbered

    found = introductions_numbered(env.reader, [number] if number is not None else [])
    return [f"About {introduction_line(one)}." for one in found]


def _person(
    env: Environment,
    typed: list[str],
    new: bool,  # noqa: FBT001 - an option's value
) -> tuple[list[Known | New], list[str]]:
    """Return whom a follow-up is with, and what is to be done."""
    name, rest = names.name_and_words(env, typed, "follow", new=new)
    if arguments.text(arguments.joined(rest), "what to do") is None:
        message = f"What's the follow-up with {name}?"
        hint = f"reflog follow {arguments.shell_word(name)} call about the house --due friday"
        raise UsageError(message, hint=hint)
    return [names.known_or_new(env, name, force_new=new)], rest


def _group(
    env: Environment, typed: list[str], tag: str | None, role: str | None, *, new: bool
) -> tuple[list[Known | New], list[str]]:
    """Return everyone with a tag or a role, and what is to be done with each."""
    if new:
        message = "--new is for one person, and --tag and --role are for several."
        raise UsageError(message, hint="reflog follow NAME WHAT --new")
    wanted = names.judge_group(tag, role)
    if arguments.text(arguments.joined(typed), "what to do") is None:
        message = "What's the follow-up?"
        raise UsageError(message, hint="reflog follow --tag golf invite them --due friday")
    return [*names.group(env, wanted)], typed


def _day_said(env: Environment, words: list[str]) -> str | None:
    """Return the last words that are a WHEN, the longest run, or else the first."""
    from reflog.domain.leading import leading_day
    from reflog.domain.when import is_when

    ends = (arguments.joined(words[place:]) for place in range(len(words)))
    last = next((said for said in ends if is_when(said, env.today, env.day_first)), None)
    return last or arguments.joined(words[: leading_day(words, env.today)]) or None
