"""The network: who came through whom, on rings around me."""

from __future__ import annotations

import math

from reflog.domain import radial
from reflog.domain.introductions import OPEN_STAGES
from reflog.render import clean, width_of
from reflog.render.drawings.svg import (
    Drawing,
    counted_people,
    cut,
    escaped,
    long_day,
    number,
    short_day,
)
from reflog.render.pages import sums

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from reflog.domain.pictures import Edge, Network, Node, Pictures

LONGEST_LABEL = 32
"""Letters of a name that the picture has room for; its title has the rest."""

_LETTER = 6.1  # how wide a letter of a name is, on average
_LEAST = 480, 420  # a view of few people is no smaller, so that nothing is huge
_FEW = 860  # a view narrower than this is not spread over a whole screen
_CENTER = 60.0  # around the middle
_SHORT = 3  # letters that fit into the middle when they are large


def network(found: Network) -> Drawing:
    """Return the people on rings around the first of them, by how far down the chain they are."""
    people = len(found.people) - 1
    center = found.people[0].called
    chart = _Network(found)
    box = chart.box()
    label = f"Who came through whom: {counted_people(people)} around {center}"
    return Drawing(label, "net" if box[2] >= _FEW else "net few", box, "".join(chart.parts()))


def nobody_came(pictures: Pictures) -> str:
    """Say that nobody came through the person in the middle, and since when."""
    found = pictures.network
    is_mine = found is None or found.people[0].contact == "me"
    through = "an introduction" if found is None or is_mine else found.people[0].name
    if found is None or not found.since:
        return f"Nobody has come through {through} yet."
    days = f"from {long_day(found.since)} to {long_day(pictures.until)}"
    return f"Nobody came through {through} {days}."


def drawn_people(found: Network) -> list[int]:
    """Return the places of those there is room for, the center first.

    Around me that is a limited number; the branch of somebody else shows everyone.
    """
    people = found.people
    if people[0].contact != "me":
        return [*range(len(people))]
    return radial.chosen(
        parents_of(found), [one.won for one in people], [one.below for one in people]
    )


def parents_of(found: Network) -> list[int]:
    """Return the place of each person's parent; people whom nobody brought hang at the center."""
    return [-1, *(one.through_at or 0 for one in found.people[1:])]


def first_words(edge: Edge | None) -> str:
    """Return how somebody came: the introduction, its day, and what came of it."""
    if edge is None:
        return ""
    parts = (f"#{edge.number}", short_day(edge.on), edge.stage, sums(edge.business))
    return " · ".join(filter(None, parts))


def kind_of(node: Node) -> str:
    """Return the style of a person's dot: won, open, ended, or brought by nobody."""
    if node.first is None:
        return "r"
    if node.first.won:
        return "w"
    return "o" if node.first.stage in OPEN_STAGES else "e"


