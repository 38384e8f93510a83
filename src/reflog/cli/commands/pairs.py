"""Who is in the ledger twice: contact duplicates."""

from __future__ import annotations

from reflog import services
from reflog.cli.answers import write
from reflog.cli.arguments import names, options
from reflog.cli.command import UNCHANGED, command
from reflog.domain.contacts import Known
from reflog.domain.record import Record
from reflog.errors import UsageError
from reflog.render.blocks import Line
from reflog.render.pages import contacts as contact_pages
from reflog.render.pages import people as pages
from reflog.reports import duplicates as reports
from reflog.reports import portrait

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from reflog.cli.environment import Environment

_QUESTION = "One person? 1 or 2 to keep, n not the same, Enter later, q to stop: "


class _Decided(Record):
    """What was answered so far; the one kept stands first."""

    merged: tuple[tuple[Known, Known], ...] = ()
    distinct: tuple[tuple[Known, Known], ...] = ()


@command(
    "contact duplicates [--distinct NAME NAME]",
    group="people",
    takes="NAME NAME",
    outcome=UNCHANGED,
)
def duplicates(
    env: Environment,
    words: options.Words = None,
    distinct: Annotated[
        bool, typer.Option("--distinct", help="The two NAMEs are not the same; remember it.")
    ] = False,
) -> None:
    """Who may be in the ledger twice, and why.

    On a terminal each pair is asked about: merge the two, remember that they are not the
    same, or leave it for later.
    """
    if distinct:
        _tell_apart(env, list(words or ()))
        return
    if words:
        message = "duplicates takes names only with --distinct."
        raise UsageError(message, hint="reflog contact duplicates --distinct NAME NAME")
    with env.reading() as reader, env.waiting("Comparing everybody"):
        found = reports.duplicates(reader)
    if not (found and env.can_ask):
        env.answer(pages.duplicates_page(found), pages.duplicates_value(found))
        if found and not env.json:
            env.note(pages.TO_DO)
        return
    decided, left = _ask(env, found)
    _settle(env, decided, left)


def _tell_apart(env: Environment, typed: list[str]) -> None:
    """Remember that two are not the same."""
    if len(typed) != 2:  # noqa: PLR2004 - the one and the other
        message = f"--distinct takes two names, not {len(typed)}."
        raise UsageError(
            message, hint='reflog contact duplicates --distinct "Ann Berg" @ann-berg-2'
        )
    names.judge(*typed)
    one, other = (names.known(env, name) for name in typed)
    write(
        env,
        "contact duplicates",
        lambda ledger: services.pairs.distinguish(ledger, one, other),
        extra=lambda _changed: [_apart(one, other)],
    )


def _ask(env: Environment, found: list[reports.Duplicate]) -> tuple[_Decided, int]:
    """Ask about each pair; the answers, and how many pairs are left."""
    answers = _Answers()
    left = 0
    for place, pair in enumerate(found, 1):
        one, other = (answers.kept(_known(someone)) for someone in pair.people)
        if answers.is_settled(one, other):
            continue
        env.note(f"{place} of {len(found)}: {pages.reason(pair)}")
        for number, person in enumerate((one, other), 1):
            env.note(f"  {number}  {_line(env, person)}")
        answer = env.pick(_QUESTION, ("1", "2", "n", "q"))
        if answer == "q":
            left += len(found) - place + 1
            break
        if answer == "n":
            answers.tell_apart(one, other)
        elif answer:
            keep, gone = (one, other) if answer == "1" else (other, one)
            answers.merge(keep, gone)
        else:
            left += 1
    return answers.decided, left


class _Answers:
    """What was answered, with who stands for whom after it."""

    def __init__(self) -> None:
        self._merged: list[tuple[Known, Known]] = []
        self._distinct: list[tuple[Known, Known]] = []
        self._into: dict[int, Known] = {}

    @property
    def decided(self) -> _Decided:
        return _Decided(merged=tuple(self._merged), distinct=tuple(self._distinct))

    def kept(self, person: Known) -> Known:
        """Return who the person is after what was answered."""
        while (into := self._into.get(person.id)) is not None:
            person = into
        return person

    def is_settled(self, one: Known, other: Known) -> bool:
        """Tell whether two are one person already, or are known to be two."""
        apart = ({self.kept(a).id, self.kept(b).id} for a, b in self._distinct)
        return one.id == other.id or {one.id, other.id} in apart

    def merge(self, keep: Known, gone: Known) -> None:
        self._merged.append((keep, gone))
        self._into[gone.id] = keep

    def tell_apart(self, one: Known, other: Known) -> None:
        self._distinct.append((one, other))


def _settle(env: Environment, decided: _Decided, left: int) -> None:
    """Do what was answered, in one command that is one undo."""
    if not (decided.merged or decided.distinct):
        env.show([Line(text=f"Nothing was decided; {pages.later(left)}")])
        return
    said = [
        *(
            f"{gone.name} ({gone.handle}) is now {keep.name} ({keep.handle})."
            for keep, gone in decided.merged
        ),
        *(_apart(one, other) for one, other in decided.distinct),
        *([pages.later(left).capitalize()] if left else []),
    ]
    write(
        env,
        "contact duplicates",
        lambda ledger: services.pairs.settle(ledger, decided.merged, decided.distinct),
        extra=lambda _changed: said,
    )


def _apart(one: Known, other: Known) -> str:
    return f"{one.name} ({one.handle}) and {other.name} ({other.handle}) are not the same."


def _known(one: reports.Someone) -> Known:
    return Known(id=one.id, name=one.name, handle=one.handle)


def _line(env: Environment, person: Known) -> str:
    """Return what there is with a person, to tell them by."""
    with env.reading() as reader:
        found = portrait.portrait(reader, person.id, env.today)
    return contact_pages.contact_line(found) if found else f"{person.name} ({person.handle})"
