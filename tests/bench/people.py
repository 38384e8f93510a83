"""The people of an import, in each kind of file that is measured."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bench import generate
from sheets import xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FORMS = ("", ", LDIF", ", xlsx")
"""What the page calls each, behind how many there are; the first is a table of Google's."""

_ATTRIBUTES = {
    "First Name": "givenName",
    "Last Name": "sn",
    "E-mail 1 - Value": "mail",
    "Phone 1 - Value": "mobile",
    "Organization Name": "o",
    "Address 1 - City": "l",
    "Notes": "description",
    "Relation 1 - Value": "referredBy",
}


def files(folder: Path, count: int) -> dict[str, Path]:
    """Write so many people to a file of each of FORMS."""
    table = generate.people(count)
    made = {form: folder / f"people.{form[2:].lower() or 'csv'}" for form in FORMS}
    made[""].write_bytes(table)
    rows = list(csv.DictReader(io.StringIO(table.decode(), newline="")))
    made[", LDIF"].write_text("\n".join(map(_entry, rows)), "utf-8")
    xlsx(made[", xlsx"], [generate.GOOGLE, *(list(row.values()) for row in rows)])
    return made


def _entry(row: Mapping[str, str]) -> str:
    return "".join(f"{line}\n" for line in _lines(row))


def _lines(row: Mapping[str, str]) -> Iterator[str]:
    name = f"{row['First Name']} {row['Last Name']}"
    yield f"dn: cn={name},mail={row['E-mail 1 - Value']}"
    for kind in ("top", "person", "inetOrgPerson"):
        yield f"objectclass: {kind}"
    yield f"cn: {name}"
    yield from (f"{name}: {row[column]}" for column, name in _ATTRIBUTES.items() if row[column])
    yield from ("categories: Golf" for _each in row["Labels"][:1])
