"""The page and JSON of an import, before and after it is carried out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from reflog.domain.cards.card import PROGRAMS, Reading
from reflog.domain.cards.plan import KINDS, Likeness, Outcome, Plan
from reflog.render import Block, Heading, Line, Page, Table
from reflog.render.pages import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from reflog.domain.cards.merge import Change

    Row = tuple[str, str, str]
    Told = Callable[[Any], Row]
    """Says of an outcome or a likeness who it is about, and what becomes of it."""

FEW_FILES = 5
NAMED = 40  # names shown of people who are new because they referred someone
BESIDE = 3  # names shown beside a title below which there is no room for rows
LONGEST = 60  # characters of a value in a table; --json has all of it
DRY_RUN = "--dry-run | less"
LISTED = "reflog contact list"
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
        self._groups = [group for group in self._all_groups() if group[2]]
        self._new = {id(one): one.name for one in plan.people.values() if one.id is None}

    def __len__(self) -> int:
        """Return how many rows there are to show."""
        return sum(len(ones) for _title, _told, ones in self._groups)

    def page(self, shown: int, last: Sequence[str] = (), *, all_at: str = DRY_RUN) -> Page:
        """Return the page: what was read, rows of each kind, and the remarks.

        Args:
            shown: how many rows to show.
            last: lines to end with.
            all_at: where all rows are.
        """
        blocks: list[Block] = [*self._heads()]
        shares = _shares([len(ones) for _title, _told, ones in self._groups], shown)
        for (title, told, ones), share in zip(self._groups, shares, strict=True):
            head = f"{title} ({len(ones)})"
            blocks.append(Heading(head if share else f"{head}: {self._named(told, ones)}"))
            if rows := ones[:share]:
                cells = map(partial(self._cells, told), rows)
                blocks.append(Table("dim> name text text", cells, indent=2))
        if more := len(self) - sum(shares):
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
                "Of two cards about one person, the same one speaks at every import."
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

    def _all_groups(self) -> Iterator[tuple[str, Told, list[Any]]]:
        """Yield everything there is to show: its title, what is told of each, and all of them."""
        outcomes, likenesses = self._plan.outcomes, self._plan.likenesses
        kinds = {kind: [one for one in outcomes if one.kind == kind] for kind in KINDS}
        kept, gone = (
            [one for one in outcomes if getattr(one, which)] for which in ("kept", "gone")
        )
        yield "New", _new, kinds["added"]
        yield "Updated", partial(_changed, "changes", _changes), kinds["updated"]
        yield "Kept as it is", partial(_changed, "kept", _kept), kept
        yield "No longer in the file, but kept", partial(_changed, "gone", _gone), gone
        yield "Skipped", _skipped, kinds["skipped"]
        yield "Failed", _skipped, kinds["failed"]
        for title, is_taken in (("kept separate", False), ("merged", True)):
            ones = [one for one in likenesses if one.is_taken == is_taken]
            yield f"Probable duplicates, {title}", self._alike, ones

    def _cells(self, told: Told, one: Outcome | Likeness) -> Sequence[str]:
        place = f"{one.file}:{one.line}" if self._files else f"line {one.line}"
        return place, *told(one)

    def _named(self, told: Told, ones: Sequence[Any]) -> str:
        """Return who the first rows are about, or their lines: there is no room for the rows."""
        names = [cells[1] or cells[0] for cells in map(partial(self._cells, told), ones[:BESIDE])]
        more = len(ones) - len(names)
        return ", ".join(names) + (f" and {more} more" if more else "")

    def _alike(self, one: Likeness) -> Row:
        handle = "" if id(one.other) in self._new else f" ({one.other.handle})"
        return one.name, f"maybe {one.other.name}{handle}: {one.reason}", ""


def _shares(counts: Sequence[int], shown: int) -> list[int]:
    """Return how many rows of each kind to show: all where there are few, else equally many."""
    shares = [0] * len(counts)
    for place, at in enumerate(sorted(range(len(counts)), key=counts.__getitem__)):
        left = shown - sum(shares)
        shares[at] = min(counts[at], left // (len(counts) - place))
    return shares


def done_lines(plan: Plan, numbers: Sequence[int]) -> list[str]:
    """Say what was done, how to undo it, and what comes next; `numbers` of introductions."""
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


def _new(one: Outcome) -> Row:
    person: Any = one.person
    addresses = person.list_of("emails") or person.list_of("phones")
    first = next(iter(addresses.values()), "")
    company = _short(person.value("company"))
    referred = [f"{FIELDS[change.field]} {change.new}" for change in one.changes]
    return person.name, first, "; ".join(filter(None, [company, *referred]))


def _skipped(one: Outcome) -> Row:
    return one.name, one.reason, ""


def _changed(which: str, words: Callable[[Change], str], one: Any) -> Row:  # noqa: ANN401 - an outcome with a person
    return one.person.name, "; ".join(map(words, getattr(one, which))), ""


def _pairs(changes: Iterable[Change]) -> list[dict[str, str | None]]:
    return [{"field": one.field, "from": one.old, "to": one.new} for one in changes]


def _changes(change: Change) -> str:
    old = "" if change.old is None else f"{_short(change.old)} → "
    return f"{_field(change)} {old}{_short(change.new)}"


def _kept(change: Change) -> str:
    own = _short(change.old) or "nothing"
    return f"{_field(change)} {own}, the file says {_short(change.new)}"


def _gone(change: Change) -> str:
    return f"{_field(change)} {_short(change.old)}"


def _field(change: Change) -> str:
    return FIELDS.get(change.field, change.field)


def _short(text: str | None) -> str:
    line = " ".join((text or "").split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
