"""What came of introductions: how far they got, and how long it took."""

from __future__ import annotations

from collections import Counter

from reflog.render.drawings.svg import (
    HALF,
    Drawing,
    axis,
    bar,
    below,
    counted,
    escaped,
    number,
    text_at,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reflog.domain.pictures import Pictures, Step, Won

MOST_DOTS = 240
"""How many introductions have a dot each; of more there are bars, a week each."""

WEEK = 7
ENDS = {"lost": "lost", "declined": "declined", "bad": "went badly"}
"""How introductions end without business, in words."""

_HEIGHT = 214
_DIGIT = 10  # how wide a digit of a number behind a bar is
_WIDE, _HIGH = 36, 20  # a bar that has room for a number in it
_DOT = 7.6  # from one dot to the next
_STEPS = (7, 14, 28, 60, 90, 180, 365)
_MARKS = 9


def outcome(pictures: Pictures) -> Drawing:
    """Return how far introductions got above how long it took."""
    far = reached(pictures.reached)
    if pictures.median_days is None:
        return far
    return below(far, took(pictures.days_to_won, pictures.median_days))


def ended(pictures: Pictures) -> list[str]:
    """Say how many are open, and how many ended in each way."""
    counts = (f"{pictures.ended[one]:,} {said}" for one, said in ENDS.items())
    return [f"{pictures.open:,} still open", *counts]


def median_in_words(pictures: Pictures) -> str:
    """Say how long introductions took that became business: the upper of the two middle values."""
    days, count = pictures.median_days or 0, len(pictures.days_to_won)
    said = counted(days, "day")
    if count == 1:
        return f"The one that became business did so {f'after {said}' if days else 'the same day'}"
    within = f"within {said}" if days else "the same day"
    return f"Of the {count:,} that became business, at least half did so {within}"


def reached(steps: Sequence[Step]) -> Drawing:
    """Return a bar for each step, with the share of the step before it that got so far."""
    left, height, gap = 96, 30, 32
    most = steps[0].given + steps[0].received
    scale = (HALF - left - max(56, 16 + _DIGIT * len(f"{most:,}"))) / max(most, 1)
    parts, y, before = [], 4, 0
    for step in steps:
        count = step.given + step.received
        if before:
            parts.append(text_at(left, y - 11, "pc", f"↓ {round(100 * count / before)}%"))
        given = step.given * scale
        between = 1.5 if step.given and step.received else 0
        rest = step.received * scale - between
        parts += [
            text_at(left - 14, y + 20, "fl", step.stage),
            bar("g", (left, y, given, height), f"{step.stage}: {step.given} that I gave"),
            bar(
                "x",
                (left + given + between, y, max(0, rest), height),
                f"{step.stage}: {step.received} that I received",
            ),
            text_at(left + count * scale + 10, y + 20, "fv", f"{count:,}"),
        ]
        y += height + gap
        before = count
    box = (0, 0, HALF, y - gap + 6)
    return Drawing("How far introductions came", "chart", box, "".join(parts))


def took(won: Sequence[Won], median: int) -> Drawing:
    """Return a dot for each introduction that brought business, by days, and the median."""
    left, foot = 8, _HEIGHT - 42
    most = max(14, *(one.days for one in won))
    has_dots = len(won) <= MOST_DOTS
    if not has_dots:
        most += WEEK - most % WEEK  # the last bar is a whole week

    def x(at: float) -> float:
        return left + 8 + at / most * (HALF - left - 28)

    is_early = x(median) < HALF * 0.55  # there is room behind it for the words
    step = next((one for one in _STEPS if most / one <= _MARKS), _STEPS[-1])
    middle, middle_days = number(x(median)), counted(median, "day")
    parts = [
        f'<line class="med" x1="{middle}" x2="{middle}" y1="20" y2="{foot - 2}"/>',
        *(_dots(won, x) if has_dots else _weeks(won, x)),
        text_at(
            x(median) + (7 if is_early else -7),
            26,
            "md" if is_early else "md end",
            f"at least half within {middle_days}",
        ),
        axis(left, HALF, foot),
        *(text_at(x(at), foot + 18, "mo", at) for at in range(0, most + 1, step)),
        text_at(HALF, foot + 38, "rs end", "days from introduction to business"),
    ]
    label = f"Days from introduction to business; at least half within {middle_days}"
    return Drawing(label, "chart", (0, 0, HALF, _HEIGHT), "".join(parts))


def by_week(won: Iterable[Won]) -> list[tuple[int, int]]:
    """Return how many took each number of weeks: the first day of the week, and the count."""
    counts = Counter(one.days // WEEK * WEEK for one in won)
    return sorted(counts.items())


def _dots(won: Iterable[Won], x: Callable[[float], float]) -> Iterator[str]:
    """Yield a dot each, those that would meet moved up and down."""
    middle = _HEIGHT / 2 - 8
    most = middle - 24
    placed: list[tuple[float, float]] = []
    for one in sorted(won, key=lambda one: (one.days, one.introduction)):
        at = x(one.days)
        near = [(px, py) for px, py in placed if at - px < _DOT]
        moved, step = 0.0, 0
        while any((at - px) ** 2 + (moved - py) ** 2 < _DOT**2 - 1e-6 for px, py in near):
            step += 1
            moved = (step + 1) // 2 * _DOT * (1 if step % 2 else -1)
        placed.append((at, moved))
        # A great many on one day are more than the picture is high: the last stand at its edge.
        y = middle + max(-most, min(most, moved))
        kind = "g" if one.direction == "given" else "x"
        sides = f"{one.provider_name} and {one.prospect_name}: {counted(one.days, 'day')}"
        yield (
            f'<circle class="{kind}" cx="{number(at)}" cy="{number(y)}" r="3.6">'
            f"<title>{escaped(sides)}</title></circle>"
        )


def _weeks(won: Sequence[Won], x: Callable[[float], float]) -> Iterator[str]:
    """Yield a bar for each week."""
    weeks = by_week(won)
    most = max(count for _first, count in weeks)
    wide = max(1.0, x(WEEK) - x(0) - 1.5)
    for first, count in weeks:
        high = count / most * (_HEIGHT - 84)
        title = f"{first} to {first + WEEK - 1} days: {count}"
        top = _HEIGHT - 43 - high
        yield bar("m", (x(first), top, wide, high), title)
        if wide >= _WIDE and high >= _HIGH:
            yield text_at(x(first) + wide / 2, top + 15, "v in", f"{count:,}")
