"""From a typed NAME to a person: taken, asked about, or new; never guessed.

A tag or a role stands for everybody who bears it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import dropwhile

from reflog.cli import arguments
from reflog.domain import Record, names
from reflog.domain.contacts import ROLES, Known, New
from reflog.domain.names import typed as new_names
from reflog.errors import NotFoundError, ReflogError, UsageError, quoted
from reflog.reports import contacts as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflog.cli.environment import Environment

NEW_CONTACT = "new contact"

_SMALL_WORDS = frozenset(
    "with from about for to that up at by via and the "
    "everyone everybody someone somebody nobody anybody".split()
)
"""Typed like this before a NAME, in lower case, they name a new person only behind a `+`."""

_NO_PART_OF_A_NAME = (_SMALL_WORDS - {"by", "and", "the", "to"}) | frozenset(
    "a on in last next this yesterday today tomorrow "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
"""Behind a name they say that it is over: where, when or what about."""


class _LookedUp(Record):
    """A NAME as typed and whom it may mean; `fresh` is the new person it may be, if it may."""

    parsed: new_names.Typed
    match: names.Match
    fresh: new_names.NewPerson | None = None
    forced: bool = False
    again: str | None = None


def judge(*typed: str | None) -> None:
    """Check names before any is looked up, so that a typing error is told before a doubt."""
    for text in typed:
        if text is not None:
            _refuse_new(text, new_names.parse_typed(text))


def known(
    env: Environment,
    typed: str,
    *,
    counts: Callable[[int], bool] | None = None,
    again: str | None = None,
) -> Known:
    """Return the person in the ledger that a NAME means, asking on a terminal where it is unclear.

    Args:
        counts: tells whether the command can do anything for the person of this id; if there are
            any such people, only they are meant.
        again: the command to type once nobody's name is somebody's, for the hint.
    """
    parsed = parse(env, typed)
    _refuse_new(typed, parsed)
    match = _match(env, parsed, may_create=False)
    if counts is not None and not (match.kind == "one" and counts(match.people[0].id)):
        able = _match(env, parsed, may_create=False, counts=counts)
        if able.kind in {"one", "several"} or (able.kind == "near" and match.kind != "one"):
            match = able
    one = _LookedUp(parsed=parsed, match=match, again=again)
    return _as_known(env, match.people[_place(env, one)], parsed)


def known_or_new(env: Environment, typed: str, *, force_new: bool = False) -> Known | New:
    """Return the person that a NAME means, or someone new if nobody has that name."""
    return each_known_or_new(env, [typed], new=0 if force_new else None)[0]


def each_known_or_new(
    env: Environment, typed: Sequence[str], *, new: int | None = None
) -> list[Known | New]:
    """Return the people that several NAMEs mean; all are checked before any question is asked.

    `new` is the place of the one said to be new, even if the name is taken.
    """
    looked_up = [_look_up(env, text, is_new=place == new) for place, text in enumerate(typed)]
    for text, one in zip(typed, looked_up, strict=True):
        if one.match.kind == "none" and not one.parsed.new:
            arguments.refuse_loose_name(env.line, text)
    return [_known_or_new(env, one) for one in looked_up]


def name_and_words(
    env: Environment,
    words: Sequence[str],
    command: str,
    *,
    may_create: bool = True,
    new: bool = False,
    begins: Callable[[str], bool] = bool,
) -> tuple[str, list[str]]:
    """Split words into the NAME that they begin with, and the free words behind it.

    Args:
        command: what was typed before them, for hints.
        begins: whether the free words may begin with a word.
    """
    leading, text = split_text(env, words)
    count = exact_run(env, leading)
    if not leading:
        message = "The name is missing"
        raise UsageError(message, hint='type the name first, in quotes to be safe: "Ann Berg"')
    if not count:
        name, rest = leading[0], leading[1:]
        if may_create and not new and _is_nobody(env, name):
            raise _small_word(name, None if text else _without_small_words(env, leading, command))
        if may_create and rest and " " not in name:
            one = _look_up(env, name, is_new=new)
            if one.match.kind == "none" and one.fresh is not None:
                if rest[0][:1].isupper():
                    name, rest = _settle_capitals(env, name, rest, text, command, begins)
                else:
                    name, rest = _settle_new_name(env, name, rest, text, command, is_new=new)
    else:
        name, rest = " ".join(leading[:count]), leading[count:]
    if rest == ["-"] and not text:
        return name, [env.typed_text()]
    return name, [*rest, *text]


def split_text(env: Environment, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split words into those before `--` and those behind it."""
    behind = env.text_words if env.text_words < len(words) else 0
    return list(words[: len(words) - behind]), list(words[len(words) - behind :])


