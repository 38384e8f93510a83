"""The page as a browser has it, where there is one: nothing acts, and everything can be reached."""

from __future__ import annotations

import re
import zlib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from browser import CHROMIUM, asked_by_pages, browser
from networks import HOSTILE, grown, hostile, pictured
from reflog.domain.contacts import ME
from reflog.render import picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from books import Book
    from browser import Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")

TODAY = date(2026, 11, 21)
CONTRASTS = {"ink": 7, "soft": 5.2, "told": 5.2, "given": 5.2, "recv": 4, "other": 3.2}
CONTRASTS |= {"faint": 3.2, "money": 5.2, "given2": 3.2, "recv2": 3.2}
"""How much each color stands out from the paper: text 5.2, marks 3.2."""

PRINTED = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("chromium")) as page:
        yield page


@pytest.fixture
def shown(chromium: Page) -> Iterator[Page]:
    """The browser; whoever showed a page in it must have been told nothing and asked nothing."""
    chromium.complaints.clear()
    chromium.requests.clear()
    yield chromium
    assert chromium.complaints == []
    assert chromium.requests == []


@pytest.fixture(scope="module")
def files(new_book: Callable[[], Book], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page of hostile names, one of a small circle and one of many people."""
    folder = tmp_path_factory.mktemp("pages")
    harmful, circle, many = (new_book() for _each in range(3))
    hostile(harmful)
    grown(many, 400)
    with circle.writing():
        fred, sally, gina, ann, ben = circle.people(
            "Fred Moss", "Sally Ng", "Gina Örtel", "Ann Berg", "Ben Costa"
        )
        won = circle.introduction(ME, ben, fred, on="2026-10-01")
        circle.comes_to(won, "won", "2026-10-09")
        circle.business(won, 250000, "EUR", on="2026-10-09")
        circle.introduction(ME, ben, sally, on="2026-10-02")
        circle.introduction(fred, ME, gina, on="2026-10-03")
        circle.introduction(fred, ME, ann, on="2026-10-04")
        circle.introduction(sally, ME, ann, on="2026-10-05")
    for name, book in (("harmful", harmful), ("circle", circle), ("many", many)):
        text = picture.page(pictured(book), TODAY)
        (folder / f"{name}.html").write_text(text, "utf-8")
    return folder


def card(page: Page) -> str:
    return str(page.element("card", ".innerText"))


def view(page: Page) -> list[float]:
    return [float(one) for one in page.element("net", ".getAttribute('viewBox')").split()]


def place_of(page: Page, selector: str) -> tuple[float, float]:
    """The middle of something, after it was brought into view."""
    one = f"document.querySelector({selector!r})"
    page.ask(f"{one}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
    x, y, wide, high = page.ask(
        f"(box => [box.x, box.y, box.width, box.height])({one}.getBoundingClientRect())"
    )
    return x + wide / 2, y + high / 2


def count_of(page: Page, selector: str) -> int:
    """How many elements there are."""
    return int(page.ask(f"document.querySelectorAll({selector!r}).length"))


def test_names_that_mean_harm_do_nothing(shown: Page, files: Path) -> None:
    shown.open(files / "harmful.html")
    assert shown.ask("document.title").startswith(HOSTILE[3])
    assert shown.ask("document.querySelector('.tools').hidden") is False
    assert count_of(shown, "#net .p") == 1 + len(HOSTILE)
    assert count_of(shown, "script") == 2
    assert count_of(shown, "img, iframe, object, [onload], [onerror], [onmouseover]") == 0
    for at in range(len(HOSTILE) + 1):
        shown.element(f"p{at}", ".dispatchEvent(new Event('click', {bubbles: true}))")
        assert card(shown)
    assert shown.ask("document.title").startswith(HOSTILE[3])


def test_what_is_put_into_the_finished_page_by_hand_does_not_run(
    chromium: Page, files: Path, tmp_path: Path
) -> None:
    text = (files / "circle.html").read_text("utf-8")
    put = text.replace(
        "</main>",
        "<img src='x:' onerror='document.title=1'><script>document.title=2</script></main>",
    )
    kept, bare = tmp_path / "kept.html", tmp_path / "bare.html"
    kept.write_text(put, "utf-8")
    bare.write_text(re.sub(r"<meta http-equiv[^>]*>", "", put), "utf-8")
    titles = []
    for path in (kept, bare):
        chromium.open(path)
        titles.append(chromium.ask("document.title"))
    assert titles[0] == "A year of introductions"
    assert titles[1] in {"1", "2"}, "without the policy it runs, so this test can see it"


def test_the_search_finds(shown: Page, files: Path) -> None:
    shown.open(files / "circle.html")
    shown.element("find", ".focus()")
    shown.type("ort")
    assert card(shown).startswith("Gina Örtel")
    choices = "[...document.querySelectorAll('#found button')].map(one => one.innerText)"
    assert shown.ask(choices) == ["Gina Örtel"]
    shown.press("Enter")
    assert shown.element("find", ".value") == "Gina Örtel"
    assert shown.ask(choices) == []
    assert "Came through me → Fred Moss." in card(shown)
    shown.press("Escape")
    assert "Point at a person" in card(shown)
    shown.type("nobody at all")
    assert shown.element("found", ".innerText") == "Nobody in the picture is called so."


def test_the_search_finds_whom_the_picture_has_no_room_for(shown: Page, files: Path) -> None:
    shown.open(files / "many.html")
    name = shown.ask(
        "JSON.parse(document.getElementById('data').textContent)"
        ".find((_, at) => !document.getElementById('p' + at))[0]"
    )
    shown.element("find", ".focus()")
    shown.type(name)
    assert card(shown).startswith(name)
    assert count_of(shown, "#net .here") == 1


def test_the_keyboard_walks_and_zooms_and_moves(shown: Page, files: Path) -> None:
    shown.open(files / "circle.html")
    shown.element("net", ".focus()")
    seen = []
    for key in (
        "Home",
        "ArrowDown",
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
        "ArrowUp",
        "ArrowRight",
    ):
        shown.press(key)
        seen.append(card(shown).partition("\n")[0])
    assert seen == [
        *("me", "Fred Moss", "Gina Örtel", "Ann Berg", "Gina Örtel", "Fred Moss", "Sally Ng")
    ]
    whole = view(shown)
    shown.press("+")
    near = view(shown)
    assert near[2] < whole[2]
    shown.press("ArrowRight", shift=True)
    moved = view(shown)
    assert moved[0] > near[0]
    assert moved[1:] == near[1:]
    shown.press("0")
    assert view(shown) == pytest.approx(whole)
    shown.press("Escape")
    assert "Point at a person" in card(shown)
    shown.press("/")
    assert shown.ask("document.activeElement.id") == "find"


def test_every_tool_is_reached_by_the_tab_key(shown: Page, files: Path) -> None:
    shown.open(files / "circle.html")
    reached = []
    for _each in range(16):
        shown.press("Tab")
        reached.append(shown.ask("document.activeElement.id || document.activeElement.tagName"))
    assert reached[4:11] == ["find", "nearer", "farther", "whole", "again", "net", "SUMMARY"]


def test_the_card_leads_on_to_others(shown: Page, files: Path) -> None:
    shown.open(files / "circle.html", "#who=Fred%20Moss")
    assert "Brought Gina Örtel, Ann Berg." in card(shown)
    assert "#1 · 1 Oct 2026 · won · €2,500" in card(shown)
    shown.ask(
        "[...document.querySelectorAll('#card button')]"
        ".find(one => one.innerText === 'Ann Berg').click()"
    )
    assert card(shown).startswith("Ann Berg")
    assert shown.ask("location.hash") == "#who=Ann%20Berg"


@pytest.mark.parametrize(
    ("after", "name"),
    [
        ("#who=Gina%20%C3%96rtel", "Gina Örtel"),
        ("#who=gina", "Gina Örtel"),
        ("#who=berg", "Ann Berg"),
        ("#who=%E0%A4%A", "Point at a person"),
        ("#who=<img src=x onerror=alert(1)>", "Point at a person"),
        ("#who=", "Point at a person"),
    ],
)
def test_an_address_opens_a_person(shown: Page, files: Path, after: str, name: str) -> None:
    shown.open(files / "circle.html", after)
    assert card(shown).startswith(name)


def test_the_mouse_points_keeps_drags_and_selects(shown: Page, files: Path) -> None:
    shown.open(files / "circle.html")
    x, y = place_of(shown, "#p1 circle")
    shown.mouse("mouseMoved", x, y)
    assert card(shown).startswith("Fred Moss")
    shown.click(x, y)
    shown.mouse("mouseMoved", *place_of(shown, "#p2 circle"))
    assert card(shown).startswith("Fred Moss"), "a person who was clicked on stays"
    whole = view(shown)
    x, y = place_of(shown, "#net")
    y += 90
    shown.mouse("mouseMoved", x, y)
    shown.mouse("mousePressed", x, y, button="left", clickCount=1)
    shown.mouse("mouseMoved", x + 60, y + 30, button="left", buttons=1)
    shown.mouse("mouseReleased", x + 60, y + 30, button="left", clickCount=1)
    assert view(shown)[0] < whole[0]
    assert view(shown)[1] < whole[1]
    shown.element("whole", ".click()")
    assert view(shown) == pytest.approx(whole)
    begin, end = shown.ask(
        "(text => [text.getStartPositionOfChar(0), text.getEndPositionOfChar(4)].map(one => {"
        "const at = new DOMPoint(one.x, one.y - 3).matrixTransform(text.getScreenCTM());"
        "return [at.x, at.y] }))(document.querySelector('#p2 text'))"
    )
    shown.mouse("mouseMoved", *begin)
    shown.mouse("mousePressed", *begin, button="left", clickCount=1)
    shown.mouse("mouseMoved", *end, button="left", buttons=1)
    shown.mouse("mouseReleased", *end, button="left", clickCount=1)
    assert shown.ask("String(getSelection())").strip()
    assert view(shown) == pytest.approx(whole), "a drag over a name selects it"


def test_without_a_script_the_pictures_and_the_tables_stand(chromium: Page, files: Path) -> None:
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(files / "circle.html")
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)
    assert chromium.ask("document.querySelector('.tools').hidden") is True
    assert count_of(chromium, "#net title") == 5
    assert count_of(chromium, "table") == 6


def test_the_printed_page_has_every_table_and_no_tool(shown: Page, files: Path) -> None:
    shown.open(files / "circle.html")
    printed = shown.pdf()
    parts = [printed, *map(inflated, PRINTED.findall(printed))]
    tables = sum(len(re.findall(rb"/S ?/Table\b", one)) for one in parts)
    assert tables == count_of(shown, "table")
    shown.call("Emulation.setEmulatedMedia", media="print")
    try:
        assert shown.ask("getComputedStyle(document.querySelector('.tools')).display") == "none"
        assert shown.ask("getComputedStyle(document.getElementById('card')).display") == "none"
    finally:
        shown.call("Emulation.setEmulatedMedia", media="")
    assert shown.ask("[...document.querySelectorAll('details')].every(one => !one.open)") is True


@pytest.mark.parametrize("width", [400, 800, 1280])
def test_nothing_is_wider_than_the_window(shown: Page, files: Path, width: int) -> None:
    for name in ("harmful", "many"):
        shown.open(files / f"{name}.html", width=width)
        assert shown.ask("document.documentElement.scrollWidth") <= width
        drawn = "[...document.querySelectorAll('svg')].map(one => one.getClientRects().length)"
        assert sum(shown.ask(drawn)) == 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_told_from_the_paper(shown: Page, files: Path, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    shown.open(files / "circle.html")
    shown.call("Emulation.setEmulatedMedia", features=features)
    try:
        style = "getComputedStyle(document.documentElement)"
        colors = {
            name: shown.ask(f"{style}.getPropertyValue('--{name}').trim()")
            for name in ("paper", *CONTRASTS)
        }
    finally:
        shown.call("Emulation.setEmulatedMedia", features=[])
    for name, least in CONTRASTS.items():
        assert contrast(colors[name], colors["paper"]) >= least, (name, colors)


def test_a_page_asks_for_nothing_by_the_browser_s_own_log(
    files: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    seen = []
    for name in ("picture", "asking"):
        folder = tmp_path_factory.mktemp(name)
        asking = folder / "asking.html"
        asking.write_text("<!doctype html><img src='http://example.invalid/x.png'>", "utf-8")
        with browser(folder) as page:
            if name == "picture":
                page.open(files / "many.html", "#who=Person%20Number%207")
                page.pdf()
            else:
                page.open(asking)
        seen.append(asked_by_pages(folder))
    assert seen == [[], ["http://example.invalid/x.png"]]


def inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def contrast(one: str, other: str) -> float:
    high, low = sorted(map(luminance, (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_card_is_on_the_other_side_of_whoever_it_is_about(shown: Page, files: Path) -> None:
    shown.open(files / "many.html")
    middle = "(box => box.x + box.width / 2)({}.getBoundingClientRect())"
    me = shown.ask(middle.format("document.querySelector('#p0 circle')"))
    sides = set()
    for at in range(1, 401, 9):
        shown.element(f"p{at}", "?.dispatchEvent(new Event('click', {bubbles: true}))")
        dot = shown.ask(middle.format("document.querySelector('.here circle')"))
        here = shown.ask(middle.format("document.getElementById('card')"))
        assert (dot < me) == (here > me)
        sides.add(dot < me)
    assert sides == {True, False}


def test_no_name_in_give_and_take_meets_a_bar(
    shown: Page, new_book: Callable[[], Book], tmp_path: Path
) -> None:
    book = new_book()
    with book.writing():
        for name in ("Wilhelmina Papadopoulos", "Ada Featherstonehaugh", "MAXIMILIAN WHITMORE"):
            one, other = book.people(name, f"Friend of {name}")
            book.introduction(ME, one, other, on="2026-10-01")
            book.introduction(one, ME, other, on="2026-10-02")
    file = tmp_path / "names.html"
    file.write_text(picture.page(pictured(book), TODAY), "utf-8")
    overlaps = """(() => {
      const box = (one) => one.getBoundingClientRect();
      const bars = [...document.querySelectorAll("#balance rect")].map(box);
      return [...document.querySelectorAll("#balance .bn")].filter((text) => bars.some((bar) => {
        const name = box(text);
        return name.left < bar.right && bar.left < name.right
          && name.top < bar.bottom && bar.top < name.bottom;
      })).map((text) => text.textContent);
    })()"""
    for width in (1280, 800, 400):
        shown.open(file, width=width)
        assert shown.ask(overlaps) == []


def test_no_text_of_a_chart_is_cut_or_over_another(
    shown: Page, new_book: Callable[[], Book], tmp_path: Path
) -> None:
    book = new_book()
    grown(book, 1200)
    file = tmp_path / "long.html"
    outside = """(() => {
      const found = [];
      for (const chart of document.querySelectorAll(".chart")) {
        const edge = chart.getBoundingClientRect();
        if (!edge.width) continue;
        const texts = [...chart.querySelectorAll(".mo, .fl, .fv, .bn, .vl")];
        const boxes = texts.map((one) => one.getBoundingClientRect());
        boxes.forEach((one, at) => {
          if (one.left < edge.left - 1 || one.right > edge.right + 1)
            found.push(texts[at].textContent);
          boxes.slice(0, at).forEach((other, before) => {
            const apart = one.left >= other.right || other.left >= one.right;
            if (!apart && one.top + 3 < other.bottom && other.top + 3 < one.bottom)
              found.push(texts[at].textContent + " over " + texts[before].textContent);
          });
        });
      }
      return found;
    })()"""
    for since in ("2025-12-01", "2024-10-01", "2021-12-15", "2010-03-01"):
        file.write_text(picture.page(pictured(book, since=since), TODAY), "utf-8")
        for width in (1280, 800, 400):
            shown.open(file, width=width)
            assert shown.ask(outside) == [], (since, width)


def test_what_is_printed_stays_small_however_often_people_met_again(
    shown: Page, new_book: Callable[[], Book], tmp_path: Path
) -> None:
    book = new_book()
    with book.writing():
        people = book.people(*(f"Person {at}" for at in range(50)))
        for at, one in enumerate(people):
            for other in people[at + 1 :]:
                book.introduction(one, ME, other, on="2026-10-01")
    file = tmp_path / "again.html"
    file.write_text(picture.page(pictured(book), TODAY), "utf-8")
    shown.open(file)
    assert count_of(shown, ".again path") > 1000
    assert len(shown.pdf()) < 3_000_000  # as dashes they would be ten times as much
