"""The people: contact list, add, edit, rename, alias, merge, duplicates, forget."""

from __future__ import annotations

from reflog import services
from reflog.cli.answers import write
from reflog.cli.arguments import contact_fields, editor, names, options, values
from reflog.cli.command import UNCHANGED, command
from reflog.cli.commands import likeness
from reflog.domain.contacts import ROLES, Known
from reflog.domain.names import typed as new_names
from reflog.domain.schema import SEVERAL
from reflog.errors import ConflictError, UsageError
from reflog.render import objects
from reflog.render.pages import contacts as pages
from reflog.reports import contacts as reports
from reflog.reports import portrait

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated, Any

    import typer

    from reflog.cli.environment import Environment


@command("contact list", group="people")
def list_contacts(
    env: Environment,
    role: options.Role = None,
    tag: Annotated[
        str | None, typer.Option("--tag", metavar="TEXT", help="Only those with this tag.")
    ] = None,
    profession: options.Profession = None,
    city: options.City = None,
) -> None:
    """Everyone in the ledger, by name."""
    wanted = values.choice(role, ROLES, "--role")
    with env.reading() as reader:
        found = reports.list_contacts(
            reader, role=wanted, tag=tag, profession=profession, city=city
        )
    narrowed = any((role, tag, profession, city))
    env.answer(pages.contacts_page(found, narrowed=narrowed), objects.all_of(found))


@command("contact add NAME", group="people", outcome=UNCHANGED)
def add(
    env: Environment,
    words: options.Words = None,
    new: options.NewPerson = False,
    **typed: options.Person,
) -> None:
    """Add someone.

    reflog contact add "Ann Berg <ann@example.com>" --profession architect
    """
    named = values.require_words(words, "The name", 'reflog contact add "Ann Berg"')
    parsed = new_names.parse_typed(values.joined(named))
    person = new_names.new_person(parsed)
    fields = contact_fields.read(**typed)
    if not (new or parsed.new):
        likeness.require_another(env, person.name)
    write(
        env,
        "contact add",
        lambda ledger: services.contacts.add(ledger, person, fields),
    )
    likeness.warn_of_shared(
        env,
        (*person.emails, *fields.get("emails", ())),
        (*person.phones, *fields.get("phones", ())),
    )


@command("contact edit NAME", group="people", takes="NAME", outcome=UNCHANGED)
def edit(
    env: Environment,
    words: options.Words = None,
    **typed: options.Person,
) -> None:
    """Set what is known of NAME; what is given replaces all that was there.

    "" empties; without options in $EDITOR.
    """
    named = values.require_words(words, "Whom to edit", "reflog contact edit NAME")
    fields = contact_fields.read(**typed)
    person = names.known(env, values.joined(named))
    if fields:
        _save(env, person, fields)
    else:
        _edit_in_editor(env, person)


@command("contact rename NAME NEW-NAME", group="people", takes="NAME", outcome=UNCHANGED)
def rename(env: Environment, words: options.Words = None) -> None:
    """Give NAME another full name.

    The handle stays, the old name becomes an alias.
    """
    typed = values.require_words(words, "Whom to rename", "reflog contact rename NAME NEW-NAME")
    name, rest = names.name_and_words(env, typed, "contact rename", may_create=False)
    if not rest:
        message = f"The new name of {name} is missing."
        raise UsageError(message, hint=f'reflog contact rename {name} "Ann Berg"')
    fresh = new_names.new_name(values.joined(rest))
    person = names.known(env, name)
    write(
        env,
        "contact rename",
        lambda ledger: services.contacts.rename(ledger, person, fresh),
    )
    likeness.warn_of_namesake(env, person, fresh)


@command("contact alias NAME ALIAS", group="people", takes="NAME", outcome=UNCHANGED)
def add_alias(env: Environment, words: options.Words = None) -> None:
    """Add an alias: NAME also goes by ALIAS.

    reflog contact alias fred Freddy
    """
    typed = values.require_words(words, "Whose alias", "reflog contact alias NAME ALIAS")
    name, rest = names.name_and_words(env, typed, "contact alias", may_create=False)
    if not rest:
        message = f"The alias of {name} is missing."
        raise UsageError(message, hint=f"reflog contact alias {name} Freddy")
    alias = new_names.new_name(values.joined(rest))
    person = names.known(env, name)
    write(
        env,
        "contact alias",
        lambda ledger: services.contacts.add_alias(ledger, person, alias),
    )
    likeness.warn_of_namesake(env, person, alias)


@command("contact merge KEEP OTHER", group="people", takes="NAME NAME", outcome=UNCHANGED)
def merge(
    env: Environment,
    words: options.Words = None,
    yes: options.Yes = False,
) -> None:
    """Merge: KEEP and OTHER are one person.

    Everything of OTHER moves to KEEP, who stays.
    """
    typed = list(words or ())
    if len(typed) != 2:  # noqa: PLR2004 - the one kept and the other
        message = f"merge takes two names, not {len(typed)}."
        raise UsageError(message, hint='reflog contact merge "Ann Berg" @ann-berg-2')
    names.judge(*typed)
    keep, other = (names.known(env, name) for name in typed)
    _require_two(keep, other)
    if not yes:
        if env.can_ask:
            _show_both(env, keep, other)
        env.confirm(
            f"Move everything of {other.name} ({other.handle}) to {keep.name} ({keep.handle}), "
            f"and remove {other.handle}?",
            hint=f"reflog contact merge @{keep.handle} @{other.handle} --yes",
        )
    write(
        env,
        "contact merge",
        lambda ledger: services.pairs.merge(ledger, keep, other),
        extra=lambda _changed: [
            f"{other.name} ({other.handle}) is now {keep.name} ({keep.handle})."
        ],
    )


def _save(env: Environment, person: Known, fields: dict[str, Any]) -> None:
    write(
        env,
        "contact edit",
        lambda ledger: services.contacts.edit(ledger, person, fields),
    )
    likeness.warn_of_shared(env, fields.get("emails") or (), fields.get("phones") or ())
    if "name" in fields:
        likeness.warn_of_namesake(env, person, fields["name"])


def _edit_in_editor(env: Environment, person: Known) -> None:
    """Let the user edit everything known of a person in their editor."""
    with env.reading() as reader:
        found = reports.contact(reader, person.id)
    if found is None:
        message = f"{person.name} is not there any more."
        raise ConflictError(message, hint="try again")
    columns = {field.option: name for name, field in SEVERAL.items()}
    editor.edit_form(
        env,
        f"{found.name} ({found.handle})",
        contact_fields.form_of(found),
        lambda key, values: contact_fields.checked(columns.get(key, key), values),
        lambda given: _save(
            env, person, {columns.get(key, key): value for key, value in given.items()}
        ),
    )


def _require_two(keep: Known, other: Known) -> None:
    if keep.id == other.id:
        message = f"{keep.name} is one person already."
        raise ConflictError(message, hint="name two contacts")


def _show_both(env: Environment, *both: Known) -> None:
    """Say beside the question what stands with each."""
    for person in both:
        with env.reading() as reader:
            found = portrait.portrait(reader, person.id, env.today)
        if found is not None:
            env.note(pages.contact_line(found))
