"""vCard files that are refused: the line is named, and nothing is taken of them."""

from __future__ import annotations

import resource
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflog.errors import UsageError
from reflog.formats.errors import UnreadableError
from reflog.formats.vcard import read
from vcards import card, crlf

ANN = card("FN:Ann Berg")

BAD = {
    "nothing": (b"", 1),
    "only white space": (b"\r\n \r\n", 1),
    "no card": (b"Name,Mail\nAnn,ann@example.com\n", 1),
    "a calendar": (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", 1),
    "no end": (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann Berg\n", 1),
    "cut in a property": (ANN + ANN[:-14], 5),
    "cut in a picture": (ANN + b"BEGIN:VCARD\nPHOTO;ENCODING=b:AAAA\n AAA", 5),
    "cut in quoted-printable": (
        b"BEGIN:VCARD\nVERSION:2.1\nNOTE;ENCODING=QUOTED-PRINTABLE:a=\n",
        1,
    ),
    "only an end": (ANN + b"END:VCARD\n", 5),
    "a card within a card": (b"BEGIN:VCARD\nFN:Ann\nBEGIN:VCARD\nEND:VCARD\nEND:VCARD\n", 3),
    "an agent without end": (b"BEGIN:VCARD\nFN:Ann\nAGENT:\nBEGIN:VCARD\nEND:VCARD\n", 1),
    "an agent with a name": (b"BEGIN:VCARD\nAGENT:Bob\nBEGIN:VCARD\nEND:VCARD\nEND:VCARD\n", 3),
    "words before": (b"Hello\n" + ANN, 1),
    "words between": (ANN + b"Regards, Ann\n" + ANN, 5),
    "words after": (ANN + b"-- \nAnn\n", 5),
    "a NUL": (ANN + b"BEGIN:VCARD\nFN:A\0B\nEND:VCARD\n", 6),
    "a NUL behind lone returns": (ANN.replace(b"\r\n", b"\r") + b"\r\0", 6),
    "rubbish": (bytes(range(1, 256)) * 8, 1),
    "rubbish behind a card": (ANN + bytes(range(1, 256)) * 8, 5),
    "a picture's file": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(64), 1),
    "half a letter": (b"BEGIN:VCARD\nVERSION:4.0\nFN:J\xc3\nEND:VCARD\n", 3),
    "Latin-1 in version 4": (b"BEGIN:VCARD\nVERSION:4.0\nFN:J\xf6rg M\nEND:VCARD\n", 3),
    "two charsets in a card": (
        b"BEGIN:VCARD\nVERSION:3.0\nFN:J\xf6rg\nNOTE:J\xc3\xb6rg\nEND:VCARD\n",
        3,
    ),
    "no letter of Windows": (b"BEGIN:VCARD\nVERSION:3.0\nFN:abc J\x81rg\nEND:VCARD\n", 3),
    "another alphabet unsaid": (
        b"BEGIN:VCARD\nVERSION:2.1\nFN:" + "Иван Петров".encode("cp1251") + b"\nEND:VCARD\n",
        3,
    ),
    "Japanese unsaid": (
        b"BEGIN:VCARD\nVERSION:2.1\nN:" + "表;太郎".encode("shift-jis") + b"\nEND:VCARD\n",
        3,
    ),
    "a wrong charset": (
        b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8:J\xf6rg\nEND:VCARD\n",
        3,
    ),
    "a wrong charset in quoted-printable": (
        b"BEGIN:VCARD\nVERSION:2.1\nNOTE:a\nFN;CHARSET=UTF-8;QUOTED-PRINTABLE:J=F6rg\nEND:VCARD\n",
        4,
    ),
    "an unknown charset": (b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=X-1:J\xf6rg\nEND:VCARD\n", 3),
    "no charset but a codec": (b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=IDNA:\xf6\nEND:VCARD\n", 3),
    "half of a UTF-16 letter": ("BEGIN:VCARD\nFN:Ann\n".encode("utf-16") + b"\x00", 3),
    "one card within": (b"BEGIN:VCARD\n" + b"X-A:1\n" * 5001, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
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


@pytest.mark.parametrize("size", range(0, len(ANN) - 2, 3))
def test_a_card_cut_anywhere_is_refused(size: int) -> None:
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
    with pytest.raises(UnreadableError):
        read.read(data)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / unit < 60


@pytest.mark.parametrize("fold", [b"", b"\r\n ", b"=\r\n"])
@pytest.mark.parametrize("head", [b"NOTE;ENCODING=QUOTED-PRINTABLE", b"X-A;QUOTED-PRINTABLE"])
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
