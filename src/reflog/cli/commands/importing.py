"""Bringing people in from files of other programs: import."""

from __future__ import annotations

from reflog.cli.arguments import values
from reflog.cli.command import command
from reflog.errors import ConflictError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Annotated, Any

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.cards.card import Reading
    from reflog.domain.cards.plan import Options, Plan
    from reflog.formats.files import File
    from reflog.formats.ledger.rows import Document
    from reflog.render.pages.importing import Report
    from reflog.reports.importing import Planned
    from reflog.storage.ledger import Ledger, Written

EXAMPLE = "reflog import contacts.vcf"
PREFERABLE = ("file",)
SLIPS = "slips"
LARGE = 250_000
"""Bytes of a file from which on reading it shows a bar at once."""


@command("import FILE...", group="keeping", takes="FILE*", outcome="nothing was imported")
def import_people(
    env: Environment,
    words: options.Words = None,
    form: Annotated[
        str | None,
        "--format FORMAT",
        "What the file is: vcard, google, outlook, linkedin, csv, xlsx, ldif, json …",
    ] = None,
    map_: Annotated[
        str | None, "--map COLUMNS", 'What the columns are: "Full Name=name,Firm=company".'
    ] = None,
    encoding: Annotated[
        str | None,
        "--encoding NAME",
        "What its text is written in, as in windows-1250; UTF-8 and UTF-16 are seen.",
    ] = None,
    on: Annotated[str | None, "--on WHEN", "The day of slips whose title names none."] = None,
    dry_run: Annotated[
        bool, "--dry-run", "Show what would be imported, and write nothing."
    ] = False,
    yes: options.Yes = False,
    prefer: Annotated[
        str | None, "--prefer file", "Prefer what the file says to what you have edited."
    ] = None,
    merge_duplicates: Annotated[bool, "--merge-duplicates", "Merge probable duplicates."] = False,
) -> None:
    """Bring people in from vCards, Google Contacts, Outlook, LinkedIn, CSV or a spreadsheet.

    FILE is a file, a folder of vCards, or - for standard input. You see first what will
    change. The same file again adds nothing, and what you have edited since stays.
    """
    from reflog.domain.cards.plan import Options
    from reflog.formats import files as formats
    from reflog.formats.csv.mapping import parsed
    from reflog.formats.decoding import checked
    from reflog.formats.draft import no_garbage

    paths = values.require(words, "Name the file to import", example=EXAMPLE)
    values.choice(prefer, PREFERABLE, "--prefer")
    told = values.choice(form, formats.FORMS, "--format")
    mapping = None if map_ is None else parsed(map_)
    page = None if encoding is None else checked(encoding)
    wanted = Options(prefer_file=prefer is not None, merge_duplicates=merge_duplicates)
    with no_garbage():
        opened = _open(env, paths, told, mapping, page)
        if len(opened) == 1 and opened[0].form == formats.JSON:
            file = opened.pop()
            _bring(env, file, dry_run=dry_run)
            return
        if any(file.form == SLIPS for file in opened):
            from reflog.cli.slips import bring

            bring(env, opened, on, dry_run=dry_run, is_agreed=yes, answered=_written)
            return
        if on is not None:
            message = "--on is for slips, and there are none."
            raise UsageError(message, hint="leave it out")
        readings, planned = _look(env, opened, mapping, wanted)
        job = _Job(env, readings, planned, wanted)
        if dry_run:
            job.show("Nothing was written.", dry_run=True)
        elif job.has_something(is_agreed=yes):
            job.carry_out(is_agreed=yes)
        else:
            job.show("There is nothing new in it; nothing was changed.", dry_run=False)


def _open(
    env: Environment,
    paths: Sequence[str],
    form: str | None,
    mapping: Mapping[str, str] | None,
    encoding: str | None,
) -> list[File]:
    from reflog.formats import files as formats

    stdin = getattr(env.stdin, "buffer", None)
    return [
        file
        for path in (_place(env, path) for path in paths)
        for file in formats.opened(path, form=form, mapping=mapping, encoding=encoding, stdin=stdin)
    ]


