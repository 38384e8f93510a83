from __future__ import annotations

import base64
import email
import io
import os
import re
import stat
import sys
import time
from email import policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reflog.cli import handing
from reflog.cli.environment import Environment
from reflog.cli.handing import Desktop
from reflog.domain.letters import Draft, Recipient
from reflog.errors import ConflictError, ReflogError, UsageError
from reflog.formats import mail
from reflog.render import text_of
from reflog.render.pages import drafts as pages

if TYPE_CHECKING:
    from collections.abc import Callable

ANN = Recipient(
    contact="ann", name="Ann Berg", email="ann@example.com", phone="0201 555", e164="+12015550101"
)
BO = Recipient(contact="bo", name="Bo Lee", email="bo@example.com")


def a_draft(**values: Any) -> Draft:
    usual = {
        "purpose": "thank",
        "form": "mail",
        "about": 4,
        "to": (ANN,),
        "subject": "Thank you",
        "text": "Hello Ann,\n\nThank you.",
        "lacks": (),
        "blanks": (),
        "wording": "thank mail",
        "language": None,
        "then": "reflog thanks @ann --via note",
    }
    return Draft(**{**usual, **values})


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def an_environment(folder: Path, stdout: io.StringIO | None = None) -> Environment:
    environ = {"REFLOG_LEDGER": str(folder / "ledger.db"), "HOME": str(folder)}
    return Environment(environ, io.StringIO(), stdout or io.StringIO(), io.StringIO())


