"""Reading files of other programs: what they are is told by their content, not their name."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO

from reflog.domain.cards.card import Reading
from reflog.domain.record import Record
from reflog.errors import UsageError
from reflog.formats import disguises, outside
from reflog.formats.csv import read as csv_reading
from reflog.formats.errors import UnreadableError
from reflog.formats.vcard import read as vcard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

VCARD = "vcard"
JSON = "json"
CSV = "csv"
FORMS = (VCARD, "google", "outlook", "linkedin", CSV, JSON)
"""What a file can be said to be."""

_JSON = re.compile(rb"\s*[{\[]")


class File(Record):
    """A file that is known for what it is.

    Attributes:
        name: what it is called in messages.
        form: one of FORMS.
        data: its content; text of CSV and JSON is UTF-8, perhaps behind a byte order mark.
    """

    name: str
    form: str
    data: bytes


def opened(
    path: str,
    *,
    form: str | None = None,
    mapping: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[File]:
    """Yield the files that a path stands for, one or every card of a folder.

    Args:
        path: a file, a folder of cards, or `-` for standard input.
        form: one of FORMS, where the user says what it is.
        mapping: what the columns of a table are, as `csv_mapping.parsed` returns it.
        stdin: standard input, where it can be read.

    Raises:
        NotFoundError: there is no such file.
        PermissionDeniedError: it may not be read.
        UsageError: it is nothing that reflog reads, or not what it is said to be.
    """
    if mapping is not None and form not in {None, CSV}:
        message = f"--map is for a CSV of any program, not for --format {form}."
        raise UsageError(message, hint="leave one of the two away")
    for content in outside.contents(path, stdin):
        try:
            yield _recognized(content, form, mapping)
        except UnreadableError as error:
            raise error.of(content.name) from None


def readings(
    opened_files: Iterable[File], mapping: Mapping[str, str] | None = None
) -> Iterator[Reading]:
    """Yield what each file tells of people; all of them together hold as many as one may.

    Raises:
        UsageError: a file is broken, or one of reflog's own, or there are too many cards.
    """
    rows = 0
    for file in opened_files:
        try:
            found = _reading(file, mapping)
        except UnreadableError as error:
            raise error.of(file.name) from None
        rows += len(found.cards) + len(found.left)
        if rows > csv_reading.MOST_ROWS:
            reason = f"with it there are more than {csv_reading.MOST_ROWS:,} cards"
            raise UnreadableError(reason, hint="import them in parts", file=file.name)
        yield Reading(**{**vars(found), "file": file.name})


def text_of(file: File) -> str:
    """Return the text of a file of reflog's own.

    Raises:
        UnreadableError: it is not UTF-8.
    """
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        reason = "this is not UTF-8"
        raise UnreadableError(reason, line, hint="export it again", file=file.name) from None


def _reading(file: File, mapping: Mapping[str, str] | None) -> Reading:
    if file.form == VCARD:
        return vcard.read(file.data)
    if file.form == JSON:
        reason = "this is a whole ledger, not a list of people"
        raise UnreadableError(reason, hint="import it alone, into an empty ledger")
    return csv_reading.read(file.data, None if file.form == CSV else file.form, mapping)


def _recognized(
    content: outside.Content, form: str | None, mapping: Mapping[str, str] | None
) -> File:
    data = content.data
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        reason = "the file is empty"
        raise UnreadableError(reason, hint="export it again")
    if vcard.looks_like(data):
        if form not in {None, VCARD}:
            reason = "this is a vCard"
            raise UnreadableError(reason, hint=f"leave --format {form} away")
        return _said(File(name=content.name, form=VCARD, data=data), mapping)
    disguises.refuse(data)
    told = form or _form_of(data, mapping)
    return _said(File(name=content.name, form=told, data=data), mapping)


def _said(file: File, mapping: Mapping[str, str] | None) -> File:
    """Return the file, unless a mapping is of no use for it."""
    if mapping is not None and file.form != CSV:
        reason = f"--map is for CSV, and this is {'a vCard' if file.form == VCARD else 'JSON'}"
        raise UnreadableError(reason, hint="leave --map away")
    return file


def _form_of(data: bytes, mapping: Mapping[str, str] | None) -> str:
    if _JSON.match(data.removeprefix(codecs.BOM_UTF8)):
        return JSON
    if mapping is not None:
        return CSV
    # A table that nobody is known to write is refused where it is read, with its columns.
    source = csv_reading.recognized(data)
    return source if source in FORMS else CSV