def _place(env: Environment, path: str) -> str:
    """Return a path as it was typed, which messages repeat; one with ~ as it is meant."""
    return path if path and path[0] != "~" else env.file_read(path, EXAMPLE)


def _look(
    env: Environment,
    opened: list[File],
    mapping: Mapping[str, str] | None,
    wanted: Options,
) -> tuple[list[Reading], Planned]:
    """Read the files, which are let go then, and plan what they would do."""
    from reflog.formats import files as formats
    from reflog.reports.importing import plan_import

    with env.progress() as bar:

        def announced() -> Iterator[File]:
            for file in opened:
                bar.begin(f"Reading {file.name}", at_once=len(file.data) >= LARGE)
                yield file

        readings = list(formats.readings(announced(), mapping))
        opened.clear()
        report = bar.begin("Looking for each person in the ledger")
        planned = plan_import(env.reader, readings, wanted, report)
    env.let_go()
    return readings, planned


class _Job:
    """An import that is planned: shown, agreed to, carried out."""

    def __init__(
        self,
        env: Environment,
        readings: list[Reading],
        planned: Planned,
        wanted: Options,
    ) -> None:
        self._env = env
        self._readings = readings
        self._planned = planned
        self._wanted = wanted
        self._shown: Report | None = None

    @property
    def _plan(self) -> Plan:
        return self._planned.plan

    def has_something(self, *, is_agreed: bool) -> bool:
        """Return whether there is something to write.

        Where only cards are to be remembered nothing is asked, so nobody who can't be asked
        is told of it: then it is not written unless it is agreed to.
        """
        is_seen = is_agreed or self._env.can_ask
        return self._plan.changes_something or (bool(self._plan.rows) and is_seen)

    def show(self, last: str, *, dry_run: bool) -> None:
        """Show what would be done, where nothing is."""
        if self._env.json:
            self._answer(None, dry_run=dry_run)
        else:
            self._show([last])

    def carry_out(self, *, is_agreed: bool) -> None:
        """Ask, unless it is agreed to or nothing to be seen changes; then write."""
        from reflog.render.pages import importing as pages

        asks = not is_agreed and self._plan.changes_something
        if asks:
            if self._env.can_ask:
                self._show([])
            hint = "--yes imports without asking, --dry-run shows what it would do"
            self._env.confirm(pages.question(self._plan), hint=hint)
        written = self._write(is_shown=asks)
        last = pages.done_lines(self._plan, written.changed)
        if self._env.json:
            self._answer(written, dry_run=False)
        elif asks:
            self._env.show(last)
        else:
            self._show(last)

    def _answer(self, written: Written | None, *, dry_run: bool) -> None:
        """Answer as JSON, a person at a time: each of very many is listed there."""
        from reflog.render import objects
        from reflog.render.pages import importing as pages

        told = pages.answer(self._plan, self._readings, dry_run=dry_run)
        whole = {**told, **_each_written(self._env, written), "remarks": told["remarks"]}
        self._env.answer_at_length(list, lambda: objects.long_document(whole))

    def _show(self, last: Sequence[str]) -> None:
        from reflog.render.pages import importing as pages

        report = self._shown or self._report()
        all_at = pages.LISTED if self._shown else pages.DRY_RUN
        self._env.show_fitting(lambda shown: report.page(shown, last, all_at=all_at), len(report))

    def _report(self) -> Report:
        from reflog.render.pages.importing import Report

        return Report(self._plan, self._readings)

    def _write(self, *, is_shown: bool) -> Written:
        from reflog.services import importing as services

        with self._env.progress() as bar:
            _back_up(self._env)
            with self._env.writing("import") as ledger:
                self._planned = self._as_it_stands(ledger, is_shown=is_shown)
                _plan, directory, _op = self._planned
                self._shown = self._report()
                services.write(ledger, self._plan, directory, bar.begin("Writing"))
                ledger.sealing = bar.begin("Sealing")
            return ledger.written

    def _as_it_stands(self, ledger: Ledger, *, is_shown: bool) -> Planned:
        """Return the plan, made again where another command has come between."""
        from reflog.reports.importing import last_op, plan_import

        if last_op(ledger) == self._planned.op:
            return self._planned
        planned = plan_import(ledger, self._readings, self._wanted, lambda _done, _total: None)
        if is_shown and planned.plan.account() != self._plan.account():
            message = "Another command has just changed the ledger."
            raise ConflictError(message, hint="try again")
        return planned


