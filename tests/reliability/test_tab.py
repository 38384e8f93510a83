"""TAB in real shells, on people whose names would act: nothing is ever run.

Every payload is a name as typed, and a handle smuggled into the ledger past its rules; each
is asked for by TAB and, where the shell then holds a line, sent with ENTER. A payload that
runs leaves a file.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import TYPE_CHECKING

import pexpect
import pytest

from commands import SCRIPT, Commands
from damage import unguarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from figures import Figure

PAYLOADS = (
    "$(touch {})",
    "`touch {}`",
    "A;touch {}",
    "A|touch {}",
    "A&touch {}",
    "A\ntouch {}",
    "\\$(touch {})",
    "\\\\$(touch {})",
    "';touch {};'",
    '";touch {};"',
    "${{x:-$(touch {})}}",
    "(touch {})",
    "<(touch {})",
)
SHELLS = {
    "bash": ("bash --norc --noprofile -i", "PS1='re''ady> '; set +o history; source {}"),
    "zsh": (
        "zsh -f -i",
        "PROMPT='re''ady> '; autoload -U compinit; compinit -u -D; unset HISTFILE; source {}",
    ),
    "fish": ("fish --no-config -i", "function fish_prompt; echo -n 're''ady> '; end; source {}"),
}
BEGINNINGS = ("zoe", "touch", "a", "$", "'", '"', "(", "\\")


@pytest.fixture
def hostile(reflog: Commands, tmp_path: Path) -> Commands:
    """A ledger with two people for each payload: one is called so, one has it for a handle."""
    for number in range(len(PAYLOADS)):
        for sort in ("name", "handle"):
            reflog.ok("follow", f"Zoe {sort}{number}", "--new", "call", "--due", "today")
    connection = unguarded(reflog.ledger)
    for number, payload in enumerate(PAYLOADS):
        for column in ("name", "handle"):
            text = payload.format(tmp_path / f"{column}{number}")
            found = connection.execute(
                f"UPDATE contact SET {column} = ? WHERE handle = ?", (text, f"zoe-{column}{number}")
            )
            assert found.rowcount == 1
    connection.execute("INSERT INTO name_word SELECT 'touch', id FROM contact WHERE id > 1")
    connection.commit()
    connection.close()
    return reflog


class Typist:
    """Somebody at a shell with completion."""

    def __init__(self, shell: str, reflog: Commands, folder: Path) -> None:
        script = folder / f"completion.{shell}"
        script.write_text(reflog.ok("completion", shell).out)
        program, prepare = SHELLS[shell]
        environ = {
            **reflog.environ(),
            "PATH": f"{SCRIPT.parent}:{reflog.environ()['PATH']}",
            "TERM": "dumb",
            "INPUTRC": "/dev/null",
            "EDITOR": "true",
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
        }
        self.child = pexpect.spawn(
            program, env=environ, encoding="utf-8", dimensions=(50, 200), timeout=20, cwd=folder
        )
        self.child.delaybeforesend = None
        self.marks = 0
        self.child.sendline(prepare.format(script))
        self.child.expect("ready> ")

    def offers(self, line: str, expected: str) -> None:
        """Type a line and TAB, and see that it comes to what is expected."""
        self.child.send(f"{line}\t")
        self.child.expect_exact(expected)
        # The shell has answered, so it is not busy, and what is on its line can be taken away.
        if not self.answers("\x15"):
            self.leave()

    def tries(self, line: str, *, enter: bool) -> None:
        """Type a line and TAB, again and again; send what it has become."""
        for key in (line, "\t", "\t", "\t", "\r" if enter else ""):
            self.child.send(key)
            self.pause()
        self.leave()

    def leave(self) -> None:
        """Clear the line and wait until the shell has done all that it was told."""
        for _try in range(10):
            self.pause()
            # Whatever becomes of Ctrl-C nothing is left to be run, and what was typed ahead
            # of it, before a shell that is busy has read it, may go with it.
            for key in ("\x15", "\x03", "\x15"):
                self.child.send(key)
                self.pause()
            if self.answers():
                return
        pytest.fail(f"the shell does not answer any more: {self.child.before!r}")

    def answers(self, first: str = "") -> bool:
        """Tell whether the shell does what it is told."""
        self.marks += 1
        self.child.sendline(f"{first}echo mark-''{self.marks}")
        return self.child.expect_exact([f"mark-{self.marks}", pexpect.TIMEOUT], timeout=4) == 0

    def pause(self) -> None:
        """Let the shell read what it was sent; what it says meanwhile is kept."""
        with contextlib.suppress(pexpect.TIMEOUT):
            self.child.expect_exact("nothing says this", timeout=0.12)


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed here")
    name: str = request.param
    return name


@pytest.fixture
def typist(shell: str, reflog: Commands, tmp_path: Path) -> Iterator[Typist]:
    reflog.ok("intro", "Zoe Blake", "Sally Ng")
    found = Typist(shell, reflog, tmp_path)
    yield found
    found.child.close(force=True)


def test_tab_completes_people_commands_and_numbers(typist: Typist) -> None:
    typist.offers("reflog who zo", "zoe-blake ")
    typist.offers("reflog who bla", "zoe-blake ")
    typist.offers("reflog who @z", "oe-blake ")
    typist.offers("reflog due --for=z", "oe-blake ")
    typist.offers("reflog rec", "received ")
    typist.offers("reflog mark 1 intr", "introduced ")
    typist.offers("reflog drop 3", "3 ")
    typist.child.send("reflog who zo\t")
    typist.child.expect_exact("zoe-blake ")
    typist.child.send("\r")
    typist.child.expect_exact("I introduced Zoe Blake and Sally Ng")


def test_tab_runs_nothing(
    shell: str, hostile: Commands, tmp_path: Path, request: pytest.FixtureRequest, figure: Figure
) -> None:
    is_sample = request.config.option.markexpr == "not slow"
    typist = Typist(shell, hostile, tmp_path)
    lines = [
        f"reflog {command}{beginning}"
        for beginning in (BEGINNINGS[:1] if is_sample else BEGINNINGS)
        for command in (("who ",) if is_sample else ("who ", "done ", "contact edit "))
    ]
    for line in lines:
        typist.tries(line, enter=False)
        typist.tries(line, enter=True)
    typist.child.close(force=True)
    ran = [one for sort in ("name", "handle") for one in tmp_path.glob(f"{sort}*")]
    assert not ran
    figure(
        "P10",
        f"TAB in {shell}, then ENTER, with {len(PAYLOADS)} payloads as names and as handles",
        f"{len(ran)} executions of {2 * len(lines)} lines",
    )


def test_what_stands_on_the_line_is_not_run_by_tab(
    shell: str, typist: Typist, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    few = PAYLOADS[:2] if request.config.option.markexpr == "not slow" else PAYLOADS
    if shell == "zsh":
        # By itself its TAB expands what stands on any line, before it asks for completion.
        typist.child.sendline("bindkey '^I' complete-word")
    for number, payload in enumerate(few):
        if "\n" not in payload:
            typist.tries(f"reflog who {payload.format(tmp_path / f'line{number}')}", enter=False)
    assert not list(tmp_path.glob("line*"))
