"""vCard files that are refused: the line is named, and nothing is taken of them."""

from __future__ import annotations

import resource
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflog.errors import UsageError
from reflog.formats.errors import UnreadableError
from reflog.formats.vcard import read
from rows import each_row
from vcards import card, crlf

ANN = card("FN:Ann Berg")

BAD = {
    "half of a UTF-16 letter": ("BEGIN:VCARD\nFN:Ann".encode("utf-16") + b"\x41", 2),
    "nothing": (b"", 1),
    "only white space": (b"\r\n \r\n", 1),
    "no card": (b"Name,Mail\nAnn,ann@example.com\n", 1),
    "a calendar": (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", 1),
    "cut in a property": (ANN + ANN[:-14], 5),
    "cut in a picture": (ANN + b"BEGIN:VCARD\nPHOTO;ENCODING=b:AAAA\n AAA", 5),
    "cut in quoted-printable": (
        b"BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:a=\n",
        1,
    ),
    "rubbish": (bytes(range(1, 256)) * 8, 1),
    "a picture's file": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64), 1),
    "another alphabet unsaid": (
        b"BEGIN:VCARD\nVERSION:2.1\nFN:" + "Иван Петров".encode("cp1251") + b"\nEND:VCARD\n",
        3,
    ),
    "Japanese unsaid": (
        b"BEGIN:VCARD\nVERSION:2.1\nN:" + "表;太郎".encode("shift-jis") + b"\nEND:VCARD\n",
        3,
    ),
}  # fmt: skip


@each_row("name", BAD)
def test_a_bad_file_is_refused_with_its_line(name: str) -> None:
    data, line = BAD[name]
    with pytest.raises(UnreadableError) as refused:
        read.read(data)
    error = refused.value
    assert error.line == line
    assert f"line {line}: " in error.message
    assert error.outcome is None
    assert error.exit_code == 2
    assert error.hint


@each_row("size", range(len(ANN) - 2))
def test_a_card_cut_within_a_line_is_refused_and_behind_one_it_fails(size: int) -> None:
    if size and ANN[size - 1 : size] in b"\r\n":
        (left,) = read.read(ANN[:size]).left
        assert (left.line, left.failed) == (1, True)
        return
    with pytest.raises(UsageError):
        read.read(ANN[:size])


def read_or_refused(data: bytes) -> bool:
    """Whether the file is read, or refused with its line."""
    try:
        reading = read.read(data)
    except UnreadableError as error:
        return error.line is not None
    return bool(reading.cards or reading.left)


@given(st.binary(max_size=200), st.integers(0, 3))
def test_whatever_stands_in_a_file_is_read_or_refused(rubbish: bytes, place: int) -> None:
    parts = [b"BEGIN:VCARD\r\n", b"VERSION:2.1\r\nFN:Ann\r\n", b"END:VCARD\r\n"]
    parts.insert(place, rubbish)
    assert read_or_refused(b"".join(parts))


HOSTILE = st.sampled_from(
    (
        *(b"BEGIN:VCARD", b"END:VCARD", b"VERSION:2.1", b"VERSION:4.0", b"FN:Ann", b"AGENT:"),
        *(b"N:;;;", b"N:\\", b"NOTE;QUOTED-PRINTABLE:=", b"=", b"=0", b" ", b"\t", b"", b":"),
        *(b";:", b"TEL;TYPE=", b'TEL;X=":', b"ADR:;;;;;;;;;;;", b"ORG:;", b"CATEGORIES:,,;\\,"),
        *(b"PHOTO;ENCODING=b:", b"AAAA", b"UID:", b"X-REFERRED-BY:", b"RELATED;TYPE=referred-by:"),
        *(b"X-ANDROID-CUSTOM:", b"X-ANDROID-CUSTOM:relation", b"item1.X-ABLabel:Referred by"),
        *(b"item1.X-ABRELATEDNAMES:F", b"EMAIL:<>", b"NOTE;ENCODING=b:%", b"FN;CHARSET=:\xe9"),
        *(b"\xef\xbb\xbf", b"FN:\xe9", b".:", b"TEL;PREF=99999999999999999999:1234"),
    )
)


@given(st.lists(HOSTILE, max_size=12))
def test_whatever_lines_stand_in_a_card_it_is_read_or_refused(lines: list[bytes]) -> None:
    data = b"BEGIN:VCARD\n" + b"\n".join(lines) + b"\nEND:VCARD\n"
    assert read_or_refused(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", [b"\n", b"A", b"X:1\n", b" a\n", b"\r", b"A=\n", b"BEGIN:VCARD\n"]
)
def test_a_long_file_that_never_ends_takes_little_more_than_itself(piece: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = b"BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:" + piece * (20_000_000 // len(piece))
    with suppress(UnreadableError):
        assert all(left.failed for left in read.read(data).left)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit < 60


@each_row("fold", [b"", b"\r\n ", b"=\r\n"])
@each_row("head", [b"NOTE;ENCODING=QUOTED-PRINTABLE", b"X-A;QUOTED-PRINTABLE"])
def test_a_value_of_megabytes_is_left_out_and_the_card_is_read(head: bytes, fold: bytes) -> None:
    long_one = head + b":" + (b"=C3=BC" * 12 + fold) * 20_000 + b"\r\n"
    reading = read.read(ANN.replace(b"END", long_one + b"PHOTO:" + b"A" * 900_000 + b"\r\nEND"))
    assert [(one.name, one.note, one.extras) for one in reading.cards] == [("Ann Berg", None, ())]
    name = head.partition(b";")[0].decode()
    assert reading.remarks == (
        "1 photo skipped.",
        f"{name} has more than 65536 characters, ignored on line 4.",
    )


def test_a_folder_of_good_cards_is_no_bad_file() -> None:
    assert len(read.read(ANN * 3 + crlf("\n\n") + ANN).cards) == 4