def _back_up(env: Environment) -> None:
    from reflog.services import copies

    copies.back_up_before(env.ledger_path, env.today.isoformat())


def _written(env: Environment, written: Written | None) -> dict[str, object]:
    """Return what every write answers, read back from the ledger."""
    return {key: list(values) for key, values in _each_written(env, written).items()}


def _each_written(env: Environment, written: Written | None) -> dict[str, Iterator[object]]:
    """Return what every write answers: read back now, but each made for JSON when it is told."""
    from reflog.render import objects
    from reflog.reports import contacts, entries

    keys = objects.written(changed=[], created_contacts=[], changed_contacts=[], next_ones=[])
    told: dict[str, Iterator[object]] = dict.fromkeys(keys, iter(()))
    if written is not None:
        changed = entries.entries(env.reader, written.changed, env.today)
        created = contacts.contacts(env.reader, written.created_contacts)
        altered = contacts.contacts(env.reader, written.changed_contacts)
        told["changed"] = map(objects.of, changed)
        told["created_contacts"] = map(objects.of, created)
        told["changed_contacts"] = map(objects.of, altered)
    return told


def _bring(env: Environment, file: File, *, dry_run: bool) -> None:
    """Read a whole ledger, put it into the present one, and say what it holds.

    With a journal in it, every command it tells of stands in the history as it was given;
    without, the history says that a ledger was imported.
    """
    from reflog.formats import files
    from reflog.formats.ledger.rows import Document, whole_ledger
    from reflog.reports.exports import size
    from reflog.services import whole as services

    document = Document(files.pieces_of(file), file.name)
    held = size(env.reader)
    if document.has_journal and not dry_run:
        services.carry(env.ledger_path, whole_ledger(document))
    elif dry_run or any(held):
        for _rows in document.rows():  # what is wrong with the file is said first
            pass
        services.require_room(env.ledger_path, held, has_journal=document.has_journal)
    else:
        with env.writing("import") as ledger:
            services.whole_ledger(ledger, document)
    texts = (_said_of_whole(document, dry_run=dry_run), *_remarks_on_whole(document))
    env.answer(
        lambda: texts,
        lambda: _record_of_whole(document, file.name, dry_run=dry_run),
    )


def _said_of_whole(whole: Document, *, dry_run: bool) -> str:
    from reflog.render.words import counted
    from reflog.services import whole as services

    done = "Would import" if dry_run else "Imported"
    commands = len(whole.journal.ops)
    journal = f", with the journal of {counted(commands, 'command')}" if whole.has_journal else ""
    return f"{done} a ledger of {services.said(whole.counts)}{journal}."


def _remarks_on_whole(whole: Document) -> list[str]:
    if not whole.leaves_journal:
        return []
    remark = (
        "Its history was left behind: a build from before the first release of reflog wrote it. "
        "Everything it holds today is here, but nothing from before can be undone."
    )
    return [remark]


def _record_of_whole(whole: Document, name: str, *, dry_run: bool) -> dict[str, Any]:
    """Return the answer with the keys that every import answers; the entries are too many."""
    count = sum(whole.counts.values())
    return {
        "dry_run": dry_run,
        "read": count,
        "added": count,
        **dict.fromkeys(("updated", "unchanged", "skipped", "failed"), 0),
        "files": [{"file": name, "format": "reflog", "read": count, "remarks": []}],
        "cards": [],
        "duplicates": [],
        "remarks": _remarks_on_whole(whole),
        "ledger": {"journal": whole.has_journal, **whole.counts},
        **{key: [] for key in ("changed", "created_contacts", "changed_contacts", "next")},
    }
