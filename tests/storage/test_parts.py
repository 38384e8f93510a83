"""The parts of the journal: what is written is read again to the letter, and nothing else is."""

from __future__ import annotations

import json
import random
import sqlite3
import zlib
from contextlib import closing
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alphabets import ANY
from commands import TODAY
from journaling import broken_links, told
from reflog.errors import DamagedError, UsageError
from reflog.storage import journal, schema
from reflog.storage.journal import chain, seal
from reflog.storage.journal.triggers import JOURNALED, install_recorders
from rows import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflog.storage.journal import Content, Row

SIDES = st.dictionaries(
    st.text(ANY, max_size=8),
    st.one_of(st.none(), st.integers(), st.text(ANY, max_size=40)),
    max_size=6,
)
CHANGES = st.tuples(
    st.sampled_from(sorted(JOURNALED)),
    st.one_of(st.integers(-(2**63), 2**63 - 1), st.text(ANY, max_size=20)),
    st.one_of(st.none(), SIDES),
    SIDES,
)


def part(*changes: Content) -> Row:
    """A row of the table, as the seal writes it."""
    return (1, 1, *journal.packed("".join(map(journal.line_of, changes)).encode()))


@given(st.lists(CHANGES, min_size=1, max_size=80))
def test_whatever_is_written_comes_out_as_it_was(changes: list[Content]) -> None:
    assert journal.opened(part(*changes)) == [(1, *change) for change in changes]


@given(CHANGES)
def test_anyone_can_read_a_part_with_zlib_and_json(change: Content) -> None:
    *_numbers, content = part(change)
    assert json.loads(zlib.decompress(content, -zlib.MAX_WBITS)) == [*change]


@given(CHANGES)
def test_a_part_that_format_5_wrote_is_read_too(change: Content) -> None:
    content = zlib.compress(journal.line_of(change).encode(), 9)
    assert journal.opened((1, 1, zlib.crc32(content), content)) == [(1, *change)]


@given(CHANGES)
def test_a_change_is_written_as_the_recorders_would_have(change: Content) -> None:
    relation, key, before, after = change
    with closing(sqlite3.connect(":memory:")) as connection:
        sides = [
            None
            if side is None
            else "{"
            + ",".join(
                connection.execute("SELECT json_quote(?) || ':' || json_quote(?)", pair).fetchone()[
                    0
                ]
                if isinstance(pair[1], str)
                else f"{json.dumps(pair[0], ensure_ascii=False)}:{json.dumps(pair[1])}"
                for pair in side.items()
            )
            + "}"
            for side in (before, after)
        ]
    assert journal.line(relation, key, *sides) == journal.line_of(change)


