"""The circle: what my network is like, whom to meet, and what the group is told of a period."""

from __future__ import annotations

from datetime import date

from reflog.domain.days import age_in_words, ago_in_words
from reflog.domain.facts import QUESTIONS
from reflog.render.blocks import Cell, Heading, Line, Table
from reflog.render.words import counted, day, reach, sums
from reflog.reports.period import whole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Person
    from reflog.render.blocks import Block, Page
    from reflog.reports.circle import Network
    from reflog.reports.meetings import ToMeet
    from reflog.reports.period import Closed, Period, Referral

_ROLES = {
    "client": ("client", "clients"),
    "past-client": ("past client", "past clients"),
    "association": ("head of an association", "heads of associations"),
    "supplier": ("supplier", "suppliers"),
    "competitor": ("friendly competitor", "friendly competitors"),
    "colleague": ("colleague", "colleagues"),
    "partner": ("partner", "partners"),
    "friend": ("friend", "friends"),
}


def network_page(one: Network) -> Page:
    """Return what my network is like."""
    rooms = f"{one.room} with room for more, {one.full} full, {one.unknown} unknown"
    blocks: list[Block] = [
        Heading(text="Your circle"),
        Line(text=f"{counted(one.count, 'partner')}: {rooms}", indent=2)
        if one.count
        else Line(
            text="No partners yet. Say who is one: reflog contact edit NAME --role partner",
            indent=2,
        ),
        Heading(text="Who sends business"),
        Table(
            rows=[
                [
                    Cell(text=str(role.count), style="number"),
                    Cell(text=_ROLES[role.role][role.count != 1]),
                    Cell(text=_names(role.people, role.count) if role.count else "no one yet"),
                ]
                for role in one.roles
            ],
            right=frozenset({0}),
            narrow=frozenset({0, 1}),
            indent=2,
        ),
        Heading(text="Professions you want"),
        *_professions(one),
    ]
    if one.needs:
        blocks += [
            Heading(text="Needs no one you know can help with"),
            Table(
                rows=[
                    [
                        Cell(text=f"#{need.id}", style="number"),
                        Cell(text="you" if need.person.is_me else need.person.name, style="name"),
                        Cell(text=need.need or "need not recorded"),
                    ]
                    for need in one.needs
                ],
                right=frozenset({0}),
                narrow=frozenset({0}),
                indent=2,
            ),
        ]
    if one.eat:
        blocks += [
            Heading(text="Who gets business when you do"),
            Table(
                rows=[
                    [
                        Cell(text=eats.person.name, style="name"),
                        Cell(text=sums(eats.business), style="money"),
                        Cell(text=_brought(eats.introductions, eats.own_custom)),
                    ]
                    for eats in one.eat
                ],
                indent=2,
            ),
        ]
    return blocks


def _professions(one: Network) -> list[Block]:
    if not one.professions:
        text = "To say which: reflog know me partners accountants, lawyers"
        return [Line(text=text, indent=2)]
    return [
        Table(
            rows=[
                [
                    Cell(text=profession.name),
                    Cell(text=_names(profession.people) if profession.people else "no one yet"),
                ]
                for profession in one.professions
            ],
            indent=2,
        )
    ]


_FEW = 3


def _names(people: Sequence[Person], count: int | None = None) -> str:
    """Name the first few people, and say how many more there are."""
    more = (len(people) if count is None else count) - len(people[:_FEW])
    names = ", ".join(one.name for one in people[:_FEW])
    return f"{names} and {more} more" if more else names


def _brought(introductions: int, own_custom: int) -> str:
    parts = [counted(introductions, "introduction")] if introductions else []
    return ", ".join([*parts, *(["your own business"] if own_custom else [])])


_REASONS = {"due": "Due", "never": "Never met", "quiet": "Quiet"}


def to_meet_page(
    some: Sequence[ToMeet],
    people: Mapping[int, Contact],
    learn: Mapping[int, Sequence[str]],
    today: date,
) -> Page:
    """Return whom to meet, in groups by why.

    Args:
        some: in order, those to be shown.
        people: the contact of each.
        learn: the topics to ask each about.
    """
    if not some:
        nobody = "No one to meet for now. After a one-to-one: reflog met NAME [NOTE]"
        return [Line(text=nobody)]
    blocks: list[Block] = []
    for reason, title in _REASONS.items():
        rows = [
            [
                Cell(text=one.contact_name, style="name"),
                Cell(text=_when(one, today)),
                Cell(text=_questions(learn[one.contact_id], one.contact_name)),
                Cell(text=reach(people[one.contact_id])),
            ]
            for one in some
            if one.reason == reason
        ]
        if rows:
            table = Table(rows=rows, narrow=frozenset({1}), below=frozenset({3}), indent=2)
            blocks += [Heading(text=title), table]
    return blocks


