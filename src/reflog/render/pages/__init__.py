"""The pages, one for each kind of answer.

Here are the phrases that several of them share, and the pages of every day: the morning's, and of
thanks.
"""

from __future__ import annotations

from datetime import date

from reflog.domain.days import age_in_words, ago_in_words, day_with_weekday, short_day
from reflog.domain.follow_ups import briefly, every_in_words
from reflog.render import Block, Heading, Line, Page, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reflog.domain.contacts import Contact
    from reflog.domain.entries import FollowUp, Money, Person, Thanks

    Row = tuple[str, ...]

_OWED = "number> {}! name text dim text"

NO_ADDRESS = "no phone or e-mail yet"


day, long_day = short_day, day_with_weekday
"""How tables say a day, and how sentences do."""


def ago(on: str, today: date) -> str:
    """Return how long ago a day was: `today`, `yesterday`, `3 weeks ago`."""
    return ago_in_words((today - date.fromisoformat(on)).days)


def sums(monies: Iterable[Money]) -> str:
    """Return sums, one for each currency, joined by commas."""
    from reflog.domain.money import money_text, total

    return ", ".join(money_text(money) for money in total(monies))


def named(person: Contact | Person) -> str:
    """Return the full name with the handle: `Fred Moss (fred-moss)`."""
    return with_handle(person.name, person.handle)


def with_handle(name: str, handle: str) -> str:
    """Return a name with its handle; one that is both, once."""
    return name if name == handle else f"{name} ({handle})"


def called(person: Person, me: str = "you") -> str:
    """Return a person's name, or another word for me."""
    return me if person.is_me else person.name


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 contact`, `2 entries`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def reach(follow_up: FollowUp | Contact) -> str:
    """Return every way to reach a person, phones first."""
    return ", ".join((*follow_up.phones, *follow_up.emails)) or NO_ADDRESS


def to_do(follow_up: FollowUp) -> str:
    """Return what to do, with the person's name if the words don't have it."""
    return naming(follow_up, follow_up.what)


def naming(follow_up: FollowUp, said: str) -> str:
    """Return words about a follow-up, with the person's name if they don't have it."""
    name = follow_up.contact_name
    named = said if name in said or follow_up.contact == "me" else f"{said} ({name})"
    return f"{named}, {every_in_words(follow_up.every)}" if follow_up.every else named


def to_do_briefly(follow_up: FollowUp) -> str:
    """Return what to do, for a row that already names the person."""
    return briefly(follow_up.purpose, follow_up.contact_name, follow_up.what)


def due_page(follow_ups: Sequence[FollowUp], shown: int | None = None) -> Page:
    """Return the follow-ups in groups, most overdue first; only so many where `shown` says so."""
    blocks: list[Block] = []
    # One line less would only make room for a line that says so.
    shown = len(follow_ups) if shown is None or shown == len(follow_ups) - 1 else shown
    rows: dict[str, list[Row]] = {"Overdue": [], "Today": [], "Coming": []}
    for one in follow_ups[:shown]:
        days = one.days_overdue or 0
        group = "Overdue" if days > 0 else "Today" if days == 0 else "Coming"
        rows[group].append(_owed_row(one, _age(days)))
    groups = {title: some for title, some in rows.items() if some}
    every = [row for some in groups.values() for row in some] if len(groups) > 1 else []
    for title, some in groups.items():
        table = Table(_OWED.format(title.lower()), some, indent=2, flow=3, among=every)
        blocks += [Heading(title), table]
    if shown < len(follow_ups):
        more = len(follow_ups) - shown
        blocks.append(Line(f"… and {more} more: reflog due --all", "dim"))
    return blocks


def start_page() -> Page:
    """Return the commands to begin with, for an empty ledger."""
    rows = (
        ("reflog intro fred sally", "I introduced Fred and Sally"),
        ("reflog received ann --from fred", "Fred introduced Ann to me"),
        ("reflog due", "who to call today, and why"),
    )
    return [
        "Your ledger is empty. Three commands to get started:",
        Table("text text", rows, indent=2),
    ]


def nothing_due_page(coming: Sequence[FollowUp], asked: str = "", options: str = "") -> Page:
    """Say that nothing is due, and what comes next.

    Args:
        coming: the next of the follow-ups asked for, where there is one.
        asked: what the list was narrowed to, like " with Fred".
        options: the options for that, like " --for @fred".
    """
    if coming:
        (one,) = coming
        told = f"{to_do(one)}, {long_day(one.due_on)} (#{one.id})"
        everything = f"reflog due{options} --all shows everything."
        return [f"Nothing is due{asked} yet. Next: {told}. {everything}"]
    if asked:
        return [f"Nothing is open{asked}. reflog due --all shows everything that is."]
    return ["Nothing is due. Record your next introduction: reflog intro PROVIDER PROSPECT"]


def _age(days: int) -> str:
    """Say in few letters how old it is, so that a row has room: `12d`, `today`, `in 3d`."""
    return f"{days}d" if days > 0 else f"in {-days}d" if days else "today"


def _owed_row(one: FollowUp, age: str) -> Row:
    is_mine = one.contact == "me"
    return (
        f"#{one.id}",
        age,
        "you" if is_mine else one.contact_name,
        to_do_briefly(one),
        one.need or "",
        "" if is_mine else next(iter((*one.phones, *one.emails)), ""),
    )


def owed_page(owed: Sequence[FollowUp]) -> Page:
    """Return whom I owe thanks, oldest first."""
    if not owed:
        return ["You don't owe anyone thanks. To thank someone anyway: reflog thanks NAME"]
    rows = [_owed_row(one, age_in_words(one.days_overdue or 0)) for one in owed]
    return [Table(_OWED.format("text"), rows, flow=3)]


def past_page(past: Sequence[Thanks], direction: str | None, *, narrowed: bool = False) -> Page:
    """Return thanks given or received, newest first."""
    if not past:
        which = f" {direction}" if direction else ""
        when = "since then" if narrowed else "yet"
        behind = " --received" if direction == "received" else ""
        return [f"No thanks{which} {when}. Record one: reflog thanks NAME{behind}"]
    rows = [
        (
            f"#{one.id}",
            day(one.on),
            f"{'to' if one.direction == 'given' else 'from'} {one.contact_name}",
            f"for #{one.about}" if one.about is not None else "",
            one.via or "",
            one.note or "",
        )
        for one in past
    ]
    return [Table("number> text! name text text text", rows)]
