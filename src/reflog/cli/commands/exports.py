"""Taking the ledger out: export."""

from __future__ import annotations

import os
from contextlib import nullcontext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.exports import Wanted
    from reflog.render.documents import Source


_EXAMPLE = "reflog export -o ledger.json"


def export(
    env: Environment,
    words: options.Words = None,
    format_: Annotated[str | None, "--format FORMAT", "json, csv, vcard or ics."] = None,
    output: Annotated[
        str | None, "-o --output FILE", "Where to write it (default: stdout)."
    ] = None,
    force: Annotated[bool, "--force", "Replace FILE."] = False,
    journal: Annotated[bool, "--journal", "Include the journal of all commands (json)."] = False,
    redact: Annotated[
        str | None, "--redact LIST", "Leave out notes, phones, emails and amounts."
    ] = None,
    vcard_version: Annotated[
        str | None, "--vcard-version VERSION", "The vCard version: 4 or 3."
    ] = None,
    vtodo: Annotated[bool, "--vtodo", "To-dos instead of events (ics)."] = False,
) -> None:
    """Write the whole ledger as JSON, or part of it as JSON, a table, vCards or a calendar."""
    from reflog.domain.exports import judge

    is_named = output and output != "-"
    path = env.file_made(output, _EXAMPLE, may_be_folder=True) if output and is_named else ""
    wanted = judge(
        words or (),
        output,
        format_,
        is_folder=os.path.isdir(path),
        journal=journal,
        redact=redact,
        version=vcard_version,
        vtodo=vtodo,
    )
    if wanted.output is None:
        _answer(env, wanted)
    else:
        if not wanted.is_folder:
            env.file_made(wanted.output, _EXAMPLE)
        _write(env, wanted, path, force=force)


def _answer(env: Environment, wanted: Wanted) -> None:
    """Write it on stdout: wholly read, and the ledger closed, before the first of it is.

    What waits for that takes little memory, however large the ledger.
    """
    from reflog.render import documents

    source = documents.Source(env.reader, env.today, wanted.without)
    with env.held(documents.pieces(_texts(source, wanted))) as held:
        count = sum(source.counts.values())
        if env.json and wanted.format != "json":
            env.answer_json(documents.content_record(wanted, map(bytes.decode, held), count))
            return
        env.say_bytes(held)
    _remark(env, wanted, count)


def _write(env: Environment, wanted: Wanted, path: str, *, force: bool) -> None:
    """Write it into a file, or a table a file into a folder."""
    from itertools import chain

    from reflog.render import documents

    tables: tuple[str | None, ...] = wanted.tables if wanted.is_folder else (None,)
    targets = {os.path.join(path, f"{table}.csv") if table else path: table for table in tables}
    # Without the mark a spreadsheet takes the file for one of its own code page.
    mark = ("\ufeff",) if wanted.format == "csv" else ()
    files = env.files(targets, force=force)
    folder = files.made_folder(path) if wanted.is_folder else nullcontext()
    with folder:
        source = documents.Source(env.reader, env.today, wanted.without)
        files.write(
            {
                target: documents.pieces(chain(mark, _texts(source, wanted, table)))
                for target, table in targets.items()
            }
        )
    counted = [
        (target, sum(source.counts.values()) if table is None else source.counts[table])
        for target, table in targets.items()
    ]
    env.answer(
        lambda: (
            documents.written_ledger(path, source.counts)
            if wanted.what is None and wanted.format == "json"
            else documents.written_page(counted, wanted.noun)
        ),
        lambda: documents.written_record(wanted, counted),
    )
    _remark(env, wanted, sum(source.counts.values()))


def _texts(source: Source, wanted: Wanted, table: str | None = None) -> Iterable[str]:
    if wanted.format == "csv":
        return source.table(table or wanted.what or "")
    if wanted.format == "ics":
        return source.calendar(as_todos=wanted.vtodo)
    if wanted.format == "vcard":
        return source.cards(wanted.vcard_version)
    return source.whole(wanted.what, journal=wanted.journal)


def _remark(env: Environment, wanted: Wanted, count: int) -> None:
    """Say beside an empty export what would fill it."""
    if not count and wanted.format == "ics":
        env.note("There are no open follow-ups. To plan one: reflog follow NAME WHAT")
    elif not count:
        env.note(f"There are no {wanted.noun} yet. Start with: reflog intro PROVIDER PROSPECT")
