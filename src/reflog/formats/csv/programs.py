"""The tables that other programs write: their columns, and what each is read as.

A program's columns are listed in the order they are read in: of several cities the first one
filled is the city, and a phone number that a person answers comes before the others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reflog.domain.record import Record
from reflog.domain.schema import FIELDS, SEVERAL
from reflog.formats.csv import columns
from reflog.formats.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflog.formats.csv.columns import Take


class Dialect(Record):
    """The tables of one program.

    Attributes:
        source: the source that cards from it are remembered under.
        title: what the program is called.
        takes: the function for each folded column; a `#` stands for any number.
        labels: how the name of a numbered column's label column may end.
        unfilled: what an empty cell says, in lower case.
        several: columns that may be there twice, besides those of addresses.
        is_it: tells whether a set of folded columns is this program's.
    """

    source: str
    title: str
    takes: dict[str, Take]
    labels: tuple[str, ...] = ()
    unfilled: frozenset[str] = frozenset()
    several: frozenset[str] = frozenset()
    is_it: Callable[[frozenset[str]], bool]


def numbered(name: str) -> str:
    """Return a numbered column as dialects list it: `phone # - value` for `phone 1 - value`."""
    return re.sub(r" \d{1,4} - ", " # - ", name, count=1, flags=re.ASCII)


def _has(*any_of: str, all_of: str = "") -> Callable[[frozenset[str]], bool]:
    """Return whether one of these columns is there, and all of those."""
    wanted, needed = frozenset(any_of), frozenset(filter(None, all_of.split("; ")))
    return lambda names: bool(wanted & names) and needed <= names


def _is_google(names: frozenset[str]) -> bool:
    return any(numbered(name) in _GOOGLE_GROUPS for name in names) and bool(
        names & {"name", "given name", "family name", "first name", "last name"}
    )


def _is_outlook(names: frozenset[str]) -> bool:
    return bool(names & set(_OUTLOOK_EMAILS)) and bool(names & {"first name", "last name"})


def _is_reflog(names: frozenset[str]) -> bool:
    return {"handle", "name", *SEVERAL} - {"tags"} <= names


def _places(kind: str, before: str, parts: str) -> dict[str, Take]:
    """Return what keeps the parts of an address: `business street` and so on."""
    names = dict(pair.split("=") for pair in parts.split(", "))
    return {f"{before} {name}": columns.place(part, kind) for name, part in names.items()}


def _unanswered(*names: str) -> dict[str, Take]:
    """Return what keeps the numbers of faxes and pagers, for the way out."""
    return {
        name: columns.kept("TEL;TYPE=pager" if "pager" in name else "TEL;TYPE=fax")
        for name in names
    }


_EMAILS = columns.emails
_TAGS = columns.each(Draft.tag, ";,")
_REFERRED = columns.referred
_WEBSITE = columns.kept("URL")
SEVERAL_TIMES = frozenset({_EMAILS, columns.phones, columns.note, _TAGS, _WEBSITE, columns.title})
"""What may be taken of several columns of one name."""

_GOOGLE_GROUPS: dict[str, Take] = {
    "e-mail # - value": _EMAILS,
    "phone # - value": columns.phones,
    "address # - street": columns.place("street"),
    "address # - po box": columns.place("box"),
    "address # - extended address": columns.place("more"),
    "address # - region": columns.place("region"),
    "address # - postal code": columns.place("code"),
    "address # - city": columns.place("city"),
    "address # - country": columns.place("country"),
    "address # - formatted": columns.formatted,
    "organization # - name": columns.single("company"),
    "organization # - title": columns.single("profession"),
    "organization # - department": columns.department,
    "relation # - value": columns.relation,
    "custom field # - value": columns.relation,
    "event # - value": columns.event,
    "website # - value": _WEBSITE,
}
_GOOGLE: dict[str, Take] = {
    "name": columns.named("name"),
    "name prefix": columns.named("prefix"),
    "first name": columns.named("first"),
    "given name": columns.named("first"),
    "middle name": columns.named("middle"),
    "additional name": columns.named("middle"),
    "last name": columns.named("last"),
    "family name": columns.named("last"),
    "name suffix": columns.named("suffix"),
    "file as": columns.shown,
    "nickname": columns.each(Draft.alias),
    "organization name": columns.single("company"),
    "occupation": columns.single("profession"),
    "organization title": columns.single("profession"),
    "organization department": columns.department,
    "birthday": columns.birthday,
    "notes": columns.note,
    "labels": columns.groups,
    "group membership": columns.groups,
    **_GOOGLE_GROUPS,
}
_OUTLOOK_EMAILS = ("e-mail address", "e-mail 2 address", "e-mail 3 address")
_OUTLOOK_PHONES = (
    "mobile phone",
    "primary phone",
    "business phone",
    "business phone 2",
    "home phone",
    "home phone 2",
    "other phone",
    "company main phone",
    "car phone",
    "radio phone",
    "callback",
)
_OUTLOOK_PARTS = (
    "street=street, street 2=street, street 3=street, address po box=box, state=region, "
    "postal code=code, city=city, country/region=country, country=country"
)
_OUTLOOK: dict[str, Take] = {
    "first name": columns.named("first"),
    "middle name": columns.named("middle"),
    "last name": columns.named("last"),
    "suffix": columns.named("suffix"),
    "name": columns.named("name"),
    "display name": columns.shown,
    "nickname": columns.each(Draft.alias),
    "company": columns.single("company"),
    "organization": columns.single("company"),
    "profession": columns.single("profession"),
    "job title": columns.single("profession"),
    "title": columns.title,
    "department": columns.department,
    **_places("work", "business", _OUTLOOK_PARTS),
    **_places("home", "home", _OUTLOOK_PARTS),
    **_places("", "other", _OUTLOOK_PARTS),
    **dict.fromkeys(_OUTLOOK_EMAILS, _EMAILS),
    "email": _EMAILS,
    **dict.fromkeys((*_OUTLOOK_PHONES, "phone", "mobile"), columns.phones),
    **_unanswered("business fax", "home fax", "other fax", "fax", "fax number", "pager"),
    "categories": _TAGS,
    "notes": columns.note,
    "birthday": columns.birthday,
    "anniversary": columns.day_of("ANNIVERSARY"),
    "spouse": columns.kept("RELATED;TYPE=spouse;VALUE=text"),
    "manager's name": columns.kept("X-MANAGER"),
    "assistant's name": columns.kept("X-ASSISTANT"),
    "web page": _WEBSITE,
    "personal web page": _WEBSITE,
    "business web page": _WEBSITE,
    "referred by": _REFERRED,
}
OUTLOOK_ALONE = frozenset(
    {
        *("account", "assistant's phone", "billing information", "children"),
        *("company yomi", "directory server", "e-mail type", "e-mail display name", "gender"),
        *("e-mail 2 type", "e-mail 2 display name", "e-mail 3 type", "e-mail 3 display name"),
        *("given yomi", "government id number", "hobby", "imaddress", "initials"),
        *("internet free busy", "isdn", "keywords", "language", "location", "mileage"),
        *("office location", "organizational id number", "priority", "private"),
        *("schools", "sensitivity", "surname yomi", "telex", "tty/tdd phone"),
        *("user 1", "user 2", "user 3", "user 4"),
    }
)
"""Columns of Outlook that say nothing a ledger keeps."""

_THUNDERBIRD: dict[str, Take] = {
    "first name": columns.named("first"),
    "last name": columns.named("last"),
    "display name": columns.shown,
    "name": columns.shown,
    "nickname": columns.each(Draft.alias),
    "primary email": _EMAILS,
    "secondary email": _EMAILS,
    **dict.fromkeys(
        ("mobile number", "mobile phone", "work phone", "business phone", "home phone", "phone"),
        columns.phones,
    ),
    **_places(
        "work",
        "work",
        "address=street, address 2=street, state=region, zipcode=code, city=city, country=country",
    ),
    **_places(
        "home",
        "home",
        "address=street, address 2=street, state=region, zipcode=code, postal code=code, "
        "city=city, country=country, country/region=country",
    ),
    "organization": columns.single("company"),
    "company": columns.single("company"),
    "profession": columns.single("profession"),
    "job title": columns.single("profession"),
    "title": columns.title,
    "department": columns.department,
    **_unanswered("fax number", "business fax", "home fax", "pager number", "pager"),
    "birth year": columns.part_of_birthday("year"),
    "birth month": columns.part_of_birthday("month"),
    "birth day": columns.part_of_birthday("day"),
    "birthday": columns.birthday_or_day,
    "web page 1": _WEBSITE,
    "web page 2": _WEBSITE,
    "notes": columns.note,
    "categories": _TAGS,
}
_LINKEDIN: dict[str, Take] = {
    "first name": columns.named("first"),
    "last name": columns.named("last"),
    "url": columns.key,
    "email address": _EMAILS,
    "company": columns.single("company"),
    "position": columns.single("profession"),
    "connected on": columns.connected,
}
_IMPORTED: dict[str, Take] = {
    "firstname": columns.named("first"),
    "lastname": columns.named("last"),
    "fullname": columns.shown,
    "emails": _EMAILS,
    "phonenumbers": columns.phones,
    "companies": columns.single("company"),
    "title": columns.title,
    "location": columns.single("city"),
    "addresses": columns.place("street"),
    "birthday": columns.birthday,
    "sites": _WEBSITE,
}
_MAILING = "street=street, state=region, state/province=region, zip=code, zip/postal code=code, "
_MAILING += "city=city, country=country"
_CRM: dict[str, Take] = {
    **dict.fromkeys(("record id", "contact id", "id"), columns.key),
    "full name": columns.shown,
    "first name": columns.named("first"),
    "firstname": columns.named("first"),
    "last name": columns.named("last"),
    "lastname": columns.named("last"),
    **dict.fromkeys(("email", "e-mail", "secondary email"), _EMAILS),
    **dict.fromkeys(
        ("mobile", "mobile phone", "mobilephone", "mobile phone number", "phone", "phone number"),
        columns.phones,
    ),
    **dict.fromkeys(("home phone", "homephone", "other phone", "otherphone"), columns.phones),
    **dict.fromkeys(
        ("account name", "company name", "company", "associated company"),
        columns.single("company"),
    ),
    **dict.fromkeys(("title", "job title"), columns.title),
    "department": columns.department,
    "salutation": columns.named("prefix"),
    **_unanswered("fax", "fax number"),
    **_places("work", "mailing", _MAILING),
    "mailingstreet": columns.place("street", "work"),
    "mailingstate": columns.place("region", "work"),
    "mailingpostalcode": columns.place("code", "work"),
    "mailingcity": columns.place("city", "work"),
    "mailingcountry": columns.place("country", "work"),
    "street address": columns.place("street", "work"),
    "city": columns.place("city", "work"),
    **dict.fromkeys(("date of birth", "birthdate"), columns.birthday),
    **dict.fromkeys(("description", "notes"), columns.note),
    **dict.fromkeys(("tag", "tags"), _TAGS),
    "website": _WEBSITE,
    "website url": _WEBSITE,
    **dict.fromkeys(("referred by", "referrer"), _REFERRED),
}
_PIPEDRIVE: dict[str, Take] = {
    "person - id": columns.key,
    "person - name": columns.named("name"),
    "person - first name": columns.named("first"),
    "person - last name": columns.named("last"),
    "person - organization": columns.single("company"),
    "person - job title": columns.title,
    "person - email": _EMAILS,
    "person - phone": columns.phones,
    **{f"person - email - {kind}": _EMAILS for kind in ("work", "home", "other")},
    **{f"person - phone - {kind}": columns.phones for kind in ("mobile", "work", "home", "other")},
    "person - label": _TAGS,
    "person - labels": _TAGS,
    "person - notes": columns.note,
    "person - postal address": columns.place("street"),
    "person - birthday": columns.birthday,
    "person - referred by": _REFERRED,
}
_YAHOO: dict[str, Take] = {
    "first": columns.named("first"),
    "middle": columns.named("middle"),
    "last": columns.named("last"),
    "nickname": columns.each(Draft.alias),
    **dict.fromkeys(("email", "alternate email 1", "alternate email 2"), _EMAILS),
    **dict.fromkeys(("mobile", "primary", "work", "home", "other", "yahoo phone"), columns.phones),
    "company": columns.single("company"),
    "title": columns.title,
    **_places("work", "work", "address=street, state=region, zip=code, city=city, country=country"),
    **_places("home", "home", "address=street, state=region, zip=code, city=city, country=country"),
    **_unanswered("fax", "pager"),
    "category": _TAGS,
    "distribution lists": _TAGS,
    "birthday": columns.birthday,
    "anniversary": columns.day_of("ANNIVERSARY"),
    "personal website": _WEBSITE,
    "business website": _WEBSITE,
    "comments": columns.note,
}
OWN_DAY = "created_on"
"""When a ledger had somebody first: another one has them from the day of the import on."""

_REFLOG: dict[str, Take] = {
    "handle": columns.handle,
    "name": columns.named("name"),
    **{field.name: columns.of(field) for field in FIELDS},
    OWN_DAY: columns.passed,
}
_UNFILLED = frozenset(
    {
        *("0/0/00", "0.0.00", "0-0-00", "00/00/00", "unspecified", "normal", "smtp", "false"),
        *("keine angabe", "nicht angegeben", "non spécifié", "non précisé", "sin especificar"),
        *("no especificado", "non specificato", "niet opgegeven", "não especificado"),
        *("falsch", "faux", "falso", "onwaar", "normale", "normaal"),
    }
)
"""What Outlook writes, in its languages, where nothing was filled in."""


DIALECTS = {
    dialect.source: dialect
    for dialect in (
        Dialect(source="reflog", title="reflog", takes=_REFLOG, is_it=_is_reflog),
        Dialect(
            source="linkedin",
            title="LinkedIn",
            takes=_LINKEDIN,
            is_it=_has("connected on", all_of="first name; last name"),
        ),
        Dialect(
            source="linkedin-imported",
            title="contacts imported to LinkedIn",
            takes=_IMPORTED,
            is_it=_has("phonenumbers", "createdat", "profiles", all_of="emails"),
        ),
        Dialect(
            source="google",
            title="Google Contacts",
            takes=_GOOGLE,
            labels=("label", "type"),
            is_it=_is_google,
        ),
        Dialect(
            source="thunderbird",
            title="Thunderbird",
            takes=_THUNDERBIRD,
            several=frozenset({"name"}),
            is_it=_has("primary email"),
        ),
        Dialect(
            source="windows",
            title="Windows Contacts",
            takes=_OUTLOOK,
            is_it=_has("personal web page", all_of="name; first name; e-mail address"),
        ),
        Dialect(
            source="outlook", title="Outlook", takes=_OUTLOOK, unfilled=_UNFILLED, is_it=_is_outlook
        ),
        Dialect(
            source="yahoo",
            title="Yahoo",
            takes=_YAHOO,
            is_it=_has("yahoo phone", "messenger id", "alternate email 1", all_of="first; last"),
        ),
        Dialect(
            source="pipedrive",
            title="Pipedrive",
            takes=_PIPEDRIVE,
            is_it=_has("person - name", "person - email - work", "person - email"),
        ),
        Dialect(
            source="salesforce",
            title="Salesforce",
            takes=_CRM,
            is_it=_has(
                *("mailing zip/postal code", "mailing state/province"),
                *("mailingpostalcode", "mailingstreet", "accountid"),
            ),
        ),
        Dialect(
            source="zoho",
            title="Zoho",
            takes=_CRM,
            is_it=_has(
                *("email opt out", "secondary email", "mailing zip", "account name"),
                all_of="contact owner; last name",
            ),
        ),
        Dialect(
            source="hubspot",
            title="HubSpot",
            takes=_CRM,
            is_it=_has(
                *("lifecycle stage", "lead status", "associated company", "contact owner"),
                all_of="record id; email",
            ),
        ),
    )
}
"""By source, in the order they are recognized in: what is surest first."""
