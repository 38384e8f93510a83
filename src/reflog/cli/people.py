"""From a typed NAME to a person: taken, asked about, or new; never guessed."""

from collections.abc import Sequence

from reflog.cli.environment import Environment
from reflog.domain import names, new_names
from reflog.domain.people import Known, New
from reflog.errors import AmbiguousError, NotFoundError
from reflog.reports import contacts as reports

NEW_CONTACT = "someone new"


def known(env: Environment, typed: str) -> Known:
    """Return the person that a NAME means, who must be in the ledger.

    Raises:
        NotFoundError: nobody is called so.
        AmbiguousError: several are, or only nearly, and nobody can be asked.
    """
    parsed = new_names.parse_typed(typed)
    match = _match(env, parsed, may_create=False)
    if match.kind == "none":
        message = f"Nobody called {new_names.quoted(parsed.name)} is in the ledger."
        raise NotFoundError(message, hint=f"reflog contact add {_shell_word(parsed.name)}")
    chosen = match.people[0]
    if match.kind != "one":
        chosen = match.people[
            env.choose(_question(match, parsed), _lines(env, match), hint=_hint(match))
        ]
    return _known(chosen, parsed)


def known_or_new(env: Environment, typed: str, *, force_new: bool = False) -> Known | New:
    """Return the person that a NAME means, someone new where nobody is called so.

    Raises:
        UsageError: what was typed can be no name.
        AmbiguousError: several are called so, or only nearly, and nobody can be asked.
    """
    parsed = new_names.parse_typed(typed)
    if parsed.new or force_new:
        return New(person=new_names.new_person(parsed), forced=True)
    match = _match(env, parsed, may_create=True)
    if match.kind == "one":
        return _known(match.people[0], parsed)
    if match.kind == "none":
        if parsed.handle_only:
            message = f"Nobody has the handle {parsed.name}."
            raise NotFoundError(message, hint="reflog contact list")
        return New(person=new_names.new_person(parsed))
    fresh = new_names.new_person(parsed)
    chosen = env.choose(
        _question(match, parsed),
        _lines(env, match),
        hint=f"{_hint(match)}, or +{_shell_word(fresh.name)} for someone new",
        others=[f"{NEW_CONTACT}: {fresh.name}"],
    )
    if chosen == len(match.people):
        return New(person=fresh, forced=True)
    return _known(match.people[chosen], parsed)


def name_and_words(
    env: Environment, words: Sequence[str], command: str, *, may_create: bool = True
) -> tuple[str, list[str]]:
    """Return the NAME that begins the words, and the free words behind it.

    Raises:
        AmbiguousError: the first word would be someone new and the next looks like the
            rest of the name, and nobody can be asked.
    """
    behind = env.text_words if env.text_words < len(words) else 0
    leading = list(words[: len(words) - behind])
    text = list(words[len(words) - behind :])
    with env.reading() as reader:
        name, rest = names.free_words_split(
            leading, lambda run: reports.is_exact_contact(reader, run)
        )
        is_new = may_create and reports.match_name(reader, name, may_create=True).kind == "none"
    if is_new and rest and rest[0][:1].isupper() and not name.startswith(("+", "@")):
        name, rest = _settle_new_name(env, name, rest, command)
    return name, [*rest, *text]


def _settle_new_name(
    env: Environment, name: str, rest: list[str], command: str
) -> tuple[str, list[str]]:
    """Ask how many of the words are the new person's name."""
    if " " in name:
        return name, rest
    count = next((n for n, word in enumerate(rest) if not word[:1].isupper()), len(rest))
    whole = " ".join([name, *rest[:count]])
    words = " ".join(rest[count:])
    quoted = f'reflog {command} "{whole}" {words}'.rstrip()
    message = f"Is {new_names.quoted(whole)} the name of someone new, or only {name}?"
    if not env.can_ask:
        raise AmbiguousError(message, hint=f"put the name in quotes: {quoted}")
    chosen = env.choose(message, [], hint=quoted, others=[f"{whole}", f"{name}"])
    return (whole, rest[count:]) if chosen == 0 else (name, rest)


def _match(env: Environment, parsed: new_names.Typed, *, may_create: bool) -> names.Match:
    typed = f"@{parsed.name}" if parsed.handle_only else parsed.name
    with env.reading() as reader:
        return reports.match_name(reader, typed, may_create=may_create)


def _known(person: names.Person, parsed: new_names.Typed) -> Known:
    return Known(
        id=person.id,
        name=person.name,
        handle=person.handle,
        emails=parsed.emails,
        phones=parsed.phones,
    )


def _question(match: names.Match, parsed: new_names.Typed) -> str:
    typed = new_names.quoted(parsed.name)
    if match.kind == "several":
        return f"{typed} could be {len(match.people)} people; nothing was changed."
    return f"{typed} is nobody exactly, but nearly; nothing was changed."


def _hint(match: names.Match) -> str:
    return f"name one by handle: @{match.people[0].handle}"


def _lines(env: Environment, match: names.Match) -> list[tuple[str | int, str]]:
    """Return a line for each candidate that tells them apart."""
    with env.reading() as reader:
        found = reports.contacts(reader, [person.id for person in match.people])
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


def _shell_word(name: str) -> str:
    return f'"{name}"' if " " in name else name
