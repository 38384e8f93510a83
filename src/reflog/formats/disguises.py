"""What a file is that is none of those reflog reads, whatever its name says."""

from __future__ import annotations

from reflog.formats.errors import UnreadableError

_AS_CSV = 'open it there, and save it as CSV (in Excel: "CSV UTF-8")'
_UNPACK = "unpack it first, and import what is in it"
_FROM_UTF16 = (
    'save it as UTF-8 (in a spreadsheet: "CSV UTF-8"), or: '
    "iconv -f UTF-16 -t UTF-8 FILE | reflog import -"
)
_SAVED = "the download may have been a page to sign in; export the file again"

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "an archive (zip) or a spreadsheet (xlsx, ods)", f"{_UNPACK}; or {_AS_CSV}"),
    (b"PK\x05\x06", "an empty archive (zip)", "export it again"),
    (b"\x1f\x8b", "a compressed file (gzip)", "gunzip -c FILE | reflog import -"),
    (b"BZh", "a compressed file (bzip2)", "bunzip2 -c FILE | reflog import -"),
    (b"\xfd7zXZ", "a compressed file (xz)", "xz -dc FILE | reflog import -"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", "zstd -dc FILE | reflog import -"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _UNPACK),
    (b"Rar!", "an archive (rar)", _UNPACK),
    (b"%PDF", "a PDF", "export the contacts as CSV or vCard"),
    (b"\xd0\xcf\x11\xe0", "an old document of Office (xls, msg)", _AS_CSV),
    (b"!BDN", "a data file of Outlook (pst)", "export the contacts as CSV from Outlook"),
    (b"SQLite format 3\0", "a database", "reflog restore FILE puts a backup of a ledger back"),
    (b"\x89PNG", "a picture", "is it the right file?"),
    (b"\xff\xd8\xff", "a picture", "is it the right file?"),
    (b"GIF8", "a picture", "is it the right file?"),
    (b"\x7fELF", "a program", "is it the right file?"),
    (b"MZ\x90", "a program", "is it the right file?"),
    (b"bplist0", "a binary property list", "export the contacts as vCard"),
    (b"{\\rtf", "a document (RTF)", "save it as plain text"),
    (b"\xff\xfe\0\0", "UTF-32, not UTF-8", "iconv -f UTF-32 -t UTF-8 FILE | reflog import -"),
    (b"\0\0\xfe\xff", "UTF-32, not UTF-8", "iconv -f UTF-32 -t UTF-8 FILE | reflog import -"),
    (b"\xff\xfe", "UTF-16 (Unicode text), not UTF-8", _FROM_UTF16),
    (b"\xfe\xff", "UTF-16 (Unicode text), not UTF-8", _FROM_UTF16),
)
_MARKUP: tuple[tuple[bytes, str, str], ...] = (
    (b"<!doctype", "a page of the web (HTML)", _SAVED),
    (b"<html", "a page of the web (HTML)", _SAVED),
    (b"<", "XML or a page of the web", "export the contacts as CSV or vCard"),
    (b"begin:vcalendar", "a calendar", "export the contacts, not the calendar"),
    (b"%!ps", "a PostScript document", "export the contacts as CSV or vCard"),
)
_LOOKED_AT = 64  # bytes


def refuse(data: bytes) -> None:
    """Refuse what is no text, or the text of something else.

    Raises:
        UnreadableError: it is; the hint says what to do with it.
    """
    for beginning, what, hint in _BEGINNINGS:
        if data.startswith(beginning):
            raise _this_is(what, hint)
    begins = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for beginning, what, hint in _MARKUP:
        if begins.startswith(beginning):
            raise _this_is(what, hint)
    if (place := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, place) + 1
        reason = "there is a NUL byte, which no text has"
        raise UnreadableError(reason, line, hint="is it the right file? save it as UTF-8")


def _this_is(what: str, hint: str) -> UnreadableError:
    return UnreadableError(f"this is {what}", hint=hint)
