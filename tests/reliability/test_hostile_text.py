"""Text that would act on a terminal: typed wherever text goes, and shown by every command."""

from __future__ import annotations

import io
import itertools
import random
import re
import shlex
import shutil
import tempfile
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alphabets import ANY
from books import Book
from commands import SCRIPT, Commands, Result
from reflog.cli.app import run
from reflog.storage import ledger as tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from figures import Figure

PAYLOADS = (
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\",
    "\x1b]52;c;Y2FuYXJ5\x07",
    "\x1bP+q544e\x1b\\",
    "\x9b31m",
    "\x9d0;x\x9c",
    "\u202egnp.exe",
    "\u2066\u2069\u200f\u061c",
    "a\rb",
    "a\x08\x08\x08b",
    "a\x0bb\x0c",
    "a\u2028b\u2029",
    "\x7f\x85",
    "\U000e0041\U000e007f",
    "[bold red]x[/]",
    "[/]",
    ":smile:",
    "$(touch x)`id`",
    "-rf",
    "=1+1",
    "\ufeff",
    "\ufff9a\ufffab\ufffb",
    "a\nb\tc",
    "\0",
    "\ud800",
)
HARMFUL = {
    chr(code)
    for first, last in (
        (0x00, 0x09),
        (0x0B, 0x1F),
        (0x7F, 0x9F),
        (0x200E, 0x200F),
        (0x202A, 0x202E),
        (0x2028, 0x2029),
        (0x2066, 0x2069),
        (0xD800, 0xDFFF),
        (0xE0000, 0xE007F),
    )
    for code in range(first, last + 1)
} | {"\u061c", "\ufeff"}
"""What must never be written: controls but the line feed, overrides, separators, halves, tags."""

ODD = [
    char
    for char in map(chr, range(0x110000))
    if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Mn", "Cs"}
]
PIECE = st.one_of(
    st.sampled_from(PAYLOADS),
    st.text(ANY, max_size=12),
    st.text(st.characters(categories=["Cc", "Cf", "Co", "Cn", "Zl", "Zp", "Mn"]), max_size=8),
)
ONE = st.builds("".join, st.lists(PIECE, min_size=1, max_size=2))
QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _no_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Rich send no escapes of its own."""
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "120")


@contextmanager
def ledger() -> Iterator[Commands]:
    folder = tempfile.mkdtemp()
    try:
        yield Commands(Path(folder) / "ledger.db")
    finally:
        shutil.rmtree(folder)


def harmless(text: str) -> bool:
    return (text.isascii() and text.isprintable()) or not HARMFUL & set(text)


def typed(reflog: Commands, *words: str, stdout: io.StringIO | None = None) -> Result:
    """Run a command, and look at every character it answers."""
    out, err = stdout or io.StringIO(), io.StringIO()
    code = run(list(words), reflog.environ(), io.StringIO(), out, err)
    result = Result(code, out.getvalue(), err.getvalue())
    assert code in {0, 2, 3, 4}, result
    if stdout is None or "--json" not in words:
        assert harmless(result.out.replace("\n", "")), result
    assert harmless(result.err.replace("\n", "")), result
    if "--json" in words:
        assert result.out.isascii(), result
        assert result.err.isascii(), result
    return result


def drive(strings: list[str]) -> int:
    """Type hostile strings wherever text goes, and ask for them in every way."""
    kept = [text.replace("\0", "").encode(errors="ignore").decode() for text in strings]
    text = "x" + "|".join(kept) + "x"
    with ledger() as reflog:
        typed(reflog, "intro", "fred", "sally", "--need", text, "--offer", text[::-1])
        typed(reflog, "note", "fred", "--", *kept)
        typed(reflog, "follow", "fred", "--", text)
        many = [word for one in kept for word in ("--tag", f"t{one}".replace("\n", " "))]
        typed(reflog, "contact", "edit", "fred", *many)
        for one in strings[:3]:
            typed(reflog, "contact", "add", "--", "+" + one)
            typed(reflog, "contact", "add", "--", f"{one} <{one}@example.com>")
            typed(reflog, "show", "--", one)
            typed(reflog, "contact", "alias", "fred", "--", one)
            typed(reflog, "contact", "edit", "fred", "--email", one, "--json")
            typed(reflog, "mark", "1", one)
            typed(reflog, "note", "fred", one, "--on", one)
        for question in (
            *(
                ("log",),
                ("show", "fred"),
                ("show", "1"),
                ("find", kept[0] or "x"),
                ("due", "--all"),
            ),
            *(("contact", "list"), ("who",), ("history",)),
        ):
            typed(reflog, *question)
            typed(reflog, *question, stdout=Terminal())
            typed(reflog, *question, "--json")
    return len(strings)


@given(st.lists(ONE, min_size=50, max_size=50))
@settings(max_examples=3, deadline=None, suppress_health_check=QUIET, database=None)
def test_no_text_acts_on_the_terminal(strings: list[str]) -> None:
    drive(strings)


def test_each_known_payload_is_shown_harmless() -> None:
    drive([*PAYLOADS, *PAYLOADS[::-1]])


class Hostile:
    """Hostile strings without end, the same every time; each bears its number."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - which string comes next, no secret
        self._numbers = itertools.count(1)

    def __next__(self) -> str:
        pieces = [self._piece() for _ in range(self._chance.randint(1, 3))]
        text = "".join(pieces).replace("\0", "").encode(errors="ignore").decode()
        return f"q{next(self._numbers)}q{text}"

    def _piece(self) -> str:
        sort = self._chance.random()
        if sort < 0.4:
            return self._chance.choice(PAYLOADS)
        if sort < 0.8:
            return "".join(self._chance.choices(ODD, k=self._chance.randint(1, 8)))
        return "".join(chr(self._chance.randrange(0x110000)) for _ in range(6))


