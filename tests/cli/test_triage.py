"""The morning in a terminal of its own: each key against the command that it prints."""

from __future__ import annotations

import random
import re
import shlex
import shutil
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from commands import Commands
from reflog.cli.triage import HELP
from terminals import Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them"),
    pytest.mark.usefixtures("_every_day"),
]

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Morning(Typed):
    """The morning of a ledger."""

    def __init__(
        self, reflog: Commands, size: tuple[int, int] = (80, 24), **variables: str
    ) -> None:
        environ = {**reflog.environ(), "TERM": "xterm-256color", **variables}
        super().__init__(["morning"], environ, size)

    def shown(self) -> str:
        return CONTROL.sub("", self.read()).replace("\r\n", "\n")

    def card(self, place: int) -> None:
        """Wait for a card."""
        self.wait_for(f"{place} of ")
        self.wait_for("> ")

    def press(self, keys: str, then: str, times: int = 1) -> str:
        """Press keys, and wait for what follows."""
        self.type(keys.encode())
        self.wait_for(then, times)
        self.settle()
        return self.shown()

    def leave(self) -> int:
        self.type(b"q")
        return self.end()


@pytest.fixture
def opened() -> Iterator[Callable[..., Morning]]:
    mornings: list[Morning] = []

    def open_morning(reflog: Commands, *args: Any, **variables: Any) -> Morning:
        mornings.append(Morning(reflog, *args, **variables))
        return mornings[-1]

    yield open_morning
    for one in mornings:
        one.close()


@pytest.fixture
def due(reflog: Commands) -> Commands:
    """Four follow-ups that are due: both sides, a debt, and one of my own."""
    reflog.ok("config", "name", "Tess Marlow")
    reflog.ok("config", "phone", "+1 555 0100")
    reflog.ok("contact", "add", "Fred Moss", "--email", "fred@example.com", "--phone", "+1 555 01")
    reflog.ok("intro fred sally --need tea --on -9d")  # 1: 2 Fred, 3 Sally
    reflog.ok("follow ann call --due 2026-11-21")  # 4
    reflog.ok("received bob --from ann --on -9d")  # 5: 6 thank, 7 report-back, 8 first call
    return reflog


def twin_of(reflog: Commands, folder: Path) -> Commands:
    folder.mkdir(0o700)
    shutil.copyfile(reflog.ledger, folder / "ledger.db")
    (folder / "ledger.db").chmod(0o600)
    return Commands(folder / "ledger.db", reflog.today)