def _questions(topics: Iterable[str], name: str) -> str:
    return " ".join(QUESTIONS[topic].format(name=name) for topic in topics)


def _when(one: ToMeet, today: date) -> str:
    if one.reason == "due":
        return age_in_words((today - date.fromisoformat(one.due_on or "")).days)
    if one.touched_on is None:
        return "nothing yet"
    return f"last in touch {ago_in_words((today - date.fromisoformat(one.touched_on)).days)}"


def span_of(one: Period) -> str:
    """Return the days of a period, and whom alone it is about."""
    span = day(one.since) if one.since == one.until else f"{day(one.since)} to {day(one.until)}"
    return f"{span}, only {one.tag}" if one.tag else span


def period_page(one: Period, *, amounts: bool, is_handed_out: bool = False) -> Page:
    """Return what the group is told of a period.

    What is handed out has no need, no number and no command in it.
    """
    blocks: list[Block] = [Line(text=span_of(one), style="heading")]
    if one.is_empty and not is_handed_out:
        nothing = "Nothing to report. Record what you did: reflog intro PROVIDER PROSPECT"
        blocks.append(Line(text=nothing))
    for title, referrals in (("Referrals given", one.given), ("Referrals received", one.received)):
        if referrals:
            way = "to" if referrals is one.given else "from"
            rows = _referral_rows(referrals, way, is_handed_out=is_handed_out)
            blocks += [Heading(text=f"{title}: {_count(referrals)}"), rows]
    if one.one_to_ones:
        blocks += [
            Heading(text=f"One-to-ones: {len(one.one_to_ones)}"),
            Line(
                text=", ".join(dict.fromkeys(met.person.name for met in one.one_to_ones)), indent=2
            ),
        ]
    mine = "me" if is_handed_out else "you"
    for title, closed in (
        ("Thank you for closed business", one.business_given),
        (f"Business others closed through {mine}", one.business_received),
    ):
        if closed:
            total = f": {sums(whole(closed))}" if amounts else ""
            blocks += [Heading(text=f"{title}{total}"), _closed_rows(closed, amounts=amounts)]
    if one.visitors:
        names = ", ".join(person.name for person in one.visitors)
        blocks += [Heading(text=f"Visitors: {len(one.visitors)}"), Line(text=names, indent=2)]
    if one.thanks_given or one.thanks_received:
        said = f"{one.thanks_given} given, {one.thanks_received} received"
        blocks += [Heading(text="Thanks"), Line(text=said, indent=2)]
    return [*blocks, *_looking_for(one, is_handed_out=is_handed_out)]


def _looking_for(one: Period, *, is_handed_out: bool) -> list[Block]:
    if one.looking_for is None and is_handed_out:
        return []
    text = one.looking_for or "to say what: reflog know me wants TEXT"
    return [Heading(text="Looking for"), Line(text=text, indent=2)]


def _count(referrals: Sequence[Referral]) -> str:
    inside = sum(one.is_inside for one in referrals)
    return f"{len(referrals)} ({inside} inside)" if inside else str(len(referrals))


def _referral_rows(referrals: Sequence[Referral], way: str, *, is_handed_out: bool) -> Table:
    rows = [
        [
            Cell(text=f"#{one.id}", style="number"),
            Cell(text=one.partner.name, style="name"),
            Cell(text="own business" if one.is_inside else one.prospect.name),
            Cell(text=one.need or "", style="dim"),
        ]
        for one in referrals
    ]
    if is_handed_out:
        return Table(rows=[row[1:3] for row in rows], header=(way, "about"))
    return Table(rows=rows, right=frozenset({0}), narrow=frozenset({0}), indent=2)


def _closed_rows(closed: Sequence[Closed], *, amounts: bool) -> Table:
    return Table(
        rows=[
            [
                Cell(text=one.partner.name, style="name"),
                Cell(text=sums(one.total) if amounts else "", style="money"),
            ]
            for one in closed
        ],
        indent=2,
    )
