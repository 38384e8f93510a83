from __future__ import annotations

import itertools
import random
import re

import pytest

from reflog.domain import letters, wordings
from reflog.domain.follow_ups import PURPOSES
from reflog.domain.introductions import CALLERS, SIDES, STAGES
from reflog.domain.wordings import BUILT_IN, FIELDS, Case
from reflog.errors import NotFoundError, UsageError
from rows import each_row

NOT_SENTENCES = re.compile(
    r"  |\{|\}| [.,;:!?](\s|$)|\.\.|[,:;]\.|\(\s*\)|^[.,;:!?)]|“ | ”|\? \?|\bNone\b", re.MULTILINE
)
"""What no letter may have: double spaces, braces, sentences of nothing."""

RELATIONS = ("", "given", "received", "received prospect", "own", "introducer")
QUIET = {"need_clause", "on_when", "with_other"} | {
    f"{person}.{part}" for person in wordings.PEOPLE for part in ("work", "kind", "at")
}
ANSWERS = {
    "greeting": "Hello Ann,",
    "sign": "Warmly,\nTess",
    "need_clause": " It's about this: tea.",
    "on_when": " in May",
    "with_other": " with Bo Lee",
    "happened": "I was late.",
    "state": "we've talked.",
    "first_step": "I'll call.",
}


def a_value(field: str) -> str:
    part = field.rpartition(".")[2]
    said = {"work": " (baker, Bread)", "kind": ", a baker", "at": " of Bread"}
    return ANSWERS.get(field) or said.get(part) or "words of it"


def made_up(made: random.Random, share: float) -> dict[str, str | None]:
    """Return values of which about this share is empty."""
    return {
        field: ("" if field in QUIET else None) if made.random() < share else a_value(field)
        for field in FIELDS
    }


@each_row("key", BUILT_IN)
def test_a_built_in_wording_could_be_saved_as_one_of_mine(key: str) -> None:
    assert wordings.check(key, BUILT_IN[key]) == BUILT_IN[key]
    assert wordings.require_key(key) == key


@pytest.mark.parametrize("rounds", [50, pytest.param(200, marks=pytest.mark.slow)])
@each_row("key", BUILT_IN)
def test_a_wording_is_whole_whatever_is_known(key: str, rounds: int) -> None:
    made = random.Random(key)  # noqa: S311 - the same every time
    is_sheet = key.endswith("call")
    for share in (0.0, *(made.random() for _ in range(rounds)), 1.0):
        values = made_up(made, share)
        for text in filter(None, letters.split_subject(BUILT_IN[key])):
            filled = letters.fill(text, values)
            shown = (
                re.sub(r"(?m)^(\w+|To do) {2,}", r"\1 ", filled.text) if is_sheet else filled.text
            )
            assert not NOT_SENTENCES.search(shown), filled.text
            assert ("[" in filled.text) == bool(filled.lacks)
            assert all(values[name] is None for name in filled.lacks)
        if share == 0:
            assert "[" not in filled.text


@each_row("key", BUILT_IN)
def test_a_mail_greets_signs_and_has_a_subject_in_a_line(key: str) -> None:
    head, body = letters.split_subject(BUILT_IN[key])
    assert bool(head) == ("mail" in key.split())
    if head:
        assert body.startswith("{greeting}\n\n")
        assert body.endswith("\n\n{sign}")
        assert "\n" not in head


@each_row("key", BUILT_IN)
def test_a_wording_is_plain_american_english(key: str) -> None:
    british = r"\b(shall|ring|rang|whilst|favour|recognise|apologise|custom|whom|need not)\b"
    assert not re.search(british, BUILT_IN[key], re.IGNORECASE)


@each_row("key", BUILT_IN)
def test_no_built_in_wording_tells_why_save_to_whoever_introduced_us(key: str) -> None:
    assert ("why" not in letters.fields_of(BUILT_IN[key])) or " introducer " in key


def test_my_notes_are_no_field() -> None:
    assert not [field for field in FIELDS if "note" in field]


def test_consent_is_asked_for_without_a_name() -> None:
    for form in ("mail", "message"):
        used = letters.fields_of(BUILT_IN[f"consent given {form}"])
        assert not {"other.name", "other.first", "other.reach", "other.work"} & used


def test_a_letter_of_thanks_asks_for_nothing() -> None:
    for key, text in BUILT_IN.items():
        if key.startswith("thank"):
            assert "?" not in re.sub(r"(?m)^\? |\?\}", "", text), key


@each_row("purpose", sorted({*PURPOSES, "introduction"} - {"find"}))
def test_there_is_a_letter_for_every_case(purpose: str) -> None:
    seen = set()
    for relation, reader, stage in itertools.product(RELATIONS, ("", *SIDES), STAGES):
        for form in ("mail", "message"):
            case = Case(purpose=purpose, form=form, relation=relation, reader=reader, stage=stage)
            found = wordings.choose(case, {})
            if purpose == "review" or (purpose == "introduction" and form != "mail" and not reader):
                assert found is None
                continue
            assert found is not None, case
            assert found.key.split()[0] in {purpose, "why", "outcome"}
            seen.add(found.key)
    assert purpose == "review" or seen


