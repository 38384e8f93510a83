"""Correcting what is recorded: edit, delete."""

from __future__ import annotations

from reflog.cli.answers import show
from reflog.cli.arguments import corrections, numbers, values
from reflog.cli.grammar import UNCHANGED, command
from reflog.domain.entries import Entry, Introduction
from reflog.errors import UsageError, quoted
from reflog.render.pages import entry_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment


@command("edit N", group="keeping", takes="ENTRY", outcome=UNCHANGED)
def edit(env: Environment, words: options.Words = None, **given: options.Entry) -> None:
    """Correct an entry.

    Takes the options of the command that made it, and more; "" empties a field. Without
    options, $EDITOR opens. Nothing is scheduled.
    """
    number = _one_number(words)
    typed = corrections.typed(number, given)
    if not typed:
        corrections.require_terminal(env, number)
    corrections.check_input(env, typed)
    entry = numbers.entry_numbered(env, number)

    def save(values: dict[str, object]) -> None:
        from reflog.services import corrections as services

        with env.writing("edit") as ledger:
            services.edit_entry(ledger, number, entry.kind, values)
        show(
            env,
            ledger.written,
            extra=lambda changed: [
                *_from_what_to_what(entry, changed, values),
                *([_stays_owed(number)] if "stage" in values else []),
            ],
        )

    if typed:
        save(corrections.read_options(env, entry, typed))
    else:
        corrections.edit_in_editor(env, entry, save)


def _from_what_to_what(before: Entry, changed: list[Entry], values: Iterable[str]) -> list[str]:
    """Say of each field that was corrected what it was, and what it is now."""
    after = next((one for one in changed if one.id == before.id), before)
    told = ((name, *(corrections.told(one, name) for one in (before, after))) for name in values)
    return [
        f"{name.replace('_', ' ')}: {was} is now {now}." for name, was, now in told if was != now
    ]


def _stays_owed(number: int) -> str:
    return (
        "Correcting the stage opens and closes no follow-ups. To see them: reflog show "
        f"{number}. To take back a mark with all it scheduled: reflog undo"
    )


@command("delete N...", group="keeping", takes="ENTRY*", outcome=UNCHANGED)
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
    doomed = [numbers.entry_numbered(env, number) for number in dict.fromkeys(found)]
    numbered = [one.id for one in doomed]
    listed = " ".join(str(number) for number in numbered)
    lines = [entry_line(one) + _goes_with(one) for one in doomed]
    if not yes:
        for line in lines:
            env.note(line)
        env.confirm(
            "Delete it?" if len(doomed) == 1 else "Delete them?",
            hint=f"reflog delete {listed} --yes",
        )
    from reflog.render import objects
    from reflog.services import corrections as services

    with env.writing("delete") as ledger:
        services.delete_entries(ledger, numbered)
    show(
        env,
        ledger.written,
        extra=lambda _changed: [f"Deleted {line}" for line in lines],
        more=lambda: {"deleted": objects.all_of(doomed)},
    )


def _goes_with(one: Entry) -> str:
    """Say what is deleted with an introduction."""
    if not isinstance(one, Introduction) or not (one.follow_ups or one.business):
        return ""
    numbered = sorted((*one.follow_ups, *(deal.id for deal in one.business)))
    return f" With it: {', '.join(f'#{number}' for number in numbered)}."


def _one_number(words: list[str] | None) -> int:
    if not words:
        raise numbers.missing("edit")
    if len(words) > 1 or not numbers.is_number(words[0]):
        message = f"{quoted(values.joined(words))} is not a number in the ledger."
        raise UsageError(message, hint="reflog edit 12; to edit a person: reflog contact edit NAME")
    return numbers.number_of(words[0])
