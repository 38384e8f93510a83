"""Cards: people as another program's file describes them."""

from __future__ import annotations

from typing import NamedTuple

from reflog.domain import Record

PROGRAMS = {
    "vcard": "vCard",
    "google": "Google",
    "outlook": "Outlook",
    "linkedin": "LinkedIn",
    "csv": "CSV",
    "reflog": "reflog",
    "linkedin-imported": "imported to LinkedIn",
    "thunderbird": "Thunderbird",
    "windows": "Windows Contacts",
    "yahoo": "Yahoo",
    "pipedrive": "Pipedrive",
    "salesforce": "Salesforce",
    "hubspot": "HubSpot",
    "zoho": "Zoho",
    "ldif": "LDIF",
    "xlsx": "spreadsheet",
    "xls": "spreadsheet",
    "ods": "spreadsheet",
}
"""What the kinds of files that people come from are called."""


class Card(NamedTuple):
    """A person in a file, each value cleaned and within the ledger's limits.

    Attributes:
        line: where the card begins in its file, counted from 1.
        source: one of PROGRAMS.
        key: the file's own identity of the person (a UID, the address of a profile).
        name: the full name; "" if the file has none.
        referred_by: the names of those who referred this person.
        extras: vCard properties that the ledger has no field for, unfolded, one a line, to be
            exported again as they came.
    """

    line: int
    source: str
    key: str | None = None
    name: str = ""
    aliases: tuple[str, ...] = ()
    company: str | None = None
    profession: str | None = None
    role: str | None = None
    city: str | None = None
    note: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    referred_by: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    greeting: str | None = None
    language: str | None = None


class Group(Record):
    """A group of an address book: a tag for each of its members."""

    line: int
    name: str
    members: tuple[Member, ...] = ()


class Member(Record):
    """A member of a group, as far as the group says who: by a key, an address or a name."""

    key: str = ""
    email: str = ""
    name: str = ""


class Left(Record):
    """A row, a card or a value that was not imported, the line it begins in, and why, a clause.

    It failed if it couldn't be read; otherwise it was skipped.
    """

    line: int
    reason: str
    failed: bool = False


class Reading(Record):
    """The people of one file.

    Attributes:
        source: one of PROGRAMS.
        file: the file as it was named; "" if unknown.
        cards: the people, in the order of the file.
        left: the rows or cards that are not among them.
        remarks: sentences on what else was skipped: "12 photos were passed over".
        groups: those with members that are not among the cards.
    """

    source: str
    file: str = ""
    cards: tuple[Card, ...] = ()
    left: tuple[Left, ...] = ()
    remarks: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
