"""Bad files, read in this process: each is refused with a sentence that names what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bad_files import BAD, LARGE, Bad, write
from reflog.errors import ReflogError
from reflog.formats import files
from reflog.formats.csv import mapping
from rows import each_row

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = ("Ann", "Berg", "Acme", "ann@", "Lawyer", "555 01", "José", "tea")


def refusal(bad: Bad, file: Path) -> ReflogError:
    options = dict(zip(bad.options[::2], bad.options[1::2], strict=True))
    typed = options.get("--map")
    mapped = mapping.parsed(typed) if typed else None
    with pytest.raises(ReflogError) as caught:
        list(
            files.readings(
                files.opened(str(file), form=options.get("--format"), mapping=mapped), mapped
            )
        )
    return caught.value


def check(name: str, tmp_path: Path) -> None:
    bad = BAD[name]
    file = tmp_path / "people.csv"
    write(bad, file)
    error = refusal(bad, file)
    assert (error.exit_code, error.code) == (2, "usage")
    # What stands in a whole ledger is judged where one is brought in.
    is_read = bad.line is not None and "a whole ledger" not in error.message
    place = f"{file}, line {bad.line}: " if is_read else str(file)
    assert error.message.startswith(place)
    assert error.outcome is None
    if "these columns" not in error.message:
        said = error.message.removeprefix(str(file)) + (error.hint or "")
        assert not [word for word in PRIVATE if word in said]


@each_row("name", [name for name in BAD if name not in LARGE])
def test_a_bad_file_is_refused_and_its_line_named(name: str, tmp_path: Path) -> None:
    check(name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_a_large_bad_file_is_refused_and_its_line_named(name: str, tmp_path: Path) -> None:
    check(name, tmp_path)


def test_there_are_150_at_the_least() -> None:
    assert len(BAD) >= 150
