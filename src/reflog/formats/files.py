"""Files to import, recognized by their content and not by their name."""

from __future__ import annotations

import codecs
import errno
import io
import os
import re
import stat
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from reflog import errors
from reflog.domain.record import Record
from reflog.errors import UsageError
from reflog.formats import decoding, foreign, ldif, sheets, slips
from reflog.formats.csv import read as csv_reading
from reflog.formats.csv.table import Text
from reflog.formats.errors import UnreadableError
from reflog.formats.ledger.document import BEGINNING
from reflog.formats.vcard import groups
from reflog.formats.vcard import read as vcard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reflog.domain.cards.card import Reading
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

_NO_TABLES = {VCARD: "a vCard", JSON: "JSON", ldif.SOURCE: "LDIF", slips.FORM: "slips"}
_NOT_TEXT = {VCARD: "a vCard", ldif.SOURCE: "LDIF"} | dict.fromkeys(sheets.FORMS, "a spreadsheet")
"""What a table that is said to be one of these is not."""

_JCARD = re.compile(rb'\s*\[\s*(?:\[\s*)?"vcard"', re.IGNORECASE)
_JSON = re.compile(rb"\s*[{\[]")


class File(Record):
    """A file whose form is known.

    Attributes:
        name: what messages call it.
        form: one of FORMS.
        data: its content; a table is in UTF-8 without a byte order mark.
        source: the program whose table it is, if the user says so.
        remarks: sentences on what was guessed or lost of its text.
        path: set for one of reflog's own; then `data` is only its beginning.
    """

    name: str
    form: str
    data: bytes
    source: str | None = None
    path: str | None = None
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
    for content in contents(path, stdin):
        try:
            if content.path is None:
                yield _recognized(content, form, mapping, encoding)
            elif form in {None, JSON} and mapping is None:
                yield File(name=content.name, form=JSON, data=content.data, path=content.path)
            else:
                whole = Content(name=content.name, data=read(content.path))
                yield _recognized(whole, form, mapping, encoding)
        except UnreadableError as error:
            raise error.of(content.name) from None


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
        try:
            found = _reading(file, mapping)
        except UnreadableError as error:
            raise error.of(file.name) from None
        rows += len(found.cards) + len(found.left)
        if rows > csv_reading.MOST_ROWS:
            reason = f"with it there are more than {csv_reading.MOST_ROWS:,} cards"
            raise UnreadableError(reason, hint="import them in parts", file=file.name)
        remarks = (*file.remarks, *found.remarks)
        every.append(found.replaced(file=file.name, remarks=remarks))
    yield from groups.tagged(every)


def pieces_of(file: File) -> Callable[[], Iterator[bytes]]:
    """Return a function that yields the content of one of reflog's own files from its beginning.

    It raises ReflogError if the file can no longer be read.
    """
    if file.path is not None:
        return partial(_pieces_in, file.path)
    return partial(_pieces_of, file.data)


def _pieces_of(data: bytes) -> Iterator[bytes]:
    for begin in range(0, len(data), _CHUNK):
        yield data[begin : begin + _CHUNK]


def _pieces_in(path: str) -> Iterator[bytes]:
    with _regular(path) as file:
        try:
            while chunk := file.read(_CHUNK):
                yield chunk
        except OSError as error:
            raise _cannot_read(path, error) from None


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
    if file.form in sheets.FORMS:
        return sheets.read(file.data, file.form, file.source, mapping)
    return csv_reading.read(file.data, file.source, mapping)


def _recognized(
    content: Content, form: str | None, mapping: Mapping[str, str] | None, encoding: str | None
) -> File:
    name, data = content.name, content.data
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        reason = "the file is empty"
        raise UnreadableError(reason, hint="export it again")
    if sheet := sheets.form_of(data):
        return _sheet(File(name=name, form=sheet, data=data), form, mapping)
    foreign.refuse(data)
    narrow = decoding.narrow(data, encoding)
    if vcard.looks_like(narrow):
        _require(form, VCARD, "a vCard")
        return _said(File(name=name, form=VCARD, data=narrow), mapping)
    if form not in {JSON, CSV}:
        foreign.refuse_text(narrow)
    if form in {None, JSON} and _JSON.match(data.removeprefix(codecs.BOM_UTF8)):
        if _JCARD.match(narrow):
            raise foreign.this_is(foreign.NAMED_JCARD, foreign.AS_VCARD)
        return _said(File(name=name, form=JSON, data=data), mapping)
    del data
    is_ldif = form in {None, ldif.SOURCE} and ldif.looks_like(narrow)
    text, remarks = decoding.utf8(narrow)
    if is_ldif:
        return _said(File(name=name, form=ldif.SOURCE, data=text, remarks=remarks), mapping)
    told = form or _form_of(text, mapping)
    if told in _NOT_TEXT:
        reason = f"this is not {_NOT_TEXT[told]}"
        raise UnreadableError(reason, 1, hint=f"drop --format {told}")
    source = None if form is None else told
    return _said(File(name=name, form=told, data=text, source=source, remarks=remarks), mapping)


