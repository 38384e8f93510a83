"""How many words an option takes, and where the words of a name may stand."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from reflog.cli.app import run
from rows import each_row

if TYPE_CHECKING:
    from commands import Commands


@pytest.fixture
def two(reflog: Commands) -> Commands:
    """#1 I introduced Fred and Sally; #2 a question to Fred, #3 one to Sally."""
    reflog.ok("intro fred sally")
    return reflog


def handles(reflog: Commands) -> set[str]:
    return {one["handle"] for one in reflog.json("contact list")}


def test_a_currency_behind_the_amount_of_an_option_is_no_note(two: Commands) -> None:
    done = two.json("done 2 --mark won --amount 2500 eur")
    (business,) = [one for one in done["changed"] if one["kind"] == "business"]
    assert (business["amount"], business["currency"]) == ("2500.00", "EUR")
    assert "eur" not in [one.get("note") for one in done["changed"]]


def test_a_word_behind_the_amount_is_a_note_unless_it_is_a_currency(two: Commands) -> None:
    done = two.json("done 2 --mark won --amount 2500 top work")
    (business,) = [one for one in done["changed"] if one["kind"] == "business"]
    assert (business["amount"], business["currency"]) == ("2500.00", "USD")
    assert "top work" in [one.get("note") for one in done["changed"]]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("--on 5th oct lunch", "2026-10-05"),
        ("--on 2 weeks ago lunch", "2026-11-07"),
        ("lunch --on last friday", "2026-11-20"),
        ("--on=5 oct lunch", "2026-10-05"),
    ],
)
def test_a_day_takes_as_many_words_as_are_one(two: Commands, typed: str, day: str) -> None:
    (met,) = (one for one in two.json(f"met fred {typed}")["changed"] if one["kind"] != "follow-up")
    assert (met["on"], met["note"]) == (day, "lunch")


def test_a_span_takes_as_many_words_as_are_one(two: Commands) -> None:
    (one,) = two.json("follow fred call --every 2 weeks him")["next"]
    assert one["what"] == "call him"
    assert one["every"] is not None


def test_an_introducer_of_two_words_is_the_one_there_is(two: Commands) -> None:
    two.ok("contact", "add", "Karen Doyle")
    received = two.json("received zoe --from karen doyle")
    assert received["changed"][0]["introducer"] == "karen-doyle"
    assert [one["name"] for one in received["created_contacts"]] == ["Zoe"]


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("--city New York", "city", "New York"),
        ("--company Doyle and Sons --role client", "company", "Doyle and Sons"),
        ("--phone 212 555 0134", "phones", ["212 555 0134"]),
        ("--phone 212 555 0134 --phone 212 555 0135", "phones", ["212 555 0134", "212 555 0135"]),
        ("--note likes tea a lot", "note", "likes tea a lot"),
        ("--tag golf club --tag chess", "tags", ["chess", "golf club"]),
    ],
)
def test_a_text_takes_all_words_up_to_the_next_option(
    reflog: Commands, typed: str, field: str, value: object
) -> None:
    (ann,) = reflog.json(f"contact add ann {typed}")["created_contacts"]
    assert ann["name"] == "Ann"
    assert (sorted(ann[field]) if field == "tags" else ann[field]) == value


def test_a_reason_of_several_words_is_kept_whole(two: Commands) -> None:
    two.ok("done 2 --mark lost --why too dear for her")
    assert two.json("show 1")["why"] == "too dear for her"
    two.ok("edit 1 --need tax return help")
    assert two.json("show 1")["need"] == "tax return help"


def test_the_number_an_option_takes_is_one_word_and_a_name_all(two: Commands) -> None:
    two.ok("contact rename sally Sally Ng")
    by_number = two.json("follow fred call --about 1 about the house")["next"][0]
    assert (by_number["about"], by_number["what"]) == (1, "call about the house")
    by_name = two.json("note fred likes her --about sally ng")["changed"][0]
    assert (by_name["about"], by_name["note"]) == (1, "likes her")


