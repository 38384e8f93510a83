"""What all drawings share: frame, texts, bars, and days in words.

`escaped` makes text of the ledger harmless; everything passes through it.
"""

from __future__ import annotations

import re
from html import escape

from reflog.domain.days import ABBREVIATED, MONTHS
from reflog.render import Placed, clean, width_of

WIDE, NARROW, HALF = 1100, 400, 520
"""How wide charts are drawn: for a screen, for a telephone, for half a screen."""

_GAP = 28  # between two drawings that are one
_URL = re.compile(r"(?i)(https?):")
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF))


class Drawing(Placed, kw_only=False):
    """A picture: its name, style, left, top, width and height, and the SVG inside."""

    label: str
    style: str
    box: tuple[float, float, float, float]
    inner: str

    @property
    def inline(self) -> str:
        """The picture as part of an HTML page."""
        name = ' id="net"' if self.style.startswith("net") else ""
        return (
            f'<svg{name} class="{self.style}" viewBox="{" ".join(map(number, self.box))}" '
            f'role="img" aria-label="{escaped(self.label)}">{self.inner}</svg>'
        )


def below(first: Drawing, second: Drawing) -> Drawing:
    """Return two drawings as one, the second below the first."""
    left, top, width, height = first.box
    moved = f'<g transform="translate(0 {number(height + _GAP)})">{second.inner}</g>'
    box = (left, top, max(width, second.box[2]), height + _GAP + second.box[3])
    return Drawing(f"{first.label}. {second.label}", first.style, box, first.inner + moved)


def escaped(text: object) -> str:
    """Return a text for HTML and XML, quoted or not; nothing in it can become a link."""
    shown = clean(str(text))
    if not shown.isascii():
        shown = shown.translate(_NOT_XML)
    return _URL.sub(r"\1&#58;", escape(shown, quote=True))


def text_at(x: float, y: float, style: str, text: object) -> str:
    """Return a text at a position."""
    return f'<text class="{style}" x="{number(x)}" y="{number(y)}">{escaped(text)}</text>'


def bar(kind: str, box: tuple[float, float, float, float], title: str = "") -> str:
    """Return a bar; `box` is left, top, width and height, `title` what pointing at it shows."""
    x, y, width, height = map(number, box)
    inner = f"<title>{escaped(title)}</title>" if title else ""
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}">{inner}</rect>'


def axis(left: float, right: float, y: float) -> str:
    """Return the line that bars stand on."""
    x1, x2, at = number(left), number(right), number(y)
    return f'<line class="ax" x1="{x1}" x2="{x2}" y1="{at}" y2="{at}"/>'


def number(value: float) -> str:
    """Return a length with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def cut(name: str, most: int) -> str:
    """Return a name cut to so many letters, counted by how wide they are."""
    shown = clean(name)
    if width_of(shown) <= most:
        return shown
    while width_of(shown) >= most:
        shown = shown[:-1]
    return f"{shown.rstrip()}…"


def long_day(day: str) -> str:
    """Return an ISO day for a sentence: `1 December 2025`."""
    return f"{int(day[8:])} {MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def short_day(day: str) -> str:
    """Return an ISO day for a card: `1 Dec 2025`."""
    return f"{int(day[8:])} {MONTHS[int(day[5:7]) - 1][:ABBREVIATED]} {day[:4]}"


def month_name(month: str) -> str:
    """Return a month for a table: `November 2026`."""
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"


def counted(count: int, one: str, many: str = "") -> str:
    """Return "1 person" or "1,200 people"; the plural of most nouns need not be given."""
    return f"1 {one}" if count == 1 else f"{count:,} {many or f'{one}s'}"


def counted_people(count: int) -> str:
    """Return "1 person" or "12 people"."""
    return counted(count, "person", "people")
