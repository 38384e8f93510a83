"""Spreadsheets made for a test, as the programs of offices write them."""

from __future__ import annotations

import importlib
import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>{}</office:spreadsheet></office:body>"
    "</office:document-content>"
)
_SECTOR = 512
_IS_TABLE, _IS_LAST, _IS_FREE = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def xlsx(file: Path, rows: Iterable[Sequence[Any]], *, other: Sequence[Any] = ()) -> Path:
    """Write rows as the first sheet of an xlsx file; others, if any, as a second."""
    openpyxl: Any = importlib.import_module("openpyxl")  # slow, and without types
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if other:
        book.create_sheet("Second").append(list(other))
    book.save(file)
    return file


def ods(file: Path, rows: Iterable[Sequence[str]], *, table: str | None = None) -> Path:
    """Write rows as an ods file; `table` is the XML of the table itself."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = _ODS.format(f'<table:table table:name="People">{table or body}</table:table>')
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        manifest = f'<manifest:manifest xmlns:manifest="{space}"/>'
        packed.writestr("META-INF/manifest.xml", manifest)
    file.write_bytes(held.getvalue())
    return file


def xls(file: Path, rows: Iterable[Sequence[str | float]]) -> Path:
    """Write rows as the first sheet of an xls file (BIFF8), as Excel 97 to 2003 has them."""
    cells = b"".join(
        _record(0x0203, struct.pack("<HHHd", line, place, 0, cell))
        if isinstance(cell, float)
        else _record(0x0204, struct.pack("<HHH", line, place, 0) + _text(cell))
        for line, row in enumerate(rows)
        for place, cell in enumerate(row)
        if cell != ""
    )
    begin, end = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)), _record(0x0A, b"")
    name = b"\x06\x00People"
    size = len(begin) + 4 + 6 + len(name) + len(end)
    book = begin + _record(0x0085, struct.pack("<IBB", size, 0, 0) + name) + end
    book += _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + end
    file.write_bytes(_compound("Workbook", book))
    return file


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(text: str) -> bytes:
    """Return a text as BIFF8 has it: its length, that it is wide, its letters."""
    raw = text.encode("utf-16-le")
    return struct.pack("<HB", len(raw) // 2, 1) + raw


def _compound(name: str, content: bytes) -> bytes:
    """Return a compound file of Microsoft with one stream, the sectors of which follow each other.

    A short stream would stand elsewhere: this one is filled up to the size of a long one.
    """
    content = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
    count = len(content) // _SECTOR
    tables = -(-(count + 1) // 127)  # each has 128 places, one of which it takes itself
    follow = [_IS_TABLE] * tables + [_IS_LAST]
    follow += [*range(tables + 2, tables + 1 + count), _IS_LAST]
    follow += [_IS_FREE] * (tables * 128 - len(follow))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    counts = (0, tables, tables, 0, 4096, _IS_LAST, 0, _IS_LAST, 0)
    head += struct.pack("<HHHHH6x9I", 0x3E, 3, 0xFFFE, 9, 6, *counts)
    places = [*range(tables), *[_IS_FREE] * (109 - tables)]
    head += struct.pack("<109I", *places)
    root = _entry("Root Entry", 5, child=1, first=_IS_LAST, size=0)
    folder = root + _entry(name, 2, child=_IS_FREE, first=tables + 1, size=len(content))
    return head + struct.pack(f"<{len(follow)}I", *follow) + folder.ljust(_SECTOR, b"\0") + content


def _entry(name: str, kind: int, *, child: int, first: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    entry += struct.pack("<III", _IS_FREE, _IS_FREE, child) + bytes(36)
    return entry + struct.pack("<IQ", first, size)


def repacked(data: bytes, name: str, change: Any) -> bytes:
    """Return a packed file with one member changed."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as packed,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as anew,
    ):
        for member in packed.namelist():
            content = packed.read(member)
            anew.writestr(member, change(content) if member == name else content)
    return held.getvalue()
