"""A shelf of address books, invented in the manner of the programs that write them."""

from __future__ import annotations

from typing import Any, NamedTuple

from rows import each_row
from vcards import read


class Book(NamedTuple):
    """A file, and what is to be read of it.

    Attributes:
        lines: its lines, without their ends.
        people: by name, what is known of them that is worth a look.
        left: the reasons why others were not taken.
        remarks: what else was said.
    """

    lines: str
    people: dict[str, dict[str, Any]]
    left: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    encoding: str = "utf-8"


GROUP = "it is a group: its name is a tag on {}"
BOOKS = {
    "iCloud, with a firm, a group and a social profile": Book(
        """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iCloud Web Address Book 2314B15//EN
N:Lund;Ida;;;
FN:Ida Lund
ORG:Lund & Co;
TEL;type=CELL;type=VOICE;type=pref:+1 (555) 555-0120
TEL;type=WORK;type=FAX:+1 (555) 555-0121
item1.EMAIL;type=INTERNET;type=pref:ida@example.com
item1.X-ABLabel:_$!<Other>!$_
BDAY;value=date:1981-07-09
UID:11111111-0000-4000-8000-000000000001
REV:2025-01-02T03:04:05Z
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Lund & Co
N:;;;;
ORG:Lund & Co;
X-ABShowAs:COMPANY
TEL;type=MAIN:+1 555 555 0122
UID:11111111-0000-4000-8000-000000000002
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Choir
N:Choir;;;;
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:11111111-0000-4000-8000-000000000001
UID:11111111-0000-4000-8000-000000000003
END:VCARD""",
        {
            "Ida Lund": {
                "company": "Lund & Co",
                "phones": ("+1 (555) 555-0120",),
                "emails": ("ida@example.com",),
                "tags": ("Choir",),
            },
            "Lund & Co": {"company": "Lund & Co", "phones": ("+1 555 555 0122",)},
        },
        left=(GROUP.format("1 person"),),
    ),
    "an iPhone, shared with a name of one word and emoji": Book(
        """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 18.1//EN
N:;Mum \u2764\ufe0f;;;
FN:Mum \u2764\ufe0f
TEL;type=HOME;type=VOICE;type=pref:+1 555 0123
END:VCARD""",
        {"Mum \u2764\ufe0f": {"phones": ("+1 555 0123",)}},
    ),
    "Google, with a starred label and a relation": Book(
        """BEGIN:VCARD
VERSION:3.0
FN:Kai Storm
N:Storm;Kai;;;
EMAIL;TYPE=INTERNET:kai@example.com
item1.TEL:+1 555-0124
item1.X-ABLabel:Mobile
item2.X-ABRELATEDNAMES:Fred Moss
item2.X-ABLabel:* Referred By
item3.X-ABDATE:2019-05-06
item3.X-ABLabel:_$!<Anniversary>!$_
CATEGORIES:myContacts
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:;;;;
EMAIL;TYPE=INTERNET:info@example.com
CATEGORIES:Suppliers
END:VCARD""",
        {
            "Kai Storm": {"phones": ("+1 555-0124",), "referred_by": ("Fred Moss",)},
            "Info (example.com)": {"emails": ("info@example.com",), "tags": ("Suppliers",)},
        },
        remarks=(
            "The tag myContacts, which everyone has, ignored on line 12.",
            "Named after the e-mail address (no name) on line 14.",
        ),
    ),
    "Outlook, its letters in Windows-1252 and its lines quoted": Book(
        """BEGIN:VCARD
VERSION:2.1
N;LANGUAGE=de:Größer;Jürgen
FN:Jürgen Größer
ORG:Größer Bau
TEL;WORK;VOICE:+49 30 5550125
TEL;PAGER;VOICE:+49 30 5550126
ADR;WORK;PREF:;;Straße 1;Köln;;50667;Deutschland
EMAIL;PREF;INTERNET:j@example.com
END:VCARD""",
        {
            "Jürgen Größer": {
                "company": "Größer Bau",
                "city": "Köln",
                "phones": ("+49 30 5550125",),
            }
        },
        remarks=(
            (
                "Not UTF-8, so read as Windows-1252 (if names look wrong: --encoding NAME) "
                "on lines 3, 4, 5 and 8."
            ),
        ),
        encoding="cp1252",
    ),
    "Outlook on the web, the family name first": Book(
        """BEGIN:VCARD
PROFILE:VCARD
VERSION:3.0
MAILER:Microsoft Exchange
FN:Ng, Sally
N:Ng;Sally;;;
EMAIL;TYPE=WORK:sally@example.com
TITLE:Notary
CLASS:PUBLIC
END:VCARD""",
        {"Sally Ng": {"profession": "Notary", "emails": ("sally@example.com",)}},
    ),
    "Android, a name that is a number and one that is none": Book(
        """BEGIN:VCARD
VERSION:2.1
N:Ott;Uwe;;;
FN:+15550127
TEL;CELL:+15550127
END:VCARD
BEGIN:VCARD
VERSION:2.1
N:;;;;
FN:(No name)
TEL;CELL:+15550128
ORG:Ott Ltd
END:VCARD
BEGIN:VCARD
VERSION:2.1
TEL;CELL:+15550129
END:VCARD""",
        {
            "Uwe Ott": {"phones": ("+15550127",)},
            "Ott Ltd": {"company": "Ott Ltd", "phones": ("+15550128",)},
        },
        left=("it has a phone number but no name",),
        remarks=("Named after the company (no name) on line 7.",),
    ),
    "Android, quoted-printable folded within a letter": Book(
        """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=81=C4=85=C4=
=87;=C5=BB=C3=B3=C5=82=C4=87;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BB=C3=B3=C5=82=C4=87=20=C5=81=C4=85=C4=
=87
TEL;CELL;PREF:+48555550130
END:VCARD""",
        {"Żółć Łąć": {"phones": ("+48555550130",)}},
    ),
    "Samsung, what it cannot say in a field of Android's own": Book(
        """BEGIN:VCARD
VERSION:2.1
N:Reed;Lee;;;
FN:Lee Reed
TEL;CELL:+15550131
X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2020-02-03;1;;;;;;;;;;;;;
X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ann Berg;11;;;;;;;;;;;;;
X-SAMSUNGADR;HOME:;;1 Elm St;Lyon;;;
END:VCARD""",
        {"Lee Reed": {"referred_by": ("Ann Berg",)}},
    ),
    "Evolution, a list and its members": Book(
        """BEGIN:VCARD
VERSION:3.0
UID:pas-id-0001
FN:Nils Holm
N:Holm;Nils;;;
EMAIL;TYPE=WORK;X-EVOLUTION-UI-SLOT=1:nils@example.com
X-EVOLUTION-FILE-AS:Holm\\, Nils
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:pas-id-0002
FN:Rowing
N:Rowing;;;;
X-EVOLUTION-FILE-AS:Rowing
X-EVOLUTION-LIST:TRUE
X-EVOLUTION-LIST-SHOW-ADDRESSES:FALSE
EMAIL;X-EVOLUTION-DEST-CONTACT-UID=pas-id-0001;X-EVOLUTION-DEST-EMAIL-NUM=0
 ;X-EVOLUTION-DEST-NAME=Nils Holm:nils@example.com
EMAIL;X-EVOLUTION-DEST-HTML-MAIL=FALSE:olga.wik@example.com
END:VCARD""",
        {
            "Nils Holm": {"tags": ("Rowing",)},
            "Olga Wik": {"tags": ("Rowing",), "emails": ("olga.wik@example.com",)},
        },
        left=(GROUP.format("2 people"),),
    ),
    "KAddressBook, fields of its own": Book(
        """BEGIN:VCARD
VERSION:3.0
UID:k-1
FN:Pia Rask
N:Rask;Pia;;Dr.;
X-KADDRESSBOOK-X-Profession:Midwife
X-KADDRESSBOOK-X-SpouseName:Ole
EMAIL:pia@example.com
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:DistList1
FN:Village
N:Village;;;;
X-KADDRESSBOOK-DistributionList:k-1\\,pia@example.com\\;gone\\,
END:VCARD""",
        {"Pia Rask": {"tags": ("Village",)}},
        left=(GROUP.format("1 person"),),
        remarks=("1 member of the group on line 10 is not in the file, ignored.",),
    ),
    "Nextcloud, version 4 with a group": Book(
        """BEGIN:VCARD
VERSION:4.0
PRODID:-//Nextcloud Contacts v6.0.0
UID:n-1
FN:Tom Voss
N:Voss;Tom;;;
TEL;TYPE=CELL,VOICE;PREF=1:tel:+1-555-0132
EMAIL;TYPE=HOME:tom@example.com
LANG:de
RELATED;TYPE=x-referred-by;VALUE=uri:urn:uuid:n-2
KIND:individual
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:n-2
FN:Vera Voss
GENDER:F
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:n-3
FN:Family
KIND:group
MEMBER:urn:uuid:n-1
MEMBER:urn:uuid:n-2
END:VCARD""",
        {
            "Tom Voss": {
                "language": "de",
                "referred_by": ("Vera Voss",),
                "phones": ("+1-555-0132",),
                "tags": ("Family",),
            },
            "Vera Voss": {"tags": ("Family",)},
        },
        left=(GROUP.format("2 people"),),
    ),
    "a calendar's attendee list put together by hand": Book(
        """# people I met
  BEGIN:VCARD
  VERSION:3.0
  FN:Wim Post
  NOTE:likes long
    walks
  END:VCARD

--
sent from my phone""",
        {"Wim Post": {"note": "likes long walks"}},
        remarks=("Text outside any card, ignored on lines 1, 9 and 10.",),
    ),
    "a phone of 2003": Book(
        """BEGIN:VCARD
VERSION:2.1
N:Yilmaz;Ebru
TEL;PREF;CELL;VOICE:+905550133
TEL;HOME:+905550134
AGENT:
BEGIN:VCARD
VERSION:2.1
N:Helper;Her
END:VCARD
END:VCARD
BEGIN:VCARD
VERSION:2.1
N:Half;Way
TEL;CELL:+905550135
BEGIN:VCARD
VERSION:2.1
N:Zand;Roxane
TEL;CELL:+985550136
END:VCARD""",
        {
            "Ebru Yilmaz": {"phones": ("+905550133", "+905550134")},
            "Roxane Zand": {"phones": ("+985550136",)},
        },
        left=("the card has no END:VCARD",),
        remarks=("1 card within a card skipped.",),
    ),
    "an address book of places and devices": Book(
        """BEGIN:VCARD
VERSION:4.0
FN:Meeting room
KIND:location
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Printer
KIND:device
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Xenia Kurz <xenia@example.com>
EMAIL:xenia@example.com
END:VCARD""",
        {"Xenia Kurz": {"emails": ("xenia@example.com",)}},
        left=("it is a place, not a person", "it is a device, not a person"),
    ),
}


@each_row("name", BOOKS)
@each_row("end", ["\r\n", "\n", "\r"])
def test_who_is_in_an_address_book(name: str, end: str) -> None:
    book = BOOKS[name]
    reading = read((end.join(book.lines.split("\n")) + end).encode(book.encoding))
    assert [one.name for one in reading.cards] == [*book.people]
    for card in reading.cards:
        expected = book.people[card.name]
        assert {field: getattr(card, field) for field in expected} == expected
    assert tuple(left.reason for left in reading.left) == book.left
    assert reading.remarks == book.remarks
