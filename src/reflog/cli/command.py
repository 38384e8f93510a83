"""The register of commands: the decorator that makes a function one.

    @command("snooze N...|NAME WHEN", group="daily", takes="OWED* WHEN", outcome=UNCHANGED)
    def snooze(env: Environment, words: options.Words = None) -> None:

A command is a function of its environment, the words typed and its options. Typer's signature
is made from it (`reflog.cli.app`); `reflog.cli.grammar` keeps the register as plain data, for
what has to be known before a command is imported.
"""

from __future__ import annotations

from itertools import takewhile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Function = TypeVar("Function", bound=Callable[..., int | None])

GROUPS = ("daily", "looking", "people", "knowing", "messages", "keeping")
"""In the order in which help lists them."""

UNCHANGED = "nothing was changed"


class Command:
    """A command as it is registered.

    Attributes:
        name: as typed, with its family: "contact add".
        usage: the words after it, as help shows them; "" if it takes none.
        takes: what those words are, for completion (see `reflog.cli.grammar`).
        group: the heading that help lists it under.
        outcome: what its failure means, as a clause; "" if it only asks.
        run: the function.
    """

    __slots__ = ("group", "name", "outcome", "run", "takes", "usage")

    def __init__(
        self, name: str, usage: str, takes: str, group: str, outcome: str, run: Callable[..., Any]
    ) -> None:
        self.name = name
        self.usage = usage
        self.takes = takes
        self.group = group
        self.outcome = outcome
        self.run = run

    @property
    def help(self) -> str:
        """Return the function's docstring, each paragraph on one line."""
        paragraphs = (self.run.__doc__ or "").split("\n\n")
        return "\n\n".join(" ".join(one.split()) for one in paragraphs)


def _is_name(word: str) -> bool:
    return word.isalpha() and word.islower()


COMMANDS: dict[str, Command] = {}
"""The commands of the modules imported so far, by name."""


def command(
    usage: str, *, group: str, takes: str = "", outcome: str = ""
) -> Callable[[Function], Function]:
    """Register a function as a command; `usage` is its name and the words after it."""
    words = usage.split()
    name = list(takewhile(_is_name, words))

    def register(function: Function) -> Function:
        whole = " ".join(name)
        behind = " ".join(words[len(name) :])
        COMMANDS[whole] = Command(whole, behind, takes, group, outcome, function)
        return function

    return register
