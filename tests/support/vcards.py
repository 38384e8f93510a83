"""Cards as programs and phones write them, with invented people, for the tests of vCards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reflog.formats.vcard import groups
from reflog.formats.vcard import read as vcard

if TYPE_CHECKING:
    from reflog.domain.cards.card import Card, Reading

PICTURE = "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoM"


def crlf(text: str) -> bytes:
    """A text as most programs end its lines."""
    return text.replace("\n", "\r\n").encode()


def card(*lines: str, version: str = "3.0") -> bytes:
    """A card with these properties."""
    return crlf("\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]))


def read(*data: bytes) -> Reading:
    return groups.tagged([vcard.read(b"".join(data))])[0]


def one(data: bytes) -> Card:
    """The only person of a file."""
    reading = read(data)
    assert reading.left == ()
    assert len(reading.cards) == 1
    return reading.cards[0]


def said(person: Card) -> dict[str, Any]:
    """What is known of a person, without what is empty and where it stood."""
    return {
        field: value
        for field, value in person._asdict().items()
        if value and field not in {"line", "source"}
    }


IOS = f"""BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.1.2//EN
N:Moss;Fred;;;
FN:Fred Moss
NICKNAME:Freddy
ORG:Example Windows Ltd;
TITLE:Glazier
EMAIL;type=INTERNET;type=HOME:fred@home.example.com
EMAIL;type=INTERNET;type=WORK;type=pref:fred@example.com
TEL;type=CELL;type=VOICE;type=pref:\u202a+1\u00a0(555)\u00a0555\u20110101\u202c
item1.TEL:+1 555 0102
item1.X-ABLabel:workshop
item2.ADR;type=HOME;type=pref:;;12 Elm Street\\nFlat 3;Springfield;IL;12345;USA
item2.X-ABADR:us
NOTE:Met at the fair.\\nLikes tea\\, and boats\\; a bit deaf.
item3.URL;type=pref:https://example.com/fred
item3.X-ABLabel:_$!<HomePage>!$_
BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-01
item4.X-ABRELATEDNAMES;type=pref:Sally Ng
item4.X-ABLabel:_$!<Spouse>!$_
item5.X-ABRELATEDNAMES:Ann Berg
item5.X-ABLabel:Referred by
X-SOCIALPROFILE;type=twitter;x-user=fredm:https://example.com/fredm
PHOTO;ENCODING=b;TYPE=JPEG:{PICTURE}
 {PICTURE}
 {PICTURE[:20]}=
END:VCARD
"""

MACOS = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.1//EN
N:;;;;
FN:Example Plumbing
ORG:Example Plumbing;
TEL;type=WORK;type=VOICE;type=pref:+1 555 0103
X-ABShowAs:COMPANY
UID:7C2D0A52-0000-4B6E-9D3E-000000000001
X-ABUID:7C2D0A52-0000-4B6E-9D3E-000000000001:ABPerson
END:VCARD
BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//macOS 14.1//EN
N:Network
FN:Network
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:7C2D0A52-0000-4B6E-9D3E-000000000001
UID:7C2D0A52-0000-4B6E-9D3E-000000000002
END:VCARD
"""

ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=C3=BC=6C=6C=65=72;=4A=C3=B6=72=67;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4A=C3=B6=72=67=20=4D=C3=BC=6C=6C=65=72
X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Jogi;1;;;;;;;;;;;;;
X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Fred Moss;11;;;;;;;;;;;;;
X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Sally Ng;14;;;;;;;;;;;;;
X-ANDROID-CUSTOM;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:vnd.android.cursor.item/relation;=41=6E=6E=20=42=65=72=67;0;=45=6D=70=66=6F=68=6C=65=6E=20=76=6F=6E;;;;;;;;;;;;
TEL;CELL;PREF:+1 555 0104
TEL;X-Werkstatt:+1 555 0105
TEL;FAX:+1 555 0106
EMAIL;HOME:joerg@example.com
ADR;HOME;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;=42=61=68=6E=68=6F=66=73=74=72=61=C3=9F=65=20=31;=4B=C3=B6=6C=6E;;;
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=42=65=69=73=70=69=65=6C=20=47=6D=62=48;=56=65=72=74=72=69=65=62
TITLE:Elektriker
NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=61=67=20=54=65=65=0D=0A=
=75=6E=64=20=42=6F=6F=74=65
BDAY:1970-02-03
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgMCAgMDAwMEAw
 MEBQgFBQQEBQoHBwYIDAoM

END:VCARD
"""

OUTLOOK = f"""BEGIN:VCARD
VERSION:2.1
X-MS-SIGNATURE:YES
N;LANGUAGE=en-us:Ng;Sally;Q.;Dr.;PhD
FN:Dr. Sally Q. Ng PhD
ORG:Example Law;Family;Second floor
TITLE:Lawyer
ROLE:Partner
NOTE:Calls back late
TEL;WORK;VOICE:(555) 555-0107
TEL;CELL;VOICE:+1 (555) 555-0108
TEL;WORK;FAX:+1 (555) 555-0109
ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;1 Main Street=0D=0ASuite 4;Shelbyville;IL;54321;Uni=
ted States
LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:1 Main Street=0D=0A=
Suite 4=0D=0A=
Shelbyville, IL  54321
X-MS-OL-DEFAULT-POSTAL-ADDRESS:2
EMAIL;PREF;INTERNET:sally@example.com
X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:
 {PICTURE}
 {PICTURE}

