"""Drafts and wordings, as they are typed."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from reflog.cli.app import run
from rows import each_row
from terminals import Typed

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands


@pytest.fixture
def known(reflog: Commands) -> Commands:
    reflog.ok("config", "name", "Tess Marlow")
    reflog.ok("contact", "add", "Fred Moss", "--email", "fred@example.com")
    reflog.ok("contact", "add", "Sally Ng", "--email", "sally@example.com", "--phone", "+1 555 01")
    reflog.ok("intro fred sally --need tea")
    return reflog


def typed_in(reflog: Commands, text: str, *words: str) -> tuple[int, str, str]:
    """Run a command that reads standard input."""
    out, err = io.StringIO(), io.StringIO()
    code = run([*words], reflog.environ(), io.StringIO(text), out, err)
    return code, out.getvalue(), err.getvalue()


def test_a_draft_is_shown_and_changes_nothing(known: Commands) -> None:
    before = known.content()
    by_number, by_name = known.ok("draft 2"), known.ok("draft fred")
    assert by_number.out == by_name.out
    assert by_number.out.startswith(
        "To: Fred Moss <fred@example.com>\nSubject: Have you and Sally talked?\n\nHello Fred,\n\n"
    )
    assert by_number.err == "Once it is sent: reflog done 2\n"
    assert known.content() == before


def test_an_introduction_goes_to_both_or_to_one(known: Commands) -> None:
    both = known.ok("draft 1")
    assert both.out.startswith("To: Fred Moss <fred@example.com>\nTo: Sally Ng <sally@")
    assert both.err == "Still missing: what Fred Moss offers, Sally Ng's OK.\n"
    one = known.ok("draft 1 --to prospect --as message")
    assert one.out.startswith("To: Sally Ng, +1 555 01\n\nSally, meet Fred Moss")
    known.refused(2, "draft 1 --as message")
    known.refused(2, "draft 2 --to provider")
    known.refused(2, "draft 1 --to somebody")


@pytest.mark.parametrize("form", ["mail", "message"])
def test_an_introduction_that_was_made_and_declined_is_said_to_have_been_made(
    known: Commands, form: str
) -> None:
    def told() -> str:
        return known.ok(f"draft sally --for report-back --as {form}").out

    known.ok("mark 1 declined")
    assert "that I made today is not going ahead. It's nothing you said or did." in told()
    known.ok("undo")
    known.ok("mark 1 declined --why she never rang back")
    assert "that I made today is not going ahead." in told()
    assert "nothing you said" not in told()
    known.ok("undo")
    known.ok("edit 1 --stage lead")
    known.ok("mark 1 declined")
    assert "that I had in mind is not going ahead." in told()


def test_a_link_for_a_phone_hands_over_a_text_and_no_letter(known: Commands) -> None:
    known.ok("contact", "edit", "sally", "--remove-email", "sally@example.com")
    known.ok("contact", "edit", "sally", "--phone", "+1 212 555 0101")
    letter = known.ok("draft 3")
    assert letter.out.startswith("To: Sally Ng (no e-mail yet)\nSubject: ")
    assert "Sally Ng has a phone but no e-mail: --as message makes it a text.\n" in letter.err
    text = known.json("draft 3 --as message")["text"]
    for kind in ("sms", "whatsapp"):
        link = known.ok(f"draft 3 --link {kind}").out.strip()
        assert unquote(link).endswith(f"={text}")
    assert "Hello%20Sally" in known.ok("draft 3 --as mail --link sms").out


def test_a_draft_for_a_purpose_where_nothing_is_open(known: Commands) -> None:
    result = known.ok("draft", "fred", "--for", "ask", "--say", "ask=runs a bakery.")
    assert "who do you know who runs a bakery?" in result.out
    known.refused(2, "draft 2 --for ask")
    known.refused(2, "draft fred --for outcome")
    known.refused(4, "draft fred --for review")
    assert "reflog match" in known.refused(4, "draft fred --for find").err


@each_row(
    ("code", "words"),
    [
        (2, "draft"),
        (3, "draft 99"),
        (3, "draft 99999999999999999999"),
        (3, "draft nobody"),
        (2, "draft 2 --as poem"),
        (4, "draft 2 --as card"),
        (2, "draft 2 --say nonsense"),
        (2, "draft 2 --say nonsense=x"),
        (2, "draft 2 --link pigeon"),
        (2, "draft 2 --copy --open"),
        (2, "draft 2 --edit"),
        (2, "draft 2 --open"),
        (2, "draft 2 --copy"),
        (4, "draft 2 --link sms"),
        (2, "draft 2 --as message -o x.eml"),
        (2, "draft fred --for ask --as message --link mailto"),
        (2, "draft me --for thank"),
        (2, "draft fred --for thank --to provider"),
        (2, "draft me --for one-to-one"),
        (3, "wording nonsense"),
        (3, "wording thank"),
        (2, "wording sign --edit"),
        (2, "wording --edit"),
        (2, "wording sign mine.txt --edit"),
        (2, "morning"),
        (2, "morning --within x"),
        (2, "morning --purpose x"),
    ],
)
def test_what_cannot_be_is_refused(known: Commands, code: int, words: str) -> None:
    known.refused(code, words)


def test_where_nothing_is_open_a_letter_is_offered_that_can_be_written(known: Commands) -> None:
    known.ok("contact add Ann")
    offered = known.refused(3, "draft ann").err.partition("anyway: reflog ")[2].strip()
    assert known.ok(offered).out.startswith("To: Ann ")
    assert "hint: reflog follow me WHAT\n" in known.refused(3, "draft me").err


def test_a_draft_in_a_file_and_as_a_link(known: Commands, tmp_path: Path) -> None:
    file = tmp_path / "fred.eml"
    assert known.ok("draft", "2", "-o", str(file)).out == f"Wrote {file}.\n"
    assert file.read_bytes().startswith(b"X-Unsent: 1\r\nTo: Fred Moss <fred@example.com>\r\n")
    known.refused(4, "draft", "2", "-o", str(file))
    known.ok("draft", "2", "-o", str(file), "--force")
    link = known.ok("draft 2 --link mailto").out
    assert link.startswith("mailto:fred@example.com?subject=")
    assert known.json("draft 2 --link mailto")["link"] == link.rstrip("\n")
    assert known.json("draft 2")["mailto"] == link.rstrip("\n")


def test_a_blank_is_shown_and_not_handed_over(known: Commands, tmp_path: Path) -> None:
    known.ok("follow fred write to him")
    shown = known.ok("draft 4")
    assert "\n[text]\n" in shown.out
    assert "Still missing: what you want to say (--say text=…)." in shown.err
    known.refused(4, "draft", "4", "-o", str(tmp_path / "x.eml"))
    known.ok("draft", "4", "-o", str(tmp_path / "x.eml"), "--force")
    known.ok("draft", "4", "--say", "text=Hi", "-o", str(tmp_path / "y.eml"))


def test_wordings_are_listed_with_their_fields(known: Commands) -> None:
    listed = known.ok("wording").out
    assert "thank mail                         built in\n" in listed
    assert "{greeting}" in listed
    found = known.json("wording")
    assert {tuple(one) for one in found} == {("key", "mine", "language", "text")}
    assert not [one for one in found if one["mine"] or one["language"]]


def test_a_wording_of_mine_is_kept_used_taken_back_and_undone(
    known: Commands, tmp_path: Path
) -> None:
    known.ok("follow fred thank")
    usual = known.ok("draft 4").out
    file = tmp_path / "mine.txt"
    file.write_text("Subject: You\n\nDear {to.first},\nthanks.\n", encoding="utf-8")
    said = known.ok("wording", "thank mail", str(file)).out
    assert said == "The wording thank mail is yours now.\n"
    mine = known.ok("draft 4").out
    assert mine.endswith("Subject: You\n\nDear Fred,\nthanks.\n")
    assert known.ok("wording thank mail").out == "Subject: You\n\nDear {to.first},\nthanks.\n"
    assert known.json("history")[0]["summary"] == "wrote the wording thank mail"
    known.ok("undo")
    assert known.ok("draft 4").out == usual
    known.ok("redo")
    assert known.ok("draft 4").out == mine
    said = known.ok("wording", "thank mail", "").out
    assert said == "The wording thank mail is the built-in one.\n"
    assert known.ok("draft 4").out == usual


def test_a_wording_in_another_language_comes_from_standard_input(known: Commands) -> None:
    code, out, _err = typed_in(known, "{to.first}, danke!", "wording", "thank", "message.de", "-")
    assert (code, out) == (0, "The wording thank message.de is yours now.\n")
    (one,) = (one for one in known.json("wording") if one["mine"])
    assert one == {
        "key": "thank message.de",
        "mine": True,
        "language": "de",
        "text": "{to.first}, danke!",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Subject: x\n\n{too.first}", "Line 3: there is no field {too.first}"),
        ("Subject: x\n\na { b", "Line 3 has a { that starts no field"),
        ("no subject", "The mail has no subject"),
        ("Subject: x\n\n" + "x" * 8_000, "The wording has 8,012 bytes"),
    ],
)
def test_a_wording_that_could_not_be_filled_in_is_not_kept(
    known: Commands, text: str, message: str
) -> None:
    before = known.content()
    code, out, err = typed_in(known, text, "wording", "thank mail", "-")
    assert (code, out) == (2, "")
    assert message in err
    assert known.content() == before


def test_a_wording_from_standard_input_has_to_be_utf8_as_one_from_a_file(known: Commands) -> None:
    """Bytes that are no text were kept as their codes."""
    before = known.content()
    stdin = io.TextIOWrapper(io.BytesIO(b"Yours \xe4"), errors="backslashreplace")
    err = io.StringIO()
    code = run(["wording", "sign", "-"], known.environ(), stdin, io.StringIO(), err)
    assert (code, "not valid UTF-8; nothing was changed" in err.getvalue()) == (2, True)
    assert known.content() == before


def test_nobody_waits_for_what_standard_input_is_still_to_say(known: Commands) -> None:
    class Slow(io.StringIO):
        def read(self, size: int | None = -1) -> str:
            known.ok("note fred tea")
            return super().read(size)

    streams = Slow("Yours"), io.StringIO(), io.StringIO()
    assert run(["wording", "sign", "-"], known.environ(), *streams) == 0
    assert known.ok("wording sign").out == "Yours\n"


def test_a_file_that_is_none_is_said(known: Commands, tmp_path: Path) -> None:
    for code, path in ((3, tmp_path / "nothing"), (2, tmp_path)):
        said = known.refused(code, "wording", "thank mail", str(path)).err
        assert "hint: reflog wording KEY FILE; KEY in quotes\n" in said
    (tmp_path / "latin").write_bytes(b"Subject: \xe4")
    known.refused(2, "wording", "thank mail", str(tmp_path / "latin"))


def test_wordings_of_mine_are_exported_and_come_back(known: Commands, tmp_path: Path) -> None:
    typed_in(known, "Yours,\n{me.first}", "wording", "sign", "-")
    file = tmp_path / "all.json"
    known.ok("export", "-o", str(file))
    other = type(known)(tmp_path / "other" / "ledger.db")
    other.ok("import", str(file))
    assert other.ok("wording sign").out == "Yours,\n{me.first}\n"


def test_a_wording_of_my_own_is_found(reflog: Commands, tmp_path: Path) -> None:
    mine = tmp_path / "thanks.txt"
    mine.write_text("Subject: Danke\n\nYou thought of {other.first} across the ocean.\n")
    reflog.ok("wording", "thank introducer mail", str(mine))
    assert reflog.json("find ocean thought") == [
        {
            "kind": "wording",
            "id": None,
            "handle": None,
            "field": "thank introducer mail",
            "excerpt": "Subject: Danke You thought of {other.first} across the ocean.",
        }
    ]
    assert "thank introducer mail" in reflog.ok("find", "cros").out
    assert reflog.json("find generous") == []  # the built-in ones are no texts of the ledger


def test_a_draft_speaks_from_facts_and_greets_as_the_contact_wants(
    reflog: Commands, tmp_path: Path
) -> None:
    reflog.ok("contact", "add", "Ann Berg", "--greeting", "Dear Dr Berg", "--language", "de")
    reflog.ok("intro", "Fred Moss", "ann", "--need", "tax")
    reflog.ok("know", "fred", "say", "he reads every line", "--on", "2026-03-02")
    reflog.ok("know", "fred", "say", "he finds what you overpaid")
    reflog.ok("know", "fred", "used", "he saved me a fine")
    reflog.ok("know", "fred", "story", "a baker slept again")
    reflog.ok("know", "me", "wants", "dentists who open a second practice")
    letter = reflog.json("draft 1 --to prospect")["text"]
    assert "Dear Dr Berg," in letter
    for said in ("he finds what you overpaid", "he saved me a fine", "a baker slept again"):
        assert said in letter
    assert "every line" not in letter
    asked = reflog.json("draft fred --for ask")["text"]
    assert "dentists who open a second practice" in asked
    mine = tmp_path / "de.txt"
    mine.write_text("Subject: Guten Tag\n\n{greeting}\n\nWie geht es Ihnen?\n")
    reflog.ok("wording", "stay-in-touch mail.de", str(mine))
    german = reflog.json("draft ann --for stay-in-touch")
    assert (german["language"], german["subject"]) == ("de", "Guten Tag")


def test_after_a_draft_was_handed_over_it_says_how_to_record_that(
    known: Commands, tmp_path: Path
) -> None:
    for words in ((), ("-o", str(tmp_path / "a.eml")), ("--link", "mailto")):
        told = known.ok("draft", "fred", "--for", "thank", *words)
        assert "Once it is sent: reflog thanks @fred-moss --via note" in told.err


def test_what_has_no_letter_is_not_offered_beside_what_has_one(reflog: Commands) -> None:
    """Whoever is in doubt has a review open; the letter can only be the other one."""
    reflog.ok("contact add tom")
    reflog.ok("know", "tom", "doubt", "late", "twice")
    reflog.ok("follow", "tom", "ask", "--due", "today")
    assert reflog.json("draft tom")["purpose"] == "ask"
    reflog.ok("done 3")
    assert "There is no letter for a review" in reflog.refused(4, "draft tom").err


def test_what_a_letter_can_be_for_is_listed_once(reflog: Commands) -> None:
    assert reflog.refused(2, "draft fred --for fid").err.count("find,") == 1


def test_a_call_names_no_placeholder_and_is_not_sent(known: Commands) -> None:
    known.ok("received", "Bob", "--from", "fred")
    (call,) = [one for one in known.json("due --all") if one["purpose"] == "first-call"]
    drafted = known.ok(f"draft {call['id']}")
    assert "\nReach    no phone or e-mail yet\n" in drafted.out
    assert "[" not in drafted.out
    assert drafted.err == (
        "Still missing: Bob's phone or e-mail.\n"
        f"Once you have called: reflog done {call['id']} --mark connected\n"
    )
    assert known.json(f"draft {call['id']}")["lacks"] == ["to.reach"]
    mail = known.ok(f"draft {call['id']} --as mail")
    assert "Once it is sent: reflog done" in mail.err


def test_the_line_under_a_thank_you_settles_what_the_letter_says_and_no_more(
    reflog: Commands,
) -> None:
    reflog.ok("received zoe --from beth")
    reflog.ok("received yan --from beth")
    assert reflog.ok("draft 2").err.endswith("reflog thanks @beth --for 1 --via note\n")
    reflog.ok("thanks @beth --for 1 --via note")
    assert [one["id"] for one in reflog.json("thanks")] == [6]
    assert reflog.ok("draft 6").err.endswith("Once it is sent: reflog thanks @beth --via note\n")
    reflog.ok("follow beth thank")
    assert reflog.ok("draft 10").err.endswith("Once it is sent: reflog done 10\n")


def test_the_number_of_thanks_owed_is_told_the_lines_that_take_it(reflog: Commands) -> None:
    reflog.ok("received zoe --from beth")
    said = reflog.refused(2, "thanks 2 --via card").err
    assert "hint: reflog done 2, or: reflog thanks @beth --for 2 --via card\n" in said
    said = reflog.refused(2, "thanks 2 so kind").err
    assert "hint: reflog done 2 so kind, or: reflog thanks @beth so kind --for 2\n" in said
    assert "reflog thanks @beth --for 2\n" in reflog.refused(2, "thanks 2 --for 1").err
    assert "just a number" in reflog.refused(2, "thanks 3").err
    reflog.ok("thanks @beth --for 2 --via card")
    assert reflog.json("thanks") == []


@pytest.mark.parametrize("form", ["mail", "message", "call"])
def test_a_letter_that_only_asks_to_meet_or_whom_to_find_settles_nothing_by_being_sent(
    known: Commands, form: str
) -> None:
    meet = known.json("follow fred one-to-one")["next"][0]["id"]
    pay_back = known.json("follow fred pay-back")["next"][0]["id"]
    told = known.ok(f"draft {meet} --as {form}").err
    assert f"Once you have met: reflog done {meet}\n" in told
    told = known.ok(f"draft {pay_back} --as {form}").err
    assert f"Once they are paid back: reflog done {pay_back}\n" in told


@pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")
def test_a_text_that_the_terminal_is_asked_to_copy_is_shown_to_be_selected(known: Commands) -> None:
    terminal = Typed(["draft", "2", "--copy"], {**known.environ(), "TERM": "xterm"})
    assert terminal.end() == 0
    terminal.close()
    shown = terminal.seen.partition("\a")[2]
    assert shown.index("Hello Fred,") < shown.index("select the text above.")
