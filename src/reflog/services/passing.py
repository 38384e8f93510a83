"""Passing on: a provider declines an introduction, and sends the prospect to somebody else."""

from __future__ import annotations

from reflog.domain.contacts import ME, Known, New
from reflog.domain.introductions import OPEN_STAGES
from reflog.errors import ConflictError
from reflog.services import introductions, people
from reflog.services.said import Said
from reflog.storage import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.storage.ledger import Ledger


def pass_on(ledger: Ledger, number: int, to: Known | New, said: Said) -> int:
    """Record to whom the provider of a declined introduction sent the prospect.

    That makes a second introduction, by the provider; an open one between those three is taken for
    it. Returns its ledger number.

    Raises:
        ConflictError: the person is already one of the two sides.
    """
    row = ledger.get(tables.Introduction, number)
    taker = people.contact_for(ledger, to)
    if taker.id in {row.provider_id, row.prospect_id}:
        message = f"{taker.name} is already a side of #{number}."
        raise ConflictError(message, hint=f"reflog show {number}")
    whom = "me" if taker.id == ME else taker.name
    row.why = row.why or f"passed on to {whom}"
    row.passed_id = _second(ledger, row, taker, said)
    pair = introductions.pair(ledger, row)
    ledger.summary = f"marked {pair} declined (#{number}), passed on to {whom}"
    return row.passed_id


def _second(ledger: Ledger, row: tables.Introduction, taker: tables.Contact, said: Said) -> int:
    """Return the introduction of the prospect to whoever takes it."""
    for one in ledger.all(
        tables.Introduction,
        introducer_id=row.provider_id,
        provider_id=taker.id,
        prospect_id=row.prospect_id,
        stage=OPEN_STAGES,
    ):
        return one.number
    three = (
        _known(ledger, row.provider_id),
        Known(id=taker.id, name=taker.name),
        _known(ledger, row.prospect_id),
    )
    details = introductions.Details(need=row.need)
    return introductions.record_introduction(
        ledger, three, details, Said(on=said.on, no_next=said.no_next)
    )


def _known(ledger: Ledger, contact_id: int) -> Known:
    row = ledger.get(tables.Contact, contact_id)
    return Known(id=row.id, name=row.name)
