"""The help pages, which the package contains: one Markdown file a topic."""

from __future__ import annotations

import os
from itertools import takewhile

import reflog
from reflog import cli
from reflog.render import Heading, Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.render import Block

TOPICS = {
    "week": ("intro", "received", "due", "done", "mark", "business", "thanks", "met", "note"),
    "knowing": ("know",),
    "matching": ("match", "ask", "network", "report"),
    "names": ("show", "find", "contact add", "contact alias"),
    "playbook": ("follow", "snooze", "drop", "config"),
    "pictures": ("picture",),
    "importing": ("import", "contact duplicates", "contact merge"),
    "exporting": ("export",),
    "backups": ("undo", "redo", "history", "edit", "delete", "backup", "restore", "check"),
    "privacy": ("contact forget",),
    "json": (),
    "scripts": ("completion",),
}
"""In the order in which someone new would read them; the commands whose help points to each."""

ASKED = (*cli.subcommands(""), *TOPICS)
"""What `reflog help` explains."""


def pointer(command: str) -> str | None:
    """Return the sentence by which a command's help points to a page; None if there is none."""
    topic = next((topic for topic, commands in TOPICS.items() if command in commands), None)
    return topic and f"More: reflog help {topic}"


def page(topic: str) -> list[Block]:
    """Return the page on a topic to be shown; its headings lose their marks, all else stays."""
    blocks: list[Block] = []
    lines = _lines(topic)
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("#"):
            blocks.append(Heading(text=line.lstrip("# ")))
        elif line or not following.startswith("#"):  # a heading brings its own empty line
            # What an example answers folds below itself, not at the edge of the screen.
            text = line.lstrip(" ")
            blocks.append(Line(text=text, indent=len(line) - len(text)))
    return blocks


def text(topic: str) -> str:
    """Return the page on a topic as it is written, in Markdown."""
    folder = os.path.join(os.path.dirname(reflog.__file__), "help")
    with open(os.path.join(folder, f"{topic}.md"), encoding="utf-8") as file:
        return file.read()


def title(topic: str) -> str:
    """Return the heading of the page on a topic."""
    return _lines(topic)[0].lstrip("# ")


def table(topic: str, heading: str) -> list[str]:
    """Return the lines of the first code block below a heading, without their indent."""
    lines = _lines(topic)
    below = lines[lines.index(f"## {heading}") + 2 :]
    return [line.removeprefix("    ") for line in takewhile(bool, below)]


def _lines(topic: str) -> list[str]:
    return text(topic).splitlines()
