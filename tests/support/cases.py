"""Tables of other programs: their real headers, made-up people, and the oddities of each."""

from __future__ import annotations

import csv
import io
import random
from typing import Any

LINKEDIN = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
LINKEDIN_OLD = "First Name,Last Name,Email Address,Company,Position,Connected On"
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Phone 2 - Label,Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,"
    "Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,"
    "Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,"
    "Relation 1 - Label,Relation 1 - Value,Relation 2 - Label,Relation 2 - Value,"
    "Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,"
    "Custom Field 1 - Label,Custom Field 1 - Value"
)
GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,"
    "Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,"
    "Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,"
    "Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,"
    "Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,"
    "IM 1 - Type,IM 1 - Service,IM 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,"
    "Phone 2 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,"
    "Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,"
    "Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type,"
    "Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,"
    "Organization 1 - Department,Organization 1 - Symbol,Organization 1 - Location,"
    "Organization 1 - Job Description,Relation 1 - Type,Relation 1 - Value,Relation 2 - Type,"
    "Relation 2 - Value,Website 1 - Type,Website 1 - Value,Event 1 - Type,Event 1 - Value,"
    "Custom Field 1 - Type,Custom Field 1 - Value"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,"
    "Business Street,Business Street 2,Business Street 3,Business City,Business State,"
    "Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home Street 3,"
    "Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,"
    "Other Street 3,Other City,Other State,Other Postal Code,Other Country/Region,"
    "Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,"
    "Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,"
    "Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,"
    "Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,"
    "Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,"
    "E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,"
    "E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,Initials,"
    "Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,"
    "Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,"
    "Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page"
)
OUTLOOK_COM = (
    "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,"
    "E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,"
    "Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,"
    "Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,"
    "Job Title,Department,Company,Office Location,Manager's Name,Assistant's Name,"
    "Assistant's Phone,Company Yomi,Business Street,Business City,Business State,"
    "Business Postal Code,Business Country/Region,Home Street,Home City,Home State,"
    "Home Postal Code,Home Country/Region,Other Street,Other City,Other State,"
    "Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,Location,"
    "Web Page,Birthday,Anniversary,Notes"
)
OUTLOOK_GOOGLE = (
    "First Name,Middle Name,Last Name,Title,Suffix,Initials,Web Page,Gender,Birthday,"
    "Anniversary,Location,Language,Internet Free Busy,Notes,E-mail Address,E-mail 2 Address,"
    "E-mail 3 Address,Primary Phone,Home Phone,Home Phone 2,Mobile Phone,Pager,Home Fax,"
    "Home Address,Home Street,Home Street 2,Home Street 3,Home Address PO Box,Home City,"
    "Home State,Home Postal Code,Home Country,Spouse,Children,Manager's Name,Assistant's Name,"
    "Referred By,Company Main Phone,Business Phone,Business Phone 2,Business Fax,"
    "Assistant's Phone,Company,Job Title,Department,Office Location,Organizational ID Number,"
    "Profession,Account,Business Address,Business Street,Business Street 2,Business Street 3,"
    "Business Address PO Box,Business City,Business State,Business Postal Code,"
    "Business Country,Other Phone,Other Fax,Other Address,Other Street,Other Street 2,"
    "Other Street 3,Other Address PO Box,Other City,Other State,Other Postal Code,"
    "Other Country,Callback,Car Phone,ISDN,Radio Phone,TTY/TDD Phone,Telex,User 1,User 2,"
    "User 3,User 4,Keywords,Mileage,Hobby,Billing Information,Directory Server,Sensitivity,"
    "Priority,Private,Categories"
)
PREAMBLE = (
    "Notes:\r\n"
    '"When exporting your connection data, you may notice that some of the email addresses '
    'are missing. You will only see ""allowed"" ones"\r\n'
    "\r\n"
)

Row = dict[str, str]

_GOOGLE_ANN: Row = {
    "Name Prefix": "Dr.",
    "Nickname": "Annie",
    "Birthday": "1970-01-31",
    "Notes": 'met in Bern\nlikes "green" tea, and walks',
    "E-mail 1 - Value": "ann@example.com ::: office@example.com",
    "E-mail 2 - Value": "home@example.com",
    "Phone 1 - Value": "+1 555 0101 ::: +1 555 0102",
    "Phone 2 - Value": "+1 555 0103",
    "Address 1 - City": "Bern",
    "Relation 1 - Value": "Ben Berg",
    "Relation 2 - Value": "Fred Moss",
    "Website 1 - Value": "https://ann.example.com",
}
_OUTLOOK_ANN: Row = {
    "Title": "Dr.",
    "First Name": "Ann",
    "Last Name": "Berg",
    "Company": "Berg, Moss & Co.",
    "Job Title": "Lawyer",
    "Home City": "Thun",
    "Business City": "Bern",
    "Home Phone": "+1 555 0103",
    "Business Phone": "+1 555 0102",
    "Mobile Phone": "+1 555 0101",
    "Business Fax": "+1 555 0199",
    "E-mail Address": "ann@example.com",
    "E-mail 2 Address": "office@example.com",
    "E-mail 3 Address": "home@example.com",
    "E-mail Type": "SMTP",
    "Birthday": "0/0/00",
    "Anniversary": "0/0/00",
    "Gender": "Unspecified",
    "Priority": "Normal",
    "Sensitivity": "Normal",
    "Private": "False",
    "Notes": 'met in Bern\nlikes "green" tea, and walks',
    "Categories": "lawyers;golf",
    "Referred By": "Fred Moss",
}

