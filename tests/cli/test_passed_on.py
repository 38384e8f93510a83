"""An introduction that was declined and passed on, and remarks beside what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from stories import owed

if TYPE_CHECKING:
    from commands import Commands


def remarks(reflog: Commands, *words: str) -> list[tuple[str, str | None, int | None]]:
    found: list[dict[str, Any]] = reflog.json(*words)["remarks"]
    assert all(set(one) == {"code", "contact", "id", "text"} for one in found)
    return [(one["code"], one["contact"], one["id"]) for one in found]


@pytest.fixture
def hal(reflog: Commands) -> Commands:
    reflog.ok("contact", "add", "Hal Orr", "--role", "competitor")
    return reflog


def test_what_i_have_no_room_for_goes_to_a_friendly_competitor(hal: Commands) -> None:
    hal.ok("know me full two audits")
    answer = hal.json("received", "Gus Ray", "--from", "fred", "--need", "a website")
    (remark,) = answer["remarks"]
    assert (remark["code"], remark["contact"]) == ("pass-on", "hal-orr")
    assert "Hal Orr" in remark["text"]
    number = next(one["id"] for one in answer["changed"] if one["kind"] == "introduction")
    before = hal.json("due --all")
    told = hal.json("mark", "gus", "declined", "--passed-to", "hal", "--why", "too small")
    first = hal.json(f"show {number}")
    second = hal.json(f"show {first['passed_to']}")
    assert (first["stage"], first["why"]) == ("declined", "too small")
    assert (second["direction"], second["introducer"]) == ("given", "me")
    assert (second["provider"], second["prospect"], second["need"]) == (
        "hal-orr",
        "gus-ray",
        "a website",
    )
    assert owed(hal) == "fred report-back 2, fred thank 2, gus-ray check-in 3, hal-orr check-in 3"
    (back,) = [one for one in told["next"] if one["purpose"] == "report-back"]
    assert back["what"] == "tell Fred that you have passed Gus Ray on to Hal Orr"
    assert f"to Hal Orr (#{second['id']})" in hal.ok(f"show {number}").out
    hal.ok("undo")
    assert hal.json("due --all") == before
    assert hal.json(f"show {number}")["passed_to"] is None


def test_what_a_partner_passes_on_is_theirs_and_the_prospect_is_asked_how_it_goes(
    hal: Commands,
) -> None:
    hal.ok("intro", "Fred Moss", "Carl Ott", "--need", "a roof")
    hal.ok("mark 1 declined --passed-to hal")
    first = hal.json("show 1")
    second = hal.json(f"show {first['passed_to']}")
    assert first["why"] == "passed on to Hal Orr"
    assert (second["direction"], second["introducer"]) == ("other", "fred-moss")
    assert second["follow_ups"] == []
    (back,) = hal.json("due --all")
    assert (
        back["what"]
        == "tell Carl Ott that Fred Moss has passed them on to Hal Orr, and ask how it goes"
    )
    hal.ok(f"done {back['id']}")
    assert "told Carl Ott that Fred Moss has passed them on to Hal Orr" in hal.ok("log").out
    assert "declined 1, passed on 1" in hal.ok("show fred").out


def test_the_open_one_there_is_becomes_the_second(hal: Commands) -> None:
    hal.ok("intro fred carl")
    (other,) = (
        one
        for one in hal.json("intro hal carl --by fred")["changed"]
        if one["provider"] == "hal-orr"
    )
    hal.ok("mark 1 declined --passed-to hal")
    assert hal.json("show 1")["passed_to"] == other["id"]
    assert len(hal.json("intros")) == 2


def test_one_side_may_tell_that_it_was_passed_on(hal: Commands) -> None:
    hal.ok("intro fred carl")
    hal.ok("done 2 --mark declined --passed-to hal")
    assert hal.json("show 1")["passed_to"] is not None
    hal.ok("undo")
    hal.ok("done 2 declined --passed-to hal --why too small")
    assert hal.json("show 1")["why"] == "too small"
    hal.ok("undo")
    hal.ok("done 2 --mark declined --passed-to me")
    second = hal.json(f"show {hal.json('show 1')['passed_to']}")
    assert (second["direction"], second["introducer"], second["provider"]) == (
        "received",
        "fred",
        "me",
    )
    assert hal.json("show 1")["why"] == "passed on to me"


def test_somebody_new_may_take_it(reflog: Commands) -> None:
    reflog.ok("intro fred carl")
    answer = reflog.json("mark", "1", "declined", "--passed-to", "Ida Roy")
    assert [one["handle"] for one in answer["created_contacts"]] == ["ida-roy"]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (2, "mark 1 won --passed-to hal"),
        (2, "mark 1 bad --passed-to hal"),
        (2, "done 2 --passed-to hal"),
        (2, "done 2 --mark won --passed-to hal"),
        (4, "mark 1 declined --passed-to fred"),
        (4, "mark 1 declined --passed-to carl"),
    ],
)
def test_what_cannot_be_passed_on_is_refused(hal: Commands, code: int, line: str) -> None:
    hal.ok("intro fred carl")
    hal.refused(code, *line.split())


def test_passed_on_is_kept_by_export_and_import(hal: Commands, tmp_path: Any) -> None:
    hal.ok("intro fred carl")
    hal.ok("mark 1 declined --passed-to hal")
    whole, other = tmp_path / "whole.json", tmp_path / "other.db"
    hal.ok("export", "--format", "json", "-o", str(whole))
    hal.ok("--ledger", str(other), "import", str(whole), "--yes")
    assert hal.json("--ledger", str(other), "show", "1") == hal.json("show 1")


def test_deleting_the_second_leaves_the_first(hal: Commands) -> None:
    hal.ok("intro fred carl")
    hal.ok("mark 1 declined --passed-to hal")
    second = hal.json("show 1")["passed_to"]
    hal.ok(f"delete {second} --yes")
    assert hal.json("show 1")["passed_to"] is None


def test_a_call_that_reached_nobody_asks_for_a_better_way(reflog: Commands) -> None:
    reflog.ok("received", "Gus Ray", "--from", "Fred Moss")
    (call,) = (one for one in reflog.json("due --all") if one["purpose"] == "first-call")

    def sentence() -> str:
        (back,) = (one for one in reflog.json("due --all") if one["purpose"] == "report-back")
        return str(back["what"])

    assert sentence() == "tell Fred Moss how things stand with Gus Ray"
    reflog.ok(f"done {call['id']} no answer")
    assert (
        sentence()
        == "tell Fred Moss how things stand with Gus Ray, and ask for a better way to reach them"
    )
    asked = "If you know a better way to reach Gus, please tell me."
    for form in ("mail", "message"):
        assert asked in reflog.ok(f"draft fred --for report-back --as {form}").out
    reflog.ok("mark gus connected")
    assert sentence() == "tell Fred Moss how things stand with Gus Ray"
    for form in ("mail", "message"):
        assert asked not in reflog.ok(f"draft fred --for report-back --as {form}").out


def test_whoever_brought_them_may_get_them_back(reflog: Commands) -> None:
    reflog.ok("received gus --from fred")
    (told, *_) = reflog.json("mark gus declined --passed-to fred")["next"]
    assert told["what"] == "tell Fred that you have passed Gus back to them"
    assert "tell them that you have passed Gus back to them" in reflog.ok("due --all").out


def test_remarks_come_in_their_order_and_three_are_said(reflog: Commands) -> None:
    for name in ("Ann", "Bea", "Cy"):
        reflog.ok(f"intro fred {name} --on 2026-11-01")
    reflog.ok("mark ann declined --why busy")
    reflog.ok("received dan --from fred")
    reflog.ok("mark dan won")
    reflog.ok("know fred say he reads every line")
    reflog.ok("know fred full two audits until 1 feb")
    reflog.ok("know fred doubt he was rude")
    reflog.ok("know eve out")
    answer = reflog("intro", "fred", "eve", "--json")
    codes = [one["code"] for one in answer.json["remarks"]]
    assert codes == ["out", "doubt", "full", "declined", "waiting", "pay-back", "say"]
    texts = [one["text"] for one in answer.json["remarks"]]
    assert "he was rude" in texts[1]
    assert "Saturday 2026-11-21" in texts[1]
    assert "2027-02-01" in texts[2]
    assert "busy" in texts[3]
    assert "2 introductions" in texts[4]
    assert "was this it? reflog done" in texts[5]
    assert "he reads every line" in texts[6]
    assert [text in answer.err for text in texts] == [True, True, True, *[False] * 4]


def test_the_one_that_uses_up_the_room_is_not_remarked(reflog: Commands) -> None:
    reflog.ok("know fred room 1")
    assert remarks(reflog, "intro fred ann") == []
    assert [code for code, *_ in remarks(reflog, "intro fred bea")] == ["full"]


def test_whoever_introduces_them_it_is_remarked_that_the_provider_is_full(
    reflog: Commands,
) -> None:
    reflog.ok("know fred full until 1 feb")
    assert remarks(reflog, "intro fred ann --by cy") == [("full", "fred", 1)]
    assert remarks(reflog, "received dan --from fred") == []


def test_what_to_say_is_not_remarked_where_it_is_said(reflog: Commands) -> None:
    reflog.ok("know fred say he reads every line")
    assert remarks(reflog, "intro", "fred", "ann", "--offer", "tax") == []
    assert remarks(reflog, "intro", "fred", "bea") == [("say", "fred", 1)]


def test_a_gift_leaves_the_pay_back_and_a_referral_does_not(reflog: Commands) -> None:
    reflog.ok("received dan --from fred")
    reflog.ok("mark dan won")
    (debt,) = (one for one in reflog.json("due --all") if one["purpose"] == "pay-back")
    assert remarks(reflog, "thanks fred --via gift") == [("pay-back", "fred", debt["id"])]
    assert remarks(reflog, "thanks fred --via referral") == []


def test_a_check_in_that_is_done_says_what_else_waits(reflog: Commands) -> None:
    reflog.ok("intro fred ann --on 2026-11-01")
    reflog.ok("intro fred bea --on 2026-11-20")
    (asked,) = (
        one
        for one in reflog.json("due --all")
        if (one["contact"], one["about"], one["purpose"]) == ("fred", 1, "check-in")
    )
    assert remarks(reflog, f"done {asked['id']}") == [("waiting", "fred", 1)]


def test_every_write_answers_remarks(reflog: Commands) -> None:
    for line in ("contact add Fred", "note fred tea", "know fred trust", "config currency EUR"):
        assert remarks(reflog, line) == []


def test_whoever_may_serve_a_find_is_remarked(reflog: Commands) -> None:
    reflog.ok("know", "Ann Berg", "needs", "a copywriter")
    find = reflog.json("due --all")[0]["id"]
    answer = reflog.json("contact", "add", "Cora Lind", "--profession", "copywriter")
    assert [(one["code"], one["contact"], one["id"]) for one in answer["remarks"]] == [
        ("need", "ann-berg", find)
    ]
    assert answer["remarks"][0]["text"] == (
        "Ann Berg needs a copywriter. Could Cora Lind help? reflog intro cora-lind ann-berg"
    )
    assert remarks(reflog, "contact add Ed --profession plumber") == []
    assert remarks(reflog, "contact edit ed --tag copywriting") == [("need", "ann-berg", find)]
    assert remarks(reflog, "know ed say he can fix a tap") == []
    reflog.ok("contact add Flo")
    assert remarks(reflog, "know flo does copywriting") == [("need", "ann-berg", find)]
    reflog.ok("intro cora ann")
    assert remarks(reflog, "contact add Gus --profession copywriter") == []


def report_back(reflog: Commands) -> str:
    (one,) = [one for one in reflog.json("due --all") if one["purpose"] == "report-back"]
    letter: str = reflog.json(f"draft {one['id']}")["text"]
    assert "going ahead" not in letter
    assert letter.count("passed on to") <= 1  # the reason is no second telling
    return letter


def test_a_letter_says_who_it_was_passed_on_to_and_not_that_it_is_off(hal: Commands) -> None:
    hal.ok("received", "Gus Ray", "--from", "ann", "--need", "a website")
    hal.ok("mark gus declined --passed-to hal")
    assert "to keep you posted: I have passed Gus on to Hal Orr." in report_back(hal)
    hal.ok("undo")
    hal.ok("mark gus declined --passed-to hal --why too far for me")
    assert "The reason, as far as I know it: too far for me." in report_back(hal)
    hal.ok("undo")
    hal.ok("mark gus declined --passed-to ann")
    assert "I have passed Gus back to you." in report_back(hal)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mark 1 declined", "Fred has passed you on to Hal Orr. How is it going with them?\n"),
        ("done fred --mark declined", "Fred has passed you on to Hal Orr."),
        ("done carl --mark declined", "I hear that you have passed Carl on to Hal Orr."),
    ],
)
def test_each_side_reads_of_the_passing_on_as_it_concerns_them(
    hal: Commands, typed: str, said: str
) -> None:
    hal.ok("intro", "Fred Moss", "Carl Ott")
    hal.ok(f"{typed} --passed-to hal")
    assert said in report_back(hal)


def test_whom_it_was_passed_on_to_is_said_beside_a_reason_that_was_given(hal: Commands) -> None:
    hal.ok("intro fred carl")
    said = hal.ok("mark 1 declined --passed-to hal --why no time").out
    assert "declined on Saturday 2026-11-21 (no time).\n" in said
    assert "#1 was passed on to Hal Orr (#5).\n" in said
    hal.ok("undo")
    assert "was passed on" not in hal.ok("mark 1 declined --passed-to hal").out
    hal.ok("undo")
    said = hal.ok("done 2 declined --passed-to hal --why no time").out
    assert "#1 was passed on to Hal Orr" in said


def test_what_a_side_answers_when_asked_why_is_shown_as_the_reason(reflog: Commands) -> None:
    reflog.ok("intro fred carl")
    reflog.ok("mark 1 lost")
    reflog.ok("done carl too dear")
    assert "  why            Carl: too dear\n" in reflog.ok("show 1").out
    assert reflog.json("show 1")["why"] is None


def test_who_else_could_help_is_remarked_when_a_stage_is_told_and_not_of_all_done_later(
    reflog: Commands,
) -> None:
    reflog.ok("intro fred carl --need roof")
    assert remarks(reflog, "done 2 declined") == [("nobody", None, 1)]
    reflog.ok("contact add Hal --profession roofer")
    reflog.ok("intro hal carl --need roof")
    reflog.ok("follow carl call --about 1")
    report_back, call = (
        one["id"]
        for one in reflog.json("due --all")
        if one["about"] == 1 and one["purpose"] in {"report-back", "other"}
    )
    assert remarks(reflog, f"done {report_back} {call}") == []