def slips_of(file: File) -> Slips:
    """Return the slips of a report that is text or a spreadsheet.

    Raises:
        UnreadableError: it is not a report of slips.
    """
    try:
        if sheet := sheets.form_of(file.data):
            return slips.read(sheets.opened(file.data, sheet))
        return slips.read(Text(file.data))
    except UnreadableError as error:
        raise error.of(file.name) from None


def _sheet(file: File, form: str | None, mapping: Mapping[str, str] | None) -> File:
    """Return a spreadsheet, with the program whose table is said to be in it."""
    if form == slips.FORM or (
        form is None and slips.looks_like(sheets.looked_into(file.data, file.form))
    ):
        return file.replaced(form=slips.FORM)
    if form in {None, CSV, file.form}:
        return file.replaced(source=CSV if form == CSV else None)
    if form in {VCARD, JSON, ldif.SOURCE, *sheets.FORMS} or mapping is not None:
        _require(form, file.form, f"a spreadsheet ({file.form})")
    return file.replaced(source=form)


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


DASH = "-"
STANDARD_INPUT = "standard input"
MOST_BYTES = decoding.MOST_BYTES
MOST_OWN_BYTES = 1024 * 1024 * 1024
"""What reflog has exported itself may be larger: a ledger that can leave can come back."""

CARDS = ".vcf"

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


class Content(Record):
    """The content of a file, and what messages call the file.

    Attributes:
        path: where the rest of it is, if it is one of reflog's own.
    """

    name: str
    data: bytes
    path: str | None = None


def contents(path: str, stdin: BinaryIO | None = None) -> Iterator[Content]:
    """Yield the content of a file, of standard input, or of every card file in a folder.

    Args:
        path: a file, a folder, or `-` for standard input.
        stdin: standard input, if it can be read.

    Raises:
        NotFoundError: there is no such file.
        PermissionDeniedError: it may not be read.
        UnreadableError: it is not a regular file, is too large, or is a folder without cards.
    """
    if path == DASH:
        if stdin is None:
            reason = "there is nothing to read"
            raise UnreadableError(reason, file=STANDARD_INPUT)
        yield Content(name=STANDARD_INPUT, data=_all_of(stdin, STANDARD_INPUT, MOST_BYTES))
        return
    if not _is_folder(path):
        head = _head_of_own(path)
        yield Content(
            name=path, data=read(path) if head is None else head, path=path if head else None
        )
        return
    room = MOST_BYTES
    for card in map(str, _cards_in(Path(path))):
        data = read(card, room)
        room -= len(data)
        yield Content(name=card, data=data)


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


def read(path: str, room: int | None = None) -> bytes:
    """Return the content of a regular file of at most `room` bytes, or the usual limit.

    Raises:
        ReflogError: why it can't be read.
    """
    room = MOST_BYTES if room is None else room
    with _regular(path) as file:
        if _is_own(file, path) and room == MOST_BYTES:
            room = MOST_OWN_BYTES
        _require_room(file, path, room)
        return _all_of(file, path, room)


def _head_of_own(path: str) -> bytes | None:
    """Return how a large file of reflog's own begins, None of any other.

    It is read piece by piece, and twice: a ledger that can leave can come back.
    """
    with _regular(path) as file:
        if not _is_own(file, path):
            return None
        _require_room(file, path, MOST_OWN_BYTES)
        return _all_of(io.BytesIO(file.read(_HEAD)), path, _HEAD)


def _is_own(file: BinaryIO, path: str) -> bool:
    """Return whether a file begins as those that reflog writes; it is at its beginning again."""
    try:
        is_own = file.read(len(BEGINNING)) == BEGINNING
        file.seek(0)
    except OSError as error:
        raise _cannot_read(path, error) from None
    return is_own


def _require_room(file: BinaryIO, path: str, room: int) -> None:
    if os.fstat(file.fileno()).st_size > room:
        raise too_large().of(path)


@contextmanager
def _regular(path: str) -> Iterator[BinaryIO]:
    """Open a regular file, and nothing else."""
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
    finally:
        os.close(descriptor)


def _all_of(file: BinaryIO, name: str, room: int) -> bytes:
    data = bytearray()
    try:
        while chunk := file.read(_CHUNK):
            data += chunk
            if len(data) > room:
                raise too_large().of(name)
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


def too_large() -> UnreadableError:
    """Return the error for a file that is larger than reflog reads."""
    reason = f"this comes to more than {MOST_BYTES // 1024 // 1024} MB"
    return UnreadableError(reason, hint="leave photos out of the export, or split it")
