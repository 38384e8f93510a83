"""Files that something went wrong with on their way: read, or refused with a sentence."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from bad_files import CARD, LEDGER
from cases import TABLES, columns_of, table
from reflog.errors import UsageError
from reflog.formats import files

SOUND = [
    *(table(columns_of(header), rows) for _source, header, rows in TABLES.values()),
    CARD.decode().encode("utf-16"),
    CARD * 2,
    LEDGER % b"",
]
SCRAPS = [b'"', b"\0", b"\r", b"\n", b"\xff", b"\xc3", b",", b";", b"\t", b":", b"\\", b"[", b"="]


@given(
    data=st.sampled_from(SOUND),
    edits=st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 60), st.sampled_from(SCRAPS) | st.binary()),
        max_size=6,
    ),
    end=st.none() | st.integers(0, 10**6),
)
def test_what_is_mangled_is_read_or_refused(
    data: bytes, edits: list[tuple[int, int, bytes]], end: int | None
) -> None:
    for at, length, scrap in edits:
        place = at % (len(data) + 1)
        data = data[:place] + scrap + data[place + length :]
    read_or_refused(data if end is None else data[: end % (len(data) + 1)])


@given(st.binary(max_size=400))
def test_noise_is_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


@given(
    st.sampled_from(files.FORMS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300).map(str.encode),
)
def test_text_is_read_or_refused_as_what_it_is_said_to_be(form: str, data: bytes) -> None:
    read_or_refused(data, form)


def read_or_refused(data: bytes, form: str | None = None) -> None:
    try:
        opened = files.opened("-", form=form, stdin=io.BytesIO(data))
        (reading,) = files.readings(opened)
    except UsageError as error:
        assert error.message.startswith("standard input")  # noqa: PT017 - reading is as good
        assert error.outcome is None  # noqa: PT017
    else:
        assert all(1 <= len(card.name) <= 200 for card in reading.cards)
        assert all(left.reason for left in reading.left)
