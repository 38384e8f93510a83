"""The circle: what my network is like, whom to meet, and what the group is told of a period."""

from __future__ import annotations

from datetime import date
from itertools import chain

from reflog.domain.days import age_in_words
from reflog.domain.facts import question
from reflog.render import Block, Heading, Line, Page, Table, titled
from reflog.render.pages import ago, called, counted, day, reach, sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import Person
    from reflog.reports.circle import Network
    from reflog.reports.meetings import ToMeet
    from reflog.reports.period import Period, Referral

_ROLES = {
    "client": ("client", "clients"),
    "past-client": ("past client", "past clients"),
    "association": ("head of an association", "heads of associations"),
    "supplier": ("supplier", "suppliers"),
    "competitor": ("friendly competitor", "friendly competitors"),
    "colleague": ("colleague", "colleagues"),
    "partner": ("with the role partner",) * 2,  # the circle has partners of any role
    "friend": ("friend", "friends"),
}


def network_page(one: Network) -> Page:
    """Return what my network is like."""
    rooms = f"{one.room} with room for more, {one.full} full, {one.unknown} unknown"
    partners = f"{counted(one.count, 'partner')}: {rooms}"
    nobody = "No partners yet. Say who is one: reflog contact edit NAME --role partner"
    roles = [
        (
            str(role.count),
            _ROLES[role.role][role.count != 1],
            _names(role.people, role.count),
        )
        for role in one.roles
    ]
    professions = [(name, _names(some, len(some))) for name, some in one.professions.items()]
    needs = [
        (f"#{need.id}", called(need.person), need.need or "need not recorded") for need in one.needs
    ]
    eat = [
        (eats.person.name, sums(eats.business), _brought(eats.introductions, eats.own_custom))
        for eats in one.eat
    ]
    wanted = "Professions you want"
    none_wanted = Line("To say which: reflog know me partners accountants, lawyers", indent=2)
    return [
        Heading("Your circle"),
        Line(partners if one.count else nobody, indent=2),
        *titled("Who sends business, by role", "number> text! text", roles),
        *(titled(wanted, "text text", professions) or [Heading(wanted), none_wanted]),
        *titled("Needs no one you know can help with", "number> name text", needs),
        *titled("Who gets business when you do", "name money text", eat),
    ]


_FEW = 3


def _names(people: Sequence[Person], count: int) -> str:
    """Name the first few people, and say how many more there are."""
    more = count - len(people[:_FEW])
    names = ", ".join(one.name for one in people[:_FEW])
    return f"{names} and {more} more" if more else names or "no one yet"


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
    """Return whom to meet, in groups by why, and the topics to `learn` about each."""
    if not some:
        return ["No one to meet for now. After a one-to-one: reflog met NAME [NOTE]"]
    blocks: list[Block] = []
    for reason, title in _REASONS.items():
        rows = [
            (
                one.contact_name,
                _when(one, today),
                _questions(learn[one.contact_id], people[one.contact_id]),
                reach(people[one.contact_id]),
            )
            for one in some
            if one.reason == reason
        ]
        blocks += titled(title, "name text! text text/", rows)
    return blocks


def _questions(topics: Iterable[str], person: Contact) -> str:
    return " ".join(question(topic, person.name, person.profession) for topic in topics)


def _when(one: ToMeet, today: date) -> str:
    if one.reason == "due":
        return age_in_words((today - date.fromisoformat(one.due_on or "")).days)
    if one.touched_on is None:
        return "nothing yet"
    return f"last in touch {ago(one.touched_on, today)}"


def span_of(one: Period) -> str:
    """Return the days of a period, and whom alone it is about."""
    span = day(one.since) if one.since == one.until else f"{day(one.since)} to {day(one.until)}"
    return f"{span}, only {one.tag}" if one.tag else span


def period_page(one: Period, *, amounts: bool, is_handed_out: bool = False) -> Page:
    """Return what the group is told of a period.

    What is handed out has no need, no number and no command in it.
    """
    blocks: list[Block] = [Line(span_of(one), "heading")]
    if one.is_empty and not is_handed_out:
        nothing = "Nothing to report. Record what you did: reflog intro PROVIDER PROSPECT"
        blocks.append(nothing)
    for title, way, referrals in (
        ("Referrals given", "to", one.given),
        ("Leads given before, introduced now", "to", one.became_given),
        ("Referrals received", "from", one.received),
        ("Leads received before, introduced now", "from", one.became_received),
    ):
        if referrals:
            table = _referral_table(referrals, way, is_handed_out=is_handed_out)
            blocks += [Heading(f"{title}: {_count(referrals)}"), table]
    met = dict.fromkeys(person.name for _number, person in one.one_to_ones)
    blocks += _told(f"One-to-ones: {len(one.one_to_ones)}", ", ".join(met))
    mine = "me" if is_handed_out else "you"
    for title, closed in (
        ("Thank you for closed business", one.business_given),
        (f"Business others closed through {mine}", one.business_received),
    ):
        total = f": {sums(chain(*closed.values()))}" if amounts else ""
        rows = [(who.name, sums(monies) if amounts else "") for who, monies in closed.items()]
        blocks += titled(f"{title}{total}", "name money", rows)
    visitors = ", ".join(person.name for person in one.visitors)
    blocks += _told(f"Visitors: {len(one.visitors)}", visitors)
    if one.thanks_given or one.thanks_received:
        blocks += _told("Thanks", f"{one.thanks_given} given, {one.thanks_received} received")
    wanted = "" if is_handed_out else "to say what: reflog know me wants TEXT"
    return [*blocks, *_told("Looking for", one.looking_for or wanted)]


def _told(title: str, text: str) -> list[Block]:
    return [Heading(title), Line(text, indent=2)] if text else []


def _count(referrals: Sequence[Referral]) -> str:
    inside = sum(one.is_inside for one in referrals)
    return f"{len(referrals)} ({inside} inside)" if inside else str(len(referrals))


def _referral_table(referrals: Sequence[Referral], way: str, *, is_handed_out: bool) -> Table:
    rows = [
        (
            f"#{one.id}",
            one.partner.name,
            "own business" if one.is_inside else one.prospect.name,
            one.need or "",
        )
        for one in referrals
    ]
    if is_handed_out:
        return Table("name text", [row[1:3] for row in rows], header=(way, "about"))
    return Table("number> name text dim", rows, indent=2)
