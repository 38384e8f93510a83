"""The register of commands: the decorator that makes a function one.

    @command("snooze N...|NAME WHEN", group="daily", takes="OWED* WHEN", outcome=UNCHANGED)
    def snooze(env: Environment, words: options.Words = None) -> None:

A command is a function of its environment, the words typed and its options. Typer's signature
is made from it (`reflog.cli.app`); `reflog.cli.grammar` keeps the register as plain data, for
what has to be known before a command is imported.
"""

from __future__ import annotations

from itertools import takewhile

from reflog.domain import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Function = TypeVar("Function", bound=Callable[..., int | None])

GROUPS = ("daily", "looking", "people", "knowing", "messages", "keeping")
"""In the order in which help lists them."""

UNCHANGED = "nothing was changed"


class Command(Record):
    """A command as it is registered.

    Attributes:
        name: as typed, with its family: "contact add".
        usage: the words after it, as help shows them; "" if it takes none.
        takes: what those words are, for completion (see `reflog.cli.grammar`).
        group: the heading that help lists it under.
        outcome: what its failure means, as a clause; "" if it only asks.
        run: the function.
    """

    name: str
    usage: str
    takes: str
    group: str
    outcome: str
    run: Callable[..., Any]

    @property
    def help(self) -> str:
        """Return the function's docstring, each paragraph on one line."""
        paragraphs = (self.run.__doc__ or "").split("\n\n")
        return "\n\n".join(" ".join(one.split()) for one in paragraphs)


COMMANDS: dict[str, Command] = {}
"""The commands of the modules imported so far, by name."""


def command(
    usage: str, *, group: str, takes: str = "", outcome: str = ""
) -> Callable[[Function], Function]:
    """Register a function as a command; `usage` is its name and the words after it."""
    words = usage.split()
    own = list(takewhile(lambda word: word.isalpha() and word.islower(), words))
    name, behind = " ".join(own), " ".join(words[len(own) :])

    def register(function: Function) -> Function:
        COMMANDS[name] = Command(
            name=name, usage=behind, takes=takes, group=group, outcome=outcome, run=function
        )
        return function

    return register
