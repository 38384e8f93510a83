"""A networking group's slips, written as history: no follow-up comes of them."""

from __future__ import annotations

from reflog.domain.contacts import ME, New
from reflog.domain.introductions import Said
from reflog.formats import slips
from reflog.services import introductions, people, thanks
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reflog.reports.slips import Planned
    from reflog.storage.ledger import Ledger


def write(ledger: Ledger, planned: Sequence[Planned], day: date) -> None:
    """Write the slips that add something, referrals first, since business may come of one of them.

    A New person in `planned` is replaced by the Known one they become.
    """
    numbers: dict[int, int] = {}
    added = [one for one in planned if one.outcome == "added"]
    for one in sorted(added, key=lambda one: one.slip.kind != slips.REFERRAL):
        said = Said(on=day, note=one.slip.detail or None, no_next=True)
        if one.slip.kind == slips.REFERRAL:
            numbers[one.slip.line] = _introduce(ledger, one, day, is_given=one.is_mine)
        elif one.slip.kind == slips.ONE_TO_ONE and one.other is not None:
            thanks.meet(ledger, one.other, Said(on=day, note=one.slip.detail or None))
        elif one.money is not None:
            number = numbers.get(one.of.slip.line) if one.of else one.about
            if number is None:
                number = _introduce(ledger, one, day, is_given=not one.is_mine, stage="won")
            introductions.add_business(ledger, number, one.money, said)
    for one in added:
        if isinstance(one.other, New):
            one.other = people.known(ledger, people.contact_for(ledger, one.other).id)
    count = len(added)
    ledger.summary = f"imported {count} {'slip' if count == 1 else 'slips'} of {day.isoformat()}"


def _introduce(
    ledger: Ledger, one: Planned, day: date, *, is_given: bool, stage: str = "introduced"
) -> int:
    """Record an introduction of mine to them, or of theirs to me, as one that is imported."""
    assert one.other is not None  # noqa: S101 - whoever is planned for
    assert one.prospect is not None  # noqa: S101
    other = people.contact_for(ledger, one.other).id
    is_me = getattr(one.prospect, "id", None) == ME
    prospect = ME if is_me else people.contact_for(ledger, one.prospect).id
    row = ledger.record(
        tables.Introduction,
        introducer_id=ME if is_given else other,
        provider_id=other if is_given else ME,
        prospect_id=prospect,
        made_on=day.isoformat(),
        stage=stage,
        stage_on=day.isoformat(),
        caller="provider",
        note=one.slip.detail or None,
        imported=1,
    )
    if stage == "won":
        introductions.keep_step(ledger, row.number, stage, day.isoformat())
    return row.number
