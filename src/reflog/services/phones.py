"""Phone numbers: the E.164 key by which the same number is found however it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflog.storage import tables
from reflog.storage.ledger import ME, select

if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger


def e164(phone: str, region: str | None = None) -> str | None:
    """Return the number in E.164, or None where it cannot be read as one.

    Args:
        phone: as typed.
        region: the ISO 3166 country of a number typed without its country code.
    """
    import phonenumbers  # noqa: PLC0415 - costs start-up; only where a number is written

    try:
        number = phonenumbers.parse(phone, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def my_region(ledger: Ledger) -> str | None:
    """Return the country of my own first number, which others' local numbers are taken to be of."""
    statement = (
        select(tables.ContactPhone)
        .where(tables.ContactPhone.contact_id == ME)
        .order_by(tables.ContactPhone.id)  # type: ignore[arg-type]
    )
    mine = next((one.e164 for one in ledger.all(statement) if one.e164), None)
    if mine is None:
        return None
    import phonenumbers  # noqa: PLC0415 - costs start-up; only where a number is written

    return phonenumbers.region_code_for_number(phonenumbers.parse(mine))