def fill(path: Path, strings: Hostile, people: int) -> None:
    """Put a string into every text of a ledger, past the command line, which refuses some."""
    book = Book(str(path))
    with book.writing():
        known = [
            book.person(
                next(strings)[:200],
                f"p{number}",
                **{column: next(strings) for column in ("company", "profession", "city", "note")},
            )
            for number in range(people)
        ]
        for one in known:
            book.detail(tables.ContactTag, one, tag=next(strings))
            book.detail(tables.ContactAlias, one, alias=next(strings)[:200])
            book.detail(tables.ContactEmail, one, email=next(strings)[:200])
        for one, other in itertools.pairwise(known):
            texts = {name: next(strings) for name in ("need", "offer", "note")}
            about = book.introduction(1, one, other, **texts)
            what, note = next(strings), next(strings)
            book.follow_up(one, "other", what=what, note=note, about_id=about)
            book.note(one, next(strings))
            book.thanks(one, note=next(strings), about_id=about)
            book.one_to_one(one, note=next(strings))
            book.business(about, 500, note=next(strings))


QUESTIONS = (
    *(("log",), ("due", "--all"), ("contact", "list"), ("who",), ("tree",), ("balance",)),
    *(("intros",), ("thanks", "--given"), ("find", "q1"), ("show", "@p3")),
)
WAYS: dict[str, Callable[[Commands, tuple[str, ...]], Result]] = {
    "piped": lambda reflog, words: typed(reflog, *words),
    "on a terminal": lambda reflog, words: typed(reflog, *words, stdout=Terminal()),
    "in JSON": lambda reflog, words: typed(reflog, *words, "--json"),
}


@pytest.mark.slow
def test_a_hundred_thousand_hostile_strings_are_shown_harmless(figure: Figure) -> None:
    """Every one of them piped, on a terminal or in JSON, by each question that shows it."""
    strings = Hostile(2026)
    shown: dict[str, int] = dict.fromkeys((*WAYS, "in any way"), 0)
    while shown["in any way"] < 100_000:
        anywhere: set[str] = set()
        with ledger() as reflog:
            fill(reflog.ledger, strings, 150)
            for way, ask in WAYS.items():
                said = "".join(ask(reflog, words).out for words in QUESTIONS)
                found = set(re.findall(r"q(\d+)q", said))
                shown[way] += len(found)
                anywhere |= found
        shown["in any way"] += len(anywhere)
    for way, count in shown.items():
        figure("P10", f"hostile strings shown {way}", f"{count}, 0 harmful characters")


@pytest.mark.slow
def test_a_thousand_hostile_strings_are_typed(figure: Figure) -> None:
    driven = 0

    @given(st.lists(ONE, min_size=100, max_size=100))
    @settings(max_examples=10, deadline=None, suppress_health_check=QUIET, database=None)
    def many(strings: list[str]) -> None:
        nonlocal driven
        driven += drive(strings)

    many()
    figure("P10", "hostile strings typed wherever text goes", f"{driven}, 0 harmful characters")
    assert driven >= 1000


@pytest.mark.slow
def test_a_hundred_hostile_strings_reach_a_real_terminal_harmless(
    reflog: Commands, figure: Figure
) -> None:
    strings = Hostile(50)
    environ = {**reflog.environ(), "TERM": "dumb"}
    for number in range(10):
        words = ["note", "fred" if number else "+fred", "--", *(next(strings) for _ in range(10))]
        shown = pexpect.run(shlex.join([str(SCRIPT), *words]), env=environ, encoding="utf-8")
        said = str(shown).replace("\r\n", "")
        assert harmless(said), said
    figure("P10", "hostile strings typed on a real terminal", "100, 0 harmful characters")


def test_on_a_real_terminal_nothing_but_colours_is_sent(reflog: Commands) -> None:
    text = "".join(one for one in PAYLOADS if "\0" not in one and "\ud800" not in one)
    reflog.ok("note", "fred", "--", text)
    for words in (["log"], ["show", "fred"], ["due"], ["note", "fred", "again \x1b[2J\x9b"]):
        shown = pexpect.run(
            " ".join([str(SCRIPT), *(f"'{word}'" for word in words)]),
            env={**reflog.environ(), "TERM": "dumb"},
            encoding="utf-8",
        )
        said = str(shown).replace("\r\n", "")
        assert harmless(said), said
        assert not any(unicodedata.category(char) == "Cc" for char in said)
