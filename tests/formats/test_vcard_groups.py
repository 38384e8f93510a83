"""Groups of address books are tags on their members, never people."""

from __future__ import annotations

import gc
from time import process_time
from typing import TYPE_CHECKING

from reflog.formats import ldif
from rows import each_row
from vcards import card, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Commands

ANN = ("UID:a-1", "FN:Ann Berg", "EMAIL:ann@example.com")
BOB = ("UID:urn:uuid:b-2", "FN:Bob Kerr", "EMAIL:bob@example.com")

GROUPS = {
    "KIND:group": ("KIND:group", "MEMBER:urn:uuid:a-1", "MEMBER:urn:uuid:b-2"),
    "Apple's": (
        "X-ADDRESSBOOKSERVER-KIND:group",
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:A-1",
        "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:b-2",
    ),
    "by address": ("KIND:group", "MEMBER:mailto:ann@example.com", "MEMBER:mailto:Bob@Example.com"),
    "Evolution's": (
        "X-EVOLUTION-LIST:TRUE",
        "X-EVOLUTION-LIST-SHOW-ADDRESSES:FALSE",
        "EMAIL;X-EVOLUTION-DEST-HTML-MAIL=FALSE:ann@example.com",
        "EMAIL;X-EVOLUTION-DEST-CONTACT-UID=b-2;X-EVOLUTION-DEST-NAME=Bob Kerr:x@example.com",
    ),
    "KAddressBook's": ("X-KADDRESSBOOK-DistributionList:a-1\\,ann@example.com\\;b-2\\,",),
    "an older one of KAddressBook": ("X-KADDRESSBOOK-DistributionList:;a-1\\,;b-2\\,",),
}


@each_row("name", GROUPS)
@each_row("is_first", [True, False])
def test_a_group_is_a_tag_on_each_member(name: str, *, is_first: bool) -> None:
    group = card("UID:g-1", "FN:Golf club", *GROUPS[name])
    people = [card(*ANN), card(*BOB), card("FN:Cy Holt")]
    reading = read(*([group, *people] if is_first else [*people, group]))
    assert [(one.name, one.tags) for one in reading.cards] == [
        ("Ann Berg", ("Golf club",)),
        ("Bob Kerr", ("Golf club",)),
        ("Cy Holt", ()),
    ]
    assert [(left.reason, left.failed) for left in reading.left] == [
        ("it is a group: its name is a tag on 2 people", False)
    ]
    assert reading.remarks == ()


def test_a_member_found_nowhere_else_is_a_person_with_that_tag() -> None:
    reading = read(
        card(
            "FN:Golf club",
            "X-EVOLUTION-LIST:TRUE",
            'EMAIL;X-EVOLUTION-DEST-NAME="Di Lang":Di Lang <di@example.com>',
            "EMAIL:ed.moss@example.com",
        ),
        card("FN:Tea", "KIND:group", "MEMBER:mailto:di@example.com", "MEMBER:urn:uuid:gone"),
    )
    assert [(one.name, one.emails, one.tags) for one in reading.cards] == [
        ("Di Lang", ("di@example.com",), ("Golf club", "Tea")),
        ("Ed Moss", ("ed.moss@example.com",), ("Golf club",)),
    ]
    assert reading.remarks == ("1 member of the group on line 8 is not in the file, ignored.",)


def test_a_group_and_its_members_in_files_of_their_own(reflog: Commands, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    for name, lines in (
        ("a", ANN),
        ("b", BOB),
        ("g", ("FN:Golf club", *GROUPS["KIND:group"])),
    ):
        (folder / f"{name}.vcf").write_bytes(card(*lines))
    answer = reflog.json("import", str(folder), "--yes")
    assert (answer["added"], answer["skipped"]) == (2, 1)
    assert [one["tags"] for one in reflog.json("contact list")] == [["Golf club"], ["Golf club"]]
    again = reflog.json("import", str(folder), "--yes")
    assert (again["unchanged"], again["skipped"]) == (2, 1)


def in_groups(count: int) -> Callable[[], object]:
    groups = (card("KIND:group", f"FN:Group {n}", "MEMBER:urn:uuid:a-1") for n in range(count))
    data = card(*ANN) + b"".join(groups)
    return lambda: read(data)


def in_groups_of_a_directory(count: int) -> Callable[[], object]:
    groups = (
        f"dn: cn=g{n}\nobjectclass: group\ncn: Group {n}\nmember: cn=Ann\n" for n in range(count)
    )
    data = "\n".join(("dn: cn=Ann\ncn: Ann Berg\nmail: ann@example.com\n", *groups)).encode()
    return lambda: ldif.read(data)


def of_one_address(count: int) -> Callable[[], object]:
    people = (
        card(f"UID:{n}", "FN:Ann Berg", "EMAIL:office@example.com") for n in range(count // 4)
    )
    member = "EMAIL;X-EVOLUTION-DEST-NAME=Ann Berg:Ann Berg <office@example.com>"
    data = b"".join(people) + card("X-EVOLUTION-LIST:TRUE", "FN:All", *[member] * (count // 4))
    return lambda: read(data)


@each_row("made", [in_groups, in_groups_of_a_directory, of_one_address])
def test_very_many_groups_or_members_take_no_square_of_them(
    made: Callable[[int], Callable[[], object]],
) -> None:
    def seconds(count: int) -> float:
        reading = made(count)
        gc.freeze()  # a heap that other tests have filled is none of its business
        begun = process_time()
        reading()
        return process_time() - begun

    seconds(100)  # what is imported
    took, many_took = seconds(1_500), seconds(6_000)
    assert many_took < max(8 * took, 1), "four times as many took more than eight times as long"
