"""Phone numbers in E.164: the quick way says what the library says."""

from __future__ import annotations

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from reflog.formats.phones import e164


@given(
    st.from_regex(r"\+1[ .()-]{0,2}[0-9]{3}[ .()-]{0,2}[0-9]{3}[ .()-]?[0-9]{3,6}", fullmatch=True)
)
def test_a_number_of_north_america_is_read_as_the_library_reads_it(phone: str) -> None:
    number = phonenumbers.parse(phone, None)
    expected = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert e164(phone) == (expected if phonenumbers.is_possible_number(number) else None)