def exact_run(env: Environment, words: Sequence[str]) -> int:
    """Return how many leading words are exactly somebody's name, as many as can be; 0 for none."""
    count = names.exact_run(words, lambda run: reports.is_exact_contact(env.reader, run))
    arguments.refuse_cut_name(env.line, words, count)
    return count


def parse(env: Environment, typed: str) -> new_names.Typed:
    """Parse a NAME: an address is split off, unless the whole text is somebody's name."""
    whole = " ".join(typed.split())
    may_hold_address = "@" in whole[1:] or any(map(str.isdecimal, whole))
    is_plain = not whole.isdecimal() and whole[:1] not in {"@", "+"}
    if may_hold_address and is_plain and reports.is_exact_contact(env.reader, whole):
        return new_names.Typed(name=whole)
    return new_names.parse_typed(typed)


def judge_group(tag: str | None, role: str | None) -> dict[str, str | None]:
    """Check the tag and the role that were typed (UsageError: one is empty)."""
    if tag is not None and not tag.strip():
        raise UsageError("A tag can't be empty.", hint="reflog contact list shows everyone")
    return {"tag": tag, "role": arguments.choice(role, ROLES, "the role")}


def group(env: Environment, wanted: dict[str, str | None]) -> list[Known]:
    """Return everyone but me who has this tag and this role (NotFoundError: nobody has)."""
    found = reports.list_contacts(env.reader, tag=wanted["tag"], role=wanted["role"])
    if not found:
        said = " and ".join(f"the {name} {text}" for name, text in wanted.items() if text)
        message = f"No one has {said}."
        near = reports.near_tag(env.reader, wanted["tag"]) if wanted["tag"] else None
        hint = f"maybe the tag {near}? " if near else ""
        raise NotFoundError(message, hint=f"{hint}reflog contact list")
    return [Known(id=one.id, name=one.name, handle=one.handle) for one in found]


def remark_near_tag(env: Environment, tag: str) -> None:
    """Say of a tag that nobody has which one it is nearly."""
    near = reports.near_tag(env.reader, tag)
    if near is not None:
        env.note(f"Nobody has the tag {tag}. Maybe {near}?")


def has_address(typed: str) -> bool:
    """Return whether an address is typed along with a NAME."""
    parsed = new_names.parse_typed(typed)
    return bool(parsed.emails or parsed.phones)


def is_known(env: Environment, name: str) -> bool:
    """Return whether one or several people are known by a name."""
    return reports.match_name(env.reader, name).kind in {"one", "several"}


def is_somebody(env: Environment, name: str) -> bool:
    """Return for a hint what `is_known` says: that nobody is, where no ledger can be read."""
    with suppress(ReflogError):
        return os.path.exists(env.ledger_path) and is_known(env, name)
    return False


def meant(env: Environment, name: str) -> int | None:
    """Return for a hint the one person whom a name means; nothing is asked where it is unclear."""
    with suppress(ReflogError):
        if os.path.exists(env.ledger_path):
            match = reports.match_name(env.reader, name)
            return match.people[0].id if match.kind == "one" else None
    return None


def _refuse_new(typed: str, parsed: new_names.Typed) -> None:
    if parsed.new:
        message = f"{quoted(typed)} means a new person, and I need someone in the ledger."
        raise UsageError(message, hint=f"leave out the +: {arguments.shell_word(parsed.name)}")


def _look_up(env: Environment, typed: str, *, is_new: bool) -> _LookedUp:
    """Find whom a NAME means where it may be someone new, and refuse what can be no name."""
    parsed = new_names.parse_typed(typed) if is_new else parse(env, typed)
    if parsed.handle_only and is_new:
        message = f"{quoted(typed)} is a handle, and a new person has none yet."
        raise UsageError(message, hint=f"leave out the @: {arguments.shell_word(parsed.name)}")
    is_new = is_new or parsed.new
    if not is_new and not parsed.handle_only and _is_nobody(env, parsed.name):
        raise _small_word(parsed.name)
    match = names.Match(kind="none") if is_new else _match(env, parsed, may_create=True)
    fresh = None
    if match.kind != "one" and not parsed.handle_only:
        try:
            fresh = new_names.new_person(parsed)
        except UsageError:
            if match.kind != "several":
                raise
    if match.kind == "none" and not is_new and fresh is not None:
        match = _begun(env, typed) or match
    if is_new and fresh is not None:
        env.surely_new.add(fresh.name)
    return _LookedUp(parsed=parsed, match=match, fresh=fresh, forced=is_new)


