"""Phone numbers as E.164, by which the same number is found however it was typed."""

from __future__ import annotations

_BETWEEN = {ord(char): None for char in "+ -().\u00a0"}
_AMERICAN = 11
_OF_NO_COUNTRY = ("001", "ZZ")  # of satellites and freephone, and of no code at all


def e164(phone: str, region: str | None = None) -> str | None:
    """Return the number in E.164; None if it can't be read as a phone number.

    Args:
        phone: as typed.
        region: the ISO 3166 country of numbers typed without a country code.
    """
    if phone.startswith("+1") and phone.isascii():
        # Of North America every number of ten digits is possible: most need no closer look.
        digits = phone.translate(_BETWEEN)
        if digits.isdecimal() and len(digits) == _AMERICAN and digits[1] not in "01":
            return f"+{digits}"
    import phonenumbers

    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return f"+{number.country_code}{phonenumbers.national_significant_number(number)}"


def region_of(number: str) -> str | None:
    """Return the ISO 3166 country of a number in E.164; None if unknown.

    A number that nobody can have, as those kept free for films, is of its code's main country.
    """
    import phonenumbers

    parsed = phonenumbers.parse(number)
    main = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    found = phonenumbers.region_code_for_number(parsed) or main
    return None if found in _OF_NO_COUNTRY else found
