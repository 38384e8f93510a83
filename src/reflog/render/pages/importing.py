"""The page and JSON of an import, before and after it is carried out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reflog.domain.cards.card import PROGRAMS
from reflog.domain.cards.plan import KINDS
from reflog.render.blocks import Heading, Line, Table
from reflog.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from reflog.domain.cards.card import Reading
    from reflog.domain.cards.merge import Change
    from reflog.domain.cards.plan import Likeness, Outcome, Plan
    from reflog.render.blocks import Block, Page

FEW_FILES = 5
NAMED = 40  # names shown of people who are new because they referred someone
LONGEST = 60  # characters of a value in a table; --json has all of it
DRY_RUN = "--dry-run | less"
LISTED = "reflog contact list"
NEW, UPDATED, SKIPPED, FAILED = "New", "Updated", "Skipped", "Failed"
KEPT, GONE = "Kept as it is", "No longer in the file, but kept"
ALIKE, MERGED = "Probable duplicates, kept separate", "Probable duplicates, merged"
FIELDS = {"email": "e-mail", "referred_by": "referred by"}


def count_line(account: Mapping[str, int]) -> str:
    """Return the counts: how much was read, and what happens to it."""
    told = ", ".join(f"{account[kind]} {'new' if kind == 'added' else kind}" for kind in KINDS)
    return f"Read {account['read']}: {told}."


def card(file: str, line: int, name: str | None, outcome: str, **others: object) -> dict[str, Any]:
    """Return the JSON of a card: who it is about, and what becomes of it."""
    card = {"file": file, "line": line, "name": name or None, "outcome": outcome, "contact": None}
    return {**card, "changes": [], "kept": [], "gone": [], "reason": None, **others}


def question(plan: Plan) -> str:
    """Return the question whether to go on, with the totals."""
    return f"Import this ({', '.join(plan.results())})?"


class Report:
    """The page of an import, made before it is carried out, so that it says the same afterwards."""

    def __init__(self, plan: Plan, readings: Sequence[Reading]) -> None:
        self._plan = plan
        self._readings = readings
        self._files = len({reading.file for reading in readings}) > 1
        self._groups = {title: ones for title, ones in self._all_groups() if ones}
        self._new = {id(one): one.name for one in plan.people.values() if one.id is None}

    def __len__(self) -> int:
        """Return how many rows there are to show."""
        return sum(map(len, self._groups.values()))

    def page(self, shown: int, last: Sequence[str] = (), *, all_at: str = DRY_RUN) -> Page:
        """Return the page: what was read, rows of each kind, and the remarks.

        Args:
            shown: how many rows to show.
            last: lines to end with.
            all_at: where all rows are.
        """
        blocks: list[Block] = [*self._heads()]
        shares = _shares({title: len(ones) for title, ones in self._groups.items()}, shown)
        for title, ones in self._groups.items():
            blocks.append(Heading(f"{title} ({len(ones)})"))
            if rows := ones[: shares[title]]:
                cells = map(partial(self._cells, title), rows)
                columns = "dim> name text text" if title == NEW else "dim> name text"
                blocks.append(Table(columns, cells, indent=2))
        if more := len(self) - sum(shares.values()):
            blocks.append(Line(f"… and {more} more: {all_at}", "dim"))
        blocks += [Heading(count_line(self._plan.account())), *self._remarks(), *last]
        return blocks

    def _remarks(self) -> list[str]:
        said = [*self._passed_over(), *self._plan.remarks]
        if self._plan.introductions:
            count = counted(len(self._plan.introductions), "introduction")
            said.append(f"{count} from who referred whom, dated today (files don't say when).")
        if named := self._named_only():
            more = f" and {len(named) - NAMED:,} more" if len(named) > NAMED else ""
            shown = ", ".join(named[:NAMED])
            said.append(f"Also new, because they referred someone: {shown}{more}.")
        if any(one.kept for one in self._plan.outcomes):
            said.append(
                "Of two cards about one person, the first speaks."
                if self._plan.prefers_file
                else "The ledger keeps its own values; --prefer file takes the file's."
            )
        if any(one.gone for one in self._plan.outcomes):
            said.append("Nothing is deleted just because a file no longer has it.")
        return said

    def _named_only(self) -> list[str]:
        """Return the new people who have no card of their own: they referred someone."""
        carded = {id(one.person) for one in self._plan.outcomes if one.kind == "added"}
        return [name for person, name in self._new.items() if person not in carded]

    def _heads(self) -> list[str]:
        """Name the files; of many, as a folder has them, only how many and what they are."""
        if len(self._readings) <= FEW_FILES:
            return [f"{reading.file} ({PROGRAMS[reading.source]})" for reading in self._readings]
        programs = dict.fromkeys(PROGRAMS[reading.source] for reading in self._readings)
        return [f"{len(self._readings)} files ({', '.join(programs)})"]

    def _passed_over(self) -> list[str]:
        """Say what was passed over in the files; what is the same of several only once."""
        files: dict[str, list[str]] = {}
        for reading in self._readings:
            for remark in reading.remarks:
                files.setdefault(remark, []).append(reading.file)
        return [
            f"{len(names)} files: {remark}"
            if len(names) > 1
            else (f"{names[0]}: {remark}" if self._files else remark)
            for remark, names in files.items()
        ]

    def _all_groups(self) -> Iterator[tuple[str, list[Outcome] | list[Likeness]]]:
        """Yield everything there is to show, under its titles."""
        outcomes = self._plan.outcomes
        yield NEW, [one for one in outcomes if one.kind == "added"]
        yield UPDATED, [one for one in outcomes if one.kind == "updated"]
        yield KEPT, [one for one in outcomes if one.kept]
        yield GONE, [one for one in outcomes if one.gone]
        yield SKIPPED, [one for one in outcomes if one.kind == "skipped"]
        yield FAILED, [one for one in outcomes if one.kind == "failed"]
        yield ALIKE, [one for one in self._plan.likenesses if not one.is_taken]
        yield MERGED, [one for one in self._plan.likenesses if one.is_taken]

    def _cells(self, title: str, one: Outcome | Likeness) -> Sequence[str]:
        place = f"{one.file}:{one.line}" if self._files else f"line {one.line}"
        if title in {ALIKE, MERGED}:
            return place, one.name, _alike(one, self._new)
        return place, *_TOLD[title](one)


def _shares(counts: dict[str, int], shown: int) -> dict[str, int]:
    """Return how many rows of each kind to show: all where there are few, else equally many."""
    shares: dict[str, int] = {}
    for place, title in enumerate(sorted(counts, key=lambda title: counts[title])):
        left = shown - sum(shares.values())
        shares[title] = min(counts[title], left // (len(counts) - place))
    return shares


def done_lines(plan: Plan, numbers: Sequence[int]) -> list[str]:
    """Say what was done, how to undo it, and what comes next.

    Args:
        numbers: of the introductions recorded.
    """
    results = plan.results()
    if results:
        lines = [f"Imported: {', '.join(results)}. reflog undo takes it back."]
    else:
        lines = ["Nothing new, but these cards will be recognized next time."]
    if numbers:
        last = f" to #{numbers[-1]}" if len(numbers) > 1 else ""
        lines.append(f"Recorded who referred whom: #{numbers[0]}{last}. See reflog who")
    if any(not one.is_taken for one in plan.likenesses):
        lines.append("To review duplicates: reflog contact duplicates")
    return lines


def answer(plan: Plan, readings: Sequence[Reading], *, dry_run: bool) -> dict[str, Any]:
    """Return what the JSON answer has besides the keys of any write; long lists are iterators."""
    return {
        "dry_run": dry_run,
        **plan.account(),
        "files": [
            {
                "file": reading.file,
                "format": reading.source,
                "read": len(reading.cards) + len(reading.left),
                "remarks": list(reading.remarks),
            }
            for reading in readings
        ],
        "cards": (
            card(
                one.file,
                one.line,
                one.name,
                one.kind,
                contact=one.person.handle if one.person else None,
                changes=_pairs(one.changes),
                kept=_pairs(one.kept),
                gone=_pairs(one.gone),
                reason=one.reason or None,
            )
            for one in plan.outcomes
            if one.kind != "unchanged" or one.kept or one.gone
        ),
        "duplicates": (
            {
                "file": one.file,
                "line": one.line,
                "name": one.name,
                "contact": one.other.handle,
                "contact_name": one.other.name,
                "reason": one.reason,
                "merged": one.is_taken,
            }
            for one in plan.likenesses
        ),
        "remarks": list(plan.remarks),
        "ledger": None,
    }


def _new(one: Any) -> tuple[str, ...]:  # noqa: ANN401 - an outcome, as its title says
    person = one.person
    first = [*person.list_of("emails").values(), *person.list_of("phones").values(), ""][0]
    company = _short(person.value("company"))
    referred = [f"{FIELDS[change.field]} {change.new}" for change in one.changes]
    return person.name, first, "; ".join(filter(None, [company, *referred]))


def _skipped(one: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    return one.name, one.reason


def _alike(one: Any, new: Container[int]) -> str:  # noqa: ANN401 - a likeness
    handle = "" if id(one.other) in new else f" ({one.other.handle})"
    return f"maybe {one.other.name}{handle}: {one.reason}"


def _changed(which: str, words: Callable[[Change], str]) -> Callable[[Any], tuple[str, ...]]:
    """Return a function that shows one kind of changes in these words."""
    return lambda one: (one.person.name, "; ".join(map(words, getattr(one, which))))


def _pairs(changes: Iterable[Change]) -> list[dict[str, str | None]]:
    return [{"field": one.field, "from": one.old, "to": one.new} for one in changes]


def _changes(change: Change) -> str:
    field = FIELDS.get(change.field, change.field)
    if change.old is None:
        return f"{field} {_short(change.new)}"
    return f"{field} {_short(change.old)} → {_short(change.new)}"


def _kept(change: Change) -> str:
    field = FIELDS.get(change.field, change.field)
    own = _short(change.old) or "nothing"
    return f"{field} {own}, the file says {_short(change.new)}"


def _gone(change: Change) -> str:
    return f"{FIELDS.get(change.field, change.field)} {_short(change.old)}"


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


_TOLD: dict[str, Callable[[Any], tuple[str, ...]]] = {
    NEW: _new,
    UPDATED: _changed("changes", _changes),
    KEPT: _changed("kept", _kept),
    GONE: _changed("gone", _gone),
    SKIPPED: _skipped,
    FAILED: _skipped,
}
