"""Correcting an entry: what may be set of each kind, by option or in the editor."""

from __future__ import annotations

from reflog.cli.arguments import editor, numbers, values
from reflog.cli.arguments import names as people
from reflog.domain import facts, spans
from reflog.domain.entries import Business, Entry, FollowUp
from reflog.domain.follow_ups import FREE, VIAS
from reflog.domain.forms import Field
from reflog.domain.introductions import CALLERS, EFFORTS, STAGES
from reflog.domain.money import decimal_text, money_text
from reflog.domain.names import typed as new_names
from reflog.domain.schema import KIND
from reflog.errors import UsageError, quoted
from reflog.render.pages import entry_line, long_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from reflog.cli.environment import Environment

PEOPLE = ("provider", "prospect", "by", "at_fault", "contact")
OPTIONS = {"consent": "--consent/--no-consent", "direction": "--given/--received"}
"""What a field is typed as, where that is not its name."""

_YES = {"yes": 1, "true": 1, "no": 0, "false": 0}


def require_terminal(env: Environment, number: int) -> None:
    """Raise UsageError where no editor can open; the hint shows how to set the entry by options."""
    if not env.can_ask:
        message = f"What should I correct in #{number}?"
        raise UsageError(message, hint=f"reflog edit {number} --note TEXT; --help lists the rest")


def typed(number: int, options: Mapping[str, Any]) -> dict[str, str]:
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


def check_input(env: Environment, typed: Mapping[str, str]) -> None:
    """Check every value that can be judged without the ledger, before names are looked up."""
    for name, text in typed.items():
        if text and name not in (*PEOPLE, "about"):
            _READERS[name](env, text)
        elif text and not numbers.is_number(text):
            new_names.parse_typed(text)


def read_options(env: Environment, entry: Entry, typed: Mapping[str, str]) -> dict[str, object]:
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


def edit_in_editor(
    env: Environment, entry: Entry, save: Callable[[dict[str, object]], object]
) -> None:
    """Let the user correct an entry in their editor, and save what was changed."""
    editor.edit_form(
        env,
        entry_line(entry),
        [Field(key=name, values=(_shown(entry, name),)) for name in _of(entry)],
        lambda key, values: _read(env, entry, key, values[0] if values else ""),
        save,
    )


def _of(entry: Entry) -> tuple[str, ...]:
    """Return what the form of an entry holds: a purpose says by itself what is to be done."""
    says_what = not isinstance(entry, FollowUp) or entry.purpose in FREE
    return tuple(name for name in KIND[entry.kind].corrects if says_what or name != "what")


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
    return lambda _env, text: values.text(text, name)


def _one_of(among: tuple[str, ...], option: str) -> Callable[[Environment, str], object]:
    return lambda _env, text: values.choice(text, among, option)


def _due(env: Environment, text: str) -> str:
    return values.due(env, text).isoformat()


_DAYS = ("on", "due", "until")
_TEXTS = ("need", "offer", "why", "note", "what")
_READERS: dict[str, Callable[[Environment, str], object]] = {
    **dict.fromkeys(PEOPLE, people.known),
    **{name: _text(name) for name in _TEXTS},
    "stage": _one_of(STAGES, "--stage"),
    "caller": _one_of(CALLERS, "--caller"),
    "effort": _one_of(EFFORTS, "--effort"),
    "via": _one_of(VIAS, "--via"),
    "direction": _one_of(("given", "received"), "direction"),
    "on": lambda env, text: values.happened(env, text).isoformat(),
    "due": _due,
    "until": _due,
    "topic": _topic,
    "consent": lambda _env, text: _YES[values.choice(text, tuple(_YES), "consent") or "no"],
    "about": lambda env, text: numbers.wanted_introduction(env, text, "edit", numbers.open_or_won),
    "amount": lambda env, text: env.money(text),
    "every": lambda _env, text: spans.parse_span(text),
}


def _shown(entry: Entry, name: str) -> str:
    """Return a field as the form shows it, so that it can be read again."""
    if isinstance(entry, Business) and name == "amount":
        return f"{decimal_text(entry.money)} {entry.money.currency}"
    attribute = {"by": "introducer", "due": "due_on", "what": "typed"}.get(name, name)
    value = getattr(entry, attribute)
    if value is None:
        return ""
    if name in PEOPLE:
        return f"@{getattr(value, 'handle', value)}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def told(entry: Entry, name: str) -> str:
    """Return a field of an entry as an echo says it: days with their weekday, texts in quotes."""
    shown = _shown(entry, name)
    if not shown:
        return "nothing"
    if name in _DAYS:
        return long_day(shown)
    if name in PEOPLE:
        person = getattr(entry, "introducer" if name == "by" else name)
        return str(getattr(person, "name", None) or getattr(entry, "contact_name", person))
    if isinstance(entry, Business) and name == "amount":
        return money_text(entry.money)
    return quoted(shown) if name in _TEXTS else f"#{shown}" if name == "about" else shown
