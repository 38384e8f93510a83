"""Files from outside: only what ends is opened, and what it is, is told by its content."""

from __future__ import annotations

import io
import os
import stat
from typing import TYPE_CHECKING, Any

import pytest

from cases import PREAMBLE, TABLES, columns_of, table
from reflog import errors
from reflog.formats import files
from reflog.formats.csv import mapping as csv_mapping
from reflog.formats.csv import read as csv_reading
from reflog.formats.errors import UnreadableError, named

if TYPE_CHECKING:
    from pathlib import Path

    from reflog.domain.cards.card import Reading

CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Berg\r\nN:Berg;Ann;;;\r\nEND:VCARD\r\n"
OTHER = CARD.replace(b"Ann", b"Cy")
JSON = b'{"format": "reflog", "version": 1}'
MAPPED = {"Who": "name"}
ORDINARY = b"Who,Works at\nAnn Berg,Acme\n"


def content_of(name: str) -> bytes:
    return table(columns_of(TABLES[name][1]), TABLES[name][2])


def read(path: str, **options: Any) -> list[Reading]:
    return list(files.readings(files.opened(path, **options), options.get("mapping")))


def refusal(path: Path | str, **options: Any) -> errors.ReflogError:
    with pytest.raises(errors.ReflogError) as caught:
        read(str(path), **options)
    assert caught.value.outcome is None
    return caught.value


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_told_by_its_content_whatever_the_file_is_called(
    tmp_path: Path, name: str
) -> None:
    file = tmp_path / "contacts.vcf"
    file.write_bytes(content_of(name))
    (reading,) = read(str(file))
    assert (reading.source, reading.file) == (TABLES[name][0], str(file))
    assert [one.form for one in files.opened(str(file))] == [TABLES[name][0]]


def test_a_card_is_told_by_its_content_whatever_the_file_is_called(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    for data in (CARD, b"\xef\xbb\xbf" + CARD, b"\r\n" + CARD.lower(), CARD.replace(b"\r", b"")):
        file.write_bytes(data)
        (reading,) = read(str(file))
        assert reading.source == "vcard"
        assert len(reading.cards) == 1


def test_a_ledger_of_reflog_is_told_by_its_content_and_is_no_list_of_people(
    tmp_path: Path,
) -> None:
    file = tmp_path / "ledger.csv"
    file.write_bytes(b"\xef\xbb\xbf\n" + JSON)
    assert [one.form for one in files.opened(str(file))] == ["json"]
    assert "a whole ledger" in refusal(file).message


def test_standard_input_is_read_to_its_end() -> None:
    (reading,) = read("-", stdin=io.BytesIO(CARD))
    assert reading.file == "standard input"
    assert reading.cards[0].name == "Ann Berg"
    assert refusal("-").message.startswith("standard input: ")
    assert refusal("-", stdin=io.BytesIO()).message.startswith("standard input: the file is empty")


def test_a_folder_gives_its_cards_in_order_and_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "b.VCF").write_bytes(OTHER)
    (tmp_path / "a.vcf").write_bytes(CARD)
    (tmp_path / ".hidden.vcf").write_bytes(b"\0")
    (tmp_path / "notes.txt").write_bytes(b"\0")
    readings = read(str(tmp_path))
    assert [reading.cards[0].name for reading in readings] == ["Ann Berg", "Cy Berg"]
    assert readings[0].file == str(tmp_path / "a.vcf")


def test_a_folder_with_a_card_that_is_cut_off_is_refused_and_the_card_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.vcf").write_bytes(CARD)
    (tmp_path / "b.vcf").write_bytes(CARD + b"BEGIN:VCARD\r\nFN:Cy")
    assert refusal(tmp_path).message.startswith(f"{tmp_path / 'b.vcf'}, line 6: ")


def test_a_folder_without_cards_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(content_of("linkedin"))
    caught = refusal(tmp_path)
    assert (caught.exit_code, caught.code) == (2, "usage")
    assert "there is no vCard (*.vcf) in this folder" in caught.message


def test_the_cards_of_a_folder_are_no_more_than_a_file_may_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.vcf", "b.vcf"):
        (tmp_path / name).write_bytes(CARD)
    monkeypatch.setattr(csv_reading, "MOST_ROWS", 1)
    assert f"{tmp_path / 'b.vcf'}: with it there are more than 1 cards" in refusal(tmp_path).message
    monkeypatch.setattr(files, "MOST_BYTES", len(CARD) + 1)
    assert refusal(tmp_path).message.startswith(f"{tmp_path / 'b.vcf'}: this comes to more than")


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    ordinary = tmp_path / "file"
    ordinary.touch()
    for path in (tmp_path / "none.csv", ordinary / "below", tmp_path / ("x" * 300)):
        caught = refusal(path)
        assert (caught.exit_code, caught.code) == (3, "not-found")
        assert str(path) in caught.message
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refusal(tmp_path / "loop").exit_code == 3
    assert refusal("with\0nul").exit_code == 3


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.vcf").write_bytes(CARD)
    (tmp_path / "link").symlink_to(tmp_path / "a.vcf")
    assert read(str(tmp_path / "link"))[0].cards


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_matter_of_permission(tmp_path: Path) -> None:
    file = tmp_path / "a.vcf"
    file.write_bytes(CARD)
    file.chmod(0)
    assert (refusal(file).exit_code, refusal(file).code) == (77, "permission")
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o300)
    assert refusal(folder).exit_code == 77


