"""What was typed for N becomes a ledger number: it is one, or NAME has just one such thing."""

from __future__ import annotations

from reflog import cli
from reflog.cli import arguments
from reflog.cli.arguments import names
from reflog.domain import Record
from reflog.domain.contacts import ME
from reflog.domain.introductions import ENDED_STAGES, OPEN_STAGES, may_come_to
from reflog.errors import NotFoundError, UsageError, quoted
from reflog.render.pages.entries import introduction_line
from reflog.reports import contacts, entries, introductions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reflog.cli.environment import Environment
    from reflog.domain.contacts import Known
    from reflog.domain.entries import Entry, FollowUp, Introduction


_LONGEST_NUMBER = 40
"""Digits that are read; more than any number of a ledger has."""

_BEHIND = {"snooze": "WHEN", "mark": "STAGE", "business": "MONEY"}
"""What a command wants behind its N, for hints."""

_LONGEST_RANGE = 200
_THOUSANDS = 3  # digits behind each comma of an amount
_FEW = 3  # introductions whose stages a sentence has room for


def number_of(word: str) -> int:
    """Return the ledger number that a word of digits is, with or without a #."""
    return int(word.removeprefix("#")[:_LONGEST_NUMBER])


def is_range(word: str) -> bool:
    """Return whether a word is written as several ledger numbers in a row: 44-70."""
    first, _dash, last = word.partition("-")
    if not (arguments.is_number(first) and arguments.is_number(last)):
        return False
    return 0 < number_of(last) - number_of(first) < _LONGEST_RANGE


def is_numeric(word: str) -> bool:
    """Return whether a word is one ledger number, or several in a row."""
    return arguments.is_number(word) or is_range(word)


def numbers_of(word: str) -> list[int]:
    """Return the ledger numbers that a numeric word is."""
    first, _dash, last = word.partition("-")
    return list(range(number_of(first), number_of(last or first) + 1))


def leading_number(env: Environment, words: Sequence[str]) -> int:
    """Return how many words make one N: all for a NAME, one for a number that is nobody's name."""
    if not arguments.is_number(words[0]):
        return len(words)
    return names.exact_run(env, words) or 1


def judge(typed: str | None) -> None:
    """Check a NAME typed for N, before it is looked up."""
    if typed is not None and not arguments.is_number(typed):
        names.judge(typed)


def missing(command: str, rest: str = "") -> UsageError:
    """Return the error for a command typed without its N; a shell takes #12 for a comment."""
    takes_name = "NAME" in cli.usage_of(command)
    message = f"Which one? Give its number{' or a name' if takes_name else ''}."
    example = f"reflog {command} 12 {rest}".rstrip()
    return UsageError(message, hint=f"{arguments.DROPPED}: {example}")


def leading_numbers(words: Sequence[str]) -> tuple[list[int], list[str]]:
    """Split words into the ledger numbers they begin with, also in a row, and the rest."""
    count = count_of_numbers(words)
    return [number for word in words[:count] for number in numbers_of(word)], list(words[count:])


def count_of_numbers(words: Sequence[str]) -> int:
    """Return how many leading words are ledger numbers, one or several in a row each."""
    return next((n for n, word in enumerate(words) if not is_numeric(word)), len(words))


def listed(words: Sequence[str], *, one: bool = False) -> list[str]:
    """Return words with the numbers they begin with apart, which commas may join: 12, 13,15-17.

    A comma within a word may be that of an amount where only `one` is wanted, and behind a number
    with none: 12 1,500 agreed.
    """
    found: list[str] = []
    goes_on = True
    for place, word in enumerate(words):
        bare = word.removesuffix(",")
        parts = [bare] if one else bare.split(",")
        is_amount = not goes_on and {len(part) for part in parts[1:]} == {_THOUSANDS}
        if is_amount or not all(map(is_numeric, parts)):
            return [*found, *words[place:]]
        found += parts
        goes_on = word != bare
    return found


def wanted_follow_ups(env: Environment, words: Sequence[str], command: str) -> list[int]:
    """Return the follow-ups that the words mean: ledger numbers, or one NAME."""
    if not words:
        raise missing(command)
    if not is_numbers(env, words[0]) or not all(map(is_numeric, words[1:])):
        arguments.refuse_cut_name(env.line, words, len(words))
        return [follow_up_named(env, " ".join(words), command)]
    found: list[int] = []
    for word in words:
        if is_range(word):
            found += _in_range(env, word)
        else:
            found.append(follow_up_numbered(env, number_of(word), command))
    return list(dict.fromkeys(found))


