"""What TAB offers: commands, options, numbers and handles, and nothing else of the ledger.

What is offered ends up on someone's command line, so a name never is, only a handle, and
only one that no shell can take for more than a word. Any failure offers nothing, silently.
"""

from __future__ import annotations

import os
import sys

from reflog.cli import grammar
from reflog.domain.contacts import HANDLE_LENGTH, is_handle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reflog.cli.grammar import Wanted

FILES = "%files"
"""Offered alone, it asks the shell for names of files."""


DAYS = (
    *("today", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday", "3d", "1w", "2w", "1m", "eow", "eom", "eoy"),
)
FORMATS = ("json", "csv", "vcard", "ics", "google", "outlook", "linkedin")
PREFERABLE = ("file",)
SHELLS = ("bash", "zsh", "fish")
CHOICES = {
    "STAGE": ("domain.introductions", "TYPED_STAGES"),
    "PARTY": ("domain.introductions", "CALLERS"),
    "EFFORT": ("domain.introductions", "EFFORTS"),
    "VIA": ("domain.follow_ups", "VIAS"),
    "ROLE": ("domain.contacts", "ROLES"),
    "PURPOSE": ("domain.follow_ups", "PURPOSES"),
    "KEY": ("domain.settings", "DEFAULTS"),
    "WHAT": ("domain.exports", "TABLES"),
    "WHEN": ("cli.completion", "DAYS"),
    "FORMAT": ("cli.completion", "FORMATS"),
    "file": ("cli.completion", "PREFERABLE"),
    "SHELL": ("cli.completion", "SHELLS"),
    "HELP": ("cli.pages", "ASKED"),
    "PART": ("domain.pictures", "PARTS"),
    "TOPIC": ("domain.facts", "TYPED_TOPICS"),
}
"""Where the words are that something is one of."""


def answer(argv: Sequence[str]) -> int:
    """Print what could be typed at the cursor, one a line; the exit code is always 0.

    Args:
        argv: the shell; then the words of the command line up to the cursor, the
            program's name first and the word with the cursor last.
    """
    try:
        offered = candidates(argv[0], list(argv[2:]))
        sys.stdout.write("".join(f"{word}\n" for word in offered))
        sys.stdout.flush()
    except Exception:  # noqa: BLE001 - nothing is offered, and nothing said, whatever it is
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def candidates(shell: str, words: list[str]) -> list[str]:
    """Return what could stand in place of the last word, quoted as the shell needs it."""
    begun = words.pop() if words else ""
    lead = ""
    if shell == "bash":
        words, begun, lead = _joined(words, begun)
    begun = _bare(begun)
    wanted = grammar.wanted(words, begun)
    if wanted.kind == "FILE":
        return [FILES]
    found = [wanted.lead + word for word in _offered(wanted) if word]
    found = [word[len(lead) :] for word in found if word.startswith(lead)]
    if shell == "bash" and len(found) > 1 and not all(word.startswith(begun) for word in found):
        # bash puts what all have in common instead of what was typed: let that be nothing.
        found.append("")
    return found


def _joined(words: list[str], begun: str) -> tuple[list[str], str, str]:
    """Put together what bash takes apart at = and @; the part that it keeps comes last."""
    before = words[-1:]
    if before == ["@"]:
        # Whether the mark is a part of the word depends on the version of bash.
        words = words[:-1]
        return (words, begun, "") if begun[:1] == "@" else (words, f"@{begun}", "@")
    if before == ["="] and len(words) > 1:
        return words[:-2], f"{words[-2]}={begun}", f"{words[-2]}="
    return words, begun, ""


def _bare(begun: str) -> str:
    """Return a word without the quotes that are open at its beginning."""
    return begun.lstrip("\"'").replace("\\", "")


def _offered(wanted: Wanted) -> Iterable[str]:
    if wanted.kind == "COMMAND":
        return _beginning(grammar.subcommands(wanted.command), wanted.begun)
    if wanted.kind == "OPTION":
        options = (name for name in grammar.options_of(wanted.command) if name[:2] == "--")
        return _beginning(options, wanted.begun)
    offered: dict[str, None] = {}
    for kind in wanted.kind.split():
        offered |= dict.fromkeys(_of_kind(kind, wanted))
    return offered


def _of_kind(kind: str, wanted: Wanted) -> Iterable[str]:
    if kind in CHOICES:
        return _beginning(_choices(kind), wanted.begun)
    begun = wanted.begun.removeprefix("@")
    mark = wanted.begun[: len(wanted.begun) - len(begun)]
    return (
        mark + word
        for word in _known(kind, begun, wanted.ledger)
        if _is_safe(word)
        and not (word.isdigit() and (mark or word in wanted.typed))
        and (word.startswith(begun) or not word.isdigit())
    )


def _choices(kind: str) -> Iterable[str]:
    from importlib import import_module

    module, name = CHOICES[kind]
    found: Iterable[str] = getattr(import_module(f"reflog.{module}"), name)
    return found


def _known(kind: str, begun: str, named: str | None) -> list[str]:
    from reflog import paths
    from reflog.reports import completion as reports

    path = paths.ledger_path(named, os.environ)
    return reports.answers(path, kind, begun.lower() if begun.isascii() else _folded(begun))


def _beginning(words: Iterable[str], begun: str) -> list[str]:
    return [word for word in words if word.startswith(begun)]


def _folded(begun: str) -> str:
    from reflog.domain.names.folding import fold

    return fold(begun)


def _is_safe(word: str) -> bool:
    """Return whether a word is a handle or a number, whatever the ledger may hold."""
    is_number = word.isascii() and word.isdigit() and len(word) <= HANDLE_LENGTH
    return is_number or is_handle(word)
