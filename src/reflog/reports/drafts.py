"""Drafts: the letter that a follow-up, an introduction or a person asks for.

What its fields say comes last: its people, its introduction, and what is known of them.
"""

from __future__ import annotations

from datetime import date

from reflog.domain import Record, letters, wordings
from reflog.domain.contacts import ME, Contact, is_forgotten
from reflog.domain.days import MONTHS, span_of
from reflog.domain.follow_ups import asked_for
from reflog.domain.introductions import OPEN_STAGES
from reflog.domain.letters import Draft, Recipient
from reflog.domain.names.typed import check_email
from reflog.errors import ConflictError, UsageError
from reflog.reports import contacts, entries, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflog.domain.entries import FollowUp, Introduction, Person
    from reflog.storage import Reader

    Values = dict[str, str | None]

_INSTEAD = {
    "find": "reflog match lists who could help",
    "review": "reflog show NAME has what you need to decide",
}
_DETAILS = {"provider": "provider-details", "prospect": "prospect-details"}

_FACTS = ("say", "used", "story", "wants", "does")
"""Topics of facts that letters speak from."""

_CLAUSES = ("need_clause", "on_when", "that_i_made", "no_fault", "with_other")
"""Fields that stand within a sentence, or say nothing."""

_UNREACHED = "no phone or e-mail yet"
_LATELY = 10  # days for which an introduction was made the other day
_A_WHILE = 21  # days after which it is worth saying how long ago we last talked
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_CLIENTS = ("client", "past-client")


class Asked(Record):
    """How the user wants a letter.

    Attributes:
        form: one of FORMS, None for the usual one.
        said: the values of fields that they fill in themselves.
    """

    form: str | None = None
    said: Mapping[str, str] = {}


class _Letter(Record):
    """A letter before its wording is chosen.

    Attributes:
        follow_up: the number of the open follow-up it answers.
        what: that follow-up, as it was typed.
        is_tried: that follow-up says to ask for a better way to reach somebody.
    """

    case: wordings.Case
    readers: tuple[Contact, ...]
    introduction: Introduction | None = None
    follow_up: int | None = None
    what: str | None = None
    is_tried: bool = False


def follow_up_draft(reader: Reader, one: FollowUp, today: date, asked: Asked) -> Draft:
    """Return the letter that a follow-up asks for.

    Raises:
        ConflictError: there is no such letter.
    """
    person = _person(reader, one.contact_id)
    about = introductions.introduction(reader, one.about) if one.about is not None else None
    letter = _Letter(
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
    letter = _Letter(case=case, readers=readers, introduction=about)
    return _draft(reader, letter, today, asked)


def person_draft(reader: Reader, contact_id: int, purpose: str, today: date, asked: Asked) -> Draft:
    """Return a letter to a person, about what is open for that purpose, or about nothing else.

    Raises:
        ConflictError: there is no such letter.
        UsageError: a letter for that purpose is always about an introduction.
    """
    owed = entries.due(reader, today, contact_id=contact_id, purpose=purpose)
    if owed:
        return follow_up_draft(reader, owed[0], today, asked)
    if purpose not in (*wordings.FREE_PURPOSES, *wordings.WITHOUT_LETTER):
        message = f"No {purpose} is open with {_person(reader, contact_id).name}."
        hint = f"where nothing is open, --for takes {', '.join(wordings.FREE_PURPOSES)}"
        raise UsageError(message, hint=hint)
    person = _person(reader, contact_id)
    letter = _Letter(case=_case(purpose, asked, None, person), readers=(person,))
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
    letter = _Letter(case=case, readers=(person,), introduction=about)
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
        reader=_side_of(about, person.id) or "",
        stage=about.stage,
    )


def _draft(reader: Reader, letter: _Letter, today: date, asked: Asked) -> Draft:
    case = letter.case
    settings = reader.settings()
    mine = wordings.mine_of(settings)
    languages = {one.language for one in letter.readers}
    language = languages.pop() if len(languages) == 1 else None
    found = wordings.choose(case, mine, language)
    if found is None or case.purpose in wordings.WITHOUT_LETTER:
        raise _no_letter(case)
    then = _then(reader, letter, today)
    values = _values_of(reader, letter, today) | {"command": then}
    values |= {name: letters.one_line(text) for name, text in asked.said.items()}
    if "ask" in asked.said:
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


def _lacks(letter: _Letter, blanks: tuple[str, ...]) -> tuple[str, ...]:
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


