"""Facts and notes: what is known of a person, and what follows when trust is lost or won."""

from __future__ import annotations

from reflog.domain.facts import NEEDS, OF_TRUST, Fact
from reflog.services import introductions, people, playbook
from reflog.storage import ledger as tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.domain.contacts import Known, New
    from reflog.domain.introductions import Said
    from reflog.storage.ledger import Ledger

LEAVING = ("one-to-one", "stay-in-touch", "ask")
"""What is not owed to whoever leaves the network."""


def know(ledger: Ledger, person: Known | New, fact: Fact, said: Said) -> int:
    """Record a fact or a note and return its ledger number; a need becomes a `find`."""
    contact = people.contact_for(ledger, person)
    if fact.topic == NEEDS:
        what, due_on = str(fact.text), playbook.day_ahead(ledger, said.on, "find")
        row = playbook.schedule(
            ledger, contact_id=contact.id, purpose="find", due_on=due_on, what=what
        )
        ledger.summary = f"{contact.name} needs: {what} (#{row.number})"
        return row.number
    return learn(ledger, contact, fact, said)


def learn(ledger: Ledger, contact: tables.Contact, fact: Fact, said: Said) -> int:
    """Record a fact, or a note, and return its ledger number.

    Doubt schedules a review, and trust or out settles it; out also closes the care for them.
    """
    said = introductions.not_before(ledger, fact.about, said)
    row = ledger.record(
        tables.Note,
        contact_id=contact.id,
        noted_on=said.on.isoformat(),
        about_id=fact.about,
        text=fact.text,
        topic=fact.topic,
        until_on=fact.until,
    )
    if fact.topic in OF_TRUST:
        _follow_from_trust(ledger, row, said)
    kept = "learned" if fact.topic else "noted"
    what = f": {fact.topic}" if fact.topic else ""
    ledger.summary = f"{kept} about {people.called(contact)}{what} (#{row.number})"
    return row.number


def learn_all(
    ledger: Ledger,
    facts: Iterable[tuple[int | None, Fact]],
    said: Said,
    of: int | None = None,
) -> None:
    """Record facts told along with a command whose own summary stays in the journal.

    Each goes with the id of its person; None is the person of the one-to-one with the number `of`.
    """
    summary = ledger.summary
    for key, fact in facts:
        contact_id = ledger.get(tables.OneToOne, of).contact_id if key is None and of else key
        if contact_id is not None:
            learn(ledger, ledger.get(tables.Contact, contact_id), fact, said)
    ledger.summary = summary


def answer_review(ledger: Ledger, review: int, again: str, said: Said) -> None:
    """Record the answer to whether I trust somebody again: yes, no, or later, which asks again."""
    row = ledger.get(tables.FollowUp, review)
    topic = {"yes": "trust", "no": "out"}.get(again)
    if topic is None:
        _review(ledger, row.contact_id, said, row.about_id)
    else:
        learn_all(ledger, [(row.contact_id, Fact(topic=topic))], said)


def _follow_from_trust(ledger: Ledger, row: tables.Note, said: Said) -> None:
    review = playbook.open_in_family(ledger, row.contact_id, "review", None)
    if row.topic == "doubt" and review is None:
        _review(ledger, row.contact_id, said)
    elif row.topic != "doubt" and review is not None:
        playbook.settle(review, said.on)
        playbook.say(review, f"by #{row.number}")
    if row.topic == "out":
        for one in ledger.all(
            tables.FollowUp, status="open", contact_id=row.contact_id, purpose=LEAVING
        ):
            playbook.close_unasked(one, f"#{row.number} out")


def _review(ledger: Ledger, contact_id: int, said: Said, about: int | None = None) -> None:
    """Schedule a review of whether I trust somebody."""
    due_on = playbook.day_ahead(ledger, said.on, "review")
    playbook.schedule(
        ledger, contact_id=contact_id, purpose="review", due_on=due_on, about_id=about
    )
