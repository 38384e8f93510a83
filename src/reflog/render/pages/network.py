"""The pages of who, tree, balance, intros, log and find."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

from reflog.domain.contacts import ME, Known
from reflog.domain.money import money_text
from reflog.render import Block, Heading, Line, Page, Styled, Table, Tree, titled
from reflog.render.pages import called, day, sums
from reflog.render.pages.entries import introduction_sentence, outcome
from reflog.reports.introductions import OWN_CUSTOM_TIER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reflog.domain.entries import Introduction, Money, Person
    from reflog.domain.introductions import Balance
    from reflog.reports.network import Branch
    from reflog.reports.search import Found
    from reflog.reports.story import Event

INTRODUCTIONS = "number> text! text text dim"
EVENTS = "text! number> text"
NO_INTRODUCTIONS = "No introductions yet. Record one: reflog intro PROVIDER PROSPECT"
NONE_SINCE = "Nothing has come of introductions since then. reflog {} shows them all."
NONE_OF_THESE = "No introductions like that. reflog intros lists them all."


def introductions_page(introductions: Sequence[Introduction], *, narrowed: bool = False) -> Page:
    """Return introductions, a row each; `narrowed` means that not all were asked for."""
    if introductions:
        return [Table(INTRODUCTIONS, introduction_rows(introductions))]
    return [NONE_OF_THESE if narrowed else NO_INTRODUCTIONS]


def _with_business_since(
    introductions: Sequence[Introduction], since: str | None
) -> Sequence[Introduction]:
    """Return introductions with the business of the period alone."""
    if since is None:
        return introductions
    return [
        one.replaced(business=tuple(b for b in one.business if b.on >= since))
        for one in introductions
    ]


def who_page(
    introductions: Sequence[Introduction],
    before: int | None,
    *,
    narrowed: bool,
    since: str | None = None,
) -> Page:
    """Return introductions grouped by introducer.

    Args:
        introductions: those of one introducer after another.
        before: the introducer shown last, if more of theirs may follow.
        since: of their business only what came since this day.
    """
    introductions = _with_business_since(introductions, since)
    if not introductions:
        return introductions_page(introductions, narrowed=narrowed)
    rows = introduction_rows(introductions)
    blocks: list[Block] = []
    for introducer, group in groupby(
        zip(introductions, rows, strict=True), key=lambda pair: pair[0].introducer
    ):
        name = called(introducer, "You")
        if introducer.id != before and (blocks or before is None):
            blocks.append(Heading(name))
        elif introducer.id != before:  # something was shown before this part
            blocks += ["", Line(name, "heading")]
        own = [row for _one, row in group]
        blocks.append(Table(INTRODUCTIONS, own, indent=2, among=rows))
    return blocks


def who_name_page(
    person: Known,
    introductions: Sequence[Introduction],
    *,
    narrowed: bool = False,
    since: str | None = None,
) -> Page:
    """Return the introductions of a person: made by them, to them, and that brought them."""
    introductions = _with_business_since(introductions, since)
    if narrowed and not introductions:
        return [NONE_OF_THESE]
    name = "you" if person.id == ME else person.name
    referred = [one for one in introductions if one.introducer.id == person.id]
    others = [one for one in introductions if one.introducer.id != person.id]
    came = [one for one in others if one.brought.id == person.id]
    sent = [one for one in others if one.brought.id != person.id]
    blocks: list[Block] = []
    for title, ones in (
        (f"Introductions {name} made", referred),
        (f"Who referred {name}", came),
        (f"Referred to {name}", sent),
    ):
        blocks += titled(title, INTRODUCTIONS, introduction_rows(ones))
    nothing = f"No introductions with {name} yet. Record one: reflog intro PROVIDER PROSPECT"
    return blocks or [nothing]


def introduction_rows(
    introductions: Sequence[Introduction], *, needs: bool = False
) -> list[Sequence[str]]:
    """Return introductions as rows: number, day, sentence, outcome, and the need if wanted."""
    return [
        (
            f"#{one.id}",
            day(one.on),
            introduction_sentence(one),
            Styled(outcome(one) + _at_first(one), _STAGE_STYLES.get(one.stage, "")),
            f"need: {one.need}" if needs and one.need else "",
        )
        for one in introductions
    ]


def _at_first(one: Introduction) -> str:
    """Return the remark on an introduction that was only a lead on the day it is listed by."""
    return ", a lead at first" if (one.introduced_on or one.on) != one.on else ""


def tree_page(branches: Collection[Branch], *, narrowed: bool = False) -> Page:
    """Return the tree of who came through whom."""
    if branches:
        return [Tree(_BRANCH, map(_node, branches))]
    return [NONE_SINCE.format("tree") if narrowed else NO_INTRODUCTIONS]


def tree_name_page(
    path: Sequence[Person], branches: Collection[Branch], *, narrowed: bool = False
) -> Page:
    """Return how a person came, then their branch."""
    names = [called(person, "me") for person in path]
    blocks: list[Block] = []
    if above := names[:-1]:
        blocks.append(f"{names[-1]} came through {' → '.join(above)}.")
    blocks.append(Tree(_BRANCH, map(_node, branches)))
    if len(branches) == 1:
        (branch,) = branches
        when = "since then" if narrowed else "yet"
        more = f"reflog {'tree' if narrowed else 'who'} {branch.contact}"
        what = "shows who has" if narrowed else "lists their introductions"
        blocks.append(f"No one has come through {names[-1]} {when}. {more} {what}.")
    return blocks


def balance_page(balances: Collection[Balance], *, narrowed: bool = False) -> Page:
    """Return who has given and got how much."""
    if not balances:
        return [NONE_SINCE.format("balance") if narrowed else NO_INTRODUCTIONS]
    rows = (
        (
            one.contact_name,
            _counted(one.given, one.given_business),
            _counted(one.received, one.received_business),
            _thanks(one.thanks_given, one.thanks_received, one.thanks_owed, narrowed),
            _ahead(one),
        )
        for one in balances
    )
    header = ("partner", "given", "received", "thanks", "balance")
    return [Table("name text text text text", rows, header)]


def balance_name_page(balance: Balance, direct: Sequence[Money], *, narrowed: bool = False) -> Page:
    """Return the balance with one partner, and `direct` business that no introduction brought."""
    table = balance_table(balance, direct, narrowed=narrowed)
    return [Line(balance.contact_name, "heading"), table]


def balance_table(balance: Balance, direct: Sequence[Money], *, narrowed: bool = False) -> Table:
    """Return the balance with one partner, and `direct` business that no introduction brought."""
    rows = (
        ("you gave", _gave(balance.given, balance.given_business)),
        ("they gave", _gave(balance.received, balance.received_business)),
        ("business", f"{sums(direct)} without an introduction" if direct else ""),
        (
            "thanks",
            _thanks(balance.thanks_given, balance.thanks_received, balance.thanks_owed, narrowed),
        ),
        ("balance", _ahead(balance)),
    )
    return Table("dim text", [row for row in rows if row[1]], indent=2)


def log_page(events: Sequence[Event], person: Known | None, *, narrowed: bool = False) -> Page:
    """Return the story, newest first; with a person, or `narrowed` to the latest days."""
    if events:
        return [Table(EVENTS, event_rows(events))]
    if narrowed:
        return ["Nothing has happened since then. reflog log shows the whole story."]
    if person is None:
        return ["Nothing has happened yet. Start with: reflog intro PROVIDER PROSPECT"]
    whom = "you" if person.id == ME else person.name
    more = f"Note something down: reflog note {person.handle} TEXT"
    return [f"Nothing has happened with {whom} yet. {more}"]


def event_rows(events: Iterable[Event]) -> list[tuple[str, ...]]:
    """Return events as rows: day, number, what happened."""
    return [(day(one.on), f"#{one.id}", one.text) for one in events]


def find_page(found: Sequence[Found], text: str) -> Page:
    """Return where a text was found."""
    if not found:
        return [f'Nothing found for "{text}". reflog contact list shows everyone.']
    named = {one.handle for one in found if one.field == "name"}
    rows = [
        (
            one.kind if one.id is None else f"#{one.id}",
            one.name or (one.kind if one.id is not None else ""),
            one.field,
            one.excerpt,
        )
        for one in found
        if one.field != "handle" or one.handle not in named
    ]
    return [Table("number! name text text", rows)]


_BRANCH = "name number text text money money dim"
_STAGE_STYLES = {"won": "money", "bad": "bad", "lost": "dim", "declined": "dim"}


def _node(one: Branch) -> tuple[int, Sequence[str]]:
    """Return how deep a branch hangs, and its label."""
    own = sums(one.own_business)
    whole = sums(one.business)
    return one.depth, (
        "me" if one.contact == "me" else one.contact_name,
        f"#{one.introduction}" if one.introduction else "",
        "own business" if one.tier == OWN_CUSTOM_TIER else "",
        one.stage or "",
        own,
        f"total {whole}" if whole != own else "",
        _elsewhere(one),
    )


def _elsewhere(one: Branch) -> str:
    """Say where a person's own branch is shown; their own custom brings nobody anywhere."""
    if not one.see_above or one.tier == OWN_CUSTOM_TIER:
        return ""
    return "see their own branch" if one.under is None else f"see #{one.under}"


def _counted(count: int, business: Sequence[Money]) -> str:
    """Say how many, and what came of them: sums already, one for each currency."""
    return f"{count} ({', '.join(map(money_text, business))})" if business else str(count)


def _gave(count: int, business: Sequence[Money]) -> str:
    noun = "introduction" if count == 1 else "introductions"
    return f"{count or 'no'} {noun}" + (f", {sums(business)}" if business else "")


@lru_cache(maxsize=1000)  # very many partners have few counts
def _thanks(given: int, received: int, owed: int, narrowed: bool) -> str:  # noqa: FBT001 - a key of the cache
    parts = ((given, "given"), (received, "received"), (owed, "owed"))
    said = ", ".join(f"{count} {word}" for count, word in parts if count)
    return said or ("none" if narrowed else "none yet")


def _ahead(one: Balance) -> str:
    if one.ahead == "even":
        return "level"
    who = "you are" if one.ahead == "me" else "they are"
    return f"{who} {abs(one.given - one.received)} ahead"
