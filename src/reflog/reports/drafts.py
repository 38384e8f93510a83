"""Drafts: the letter that a follow-up, an introduction or a person asks for."""

from __future__ import annotations

from reflog.domain import Record, letters, wordings
from reflog.domain.contacts import Contact, is_forgotten, require_other
from reflog.domain.letters import Draft, Recipient
from reflog.domain.names.typed import check_email
from reflog.errors import ConflictError, UsageError
from reflog.reports import contacts, entries, introductions
from reflog.reports.letter_fields import Letter, need_clause, side_of, values_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reflog.domain.entries import FollowUp, Introduction
    from reflog.storage import Reader

_INSTEAD = {
    "find": "reflog match lists who could help",
    "review": "reflog show NAME has what you need to decide",
}
_DETAILS = {"provider": "provider-details", "prospect": "prospect-details"}
_UNREACHED = "no phone or e-mail yet"


class Asked(Record):
    """How the user wants a letter.

    Attributes:
        form: one of FORMS, None for the usual one.
        said: the values of fields that they fill in themselves.
    """

    form: str | None = None
    said: Mapping[str, str] = {}


def follow_up_draft(reader: Reader, one: FollowUp, today: date, asked: Asked) -> Draft:
    """Return the letter that a follow-up asks for.

    Raises:
        ConflictError: there is no such letter.
    """
    person = _person(reader, one.contact_id)
    about = introductions.introduction(reader, one.about) if one.about is not None else None
    letter = Letter(
        case=_case(one.purpose, asked, about, person),
        readers=(person,),
        introduction=about,
        follow_up=one.id if one.status == "open" else None,
        what=one.what,
        is_tried=one.is_tried,
    )
    return _draft(reader, letter, today, asked)


def introduction_draft(
    reader: Reader, about: Introduction, today: date, asked: Asked, to: str | None = None
) -> Draft:
    """Return the letter that introduces two people, to both or to one side.

    For a lead it asks whether they would like to be introduced.

    Raises:
        ConflictError: I did not make it, or there is no such letter.
        UsageError: a letter of this form goes to one side only.
    """
    if about.stage == "lead" and to is None:
        return _consent_draft(reader, about, today, asked)
    if about.direction != "given" or about.own_custom:
        message = f"You didn't make introduction #{about.id}, so there is no letter that makes it."
        hint = f"reflog show {about.id} lists its follow-ups; draft one of them by its number"
        raise ConflictError(message, hint=hint)
    sides = [to] if to is not None else ["provider", "prospect"]
    readers = tuple(_person(reader, getattr(about, side).id) for side in sides)
    form = asked.form or wordings.usual_form("introduction")
    if to is None and form != "mail":
        message = f"A {form} goes to one of the two."
        raise UsageError(message, hint="--to provider or --to prospect says to whom")
    case = wordings.Case(purpose="introduction", form=form, reader=to or "", stage=about.stage)
    letter = Letter(case=case, readers=readers, introduction=about)
    return _draft(reader, letter, today, asked)


def person_draft(reader: Reader, contact_id: int, purpose: str, today: date, asked: Asked) -> Draft:
    """Return a letter to a person, about what is open for that purpose, or about nothing else.

    Raises:
        ConflictError: there is no such letter.
        UsageError: a letter for that purpose is always about an introduction; or it is to me.
    """
    owed = entries.due(reader, today, contact_id=contact_id, purpose=purpose)
    if owed:
        return follow_up_draft(reader, owed[0], today, asked)
    require_other(contact_id, "A letter")
    if purpose not in (*wordings.FREE_PURPOSES, *wordings.WITHOUT_LETTER):
        message = f"No {purpose} is open with {_person(reader, contact_id).name}."
        hint = f"where nothing is open, --for takes {', '.join(wordings.FREE_PURPOSES)}"
        raise UsageError(message, hint=hint)
    person = _person(reader, contact_id)
    letter = Letter(case=_case(purpose, asked, None, person), readers=(person,))
    return _draft(reader, letter, today, asked)


def _consent_draft(reader: Reader, about: Introduction, today: date, asked: Asked) -> Draft:
    """Return the question for consent: of whoever needs help, or of whoever told me of them."""
    wanted = about.introducer if about.provider.is_me else about.prospect
    if about.direction == "other" or wanted.is_me:
        message = f"There is nobody for you to ask about lead #{about.id}."
        raise ConflictError(message, hint=f"reflog show {about.id}")
    person = _person(reader, wanted.id)
    owed = entries.due(reader, today, about=about.id, contact_id=person.id, purpose="consent")
    if owed:
        return follow_up_draft(reader, owed[0], today, asked)
    case = _case("consent", asked, about, person)
    letter = Letter(case=case, readers=(person,), introduction=about)
    return _draft(reader, letter, today, asked)


def _case(purpose: str, asked: Asked, about: Introduction | None, person: Contact) -> wordings.Case:
    form = asked.form or wordings.usual_form(purpose)
    if about is None:
        return wordings.Case(purpose=purpose, form=form)
    parties = about.introducer.id, about.provider.id, about.prospect.id
    relation = wordings.relation_of(*parties, reader=person.id)
    return wordings.Case(
        purpose=purpose,
        form=form,
        relation=relation,
        reader=side_of(about, person.id) or "",
        stage=about.stage,
    )


