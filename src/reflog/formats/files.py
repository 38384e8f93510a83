"""Files to import, recognized by their content and not by their name."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reflog import errors
from reflog.domain import Record
from reflog.errors import UsageError
from reflog.formats import decoding, foreign, ldif, sheets, slips
from reflog.formats.csv import read as csv_reading
from reflog.formats.csv.table import Text
from reflog.formats.errors import UnreadableError, named
from reflog.formats.ledger.document import BEGINNING
from reflog.formats.vcard import groups, lines
from reflog.formats.vcard import read as vcard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reflog.domain.cards.card import Reading
    from reflog.formats.sheets import Sheet
    from reflog.formats.slips import Slips

VCARD = "vcard"
JSON = "json"
CSV = "csv"
FORMS = (
    *(VCARD, "google", "outlook", "linkedin", CSV, JSON),
    *("thunderbird", "windows", "yahoo", "pipedrive", "salesforce", "hubspot", "zoho"),
    *("linkedin-imported", ldif.SOURCE, *sheets.FORMS, slips.FORM),
)
"""What a file can be said to be."""

MOST_BYTES = decoding.MOST_BYTES
MOST_OWN_BYTES = 1024 * 1024 * 1024
"""What reflog has exported itself may be larger: a ledger that can leave can come back."""

CARDS = ".vcf"
STANDARD_INPUT = "standard input"

_NO_TABLES = {VCARD: "a vCard", JSON: "JSON", ldif.SOURCE: "LDIF", slips.FORM: "slips"}
_NOT_TEXT = {VCARD: "a vCard", ldif.SOURCE: "LDIF"} | dict.fromkeys(sheets.FORMS, "a spreadsheet")
"""What a table that is said to be one of these is not."""

_JCARD = re.compile(rb'\s*\[\s*(?:\[\s*)?"vcard"', re.IGNORECASE)
_JSON = re.compile(rb"\s*[{\[]")

# Not to wait for the other end of a pipe, not to be given a terminal; where there are such.
_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _FLAGS |= getattr(os, _flag, 0)

_CHUNK = 1024 * 1024
_HEAD = 4096
_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP}
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class File(Record):
    """A file to import.

    Attributes:
        name: what messages call it.
        data: its content; a table is in UTF-8 without a byte order mark.
        path: set for one of reflog's own; then `data` is only its beginning.
        form: one of FORMS, once it is known.
        source: the program whose table it is, if the user says so.
        sheet: the first sheet of a spreadsheet, opened once to see what it is and to read it.
        remarks: sentences on what was guessed or lost of its text.
    """

    name: str
    data: bytes
    path: str | None = None
    form: str = ""
    source: str | None = None
    sheet: Sheet | None = None
    remarks: tuple[str, ...] = ()


def opened(
    path: str,
    *,
    form: str | None = None,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[File]:
    """Yield the file at a path, or each card file of a folder.

    Args:
        path: a file, a folder of vCards, or `-` for standard input.
        form: one of FORMS, if the user names it.
        mapping: targets by column, as `mapping.parsed` returns them.
        encoding: the encoding of its text, as `decoding.checked` returns it.
        stdin: standard input, if it can be read.

    Raises:
        NotFoundError: there is no such file.
        PermissionDeniedError: it may not be read.
        UsageError: reflog can't read such a file, or it isn't what the user says it is.
    """
    if mapping is not None and form not in {None, CSV, *sheets.FORMS}:
        message = f"--map doesn't go with --format {form}."
        raise UsageError(message, hint="use only one of them")
    for file in _files(path, stdin):
        with named(file.name):
            recognized = _recognized(file, form, mapping, encoding)
        yield recognized


def readings(
    opened_files: Iterable[File], mapping: Mapping[str, str] | None = None
) -> Iterator[Reading]:
    """Yield the people of each file; the limit on the number of cards is for all files together.

    Raises:
        UsageError: a file is broken or one of reflog's own, or there are too many cards.
    """
    rows = 0
    every: list[Reading] = []
    for file in opened_files:
        with named(file.name):
            found = _reading(file, mapping)
        rows += len(found.cards) + len(found.left)
        if rows > csv_reading.MOST_ROWS:
            reason = f"with it there are more than {csv_reading.MOST_ROWS:,} cards"
            raise UnreadableError(reason, hint="import them in parts", file=file.name)
        remarks = (*file.remarks, *found.remarks)
        every.append(found.replaced(file=file.name, remarks=remarks))
    yield from groups.tagged(every)


def slips_of(file: File) -> Slips:
    """Return the slips of a report that is text or a spreadsheet.

    Raises:
        UnreadableError: it is not a report of slips.
    """
    with named(file.name):
        return slips.read(file.sheet or Text(file.data))


def pieces_of(file: File) -> Callable[[], Iterator[bytes]]:
    """Return a function that yields the content of one of reflog's own files from its beginning.

    It raises ReflogError if the file can no longer be read.
    """

    def pieces() -> Iterator[bytes]:
        with io.BytesIO(file.data) if file.path is None else _regular(file.path) as source:
            while chunk := source.read(_CHUNK):
                yield chunk

    return pieces


def read(path: str, room: int | None = None) -> bytes:
    """Return the content of a regular file of at most `room` bytes, or the usual limit.

    Raises:
        ReflogError: why it can't be read.
    """
    room = MOST_BYTES if room is None else room
    with _regular(path) as file:
        _require_room(file, path, room)
        return _all_of(file, path, room)


def _reading(file: File, mapping: Mapping[str, str] | None) -> Reading:
    if file.form == VCARD:
        return vcard.read(file.data)
    if file.form == slips.FORM:
        reason = "these are slips, not a list of people"
        raise UnreadableError(reason, hint="import them on their own")
    if file.form == JSON:
        reason = "this is a whole ledger, not a list of people"
        raise UnreadableError(reason, hint="import it on its own, into an empty ledger")
    if file.form == ldif.SOURCE:
        return ldif.read(file.data)
    found = csv_reading.people_in(file.sheet or Text(file.data), file.source, mapping)
    is_plain_sheet = file.sheet is not None and found.source == csv_reading.PLAIN
    return found.replaced(source=file.form) if is_plain_sheet else found


def _recognized(
    file: File, form: str | None, mapping: Mapping[str, str] | None, encoding: str | None
) -> File:
    if file.path is not None:
        if form in {None, JSON} and mapping is None:
            return file.replaced(form=JSON)
        file = file.replaced(data=read(file.path), path=None)
    data = file.data
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        reason = "the file is empty"
        raise UnreadableError(reason, hint="export it again")
    if sheet := sheets.form_of(data):
        return _spreadsheet(file.replaced(form=sheet), form)
    foreign.refuse(data)
    narrow = decoding.narrow(data, encoding)
    if lines.looks_like(narrow):
        _require(form, VCARD, "a vCard")
        return _said(file.replaced(form=VCARD, data=narrow), mapping)
    if form not in {JSON, CSV}:
        foreign.refuse_text(narrow)
    if form in {None, JSON} and _JSON.match(data.removeprefix(codecs.BOM_UTF8)):
        if _JCARD.match(narrow):
            raise foreign.this_is(foreign.NAMED_JCARD, foreign.AS_VCARD)
        return _said(file.replaced(form=JSON), mapping)
    return _text(file.replaced(data=narrow), form, mapping)


def _text(file: File, form: str | None, mapping: Mapping[str, str] | None) -> File:
    """Return LDIF or a table, whole and in UTF-8."""
    is_ldif = form in {None, ldif.SOURCE} and ldif.looks_like(file.data)
    text, remarks = decoding.utf8(file.data)
    file = file.replaced(data=text, remarks=remarks)
    if is_ldif:
        return _said(file.replaced(form=ldif.SOURCE), mapping)
    told = form or _form_of(text, mapping)
    if told in _NOT_TEXT:
        reason = f"this is not {_NOT_TEXT[told]}"
        raise UnreadableError(reason, 1, hint=f"drop --format {told}")
    return _said(file.replaced(form=told, source=None if form is None else told), mapping)


def _spreadsheet(file: File, form: str | None) -> File:
    """Return a spreadsheet, with the program whose table is said to be in it."""
    if form in {VCARD, JSON, ldif.SOURCE, *sheets.FORMS}:
        _require(form, file.form, f"a spreadsheet ({file.form})")
    sheet = sheets.Sheet(file.data, file.form)
    file = file.replaced(sheet=sheet)
    if form == slips.FORM or (form is None and slips.looks_like(sheet)):
        return file.replaced(form=slips.FORM)
    return file if form in {None, file.form} else file.replaced(source=form)


def _require(form: str | None, real: str, what: str) -> None:
    """Refuse a file that is not what it is said to be."""
    if form not in {None, real}:
        reason = f"this is {what}"
        raise UnreadableError(reason, hint=f"drop --format {form}")


def _said(file: File, mapping: Mapping[str, str] | None) -> File:
    """Return the file, unless a mapping is of no use for it."""
    if mapping is not None and file.form in _NO_TABLES:
        reason = f"--map is for tables, and this is {_NO_TABLES[file.form]}"
        raise UnreadableError(reason, hint="drop --map")
    return file


def _form_of(data: bytes, mapping: Mapping[str, str] | None) -> str:
    if mapping is not None:
        return CSV
    if slips.looks_like(Text(data)):
        return slips.FORM
    # A table that nobody is known to write is refused where it is read, with its columns.
    source = csv_reading.recognized(data)
    return source if source in FORMS else CSV


def _files(path: str, stdin: BinaryIO | None) -> Iterator[File]:
    """Yield a file, standard input, or every card file in a folder; none is looked at yet."""
    if path == "-":
        if stdin is None:
            reason = "there is nothing to read"
            raise UnreadableError(reason, file=STANDARD_INPUT)
        yield File(name=STANDARD_INPUT, data=_all_of(stdin, STANDARD_INPUT, MOST_BYTES))
    elif _is_folder(path):
        room = MOST_BYTES
        for card in map(str, _cards_in(Path(path))):
            data = read(card, room)
            room -= len(data)
            yield File(name=card, data=data)
    else:
        with _regular(path) as file:
            # What reflog wrote is read piece by piece, and twice.
            is_own = file.read(len(BEGINNING)) == BEGINNING
            file.seek(0)
            _require_room(file, path, MOST_OWN_BYTES if is_own else MOST_BYTES)
            data = file.read(_HEAD) if is_own else _all_of(file, path, MOST_BYTES)
        yield File(name=path, data=data, path=path if is_own else None)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # what is wrong with the path is said when it is opened
        return False


def _cards_in(folder: Path) -> list[Path]:
    """Return the cards of a folder, sorted; hidden files are not among them."""
    try:
        files = sorted(folder.iterdir())
    except OSError as error:
        raise _cannot_read(str(folder), error) from None
    cards = [
        file for file in files if file.suffix.lower() == CARDS and not file.name.startswith(".")
    ]
    if not cards:
        reason = f"there is no vCard (*{CARDS}) in this folder"
        raise UnreadableError(reason, hint="name the files themselves", file=str(folder))
    return cards


@contextmanager
def _regular(path: str) -> Iterator[BinaryIO]:
    """Open a regular file, and nothing else; what fails while it is read is said of the path."""
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise _cannot_open(path, error) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise _no_file(path, mode)
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            yield file
    except OSError as error:
        raise _cannot_read(path, error) from None
    finally:
        os.close(descriptor)


def _require_room(file: BinaryIO, path: str, room: int) -> None:
    if os.fstat(file.fileno()).st_size > room:
        raise _too_large(path)


def _all_of(file: BinaryIO, name: str, room: int) -> bytes:
    data = bytearray()
    try:
        while chunk := file.read(_CHUNK):
            data += chunk
            if len(data) > room:
                raise _too_large(name)
    except OSError as error:
        raise _cannot_read(name, error) from None
    return bytes(data)


def _cannot_open(path: str, error: OSError | ValueError) -> errors.ReflogError:
    if not isinstance(error, OSError) or error.errno in _NOT_THERE:
        message = f"There is no file {path}."
        return errors.NotFoundError(
            message, hint="check the name with ls, or drag the file into the window"
        )
    try:
        mode = Path(path).stat().st_mode
    except OSError:
        return _cannot_read(path, error)
    return _cannot_read(path, error) if stat.S_ISREG(mode) else _no_file(path, mode)


def _cannot_read(name: str, error: OSError) -> errors.ReflogError:
    message = f"{name} can't be read: {error.strerror}."
    if isinstance(error, PermissionError):
        return errors.PermissionDeniedError(message, hint="to see who may read it: ls -l")
    return errors.InputOutputError(message)


def _no_file(path: str, mode: int) -> UnreadableError:
    kind = next((name for is_one, name in _KINDS if is_one(mode)), "a folder")
    hint = "to import what a command writes: COMMAND | reflog import -"
    return UnreadableError(f"this is {kind}, not a file", hint=hint, file=path)


def _too_large(name: str) -> UnreadableError:
    reason = f"this comes to more than {MOST_BYTES // 1024 // 1024} MB"
    return UnreadableError(reason, hint="leave photos out of the export, or split it", file=name)
