"""The pages of the morning's list and of thanks."""

from __future__ import annotations

from reflog.domain.days import age_in_words
from reflog.render import Block, Heading, Line, Page, Table
from reflog.render.pages import (
    day,
    long_day,
    to_do,
    to_do_briefly,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.entries import FollowUp, Thanks

    Row = tuple[str, ...]

_OWED = "number> {}! name text dim text"


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


def past_page(past: Sequence[Thanks], direction: str | None) -> Page:
    """Return thanks given or received, newest first."""
    if not past:
        which = f" {direction}" if direction else ""
        behind = " --received" if direction == "received" else ""
        return [f"No thanks{which} yet. Record one: reflog thanks NAME{behind}"]
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
