"""The people: contact list, add, edit, rename, alias."""

from __future__ import annotations

from reflog.cli.answers import show
from reflog.cli.arguments import contact_fields, editor, names, values
from reflog.cli.arguments.line import refuse_loose_name
from reflog.cli.command import UNCHANGED, command
from reflog.domain.contacts import ROLES
from reflog.domain.names import folding, match
from reflog.domain.names import typed as new_names
from reflog.domain.schema import SEVERAL
from reflog.errors import ConflictError
from reflog.render import objects
from reflog.render.pages import contacts as pages
from reflog.reports import contacts as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Annotated, Any

    import typer

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known


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
    """List everyone in the ledger, by name."""
    wanted = values.choice(role, ROLES, "--role")
    found = reports.list_contacts(
        env.reader, role=wanted, tag=tag, profession=profession, city=city
    )
    narrowed = any((role, tag, profession, city))
    env.answer(lambda: pages.contacts_page(found, narrowed=narrowed), lambda: objects.all_of(found))


@command("contact add NAME", group="people", outcome=UNCHANGED)
def add(env: Environment, words: options.Words = None, **typed: options.NewContact) -> None:
    """Add a person.

    reflog contact add "Ann Berg <ann@example.com>" --profession architect
    """
    named = values.require(words, "Name the person to add", example='reflog contact add "Ann Berg"')
    parsed = new_names.parse_typed(values.joined(named))
    person = new_names.new_person(parsed)
    is_new = typed.pop("new", False) or parsed.new
    fields = contact_fields.read(**typed)
    if env.line is not None and not is_new:
        refuse_loose_name(env.line, values.joined(named))
    if not is_new:
        _require_another(env, person.name)
    from reflog.services import contacts as services

    with env.writing("contact add") as ledger:
        services.add(ledger, person, fields)
    emails = (*person.emails, *fields.get("emails", ()))
    phones = (*person.phones, *fields.get("phones", ()))
    remarks = _shared(env, emails, phones)
    show(env, ledger.written)
    env.note(*remarks)


@command("contact edit NAME", group="people", takes="NAME", outcome=UNCHANGED)
def edit(env: Environment, words: options.Words = None, **typed: options.Person) -> None:
    """Change what you know about NAME.

    Each option replaces what was there, and "" empties it. Without options, $EDITOR opens.
    """
    named = values.require(words, "Name the person to edit", example="reflog contact edit NAME")
    fields = contact_fields.read(**typed)
    person = names.known(env, values.joined(named))
    if fields:
        _save(env, person, fields)
    else:
        _edit_in_editor(env, person)


@command("contact rename NAME NEW-NAME", group="people", takes="NAME", outcome=UNCHANGED)
def rename(env: Environment, words: options.Words = None) -> None:
    """Give NAME a new full name.

    The handle stays, and the old name becomes an alias.
    """
    person, fresh = _person_and_name(env, words, "rename", "new name")
    from reflog.services import contacts as services

    with env.writing("contact rename") as ledger:
        services.rename(ledger, person, fresh)
    remarks = _namesakes(env, person, fresh)
    show(env, ledger.written)
    env.note(*remarks)


@command("contact alias NAME ALIAS", group="people", takes="NAME", outcome=UNCHANGED)
def add_alias(env: Environment, words: options.Words = None) -> None:
    """Add another name that NAME goes by.

    reflog contact alias fred Freddy
    """
    person, alias = _person_and_name(env, words, "alias", "alias")
    from reflog.services import contacts as services

    with env.writing("contact alias") as ledger:
        services.add_alias(ledger, person, alias)
    remarks = _namesakes(env, person, alias)
    show(env, ledger.written)
    env.note(*remarks)


def _person_and_name(
    env: Environment, words: list[str] | None, command: str, what: str
) -> tuple[Known, str]:
    """Return the person named, and what they are to be called."""
    example = f'reflog contact {command} fred "Ann Berg"'
    typed = values.require(words, f"Name the person, and the {what}", example=example)
    name, rest = names.name_and_words(env, typed, f"contact {command}", may_create=False)
    example = f'reflog contact {command} {names.shell_word(name)} "Ann Berg"'
    said = values.require(rest, f"Type the {what} of {name}", example=example)
    fresh = new_names.new_name(values.joined(said))
    return names.known(env, name), fresh


def _save(env: Environment, person: Known, fields: dict[str, Any]) -> None:
    from reflog.services import contacts as services

    with env.writing("contact edit") as ledger:
        services.edit(ledger, person, fields)
    remarks = _shared(env, fields.get("emails") or (), fields.get("phones") or ())
    if "name" in fields:
        remarks += _namesakes(env, person, fields["name"])
    show(env, ledger.written)
    env.note(*remarks)


def _edit_in_editor(env: Environment, person: Known) -> None:
    """Let the user edit everything known of a person in their editor."""
    found = reports.contact(env.reader, person.id)
    if found is None:
        message = f"{person.name} is no longer there."
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


def _require_another(env: Environment, name: str) -> None:
    """Ask before a second person of exactly the same name is added; warn of a near one."""
    found = reports.match_name(env.reader, name)
    people_found = reports.contacts(env.reader, [one.id for one in found.people])
    same = [one for one in people_found if folding.equal(one.name, name)]
    if same:
        lines = ", ".join(f"{one.name} ({one.handle})" for one in same)
        message = f"{lines} is already in the ledger."
        if not env.can_ask:
            raise ConflictError(
                message,
                hint=f"reflog contact edit @{same[0].handle} adds to them; --new adds another",
            )
        env.confirm(f"{lines} is already in the ledger. Add another?", hint="--new adds another")
    elif found.kind == "near":
        near = ", ".join(f"{one.name} ({one.handle})" for one in people_found)
        env.note(f"Similar name: {near}.")


def _namesakes(env: Environment, person: Known, name: str) -> list[str]:
    """Say who else goes by a name, for it means neither of them alone from now on."""
    found = reports.match_name(env.reader, name).people
    others = [one for one in found if one.id != person.id and match.is_exact(name, one)]
    return [
        f"{one.name} ({one.handle}) also goes by {name}; type @{person.handle} to tell them apart."
        for one in reports.contacts(env.reader, [one.id for one in others])
    ]


def _shared(env: Environment, emails: Sequence[str], phones: Sequence[str]) -> list[str]:
    """Say who else has the same address or number."""
    if not (emails or phones):
        return []
    return [
        f"{shared} also belongs to {other.name} ({other.handle}). If they are the same person: "
        f"reflog contact merge @{other.handle} @{one.handle}"
        for shared, one, other in reports.shared_addresses(env.reader, (*emails,), (*phones,))
    ]
