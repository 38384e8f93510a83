from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alphabets import ANY
from reflog.domain.entries import Money
from reflog.domain.money import (
    decimal_text,
    decimals_of,
    leading_money,
    money_text,
    parse_currency,
    parse_money,
    total,
)
from reflog.errors import UsageError
from rows import each_row

CURRENCIES = ("USD", "EUR", "JPY", "KWD", "CLF")
MONIES = st.builds(
    lambda minor, currency: Money(minor=minor, currency=currency),
    st.integers(1, 10**15 - 1),
    st.sampled_from(CURRENCIES),
)


def money(minor: int, currency: str = "USD") -> Money:
    return Money(minor=minor, currency=currency)


def refusal(text: str, default: str = "USD") -> UsageError:
    with pytest.raises(UsageError) as caught:
        parse_money(text, default)
    assert caught.value.hint
    return caught.value


@each_row(
    ("text", "expected"),
    [
        ("2500", money(250000)),
        ("2,500.00", money(250000)),
        ("1,234,567.89", money(123456789)),
        ("2500.5", money(250050)),
        ("0.01", money(1)),
        ("0500", money(50000)),
        (" 2500 ", money(250000)),
        ("2500eur", money(250000, "EUR")),
        ("2500 EUR", money(250000, "EUR")),
        ("EUR 2500", money(250000, "EUR")),
        ("eur2,500.00", money(250000, "EUR")),
        ("€2500", money(250000, "EUR")),
        ("2500€", money(250000, "EUR")),
        ("€ 2,500", money(250000, "EUR")),
        ("$2,500", money(250000)),
        ("£0.99", money(99, "GBP")),
        ("₹100", money(10000, "INR")),
        ("2500jpy", money(2500, "JPY")),
        ("1.234 KWD", money(1234, "KWD")),
        ("9,999,999,999,999.99", money(10**15 - 1)),
        ("999999999999999 jpy", money(10**15 - 1, "JPY")),
    ],
)
def test_an_amount_is_read_exactly(text: str, expected: Money) -> None:
    assert parse_money(text, "USD") == expected


@each_row(
    ("text", "default", "currency"),
    [
        *(("$5", "AUD", "AUD"), ("$5", "usd", "USD"), ("¥5", "JPY", "JPY"), ("¥5", "CNY", "CNY")),
        *(("£5", "EUR", "GBP"), ("5", "KWD", "KWD"), ("5 usd", "KWD", "USD")),
    ],
)
def test_a_sign_of_several_currencies_is_the_default_one(
    text: str, default: str, currency: str
) -> None:
    assert parse_money(text, default).currency == currency


@pytest.mark.parametrize(
    ("text", "hint"), [("$5", "type the code: 5 USD"), ("5¥", "type the code: 5 JPY")]
)
def test_a_sign_that_is_unclear_is_refused_with_a_code(text: str, hint: str) -> None:
    assert refusal(text, "EUR").hint == hint


@each_row(
    ("text", "default", "expected"),
    [
        ("300000 yen", "USD", money(300000, "JPY")),
        ("300 pounds", "USD", money(30000, "GBP")),
        ("300 pounds", "EGP", money(30000, "EGP")),
        ("300 quid", "USD", money(30000, "GBP")),
        ("300 pounds sterling", "USD", money(30000, "GBP")),
        ("300 Euro", "USD", money(30000, "EUR")),
        ("300euros", "USD", money(30000, "EUR")),
        ("300 in euros", "USD", money(30000, "EUR")),
        ("300 in EUR", "USD", money(30000, "EUR")),
        ("2,500 rupees,", "USD", money(250000, "INR")),
        ("2500 zloty", "USD", money(250000, "PLN")),
        ("300 dollars", "AUD", money(30000, "AUD")),
        ("300 bucks", "USD", money(30000)),
        ("300 US dollars", "NZD", money(30000)),
        ("300 new zealand dollars", "USD", money(30000, "NZD")),
        ("300 francs", "CHF", money(30000, "CHF")),
        ("300 swiss francs", "USD", money(30000, "CHF")),
        ("300 kr", "NOK", money(30000, "NOK")),
    ],
)
def test_a_word_for_a_currency_behind_the_number_is_that_currency(
    text: str, default: str, expected: Money
) -> None:
    assert parse_money(text, default) == expected
    assert leading_money([*text.split(), "cash"], default) == len(text.split())