class _Network:
    """Who is drawn, and where."""

    def __init__(self, found: Network) -> None:
        self._found = found
        self._people = found.people
        self._parents = parents_of(found)
        self._drawn = drawn_people(found)
        self._hidden = radial.left_out(self._parents, self._drawn)
        self._above = {self._parents[at] for at in self._drawn}
        place = {at: index for index, at in enumerate(self._drawn)}
        self._layout = radial.lay_out([place.get(self._parents[at], -1) for at in self._drawn])
        self._slots = dict(zip(self._drawn, self._layout.slots, strict=True))
        self._most = max((one.won for one in self._people[1:]), default=0) or 1

    def box(self) -> tuple[float, float, float, float]:
        """Return the view that holds the rings and everyone with their names."""
        least = max(_CENTER, *self._layout.rings)
        xs, ys = [-least, least], [-least, least]
        for at in self._drawn[1:]:
            slot = self._slots[at]
            letters = width_of(self._label(at)) + len(self._more(at))
            reach = slot.radius + self._dot(at) + 8 + _LETTER * letters
            xs.append(reach * math.sin(slot.angle))
            ys.append(-reach * math.cos(slot.angle))
        width, height = max(xs) - min(xs) + 20, max(ys) - min(ys) + 20
        wide, high = max(width, _LEAST[0]), max(height, _LEAST[1])
        return min(xs) - 10 - (wide - width) / 2, min(ys) - 10 - (high - height) / 2, wide, high

    def parts(self) -> Iterator[str]:
        """Yield rings, lines and people, from the ground up."""
        yield '<g class="rings">'
        yield from (f'<circle r="{number(ring)}"/>' for ring in self._layout.rings[1:])
        yield '</g><g class="again">'
        yield from self._again()
        yield '</g><g class="links">'
        yield from map(self._link, self._drawn[1:])
        yield '</g><g class="people">'
        yield from map(self._person, self._drawn[1:])
        yield self._center()
        yield "</g>"

    def _label(self, at: int) -> str:
        return cut(self._people[at].name, LONGEST_LABEL)

    def _more(self, at: int) -> str:
        return f" +{self._hidden[at]:,}" if at in self._hidden else ""

    def _dot(self, at: int) -> float:
        return 2.7 + 6.2 * math.sqrt(self._people[at].won / self._most)

    def _again(self) -> Iterator[str]:
        """Yield a thin line for each two people who were introduced again, once."""
        for start, end in dict.fromkeys((one.from_at, one.to_at) for one in self._found.again):
            if start == end or start not in self._slots or end not in self._slots:
                continue
            one, other = self._slots[start], self._slots[end]
            bend = (one.x + other.x) * 0.2, (one.y + other.y) * 0.2
            curve = " ".join(map(number, (*bend, other.x, other.y)))
            yield (
                f'<path data-a="{start}" data-b="{end}" '
                f'd="M{number(one.x)} {number(one.y)}Q{curve}"/>'
            )

    def _link(self, at: int) -> str:
        """Return a line from whoever brought a person, as wide as the business that came of it."""
        node, slot, above = self._people[at], self._slots[at], self._slots[self._parents[at]]
        kind = node.first.direction if node.first else "root"
        wide = 1.2 if node.won or (node.first and node.first.won) else 0.8
        wide += 5.6 * math.sqrt(node.won / self._most)
        line = f"M0 0L{number(slot.x)} {number(slot.y)}"
        if above.depth:
            middle = (above.radius + slot.radius) / 2
            first, second = _point(middle, above.angle), _point(middle, slot.angle)
            curve = " ".join(map(number, (*first, *second, slot.x, slot.y)))
            line = f"M{number(above.x)} {number(above.y)}C{curve}"
        return f'<path id="l{at}" class="{kind}" stroke-width="{number(wide)}" d="{line}"/>'

    def _person(self, at: int) -> str:
        """Return a dot and a name, which reads from left to right on both sides."""
        node, slot, dot = self._people[at], self._slots[at], self._dot(at)
        flips = slot.angle > math.pi
        turn = ' transform="rotate(180)" text-anchor="end"' if flips else ""
        x = number(-dot - 4.5 if flips else dot + 4.5)
        more = f'<tspan class="more">{self._more(at)}</tspan>' if at in self._hidden else ""
        style = ' class="b"' if at in self._above else ""
        told = escaped(" · ".join(filter(None, (node.name, first_words(node.first)))))
        return (
            f'<g class="p {kind_of(node)}" id="p{at}" transform="rotate('
            f'{number(math.degrees(slot.angle) - 90)})translate({number(slot.radius)})">'
            f'<title>{told}</title><circle r="{number(dot)}"/>'
            f'<text{style} x="{x}" y="4"{turn}>{escaped(self._label(at))}{more}</text></g>'
        )

    def _center(self) -> str:
        node = self._people[0]
        words = ["me"]
        if node.contact != "me":
            words = [word[:9] for word in clean(node.name).split()[:2]]
        size = 16 if len(words) == 1 and len(words[0]) <= _SHORT else 11
        lines = "".join(
            f'<text class="s{size}" text-anchor="middle" '
            f'y="{number(size * (0.34 + row - (len(words) - 1) / 2))}">{escaped(word)}</text>'
            for row, word in enumerate(words)
        )
        if 0 in self._hidden:
            lines += f'<text class="more" text-anchor="middle" y="43">{self._more(0)}</text>'
        return (
            f'<g class="p me" id="p0"><title>{escaped(node.name)}</title>'
            f'<circle r="28"/>{lines}</g>'
        )


def _point(radius: float, angle: float) -> tuple[float, float]:
    return radius * math.sin(angle), -radius * math.cos(angle)
