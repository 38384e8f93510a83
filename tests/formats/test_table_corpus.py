"""Files as programs and people really write them, with invented people: what comes of each."""

from __future__ import annotations

import io

from reflog.formats import files
from rows import each_row
from table_corpus import CORPUS


@each_row("name", CORPUS)
def test_a_file_of_the_world_comes_in_as_it_is_meant(name: str) -> None:
    sample = CORPUS[name]
    data = io.BytesIO(sample.text.encode(sample.encoding))
    (reading,) = files.readings(files.opened("-", stdin=data))
    assert reading.source == sample.source
    found = [card._asdict() for card in reading.cards]
    assert len(found) == len(sample.people)
    for card, person in zip(found, sample.people, strict=True):
        assert {field: card[field] for field in person} == person
    assert len(reading.left) == sample.left


def test_there_are_thirty_at_the_least() -> None:
    assert len(CORPUS) >= 30
