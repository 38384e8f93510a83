"""When a question is asked, and what is answered that is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from commands import SCRIPT

if TYPE_CHECKING:
    from commands import Commands

pexpect = pytest.importorskip("pexpect")


@pytest.fixture
def georges(reflog: Commands) -> Commands:
    for name in ("George Best", "George Clay"):
        reflog.ok("contact", "add", name)
    return reflog


ASKING = ("thanks george", "contact forget @george-best", "note georgee hello", "met tom clay x")


@pytest.mark.parametrize("typed", ASKING)
@pytest.mark.parametrize("closed", [0, 1, 2])
def test_nothing_is_asked_where_one_stream_is_no_terminal(
    georges: Commands, typed: str, closed: int
) -> None:
    before = georges.content()
    outer, inner = os.openpty()
    with Path(os.devnull).open("r+b") as nowhere:
        streams = [inner if number != closed else nowhere for number in range(3)]
        ended = subprocess.run(
            [str(SCRIPT), *typed.split()],
            stdin=streams[0],
            stdout=streams[1],
            stderr=streams[2],
            env=georges.environ(),
            timeout=60,
            check=False,
        )
    os.close(outer)
    os.close(inner)
    assert ended.returncode == 3
    assert georges.content() == before


@pytest.mark.parametrize("typed", ["thanks george", "contact forget @george-best"])
@pytest.mark.parametrize("answer", [b"\xff\n\xff\n\xff\n\xff\n", b"\xc3\n1\xe9\n\n\n"])
def test_a_byte_that_is_no_utf8_is_an_answer_like_any_wrong_one(
    georges: Commands, typed: str, answer: bytes
) -> None:
    before = georges.content()
    child = pexpect.spawn(
        str(SCRIPT),
        typed.split(),
        env={**georges.environ(), "TERM": "dumb", "LC_ALL": "C.UTF-8"},
        timeout=60,
        dimensions=(50, 200),
    )
    child.expect(b"cancel: |to go on: |y/N. ")
    child.send(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 3, child.before
    assert b"bug" not in child.before
    assert georges.content() == before


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
@pytest.mark.parametrize(("chosen", "names"), [("1", []), ("2", ["Tom Clay"]), ("3", ["Tom"])])
def test_who_is_met_is_asked_where_somebody_near_is_known(
    georges: Commands, chosen: str, names: list[str]
) -> None:
    child = pexpect.spawn(
        str(SCRIPT),
        "met tom clay likes tea".split(),
        env={**georges.environ(), "TERM": "dumb", "NO_COLOR": "1"},
        encoding="utf-8",
        timeout=60,
        dimensions=(50, 200),
    )
    child.expect_exact("1  George Clay (george-clay)")
    child.expect_exact("2  new contact: Tom Clay")
    child.expect_exact("3  new contact: Tom, and the rest is text")
    child.expect_exact("1-3, or Enter to cancel: ")
    child.sendline(chosen)
    child.expect_exact("What is a good referral for")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    known = {"George Best", "George Clay"}
    found = [one["name"] for one in georges.json("contact list") if one["name"] not in known]
    assert found == names
    met = georges.json("log --limit 1")[0]["text"]
    assert ("clay likes tea" if chosen == "3" else "likes tea") in met
    assert ("clay" in met.lower()) or chosen == "3"
