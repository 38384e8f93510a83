"""The people: contact list, add, edit, rename, alias, merge, duplicates, forget."""

from typing import Annotated, Any

import typer

from reflog import services
from reflog.cli.answers import write
from reflog.cli.arguments import contact_fields, editor, names, options, values
from reflog.cli.arguments.contact_fields import (
    Alias,
    City,
    Company,
    Email,
    Handle,
    Phone,
    Profession,
    Role,
    Tag,
)
from reflog.cli.command import Command, new_app
from reflog.cli.commands import forgetting, likeness, pairs
from reflog.cli.environment import Environment
from reflog.domain.contacts import ROLES, Known
from reflog.domain.names import typed as new_names
from reflog.domain.schema import SEVERAL
from reflog.errors import ConflictError, UsageError
from reflog.render import objects
from reflog.render.pages import contacts as pages
from reflog.reports import contacts as reports
from reflog.reports import portrait

contact = new_app(no_args_is_help=False, help="The people of the ledger.")


@contact.callback(invoke_without_command=True)
def group(context: typer.Context, json: options.Json = False) -> None:
    """The people of the ledger; without a command, the list."""
    options.begin(context, json=json)
    if context.invoked_subcommand is None:
        list_contacts(context, json=json)


@contact.command("list", cls=Command, options_metavar="[OPTIONS]")
def list_contacts(
    context: typer.Context,
    role: Role = None,
    tag: Annotated[str | None, typer.Option("--tag", help="Only those with this tag.")] = None,
    profession: Profession = None,
    city: City = None,
    json: options.Json = False,
) -> None:
    """Everyone in the ledger, by name."""
    env = options.begin(context, json=json)
    wanted = values.choice(role, ROLES, "--role")
    with env.reading() as reader:
        found = reports.list_contacts(
            reader, role=wanted, tag=tag, profession=profession, city=city
        )
    narrowed = any((role, tag, profession, city))
    env.answer(pages.contacts_page(found, narrowed=narrowed), objects.all_of(found))


@contact.command(cls=Command, options_metavar="NAME [OPTIONS]")
def add(
    context: typer.Context,
    words: options.Words = None,
    handle: Handle = None,
    email: Email = None,
    phone: Phone = None,
    company: Company = None,
    profession: Profession = None,
    role: Role = None,
    city: City = None,
    tag: Tag = None,
    alias: Alias = None,
    note: options.Note = None,
    new: options.NewPerson = False,
    json: options.Json = False,
) -> None:
    """Add someone.

    reflog contact add "Ann Berg <ann@example.com>" --profession architect
    """
    env = options.begin(context, json=json)
    typed = values.require_words(words, "The name", 'reflog contact add "Ann Berg"')
    parsed = new_names.parse_typed(values.joined(typed))
    person = new_names.new_person(parsed)
    fields = contact_fields.read(
        handle=handle,
        emails=email,
        phones=phone,
        company=company,
        profession=profession,
        role=role,
        city=city,
        tags=tag,
        aliases=alias,
        note=note,
    )
    if not (new or parsed.new):
        likeness.require_another(env, person.name)
    write(
        env,
        "contact add",
        lambda ledger: services.contacts.add(ledger, person, fields),
    )
    likeness.warn_of_shared(env, (*person.emails, *(email or ())), (*person.phones, *(phone or ())))


@contact.command(cls=Command, options_metavar="NAME [OPTIONS]")
def edit(
    context: typer.Context,
    words: options.Words = None,
    handle: Handle = None,
    email: Email = None,
    phone: Phone = None,
    company: Company = None,
    profession: Profession = None,
    role: Role = None,
    city: City = None,
    tag: Tag = None,
    alias: Alias = None,
    note: options.Note = None,
    json: options.Json = False,
) -> None:
    """Set what is known of NAME; what is given replaces all that was there.

    "" empties; without options in $EDITOR.
    """
    env = options.begin(context, json=json)
    typed = values.require_words(words, "Whom to edit", "reflog contact edit NAME")
    fields = contact_fields.read(
        handle=handle,
        emails=email,
        phones=phone,
        company=company,
        profession=profession,
        role=role,
        city=city,
        tags=tag,
        aliases=alias,
        note=note,
    )
    person = names.known(env, values.joined(typed))
    if fields:
        _save(env, person, fields)
    else:
        _edit_in_editor(env, person)


@contact.command(cls=Command, options_metavar="NAME NEW-NAME [OPTIONS]")
def rename(context: typer.Context, words: options.Words = None, json: options.Json = False) -> None:
    """Give NAME another full name.

    The handle stays, the old name becomes an alias.
    """
    env = options.begin(context, json=json)
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


@contact.command("alias", cls=Command, options_metavar="NAME ALIAS [OPTIONS]")
def add_alias(
    context: typer.Context, words: options.Words = None, json: options.Json = False
) -> None:
    """Add an alias: NAME also goes by ALIAS.

    reflog contact alias fred Freddy
    """
    env = options.begin(context, json=json)
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


@contact.command(cls=Command, options_metavar="KEEP OTHER [OPTIONS]")
def merge(
    context: typer.Context,
    words: options.Words = None,
    yes: options.Yes = False,
    json: options.Json = False,
) -> None:
    """Merge: KEEP and OTHER are one person.

    Everything of OTHER moves to KEEP, who stays.
    """
    env = options.begin(context, json=json)
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


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    pairs.register(contact)
    forgetting.register(contact)
    app.add_typer(contact, name="contact")


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
