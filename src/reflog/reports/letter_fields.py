"""What the fields of a letter say: its people, its introduction, and what is known of them."""

from __future__ import annotations

from datetime import date

from reflog.domain import Record, letters, wordings
from reflog.domain.contacts import ME, Contact, is_forgotten
from reflog.domain.days import MONTHS, span_of
from reflog.domain.follow_ups import asked_for
from reflog.domain.introductions import OPEN_STAGES
from reflog.domain.names import words_of
from reflog.reports import contacts, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.entries import Introduction, Person
    from reflog.storage import Reader

    Values = dict[str, str | None]

_FACTS = ("say", "used", "story", "wants", "does")
"""Topics of facts that letters speak from."""

_CLAUSES = ("on_when", "that_i_made", "no_fault", "with_other")
"""Fields that stand within a sentence, or say nothing."""

_LATELY = 10  # days for which an introduction was made the other day
_A_WHILE = 21  # days after which it is worth saying how long ago we last talked
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_CLIENTS = ("client", "past-client")


class Letter(Record):
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


def values_of(reader: Reader, letter: Letter, today: date) -> Values:
    """Return the value of every field: None is a blank, "" means there is nothing to say."""
    about, person = letter.introduction, letter.readers[0]
    is_to_one = len(letter.readers) == 1
    me = contacts.contact(reader, ME)
    is_named = me is not None and me.name != me.handle
    values: Values = dict.fromkeys(wordings.FIELDS)
    values |= dict.fromkeys(_CLAUSES, "")
    people = {"me": me, "to": person if is_to_one else None, "other": None}
    if about is not None:
        if is_to_one and (other := _other_id(about, person.id)) != ME:
            people["other"] = contacts.contact(reader, other)
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


def side_of(about: Introduction, person: int) -> str | None:
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


def _told(letter: Letter, about: Introduction, values: Values, today: date) -> Values:
    """Return the fields of the introduction that the letter is about."""
    case = letter.case
    is_to_side = any(side_of(about, one.id) is not None for one in letter.readers)
    other = values["other.name"]
    people = {one.id for one in letter.readers}
    on = about.introduced_on or about.on
    made = f"made{_when(on, today)}" if about.introduced_on else "had in mind"
    offer = letters.one_line(about.offer) or values.get("provider.say")
    if case.purpose == "consent" and _is_named(values["provider.name"], offer):
        offer = None  # who it is, is told once there is a yes
    goes_on = about.stage in OPEN_STAGES or about.stage == "won"  # it may have ended before
    told: Values = {
        "need": letters.one_line(about.need),
        "offer": offer,
        "that_i_made": f" that I {made}",
        "no_fault": "" if about.why else " It's nothing you said or did.",
        # What one side said of the other goes to neither of the two.
        "why": None if is_to_side or goes_on else letters.one_line(about.why),
        "on": _day(on, today),
        "on_when": _when(on, today),
        "first_step": _first_step(about, case.reader, values),
        "with_other": f" with {other}" if other else "",
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


def _is_named(name: str | None, text: str | None) -> bool:
    words = (word.removesuffix("'s") for word in words_of(text or ""))
    return not {*words_of(name or "")}.isdisjoint(words)


def need_clause(need: str | None) -> str:
    """Return a sentence about what is needed, with a space before it; nothing if that is None."""
    said = letters.fill("It's about this: {need}.", {"need": need}).text
    return f" {said}" if need else ""


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
