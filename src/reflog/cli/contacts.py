"""The people: contact list, add, edit, rename, alias, merge."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from reflog import services
from reflog.cli import editor, options, people
from reflog.cli.command import Command, new_app
from reflog.cli.environment import Environment
from reflog.cli.writing import write
from reflog.domain import folding, new_names
from reflog.domain.contacts import ROLES, Contact
from reflog.domain.forms import Field
from reflog.domain.people import Known
from reflog.errors import ConflictError, UsageError
from reflog.render import contacts as pages
from reflog.render import records
from reflog.reports import contacts as reports

contact = new_app(no_args_is_help=False, help="The people of the ledger.")

Many = list[str] | None
Handle = Annotated[str | None, typer.Option("--handle", help="The short name that never changes.")]
Email = Annotated[Many, typer.Option("--email", help="An e-mail address; repeat for more.")]
Phone = Annotated[Many, typer.Option("--phone", help="A phone number; repeat for more.")]
Company = Annotated[str | None, typer.Option("--company", help="The firm they work for.")]
Profession = Annotated[str | None, typer.Option("--profession", help="What they do.")]
Role = Annotated[
    str | None, typer.Option("--role", help="Why they send business: " + ", ".join(ROLES) + ".")
]
City = Annotated[str | None, typer.Option("--city", help="Where they are.")]
Tag = Annotated[Many, typer.Option("--tag", help="A word to find a group by; repeat for more.")]
Alias = Annotated[Many, typer.Option("--alias", help="Another name; repeat for more.")]

SINGLE = ("handle", "company", "profession", "role", "city", "note")
PLURAL = {"emails": "email", "phones": "phone", "tags": "tag", "aliases": "alias"}
LONGEST_FIELD = 200


@contact.callback(invoke_without_command=True)
def group(context: typer.Context, json: options.Json = False) -> None:
    """The people of the ledger; without a command, the list."""
    options.begin(context, json=json)
    if context.invoked_subcommand is None:
        list_contacts(context, json=json)


@contact.command("list", cls=Command)
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
    wanted = options.choice(role, ROLES, "--role")
    with env.reading() as reader:
        found = reports.list_contacts(
            reader, role=wanted, tag=tag, profession=profession, city=city
        )
    env.answer(pages.contacts_page(found), records.all_of(found))


@contact.command(cls=Command)
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
    """Add someone: reflog contact add "Ann Berg <ann@example.com>" --profession architect."""
    env = options.begin(context, json=json)
    typed = options.require_words(words, "The name", 'reflog contact add "Ann Berg"')
    parsed = new_names.parse_typed(options.joined(typed))
    person = new_names.new_person(parsed)
    fields = _fields(
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
        _require_another(env, person.name)
    write(
        env,
        "contact add",
        lambda ledger: services.contacts.add(ledger, person, services.contacts.Fields(**fields)),
    )
    _warn_of_shared(env, (*person.emails, *(email or ())), (*person.phones, *(phone or ())))


@contact.command(cls=Command)
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
    """Set what is known of NAME; "" empties; without options in $EDITOR."""
    env = options.begin(context, json=json)
    typed = options.require_words(words, "Whom to edit", "reflog contact edit NAME")
    fields = _fields(
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
    person = people.known(env, options.joined(typed))
    if not fields:
        fields = _edited(env, person)
    write(
        env,
        "contact edit",
        lambda ledger: services.contacts.edit(ledger, person, services.contacts.Fields(**fields)),
    )
    _warn_of_shared(env, fields.get("emails") or (), fields.get("phones") or ())


@contact.command(cls=Command)
def rename(context: typer.Context, words: options.Words = None, json: options.Json = False) -> None:
    """Give NAME another full name; the handle stays, the old name becomes an alias."""
    env = options.begin(context, json=json)
    typed = options.require_words(words, "Whom to rename", "reflog contact rename NAME NEW-NAME")
    name, rest = people.name_and_words(env, typed, "contact rename", may_create=False)
    if not rest:
        message = f"The new name of {name} is missing; nothing was changed."
        raise UsageError(message, hint=f'reflog contact rename {name} "Ann Berg"')
    fresh = new_names.new_name(options.joined(rest))
    person = people.known(env, name)
    write(
        env,
        "contact rename",
        lambda ledger: services.contacts.rename(ledger, person, fresh),
    )


@contact.command("alias", cls=Command)
def add_alias(
    context: typer.Context, words: options.Words = None, json: options.Json = False
) -> None:
    """NAME also goes by ALIAS: reflog contact alias fred Freddy."""
    env = options.begin(context, json=json)
    typed = options.require_words(words, "Whose alias", "reflog contact alias NAME ALIAS")
    name, rest = people.name_and_words(env, typed, "contact alias", may_create=False)
    if not rest:
        message = f"The alias of {name} is missing; nothing was changed."
        raise UsageError(message, hint=f"reflog contact alias {name} Freddy")
    alias = new_names.new_name(options.joined(rest))
    person = people.known(env, name)
    write(
        env,
        "contact alias",
        lambda ledger: services.contacts.add_alias(ledger, person, alias),
    )


@contact.command(cls=Command)
def merge(
    context: typer.Context,
    words: options.Words = None,
    yes: options.Yes = False,
    json: options.Json = False,
) -> None:
    """KEEP and OTHER are one person: everything of OTHER moves to KEEP, who stays."""
    env = options.begin(context, json=json)
    typed = list(words or ())
    if len(typed) != 2:  # noqa: PLR2004 - the one kept and the other
        message = f"merge takes two names, not {len(typed)}; nothing was changed."
        raise UsageError(message, hint='reflog contact merge "Ann Berg" @ann-berg-2')
    keep, other = (people.known(env, name) for name in typed)
    if not yes:
        env.confirm(
            f"Move everything of {other.name} ({other.handle}) to {keep.name} ({keep.handle}), "
            f"and remove {other.handle}?",
            hint=f"reflog contact merge @{keep.handle} @{other.handle} --yes",
        )
    write(env, "contact merge", lambda ledger: services.merging.merge(ledger, keep, other))


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.add_typer(contact, name="contact")


def _fields(**typed: str | list[str] | None) -> dict[str, Any]:
    """Check what was typed for each field; a field not typed is left out."""
    return {
        name: _checked(name, tuple(value) if isinstance(value, list) else (value,))
        for name, value in typed.items()
        if value is not None
    }


def _checked(name: str, values: tuple[str, ...]) -> str | tuple[str, ...]:
    """Return a field as it is kept: empty where it is emptied.

    Raises:
        UsageError: a value that cannot be.
    """
    check = _CHECKS.get(name) or (lambda text: _short(text, name))
    checked = tuple(check(value.strip()) for value in values if value.strip())
    if name in PLURAL:
        return checked
    return checked[0] if checked else ""


def _short(text: str, name: str) -> str:
    checked = new_names.check_text(text, name, LONGEST_FIELD)
    if "\n" in checked or "\x1f" in checked:
        message = f"{name} is one line; nothing was changed."
        raise UsageError(message, hint="--note holds longer texts")
    return checked


def _handle(text: str) -> str:
    lowered = text.lower()
    if not folding.is_handle(lowered):
        message = f"{new_names.quoted(text)} is no handle; nothing was changed."
        raise UsageError(
            message, hint="up to 64 letters a-z, digits, dots, - and _, not digits alone: ann-berg"
        )
    return lowered


_CHECKS: dict[str, Callable[[str], str]] = {
    "name": new_names.new_name,
    "handle": _handle,
    "emails": new_names.check_email,
    "phones": new_names.check_phone,
    "aliases": new_names.new_name,
    "role": lambda text: options.choice(text, ROLES, "--role") or "",
    "note": lambda text: new_names.check_text(text, "the note"),
}


def _edited(env: Environment, person: Known) -> dict[str, Any]:
    """Let the user edit everything known of a person in their editor."""
    with env.reading() as reader:
        found = reports.contact(reader, person.id)
    if found is None:
        message = f"{person.name} is not there any more; nothing was changed."
        raise ConflictError(message, hint="try again")
    names = {key: name for name, key in PLURAL.items()}
    given = editor.edit_form(
        env,
        f"{found.name} ({found.handle})",
        _form(found),
        lambda key, values: _filled(names.get(key, key), values),
    )
    return {names.get(key, key): value for key, value in given.items()}


def _filled(name: str, values: tuple[str, ...]) -> str | tuple[str, ...]:
    if name in {"name", "handle"} and not values:
        message = f"the {name} cannot be empty"
        raise UsageError(message)
    return _checked(name, values)


def _form(person: Contact) -> list[Field]:
    single = ("name", "handle", "company", "profession", "role", "city")
    return [
        *(Field(key=name, values=(getattr(person, name) or "",)) for name in single),
        *(
            Field(key=key, values=getattr(person, name), plural=True)
            for name, key in PLURAL.items()
        ),
        Field(key="note", values=(person.note or "",)),
    ]


def _require_another(env: Environment, name: str) -> None:
    """Ask before a second person of exactly the same name is added; warn of a near one."""
    with env.reading() as reader:
        match = reports.match_name(reader, name)
        people_found = reports.contacts(reader, [one.id for one in match.people])
    same = [one for one in people_found if folding.equal(one.name, name)]
    if same:
        lines = ", ".join(f"{one.name} ({one.handle})" for one in same)
        message = f"{lines} is in the ledger already; nothing was changed."
        if not env.can_ask:
            raise ConflictError(message, hint="--new adds another person of that name")
        env.confirm(f"{lines} is in the ledger already. Add another?", hint="--new adds another")
    elif match.kind == "near":
        near = ", ".join(f"{one.name} ({one.handle})" for one in people_found)
        env.note(f"Nearly the same name: {near}.")


def _warn_of_shared(
    env: Environment, emails: "tuple[str, ...] | str", phones: "tuple[str, ...] | str"
) -> None:
    """Warn where somebody else has the same address or number."""
    if not (emails or phones):
        return
    with env.reading() as reader:
        for shared, one, other in reports.shared_addresses(reader, (*emails,), (*phones,)):
            env.note(
                f"{shared} is also with {other.name} ({other.handle}); if they are one person: "
                f"reflog contact merge @{other.handle} @{one.handle}"
            )