def _begun(env: Environment, typed: str) -> names.Match | None:
    """Return the people that the first of an option's words mean, as in `--from dev at bni`.

    Only where a word is among them that says more than a name does, such as a day.
    """
    words = env.line.joined.get(typed, []) if env.line is not None else []
    if not any(word.lower() in _NO_PART_OF_A_NAME for word in words[1:]):
        return None
    for count in range(len(words) - 1, 0, -1):
        match = reports.match_name(env.reader, " ".join(words[:count]))
        if match.kind in {"one", "several"}:
            return names.Match(kind="near", people=match.people)
    return None


def _known_or_new(env: Environment, one: _LookedUp) -> Known | New:
    if one.match.kind == "none" and one.fresh is not None:
        return _as_new(env, one.fresh, forced=one.forced)
    place = _place(env, one)
    if place == len(one.match.people) and one.fresh is not None:
        env.surely_new.add(one.fresh.name)
        return _as_new(env, one.fresh, forced=True)
    return _as_known(env, one.match.people[place], one.parsed)


def _place(env: Environment, one: _LookedUp) -> int:
    """Return which of the people is meant, asked where it is not clear; after the last: new."""
    match = one.match
    if match.kind == "none":
        raise _nobody(env, one.parsed, one.again)
    if match.kind == "one":
        return 0
    hint = f"choose one by handle: @{match.people[0].handle}"
    others = []
    if one.fresh is not None:
        hint = f"{hint}, or {arguments.shell_word('+' + one.fresh.name)} for a new person"
        others = [f"{NEW_CONTACT}: {one.fresh.name}"]
    typed = quoted(one.parsed.name)
    problem = f"No one is named exactly {typed}"
    if match.kind == "several":
        problem = f"{typed} could be {len(match.people)} people"
    return env.choose(problem, _lines(env, match.people), hint=hint, others=others)


def _is_nobody(env: Environment, name: str) -> bool:
    """Return whether a NAME is a small word, and nobody is known by it."""
    return name in _SMALL_WORDS and not is_known(env, name)


def _small_word(name: str, instead: str | None = None) -> UsageError:
    """Return the refusal of a small word that would become a person, with the line to type."""
    message = f"{quoted(name)} is not taken for a person's name."
    as_name = f"if it is somebody's name: {arguments.shell_word(f'+{name}')}"
    return UsageError(message, hint=f"leave it out: {instead}" if instead else as_name)


def _without_small_words(env: Environment, words: Sequence[str], command: str) -> str | None:
    """Return the line without the small words in front, if somebody known comes behind them."""
    rest = list(dropwhile(_SMALL_WORDS.__contains__, words))
    return arguments.again(env.line, command, rest) if rest and is_known(env, rest[0]) else None


def _settle_new_name(
    env: Environment,
    name: str,
    rest: list[str],
    text: list[str],
    command: str,
    *,
    is_new: bool,
) -> tuple[str, list[str]]:
    """Ask whether the words after a new person's first one belong to the name."""
    is_text = is_new or name.startswith("+") or " " in rest[0]
    near = () if is_text else _namesakes(env, name, rest)
    if not near:
        return name, rest
    count = _last_name(rest) + 1
    whole = " ".join([name, *rest[:count]])
    handles = [f"@{person.handle}" for person in near]
    fresh = new_names.new_name(name)
    known = _typed(command, [handles[0], *rest[count:]], text)
    both = _typed(command, [f"+{whole}", *rest[count:]], text)
    first = _typed(command, [f"+{name}", *rest], text)
    chosen = env.choose(
        f"No one is named exactly {quoted(whole)}, and {fresh} would be a new person",
        _lines(env, near),
        hint=f"choose one by handle: {known}; for a new person: {both}, or {first}",
        others=[
            f"{NEW_CONTACT}: {new_names.new_name(whole)}",
            f"{NEW_CONTACT}: {fresh}, and the rest is text",
        ],
    )
    if chosen < len(near):
        return handles[chosen], rest[count:]
    return (f"+{whole}", rest[count:]) if chosen == len(near) else (f"+{name}", rest)


def _namesakes(env: Environment, name: str, rest: list[str]) -> tuple[names.Person, ...]:
    """Return who may be meant by a new person's first word together with the next.

    That is whoever is near the two, or has the next word as a last name.
    """
    last = rest[_last_name(rest)]
    both = reports.match_name(env.reader, f"{name} {last}", may_create=True).people
    alone = reports.match_name(env.reader, last).people if len(last) >= names.FAIR_PART else ()
    found = (*both, *(person for person in alone if names.has_last_name(last, person)))
    return tuple({person.id: person for person in found if not person.is_me}.values())


