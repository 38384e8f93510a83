"""Tables as programs and people really write them, with invented people, and what they tell."""

from __future__ import annotations

from typing import Any, NamedTuple


class Sample(NamedTuple):
    """A file: its text, its source, and of each person what is expected."""

    text: str
    source: str
    people: tuple[dict[str, Any], ...]
    left: int = 0
    encoding: str = "utf-8"


ANN = {"name": "Ann Berg", "emails": ("ann@example.com",)}
CORPUS = {
    "Zoho": Sample(
        "Record Id,Contact Owner.id,Contact Owner,Lead Source,First Name,Last Name,Account Name,"
        "Email,Title,Department,Phone,Home Phone,Mobile,Fax,Date of Birth,Email Opt Out,"
        "Mailing Street,Mailing City,Mailing State,Mailing Zip,Mailing Country,Description,Tag\n"
        "zcrm_1,zcrm_9,Toni Wright,Web,Ann,Berg,Acme,ann@example.com,Lawyer,Law,+1 555 0102,,"
        "+1 555 0101,,1970-01-31,false,Main Street 1,Bern,BE,3011,CH,likes tea,golf\n",
        "zoho",
        (
            {
                **ANN,
                "key": "zcrm_1",
                "company": "Acme",
                "profession": "Lawyer",
                "phones": ("+1 555 0101", "+1 555 0102"),
                "city": "Bern",
                "note": "likes tea",
                "tags": ("golf",),
            },
        ),
    ),
    "Salesforce, a report": Sample(
        '"Salutation","First Name","Last Name","Title","Account Name","Mailing Street",'
        '"Mailing City","Mailing State/Province","Mailing Zip/Postal Code","Mailing Country",'
        '"Phone","Mobile","Fax","Email","Account Owner"\n'
        '"Ms.","Ann","Berg","Lawyer","Acme","Main Street 1","Bern","BE","3011","Switzerland",'
        '"+1 555 0102","+1 555 0101","","ann@example.com","Toni Wright"\n',
        "salesforce",
        (
            {
                **ANN,
                "company": "Acme",
                "profession": "Lawyer",
                "city": "Bern",
                "extras": (
                    "N:Berg;Ann;;Ms.;",
                    "ADR;TYPE=work:;;Main Street 1;Bern;BE;3011;Switzerland",
                    'X-ACCOUNT-OWNER;X-COLUMN="Account Owner":Toni Wright',
                ),
            },
        ),
    ),
    "Salesforce, an export": Sample(
        "Id,AccountId,LastName,FirstName,Salutation,MailingStreet,MailingCity,MailingPostalCode,"
        "Phone,MobilePhone,Email,Title,Birthdate\n"
        "0031,0011,Berg,Ann,Ms.,Main Street 1,Bern,3011,+1 555 0102,+1 555 0101,"
        "ann@example.com,Lawyer,1970-01-31\n",
        "salesforce",
        ({**ANN, "key": "0031", "city": "Bern", "phones": ("+1 555 0101", "+1 555 0102")},),
    ),
    "HubSpot": Sample(
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,"
        "Associated Company,Create Date\n"
        "101,Ann,Berg,ann@example.com,+1 555 0101,Toni Wright,New,Acme,2024-03-12 10:00\n",
        "hubspot",
        ({**ANN, "key": "101", "company": "Acme", "phones": ("+1 555 0101",)},),
    ),
    "Pipedrive": Sample(
        "Person - ID,Person - Name,Person - Label,Person - Organization,Person - Email - Work,"
        "Person - Email - Home,Person - Phone - Work,Person - Phone - Mobile,Person - Owner\n"
        "7,Ann Berg,Customer,Acme,ann@example.com,,+1 555 0102,+1 555 0101,Toni Wright\n",
        "pipedrive",
        (
            {
                **ANN,
                "key": "7",
                "company": "Acme",
                "tags": ("Customer",),
                "phones": ("+1 555 0101", "+1 555 0102"),
            },
        ),
    ),
    "Yahoo": Sample(
        "First,Middle,Last,Nickname,Email,Category,Distribution Lists,Messenger ID,Home,Work,"
        "Pager,Fax,Mobile,Other,Yahoo Phone,Primary,Alternate Email 1,Alternate Email 2,"
        "Personal Website,Business Website,Title,Company,Work Address,Work City,Birthday,Comments\n"
        "Ann,,Berg,Annie,ann@example.com,golf,,annb,+1 555 0103,+1 555 0102,,+1 555 0199,"
        "+1 555 0101,,,,a@example.com,,,,Lawyer,Acme,Main Street 1,Bern,1/31/1970,likes tea\n",
        "yahoo",
        (
            {
                "name": "Ann Berg",
                "aliases": ("Annie",),
                "emails": ("ann@example.com", "a@example.com"),
                "phones": ("+1 555 0101", "+1 555 0102", "+1 555 0103"),
                "tags": ("golf",),
                "profession": "Lawyer",
                "city": "Bern",
            },
        ),
    ),
    "Windows Contacts": Sample(
        "First Name,Last Name,Middle Name,Name,Nickname,E-mail Address,Home Street,Home City,"
        "Home Phone,Home Fax,Mobile Phone,Personal Web Page,Business City,Company,Job Title,Notes\n"
        "Ann,Berg,,Ann Berg,,ann@example.com,,Thun,+1 555 0103,,+1 555 0101,,Bern,Acme,Lawyer,\n",
        "windows",
        ({**ANN, "city": "Bern", "company": "Acme", "phones": ("+1 555 0101", "+1 555 0103")},),
    ),
    "LinkedIn, imported contacts": Sample(
        "FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
        "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles\n"
        "Ann,Berg,Acme,Lawyer,ann@example.com,+1 555 0101,2024-03-12,,,,Ann Berg,,Bern,,\n",
        "linkedin-imported",
        ({**ANN, "company": "Acme", "city": "Bern", "phones": ("+1 555 0101",)},),
    ),
    "Thunderbird": Sample(
        "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,"
        "Work Phone,Home Phone,Fax Number,Pager Number,Mobile Number,Home Address,Home City,"
        "Work City,Job Title,Department,Organization,Web Page 1,Birth Year,Custom 1,Notes\n"
        ",,Ann Berg,,ann@example.com,,,,,,,+1 555 0101,,Thun,Bern,Lawyer,,Acme,,,,\n"
        ",,,,cy.lee@example.com,,,,,,,,,,,,,,,,,\n",
        "thunderbird",
        ({**ANN, "company": "Acme", "city": "Bern"}, {"name": "Cy Lee"}),
    ),
    "Google, with the name turned": Sample(
        "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value\n"
        '"Berg, Ann",Ann,Berg,* myContacts,* Work,ann@example.com\n',
        "google",
        (ANN,),
    ),
    "Google, saved by a spreadsheet": Sample(
        "First Name;Last Name;Labels;E-mail 1 - Value;Phone 1 - Value\r\n"
        "Ann;Berg;* myContacts;ann@example.com;1.5555E+10\r\n",
        "google",
        ({**ANN, "phones": ()},),
    ),
    "Google, File As alone": Sample(
        "First Name,Last Name,File As,E-mail 1 - Value\n,,Ann Berg,ann@example.com\n",
        "google",
        (ANN,),
    ),
    "Outlook in German, ANSI": Sample(
        "Vorname;Nachname;Firma;E-Mail-Adresse;Mobiltelefon;Empfohlen von\r\n"
        "Jürg;Müller;Käse AG;juerg@example.com;+1 555 0101;Moss, Fred\r\n",
        "outlook",
        ({"name": "Jürg Müller", "company": "Käse AG", "referred_by": ("Fred Moss",)},),
        encoding="cp1252",
    ),
    "Outlook, tabs in UTF-16": Sample(
        "First Name\tLast Name\tE-mail Address\r\nZoë\tLee\tzoe@example.com\r\n",
        "outlook",
        ({"name": "Zoë Lee", "emails": ("zoe@example.com",)},),
        encoding="utf-16",
    ),
    "LinkedIn, notes and a mark": Sample(
        "\ufeffNotes:\r\n"
        '"When exporting your connection data, you may notice that some are missing"\r\n\r\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
        'Ann,Berg,https://www.linkedin.com/in/ann,ann@example.com,"Acme, Inc.",Lawyer,7-Feb-22\r\n'
        ",,,,,,\r\nCy,,https://www.linkedin.com/in/cy,,,,12 Mar 2024\r\n",
        "linkedin",
        ({**ANN, "company": "Acme, Inc."}, {"name": "Cy", "emails": ()}),
        left=1,
    ),
    "LinkedIn, with a column added": Sample(
        "First Name,Last Name,Company,Connected On,Referred by\n"
        "Ann,Berg,Acme,12 Mar 2024,Fred Moss\n",
        "linkedin",
        ({"name": "Ann Berg", "referred_by": ("Fred Moss",)},),
    ),
    "a club's list": Sample(
        "Members of 2026\n\nName;Telefon;Ort\nAnn Berg;+1 555 0101;Bern\n;;\nTotal: 1;;\n",
        "csv",
        ({"name": "Ann Berg", "city": "Bern", "phones": ("+1 555 0101",)},),
        left=2,
    ),
    "guests of an event, names turned": Sample(
        'Name,Email\n"Berg, Ann",ann@example.com\n"Lee, Cy",cy@example.com\n',
        "csv",
        (ANN, {"name": "Cy Lee"}),
    ),
    "names with their addresses": Sample(
        "Name,Company\nAnn Berg <ann@example.com>,Acme\n",
        "csv",
        ({**ANN, "company": "Acme"},),
    ),
    "a list from pandas": Sample(
        "name,email,phone,company\nAnn Berg,ann@example.com,15550101.0,nan\n",
        "csv",
        ({**ANN, "phones": ("15550101",), "company": None},),
    ),
    "formulas around numbers": Sample(
        'Name,Phone,Email\nAnn Berg,"=""+15550101""",ann@example.com\n',
        "csv",
        ({**ANN, "phones": ("+15550101",)},),
    ),
    "a separator said first": Sample("sep=;\nName;Mail\nAnn Berg;ann@example.com\n", "csv", (ANN,)),
    "two columns of one name": Sample(
        "Name,Email,Email\nAnn Berg,ann@example.com,a@example.com\n",
        "csv",
        ({"name": "Ann Berg", "emails": ("ann@example.com", "a@example.com")},),
    ),
    "a header in the middle": Sample(
        "Name,Email\nAnn Berg,ann@example.com\nName,Email\nCy Lee,cy@example.com\n",
        "csv",
        (ANN, {"name": "Cy Lee"}),
        left=1,
    ),
    "inner quotes": Sample(
        'Name,Email\nAnn Berg,ann@example.com\nCy,"the "best" Lee"\nDi Fox,di@example.com\n',
        "csv",
        (ANN, {"name": "Di Fox"}),
        left=1,
    ),
    "old Mac, carriage returns alone": Sample(
        "Name,Email\rAnn Berg,ann@example.com\rCy Lee,cy@example.com\r",
        "csv",
        (ANN, {"name": "Cy Lee"}),
    ),
    "spoiled by a spreadsheet": Sample(
        "Name,Email\nZoÃ« NÃºÃ±ez,zoe@example.com\n",
        "csv",
        ({"name": "Zoë Núñez"},),
    ),
    "a firm with a sign": Sample(
        "Company,Email\n@Acme,office@example.com\n", "csv", ({"name": "Acme"},)
    ),
    "LDIF of Thunderbird": Sample(
        "dn: cn=Ann Berg,mail=ann@example.com\nobjectclass: top\ngivenName: Ann\nsn: Berg\n"
        "cn: Ann Berg\nmail: ann@example.com\nmobile: +1 555 0101\n\n"
        "dn: cn=Golf\nobjectclass: groupOfNames\ncn: Golf\n"
        "member: cn=Ann Berg,mail=ann@example.com\n",
        "ldif",
        ({**ANN, "tags": ("Golf",), "phones": ("+1 555 0101",)},),
        left=1,
    ),
    "LDIF of SOGo": Sample(
        "dn: cn=Ann Berg\nobjectClass: person\nobjectClass: inetOrgPerson\ncn: Ann Berg\n"
        "givenName: Ann\nsn: Berg\nmail: ann@example.com\nmozillaHomeLocalityName: Bern\n",
        "ldif",
        ({**ANN, "city": "Bern"},),
    ),
}