def is_numbers(env: Environment, word: str) -> bool:
    """Return whether a word is a number, or a range that is nobody's name."""
    is_run = is_range(word) and not contacts.is_exact_contact(env.reader, word)
    return arguments.is_number(word) or is_run


def _in_range(env: Environment, word: str) -> list[int]:
    """Return the numbers of a range (NotFoundError: not all of them are follow-ups)."""
    found = numbers_of(word)
    for number in found:
        kind = entries.kind_of(env.reader, number)
        if kind != "follow-up":
            what = f"is {a_kind(kind)}" if kind else "isn't there"
            message = f"#{number} {what}, and {word} takes follow-ups only."
            raise NotFoundError(message, hint="to list them: reflog due --all")
    return found


def numbers_or_name(
    env: Environment, words: Sequence[str], command: str, *, one: bool = False
) -> tuple[list[str], str]:
    """Split words into the numbers or the NAME that they begin with, and the note behind.

    NAME is the longest run of leading words that is exactly a contact, else the first word. With
    `one`, further numbers are left to the note: `done 2 --mark won 400`.
    """
    if not words:
        raise missing(command)
    leading, text = names.split_text(env, words)
    count = names.exact_run(env, leading)
    if count:
        named, rest = [" ".join(leading[:count])], leading[count:]
    else:
        leading = listed(leading, one=one)
        count = count_of_numbers(leading) or 1
        if one and env.line is not None and env.line.loose:
            count = min(count, env.line.loose)
        named, rest = (leading or text)[:count], leading[count:]
        text = text if leading else text[count:]
    if rest == ["-"] and not text:
        return named, env.typed_text()
    return named, " ".join([*rest, *text])


def parted(
    env: Environment,
    words: Sequence[str],
    measure: Callable[[Sequence[str]], int],
    *,
    one: bool = True,
) -> tuple[list[str], list[str], list[str]]:
    """Split words into N or NAME, the value behind it, and what stands behind that.

    If the first word is a number, the value begins right behind; else at the first word that can
    begin one, but not within leading words that are exactly a contact. `measure` returns how many
    leading words make the value; 0 for none. Only `one` N is wanted, or several: then the value
    begins right behind such a contact, too.
    """
    leading, text = names.split_text(env, words)
    run = names.exact_run(env, leading)
    leading = leading if run else listed(leading, one=one)
    numbered = 0 if run else count_of_numbers(leading)
    last = numbered or (len(leading) if one or not run else run)
    for place in range(run or 1, last + 1):
        if count := measure(leading[place:]):
            if not numbered:
                arguments.refuse_cut_name(env.line, leading, place)
            behind = leading[place + count :]
            return leading[:place], leading[place : place + count], [*behind, *text]
    first = run or numbered or len(leading)
    return leading[:first], [], [*leading[first:], *text]


def follow_up_numbered(env: Environment, number: int, command: str) -> int:
    """Return the follow-up of this number, or the only open one of the introduction it is of."""
    kind = entries.kind_of(env.reader, number)
    if kind is None:
        raise _no_entry(number)
    if kind == "follow-up":
        return number
    is_introduction = kind == "introduction"
    found = entries.due(env.reader, env.today, about=number) if is_introduction else []
    if not found:
        what = "has no open follow-up" if is_introduction else f"is {a_kind(kind)}, not a follow-up"
        raise NotFoundError(f"#{number} {what}.", hint=f"reflog show {number}")
    return _choose_follow_up(env, found, f"#{number}", command)


def follow_up_named(
    env: Environment,
    typed: str,
    command: str,
    *,
    purposes: Sequence[str] = (),
    unlikely: Sequence[str] = (),
) -> int:
    """Return the one follow-up with NAME that is due, else the only open one.

    Args:
        purposes: those that count; all if empty. People who have none are not meant.
        unlikely: purposes that count only if nothing else is open.
    """
    person = names.known(env, typed, counts=lambda one: has_open(env, one, purposes))
    every = _open_with(env, person.id, purposes)
    open_ones = [one for one in every if one.purpose not in unlikely] or every
    found = [one for one in open_ones if (one.days_overdue or 0) >= 0] or open_ones
    if not found:
        what = "No question" if purposes else "Nothing"
        message = f"{what} is open with {person.name}."
        free = f"for a letter anyway: reflog draft @{person.handle} --for stay-in-touch"
        follow = f"reflog follow {person.handle} WHAT"
        is_letter = command == "draft" and person.id != ME
        raise NotFoundError(message, hint=free if is_letter else follow)
    what = "open follow-ups" if len(found) == len(open_ones) else "follow-ups due"
    return _choose_follow_up(env, found, person.name, command, what)


