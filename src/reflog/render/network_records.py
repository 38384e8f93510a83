"""The JSON of who, tree, balance, show, log and find."""

from __future__ import annotations

from reflog.render.objects import all_of, monies, of
from reflog.render.pages.sheets import sheet_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from reflog.domain.balances import Balance
    from reflog.domain.entries import Introduction, Person
    from reflog.reports.network import Branch
    from reflog.reports.portrait import Portrait
    from reflog.reports.search import Found
    from reflog.reports.story import Event


def with_part(contact_id: int, introductions: Iterable[Introduction]) -> list[dict[str, Any]]:
    """Return introductions with the part that a person has in each."""
    return [{**of(one), "part": part_of(contact_id, one)} for one in introductions]


def part_of(contact_id: int, introduction: Introduction) -> str:
    """Return introducer, provider or prospect; for own custom, introducer."""
    for part in ("introducer", "provider", "prospect"):
        if getattr(introduction, part).id == contact_id:
            return part
    return "at-fault"


def tree(branches: Iterable[Branch]) -> Iterator[str]:
    """Yield a document of branches in pieces, each branch with everything below it."""
    opened = False
    for piece in _nested(branches, 1):
        yield piece if opened else f"[{piece}"
        opened = True
    yield "\n]\n" if opened else "[]\n"


def tree_of(path: Iterable[Person], branches: Iterable[Branch]) -> Iterator[str]:
    """Yield a document of one branch in pieces, with the path to it."""
    handles = _indented([one.handle for one in path], 2)
    pieces = _nested(branches, 0, f',\n  "path": {handles}')
    yield next(pieces).lstrip()
    yield from pieces
    yield "\n"


def balance(one: Balance) -> dict[str, Any]:
    """Return the balance with a partner."""
    business = {
        "given_business": monies(one.given_business),
        "received_business": monies(one.received_business),
    }
    values = {**one.as_dict(), **business}
    del values["contact_id"]
    return values


def portrait(one: Portrait) -> dict[str, Any]:
    """Return a person with everything that a page on them says."""
    return {
        "contact": of(one.contact),
        "follow_ups": all_of(one.follow_ups),
        "introductions": all_of(one.introductions),
        "thanks": all_of(one.thanks),
        "one_to_ones": all_of(one.one_to_ones),
        "notes": all_of(one.notes),
        "balance": balance(one.balance),
        "sheet": sheet_value(one.sheet),
        "asked_on": one.asks[-1].on if one.asks else None,
        "asked": len(one.asks),
        "came": list(one.asks[-1].came) if one.asks else [],
    }


def event(one: Event) -> dict[str, Any]:
    """Return an event of the log."""
    values = one.as_dict()
    del values["step"]
    return values


def found(one: Found) -> dict[str, Any]:
    """Return a text that was found, with where it is."""
    return {
        "kind": one.kind,
        "id": one.id,
        "handle": one.handle,
        "field": one.field,
        "excerpt": one.excerpt,
    }


def _nested(branches: Iterable[Branch], base: int, more: str = "") -> Iterator[str]:
    """Yield nested branches as the json module would write them, however deep.

    Args:
        branches: each after the one that it hangs below.
        base: how many brackets stand around them.
        more: what stands at the end of a root.
    """
    has_some = [False]

    def ended() -> str:
        is_full = has_some.pop()
        indent = "  " * (base + 2 * (len(has_some) - 1))
        end = f"\n{indent}  ]" if is_full else "]"
        return f"{end}{more if len(has_some) == 1 else ''}\n{indent}}}"

    for one in branches:
        while len(has_some) > one.depth + 1:
            yield ended()
        indent = 2 * (base + 2 * one.depth)
        node = _indented(_node(one), indent).removesuffix(f"\n{' ' * indent}}}")
        comma = "," if has_some[-1] else ""
        yield f'{comma}\n{" " * indent}{node},\n{" " * indent}  "through": ['
        has_some[-1] = True
        has_some.append(False)
    while len(has_some) > 1:
        yield ended()


def _indented(value: object, indent: int) -> str:
    import json

    text = json.dumps(value, ensure_ascii=True, indent=2)
    return text.replace("\n", f"\n{' ' * indent}")


def _node(one: Branch) -> dict[str, Any]:
    return {
        "contact": one.contact,
        "contact_name": one.contact_name,
        "introduction": one.introduction,
        "stage": one.stage,
        "tier": one.tier,
        "own_business": monies(one.own_business),
        "business": monies(one.business),
    }
