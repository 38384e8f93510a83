"""What is known of people: facts, the sheet, needs, and what follows from trust."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from commands import SCRIPT
from rows import each_row
from stories import owed

if TYPE_CHECKING:
    from commands import Commands

SHEET = {
    *("facts", "trust", "trust_on", "trust_id", "room", "room_until", "room_left", "room_id"),
    *("told_on", "unknown", "stale"),
}


def sheet(reflog: Commands, name: str) -> dict[str, Any]:
    found: dict[str, Any] = reflog.json("know", name)["sheet"]
    return found


def said(reflog: Commands, name: str) -> list[tuple[str, str | None]]:
    return [(one["topic"], one["note"]) for one in sheet(reflog, name)["facts"]]


@pytest.fixture
def fred(reflog: Commands) -> Commands:
    reflog.ok("contact", "add", "Fred Moss")
    return reflog


def test_the_newest_fact_speaks_first_and_undo_takes_back_one(fred: Commands) -> None:
    fred.ok("know fred say he reads every line --on 2026-03-02")
    fred.ok("know fred say he finds what you overpaid")
    assert said(fred, "fred") == [
        ("say", "he finds what you overpaid"),
        ("say", "he reads every line"),
    ]
    page = fred.ok("know fred").out
    assert page.index("he finds what you overpaid") < page.index("he reads every line")
    assert sheet(fred, "fred")["stale"] == []
    fred.today = "2027-05-21"
    assert sheet(fred, "fred")["stale"] == ["say"]
    assert "What should you tell people about Fred Moss?" in fred.ok("know fred").out
    fred.ok("undo")
    assert said(fred, "fred") == [("say", "he reads every line")]


def test_a_sheet_has_every_key(fred: Commands) -> None:
    answer = fred.json("know fred")
    assert list(answer) == ["contact", "contact_name", "sheet", "told", "untold"]
    assert (answer["contact"], answer["contact_name"]) == ("fred-moss", "Fred Moss")
    assert answer["told"] is answer["untold"] is None
    assert set(answer["sheet"]) == SHEET
    assert answer["sheet"]["unknown"] == ["wants", "say", "does", "room", "apart", "told"]


@each_row(
    "line",
    [
        "know fred want dentists",
        "know fred say",
        "know me trust",
        "know me used good",
        "know me needs a plumber",
        "know fred full until soon",
        "know fred full until",
        "know fred full untill march",
        "know fred room 3 till march",
        "know fred full until yesterday",
        "know fred room 0",
        "know fred room 1000",
        "know fred needs",
        "know fred --on yesterday",
        "know fred needs tea --about 1",
        "know",
    ],
)
def test_what_is_no_fact_is_refused(fred: Commands, line: str) -> None:
    fred.refused(2, line)


def test_a_word_that_is_no_topic_is_answered_with_the_list_and_the_nearest(fred: Commands) -> None:
    refusal = fred.refused(2, "know fred want dentists")
    assert "does, say, apart, wants" in refusal.err
    assert "maybe wants?" in refusal.err


@each_row(
    ("said", "instead"),
    [
        ("no", "full"),
        ("None", "full"),
        ("busy until 1 feb", "full until 1 feb"),
        ("full", "full"),
        ("not now", "full"),
        ("no, two audits", "full two audits; if there is room"),
        ("no limit", "reflog know fred room -- no limit"),
    ],
)
def test_room_that_says_there_is_none_is_never_kept_as_room(
    fred: Commands, said: str, instead: str
) -> None:
    refusal = fred.refused(2, f"know fred room {said}")
    assert instead in refusal.err


def test_room_may_say_anything_else_and_behind_the_dashes_whatever_it_likes(
    fred: Commands,
) -> None:
    for said in ("nobody before may", "not much now", "2 small jobs", "from monday on"):
        (fact,) = fred.json(f"know fred room {said}")["changed"]
        assert (fact["topic"], fact["note"]) == ("room", said)
    fred.ok("know fred room -- no limit")
    assert sheet(fred, "fred")["facts"][0]["note"] == "no limit"


def test_a_sheet_of_nobody_is_not_found(fred: Commands) -> None:
    fred.refused(3, "know tom")


def test_a_person_may_come_with_the_first_fact(reflog: Commands) -> None:
    answer = reflog.json("know", "Ann Berg", "does", "tax for bakers")
    assert [one["handle"] for one in answer["created_contacts"]] == ["ann-berg"]
    assert reflog.ok("know ann").out.startswith("Ann Berg (ann-berg)")
    reflog.refused(3, "know Tom Ray does windows")


@pytest.mark.parametrize("topic", ["trust", "doubt", "out", "room", "full", "told", "visited"])
def test_some_topics_say_enough_alone(fred: Commands, topic: str) -> None:
    (fact,) = fred.json(f"know fred {topic}")["changed"][-1:]
    assert (fact["topic"], fact["note"], fact["until"]) == (topic, None, None)


def test_a_fact_is_a_note_with_topic_and_until(fred: Commands) -> None:
    (fact,) = fred.json("know fred full two audits until 1 feb")["changed"]
    assert (fact["kind"], fact["note"], fact["until"]) == ("note", "two audits", "2027-02-01")
    (fact,) = fred.json("know fred does work until late")["changed"]
    assert (fact["note"], fact["until"]) == ("work until late", None)
    fred.ok("know", "fred", "full", "--", "until", "late")
    fact = sheet(fred, "fred")["facts"][0]
    assert (fact["note"], fact["until"]) == ("until late", None)


def test_full_until_a_day_and_room_for_three(fred: Commands) -> None:
    fred.ok("know fred full two audits until 1 feb")
    assert (sheet(fred, "fred")["room"], sheet(fred, "fred")["room_until"]) == (
        "full",
        "2027-02-01",
    )
    fred.today = "2027-02-02"
    assert sheet(fred, "fred")["room"] is None
    fred.ok("know fred room 2")
    fred.ok("intro fred sally")
    found = sheet(fred, "fred")
    assert (found["room"], found["room_left"]) == ("room", 1)
    fred.ok("intro fred gina")
    found = sheet(fred, "fred")
    assert (found["room"], found["room_left"]) == ("full", 0)
    assert "full" in fred.ok("contact list").out


def test_a_fact_is_corrected_and_deleted_by_its_number(fred: Commands) -> None:
    (fact,) = fred.json("know fred full two audits until 1 feb")["changed"]
    number = fact["id"]
    fred.ok(f"edit {number} --topic room --until 3w --note 3")
    found = sheet(fred, "fred")
    assert (found["room"], found["room_until"], found["room_left"]) == ("room", "2026-12-12", 3)
    fred.refused(2, f"edit {number} --topic say")
    fred.refused(2, f"edit {number} --topic needs")
    fred.refused(2, f"edit {number} --note 0")
    fred.ok("edit", str(number), "--until", "", "--topic", "say", "--note", "he reads")
    assert said(fred, "fred") == [("say", "he reads")]
    fred.refused(2, "edit", str(number), "--note", "")
    fred.ok(f"delete {number} --yes")
    assert said(fred, "fred") == []


def test_a_fact_of_mine_stays_one_that_there_is(fred: Commands) -> None:
    (fact,) = fred.json("know me wants dentists")["changed"]
    fred.refused(2, f"edit {fact['id']} --topic used")


def test_the_log_tells_facts_as_sentences_and_find_names_the_topic(fred: Commands) -> None:
    fred.ok("know fred apart he answers within a day")
    fred.ok("know me wants dentists")
    told = fred.json("log")
    assert [one["text"] for one in told] == [
        "a good referral for me: dentists",
        "what sets Fred Moss apart: he answers within a day",
    ]
    (found,) = fred.json("find within")
    assert (found["kind"], found["field"], found["handle"]) == ("note", "apart", "fred-moss")


def test_my_pitch_says_who_was_told_it_and_whether_it_has_changed(fred: Commands) -> None:
    fred.ok("contact add Ann --role partner")
    fred.ok("know me wants dentists --on 2026-11-01")
    fred.ok("know fred told --on 2026-11-10")
    answer = fred.json("know me")
    assert answer["told"] == [
        {"contact": "fred-moss", "contact_name": "Fred Moss", "on": "2026-11-10", "stale": False}
    ]
    assert answer["untold"] == ["ann"]
    fred.ok("know me wants vets")
    assert fred.json("know me")["told"][0]["stale"]
    page = fred.ok("know me").out
    assert "your pitch has changed since" in page
    assert "Never told" in page


def test_what_somebody_needs_is_a_promise_until_an_introduction_serves_it(
    reflog: Commands,
) -> None:
    (find,) = reflog.json("know", "Ann Berg", "needs", "a copywriter")["next"]
    assert (find["purpose"], find["due_on"], find["about"]) == ("find", "2026-11-23", None)
    assert "find a copywriter" in reflog.ok("due --all").out
    reflog.ok("know ann needs a plumber")
    assert len(reflog.json("due --all --purpose find")) == 2
    reflog.ok("drop", str(find["id"] + 1))
    reflog.ok("contact", "add", "Cora Lind")
    answer = reflog.json("intro cora ann")
    introduction = next(one for one in answer["changed"] if one["kind"] == "introduction")
    done = next(one for one in answer["changed"] if one["purpose"] == "find")
    assert introduction["need"] == "a copywriter"
    assert (done["status"], done["note"]) == ("done", f"by #{introduction['id']}")
    reflog.ok("undo")
    assert len(reflog.json("due --all --purpose find")) == 1


def test_a_need_that_is_said_serves_the_finds_with_a_like_word(reflog: Commands) -> None:
    reflog.ok("know ann needs a plumber by friday")
    reflog.ok("know ann needs a copywriter")
    reflog.ok("intro cora ann --need plumbing")
    left = [one["what"] for one in reflog.json("due --all --purpose find")]
    assert left == ["find a copywriter for Ann"]


def test_a_lead_serves_the_need_once_it_is_an_introduction(reflog: Commands) -> None:
    reflog.ok("know ann needs a copywriter")
    (lead,) = (
        one
        for one in reflog.json("intro cora ann --lead")["changed"]
        if one["kind"] == "introduction"
    )
    assert lead["need"] is None
    assert len(reflog.json("due --all --purpose find")) == 1
    reflog.ok(f"mark {lead['id']} introduced")
    assert reflog.json(f"show {lead['id']}")["need"] == "a copywriter"
    assert reflog.json("due --all --purpose find") == []


def test_introductions_of_others_serve_no_need(reflog: Commands) -> None:
    reflog.ok("know ann needs a copywriter")
    reflog.ok("intro cora ann --by fred")
    assert len(reflog.json("due --all --purpose find")) == 1


def test_doubt_is_reviewed_trust_settles_it_and_out_drops_what_is_owed(fred: Commands) -> None:
    (review,) = fred.json("know fred doubt he was rude")["next"]
    assert (review["purpose"], review["due_on"]) == ("review", "2026-11-30")  # a Monday
    assert fred.json("know fred doubt again")["next"] == []
    answer = fred.json("know fred trust")
    done = next(one for one in answer["changed"] if one["kind"] == "follow-up")
    fact = next(one for one in answer["changed"] if one["kind"] == "note")
    assert (done["status"], done["note"]) == ("done", f"by #{fact['id']}")
    for purpose in ("one-to-one", "stay-in-touch", "ask", "thank"):
        fred.ok(f"follow fred {purpose}")
    fact = next(one for one in fred.json("know fred out")["changed"] if one["kind"] == "note")
    assert owed(fred) == "fred-moss thank 1"
    dropped = fred.json("find closed")
    assert {one["excerpt"] for one in dropped} == {f"closed by #{fact['id']} out"}
    assert sheet(fred, "fred")["trust"] == "out"
    assert "out" in fred.ok("contact list").out


def test_one_that_went_badly_puts_in_doubt_and_trust_restores(fred: Commands) -> None:
    fred.ok("intro fred sally")
    fred.ok("mark 1 bad --why rude --at-fault fred")
    found = sheet(fred, "fred")
    assert (found["trust"], found["trust_on"], found["trust_id"]) == ("doubt", "2026-11-21", 1)
    fred.ok("know fred trust")
    assert sheet(fred, "fred")["trust"] == "trusted"


def test_what_went_badly_through_me_is_no_doubt_in_myself(reflog: Commands) -> None:
    reflog.ok("received ann --from fred")
    reflog.ok("mark 1 bad --at-fault me --why late")
    for line in ("show me", "know me"):
        page = reflog.ok(line).out
        assert "  It went badly on Sat 21 Nov 2026, your fault (#1): late\n" in page
        assert "trust" not in page


def test_a_client_is_not_asked_again_too_soon(reflog: Commands) -> None:
    reflog.ok("follow paul ask --due today")
    reflog.ok("done 1")
    reflog.ok("received paul --from xena")
    reflog.ok("mark paul won")
    (ask,) = reflog.json("due --all --purpose ask")
    assert ask["due_on"] == "2027-05-20"  # 180 days after
    reflog.ok("config days.ask-again 30")
    reflog.ok("undo")
    reflog.ok("undo")
    reflog.ok("config days.ask-again 30")
    reflog.ok("mark paul won")
    (ask,) = reflog.json("due --all --purpose ask")
    assert ask["due_on"] == "2026-12-21"


def test_config_lists_the_intervals_of_knowing(reflog: Commands) -> None:
    kept = {one["key"]: one["value"] for one in reflog.json("config")}
    assert {key: kept[f"days.{key}"] for key in ("find", "stale", "quiet", "ask-again")} == {
        "find": 1,
        "stale": 180,
        "quiet": 90,
        "ask-again": 180,
    }


def test_merging_moves_facts_and_needs(fred: Commands) -> None:
    fred.ok("contact", "add", "Freddy Moss")
    fred.ok("know", "@freddy-moss", "say", "he reads every line")
    fred.ok("know", "@freddy-moss", "needs", "a plumber")
    fred.ok("contact merge @fred-moss @freddy-moss --yes")
    assert said(fred, "@fred-moss") == [("say", "he reads every line")]
    assert [one["contact"] for one in fred.json("due --all")] == ["fred-moss"]


def test_of_many_who_were_never_told_the_first_are_named_and_the_others_counted(
    reflog: Commands,
) -> None:
    for number in range(53):
        reflog.ok("contact", "add", f"Pal P{number:02}", "--role", "partner")
    assert len(reflog.json("know me")["untold"]) == 50
    assert reflog.ok("know me").out.endswith(", Pal P48, Pal P49 and 3 more\n")


def test_nobody_of_the_circle_is_forgotten(fred: Commands) -> None:
    fred.ok("intro fred sally")
    assert fred.json("know me")["untold"] == ["fred-moss"]
    fred.ok("contact forget fred --yes")
    assert fred.json("know me")["untold"] == []
    assert fred.json("network")["partners"]["count"] == 0
    assert fred.json("met") == []


def test_forgetting_blanks_facts_and_their_topic(fred: Commands) -> None:
    fred.ok("know fred say he reads every line")
    fred.ok("know fred out")
    fred.ok("know fred full until 1 feb")
    fred.ok("know fred needs a plumber for his mother")
    fred.ok("contact forget fred --yes")
    notes = [fred.json(f"show {number}") for number in (1, 2, 3)]
    assert {(one["topic"], one["until"]) for one in notes} == {(None, None)}
    assert not {one["note"] for one in notes} & {"he reads every line"}
    assert b"plumber" not in fred.ledger.read_bytes()
    assert "out" not in fred.ok("contact list").out


def test_facts_travel_in_the_whole_ledger_and_in_a_table(fred: Commands, tmp_path: Any) -> None:
    fred.ok("know fred full two audits until 1 feb")
    fred.ok("know fred trust")
    fred.ok("know fred needs a plumber")
    (header, first, *_rest) = fred.ok("export notes --format csv").out.splitlines()
    assert header.endswith("note,topic,until")
    assert first.endswith("two audits,full,2027-02-01")
    whole, other = tmp_path / "whole.json", tmp_path / "other.db"
    fred.ok("export", "--format", "json", "-o", str(whole))
    fred.ok("--ledger", str(other), "import", str(whole), "--yes")
    again = fred.json("--ledger", str(other), "know", "fred")
    assert again == fred.json("know fred")
    assert fred.json("--ledger", str(other), "due", "--all") == fred.json("due --all")
    fred.ok("--ledger", str(other), "check")


def test_tab_completes_topics(fred: Commands) -> None:
    offered = fred.process("__complete", "zsh", "reflog", "know", "fred", "pa").out
    assert offered.split() == ["partners", "passionate"]


def test_a_name_of_several_words_stands_in_quotes(reflog: Commands) -> None:
    refusal = reflog.refused(2, "know", "tom", "wright", "does", "windows")
    assert 'reflog know "tom wright" does windows' in refusal.err
    refusal = reflog.refused(3, "know", "Tom", "Wright", "does", "windows")
    assert 'reflog know "Tom Wright" does windows' in refusal.err


def test_a_fact_may_come_from_standard_input(fred: Commands) -> None:
    subprocess.run(
        [str(SCRIPT), "know", "fred", "say", "-"],
        input=b"he reads\nevery line\n",
        env=fred.environ(),
        check=True,
        capture_output=True,
    )
    assert said(fred, "fred") == [("say", "he reads\nevery line")]


def test_the_page_on_a_person_has_their_sheet_and_what_came_of_asking(fred: Commands) -> None:
    fred.ok("know fred wants restaurants")
    fred.ok("follow fred ask --due today")
    fred.ok("done fred --on today")
    fred.ok("received gus --from fred")
    found = fred.json("show fred")
    assert found["sheet"] == sheet(fred, "fred")
    assert (found["asked_on"], found["asked"], found["came"]) == ("2026-11-21", 1, [3])
    page = fred.ok("show fred").out
    assert "restaurants" in page
    assert "Sat 21 Nov 2026; #3 came of it" in page


def test_the_best_for_a_need_are_remarked_or_nobody(reflog: Commands) -> None:
    (remark,) = reflog.json("know", "Ann Berg", "needs", "a bookkeeper")["remarks"]
    assert (remark["code"], remark["contact"]) == ("nobody", None)
    for name in ("Bea", "Cy", "Dan", "Eve"):
        reflog.ok(f"contact add {name} --profession bookkeeper")
    reflog.ok("know cy trust")
    reflog.ok("know bea full")
    found = reflog.json("know", "Flo", "needs", "a bookkeeper")["remarks"]
    assert [(one["code"], one["contact"]) for one in found] == [
        ("match", "cy"),
        ("match", "dan"),
        ("match", "eve"),
    ]
    assert "reflog intro cy flo" in found[0]["text"]


def test_who_else_could_help_is_remarked_where_one_has_declined(reflog: Commands) -> None:
    reflog.ok("contact add Cy --profession bookkeeper")
    reflog.ok("intro", "fred", "sally", "--need", "a bookkeeper")
    reflog.ok("intro", "fred", "tom", "--need", "a magician")
    reflog.ok("intro", "fred", "una")
    marked = [reflog.json(f"mark {name} declined")["remarks"] for name in ("sally", "tom", "una")]
    assert [[(one["code"], one["contact"]) for one in some] for some in marked] == [
        [("match", "cy")],
        [("nobody", None)],
        [],
    ]


def test_a_find_is_corrected_put_off_and_done_again_like_any(reflog: Commands) -> None:
    (find,) = reflog.json("know", "Ann", "needs", "a plumber")["next"]
    number = find["id"]
    reflog.ok("edit", str(number), "--what", "a good plumber", "--every", "1w")
    assert reflog.json(f"show {number}")["what"] == "find a good plumber for Ann"
    reflog.refused(2, "edit", str(number), "--what", "")
    reflog.ok(f"snooze {number} 1w")
    (again,) = reflog.json(f"done {number} --next 3d")["next"]
    assert (again["purpose"], again["what"]) == ("find", "find a good plumber for Ann")


def test_whoever_has_left_is_not_remarked_for_a_need(reflog: Commands) -> None:
    reflog.ok("know fred out")
    reflog.ok("know ann needs tax help")
    assert reflog.json("contact", "edit", "fred", "--profession", "tax adviser")["remarks"] == []
    refusal = reflog.refused(3, "intro ann").err
    assert "if you know of someone: reflog intro PROVIDER @ann" in refusal
    reflog.ok("know fred trust")
    (remark,) = reflog.json("contact", "edit", "fred", "--city", "Kiel")["remarks"]
    assert (remark["code"], remark["contact"]) == ("need", "ann")


def test_i_am_not_asked_to_introduce_myself_to_a_need(fred: Commands) -> None:
    fred.ok("know fred needs payroll")
    said = fred.json("know me does payroll for small shops")
    assert [one for one in said["remarks"] if one["code"] == "need"] == []
    fred.ok("contact edit me --profession payroll")
    assert "help?" not in fred("contact edit me --profession payroll --city Boston").err


def test_a_misspelled_until_is_named(fred: Commands) -> None:
    refusal = fred.refused(2, "know fred full untill march")
    assert "did you mean: until march?" in refusal.err


def test_one_question_is_asked_in_the_same_words_wherever_it_stands(reflog: Commands) -> None:
    reflog.ok("contact add fred --profession plumber --role partner")
    for topic in ("wants", "say", "apart"):
        reflog.ok(f"know fred {topic} something")
    question = "What else does Fred do (plumber)?"
    for typed in ("know fred", "show fred", "met"):
        assert question in reflog.ok(typed).out
    assert question in reflog.ok("met fred").err


def test_only_a_topic_may_follow_the_first_word_of_a_new_name(reflog: Commands) -> None:
    refused = reflog.refused(3, "know Gus Ray say nice")
    assert 'put the name in quotes: reflog know "Gus Ray" say nice\n' in refused.err
    assert "or just" not in refused.err
    said = reflog.refused(3, "know Gus Say nice").err
    assert "(or just Gus: reflog know Gus -- Say nice)" in said
    assert "what to say about Gus: nice" in reflog.ok("know Gus -- Say nice").out
