"""Placing people in the picture of the network: on rings around me, with no names overlapping.

A forest is a list of parents: person 0 is the center, and everyone else's parent comes before
them. Angles are radians, clockwise from the top; lengths are in units of the picture.
"""

from __future__ import annotations

import math

from reflog.domain import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 320
"""How many names a picture can hold."""

KEPT = 260
"""How many are drawn where there are more."""

LINE = 12.6
"""How high a line of text is, with a little air."""

ROOMY = 1.3
"""How many lines somebody gets who brought others: their name is bold, their branch set apart."""

_LEAST = 118.0  # radius of the first ring when there are few people
_STEP = 104.0  # from the first ring to the second
_SHRINKS = 0.18  # how quickly the steps become smaller
_WIDEST = 3.0  # times what a slot needs; what is left beyond that parts the branches
_TURN = 2 * math.pi


class Slot(Record):
    """The part of a ring that belongs to one person, who stands in the middle of it."""

    start: float
    end: float
    radius: float
    depth: int

    @property
    def angle(self) -> float:
        """The angle at which the person stands."""
        return (self.start + self.end) / 2

    @property
    def x(self) -> float:
        """How far to the right of the center the person stands."""
        return self.radius * math.sin(self.angle)

    @property
    def y(self) -> float:
        """How far below the center the person stands."""
        return -self.radius * math.cos(self.angle)


class Layout(Record):
    """Everyone's slot, the center's first, and the radius of each ring, 0 for the center."""

    slots: tuple[Slot, ...]
    rings: tuple[float, ...]


def lay_out(parents: Sequence[int]) -> Layout:
    """Give everyone a slot at least as wide as a line of text.

    Slots have no angle in common, so no two names meet however long they are. A person's slot is in
    the middle of those they brought, who are placed clockwise in the order of the list.
    """
    children: list[list[int]] = [[] for _one in parents]
    depths = [0] * len(parents)
    for one in range(1, len(parents)):
        children[parents[one]].append(one)
        depths[one] = depths[parents[one]] + 1
    lines = [ROOMY if below else 1.0 for below in children]
    rings = _rings(depths, lines)
    own = [
        LINE * wide / rings[deep] if deep else 0.0 for wide, deep in zip(lines, depths, strict=True)
    ]
    stretch = min(_TURN / max(math.fsum(own), 1e-9), _WIDEST)
    own = [angle * stretch for angle in own]
    spare = max(0.0, _TURN - math.fsum(own)) / max(len(children[0]), 1)
    whole = [*own]
    for one in range(len(parents) - 1, 0, -1):
        whole[parents[one]] += whole[one]
    starts = [0.0] * len(parents)
    slots = []
    for one, below in enumerate(children):
        start = starts[one]
        at, placed = start, not one  # the center has no slot among the others
        half = start + (whole[one] - own[one]) / 2
        for child in below:
            if not placed and at + whole[child] / 2 > half:
                start, at, placed = at, at + own[one], True
                half += own[one]
            starts[child] = at
            at += whole[child] + (0 if one else spare)
        if not placed:
            start = at
        end = start + own[one] if one else _TURN
        slots.append(Slot(start=start, end=end, radius=rings[depths[one]], depth=depths[one]))
    return Layout(slots=tuple(slots), rings=tuple(rings))


def chosen(parents: Sequence[int], won: Sequence[int], below: Sequence[int]) -> list[int]:
    """Return who is drawn, in the order of the list: everyone, if they are few enough.

    Otherwise those with most business, then with most people below them, and everyone above those.
    """
    if len(parents) - 1 <= MOST:
        return [*range(len(parents))]
    drawn = {0}
    for one in sorted(range(1, len(parents)), key=lambda at: (-won[at], -below[at], at)):
        path = []
        at = one
        while at not in drawn:
            path.append(at)
            at = parents[at]
        if len(drawn) + len(path) - 1 <= KEPT:
            drawn.update(path)
        if len(drawn) - 1 == KEPT:
            break
    return sorted(drawn)


def left_out(parents: Sequence[int], drawn: Sequence[int]) -> dict[int, int]:
    """Return how many are not drawn, by the nearest person above them who is."""
    nearest = {one: one for one in drawn}
    counts: dict[int, int] = {}
    for one, parent in enumerate(parents):
        if one not in nearest:
            at = nearest[one] = nearest[parent]
            counts[at] = counts.get(at, 0) + 1
    return counts


def _rings(depths: Sequence[int], lines: Sequence[float]) -> list[float]:
    """Return the smallest rings with room for all lines; each step is smaller than the last."""
    deepest = max(depths)
    wanted = [0.0] * (deepest + 1)  # lines by ring
    for deep, wide in zip(depths, lines, strict=True):
        wanted[deep] += wide
    steps = [0.0, 0.0]
    for deep in range(2, deepest + 1):
        steps.append(steps[-1] + _STEP / (1 + _SHRINKS * (deep - 2)))

    def turn(first: float) -> float:
        return sum(LINE * wanted[deep] / (first + steps[deep]) for deep in range(1, deepest + 1))

    low, high = _LEAST, _LEAST
    while turn(high) > _TURN:
        low, high = high, high * 2
    for _halving in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if turn(middle) > _TURN else (low, middle)
    return [0.0, *(high + steps[deep] for deep in range(1, deepest + 1))]
