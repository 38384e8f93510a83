"""Editing a form in $EDITOR: checked before it is saved, and opened again while it has mistakes."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager, suppress

from reflog.cli.keys import ENDS, leave
from reflog.cli.private import private_file, rewrite
from reflog.domain import forms
from reflog.errors import (
    REFUSALS,
    ConflictError,
    InterruptedByUserError,
    ReflogError,
    UsageError,
    quoted,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from reflog.cli.environment import Environment

    Read = Callable[[str, tuple[str, ...]], object]
    Save = Callable[[dict[str, object]], object]

ROUNDS = 20  # in which a wrong form is given back at most
_NOT_RUN = (126, 127)  # what the shell answers for a command that it can't run

HELP = "Save and close to keep your changes; close it unchanged to keep everything as it is."
HINT = "say what to change with options; --help lists them"


def edit_form(
    env: Environment, title: str, shown: Callable[[], Sequence[forms.Field]], read: Read, save: Save
) -> None:
    """Let the user edit a form, and save what they changed; one with mistakes opens again.

    ConflictError: another command has meanwhile changed what they changed.

    Args:
        title: what the form is about; a comment at its top.
        shown: returns the fields as they are in the ledger.
        read: turns what was entered for a key into a value, or raises.
        save: takes the changed values by key, or raises.
    """
    require_terminal(env)
    fields = shown()
    text = forms.form_text(f"{title}\n{HELP}", fields)
    with _draft_of(text) as draft:
        for _round in range(ROUNDS):
            _run_editor(env, draft)
            written = _text_of(draft)
            try:
                _take(env, written, fields, shown, read, save)
            except forms.FormError as error:
                if forms.COMPLAINT in text and forms.is_same(written, text):
                    raise UsageError(f"{error.message}.", hint=error.hint) from None
                text = forms.with_complaint(written, error.line, error.message)
                rewrite(draft, text.encode())
            else:
                return
        raise UsageError("The form still has mistakes.", hint=HINT)


def require_terminal(env: Environment, hint: str = HINT) -> None:
    """Raise UsageError if stdin and stdout are not terminals that an editor can open on."""
    if not env.can_ask:
        raise UsageError("I need a terminal to open an editor.", hint=hint)


@contextmanager
def edited_text(env: Environment, text: str) -> Iterator[str]:
    """Let the user edit a text, and yield it as they left it; what is refused then stays."""
    require_terminal(env, "drop --edit")
    with _draft_of(text) as draft:
        _run_editor(env, draft)
        yield _text_of(draft).strip("\n")


@contextmanager
def _draft_of(text: str) -> Iterator[Path]:
    """Keep a text in a file of its own, for me alone; where it fails, what I wrote stays.

    SIGTERM and SIGHUP end the program by SystemExit, and the file with it.
    """
    is_kept = False
    with ExitStack() as afterwards:
        for number in ENDS:
            afterwards.callback(signal.signal, number, signal.signal(number, leave))
        draft = private_file("reflog-", "form.txt", text.encode())
        try:
            yield draft
        except (ReflogError, KeyboardInterrupt) as error:
            with suppress(OSError):
                is_kept = draft.read_bytes() != text.encode()
            if not is_kept:
                raise
            if isinstance(error, KeyboardInterrupt):
                error = InterruptedByUserError("Interrupted.")
            outcome = f"nothing was changed; what you wrote is kept in {draft}"
            raise error.with_outcome(outcome) from None
        finally:
            if not is_kept:
                shutil.rmtree(draft.parent, ignore_errors=True)


def _take(
    env: Environment,
    written: str,
    fields: Sequence[forms.Field],
    shown: Callable[[], Sequence[forms.Field]],
    read: Read,
    save: Save,
) -> None:
    """Read every value that was changed, then save them all."""
    given = forms.changes(forms.filled(written, fields), fields)
    values: dict[str, object] = {}
    for key, one in given.items():
        with _complaining(one.line):
            values[key] = read(key, one.values)
    if not values:
        env.note("Nothing was changed.")
        return
    changed = [one.key for one in shown() if one.key in values and one not in fields]
    if changed:
        message = f"Another command has just changed the same: {', '.join(changed)}."
        raise ConflictError(message, hint="try again")
    lines = {one.line for one in given.values()}
    with _complaining(lines.pop() if len(lines) == 1 else 0):
        save(values)


@contextmanager
def _complaining(line: int) -> Iterator[None]:
    """Turn a refusal into a complaint about a line of the form."""
    try:
        yield
    except REFUSALS as error:
        message = error.message.removesuffix(".")
        message += f" ({error.hint})" if error.hint else ""
        raise forms.FormError(message, line) from None


def _run_editor(env: Environment, draft: Path) -> None:
    """Run the editor by the shell, as git does, so that ~, $HOME and options in it are meant."""
    env.let_go()
    named = env.environ.get("VISUAL", "").strip() or env.environ.get("EDITOR", "").strip() or "vi"
    command: str | list[str] = ["/bin/sh", "-c", f'{named} "$@"', named, str(draft)]
    if sys.platform == "win32":
        command = f'{named} "{draft}"'
    try:
        editor = subprocess.Popen(command)  # noqa: S603 - the user's own editor
    except OSError:
        raise _not_run(named) from None
    # Ctrl-C in the editor is the editor's.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        code = editor.wait()
    except SystemExit:
        editor.terminate()
        raise
    finally:
        signal.signal(signal.SIGINT, before)
    if code in _NOT_RUN:
        raise _not_run(named)
    if code:
        message = f"The editor {quoted(named)} failed."
        raise UsageError(message, hint="save and close it, or set EDITOR to another")


def _not_run(named: str) -> UsageError:
    return UsageError(f"I can't run the editor {quoted(named)}.", hint="set EDITOR to one you have")


def _text_of(draft: Path) -> str:
    """Return what was written."""
    try:
        text = draft.read_bytes().decode("utf-8-sig")
    except OSError:
        raise UsageError("The form is gone.", hint=HINT) from None
    except UnicodeDecodeError:
        raise UsageError("The form is not valid UTF-8.", hint="save it as UTF-8") from None
    if "\0" in text:
        raise UsageError("The form has a NUL character in it.", hint="take it out")
    return text.replace("\r\n", "\n").replace("\r", "\n")
