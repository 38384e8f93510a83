"""Files that no import may take: each is made when it is asked for, none is stored.

What is wrong with each is its name. Where a line can be named, it is given here.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import sqlite3
import tarfile
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from cases import TABLES, columns_of, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MB = 1024 * 1024
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Berg\r\nTEL:+1 555 0101\r\nEND:VCARD\r\n"
LINKEDIN = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
ROW = b"Ann,Berg,https://www.linkedin.com/in/ann,ann@example.com,Acme,Lawyer,12 Mar 2024\r\n"
FULL_CARD = (
    CARD[:-11]
    + b"".join(
        b"TEL:+1 555 %06d\r\nEMAIL:ann%d@example.com\r\nX-F%d:%d\r\n" % (n, n, n, n)
        for n in range(7)
    )
    + CARD[-11:]
)
LEDGER = b'{"format": "reflog", "version": 1, "contacts": [%s]}'
NOTE = '"met in Bern'
"""Begins a cell over two lines in the tables of Google and Outlook."""


class Bad(NamedTuple):
    """A bad file: how it is made, the line that is named, the options it is imported with."""

    make: Callable[[], bytes]
    line: int | None = None
    options: tuple[str, ...] = ()


def write(bad: Bad, file: Path) -> None:
    """Make the file; one that is too large is made of holes."""
    if bad.make is too_large:
        with file.open("wb") as holes:
            holes.write(LINKEDIN)
            holes.truncate(70 * MB)
    else:
        file.write_bytes(bad.make())


def too_large() -> bytes:
    raise AssertionError  # `write` makes it, without holding it


def people(name: str) -> bytes:
    return table(columns_of(TABLES[name][1]), TABLES[name][2])


def _as(encoding: str) -> bytes:
    return people("google").decode().encode(encoding)


def _zip(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, people("linkedin"))
    return held.getvalue()


def _tar() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        one = tarfile.TarInfo("Connections.csv")
        one.size = len(LINKEDIN)
        archive.addfile(one, io.BytesIO(LINKEDIN))
    return held.getvalue()


def _database() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE people (name TEXT)")
    return connection.serialize()


def _noise(seed: int) -> Callable[[], bytes]:
    return lambda: random.Random(seed).randbytes(4096)  # noqa: S311 - noise, no secret


def _of(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _deep(opening: str, closing: str, depth: int) -> bytes:
    inner = opening * depth + closing * depth
    return LEDGER % inner.encode()


DISGUISED: dict[str, Bad] = {
    "a zip of the table": Bad(lambda: _zip("Connections.csv")),
    "a spreadsheet (xlsx)": Bad(lambda: _zip("[Content_Types].xml", "xl/workbook.xml")),
    "a spreadsheet (ods)": Bad(lambda: _zip("mimetype", "content.xml")),
    "an empty zip": Bad(_zip),
    "a gzipped table": Bad(lambda: gzip.compress(people("google"))),
    "a bzipped table": Bad(lambda: bz2.compress(people("google"))),
    "an xz of the table": Bad(lambda: lzma.compress(people("google"))),
    "a zstd": Bad(_of(b"\x28\xb5\x2f\xfd\x24\x00\x01\x00\x00\x99\xe9\xd8\x51")),
    "a 7z": Bad(_of(b"7z\xbc\xaf\x27\x1c\x00\x04")),
    "a rar": Bad(_of(b"Rar!\x1a\x07\x01\x00")),
    "a tar": Bad(_tar, 1),
    "a PDF": Bad(_of(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")),
    "an old spreadsheet (xls)": Bad(_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))),
    "an Outlook data file (pst)": Bad(_of(b"!BDN" + bytes(60))),
    "a database": Bad(_database),
    "a picture (png)": Bad(_of(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")),
    "a picture (jpeg)": Bad(_of(b"\xff\xd8\xff\xe0\0\x10JFIF\0")),
    "a picture (gif)": Bad(_of(b"GIF89a\x01\0\x01\0")),
    "a program (elf)": Bad(_of(b"\x7fELF\x02\x01\x01" + bytes(57))),
    "a program (exe)": Bad(_of(b"MZ\x90\0\x03\0\0\0")),
    "a binary property list": Bad(_of(b"bplist00\xd1\x01\x02")),
    "a property list": Bad(_of(b'<?xml version="1.0"?>\n<plist><dict/></plist>\n')),
    "a document (RTF)": Bad(_of(b"{\\rtf1\\ansi Ann Berg}")),
    "a page to sign in": Bad(_of(b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n")),
    "a page without a doctype": Bad(_of(b"\xef\xbb\xbf\n<HTML><table><tr><td>Ann</td></tr>")),
    "XML": Bad(_of(b"<contacts><contact name='Ann'/></contacts>")),
    "a calendar": Bad(_of(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")),
    "PostScript": Bad(_of(b"%!PS-Adobe-3.0\n")),
    "a mail": Bad(_of(b"From: ann@example.com\nTo: me@example.com\nSubject: hi\n\nHello\n")),
    "a mailbox": Bad(_of(b"From ann@example.com Mon Jan  1 00:00:00 2024\nSubject: hi\n\nHi\n")),
    "jCard": Bad(_of(b'["vcard",[["version",{},"text","4.0"]]]')),
    "a table of a web page": Bad(_of(b"<html><table><tr><td>Name</td></tr></table></html>")),
    "an XML spreadsheet": Bad(
        _of(
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
        )
    ),
    "YAML": Bad(_of(b"- name: Ann Berg\n  email: ann@example.com\n")),
    "TOML": Bad(_of(b'[ann]\nname = "Ann Berg"\n'), 1),
    "prose": Bad(_of(b"Ann Berg is a lawyer in Bern.\nShe likes tea, and golf.\n")),
    "Markdown": Bad(_of(b"# People\n\n| Name | Firm |\n|---|---|\n| Ann | Acme |\n")),
    "a script": Bad(_of(b"#!/bin/sh\necho hello\n")),
    "a dump of SQL": Bad(_of(b"INSERT INTO contacts VALUES ('Ann', 'Berg');\n")),
    "a patch": Bad(_of(b"--- a/people\n+++ b/people\n@@ -1 +1 @@\n-Ann\n+Cy\n")),
    "noise": Bad(_noise(1)),
    "other noise": Bad(_noise(2)),
    "noise once more": Bad(_noise(3)),
    "only bits that are set": Bad(_of(b"\xff" * 4096)),
    "nothing": Bad(_of(b"")),
    "only a mark of order": Bad(_of(b"\xef\xbb\xbf")),
    "only white space": Bad(_of(b" \t\r\n" * 100)),
    "only commas": Bad(_of(b",,,,,\r\n" * 10)),
    "only quotes": Bad(_of(b'""\r\n"","",""\r\n')),
    "one quote": Bad(_of(b'"')),
    "UTF-32, little end first": Bad(
        lambda: b"\xff\xfe\0\0" + people("google").decode().encode("utf-32-le")
    ),
    "UTF-32, big end first": Bad(
        lambda: b"\0\0\xfe\xff" + people("google").decode().encode("utf-32-be")
    ),
}

VCARDS: dict[str, Bad] = {
    "a vCard that never ends": Bad(_of(CARD + CARD[:-13]), 6),
    "a vCard in UTF-16, cut off": Bad(lambda: CARD.decode().encode("utf-16")[:-7], 5),
    "a vCard cut off within its name": Bad(_of(CARD[:35]), 1),
    "vCards, the last cut off within END": Bad(_of(CARD * 3 + CARD[:-8]), 16),
    "a mapped vCard": Bad(_of(CARD), None, ("--map", "FN=name")),
}

_JSON_TEXT = json.dumps({"format": "reflog", "version": 1, "contacts": []}, indent=1).encode()
JSONS: dict[str, Bad] = {
    "lists in lists": Bad(lambda: _deep("[", "]", 100_000), 1),
    "objects in objects": Bad(lambda: _deep('{"a":', "}", 100_000), 1),
    "lists 40 deep": Bad(lambda: LEDGER % (b'{"handle": ' + b"[" * 40 + b"]" * 40 + b"}"), 1),
    "lists that never end": Bad(_of(b"[" * MB), 1),
    "NaN": Bad(_of(LEDGER % b'{"handle": NaN}'), 1),
    "Infinity": Bad(_of(LEDGER % b'{"handle": Infinity}'), 1),
    "minus Infinity": Bad(_of(LEDGER % b'{"handle": -Infinity}'), 1),
    "a key twice": Bad(_of(b'{"format": "reflog", "format": "reflog", "version": 1}'), 1),
    "a key twice in an object": Bad(_of(LEDGER % b'{"handle": "a", "handle": "b"}'), 1),
    "a number of 5,000 digits": Bad(_of(LEDGER % (b'{"handle": ' + b"9" * 5000 + b"}")), 1),
    "JSON cut off": Bad(_of(_JSON_TEXT[:-4]), 4),
    "JSON cut off within a text": Bad(_of(_JSON_TEXT[:14]), 2),
    "JSON with something behind it": Bad(_of(_JSON_TEXT + b"[]"), 5),
    "JSON with a comma too many": Bad(_of(b'{"format": "reflog", "version": 1,}'), 1),
    "JSON with comments": Bad(_of(b'{"format": "reflog", // ours\n"version": 1}'), 1),
    "JSON between apostrophes": Bad(_of(b"{'format': 'reflog', 'version': 1}"), 1),
    "JSON lines": Bad(_of(b'{"name": "Ann"}\n{"name": "Cy"}\n'), 1),
    "JSON of another program": Bad(_of(b'{"contacts": [{"name": "Ann"}]}'), 1),
    "JSON that is a list": Bad(_of(b'[{"name": "Ann"}]'), 1),
    "JSON with a NUL": Bad(_of(LEDGER % b'{"handle": "a\0b"}'), 1),
    "JSON with half a character": Bad(_of(LEDGER % b'{"handle": "\\ud800"}'), 1),
    "JSON in Windows-1252": Bad(_of(LEDGER % b'{"handle": "Jos\xe9"}'), 1),
    "JSON without a version": Bad(_of(b'{"format": "reflog", "contacts": []}'), 1),
    "JSON of version nought": Bad(_of(b'{"format": "reflog", "version": 0}'), 1),
    "JSON of a version in words": Bad(_of(b'{"format": "reflog", "version": "one"}'), 1),
    "JSON of no people": Bad(_of(b'{"format": "reflog", "version": 1, "contacts": 12}'), 1),
    "JSON of wrong people": Bad(_of(LEDGER % b'{"name": "Ann"}'), 1),
    "mapped JSON": Bad(_of(_JSON_TEXT), None, ("--map", "name=name")),
}

LARGE: dict[str, Bad] = {
    "vCards, one more than 100,000": Bad(
        lambda: b"BEGIN:VCARD\nFN:Ann Berg\nEND:VCARD\n" * 100_001, 300_001
    ),
    "very many lists": Bad(lambda: LEDGER % (b"[]," * (2 * MB) + b"[]"), 1),
    "very many lists in a list": Bad(lambda: b"[" + b"[]," * (10 * MB) + b"[]]", 1),
    "vCards full of numbers, the last never ends": Bad(
        lambda: FULL_CARD * 99_999 + CARD[:-13], 99_999 * FULL_CARD.count(b"\n") + 1
    ),
    "a vCard with a photo of 40 MB, never ended": Bad(
        lambda: CARD + CARD[:-13] + b"PHOTO;ENCODING=b:" + b"\r\n AAAA" * (6 * MB), 6
    ),
    "70 MB": Bad(too_large),
    "a gzip bomb": Bad(lambda: gzip.compress(bytes(100 * MB), 1)),
    "a row too many": Bad(lambda: LINKEDIN + ROW * 100_001, 100_002),
    "an unclosed quote behind 100,000 rows": Bad(
        lambda: LINKEDIN + ROW * 99_999 + b'"' + ROW, 100_001
    ),
    "an unclosed quote behind 60 MB": Bad(
        lambda: LINKEDIN + ROW.replace(b"Lawyer", b"x" * 560) * 95_000 + b'"' + ROW, 95_002
    ),
    "a cell of 10 MB": Bad(lambda: LINKEDIN + b'"' + b"x" * (10 * MB) + b'"' + ROW, 2),
    "a cell of 10 MB over many lines": Bad(
        lambda: LINKEDIN + b'"' + b"x\n" * (5 * MB) + b'"' + ROW[3:], 2
    ),
    "a line of 10 MB": Bad(lambda: LINKEDIN + b"x" * (10 * MB), 2),
    "a first line of 60 MB": Bad(lambda: b"x" * (60 * MB), 1),
    "a million columns": Bad(lambda: b"a," * 1_000_000 + b"\r\n", 1),
    "a million columns in a row": Bad(lambda: LINKEDIN + b"," * 1_000_000 + b"\r\n", 2),
    "2,001 columns": Bad(lambda: b",".join(b"c%d" % n for n in range(2001)) + b"\r\n", 1),
    "100,001 empty lines": Bad(lambda: LINKEDIN + b"\n" * 100_001, 100_002),
    "60 MB of emoji in one line": Bad(lambda: LINKEDIN + "🙂".encode() * (15 * MB), 2),
    "60 MB of UTF-16": Bad(
        lambda: "\ufeff".encode("utf-16-le") + ("語" * 100 + "\n").encode("utf-16-le") * 310_000
    ),
}


def _tables() -> dict[str, Bad]:
    """Every table of every program, harmed in each of the ways a table can be."""
    found: dict[str, Bad] = {}
    for name, (_source, header, _rows) in TABLES.items():
        whole = people(name)
        lines = whole.splitlines(keepends=True)
        note = NOTE.encode() in whole
        found[f"{name}: cut off within its last row"] = Bad(
            _of(whole[: -len(lines[-1]) // 2]), len(lines)
        )
        found[f"{name}: a quote that is never closed"] = Bad(
            _of(lines[0] + b'"' + b"".join(lines[1:]).replace(b'"', b"")), 2
        )
        found[f"{name}: NULs in a row"] = Bad(
            _of(whole.replace(b"Ann", b"A\0\0\0\0n", 1)),
            whole[: whole.index(b"Ann")].count(b"\n") + 1,
        )
        found[f"{name}: the name of a column twice"] = Bad(
            _of(table([*columns_of(header), "Last Name", "Family Name"], []) + ROW), 1
        )
        found[f"{name}: without its header"] = Bad(_of(b"".join(lines[1:])))
        if note:
            cut = whole.index(NOTE.encode()) + 16
            found[f"{name}: cut off within a note"] = Bad(_of(whole[:cut]), 2)
    return found


def _next(data: bytes) -> int:
    return data.count(b"\n") + 1


CHARSETS: dict[str, Bad] = {
    f"in {charset}": Bad(_of(LINKEDIN + text.encode(charset) + b",Lee,,,,,\r\n"), 2)
    for charset, text in (
        ("cp1250", "Łukasz"),
        ("koi8-r", "Анна"),
        ("gb18030", "王芳"),
        ("euc-kr", "김민수"),
    )
} | {
    "UTF-8, an overlong form": Bad(_of(LINKEDIN + b"A\xc0\xafn,Berg,,,,,\r\n"), 2),
    "UTF-8, cut off within a character": Bad(_of(LINKEDIN + ROW + b"Jos\xc3"), 3),
    "UTF-16, cut off": Bad(lambda: _as("utf-16")[:-7], 7),
    "UTF-16, half a surrogate": Bad(_of(b"\xff\xfeA\0\n\0\x00\xd8B\0")),
}

UNKNOWN: dict[str, Bad] = {
    "a table of nobody": Bad(_of(b"Who,Shoes\nAnn Berg,42\n"), 1),
    "a column of nobody": Bad(_of(b"Full Name,Shoes\nAnn Berg,42\n"), 1),
    "a table without a header": Bad(_of(b"Ann,Berg,ann@example.com\nCy,Lee,cy@example.com\n"), 1),
    "a column that is not there": Bad(
        _of(b"Full Name,Firm\nAnn Berg,Acme\n"), 1, ("--map", "Name=name")
    ),
    "a mapped column twice": Bad(
        _of(b"Name,Firm,Firm\nAnn,Acme,b\n"), 1, ("--map", "Name=name,Firm=company")
    ),
    "a mapped table, a quote unclosed": Bad(
        _of(b'Name,Mail\nAnn,a\n"Cy,b\n'), 3, ("--map", "Name=name")
    ),
    "not the table it is said to be": Bad(_of(b"Who,Shoes\n"), 1, ("--format", "outlook")),
    "a table said to be a vCard": Bad(_of(LINKEDIN + ROW), 1, ("--format", "vcard")),
    "a vCard said to be a table": Bad(_of(CARD), None, ("--format", "google")),
    "a table said to be JSON": Bad(_of(LINKEDIN + ROW), 1, ("--format", "json")),
    "another download of LinkedIn": Bad(_of(b"FROM,TO,DATE,SUBJECT,CONTENT,FOLDER\n"), 1),
    "a quote unclosed in the line of columns": Bad(
        _of(b'First Name,Last Name,"URL\nAnn,Berg,x\n'), 1
    ),
}

BAD: dict[str, Bad] = {
    **DISGUISED,
    **VCARDS,
    **JSONS,
    **LARGE,
    **_tables(),
    **CHARSETS,
    **UNKNOWN,
}
"""Every bad file by what is wrong with it."""
