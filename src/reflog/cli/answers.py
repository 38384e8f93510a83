"""The end of every writing command: read back what it wrote, and show that."""

from __future__ import annotations

from reflog.domain.days import ABBREVIATED, MONTHS, day_with_weekday
from reflog.domain.entries import Business, FollowUp, Introduction, OneToOne, Thanks
from reflog.domain.facts import FEW
from reflog.domain.names import is_exact
from reflog.render.pages import counted
from reflog.render.pages.entries import missing_lines, written_page
from reflog.reports import contacts, entries, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from typing import Any

    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Contact, Known
    from reflog.domain.entries import Entry
    from reflog.domain.facts import Remark
    from reflog.render import Page
    from reflog.storage.journal.seal import Written


def show(
    env: Environment,
    written: Written,
    *,
    extra: Callable[[list[Entry]], list[str]] | None = None,
    headline: str | None = None,
    standing: int | None = None,
    more: Callable[[], dict[str, Any]] | None = None,
    remarks: Sequence[Remark] = (),
    edited: Collection[int] | None = None,
) -> None:
    """Read back what a command wrote, and show it.

    Args:
        extra: returns lines to say about the entries changed.
        headline: a sentence to say instead of listing the entries changed.
        standing: a follow-up to show as what comes next, even if it was open before.
        more: returns further keys of the JSON answer.
        remarks: what is worth knowing about the people it was about.
        edited: the contacts to name of those changed; None for all.
    """
    changed, next_ones = _read_back(env, written, standing)
    created = contacts.contacts(env.reader, written.created_contacts)
    altered = contacts.contacts(env.reader, written.changed_contacts)

    read: dict[str, Any] = {
        "changed": changed,
        "created_contacts": created,
        "changed_contacts": altered,
        "next_ones": next_ones,
    }

    if extra is not None and not env.json:
        env.beside = extra(changed)

    def page() -> Page:
        if headline is not None:
            return [headline]
        named = [one for one in altered if edited is None or one.id in edited]
        return written_page(
            **{**read, "changed_contacts": named},
            meant=_meant(env, created),
            came_along=env.came_along,
            told=_told(env, changed),
            extra=env.beside,
        )

    def value() -> dict[str, Any]:
        from reflog.render import objects

        return objects.written(**read, remarks=remarks) | (more() if more else {})

    env.answer(page, value)
    env.note(*(one.text for one in remarks[:FEW]), *shared(env, env.typed_emails, env.typed_phones))
    env.note(*_day_in_note(env, changed))


_GONE_BY = ("yesterday", "last", "ago")
"""Words of which one stands in a note that says a day gone by."""

_MONTHS = frozenset(name[:ABBREVIATED].lower() for name in MONTHS)
_MOST_BEFORE_A_MONTH = 4  # words of a note that begins with a day: tuesday the 3rd of november


def _day_in_note(env: Environment, changed: Sequence[Entry]) -> list[str]:
    """Say of a day gone by in a note how it becomes the day of what was recorded for today."""
    for one in changed:
        if isinstance(one, FollowUp):
            on, note = one.done_on, one.note
        elif isinstance(one, (Business, OneToOne, Thanks)):
            on, note = one.on, one.note
        else:
            continue
        if on != env.today.isoformat() or not _may_say_a_day(note or ""):
            continue
        from reflog.domain import leading

        said = leading.day_gone_by(note or "", env.today)
        if said is not None:
            again = f"reflog undo, then again with --on {said}"
            return [f'This is recorded for today. If "{said}" is the day: {again}']
    return []


def _may_say_a_day(note: str) -> bool:
    """Return whether a note is worth reading for a day gone by, which costs an import."""
    words = note.lower().split()
    is_of_month = any(word[:ABBREVIATED] in _MONTHS for word in words[:_MOST_BEFORE_A_MONTH])
    return is_of_month or "on" in words or any(word in note.lower() for word in _GONE_BY)


