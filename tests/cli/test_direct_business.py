"""Clients who came by themselves: business about nobody's introduction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stories import ids, owed, tell, write

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

pytestmark = pytest.mark.usefixtures("_every_day")


@pytest.fixture
def zoe(reflog: Commands) -> Commands:
    """Zoe, who came by herself, and an introduction of others."""
    reflog.ok("contact add Zoe Hart")
    reflog.ok("intro fred sally")
    return reflog


def test_business_with_somebody_in_no_introduction_is_about_nobody(zoe: Commands) -> None:
    answer = write(zoe, "business zoe 500 garden plan --on 2026-11-20")
    (deal,) = answer["changed"]
    assert [deal[key] for key in ("about", "contact", "amount", "currency", "on", "note")] == [
        *(None, "zoe-hart", "500.00", "USD", "2026-11-20", "garden plan"),
    ]
    assert [(one["contact"], one["purpose"], one["about"]) for one in answer["next"]] == [
        *(("zoe-hart", "ask", None), ("zoe-hart", "stay-in-touch", None)),
    ]
    assert "zoe-hart ask 13, zoe-hart stay-in-touch 89" in owed(zoe)
    zoe.ok("undo")
    assert "zoe" not in owed(zoe)
    assert zoe.json("log zoe") == []


def test_more_of_it_keeps_the_earlier_day_and_one_of_each(zoe: Commands) -> None:
    tell(zoe, "business zoe 500 --on 2026-11-20; business Zoe Hart 70")
    assert "zoe-hart ask 13, zoe-hart stay-in-touch 89" in owed(zoe)
    write(zoe, "business zoe 9 --no-next")
    assert len([one for one in zoe.json("log zoe") if one["kind"] == "business"]) == 3


def test_where_an_introduction_could_be_meant_direct_says_that_it_is_not(zoe: Commands) -> None:
    write(zoe, "business sally 100 --direct")
    assert zoe.json("show 1")["business"] == []
    assert zoe.json("show 1")["stage"] == "introduced"
    write(zoe, "business sally 100")
    assert zoe.json("show 1")["stage"] == "won"
    for words in ("business 1 100 --direct", "business me 100", "business me 100 --direct"):
        zoe.refused(2, words)
    zoe.refused(3, "business nobody 100")
    zoe.refused(3, "business nobody 100 --direct")


def test_an_introduction_that_ended_badly_is_none_that_could_be_meant(zoe: Commands) -> None:
    tell(zoe, "mark 1 lost")
    (deal,) = write(zoe, "business sally 100")["changed"]
    assert (deal["contact"], deal["about"]) == ("sally", None)


def test_exactly_a_contact_is_meant_before_one_with_an_introduction(zoe: Commands) -> None:
    tell(zoe, "contact add Sal; intro bob +Sal-Anne")
    (deal,) = write(zoe, "business sal 100")["changed"]
    assert deal["contact"] == "sal"


def test_it_is_corrected_to_somebody_else_or_to_an_introduction_and_back(zoe: Commands) -> None:
    (number,) = ids(write(zoe, "business zoe 500")["changed"])
    zoe.ok("contact add Kim")
    assert write(zoe, f"edit {number} --contact kim")["changed"][0]["contact"] == "kim"
    zoe.refused(2, f"edit {number} --contact me")
    (deal,) = write(zoe, f"edit {number} --about 1")["changed"]
    assert (deal["about"], deal["contact"]) == (1, None)
    (deal,) = write(zoe, f"edit {number} --contact zoe")["changed"]
    assert (deal["about"], deal["contact"]) == (None, "zoe-hart")
    zoe.refused(2, f"edit {number} --contact zoe --about 1")
    zoe.refused(2, "edit", str(number), "--contact", "")
    tell(zoe, f"delete {number} --yes")
    zoe.refused(3, f"show {number}")


def test_merged_and_forgotten_it_stays_with_whom_it_was(zoe: Commands) -> None:
    (number,) = ids(write(zoe, "business zoe 500 --note shed")["changed"])
    zoe.ok("contact add Zoey")
    zoe.ok("contact merge zoey @zoe-hart --yes")
    assert zoe.json(f"show {number}")["contact"] == "zoey"
    zoe.refused(4, "contact merge me zoey --yes")
    zoe.ok("contact forget zoey --yes")
    deal = zoe.json(f"show {number}")
    assert (deal["amount"], deal["note"]) == ("500.00", None)
    assert zoe.ok("check").out == ""


def test_the_log_the_page_and_find_know_it(zoe: Commands) -> None:
    (number,) = ids(write(zoe, "business zoe 500 garden plan")["changed"])
    (told,) = zoe.json("log zoe")
    assert (told["id"], told["kind"], told["contacts"]) == (number, "business", ["zoe-hart"])
    assert told["text"] == "500 USD from Zoe Hart: garden plan"
    assert "Zoe Hart" in zoe.ok(f"show {number}").out
    (found,) = zoe.json("find garden")
    assert (found["id"], found["handle"]) == (number, "zoe-hart")
    for command in ("show zoe", "balance zoe", "balance", "tree", "who", "log", "history"):
        zoe.ok(command)
        zoe.json(command)
    assert zoe.ok("check").out == ""


def test_the_balance_with_them_says_it_as_their_page_does(zoe: Commands) -> None:
    zoe.ok("business zoe 500 --on -3d")
    zoe.ok("business zoe 20gbp")
    said = "  business   £20, 500 USD without an introduction\n"
    assert said in zoe.ok("show zoe").out
    assert said in zoe.ok("balance zoe").out
    assert "£20 without" in zoe.ok("balance zoe --since -1d").out


def test_it_is_exported_and_imported_whole(zoe: Commands, tmp_path: Path) -> None:
    tell(zoe, "business zoe 500; follow me do the books --every 1m; done 2 --mark met")
    file = tmp_path / "all.json"
    zoe.ok("export", "-o", str(file))
    before = zoe.json("log"), zoe.json("due --all"), zoe.json("show 1")["told"]
    zoe.variables = {"REFLOG_LEDGER": str(tmp_path / "other" / "ledger.db")}
    zoe.ok("import", str(file), "--yes")
    after = zoe.json("log"), zoe.json("due --all"), zoe.json("show 1")["told"]
    assert after == before
    assert zoe.ok("check").out == ""


def test_business_found_by_a_name_says_how_to_record_it_as_paid_by_themselves(
    zoe: Commands,
) -> None:
    said = zoe.ok("business sally 90 tax return").out
    way = "reflog business sally 90 tax return --direct"
    assert f"If Sally paid you, and not through #1: reflog undo, then {way}" in " ".join(
        said.split()
    )
    zoe.ok("undo")
    zoe.ok(*way.removeprefix("reflog ").split())
    assert zoe.json("show 1")["business"] == []
    assert "--direct" not in zoe.ok("business 1 90").out
    assert "--direct" not in zoe.ok("business zoe 90").out


def test_how_to_say_that_they_paid_me_is_said_once_and_never_of_my_own_clients(
    zoe: Commands,
) -> None:
    assert "--direct" in zoe.ok("business sally 90").out
    assert "--direct" not in zoe.ok("business sally 40").out
    zoe.ok("received ann --from fred")
    assert "--direct" not in zoe.ok("business ann 300").out
