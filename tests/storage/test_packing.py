"""Packs: what is written is read again to the letter, and nothing else is read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import TODAY
from journaling import broken_links, told
from reflog.errors import DamagedError
from reflog.storage import clock, schema
from reflog.storage.journal import chain, packing, parts, seal
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflog.storage.journal.packing import Content

VALUES = st.dictionaries(
    st.text(max_size=8), st.one_of(st.none(), st.integers(), st.text(max_size=40)), max_size=6
)
SIDES = VALUES.map(lambda values: json.dumps(values, ensure_ascii=False, separators=(",", ":")))
CHANGES = st.tuples(
    st.sampled_from(sorted(JOURNALED)),
    st.one_of(st.integers(-(2**63), 2**63 - 1), st.text(max_size=20)),
    st.one_of(st.none(), SIDES),
    SIDES,
)


@given(st.lists(CHANGES, min_size=1, max_size=80))
def test_whatever_is_packed_comes_out_as_it_was(changes: list[Content]) -> None:
    assert packing.unpack(packing.pack(changes)) == changes


@given(st.lists(CHANGES, min_size=1, max_size=3), st.data())
def test_a_pack_of_which_anything_changed_is_not_read(
    changes: list[Content], data: st.DataObject
) -> None:
    content = packing.pack(changes)
    bit = data.draw(st.integers(0, 8 * len(content) - 1))
    harmed = bytearray(content)
    harmed[bit // 8] ^= 1 << bit % 8
    cut = content[: data.draw(st.integers(0, len(content) - 1))]
    for damaged in (bytes(harmed), cut, content + b"\0"):
        with pytest.raises(DamagedError):
            packing.unpack(damaged)


@pytest.mark.parametrize("value", [None, 7, "text", 1.5])
def test_what_is_no_pack_is_damage(value: Any) -> None:
    with pytest.raises(DamagedError):
        packing.unpack(value)


@pytest.mark.parametrize(
    "change",
    [
        ("note", 1, None, None),
        ("note", 1, None, "{\t}"),
        ("note", 1, "{\n}", "{}"),
        ("no\tte", 1, None, "{}"),
    ],
)
def test_what_would_not_be_read_again_is_not_written(change: Content) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        packing.pack([change])


@given(st.lists(CHANGES, min_size=1, max_size=12))
def test_written_out_seals_are_those_that_are_derived(changes: list[Content]) -> None:
    salt, _seals, _content = parts.packed(changes)
    derived = parts.sealed(salt, None, changes)
    assert len({own for own, _digest in derived}) == len(changes)
    for (own, digest), change in zip(derived, changes, strict=True):
        assert own is not None
        assert digest == parts.change_digest(own, *change)
    none, seals, content = parts.packed(changes, derived)
    assert none is None
    assert parts.sealed(None, seals, changes) == derived
    assert packing.unpack(content) == changes
    blanked = [(None, digest) for _own, digest in derived]
    _none, seals, _content = parts.packed(changes, blanked)
    assert parts.sealed(None, seals, changes) == blanked


@pytest.fixture
def ledger() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("BEGIN")
        schema.create(connection, TODAY)
        yield connection


@pytest.mark.parametrize("count", [1, parts.MOST, parts.MOST + 1, 3 * parts.MOST])
def test_many_changes_are_numbered_on_over_several_packs(
    ledger: sqlite3.Connection, count: int
) -> None:
    for _op in range(2):
        op_id = seal.open_op(ledger, clock.now(), "test")
        ledger.executemany(
            "INSERT INTO contact_tag (contact_id, tag, folded) VALUES (1, ?, ?)",
            [(f"{op_id} {n}", f"{op_id} {n}") for n in range(count)],
        )
        assert seal.seal(ledger, op_id, "tagged")
    assert [row[0] for row in told(ledger)] == list(range(1, 2 * count + 2))
    sizes = [row[0] for row in ledger.execute("SELECT changes FROM pack ORDER BY id")]
    assert max(sizes) <= parts.MOST
    assert sum(sizes) == 2 * count + 1
    assert broken_links(ledger) == []
    assert chain.Chain(ledger).findings == []


def test_a_pack_with_fewer_changes_than_it_says_is_damage(ledger: sqlite3.Connection) -> None:
    (row,) = ledger.execute(parts.SELECT).fetchall()
    number, op, count, *rest = row
    with pytest.raises(DamagedError, match="missing"):
        parts.opened((number, op, count + 1, *rest))
    assert list(parts.readable([(number, op, count + 1, *rest), row])) == parts.opened(row)
