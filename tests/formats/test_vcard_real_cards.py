"""Cards of the programs that people have: what is read of each, whole."""

from __future__ import annotations

import vcards
from rows import each_row
from vcards import crlf, one, read, said

SHAPES = {
    name: getattr(vcards, name)
    for name in (
        *("IOS", "MACOS", "ANDROID", "OUTLOOK", "GOOGLE", "NEXTCLOUD", "THUNDERBIRD"),
        *("FASTMAIL", "BLACKBERRY", "EVOLUTION", "NOKIA"),
    )
}


def test_an_iphone() -> None:
    assert said(one(crlf(vcards.IOS))) == {
        "name": "Fred Moss",
        "aliases": ("Freddy",),
        "company": "Example Windows Ltd",
        "profession": "Glazier",
        "emails": ("fred@example.com", "fred@home.example.com"),
        "phones": ("+1 (555) 555-0101", "+1 555 0102"),
        "city": "Springfield",
        "note": "Met at the fair.\nLikes tea, and boats; a bit deaf.",
        "referred_by": ("Ann Berg",),
        "extras": (
            "item2.ADR;type=HOME;type=pref:;;12 Elm Street\\nFlat 3;Springfield;IL;12345;USA",
            "item2.X-ABADR:us",
            "item3.URL;type=pref:https://example.com/fred",
            "item3.X-ABLabel:_$!<HomePage>!$_",
            "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-01",
            "item4.X-ABRELATEDNAMES;type=pref:Sally Ng",
            "item4.X-ABLabel:_$!<Spouse>!$_",
            "X-SOCIALPROFILE;type=twitter;x-user=fredm:https://example.com/fredm",
        ),
    }
    assert read(crlf(vcards.IOS)).remarks == ("1 photo skipped.",)


def test_a_mac_and_its_groups() -> None:
    reading = read(crlf(vcards.MACOS))
    (firm,) = reading.cards
    assert said(firm) == {
        "key": "7C2D0A52-0000-4B6E-9D3E-000000000001",
        "name": "Example Plumbing",
        "company": "Example Plumbing",
        "phones": ("+1 555 0103",),
        "tags": ("Network",),
        "extras": ("X-ABUID:7C2D0A52-0000-4B6E-9D3E-000000000001:ABPerson",),
    }
    assert [(left.line, left.reason, left.failed) for left in reading.left] == [
        (12, "it is a group: its name is a tag on 1 person", False)
    ]


def test_an_android_phone() -> None:
    assert said(one(crlf(vcards.ANDROID))) == {
        "name": "Jörg Müller",
        "aliases": ("Jogi",),
        "company": "Beispiel GmbH",
        "profession": "Elektriker",
        "emails": ("joerg@example.com",),
        "phones": ("+1 555 0104", "+1 555 0105"),
        "city": "Köln",
        "note": "Mag Tee\nund Boote",
        "referred_by": ("Fred Moss", "Ann Berg"),
        "extras": (
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Sally Ng;14;;;;;;;;;;;;;",
            "TEL;TYPE=FAX:+1 555 0106",
            "ADR;TYPE=HOME:;;Bahnhofstraße 1;Köln;;;",
            "ORG:Beispiel GmbH;Vertrieb",
            "BDAY:1970-02-03",
        ),
    }


def test_outlook_with_its_pictures() -> None:
    reading = read(crlf(vcards.OUTLOOK))
    person = reading.cards[0]
    design = vcards.OUTLOOK.partition("X-MS-OL-DESIGN;CHARSET=utf-8")[2].partition("\n")[0]
    assert said(person) == {
        "name": "Dr. Sally Q. Ng PhD",
        "company": "Example Law",
        "profession": "Lawyer",
        "emails": ("sally@example.com",),
        "phones": ("(555) 555-0107", "+1 (555) 555-0108"),
        "city": "Shelbyville",
        "note": "Calls back late",
        "extras": (
            "X-MS-SIGNATURE:YES",
            "N;LANGUAGE=en-us:Ng;Sally;Q.;Dr.;PhD",
            "ORG:Example Law;Family;Second floor",
            "ROLE:Partner",
            "TEL;TYPE=WORK;TYPE=FAX:+1 (555) 555-0109",
            "ADR;TYPE=WORK;TYPE=PREF:;;1 Main Street\\nSuite 4;Shelbyville;IL;54321;United States",
            "LABEL;TYPE=WORK;TYPE=PREF:1 Main Street\\nSuite 4\\nShelbyville, IL  54321",
            "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2",
            f"X-MS-OL-DESIGN{design}",
        ),
    }
    assert reading.remarks == ("2 photos skipped.",)


def test_google() -> None:
    reading = read(crlf(vcards.GOOGLE))
    assert said(reading.cards[0]) == {
        "name": "Zoë Ångström",
        "company": "Example Bakery",
        "emails": ("zoe@example.com",),
        "phones": ("+1 555-0110",),
        "city": "Malmö",
        "note": "Met in 2019\n\nhttps://example.com/a,b",
        "tags": ("Suppliers",),
        "referred_by": ("Fred Moss",),
        "extras": ("item3.ADR:;;;Malmö;;;Sweden", "item3.X-ABLabel:Studio"),
    }
    assert reading.remarks == (
        "1 photo skipped.",
        "The tag myContacts, which everyone has, ignored on line 14.",
    )