@each_row(
    ("text", "hint"),
    [
        ("300 dollars", "type the code: 300 USD"),
        ("300 francs", "type the code: 300 CHF"),
        ("300 kroner", "type the code: 300 NOK"),
        ("£300 pounds", "name the currency once: £300"),
        ("$300 CAD", "name the currency once: $300"),
        ("300.50 yen", "JPY has no decimals, and commas group thousands: 2,500"),
        ("300.50 JPY", "JPY has no decimals, and commas group thousands: 2,500"),
        ("5 grand", "write the number in full: 5000, 2,500.00, 0.50"),
        ("5k", "write the number in full: 5000, 2,500.00, 0.50"),
        ("50 cents", "write the number in full: 5000, 2,500.00, 0.50"),
    ],
)
def test_an_amount_whose_currency_is_not_clear_is_refused_and_never_taken_without(
    text: str, hint: str
) -> None:
    assert refusal(text, "EUR").hint == hint
    assert leading_money([*text.split(), "cash"], "EUR") == len(text.split())


@each_row("text", ["0", "0.00", "-5", "-5 EUR", "-0.01"])
def test_an_amount_is_above_zero(text: str) -> None:
    assert refusal(text).message == f'"{text}" is not more than zero'


@each_row(
    ("text", "currency"),
    [
        ("12.345", "USD"),
        ("2500.000", "USD"),
        ("0.001", "USD"),
        ("12.5 jpy", "JPY"),
        ("1.0jpy", "JPY"),
    ],
)
def test_an_amount_has_no_more_decimals_than_its_currency(text: str, currency: str) -> None:
    assert refusal(text).message == f'"{text}" has more decimals than {currency} allows'


@each_row("text", ["2,50", "1,2345", "2,500,00", "2500,000", "0,500", "1,23.45"])
def test_a_comma_groups_thousands_or_is_refused(text: str) -> None:
    assert refusal(text).message == f'"{text}" has a comma in an odd place'


@pytest.mark.parametrize("text", ["9" * 16, "1" + "0" * 15, "9" * 5000, "99999999999999.99"])
def test_an_amount_has_at_most_fifteen_digits_as_typed(text: str) -> None:
    assert refusal(text).message == f'"{text}" is more than the ledger can hold'


@each_row(
    ("text", "minor"),
    [
        ("9" * 15, 99999999999999900),
        ("999,999,999,999,999.00", 99999999999999900),
        ("000" + "9" * 15, 99999999999999900),
        ("9999999999999.99", 999999999999999),
        ("10,000,000,000,000.00", 1000000000000000),
    ],
)
def test_zeros_before_and_behind_are_not_counted_among_the_digits(text: str, minor: int) -> None:
    assert parse_money(text, "USD") == Money(minor=minor, currency="USD")


def test_an_amount_fits_into_sixty_four_bits_whatever_the_decimals() -> None:
    assert parse_money("922337203685477 CLF", "USD").minor == 9223372036854770000
    assert refusal("999999999999999 CLF").message.endswith("is more than the ledger can hold")


@each_row(
    "text",
    [
        *("", " ", "abc", "NaN", "inf", "1e5", "1_000", "+5", "5-", "5.", ".5", ",500", "2,,500"),
        *("1.234,56", "1.2.3", "2 500", "EUR 5 EUR", "€5€", "$5 USD", "0x10", "5-,.+"),
        *("\N{ARABIC-INDIC DIGIT TWO}", "\N{FULLWIDTH DIGIT TWO}", "1\N{FULLWIDTH DIGIT TWO}5"),
    ],
)
def test_rubbish_is_no_amount(text: str) -> None:
    assert refusal(text).message == f'"{text}" is not an amount of money'


@each_row(
    "text", ["5 xyz", "5 XAU", "5 XXX", "5 XTS", "5zł", "5 €€", "5 \N{LATIN SMALL LETTER LONG S}ek"]
)
def test_an_unknown_currency_is_refused(text: str) -> None:
    assert refusal(text).message == f'"{text[1:].strip()}" is not a currency'


@each_row(
    ("text", "default", "count"),
    [
        *(("2500 eur", "USD", 2), ("2500 EUR now", "USD", 2), ("EUR 2500 now", "USD", 2)),
        *(("2500 top work", "USD", 1), ("2500 TOP", "USD", 2), ("2500 top", "TOP", 2)),
        *(("ron 5000", "USD", 0), ("2500 € now", "USD", 2), ("€2500 now", "USD", 1)),
        *(("2500 2500", "USD", 1), ("work 2500", "USD", 0), ("", "USD", 0), ("1,2", "USD", 0)),
        *(("500.5 jpy", "USD", 2), ("2,500.00 JPY now", "USD", 2), ("500.5 xyz", "USD", 1)),
        *(("1.234567 KWD", "USD", 2), ("0.005", "USD", 1), ("123456789012345 CLF", "USD", 2)),
    ],
)
def test_of_words_as_many_are_taken_as_are_one_amount(text: str, default: str, count: int) -> None:
    assert leading_money(text.split(), default) == count