@pytest.mark.parametrize(
    ("typed", "quoted"),
    [
        ("received zoe --on friday moss --from fred", 'received "zoe moss" --from fred'),
        ("show sally --json ng", '"sally ng"'),
        ("contact add ann --role client berg", 'contact add "ann berg" --role client'),
        ("contact forget sally --yes ng", 'contact forget "sally ng" --yes'),
        ("met sally --on friday ng lunch", 'met "sally ng" lunch --on friday'),
        ("note Zoe --on friday Moss was there", '"Zoe Moss" was there'),
        ("who sally --since 1 jan ng", 'who "sally ng" --since "1 jan"'),
        ("picture network sally --since 1 jan ng", 'picture network "sally ng" --since "1 jan"'),
        ("done sally --mark met ng", 'done "sally ng" --mark met'),
    ],
)
def test_the_parts_of_one_name_stand_together(two: Commands, typed: str, quoted: str) -> None:
    two.ok("contact rename sally Sally Ng")
    refused = two.refused(2, *typed.split())
    assert all(word in refused.err.replace("\\", "") for word in quoted.split())


@pytest.mark.parametrize(
    "typed",
    [
        "met --on friday zara",
        "contact add --role client berg",
        "intro fred --effort call zara",
        "follow --due monday next zara call",
    ],
)
def test_nobody_is_made_of_words_behind_an_option(two: Commands, typed: str) -> None:
    before = handles(two)
    refused = two.refused(2, *typed.split())
    assert "put a new person first" in refused.err
    assert handles(two) == before


@pytest.mark.parametrize(
    "typed",
    [
        ["met", "--on", "friday", "fred"],
        ["met", "--new", "Zara"],
        ["met", "--on", "friday", "+zara"],
        ["met", "--on", "friday", "Zara Olm"],
        ["met", "--on", "friday", "--", "zara"],
        ["intro", "--lead", "fred", "zara"],
    ],
)
def test_options_may_stand_before_a_name_that_is_plainly_one(
    two: Commands, typed: list[str]
) -> None:
    two.ok(*typed)


@each_row(
    "typed",
    [
        "contact list --tag a --tag b",
        "note fred tea --on friday --on monday",
        "done 2 -m met --mark met",
        "edit 1 --by fred --from fred",
        "--ledger a --ledger b due",
    ],
)
def test_an_option_of_one_value_is_given_once(two: Commands, typed: str) -> None:
    assert "twice" in two.refused(2, *typed.split()).err


@each_row(
    "typed",
    [
        ["--ledger", "", "due"],
        ["--ledger=", "contact", "list"],
        ["import", ""],
        ["import", "", "--yes"],
        ["backup", ""],
        ["restore", ""],
        ["export", "-o", ""],
        ["contact", "list", "--tag", ""],
        ["contact", "list", "--city="],
        ["intros", "--with", ""],
        ["log", "--since", ""],
        ["picture", "-o", ""],
    ],
)
def test_an_empty_name_of_a_file_or_filter_is_refused(two: Commands, typed: list[str]) -> None:
    assert "empty" in two.refused(2, *typed).err


def test_an_empty_value_still_empties_a_field(two: Commands) -> None:
    two.ok("contact edit fred --city Leeds")
    two.ok("contact", "edit", "fred", "--city", "")
    assert two.json("show fred")["contact"]["city"] is None


def typed_in(reflog: Commands, typed: list[str], text: str | bytes) -> tuple[int, str]:
    """Run a command with a text on its standard input."""
    data = text.encode() if isinstance(text, str) else text
    out, err = io.StringIO(), io.StringIO()
    stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="backslashreplace")
    return run(typed, reflog.environ(), stdin, out, err), err.getvalue()


