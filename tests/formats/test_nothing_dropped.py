"""A column that holds something is never lost: taken, kept for the way out, asked for or named."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import pytest

from reflog.errors import UsageError
from reflog.formats import files
from rows import each_row

if TYPE_CHECKING:
    from reflog.domain.cards.card import Card


def cards_of(text: str, form: str | None = None) -> tuple[list[Card], str]:
    """Return the cards of a file, and its remarks as one text."""
    data = io.BytesIO(text.encode())
    (reading,) = files.readings(files.opened("-", form=form, stdin=data))
    return list(reading.cards), " ".join(reading.remarks)


class Kept(NamedTuple):
    """A table of one row, and what of it comes out again on a card."""

    columns: str
    row: str
    extras: tuple[str, ...]


KEPT = {
    "Outlook: a fax, a title, a department and a second city": Kept(
        "Title,First Name,Last Name,Company,Department,Business City,Home City,Business Fax,"
        "E-mail Address,Pager,Anniversary,Spouse,Manager's Name,Birthday",
        "Ms.,Ann,Berg,Acme,Law,Bern,Graz,+1 555 0109,ann@example.com,+1 555 0108,2001-06-02,"
        "Tom Berg,Bo Ek,0/0/00",
        (
            "N:Berg;Ann;;Ms.;",
            "TEL;TYPE=fax:+1 555 0109",
            "TEL;TYPE=pager:+1 555 0108",
            "ANNIVERSARY:2001-06-02",
            "RELATED;TYPE=spouse;VALUE=text:Tom Berg",
            "X-MANAGER:Bo Ek",
            "ORG:Acme;Law",
            "ADR;TYPE=home:;;;Graz;;;",
        ),
    ),
    "Thunderbird: a birthday in three columns": Kept(
        "First Name,Last Name,Primary Email,Fax Number,Pager Number,Department,Birth Year,"
        "Birth Month,Birth Day",
        "Ann,Berg,ann@example.com,+1 555 0109,+1 555 0108,Law,1970,1,31",
        ("TEL;TYPE=fax:+1 555 0109", "TEL;TYPE=pager:+1 555 0108", "BDAY:1970-01-31", "ORG:;Law"),
    ),
    "Thunderbird in German: Geburtstag is only the day": Kept(
        "Vorname,Nachname,Primäre E-Mail-Adresse,Fax-Nummer,Geburtsjahr,Geburtsmonat,Geburtstag",
        "Ann,Berg,ann@example.com,+41 31 555 01 09,0,1,31",
        ("TEL;TYPE=fax:+41 31 555 01 09", "BDAY:--01-31"),
    ),
    "Google: a number labeled as a fax": Kept(
        "First Name,Last Name,Organization Name,Organization Department,E-mail 1 - Value,"
        "Phone 1 - Label,Phone 1 - Value",
        "Ann,Berg,Acme,Law,ann@example.com,Work Fax,+1 555 0109",
        ("TEL;TYPE=fax:+1 555 0109", "ORG:Acme;Law"),
    ),
    "Yahoo: fax and pager": Kept(
        "First,Last,Email,Pager,Fax,Alternate Email 1,Anniversary",
        "Ann,Berg,ann@example.com,+1 555 0108,+1 555 0109,,2001-06-02",
        (
            "TEL;TYPE=fax:+1 555 0109",
            "TEL;TYPE=pager:+1 555 0108",
            "ANNIVERSARY:2001-06-02",
        ),
    ),
    "Thunderbird: a display name of its own": Kept(
        "First Name,Last Name,Display Name,Primary Email",
        "Ann,Berg,Annie the baker,ann@example.com",
        ('X-DISPLAY-NAME;X-COLUMN="Display Name":Annie the baker',),
    ),
    "Thunderbird in Dutch: two columns of whole names": Kept(
        "Naam,Weergavenaam,Primair e-mailadres",
        "Annie,Ann Berg,ann@example.com",
        ('X-NAAM;X-COLUMN="Naam":Annie',),
    ),
    "a list: a firm in the column called Name, and who is there in two others": Kept(
        "Name,First Name,Last Name,Email",
        "Acme Ltd,Ann,Berg,ann@example.com",
        ('X-NAME;X-COLUMN="Name":Acme Ltd',),
    ),
    "Salesforce: a salutation and a fax": Kept(
        "Salutation,First Name,Last Name,Email,Fax,Mailing State/Province",
        "Ms.,Ann,Berg,ann@example.com,+1 555 0109,",
        ("N:Berg;Ann;;Ms.;", "TEL;TYPE=fax:+1 555 0109"),
    ),
    "a list: the country alone, and what they do twice": Kept(
        "Name,Email,Country,Position,Profession",
        "Ann Berg,ann@example.com,Switzerland,Partner,Lawyer",
        ("TITLE:Partner", "ADR:;;;;;;Switzerland"),
    ),
    "Google: who they are to one another, their days, and a field of one's own": Kept(
        "First Name,Last Name,E-mail 1 - Value,Photo,Address 1 - Label,Address 1 - Formatted,"
        "Relation 1 - Label,Relation 1 - Value,Event 1 - Label,Event 1 - Value,"
        "Event 2 - Label,Event 2 - Value,Custom Field 1 - Label,Custom Field 1 - Value",
        'Ann,Berg,ann@example.com,https://example.com/a.jpg,* Home,"Main St 1, Bern",Spouse,'
        "Tom Berg,* Anniversary,2001-06-02,First day,3 May,Shoe size,42",
        (
            "ANNIVERSARY:2001-06-02",
            "ADR;TYPE=home:;;Main St 1\\, Bern;;;;",
            'X-SPOUSE;X-COLUMN="Spouse":Tom Berg',
            'X-SHOE-SIZE;X-COLUMN="Shoe size":42',
            'X-FIRST-DAY;X-COLUMN="First day":3 May',
            'X-PHOTO;X-COLUMN="Photo":https://example.com/a.jpg',
        ),
    ),
    "Outlook: what only Outlook asks for": Kept(
        "First Name,Last Name,E-mail Address,User 1,Children,Gender,Priority,Sensitivity,Private",
        'Ann,Berg,ann@example.com,"two\nlines",Mia; Ben,Unspecified,Normal,Normal,False',
        (
            'X-USER-1;X-COLUMN="User 1":two\\nlines',
            'X-CHILDREN;X-COLUMN="Children":Mia\\; Ben',
        ),
    ),
    "LinkedIn: columns that somebody added": Kept(
        "First Name,Last Name,Email Address,Connected On,Größe,靴",
        "Ann,Berg,ann@example.com,,42,27",
        ('X-GROSSE;X-COLUMN="Größe":42', 'X-COLUMN;X-COLUMN="靴":27'),
    ),
    "Pipedrive: two columns of one name": Kept(
        "Person - Name,Person - Email,Person - Owner,Person - Owner",
        "Ann Berg,ann@example.com,Bo,Cy",
        ('X-PERSON-OWNER;X-COLUMN="Person - Owner":Bo\\nCy',),
    ),
    "a list: two departments, two titles before the name and a day": Kept(
        "Anrede,Titel,Name,Email,Department,Division,Anniversary",
        "Frau,Dr.,Ann Berg,ann@example.com,Law,North,2001-06-02",
        (
            "N:Berg;Ann;;Frau;",
            "ANNIVERSARY:2001-06-02",
            "ORG:;Law;North",
            'X-TITEL;X-COLUMN="Titel":Dr.',
        ),
    ),
    "a list with the address of Outlook": Kept(
        "First Name,Last Name,E-mail Address,Fax Number,Country,Birthdate",
        "Ann,Berg,ann@example.com,+1 555 0109,Switzerland,1970-01-31",
        ("TEL;TYPE=fax:+1 555 0109", "BDAY:1970-01-31", "ADR:;;;;;;Switzerland"),
    ),
}


@each_row("name", KEPT)
def test_what_the_ledger_has_no_field_for_comes_out_again_on_the_card(name: str) -> None:
    kept = KEPT[name]
    (card,), remarks = cards_of(f"{kept.columns}\n{kept.row}\n")
    assert (card.name, card.emails) == ("Ann Berg", ("ann@example.com",))
    assert card.extras == kept.extras
    assert not card.phones
    assert "gnored" not in remarks


def test_of_very_much_in_columns_without_a_field_what_one_property_holds_is_kept() -> None:
    long = "x" * 200
    text = "y" * 40_000
    (card,), remarks = cards_of(
        f"First Name,Last Name,Connected On,{long}1,{long}2\nAnn,Berg,,{text},{text}\n"
    )
    assert card.extras == (f'X-{long.upper()};X-COLUMN="{long}":{text}',)
    assert "has more than 65536 characters, ignored on line 2." in remarks


def test_a_list_is_no_export_because_its_addresses_are_called_as_in_outlook() -> None:
    columns = "First Name,Last Name,E-mail Address,City,Title,Shoes"
    (card,), _remarks = cards_of(f"{columns}\nAnn,Berg,ann@example.com,Bern,Lawyer,\n")
    assert (card.source, card.city, card.profession) == ("outlook", "Bern", "Lawyer")
    with pytest.raises(UsageError) as caught:
        cards_of(f"{columns}\nAnn,Berg,ann@example.com,Bern,Lawyer,42\n")
    assert 'I can\'t tell what this column is: "Shoes"' in caught.value.message
    assert "E-mail Address=email" in str(caught.value.hint)
    assert "Shoes=note" in str(caught.value.hint)


def test_who_says_that_a_list_is_of_outlook_is_told_what_has_no_field() -> None:
    text = "First Name,Last Name,E-mail Address,Shoes\nAnn,Berg,ann@example.com,42\n"
    (card,), remarks = cards_of(text, "outlook")
    assert card.extras == ('X-SHOES;X-COLUMN="Shoes":42',)
    assert remarks == 'Columns without a field, kept for export: "Shoes" (1 row).'


def test_what_outlook_itself_calls_so_leaves_no_doubt_in_a_short_list() -> None:
    text = "First Name,Last Name,E-mail Address,User 1,Account\nAnn,Berg,ann@example.com,blue,x\n"
    (card,), remarks = cards_of(text)
    assert card.company is None
    assert card.extras == ('X-USER-1;X-COLUMN="User 1":blue', 'X-ACCOUNT;X-COLUMN="Account":x')
    assert remarks.endswith('kept for export: "User 1" (1 row), "Account" (1 row).')


def test_what_somebody_added_to_a_file_of_linkedin_is_taken_by_its_name() -> None:
    (card,), remarks = cards_of(
        "First Name,Last Name,URL,Company,Position,Connected On,Phone,Notes,City,Rating\n"
        "Ann,Berg,https://www.linkedin.com/in/ann,Acme,Lawyer,12 Mar 2024,+1 555 0101,golf,Bern,5\n"
    )
    assert (card.city, card.phones, card.key) == (
        "Bern",
        ("+1 555 0101",),
        "https://www.linkedin.com/in/ann",
    )
    assert remarks == 'Columns without a field, kept for export: "Rating" (1 row).'
