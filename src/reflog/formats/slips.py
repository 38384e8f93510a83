"""Reading a networking group's slips: who gave whom what, in a week's report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflog.domain import Record
from reflog.domain.names import fold
from reflog.formats import cells
from reflog.formats.csv import table
from reflog.formats.csv.read import limited
from reflog.formats.draft import line_of
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from reflog.formats.csv.table import Table

FORM = "slips"
REFERRAL, ONE_TO_ONE, BUSINESS, CREDITS = "referral", "one-to-one", "tyfcb", "ceu"
KINDS = {
    **dict.fromkeys(("referral", "referrals"), REFERRAL),
    **dict.fromkeys(("one to one", "one-to-one", "one to ones", "1-2-1", "121"), ONE_TO_ONE),
    **dict.fromkeys(("tyfcb", "thank you for closed business"), BUSINESS),
    **dict.fromkeys(("ceu", "ceus"), CREDITS),
}
COLUMNS = ("from", "to", "slip type")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{_MONTH}(?:\.?,? \d{{4}})?"
    rf"|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)(?=T\d|\b)",
    re.IGNORECASE,
)


class Slip(Record):
    """A line of the report.

    Attributes:
        line: where it is in the file.
        kind: one of the values of KINDS, else what the file calls it.
        giver, to: names as written.
        is_inside: the giver is the prospect too.
    """

    line: int
    kind: str
    giver: str
    to: str
    is_inside: bool
    amount: str
    detail: str


class Slips(Record):
    """A report of slips.

    Attributes:
        days: the days that its title names, as written.
        slips: in the order of the file.
        failed: the lines that can't be parsed, with the reason.
    """

    days: tuple[str, ...]
    slips: tuple[Slip, ...]
    failed: tuple[tuple[int, str], ...] = ()


def looks_like(rows: Table) -> bool:
    """Return whether a table has the header of such a report."""
    return table.find_header(rows, _is_header) is not None


def read(rows: Table) -> Slips:
    """Read the slips of a report.

    Raises:
        UnreadableError: it has no such header, or too many rows.
    """
    found = table.find_header(rows, _is_header)
    if found is None:
        reason = "this is no report of slips: it has no columns From, To and Slip Type"
        raise UnreadableError(reason, 1, hint="drop --format slips")
    header = found[0]
    places = {name: index for index, name in reversed(list(enumerate(header.folded)))}
    above: dict[int, str] = {}  # each line read once, whatever its cells may stand between
    for one in rows.headers():
        if one.line < header.line:
            above.setdefault(one.line, " ".join(filter(None, one.columns)))
    slips: list[Slip] = []
    failed: list[tuple[int, str]] = []
    for line, row in limited(rows, header):
        if isinstance(row, str):
            failed.append((line, row))
        elif any(map(str.strip, row)):
            slips.append(_slip(line, row, places))
    days = _DAY.findall(" ; ".join(above.values()))
    return Slips(days=tuple(days), slips=tuple(slips), failed=tuple(failed))


def _slip(line: int, row: list[str], places: dict[str, int]) -> Slip:
    def cell(name: str) -> str:
        place = places.get(name)
        text = cells.plain(row[place].strip()) if place is not None and place < len(row) else ""
        return "" if text in cells.EMPTY else text

    kind = line_of(cell("slip type"))
    return Slip(
        line=line,
        kind=KINDS.get(fold(kind), kind),
        giver=_name(cell("from")),
        to=_name(cell("to")),
        is_inside=fold(cell("inside/outside")).startswith(("inside", "tier 1")),
        amount=line_of(cell("tyfcb amount")),
        detail=cell("detail"),
    )


def _name(text: str) -> str:
    name = line_of(text)
    return cells.turned(name) or name


def _is_header(columns: tuple[str, ...]) -> bool:
    return set(map(fold, columns)).issuperset(COLUMNS)
