"""Phone numbers as E.164, by which the same number is found however it was typed."""

from __future__ import annotations


def e164(phone: str, region: str | None = None) -> str | None:
    """Return the number in E.164, or None where it can't be read as one.

    Args:
        phone: as typed.
        region: the ISO 3166 country of a number typed without its country code.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return f"+{number.country_code}{phonenumbers.national_significant_number(number)}"


def region_of(number: str) -> str | None:
    """Return the country of a number in E.164."""
    import phonenumbers

    return phonenumbers.region_code_for_number(phonenumbers.parse(number))
