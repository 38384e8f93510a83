"""The network as JSON: who, tree, balance, show, log, find."""

from __future__ import annotations

from reflog.render.objects import all_of, monies, of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from reflog.domain.entries import Introduction
    from reflog.reports.network import Balance, Branch
    from reflog.reports.portrait import Portrait
    from reflog.reports.search import Found
    from reflog.reports.story import Event


def with_part(contact_id: int, introductions: Iterable[Introduction]) -> list[dict[str, Any]]:
    """Return introductions with the part a person has in each."""
    return [{**of(one), "part": part_of(contact_id, one)} for one in introductions]


def part_of(contact_id: int, introduction: Introduction) -> str:
    """Return introducer, provider or prospect; own custom counts as the introducer's."""
    for part in ("introducer", "provider", "prospect"):
        if getattr(introduction, part).id == contact_id:
            return part
    return "at-fault"


def branch(root: Branch) -> dict[str, Any]:
    """Return a branch with everything below it; no recursion, however deep."""
    top = _node(root)
    waiting = [(root, top)]
    while waiting:
        at, node = waiting.pop()
        for child in at.through:
            below = _node(child)
            node["through"].append(below)
            waiting.append((child, below))
    return top


def balance(one: Balance) -> dict[str, Any]:
    """Return the balance with a partner."""
    return {
        "contact": one.contact,
        "contact_name": one.contact_name,
        "given": one.given,
        "received": one.received,
        "given_business": monies(one.given_business),
        "received_business": monies(one.received_business),
        "thanks_given": one.thanks_given,
        "thanks_received": one.thanks_received,
        "thanks_owed": one.thanks_owed,
        "ahead": one.ahead,
    }


def portrait(one: Portrait) -> dict[str, Any]:
    """Return a person with everything a page on them says."""
    return {
        "contact": of(one.contact),
        "follow_ups": all_of(one.follow_ups),
        "introductions": all_of(one.introductions),
        "thanks": all_of(one.thanks),
        "one_to_ones": all_of(one.one_to_ones),
        "notes": all_of(one.notes),
        "balance": balance(one.balance),
    }


def event(one: Event) -> dict[str, Any]:
    """Return an event of the story."""
    return {
        "id": one.id,
        "kind": one.kind,
        "on": one.on,
        "contacts": list(one.contacts),
        "text": one.text,
    }


def found(one: Found) -> dict[str, Any]:
    """Return a text that was found."""
    return {
        "kind": one.kind,
        "id": one.id,
        "handle": one.handle,
        "field": one.field,
        "excerpt": one.excerpt,
    }


def _node(one: Branch) -> dict[str, Any]:
    return {
        "contact": one.contact,
        "contact_name": one.contact_name,
        "introduction": one.introduction,
        "stage": one.stage,
        "tier": one.tier,
        "own_business": monies(one.own_business),
        "business": monies(one.business),
        "through": [],
    }
