"""What --redact names is in no format, and what it does not name is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from damage import copied
from foreign_files import exported

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

SECRETS = {
    "notes": [
        "canary-note",
        "canary-need",
        "canary-offer",
        "canary-why",
        "canary-what",
        "canary-wants",
    ],
    "phones": ["+1 555 0177", "+15550177"],
    "emails": ["canary@example.com"],
    "amounts": ["4321.00", "4\\,321"],
}
FORMS = {
    "json": (),
    "part": ("contacts",),
    "vcard": ("--format", "vcard"),
    "ics": ("--format", "ics"),
    **{
        table: (table, "--format", "csv")
        for table in ("contacts", "introductions", "follow-ups", "business", "thanks", "notes")
    },
}


@pytest.fixture(scope="module")
def telling(populated: Commands, tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger with something to leave out everywhere; only to be read."""
    reflog = copied(populated, tmp_path_factory.mktemp("telling"))
    reflog.ok("contact", "edit", "fred", "--phone", "+1 555 0177", "--email", "canary@example.com")
    reflog.ok("contact", "edit", "fred", "--note", "canary-note", "--alias", "kept-alias")
    number = reflog.json("received", "Zoe", "--from", "fred", "--need", "canary-need")
    reflog.ok("edit", str(number["changed"][0]["id"]), "--offer", "canary-offer")
    reflog.ok("edit", str(number["changed"][0]["id"]), "--note", "canary-note")
    reflog.ok("mark", "zoe", "won", "--amount", "4321")
    reflog.ok("mark", "4", "lost", "--why", "canary-why")
    for words in (("follow", "fred", "canary-what"), ("note", "fred", "canary-note")):
        reflog.ok(*words)
    for words in (("thanks", "fred", "canary-note"), ("met", "fred", "canary-note")):
        reflog.ok(*words)
    reflog.ok("received", "Yan", "--from", "fred")
    reflog.ok("follow", "fred", "canary-what", "--note", "canary-note", "--about", "1")
    reflog.ok("know", "me", "wants", "canary-wants")
    reflog.ok("follow", "fred", "ask")
    return reflog


def text_of(reflog: Commands, *words: str) -> str:
    return exported(reflog, *words).replace("\r\n ", "")


@pytest.mark.parametrize("form", FORMS)
def test_only_what_is_named_is_left_out(telling: Commands, form: str) -> None:
    whole = text_of(telling, *FORMS[form])
    for word, secrets in SECRETS.items():
        kept = text_of(telling, *FORMS[form], "--redact", word)
        assert not [one for one in secrets if one in kept], word
        others = [one for name in SECRETS if name != word for one in SECRETS[name]]
        assert [one for one in others if one in kept] == [one for one in others if one in whole]
    nothing = text_of(telling, *FORMS[form], "--redact", ",".join(SECRETS))
    assert "canary" not in nothing
    assert "555 01" not in nothing
    assert len(re.findall("Fred|fred", nothing)) > 0 or form in {"business", "notes"}


def test_every_secret_is_somewhere(telling: Commands) -> None:
    texts = "".join(text_of(telling, *words) for words in FORMS.values())
    assert not [one for secrets in SECRETS.values() for one in secrets if one not in texts]


def test_every_key_stays_and_the_header_says_what_is_left_out(telling: Commands) -> None:
    whole = json.loads(exported(telling))
    kept = json.loads(exported(telling, "--redact", "amounts, notes ,phones,emails,notes"))
    assert kept["redacted"] == ["notes", "phones", "emails", "amounts"]
    assert kept["cards"] is kept["distinct"] is None, "cards hold what was left out"
    for section in ("contacts", "introductions", "follow_ups", "business", "notes", "thanks"):
        assert [list(one) for one in kept[section]] == [list(one) for one in whole[section]]
    assert {one["amount"] for one in kept["business"]} == {None}
    assert {one["note"] for one in kept["notes"]} == {None}
    assert {one["what"] for one in kept["follow_ups"] if one["purpose"] == "other"} == {
        "follow up with Fred Moss",
        "follow up with Ann Berg",
    }


def test_the_ledger_itself_keeps_everything(telling: Commands, tmp_path: Path) -> None:
    before = telling.content()
    telling.ok("export", "--redact", "notes", "-o", str(tmp_path / "a.json"))
    assert telling.content() == before
