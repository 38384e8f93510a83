"""The page of pictures, and one picture as a file of its own."""

from __future__ import annotations

import json
import re

from reflog.domain.money import money_text, total
from reflog.domain.pictures import MONTHS, PARTS, Month, Network, Node, Pictures
from reflog.render import clean
from reflog.render.drawings import balance, network, outcome, year
from reflog.render.drawings.network import first_words
from reflog.render.drawings.svg import (
    NARROW,
    counted,
    counted_people,
    escaped,
    long_day,
    month_name,
    number,
)
from reflog.render.page import Section, details, frame, note, read, table
from reflog.render.pages import sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


MOST_ROWS = 1500
"""Of more people the table has those who are drawn; the search finds everyone."""

_TOP = 12
_EDGE = 24  # around a picture that is a file of its own
_DATA_ESCAPES = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}
_URL = re.compile(r"(?i)(https?):")
_VARIABLE = re.compile(r"var\((--\w+)\)")
_COLOR = re.compile(r"(--\w+):([^;}]+)")
_DARK = re.compile(r"@media\(prefers-color-scheme:dark\)\{:root\{[^}]*\}\}\n")


def page(pictures: Pictures, today: date, parts: Sequence[str] = PARTS) -> str:
    """Return the page of these pictures; the network is left out if there is none."""
    makers = {"network": _network, "year": _year, "outcome": _outcome, "balance": _balance}
    found = pictures.network
    wanted = [part for part in PARTS if part in parts and (part != "network" or found)]
    heading, lead = _heading(pictures), sentence(pictures)
    title = f"{heading[0].lower()}{heading[1:]}"
    if found and found.people[0].contact != "me":
        center = found.people[0]
        heading, lead = f"Through {center.name}", _branch_sentence(center)
        title = f"through {center.name}"
    has_people = found is not None and "network" in wanted and len(found.people) > 1
    return frame(
        title=f"{pictures.owner}: {title}" if pictures.owner else heading,
        heading=heading,
        by=pictures.owner,
        lead=lead,
        sections=[makers[part](pictures) for part in wanted],
        today=today,
        data=_data(pictures) if has_people else "",
    )


