"""Writing vCards: what comes back is what was written, and others read it too."""

from __future__ import annotations

import string
from typing import Any

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

import vcards
from reflog.domain.cards.card import Card
from reflog.domain.contacts import ROLES
from reflog.domain.names import fold
from reflog.formats.draft import escaped
from reflog.formats.vcard import write
from rows import each_row
from vcards import crlf, one, read, said

SHAPES = ("IOS", "MACOS", "ANDROID", "OUTLOOK", "GOOGLE", "NEXTCLOUD", "FASTMAIL", "EVOLUTION")

_SEEN = st.characters(exclude_categories=("C", "Z"))
_WORD = st.text(_SEEN, min_size=1, max_size=9).filter(lambda text: any(map(str.isalpha, text)))
_LINE = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)
_NAME = st.text(string.ascii_letters + "äöüßéÅ漢字", min_size=1, max_size=8).map(
    lambda text: f"Q{text} Berg,;\\ Jr."
)
_NOTE = st.text(
    st.one_of(_SEEN, st.sampled_from(' \t\n\\,;:"=^')), min_size=1, max_size=300
).filter(lambda text: text.strip() and text == text.rstrip())
_EMAIL = st.text(string.ascii_lowercase, min_size=1, max_size=9).map("{}@example.com".format)
_PHONE = st.integers(100, 9999).map("+1 555 {}".format)
_EXTRA = st.builds(
    lambda group, name, parameter, value: f"{group}{name}{parameter}:{value}",
    st.sampled_from(["", "item1.", "G-2."]),
    st.sampled_from(["X-Thing", "BDAY", "URL", "IMPP", "X-SKYPE", "LABEL"]),
    st.sampled_from(["", ";TYPE=home", ';X-A="b:c;d"', ";TYPE=work,x", ";VALUE=uri"]),
    _NOTE.map(escaped).filter(lambda text: text.strip(" ;")),
)


def _unlike(values: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=most, unique_by=fold).map(tuple)


_CARDS = st.builds(
    Card,
    line=st.just(1),
    source=st.just("vcard"),
    key=st.none() | st.uuids().map(lambda uid: uid.urn),
    name=_NAME,
    aliases=_unlike(_NAME.map(lambda text: f"A{text}"), 2),
    company=st.none() | _LINE,
    profession=st.none() | _LINE,
    role=st.none() | st.sampled_from(ROLES),
    city=st.none() | _LINE,
    note=st.none() | _NOTE,
    emails=_unlike(_EMAIL),
    phones=_unlike(_PHONE),
    tags=_unlike(st.text(string.ascii_letters + ",;\\ :", min_size=1).map("t{}t".format)),
    referred_by=_unlike(_NAME.map(lambda text: f"R{text}"), 2),
    extras=_unlike(_EXTRA),
    greeting=st.none() | _LINE,
    language=st.none() | st.sampled_from(["en", "de-CH"]),
)  # fmt: skip


def tidy(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


@given(_CARDS, st.sampled_from(write.VERSIONS))
@example(Card(line=1, source="vcard", name="Ann", extras=("N:Berg;Ann;;Dr.;",)), "4.0")
@example(
    Card(
        line=1,
        source="vcard",
        name="Ann Berg",
        company="Now Ltd",
        city="Oslo",
        extras=("ORG;TYPE=pref:Then Ltd;Sales", "ADR;TYPE=pref:;;1 Elm St;Lyon;;;"),
    ),
    "3.0",
)
def test_what_was_written_is_read_again(card: Card, version: str) -> None:
    written = write.card(card, version=version)
    assert all(len(line) <= 75 for line in written.encode().split(b"\r\n"))
    found = said(one(written.encode()))
    # A company is one line of single spaces, as the reader keeps it.
    expected = said(card)
    expected |= {
        key: tidy(expected[key])
        for key in ("company", "profession", "city", "greeting")
        if key in expected
    }
    if "tags" in expected:
        expected["tags"] = tuple(" ".join(tag.split()) for tag in expected["tags"])
    assert found == expected  # fmt: skip


@each_row("version", write.VERSIONS)
@each_row("shape", SHAPES)
def test_a_card_of_another_program_loses_nothing_by_a_journey(shape: str, version: str) -> None:
    before = read(crlf(getattr(vcards, shape))).cards
    written = "".join(write.card(card, version=version) for card in before)
    after = read(written.encode())
    assert list(map(said, after.cards)) == list(map(said, before))
    assert after.left == after.remarks == ()
    # Written again, it is the same to the byte.
    assert "".join(write.card(card, version=version) for card in after.cards) == written


FULL = Card(
    line=1,
    source="vcard",
    key="urn:uuid:0198f0aa-0000-7000-8000-000000000001",
    name="Zoë Ångström-Moss",
    aliases=("Zozo", "Moss, Zoë"),
    company="Example; Sons, Ltd",
    profession="Architect",
    role="partner",
    city="Malmö",
    note="Likes tea, and boats;\nsays \\o/ 日本語日本語日本語日本語日本語日本語日本語日本語",
    emails=("zoe@example.com", "z@example.com"),
    phones=("+1 555 0101", "+1 555 0102 ext. 5"),
    tags=("good, very", "north"),
    referred_by=("Fred Moss",),
    extras=("item1.URL:https://example.com/zoe", "item1.X-ABLabel:site", "BDAY:1970-01-02"),
)


def test_a_card_of_version_4_to_the_letter() -> None:
    assert write.card(FULL).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "UID:urn:uuid:0198f0aa-0000-7000-8000-000000000001",
        "FN:Zoë Ångström-Moss",
        "N:Ångström-Moss;Zoë;;;",
        "NICKNAME:Zozo,Moss\\, Zoë",
        "ORG:Example\\; Sons\\, Ltd",
        "TITLE:Architect",
        "EMAIL:zoe@example.com",
        "EMAIL:z@example.com",
        "TEL:+1 555 0101",
        "TEL:+1 555 0102 ext. 5",
        "ADR:;;;Malmö;;;",
        "NOTE:Likes tea\\, and boats\\;\\nsays \\\\o/ 日本語日本語日本語日本",
        " 語日本語日本語日本語日本語",
        "CATEGORIES:good\\, very,north",
        "X-REFLOG-ROLE:partner",
        "X-REFERRED-BY:Fred Moss",
        "RELATED;TYPE=contact,x-referred-by;VALUE=text:Fred Moss",
        "item1.URL:https://example.com/zoe",
        "item1.X-ABLabel:site",
        "BDAY:1970-01-02",
        "END:VCARD",
        "",
    ]


