"""Correcting what is recorded, by option or in the editor: edit, delete."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import show
from reflog.cli.arguments import editor, names, numbers
from reflog.domain import facts, spans
from reflog.domain.entries import Entry, FollowUp, Introduction, Money
from reflog.domain.follow_ups import FREE, VIAS, closing_of
from reflog.domain.forms import Field
from reflog.domain.introductions import CALLERS, EFFORTS, STAGES
from reflog.domain.money import decimal_text, money_text
from reflog.domain.names.typed import parse_typed
from reflog.domain.schema import KIND
from reflog.errors import ConflictError, UsageError, quoted
from reflog.render.pages import long_day, to_do
from reflog.render.pages.entries import entry_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment

PEOPLE = ("provider", "prospect", "by", "at_fault", "contact")
OPTIONS = {"consent": "--consent/--no-consent", "direction": "--given/--received"}
"""What a field is typed as, where that is not its name."""

_ATTRIBUTES = {"by": "introducer", "due": "due_on", "what": "typed", "amount": "money"}
"""Where an entry has a field, where that is not its name."""

_DAYS = ("on", "due", "until")
_TEXTS = ("need", "offer", "why", "note", "what")
_YES = {"yes": 1, "true": 1, "no": 0, "false": 0}


def edit(env: Environment, words: options.Words = None, **given: options.Entry) -> None:
    """Correct an entry.

    Takes the options of the command that made it, and more; "" empties a field. Without
    options, $EDITOR opens. Nothing is scheduled.
    """
    if not words:
        raise numbers.missing("edit")
    if len(words) > 1 or not arguments.is_number(words[0]):
        message = f"{quoted(arguments.joined(words))} is not a number in the ledger."
        raise UsageError(message, hint="reflog edit 12; to edit a person: reflog contact edit NAME")
    number = numbers.number_of(words[0])
    typed = _typed(number, given)
    if not typed and not env.can_ask:
        message = f"What should I correct in #{number}?"
        raise UsageError(message, hint=f"reflog edit {number} --note TEXT; --help lists the rest")
    for name, text in typed.items():  # whatever can be judged before names are looked up
        if text and name not in (*PEOPLE, "about"):
            _READERS[name](env, text)
        elif text and not arguments.is_number(text):
            parse_typed(text)
    entry = numbers.entry_numbered(env, number)

    def save(values: dict[str, object]) -> None:
        from reflog.services import corrections as services

        with env.writing("edit") as ledger:
            services.edit_entry(ledger, number, entry.kind, values)
        show(env, ledger.written, extra=lambda changed: _what_came_of_it(entry, changed, values))

    if typed:
        save(_read_options(env, entry, typed))
        return
    # A purpose says by itself what is to be done.
    says_what = not isinstance(entry, FollowUp) or entry.purpose in FREE
    of_form = [name for name in KIND[entry.kind].corrects if says_what or name != "what"]

    def shown() -> list[Field]:
        now = numbers.entry_numbered(env, number)
        return [Field(key=name, values=(_shown(now, name),)) for name in of_form]

    editor.edit_form(
        env,
        entry_line(entry),
        shown,
        lambda key, values: _read(env, entry, key, values[0] if values else ""),
        save,
    )


def _typed(number: int, options: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed for each field of the kind; a flag is given as its word."""
    found = {name: text for name, text in options.items() if isinstance(text, str)}
    if options.get("consent") is not None:
        found["consent"] = "yes" if options["consent"] else "no"
    if options.get("lead"):
        if found.get("stage") not in {None, "lead"}:
            message = "--lead means --stage lead; use only one of them."
            raise UsageError(message, hint=f"reflog edit {number} --stage {found['stage']}")
        found["stage"] = "lead"
    directions = [name for name in ("given", "received") if options.get(name)]
    if len(directions) > 1:
        message = "Thanks are given or received, not both."
        raise UsageError(message, hint=f"reflog edit {number} --received")
    if directions:
        found["direction"] = directions[0]
    return found


def _read_options(env: Environment, entry: Entry, typed: Mapping[str, str]) -> dict[str, object]:
    """Return the values that the options set, by the names that the kind corrects."""
    for name in typed:
        if name not in KIND[entry.kind].corrects:
            allowed = ", ".join(map(_option, KIND[entry.kind].corrects))
            kind = numbers.a_kind(entry.kind)
            message = f"#{entry.id} is {kind}, which has no {_option(name)}."
            hint = f"it has {allowed}"
            if name == "amount" and entry.kind == "introduction":
                hint += f"; business has its own number: reflog show {entry.id}"
            raise UsageError(message, hint=hint)
    return {name: _read(env, entry, name, text) for name, text in typed.items()}


def _option(name: str) -> str:
    return OPTIONS.get(name) or "--" + name.replace("_", "-")


def _read(env: Environment, entry: Entry, name: str, text: str) -> object:
    if not text.strip():
        if name not in KIND[entry.kind].emptied:
            message = f"{name} of #{entry.id} can't be empty."
            raise UsageError(message, hint=f"reflog show {entry.id}")
        return None
    return _READERS[name](env, text)


def _topic(_env: Environment, text: str) -> object:
    topic = facts.read_topic(text)
    if topic == facts.NEEDS:
        message = "What somebody needs is a follow-up, not a note."
        raise UsageError(message, hint="reflog know NAME needs TEXT")
    return topic


def _text(name: str) -> Callable[[Environment, str], object]:
    return lambda _env, text: arguments.text(text, name)


