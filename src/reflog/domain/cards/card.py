"""Cards: people as the file of another program tells of them."""

from __future__ import annotations

from typing import NamedTuple

from reflog.domain.record import Record

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
    """One person of a file, each value cleaned and within the limits of the ledger.

    Attributes:
        line: where the card begins in its file, counted from 1.
        source: one of PROGRAMS.
        key: what the file calls the person for good (a UID, the address of a profile).
        name: the full name; "" where the file has none.
        referred_by: the names of those who referred this person.
        extras: properties of a vCard that the ledger has no field for, unfolded, one a
            line, to be written again as they came.
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
    """A group of an address book: a tag on each of its members.

    Attributes:
        line: where it begins in its file, counted from 1.
        members: by their keys, or by their names and addresses.
    """

    line: int
    name: str
    members: tuple[Member, ...] = ()


class Member(Record):
    """Someone in a group, as far as the group tells who: by a key, an address or a name."""

    key: str = ""
    email: str = ""
    name: str = ""


class Left(Record):
    """A row or card that was not taken, or a value of one, and why.

    Attributes:
        line: where it begins in its file, counted from 1.
        reason: a clause, as "it has neither a name nor an address".
        failed: it could not be read; else it was skipped.
    """

    line: int
    reason: str
    failed: bool = False


class Reading(Record):
    """What was read of one file: read = cards + left.

    Attributes:
        source: one of PROGRAMS.
        file: the file as it was named, "" where it is not known.
        cards: the people, in the order of the file.
        left: the rows or cards that were not taken.
        remarks: what else was passed over, in sentences: "12 photos were passed over".
        groups: those whose members are not all among the cards.
    """

    source: str
    file: str = ""
    cards: tuple[Card, ...] = ()
    left: tuple[Left, ...] = ()
    remarks: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