PHOTO;TYPE=JPEG;ENCODING=BASE64:
 {PICTURE}
 iVBORw0KGgo=

X-MS-OL-DESIGN;CHARSET=utf-8:<card ver="1.0" layout="left"><img xmlns=""/></card>
REV:20231120T101112Z
END:VCARD
"""

GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:Zoë Ångström
N:Ångström;Zoë;;;
EMAIL;TYPE=INTERNET;TYPE=HOME:zoe@example.com
TEL;TYPE=CELL:+1 555-0110
item1.ORG:Example Bakery
item1.X-ABLabel:
item2.X-ABRELATEDNAMES:Fred Moss
item2.X-ABLabel:referred-by
item3.ADR:;;;Malmö;;;Sweden
item3.X-ABLabel:Studio
NOTE:Met in 2019\\n\\nhttps://example.com/a\\,b
CATEGORIES:myContacts,Suppliers
PHOTO:https://example.com/photo.jpg
END:VCARD
"""

NEXTCLOUD = """BEGIN:VCARD
VERSION:4.0
PRODID:-//Sabre//Sabre VObject 4.5.4//EN
UID:0f9d0d64-3c1e-4e3f-8a3e-000000000003
FN:Gina Rossi
N:Rossi;Gina;;;
TEL;TYPE="HOME,VOICE";VALUE=uri:tel:+1-555-0111;ext=22
TEL;PREF=1;TYPE=cell:+1 555 0112
EMAIL;TYPE=WORK:gina@example.com
ADR;TYPE=HOME;LABEL="Via Roma 1\\nTorino; Italy":;;Via Roma 1;Torino;;10121;Italy
RELATED;TYPE=contact;VALUE=text:Sally Ng
RELATED;TYPE=referred-by;VALUE=text:Fred Moss
RELATED;TYPE=x-referred-by:urn:uuid:0f9d0d64-3c1e-4e3f-8a3e-000000000004
CATEGORIES:Wine,Food
BDAY:--0415
X-NC-SHARE-WITH-ADDR;TYPE=x:a^nb
PHOTO:data:image/jpeg;base64\\,/9j/4AAQSkZJRg==
REV;VALUE=DATE-AND-OR-TIME:20231120T101112Z
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:0f9d0d64-3c1e-4e3f-8a3e-000000000004
FN:Hugo Brandt
END:VCARD
"""

THUNDERBIRD = """begin:vcard
fn:Ivo Horak
n:Horak;Ivo
org;quoted-printable:Example =C4=8Cesko
adr:;;Dlouh\u00e1 1;Praha;;11000;CZ
email;internet:ivo@example.com
tel;work:+1 555 0113
tel;pager:+1 555 0114
x-mozilla-html:FALSE
url:http://example.com/ivo
version:2.1
end:vcard

"""

FASTMAIL = """BEGIN:VCARD
PRODID:-//CyrusIMAP.org//Cyrus 3.9.0//EN
VERSION:3.0
UID:3b8a9a2e-0000-4d8e-b7f7-000000000005
N;CHARSET=UTF-8:O'Neill;Jean-Luc;;;
FN;CHARSET=UTF-8:Jean-Luc O'Neill
NICKNAME;CHARSET=UTF-8:
TITLE;CHARSET=UTF-8:
ORG;CHARSET=UTF-8:Example & Sons;
EMAIL;TYPE=work;PREF=1:jl@example.com
NOTE;CHARSET=UTF-8:First line\\nSecond line that is so long that it was folded by
  the program in the middle of it
X-PHONETIC-FIRST-NAME:
END:VCARD
"""

BLACKBERRY = """BEGIN:VCARD
VERSION:2.1
N;ENCODING=QUOTED-PRINTABLE;CHARSET=WINDOWS-1252:Lef=E8vre;Chlo=E9
FN;ENCODING=QUOTED-PRINTABLE;CHARSET=WINDOWS-1252:Chlo=E9 Lef=E8vre
ORG:Exemple SA
TEL;CELL:+1 555 0115x12
EMAIL;INTERNET:chloe@example.com
AGENT:
BEGIN:VCARD
VERSION:2.1
FN:Her Assistant
TEL:+1 555 0116
END:VCARD
NOTE:after the agent
END:VCARD
"""

EVOLUTION = """BEGIN:VCARD
VERSION:3.0
X-EVOLUTION-FILE-AS:Quist\\, Per
FN:Per Quist
N:Quist;Per;Olof,Erik;;
EMAIL;X-EVOLUTION-UI-SLOT=1;TYPE=WORK:per@example.com
TEL;X-EVOLUTION-UI-SLOT=1;TYPE="CELL":+1 555 0117
X-EVOLUTION-SPOUSE:Maja
NOTE;ENCODING=QUOTED-PRINTABLE:One=0ATwo
LABEL;TYPE=HOME:Storgatan 1\\nUppsala
KEY;ENCODING=b;TYPE=X509:AAAA
END:VCARD
"""

NOKIA = """BEGIN:VCARD
VERSION:2.1
N;ENCODING=8BIT;CHARSET=UTF-8:Virtanen;Aino
TEL;VOICE;CELL;PREF:+15550118
NOTE:This text was folded at a blank
 which is a part of it, as vCard 2.1 does.
X-CLASS:private
END:VCARD
"""
