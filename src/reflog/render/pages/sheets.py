"""The sheet of a person: their standing, what is known of them, and what to ask them."""

from __future__ import annotations

from reflog.domain import facts
from reflog.render import Block, Heading, Line, Page, Table, titled
from reflog.render.pages import ago, day, long_day, with_handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from reflog.domain.entries import Note
    from reflog.reports.sheets import Known, Sheet, Told

EACH = 3
"""How many facts of one topic are shown."""

ASKS = "To ask them"
"""The title of what to ask somebody."""


def known_page(known: Known, today: date) -> Page:
    """Return what is known of a person."""
    name = None if known.told is not None else known.contact_name
    blocks: list[Block] = [
        Line(with_handle(known.contact_name, known.contact), "heading"),
        *standing_blocks(known.sheet, name),
        *fact_blocks(known.sheet, today, known.contact),
        *question_blocks(known.sheet, known.contact, name, known.profession),
    ]
    if known.told is not None:
        blocks += _told(known.told, today)
    if known.untold:
        names = ", ".join(name for _handle, name in known.untold)
        more = f" and {known.untold_more} more" if known.untold_more else ""
        blocks += [Heading("Never told"), Line(f"{names}{more}", indent=2)]
    return blocks


def fact_blocks(sheet: Sheet, today: date, handle: str) -> list[Block]:
    """Return the facts about somebody, the newest of each topic."""
    shown = _shown(sheet.facts)
    rows = [(str(fact.topic), f"#{fact.id}", ago(fact.on, today), _said_of(fact)) for fact in shown]
    blocks = titled("Known", "name! number> dim! text", rows)
    if hidden := len(sheet.facts) - len(shown):
        command = f"reflog log {handle}"
        older = f"… and {hidden} older: {command}"
        blocks.append(Line(older, "dim", indent=2, command=command))
    return blocks


def question_blocks(
    sheet: Sheet, handle: str, name: str | None, profession: str | None = None
) -> list[Block]:
    """Return what to ask somebody; the name is None for me."""
    questions = list(_questions(sheet, name, profession))
    if not questions:
        return []
    command = f"reflog know {handle} TOPIC TEXT"
    return [
        Heading(ASKS if name else "To think about"),
        Table("name! text", questions, indent=2),
        Line(command, "dim", indent=2, command=command),
    ]


def standing_blocks(sheet: Sheet, name: str | None) -> Iterator[Line]:
    """Say how somebody stands: trust, room, and whether they know what I do; no name for me."""
    who = name or "You"
    if sheet.trust is not None and sheet.trust_on is not None:
        since = day(sheet.trust_on)
        said = {
            "trusted": f"You have trusted {who} since {since}",
            "doubt": f"Since {since} you don't trust {who} for now",
            "out": f"{who} left your network on {since}",
        }[sheet.trust]
        if name is None:  # trust is not about me, but what went badly through me is
            said = f"It went badly on {since}, your fault"
        why = f": {sheet.trust_why}" if sheet.trust_why else ""
        yield Line(f"{said} (#{sheet.trust_id}){why}", indent=2)
    if sheet.room is not None:
        room = _room(sheet, "has" if name else "have")
        yield Line(f"{who} {room} (#{sheet.room_id})", indent=2)
    if sheet.told_on is not None:
        yield Line(f"You told {who} what you do on {long_day(sheet.told_on)}", indent=2)


def _room(sheet: Sheet, has: str) -> str:
    until = f" until {day(sheet.room_until)}" if sheet.room_until else ""
    if sheet.room == "full":
        why = f", {sheet.room_why}" if sheet.room_why else ""
        return f"{has} no room for more work{until}{why}"
    if sheet.room_left is not None:
        return f"{has} room for {sheet.room_left} more{until}"
    return f"{has} room for more work{until}"


def _shown(known: Sequence[Note]) -> list[Note]:
    """Return the newest facts of each topic, of facts that come newest first."""
    seen: dict[str | None, int] = {}
    shown = []
    for fact in known:
        seen[fact.topic] = seen.get(fact.topic, 0) + 1
        if seen[fact.topic] <= EACH:
            shown.append(fact)
    return shown


def _said_of(fact: Note) -> str:
    """Return what a fact says, without its topic."""
    until = f"until {day(fact.until)}" if fact.until else ""
    return ", ".join(part for part in (fact.note, until) if part)


def _questions(sheet: Sheet, name: str | None, profession: str | None) -> Iterator[tuple[str, str]]:
    asked = facts.QUESTIONS if name else facts.MY_QUESTIONS
    for topic in sheet.learn:
        if topic in asked:
            text = facts.question(topic, name, profession) if name else asked[topic]
            yield topic, text


def _told(told: Sequence[Told], today: date) -> list[Block]:
    changed = "your pitch has changed since"
    rows = [(one.contact_name, ago(one.on, today), changed if one.stale else "") for one in told]
    return titled("Told", "name text! text", rows)
