"""The entries in the ledger's JSON, checked and turned into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.domain import follow_ups as owed
from reflog.domain import introductions as trade
from reflog.domain.contacts import ME
from reflog.domain.facts import ALONE, MINE, OF_ROOM, TOPICS
from reflog.domain.follow_ups import VIAS
from reflog.domain.money import decimal_text, parse_money
from reflog.domain.schema import KINDS
from reflog.errors import UsageError
from reflog.formats.ledger.values import Values

if TYPE_CHECKING:
    from reflog.formats.ledger.people import People
    from reflog.formats.ledger.reading import Found

    Row = tuple[Any, ...]

_MORE = {"introductions": ("quiet", "steps"), "follow_ups": ("unasked", "typed")}
"""The keys that only an export of everything has."""

_SECTIONS = {kind.section: kind for kind in KINDS}
_MOST_EVERY, _DIGITS = 3650, 4


class Entries:
    """Collects the entries of a file.

    Attributes:
        rows: by table.
    """

    def __init__(self, people: People) -> None:
        self._people = people
        self._days: dict[int, str] = {}
        self._numbers: set[int] = set()
        self._uids: set[bytes] = set()
        self._open: set[tuple[Any, ...]] = set()
        self.rows: dict[str, list[Row]] = {
            table: [] for table in ("entry", *(kind.table for kind in KINDS), "stage_change")
        }

    @property
    def last(self) -> int:
        """The largest ledger number among them."""
        return max(self._numbers, default=0)

    def expect(self, found: Found) -> None:
        """Remember an introduction on the first pass, since other entries may be about it."""
        values = _values(found)
        self._days[values.number("id")] = values.day("on")

    def add(self, found: Found) -> None:
        """Check an entry and add its rows (UnreadableError: a rule is broken)."""
        of = _SECTIONS[found.section]
        values = _values(found)
        number, uid = values.number("id"), values.uid()
        if number in self._numbers or uid in self._uids:
            values.refuse("an earlier entry has the same number or uid")
        self._numbers.add(number)
        self._uids.add(uid)
        kind = values.one_of("kind", (of.name,))
        self.rows["entry"].append((number, uid, kind, values.instant("created_at")))
        row = getattr(self, f"_{of.table}")(values, number)
        self.rows[of.table].append((number, *row))

    def _introduction(self, values: Values, number: int) -> Row:
        parties = [
            self._people.id_of(values, key) for key in ("introducer", "provider", "prospect")
        ]
        introducer, provider, prospect = parties
        if provider in {prospect, introducer}:
            values.refuse("the provider is also the prospect or the introducer")
        stage, on = values.one_of("stage", trade.STAGES), values.day("on")
        at_fault = self._people.maybe_id_of(values, "at_fault")
        if at_fault is not None and stage != "bad":
            values.refuse("someone is at fault, but it did not go badly")
        stage_on = self._since(values, "stage_on", values.day("stage_on"), number)
        for step in values.steps(trade.STAGES):
            self._since(values, "the day of a stage", step.on, number)
            told_by = self._people.id_named(values, "told_by", step.told_by)
            if told_by is None and not step.moved:
                values.refuse("a stage was told again by nobody")
            self.rows["stage_change"].append(
                (number, step.stage, step.on, told_by, int(step.moved))
            )
        passed_to = self._passed_to(values, number)
        consent = values.maybe_truth("consent")
        return (
            *(introducer, provider, prospect, on, stage, stage_on),
            *(values.maybe_text("need"), values.maybe_text("offer")),
            values.one_of("caller", trade.CALLERS),
            None if consent is None else int(consent),
            values.maybe_one_of("effort", trade.EFFORTS),
            *(values.maybe_text("why"), at_fault, values.maybe_text("note")),
            *(int(values.truth("imported")), int(values.truth("quiet")), passed_to),
        )

    def _follow_up(self, values: Values, _number: int) -> Row:
        purpose = values.one_of("purpose", owed.PURPOSES)
        is_free = purpose in owed.FREE
        contact = self._contact(values) if purpose == "other" else self._other(values)
        about = self._about(values)
        status, done_on = values.one_of("status", owed.STATUSES), values.maybe_day("done_on")
        unasked = values.truth("unasked")
        if purpose in owed.QUESTIONS and about is None:
            values.refuse(f"{purpose} needs an introduction, but about is missing")
        if (status == "done") != (done_on is not None):
            values.refuse("done_on has to be there if it is done, and only then")
        if unasked and status != "dropped":
            values.refuse("unasked can be true only of what is dropped")
        if done_on is not None:
            self._since(values, "done_on", done_on, about)
        if status == "open":
            self._require_one_open(values, purpose, contact, about)
        what = (values.maybe_text("typed") or values.text("what")) if is_free else None
        every, unit = _every(values)
        return (
            *(contact, purpose, what, values.day("due_on"), about, status, done_on),
            *(every, values.maybe_text("note"), int(unasked), unit),
        )

    def _business(self, values: Values, _number: int) -> Row:
        about, amount = self._about(values), values.text("amount", 40)
        contact = self._people.maybe_id_of(values, "contact")
        if (about is None) == (contact is None) or contact == ME:
            values.refuse("it needs either about or a contact other than you")
        currency = values.text("currency", 3, 3)
        try:
            money = parse_money(f"{amount} {currency}", currency)
        except UsageError:
            money = None
        if money is None or (decimal_text(money), money.currency) != (amount, currency):
            values.refuse("amount and currency are not like 2500.00 USD")
        on = self._since(values, "on", values.day("on"), about)
        return (about, money.minor, currency, on, values.maybe_text("note"), contact)

    def _thanks(self, values: Values, _number: int) -> Row:
        about = self._about(values)
        return (
            self._other(values),
            values.one_of("direction", ("given", "received")),
            values.maybe_one_of("via", VIAS),
            self._since(values, "on", values.day("on"), about),
            about,
            values.maybe_text("note"),
        )

    def _one_to_one(self, values: Values, _number: int) -> Row:
        return (self._other(values), values.day("on"), values.maybe_text("note"))

    def _note(self, values: Values, _number: int) -> Row:
        about = self._about(values)
        on = self._since(values, "on", values.day("on"), about)
        topic, until = values.maybe_one_of("topic", TOPICS), values.maybe_day("until")
        text = values.maybe_text("note")
        if text is None and topic not in ALONE:
            values.refuse("note is missing")
        if until is not None and topic not in OF_ROOM:
            values.refuse(f"until can be said only of {' and '.join(OF_ROOM)}")
        contact = self._contact(values)
        if contact == ME and topic is not None and topic not in MINE:
            values.refuse(f"{topic} is never said of me")
        return (contact, on, about, text, topic, until)

    def _passed_to(self, values: Values, number: int) -> int | None:
        passed_to = values.maybe_number("passed_to")
        if passed_to is not None and (passed_to not in self._days or passed_to == number):
            values.refuse(f"it was passed on by #{passed_to}, which is no other introduction")
        return passed_to

    def _contact(self, values: Values) -> int:
        return self._people.id_of(values, "contact")

    def _other(self, values: Values) -> int:
        contact = self._contact(values)
        if contact == ME:
            values.refuse("it needs someone other than you")
        return contact

    def _about(self, values: Values) -> int | None:
        about = values.maybe_number("about")
        if about is not None and about not in self._days:
            values.refuse(f"it is about #{about}, which is not an introduction in the file")
        return about

    def _since(self, values: Values, key: str, day: str, about: int | None) -> str:
        """Let nothing about an introduction happen before it."""
        if about is not None and day < self._days[about]:
            values.refuse(f"{key} is before the day of introduction #{about}")
        return day

    def _require_one_open(
        self, values: Values, purpose: str, contact: int, about: int | None
    ) -> None:
        """Hold the playbook's families: of each one is open at most."""
        families: dict[bool, tuple[Any, ...]] = {
            purpose in owed.QUESTIONS: ("question", contact, about),
            purpose in owed.DEBTS: (purpose, contact, about),
            purpose in owed.CARE: (purpose, contact),
        }
        family = families.get(True)
        if family is None:
            return
        if family in self._open:
            values.refuse(f"another {purpose} is already open with the same person")
        self._open.add(family)


def _values(found: Found) -> Values:
    keys = (*_SECTIONS[found.section].keys, *_MORE.get(found.section, ()))
    return Values(found, keys, "id")


def _every(values: Values) -> tuple[int | None, str]:
    """Return how many of which unit lie between repetitions."""
    text = values.maybe_text("every")
    if text is None:
        return None, "d"
    count, unit = text[:-1], text[-1]
    is_count = unit in owed.UNITS and count.isascii() and count.isdigit() and len(count) <= _DIGITS
    if not is_count or not 1 <= int(count) <= _MOST_EVERY:
        values.refuse(f"every is not a time like 90d, 2w, 6m or 1y, of at most {_MOST_EVERY}")
    return int(count), unit
