"""Mails as other programs take them, read back by the standard library's own readers."""

from __future__ import annotations

import email
import random
from email import policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from reflog.formats import mail
from rows import each_row

if TYPE_CHECKING:
    from email.message import EmailMessage

NAMES = [
    "Ann Berg",
    'Ann "the" Berg',
    "Berg, Ann",
    "back\\slash",
    "=?utf-8?q?hi?=",
    "a=?utf-8?b?aGk=?=b",
    "Ann <ann@evil.example>",
    "(comment) Ann",
    "José Ñandú",
    "王小明",
    "Ünal " * 39 + "end",
    "x" * 200,
    "👩‍👩‍👧‍👦" * 20,
    "a\u2028b\u2029c\u0085d",
    "  two  spaces  ",
    "me@home.example",
    "group: a, b;",
    "dot. dot",
    "é",
    "é e",
    "e é",
    "\u202eevil",
    "tab\there",
    "line\r\nBcc: all@example.com",
]


def read(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=policy.default)


def assert_read_back(data: bytes, to: list[tuple[str, str]], subject: str, text: str) -> None:
    message = read(data)
    assert message.keys() == [
        "X-Unsent",
        "To",
        "Subject",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]
    assert not message.defects
    plain = email.message_from_bytes(data, policy=policy.compat32)
    assert [
        (str(make_header(decode_header(name))), address)
        for name, address in getaddresses([plain["To"]])
    ] == to
    if all(len(name.encode()) <= 39 and name.isprintable() for name, _address in to):
        # Between two encoded words of a name this reader leaves the space that is none.
        addresses = message["To"].addresses
        assert [(one.display_name, one.addr_spec) for one in addresses] == to
    assert message["Subject"] == subject
    assert message.get_content().replace("\r\n", "\n") == f"{text}\n"


def head_of(data: bytes) -> list[bytes]:
    return data.partition(b"\r\n\r\n")[0].split(b"\r\n")


@each_row("name", NAMES)
def test_a_name_is_read_back_as_it_was(name: str) -> None:
    data = mail.eml([(name, "ann+1@example.com"), ("Bo", "bo@example.com")], "Hi", "One\nTwo")
    assert_read_back(
        data, [(name, "ann+1@example.com"), ("Bo", "bo@example.com")], "Hi", "One\nTwo"
    )


@each_row("subject", [*NAMES, "", "a" * 500, "Who do you know who …?"])
def test_a_subject_is_read_back_as_it_was(subject: str) -> None:
    data = mail.eml([("Ann", "ann@example.com")], subject, "x")
    assert_read_back(data, [("Ann", "ann@example.com")], subject, "x")


@each_row(
    "text",
    ["", "Grüße\n\nBo", "x" * 5000, "ü" * 998, ".\n..\n", "\nfirst line is blank", "nul\0", "\r"],
)
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    data = mail.eml([("Ann", "ann@example.com")], "Hi", text)
    message = read(data)
    content = message.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.decode() == "\r\n".join(text.split("\n")) + "\r\n"
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_lines_with_encoded_words_are_short() -> None:
    data = mail.eml([("é" * 200, "ann@example.com")], "ü" * 300, "x")
    assert max(map(len, head_of(data))) <= 76


@each_row("address", ["a@b\r\nBcc: c@d", "a@b> , <c@d", "a b@c", "a@b\t", "a@b\u2028c"])
def test_an_address_that_would_break_a_header_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="header"):
        mail.eml([("Ann", address)], "Hi", "x")


def test_what_a_mail_program_opens_as_a_draft_has_no_sender_and_no_date() -> None:
    data = mail.eml([("Ann", "ann@example.com")], "Hi", "x")
    assert data == (
        b"X-Unsent: 1\r\nTo: Ann <ann@example.com>\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nx\r\n"
    )


def link_read(link: str) -> tuple[list[str], str, str]:
    address, _, query = link.removeprefix("mailto:").partition("?")
    subject, _, body = query.partition("&body=")
    text = unquote(body).replace("\r\n", "\n")
    return [unquote(one) for one in address.split(",")], unquote(subject[8:]), text


@each_row("text", [*NAMES, "a&b=c?d#e%20f+g", "one\n\ntwo"])
def test_a_mailto_link_is_read_back_as_it_was(text: str) -> None:
    text = text.replace("\r\n", "\n")
    link = mail.mailto(["ann+1@example.com", "b&c@example.com"], text, text)
    assert link.isascii()
    assert link.isprintable()
    assert " " not in link
    assert "+" not in link
    assert link_read(link) == (["ann+1@example.com", "b&c@example.com"], text, text)
    assert "\n" not in unquote(link.partition("&body=")[2]).replace("\r\n", "")


def test_a_link_that_a_mail_program_might_not_open_is_none() -> None:
    assert mail.short_mailto(["a@b"], "Hi", "x") == "mailto:a@b?subject=Hi&body=x"
    room = mail.LONGEST_LINK - len("mailto:a@b?subject=Hi&body=")
    assert mail.short_mailto(["a@b"], "Hi", "x" * room) is not None
    assert mail.short_mailto(["a@b"], "Hi", "x" * (room + 1)) is None
    assert mail.short_mailto(["a@b", "c@d"], "Hi", "x") is None
    assert mail.short_mailto([None], "Hi", "x") is None
    assert mail.short_mailto(["a@b"], None, "x") is None


def test_links_for_phones() -> None:
    assert (
        mail.whatsapp("+15550101", "Hi Ann & Bo")
        == "https://wa.me/15550101?text=Hi%20Ann%20%26%20Bo"
    )
    assert mail.sms("+1 (555) 01-01", "Hi?") == "sms:+15550101?&body=Hi%3F"


def hostile(made: random.Random) -> str:
    """Return a text of characters that mean something to somebody."""
    parts = ('"', "\\", "<", ">", ",", ";", ":", "@", "(", ")", "=?", "?=", "=?utf-8?q?x?=", "\r\n")
    others = ("\n", "\0", "\x1b[31m", "{need}", "{{", "? ", "| ", "Subject:", "Bcc:", "%0d%0a", "&")
    letters = ("a", "é", "王", "👍🏽", "\u2028", "\u202e", " ", "  ", "\t", "\u200d", "\ud800")
    return "".join(made.choices(parts + others + letters, k=made.randint(1, 30)))


def run(count: int, seed: int) -> None:
    from reflog.domain import letters  # noqa: PLC0415 - what a letter makes of it

    made = random.Random(seed)  # noqa: S311 - the same every time
    for _ in range(count):
        name = letters.one_line(hostile(made)) or "x"
        subject = letters.one_line(hostile(made)) or "x"
        text = "\n\n".join(letters.one_line(hostile(made)) or "" for _ in range(3))
        data = mail.eml([(name, "a@example.com"), (subject, "b@example.com")], subject, text)
        assert_read_back(data, [(name, "a@example.com"), (subject, "b@example.com")], subject, text)
        link = mail.mailto(["a@example.com"], subject, text)
        assert link_read(link) == (["a@example.com"], subject, text)


def test_hostile_names_break_no_header() -> None:
    run(300, 1)


@pytest.mark.slow
def test_a_hundred_thousand_hostile_names_break_no_header() -> None:
    run(100_000, 2)
