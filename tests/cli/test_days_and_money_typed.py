from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rows import each_row

if TYPE_CHECKING:
    from commands import Commands


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-02", "2026-11-02"),
        ("today", "2026-11-21"),
        ("yesterday", "2026-11-20"),
        ("saturday", "2026-11-14"),
        ("last saturday", "2026-11-14"),
        ("-2w", "2026-11-07"),
        ("3 days ago", "2026-11-18"),
        ("1 dec", "2025-12-01"),
        ("15th", "2026-11-15"),
    ],
)
def test_what_happened_leans_to_the_past(reflog: Commands, typed: str, day: str) -> None:
    assert reflog.json("met", "Fred", "--on", typed)["changed"][0]["on"] == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("today", "2026-11-21"),
        ("saturday", "2026-11-28"),
        ("next saturday", "2026-11-28"),
        ("this saturday", "2026-11-21"),
        ("+3d", "2026-11-24"),
        ("2w", "2026-12-05"),
        ("1m", "2026-12-21"),
        ("in 2 weeks", "2026-12-05"),
        ("a week from today", "2026-11-28"),
        ("dec 1", "2026-12-01"),
        ("15th", "2026-12-15"),
        ("eow", "2026-11-22"),
        ("eom", "2026-11-30"),
        ("eoy", "2026-12-31"),
    ],
)
def test_what_is_due_leans_to_the_future(reflog: Commands, typed: str, day: str) -> None:
    assert reflog.json("follow", "Fred", "call", "--due", typed)["next"][0]["due_on"] == day
    reflog.ok("follow fred write --due 2028-01-01")
    assert reflog.json("snooze", "2", *typed.split())["next"][0]["due_on"] == day


def test_months_clamp_to_their_last_day(reflog: Commands) -> None:
    reflog.today = "2027-01-31"
    assert reflog.json("follow Fred call --due 1m")["next"][0]["due_on"] == "2027-02-28"


def test_an_ambiguous_day_names_both_and_the_setting(reflog: Commands) -> None:
    refused = reflog.refused(2, "met Fred --on 03/04")
    for form in ("2026-04-03", "2026-03-04", "reflog config day_first"):
        assert form in refused.err


@each_row("typed", ["0", "5", "2026-02-30", "31 nov", "soon", "03/04/26"])
def test_a_refusal_names_forms_that_work(reflog: Commands, typed: str) -> None:
    error = reflog.refused(2, "met", "Fred", "--on", typed, "--json").error
    assert error["hint"].startswith("try 2026-11-21")


@pytest.mark.parametrize(
    ("typed", "day", "note"),
    [
        ("friday week", "2026-12-04", None),
        ("a week on friday she is away", "2026-12-04", "she is away"),
        ("until friday next week", "2026-11-27", None),
        ("monday the 14th of december", "2026-12-14", None),
        ("3 wks", "2026-12-12", None),
        ("friday after lunch", "2026-11-27", "after lunch"),
        ("friday -- after next week's fair", "2026-11-27", "after next week's fair"),
    ],
)
def test_a_day_said_in_plain_english_is_put_off_to_whole(
    reflog: Commands, typed: str, day: str, note: str | None
) -> None:
    reflog.ok("follow fred call --due 2026-11-22")
    reflog.ok("contact", "add", "Till")
    reflog.ok("snooze", "1", *typed.split())
    put_off = reflog.json("show 1")
    assert (put_off["due_on"], put_off["note"]) == (day, note)


@pytest.mark.parametrize(
    "typed",
    [
        *("snooze 1 friday after next", "snooze fred monday or tuesday", "snooze 1 friday wek"),
        *("met fred --on monday of last month", "follow fred call --due friday after next"),
        *("done 1 --next a week before easter", "know fred full until the week after next"),
        *("snooze 1 1 dec 27", "snooze 1 friday 14"),
    ],
)
def test_a_day_is_never_what_the_first_words_of_another_say(reflog: Commands, typed: str) -> None:
    reflog.ok("follow fred call")
    assert reflog.refused(2, f"{typed} --json").error["hint"]


def test_somebody_called_till_is_put_off_till_friday(reflog: Commands) -> None:
    reflog.ok("follow till call")
    (put_off,) = reflog.json("snooze till friday")["next"]
    assert put_off["due_on"] == "2026-11-27"
    reflog.refused(2, "snooze until friday")


