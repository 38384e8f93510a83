"""Handing a draft over: into a file, to the mail program, to the clipboard, as a link.

Nothing is sent. Each way refuses a draft that still has a blank, unless it is forced, and
one that has no address to go to.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from base64 import b64encode
from importlib import import_module

from reflog.cli.private import private_file
from reflog.domain import letters
from reflog.errors import ConflictError, UsageError
from reflog.formats import mail

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflog.cli.environment import Environment
    from reflog.domain.letters import Draft, Recipient

LINKS = ("mailto", "whatsapp", "sms")
OF_PHONES = ("whatsapp", "sms")
"""Links that hand over a text, which is short, and no letter."""

PATIENCE = 5  # seconds for the desktop to say that it cannot open something
_FOLDER = "reflog-draft-"
_KEPT = 24 * 60 * 60  # seconds for which a mail program may still want the file

COPIED = "Copied."
ASKED = "Asked the terminal to copy it. If nothing pastes, select the text above."
OPENED = "Opened in your mail program; nothing is sent until you send it."
SEND_AGAIN = 'In Apple Mail, "Message, Send Again" makes a draft of it.'


class Desktop:
    """What this machine opens mails and links with."""

    def __init__(self, platform: str, environ: Mapping[str, str]) -> None:
        self.platform = platform
        self.environ = environ

    @property
    def is_mac(self) -> bool:
        """Whether Apple Mail is at hand: it shows a mail file but can't send it."""
        return self.platform == "darwin"

    @property
    def has_display(self) -> bool:
        """Whether there is a screen to open on; without one a browser draws into the terminal."""
        has_own = self.platform in {"darwin", "win32"}
        return has_own or bool(self.environ.get("DISPLAY") or self.environ.get("WAYLAND_DISPLAY"))

    def opens(self, target: str) -> bool:
        """Open a file or a link with the desktop's own program; return False if it can't."""
        if not self.has_display:
            return False
        try:
            if self.platform == "win32":
                os.startfile(target)  # type: ignore[attr-defined]  # noqa: S606 - Windows alone
                return True
            name, quiet = "open" if self.is_mac else "xdg-open", subprocess.DEVNULL
            running = subprocess.Popen(  # noqa: S603 - the desktop's own opener
                [shutil.which(name, path=self.environ.get("PATH")) or "", target],
                stdin=quiet,
                stdout=quiet,
                stderr=quiet,
                env={**os.environ, **self.environ},
                start_new_session=True,
            )
            return not running.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return True  # some desktops run the program itself
        except OSError:
            return False


def write_file(env: Environment, draft: Draft, path: str, *, force: bool) -> str:
    """Write a mail to a file that a mail program opens as a draft; return its path."""
    data = _eml(draft, force=force)
    target = env.file_made(path, "reflog draft 14 -o draft.eml")
    env.files([target], force=force).write({target: [data]})
    return target


def open_mail(draft: Draft, desktop: Desktop, *, force: bool) -> None:
    """Open a draft in the mail program: by a link if that is sure to work, else by a file."""
    data = _eml(draft, force=force)
    if not desktop.has_display:
        message = "There is no display to open a mail program on."
        raise UsageError(message, hint="-o FILE.eml writes it, --copy copies the text")
    emails = [one.email for one in draft.to]
    link = mail.short_mailto(emails, draft.subject, draft.text)
    if desktop.is_mac:
        link = mail.mailto(list(filter(None, emails)), draft.subject or "", draft.text)
        if len(link) > mail.LONGEST_LINK:
            message = "The mail is too long to be handed to Apple Mail."
            raise UsageError(message, hint="--copy copies the text")
    if not desktop.opens(link if link is not None else _private_file(data)):
        message = "No mail program could be opened."
        raise UsageError(message, hint="-o FILE.eml writes it, --copy copies the text")


def copy(env: Environment, draft: Draft, *, force: bool) -> str:
    """Copy the text to the clipboard; return a sentence that says whether that worked."""
    _require_whole(draft, force=force)
    if _copied(draft.text):
        return COPIED
    if not env.is_terminal:
        raise UsageError("There is no clipboard here.", hint="reflog draft prints the text")
    # OSC 52: the terminal is asked, also through ssh; it gives no answer.
    env.say(f"\x1b]52;c;{b64encode(draft.text.encode()).decode()}\a")
    return ASKED


def link(draft: Draft, kind: str, *, force: bool) -> str:
    """Return a link that opens the draft in another program; its kind is one of LINKS."""
    if len(draft.to) != 1:
        message = "A link goes to one person."
        raise UsageError(message, hint="--to provider or --to prospect says to whom")
    (to,) = draft.to
    if kind == "mailto":
        _require_mail(draft)
    _require_whole(draft, force=force)
    if kind == "whatsapp":
        if to.e164 is None:
            raise _no_address(to, "phone number with its country code", "--phone NUMBER")
        return mail.whatsapp(to.e164, draft.text)
    if kind == "sms":
        number = to.e164 or to.phone
        if number is None:
            raise _no_address(to, "phone number", "--phone NUMBER")
        return mail.sms(number, draft.text)
    found = mail.short_mailto([to.email], draft.subject, draft.text)
    if found is None:
        message = f"The mail is too long for a link: over {mail.LONGEST_LINK:,} characters."
        raise UsageError(message, hint="--copy copies the text")
    return found


def _eml(draft: Draft, *, force: bool) -> bytes:
    _require_mail(draft)
    _require_whole(draft, force=force)
    to = [(one.name, one.email) for one in draft.to if one.email is not None]
    return mail.eml(to, draft.subject or "", draft.text)


def _require_mail(draft: Draft) -> None:
    if draft.form != "mail":
        raise UsageError(f"This is a {draft.form}, not a mail.", hint="--copy copies the text")
    for one in draft.to:
        if one.email is None:
            raise _no_address(one, "e-mail address", "--email ADDRESS")


def _no_address(to: Recipient, what: str, option: str) -> ConflictError:
    message = f"{to.name} has no {what} yet."
    return ConflictError(message, hint=f"reflog contact edit {to.contact} {option} adds one")


def _require_whole(draft: Draft, *, force: bool) -> None:
    if draft.blanks and not force:
        blanks = ", ".join(map(letters.blank, draft.blanks))
        message = f"The draft still has a blank: {blanks}."
        raise ConflictError(
            message, hint=f"--say {draft.blanks[0]}=TEXT fills it in, --force leaves it"
        )


def _private_file(data: bytes) -> str:
    """Write a mail where only I can read it; those of former days go."""
    file = private_file(_FOLDER, "draft.eml", data)
    for old in file.parent.parent.glob(f"{_FOLDER}*"):
        with contextlib.suppress(OSError):
            status = old.lstat()
            is_mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
            if is_mine and old.is_dir() and time.time() - status.st_mtime > _KEPT:
                shutil.rmtree(old)
    return str(file)


def _copied(text: str) -> bool:
    """Tell whether the text is on the clipboard: what took it does not say when it failed."""
    try:
        clipboard = import_module("pyperclip")
    except ImportError:
        return False
    try:
        clipboard.copy(text)
        return bool(clipboard.paste().replace("\r\n", "\n") == text)
    except Exception:  # noqa: BLE001 - whatever a clipboard fails with, there is none
        return False
