"""Blocks as an HTML page to open in a browser and to print: the same that a terminal shows."""

from __future__ import annotations

from reflog.render import Block, Heading, Line, Page, Table, clean
from reflog.render.drawings.svg import escaped, long_day
from reflog.render.page import Section, frame
from reflog.render.pages import circle, contacts
from reflog.render.pages.sheets import ASKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reflog.reports.period import Period
    from reflog.reports.portrait import Portrait


_LABELED = 2  # columns of a table whose first names the second
_MANY = 3  # columns that a telephone has no room for


def of_person(portrait: Portrait, owner: str, today: date) -> str:
    """Return the page on a person, to read and write on before a meeting."""
    person = portrait.contact
    about = ", ".join(filter(None, (person.profession, person.company, person.city)))
    # The name, which a terminal shows first, is the heading.
    blocks = contacts.portrait_page(portrait, today)[1:]
    return frame(
        title=person.name,
        heading=person.name,
        by=owner,
        lead=escaped(about),
        sections=_sections(blocks, "Who they are"),
        today=today,
        style="sheet",
    )


def of_period(period: Period, owner: str, today: date, *, amounts: bool) -> str:
    """Return the report of a period, to hand out at a group's meeting."""
    given, received = (_counted(len(one), "referral") for one in (period.given, period.received))
    met = _counted(len(period.one_to_ones), "one-to-one")
    blocks = circle.period_page(period, amounts=amounts, is_handed_out=True)[1:]
    heading = _span(period)
    return frame(
        title=f"Referrals, {heading}",
        heading=heading,
        by=owner,
        lead=f"I gave {given}, received {received}, and had {met}.",
        sections=_sections(blocks, ""),
        today=today,
        style="sheet",
    )


def _span(period: Period) -> str:
    """Return the days of a period as a title: `14 to 20 November 2026`."""
    first, last = long_day(period.since), long_day(period.until)
    for same in (last.partition(" ")[2], last[-4:]):
        first = first.removesuffix(f" {same}")
    span = last if period.since == period.until else f"{first} to {last}"
    return f"{span}, only {period.tag}" if period.tag else span


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _sections(blocks: Page, title: str) -> list[Section]:
    """Return blocks as sections, each begun by a heading; what comes before the first has a title.

    The questions get room to write answers on paper.
    """
    sections: list[Section] = []
    inner: list[str] = []
    for block in (*blocks, Heading("")):
        if isinstance(block, Heading):
            if inner:
                sections.append(Section(f"s{len(sections) + 1}", title, "".join(inner)))
            title, inner = block.text, []
        elif html := _html(block, asks=title == ASKS):
            inner.append(html)
    return sections


def _html(block: Block, *, asks: bool) -> str:
    if isinstance(block, Table):
        return _table(block, asks=asks)
    line = Line(block) if isinstance(block, str) else block
    if not isinstance(line, Line):
        raise TypeError(f"a page has no {type(line).__name__}")
    text = line.text.removesuffix(line.command).rstrip(": ") if line.command else line.text
    if not text:
        return ""
    lines = clean(text, lines=True).split("\n") if line.lines else [text]
    style = ' class="note"' if line.style == "dim" else ""
    return f"<p{style}>{'<br>'.join(map(escaped, lines))}</p>"


def _table(table: Table, *, asks: bool) -> str:
    head = f"<thead><tr>{_cells(table.header, table, 'th')}</thead>" if table.header else ""
    body = "".join(f"<tr>{_cells(row, table, 'td')}" for row in table.rows)
    columns = max((len(row) for row in table.rows), default=0)
    style = f"scroll{' many' if columns >= _MANY else ''}{' asks' if asks else ''}"
    return f'<div class="{style}"><table>{head}<tbody>{body}</tbody></table></div>'


def _cells(texts: Sequence[str], table: Table, kind: str) -> str:
    narrow = table.marked("!") | ({0} if len(texts) == _LABELED and not table.header else set())
    styles = dict.fromkeys(narrow, "k") | dict.fromkeys(table.marked(">"), "r")
    return "".join(
        f"<{kind}{f' class={styles[at]}' if at in styles else ''}>{escaped(text)}"
        for at, text in enumerate(texts)
    )
