"""Editing a form in $EDITOR: checked before it is kept, and given back where it is wrong."""

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from reflog.cli.environment import Environment
from reflog.domain import forms
from reflog.domain.new_names import check_text
from reflog.errors import ReflogError, UsageError

ROUNDS = 20
"""How often a wrong form is given back at the most."""

HELP = "Save and close to keep the changes; leave it as it is to change nothing."


def edit_form(
    env: Environment,
    title: str,
    fields: Sequence[forms.Field],
    read: Callable[[str, tuple[str, ...]], object],
) -> dict[str, object]:
    """Let the user edit a form, and return what was changed, by key.

    Args:
        env: the environment.
        title: what the form is about; it stands on top as a comment.
        fields: keys and present values.
        read: turns what a key was given into its value, or refuses it.

    Raises:
        UsageError: no terminal, no editor, or the form was left wrong; then the message
            says where the text is kept.
    """
    if not env.can_ask:
        message = "There is no terminal for an editor; nothing was changed."
        raise UsageError(message, hint="name what to change by options; --help lists them")
    folder = Path(tempfile.mkdtemp(prefix="reflog-"))
    draft = folder / "form.txt"
    text = forms.form_text(f"{title}\n{HELP}", fields)
    for _round in range(ROUNDS):
        draft.touch(mode=0o600)
        draft.write_text(text, encoding="utf-8", newline="\n")
        _run_editor(env, draft)
        written, complaint = _decoded(draft.read_bytes())
        try:
            changed = _read(written, complaint, fields, read)
        except forms.FormError as error:
            unchanged = forms.without_complaints(written) == forms.without_complaints(text)
            if unchanged and forms.COMPLAINT in text:
                message = f"{error.message}; nothing was changed, the text is kept in {draft}."
                raise UsageError(message, hint=error.hint) from None
            text = forms.with_complaint(written, error.line, error.message)
            draft.write_text(text, encoding="utf-8", newline="\n")
            continue
        shutil.rmtree(folder)
        return changed
    message = f"The form stayed wrong; nothing was changed, the text is kept in {draft}."
    raise UsageError(message)


def _read(
    written: str,
    complaint: str | None,
    fields: Sequence[forms.Field],
    read: Callable[[str, tuple[str, ...]], object],
) -> dict[str, object]:
    if complaint:
        raise forms.FormError(complaint, 0)
    given = forms.changes(forms.filled(written, fields), fields)
    found: dict[str, object] = {}
    for key, one in given.items():
        try:
            found[key] = read(key, one.values)
        except forms.FormError:
            raise
        except ReflogError as error:
            message = f"{error.message} ({error.hint})" if error.hint else error.message
            raise forms.FormError(message, one.line) from None
    return found


def _run_editor(env: Environment, draft: Path) -> None:
    named = env.environ.get("VISUAL") or env.environ.get("EDITOR") or "vi"
    try:
        ended = subprocess.run([*shlex.split(named), str(draft)], check=False)  # noqa: S603 - the user's own editor
    except (OSError, ValueError):
        message = f"The editor {named!r} cannot be run; nothing was changed."
        raise UsageError(message, hint="set EDITOR") from None
    if ended.returncode:
        message = f"The editor {named!r} gave up; nothing was changed."
        raise UsageError(message, hint="save and close it to keep the changes")


def _decoded(written: bytes) -> tuple[str, str | None]:
    """Return the text, with what is wrong with it as a whole."""
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError:
        return written.decode("utf-8-sig", errors="replace"), "the text is not valid UTF-8"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        check_text(text, "the text", len(text) + 1)
    except UsageError as error:
        return text.replace("\0", "\ufffd"), error.message
    return text, None
