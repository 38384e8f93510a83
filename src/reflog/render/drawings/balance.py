"""Give and take: what went back and forth between partners and me."""

from __future__ import annotations

from reflog.render.drawings.svg import WIDE, Drawing, bar, cut, text_at
from reflog.render.pages import sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reflog.domain.introductions import Balance

MOST_PARTNERS = 26

_ROW, _BAR, _TOP = 25, 15, 28
_USUAL_CAPITALS = 3
_DIGIT = 11  # how wide a digit behind a bar is where letters are large


def shown_partners(partners: Iterable[Balance], count: int = MOST_PARTNERS) -> list[Balance]:
    """Return the partners with most introductions, ordered by how much more I gave."""
    having = [one for one in partners if one.given + one.received]
    most = sorted(having, key=lambda one: -(one.given + one.received))[:count]
    return sorted(most, key=lambda one: (one.received - one.given, -one.given))


def balance(partners: Sequence[Balance], width: int = WIDE) -> Drawing:
    """Return a row for each partner: what they gave to the left, what I gave to the right."""
    is_narrow = width < WIDE
    name, letters = (72, 17) if is_narrow else (112, 25)
    left, right = width / 2 - name, width / 2 + name
    most = max((max(one.given, one.received) for one in partners), default=0) or 1
    scale = (left - 10 - _DIGIT * len(f"{most:,}")) / most
    parts = [
        text_at(left, 13, "bh x end", "they gave me"),
        text_at(right, 13, "bh g", "I gave them"),
    ]
    for at, one in enumerate(partners):
        y = _TOP + at * _ROW
        wide = one.received * scale
        parts.append(text_at(width / 2, y + 12, "bn", _fitting(one.contact_name, letters)))
        if one.received:
            words = f"{one.contact_name} gave me {one.received:,}"
            title = _told(words, sums(one.received_business), is_narrow=is_narrow)
            parts.append(bar("x", (left - wide, y, wide, _BAR), title))
            parts.append(text_at(left - wide - 6, y + 12, "vl end", f"{one.received:,}"))
        if one.given:
            words = f"I gave {one.contact_name} {one.given:,}"
            title = _told(words, sums(one.given_business), is_narrow=is_narrow)
            parts.append(bar("g", (right, y, one.given * scale, _BAR), title))
            parts.append(text_at(right + one.given * scale + 6, y + 12, "vl", f"{one.given:,}"))
    label = "Introductions given and received, partner by partner"
    box = (0, 0, width, _TOP + 2 + len(partners) * _ROW)
    return Drawing(label, f"chart {'narrow' if is_narrow else 'wide'}", box, "".join(parts))


def _fitting(name: str, letters: int) -> str:
    """Return a name that fits between the bars: capitals are wider than other letters."""
    capitals = sum(map(str.isupper, name))
    return cut(name, letters - max(0, capitals - _USUAL_CAPITALS) // 3)


def _told(words: str, business: str, *, is_narrow: bool) -> str:
    """Return what pointing at a bar says; nobody points at a telephone."""
    if is_narrow:
        return ""
    return f"{words}: {business}" if business else words
