"""Two that are one, one that is two, and one that is to be forgotten: merge, duplicates, forget."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import show
from reflog.cli.arguments import names, shell_word, two_names
from reflog.domain.contacts import Known
from reflog.errors import AmbiguousError, ConflictError, NotFoundError, UsageError
from reflog.render import objects, records
from reflog.render.pages import people as pages
from reflog.render.pages.contacts import contact_line
from reflog.reports import contacts
from reflog.reports import duplicates as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.entries import Person
    from reflog.storage.forget.forget import Forgotten

    Pairs = list[tuple[Known, Known]]

_QUESTION = "Same person? 1 or 2 to keep that one, n for no, Enter for later, q to stop: "


def merge(env: Environment, words: options.Words = None, yes: options.Yes = False) -> None:
    """Merge two contacts who are the same person.

    Everything of OTHER moves to KEEP.
    """
    keep, other = _two(env, words, "merge", 'reflog contact merge "Ann Berg" @ann-berg-2')
    if not yes:
        if env.can_ask:
            env.note(*(_line(env, person) for person in (keep, other)))
        env.confirm(
            f"Move everything from {other.name} ({other.handle}) to {keep.name} ({keep.handle}), "
            f"and delete {other.handle}?",
            hint=f"reflog contact merge @{keep.handle} @{other.handle} --yes",
        )
    _settle(env, "contact merge", [(keep, other)], [])


def duplicates(
    env: Environment,
    words: options.Words = None,
    distinct: Annotated[
        bool, "--distinct", "Remember that these two NAMEs are different people."
    ] = False,
) -> None:
    """List who may be in the ledger twice, and why.

    On a terminal you are asked about each pair: merge the two, remember that they are
    different people, or leave it for later.
    """
    if distinct:
        example = 'reflog contact duplicates --distinct "Ann Berg" @ann-berg-2'
        pair = _two(env, words, "--distinct", example)
        _settle(env, "contact duplicates", [], [pair])
        return
    if words:
        message = "duplicates takes names only with --distinct."
        raise UsageError(message, hint="reflog contact duplicates --distinct NAME NAME")
    with env.waiting("Comparing everyone"):
        found = reports.duplicates(env.reader)
    if not (found and env.can_ask):
        env.answer(lambda: pages.duplicates_page(found), lambda: records.duplicates(found))
        if found and not env.json:
            env.note(pages.TO_DO)
        return
    merged, different, left = _ask(env, found)
    if merged or different:
        more = [pages.later(left).capitalize()] if left else []
        _settle(env, "contact duplicates", merged, different, more)
    else:
        env.show([f"Nothing was decided; {pages.later(left)}"])


def _ask(env: Environment, found: list[reports.Duplicate]) -> tuple[Pairs, Pairs, int]:
    """Ask about each pair; those to merge, the one kept first, those who are two, how many left."""
    merged: Pairs = []
    distinct: Pairs = []
    left = 0
    into: dict[int, Known] = {}

    def kept(person: Known) -> Known:
        """Return who the person is after what was answered."""
        while person.id in into:
            person = into[person.id]
        return person

    for place, pair in enumerate(found, 1):
        one, other = (kept(_known(someone)) for someone in pair.people)
        apart = ({kept(a).id, kept(b).id} for a, b in distinct)
        if one.id == other.id or {one.id, other.id} in apart:
            continue
        env.note(f"{place} of {len(found)}: {pages.reason(pair)}")
        for number, person in enumerate((one, other), 1):
            env.note(f"  {number}  {_line(env, person)}")
        answer = env.pick(_QUESTION, ("1", "2", "n", "q"))
        if answer == "q":
            left += len(found) - place + 1
            break
        if answer == "n":
            distinct.append((one, other))
        elif answer:
            keep, gone = (one, other) if answer == "1" else (other, one)
            merged.append((keep, gone))
            into[gone.id] = keep
        else:
            left += 1
    return merged, distinct, left


def _settle(
    env: Environment, command: str, merged: Pairs, distinct: Pairs, more: list[str] | None = None
) -> None:
    """Do what was decided of pairs, in one command that is one undo."""
    from reflog.services import pairs as services

    with env.writing(command) as ledger:
        services.settle(ledger, merged, distinct)
    said = [
        *(
            f"{gone.name} ({gone.handle}) is now {keep.name} ({keep.handle})."
            for keep, gone in merged
        ),
        *(
            f"{one.name} ({one.handle}) and {other.name} ({other.handle}) are different people."
            for one, other in distinct
        ),
        *(more or []),
    ]
    show(env, ledger.written, extra=lambda _changed: said)


def forget(env: Environment, words: options.Words = None, yes: options.Yes = False) -> None:
    """Erase NAME for good, here and in the backups; undo can't bring them back.

    Their entries stay, under the name forgotten and without texts; open follow-ups with
    them are dropped.
    """
    from reflog.services import contacts as services

    typed = arguments.require(words, "Name the person to forget", "reflog contact forget NAME")
    person = _to_forget(env, arguments.joined(typed))
    services.require_other(person)
    if not yes:
        env.confirm(
            f"Erase {person.name} ({person.handle}) for good, from the ledger and its backups? "
            "Undo can't go back past it.",
            hint=f"reflog contact forget @{person.handle} --yes",
            word=person.handle,
        )
    from reflog.reports import entries

    env.let_go()
    done = services.forget(env.ledger_path, person)
    env.outcome = "but they are forgotten"
    if done.unreached and (yes or _is_agreed(env, done)):
        done = services.remove_unreached(done)
    altered = contacts.contacts(env.reader, [person.id])
    changed = entries.entries(env.reader, done.changed, env.today)
    env.answer(
        lambda: pages.forgotten_page(done, changed),
        lambda: {
            **objects.written(changed=changed, changed_contacts=altered),
            **pages.forgotten_keys(done),
        },
    )


def _to_forget(env: Environment, name: str) -> Known:
    """Find who is to be forgotten; say so where only the journal or a backup has them.

    That is so after an undo, and after a backup from before them was put back.
    """
    try:
        return names.known(env, name)
    except NotFoundError as error:
        from reflog.reports import history
        from reflog.services import copies

        if contacts.mistyped(env.reader, name):
            raise
        if history.has_named(env.reader, name):
            where = "the journal"
        elif copies.has_named(env.ledger_path, name):
            where = "a backup"
        else:
            raise
        word = shell_word(name)
        message = f"{error.message} But {where} still has someone with that name."
        hint = f"to erase both: reflog contact add {word}; reflog contact forget {word}"
        raise NotFoundError(message, hint=hint) from None


def _is_agreed(env: Environment, done: Forgotten) -> bool:
    """Ask whether the copies may be removed from which the person can't be erased."""
    paths = ", ".join(path for path, _reason in done.unreached)
    try:
        env.confirm(f"I can't erase them from {paths}. Delete these copies?", hint="--yes deletes")
    except AmbiguousError:
        return False
    return True


def _two(env: Environment, words: list[str] | None, what: str, example: str) -> tuple[Known, Known]:
    typed = list(words or ())
    if len(typed) > 2:  # noqa: PLR2004 - the one and the other
        typed = two_names.split(env, typed) or typed
    if len(typed) != 2:  # noqa: PLR2004 - as above
        message = f"{what} takes two names, not {len(typed)}."
        quoted = two_names.in_quotes(env, typed, f"contact {what}") if typed[1:] else example
        raise UsageError(message, hint=quoted)
    names.judge(*typed)
    one, other = (names.known(env, name) for name in typed)
    if one.id == other.id:
        raise ConflictError(f"You named {one.name} twice.", hint="name two different contacts")
    return one, other


def _known(one: Person) -> Known:
    return Known(id=one.id, name=one.name, handle=one.handle)


def _line(env: Environment, person: Known) -> str:
    """Return what there is with a person, to tell them by."""
    from reflog.reports import portrait

    found = portrait.portrait(env.reader, person.id, env.today)
    return contact_line(found) if found else f"{person.name} ({person.handle})"
