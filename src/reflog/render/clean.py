"""Making text harmless: every text of the ledger passes through here on its way out."""

from __future__ import annotations

from reflog.domain.contacts import INVISIBLE

_BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_OTHER = "\u2028\u2029\ufeff\ufff9\ufffa\ufffb"
_VISIBLE = {
    **{code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))},
    **{ord(character): f"\\u{ord(character):04x}" for character in INVISIBLE.union(_BIDI, _OTHER)},
}
_ONE_LINE = {**_VISIBLE, ord("\n"): "⏎", ord("\t"): " "}
_MANY_LINES = {**_VISIBLE, ord("\n"): "\n", ord("\t"): "    "}
_SURROGATES = range(0xD800, 0xE000)
_TAGS = range(0xE0000, 0xE0080)


def clean(text: str, *, lines: bool = False) -> str:
    """Return text that can't act on a terminal; controls and invisible characters are shown.

    Args:
        lines: keep line breaks; otherwise they are shown as ⏎.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = text.translate(_MANY_LINES if lines else _ONE_LINE)
    if shown.isprintable():
        return shown
    return "".join(
        f"\\u{ord(character):04x}"
        if ord(character) in _SURROGATES or ord(character) in _TAGS
        else character
        for character in shown
    )
