"""A whole ledger with anything wrong in it is refused: the line and the entry are named."""

from __future__ import annotations

import copy
import json
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import whole_ledger
from foreign_files import another, bring, exported
from reflog.domain.cards.card import Card
from reflog.errors import NewerError, UsageError
from reflog.formats.vcard import write
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commands import Commands
    from figures import Figure


@pytest.fixture(scope="module")
def text(populated: Commands) -> str:
    return exported(populated, "--journal")


def written(document: Any) -> str:
    """A document with an object a line, as an export has it."""
    lines = [f'"{key}": {_value(value)}' for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(json.dumps(one) for one in value) + "\n]"
    return json.dumps(value)


SECRETS = ("Fred Moss", "fred@example", "+1 555 0101", "a bookkeeper", "likes tea", "99.50")


def refusal(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        whole_ledger(text)
    assert caught.value.exit_code == 2
    assert caught.value.hint
    message = str(caught.value.message)
    assert caught.value.outcome is None
    assert not [secret for secret in SECRETS if secret in message]
    return message


def contact(place: int, **values: object) -> Any:
    return lambda it: it["contacts"][place].update(values)


def entry(section: str, place: int, **values: object) -> Any:
    return lambda it: it[section][place].update(values)


CONTACTS = {
    "no key": contact(1, key=None),
    "a key that is true": contact(1, key=True),
    "a key of another": contact(1, key=3),
    "a key below 1": contact(1, key=0),
    "a key too large": contact(1, key=2**60),
    "a uid of another": lambda it: it["contacts"][1].update(uid=it["contacts"][2]["uid"]),
    "a uid that is none": contact(1, uid="fred"),
    "a handle of another": contact(1, handle="sally-jensen"),
    "a handle with a space": contact(1, handle="fred moss"),
    "a handle of digits": contact(1, handle="12"),
    "me twice": contact(1, handle="me"),
    "me by another key": contact(1, me=True),
    "no name": contact(1, name=""),
    "a name too long": contact(1, name="x" * 201),
    "a name with NUL": contact(1, name="a\0b"),
    "half a letter": contact(1, name="a\ud800"),
    "a name that is a list": contact(1, name=["Fred"]),
    "an empty company": contact(1, company=""),
    "a role that is none": contact(1, role="boss"),
    "a role that is a number": contact(1, role=7),
    "a day that is none": contact(1, created_on="2026-02-30"),
    "a day in another form": contact(1, created_on="20261121"),
    "an e-mail twice": contact(1, emails=["a@example.com", "A@example.com"]),
    "an e-mail too short": contact(1, emails=["a"]),
    "phones that are a text": contact(1, phones="+1 555 0101"),
    "too few keys of phones": contact(1, phones=["555 01", "555 02"]),
    "a key of a phone that is none": contact(1, e164=["555"]),
    "an alias twice": contact(1, aliases=["Fé", "fe"]),
    "a key nobody knows": contact(1, nickname="Freddy"),
    "a note that is a number": contact(1, note=5),
}
ENTRIES = {
    "an introduction's number twice": entry("introductions", 1, id=1),
    "a number of another kind": entry("introductions", 1, id=2),
    "a wrong kind": entry("introductions", 0, kind="note"),
    "an instant that is none": entry("introductions", 0, created_at="yesterday"),
    "a stranger introduces": entry("introductions", 0, introducer="nobody"),
    "no provider": entry("introductions", 0, provider=None),
    "provider and prospect are one": entry("introductions", 0, prospect="fred-moss"),
    "the provider introduces": entry("introductions", 0, introducer="fred-moss"),
    "a stage that is none": entry("introductions", 0, stage="done"),
    "a stage before the introduction": entry("introductions", 0, stage_on="2026-01-01"),
    "a stage that was never": entry(
        "introductions", 0, steps=[{"stage": "done", "on": "2026-02-01"}]
    ),
    "a stage that is a text": entry("introductions", 0, steps=["won"]),
    "a day of a stage too early": entry(
        "introductions", 0, steps=[{"stage": "won", "on": "2025-01-01"}]
    ),
    "a fault without harm": entry("introductions", 0, at_fault="fred-moss"),
    "a caller that is none": entry("introductions", 0, caller="nobody"),
    "a consent that is a text": entry("introductions", 0, consent="yes"),
    "a flag that is a number": entry("introductions", 0, quiet=1),
    "an empty need": entry("introductions", 0, need=""),
    "a need too long": entry("introductions", 0, need="x" * 65537),
    "a follow-up with me": entry("follow_ups", 0, contact="me"),
    "a follow-up about no introduction": entry("follow_ups", 0, about=2),
    "a question about nothing": entry("follow_ups", 0, about=None),
    "a purpose that is none": entry("follow_ups", 0, purpose="nag"),
    "done without a day": entry("follow_ups", 0, done_on=None),
    "done before the introduction": entry("follow_ups", 0, done_on="2020-01-01"),
    "a status that is none": entry("follow_ups", 0, status="late"),
    "a span that is none": entry("follow_ups", 0, every="often"),
    "a span of nothing": entry("follow_ups", 0, every="0d"),
    "a span too long": entry("follow_ups", 0, every="3651d"),
    "unasked though done": entry("follow_ups", 0, unasked=True),
    "an amount of nothing": entry("business", 0, amount="0.00"),
    "an amount that is a number": entry("business", 0, amount=2500),
    "an amount too exact": entry("business", 0, amount="1.234"),
    "an amount in groups": entry("business", 0, amount="2,500.00"),
    "a currency that is none": entry("business", 0, currency="XXX"),
    "business about nothing": entry("business", 0, about=None),
    "business before the introduction": entry("business", 0, on="2020-01-01"),
    "thanks in no direction": entry("thanks", 0, direction="both"),
    "thanks by no way": entry("thanks", 0, via="fax"),
    "thanks of mine to me": entry("thanks", 0, contact="me"),
    "a one-to-one with me": entry("one_to_ones", 0, contact="me"),
    "a note of nothing": entry("notes", 0, note=None),
    "doubt in myself": entry("notes", 0, contact="me", topic="doubt"),
    "a note about nothing there is": entry("notes", 0, about=999),
    "a key nobody knows": entry("notes", 0, color="red"),
    "a number that is a fraction": entry("notes", 0, about=1.5),
}
REST = {
    "another format": lambda it: it.update(format="other"),
    "no format": lambda it: it.pop("format"),
    "no version": lambda it: it.pop("version"),
    "a version that is a text": lambda it: it.update(version="1"),
    "no numbers": lambda it: it.pop("numbers"),
    "numbers that are null": lambda it: it.update(numbers=None),
    "a number below nothing": lambda it: it["numbers"].update(entry=-1),
    "a setting nobody knows": lambda it: it["settings"].update(color="red"),
    "a setting of mine": lambda it: it["settings"].update(name="Tess"),
    "a value no setting has": lambda it: it["settings"].update(currency="EURO"),
    "a setting that is a number": lambda it: it["settings"].update(currency=7),
    "settings that are a list": lambda it: it.update(settings=[]),
    "contacts that are an object": lambda it: it.update(contacts={}),
    "a contact that is a text": lambda it: it["contacts"].append("Fred"),
    "no me": lambda it: it["contacts"].pop(0),
    "nobody": lambda it: it.update(contacts=[]),
    "a section nobody knows": lambda it: it.update(gifts=[]),
    "a section that is missing": lambda it: it.pop("notes"),
    "a section that is null": lambda it: it.update(thanks=None),
    "something left out": lambda it: it.update(redacted=["notes"]),
    "a card of nobody": lambda it: it["cards"][0].update(contact="nobody"),
    "a card of no program": lambda it: it["cards"][0].update(source="fax"),
    "a card twice": lambda it: it["cards"].append(it["cards"][0]),
    "two who are one": lambda it: it["distinct"][0].update(other=it["distinct"][0]["contact"]),
    "two twice": lambda it: it["distinct"].append(it["distinct"][0]),
    "a command without a digest": lambda it: it["ops"][0].update(digest=None),
    "a digest that is none": lambda it: it["ops"][0].update(digest="zz" * 16),
    "a change of nothing": lambda it: it["changes"][0].update(before=None, after=None),
    "a change that is no row": lambda it: it["changes"][0].update(after="tea"),
    "a change with a fraction in it": lambda it: it["changes"][0]["after"].update(id=1.5),
    "a command out of order": lambda it: it["ops"].reverse(),
    "a change out of order": lambda it: it["changes"].append(it["changes"].pop(0)),
}


def line_of(document: Any, section: str, place: int) -> int:
    begin = written(document).index(f'"{section}": [\n')
    return written(document)[:begin].count("\n") + 2 + place


@each_row("name", CONTACTS)
def test_a_contact_is_named_with_its_line(text: str, name: str) -> None:
    document = json.loads(text)
    CONTACTS[name](document)
    message = refusal(written(document))
    places = [line_of(document, "contacts", place) for place in (1, 2, 3)]
    assert any(message.startswith(f"The file, line {line}: ") for line in places), message


@each_row("name", ENTRIES)
def test_an_entry_is_named_by_its_number(text: str, name: str) -> None:
    document = json.loads(text)
    before = copy.deepcopy(document)
    ENTRIES[name](document)
    message = refusal(written(document))
    changed = [
        one["id"]
        for section in ("introductions", "follow_ups", "business", "thanks", "one_to_ones", "notes")
        for one, was in zip(document[section], before[section], strict=True)
        if one != was
    ]
    assert len(changed) == 1
    later = {one["id"] for one in document["follow_ups"]}
    assert any(f": #{number}: " in message for number in {*changed, *later}), message


@each_row("name", REST)
def test_anything_else_is_refused(text: str, name: str) -> None:
    document = json.loads(text)
    REST[name](document)
    refusal(written(document))


@each_row(
    "extra",
    [
        *("END:VCARD", "begin:vcard", "VERSION:3.0", "x.END;A=b:VCARD", "X-A:b\nFN:Evil"),
        "AGENT:BEGIN:VCARD",
        "NOTE:x\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Evil",
    ],
)
def test_what_a_card_brought_can_make_no_card_of_its_own(text: str, extra: str) -> None:
    document = json.loads(text)
    document["cards"][0].update(extras=["X-KEPT:as it is", extra])
    assert "extras" in refusal(written(document))
    card = Card(
        line=1, source="vcard", name="Ann Berg", extras=("X-KEPT:as it is", extra, "no property")
    )
    lines = write.card(card).splitlines()
    assert [line for line in lines if not line.startswith(("FN", "N"))] == [
        "BEGIN:VCARD", "VERSION:4.0", "X-KEPT:as it is", "END:VCARD"
    ]  # fmt: skip


def test_of_each_family_of_the_playbook_one_is_open(text: str) -> None:
    document = json.loads(text)
    (question, *_others) = (
        one
        for one in document["follow_ups"]
        if one["status"] == "open" and one["purpose"] == "check-in"
    )
    twin = {**question, "id": 9_999, "uid": "0" * 8 + question["uid"][8:]}
    for change in ({"purpose": "outcome"}, {"purpose": "check-in"}):
        document["follow_ups"].append({**twin, **change})
        assert ": #9999: " in refusal(written(document))
        document["follow_ups"].pop()
    document["follow_ups"].append({**twin, "status": "dropped"})
    assert whole_ledger(written(document))[1]["entry"] == 9_999


BROKEN = {
    "nothing": "",
    "a word": "hello",
    "a list": "[]",
    "an object of nothing": "{}",
    "NaN": '{"format": NaN}',
    "Infinity": '{"format": "reflog", "version": 1, "numbers": {"entry": -Infinity}}',
    "a key twice": '{"format": "reflog", "format": "reflog"}',
    "a key twice within": '{"settings": {"currency": "EUR", "currency": "USD"}}',
    "something behind it": '{"format": "reflog", "version": 1} {}',
    "a comma too many": '{"format": "reflog", "version": 1,}',
    "no comma": '{"format": "reflog" "version": 1}',
    "no colon": '{"format" "reflog"}',
    "a deep list": '{"numbers": ' + "[" * 40 + "]" * 40 + "}",
    "a very deep list": '{"numbers": ' + "[" * 200_000 + "]" * 200_000 + "}",
    "a long number": '{"version": ' + "9" * 5_000 + "}",
    "a text that never ends": '{"format": "reflog',
    "a control in a text": '{"format": "ref\nlog"}',
    "single quotes": "{'format': 'reflog'}",
}


@each_row("name", BROKEN)
def test_what_is_no_such_json_is_refused(name: str) -> None:
    refusal(BROKEN[name])


def test_a_list_of_another_program_is_called_json_and_no_ledger() -> None:
    assert "it is JSON, but not a reflog ledger" in refusal('[{"name": "Ann Berg"}]')


def test_more_lists_than_a_ledger_has_fill_no_memory() -> None:
    document = '{"contacts": [{"aliases": [' + "[]," * 2_000_000 + "[]]}]}"
    tracemalloc.start()
    try:
        refusal(document)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_document_cut_anywhere_is_refused(text: str) -> None:
    for length in range(0, len(text.rstrip()) - 1, len(text) // 150):
        refusal(text[:length])


def test_a_newer_version_is_said_with_both() -> None:
    with pytest.raises(NewerError, match="version 2; this reflog knows versions up to 1"):
        whole_ledger('{"format": "reflog", "version": 2, "gifts": []}')


def test_the_form_of_the_json_does_not_matter(text: str) -> None:
    document = json.loads(text)
    whole, numbers = whole_ledger(text)
    for form in (
        "\ufeff" + text,
        text.replace("\n", "\r\n"),
        json.dumps(document, indent=4, sort_keys=True),
        json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    ):
        again, same_numbers = whole_ledger(form)
        assert same_numbers == numbers
        assert again.keys() == whole.keys()
        for table, rows in whole.items():
            is_journal = table in {"op", "change"}
            assert is_journal or sorted(again[table], key=repr) == sorted(rows, key=repr)
            assert not is_journal or again[table] == rows


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        if isinstance(one, dict | list):
            yield from _leaves(one, (*path, key))
        else:
            yield (*path, key)


VALUES: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, 1, 2, -1, 2**63, 1.5, "", "x", "me", "fred-moss", "2026-11-21", [], {}, ["x"]]
)


@pytest.mark.parametrize(
    ("journal", "examples"),
    [
        (False, 20),
        (True, 20),
        pytest.param(False, 1000, marks=pytest.mark.slow),
        pytest.param(True, 1000, marks=pytest.mark.slow),
    ],
)
def test_whatever_is_changed_it_is_refused_or_gives_a_healthy_ledger(
    text: str, tmp_path: Path, figure: Figure, *, journal: bool, examples: int
) -> None:
    whole = json.loads(text)
    if not journal:
        whole |= {"ops": None, "changes": None}
    paths = sorted(filter(None, _leaves(whole)), key=repr)
    answers: list[int] = []

    @settings(deadline=None, max_examples=examples)
    @given(st.sampled_from(paths), VALUES)
    def change(path: tuple[Any, ...], value: Any) -> None:
        document = copy.deepcopy(whole)
        at = document
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        reflog = another(tmp_path / str(len(answers)))
        answer = bring(reflog, json.dumps(document))
        answers.append(answer.code)
        is_newer = path == ("version",) and answer.code == NewerError.exit_code
        assert answer.code in {0, 2} or is_newer, (path, value, answer)
        if answer.code:
            assert "nothing was imported" in answer.err
            assert not reflog.ledger.exists()
        else:
            # That a question is open with each side is the playbook's, not the file's.
            found = {one["code"] for one in json.loads(reflog("check", "--json").out)}
            assert found <= {"question"}, (path, value)

    change()
    refused = sum(code != 0 for code in answers)
    kind = "with a journal" if journal else "without one"
    what = f"whole ledgers {kind} in which one value was changed: refused, or healthy"
    figure("P11", what, f"{refused} and {len(answers) - refused} of {len(answers)}")
