"""What an import would do, as the ledger stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.cards.plan import Planner
from reflog.domain.cards.referrals import Referring
from reflog.reports import acquaintances

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflog.domain.cards.card import Reading
    from reflog.domain.cards.directory import Directory
    from reflog.domain.cards.plan import Options, Plan

    Report = Callable[[int, int], object]


class Planned(NamedTuple):
    """A plan, and what it was made from.

    Attributes:
        plan: what the import will do.
        directory: everyone it may concern.
        op: the latest command of the ledger when it was made.
    """

    plan: Plan
    directory: Directory
    op: int


def plan_import(
    door: acquaintances.Rows, readings: Sequence[Reading], options: Options, report: Report
) -> Planned:
    """Plan what the cards of these files will do.

    Args:
        door: the read door, or the write door inside its transaction.
        readings: the files, in the order they were named.
        options: how the user wants it.
        report: told how many cards are planned, of how many.
    """
    cards = [card for reading in readings for card in reading.cards]
    total = sum(len(reading.left) for reading in readings) + len(cards)
    directory = acquaintances.directory_for(door, cards)
    plan = Planner(directory, options).take_all(readings, lambda done: report(done, total))
    referred = [one.outcome.person for one in plan.referrals]
    ids = [one.id for one in referred if one is not None and one.id is not None]
    Referring(plan, directory, acquaintances.introduced_to_me(door, ids)).introduce_all()
    return Planned(plan, directory, acquaintances.last_op(door))
