"""Spreadsheets made for a test, as the programs of offices write them."""

from __future__ import annotations

import importlib
import io
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