def has_open(env: Environment, contact_id: int, purposes: Sequence[str]) -> bool:
    """Return whether a follow-up of one of these purposes is open with a person."""
    return bool(_open_with(env, contact_id, purposes))


def _open_with(env: Environment, contact_id: int, purposes: Sequence[str]) -> list[FollowUp]:
    found = entries.due(env.reader, env.today, contact_id=contact_id)
    return [one for one in found if not purposes or one.purpose in purposes]


class Finder(Record):
    """How a command finds the one introduction it can act on, given a person.

    Attributes:
        ones: returns the introductions with a person that it can act on.
        none: what to say, with a hint, if there is none.
    """

    ones: Callable[[Environment, int], list[Introduction]]
    none: Callable[[Environment, Known], tuple[str, str]]

    def __call__(self, env: Environment, person: Known, command: str) -> int:
        """Return its number, asked for where there are several."""
        found = self.ones(env, person.id)
        if not found:
            message, hint = self.none(env, person)
            raise NotFoundError(message, hint=hint)
        return _choose_introduction(env, found, person, command)


def wanted_introduction(env: Environment, typed: str, command: str, finder: Finder) -> int:
    """Return the introduction that its number, one of its follow-ups or a NAME means.

    People who have none are not meant.
    """
    first, *others = typed.split() or [typed]
    is_several = others or (is_range(first) and not names.is_known(env, first))
    if is_several and all(map(is_numeric, (first, *others))):
        message = f"{quoted(typed)} is more than one number, and I need one introduction."
        hint = _line_with(command, first.partition("-")[0])
        raise UsageError(message, hint=hint)
    if not arguments.is_number(typed):
        person = names.known(env, typed, counts=lambda one: bool(finder.ones(env, one)))
        return finder(env, person, command)
    number = number_of(typed)
    kind = entries.kind_of(env.reader, number)
    if kind is None:
        raise _no_entry(number)
    if kind == "introduction":
        return number
    what = f"is {a_kind(kind)}"
    if kind == "follow-up":
        follow_up = entries.follow_up(env.reader, number, env.today)
        if follow_up is not None and follow_up.about is not None:
            return follow_up.about
        what = "isn't about an introduction"
    message = f"#{number} {what}, and I need an introduction."
    raise NotFoundError(message, hint=f"reflog show {number}")


def markable(stage: str, *, blames: bool = False, amount: str | None = None) -> Finder:
    """Return the finder of introductions with a person as a side that can be marked `stage`.

    With `blames`, a bad one counts too if nobody is said to be at fault yet; `amount` was typed
    with the stage.
    """

    def ones(env: Environment, contact_id: int) -> list[Introduction]:
        found = [
            one
            for one in _with_side(env, contact_id)
            if may_come_to(one.stage, stage)
            or (blames and one.stage == stage == "bad" and one.at_fault is None)
        ]
        return [one for one in found if one.stage in OPEN_STAGES] or found

    def none(env: Environment, person: Known) -> tuple[str, str]:
        sides = _with_side(env, person.id)
        hint = _list_of(person)
        won = [one for one in sides if one.stage == stage == "won"]
        if len(won) == 1:
            hint = f"if there is more of it: reflog business {won[0].id} {amount or 'MONEY'}"
        if not 0 < len(sides) <= _FEW:
            return f"No introduction with {person.name} can be marked {stage}.", hint
        if len(sides) == 1 and sides[0].stage != stage:
            hint = f"if that's a mistake: reflog edit {sides[0].id} --stage {stage}"
        elif len(sides) == 1 and stage in ENDED_STAGES and not won:
            hint = f"to say why: reflog edit {sides[0].id} --why TEXT"
        already = (f"#{one.id} with {person.name} is already {one.stage}" for one in sides)
        return f"{', and '.join(already)}.", hint

    return Finder(ones=ones, none=none)


