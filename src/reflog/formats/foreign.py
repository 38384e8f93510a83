"""Files that hold no people: recognized by how they begin, and refused with what to do instead."""

from __future__ import annotations

from reflog.formats.errors import UnreadableError

_UNLOCK = "save it without a password, or as CSV, and import that"
_XML_SHEET = "an XML spreadsheet, whatever it is called"
_HTML_TABLE = "a table of a web page (HTML), whatever it is called"
NAMED_JCARD = "jCard (vCards as JSON)"
AS_VCARD = "export the contacts as vCard (.vcf)"
_AS_SHEET = "open it in a spreadsheet, and save it as xlsx, ods or CSV"
_UNPACK = "unpack it first, and import what is in it"
_FROM_UTF32 = "iconv -f UTF-32 -t UTF-8 FILE | reflog import -"
_SAVED = "maybe you downloaded a sign-in page; export the file again"

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "an archive (zip)", _UNPACK),
    (b"PK\x05\x06", "an empty archive (zip)", "export it again"),
    (b"\x1f\x8b", "a compressed file (gzip)", "gunzip -c FILE | reflog import -"),
    (b"BZh", "a compressed file (bzip2)", "bunzip2 -c FILE | reflog import -"),
    (b"\xfd7zXZ", "a compressed file (xz)", "xz -dc FILE | reflog import -"),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", "zstd -dc FILE | reflog import -"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _UNPACK),
    (b"Rar!", "an archive (rar)", _UNPACK),
    (b"%PDF", "a PDF", "export the contacts as CSV or vCard"),
    (b"\xd0\xcf\x11\xe0", "a locked spreadsheet, or an old Office document", _UNLOCK),
    (b"!BDN", "an Outlook data file (pst)", "export the contacts as CSV from Outlook"),
    (b"SQLite format 3\0", "a database", "reflog restore FILE puts a backup of a ledger back"),
    (b"\x89PNG", "a picture", "is it the right file?"),
    (b"\xff\xd8\xff", "a picture", "is it the right file?"),
    (b"GIF8", "a picture", "is it the right file?"),
    (b"\x7fELF", "a program", "is it the right file?"),
    (b"MZ\x90", "a program", "is it the right file?"),
    (b"bplist0", "a binary property list", "export the contacts as vCard"),
    (b"{\\rtf", "a document (RTF)", "save it as plain text"),
    (b"\xff\xfe\0\0", "UTF-32, not UTF-8", _FROM_UTF32),
    (b"\0\0\xfe\xff", "UTF-32, not UTF-8", _FROM_UTF32),
)
_MARKUP: tuple[tuple[bytes, str, str], ...] = (
    (b"<!doctype", "a web page (HTML)", _SAVED),
    (b"<html", "a web page (HTML)", _SAVED),
    (b"<", "XML or a web page", "export the contacts as CSV or vCard"),
    (b"begin:vcalendar", "a calendar", "export the contacts, not the calendar"),
    (b"%!ps", "a PostScript document", "export the contacts as CSV or vCard"),
)
_LOOKED_AT = 64  # bytes
_SHEET_LOOKED_AT = 64 * 1024


def refuse(data: bytes) -> None:
    """Raise UnreadableError if the bytes are those of a known kind of file that isn't text."""
    for beginning, what, hint in _BEGINNINGS:
        if data.startswith(beginning):
            raise this_is(what, hint)


def refuse_text(data: bytes) -> None:
    """Raise UnreadableError if the text is something else than people, such as HTML."""
    begins = data[:_LOOKED_AT].lstrip().lower()
    if begins.startswith(b"<"):
        head = data[:_SHEET_LOOKED_AT].lower()
        if b"office:spreadsheet" in head or b"<workbook" in head:
            raise this_is(_XML_SHEET, _AS_SHEET)
        if b"<table" in head:
            raise this_is(_HTML_TABLE, _AS_SHEET)
    for beginning, what, hint in _MARKUP:
        if begins.startswith(beginning):
            raise this_is(what, hint)


def this_is(what: str, hint: str) -> UnreadableError:
    """Return the error that says what a file is instead, with a hint on what to do."""
    return UnreadableError(f"this is {what}", hint=hint)
