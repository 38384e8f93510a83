"""The text of each export format, written while the ledger is read, and what was written where.

The objects are those of every command, without what depends on today, and with what it takes to
make the same ledger from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from reflog.domain.contacts import Contact, is_forgotten
from reflog.domain.entries import Business, Entry, FollowUp
from reflog.domain.exports import TABLES, Wanted, holding, redacted, redacted_card
from reflog.domain.schema import KINDS
from reflog.formats import calendar as calendar_writing
from reflog.formats.cells import joined
from reflog.formats.csv import write as csv
from reflog.formats.ledger import document
from reflog.formats.vcard import write as vcard
from reflog.render import Page, clean, objects
from reflog.render.pages import to_do
from reflog.render.pages.entries import introduction_line
from reflog.reports import entries, introductions
from reflog.reports import exports as reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from reflog.storage import Reader

    T = TypeVar("T")

_OF_THE_DAY = "days_overdue"

COLUMNS: dict[str, tuple[str, ...]] = {
    "contacts": objects.KEYS[Contact],
    **{kind.plural: tuple(key for key in kind.keys if key != _OF_THE_DAY) for kind in KINDS},
    "settings": ("key", "value"),
}
"""The tables of the ledger that other programs can use, each with its columns."""

PIECE = 65536
"""Characters from which on a piece of text is passed on."""


class Source:
    """Writes one export from the ledger.

    Attributes:
        counts: how many objects of each table were written.
    """

    def __init__(self, reader: Reader, today: date, without: Sequence[str] = ()) -> None:
        self._reader = reader
        self._today = today
        self._without = without
        self.counts: dict[str, int] = {}

    def whole(self, what: str | None, *, journal: bool = False) -> Iterator[str]:
        """Yield the whole ledger, or one of its tables, as JSON, with the journal if wanted."""
        header: dict[str, Any] = {"redacted": list(self._without)}
        if what is None:
            header["numbers"] = reports.numbers(self._reader)
        if what in {None, "settings"}:
            header["settings"] = dict(sorted(self._reader.settings().items()))
            self.counts["settings"] = len(header["settings"])
        sections = {
            table.replace("-", "_"): self._counted(table, self._objects(table))
            for table in TABLES
            if table != "settings" and what in {None, table}
        }
        if what is None and not self._without:
            sections["cards"] = reports.all_cards(self._reader)
            sections["distinct"] = reports.all_distinct(self._reader)
        if journal:
            sections["ops"] = reports.ops(self._reader)
            sections["changes"] = (
                dict(zip(document.CHANGE, one, strict=True))
                for one in reports.changes(self._reader)
            )
        return document.text(header, sections)

    def table(self, what: str) -> Iterator[str]:
        """Yield one table as CSV."""
        columns = COLUMNS[what]
        found = self._counted(what, self._objects(what, people=True))
        return csv.rows(columns, ([_cell(one[column]) for column in columns] for one in found))

    def cards(self, version: str) -> Iterator[str]:
        """Yield the people as vCards."""
        for one in self._counted("contacts", reports.cards(self._reader)):
            yield vcard.card(redacted_card(one, self._without), version=version)

    def calendar(self, *, as_todos: bool) -> Iterator[str]:
        """Yield the open follow-ups as a calendar."""
        return calendar_writing.text(self._items(), as_todos=as_todos)

    def _counted(self, table: str, found: Iterable[T]) -> Iterator[T]:
        self.counts[table] = 0
        for one in found:
            self.counts[table] += 1
            yield one

    def _objects(self, table: str, *, people: bool = False) -> Iterator[dict[str, Any]]:
        """Yield the objects of a table; with `people`, only contacts other programs can use."""
        if table == "contacts":
            for one, uid, e164 in reports.people(self._reader):
                if not (people and (one.is_me or is_forgotten(one.name, one.handle))):
                    yield self._person(one, uid, e164)
        elif table == "introductions":
            for about, steps, quiet in reports.all_introductions(self._reader):
                told = [step.as_dict() for step in steps]
                yield {**self._entry(about), "quiet": quiet, "steps": told}
        elif table == "settings":
            for key, value in sorted(self._reader.settings().items()):
                yield {"key": key, "value": value}
        else:
            kind = next(kind for kind in KINDS if kind.plural == table)
            yield from map(self._entry, reports.all_of(self._reader, kind, self._today))

    def _person(self, one: Contact, uid: str, e164: Sequence[str | None]) -> dict[str, Any]:
        """Return a contact with its UUID."""
        return {
            "key": one.id,
            "uid": objects.uid_text(uid),
            "me": one.is_me,
            **objects.of(redacted(one, self._without)),
            "e164": [] if "phones" in self._without else e164,
        }

    def _entry(self, one: Entry) -> dict[str, Any]:
        """Return an entry, without amounts where they are left out."""
        one = redacted(one, self._without)
        found = objects.of(one)
        if isinstance(one, FollowUp):
            del found[_OF_THE_DAY]
            found |= objects.picked(one, ("unasked", "typed"))
        if "amounts" in self._without:
            deals = [found] if isinstance(one, Business) else found.get("business", ())
            for deal in deals:
                deal["amount"] = None
        return found

    def _items(self) -> Iterator[calendar_writing.Item]:
        revised = reports.revisions(self._reader)
        owed = entries.due(self._reader, self._today)
        self.counts["follow-ups"] = len(owed)
        for one in owed:
            count, at = revised.get(one.id, (1, one.created_at))
            yield self._item(redacted(one, self._without), count, at)

    def _item(self, one: FollowUp, count: int, at: str) -> calendar_writing.Item:
        return calendar_writing.Item(
            uid=objects.uid_text(one.uid),
            on=one.due_on,
            summary=clean(to_do(one)),
            description="\n".join(clean(line, lines=True) for line in self._description(one)),
            category=one.purpose,
            stamp=at,
            created=one.created_at,
            revision=count - 1,
        )

    def _description(self, one: FollowUp) -> Iterator[str]:
        """Say how to reach them, and about what."""
        yield ", ".join((one.contact_name, *one.phones, *one.emails))
        if one.about is not None and (about := introductions.introduction(self._reader, one.about)):
            about = redacted(about, self._without)
            if "amounts" in self._without:
                about = about.replaced(business=())
            yield introduction_line(about)
            if about.need:
                yield f"Need: {about.need}"
        if one.note:
            yield one.note


def pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield text as bytes, joined to pieces large enough to write quickly."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size > PIECE:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


def written_page(files: Sequence[tuple[str, int]], noun: str) -> Page:
    """Say what was written to which file."""
    return [
        f"Wrote {count} {noun if count != 1 else _single(noun)} to {path}." for path, count in files
    ]


def written_ledger(path: str, counts: Mapping[str, int]) -> Page:
    """Say what the whole ledger was that was written, in the words of its import."""
    entries = {kind.plural: counts[kind.plural] for kind in KINDS}
    held = holding({"contacts": counts["contacts"] - 1, **entries})  # I am not counted
    return [f"Wrote a ledger of {held} to {path}."]


def written_record(wanted: Wanted, files: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Return the JSON of what was written to which file."""
    records = sum(number for _path, number in files)
    made = [{"file": path, "records": number} for path, number in files]
    return {**_written(wanted, records), "files": made, "content": None}


def content_record(wanted: Wanted, content: Iterable[str], records: int) -> Iterator[str]:
    """Yield the JSON of what was written to no file, with the text itself."""
    rest = {"files": [], "content": objects.Text(content)}
    return objects.long_document({**_written(wanted, records), **rest})


def _written(wanted: Wanted, records: int) -> dict[str, Any]:
    return {
        "what": wanted.what,
        "format": wanted.format,
        "records": records,
        "redacted": list(wanted.without),
    }


def _single(noun: str) -> str:
    return noun if noun in {"business", "thanks"} else noun.removesuffix("s")


def _cell(value: Any) -> str | int | None:  # noqa: ANN401 - whatever an object holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return joined(_part(one) for one in value) or None
    return value  # type: ignore[no-any-return]


def _part(value: Any) -> str:  # noqa: ANN401 - whatever a list of an object holds
    if isinstance(value, dict):
        keys = ("amount", "currency") if "amount" in value else value
        return " ".join(str(value[key]) for key in keys if value[key])
    return str(value)