@given(st.lists(CHANGES, min_size=1, max_size=3), st.data())
def test_a_part_of_which_anything_changed_is_not_read(
    changes: list[Content], data: st.DataObject
) -> None:
    number, op, checksum, content = part(*changes)
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    harmed = bytearray(content)
    harmed[bit // 8] ^= 1 << bit % 8
    cut = content[: data.draw(st.integers(0, len(content) - 1))]
    for damaged in (bytes(harmed), cut, content + b"\0"):
        with pytest.raises(DamagedError):
            journal.opened((number, op, checksum, damaged))
    with pytest.raises(DamagedError):
        journal.opened((number, op, checksum ^ 1, content))


@each_row("value", [None, 7, "text", 1.5, b"", b"x"])
def test_what_is_no_part_is_damage(value: Any) -> None:
    checksum = zlib.crc32(value) if isinstance(value, bytes) else 0
    with pytest.raises(DamagedError):
        journal.opened((1, 1, checksum, value))


@each_row(
    "line",
    [
        "", "7", "[]", '["note", 1, null, null]', '["note", 1, null]', '["note", true, null, {}]',
        '["note", 1.5, null, {}]', "[7, 1, null, {}]", '["note", 1, [], {}]', '["note", 1, {}, {}',
        '{"note": 1, "a": 2, "b": null, "c": {}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_change_is_damage(line: str) -> None:
    with pytest.raises(DamagedError):
        journal.opened((1, 1, *journal.packed(f"{line}\n".encode())))


def test_a_part_that_would_fill_the_memory_is_damage_and_is_not_unpacked() -> None:
    packer = zlib.compressobj(9)
    megabyte = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    head, zeros, end = megabyte[:2], megabyte[2:], packer.flush()[:-4]
    checksum = 600 * 2**20 % 65_521 << 16 | 1  # Adler-32 of as many zeros
    content = head + 600 * zeros + end + checksum.to_bytes(4, "big")
    assert len(content) < 700_000
    with pytest.raises(DamagedError):
        journal.text_of((1, 1, zlib.crc32(content), content))


def test_what_could_not_be_read_again_is_not_written(ledger: sqlite3.Connection) -> None:
    op_id = seal.open_op(ledger, "test")
    long = "x" * journal.LARGEST
    ledger.execute("INSERT INTO note (number, contact_id, noted_on, text) VALUES (1, 1, ?, ?)",
                   (TODAY, long))  # fmt: skip
    with pytest.raises(UsageError, match="more text in one entry"):
        seal.seal(ledger, op_id, "noted")


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=100))
def test_parts_are_of_bounded_size_however_long_their_changes_are(sizes: list[int]) -> None:
    lines = [journal.line("note", n, None, json.dumps({"text": "x" * size}))
             for n, size in enumerate(sizes)]  # fmt: skip
    texts = list(journal.divided(lines))
    assert "".join(lines).encode() == b"".join(texts)
    assert all(text.count(b"\n") <= journal.MOST for text in texts)
    assert max(map(len, texts)) < 2**16 + 40_100


@pytest.mark.parametrize("count", [1, 100 * journal.MOST])
def test_parts_packed_beside_hold_what_parts_packed_at_once_do(count: int) -> None:
    lines = [journal.line("note", n, None, f'{{"text":"{n}"}}') for n in range(count)]
    digest, beside = blake2b(), blake2b()
    with journal.packing(lines, beside) as contents:
        packed = list(contents)
    texts = list(journal.divided(lines))
    for text in texts:
        digest.update(text)
    assert packed == list(map(journal.packed, texts))
    assert beside.digest() == digest.digest()


def test_the_changes_of_a_large_part_are_read_whole(ledger: sqlite3.Connection) -> None:
    chance = random.Random(5)  # noqa: S311 - no secret
    op_id = seal.open_op(ledger, "test")
    said = [chance.randbytes(30_000).hex() for _note in range(9)]
    ledger.executemany(
        "INSERT INTO contact_tag (contact_id, tag, folded) VALUES (1, ?, ?)",
        [(str(place), text) for place, text in enumerate(said)],
    )
    assert seal.seal(ledger, op_id, "tagged")
    found = [after for op, _table, _key, _before, after in journal.read(ledger) if op == op_id]
    assert [one["folded"] for one in found if one] == said
    assert chain.Chain(ledger).findings == []


@pytest.fixture
def ledger() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        schema.create(connection, TODAY)
        install_recorders(connection)
        yield connection


@pytest.mark.parametrize("count", [1, journal.MOST, journal.MOST + 1, 3 * journal.MOST])
def test_many_changes_are_numbered_on_over_several_parts(
    ledger: sqlite3.Connection, count: int
) -> None:
    for _op in range(2):
        op_id = seal.open_op(ledger, "test")
        ledger.executemany(
            "INSERT INTO contact_tag (contact_id, tag, folded) VALUES (1, ?, ?)",
            [(f"{op_id} {n}", f"{op_id} {n}") for n in range(count)],
        )
        assert seal.seal(ledger, op_id, "tagged")
    assert [row[0] for row in told(ledger)] == list(range(1, 2 * count + 2))
    sizes = [len(journal.opened(row)) for row in ledger.execute(journal.IN_ORDER)]
    assert max(sizes) <= journal.MOST
    assert sum(sizes) == 2 * count + 1
    assert broken_links(ledger) == []
    assert chain.Chain(ledger).findings == []


def test_a_checksum_that_is_not_that_of_its_part_is_found(ledger: sqlite3.Connection) -> None:
    ledger.execute("DROP TRIGGER journal_part_keep")
    ledger.execute("UPDATE part SET checksum = checksum + 1")
    whats = [one.what for one in chain.Chain(ledger).findings]
    assert "what it changed can't be read (part 1)" in whats
