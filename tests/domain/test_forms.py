from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflog.domain.forms import (
    COMPLAINT,
    Field,
    FormError,
    changes,
    check_line,
    filled,
    form_text,
    is_same,
    with_complaint,
    without_complaints,
)
from reflog.errors import UsageError

FIELDS = (
    Field(key="name", values=("Ann Berg",)),
    Field(key="tag", values=("golf", "bni"), plural=True),
    Field(key="email", values=(), plural=True),
    Field(key="note", values=("two\n  lines\n\n# of text",)),
)


def changed(text: str) -> dict[str, tuple[str, ...]]:
    return {key: one.values for key, one in changes(filled(text, FIELDS), FIELDS).items()}


def test_a_form_has_a_line_for_each_value_and_indents_those_that_go_on() -> None:
    assert form_text("Ann\nSave it", FIELDS) == (
        "# Ann\n# Save it\nname: Ann Berg\ntag: golf\ntag: bni\nemail:\n"
        "note: two\n    lines\n\n  # of text\n"
    )


def test_a_form_left_as_it_is_holds_no_changes() -> None:
    assert changed(form_text("Ann", FIELDS)) == {}
    assert changed("\n\n" + form_text("Ann", FIELDS).replace("\ntag", "\n# mine\n\ntag")) == {}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")))
def test_no_text_is_changed_by_being_shown(text: str) -> None:
    fields = (Field(key="note", values=(text,)), Field(key="city", values=("Bern",)))
    assert changes(filled(form_text("x", fields), fields), fields) == {}


def test_what_differs_is_given_back_by_key() -> None:
    text = form_text("Ann", FIELDS)
    assert changed(text.replace("Ann Berg", "Ann Stone")) == {"name": ("Ann Stone",)}
    assert changed(text.replace("tag: bni\n", "")) == {"tag": ("golf",)}
    assert changed(text.replace("email:", "email: a@b.c\nEmail : d@e.f")) == {
        "email": ("a@b.c", "d@e.f")
    }
    assert changed(text.replace("  # of text", "\tother")) == {"note": ("two\n  lines\n\nother",)}
    assert changed("") == {"name": (), "tag": (), "note": ()}
    assert changed(text.replace("name: Ann Berg", "name:")) == {"name": ()}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name Ann", 0, "doesn't start with one of: name, tag, email, note"),
        ("# x\nname: Ann\ncity: Bern", 2, '"city: Bern"'),
        ("name: Ann\nname: Bea", 1, "name is there twice"),
        ("  indented", 0, "doesn't start"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(FormError, match=said) as raised:
        filled(text, FIELDS)
    assert raised.value.line == line


def test_a_complaint_stands_above_its_line_and_only_one_at_a_time() -> None:
    once = with_complaint("name: Ann\nrole: boss\n", 1, "no\nrole")
    assert once == f"name: Ann\n{COMPLAINT}no role\nrole: boss\n"
    twice = with_complaint(once, 2, "still none")
    assert twice == f"name: Ann\n{COMPLAINT}still none\nrole: boss\n"
    assert without_complaints(twice) == "name: Ann\nrole: boss\n"
    assert is_same(once, twice)
    assert not is_same(once, twice + "x")


def test_a_line_is_short_and_one() -> None:
    assert check_line("Berg & Co ", "company") == "Berg & Co"
    for wrong in ("a\nb", "a\x1fb", "x" * 201, "a\0b"):
        with pytest.raises(UsageError):
            check_line(wrong, "company")
