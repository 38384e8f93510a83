"""Editing in $EDITOR, on a real terminal."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT

if TYPE_CHECKING:
    from commands import Commands

pexpect = pytest.importorskip("pexpect")

EDITOR = """\
import pathlib, sys
form = pathlib.Path(sys.argv[1])
log = pathlib.Path({log!r})
round_ = len(list(log.iterdir()))
(log / f"{{round_}}.txt").write_bytes(form.read_bytes())
(log / "mode").touch() if form.stat().st_mode & 0o077 else None
text = form.read_text(encoding="utf-8")
{script}
"""


class Editing:
    """Runs a command on a terminal with an editor that is a few lines of Python."""

    def __init__(self, reflog: Commands, folder: Path) -> None:
        self.reflog = reflog
        self.folder = folder
        self.log = folder / "seen"
        self.log.mkdir()
        self.tmp = folder / "tmp"
        self.tmp.mkdir()

    def __call__(self, script: str, *words: str) -> tuple[int, str]:
        """Return the exit code and what was on the terminal."""
        program = self.folder / "editor.py"
        program.write_text(EDITOR.format(log=str(self.log), script=script), encoding="utf-8")
        return self.run(f"{sys.executable} {program}", *words)

    def run(self, editor: str, *words: str) -> tuple[int, str]:
        child = pexpect.spawn(
            str(SCRIPT),
            list(words),
            env={
                **self.reflog.environ(),
                "EDITOR": editor,
                "TMPDIR": str(self.tmp),
                "TERM": "dumb",
            },
            encoding="utf-8",
            dimensions=(50, 200),
            timeout=60,
        )
        child.expect(pexpect.EOF)
        child.close()
        return child.exitstatus, child.before.replace("\r\n", "\n")

    def seen(self, round_: int = 0) -> str:
        """Return the form as the editor found it at that round."""
        return (self.log / f"{round_}.txt").read_text(encoding="utf-8")

    def kept(self) -> list[str]:
        """Return the forms that were left behind."""
        return [path.read_text(errors="replace") for path in self.tmp.glob("*/form.txt")]


@pytest.fixture
def editing(reflog: Commands, tmp_path: Path) -> Editing:
    reflog.ok(
        "contact", "add", "Ann Berg", "--email", "ann@example.com", "--tag", "golf", "--note",
        "first line\n  indented\n\n# no comment",
    )  # fmt: skip
    reflog.ok("contact add fred")
    reflog.ok("intro", "fred", "Ann Berg", "--need", "a boiler", "--on", "2026-11-01")
    return Editing(reflog, tmp_path)


def test_the_form_shows_everything_that_is_known(editing: Editing) -> None:
    code, _said = editing("pass", "contact", "edit", "ann")
    assert code == 0
    assert editing.seen() == (
        "# Ann Berg (ann-berg)\n"
        "# Save and close to keep your changes; close it unchanged to keep everything as it is.\n"
        "name: Ann Berg\n"
        "handle: ann-berg\n"
        "company:\n"
        "profession:\n"
        "role:\n"
        "city:\n"
        "greeting:\n"
        "language:\n"
        "email: ann@example.com\n"
        "phone:\n"
        "tag: golf\n"
        "alias:\n"
        "note: first line\n"
        "    indented\n"
        "\n"
        "  # no comment\n"
    )


def test_a_form_left_as_it_is_changes_nothing(editing: Editing) -> None:
    before = editing.reflog.content()
    for words in (("contact", "edit", "ann"), ("edit", "1"), ("edit", "2")):
        code, said = editing("pass", *words)
        assert code == 0
        assert "Nothing was changed." in said
    assert editing.reflog.content() == before
    assert editing.kept() == []


def test_a_contact_is_edited_whole(editing: Editing) -> None:
    code, said = editing(
        "text = text.replace('name: Ann Berg', 'name: Ann Stone')\n"
        "text = text.replace('city:', 'city: Zürich')\n"
        "text = text.replace('tag: golf', 'tag: bni\\ntag: chess')\n"
        "text = text.replace('email: ann@example.com', 'email:')\n"
        "form.write_text(text.replace('\\n', '\\r\\n'), encoding='utf-8-sig', newline='')",
        "contact", "edit", "ann",
    )  # fmt: skip
    assert (code, "Ann Stone (ann-berg)" in said) == (0, True)
    ann = editing.reflog.json("show ann-berg")["contact"]
    assert (ann["name"], ann["aliases"]) == ("Ann Stone", ["Ann Berg"])
    assert (ann["city"], ann["tags"], ann["emails"]) == ("Zürich", ["bni", "chess"], [])
    assert ann["note"] == "first line\n  indented\n\n# no comment"
    assert editing.kept() == []


def test_the_form_is_for_me_alone(editing: Editing) -> None:
    editing("pass", "contact", "edit", "ann")
    assert not (editing.log / "mode").exists()


def test_what_is_wrong_is_said_beside_its_line_and_nothing_is_lost(editing: Editing) -> None:
    code, said = editing(
        "if round_ == 0:\n"
        "    text = text.replace('role:', 'role: boss').replace('city:', 'city: Bern')\n"
        "else:\n"
        "    text = text.replace('role: boss', 'role: friend')\n"
        "form.write_text(text, encoding='utf-8')",
        "contact", "edit", "ann",
    )  # fmt: skip
    assert code == 0, said
    lines = editing.seen(1).splitlines()
    complaint = next(n for n, line in enumerate(lines) if line.startswith("#! "))
    assert "boss" in lines[complaint]
    assert lines[complaint + 1] == "role: boss"
    assert "city: Bern" in lines
    ann = editing.reflog.json("show ann-berg")["contact"]
    assert (ann["role"], ann["city"]) == ("friend", "Bern")


def test_what_only_the_ledger_can_refuse_is_given_back_too(editing: Editing) -> None:
    code, said = editing(
        "text = text.replace('handle: ann-berg', 'handle: fred' if round_ == 0 else 'handle: a')\n"
        "text = text.replace('handle: fred', 'handle: fred' if round_ == 0 else 'handle: annie')\n"
        "form.write_text(text, encoding='utf-8')",
        "contact", "edit", "ann",
    )  # fmt: skip
    assert code == 0, said
    lines = editing.seen(1).splitlines()
    assert lines[lines.index("handle: fred") - 1].startswith("#! The handle fred is taken")
    assert editing.reflog.json("show Ann Berg")["contact"]["handle"] == "annie"


def test_a_wrong_form_left_as_it_is_ends_with_exit_2_and_is_kept(editing: Editing) -> None:
    before = editing.reflog.content()
    code, said = editing(
        "form.write_text(text.replace('role:', 'role: boss'), encoding='utf-8') "
        "if round_ == 0 else None",
        "contact", "edit", "ann",
    )  # fmt: skip
    assert code == 2
    assert "what you wrote is kept in" in said
    assert "Traceback" not in said
    assert ["role: boss" in one for one in editing.kept()] == [True]
    assert editing.reflog.content() == before


@pytest.mark.parametrize(
    ("script", "code", "words"),
    [
        ("text + '\\n{to.frist}'", 2, ("wording", "thank mail", "--edit")),
        ("text + '\\nP.S. Thanks!'", 4, ("draft", "ann", "--for", "ask", "--edit", "--copy")),
        ("'x' * 100_001", 2, ("note", "ann")),
    ],
)
def test_a_text_that_is_refused_once_it_is_written_stays_where_it_was_written(
    editing: Editing, script: str, code: int, words: tuple[str, ...]
) -> None:
    before = editing.reflog.content()
    ended, said = editing(f"form.write_text({script}, encoding='utf-8')", *words)
    assert (ended, editing.reflog.content()) == (code, before)
    (kept,) = editing.tmp.glob("*/form.txt")
    assert f"what you wrote is kept in {kept}" in " ".join(said.split())


@pytest.mark.parametrize("written", ["b'note: a\\0b\\n'", "b'note: \\xff\\xfe\\n'"])
@pytest.mark.parametrize("words", [("contact", "edit", "ann"), ("edit", "1")])
def test_nul_and_invalid_utf8_are_refused(
    editing: Editing, written: str, words: tuple[str, ...]
) -> None:
    before = editing.reflog.content()
    code, said = editing(f"form.write_bytes({written})", *words)
    assert code == 2
    assert "kept in" in said
    assert "Traceback" not in said
    assert len(editing.kept()) == 1
    assert not (editing.log / "1.txt").exists(), "it was given back"
    assert editing.reflog.content() == before


@pytest.mark.parametrize(
    ("script", "kept"),
    [
        ("sys.exit(1)", 0),
        ("form.write_text(text + 'x', encoding='utf-8'); sys.exit(1)", 1),
        ("form.unlink()", 0),
    ],
)
def test_an_editor_that_gives_up_changes_nothing(editing: Editing, script: str, kept: int) -> None:
    before = editing.reflog.content()
    code, said = editing(script, "contact", "edit", "ann")
    assert code == 2, said
    assert len(editing.kept()) == kept
    assert editing.reflog.content() == before


def test_an_editor_that_cannot_be_run_is_named(editing: Editing) -> None:
    for editor in ("/nowhere/at/all", "'unclosed"):
        code, said = editing.run(editor, "contact", "edit", "ann")
        assert code == 2
        assert "set EDITOR" in said
    assert editing.kept() == []


def test_visual_comes_before_editor(editing: Editing) -> None:
    editing.reflog.variables["VISUAL"] = "true"
    code, said = editing.run("false", "contact", "edit", "ann")
    assert (code, "Nothing was changed." in said) == (0, True)


def test_an_introduction_is_corrected_in_the_form(editing: Editing) -> None:
    editing.reflog.ok("contact", "add", "Lea Roy")
    code, said = editing(
        "text = text.replace('prospect: @ann-berg', 'prospect: Lea Roy')\n"
        "text = text.replace('need: a boiler', 'need: two\\n  boilers').replace('consent:', "
        "'consent: yes')\n"
        "form.write_text(text, encoding='utf-8')",
        "edit", "1",
    )  # fmt: skip
    assert code == 0, said
    assert "on: 2026-11-01\nstage: introduced\nneed: a boiler\n" in editing.seen()
    shown = editing.reflog.json("show 1")
    assert (shown["prospect"], shown["need"], shown["consent"]) == (
        "lea-roy",
        "two\nboilers",
        True,
    )
    assert editing.reflog.json("show 3")["contact"] == "lea-roy"


def test_the_form_of_every_other_kind_can_be_read_again(editing: Editing) -> None:
    reflog = editing.reflog
    reflog.ok("business 1 1234.50eur --no-next --on 2026-11-02 --note n")
    reflog.ok("thanks fred so kind --for 1 --via card")
    reflog.ok("met fred lunch")
    reflog.ok("note fred tea --about 1")
    reflog.ok("follow fred send it --every 90d")
    for number, key, value in (
        (4, "amount", "1234.50 EUR"),
        (5, "via", "card"),
        (6, "contact", "@fred"),
        (7, "about", "1"),
        (8, "every", "90d"),
    ):
        for path in editing.log.iterdir():
            path.unlink()
        code, said = editing(
            "form.write_text(text.replace('note:', 'note: more') , encoding='utf-8')",
            "edit",
            str(number),
        )
        assert code == 0, said
        assert f"{key}: {value}\n" in editing.seen()
        assert reflog.json(f"show {number}")["note"].startswith("more")


def test_off_a_terminal_there_is_no_editor(editing: Editing) -> None:
    for words in (("edit", "1"), ("contact", "edit", "ann")):
        answer = editing.reflog.process(*words, environ={"EDITOR": "true"})
        assert (answer.code, answer.out) == (2, "")
    assert os.listdir(editing.log) == []  # noqa: PTH208 - a name or none


@pytest.mark.parametrize("named", ["~/bin/ed", "$HOME/bin/ed", "bin/../bin/ed --wait", "'my ed'"])
def test_the_editor_is_run_by_the_shell_as_git_does(editing: Editing, named: str) -> None:
    home = Path(editing.reflog.environ()["HOME"])
    for program in (home / "bin" / "ed", editing.folder / "bin" / "ed", editing.folder / "my ed"):
        program.parent.mkdir(exist_ok=True)
        program.write_text('#!/bin/sh\nfor last; do :; done\nsed -i "s/golf/chess/" "$last"\n')
        program.chmod(0o755)
    environ = f"{editing.folder}:{os.environ['PATH']}"
    editing.reflog.variables["PATH"] = environ
    code, said = editing.run(named.replace("bin/..", f"{editing.folder}/bin/.."), *TAGS)
    assert code == 0, said
    assert editing.reflog.json("show ann")["contact"]["tags"] == ["chess"]
    assert editing.kept() == []


TAGS = ("contact", "edit", "ann")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_takes_the_form_along(editing: Editing, number: signal.Signals) -> None:
    before = editing.reflog.content()
    script = "import os, signal, time; form.write_text('tag: chess'); "
    script += f"os.kill(os.getppid(), {int(number)}); time.sleep(20)"
    program = editing.folder / "editor.py"
    program.write_text(EDITOR.format(log=str(editing.log), script=script), encoding="utf-8")
    code, said = editing.run(f"exec {sys.executable} {program}", *TAGS)
    assert code == 128 + number, said
    assert list(editing.tmp.iterdir()) == []
    assert editing.reflog.content() == before


@pytest.mark.parametrize(
    "script", ["form.parent.rename('{}')", "__import__('shutil').rmtree('{}')"]
)
def test_an_editor_that_takes_the_folder_away_is_no_bug(editing: Editing, script: str) -> None:
    place = editing.folder / "away" if "rename" in script else editing.tmp
    code, said = editing(script.format(place), *TAGS)
    assert code == 2, said
    assert "The form is gone; nothing was changed." in said


def test_without_a_folder_for_temporary_files_there_is_no_form(editing: Editing) -> None:
    editing.tmp.rmdir()
    tempdir = "import tempfile; tempfile.tempdir = '/nowhere/at/all'\n"
    (editing.folder / "sitecustomize.py").write_text(tempdir)
    editing.reflog.variables["PYTHONPATH"] = str(editing.folder)
    code, said = editing.run("true", *TAGS)
    assert code == 73, said
    assert "I can't make a temporary file: No such file or directory; nothing was changed" in said


def test_a_note_without_its_text_is_written_in_the_editor(editing: Editing) -> None:
    code, said = editing(
        "form.write_text('met at the fair\\n\\n  wants a boiler\\n', encoding='utf-8')",
        *("note", "ann", "--about", "1", "--on", "2026-11-02"),
    )
    assert (code, "#" in said) == (0, True)
    assert editing.seen() == ""
    (note,) = editing.reflog.json("show ann")["notes"]
    assert note["note"] == "met at the fair\n\n  wants a boiler"
    assert (note["about"], note["on"]) == (1, "2026-11-02")
    assert editing.kept() == []


@pytest.mark.parametrize("script", ["pass", "form.write_text('  \\n\\n')"])
def test_a_note_left_empty_is_none(editing: Editing, script: str) -> None:
    before = editing.reflog.content()
    code, said = editing(script, "note", "Zoe Olm")
    assert (code, "nothing in the note" in said) == (2, True)
    assert editing.reflog.content() == before


def test_a_note_without_its_text_wants_a_terminal(editing: Editing) -> None:
    editing.reflog.refused(2, "note ann")
    editing.reflog.refused(2, "note ann --json")
    assert 'reflog note "ann berg" TEXT' in editing.reflog.refused(2, "note ann berg").err


def meanwhile(*words: str) -> str:
    """What an editor does while whose form it shows is changed by another command."""
    told = f"subprocess.run({[str(SCRIPT), *words]!r}, stdin=subprocess.DEVNULL, check=True)"
    return f"import subprocess; {told}"


@pytest.mark.parametrize(
    "words",
    [
        "edit 1",
        "contact edit ann",
        "note ann",
        "draft 3 --edit",
        "wording thank\xa0mail --edit",
    ],
)
def test_nobody_waits_for_an_editor(editing: Editing, words: str) -> None:
    """Every command that writes was refused, 10 seconds later, as long as a form was open."""
    typed = [word.replace("\xa0", " ") for word in words.split()]
    editing(meanwhile("note", "fred", "tea"), *typed)
    assert [one["note"] for one in editing.reflog.json("show fred")["notes"]] == ["tea"]


@pytest.mark.parametrize(
    ("words", "another", "line"),
    [
        ("edit 1", "edit 1 --need oven", "need: a boiler"),
        ("contact edit ann", "contact edit ann --tag tennis", "tag: golf"),
    ],
)
def test_what_another_command_has_changed_is_not_written_over(
    editing: Editing, words: str, another: str, line: str
) -> None:
    write = f"form.write_text(text.replace({line!r}, {line!r} + ' x'), encoding='utf-8')"
    code, said = editing(f"{meanwhile(*another.split())}; {write}", *words.split())
    assert code == 4, said
    key = line.partition(":")[0]
    assert f"Another command has just changed the same: {key}; nothing was changed" in said
    assert f"{line} x" in editing.kept()[0]
    assert editing.reflog.json("history")[0]["id"] == 5


def test_what_another_command_has_changed_beside_it_stays(editing: Editing) -> None:
    write = "form.write_text(text.replace('a boiler', 'two'), encoding='utf-8')"
    code, _said = editing(f"{meanwhile('edit', '1', '--offer', 'ovens')}; {write}", "edit", "1")
    assert code == 0
    shown = editing.reflog.json("show 1")
    assert (shown["need"], shown["offer"]) == ("two", "ovens")