PEOPLE: dict[str, list[Row]] = {
    "linkedin": [
        {
            "First Name": "Ann",
            "Last Name": "Berg",
            "URL": "https://www.linkedin.com/in/annberg",
            "Email Address": "ann@example.com",
            "Company": 'Berg "and" Moss, Inc.',
            "Position": "Lawyer",
            "Connected On": "12 Mar 2024",
        },
        {
            "First Name": "Cy",
            "URL": "https://www.linkedin.com/in/cy",
            "Connected On": "7-Feb-22",
        },
        {"First Name": "José", "Last Name": "Núñez", "Connected On": "01-Jan-2024"},
    ],
    "google": [
        {
            **_GOOGLE_ANN,
            "First Name": "Ann",
            "Last Name": "Berg",
            "Organization Name": "Berg, Moss & Co.",
            "Organization Title": "Lawyer",
            "Labels": "golf ::: * coworkers ::: * myContacts",
            "E-mail 1 - Label": "Work",
            "E-mail 2 - Label": "* Home",
            "Phone 1 - Label": "Mobile",
            "Phone 2 - Label": "* Home",
            "Relation 1 - Label": "Spouse",
            "Relation 2 - Label": "Referred by",
        },
        {"Labels": "* Other Contacts", "E-mail 1 - Value": "cy.lee@example.com"},
        {"Labels": "* myContacts", "Phone 1 - Value": "+1 555 0104"},
        {"Organization Name": "Moss Plumbing", "Phone 1 - Value": "+1 555 0105"},
        {"Labels": "* myContacts"},
    ],
    "google_old": [
        {
            **_GOOGLE_ANN,
            "Name": "Dr. Ann Berg",
            "Given Name": "Ann",
            "Family Name": "Berg",
            "Organization 1 - Name": "Berg, Moss & Co.",
            "Organization 1 - Title": "Lawyer",
            "Group Membership": "golf ::: * coworkers ::: * myContacts",
            "E-mail 1 - Type": "Work",
            "E-mail 2 - Type": "* Home",
            "Phone 1 - Type": "Mobile",
            "Phone 2 - Type": "* Home",
            "Relation 1 - Type": "Spouse",
            "Relation 2 - Type": "Referred By",
        },
        {"Group Membership": "* Other Contacts", "E-mail 1 - Value": "cy.lee@example.com"},
        {"Name": "山田太郎", "Given Name": "太郎", "Family Name": "山田"},
        {"Phone 1 - Value": "+1 555 0104"},
    ],
    "outlook": [
        _OUTLOOK_ANN,
        {"First Name": "Cy", "Company": "Moss Plumbing", "Profession": "Plumber"},
        {"Company": "Moss Plumbing", "Company Main Phone": "+1 555 0105"},
        {"E-mail Address": "info@example.com", "E-mail Type": "SMTP", "Gender": "Unspecified"},
        {"Home Phone": "+1 555 0106", "Birthday": "0/0/00"},
        {"Birthday": "0/0/00", "Priority": "Normal", "Sensitivity": "Normal"},
    ],
}

TABLES: dict[str, tuple[str, str, list[Row]]] = {
    "linkedin": ("linkedin", LINKEDIN, PEOPLE["linkedin"]),
    "linkedin, old": ("linkedin", LINKEDIN_OLD, PEOPLE["linkedin"]),
    "google": ("google", GOOGLE, PEOPLE["google"]),
    "google, old": ("google", GOOGLE_OLD, PEOPLE["google_old"]),
    "outlook": ("outlook", OUTLOOK, PEOPLE["outlook"]),
    "outlook.com": ("outlook", OUTLOOK_COM, PEOPLE["outlook"]),
    "outlook, by google": ("outlook", OUTLOOK_GOOGLE, PEOPLE["outlook"]),
}
"""By name: the source that is recognized, the header, the rows by column."""


def columns_of(header: str) -> list[str]:
    return header.split(",")


def table(
    header: list[str],
    rows: list[Row],
    *,
    delimiter: str = ",",
    end: str = "\r\n",
    bom: bool = False,
    preamble: str = "",
) -> bytes:
    """Write rows under a header; values of columns that the header lacks are left out."""
    text = io.StringIO(newline="")
    form: Any = {"delimiter": delimiter, "lineterminator": end}
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore", **form)
    writer.writeheader()
    writer.writerows(rows)
    return (b"\xef\xbb\xbf" if bom else b"") + (preamble + text.getvalue()).encode()


def shuffled(header: list[str], seed: int) -> list[str]:
    return random.Random(seed).sample(header, len(header))  # noqa: S311 - an order, no secret