class Opener:
    """A desktop whose opener writes down what it was to open."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int = 0) -> None:
        self.log = folder / "opened"
        programs = folder / "bin"
        programs.mkdir()
        for name in ("open", "xdg-open"):
            script = programs / name
            script.write_text(
                "#!/bin/sh\necho noise; echo noise >&2\n"
                f'printf "%s" "$1" > "{self.log}"\nexit {code}\n'
            )
            script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(self.temporary))

    def opened(self) -> str:
        return self.log.read_text("utf-8")


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    return Opener(tmp_path, monkeypatch)


LINUX = Desktop("linux", {"DISPLAY": ":0"})
MAC = Desktop("darwin", {})


def test_a_mail_to_one_person_is_opened_as_a_link(opener: Opener) -> None:
    handing.open_mail(a_draft(), LINUX, force=False)
    assert opener.opened() == mail.mailto(["ann@example.com"], "Thank you", a_draft().text)
    assert not list(opener.temporary.iterdir())


def test_a_long_mail_and_one_to_two_are_opened_as_a_file_of_mine_alone(opener: Opener) -> None:
    for draft in (a_draft(text="x" * 2_000), a_draft(to=(ANN, BO))):
        handing.open_mail(draft, LINUX, force=False)
        file = Path(opener.opened())
        assert file.suffix == ".eml"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        message: Any = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        assert message["X-Unsent"] == "1"
        assert len(message["To"].addresses) == len(draft.to)


def test_files_of_former_days_go_and_nothing_else(opener: Opener) -> None:
    long = a_draft(text="x" * 2_000)
    handing.open_mail(long, LINUX, force=False)
    old = Path(opener.opened()).parent
    other = opener.temporary / "reflog-other"
    other.mkdir()
    for one in (old, other):
        os.utime(one, (0, time.time() - 90_000))
    handing.open_mail(long, LINUX, force=False)
    assert not old.exists()
    assert other.exists()
    assert Path(opener.opened()).exists()


def test_a_mac_is_given_links_alone(opener: Opener) -> None:
    handing.open_mail(a_draft(to=(ANN, BO)), MAC, force=False)
    assert opener.opened().startswith("mailto:ann@example.com,bo@example.com?")
    with pytest.raises(UsageError, match="too long") as refused:
        handing.open_mail(a_draft(text="x" * 2_000), MAC, force=False)
    assert refused.value.hint == "--copy copies the text"


def test_nothing_is_opened_without_a_display(opener: Opener) -> None:
    for environ in ({}, {"DISPLAY": ""}):
        with pytest.raises(UsageError, match="no display"):
            handing.open_mail(a_draft(text="x" * 2_000), Desktop("linux", environ), force=False)
    assert not opener.log.exists()
    assert not list(opener.temporary.iterdir())
    handing.open_mail(a_draft(), Desktop("linux", {"WAYLAND_DISPLAY": "w"}), force=False)
    assert opener.opened()


def test_an_opener_that_fails_or_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = Opener(tmp_path, monkeypatch, code=3)
    with pytest.raises(UsageError, match="could be opened"):
        handing.open_mail(a_draft(), LINUX, force=False)
    assert opener.opened()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="could be opened"):
        handing.open_mail(a_draft(), LINUX, force=False)


def test_an_opener_that_goes_on_is_not_waited_for(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin" / "xdg-open").write_text("#!/bin/sh\nexec sleep 3\n")
    monkeypatch.setattr(handing, "PATIENCE", 0.2)
    monkeypatch.setattr("subprocess.Popen.__del__", lambda _self: None)
    began = time.monotonic()
    handing.open_mail(a_draft(), LINUX, force=False)
    assert time.monotonic() - began < 2.5
    assert not opener.log.exists()


def test_windows_opens_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    handing.open_mail(a_draft(), Desktop("win32", {}), force=False)
    assert opened == [mail.mailto(["ann@example.com"], "Thank you", a_draft().text)]


def test_a_mail_in_a_file_is_mine_alone_and_never_over_another(tmp_path: Path) -> None:
    env = an_environment(tmp_path)
    file = tmp_path / "ann.eml"
    assert handing.write_file(env, a_draft(), str(file), force=False) == str(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes() == mail.eml(
        [("Ann Berg", "ann@example.com")], "Thank you", a_draft().text
    )
    with pytest.raises(ConflictError, match="already exists"):
        handing.write_file(env, a_draft(subject="x"), str(file), force=False)
    handing.write_file(env, a_draft(subject="x"), str(file), force=True)
    assert b"Subject: x\r\n" in file.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ann.eml"]
    with pytest.raises(UsageError, match="the ledger itself"):
        handing.write_file(env, a_draft(), str(tmp_path / "ledger.db"), force=True)


WAYS: dict[str, Callable[..., object]] = {
    "file": lambda env, draft, *, force: handing.write_file(
        env, draft, f"{env.ledger_path}.eml", force=force
    ),
    "open": lambda _env, draft, *, force: handing.open_mail(draft, LINUX, force=force),
    "mailto": lambda _env, draft, *, force: handing.link(draft, "mailto", force=force),
    "copy": lambda env, draft, *, force: handing.copy(env, draft, force=force),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_draft_with_a_blank_is_not_handed_over_unless_it_is_forced(
    way: str, tmp_path: Path, opener: Opener
) -> None:
    env = an_environment(tmp_path, Terminal())
    blank = a_draft(text="[me wants]", lacks=("me.wants",), blanks=("me.wants",))
    with pytest.raises(ConflictError, match=r"still has a blank: \[me wants\]"):
        WAYS[way](env, blank, force=False)
    assert not opener.log.exists()
    WAYS[way](env, blank, force=True)
    lacking = a_draft(lacks=("consent",))
    (tmp_path / "ledger.db.eml").unlink(missing_ok=True)
    WAYS[way](env, lacking, force=False)


@pytest.mark.parametrize("way", ["file", "open", "mailto"])
def test_without_an_address_forcing_is_of_no_use(way: str, tmp_path: Path, opener: Opener) -> None:
    env = an_environment(tmp_path, Terminal())
    nowhere = a_draft(to=(Recipient(contact="cy", name="Cy"),))
    for force in (False, True):
        with pytest.raises(ConflictError, match="Cy has no e-mail address"):
            WAYS[way](env, nowhere, force=force)
    assert not opener.log.exists()


def test_only_a_mail_is_written_or_opened(tmp_path: Path, opener: Opener) -> None:
    message = a_draft(form="message", subject=None)
    env = an_environment(tmp_path)
    for way in ("file", "open", "mailto"):
        with pytest.raises(UsageError, match="a message, not a mail"):
            WAYS[way](env, message, force=True)
    assert not opener.log.exists()


def test_links() -> None:
    draft = a_draft()
    assert handing.link(draft, "mailto", force=False) == mail.short_mailto(
        ["ann@example.com"], "Thank you", draft.text
    )
    assert handing.link(draft, "whatsapp", force=False).startswith(
        "https://wa.me/12015550101?text="
    )
    assert handing.link(draft, "sms", force=False).startswith("sms:+12015550101?&body=")
    with pytest.raises(UsageError, match="too long"):
        handing.link(a_draft(text="x" * 1_800), "mailto", force=True)
    with pytest.raises(UsageError, match="one person"):
        handing.link(a_draft(to=(ANN, BO)), "sms", force=False)
    for kind in ("whatsapp", "sms"):
        with pytest.raises(ConflictError, match="phone number"):
            handing.link(a_draft(to=(BO,)), kind, force=True)


class Clipboard:
    """Stands in for pyperclip."""

    def __init__(self, *, works: bool = True) -> None:
        self.text = "before"
        self.works = works

    def copy(self, text: str) -> None:
        self.text = text if self.works else self.text

    def paste(self) -> str:
        return self.text.replace("\n", "\r\n")


def test_the_text_alone_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clipboard = Clipboard()
    monkeypatch.setitem(sys.modules, "pyperclip", clipboard)
    stdout = Terminal()
    env = an_environment(tmp_path, stdout)
    assert handing.copy(env, a_draft(), force=False) == "Copied."
    assert clipboard.text == a_draft().text
    assert stdout.getvalue() == ""


def raising(_text: str) -> None:
    raise RuntimeError


@pytest.mark.parametrize("how", ["missing", "silent", "raises"])
def test_without_a_clipboard_the_terminal_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    clipboard = Clipboard(works=False)
    if how == "raises":
        monkeypatch.setattr(clipboard, "copy", raising)
    monkeypatch.setitem(sys.modules, "pyperclip", None if how == "missing" else clipboard)
    stdout = Terminal()
    said = handing.copy(an_environment(tmp_path, stdout), a_draft(text="Grüße"), force=False)
    assert said.startswith("Asked the terminal")
    found = re.fullmatch(r"\x1b\]52;c;(.*)\a", stdout.getvalue())
    assert found
    assert base64.b64decode(found[1]).decode() == "Grüße"
    with pytest.raises(UsageError, match="no clipboard"):
        handing.copy(an_environment(tmp_path), a_draft(), force=False)


def test_a_draft_as_it_is_shown() -> None:
    assert text_of(pages.draft_page(a_draft())) == (
        "To: Ann Berg <ann@example.com>\nSubject: Thank you\n\nHello Ann,\n\nThank you.\n"
    )
    assert text_of(pages.draft_page(a_draft(form="message", subject=None, text="Hi"))) == (
        "To: Ann Berg, 0201 555\n\nHi\n"
    )
    nowhere = Recipient(contact="cy", name="Cy")
    for form, said in {"mail": " (no e-mail yet)", "call": " (no phone yet)", "card": ""}.items():
        page = pages.draft_page(a_draft(to=(nowhere,), form=form))
        assert text_of(page).startswith(f"To: Cy{said}\n")
    assert pages.then_line(a_draft()) == "Once it is sent: reflog thanks @ann --via note"
    assert pages.then_line(a_draft(then=None)) is None


def test_what_is_lacking_is_said_in_words() -> None:
    assert pages.lacking_line(a_draft()) is None
    lacks = ("me.name", "other.reach", "introducer.first", "introducer.name", "text", "first_step")
    assert pages.lacking_line(a_draft(lacks=lacks)) == (
        "Still missing: your name (reflog config name NAME), the other one's phone or e-mail, "
        "the introducer's name, what you want to say (--say text=…), "
        "first step (--say first_step=…)."
    )


def test_a_draft_in_json() -> None:
    draft = a_draft(lacks=("consent",))
    assert pages.record(draft) == {
        "purpose": "thank",
        "as": "mail",
        "about": 4,
        "to": [
            {
                "contact": "ann",
                "name": "Ann Berg",
                "email": "ann@example.com",
                "phone": "0201 555",
            }
        ],
        "subject": "Thank you",
        "text": "Hello Ann,\n\nThank you.",
        "lacks": ["consent"],
        "mailto": "mailto:ann@example.com?subject=Thank%20you"
        "&body=Hello%20Ann%2C%0D%0A%0D%0AThank%20you.",
        "wording": "thank mail",
        "language": None,
    }
    assert pages.record(a_draft(to=(ANN, BO)))["mailto"] is None


def test_every_refusal_of_a_draft_ends_in_a_full_stop(tmp_path: Path) -> None:
    with pytest.raises(ReflogError) as refused:
        handing.write_file(
            an_environment(tmp_path), a_draft(to=(BO, ANN), blanks=("need",)), "x", force=False
        )
    assert refused.value.message.endswith(".")
