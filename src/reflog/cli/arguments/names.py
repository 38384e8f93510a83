"""From a typed NAME to a person: taken, asked about, or new; never guessed."""

from __future__ import annotations

from reflog.domain.contacts import Known, New
from reflog.domain.contacts import require_other as require_other_id
from reflog.domain.names import match as names
from reflog.domain.names import typed as new_names
from reflog.domain.record import Record
from reflog.errors import NotFoundError, UsageError
from reflog.reports import contacts as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.cli.environment import Environment

NEW_CONTACT = "new contact"


class _LookedUp(Record):
    """A NAME as typed and whom it may mean; `fresh` is the new person it may be, if it may."""

    parsed: new_names.Typed
    match: names.Match
    fresh: new_names.NewPerson | None = None
    forced: bool = False


def judge(*typed: str | None) -> None:
    """Judge names before any is looked up: input comes before names and numbers."""
    for text in typed:
        if text is not None:
            _parsed(text)


def known(env: Environment, typed: str) -> Known:
    """Return the person that a NAME means, who must be in the ledger."""
    parsed = _parsed(typed)
    one = _LookedUp(parsed=parsed, match=_match(env, parsed, may_create=False))
    return _as_known(one.match.people[_place(env, one)], parsed)


def known_or_new(env: Environment, typed: str, *, force_new: bool = False) -> Known | New:
    """Return the person that a NAME means, someone new where nobody has that name."""
    return each_known_or_new(env, [typed], new=0 if force_new else None)[0]


def each_known_or_new(
    env: Environment, typed: Sequence[str], *, new: int | None = None
) -> list[Known | New]:
    """Return whom several NAMEs mean; all are judged before anybody is asked about one.

    Args:
        typed: the names.
        new: the place of the one said to be someone new, whoever has that name.
    """
    looked_up = [_look_up(env, text, is_new=place == new) for place, text in enumerate(typed)]
    return [_known_or_new(env, one) for one in looked_up]


def require_other(person: Known | New, what: str) -> None:
    """Refuse what can't be with me, before the ledger is locked."""
    require_other_id(person.id if isinstance(person, Known) else None, what)


def name_and_words(
    env: Environment,
    words: Sequence[str],
    command: str,
    *,
    may_create: bool = True,
    new: bool = False,
) -> tuple[str, list[str]]:
    """Return the NAME that begins the words, and the free words after it.

    Args:
        words: what was typed.
        command: what was typed before it, for hints.
        may_create: whether the command may create the person.
        new: whether they are said to be someone new.
    """
    behind = env.text_words if env.text_words < len(words) else 0
    leading = list(words[: len(words) - behind])
    text = list(words[len(words) - behind :])
    name, rest = names.free_words_split(
        leading, lambda run: reports.is_exact_contact(env.reader, run)
    )
    if rest and rest[0][:1].isupper() and may_create and _would_be_new(env, name, is_new=new):
        name, rest = _settle_new_name(env, name, rest, text, command)
    return name, [*rest, *text]


def shell_word(text: str) -> str:
    """Return a text as it is typed in a shell: in quotes where it needs them."""
    if text and all(char.isalnum() or char in "@.,:_+-/" for char in text):
        return text
    if any(char in '"$`\\!' for char in text):
        return "'" + text.replace("'", "'\\''") + "'"
    return f'"{text}"'


def _parsed(typed: str) -> new_names.Typed:
    """Take apart the NAME of someone who must be in the ledger."""
    parsed = new_names.parse_typed(typed)
    if parsed.new:
        message = f"{new_names.quoted(typed)} means a new person, and I need someone in the ledger."
        raise UsageError(message, hint=f"leave out the +: {shell_word(parsed.name)}")
    return parsed


def _look_up(env: Environment, typed: str, *, is_new: bool) -> _LookedUp:
    """Find whom a NAME means where it may be someone new, and refuse what can be no name."""
    parsed = new_names.parse_typed(typed)
    if parsed.handle_only and is_new:
        message = f"{new_names.quoted(typed)} is a handle, and a new person has none yet."
        raise UsageError(message, hint=f"leave out the @: {shell_word(parsed.name)}")
    is_new = is_new or parsed.new
    match = names.Match(kind="none") if is_new else _match(env, parsed, may_create=True)
    fresh = None
    if match.kind != "one" and not parsed.handle_only:
        try:
            fresh = new_names.new_person(parsed)
        except UsageError:
            if match.kind != "several":
                raise
    return _LookedUp(parsed=parsed, match=match, fresh=fresh, forced=is_new)