def test_every_wording_is_taken_by_some_case() -> None:
    cases = itertools.product(
        (*PURPOSES, "introduction"), wordings.FORMS, RELATIONS, ("", *SIDES), STAGES
    )
    taken = {
        found.key
        for purpose, form, relation, reader, stage in cases
        if (
            found := wordings.choose(
                Case(purpose=purpose, form=form, relation=relation, reader=reader, stage=stage), {}
            )
        )
    }
    assert taken == BUILT_IN.keys() - {"sign"}


@each_row(
    ("case", "key"),
    [
        (Case(purpose="thank", form="mail"), "thank mail"),
        (Case(purpose="thank", form="card", relation="own"), "thank own card"),
        (
            Case(purpose="check-in", form="mail", relation="own", stage="introduced"),
            "check-in own mail",
        ),
        (
            Case(purpose="check-in", form="mail", relation="given", reader="provider", stage="met"),
            "outcome given mail",
        ),
        (
            Case(purpose="check-in", form="mail", relation="received", stage="connected"),
            "check-in received mail",
        ),
        (
            Case(purpose="check-in", form="mail", relation="received", stage="met"),
            "outcome received mail",
        ),
        (Case(purpose="outcome", form="mail", relation="given", stage="lost"), "why mail"),
        (Case(purpose="apology", form="call", relation="given"), "call"),
        (Case(purpose="pay-back", form="mail", relation="given"), "pay-back mail"),
        (
            Case(purpose="first-call", form="call", relation="received prospect"),
            "first-call received prospect call",
        ),
    ],
)
def test_the_closest_wording_is_taken(case: Case, key: str) -> None:
    found = wordings.choose(case, {})
    assert found is not None
    assert found.key == key


@each_row(
    ("introducer", "provider", "prospect", "reader", "relation"),
    [
        (1, 2, 3, 2, "given"),
        (1, 2, 1, 2, ""),
        (2, 1, 3, 2, "introducer"),
        (2, 1, 3, 3, "received"),
        (2, 3, 1, 2, "introducer"),
        (2, 3, 1, 3, "received prospect"),
        (2, 1, 2, 2, "own"),
        (2, 3, 4, 2, ""),
    ],
)
def test_how_an_introduction_came_about(
    introducer: int, provider: int, prospect: int, reader: int, relation: str
) -> None:
    assert wordings.relation_of(introducer, provider, prospect, reader=reader) == relation


def test_mine_goes_before_the_built_in_one_and_the_readers_language_before_mine() -> None:
    case = Case(purpose="thank", form="mail", relation="introducer")
    mine = {"thank introducer mail": "mine", "thank mail.de": "deutsch"}
    assert wordings.choose(case, mine) == wordings.Wording(key="thank introducer mail", text="mine")
    assert wordings.choose(case, mine, "fr") == wordings.choose(case, mine)
    assert wordings.choose(case, mine, "de") == wordings.Wording(
        key="thank mail", text="deutsch", language="de"
    )


def test_the_wordings_of_my_own_are_among_the_settings() -> None:
    assert wordings.mine_of({"currency": "EUR", "wording.sign": "x"}) == {"sign": "x"}


@each_row("key", ["thank", "thank mail.", "thank mail.deutsch!", "sign.", "", ".de"])
def test_there_is_no_such_wording(key: str) -> None:
    with pytest.raises(NotFoundError):
        wordings.require_key(key)


def test_a_key_is_one_of_the_wordings_perhaps_in_a_language() -> None:
    assert wordings.require_key(" Thank  MAIL.de") == "thank mail.de"
    assert wordings.require_key("sign.pt-br") == "sign.pt-br"


def test_a_mail_without_a_subject_is_refused() -> None:
    with pytest.raises(UsageError, match="no subject"):
        wordings.check("thank mail.de", "{greeting}")
    with pytest.raises(UsageError, match="U\\+0000"):
        wordings.check("sign", "a\0b")
    assert wordings.check("thank card", "\nHi\r\nyou \n") == "Hi\nyou"


def test_of_a_wording_that_is_much_too_long_its_own_limit_is_said() -> None:
    with pytest.raises(UsageError, match="at most 8,000 are kept"):
        wordings.check("sign", "x" * 100_000)


def test_forms_there_are_for_a_purpose() -> None:
    assert wordings.forms_for("thank") == ["mail", "message", "card", "call"]
    assert wordings.forms_for("ask") == ["mail", "message", "call"]


def test_every_state_and_every_first_call_can_be_said() -> None:
    assert wordings.STATES.keys() == set(STAGES)
    assert wordings.FIRST_STEPS.keys() == set(itertools.product(CALLERS, ("both", *SIDES)))
    for text in (*wordings.STATES.values(), *wordings.FIRST_STEPS.values()):
        assert text[-1] in ".?"
