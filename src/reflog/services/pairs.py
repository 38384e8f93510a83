"""Pairs of contacts that look alike: they are one person and merged, or two and remembered so."""

from __future__ import annotations

from datetime import date

from reflog.domain.contacts import ME
from reflog.domain.facts import MINE
from reflog.domain.introductions import OPEN_STAGES, Said
from reflog.domain.playbook import Event
from reflog.domain.schema import KIND, KINDS, SEVERAL, SINGLE
from reflog.errors import ConflictError
from reflog.services import contacts, people, playbook
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.domain.contacts import Known
    from reflog.storage.ledger import Ledger

    Two = tuple[Known, Known]


_PARTIES = KIND["introduction"].people
_WITH_PERSON = [
    (tables.BY_NAME[kind.table], kind) for kind in KINDS if kind.people == ("contact_id",)
]


def merge(ledger: Ledger, keep: Known, other: Known) -> None:
    """Move everything of `other` to `keep`, and remove `other`.

    ConflictError: one person would be on both sides of an introduction, or have follow-ups with
    themselves; or they are one person already.
    """
    kept = people.known_row(ledger, keep)
    gone = people.known_row(ledger, other)
    _require_not_me(ledger, kept, gone)
    mine = _move_introductions(ledger, kept, gone)
    _join_follow_ups(ledger, kept, gone)
    for table, _kind in _WITH_PERSON:
        for row in ledger.all(table, contact_id=gone.id):
            row.contact_id = kept.id
    for step in ledger.all(tables.StageChange, told_by=gone.id):
        step.told_by = kept.id
    names = [
        gone.name,
        *(one.alias for one in ledger.all(tables.ContactAlias, contact_id=gone.id)),
    ]
    _move_details(ledger, kept, gone)
    _move_cards(ledger, kept, gone)
    ledger.remove(gone)
    for row in ledger.all(tables.Introduction, introducer_id=kept.id, prospect_id=kept.id):
        playbook.close_news_to_oneself(ledger, row)
    for row in mine:
        playbook.play(ledger, Event(kind=row.stage), row, Said(on=date.fromisoformat(ledger.today)))
    for name in names:
        contacts.keep_alias(ledger, kept, name)
    ledger.summary = f"merged {other.name} ({gone.handle}) into {keep.name} ({kept.handle})"


def _require_not_me(ledger: Ledger, kept: tables.Contact, gone: tables.Contact) -> None:
    if gone.id == ME:
        message = "You can't be merged into someone else."
        raise ConflictError(message, hint="reflog contact merge me OTHER")
    if kept.id == ME:
        theirs = (
            row
            for table, kind in _WITH_PERSON
            if kind.is_with_other
            for row in ledger.all(table, contact_id=gone.id)
        )
        for row in theirs:
            message = f"#{row.number} is with {gone.name}, so {gone.name} can't become you."
            raise ConflictError(message, hint=f"reflog show {row.number}")
        for fact in ledger.all(tables.Note, contact_id=gone.id):
            if fact.topic is not None and fact.topic not in MINE:
                message = f"#{fact.number} says {fact.topic}, which is never said of yourself."
                raise ConflictError(message, hint=f"reflog show {fact.number}")


def _move_introductions(
    ledger: Ledger, kept: tables.Contact, gone: tables.Contact
) -> list[tables.Introduction]:
    """Put one person in the place of the other; returns open ones that have become mine."""
    rows = dict.fromkeys(
        row for part in _PARTIES for row in ledger.all(tables.Introduction, **{part: gone.id})
    )
    for row in rows:
        for part in _PARTIES:
            if getattr(row, part) == gone.id:
                setattr(row, part, kept.id)
        if row.provider_id in {row.prospect_id, row.introducer_id}:
            message = (
                f"{kept.name} and {gone.name} are the two sides of #{row.number}, "
                "so they are two people."
            )
            raise ConflictError(message, hint=f"reflog show {row.number}")
    return [
        row
        for row in rows
        if kept.id == ME and row.stage in OPEN_STAGES and not (row.imported or row.quiet)
    ]


def _join_follow_ups(ledger: Ledger, kept: tables.Contact, gone: tables.Contact) -> None:
    """Where both have an open follow-up of one family, keep one, with the earlier day."""
    for row in ledger.all(tables.FollowUp, status="open", contact_id=gone.id):
        twin = playbook.open_in_family(ledger, kept.id, row.purpose, row.about_id)
        if twin is not None:
            playbook.join(row, twin)


def _move_details(ledger: Ledger, kept: tables.Contact, gone: tables.Contact) -> None:
    for field in SINGLE:
        mine, theirs = getattr(kept, field), getattr(gone, field)
        if field == "note" and mine and theirs:
            kept.note = f"{mine}\n{theirs}"
        elif not mine:
            setattr(kept, field, theirs)
    for name, several in SEVERAL.items():
        rows = people.children(ledger, several, gone.id)
        if name != "aliases":
            people.keep(ledger, kept, name, [getattr(one, several.column) for one in rows])
        for row in rows:
            ledger.remove(row)


def _move_cards(ledger: Ledger, kept: tables.Contact, gone: tables.Contact) -> None:
    """Let files know whom they mean, and let no one be distinct from themselves."""
    for card in ledger.all(tables.ContactCard, contact_id=gone.id):
        card.contact_id = kept.id
    pairs = (
        *ledger.all(tables.ContactDistinct, low_id=gone.id),
        *ledger.all(tables.ContactDistinct, high_id=gone.id),
    )
    others = {pair.low_id + pair.high_id - gone.id for pair in pairs} - {kept.id}
    for pair in pairs:
        ledger.remove(pair)
    for other in sorted(others):
        low, high = sorted((other, kept.id))
        if not ledger.all(tables.ContactDistinct, low_id=low, high_id=high):
            ledger.add(tables.ContactDistinct(low_id=low, high_id=high))


_TOLD = 3  # decisions that a sentence names


def distinguish(ledger: Ledger, one: Known, other: Known) -> None:
    """Remember that two contacts are two people."""
    low, high = sorted(people.known_row(ledger, each).id for each in (one, other))
    both = f"{one.name} ({one.handle}) and {other.name} ({other.handle})"
    if ledger.all(tables.ContactDistinct, low_id=low, high_id=high):
        message = f"You already said that {both} are different people."
        raise ConflictError(message, hint="reflog contact duplicates lists the others")
    ledger.add(tables.ContactDistinct(low_id=low, high_id=high))
    ledger.summary = f"noted that {both} are different people"


def settle(ledger: Ledger, merged: Sequence[Two], distinct: Sequence[Two]) -> None:
    """Decide several pairs in one step, which one undo takes back.

    ConflictError: a pair can't be one person, or another command has changed someone.
    """
    said = []
    for one, other in distinct:
        distinguish(ledger, one, other)
        said.append(ledger.summary)
    for keep, gone in merged:
        merge(ledger, keep, gone)
        said.append(ledger.summary)
    more = len(said) - _TOLD
    ledger.summary = "; ".join(said[:_TOLD]) + (f"; and {more} more" if more > 0 else "")
