"""The people: contact list, add, edit, rename, alias."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import namesakes, read_again, shared, show
from reflog.cli.arguments import contact_fields, editor, names, refuse_loose_name
from reflog.domain.contacts import ROLES, Known
from reflog.domain.names import equal
from reflog.domain.names import typed as new_names
from reflog.domain.schema import SEVERAL
from reflog.errors import ConflictError, UsageError
from reflog.render import objects
from reflog.render.pages import contacts as pages
from reflog.render.pages.people import changed_lines
from reflog.reports import contacts as reports
from reflog.reports import sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Annotated, Any

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Contact
    from reflog.domain.forms import Field


def list_contacts(
    env: Environment,
    role: options.Role = None,
    tag: Annotated[str | None, "--tag TEXT", "Only those with this tag."] = None,
    profession: options.Profession = None,
    city: options.City = None,
) -> None:
    """List everyone in the ledger, by name."""
    wanted = arguments.choice(role, ROLES, "--role")
    found = reports.list_contacts(
        env.reader, role=wanted, tag=tag, profession=profession, city=city
    )
    narrowed = any((role, tag, profession, city))
    env.answer(
        lambda: pages.contacts_page(
            found,
            sheets.out_or_full(env.reader, env.today, env.intervals["stale"]),
            narrowed=narrowed,
        ),
        lambda: objects.all_of(found),
    )
    if tag and not found:
        names.remark_near_tag(env, tag)


def add(env: Environment, words: options.Words = None, **typed: options.NewContact) -> None:
    """Add a person.

    reflog contact add "Ann Berg <ann@example.com>" --profession architect
    """
    named = arguments.require(words, "Name the person to add", 'reflog contact add "Ann Berg"')
    parsed = names.parse(env, arguments.joined(named))
    person = new_names.new_person(parsed)
    is_new = typed.pop("new", False) or parsed.new
    fields = contact_fields.read(**typed)
    if not parsed.new:
        refuse_loose_name(env.line, arguments.joined(named))
    if is_new:
        env.surely_new.add(person.name)
    else:
        _require_another(env, person)
    tags = _near_tags(env, fields.get("tags", ()))
    from reflog.services import contacts as services

    with env.writing("contact add") as ledger:
        services.add(ledger, person, fields)
    emails = (*person.emails, *fields.get("emails", ()))
    phones = (*person.phones, *fields.get("phones", ()))
    remarks = [
        *tags,
        *shared(env, emails, phones),
        *_no_letters(env, fields.get("language")),
    ]
    (added,) = reports.contacts(env.reader, ledger.written.created_contacts)
    remarks += namesakes(env, added, (person.name, *fields.get("aliases", ())))
    show(env, ledger.written, remarks=env.remarks().needs(ledger.written.created_contacts))
    env.note(*remarks)


def edit(env: Environment, words: options.Words = None, **typed: options.Person) -> None:
    """Change what you know about NAME.

    An e-mail, phone, tag or alias is added to those there; any other option replaces what was
    there, and "" empties it. Without options, $EDITOR opens.
    """
    where = {"tag": typed.pop("where_tag", None), "role": typed.pop("where_role", None)}
    changes = contact_fields.read_changes(typed)
    is_group = any(text is not None for text in where.values())
    has_address = bool(words) and names.has_address(arguments.joined(words or ()))
    says_what = any(changes.values()) or has_address
    if words and not (is_group or says_what):
        editor.require_terminal(env)
    if is_group and words:
        message = "--where-tag and --where-role stand in place of a name."
        raise UsageError(message, hint="reflog contact edit --where-tag golf --city Bern")
    if is_group:
        wanted = names.judge_group(**where)
        if "handle" in changes["given"]:
            message = "A handle belongs to one person."
            raise UsageError(message, hint="reflog contact edit NAME --handle TEXT")
        people = names.group(env, wanted)
    else:
        named = arguments.require(words, "Name the person to edit", "reflog contact edit NAME")
        people = [names.known(env, arguments.joined(named))]
    if says_what:
        _save(env, people, **changes)
    elif is_group:
        message = "What should I change?"
        raise UsageError(message, hint="reflog contact edit --where-tag golf --city Bern")
    else:
        _edit_in_editor(env, people[0])


def rename(env: Environment, words: options.Words = None) -> None:
    """Give NAME a new full name.

    The handle stays, and the old name becomes an alias.
    """
    _call(env, words, "rename", "new name")


def add_alias(env: Environment, words: options.Words = None) -> None:
    """Add another name that NAME goes by.

    reflog contact alias fred Freddy
    """
    _call(env, words, "alias", "alias")


def _call(env: Environment, words: list[str] | None, command: str, what: str) -> None:
    """Let a person be called otherwise, and say from what to what, and who else is called so."""
    example = f'reflog contact {command} fred "Ann Berg"'
    typed = arguments.require(words, f"Name the person, and the {what}", example)
    name, rest = names.name_and_words(env, typed, f"contact {command}", may_create=False)
    example = f'reflog contact {command} {arguments.shell_word(name)} "Ann Berg"'
    said = arguments.require(rest, f"Type the {what} of {name}", example)
    fresh = new_names.new_name(arguments.joined(said))
    person = names.known(env, name)
    from reflog.services import contacts as services

    before = reports.contacts(env.reader, [person.id])
    with env.writing(f"contact {command}") as ledger:
        (services.rename if command == "rename" else services.add_alias)(ledger, person, fresh)
    after = reports.contacts(env.reader, [person.id])
    remarks = namesakes(env, person, [fresh])
    show(env, ledger.written, extra=lambda _changed: changed_lines(before, after))
    env.note(*remarks)


def _save(env: Environment, people: Sequence[Known], **changes: dict[str, Any]) -> None:
    """Save the changes that `services.contacts.edit` takes, and say from what to what."""
    from reflog.services import contacts as services

    ids = [one.id for one in people]
    before = reports.contacts(env.reader, ids)
    given, more, less = (changes.get(name, {}) for name in ("given", "more", "less"))
    typed = {name: (*given.get(name, ()), *more.get(name, ())) for name in SEVERAL}
    remarks = _near_tags(env, typed["tags"])
    with env.writing("contact edit") as ledger:
        services.edit(ledger, people, given, more=more, less=less)
    after = reports.contacts(env.reader, ids)
    remarks += shared(env, typed["emails"], typed["phones"])
    remarks += _no_letters(env, given.get("language"))
    remarks += namesakes(env, people[0], filter(None, (given.get("name"), *typed["aliases"])))
    if len(people) == 1 and "emails" in more:
        remarks += _kept_beside(before[0], after[0])
    said = env.remarks().needs(ids)
    show(
        env,
        ledger.written,
        extra=lambda _changed: [
            *changed_lines(before, after),
            *read_again(ledger.written, ids),
        ],
        remarks=said,
        edited=ids,
    )
    env.note(*remarks)


def _near_tags(env: Environment, tags: Sequence[str]) -> list[str]:
    """Say of tags that nobody has yet which ones they are nearly."""
    near = ((tag, reports.near_tag(env.reader, tag)) for tag in tags)
    return [
        f"{tag} is a new tag; you already have {other}. If that was a slip: reflog undo"
        for tag, other in near
        if other
    ]


def _no_letters(env: Environment, language: str | None) -> list[str]:
    """Say of a language that no wording is in it yet."""
    from reflog.domain import wordings

    if not language or wordings.has_language(wordings.mine_of(env.settings), language):
        return []
    example = f'reflog wording "thank mail.{language}" --edit'
    return [
        f"You have no wording in {language} yet, so drafts stay in English. To write one: {example}"
    ]


def _kept_beside(before: Contact, after: Contact) -> list[str]:
    """Say of an address that came beside another how the other is taken away."""
    kept = [email for email in before.emails if email in after.emails]
    if len(after.emails) == len(kept):
        return []
    return [
        f"{email} stays too. If it is wrong: "
        f"reflog contact edit @{after.handle} --remove-email {arguments.shell_word(email)}"
        for email in kept
    ]


def _edit_in_editor(env: Environment, person: Known) -> None:
    """Let the user edit everything known of a person in their editor."""

    def shown() -> list[Field]:
        found = reports.contact(env.reader, person.id)
        if found is None:
            raise ConflictError(f"{person.name} is no longer there.", hint="try again")
        return contact_fields.form_of(found)

    columns = {field.option: name for name, field in SEVERAL.items()}
    editor.edit_form(
        env,
        f"{person.name} ({person.handle})",
        shown,
        lambda key, values: contact_fields.checked(columns.get(key, key), values),
        lambda given: _save(
            env, [person], given={columns.get(key, key): value for key, value in given.items()}
        ),
    )


def _require_another(env: Environment, person: new_names.NewPerson) -> None:
    """Ask before a second person of exactly the same name is added; warn of a near one."""
    name = person.name
    found = reports.match_name(env.reader, name)
    people_found = reports.contacts(env.reader, [one.id for one in found.people])
    same = [one for one in people_found if equal(one.name, name)]
    if same:
        are = "is" if len(same) == 1 else "are"
        who = " and ".join(f"{one.name} ({one.handle})" for one in same)
        message = f"{who} {are} already in the ledger."
        if not env.can_ask:
            words = [f"@{same[0].handle}"]
            words += (f"--email {arguments.shell_word(email)}" for email in person.emails)
            words += (f"--phone {arguments.shell_word(phone)}" for phone in person.phones)
            hint = f"reflog contact edit {' '.join(words)} adds to them; --new adds another"
            raise ConflictError(message, hint=hint)
        env.confirm(f"{message} Add another?", hint="--new adds another")
    elif found.kind == "near":
        near = ", ".join(f"{one.name} ({one.handle})" for one in people_found)
        env.note(f"Similar name: {near}.")
