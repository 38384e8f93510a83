"""Phone numbers as E.164, by which the same number is found however it was typed."""

from __future__ import annotations

_BETWEEN = {ord(char): None for char in "+ -().\u00a0"}
_AMERICAN = 11


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
    """Return the ISO 3166 country of a number in E.164; None if unknown."""
    import phonenumbers

    return phonenumbers.region_code_for_number(phonenumbers.parse(number))