def _one_of(among: tuple[str, ...], option: str) -> Callable[[Environment, str], object]:
    return lambda _env, text: arguments.choice(text, among, option)


def _due(env: Environment, text: str) -> str:
    return arguments.due(env, text).isoformat()


_READERS: dict[str, Callable[[Environment, str], object]] = {
    **dict.fromkeys(PEOPLE, names.known),
    **{name: _text(name) for name in _TEXTS},
    "stage": _one_of(STAGES, "--stage"),
    "caller": _one_of(CALLERS, "--caller"),
    "effort": _one_of(EFFORTS, "--effort"),
    "via": _one_of(VIAS, "--via"),
    "direction": _one_of(("given", "received"), "direction"),
    "on": lambda env, text: arguments.happened(env, text).isoformat(),
    "due": _due,
    "until": _due,
    "topic": _topic,
    "consent": lambda _env, text: _YES[arguments.choice(text, tuple(_YES), "consent") or "no"],
    "about": lambda env, text: numbers.wanted_introduction(env, text, "edit", numbers.open_or_won),
    "amount": lambda env, text: env.money(text),
    "every": lambda _env, text: spans.parse_span(text),
}


def _shown(entry: Entry, name: str) -> str:
    """Return a field as the form shows it, so that it can be read again."""
    value = getattr(entry, _ATTRIBUTES.get(name, name))
    if value is None:
        return ""
    if isinstance(value, Money):
        return f"{decimal_text(value)} {value.currency}"
    if name in PEOPLE:
        return f"@{getattr(value, 'handle', value)}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _told(entry: Entry, name: str) -> str:
    """Return a field of an entry as an echo says it: days with their weekday, texts in quotes."""
    value, shown = getattr(entry, _ATTRIBUTES.get(name, name)), _shown(entry, name)
    if not shown:
        return "nothing"
    if name in _DAYS:
        return long_day(shown)
    if name in PEOPLE:
        whole = str(getattr(value, "name", None) or getattr(entry, "contact_name", value))
        return "me" if shown == "@me" else whole
    if isinstance(value, Money):
        return money_text(value)
    return quoted(shown) if name in _TEXTS else f"#{shown}" if name == "about" else shown


def _what_came_of_it(before: Entry, changed: list[Entry], values: Iterable[str]) -> list[str]:
    """Say of each field that is another now what it was and is, and what a stage leaves."""
    after = next((one for one in changed if one.id == before.id), before)
    fields = dict.fromkeys((*values, *KIND[before.kind].corrects))
    told = {name: [_told(one, name) for one in (before, after)] for name in fields}
    differs = {name: both for name, both in told.items() if both[0] != both[1]}
    said = [
        f"{name.replace('_', ' ')}: {was} is now {now}." for name, (was, now) in differs.items()
    ]
    if "stage" in differs:
        said.append(
            "Correcting the stage opens and closes no follow-ups. To see them: reflog show "
            f"{before.id}. To take back a mark with all it scheduled: reflog undo"
        )
    return said


def delete(env: Environment, words: options.Words = None, yes: options.Yes = False) -> None:
    """Delete entries recorded by mistake.

    An introduction goes with its follow-ups and business; thanks stay. reflog undo brings
    everything back.
    """
    if not words:
        raise numbers.missing("delete")
    found, rest = numbers.leading_numbers(numbers.listed(words))
    if rest:
        message = f"{quoted(rest[0])} is not a number."
        hint = "reflog delete 12; to erase a person for good: reflog contact forget NAME"
        raise UsageError(message, hint=hint)
    numbered = [*dict.fromkeys(found)]
    doomed = [numbers.entry_numbered(env, number) for number in numbered]
    if not yes:
        env.note(*map(_going, doomed))
        question = "Delete it?" if len(doomed) == 1 else "Delete them?"
        env.confirm(question, hint=f"reflog delete {' '.join(map(str, numbered))} --yes")
        now = [numbers.entry_numbered(env, number) for number in numbered]
        if [*map(_going, now)] != [*map(_going, doomed)]:
            message = "Another command has just changed what would go."
            raise ConflictError(message, hint="try again")
    from reflog.render import objects
    from reflog.services import corrections as services

    with env.writing("delete") as ledger:
        services.delete_entries(ledger, numbered)
    show(
        env,
        ledger.written,
        extra=lambda _changed: [f"Deleted {_gone(one)}" for one in doomed],
        more=lambda: {"deleted": objects.all_of(doomed)},
    )


def _gone(one: Entry) -> str:
    """Return an entry as what has been deleted, with what went along."""
    if not isinstance(one, FollowUp):
        return _going(one)
    if one.done_on is not None:
        was = f"done on {long_day(one.done_on)}"
    elif one.status == "open":
        was = f"due {long_day(one.due_on)}"
    else:
        was = closing_of(one.note)[1] if one.unasked else "dropped"
    return f"#{one.id} ({was}): {to_do(one)}."


def _going(one: Entry) -> str:
    """Return an entry as what is to be deleted, with what goes along."""
    return entry_line(one) + _goes_with(one)


def _goes_with(one: Entry) -> str:
    """Say what is deleted with an introduction."""
    if not isinstance(one, Introduction) or not (one.follow_ups or one.business):
        return ""
    numbered = sorted((*one.follow_ups, *(deal.id for deal in one.business)))
    return f" With it: {', '.join(f'#{number}' for number in numbered)}."
