"""The people: contact list, add, edit, rename, alias."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

PLURAL = ("email", "phone", "tag", "alias")
ROLES = (
    "client",
    "past-client",
    "association",
    "supplier",
    "competitor",
    "colleague",
    "partner",
    "friend",
)


def test_add_takes_everything_that_is_known_of_a_person(reflog: Commands) -> None:
    answer = reflog.json(
        "contact", "add", "Ann Berg <ann@example.com>", "--handle", "annie", "--email",
        "ann@work.example", "--phone", "+1 212 555 0101", "--phone", "+41 44 668 18 00",
        "--company", "Berg AG", "--profession", "architect", "--role", "past-client", "--city",
        "Zürich", "--tag", "bni", "--tag", "golf", "--alias", "Annie B", "--note", "two\nlines",
        "--greeting", "Dear Dr Berg", "--language", "de",
    )  # fmt: skip
    (ann,) = answer["created_contacts"]
    assert ann == {
        "handle": "annie",
        "name": "Ann Berg",
        "aliases": ["Annie B"],
        "company": "Berg AG",
        "profession": "architect",
        "role": "past-client",
        "emails": ["ann@work.example", "ann@example.com"],
        "phones": ["+1 212 555 0101", "+41 44 668 18 00"],
        "city": "Zürich",
        "note": "two\nlines",
        "tags": ["bni", "golf"],
        "greeting": "Dear Dr Berg",
        "language": "de",
        "created_on": "2026-11-21",
    }
    assert answer["changed"] == answer["next"] == answer["changed_contacts"] == []


def test_all_words_of_add_are_the_name(reflog: Commands) -> None:
    assert "Added: Ann Berg (ann-berg)." in reflog.ok("contact add ann berg").out


@pytest.mark.parametrize(
    "words",
    [
        ("123",), ("list",), ("me",), (" ",), (), ("Ann", "--role", "boss"),
        ("Ann", "--email", "no-address"), ("Ann", "--phone", "x"), ("Ann", "--handle", "A B"),
        ("Ann", "--handle", "12"), ("Ann", "--handle", ""), ("Ann", "--company", "a\nb"),
        ("Ann", "--tag", "a\x1fb"), ("Ann", "--alias", "12"), ("Ann", "--note", "a\0b"),
        ("Ann", "--handle", "x" * 65), ("Ann", "--city", "x" * 201),
    ],
)  # fmt: skip
def test_add_refuses_what_cannot_be(reflog: Commands, words: tuple[str, ...]) -> None:
    reflog.ok("contact add fred")
    reflog.refused(2, "contact", "add", *words)


def test_an_equal_full_name_needs_new(reflog: Commands) -> None:
    reflog.ok("contact add José Moss")
    refused = reflog.refused(4, "contact add jose moss --json")
    assert refused.error["code"] == "conflict"
    assert "--new" in refused.error["hint"]
    assert reflog.json("contact add jose moss --new")["created_contacts"][0]["handle"] == (
        "jose-moss-2"
    )
    reflog.ok("contact", "add", "+José Moss")
    assert [one["handle"] for one in reflog.json("contact list")] == [
        "jose-moss",
        "jose-moss-2",
        "jose-moss-3",
    ]


def test_a_handle_that_is_taken_is_refused(reflog: Commands) -> None:
    reflog.ok("contact add fred")
    reflog.refused(4, "contact add ann --handle FRED")
    reflog.refused(4, "contact add ann --handle me")
    reflog.ok("contact add ann")
    reflog.refused(4, "contact edit ann --handle fred")
    reflog.refused(4, "contact edit me --handle max")
    assert reflog.json("contact edit ann --handle annie")["changed_contacts"][0]["handle"] == (
        "annie"
    )


@pytest.mark.parametrize("word", ["list", "ALL", "owed", "none"])
def test_a_word_of_the_command_line_is_nobodys_handle(reflog: Commands, word: str) -> None:
    reflog.ok("contact add fred")
    reflog.refused(2, "contact", "edit", "fred", "--handle", word)
    reflog.refused(2, "contact", "add", "ann", "--handle", word)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("--phone", "+1 212 555 0101"), ("--phone", "+1 (212) 555-0101")),
        (("--phone", "+1 212 555 0101"), ("--phone", "0012125550101")),
        (("--phone", "555 0101"), ("--phone", "555 0101")),
        (("--email", "Ann@Example.com"), ("--email", "ann@example.COM")),
    ],
)
def test_an_equal_phone_or_email_is_warned_about_on_stderr(
    reflog: Commands, mine: tuple[str, str], theirs: tuple[str, str]
) -> None:
    if theirs[1].startswith("00"):
        reflog.ok("config", "phone", "+41 44 668 18 00")
    reflog.ok("contact", "add", "fred", *mine)
    added = reflog.ok("contact", "add", "ann", *theirs)
    assert "also belongs to Fred (fred)" in added.err
    assert "reflog contact merge @fred @ann" in added.err
    edited = reflog.ok("contact", "edit", "ann", *theirs, "--city", "Bern")
    assert "also belongs to Fred (fred)" in edited.err
    assert reflog.json("contact", "edit", "ann", *theirs)["changed_contacts"] == []


def test_a_number_typed_without_its_country_is_of_mine(reflog: Commands) -> None:
    reflog.ok("config", "phone", "+41 44 668 18 00")
    reflog.ok("contact", "add", "fred", "--phone", "044 668 18 01")
    assert (
        "also belongs to Fred"
        in reflog.ok("contact", "add", "ann", "--phone", "+41 44 668 18 01").err
    )
    assert reflog.json("show fred")["contact"]["phones"] == ["044 668 18 01"]


def test_edit_sets_and_empties_every_field(reflog: Commands) -> None:
    reflog.ok(
        "contact", "add", "ann", "--email", "a@b.example", "--phone", "+1 212 555 0101",
        "--company", "C", "--profession", "P", "--role", "client", "--city", "Bern", "--tag", "t",
        "--alias", "Annie", "--note", "n",
    )  # fmt: skip
    edited = reflog.json(
        "contact", "edit", "ann", "--email", "x@y.example", "--email", "z@y.example", "--tag", "u",
        "--role", "FRIEND",
    )  # fmt: skip
    (ann,) = edited["changed_contacts"]
    assert (ann["emails"], ann["tags"], ann["role"], ann["company"]) == (
        ["x@y.example", "z@y.example", "a@b.example"],
        ["t", "u"],
        "friend",
        "C",
    )
    empty = [
        word
        for option in (*PLURAL, "company", "profession", "role", "city", "note")
        for word in (f"--{option}", "")
    ]
    (ann,) = reflog.json("contact", "edit", "ann", *empty)["changed_contacts"]
    assert {key for key, value in ann.items() if value} == {"handle", "name", "created_on"}
    reflog.refused(2, "contact", "edit", "ann", "--handle", "")


def test_edit_without_options_needs_a_terminal(reflog: Commands) -> None:
    reflog.ok("contact add ann")
    assert "--help" in reflog.refused(2, "contact edit ann").err
    reflog.refused(2, "contact edit nobody")
    reflog.refused(2, "contact edit")
    reflog.refused(3, "contact edit nobody --city Bern")
    reflog.refused(2, "contact edit nobody --role boss")


def test_rename_keeps_the_handle_and_makes_the_old_name_an_alias(reflog: Commands) -> None:
    reflog.ok("contact add Ann Berg")
    (ann,) = reflog.json("contact", "rename", "Ann", "Berg", "Ann", "Stone")["changed_contacts"]
    assert (ann["handle"], ann["name"], ann["aliases"]) == ("ann-berg", "Ann Stone", ["Ann Berg"])
    assert reflog.json("show", "Ann Berg")["contact"] == ann
    (ann,) = reflog.json("contact", "rename", "ann-berg", "Ann Berg")["changed_contacts"]
    assert (ann["name"], ann["aliases"]) == ("Ann Berg", ["Ann Stone"])
    reflog.refused(4, "contact", "rename", "ann-berg", "Ann Berg")
    reflog.refused(2, "contact rename ann-berg")
    reflog.refused(2, "contact rename ann-berg 12")
    reflog.refused(3, "contact rename nobody Somebody")


def test_a_name_of_two_persons_is_pointed_out(reflog: Commands) -> None:
    reflog.ok("contact add Ann Berg")
    reflog.ok("contact add Bea Lind")
    assert "Ann Berg (ann-berg) also goes by Ann Berg" in (
        reflog.ok("contact", "rename", "bea", "Ann Berg").err
    )
    reflog.refused(3, "show Ann Berg")


def test_a_new_person_called_as_another_also_goes_by_is_pointed_out(reflog: Commands) -> None:
    """Only an alias was: `show annie` was ambiguous from then on, and nobody had said so."""
    reflog.ok("contact add Ann Berg --alias Annie")
    said = "Ann Berg (ann-berg) also goes by Annie; type @annie to tell them apart.\n"
    assert reflog.ok("contact add annie").err == said
    assert "also goes by Annie" in reflog.ok("contact add annie --new").err
    assert reflog.ok("contact add Bea Lind").err == ""


def test_an_alias_is_another_name(reflog: Commands) -> None:
    reflog.ok("contact add Fred Moss")
    (fred,) = reflog.json("contact alias fred Freddy the Plumber")["changed_contacts"]
    assert fred["aliases"] == ["Freddy the Plumber"]
    assert reflog.json("show freddy the plumber")["contact"]["handle"] == "fred-moss"
    reflog.refused(4, "contact alias fred freddy THE plumber")
    reflog.refused(4, "contact alias fred Fred Moss")
    reflog.refused(2, "contact alias fred")
    reflog.refused(2, "contact alias fred 12")


@pytest.fixture
def people(reflog: Commands) -> Commands:
    reflog.ok("config name Max Muster")
    for name, *fields in (
        ("zoë", "--role", "client", "--city", "Zürich", "--profession", "Landscape architect"),
        ("Ann Berg", "--role", "friend", "--tag", "Golf", "--city", "Bern"),
        ("bob", "--tag", "bni", "--profession", "plumber"),
    ):
        reflog.ok("contact", "add", name, *fields)
    return reflog


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        ("", ["ann-berg", "bob", "zoe"]),
        ("--role client", ["zoe"]),
        ("--role FRIEND", ["ann-berg"]),
        ("--tag golf", ["ann-berg"]),
        ("--profession ARCHITECT", ["zoe"]),
        ("--city zurich", ["zoe"]),
        ("--city bern --role client", []),
    ],
)
def test_the_list_is_everyone_but_me_narrowed(
    people: Commands, narrowed: str, expected: list[str]
) -> None:
    assert [one["handle"] for one in people.json(f"contact list {narrowed}".strip())] == expected
    said = "No one matches" in people.ok(f"contact list {narrowed}".strip()).out
    assert said is (not expected)


def test_a_role_is_one_of_eight(reflog: Commands) -> None:
    for role in ROLES:
        assert (
            reflog.json(f"contact add {role}son --role {role}")["created_contacts"][0]["role"]
            == role
        )
    reflog.refused(2, "contact list --role boss")


def test_the_group_alone_is_the_list(people: Commands) -> None:
    assert people.ok("contact").out == people.ok("contact list").out
    people.refused(2, "contact frobnicate")


def test_an_edit_that_changes_nothing_writes_nothing(people: Commands) -> None:
    before = people.content()
    answer = people.json("contact edit bob --profession plumber")
    assert answer["changed_contacts"] == []
    assert people.ok("contact edit bob --profession plumber").out.strip()
    assert people.content() == before


@pytest.fixture
def ann(reflog: Commands) -> Commands:
    """Ann Berg, with two of everything there may be several of."""
    reflog.ok(
        "contact", "add", "Ann Berg", "--phone", "+1 212 555 0101", "--phone", "+1 212 555 0102",
        "--email", "a@x.example", "--email", "b@x.example", "--tag", "golf", "--tag", "choir",
        "--alias", "Annie", "--alias", "Nan",
    )  # fmt: skip
    return reflog


def contact(reflog: Commands, name: str = "ann") -> dict[str, Any]:
    found: dict[str, Any] = reflog.json("show", name)["contact"]
    return found


def test_a_new_phone_and_email_come_first_and_what_was_there_stays(ann: Commands) -> None:
    ann.ok("contact", "edit", "ann", "--phone", "+1 212 555 0103", "--email", "c@x.example")
    found = contact(ann)
    assert found["phones"] == ["+1 212 555 0103", "+1 212 555 0101", "+1 212 555 0102"]
    assert found["emails"] == ["c@x.example", "a@x.example", "b@x.example"]
    ann.ok("contact", "edit", "ann", "--tag", "sailing", "--alias", "Anna")
    assert contact(ann)["tags"] == ["golf", "choir", "sailing"]
    assert contact(ann)["aliases"] == ["Annie", "Nan", "Anna"]
    ann.ok("undo")
    ann.ok("undo")
    assert contact(ann)["phones"] == ["+1 212 555 0101", "+1 212 555 0102"]


def test_a_number_that_is_there_already_is_kept_once_in_whatever_spelling(ann: Commands) -> None:
    ann.ok("contact", "edit", "ann", "--phone", "+1 (212) 555-0102")
    assert contact(ann)["phones"] == ["+1 212 555 0102", "+1 212 555 0101"]
    ann.ok("contact", "add", "Bob", "--phone", "212 555 0199", "--phone", "(212) 555-0199")
    assert contact(ann, "bob")["phones"] == ["212 555 0199"]
    ann.ok("contact", "edit", "bob", "--phone", "212.555.0199", "--email", "B@x.example")
    ann.ok("contact", "edit", "bob", "--email", "b@X.example")
    assert (contact(ann, "bob")["phones"], contact(ann, "bob")["emails"]) == (
        ["212 555 0199"],
        ["B@x.example"],
    )


def test_one_of_several_is_taken_away_in_whatever_spelling(ann: Commands) -> None:
    ann.ok(
        "contact", "edit", "ann", "--remove-phone", "+1-212-555-0101", "--remove-email",
        "A@X.example", "--remove-tag", "GOLF", "--remove-alias", "annie",
    )  # fmt: skip
    found = contact(ann)
    assert [found[key] for key in ("phones", "emails", "tags", "aliases")] == [
        *(["+1 212 555 0102"], ["b@x.example"], ["choir"], ["Nan"]),
    ]
    assert "Ann Berg has no tag golf" in ann.refused(3, "contact edit ann --remove-tag golf").err
    ann.ok("contact", "edit", "ann", "--remove-tag", "choir", "--tag", "chess")
    assert contact(ann)["tags"] == ["chess"]


def test_an_empty_value_empties_the_list_and_leaves_what_is_typed_beside_it(ann: Commands) -> None:
    ann.ok("contact", "edit", "ann", "--tag", "", "--tag", "tea", "--phone", "")
    assert (contact(ann)["tags"], contact(ann)["phones"]) == (["tea"], [])


def test_every_field_that_changed_is_told_from_what_to_what(ann: Commands) -> None:
    said = ann.ok("contact", "edit", "ann", "--city", "Bern", "--remove-tag", "golf").out
    assert said == (
        "Changed: Ann Berg (ann-berg).\n  city: nothing -> Bern\n  tags: golf, choir -> choir\n"
    )
    said = ann.ok("contact", "edit", "ann", "--city", "Basel", "--handle", "annie").out
    assert "  handle: ann-berg -> annie\n  city: Bern -> Basel\n" in said.replace(
        "  city: Bern -> Basel\n  handle", "  handle"
    )


def test_what_an_alias_is_checked_for_holds_wherever_one_is_given(ann: Commands) -> None:
    for words in (
        ("contact", "edit", "ann", "--alias", "ann berg"),
        ("contact", "edit", "ann", "--alias", "NAN", "--city", "Bern"),
        ("contact", "add", "Bob", "--alias", "bob"),
    ):
        assert "already goes by" in ann.refused(4, *words).err
    assert "also goes by Nan" in ann.ok("contact", "add", "Bob", "--alias", "Nan").err
    assert "also goes by Annie" in ann.ok("contact", "edit", "bob", "--alias", "Annie").err
    assert "also goes by Annie" in ann.ok("config", "name", "Annie").err
    ann.ok("contact", "alias", "me", "Maxi")
    ann.ok("config", "name", "Maxi")
    assert contact(ann, "me")["aliases"] == []


def test_everyone_with_a_tag_or_a_role_is_changed_at_once_and_in_one_undo(ann: Commands) -> None:
    ann.ok("contact add bob --tag golf --role client")
    ann.ok("contact add cleo --role client")
    said = ann.ok("contact edit --where-tag GOLF --city Bern --remove-tag choir").out
    assert "Ann Berg: city: nothing -> Bern\n" in said
    assert "Bob: city: nothing -> Bern\n" in said
    assert [contact(ann, name)["city"] for name in ("ann", "bob", "cleo")] == ["Bern", "Bern", None]
    changed = ann.json("contact edit --where-role client --tag customer")["changed_contacts"]
    assert [one["handle"] for one in changed] == ["bob", "cleo"]
    changed = ann.json("contact edit --where-tag golf --where-role client --note plays on Sundays")
    assert [one["note"] for one in changed["changed_contacts"]] == ["plays on Sundays"]
    assert contact(ann)["note"] is None
    for _ in range(3):
        ann.ok("undo")
    assert [contact(ann, name)["city"] for name in ("ann", "bob")] == [None, None]


def test_a_group_that_nobody_belongs_to_is_named(ann: Commands) -> None:
    assert (
        "No one has the tag tennis"
        in ann.refused(3, "contact edit --where-tag tennis --city Bern").err
    )
    ann.refused(2, "contact edit ann --where-tag golf --city Bern")
    ann.refused(2, "contact edit --where-tag golf")
    ann.refused(2, "contact edit --where-tag golf --handle x")
    ann.refused(2, "contact", "edit", "--where-tag", "", "--city", "Bern")
    ann.refused(2, "contact edit --where-role boss --city Bern")


def test_an_address_added_beside_another_says_how_the_other_is_taken_away(
    reflog: Commands,
) -> None:
    reflog.ok("contact add Bill --email bil@example.com")
    way = "reflog contact edit @bill --remove-email bil@example.com"
    assert way in reflog.ok("contact edit bill --email bill@example.com").err
    reflog.ok(way.removeprefix("reflog "))
    assert reflog.json("contact list")[0]["emails"] == ["bill@example.com"]
    assert "stays too" not in reflog.ok("contact edit bill --city Kiel").err


def test_a_new_name_and_a_further_one_are_told_from_what_to_what(reflog: Commands) -> None:
    reflog.ok("contact", "add", "Ann Berg")
    renamed = reflog.ok("contact", "rename", "ann", "Ann Smith").out
    assert "name: Ann Berg -> Ann Smith" in renamed
    assert "aliases: nothing -> Ann Berg" in renamed
    assert "aliases: Ann Berg -> Ann Berg, Annie" in reflog.ok("contact alias ann annie").out


def test_a_tag_that_is_nearly_another_is_said_to_be(reflog: Commands) -> None:
    reflog.ok("contact add Ann --tag VIP")
    assert "maybe the tag VIP?" in reflog.refused(3, "follow --tag vpi send a card").err
    assert "Maybe VIP?" in reflog.ok("contact list --tag vpi").err
    assert "Maybe VIP?" in reflog.ok("report --tag vpi").err
    said = reflog.ok("contact add Bob --tag vpi").err
    assert "vpi is a new tag; you already have VIP. If that was a slip: reflog undo" in said
    assert "new tag" not in reflog.ok("contact edit bob --tag vip").err
    assert "new tag" not in reflog.ok("contact edit bob --tag golf").err


@pytest.mark.parametrize(
    ("typed", "kept"), [("German", "de"), ("de-CH", "de-ch"), ("pt_BR", "pt-br"), ("zh", "zh")]
)
def test_a_language_is_kept_as_the_code_that_wordings_are_looked_up_by(
    reflog: Commands, typed: str, kept: str
) -> None:
    said = reflog.ok(f"contact add Ann --language {typed}").err
    assert f'reflog wording "thank mail.{kept}" --edit' in said
    assert contact(reflog)["language"] == kept
    assert "a language" in reflog.refused(2, "contact edit ann --language klingon").err


def test_a_language_that_there_are_wordings_in_is_not_remarked(
    reflog: Commands, tmp_path: Path
) -> None:
    mine = tmp_path / "card"
    mine.write_text("Danke, {to.first}!", encoding="utf-8")
    reflog.ok("wording", "thank card.de", str(mine))
    assert "no wording" not in reflog.ok("contact add Ann --language de-at").err
    assert "no wording" not in reflog.ok("contact add Bob --language en-gb").err
    reflog.ok("received Zoe --from ann")
    assert "Danke, Ann!" in reflog.ok("draft 2 --as card").out
