from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from reflog.domain.contacts import INVISIBLE
from reflog.render import clean
from rows import each_row


@each_row(
    ("text", "shown"),
    [
        ("Fred Moss", "Fred Moss"),
        ("José 王小明 😀", "José 王小明 😀"),
        ("[bold]x[/]", "[bold]x[/]"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\x9b31mb", "a\\x9b31mb"),
        ("bell\a del\x7f", "bell\\x07 del\\x7f"),
        ("right\u202eleft", "right\\u202eleft"),
        ("first\nsecond", "first⏎second"),
        ("a\tb", "a b"),
        ("half \ud800", "half \\ud800"),
        ("line\u2028separator", "line\\u2028separator"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("word\u2060joiner", "word\\u2060joiner"),
        ("soft\u00adhyphen", "soft\\u00adhyphen"),
        ("filler\u3164", "filler\\u3164"),
        ("grapheme\u034fjoiner", "grapheme\\u034fjoiner"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_what_could_act_on_a_terminal_is_made_visible(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_line_breaks_stay_where_a_text_may_have_several_lines() -> None:
    assert clean("first\nsecond\r", lines=True) == "first\nsecond\\x0d"


@given(st.text(st.characters(), max_size=200))
def test_no_text_keeps_a_control_or_an_override(text: str) -> None:
    shown = clean(text)
    assert not [
        character
        for character in shown
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(character)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    ]
    shown.encode()


@given(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=200))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    if not INVISIBLE.union("\u200e\u200f\u061c") & set(text):
        assert clean(text) == text