def dump(reflog: Commands) -> Any:
    """Return the whole ledger, but for what no two ledgers have alike."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items() if k not in {"uid", "created_at", "at"}}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return plain(reflog.json("export"))


KEYS = {
    "done": ("d\r", "reflog done 2"),
    "done with a note": ("dshe's glad\r", "reflog done 2 --note 'she'\"'\"'s glad'"),
    "mark met": ("mm", "reflog done 2 --mark met"),
    "mark won": ("mw2500 eur\r\r", "reflog done 2 --mark won --amount '2500 eur'"),
    "mark lost": ("mltoo dear\r", "reflog done 2 --mark lost --why 'too dear'"),
    "mark lost, for a reason like its word": ("mlold\r", "reflog done 2 --mark lost --why old"),
    "mark bad": ("mblate\rfred\r", "reflog done 2 --mark bad --why late --at-fault fred"),
    "mark declined": ("md\r\r", "reflog done 2 --mark declined"),
    "tomorrow": ("s1", "reflog snooze 2 tomorrow"),
    "two weeks": ("s2", "reflog snooze 2 2w"),
    "a day of mine": ("s:15th dec\r", "reflog snooze 2 15th dec"),
    "a day in words": ("smonday\r", "reflog snooze 2 monday"),
    "a day of two words": ("s15 dec\r", "reflog snooze 2 15 dec"),
    "a number of days": ("s3d\r", "reflog snooze 2 3d"),
    "a number with a plus": ("s+3d\r", "reflog snooze 2 +3d"),
    "a day said again": ("snxt friday\rfriday\r", "reflog snooze 2 friday"),
    "a key and Enter": ("s1\r", "reflog snooze 2 tomorrow"),
    "a stage in a word": ("mmet\r", "reflog done 2 --mark met"),
    "won in a word": ("mwon\r2500 eur\r\r", "reflog done 2 --mark won --amount '2500 eur'"),
    "thanked, said again": ("tphone\rcall\r", "reflog thanks @fred-moss --via call"),
    "not at all": ("x", "reflog drop 2"),
    "thanked": ("tcard\r", "reflog thanks @fred-moss --via card"),
    "a note": ("n-likes tea\r", "reflog note @fred-moss -- '-likes tea'"),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_is_the_command_that_it_prints(
    name: str, due: Commands, tmp_path: Path, opened: Callable[..., Morning]
) -> None:
    typed, line = KEYS[name]
    twin = twin_of(due, tmp_path / "twin")
    morning = opened(due)
    morning.card(1)
    assert "Fred Moss" in morning.shown()
    shown = morning.press(typed, "✓ ")
    morning.wait_for(" left", 2)
    assert f"✓ {line}\n" in morning.shown(), shown
    assert morning.leave() == 0
    assert "1 recorded, " in morning.shown()
    twin.ok(*shlex.split(line)[1:])
    assert dump(due) == dump(twin)
    history = [(one["command"], one["summary"]) for one in due.json("history")]
    assert history == [(one["command"], one["summary"]) for one in twin.json("history")]


OTHERS = {
    "a find": (("know gina needs a web designer",), "d\r", "reflog done 1"),
    "a find, later": (("know gina needs a web designer",), "sw", "reflog snooze 1 1w"),
    "a find, not at all": (("know gina needs a web designer",), "x", "reflog drop 1"),
    "an ask": (("follow ann ask",), "dshe thinks about it\r", ""),
    "an ask, thanked": (("follow ann ask",), "t\r", "reflog thanks @ann"),
    "business of a client": (("contact add ivy", "business ivy 900 --on -20d"), "d\r", ""),
    "a first call": (
        ("received bob --from ann --on -1d",),
        "\r\rmw900\r\r",
        "reflog mark 1 won --amount 900",
    ),
    "thanks": (("received bob --from ann --on -1d",), "d\r", "reflog done 2"),
    "a review": (("know fred doubt he was late",), "d\r\r", ""),
    "an own date": (("follow max call about the fair --due 2026-11-21",), "d\r", "reflog done 1"),
}
"""Commands that leave something to do, the keys at its card, and the command that is printed."""


@pytest.mark.parametrize("name", OTHERS)
def test_a_key_is_its_command_whatever_the_card_is_about(
    name: str, reflog: Commands, tmp_path: Path, opened: Callable[..., Morning]
) -> None:
    begun, typed, line = OTHERS[name]
    for words in begun:
        reflog.ok(words)
    later = Commands(reflog.ledger, "2026-12-12")
    twin = twin_of(later, tmp_path / "twin")
    morning = opened(later)
    morning.card(1)
    morning.press(typed, "✓ ")
    morning.wait_for("> ", 1)
    printed = re.findall("✓ (reflog .*)\n", morning.shown())
    assert len(printed) == 1, morning.shown()
    if line:
        assert printed == [line]
    if morning.program.poll() is None and "0 left." not in morning.shown():
        morning.type(b"q")
    assert morning.end() == 0
    twin.ok(*shlex.split(printed[0])[1:])
    assert dump(later) == dump(twin)


def test_questions_follow_a_key_as_they_follow_its_command(
    reflog: Commands, tmp_path: Path, opened: Callable[..., Morning]
) -> None:
    reflog.ok("contact", "add", "Fred Moss")
    reflog.ok("follow fred one-to-one --due 2026-11-21")
    twin = twin_of(reflog, tmp_path / "twin")
    morning = opened(reflog)
    morning.card(1)
    morning.press("dcoffee\r", "What is a good referral for Fred Moss?")
    morning.press("dentists\r", "tell people about Fred Moss?")
    morning.press("\r", "room")
    morning.press("\x04", "✓ reflog done 1 --note coffee")
    assert morning.end() == 0
    typed = ["done", "1", "--note", "coffee"]
    command = Typed(typed, {**twin.environ(), "TERM": "xterm"}, size=(200, 50))
    for place, answer in enumerate((b"dentists\n", b"\n", b"\x04"), 1):
        command.wait_for("? ", place)
        command.type(answer)
    assert command.end() == 0
    command.close()
    assert dump(reflog) == dump(twin)
    assert [one["topic"] for one in reflog.json("know fred")["sheet"]["facts"]] == ["wants"]


def test_what_is_worth_knowing_is_said_behind_what_was_done(
    reflog: Commands, opened: Callable[..., Morning]
) -> None:
    reflog.ok("config questions false")
    reflog.ok("follow fred one-to-one --due 2026-11-21")
    morning = opened(reflog)
    morning.card(1)
    shown = morning.press("d\r", "reflog history lists them.")
    assert shown.index("✓ reflog done 1") < shown.index("What is a good referral for Fred?")
    assert morning.end() == 0


@pytest.mark.parametrize("size", [(80, 24), (110, 35)])
def test_ten_people_are_gone_through_three_of_them_written_to_and_one_taken_back(
    size: tuple[int, int], reflog: Commands, opened: Callable[..., Morning]
) -> None:
    reflog.ok("config", "name", "Tess Marlow")
    reflog.ok("config", "phone", "+1 555 0100")
    for at in range(10):
        purpose = ("stay-in-touch", "one-to-one", "call about the fair")[at % 3]
        reflog.ok("follow", f"Person {chr(65 + at)}", *purpose.split(), "--due", "2026-11-21")
    reflog.ok("config questions false")
    later = Commands(reflog.ledger, "2026-11-21")
    morning = opened(later, size, NO_COLOR="1")
    morning.card(1)
    asked = set()
    for at in range(1, 11):
        morning.wait_for(f"{at} of 10 ")
        morning.wait_for("> ", at)
        asked.add(morning.shown().rpartition(f"{at} of 10")[2].split("\n")[1])
        if at in {1, 4, 7}:
            morning.press("w", "Enter back", at // 3 + 1)
            morning.press("c", "Asked the terminal", at // 3 + 1)
            morning.press("d", "✓ ", at)
        elif at == 3:
            morning.press("x", "✓ reflog drop")
            morning.press("u", "✓ reflog undo")
            morning.press("d\r", "✓ ", at + 2)
        else:
            morning.press("d\r" if at % 2 else "s1", "✓ ", at if at < 3 else at + 2)
    assert morning.end() == 0
    shown = morning.shown()
    assert len(asked) == 10
    assert "10 recorded, 0 left. reflog history lists them." in shown
    lines = [one for one in shown.split("\n") if "\x1b" not in one]
    assert max(map(len, lines)) <= size[0]
    commands = [one["command"] for one in later.json("history", "--limit", "20")][:12]
    assert sorted(set(commands)) == ["done", "drop", "snooze", "undo"]


def test_a_find_has_no_letter_and_the_cards_go_on(
    reflog: Commands, opened: Callable[..., Morning]
) -> None:
    reflog.ok("know gina needs a web designer")
    morning = opened(Commands(reflog.ledger, "2026-12-12"))
    morning.card(1)
    assert "There is no letter for a find" in morning.press("w", "think about")
    assert morning.leave() == 0
    assert "0 recorded, 1 left." in morning.shown()


def test_a_find_says_who_may_help_and_a_promise_to_myself_has_no_telephone(
    reflog: Commands, opened: Callable[..., Morning]
) -> None:
    reflog.ok("contact", "add", "Lena Fox", "--profession", "web designer")
    reflog.ok("config", "name", "Ruth Kemp")
    reflog.ok("config", "phone", "+15550100")
    reflog.ok("know gina needs a web designer")
    reflog.ok("know hugo needs a falconer")
    reflog.ok("follow", "me", "renew the insurance", "--due", "2026-12-11")
    morning = opened(Commands(reflog.ledger, "2026-12-12"))
    morning.card(1)
    morning.press("\r", "2 of 3")
    morning.press("\r", "3 of 3")
    assert morning.leave() == 0
    shown = [" ".join(line.split()) for line in morning.shown().splitlines()]
    assert "may help Lena Fox" in shown
    assert "may help nobody you know yet" in shown
    assert "You" in shown
    assert not any("+15550100" in line for line in shown)


def test_a_whole_morning(due: Commands, opened: Callable[..., Morning]) -> None:
    morning = opened(due)
    morning.card(1)
    assert "1 of 6 · 5 left" in morning.shown()
    shown = morning.press("mm", "2 of ")
    assert "Sally" in shown.rpartition("2 of ")[2]
    morning.press("\r", "3 of ")
    morning.press("d\r", "4 of ")
    assert morning.leave() == 0
    assert "2 recorded, " in morning.shown()
    assert "reflog history lists them." in morning.shown()
    assert [one["command"] for one in due.json("history")[:2]] == ["done", "done"]


def test_undo_shows_the_item_again_and_redo_brings_it_back(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    before = dump(due)
    morning = opened(due)
    morning.card(1)
    morning.press("x", "2 of ")
    after = dump(due)
    morning.press("u", "1 of ", 2)
    assert "✓ reflog undo\n  dropped #2\n\n" in morning.shown()
    assert dump(due) == before
    morning.press("r", "✓ reflog redo")
    morning.wait_for("2 of ", 2)
    assert dump(due) == after
    morning.press("u", "1 of ", 3)
    assert morning.leave() == 0
    assert dump(due) == before
    assert "0 recorded, 6 left." in morning.shown()


def test_what_is_not_of_this_morning_is_told_in_lines_that_fit(
    reflog: Commands, opened: Callable[..., Morning]
) -> None:
    reflog.ok("received", "Maximilian Featherstonehaugh", "--from", "Wilhelmina Cholmondeley")
    morning = opened(Commands(reflog.ledger, "2026-12-12"))
    morning.card(1)
    shown = morning.press("u", "Go on? [y/N]").rpartition("> u\n")[2].split("\n")
    assert [line.split()[0] for line in shown] == ["Not", "Featherstonehaugh", "Go"]
    assert max(map(len, shown)) <= 80
    morning.press("\r", "1 of ", 2)
    assert morning.leave() == 0


def test_what_is_not_of_this_morning_is_taken_back_only_when_asked(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    before = dump(due)
    morning = opened(due)
    morning.card(1)
    morning.press("u", "Go on? [y/N]")
    morning.press("\r", "1 of ", 2)
    assert dump(due) == before
    morning.press("u", "Go on? [y/N]", 2)
    morning.press("y\r", "✓ reflog undo")
    assert morning.leave() == 0
    assert len(due.json("intros")) == 1


def test_the_morning_ends_after_the_last_card(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    morning = opened(due)
    morning.card(1)
    for place in range(2, 7):
        morning.press("x", f"{place} of ")
    morning.type(b"x")
    assert morning.end() == 0
    assert "6 recorded, 0 left." in morning.shown()
    assert "To take the last one back: reflog undo\n" in morning.shown()
    again = opened(due)
    assert again.end() == 0
    assert "Nothing is due. Record your next introduction" in again.shown()


@pytest.mark.parametrize(
    ("typed", "code"), [("q", 0), ("\x04", 0), ("\x03", 130), ("n\x03q", 0), ("mw\x1bq", 0)]
)
def test_leaving_changes_nothing(
    due: Commands, opened: Callable[..., Morning], typed: str, code: int
) -> None:
    before = due.content()
    morning = opened(due)
    morning.card(1)
    for key in typed:
        morning.type(key.encode())
        time.sleep(0.15)
    assert morning.end() == code
    assert "0 recorded, 6 left." in morning.shown()
    assert due.content() == before


def test_ctrl_c_after_something_was_recorded_is_no_failure(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    morning = opened(due)
    morning.card(1)
    morning.press("x", "2 of ")
    morning.type(b"\x03")
    assert morning.end() == 0


def test_what_is_pasted_does_nothing(due: Commands, opened: Callable[..., Morning]) -> None:
    before = due.content()
    morning = opened(due)
    morning.card(1)
    morning.press("\x1b[200~xxxx\nd\n\x1b[201~", "nothing was done with it")
    assert morning.leave() == 0
    assert due.content() == before


def test_an_item_that_was_changed_elsewhere_is_read_again(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    morning = opened(due)
    morning.card(1)
    due.ok("drop 2 3 4")
    morning.press("mm", "#2")
    morning.wait_for("of ", 2)
    shown = morning.shown()
    assert "✓" not in shown
    assert "Sally" not in shown.rpartition(" of ")[2]
    assert morning.leave() == 0
    assert "0 recorded, 3 left." in morning.shown()


def test_a_refusal_is_a_line_and_the_card_again(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    before = due.content()
    morning = opened(due)
    morning.card(1)
    morning.press("s:no day\r", "Until: ", 2)
    morning.press("nxt friday\r", "maybe next friday?")
    morning.press("\r", "1 of ", 2)
    morning.press("mwnothing\r", "1 of ", 3)
    morning.press("mbx\rnobody\r", "1 of ", 4)
    morning.press("!", "press ? to see them")
    morning.press("b", "This is the first.")
    assert morning.leave() == 0
    assert due.content() == before


def test_a_letter_is_shown_and_handed_over_and_then_recorded(
    due: Commands, opened: Callable[..., Morning], tmp_path: Path
) -> None:
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s" "$1" > {tmp_path}/opened\n')
    opener.chmod(0o755)
    path = f"{tmp_path}:{due.environ()['PATH']}"
    morning = opened(due, DISPLAY=":0", PATH=path)
    morning.card(1)
    shown = morning.press("w", "Enter back")
    assert "To: Fred Moss <fred@example.com>" in shown
    assert "Hello Fred," in shown
    assert "Once it is sent: reflog done 2" in shown
    morning.press("o", "nothing is sent until you send it")
    assert (tmp_path / "opened").read_text().startswith("mailto:fred@example.com?")
    morning.press("d", "✓ reflog done 2")
    assert morning.leave() == 0
    assert "1 recorded" in morning.shown()


def test_who_has_only_a_phone_gets_a_text_that_no_mail_program_is_offered_for(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    due.ok("contact", "edit", "fred", "--remove-email", "fred@example.com")
    morning = opened(due)
    morning.card(1)
    shown = morning.press("w", "Enter back")
    assert "To: Fred Moss, +1 555 01\n" in shown
    assert "Hello Fred," not in shown
    assert "o open" not in shown
    morning.press("\r", "1 of ", 2)
    assert morning.leave() == 0


def test_a_letter_is_edited_before_it_is_opened(
    due: Commands, opened: Callable[..., Morning], tmp_path: Path
) -> None:
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\n"
        "p.write_text(p.read_text().replace('Hello Fred', 'Dear Fred'))\n"
    )
    morning = opened(due, EDITOR=f"{sys.executable} {editor}")
    morning.card(1)
    morning.press("w", "Enter back")
    morning.press("e", "Dear Fred,")
    morning.press("o", "no display")
    morning.press("\r", "1 of ", 2)
    assert morning.leave() == 0


def test_a_call(due: Commands, opened: Callable[..., Morning]) -> None:
    morning = opened(due)
    morning.card(1)
    morning.press("c", "1 of ", 2)
    assert "    + 1   5 5 5   0 1 " in morning.shown()
    assert "Who      Fred Moss\n" in morning.shown()
    assert morning.leave() == 0


def test_a_call_that_was_made_is_recorded_as_its_sheet_says(
    reflog: Commands, opened: Callable[..., Morning]
) -> None:
    reflog.ok("received bob --from ann --on -1d")
    reflog.ok("drop 2")
    morning = opened(reflog)
    morning.card(1)
    shown = morning.press("w", "d you have called")
    assert "Once you have called: reflog done 4 --mark connected" in shown
    morning.press("d", "✓ reflog done 4 --mark connected")
    morning.leave()


def test_a_letter_of_thanks_that_was_sent_settles_no_other_that_is_owed(
    reflog: Commands, opened: Callable[..., Morning]
) -> None:
    reflog.ok("received zoe --from beth --on -9d")
    reflog.ok("received yan --from beth --on -9d")
    morning = opened(reflog)
    morning.card(1)
    shown = morning.press("w", "it is sent")
    assert "Once it is sent: reflog thanks @beth --for 1 --via note" in shown
    morning.press("d", "✓ reflog thanks @beth --for 1 --via note")
    assert morning.leave() == 0
    assert [one["id"] for one in reflog.json("thanks")] == [6]


def test_the_list_of_what_is_left(due: Commands, opened: Callable[..., Morning]) -> None:
    morning = opened(due)
    morning.card(1)
    morning.press("\r", "2 of ")
    shown = morning.press("l", "2 of ", 2)
    listed = shown.split("> l\n")[1].split(" left\n")[0]
    assert re.findall(r"#(\d)", listed) == ["2", "3", "4", "6", "7", "8"]
    morning.press("?", "q  leave")
    assert morning.leave() == 0


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (110, 35)])
def test_cards_fit_on_the_screen_without_any_colour(
    due: Commands, opened: Callable[..., Morning], size: tuple[int, int]
) -> None:
    morning = opened(due, size, NO_COLOR="1")
    morning.card(1)
    lines = morning.shown().rstrip("> ").split("\n")
    assert len(lines) <= 15
    assert max(map(len, lines)) <= size[0]
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", morning.seen)
    assert morning.leave() == 0


def test_a_terminal_that_is_too_small_is_told(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    before = due.content()
    morning = opened(due, (59, 24))
    morning.wait_for("need 60 columns and 15 lines")
    morning.type(b"x")
    morning.wait_for("need 60 columns", 2)
    morning.resize(80, 24)
    morning.card(1)
    assert morning.leave() == 0
    assert due.content() == before


def test_without_a_terminal_there_is_no_morning(due: Commands) -> None:
    import io  # noqa: PLC0415 - the one use

    from reflog.cli.environment import Environment  # noqa: PLC0415
    from reflog.cli.triage import morning  # noqa: PLC0415
    from reflog.errors import UsageError  # noqa: PLC0415

    env = Environment(due.environ(), io.StringIO(), io.StringIO(), io.StringIO())
    with pytest.raises(UsageError) as refused:
        morning(env)
    assert refused.value.hint == "reflog due lists what is due"


def kill_at_random(
    due: Commands, folder: Path, opened: Callable[..., Morning], times: int, seed: int
) -> None:
    made = random.Random(seed)  # noqa: S311 - the same moments every time
    for number in range(times):
        reflog = twin_of(due, folder / str(number))
        morning = opened(reflog)
        morning.card(1)
        for key in made.choice(("x\rx", "dnote\rmm", "mwall\x1bx", "s1s3", "nnote\r\rx")):
            morning.type(key.encode())
        time.sleep(made.random() * 0.6)
        number_of_it = made.choice((signal.SIGTERM, signal.SIGHUP))
        morning.program.send_signal(number_of_it)
        # In the middle of a command it is the system that ends it, with the terminal given back.
        assert morning.end() in {128 + number_of_it, -number_of_it}
        check = reflog("check")
        assert check.code == 0, check
        morning.close()


def test_killed_at_a_random_moment_nothing_is_half_written(
    due: Commands, tmp_path: Path, opened: Callable[..., Morning]
) -> None:
    kill_at_random(due, tmp_path, opened, 4, 1)


@pytest.mark.slow
def test_killed_at_fifty_random_moments_nothing_is_half_written(
    due: Commands, tmp_path: Path, opened: Callable[..., Morning]
) -> None:
    kill_at_random(due, tmp_path, opened, 50, 2)


FIRST_PAINT = """\
import io, os, sys
from reflog.cli import dialog, triage
from reflog.cli.environment import Environment