def test_day_first_is_respected(reflog: Commands) -> None:
    reflog.ok("config day_first true")
    assert reflog.json("met Fred --on 03/04")["changed"][0]["on"] == "2026-04-03"
    assert reflog.json("follow fred call --due 03/04")["next"][0]["due_on"] == "2027-04-03"
    reflog.ok("config day_first false")
    assert reflog.json("met fred --on 03/04")["changed"][0]["on"] == "2026-03-04"
    reflog.ok("snooze 2 03/04")
    assert reflog.json("show 2")["due_on"] == "2027-03-04"
    reflog.refused(2, "met fred --on 13/04")


def test_the_currency_set_is_the_one_meant(reflog: Commands) -> None:
    reflog.ok("intro Fred Sally")
    reflog.ok("config currency eur")
    reflog.ok("business 1 2500")
    assert reflog.json("show 1")["business"][0]["currency"] == "EUR"
    reflog.ok("business 1 £300")
    assert reflog.json("show 1")["business"][1]["currency"] == "GBP"
    reflog.ok("config currency JPY")
    reflog.refused(2, "business 1 12.5")
    reflog.refused(2, "config currency XYZ")


@pytest.mark.parametrize(
    ("typed", "amount", "note"),
    [
        ("business 1 300000 yen", ("300000", "JPY"), None),
        ("business fred 300 pounds paid cash", ("300.00", "GBP"), "paid cash"),
        ("mark fred moss won --amount 450 euros", ("450.00", "EUR"), None),
        ("mark 1 won 450 quid", ("450.00", "GBP"), None),
        ("done sally won 400 dollars", ("400.00", "USD"), None),
        ("done 2 --mark won --amount 2500 rupees", ("2500.00", "INR"), None),
        ("business 1 2500 top work", ("2500.00", "USD"), "top work"),
    ],
)
def test_a_currency_said_in_a_word_is_not_taken_for_the_note_of_another(
    reflog: Commands, typed: str, amount: tuple[str, str], note: str | None
) -> None:
    reflog.ok("intro", "Fred Moss", "Sally Ng")
    reflog.ok(typed)
    (deal,) = reflog.json("show 1")["business"]
    assert ((deal["amount"], deal["currency"]), deal["note"]) == (amount, note)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("business 1 300 dollars", "type the code: 300 USD"),
        ("mark 1 won --amount 300 francs", "type the code: 300 CHF"),
        ("business 1 £300 euros", "name the currency once: £300"),
        ("business 1 5 grand", "write the number in full: 5000, 2,500.00, 0.50"),
    ],
)
def test_a_currency_that_may_be_another_is_asked_for_its_code(
    reflog: Commands, typed: str, hint: str
) -> None:
    reflog.ok("intro Fred Sally")
    reflog.ok("config currency euros")
    assert reflog.refused(2, f"{typed} --json").error["hint"] == hint


@pytest.mark.parametrize("amount", ["2000 pounds", "2000 EUR", "2000 zloty"])
def test_a_name_before_an_amount_in_words_is_no_currency_of_it(
    reflog: Commands, amount: str
) -> None:
    reflog.ok("intro Fred Sally")
    error = reflog.refused(3, f"business lola diaz {amount} --json").error
    assert "lola diaz" in error["message"]
    assert error["hint"].startswith('reflog contact add "lola diaz"')
    reflog.ok("contact", "add", "Lola Diaz")
    reflog.ok(f"business lola diaz {amount}")


def test_a_word_between_a_number_and_an_amount_is_no_reason_to_type_another_number(
    reflog: Commands,
) -> None:
    reflog.ok("intro Fred Sally")
    error = reflog.refused(2, "business 1 about 2000 pounds --json").error
    assert error["message"] == '"about" is not a currency; nothing was changed.'
    assert "12" not in error["hint"]


def test_business_and_thanks_are_corrected_to_a_currency_said_in_a_word(reflog: Commands) -> None:
    reflog.ok("received Ann --from Fred")
    reflog.ok("thanks fred --amount 450 pounds")
    (deal,) = reflog.json("show 1")["business"]
    reflog.ok("edit", str(deal["id"]), "--amount", "460", "zloty")
    (deal,) = reflog.json("show 1")["business"]
    assert (deal["amount"], deal["currency"]) == ("460.00", "PLN")


def test_fifteen_digits_are_accepted_printed_and_read_back(reflog: Commands) -> None:
    reflog.ok("intro Fred Sally")
    echo = reflog.ok("mark 1 won --amount 999999999999999").out
    assert "999,999,999,999,999 USD" in echo
    assert reflog.json("show 1")["business"][0]["amount"] == "999999999999999.00"
    reflog.ok("business 1 999,999,999,999,999.00 USD")
    total = {"amount": "1999999999999998.00", "currency": "USD"}
    assert total in reflog.json("balance fred")["given_business"]
    assert total in reflog.json("tree")[0]["business"]
    assert "1,999,999,999,999,998 USD" in reflog.ok("tree").out
    reflog.refused(2, "business 1 9999999999999999")
    reflog.refused(2, "business 1 99999999999999.99")