def _values_of(reader: Reader, letter: _Letter, today: date) -> Values:
    """Return the value of every field: None is a blank, "" means there is nothing to say."""
    about, person = letter.introduction, letter.readers[0]
    is_to_one = len(letter.readers) == 1
    me = contacts.contact(reader, ME)
    is_named = me is not None and me.name != me.handle
    values: Values = dict.fromkeys(wordings.FIELDS)
    values |= dict.fromkeys(_CLAUSES, "")
    people = {"me": me, "to": person if is_to_one else None, "other": None}
    if about is not None:
        if is_to_one:
            people["other"] = contacts.contact(reader, _other_id(about, person.id))
        people |= {
            party: contacts.contact(reader, getattr(about, party).id)
            for party in ("provider", "prospect", "introducer")
        }
    for name, one in people.items():
        values |= {f"{name}.{part}": text for part, text in _parts(reader, one).items()}
    if not is_named:  # my details are of use all the same
        values |= {"me.name": None, "me.first": None}
    values["greeting"] = _greeting(letter.readers)
    values["what"] = letters.one_line(letter.what)
    if person.role in _CLIENTS:
        values["client"] = "yes"
    if is_to_one:
        values["since"] = _since(reader, person.id, today)
    if about is not None:
        values |= _told(letter, about, values, today)
        if (state := _passed_on(reader, about, person.id)) is not None:
            values["state"] = state
            # The reason that is written where none is typed would say it again.
            is_said = (values["why"] or "").startswith("passed on to ")
            values["why"] = None if is_said else values["why"]
    del values["sign"]
    return values


def _then(reader: Reader, letter: _Letter, today: date) -> str | None:
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
    mark = " --mark connected" if case.purpose == "first-call" and case.form == "call" else ""
    return f"reflog done {letter.follow_up}{mark}"


def _side_of(about: Introduction, person: int) -> str | None:
    """Return which side a person is on; someone who introduced themselves is the prospect."""
    sides = {about.provider.id: "provider", about.prospect.id: "prospect"}
    return sides.get(person)


def _parts(reader: Reader, person: Contact | None) -> Values:
    """Return what may be said of a person, by the part of a field."""
    if person is None or is_forgotten(person.name, person.handle):
        return {"work": "", "kind": "", "at": ""}
    name = letters.one_line(person.name)
    profession, company = map(letters.one_line, (person.profession, person.company))
    work = ", ".join(filter(None, (profession, company)))
    reach = [letters.one_line(one) for one in (*person.phones, *person.emails)]
    return {
        "name": name,
        "first": letters.first_name(name, person.company) if name else None,
        "reach": ", ".join(filter(None, reach)) or None,
        "phone": letters.one_line(next(iter(person.phones), None)),
        "email": letters.one_line(next(iter(person.emails), None)),
        "company": company,
        "work": f" ({work})" if work else "",
        "kind": letters.kind_of(profession),
        "at": f" of {company}" if company else "",
        **_facts_of(reader, person.id),
    }


def _facts_of(reader: Reader, contact_id: int) -> Values:
    """Return what is known of a person by topic, the newest of each."""
    rows = reader.rows(
        f"SELECT topic, text FROM note INDEXED BY note_fact WHERE contact_id = ? "
        f"AND topic IN {_FACTS!r} ORDER BY noted_on, number",
        (contact_id,),
    )
    found = {row["topic"]: letters.one_line(row["text"]) for row in rows}
    if wants := found.get("wants"):
        found["wants"] = asked_for(wants)
    return found


def _greeting(readers: tuple[Contact, ...]) -> str | None:
    """Return the first line of a letter."""
    own = [letters.one_line(one.greeting) for one in readers]
    names = [letters.first_name(letters.one_line(one.name) or "", one.company) for one in readers]
    if not any(own):
        return f"Hello {' and '.join(names)},"
    each = [said or f"hello {name}" for said, name in zip(own, names, strict=True)]
    line = ", ".join(one.rstrip(",") for one in each)
    return line[0].upper() + line[1:] + ("" if line.endswith(("!", ":", ".")) else ",")


