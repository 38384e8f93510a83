"""Amounts of money: exact, in minor units, each in one currency, never converted."""

from __future__ import annotations

from reflog.domain.entries import Money
from reflog.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_DIGITS = 15  # of an amount as typed, without the zeros before and after it
MOST_MINOR = 2**63 - 1  # what a column of the ledger holds
GROUP = 3  # digits between two commas

# ISO 4217: the active codes, funds included, by the number of their decimals; without
# metals, units of account, test codes and XXX. A code that a ledger may hold is never
# taken out.
_CODES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN
        BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD
        FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW
        KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
        MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG
        SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD
        USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
    """,
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_DECIMALS = {code: decimals for decimals, codes in _CODES.items() for code in codes.split()}

# Where each is used, as locales call it.
_TERRITORIES = {
    pair[:3]: pair[3:].split(",")
    for pair in """
    EURAT,BE,BG,CY,DE,EE,ES,FI,FR,GR,HR,IE,IT,LT,LU,LV,MT,NL,PT,SI,SK AEDAE ARSAR AUDAU BRLBR CADCA
    CHFCH,LI CLPCL CNYCN COPCO CZKCZ DKKDK,GL,FO GBPGB HKDHK HUFHU IDRID ILSIL INRIN ISKIS JPYJP
    KESKE KRWKR MXNMX MYRMY NGNNG NOKNO NZDNZ PENPE PHPPH PLNPL RONRO SARSA SEKSE SGDSG THBTH TRYTR
    TWDTW UAHUA VNDVN ZARZA
    """.split()
}

# Signs that mean one currency wherever they are read.
_SHOWN_SIGNS = {"EUR": "€", "GBP": "£", "INR": "₹"}

# Apart from its number a code counts in small letters only as one of these: many others are
# words or names (2500 top work, Uncle Ron).
_COMMON = frozenset(
    """
    EUR USD GBP CHF JPY AUD NZD SEK NOK DKK PLN CZK INR BRL MXN SGD HKD ZAR
    """.split()
)

# The signs of one currency, and what people call it, in the singular or as it is said.
_PLAIN = {
    pair[:-3].replace("_", " "): pair[-3:]
    for pair in """
    €EUR £GBP ₡CRC ₦NGN ₩KRW ₪ILS ₫VND ₭LAK ₮MNT ₱PHP ₲PYG ₴UAH ₵GHS ₸KZT ₹INR ₺TRY ₼AZN ₽RUB
    ₾GEL ฿THB euroEUR pound_sterlingGBP pounds_sterlingGBP yuanCNY renminbiCNY rmbCNY zlotyPLN
    złotyPLN korunaCZK kčCZK yenJPY forintHUF liraTRY shekelILS hryvniaUAH randZAR nairaNGN reaisBRL
    bahtTHB ringgitMYR rupiahIDR frankenCHF kronorSEK
    """.split()
}
# Of several the default is meant, else the first.
_SEVERAL = {
    **dict.fromkeys(("pound", "quid"), "GBP EGP FKP GIP LBP SDG SHP SSP SYP"),
    **dict.fromkeys(("ruble", "rouble"), "RUB BYN"),
    "rupee": "INR LKR MUR NPR PKR SCR",
    "lei": "RON MDL",
}
# Of these only the default is meant.
_SHARED = {
    **dict.fromkeys(
        ("$", "dollar", "buck"),
        "USD AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD XCD",
    ),
    "¥": "JPY CNY",
    "franc": "CHF BIF CDF DJF GNF KMF RWF XAF XOF XPF",
    "kr": "SEK DKK NOK ISK",
    "krona": "SEK ISK",
    "kroner": "NOK DKK",
    "peso": "MXN ARS CLP COP CUP DOP PHP UYU",
    "dinar": "KWD BHD DZD IQD JOD LYD RSD TND",
    "dirham": "AED MAD",
    "riyal": "SAR OMR QAR YER",
    "shilling": "KES SOS TZS UGX",
}
_CALLED = _PLAIN | _SEVERAL | _SHARED
_WHOSE = {
    pair[3:].replace("_", " "): pair[:3]
    for pair in """
    USDus USDamerican CADcanadian AUDaustralian NZDnew_zealand HKDhong_kong SGDsingapore GBPbritish
    INRindian MXNmexican CHFswiss SEKswedish DKKdanish NOKnorwegian
    """.split()
}

_SPELLED = ("euro", "euros", "dollar", "dollars", "pound", "pounds")
_FEWEST_LETTERS = 4  # of a word that may be one of these, mistyped

# Behind a number they make another of it.
_MULTIPLES = frozenset("k hundred thousand grand million mio billion cent cents pence".split())
_MOST_WORDS = 5  # of an amount: 300 in hong kong dollars

_FORMS = 'try 2500, 2,500.00, 2500eur, €2500 or "2500 EUR"'
_COMMA = "commas group thousands, and a point comes before the decimals: 2,500.00"


class _AmountRefusedError(UsageError):
    """It is written as an amount, and can't be taken as it is."""


