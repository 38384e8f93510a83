"""Reading spreadsheets (xlsx, xls, ods): the first sheet as a table.

python-calamine holds the whole sheet in memory, so what would unpack to far more than a file of
people is refused before it is opened.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from typing import TYPE_CHECKING

from reflog.formats.csv.read import MOST_ROWS
from reflog.formats.csv.table import LONGEST_FIELD, MOST_COLUMNS, SEARCHED, TOO_LONG, Header, Table
from reflog.formats.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import python_calamine

    from reflog.formats.csv.table import Row

FORMS = ("xlsx", "xls", "ods")

MOST_UNPACKED = 512 * 1024 * 1024
_EXACT = 1e15  # up to here a number of a spreadsheet has all its digits
_CHUNK = 1024 * 1024
_OVERLAP = 16 * 1024  # bytes looked at again where two chunks meet
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK = "Workbook".encode("utf-16-le")
_OLDER_BOOK = b"B\0o\0o\0k\0\0"
_FAR = re.compile(
    # A cell that holds something, beyond the last column or row of any list of people.
    rb'<(?:\w+:)?c\s[^>]*\br="(?:[A-Z]{3,}\d+|[A-Z]{1,2}(?:\d{7,}|[2-9]\d{5}|1[1-9]\d{4}|10[1-9]\d{3}))"'
    rb"[^>/]*>\s*<(?:\w+:)?(?:v|is)\b"
)
_PERHAPS_FAR = re.compile(rb'"(?:[A-Z]{3}|[A-Z]{1,2}\d{6})')  # seen in a third of the time
_REPEATED = re.compile(
    # Something that is said once and stands there a thousand times.
    rb'number-columns-repeated="\d{4,}"[^>]*office:value-type'
    rb'|office:value-type[^>]*number-columns-repeated="\d{4,}"'
    rb'|number-rows-repeated="\d{4,}"[^>]*>(?:(?!</table:table-row>).)*?office:value-type',
    re.DOTALL,
)
_BROKEN = (ValueError, OSError, NotImplementedError, RuntimeError, EOFError, LookupError)
"""What is raised of a packed file that is broken, beside the errors of its own."""

_SAVE = 'open it there, and save it anew, or as CSV (in Excel: "CSV UTF-8")'


def form_of(data: bytes) -> str | None:
    """Return which of FORMS the bytes are, None if they are no spreadsheet."""
    if data.startswith(_OLD):
        return "xls" if _BOOK in data or _OLDER_BOOK in data else None
    return _packed_form(data) if data.startswith(b"PK\x03\x04") else None


def _packed_form(data: bytes) -> str | None:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = " ".join(packed.namelist())
    except (zipfile.BadZipFile, *_BROKEN):
        # Cut off, perhaps: what it would have been is told by what it begins with.
        names = data[:_CHUNK].decode("latin-1").replace("xl/", "xl/workbook")
    if "xl/workbook" in names:
        return "xlsx"
    is_open = "content.xml" in names or "opendocument.spreadsheet" in names
    return "ods" if is_open and "mimetype" in names else None


class Sheet(Table):
    """The first sheet of a spreadsheet, as a table.

    Raises:
        UnreadableError: it is broken, locked or too large.
    """

    def __init__(self, data: bytes, form: str) -> None:
        if form != "xls":
            _require_small(data)
        self._sheet = _opened(data)

    def headers(self) -> Iterator[Header]:  # noqa: D102 - as of any table
        for line, row in itertools.islice(self._rows(), SEARCHED):
            names = tuple(" ".join(text.split()) for text in row)
            if any(names):
                yield Header(line=line, delimiter="", columns=names)

    def rows_below(self, header: Header) -> Iterator[tuple[int, Row]]:
        """Yield each row below the header, even an empty one, with its number."""
        for line, row in self._rows():
            if line > header.line:
                is_long = bool(row) and max(map(len, row)) > LONGEST_FIELD
                yield line, TOO_LONG if is_long else row

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        for line, cells in enumerate(self._sheet.iter_rows(), 1):
            row = [cell.strip() if isinstance(cell, str) else _text(cell) for cell in cells]
            while row and not row[-1]:
                row.pop()
            yield line, row


def _text(cell: object) -> str:
    """Return what a cell shows: whole numbers without a point, days as ISO has them."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _opened(data: bytes) -> python_calamine.CalamineSheet:
    """Return the first sheet; python-calamine is imported here alone."""
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            place
            for place, sheet in enumerate(book.sheets_metadata)
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        sheet = book.get_sheet_by_index(sheets[0])  # of a book without any, an IndexError
    except calamine.PasswordError:
        reason = "this spreadsheet has a password"
        raise UnreadableError(reason, hint="save it without one, and import that") from None
    except (calamine.CalamineError, *_BROKEN):
        raise _broken() from None
    except BaseException as error:
        # What a library in Rust does not expect of a file is no Exception.
        if type(error).__name__ == "PanicException":
            raise _broken() from None
        raise
    if not sheet.height:
        reason = "its first sheet is empty"
        raise UnreadableError(reason, hint="move the sheet that has the people before it")
    if sheet.width > MOST_COLUMNS:
        reason = f"its first sheet has more than {MOST_COLUMNS} columns"
        raise UnreadableError(reason, hint="delete what stands far to the right")
    return sheet


def _require_small(data: bytes) -> None:
    """Refuse what would fill the memory, whatever small file it is packed to.

    Raises:
        UnreadableError: it unpacks to too much, holds something far away, or is broken.
    """
    import struct
    import zipfile
    import zlib

    room = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.infolist():
                if not member.filename.endswith((".xml", ".rels", ".bin")):
                    continue
                before = b""
                with packed.open(member) as file:
                    while chunk := file.read(_CHUNK):
                        room -= len(chunk)
                        if room < 0 or _is_far(member.filename, before + chunk):
                            raise _too_large()
                        before = chunk[-_OVERLAP:]
    except (zipfile.BadZipFile, zlib.error, struct.error, *_BROKEN):
        raise _broken() from None


def _is_far(name: str, part: bytes) -> bool:
    if name.startswith("xl/worksheets/"):
        return _PERHAPS_FAR.search(part) is not None and _FAR.search(part) is not None
    return name == "content.xml" and _REPEATED.search(part) is not None


def _broken() -> UnreadableError:
    reason = "this spreadsheet can't be read: it is broken or cut off"
    return UnreadableError(reason, hint=_SAVE)


def _too_large() -> UnreadableError:
    reason = f"this spreadsheet holds more than {MOST_ROWS:,} rows of people could"
    return UnreadableError(reason, hint="delete what is far below or to the right, or split it")
