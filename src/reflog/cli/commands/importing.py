"""Bringing people in from files of other programs: import."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.errors import ConflictError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Annotated, Any

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.cards.card import Reading
    from reflog.domain.cards.plan import Options
    from reflog.formats.files import File
    from reflog.formats.slips import Slips
    from reflog.render import Page
    from reflog.reports.importing import Planned
    from reflog.storage.journal.seal import Written

EXAMPLE = "reflog import contacts.vcf"
SLIPS = "slips"
_TO_AGREE = "--yes imports without asking, --dry-run shows what it would do"
LARGE = 250_000
"""Bytes of a file from which on reading it shows a bar at once."""


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

    paths = arguments.require(words, "Name the file to import", EXAMPLE)
    arguments.choice(prefer, ("file",), "--prefer")
    told = arguments.choice(form, formats.FORMS, "--format")
    mapping = None if map_ is None else parsed(map_)
    page = None if encoding is None else checked(encoding)
    wanted = Options(prefer_file=prefer is not None, merge_duplicates=merge_duplicates)
    # Messages repeat a path as it was typed; only ~ stands for another.
    places = [env.file_read(path, EXAMPLE) if path.startswith("~") else path for path in paths]
    stdin = getattr(env.stdin, "buffer", None)
    with no_garbage():
        opened = [
            file
            for path in places
            for file in formats.opened(path, form=told, mapping=mapping, encoding=page, stdin=stdin)
        ]
        if len(opened) == 1 and opened[0].form == formats.JSON:
            _bring(env, opened.pop(), dry_run=dry_run)
        elif any(file.form == SLIPS for file in opened):
            _bring_slips(env, opened, on, dry_run=dry_run, is_agreed=yes)
        elif on is not None:
            raise UsageError("--on is for slips, and there are none.", hint="leave it out")
        else:
            _import(env, *_look(env, opened, mapping, wanted), wanted, dry_run=dry_run, yes=yes)


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


def _import(
    env: Environment,
    readings: list[Reading],
    planned: Planned,
    wanted: Options,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Show what would be done, ask where something to be seen changes, and do it.

    Where only cards are to be remembered nothing is asked, so nobody who can't be asked is told
    of it: then it is not written unless it is agreed to.
    """
    from reflog.render.pages import importing as pages
    from reflog.reports.importing import last_op, plan_import

    plan, report = planned.plan, pages.Report(planned.plan, readings)

    def tell(last: Sequence[str], written: Written | None = None, **all_at: str) -> None:
        """Show the page and the last lines; answer as JSON a person at a time."""
        if env.json:
            told = pages.answer(planned.plan, readings, dry_run=dry_run)
            _answer_json(env, told, written)
        else:
            env.show_fitting(lambda shown: report.page(shown, last, **all_at), len(report))

    if dry_run or not (plan.changes_something or (plan.rows and (yes or env.can_ask))):
        nothing = "There is nothing new in it; nothing was changed."
        tell(["Nothing was written." if dry_run else nothing])
        return
    asks = plan.changes_something and not yes
    if asks:
        if env.can_ask:
            tell([])
        env.confirm(pages.question(plan), hint=_TO_AGREE)
    from reflog.services import copies
    from reflog.services import importing as services

    with env.progress() as bar:
        copies.back_up_before(env.ledger_path, env.today.isoformat())
        with env.writing("import") as ledger:
            if last_op(ledger) != planned.op:
                planned = plan_import(ledger, readings, wanted, lambda _done, _total: None)
                report = pages.Report(planned.plan, readings)
                if asks and planned.plan.account() != plan.account():
                    raise _changed_meanwhile()
            services.write(ledger, planned.plan, planned.directory, bar.begin("Writing"))
            ledger.sealing = bar.begin("Sealing")
    done = pages.done_lines(planned.plan, ledger.written.changed)
    if asks and not env.json:
        env.show(done)
    else:
        tell(done, ledger.written, all_at=pages.LISTED)


def _changed_meanwhile() -> ConflictError:
    return ConflictError("Another command has just changed the ledger.", hint="try again")


def _answer_json(env: Environment, told: dict[str, object], written: Written | None) -> None:
    """Answer an import as JSON, with what every write answers, each read back when it is told."""
    from reflog.cli.terminal import FEW, collected
    from reflog.render import documents, objects
    from reflog.reports import contacts, entries

    keys = ("changed", "created_contacts", "changed_contacts", "next")
    made: dict[str, Iterable[Any]] = dict.fromkeys(keys, ())
    if written is not None:
        made["changed"] = entries.entries(env.reader, written.changed, env.today)
        for key in ("created_contacts", "changed_contacts"):
            made[key] = contacts.each_contact(env.reader, getattr(written, key))
    whole = told | {key: map(objects.of, ones) for key, ones in made.items()}
    texts = collected(objects.long_document(whole), FEW)
    with env.held(documents.pieces(texts)) as held:
        env.answer_json(map(bytes.decode, held))