@each_row("code", ["ron", "bob", "top", "pen", "all", "mop"])
def test_a_seldom_currency_in_small_letters_stands_directly_behind_its_number(code: str) -> None:
    assert parse_money(f"5{code}", "USD").currency == code.upper()
    assert f"5 {code.upper()}" in (refusal(f"5 {code}").hint or "")


@pytest.mark.parametrize("text", ["1.234,56", "2,50"])
def test_a_comma_for_decimals_is_answered_with_how_it_is_read(text: str) -> None:
    assert (refusal(text).hint or "").startswith("commas group thousands")


@pytest.mark.parametrize("text", ["eur", "EUR", " Eur "])
def test_a_currency_is_its_code_in_capitals(text: str) -> None:
    assert parse_currency(text) == "EUR"


@each_row(
    "text",
    ["", "EU", "EURO", "€", "XXX", "XTS", "XAU", "XDR", "\N{LATIN SMALL LETTER LONG S}ek", "E U"],
)
def test_what_is_no_code_of_iso_4217_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not a currency"):
        parse_currency(text)


@each_row(
    ("currency", "decimals"),
    [("USD", 2), ("JPY", 0), ("KRW", 0), ("XOF", 0), ("KWD", 3), ("TND", 3), ("CLF", 4)],
)
def test_a_currency_has_its_decimals(currency: str, decimals: int) -> None:
    assert decimals_of(currency) == decimals


@each_row(
    ("amount", "exact", "read"),
    [
        (money(250000), "2500.00", "2,500 USD"),
        (money(1), "0.01", "0.01 USD"),
        (money(2500, "JPY"), "2500", "2,500 JPY"),
        (money(5, "KWD"), "0.005", "0.005 KWD"),
        (money(1234567, "KWD"), "1234.567", "1,234.567 KWD"),
        (money(10**15 - 1), "9999999999999.99", "9,999,999,999,999.99 USD"),
    ],
)
def test_an_amount_is_shown_with_the_decimals_that_say_something(
    amount: Money, exact: str, read: str
) -> None:
    assert decimal_text(amount) == exact
    assert money_text(amount) == read


def test_sums_are_one_per_currency_in_the_order_of_the_codes() -> None:
    assert total([]) == []
    monies = [money(5), money(7, "EUR"), money(10)]
    assert total(monies) == [money(7, "EUR"), money(15)]


@given(amount=MONIES)
def test_an_amount_that_is_said_can_be_read_again(amount: Money) -> None:
    assert parse_money(decimal_text(amount) + amount.currency, "GBP") == amount
    assert parse_money(decimal_text(amount), amount.currency) == amount
    assert parse_money(money_text(amount), "GBP") == amount
    exact = Fraction(amount.minor, 10 ** decimals_of(amount.currency))
    assert Fraction(decimal_text(amount)) == exact


@given(monies=st.lists(MONIES))
def test_a_sum_neither_loses_nor_converts(monies: list[Money]) -> None:
    sums = total(monies)
    assert [each.currency for each in sums] == sorted({each.currency for each in monies})
    for each in sums:
        assert each.minor == sum(one.minor for one in monies if one.currency == each.currency)


@given(
    text=st.text(ANY) | st.text("0123456789,.-+ €$eurUSDjpy٣"), default=st.sampled_from(CURRENCIES)
)
def test_whatever_is_typed_is_money_or_a_usage_error(text: str, default: str) -> None:
    try:
        amount = parse_money(text, default)
    except UsageError:
        return
    assert 0 < amount.minor < 2**63
    assert amount.currency == parse_currency(amount.currency)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("300 euos", "maybe 300 euros?"),
        ("300 dolars", "maybe 300 dollars?"),
        ("300 pund", "maybe 300 pound?"),
    ],
)
def test_a_mistyped_currency_alone_behind_an_amount_is_no_note(text: str, hint: str) -> None:
    assert (refusal(text).hint or "").startswith(hint)
    assert leading_money(text.split(), "USD") == 2
    assert leading_money([*text.split(), "cash"], "USD") == 1


@each_row("note", ["round", "found", "collars", "euro-zone", "bath", "eu"])
def test_a_word_that_is_like_a_currency_by_chance_is_a_note(note: str) -> None:
    assert leading_money(["2500", note], "USD") == 1