def _known_or_new(env: Environment, one: _LookedUp) -> Known | New:
    if one.match.kind == "none" and one.fresh is not None:
        return New(person=one.fresh, forced=one.forced)
    place = _place(env, one)
    if place == len(one.match.people) and one.fresh is not None:
        return New(person=one.fresh, forced=True)
    return _as_known(one.match.people[place], one.parsed)


def _place(env: Environment, one: _LookedUp) -> int:
    """Return which of the people is meant, asked where it is not clear; after the last: new."""
    match = one.match
    if match.kind == "none":
        raise _nobody(one.parsed)
    if match.kind == "one":
        return 0
    hint = f"choose one by handle: @{match.people[0].handle}"
    others = []
    if one.fresh is not None:
        hint = f"{hint}, or {shell_word('+' + one.fresh.name)} for a new person"
        others = [f"{NEW_CONTACT}: {one.fresh.name}"]
    return env.choose(_problem(one), _lines(env, match), hint=hint, others=others)


def _would_be_new(env: Environment, name: str, *, is_new: bool) -> bool:
    """Return whether a NAME of one word would be someone new."""
    if " " in name:
        return False
    one = _look_up(env, name, is_new=is_new)
    return one.match.kind == "none" and one.fresh is not None


def _settle_new_name(
    env: Environment, name: str, rest: list[str], text: list[str], command: str
) -> tuple[str, list[str]]:
    """Ask how many of the words are the new person's name."""
    count = next((n for n, word in enumerate(rest) if not word[:1].isupper()), len(rest))
    whole = " ".join([name, *rest[:count]])
    behind = ["--", *text] if text else []
    long = " ".join(["reflog", command, f'"{whole}"', *map(shell_word, [*rest[count:], *behind])])
    short = " ".join(["reflog", command, shell_word(name), "--", *map(shell_word, [*rest, *text])])
    chosen = env.choose(
        f"The new person may be {new_names.quoted(whole)}, or just {name}",
        [],
        hint=f"put the name in quotes: {long} (or just {name}: {short})",
        others=[whole, f"{name}, with the text starting at {rest[0]}"],
    )
    return (whole, rest[count:]) if chosen == 0 else (name, rest)


def _match(env: Environment, parsed: new_names.Typed, *, may_create: bool) -> names.Match:
    typed = f"@{parsed.name}" if parsed.handle_only else parsed.name
    return reports.match_name(env.reader, typed, may_create=may_create)


def _as_known(person: names.Person, parsed: new_names.Typed) -> Known:
    return Known(
        id=person.id,
        name=person.name,
        handle=person.handle,
        emails=parsed.emails,
        phones=parsed.phones,
    )


def _nobody(parsed: new_names.Typed) -> NotFoundError:
    if parsed.handle_only:
        message = f"No one has the handle {new_names.quoted(parsed.name)}."
        return NotFoundError(message, hint="reflog contact list")
    message = f"There is no one named {new_names.quoted(parsed.name)} in the ledger."
    if parsed.name.isdecimal():
        return NotFoundError(message, hint=f"to show an entry: reflog show {parsed.name}")
    return NotFoundError(message, hint=f"reflog contact add {shell_word(parsed.name)}")


def _problem(one: _LookedUp) -> str:
    typed = new_names.quoted(one.parsed.name)
    if one.match.kind == "several":
        return f"{typed} could be {len(one.match.people)} people"
    return f"No one is named exactly {typed}"


def _lines(env: Environment, match: names.Match) -> list[tuple[str | int, str]]:
    """Return a line for each candidate that tells them apart."""
    found = reports.contacts(env.reader, [person.id for person in match.people])
    return [
        (
            person.handle,
            ", ".join(
                part
                for part in (
                    f"{person.name} ({person.handle})",
                    person.company,
                    person.profession,
                    person.city,
                    next(iter((*person.phones, *person.emails)), None),
                )
                if part
            ),
        )
        for person in found
    ]