def parse_money(text: str, default_currency: str) -> Money:
    """Return the amount that a text says, in the default currency if it names none.

    Commas group thousands, a point begins the decimals, and the currency, a code, a sign or a word,
    stands in front or behind. A code apart from its number counts in capitals, or if it is the
    default or one of the most common.

    UsageError: it is no amount, is not more than zero, has more decimals than the currency or more
    than 15 digits, or its currency is unknown or unclear.
    """
    words = " ".join(text.split())
    if words[-2:-1].isalpha():
        words = words.rstrip(",.;:!")
    number = _number_in(words)
    before, _, behind = words.partition(number) if number else (words, "", "")
    told = behind.strip().removeprefix("in ")
    is_figure = bool(number) and not any(map(str.isalpha, number))
    is_amount = is_figure and _names_currency(told, default_currency)
    unit = before.strip()
    is_word = unit and not _names_currency(unit, default_currency)  # diaz 2000 pounds
    if is_amount and (told.lower() in _MULTIPLES or not is_word):
        return _named(text, number, before, told, default_currency)
    if not number or (before and behind):
        raise _refused(text, "is not an amount of money", _FORMS)
    unit = unit or told
    if not before and (meant := _mistyped(told)):
        raise _refused(
            told, "is not a currency", f"maybe {number} {meant}? if it's a note, put -- before it"
        )
    currency = _currency(unit, default_currency, number)
    if " " in (before[-1:], behind[:1]) and not _counts_apart(unit, default_currency):
        problem = f'is not an amount of money: "{unit}" may be a word'
        raise _refused(text, problem, f"write the currency in capitals: {number} {currency}")
    return Money(minor=_minor_units(number, currency, text), currency=currency)


def leading_money(words: Sequence[str], default_currency: str) -> int:
    """Return how many leading words make one amount; 0 for none.

    An amount with a currency counts even if it will be refused: 300.50 yen isn't 300.50 dollars.
    """
    if len(words) == 2 and _number_in(words[0]) == words[0] and _mistyped(words[1]):  # noqa: PLR2004 - an amount and a word
        return 2
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        try:
            parse_money(" ".join(words[:count]), default_currency)
        except _AmountRefusedError:
            return count
        except UsageError:
            continue
        return count
    return 0


def currency_of(locale: str) -> str:
    """Return the currency of a locale's country (en_GB.UTF-8), USD if it names none."""
    territory = locale.partition(".")[0].partition("@")[0].partition("_")[2]
    return next((code for code, there in _TERRITORIES.items() if territory in there), "USD")


def named_currency(text: str) -> str:
    """Return the ISO 4217 code that a code, a sign or a word means, the first if several."""
    codes = _candidates(text.strip())
    return codes[0] if codes else parse_currency(text)


def parse_currency(text: str) -> str:
    """Return an ISO 4217 code in capitals (UsageError: there is no such code)."""
    code = text.strip().upper()
    if not text.isascii() or code not in _DECIMALS:
        hint = "use a three-letter code: USD, EUR, GBP"
        raise _refused(text, "is not a currency", hint)
    return code


def decimals_of(currency: str) -> int:
    """Return how many decimals a currency has: 2 for USD, 0 for JPY, 3 for KWD."""
    return _DECIMALS[parse_currency(currency)]


def decimal_text(money: Money) -> str:
    """Return the exact amount for JSON: `2500.00`."""
    decimals = decimals_of(money.currency)
    if not decimals:
        return str(money.minor)
    digits = str(money.minor).zfill(decimals + 1)
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def money_text(money: Money) -> str:
    """Return the amount for people: `€99.90`, `2,500 USD`."""
    amount = _grouped(money)
    sign = _SHOWN_SIGNS.get(money.currency)
    return f"{sign}{amount}" if sign else f"{amount} {money.currency}"


def typed_money(money: Money, default: str) -> str:
    """Return the amount as it is typed: `2,750`, in another currency than the usual `2,750EUR`."""
    amount = _grouped(money)
    return amount if money.currency == default else f"{amount}{money.currency}"


def _grouped(money: Money) -> str:
    whole, point, decimals = decimal_text(money).partition(".")
    return f"{int(whole):,}" + (f"{point}{decimals}" if decimals.strip("0") else "")


def total(monies: Iterable[Money]) -> list[Money]:
    """Return the sums, one for each currency, in alphabetical order of their codes."""
    sums: dict[str, int] = {}
    for money in monies:
        sums[money.currency] = sums.get(money.currency, 0) + money.minor
    return [Money(minor=sums[currency], currency=currency) for currency in sorted(sums)]