@pytest.mark.parametrize(
    "words",
    [
        *("business 1 500.5 jpy", "business sally 2,500.00 JPY", "mark 1 won 500.5 jpy"),
        *("mark 1 won --amount 500.5 jpy", "done sally --mark won 500.5 jpy"),
        *("done sally won 500.5 jpy", "thanks fred --for 1 --amount 500.5 JPY"),
    ],
)
def test_an_amount_of_yen_with_decimals_is_refused_and_never_taken_for_dollars(
    reflog: Commands, words: str
) -> None:
    reflog.ok("intro Fred Sally")
    assert "has more decimals than JPY allows" in reflog.refused(2, words).err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("met fred yesterday", "yesterday"),
        ("met fred lunch in town last friday", "last friday"),
        ("thanks fred 3 days ago", "3 days ago"),
        ("business 1 900 friday last week", "friday last week"),
        ("done 2 Yesterday, he rang", "Yesterday"),
        ("ask sally yesterday", "yesterday"),
        ("met fred on tuesday for coffee", "tuesday"),
        ("met fred last tuesday for coffee", "last tuesday"),
        ("met fred 15 nov", "15 nov"),
        ("met fred nov 15, the boat", "nov 15"),
        ("met fred the 3rd of november at his place", "the 3rd of november"),
        ("met fred back on friday", "friday"),
        ("met fred coffee on the 14th.", "the 14th"),
        ("met fred coffee yesterday", "yesterday"),
        ("business 1 500 on tuesday top up", "tuesday"),
        ("thanks fred on monday", "monday"),
    ],
)
def test_a_day_gone_by_in_a_note_is_kept_there_and_answered_with_the_option(
    reflog: Commands, typed: str, said: str
) -> None:
    reflog.ok("intro Fred Sally")
    told = f'If "{said}" is the day: reflog undo, then again with --on {said}'
    assert told in reflog.ok(typed).err


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "met fred a boat at last",
            "met fred back on friday or so",
            "met fred --on yesterday in town",
        ),
        *("met fred on top of it all", "met fred keen on it", "met fred on the 28th he sails"),
        *("met fred 25 nov is his birthday", "met fred may help", "met fred on tomorrow"),
        *("met fred he will call on friday", "done 2 he'll try again on friday"),
        *("met fred he\u2019ll call on friday", "done 2 is going to call on friday"),
        *("met fred march 3 miles", "met fred on friday after next", "met fred mar on"),
        *("note fred yesterday he rang", "thanks fred for what he did last friday for us"),
    ],
)
def test_a_note_that_says_no_day_gone_by_is_not_remarked(reflog: Commands, typed: str) -> None:
    reflog.ok("intro Fred Sally --on 2026-11-01")
    assert "recorded for today" not in reflog.ok(typed).err


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("met fred --on last week", "2026-11-09", "2026-11-15"),
        ("know fred room 2 until january", "2027-01-01", "2027-01-31"),
        ("follow fred call --due feb 2028", "2028-02-01", "2028-02-29"),
        ("met fred --on last year", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_month_in_place_of_a_day_is_told_its_first_and_its_last(
    reflog: Commands, typed: str, first: str, last: str
) -> None:
    reflog.ok("contact add fred --new")
    assert f"its first day is {first}, its last {last}\n" in reflog.refused(2, typed).err


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("--since last month", "2026-10-01", "2026-11-21"),
        ("--since last month --until last month", "2026-10-01", "2026-10-31"),
        ("--since oct --until eom october", None, None),
        ("--since last week --until last week", "2026-11-09", "2026-11-15"),
        ("--since this week --until this week", "2026-11-16", "2026-11-21"),
        ("--since december --until feb 2026", "2025-12-01", "2026-02-28"),
        ("--since last year --until this year", "2025-01-01", "2026-11-21"),
        ("--since jan 2027", None, None),
        ("--until december 2026 --since last year", None, None),
    ],
)
@pytest.mark.parametrize("command", ["report", "picture"])
def test_what_is_listed_begins_and_ends_with_a_whole_month_week_or_year(
    reflog: Commands, command: str, typed: str, since: str | None, until: str | None
) -> None:
    if since is None:
        reflog.refused(2, f"{command} {typed}")
    else:
        found = reflog.json(f"{command} {typed}")
        assert (found["since"], found["until"]) == (since, until)
