"""Forgetting a person: contact forget."""

from __future__ import annotations

from reflog import services
from reflog.cli.arguments import names, options, values
from reflog.cli.arguments.names import shell_word
from reflog.cli.command import UNCHANGED, command
from reflog.errors import NotFoundError, ReflogError
from reflog.render import objects
from reflog.render.pages import people as pages
from reflog.reports import contacts, entries, history

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known


@command("contact forget NAME", group="people", takes="NAME", outcome=UNCHANGED)
def forget(
    env: Environment,
    words: options.Words = None,
    yes: options.Yes = False,
) -> None:
    """Erase NAME for good, here and in the backups; undo does not reach over it.

    The entries stay, under the name forgotten and without their texts; what is still to
    be done with NAME is dropped.
    """
    typed = values.require_words(words, "Whom to forget", "reflog contact forget NAME")
    person = _known(env, values.joined(typed))
    services.maintenance.require_other(person)
    if not yes:
        env.confirm_by_typing(
            person.handle,
            f"Erase {person.name} ({person.handle}) for good, from the ledger and its backups?",
            hint=f"reflog contact forget @{person.handle} --yes",
        )
    _forget(env, person)


def _known(env: Environment, name: str) -> Known:
    """Find who is to be forgotten; say so where only the journal has them, as after an undo."""
    try:
        return names.known(env, name)
    except NotFoundError as error:
        with env.reading() as reader:
            is_remembered = history.has_named(reader, name)
        if not is_remembered:
            raise
        word = shell_word(name)
        message = f"{error.message} But the journal still has somebody who was called so."
        hint = f"reflog contact add {word}; reflog contact forget {word} erases both"
        raise NotFoundError(message, hint=hint) from None


def _forget(env: Environment, person: Known) -> None:
    done = services.maintenance.forget(env.ledger_path, person)
    try:
        with env.reading() as reader:
            altered = contacts.contacts(reader, [person.id])
            changed = entries.entries(reader, done.changed, env.today)
    except ReflogError as error:
        # The disk failed after the person was erased, as what is left was packed.
        outcome = "but they are forgotten"
        raise error.with_outcome(outcome) from None
    answer = objects.written(
        changed=changed, created_contacts=[], changed_contacts=altered, next_ones=[]
    )
    env.answer(pages.forgotten_page(done, len(changed)), {**answer, **pages.forgotten_keys(done)})