def _number_in(words: str) -> str:
    """Return what stands from the first to the last character that a number may have."""
    places = [place for place, character in enumerate(words) if character in "0123456789.,+-"]
    return words[places[0] : places[-1] + 1] if places else ""


def _named(text: str, number: str, before: str, unit: str, default: str) -> Money:
    """Return a number with its currency behind it: an amount, whatever is wrong with it."""
    try:
        if unit.lower() in _MULTIPLES:
            hint = "write the number in full: 5000, 2,500.00, 0.50"
            raise _refused(text, "is not an amount of money", hint)
        if before:
            hint = f"name the currency once: {before}{number}"
            raise _refused(text, "is not an amount of money", hint)
        currency = _currency(unit, default, number)
        return Money(minor=_minor_units(number, currency, text), currency=currency)
    except UsageError as error:
        raise _AmountRefusedError(error.message, hint=error.hint) from None


def _names_currency(unit: str, default: str) -> bool:
    """Return whether what stands behind a number, apart from it or not, belongs to it."""
    is_code = unit.upper() in _DECIMALS and _counts_apart(unit, default)
    return is_code or unit.lower() in _MULTIPLES or bool(_candidates(unit))


def _counts_apart(unit: str, default: str) -> bool:
    """Return whether a currency counts that stands apart from its number; signs always do."""
    code = unit.upper()
    return not unit.isalpha() or unit == code or code in _COMMON or code == default.upper()


def _candidates(unit: str) -> list[str]:
    """Return the currencies that a sign or words may stand for: dollars, swiss francs."""
    if called := _called(unit):
        return _CALLED[called].split()
    whose, _, word = unit.lower().rpartition(" ")
    code = _WHOSE.get(whose)
    return [code] if code in _CALLED.get(_called(word), "").split() else []


def _mistyped(word: str) -> str | None:
    """Return the common currency that a word is nearly: euos; no other word, as in 2500 round."""
    from reflog.domain.names import nearest

    typed = word.lower()
    meant = nearest(typed, _SPELLED, most=1) if len(typed) >= _FEWEST_LETTERS else None
    return meant if meant != typed and meant and meant[0] == typed[0] else None


def _called(words: str) -> str:
    """Return the singular of what a currency is called, "" where none is."""
    plain = words.lower()
    return next((one for one in (plain, plain.removesuffix("s")) if one in _CALLED), "")


def _currency(unit: str, default: str, number: str) -> str:
    candidates = _candidates(unit)
    if not candidates or default.upper() in candidates:
        return parse_currency(default if candidates or not unit else unit)
    if len(candidates) > 1 and _called(unit) in _SHARED:
        hint = f"type the code: {number} {candidates[0]}"
        raise _refused(unit, "could be one of several currencies", hint)
    return candidates[0]


def _minor_units(number: str, currency: str, text: str) -> int:
    """Return the number in minor units; the text is for messages."""
    whole, point, fraction = number.partition(".")
    first, *others = groups = whole.split(",")
    if number.startswith("-"):
        raise _refused(text, "is not more than zero", _FORMS)
    if not all(map(_is_digits, groups)) or (point and not _is_digits(fraction)):
        hint = _COMMA if "," in number else _FORMS
        raise _refused(text, "is not an amount of money", hint)
    # 2,500 has a comma that groups, 0,500 may be meant as a half.
    is_grouped = len(first) <= GROUP and first[0] != "0" and {*map(len, others)} == {GROUP}
    if others and not is_grouped:
        raise _refused(text, "has a comma in an odd place", _COMMA)
    decimals = decimals_of(currency)
    if len(fraction) > decimals:
        hint = f"{currency} has {decimals or 'no'} decimals, and commas group thousands: 2,500"
        problem = f"has more decimals than {currency} allows"
        raise _refused(text, problem, hint, _AmountRefusedError)
    whole = "".join(groups).lstrip("0")
    digits = (whole + fraction.rstrip("0")).lstrip("0")
    if not digits:
        raise _refused(text, "is not more than zero", _FORMS)
    if len(digits) > MOST_DIGITS:
        hint = f"an amount has at most {MOST_DIGITS} digits"
        raise _refused(text, "is more than the ledger can hold", hint, _AmountRefusedError)
    minor = int(whole + fraction.ljust(decimals, "0"))
    if minor > MOST_MINOR:
        hint = f"with {decimals} decimals, {currency} leaves room for fewer digits"
        raise _refused(text, "is more than the ledger can hold", hint, _AmountRefusedError)
    return minor


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _refused(text: str, problem: str, hint: str, kind: type[UsageError] = UsageError) -> UsageError:
    return kind(f'"{text}" {problem}', hint=hint)