def test_nextcloud_with_referrers_by_name_and_by_key() -> None:
    reading = read(crlf(vcards.NEXTCLOUD))
    gina, hugo = reading.cards
    assert said(gina) == {
        "key": "0f9d0d64-3c1e-4e3f-8a3e-000000000003",
        "name": "Gina Rossi",
        "emails": ("gina@example.com",),
        "phones": ("+1 555 0112", "+1-555-0111 ext. 22"),
        "city": "Torino",
        "tags": ("Wine", "Food"),
        "referred_by": ("Fred Moss", "Hugo Brandt"),
        "extras": (
            'ADR;TYPE=HOME;LABEL="Via Roma 1\\nTorino; Italy":;;Via Roma 1;Torino;;10121;Italy',
            "RELATED;TYPE=contact;VALUE=text:Sally Ng",
            "BDAY:--0415",
            "X-NC-SHARE-WITH-ADDR;TYPE=x:a^nb",
        ),
    }
    assert hugo.name == "Hugo Brandt"
    assert reading.remarks == ("1 photo skipped.",)


def test_thunderbird_in_small_letters_with_the_version_last() -> None:
    assert said(one(vcards.THUNDERBIRD.encode())) == {
        "name": "Ivo Horak",
        "company": "Example Česko",
        "emails": ("ivo@example.com",),
        "phones": ("+1 555 0113",),
        "city": "Praha",
        "extras": (
            "adr:;;Dlouhá 1;Praha;;11000;CZ",
            "tel;TYPE=pager:+1 555 0114",
            "x-mozilla-html:FALSE",
            "url:http://example.com/ivo",
        ),
    }


def test_fastmail() -> None:
    assert said(one(crlf(vcards.FASTMAIL))) == {
        "key": "3b8a9a2e-0000-4d8e-b7f7-000000000005",
        "name": "Jean-Luc O'Neill",
        "company": "Example & Sons",
        "emails": ("jl@example.com",),
        "note": "First line\nSecond line that is so long that it was folded by"
        " the program in the middle of it",
    }


def test_a_blackberry_with_an_agent() -> None:
    reading = read(crlf(vcards.BLACKBERRY))
    assert said(reading.cards[0]) == {
        "name": "Chloé Lefèvre",
        "company": "Exemple SA",
        "emails": ("chloe@example.com",),
        "phones": ("+1 555 0115x12",),
        "note": "after the agent",
    }
    assert reading.remarks == ("1 card within a card skipped.",)


def test_evolution() -> None:
    assert said(one(crlf(vcards.EVOLUTION))) == {
        "name": "Per Quist",
        "emails": ("per@example.com",),
        "phones": ("+1 555 0117",),
        "note": "One\nTwo",
        "extras": (
            "X-EVOLUTION-FILE-AS:Quist\\, Per",
            "N:Quist;Per;Olof,Erik;;",
            "X-EVOLUTION-SPOUSE:Maja",
            "LABEL;TYPE=HOME:Storgatan 1\\nUppsala",
        ),
    }


def test_an_old_nokia_without_a_full_name() -> None:
    assert said(one(crlf(vcards.NOKIA))) == {
        "name": "Aino Virtanen",
        "phones": ("+15550118",),
        "note": "This text was folded at a blank which is a part of it, as vCard 2.1 does.",
        "extras": ("X-CLASS:private",),
    }


@each_row("name", SHAPES)
def test_however_its_lines_end_a_card_is_the_same(name: str) -> None:
    text = SHAPES[name]
    expected = read(crlf(text))
    bare = text.encode()
    for variant in (
        bare,
        b"\xef\xbb\xbf" + bare,
        bare.replace(b"\n", b"\r"),
        bare.replace(b"\n", b"\r\r\n"),
        bare.rstrip(b"\n"),
        b"\n\n" + bare + b"\n \n",
    ):
        found = read(variant)
        shift = 2 if variant.startswith(b"\n") else 0
        assert [said(card) for card in found.cards] == [said(card) for card in expected.cards]
        assert [card.line - shift for card in found.cards] == [card.line for card in expected.cards]
    for wide in ("utf-16", "utf-16-le", "utf-16-be"):
        assert list(map(said, read(text.encode(wide)).cards)) == list(map(said, expected.cards))


def test_cards_of_all_programs_stand_in_one_file() -> None:
    reading = read(*(crlf(f"\ufeff{text}\n") for text in SHAPES.values()))
    assert [card.name for card in reading.cards] == [
        *("Fred Moss", "Example Plumbing", "Jörg Müller", "Dr. Sally Q. Ng PhD", "Zoë Ångström"),
        *("Gina Rossi", "Hugo Brandt", "Ivo Horak", "Jean-Luc O'Neill", "Chloé Lefèvre"),
        *("Per Quist", "Aino Virtanen"),
    ]
    assert len(reading.left) == 1