def _last_name(rest: list[str]) -> int:
    """Return the place of what may be a last name: the first word, or that behind an initial."""
    is_initial = len(rest[0].rstrip(".")) == 1 and rest[0][0].isalpha()
    return int(is_initial and len(rest) > 1)


def _settle_capitals(
    env: Environment,
    name: str,
    rest: list[str],
    text: list[str],
    command: str,
    begins: Callable[[str], bool],
) -> tuple[str, list[str]]:
    """Ask how many of the words are the new person's name."""
    count = next((n for n, word in enumerate(rest) if not word[:1].isupper()), len(rest))
    arguments.refuse_cut_name(env.line, [name, *rest], 1 + count)
    whole = " ".join([name, *rest[:count]])
    hint = f"put the name in quotes: {_typed(command, [whole, *rest[count:]], text)}"
    if not begins(rest[0]):
        env.choose(f"The new person may be {quoted(whole)}", [], hint=hint, others=[whole])
        return whole, rest[count:]
    short = _typed(command, [name], [*rest, *text])
    chosen = env.choose(
        f"The new person may be {quoted(whole)}, or just {name}",
        [],
        hint=f"{hint} (or just {name}: {short})",
        others=[whole, f"{name}, with the text starting at {rest[0]}"],
    )
    return (whole, rest[count:]) if chosen == 0 else (name, rest)


def _typed(command: str, words: Sequence[str], text: Sequence[str]) -> str:
    """Return a command as it is typed, text behind `--`."""
    return arguments.again(None, command, [*words, *(["--", *text] if text else [])])


def _match(
    env: Environment,
    parsed: new_names.Typed,
    *,
    may_create: bool,
    counts: Callable[[int], bool] | None = None,
) -> names.Match:
    typed = f"@{parsed.name}" if parsed.handle_only else parsed.name
    return reports.match_name(env.reader, typed, may_create=may_create, counts=counts)


def _as_new(env: Environment, fresh: new_names.NewPerson, *, forced: bool) -> New:
    env.typed_emails += fresh.emails
    env.typed_phones += fresh.phones
    return New(person=fresh, forced=forced)


def _as_known(env: Environment, person: names.Person, parsed: new_names.Typed) -> Known:
    if parsed.emails or parsed.phones:
        env.came_along[person.id] = (*parsed.emails, *parsed.phones)
    env.typed_emails += parsed.emails
    env.typed_phones += parsed.phones
    return Known(
        id=person.id,
        name=person.name,
        handle=person.handle,
        emails=parsed.emails,
        phones=parsed.phones,
    )


def _nobody(env: Environment, parsed: new_names.Typed, again: str | None) -> NotFoundError:
    if parsed.handle_only:
        message = f"No one has the handle {quoted(parsed.name)}."
        return NotFoundError(message, hint="reflog contact list")
    if parsed.name.lower() in new_names.RESERVED:
        message = f"{quoted(parsed.name)} is nobody's name."
        return NotFoundError(message, hint="to list what is open: reflog due --all")
    message = f"There is no one named {quoted(parsed.name)} in the ledger."
    number, dash, last = parsed.name.partition("-")
    if arguments.is_number(number) and (arguments.is_number(last) or not dash):
        alone = f"to show an entry: reflog show {number}"
        return NotFoundError(message, hint=f"one number at a time: {number}" if dash else alone)
    meant = reports.mistyped(env.reader, parsed.name)
    if meant:
        return NotFoundError(message, hint=f"maybe {meant[0].name}? reflog show @{meant[0].handle}")
    if parsed.bare or new_names.refusal(parsed.name) is not None:
        return NotFoundError(message, hint="reflog contact list")
    then = f", then {again}" if again else ""
    return NotFoundError(
        message, hint=f"reflog contact add {arguments.shell_word(parsed.name)}{then}"
    )


def _lines(env: Environment, people: Sequence[names.Person]) -> list[tuple[str | int, str]]:
    """Return a line for each candidate that tells them apart."""
    lines: list[tuple[str | int, str]] = []
    for one in reports.contacts(env.reader, [person.id for person in people]):
        reached = next(iter((*one.phones, *one.emails)), None)
        parts = (f"{one.name} ({one.handle})", one.company, one.profession, one.city, reached)
        lines.append((one.handle, ", ".join(filter(None, parts))))
    return lines