@pytest.mark.parametrize(
    "typed",
    [
        ["note", "fred", "-"],
        ["met", "fred", "-"],
        ["met", "fred", "--note", "-"],
        ["done", "2", "-"],
        ["done", "2", "--note=-"],
        ["snooze", "2", "friday", "-"],
        ["drop", "2", "-"],
        ["follow", "fred", "-"],
        ["business", "1", "400", "-"],
        ["thanks", "fred", "-"],
        ["know", "fred", "wants", "-"],
        ["ask", "fred", "-"],
    ],
)
def test_a_dash_as_a_text_reads_standard_input(two: Commands, typed: list[str]) -> None:
    assert typed_in(two, typed, "Ann Berg called.\nTwice.\n")[0] == 0
    assert two.json("find", "berg called")
    assert handles(two) == {"fred", "sally"}


def test_a_dash_behind_two_dashes_is_looked_for_and_standard_input_left_alone(
    two: Commands,
) -> None:
    two.ok("note fred likes - and dislikes")
    assert typed_in(two, ["find", "--", "-"], b"caf\xe9") == (0, "")
    assert two.refused(2, "find", "-").err.startswith("reflog: The text to look for is empty")


def test_standard_input_is_read_once(two: Commands) -> None:
    code, said = typed_in(two, ["note", "fred", "-", "--about", "1"], "tea")
    assert code == 0, said
    code, said = typed_in(two, ["mark", "1", "lost", "--why", "-", "--at-fault", "-"], "tea")
    assert code == 2
    code, said = typed_in(two, ["intro", "ann", "bob", "--need", "-", "--offer", "-"], "tea")
    assert (code, "once" in said) == (2, True)


def test_what_is_no_utf8_on_standard_input_is_refused(two: Commands) -> None:
    code, said = typed_in(two, ["note", "fred", "-"], b"caf\xe9")
    assert (code, "UTF-8" in said) == (2, True)


@pytest.mark.parametrize("option", ["--from", "-f"])
def test_a_name_in_quotes_behind_an_option_is_all_of_its_name(two: Commands, option: str) -> None:
    before = handles(two)
    refusal = two.refused(2, "received", "carl", option, "Tom Harris", "pension", "advice")
    assert '"carl pension advice" has an option within' in refusal.err
    two.refused(2, "received", option, "Tom Harris", "pension", "advice")
    two.refused(2, "intro", "fred", "sally", "--by=Tom Harris", "pension", "advice")
    two.ok("received", option, "Tom Harris", "fred")
    assert handles(two) == before | {"tom-harris"}


@pytest.mark.parametrize(
    "typed", ["dev yesterday", "dev at bni", "dev anand at BNI", "DEV A friend", "devan at bni"]
)
def test_words_behind_a_known_persons_name_in_an_option_make_nobody_unasked(
    two: Commands, typed: str
) -> None:
    two.ok("contact", "add", "Devan Anand", "--alias", "Dev")
    refusal = two.refused(3, f"received carl --from {typed}")
    assert "Devan Anand (devan-anand)" in refusal.err
    assert "@devan-anand, or " in refusal.err
    assert '"+' in refusal.err
    two.ok("received", "carl", "--from", f"+{typed}")
    two.ok("received", "bob", "--from", typed)  # in quotes it is a name


def test_a_new_name_in_an_option_needs_no_quotes_where_it_is_plainly_one(two: Commands) -> None:
    two.ok("contact", "add", "Dev Anand")
    two.ok("received carl --from Dev Patel")
    two.ok("received bob --from karen doyle")
    two.ok("received ann --from dev osei")
    assert {"dev-patel", "dev-osei", "karen-doyle"} <= handles(two)


@pytest.mark.parametrize("words", [["due", "--all=3"], ["undo", "--dry-run=yes"]])
def test_an_option_that_takes_no_value_is_told_so_where_one_is_glued_on(
    two: Commands, words: list[str]
) -> None:
    name = words[1].partition("=")[0]
    error = two.refused(2, *words)
    assert error.err.startswith(f"reflog: {name} takes no value")
    assert f"hint: type {name} alone" in error.err


def test_a_value_glued_on_a_letter_with_an_equals_sign_is_told_to_come_after_it(
    two: Commands,
) -> None:
    error = two.refused(2, "done", "2", "-m=met")
    assert 'There is no option "-m=met" (the value of -m comes after it)' in error.err