def test_permission_is_told_apart_from_a_failing_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.vcf"
    file.write_bytes(CARD)

    def fail(error: int) -> object:
        def open_(*_words: object) -> int:
            raise OSError(error, os.strerror(error))

        return open_

    monkeypatch.setattr(os, "open", fail(13))
    assert refusal(file).exit_code == 77
    monkeypatch.setattr(os, "open", fail(5))
    caught = refusal(file)
    assert (caught.exit_code, caught.code) == (74, "io")
    assert "Input/output error" in caught.message


def test_nothing_is_opened_that_may_never_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "this is a named pipe, not a file" in refusal(tmp_path / "pipe").message
    assert "reflog import -" in (refusal(tmp_path / "pipe").hint or "")
    assert "this is a device, not a file" in refusal("/dev/zero").message
    (tmp_path / "link.vcf").symlink_to("/dev/zero")
    assert "this is a device" in refusal(tmp_path).message
    (tmp_path / "link.vcf").unlink()
    (tmp_path / "folder.vcf").mkdir()
    assert "this is a folder, not a file" in refusal(tmp_path).message


@pytest.mark.skipif(not hasattr(os, "mknod"), reason="without it there is no way to a socket")
def test_a_socket_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    os.mknod(path, stat.S_IFSOCK | 0o600)
    assert "this is a socket, not a file" in refusal(path).message


def test_what_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large.csv"
    with file.open("wb") as sparse:
        sparse.truncate(70 * 1024 * 1024)

    def read(*_words: object) -> bytes:
        pytest.fail("it was read")

    monkeypatch.setattr(files, "_all_of", read)
    caught = refusal(file)
    assert caught.exit_code == 2
    assert "this comes to more than 64 MB" in caught.message


def test_standard_input_is_read_no_further_than_what_is_too_large() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    assert "this comes to more than 64 MB" in refusal("-", stdin=endless).message
    assert endless.given <= 66 * 1024 * 1024


def test_a_file_is_read_as_what_it_is_said_to_be(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"Company,Last Name\nAcme,Berg\n")
    assert read(str(file), form="outlook")[0].source == "outlook"
    assert read(str(file), form="linkedin")[0].source == "linkedin"
    for form in ("vcard", "ldif", "xlsx", "ods"):
        caught = refusal(file, form=form)
        assert "this is not" in caught.message
        assert caught.hint == f"drop --format {form}"
    assert read(str(file), form="csv")[0].source == "csv"
    file.write_bytes(CARD)
    for form in ("outlook", "csv", "json"):
        assert "this is a vCard" in refusal(file, form=form).message
    file.write_bytes(ORDINARY)
    assert [one.form for one in files.opened(str(file), form="json")] == ["json"]


def test_a_mapping_is_for_tables_of_any_program(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(ORDINARY)
    assert refusal(file).message.startswith(f"{file}, line 1: ")
    for form in (None, "csv"):
        (reading,) = read(str(file), form=form, mapping=MAPPED)
        assert (reading.source, reading.cards[0].name) == ("csv", "Ann Berg")
    with pytest.raises(errors.UsageError, match="doesn't go with --format outlook"):
        read(str(file), form="outlook", mapping=MAPPED)
    file.write_bytes(CARD)
    assert "--map is for tables, and this is a vCard" in refusal(file, mapping=MAPPED).message
    file.write_bytes(JSON)
    assert "--map is for tables, and this is JSON" in refusal(file, mapping=MAPPED).message


def test_a_typed_mapping_and_a_file_meet_in_the_end(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(PREAMBLE.encode() + ORDINARY.replace(b",", b";"))
    mapping = csv_mapping.parsed("Who=name,Works at=company")
    card = read(str(file), mapping=mapping)[0].cards[0]
    assert (card.name, card.company, card.line) == ("Ann Berg", "Acme", 5)


def test_the_sentence_names_the_file_and_the_line() -> None:
    with pytest.raises(UnreadableError) as raised, named("friends.csv"):
        raise UnreadableError("a quote is never closed", 12, hint="look")
    error = raised.value
    assert error.message == "friends.csv, line 12: a quote is never closed."
    assert (error.exit_code, error.code, error.hint) == (2, "usage", "look")
