"""Sixty files in the manner of as many programs, and beside each what is read of it."""

from __future__ import annotations

from typing import NamedTuple


class File(NamedTuple):
    """A file with invented people, and what it says.

    Attributes:
        text: all of it.
        says: its form, the people, what was left, and the remarks; or why it is refused.
        encoding: what it is written in.
    """

    text: str
    says: tuple[str, ...]
    encoding: str = "utf-8"


SHELF = {
    "LinkedIn: a preamble, commas in a firm, a row of nothing": File(
        "Notes:\n"
        '"When exporting your connection data, you may notice that some are missing"\n'
        "\n"
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        'Ann,Berg,https://www.linkedin.com/in/ann,,"Acme, Inc.",Lawyer,12 Mar 2024\n'
        ",,,,,,\n"
        "Bo,,https://www.linkedin.com/in/bo,,,,7-Feb-22\n",
        (
            "linkedin:",
            "Ann Berg | of Acme, Inc. | is Lawyer | 'connected on LinkedIn 2024-03-12'",
            "Bo | 'connected on LinkedIn 2022-02-07'",
            "SKIPPED 6: the row is empty",
        ),
    ),
    "LinkedIn, older: no URL, a day as some tools write it": File(
        "First Name,Last Name,Email Address,Company,Position,Connected On\r\nAnn,"
        "Berg,ann@example.com,Acme,Lawyer,01-Jan-2024\r\n",
        (
            "linkedin:",
            (
                "Ann Berg | of Acme | is Lawyer | ann@example.com | 'connected on LinkedIn "
                "2024-01-01'"
            ),
        ),
    ),
    "Google, new: several values, a starred label, a relation": File(
        "\ufeffFirst Name,Last Name,Organization Name,Notes,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone "
        "1 - Value,Relation 1 - Label,Relation 1 - Value\n"
        'Ann,Berg,Acme,"likes\n'
        'tea",* coworkers ::: * myContacts,Work,w@example.com,* Home,h@example.com '
        "::: h2@example.com,Mobile,+1 555 0101 ::: +1 555 0102,Referred By,Fred "
        "Moss & Cy Lee\n",
        (
            "google:",
            (
                "Ann Berg | of Acme | h@example.com | h2@example.com | w@example.com | +1 "
                "555 0101 | +1 555 0102 | #coworkers | 'likes\\ntea' | by Fred Moss | by Cy Lee"
            ),
        ),
    ),
    "Google, new: nobody's names": File(
        "First Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Value\n"
        ",,* Other Contacts,only@example.com,\n"
        ",,,,+1 555 0123\n"
        ",,,,\n",
        (
            "google:",
            "Only (example.com) | only@example.com",
            "SKIPPED 3: it has a phone number but no name",
            "SKIPPED 4: the row is empty",
            "(Named after the e-mail address (no name) on line 2.)",
        ),
    ),
    "Google, old: the template's order": File(
        "Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - "
        "Value,E-mail 1 - Value,Organization 1 - Name,Relation 1 - Type,Relation 1 "
        "- Value\n"
        "Ann Berg,Ann,Berg,* friends ::: * myContacts,Mobile,+1 555 0101 ::: +1 "
        "555 0102,ann@example.com,Acme,referred by,Fred Moss\n",
        (
            "google:",
            (
                "Ann Berg | of Acme | ann@example.com | +1 555 0101 | +1 555 0102 | "
                "#friends | by Fred Moss"
            ),
        ),
    ),
    "Outlook: a title, a firm, who referred": File(
        "Title,First Name,Last Name,Company,Job Title,Business City,E-mail Address,"
        "E-mail Type,Mobile Phone,Categories,Referred By,Priority\n"
        "Ms.,Ann,Berg,Acme,Lawyer,Bern,ann@example.com,SMTP,+1 555 0101,golf;choir,"
        '"Moss, Fred; Cy Lee",Normal\n'
        ",,,@Home Ltd,,,,,+1 555 0102,,n/a,Normal\n",
        (
            "outlook:",
            (
                "Ann Berg | of Acme | is Lawyer | in Bern | ann@example.com | +1 555 0101 |"
                " #golf | #choir | by Fred Moss | by Cy Lee"
            ),
            "Home Ltd | of @Home Ltd | +1 555 0102",
            '("Referred By" names nobody, ignored on line 3.)',
            "(Named after the company (no name) on line 3.)",
            "(The @ before the name left out on line 3.)",
        ),
    ),
    "Outlook in German, as Windows writes it": File(
        "Anrede;Vorname;Nachname;Firma;Position;Ort geschäftlich;Telefon "
        "geschäftlich;E-Mail-Adresse;Empfohlen von\r\nFrau;Jürgen;Müßig;Bäcker;"
        "Anwältin;Zürich;+41 44 555 01 01;j@example.com;Fred Moss\r\n",
        (
            "outlook:",
            (
                "Jürgen Müßig | of Bäcker | is Anwältin | in Zürich | j@example.com | +41 "
                "44 555 01 01 | by Fred Moss"
            ),
            "(Not UTF-8, so read as Windows-1252 (if names look wrong: --encoding NAME).)",
        ),
        "cp1252",
    ),
    "Outlook in Spanish": File(
        "Nombre,Apellidos,Organización,Puesto,Dirección de correo electrónico,"
        "Teléfono móvil,Ciudad de trabajo,Notas\n"
        "Ángela,Núñez,Acme,Abogada,angela@example.com,+34 655 550 101,Madrid,té\n",
        (
            "outlook:",
            (
                "Ángela Núñez | of Acme | is Abogada | in Madrid | angela@example.com | "
                "+34 655 550 101 | 'té'"
            ),
        ),
    ),
    "Outlook in Italian": File(
        "Nome,Cognome,Società,Posizione,Indirizzo posta elettronica,Cellulare,Note\n"
        "Zoe,Rossi,Acme,Avvocato,zoe@example.com,+39 355 550 1010,tè\n",
        (
            "outlook:",
            "Zoe Rossi | of Acme | is Avvocato | zoe@example.com | +39 355 550 1010 | 'tè'",
        ),
    ),
    "Outlook in Dutch": File(
        "Voornaam,Achternaam,Bedrijf,Functie,E-mailadres,Mobiele telefoon,Notities\n"
        "Jan,de Boer,Acme,Advocaat,jan@example.com,+31 6 55501010,thee\n",
        (
            "outlook:",
            ("Jan de Boer | of Acme | is Advocaat | jan@example.com | +31 6 55501010 | 'thee'"),
        ),
    ),
    "Outlook in Portuguese": File(
        "Nome,Sobrenome,Empresa,Cargo,Endereço de email,Telefone celular,Anotações\n"
        "João,Souza,Acme,Advogado,joao@example.com,+55 11 95550-0101,chá\n",
        (
            "outlook:",
            ("João Souza | of Acme | is Advogado | joao@example.com | +55 11 95550-0101 | 'chá'"),
        ),
    ),
    "Thunderbird in French, as Windows writes it": File(
        "Prénom;Nom de famille;Nom à afficher;Adresse électronique principale;Tél. "
        "professionnel;Portable;Société;Fonction;Ville\n"
        "Zoé;Berg;Zoé Berg;zoe@example.com;+33 1 55 50 01 01;+33 6 55 50 01 02;"
        "Acme;Avocate;Lyon\n",
        (
            "thunderbird:",
            (
                "Zoé Berg | of Acme | is Avocate | in Lyon | zoe@example.com | +33 6 55 50 "
                "01 02 | +33 1 55 50 01 01"
            ),
            "(Not UTF-8, so read as Windows-1252 (if names look wrong: --encoding NAME).)",
        ),
        "cp1252",
    ),
    "HubSpot: two records of one address": File(
        "Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Company "
        "name,City,Job Title\n"
        "1,Ann,Berg,a@example.com,+1 555 0101,Lead,Acme,Bern,Lawyer\n"
        "2,Ann,Berg,a@example.com,,Lead,Acme,,\n",
        (
            "hubspot:",
            "Ann Berg | of Acme | is Lawyer | in Bern | a@example.com | +1 555 0101",
            "Ann Berg | of Acme | a@example.com",
            '(Columns without a field, kept for export: "Lifecycle Stage" (2 rows).)',
        ),
    ),
    "Yahoo": File(
        "First,Middle,Last,Email,Mobile,Home,Yahoo Phone,Alternate Email 1,Company,"
        "Title,Comments\n"
        "Ann,,Berg,ann@example.com,+1 555 0101,+1 555 0102,,a2@example.com,Acme,"
        "Lawyer,hi\n",
        (
            "yahoo:",
            (
                "Ann Berg | of Acme | is Lawyer | ann@example.com | a2@example.com | +1 "
                "555 0101 | +1 555 0102 | 'hi'"
            ),
        ),
    ),
    "a list: home and work before, number and address behind": File(
        "Full Name;Home Phone;Work Phone;Mobile Number;Email Address;Company Name;"
        "Notes\r\nAnn Berg;+1 555 0101;+1 555 0102;+1 555 0103;ann@example.com;Acme;"
        "n\r\n",
        (
            "csv:",
            (
                "Ann Berg | of Acme | ann@example.com | +1 555 0101 | +1 555 0102 | +1 555 "
                "0103 | 'n'"
            ),
        ),
    ),
    "a list of a program: no blanks": File(
        "FirstName,LastName,WorkEmail,MobilePhone,JobTitle,CompanyName\n"
        "Ann,Berg,a@example.com,+1 555 0101,Lawyer,Acme\n",
        (
            "csv:",
            "Ann Berg | of Acme | is Lawyer | a@example.com | +1 555 0101",
        ),
    ),
    "a list: underscores and tabs": File(
        "full_name\ttags\te_mail\trole\n"
        "Ann Berg\tgolf; tennis, choir\tann@example.com\tpast client\n"
        "Cy Lee\t\tcy@example.com\tCEO\n",
        (
            "csv:",
            "Ann Berg | as past-client | ann@example.com | #golf | #tennis | #choir",
            "Cy Lee | is CEO | cy@example.com",
        ),
    ),
    "a list in German": File(
        "Name;Vorname;Firma;Ort;Telefon;Natel;E-Mail;Bemerkungen\n"
        "Berg;Ann;Acme;Bern;031 555 01 01;079 555 01 02;ann@example.com;Tee\n",
        (
            "csv:",
            (
                "Ann Berg | of Acme | in Bern | ann@example.com | 031 555 01 01 | 079 555 "
                "01 02 | 'Tee'"
            ),
        ),
    ),
    "a list of names alone": File(
        "Name\nAnn Berg\nFred Moss\n",
        (
            "csv:",
            "Ann Berg",
            "Fred Moss",
        ),
    ),
    "a list of addresses alone": File(
        "Email\nann.berg@example.com\nfred@example.com\n",
        (
            "csv:",
            "Ann Berg | ann.berg@example.com",
            "Fred (example.com) | fred@example.com",
            "(Named after the e-mail address (no name) on lines 2 and 3.)",
        ),
    ),
    "UTF-16 without a mark": File(
        "Name,Email\nAnn Berg,ann@example.com\n",
        (
            "csv:",
            "Ann Berg | ann@example.com",
        ),
        "utf-16-le",
    ),
    "UTF-16, the other way round, with a mark": File(
        "\ufeffName,Email\nZoë Berg,zoe@example.com\n",
        (
            "csv:",
            "Zoë Berg | zoe@example.com",
        ),
        "utf-16-be",
    ),
    "Windows-1252": File(
        "Name;Firma;E-Mail\nJürg Müller;Bäcker;j@example.com\n",
        (
            "csv:",
            "Jürg Müller | of Bäcker | j@example.com",
            "(Not UTF-8, so read as Windows-1252 (if names look wrong: --encoding NAME).)",
        ),
        "cp1252",
    ),
    "a pound beside a number": File(
        "Name,Email,Notes\nAnn Berg,ann@example.com,paid £25\n",
        (
            "csv:",
            "Ann Berg | ann@example.com | 'paid £25'",
            "(Not UTF-8, so read as Windows-1252 (if names look wrong: --encoding NAME).)",
        ),
        "cp1252",
    ),
    "signs of another page": File(
        "Name,Email\nMa³gorzata Nowak,m@example.com\n",
        ("REFUSED , line 2: there are letters of an encoding I can't tell.",),
        "cp1252",
    ),
    "a NUL in a cell, and NULs behind the end": File(
        "Name,Email\nAnn\x00 Berg,ann@example.com\n\x1a\x00\x00",
        (
            "csv:",
            "Ann Berg | ann@example.com",
            "(A NUL, which text never has, left out on line 2.)",
        ),
    ),
    "halves of an emoji": File(
        "Name,Email\nAnn í\xa0½í¸\x80 Berg,ann@example.com\n",
        (
            "csv:",
            "Ann 😀 Berg | ann@example.com",
        ),
        "latin-1",
    ),
    "bytes that are no text": File(
        "Name,Email,Notes\nAnn Berg,ann@example.com,\x81 cafÃ©\nZoÃ« Moss,z@example.com,\n",
        (
            "csv:",
            "Ann Berg | ann@example.com | '� café'",
            "Zoë Moss | z@example.com",
            "(Characters that can't be read, kept as �, on line 2.)",
        ),
        "latin-1",
    ),
    "UTF-8 that a spreadsheet spoiled": File(
        "Name,Email\nZoÃ« Berg,z@example.com\n",
        (
            "csv:",
            "Zoë Berg | z@example.com",
            "(Letters that a spreadsheet had spoiled set right on line 2.)",
        ),
    ),
    "what stands in the place of a name": File(
        "Name,First Name,Last Name,Email\n"
        "(No name),Ann,Berg,a@example.com\n"
        "Unnamed,,,fred.moss@example.com\n"
        "New contact,,,hal@example.com\n"
        "cy@example.com,Cy,Lee,cy@example.com\n"
        "+1 555 0101,Di,Low,di@example.com\n",
        (
            "csv:",
            "Ann Berg | a@example.com",
            "Fred Moss | fred.moss@example.com",
            "Hal (example.com) | hal@example.com",
            "Cy Lee | cy@example.com",
            "Di Low | di@example.com",
            "(Named after the e-mail address (no name) on lines 3 and 4.)",
        ),
    ),
    "names turned, all of them": File(
        'Name,Email\n"Berg, Ann",a@example.com\n"Moss, Fred",f@example.com\n',
        (
            "csv:",
            "Ann Berg | a@example.com",
            "Fred Moss | f@example.com",
        ),
    ),
    "names turned, one of them": File(
        'Name,Email\n"Berg, Ann",a@example.com\nFred Moss,f@example.com\n',
        (
            "csv:",
            "Berg, Ann | a@example.com",
            "Fred Moss | f@example.com",
        ),
    ),
    "degrees behind a comma": File(
        'Name,Email\n"Ann Berg, MD",a@example.com\n"Tom Berg, Jr.",t@example.com\n',
        (
            "csv:",
            "Ann Berg, MD | a@example.com",
            "Tom Berg, Jr. | t@example.com",
        ),
    ),
    "addresses behind names": File(
        "Name,Email\n"
        "Ann Berg <ann@example.com>,\n"
        '"Fred Moss (fred@example.com)",x@example.com\n'
        "Cy Lee [cy@example.com],\n",
        (
            "csv:",
            "Ann Berg | ann@example.com",
            "Fred Moss | x@example.com | fred@example.com",
            "Cy Lee | cy@example.com",
        ),
    ),
    "cells of addresses": File(
        "Name,Email\n"
        "Ann Berg,a@example.com b@example.com\n"
        "Bo Ek,c@example.com;d@example.com\n"
        'Cy Lee,"e@example.com, f@example.com"\n'
        "Di Low,g@example.com (work)\n"
        'Ed Fox,"""h@example.com""."\n'
        "Gil Hay,i@example.com or j@example.com\n"
        "Hal Orr,k@example.com|l@example.com\n",
        (
            "csv:",
            "Ann Berg | a@example.com | b@example.com",
            "Bo Ek | c@example.com | d@example.com",
            "Cy Lee | e@example.com | f@example.com",
            "Di Low | g@example.com",
            "Ed Fox | h@example.com",
            "Gil Hay | i@example.com | j@example.com",
            "Hal Orr | k@example.com | l@example.com",
        ),
    ),
    "cells of numbers": File(
        "Name,Phone\n"
        "Ann Berg,1.55555E+10\n"
        'Bo Ek,"=""+15550101"""\n'
        "Cy Lee,+1 555 0101 / +1 555 0102\n"
        'Di Low,"+1 555 0103, +1 555 0104"\n'
        "Ed Fox,15550105.0\n"
        "Gil Hay,=+15550106\n"
        "Hal Orr,Tel: +1 555 0107 (home)\n"
        "Ivy Joy,+1 555 0108 or +1 555 0109\n"
        "Kit Lom,212.555.0134\n"
        "Mo Nim,'+1 555 0110\n"
        "Oli Pax,555012345.67\n",
        (
            "csv:",
            "Ann Berg",
            "Bo Ek | +15550101",
            "Cy Lee | +1 555 0101 | +1 555 0102",
            "Di Low | +1 555 0103 | +1 555 0104",
            "Ed Fox | 15550105",
            "Gil Hay | +15550106",
            "Hal Orr | +1 555 0107",
            "Ivy Joy | +1 555 0108 | +1 555 0109",
            "Kit Lom | 212.555.0134",
            "Mo Nim | +1 555 0110",
            "Oli Pax",
            '("Phone" is a number that a spreadsheet has cut, ignored on lines 2 and 12.)',
        ),
    ),
    "faxes and pagers in a cell": File(
        "Name,Phone\n"
        "Ann Berg,Fax: +1 555 0101\n"
        "Bo Ek,+1 555 0102 (fax)\n"
        "Cy Lee,pager +1 555 0103\n",
        (
            "csv:",
            "Ann Berg",
            "Bo Ek",
            "Cy Lee",
        ),
    ),
    "words for nothing": File(
        "Name,Company,City,Email\nAnn Berg,nan,NULL,a@example.com\nCy Lee,-,n/a,c@example.com\n",
        (
            "csv:",
            "Ann Berg | a@example.com",
            "Cy Lee | c@example.com",
        ),
    ),
    "who referred them": File(
        "Name,Referred By\n"
        'Ann Berg,"Moss, Fred"\n'
        "Bo Ek,Fred Moss & Cy Lee\n"
        "Cy Lee,Fred Moss (the choir)\n"
        "Di Low,Google\n"
        "Ed Fox,https://example.com\n"
        "Gil Hay,Fred Moss/Hal Orr; Ivy Joy and Kit Lom\n",
        (
            "csv:",
            "Ann Berg | by Fred Moss",
            "Bo Ek | by Fred Moss | by Cy Lee",
            "Cy Lee | by Fred Moss",
            "Di Low",
            "Ed Fox",
            "Gil Hay | by Fred Moss | by Hal Orr | by Ivy Joy | by Kit Lom",
            '("Referred By" names nobody, ignored on lines 5 and 6.)',
        ),
    ),
    "two columns of one name": File(
        "Name,Email,Email,Phone,Phone\n"
        "Ann Berg,a@example.com,b@example.com,+1 555 0101,+1 555 0102\n",
        (
            "csv:",
            "Ann Berg | a@example.com | b@example.com | +1 555 0101 | +1 555 0102",
        ),
    ),
    "a lone carriage return": File(
        'Name,Email,Notes\r\nAnn Berg,a@example.com,"a\rb"\r\nCy Lee,c@example.com,a\rb\r\n',
        (
            "csv:",
            "Ann Berg | a@example.com | 'a\\nb'",
            "Cy Lee | c@example.com | 'a\\nb'",
        ),
    ),
    "inner quotes": File(
        'Name,Email\n"Ann "Annie" Berg",a@example.com\nCy Lee,c@example.com\n',
        (
            "csv:",
            "Cy Lee | c@example.com",
            "FAILED 2: a quote is not closed, or there is text after a closing one",
        ),
    ),
    "sep, the header again, footers": File(
        "sep=;\n"
        "Name;Email\n"
        "Ann Berg;a@example.com\n"
        "Name;Email\n"
        "Cy Lee;c@example.com\n"
        "\n"
        "Total: 2;\n"
        "Generated today;\n",
        (
            "csv:",
            "Ann Berg | a@example.com",
            "Cy Lee | c@example.com",
            "SKIPPED 4: it repeats the names of the columns",
            "SKIPPED 6: the row is empty",
            "SKIPPED 7: it stands below the table, without address",
            "SKIPPED 8: it stands below the table, without address",
        ),
    ),
    "a quote that is never closed": File(
        'Name,Email\nAnn Berg,a@example.com\n"Cy Lee,c@example.com\n',
        ("REFUSED , line 3: a quote is opened and never closed.",),
    ),
    "cut off in a row": File(
        "Name,Email,Phone\nAnn Berg,a@example.com,+1 555 0101\nCy Lee,c@exa",
        ("REFUSED , line 3: the file ends after 2 of 3 cells.",),
    ),
    "doubt": File(
        "Name,Email,Mood\nAnn Berg,a@example.com,fine\n",
        ('REFUSED , line 1: I can\'t tell what this column is: "Mood".',),
    ),
    "rows without a header": File(
        "Ann Berg,ann@example.com,+1 555 0101\nCy Lee,cy@example.com,+1 555 0102\n",
        (
            (
                "REFUSED , line 1: this is a row of values, with no line above it that "
                "names the columns."
            ),
        ),
    ),
    "cards in a mail": File(
        "From: x@example.com\n"
        "Subject: cards\n"
        "\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Ann Berg\n"
        "END:VCARD\n"
        "# comment\n"
        "  BEGIN:VCARD\n"
        "  VERSION:3.0\n"
        "  FN:Cy Lee\n"
        "  END:VCARD\n",
        (
            "vcard:",
            "Ann Berg",
            "Cy Lee",
            "(Text outside any card, ignored on lines 1, 2 and 8.)",
        ),
    ),
    "a group before BEGIN, an agent within": File(
        "item1.BEGIN:VCARD\n"
        "VERSION:2.1\n"
        "FN:Ann Berg\n"
        "AGENT:\n"
        "BEGIN:VCARD\n"
        "VERSION:2.1\n"
        "FN:Agent Fox\n"
        "END:VCARD\n"
        "TEL:+1 555 0101\n"
        "item1.END:VCARD\n",
        (
            "vcard:",
            "Ann Berg | +1 555 0101",
            "(1 card within a card skipped.)",
        ),
    ),
    "the last card without END": File(
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Ann Berg\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Cy Lee\n"
        "TEL:+1 555 0102\n",
        (
            "vcard:",
            "Ann Berg",
            "FAILED 5: the card has no END:VCARD",
        ),
    ),
    "a card cut off in a line": File(
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Ann Berg\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Cy Lee\n"
        "TEL;TYPE=CE",
        ("REFUSED , line 5: the card that begins there is cut off.",),
    ),
    "cards without a name of their own": File(
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:ann@example.com\n"
        "N:Berg;Ann;;;\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:(No name)\n"
        "N:Lee;Cy;;;\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Moss, Fred\n"
        "N:Moss;Fred;;;\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:\n"
        "N:;;;;\n"
        "ORG:Acme;Law\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "ORG:#Acme\n"
        "TEL:+1 555 0103\n"
        "END:VCARD\n",
        (
            "vcard:",
            "Ann Berg",
            "Cy Lee",
            "Fred Moss",
            "Acme | of Acme",
            "Acme | of #Acme | +1 555 0103",
            "(Named after the company (no name) on lines 16 and 22.)",
            "(The # before the name left out on line 22.)",
        ),
    ),
    "cards that say who referred": File(
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Ann Berg\n"
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Fred Moss;11;;;;;;;;;;;;;\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Cy Lee\n"
        "item1.X-ABRELATEDNAMES:Hal Orr\n"
        "item1.X-ABLabel:Referred by\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:4.0\n"
        "FN:Ed Fox\n"
        "RELATED;TYPE=referred-by;VALUE=text:Ivy Joy\n"
        "RELATED;TYPE=met;VALUE=text:Di Low\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Mo Nim\n"
        "X-REFERRED-BY:Google\n"
        "END:VCARD\n",
        (
            "vcard:",
            "Ann Berg | by Fred Moss",
            "Cy Lee | by Hal Orr",
            "Ed Fox | by Ivy Joy",
            "Mo Nim",
            "(X-REFERRED-BY names nobody, ignored on line 21.)",
        ),
    ),
    "groups of four programs": File(
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "UID:u1\n"
        "FN:Ann Berg\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "UID:g1\n"
        "FN:Golf\n"
        "X-ADDRESSBOOKSERVER-KIND:group\n"
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:u1\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Team\n"
        "X-EVOLUTION-LIST:TRUE\n"
        "EMAIL:Fred Moss <fred@example.com>\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:4.0\n"
        "KIND:group\n"
        "FN:Choir\n"
        "MEMBER:urn:uuid:u1\n"
        "MEMBER:mailto:ivy.joy@example.com\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Walks\n"
        "X-KADDRESSBOOK-DistributionList:u1,,\n"
        "END:VCARD\n",
        (
            "vcard:",
            "Ann Berg | #Golf | #Choir | #Walks",
            "Fred Moss | fred@example.com | #Team",
            "Ivy Joy | ivy.joy@example.com | #Choir",
            "SKIPPED 6: it is a group: its name is a tag on 1 person",
            "SKIPPED 13: it is a group: its name is a tag on 1 person",
            "SKIPPED 19: it is a group: its name is a tag on 2 people",
            "SKIPPED 26: it is a group: its name is a tag on 1 person",
        ),
    ),
    "a card of an old telephone": File(
        "BEGIN:VCARD\n"
        "VERSION:2.1\n"
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrg\n"
        "TEL;CELL:+41 79 555 01 01\n"
        "TEL;WORK;FAX:+41 31 555 01 09\n"
        "TEL;PAGER:+41 31 555 01 10\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0A=\n"
        "b\n"
        "END:VCARD\n",
        (
            "vcard:",
            "Jürg Müller | +41 79 555 01 01 | 'a\\nb'",
        ),
    ),
    "a fax by its label": File(
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Ann Berg\n"
        "item1.TEL:+1 555 0101\n"
        "item1.X-ABLabel:Work Fax\n"
        "item2.TEL:+1 555 0102\n"
        "item2.X-ABLabel:Direct\n"
        "END:VCARD\n",
        (
            "vcard:",
            "Ann Berg | +1 555 0102",
        ),
    ),
    "one card of another page among those in UTF-8": File(
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:ZoÃ« Berg\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Jürg Müller\n"
        "END:VCARD\n"
        "BEGIN:VCARD\n"
        "VERSION:3.0\n"
        "FN:Ann Kerr\n"
        "END:VCARD\n",
        (
            "vcard:",
            "Zoë Berg",
            "Jürg Müller",
            "Ann Kerr",
            "(Not UTF-8, so read as Windows-1252, on line 7.)",
        ),
        "latin-1",
    ),
    "a card with one byte that is no text": File(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ann "
        "Berg\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Cy "
        "Lee\nNOTE:x\x81y\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:ZoÃ« "
        "Lee\nEND:VCARD\n",
        (
            "vcard:",
            "Ann Berg",
            "Cy Lee | 'x�y'",
            "Zoë Lee",
            "(Characters that can't be read, kept as �, on line 8.)",
        ),
        "latin-1",
    ),
    "cards in UTF-16": File(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Zoë Berg\nEND:VCARD\n",
        (
            "vcard:",
            "Zoë Berg",
        ),
        "utf-16",
    ),
    "LDIF of Thunderbird, with a list": File(
        "dn: cn=Ann Berg,mail=ann@example.com\n"
        "objectclass: top\n"
        "objectclass: person\n"
        "cn: Ann Berg\n"
        "mail: ann@example.com\n"
        "mozillaSecondEmail: a2@example.com\n"
        "telephoneNumber: +1 555 0101\n"
        "mobile: +1 555 0103\n"
        "o: Acme\n"
        "mozillaCustom1: blue\n"
        "description:: bGlrZXMKdGVh\n"
        "\n"
        "dn: cn=Golf\n"
        "objectclass: groupOfNames\n"
        "cn: Golf\n"
        "member: cn=Ann Berg,mail=ann@example.com\n"
        "member: cn=Cy Lee,mail=cy@example.com\n"
        "\n"
        "dn: cn=bad\n"
        "cn bad\n"
        "\n",
        (
            "ldif:",
            (
                "Ann Berg | of Acme | ann@example.com | a2@example.com | +1 555 0101 | +1 "
                "555 0103 | #Golf | 'likes\\ntea'"
            ),
            "Cy Lee | cy@example.com | #Golf",
            "SKIPPED 13: it is a group: its members have it as a tag",
            "FAILED 19: it has a line that is no attribute",
            "(Attributes without a field, kept for export: mozillacustom1 (1).)",
        ),
    ),
    "LDIF of a directory, in base64, folded": File(
        "version: 1\n"
        "\n"
        "dn:: Y249Wm/Dqw==\n"
        "objectClass: inetOrgPerson\n"
        "cn:: Wm/DqyBCZXJn\n"
        "givenName:: Wm/Dqw==\n"
        "sn: Berg\n"
        "mail: z@example.com\n"
        "jpegPhoto:: AAAA\n"
        "telephoneNumber: +1 555\n"
        "  0101\n",
        (
            "ldif:",
            "Zoë Berg | z@example.com | +1 555 0101",
            "(1 photo skipped.)",
        ),
    ),
    "jCard": File(
        '[["vcard",[["fn",{},"text","Ann Berg"]]]]',
        ("REFUSED : this is jCard (vCards as JSON).",),
    ),
    "an XML spreadsheet": File(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        ("REFUSED : this is an XML spreadsheet, whatever it is called.",),
    ),
    "a table of a web page": File(
        "<html><body><table><tr><td>Name</td></tr></table></body></html>",
        ("REFUSED : this is a table of a web page (HTML), whatever it is called.",),
    ),
}