def _bring(env: Environment, file: File, *, dry_run: bool) -> None:
    """Read a whole ledger, put it into the present one, and say what it holds.

    With a journal in it, every command it tells of stands in the history as it was given;
    without, the history says that a ledger was imported.
    """
    from reflog.domain.exports import holding
    from reflog.formats import files
    from reflog.formats.ledger.rows import Document
    from reflog.render import objects
    from reflog.render.pages import counted
    from reflog.reports.exports import size
    from reflog.services import importing as services

    document = Document(files.pieces_of(file), file.name)
    held = size(env.reader)
    if document.has_journal and not dry_run:
        services.carry(env.ledger_path, document)
    elif dry_run or any(held):
        for _rows in document.rows():  # what is wrong with the file is said first
            pass
        services.require_room(env.ledger_path, held, has_journal=document.has_journal)
    else:
        with env.writing("import") as ledger:
            services.whole_ledger(ledger, document)
    begun = "Would import" if dry_run else "Imported"
    said = f"{begun} a ledger of {holding(document.counts)}"
    if document.has_journal:
        said += f", with the journal of {counted(document.journal.count, 'command')}"
    remarks = [_LEFT_BEHIND] if document.leaves_journal else []
    count = sum(document.counts.values())
    record = {
        "dry_run": dry_run,
        "read": count,
        "added": count,
        **dict.fromkeys(("updated", "unchanged", "skipped", "failed"), 0),
        "files": [{"file": file.name, "format": "reflog", "read": count, "remarks": []}],
        "cards": [],
        "duplicates": [],
        "remarks": remarks,
        "ledger": {"journal": document.has_journal, **document.counts},
    }  # the entries are too many to be told
    env.answer(
        lambda: [f"{said}.", *remarks],
        lambda: {**record, **objects.written(), "remarks": remarks},
    )


_LEFT_BEHIND = (
    "Its history was left behind: a build from before the first release of reflog wrote it. "
    "Everything it holds today is here, but nothing from before can be undone."
)


def _bring_slips(
    env: Environment, opened: Sequence[File], on: str | None, *, dry_run: bool, is_agreed: bool
) -> None:
    """Show what the slips of one report add, and add it in one op once the user agrees."""
    from reflog.formats import files as formats
    from reflog.render.pages import slips as pages
    from reflog.reports import slips as reports
    from reflog.reports.importing import last_op
    from reflog.services import slips as services

    if len(opened) > 1:
        raise UsageError("Slips are imported on their own.", hint="name one file at a time")
    report = formats.slips_of(opened[0])
    if not reports.my_names(env.reader):
        message = "I don't know who you are, so I can't tell which slips are yours."
        raise UsageError(message, hint='reflog config name "Your Name"')
    day = _day_of_slips(env, report, on)
    plan = reports.Plan(env.reader, day, env.currency)
    plan.take(report)
    page = pages.Report(plan, report, opened[0].name, day)
    env.let_go()

    def tell(shown: Callable[[], Page], written: Written | None = None) -> None:
        if env.json:
            _answer_json(env, pages.record(page, dry_run=dry_run), written)
        else:
            env.show(shown())

    if dry_run or not page.adds:
        said = ["Nothing was written." if dry_run else "There is nothing new in it."]
        tell(lambda: page.page(said))
        return
    if not is_agreed:
        if env.can_ask:
            env.show(page.page([]))
        these = "this slip" if page.adds == 1 else f"these {page.adds} slips"
        env.confirm(f"Import {these}?", hint=_TO_AGREE)
    with env.writing("import") as ledger:
        if last_op(ledger) != plan.op:
            raise _changed_meanwhile()
        services.write(ledger, plan.planned, day)
    last = [f"Imported: {page.adds} new. reflog undo takes it back."]
    tell(lambda: page.page(last) if is_agreed else [*last], ledger.written)


def _day_of_slips(env: Environment, report: Slips, on: str | None) -> date:
    """Return the day of a report: as it is typed, else the last that its title names."""
    if on is not None:
        return arguments.happened(env, on)
    if not report.days:
        raise UsageError("The title of these slips names no day.", hint="say it: --on 2026-10-14")
    try:
        return arguments.happened(env, report.days[-1].replace(",", ""))
    except UsageError as error:
        raise UsageError(error.message, hint="say the day: --on 2026-10-14") from None
