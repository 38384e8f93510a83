from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from networks import HOSTILE, SECRETS, grown, hostile, pictured
from reflog.domain import pictures as shown
from reflog.domain.contacts import ME
from reflog.render import clean, picture
from reflog.render.page import Section, checksum, frame, table
from reflog.reports.pictures import pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from books import Book
    from commands import Commands
    from reflog.domain.pictures import Pictures

TODAY = date(2026, 11, 21)
VOID = {"meta", "input", "img", "br"}
MAY_STAY_OPEN = {"li", "tr", "td", "th"}
ENDS = {"li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"td", "th", "tr"}}
"""What ends where another begins."""


class Parsed(HTMLParser):
    """A page, read strictly: what is not closed in its order is an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        assert len(set(names)) == len(names), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        while self.open and self.open[-1] in ENDS.get(tag, ()):
            self.open.pop()
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.open[-1] != tag and self.open[-1] in MAY_STAY_OPEN:
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data


@pytest.fixture(scope="module")
def harmful(new_book: Callable[[], Book]) -> Pictures:
    book = new_book()
    hostile(book)
    return pictured(book)


@pytest.fixture(scope="module")
def harmful_page(harmful: Pictures) -> str:
    return picture.page(harmful, TODAY)


def svgs(text: str) -> list[ET.Element]:
    return [ET.fromstring(one) for one in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]  # noqa: S314 - our own


def test_hostile_names_are_text_wherever_they_stand(harmful_page: str) -> None:
    parsed = Parsed(harmful_page)
    assert {tag for tag, _attrs in parsed.tags} <= {
        *("html", "head", "meta", "title", "style", "script", "body", "header", "main", "footer"),
        *("h1", "h2", "h3", "p", "b", "nav", "a", "section", "div", "ul", "li", "label", "input"),
        *("button", "aside", "details", "summary", "table", "thead", "tbody", "tfoot", "tr", "th"),
        *("td", "svg", "g", "path", "circle", "text", "tspan", "rect", "line"),
    }
    assert [tag for tag, _attrs in parsed.tags].count("script") == 2
    for tag, attrs in parsed.tags:
        assert not [name for name in attrs if name.startswith("on") or name in {"style", "src"}]
        assert (attrs.get("href") or "#").startswith("#"), tag
    cells = parsed.texts["th"]
    for name in HOSTILE:
        assert clean(name).replace("\ufffe", "") in cells, name
    assert parsed.texts["title"][0].startswith(HOSTILE[3])


def test_every_picture_of_the_page_is_xml(harmful_page: str) -> None:
    found = svgs(harmful_page)
    charts = [
        "net few",
        "chart wide",
        "chart narrow",
        "chart",
        "chart",
        "chart wide",
        "chart narrow",
    ]
    assert [one.get("class") for one in found] == charts
    assert len([g for g in found[0].iter("g") if (g.get("class") or "").startswith("p ")]) == 15


def test_the_policy_names_the_style_and_the_script_by_their_checksums(harmful_page: str) -> None:
    policies = re.findall(r'Content-Security-Policy" content="([^"]+)"', harmful_page)
    (style,) = re.findall(r"<style>(.*?)</style>", harmful_page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", harmful_page, re.DOTALL)
    sources = f"style-src {checksum(style)}; script-src {checksum(script)}"
    assert policies == [f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"]
    assert checksum("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"


def test_nothing_in_a_page_is_an_address(harmful_page: str) -> None:
    assert not re.search(r"https?:|@import|url\(", harmful_page, re.IGNORECASE)


def test_no_phone_mail_note_or_need_is_in_a_page(harmful: Pictures, harmful_page: str) -> None:
    files = [picture.drawing(harmful, part) for part in shown.PARTS]
    for text in (harmful_page, *files):
        assert not [one for one in SECRETS if one in text]


def test_the_data_is_what_the_picture_has(harmful: Pictures, harmful_page: str) -> None:
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', harmful_page)
    assert not set(data) & set("<>&\u2028\u2029")
    rows = json.loads(data)
    assert harmful.network is not None
    assert [row[0] for row in rows[1:]] == [clean(one.name) for one in harmful.network.people[1:]]
    assert rows[0][2] == -1
    assert all(-1 <= row[2] < at for at, row in enumerate(rows))


@pytest.mark.parametrize("part", shown.PARTS)
def test_a_picture_as_a_file_is_xml_with_its_colors_in_it(harmful: Pictures, part: str) -> None:
    text = picture.drawing(harmful, part)
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "var(" not in text
    assert "prefers-color-scheme" not in text
    assert "\n" in text.partition("<style>")[2].partition("</style>")[0]
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert (title.text or "").startswith(HOSTILE[3])


def test_initials_alone_are_in_a_page_without_names(harmful: Pictures) -> None:
    text = picture.page(shown.without_names(harmful), TODAY)
    assert "constructor" not in text.partition("<body>")[2].partition("<script>")[0]
    assert "onmouseover" not in text
    assert "نام" not in text


def test_no_sum_is_in_a_page_without_amounts(harmful: Pictures) -> None:
    assert "€123.45" in picture.page(harmful, TODAY)
    bare = shown.without_amounts(harmful)
    for text in (picture.page(bare, TODAY), *(picture.drawing(bare, one) for one in shown.PARTS)):
        assert "€" not in text
        assert "123.45" not in text


@pytest.mark.parametrize("count", [1, 2, 40, 319])
def test_everyone_of_up_to_320_is_named_in_the_picture(book: Book, count: int) -> None:
    grown(book, count)
    found = pictured(book)
    assert found.network is not None
    (net, *_others) = svgs(picture.page(found, TODAY))
    names = {"".join(text.itertext()) for text in net.iter("text")}
    assert {f"Person Number {at}" for at in range(count)} | {"me"} <= names
    assert len(found.network.people) == count + 1


def test_of_more_the_rest_are_counted_and_found_by_the_search(book: Book) -> None:
    grown(book, 700)
    found = pictured(book)
    text = picture.page(found, TODAY)
    (net, *_others) = svgs(text)
    drawn = [g for g in net.iter("g") if (g.get("class") or "").startswith("p ")]
    assert len(drawn) == 261
    counts = re.findall(r'class="more"[^>]*> \+([\d,]+)<', text)
    assert sum(int(one.replace(",", "")) for one in counts) == 700 - 260
    assert all(f'"Person Number {at}"' in text for at in range(700))


def test_a_branch_has_its_person_in_the_middle(book: Book) -> None:
    grown(book, 30)
    whole = pictured(book).network
    assert whole is not None
    top = max(whole.people[1:], key=lambda one: one.below)
    with book.reader() as reader:
        (row,) = reader.rows("SELECT id FROM contact WHERE handle = ?", (top.contact,))
    found = pictured(book, center=row["id"])
    assert found.network is not None
    assert len(found.network.people) == top.below + 1
    text = picture.page(found, TODAY, ("network",))
    assert f"<h1>Through {top.name}</h1>" in text
    assert "<nav>" not in text
    assert text.count("<section") == 1


def test_a_branch_has_all_names_however_many(book: Book) -> None:
    with book.writing():
        shop, root = book.people("The Corner Shop", "Root")
        book.introduction(ME, shop, root, on="2026-01-01")
        for at in range(400):
            book.introduction(root, ME, book.person(f"Person Number {at}"), on="2026-02-01")
    (net, *_others) = svgs(picture.page(pictured(book, center=root), TODAY, ("network",)))
    names = {"".join(text.itertext()) for text in net.iter("text")}
    assert {f"Person Number {at}" for at in range(400)} <= names


@pytest.mark.parametrize(
    ("since", "until", "heading"),
    [
        ("2025-12-01", "2026-11-28", "A year of introductions"),
        ("2025-01-01", "2025-12-31", "Introductions in 2025"),
        ("2026-01-01", "2026-11-28", "Introductions in 2026"),
        ("2026-02-01", "2026-03-31", "Introductions"),
    ],
)
def test_the_heading_is_of_the_days(book: Book, since: str, until: str, heading: str) -> None:
    book.person("Fred")
    with book.reader() as reader:
        text = picture.page(pictures(reader, since, until), TODAY)
    assert f"<h1>{heading}</h1>" in text


def test_an_empty_ledger_has_a_page_that_says_so(book: Book) -> None:
    book.person("Fred")
    text = picture.page(pictured(book), TODAY)
    Parsed(text)
    for sentence in (
        "I neither made nor received an introduction",
        "Nobody has come through an introduction yet",
        "No introductions went to and fro",
        "None of them is business yet",
    ):
        assert sentence in text
    assert 'id="data"' not in text
    for part in shown.PARTS:
        ET.fromstring(picture.drawing(pictured(book), part))  # noqa: S314 - our own


def test_the_sentence_says_what_came_of_it(book: Book) -> None:
    fred, sally = book.people("Fred", "Sally")
    assert "I neither made" in picture.sentence(pictured(book))
    number = book.introduction(ME, fred, sally)
    assert picture.sentence(pictured(book)) == (
        "Between 1 December 2025 and 21 November 2026 I made <b class=g>1</b> introduction and "
        "received none. None of them is business yet. I owe no thanks."
    )
    book.comes_to(number, "won", "2026-11-05")
    book.business(number, 250000, "EUR")
    book.business(number, 100050)
    book.introduction(fred, ME, sally)
    book.follow_up(fred, "thank")
    assert picture.sentence(pictured(book)).partition(". ")[2] == (
        "<b>1</b> of them became business: <b>€2,500</b>, <b>1,000.50 USD</b>. "
        "I thanked nobody yet, and owe 1."
    )
    book.thanks(fred)
    assert picture.sentence(pictured(book)).endswith("I said thank you once, and owe 1 more.")


@pytest.mark.parametrize(
    ("minor", "label"),
    [
        (99_949, "999"),
        (99_950, "1k"),
        (1_460_000, "14.6k"),
        (99_950_000, "1M"),
        (100_000_000, "1M"),
    ],
)
def test_a_sum_above_a_bar_is_a_thousand_of_no_unit(book: Book, minor: int, label: str) -> None:
    fred, sally = book.people("Fred", "Sally")
    book.business(book.introduction(ME, fred, sally), minor)
    assert f">{label}</text>" in picture.drawing(pictured(book), "year")


def test_the_sentence_says_of_no_earlier_introduction_what_a_client_of_my_own_brought(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("business fred 500 --direct")
    reflog.ok("picture", "-o", str(tmp_path / "year.html"))
    page = (tmp_path / "year.html").read_text()
    assert ". None of them is business yet; other business came to <b>500 USD</b>. " in page


@pytest.mark.parametrize(("count", "most"), [(300, 250_000), (1_000, 420_000)])
def test_a_page_is_small(book: Book, count: int, most: int) -> None:
    grown(book, count)
    assert len(picture.page(pictured(book), TODAY).encode()) < most


@pytest.mark.slow
def test_a_page_of_five_thousand_is_small(book: Book) -> None:
    grown(book, 5_000)
    assert len(picture.page(pictured(book), TODAY).encode()) < 1_200_000


def test_another_page_can_be_made_of_the_same_parts() -> None:
    rows = [("Fred <b>", 1), ("Sally", 2)]
    body = table(("who", "how many"), rows, 2, ("in all", 3))
    sections = [Section("one", "Given & got", body)]
    lead = "Two of <b>them</b>."
    page = frame(title="Report", heading="A week", by="", lead=lead, sections=sections, today=TODAY)
    parsed = Parsed(page)
    assert parsed.texts["title"] == ["Report"]
    assert parsed.texts["h2"] == ["Given & got"]
    assert parsed.texts["th"] == ["who", "how many", "Fred <b>", "Sally", "in all"]
    assert "Saturday, 21 November 2026" in parsed.texts["footer"][0]


def test_the_key_says_only_what_there_is(book: Book) -> None:
    with book.writing():
        fred, sally = book.people("Fred Moss", "Sally Ng")
        number = book.introduction(ME, fred, sally, on="2026-10-01")
        book.comes_to(number, "won", "2026-10-09")
    text = picture.page(pictured(book), TODAY)
    key = text.partition('<ul class="key">')[2].partition("</ul>")[0]
    assert key == '<li class="g">I introduced<li class="w">became business'
    assert 'id="again"' not in text