class Terminal(io.StringIO):
    def isatty(self):
        return True

env = Environment(os.environ, Terminal(), Terminal(), io.StringIO())
class Read:
    def read(self):
        print("\\n".join(sorted(sys.modules)), file=sys.__stdout__)
        sys.__stdout__.flush()
        os._exit(0)
dialog.Dialog.warm = lambda self: None
triage._Morning(env, Read(), {"within": 0, "contact_id": None, "purpose": None}).run()
"""


def test_the_first_card_is_shown_without_what_only_a_key_needs(due: Commands) -> None:
    import subprocess  # noqa: PLC0415 - the one use

    ended = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        env=due.environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(ended.stdout.split("\n"))
    assert "reflog.cli.triage" in modules
    late = {"typer", "email", "json", "sqlmodel", "difflib", "shlex", "subprocess", "socket"}
    assert not modules & late
    assert not [
        name
        for name in modules
        if name.startswith(("reflog.services", "reflog.cli.commands", "reflog.formats"))
    ]
    assert not modules & {"reflog.storage.ledger", "reflog.domain.letters", "reflog.cli.handing"}


def test_a_day_may_be_typed_slowly_and_a_word_at_a_card_is_no_row_of_keys(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    morning = opened(due)
    morning.card(1)
    morning.press("s", ">> ")
    morning.press("fri", "Until: fri")
    time.sleep(0.6)
    morning.press("day\r", "✓ reflog snooze 2 friday")
    before = due.content()
    morning.press("yesterday\r", "There is no such key")
    assert due.content() == before
    assert morning.leave() == 0


def test_thanks_that_were_not_owed_are_said_to_be_none(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    morning = opened(due)
    morning.card(1)
    shown = morning.press("t\r", "✓ reflog thanks @fred-moss")
    assert "\n  You didn't owe any thanks; recorded anyway.\n" in shown
    assert morning.leave() == 0


def test_the_list_of_keys_fits_the_narrowest_screen(
    due: Commands, opened: Callable[..., Morning]
) -> None:
    morning = opened(due, (60, 15))
    morning.card(1)
    listed = morning.press("?", "q  leave").rpartition("> ?\n")[2].split("1 of ")[0]
    assert [line for line in listed.splitlines() if line.strip()] == list(HELP)


@pytest.mark.parametrize("keys", ["sfrday", "mxrday\r", "wzrdx\r"])
def test_a_word_typed_at_a_question_of_one_key_is_none_of_the_keys_of_the_card(
    due: Commands, opened: Callable[..., Morning], keys: str
) -> None:
    due.ok("undo")  # so that r would bring something back
    before = due.content()
    morning = opened(due)
    morning.card(1)
    question, typed = keys[:1], keys[1:]
    morning.press(question, ">> ")
    morning.type(typed[:1].encode())
    time.sleep(0.15)  # as fast as a person types
    shown = morning.press(typed[1:], "1 of ", 2)
    assert "That is none of the answers; nothing was done." in shown
    assert "Note (Enter for none)" not in shown
    assert "Go on?" not in shown
    assert "✓ " not in shown
    assert morning.leave() == 0
    assert due.content() == before
