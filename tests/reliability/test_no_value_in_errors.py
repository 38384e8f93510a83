"""No private value in an error message: a canary in every field, and every way to fail."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from commands import Commands
from damage import rewritten
from reflog.storage.connection import connect
from reliability.staging import Fault, Part

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from figures import Figure
    from reliability.staging import Stage

NOBODY = 65534
CANARY = "zqcanary"
"""Begins every value of the ledger; the two persons are typed by their handles, f1 and s1."""

WRONG = (
    *("export x", "export f1 s1", "export --redact x", "export --format x", "export --format csv"),
    *("export notes --format vcard", "import nowhere.json", "import"),
    *(
        "flow",
        "due --nope",
        "due --within x",
        "due --for nobody",
        "due --purpose x",
        "log --since x",
    ),
    *("log --limit 0", "show 99", "show nobody", "show", "who nobody", "who --stage x", "tree x"),
    *("balance x", "intros --by x", "find", "intro", "intro f1", "intro f1 f1"),
    *(
        "intro f1 s1 a b",
        "intro f1 new --effort x",
        "intro f1 new --caller x",
        "intro me s1 --on x",
    ),
    *("intro f1 new --on tomorrow", "received s1", "received me --from f1", "done", "done 99"),
    *("done 1", "done 2 --mark x", "done 2 --on 03/04", "done 2 --next yesterday", "done f1 --x"),
    *("snooze 2", "snooze 2 yesterday", "drop 99", "drop 8", "drop nobody", "follow", "follow f1"),
    "follow f1 call --due yesterday",
    *("follow f1 call --every 0d", "mark", "mark 1", "mark 1 x", "mark 1 lead", "mark 2 x"),
    *("mark 1 won --amount x", "mark 1 bad --at-fault x", "mark 99 won", "mark f1 lead"),
    *("business 1", "business 1 x", "business 1 -5", "business 99 5", "business 1 5xyz"),
    *("thanks nobodyat --for 99", "thanks f1 --via x", "thanks me"),
    *("thanks f1 --received --on tomorrow", "met me", "note"),
    *("note f1", "note f1 x --about 99", "note f1 x --on tomorrow", "contact x", "contact add"),
    *(
        "contact add 12",
        "contact add list",
        "contact add New --email x",
        "contact add New --role x",
    ),
    *("contact add New --handle f1", "contact add New --phone x", "contact add New --handle 1"),
    *(
        "contact edit",
        "contact edit f1",
        "contact edit f1 --handle s1",
        "contact edit nobody --city x",
    ),
    *(
        "contact edit me --handle x",
        "contact rename f1",
        "contact rename nobody x",
        "contact alias f1",
    ),
    *("contact merge f1 f1 --yes", "contact merge f1 s1", "contact merge f1 s1 --yes"),
    *(
        "contact merge me f1 --yes",
        "contact forget",
        "contact forget me --yes",
        "contact forget f1",
    ),
    *("contact forget nobody --yes", "edit", "edit 99 --note x", "edit 1", "edit 1 --on tomorrow"),
    *("edit 1 --provider s1", "edit 1 --stage x", "edit 2 --contact me", "edit 2 --amount 5"),
    *(
        "edit 1 --by f1",
        "delete",
        "delete 1",
        "delete 99 --yes",
        "delete x",
        "config x",
        "config x y",
    ),
    *("config currency x", "config day_first x", "config days.check-in x", "undo --to x"),
    *("undo --to 99", "redo", "history --limit x"),
)
BROKEN = ("due", "show f1", "log", "find x", "contact list", "history", "note f1 tea", "undo")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    """A ledger with a canary in every field."""
    reflog = Commands(tmp_path_factory.mktemp("kept") / "data" / "ledger.db")
    for number, handle in enumerate(("f1", "s1")):
        # The full name of whoever is named may be answered: it tells who was meant.
        reflog.ok("contact", "add", f"+{('Ursula', 'Wenzel')[number]} Berg", "--handle", handle)
        reflog.ok(
            *("contact", "edit", f"@{handle}", "--email", f"{CANARY}{number}@example.com"),
            *("--phone", f"+1 555 014{number} ext {CANARY}"[:40], "--company", CANARY),
            *("--profession", CANARY, "--city", CANARY, "--tag", CANARY, "--note", CANARY),
            *("--alias", f"Zqcanary{'cd'[number]}"),
        )
    reflog.ok("intro", "@f1", "@s1", "--need", CANARY, "--offer", CANARY, "--note", CANARY)  # 1-3
    reflog.ok("mark", "1", "won", "--amount", "5", "--why", CANARY)
    reflog.ok("business", "1", "6", "--note", CANARY)
    for words in (("thanks", "@f1", CANARY), ("met", "@f1", CANARY), ("note", "@s1", CANARY)):
        reflog.ok(*words)
    reflog.ok("follow", "@f1", CANARY, "--note", CANARY)
    reflog.ok("config", "name", "Zqcanary Me")
    return reflog


@pytest.fixture
def copied(kept: Commands, reflog: Commands) -> Commands:
    """That ledger, to be broken."""
    reflog.ledger.parent.mkdir(mode=0o700)
    reflog.ledger.write_bytes(kept.ledger.read_bytes())
    reflog.ledger.chmod(0o600)
    return reflog


def failed(reflog: Commands, words: str, codes: set[int], **variables: str) -> int:
    """Run what must fail, with and without --json and frames; how often it did."""
    count = 0
    for more in ("", " --json"):
        for debug in ({}, {"REFLOG_DEBUG": "1"}):
            reflog.variables = {**variables, **debug}
            result = reflog(words + more)
            assert result.code in codes, (words, result)
            assert CANARY not in unasked(result.err).lower(), (words, result)
            assert "Traceback" not in result.err, (words, result)
            count += result.code != 0
    reflog.variables = {}
    return count


def unasked(err: str) -> str:
    """What is said beside candidates, which are there to tell people apart."""
    return "\n".join(line for line in err.splitlines() if not line.startswith("  "))


def test_no_wrong_input_is_answered_with_a_value_of_the_ledger(
    kept: Commands, figure: Figure
) -> None:
    content = kept.content()
    count = sum(failed(kept, words, {1, 2, 3, 4}) for words in WRONG)
    assert kept.content() == content
    figure("P12", "failing commands, a canary in every field", f"{count}, 0 hits")
    assert count == 4 * len(WRONG)


def test_keeping_commands_that_fail_tell_no_value(copied: Commands, figure: Figure) -> None:
    """Copies, repairs, forgetting and undo, on a ledger that is whole and on one that is not."""
    folder = copied.ledger.parent
    copied.ok("backup", str(folder / "copy.db"))
    for name in ("there", "spoilt"):
        copied.ok("backup", str(folder / f"{name}.db"))
    rewritten(Commands(folder / "spoilt.db"), f"UPDATE contact SET note = '{CANARY} more'")
    (folder / "text").write_text(CANARY)
    count = sum(
        failed(copied, words.format(folder), {2, 3, 4, 65, 73})
        for words in (
            *("backup {}/there.db", "backup {}/no/copy.db", "backup --list x", "backup {}"),
            *("backup {}/ledger.db --force", "restore", "restore {}/nowhere.db", "undo --to 9999"),
            *("restore {}/spoilt.db --yes", "restore {}/text --yes", "restore {}/copy.db"),
            *("restore {}/ledger.db --yes", "check --repair {}/there.db", "check --repair {}/no/x"),
            *("contact forget me --yes", "contact forget @f1", "contact forget nobody --yes"),
            *("redo", "delete 1", "contact merge @f1 @s1", "edit 1", "contact edit @f1"),
        )
    )
    copied.ok("contact", "forget", "@s1", "--yes")
    count += sum(failed(copied, words, {4}) for words in ("undo", "undo --to 3", "redo"))
    copied.ok("restore", str(folder / "copy.db"), "--yes")
    count += sum(failed(copied, words, {4}) for words in ("undo", "undo --dry-run"))
    rewritten(copied, f"UPDATE note SET text = '{CANARY} more'")
    count += sum(failed(copied, words, {65}) for words in ("backup", "check", "backup --force"))
    figure("P12", "failing copies, repairs, undos, a canary in every field", f"{count}, 0 hits")
    assert count == 4 * 30


@pytest.mark.parametrize("table", ["contact", "follow_up", "note", "introduction", "op", "search"])
def test_no_missing_table_is_answered_with_a_value(copied: Commands, table: str) -> None:
    with closing(sqlite3.connect(copied.ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"DROP TABLE {table}")
    for words in BROKEN:
        failed(copied, words, {0, 2, 3, 4, 65, 70})


@pytest.mark.parametrize("size", [100, 4096, 20_000, 50_000])
def test_no_truncated_ledger_is_answered_with_a_value(copied: Commands, size: int) -> None:
    copied.ledger.write_bytes(copied.ledger.read_bytes()[:size])
    for words in BROKEN:
        failed(copied, words, {65})


@pytest.mark.parametrize("every", [13, pytest.param(1, marks=pytest.mark.slow)])
def test_no_page_of_rubbish_is_answered_with_a_value(copied: Commands, every: int) -> None:
    content = copied.ledger.read_bytes()
    said = 0
    for page in range(1, len(content) // 4096, every):
        at = page * 4096
        copied.ledger.write_bytes(content[:at] + b"\xa5" * 4096 + content[at + 4096 :])
        for words in ("log", "show f1", "note f1 tea"):
            said += failed(copied, words, {0, 2, 3, 4, 65, 70})
    assert said > 12


def test_no_value_of_another_type_is_answered(copied: Commands) -> None:
    with closing(sqlite3.connect(copied.ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"UPDATE follow_up SET due_on = '{CANARY}', purpose = '{CANARY}'")
        connection.execute(f"UPDATE introduction SET stage = '{CANARY}'")
        connection.execute(f"UPDATE note SET noted_on = '{CANARY}'")
    for words in ("due --all", "show f1", "show 1", "log", "done 2", "mark 1 lost", "who", "tree"):
        failed(copied, words, {0, 2, 3, 4, 65, 70})


@pytest.mark.parametrize(
    "function",
    [
        "reflog.reports.entries.due",
        "reflog.services.facts.know",
        "reflog.storage.journal.seal.Sealing.finish",
    ],
)
def test_no_defect_tells_a_value(
    copied: Commands, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    def broken(*_values: object, **_options: object) -> Iterator[None]:
        try:
            message = f"{CANARY} went wrong"
            raise KeyError(message)  # noqa: TRY301 - an error of two causes is what is tested
        except KeyError as error:
            message = f"input_value={CANARY} [parameters: {CANARY}]"
            raise ValueError(message) from error

    monkeypatch.setattr(function, broken)
    hits = sum(failed(copied, words, {0, 4, 70}) for words in ("due", "note f1 tea"))
    assert hits


def test_a_constraint_that_fails_tells_no_value(
    copied: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reflog.services.people.slug", lambda _name: f"Not {CANARY} A Handle")
    assert failed(copied, "contact add New", {70}) == 4


ALTERING = [
    words.split()
    for words in (
        *("intro @f1 @s1 --again", "received Zoe --from @f1", "done 9", "snooze 9 2w", "drop 9"),
        *("follow @f1 call", "mark 1 bad", "business 1 7", "thanks @f1", "met @f1", "note @f1 tea"),
        *("contact add Zoe", "contact edit @f1 --city Bonn", "contact rename @f1 Fred Moss"),
        *("contact alias @f1 Fred", "contact merge @f1 @s1 --yes", "contact forget @f1 --yes"),
        *("edit 1 --need tea", "delete 1 --yes", "config currency EUR", "undo"),
        *("backup", "backup mine.db", "restore copy.db --yes", "check --repair new.db"),
    )
]


def hits_where_nothing_can_be_written(
    stage: Stage, kept: Commands, folder: Path, code: int, **befalls: Any
) -> str:
    """Run every command that alters something, each in vain; what they said, and the hits."""
    data = folder / "play" / "data"
    data.mkdir(mode=0o700, parents=True)
    shutil.copy(kept.ledger, data / "ledger.db")
    here = Commands(data / "ledger.db")
    here.ok("backup", str(data / "copy.db"))
    here.ok("backup")
    commands = [
        [str(data / word) if word.endswith(".db") else word for word in words] for words in ALTERING
    ]
    if "user" in befalls:
        for path in (data, *data.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
            path.chmod(0o500 if path.is_dir() else 0o400)
    hits = 0
    for more in ([], ["--json"]):
        told = [[*words, *more] for words in commands]
        ended = stage.play(Part(folder / "play", told, **befalls))
        assert set(ended.codes) <= {code, 73}, ended
        assert ended.err.count("reflog: ") + ended.err.count('{"error": ') == len(told), ended
        hits += CANARY in (ended.out + unasked(ended.err)).lower()
    return f"{2 * len(commands)}, {hits} hits"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may")
def test_commands_in_a_folder_that_may_only_be_read_tell_no_value(
    stage: Stage, kept: Commands, shared: Path, figure: Figure
) -> None:
    counted = hits_where_nothing_can_be_written(stage, kept, shared, 77, user=NOBODY)
    figure("P12", "writing commands in a read-only folder, a canary in every field", counted)
    assert counted == f"{2 * len(ALTERING)}, 0 hits"


def test_commands_on_a_full_disk_tell_no_value(
    failing_disk: Stage, kept: Commands, tmp_path: Path, figure: Figure
) -> None:
    counted = hits_where_nothing_can_be_written(
        failing_disk, kept, tmp_path, 74, fault=Fault.FULL_FOR_GOOD, fault_at=1
    )
    figure("P12", "writing commands on a full disk, a canary in every field", counted)
    assert counted == f"{2 * len(ALTERING)}, 0 hits"


def test_a_busy_ledger_tells_no_value(copied: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reflog.storage.connection.WRITE_PATIENCE", 0.01)
    monkeypatch.setattr("reflog.storage.connection.READ_PATIENCE", 0.01)
    with closing(connect(str(copied.ledger))) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        for words in ("note f1 tea", "contact forget f1 --yes"):
            assert failed(copied, words, {75}) == 4


def test_an_unsafe_or_newer_ledger_tells_no_value(copied: Commands, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copied.ledger)) as connection:
        connection.execute("PRAGMA user_version = 9")
    assert failed(copied, "note f1 tea", {65}) == 4
    (tmp_path / "second").hardlink_to(copied.ledger)
    assert failed(copied, "note f1 tea", {77}) == 4