def _none_open_or_won(_env: Environment, person: Known) -> tuple[str, str]:
    return f"No introduction with {person.name} is open or won.", _list_of(person)


def _list_of(person: Known) -> str:
    return f"reflog intros --with {person.handle}"


open_or_won = Finder(
    ones=lambda env, one: (
        _open_else_won(_with_side(env, one)) or _open_else_won(_with_party(env, one))
    ),
    none=_none_open_or_won,
)
"""Finds the one introduction with a person that is open, else the one that is won.

As a side; what they introduced others to is looked at only where there is none.
"""


def about(env: Environment, typed: str | None, command: str) -> int | None:
    """Return the introduction that --about means; None where it isn't typed."""
    if typed is None:
        return None
    return wanted_introduction(env, typed, f"{command} --about", open_or_won)


def thanked_about(thanked: Known) -> Finder:
    """Return the finder of the introduction that I thank someone for.

    It is the one I owe them thanks for, else the open one, else the one won.
    """

    def ones(env: Environment, contact_id: int) -> list[Introduction]:
        owed = {one.about for one in _open_with(env, thanked.id, ("thank",))}
        theirs = {one.id for one in _with_party(env, thanked.id)}
        found = [one for one in _with_party(env, contact_id) if one.id in theirs]
        return [one for one in found if one.id in owed] or _open_else_won(found)

    return Finder(ones=ones, none=_none_open_or_won)


def not_thanked_for(env: Environment, person: Known, command: str) -> int | None:
    """Return the introduction of mine that a side hasn't thanked me for; None if there is none."""
    received = entries.thanks(env.reader, direction="received", contact_id=person.id)
    thanked = {one.about for one in received}
    ones = [
        one
        for one in _with_side(env, person.id)
        if one.direction == "given" and one.stage != "lead" and one.id not in thanked
    ]
    return _choose_introduction(env, ones, person, command) if ones else None


def _open_else_won(ones: list[Introduction]) -> list[Introduction]:
    open_ones = [one for one in ones if one.stage in OPEN_STAGES]
    return open_ones or [one for one in ones if one.stage == "won"]


def _with_side(env: Environment, contact_id: int) -> list[Introduction]:
    return introductions.introductions(env.reader, introductions.Filter(side=contact_id))


def _with_party(env: Environment, contact_id: int) -> list[Introduction]:
    return introductions.introductions(env.reader, introductions.Filter(party=contact_id))


def _choose_follow_up(
    env: Environment,
    found: Sequence[FollowUp],
    whom: str,
    command: str,
    what: str = "open follow-ups",
) -> int:
    lines = [(one.id, f"#{one.id} {one.what}, due {one.due_on}") for one in found]
    return _chosen(env, f"{whom} has {len(found)} {what}", lines, command)


def _choose_introduction(
    env: Environment, found: Sequence[Introduction], person: Known, command: str
) -> int:
    lines = [(one.id, introduction_line(one)) for one in found]
    return _chosen(env, f"{person.name} is in {len(found)} introductions", lines, command)


def _chosen(env: Environment, problem: str, lines: list[tuple[int, str]], command: str) -> int:
    """Return the one number of these lines, asked for where there are several."""
    numbers = [number for number, _line in lines]
    hint = f"choose one: {_line_with(command, numbers[0])}"
    return numbers[env.choose(problem, lines, hint=hint) if numbers[1:] else 0]


def _line_with(command: str, number: int | str) -> str:
    """Return the command for a number, as hints have it; of an option that and its value alone."""
    name, is_option, option = command.partition(" --")
    if is_option and " " not in name:
        return f"--{option} {number}"
    return f"reflog {command} {number} {_BEHIND.get(command, '')}".rstrip()


def entry_numbered(env: Environment, number: int) -> Entry:
    """Return the entry with this ledger number (NotFoundError: there is none)."""
    entry = entries.entry(env.reader, number, env.today)
    if entry is None:
        raise _no_entry(number)
    return entry


def _no_entry(number: int) -> NotFoundError:
    message = f"There is no #{number} in the ledger."
    return NotFoundError(message, hint="to see what happened: reflog log")


def a_kind(kind: str) -> str:
    """Return a kind of entry with its article: "an introduction"."""
    if kind in {"thanks", "business"}:
        return kind
    return f"an {kind}" if kind == "introduction" else f"a {kind}"