def _draft(reader: Reader, letter: Letter, today: date, asked: Asked) -> Draft:
    case = letter.case
    settings = reader.settings()
    mine = wordings.mine_of(settings)
    languages = {one.language for one in letter.readers}
    language = languages.pop() if len(languages) == 1 else None
    found = wordings.choose(case, mine, language)
    if found is None or case.purpose in wordings.WITHOUT_LETTER:
        raise _no_letter(case)
    then = _then(reader, letter, today)
    values = values_of(reader, letter, today) | {"command": then}
    said = {name: letters.one_line(text) for name, text in asked.said.items()}
    values |= {"need_clause": need_clause(said.get("need", values["need"])), **said}
    if "ask" in said:
        values["me.wants"] = None
    sign = letters.fill(wordings.wording("sign", mine, found.language).text, values)
    values.setdefault("sign", sign.text)
    head, rest = letters.split_subject(found.text)
    subject, body = letters.fill(head, values), letters.fill(rest, values)
    signed = sign.lacks if "sign" in letters.fields_of(rest) - asked.said.keys() else ()
    line = " ".join(subject.text.removeprefix("Subject:").split())
    blanks = tuple(dict.fromkeys((*subject.lacks, *body.lacks, *signed)))
    text, unknown = body.text, [field for field in blanks if _is_of_call(case.form, field)]
    for field in unknown:
        text = text.replace(letters.blank(field), _UNREACHED)
    return Draft(
        purpose=case.purpose,
        form=case.form,
        about=letter.introduction.id if letter.introduction else None,
        to=tuple(_recipient(reader, one) for one in letter.readers),
        subject=line if case.form == "mail" else None,
        text=text,
        lacks=_lacks(letter, blanks),
        blanks=tuple(field for field in blanks if field not in unknown),
        wording=found.key,
        language=found.language,
        then=then,
        names={one: name for one in wordings.PEOPLE if (name := values.get(f"{one}.name"))},
    )


def _is_of_call(form: str, field: str) -> bool:
    """Return whether an empty field is a fact to me, who reads it, and nothing to be filled in."""
    return form == "call" and field.endswith(".reach")


def _no_letter(case: wordings.Case) -> ConflictError:
    forms = wordings.forms_for(case.purpose)
    if case.purpose in wordings.WITHOUT_LETTER:
        message = f"There is no letter for a {case.purpose}: it's for you to think about."
        return ConflictError(message, hint=_INSTEAD[case.purpose])
    message = f"There is no {case.form} for this purpose: {case.purpose}."
    return ConflictError(message, hint=f"--as takes {', '.join(forms)} here")


def _lacks(letter: Letter, blanks: tuple[str, ...]) -> tuple[str, ...]:
    """Return the blanks, and what the introduction lacks where the letter makes it."""
    about = letter.introduction
    if about is None or letter.case.purpose != "introduction":
        return blanks
    said = {f"{side}.reach": detail for side, detail in _DETAILS.items()}
    opposite = {"provider": "prospect", "prospect": "provider"}.get(letter.case.reader)
    if opposite is not None:
        said["other.reach"] = _DETAILS[opposite]
    # Without an address of theirs there is nothing to introduce with: it is said once.
    own = [said.get(name, name) for name in blanks]
    return tuple(dict.fromkeys((*own, *about.missing)))


def _recipient(reader: Reader, person: Contact) -> Recipient:
    phone = next(iter(person.phones), None)
    sql = "SELECT e164 FROM contact_phone WHERE contact_id = ? AND phone = ?"
    return Recipient(
        contact=person.handle,
        name=letters.one_line(person.name) or person.handle,
        email=next(filter(_is_email, person.emails), None),
        phone=phone,
        e164=reader.value(sql, (person.id, phone)),
    )


def _is_email(text: str) -> bool:
    try:
        return check_email(text) == text
    except UsageError:
        return False


def _person(reader: Reader, contact_id: int) -> Contact:
    person = contacts.contact(reader, contact_id)
    if person is None or is_forgotten(person.name, person.handle):
        message = "Whoever this was with has been erased, so there is nobody to write to."
        raise ConflictError(message)
    return person


def _then(reader: Reader, letter: Letter, today: date) -> str | None:
    """Return the command that records that a letter was sent, if there is one."""
    case, person = letter.case, letter.readers[0]
    if case.purpose == "thank":
        via = {"mail": "note"}.get(case.form, case.form)
        owed = entries.due(reader, today, contact_id=person.id, purpose="thank")
        if all(one.id == letter.follow_up for one in owed):
            return f"reflog thanks @{person.handle} --via {via}"
        if letter.introduction is not None:  # more is owed than this letter is about
            return f"reflog thanks @{person.handle} --for {letter.introduction.id} --via {via}"
    if case.purpose == "ask":
        return f"reflog ask @{person.handle}"
    if letter.follow_up is None:
        return None
    # A call to one of two whom I introduced does not put them in touch.
    talked = case.purpose == "first-call" and case.form == "call" and case.relation != "given"
    return f"reflog done {letter.follow_up}{' --mark connected' if talked else ''}"