def test_version_3_says_who_referred_them_as_address_books_show_it() -> None:
    written = write.card(FULL, version="3.0")
    assert "VERSION:3.0\r\n" in written
    assert "EMAIL;TYPE=INTERNET:zoe@example.com\r\n" in written
    assert "X-REFERRED-BY:Fred Moss\r\n" in written
    assert "item2.X-ABRELATEDNAMES:Fred Moss\r\nitem2.X-ABLabel:Referred by\r\n" in written
    assert "\r\nRELATED" not in written


def test_the_parts_of_a_name_written_without_a_space_stay() -> None:
    card = Card(line=1, source="vcard", name="李雷", extras=("N:李;雷;;;",))
    assert "N:李;雷;;;" in write.card(card)
    assert "N:李;雷;;;" not in write.card(card._replace(name="韩梅"))


def test_the_parts_of_a_name_go_when_the_name_has_changed() -> None:
    card = Card(line=1, source="vcard", name="Ann Moss", extras=("N:Berg;Ann;Marie;Dr.;",))
    assert "N:Moss;Ann;;;\r\n" in write.card(card)
    assert "Berg" not in write.card(card)


def test_vobject_reads_what_is_written() -> None:
    """The oracle: another reader finds the same under version 3, its own."""
    found: Any = vobject.readOne(write.card(FULL, version="3.0"))
    assert found.fn.value == FULL.name
    assert (found.n.value.given, found.n.value.family) == ("Zoë", "Ångström-Moss")
    assert found.note.value == FULL.note
    assert [one.value for one in found.contents["email"]] == list(FULL.emails)
    assert [one.value for one in found.contents["tel"]] == list(FULL.phones)
    assert found.org.value == [FULL.company]
    assert found.adr.value.city == FULL.city
    assert found.contents["categories"][0].value == list(FULL.tags)
    assert found.uid.value == FULL.key
    assert found.contents["x-referred-by"][0].value == "Fred Moss"


@given(_CARDS)
def test_vobject_reads_the_same_names_notes_and_addresses(card: Card) -> None:
    plain = card._replace(extras=(), tags=(), aliases=())
    found: Any = vobject.readOne(write.card(plain, version="3.0"))
    assert found.fn.value == card.name
    assert [one.value for one in found.contents.get("email", ())] == list(card.emails)
    assert [one.value for one in found.contents.get("tel", ())] == list(card.phones)
    assert (found.note.value if "note" in found.contents else None) == card.note


@pytest.mark.parametrize("shape", ["IOS", "MACOS", "GOOGLE", "FASTMAIL"])
def test_vobject_and_reflog_read_the_same(shape: str) -> None:
    """The oracle: on the shapes that vobject reads right."""
    text = getattr(vcards, shape)
    mine = {card.line: card for card in read(crlf(text)).cards}
    theirs: list[Any] = list(vobject.readComponents(text))
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line == "BEGIN:VCARD"]
    compared = 0
    for line, card in zip(lines, theirs, strict=True):
        if line not in mine:
            continue
        compared += 1
        assert mine[line].name == card.fn.value
        assert set(mine[line].emails) == {one.value for one in card.contents.get("email", ())}
        assert len(mine[line].phones) == len(card.contents.get("tel", ()))
        notes = [one.value for one in card.contents.get("note", ())]
        assert mine[line].note == ("\n".join(notes) or None)
        if "adr" in card.contents:
            assert mine[line].city == card.adr.value.city
    assert compared