def drawing(pictures: Pictures, part: str) -> str:
    """Return one picture as an SVG file, with colors in place of the names of styles."""
    makers = {
        "network": lambda: network.network(_found(pictures)),
        "year": lambda: year.year(pictures.months),
        "outcome": lambda: outcome.outcome(pictures),
        "balance": lambda: balance.balance(balance.shown_partners(pictures.partners)),
    }
    one = makers[part]()
    rules = _DARK.sub("", read("picture.css")).replace("color-scheme:light dark;", "")
    colors = dict(_COLOR.findall(rules))
    rules = _VARIABLE.sub(lambda found: colors[found[1]], rules)
    left, top, width, height = one.box
    box = (left - _EDGE, top - _EDGE, width + 2 * _EDGE, height + 2 * _EDGE)
    x, y, wide, high = map(number, box)
    title = ": ".join(filter(None, (pictures.owner, one.label)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" '
        f'class="{one.style}" viewBox="{x} {y} {wide} {high}" width="{wide}" height="{high}">'
        f"<title>{escaped(title)}</title><style>{rules}</style>"
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" fill="{colors["--paper"]}"/>'
        f"{one.inner}</svg>\n"
    )


# The sentence.


def sentence(pictures: Pictures) -> str:
    """Return the totals of the period in a sentence, as HTML."""
    first, last = pictures.reached[0], pictures.reached[-1]
    won = last.given + last.received
    between = f"Between {long_day(pictures.since)} and {long_day(pictures.until)}"
    if not first.given + first.received:
        return f"{between} I neither made nor received an introduction."
    made = "no introduction"
    if first.given:
        noun = "introduction" if first.given == 1 else "introductions"
        made = f"<b class=g>{first.given:,}</b> {noun}"
    received = f"<b class=x>{first.received:,}</b>" if first.received else "none"
    business = total(money for month in pictures.months for money in month.business)
    earned = ", ".join(f"<b>{escaped(money_text(money))}</b>" for money in business)
    became = f"<b>{won:,}</b> of them became business" if won else "None of them is business yet"
    if earned:
        became += f": {earned}" if won else f"; other business came to {earned}"
    return f"{between} I made {made} and received {received}. {became}. {_thanks(pictures)}."


def _thanks(pictures: Pictures) -> str:
    said = sum(month.thanks_given for month in pictures.months)
    owed = sum(partner.thanks_owed for partner in pictures.partners)
    times = {0: "nobody yet", 1: "once", 2: "twice"}.get(said, f"{said:,} times")
    thanked = f"I said thank you {times}" if said else f"I thanked {times}"
    if not owed:
        return f"{thanked}, and owe no thanks" if said else "I owe no thanks"
    return f"{thanked}, and owe {owed:,}{' more' if said else ''}"


def _branch_sentence(node: Node) -> str:
    came = f" ({escaped(first_words(node.first))})" if node.first else ""
    became = f"; {counted(node.won, 'introduction')} became business" if node.won else ""
    people = f"<b class=g>{counted_people(node.below)}</b>"
    return f"{people} came through {escaped(node.name)}{came}{became}."


def _heading(pictures: Pictures) -> str:
    year = pictures.since[:4]
    if pictures.since == f"{year}-01-01" and pictures.until <= f"{year}-12-31":
        return f"Introductions in {year}"
    return "A year of introductions" if len(pictures.months) == MONTHS else "Introductions"


# The sections.

_WAYS = {"given": "g", "received": "x", "other": "b"}
_KEY = {
    "g": "I introduced",
    "x": "introduced to me",
    "b": "introduced by others",
    "c": "introduced again",
    "w": "became business",
    "o": "still open",
    "e": "ended",
    "r": "nobody introduced us",
}
"""What lines and dots mean, by their style."""

_AGAIN = '<label><input id="again" type="checkbox" checked>introduced again</label>'
_TOOLS = (
    '<div class="tools" hidden><div class="find"><label>Find <input id="find" type="search" '
    'autocomplete="off" spellcheck="false" placeholder="a name"></label><ul id="found"></ul></div>'
    '<button id="nearer" type="button" aria-label="Zoom in">+</button>'
    '<button id="farther" type="button" aria-label="Zoom out">\N{MINUS SIGN}</button>'
    '<button id="whole" type="button">Whole</button>{}</div>'
)
_CARD = (
    '<aside id="card" aria-live="polite"><p class="s">Point at a person, tap one, or walk with '
    "the arrow keys, to see how they came and whom they brought.</p></aside>"
)
_ORDER = (
    "They stand in the order they came, clockwise from the top, each behind whoever brought them "
    "first. The more business came that way, the wider the line."
)


def _network(pictures: Pictures) -> Section:
    found = _found(pictures)
    title = "Who came through whom"
    count = len(found.people) - 1
    if not count:
        return Section("network", title, note(network.nobody_came(pictures)))
    drawn = network.drawn_people(found)[1:]
    which = "."
    if len(drawn) < count:
        which = (
            f", of whom {len(drawn)} are drawn: those through whom most business and most people "
            "came. The others are counted, +3, at whoever brought them; the search finds them."
        )
    listed = range(1, count + 1) if count <= MOST_ROWS else drawn
    rows = [_person_row(found, at) for at in listed]
    summary = "Everyone" if count <= MOST_ROWS else "Everyone who is drawn"
    tables = details(
        summary, table(("person", "came through", "how they came", "brought", "in all"), rows, 4)
    )
    top = sorted(
        (one for one in found.people[1:] if one.below), key=lambda one: (-one.won, -one.below)
    )
    if top:
        first = [(one.name, one.brought, one.below, one.won or "") for one in top[:_TOP]]
        head = ("person", "brought", "in all", "became business")
        tables = details("Those who brought most", table(head, first, 2)) + tables
    stage = f'<div class="stage pic">{network.network(found).inline}{_CARD}</div>'
    about = note(f"{counted_people(count)}{which} {_ORDER}")
    tools = _TOOLS.format(_AGAIN if found.again else "")
    return Section("network", title, f"{about}{_key(found)}{tools}{stage}{tables}")


def _key(found: Network) -> str:
    """Return what lines and dots mean, of those that there are."""
    people = found.people[1:]
    there = {_WAYS[one.first.direction] for one in people if one.first}
    there |= {network.kind_of(one) for one in people} | ({"c"} if found.again else set())
    items = "".join(f'<li class="{kind}">{text}' for kind, text in _KEY.items() if kind in there)
    return f'<ul class="key">{items}</ul>'


def _person_row(found: Network, at: int) -> tuple[object, ...]:
    node = found.people[at]
    through = ""
    if node.through_at is not None:
        through = found.people[node.through_at].called
    return node.name, through, first_words(node.first), node.brought or "", node.below or ""


def _year(pictures: Pictures) -> Section:
    months = pictures.months
    money = year.currencies(months)

    def row(name: str, one: Month) -> tuple[object, ...]:
        monies = (year.sum_in(one.business, currency) for currency in money)
        business = [money_text(each) if each.minor else "" for each in monies]
        return name, one.given, one.received, *business, one.thanks_given, one.thanks_received

    rows = [[cell or "" for cell in row(month_name(one.month), one)] for one in months]
    foot = row("in all", year.all_of(months))
    columns = (f"business, {currency}" for currency in money)
    head = ("month", "given", "received", *columns, "thanks given", "thanks received")
    charts = year.year(months).inline + year.year(months, NARROW).inline
    about = note("What I gave stands above the line, what I received below it.")
    if whose := year.shared(pictures.shares):
        about += note(f"Of the business, {'; '.join(' '.join(one) for one in whose)}.")
    numbers = details("Month by month, in numbers", table(head, rows, 2, foot))
    return Section("year", year.titled(months), f'{about}<div class="pic">{charts}</div>{numbers}')


def _outcome(pictures: Pictures) -> Section:
    won = pictures.days_to_won
    ended = " · ".join(outcome.ended(pictures))
    far = outcome.reached(pictures.reached).inline + note(ended)
    took = note("None of them is business yet.")
    rows: list[tuple[object, ...]] = [
        (one.stage, one.given, one.received, one.given + one.received) for one in pictures.reached
    ]
    rows += [(said, "", "", pictures.ended[one]) for one, said in outcome.ENDS.items()]
    rows.append(("still open", "", "", pictures.open))
    tables = details(
        "How far, in numbers", table(("came as far as", "given", "received", "in all"), rows, 2)
    )
    if pictures.median_days is not None:
        took = outcome.took(won, pictures.median_days).inline
        weeks = [
            (f"{first} to {first + outcome.WEEK - 1}", count)
            for first, count in outcome.by_week(won)
        ]
        tables += details("How long, in numbers", table(("days", "introductions"), weeks, 2))
    return Section(
        "outcome",
        "From introduction to business",
        f'<div class="two"><div><h3>How far they came</h3>{far}</div>'
        f"<div><h3>How long it took</h3>{took}</div></div>{tables}",
    )


def _balance(pictures: Pictures) -> Section:
    shown = balance.shown_partners(pictures.partners)
    title = "Give and take"
    if not shown:
        empty = note("No introductions went to and fro between a partner and me.")
        return Section("balance", title, empty)
    having = sum(bool(one.given + one.received) for one in pictures.partners)
    which = f"The {len(shown)} partners with most introductions between us. "
    order = "At the top I have given more, at the foot they have."
    rows = [
        (
            one.contact_name,
            one.given or "",
            one.received or "",
            sums(one.given_business),
            sums(one.received_business),
            one.thanks_given or "",
            one.thanks_received or "",
            one.thanks_owed or "",
        )
        for one in pictures.partners[:MOST_ROWS]
    ]
    head = (
        *("partner", "I gave", "they gave", "they earned", "I earned"),
        *("I thanked", "they thanked", "thanks I owe"),
    )
    charts = balance.balance(shown).inline + balance.balance(shown, NARROW).inline
    about = note(f"{which if len(shown) < having else ''}{order}")
    every = details("Every partner", table(head, rows, 2))
    return Section("balance", title, f'{about}<div class="pic">{charts}</div>{every}')


# The script's data.


def _data(pictures: Pictures) -> str:
    """Return everyone as the beginning of `page.js` says it."""
    found = _found(pictures)
    partners = {one.contact: one for one in pictures.partners}
    rows = []
    for node, parent in zip(found.people, network.parents_of(found), strict=True):
        partner = partners.get(node.contact)
        rows.append(
            (
                clean(node.called),
                clean(node.work),
                parent,
                first_words(node.first),
                node.won,
                partner.given if partner else 0,
                partner.received if partner else 0,
            )
        )
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).translate(_DATA_ESCAPES)
    return _URL.sub(r"\1\\u003a", text)


def _found(pictures: Pictures) -> Network:
    if pictures.network is None:
        raise ValueError("the network was not asked for")
    return pictures.network