def shared(env: Environment, emails: Sequence[str], phones: Sequence[str]) -> list[str]:
    """Return a sentence for each other person who has one of these addresses or numbers."""
    if not (emails or phones):
        return []
    return [
        f"{address} also belongs to {other.name} ({other.handle}). If they are the same person: "
        f"reflog contact merge @{other.handle} @{one.handle}"
        for address, one, other in contacts.shared_addresses(env.reader, (*emails,), (*phones,))
    ]


def read_again(written: Written, edited: Collection[int]) -> list[str]:
    """Say how many others have a number that is read otherwise, now my phone tells my country."""
    others = {*written.changed_contacts} - {*edited}
    if not others:
        return []
    whose = counted(len(others), "other contact")
    return [f"Phone numbers of {whose} are read with your country code now."]


def namesakes(env: Environment, person: Contact | Known, names: Iterable[str]) -> list[str]:
    """Return a sentence for each name that others go by too: it no longer means one person."""
    said = []
    for name in names:
        found = contacts.match_name(env.reader, name).people
        others = [one.id for one in found if one.id != person.id and is_exact(name, one)]
        said += [
            f"{one.name} ({one.handle}) also goes by {name}; "
            f"type @{person.handle} to tell them apart."
            for one in contacts.contacts(env.reader, others)
        ]
    return said


def _read_back(
    env: Environment, written: Written, standing: int | None
) -> tuple[list[Entry], list[FollowUp]]:
    """Read the entries changed, and what comes next; what is settled again at once is changed."""
    numbers = written.next or ([] if standing is None else [standing])
    scheduled = entries.follow_ups(env.reader, numbers, env.today)
    settled = [one.id for one in scheduled if one.status != "open"]
    changed = entries.entries(env.reader, sorted([*written.changed, *settled]), env.today)
    return changed, [one for one in scheduled if one.status == "open"]


def _meant(env: Environment, created: list[Contact]) -> list[str]:
    """Return who may have been meant by those who are new, were a letter mistyped."""
    new = {one.id for one in created}
    words = [one.name for one in created if one.name not in env.surely_new]
    found = (person for word in words for person in contacts.mistyped(env.reader, word))
    return list(dict.fromkeys(one.name for one in found if one.id not in new))


def _told(env: Environment, changed: list[Entry]) -> dict[int, Introduction]:
    """Return the introductions that business and thanks are about, unless changed themselves."""
    abouts = {one.about for one in changed if isinstance(one, Business | Thanks)}
    unsaid = abouts - {one.id for one in changed}
    found = introductions.introductions_numbered(env.reader, sorted(filter(None, unsaid)))
    return {one.id: one for one in found}


def out_of_order(changed: Iterable[Entry]) -> list[str]:
    """Return a sentence for each introduction at a stage that is dated before an earlier one."""
    said = []
    for one in changed:
        if not isinstance(one, Introduction):
            continue
        *before, now = one.stages
        later = [step for step in before if step.on > now.on]
        if later:
            on = day_with_weekday(later[-1].on)
            told = f"#{one.id} was {later[-1].stage} on {on}, after that."
            said.append(f"{told} If a day is wrong: reflog undo, then again with --on WHEN")
    return said


def passed_on(env: Environment, changed: Iterable[Entry]) -> list[str]:
    """Say to whom each introduction was passed on, unless that is the reason it ends with."""
    ones = [one for one in changed if isinstance(one, Introduction)]
    takers = {
        one.id: one.passed_to
        for one in ones
        if one.passed_to is not None and not (one.why or "").startswith("passed on to ")
    }
    found = introductions.introductions_numbered(env.reader, set(takers.values()))
    names = {one.id: "you" if one.provider.is_me else one.provider.name for one in found}
    return [
        f"#{number} was passed on to {names[second]} (#{second})."
        for number, second in takers.items()
        if second in names
    ]


def lacking(changed: list[Entry]) -> list[str]:
    """Return a sentence for each introduction among the entries that still misses something."""
    return [line for one in changed if isinstance(one, Introduction) for line in missing_lines(one)]
