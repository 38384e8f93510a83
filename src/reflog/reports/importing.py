"""What an import would do, as the ledger stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reflog.domain.importing import Planner
from reflog.domain.referring import Referring
from reflog.reports import acquaintances

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflog.domain.acquaintances import Directory
    from reflog.domain.importing import Options, Plan, Source

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
    door: acquaintances.Rows, sources: Sequence[Source], options: Options, report: Report
) -> Planned:
    """Plan what the cards of these files will do.

    Args:
        door: the read door, or the write door inside its transaction.
        sources: the files, in the order they were named.
        options: how the user wants it.
        report: told how many cards are planned, of how many.
    """
    cards = [card for source in sources for card in source.reading.cards]
    total = sum(len(source.reading.left) for source in sources) + len(cards)
    directory = acquaintances.directory_for(door, cards)
    plan = Planner(directory, options).take_all(sources, lambda done: report(done, total))
    Referring(plan, directory, acquaintances.introduced_to_me(door)).introduce_all()
    return Planned(plan, directory, acquaintances.last_op(door))
