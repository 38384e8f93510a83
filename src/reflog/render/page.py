"""Pages to open in a browser: one file that loads nothing, sends nothing, and prints.

`frame`, `Section`, `table` and `details` are what every such page is made of. What may run and
what gives the style is named by its checksum, so nothing else in the file can act.
"""

from __future__ import annotations

import base64
import hashlib
import os

from reflog.domain.days import WEEKDAYS
from reflog.render import Placed
from reflog.render.drawings.svg import escaped, long_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

_FOLDER = os.path.dirname(__file__)


class Section(Placed, kw_only=False):
    """A part of a page: its anchor, its title, and its content as HTML."""

    key: str
    title: str
    body: str


def frame(  # noqa: PLR0913 - everything that a page has
    *,
    title: str,
    heading: str,
    by: str,
    lead: str,
    sections: Sequence[Section],
    today: date,
    data: str = "",
    style: str = "",
) -> str:
    """Return a whole page, dated today; `lead` and the sections are HTML, all else is text.

    Args:
        title: for the tab of the browser.
        by: whose page it is; "" if nobody is named.
        lead: the sentence it begins with.
        data: JSON for the script; "" on a page without the network.
        style: "sheet" for a page of texts and tables, "" for one of pictures.
    """
    rules, script = f"{read('picture.css')}{read('page.css')}", read("page.js")
    policy = (
        f"default-src 'none'; style-src {checksum(rules)}; script-src {checksum(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    by = f'<p class="by">{escaped(by)}</p>' if by else ""
    links = "".join(
        f'<a href="#{one.key}">{escaped(one.title.partition(": ")[0])}</a>' for one in sections
    )
    links = f"<nav>{links}</nav>" if len(sections) > 1 else ""
    body = "".join(
        f'<section id="{one.key}"><h2>{escaped(one.title)}</h2>{one.body}</section>'
        for one in sections
    )
    made = f"{WEEKDAYS[today.weekday()]}, {long_day(today.isoformat())}"
    style_of_body = style and f' class="{style}"'
    data = data and f'<script type="application/json" id="data">{data}</script>'
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escaped(title)}</title><style>{rules}</style></head><body{style_of_body}>"
        f"<header>{by}<h1>{escaped(heading)}</h1>"
        f'<p class="lead">{lead}</p>{links}</header><main>{body}</main>'
        f"<footer><p>Made by reflog on {made}. This page loads nothing and sends nothing. "
        "It is about people: keep it as you keep your ledger.</p></footer>"
        f"{data}<script>{script}</script></body></html>\n"
    )


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[object]],
    numbers: int,
    foot: Sequence[object] = (),
) -> str:
    """Return a table; columns from `numbers` on, counted from 1, are aligned right."""
    body = "".join(f"<tr>{_cells(row, 'td')}" for row in rows)
    last = f"<tfoot><tr>{_cells(foot, 'td')}</tfoot>" if foot else ""
    return (
        f'<div class="scroll"><table class="n{numbers}"><thead><tr>{_cells(head, "th")}</thead>'
        f"<tbody>{body}</tbody>{last}</table></div>"
    )


def details(summary: str, inner: str) -> str:
    """Return something that unfolds when it is clicked, and is printed unfolded."""
    return f"<details><summary>{escaped(summary)}</summary>{inner}</details>"


def note(text: str) -> str:
    """Return a note below a title."""
    return f'<p class="note">{escaped(text)}</p>'


def checksum(text: str) -> str:
    """Return the hash by which the page's policy allows a style or a script."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def read(name: str) -> str:
    """Return a file from the folder of this module."""
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _cells(texts: Sequence[object], kind: str) -> str:
    """Return the cells of a row; the first names it."""
    first, *others = map(escaped, texts)
    return f"<th>{first}" + "".join(f"<{kind}>{text}" for text in others)
