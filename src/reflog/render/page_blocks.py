"""Blocks as an HTML page to open in a browser and to print: the same that a terminal shows."""

from __future__ import annotations

from reflog.domain.record import Record
from reflog.render.blocks import Heading, Line, Table
from reflog.render.clean import clean
from reflog.render.drawings.svg import escaped, long_day
from reflog.render.page import Page as Frame
from reflog.render.page import Section, frame
from reflog.render.pages import circle, contacts
from reflog.render.pages.sheets import ASKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from reflog.render.blocks import Block, Cell, Page
    from reflog.reports.period import Period
    from reflog.reports.portrait import Portrait


_LABELED = 2  # columns of a table whose first names the second
_MANY = 3  # columns that a telephone has no room for


class Titles(Record):
    """The titles of a page.

    Attributes:
        title: for the tab of the browser.
        heading: at the top of the page.
        by: whose page it is, "" if nobody is named.
        lead: the sentence it begins with.
        first: the title of what comes before the first heading.
        asks: the title of the questions, which get room to write answers on paper.
    """

    title: str
    heading: str
    by: str = ""
    lead: str = ""
    first: str = ""
    asks: str = ""


def of_person(portrait: Portrait, owner: str, today: date) -> str:
    """Return the page on a person, to read and write on before a meeting."""
    person = portrait.contact
    titles = Titles(
        title=person.name,
        heading=person.name,
        by=owner,
        lead=", ".join(part for part in (person.profession, person.company, person.city) if part),
        first="Who they are",
        asks=ASKS,
    )
    # The name, which a terminal shows first, is the heading.
    return text_of(contacts.portrait_page(portrait, today)[1:], titles, today)


def of_period(period: Period, owner: str, today: date, *, amounts: bool) -> str:
    """Return the report of a period, to hand out at a group's meeting."""
    given, received = (_counted(len(one), "referral") for one in (period.given, period.received))
    met = _counted(len(period.one_to_ones), "one-to-one")
    heading = _span(period)
    titles = Titles(
        title=f"Referrals, {heading}",
        heading=heading,
        by=owner,
        lead=f"I gave {given}, received {received}, and had {met}.",
    )
    blocks = circle.period_page(period, amounts=amounts, is_handed_out=True)
    return text_of(blocks[1:], titles, today)


def _span(period: Period) -> str:
    """Return the days of a period as a title: `14 to 20 November 2026`."""
    first, last = long_day(period.since), long_day(period.until)
    for same in (last.partition(" ")[2], last[-4:]):
        first = first.removesuffix(f" {same}")
    span = last if period.since == period.until else f"{first} to {last}"
    return f"{span}, only {period.tag}" if period.tag else span


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def text_of(blocks: Page, titles: Titles, today: date) -> str:
    """Return a page of blocks; each heading begins a section."""
    sections: list[Section] = []
    title = titles.first
    inner: list[str] = []
    for block in (*blocks, Heading(text="")):
        if isinstance(block, Heading):
            if inner:
                key = f"s{len(sections) + 1}"
                sections.append(Section(key=key, title=title, body="".join(inner)))
            title, inner = block.text, []
        elif html := _html(block, asks=title == titles.asks):
            inner.append(html)
    return frame(
        Frame(
            title=titles.title,
            heading=titles.heading,
            by=titles.by,
            lead=escaped(titles.lead),
            sections=sections,
            style="sheet",
        ),
        today,
    )


def _html(block: Block, *, asks: bool) -> str:
    if isinstance(block, Table):
        return _table(block, asks=asks)
    if isinstance(block, Line):
        text = block.text.removesuffix(block.command).rstrip(": ") if block.command else block.text
        if not text:
            return ""
        lines = clean(text).split("\n") if block.lines else [text]
        style = ' class="note"' if block.style == "dim" else ""
        return f"<p{style}>{'<br>'.join(map(escaped, lines))}</p>"
    message = f"a page has no {type(block).__name__}"
    raise TypeError(message)


def _table(table: Table, *, asks: bool) -> str:
    head = f"<thead><tr>{_cells(table.header, table, 'th')}</thead>" if table.header else ""
    body = "".join(f"<tr>{_cells(_texts(row), table, 'td')}" for row in table.rows)
    columns = max((len(row) for row in table.rows), default=0)
    style = f"scroll{' many' if columns >= _MANY else ''}{' asks' if asks else ''}"
    return f'<div class="{style}"><table>{head}<tbody>{body}</tbody></table></div>'


def _texts(row: Iterable[Cell]) -> list[str]:
    return [cell.text for cell in row]


def _cells(texts: Sequence[str], table: Table, kind: str) -> str:
    narrow = table.narrow | ({0} if len(texts) == _LABELED and not table.header else set())
    styles = dict.fromkeys(narrow, "k") | dict.fromkeys(table.right, "r")
    return "".join(
        f"<{kind}{f' class={styles[at]}' if at in styles else ''}>{escaped(text)}"
        for at, text in enumerate(texts)
    )