def _told(letter: _Letter, about: Introduction, values: Values, today: date) -> Values:
    """Return the fields of the introduction that the letter is about."""
    case = letter.case
    is_to_side = any(_side_of(about, one.id) is not None for one in letter.readers)
    need = letters.one_line(about.need)
    other = values["other.name"]
    people = {one.id for one in letter.readers}
    is_with_me = _other_id(about, letter.readers[0].id) == ME
    on = about.introduced_on or about.on
    made = f"made{_when(on, today)}" if about.introduced_on else "had in mind"
    told: Values = {
        "need": need,
        "need_clause": f" It's about this: {need.rstrip('.')}." if need else "",
        "offer": letters.one_line(about.offer) or values.get("provider.say"),
        "that_i_made": f" that I {made}",
        "no_fault": "" if about.why else " It's nothing you said or did.",
        # What one side said of the other goes to neither of the two.
        "why": None if is_to_side else letters.one_line(about.why),
        "on": _day(on, today),
        "on_when": _when(on, today),
        "first_step": _first_step(about, case.reader, values),
        "with_other": f" with {other}" if other and not is_with_me else "",
        "consent": "yes" if about.consent else None,
        "open": "yes" if about.stage in OPEN_STAGES else None,
        "won": "yes" if about.stage == "won" else None,
        "harmed": None if about.at_fault and about.at_fault.id in people else "yes",
    }
    if case.relation == "introducer" and (first := values["other.first"]):
        state = wordings.STATES[about.stage] + (wordings.TRIED if letter.is_tried else "")
        told["state"] = state.format(other=first)
    if about.stage == "won" and about.provider.is_me and case.reader == "prospect":
        told["client"] = "yes"
    return told


def _passed_on(reader: Reader, about: Introduction, person: int) -> str | None:
    """Say to a person to whom the provider has sent the prospect; None where they have not."""
    number = about.passed_to if about.stage == "declined" else None
    second = introductions.introduction(reader, number) if number is not None else None
    if second is None:
        return None

    pronouns = {person: "you", ME: "me"}
    whom = pronouns.get(about.prospect.id) or _called(reader, about.prospect, "first")
    taker = pronouns.get(second.provider.id) or _called(reader, second.provider, "name")
    to = "back to you" if taker == "you" else f"on to {taker}"
    if about.provider.id == person:
        return f"I hear that you have passed {whom} {to}."
    is_mine = about.provider.is_me
    has = "I have" if is_mine else f"{_called(reader, about.provider, 'first')} has"
    asks = " How is it going with them?" if whom == "you" and taker != "me" else ""
    return f"{has} passed {whom} {to}.{asks}"


def _called(reader: Reader, person: Person, part: str) -> str:
    """Return the name or the first name of somebody in a letter, who may be forgotten."""
    return _parts(reader, contacts.contact(reader, person.id)).get(part) or "somebody else"


def _other_id(about: Introduction, person: int) -> int:
    """Return who is on the other side; for whoever introduced them, whom they brought."""
    if person == about.prospect.id:
        return about.provider.id
    if person == about.provider.id:
        return about.prospect.id
    return about.brought.id


def _first_step(about: Introduction, reader: str, values: Values) -> str | None:
    provider, prospect = values["provider.first"], values["prospect.first"]
    if not provider or not prospect:
        return None
    sentence = wordings.FIRST_STEPS[about.caller, reader or "both"]
    return sentence.format(provider=provider, prospect=prospect)


def _day(day: str, today: date) -> str:
    """Return a day as a sentence says it: November 22."""
    on = date.fromisoformat(day)
    year = f", {on.year}" if on.year != today.year else ""
    return f"{MONTHS[on.month - 1]} {on.day}{year}"


def _when(day: str, today: date) -> str:
    """Say when that was, with a space before it; nothing of a day that is still to come."""
    on = date.fromisoformat(day)
    days = (today - on).days
    if days < 0:
        return ""
    if days == 0:
        return " today"
    if days <= _LATELY:
        return " the other day"
    return f" in {MONTHS[on.month - 1]}" + (f" {on.year}" if on.year != today.year else "")


_TOUCHED = """
SELECT max(day) FROM (
  SELECT max(held_on) AS day FROM one_to_one WHERE contact_id = :who AND held_on <= :today
  UNION ALL SELECT max(expressed_on) FROM thanks
    WHERE contact_id = :who AND expressed_on <= :today
  UNION ALL SELECT max(done_on) FROM follow_up
    WHERE contact_id = :who AND status = 'done' AND done_on <= :today)"""


def _since(reader: Reader, contact_id: int, today: date) -> str | None:
    """Say how long ago I last had to do with a person, where that is long enough."""
    last = reader.value(_TOUCHED, {"who": contact_id, "today": today.isoformat()})
    days = (today - date.fromisoformat(last)).days if last else 0
    if days < _A_WHILE:
        return None
    count, unit = span_of(days)
    said = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{said} {unit}{'' if count == 1 else 's'}"
