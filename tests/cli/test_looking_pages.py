"""Show, log and find, and texts of the ledger that would act on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reflog.domain.settings import DEFAULTS

if TYPE_CHECKING:
    from commands import Commands

FOLLOW_UP = (
    "contact contact_name purpose what due_on days_overdue about side status done_on every note"
)
HOSTILE = "red \x1b[31malert\x1b]0;title\x07 \u202etxt.exe \x9b2J"


@pytest.fixture
def book_of_fred(reflog: Commands) -> Commands:
    """Fred, with something of everything."""
    reflog.ok(
        "contact", "add", "Fred Moss <fred@example.com>", "--phone", "+1 212 555 0101",
        "--profession", "plumber", "--company", "Moss & Sons", "--note", "Calls before nine",
    )  # fmt: skip
    reflog.ok("received ann --from fred --on 2026-10-01 --need bookkeeping")
    reflog.ok("business ann 2500 --on 2026-10-10")
    reflog.ok("thanks", "fred", "wrote from Bern", "--via", "card", "--on", "2026-10-11")
    reflog.ok("intro", "fred", "Sally Ng", "--need", "a new boiler", "--on", "2026-11-01")
    reflog.ok("intro fred hugo --on 2026-11-02 --no-follow-up")
    reflog.ok("mark hugo won --amount 300 --on 2026-11-03")
    reflog.ok("met fred wants architects --on 2026-11-04")
    reflog.ok("note fred plays golf --on 2026-11-05")
    return reflog


@pytest.mark.usefixtures("_every_day")
def test_a_page_on_a_person_is_what_one_wants_before_a_meeting(book_of_fred: Commands) -> None:
    assert book_of_fred.ok("show fred").out == (
        "Fred Moss (fred-moss)\n"
        "  reach     +1 212 555 0101, fred@example.com\n"
        "  does      plumber, Moss & Sons\n"
        "  added     Sat 21 Nov 2026\n"
        "  first     Fred Moss referred Ann to me on Thu 1 Oct 2026 (#1)\n"
        "  last met  Wed 4 Nov 2026, 2 weeks ago\n"
        "  of yours  waiting 1\n"
        "  Calls before nine\n"
        "\n"
        "You owe\n"
        "   #5  today  pay back for introducing Ann\n"
        "  #11  today  spoken to Sally Ng?\n"
        "\n"
        "They owe you\n"
        "  #13  thanks: I introduced Fred Moss and Hugo, won, 300 USD\n"
        "\n"
        "Between you\n"
        "  you gave   2 introductions, 300 USD\n"
        "  they gave  1 introduction, 2,500 USD\n"
        "  thanks     1 given\n"
        "  balance    you are 1 ahead\n"
        "\n"
        "Open introductions\n"
        "  #10  Sun 1 Nov 2026  I introduced Fred Moss and Sally Ng  introduced  "
        "need: a new boiler\n"
        "\n"
        "Notes and one-to-ones\n"
        "  Thu 5 Nov 2026  #16  plays golf\n"
        "  Wed 4 Nov 2026  #15  one-to-one: wants architects\n"
        "\n"
        "Latest\n"
        "  Tue 3 Nov 2026   #14  300 USD: Fred Moss, from Hugo\n"
        "  Tue 3 Nov 2026   #13  Fred Moss and Hugo did business\n"
        "  Sun 11 Oct 2026   #9  thanked Fred Moss for Ann by card: wrote from Bern\n"
        "  Sat 10 Oct 2026   #8  2,500 USD: me, from Ann\n"
        "  Sat 10 Oct 2026   #1  Ann and I did business\n"
        "  … and 1 more: reflog log fred-moss\n"
        "\n"
        "To ask them\n"
        "  wants  What is a good referral for Fred Moss?\n"
        "  say    What should you tell people about Fred Moss?\n"
        "  room   Does Fred Moss have room for more work?\n"
        "  does   What else does Fred Moss do (plumber)?\n"
        "  apart  What sets Fred Moss apart?\n"
        "  told   Did you tell Fred Moss what you do, and what a good referral for you is?\n"
        "  reflog know fred-moss TOPIC TEXT\n"
    )


def test_what_was_said_at_a_one_to_one_is_never_lost(reflog: Commands) -> None:
    for day in range(1, 13):
        reflog.ok("met", "fred", f"topic {day:02}", "--on", f"2026-10-{day:02}")
        reflog.ok("note", "fred", f"fact {day:02}", "--on", f"2026-10-{day:02}")
    for day in range(1, 9):
        reflog.ok("thanks", "fred", f"thanks {day}", "--on", f"2026-11-{day:02}")
    shown = reflog.ok("show fred").out
    assert all(f"one-to-one: topic {day:02}" in shown for day in range(1, 13))
    assert all(f"fact {day:02}" in shown for day in range(1, 13))
    latest = shown.partition("Latest\n")[2].partition("\nTo ask them\n")[0]
    assert "thanks 8" in latest
    assert "thanks 4" in latest
    assert "thanks 3" not in latest
    assert latest.endswith("  … and 3 more: reflog log fred\n")
    assert "topic" not in latest
    assert len(reflog.json("show fred")["one_to_ones"]) == 12


def test_of_very_many_notes_it_says_how_many_more_and_the_command(reflog: Commands) -> None:
    for number in range(53):
        reflog.ok("note", "fred", f"fact {number:02}")
    shown = reflog.ok("show fred").out
    assert shown.count("fact ") == 50
    assert "  … and 3 more: reflog log fred\n" in shown
    assert "Latest" not in shown, "there is nothing that is not shown already"
    assert reflog.ok("log fred").out.count("fact ") == 53


def test_how_you_met_is_said_only_where_somebody_brought_you_together(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    reflog.ok("received ann --from fred")
    reflog.ok("intro gina me")
    reflog.ok("intro hugo zoe --by fred")
    for name, is_said in (
        ("sally", 0),
        ("fred", 0),
        ("ann", 1),
        ("gina", 0),
        ("zoe", 0),
        ("me", 0),
    ):
        assert ("How you met" in reflog.ok(f"show {name}").out) == bool(is_said), name
    assert "How you met\n  Fred referred Ann to me on Sat 21 Nov 2026" in reflog.ok("show ann").out


def test_an_introduction_told_above_is_not_among_the_latest_but_its_changes_are(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred sally --on 2026-11-01")
    reflog.ok("mark 1 connected --on 2026-11-05")
    shown = reflog.ok("show fred").out
    assert shown.count("I introduced Fred and Sally") == 2, "as the first, and as what is open"
    assert "Fred and Sally got in touch" in shown.partition("Latest\n")[2]


def test_show_of_a_name_has_every_key_of_the_contract(book_of_fred: Commands) -> None:
    found = book_of_fred.json("show fred")
    assert list(found) == [
        "contact",
        "follow_ups",
        "introductions",
        "thanks",
        "one_to_ones",
        "notes",
        "balance",
        "sheet",
        "asked_on",
        "asked",
        "came",
    ]
    assert found["contact"] == {
        "handle": "fred-moss",
        "name": "Fred Moss",
        "aliases": [],
        "company": "Moss & Sons",
        "profession": "plumber",
        "role": None,
        "emails": ["fred@example.com"],
        "phones": ["+1 212 555 0101"],
        "city": None,
        "note": "Calls before nine",
        "tags": [],
        "greeting": None,
        "language": None,
        "created_on": "2026-11-21",
    }
    assert [one["id"] for one in found["introductions"]] == [1, 10, 13]
    assert {one["purpose"] for one in found["follow_ups"]} == {"pay-back", "check-in"}
    assert [one["note"] for one in found["thanks"]] == ["wrote from Bern"]
    assert [one["note"] for one in found["one_to_ones"]] == ["wants architects"]
    assert [one["note"] for one in found["notes"]] == ["plays golf"]
    assert found["balance"] == book_of_fred.json("balance fred")


def test_the_way_it_went_and_what_each_side_told_stand_on_its_page(reflog: Commands) -> None:
    reflog.today = "2026-11-02"
    reflog.ok("intro fred sally --lead")
    reflog.today = "2026-11-05"
    reflog.ok("mark 1 introduced")
    numbers = {one["contact"]: one["id"] for one in reflog.json("due --all")}
    reflog.today = "2026-11-10"
    reflog.ok(f"done {numbers['fred']} --mark met")
    reflog.today = "2026-11-12"
    reflog.ok(f"done {numbers['sally']} --mark connected")
    shown = reflog.ok("show 1").out
    assert (
        "  the way        lead Mon 2 Nov 2026, introduced Thu 5 Nov 2026, met Tue 10 Nov" in shown
    )
    log = [(one["on"], one["text"]) for one in reflog.json("log") if one["kind"] == "introduction"]
    assert log == [
        ("2026-11-10", "Fred and Sally met"),
        ("2026-11-05", "Fred and Sally were introduced"),
        ("2026-11-02", reflog.json("log")[-1]["text"]),
    ]
    assert log[-1][1] != "I introduced Fred and Sally", "a lead is not told as an introduction"


def test_an_introduction_that_went_nowhere_has_no_way(reflog: Commands) -> None:
    reflog.ok("intro fred sally")
    assert "the way" not in reflog.ok("show 1").out
    assert "told" not in reflog.ok("show 1").out


def test_business_with_who_came_by_themselves_is_on_their_page_and_in_the_story(
    reflog: Commands,
) -> None:
    reflog.ok("note", "Zed Roe", "came by the website")
    reflog.ok("business zed 300 fence")
    reflog.ok("business zed 50 gate")
    assert "  business   350 USD without an introduction\n" in reflog.ok("show zed").out
    assert "#2  300 USD from Zed Roe: fence\n" in reflog.ok("log").out
    assert {tuple(one["contacts"]) for one in reflog.json("log zed")} == {("zed-roe",)}
    assert reflog.ok("show 2").out.startswith("#2 300 USD from Zed Roe on Saturday 2026-11-21")
    (found,) = reflog.json("find fence")
    assert (found["kind"], found["handle"]) == ("business", "zed-roe")
    assert "Zed Roe" in reflog.ok("find fence").out


def test_thanks_from_them_take_what_they_owe_off_the_page(book_of_fred: Commands) -> None:
    book_of_fred.ok("thanks --received fred --for 13")
    assert "They owe" not in book_of_fred.ok("show fred").out
    assert "thanks         from Fred Moss, not yet from Hugo" in book_of_fred.ok("show 13").out


def test_show_takes_all_words_as_the_name_and_a_number_with_its_sign(
    book_of_fred: Commands,
) -> None:
    assert book_of_fred.ok("show Fred Moss").out == book_of_fred.ok("show fred").out
    assert book_of_fred.ok("show #1").out == book_of_fred.ok("show 1").out
    book_of_fred.refused(3, "show 999")
    book_of_fred.refused(3, "show 99999999999999999999999")
    book_of_fred.refused(3, "show nobody")
    book_of_fred.refused(2, "show")


def test_the_page_on_me_has_no_balance_with_myself(book_of_fred: Commands) -> None:
    shown = book_of_fred.ok("show me").out
    assert "Between you" not in shown
    assert "How you met" not in shown
    assert book_of_fred.json("show me")["balance"]["ahead"] == "even"


def test_show_of_an_introduction_is_whole_with_who_has_thanked(book_of_fred: Commands) -> None:
    shown = book_of_fred.ok("show 1").out
    assert "  introducer     Fred Moss (fred-moss)\n" in shown
    assert "  need           bookkeeping\n" in shown
    assert "  business       2,500 USD\n" in shown
    assert "  thanks         to Fred Moss\n" in shown
    missing = "what you offer, Ann's OK, a phone or e-mail for you and Ann"
    assert f"  still missing  {missing}\n" in shown
    found = book_of_fred.json("show 1")
    assert found["missing"] == ["offer", "consent", "provider-details", "prospect-details"]
    assert [book_of_fred.json(f"show {n}")["kind"] for n in found["thanks"]] == ["thanks"]
    assert {book_of_fred.json(f"show {n}")["kind"] for n in found["follow_ups"]} == {"follow-up"}


def test_what_was_noted_or_learned_about_an_introduction_stands_on_its_page(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred sally --no-follow-up")
    reflog.ok("note sally rang him at once --about 1")
    reflog.ok("know fred story fixed it in a day --about 1")
    reflog.ok("note fred plays golf")
    assert reflog.ok("show 1").out.partition("\nRelated\n")[2].splitlines() == [
        "  #2 note on Sally, Saturday 2026-11-21: rang him at once (about #1)",
        "  #3 a story to tell about Fred: fixed it in a day (Saturday 2026-11-21, about #1)",
    ]


@pytest.mark.parametrize(
    ("command", "keys"),
    [
        ("follow fred send it", FOLLOW_UP),
        ("business ann 5", "about contact amount currency on note"),
        ("thanks fred", "contact direction via on about note"),
        ("met fred", "contact on note"),
        ("note fred tea", "contact on about note topic until"),
    ],
)  # fmt: skip
def test_show_of_any_entry_has_every_key_of_its_kind(
    book_of_fred: Commands, command: str, keys: str
) -> None:
    written = book_of_fred.json(command)
    entry: Any = (written["changed"] or written["next"])[-1]
    shown = book_of_fred.json(f"show {entry['id']}")
    assert shown == entry
    assert list(shown) == ["id", "kind", "uid", "created_at", *keys.split()]
    assert f"#{entry['id']}" in book_of_fred.ok(f"show {entry['id']}").out


def test_the_log_is_newest_first_and_narrowed(book_of_fred: Commands) -> None:
    events = book_of_fred.json("log")
    assert [list(one) for one in events[:1]] == [["id", "kind", "on", "contacts", "text"]]
    days = [one["on"] for one in events]
    assert days == sorted(days, reverse=True)
    assert [one["text"] for one in book_of_fred.json("log sally")] == [
        "I introduced Fred Moss and Sally Ng"
    ]
    assert len(book_of_fred.json("log --limit 2")) == 2
    assert {one["on"] for one in book_of_fred.json("log --since 2026-11-04")} == {
        "2026-11-04",
        "2026-11-05",
    }
    for wrong in ("0", "x", "-1", "1.5", "٣"):
        book_of_fred.refused(2, "log", "--limit", wrong)


def test_find_finds_what_has_marks_or_says_that_they_do_not_count(reflog: Commands) -> None:
    reflog.ok("note fred writes C++ and C#")
    reflog.ok("note sally calls often")
    reflog.ok("contact", "add", "Ann", "--company", "Berg & Co", "--profession", ".NET trainer")
    for typed, excerpt in (
        ("C++", "writes C++ and C#"),
        ("c#", "writes C++ and C#"),
        ("Berg & Co", "Berg & Co"),
        (".net", ".NET trainer"),
    ):
        found = reflog("find", typed)
        assert excerpt in found.out, typed
        assert len(found.out.splitlines()) == 1, typed
        assert found.err == "", typed
    loose = reflog("find", "ofte++")
    assert "calls often" in loose.out
    assert 'nothing has "ofte++" as you typed it' in loose.err
    alone = reflog("find", "&")
    assert (alone.code, "Only letters and digits" in alone.err) == (0, True)
    assert reflog("find", "%% &", "--json").json == []
    assert '"%%" and "&" has none' in reflog("find", "%% &").err


@pytest.mark.parametrize(
    "typed", ["sally's", "smith-jones", "a@example.com", "+1 (555) 0101", "tea, coffee!", "José"]
)
def test_marks_that_part_words_are_nothing_to_remark_on(reflog: Commands, typed: str) -> None:
    assert reflog("find", typed).err == ""


def test_find_looks_through_every_text(book_of_fred: Commands) -> None:
    for typed, kind, field in (
        ("boiler", "introduction", "need"),
        ("golf", "note", "note"),
        ("bern", "thanks", "note"),
        ("architects", "one-to-one", "note"),
        ("plumb", "contact", "profession"),
        ("nine", "contact", "note"),
        ("5550101", "contact", "phone"),
    ):
        (found,) = book_of_fred.json("find", typed)
        assert (found["kind"], found["field"]) == (kind, field), typed
        assert list(found) == ["kind", "id", "handle", "field", "excerpt"]
    assert book_of_fred.json("find zzz") == []
    assert "reflog contact list" in book_of_fred.ok("find zzz").out
    book_of_fred.refused(2, "find")
    book_of_fred.refused(2, "find", "  ")


@pytest.fixture
def hostile(reflog: Commands) -> Commands:
    """People and texts that are no plain words."""
    reflog.ok("contact", "add", "[bold]x[/]", "--company", "[red]a[/red]", "--tag", ":smile:")
    reflog.ok("contact", "add", "李小龙", "--city", "香港")
    reflog.ok("intro", "李小龙", "[bold]x[/]", "--need", HOSTILE, "--note", "[link=x]y[/link]")
    reflog.ok("note", "李小龙", HOSTILE + "\nsecond line")
    reflog.ok("received", "ann", "--from", "[bold]x[/]")
    reflog.ok("follow", "李小龙", HOSTILE)
    return reflog


LOOKING = (
    "who", "who [bold]x[/]", "tree", "tree 李小龙", "balance", "balance 李小龙", "show 李小龙",
    "show [bold]x[/]", "show 1", "intros", "log", "log 李小龙", "find alert", "find bold",
    "contact list", "config",
)  # fmt: skip


@pytest.mark.parametrize("command", LOOKING)
def test_hostile_text_is_shown_literally_and_does_nothing(hostile: Commands, command: str) -> None:
    shown = hostile.ok(command).out
    for character in ("\x1b", "\x07", "\u202e", "\x9b", "\0"):
        assert character not in shown
    if command == "show 李小龙":
        assert "\\x1b[31malert" in shown
        assert "\\u202etxt.exe" in shown
        assert "\\x9b2J⏎second line" in shown
    if command in {"who", "tree", "contact list", "show [bold]x[/]"}:
        assert "[bold]x[/]" in shown


def test_names_of_any_script_are_found_again(hostile: Commands) -> None:
    assert hostile.json("find [bold]x[/]")[0]["excerpt"] == "[bold]x[/]"
    assert hostile.json("find 小龙")[0]["handle"] == "contact-3"
    assert hostile.json("find 香港")[0]["field"] == "city"
    assert {one["field"] for one in hostile.json("find alert")} == {"need", "note", "what"}
    assert hostile.json("show 李小龙")["notes"][0]["note"] == HOSTILE + "\nsecond line"


def test_wide_characters_keep_the_columns_aligned(hostile: Commands) -> None:
    lines = hostile.ok("contact list").out.splitlines()
    assert lines[0].index("bold-x") == 12
    assert "李小龙      contact-3" in lines[-1]  # each takes two columns


@pytest.mark.parametrize(
    "command",
    ["who", "tree", "balance", "intros", "log", "find x", "contact list", "contact"],
)
def test_a_missing_ledger_is_an_empty_one_and_stays_missing(reflog: Commands, command: str) -> None:
    answer = reflog.ok(command)
    assert answer.err == ""
    assert len(answer.out.splitlines()) == 1
    assert "reflog " in answer.out
    assert reflog.json(command) == []
    assert not reflog.ledger.parent.exists()


def test_a_missing_ledger_knows_me_and_the_settings(reflog: Commands) -> None:
    assert reflog.json("tree me")["through"] == []
    assert reflog.json("show me")["contact"]["handle"] == "me"
    assert reflog.json("log me") == []
    assert {one["key"] for one in reflog.json("config")} == set(DEFAULTS)
    for command in ("who fred", "tree fred", "balance fred", "show fred", "log fred", "show 1"):
        reflog.refused(3, command)
    assert not reflog.ledger.parent.exists()


def test_a_missing_ledger_is_read_in_a_process_of_its_own(reflog: Commands) -> None:
    answer = reflog.process("log --json")
    assert (answer.code, answer.json, answer.err) == (0, [], "")
    assert not reflog.ledger.parent.exists()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("intro gina me", "tier           1: the introducer's own business"),
        ("received ann --from gina", "tier           2: somebody the introducer knows"),
    ],
)
def test_a_tier_is_said_with_what_it_means(reflog: Commands, made: str, said: str) -> None:
    reflog.ok(made)
    assert said in reflog.ok("show 1").out
