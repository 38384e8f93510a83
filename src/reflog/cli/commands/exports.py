"""Taking the ledger out: export."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from reflog.cli.command import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Annotated

    import typer

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.exports import Wanted
    from reflog.render.documents import Source


@command("export [WHAT]", group="keeping", takes="WHAT", outcome="nothing was written")
def export(
    env: Environment,
    words: options.Words = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="json, csv, vcard or ics."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="FILE", help="Where to; else stdout.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE.")] = False,
    journal: Annotated[
        bool, typer.Option("--journal", help="With the journal of all commands (json).")
    ] = False,
    redact: Annotated[
        str | None,
        typer.Option(
            "--redact", metavar="LIST", help="Leave out notes, phones, emails and amounts."
        ),
    ] = None,
    vcard_version: Annotated[
        str | None, typer.Option("--vcard-version", metavar="VERSION", help="4 or 3.")
    ] = None,
    vtodo: Annotated[bool, typer.Option("--vtodo", help="To-dos instead of events (ics).")] = False,
) -> None:
    """The whole ledger as JSON, or a part of it as JSON, tables, cards or a calendar."""
    from reflog.domain.exports import Asked, judge

    wanted = judge(
        Asked(
            words=words or (),
            format=format_,
            output=output,
            is_folder=output is not None and Path(output).expanduser().is_dir(),
            journal=journal,
            redact=redact,
            vcard_version=vcard_version,
            vtodo=vtodo,
        )
    )
    if wanted.output is None:
        _answer(env, wanted)
    else:
        _write(env, wanted, Path(wanted.output).expanduser().absolute(), force=force)


def _answer(env: Environment, wanted: Wanted) -> None:
    """Write it on stdout: wholly read, and the ledger closed, before the first of it is."""
    import zlib

    from reflog.render import documents
    from reflog.render.pages import exports as pages

    source = documents.Source(env.reader, env.today, wanted.without)
    held = [zlib.compress(one, 1) for one in documents.pieces(_texts(source, wanted))]
    count = sum(source.counts.values())
    texts = (zlib.decompress(one) for one in held)
    if env.json and wanted.format != "json":
        content = b"".join(texts).decode()
        env.answer_json(pages.written_record(wanted, [], content=content, count=count))
        return
    env.say_bytes(texts)
    _remark(env, wanted, count)


def _write(env: Environment, wanted: Wanted, path: Path, *, force: bool) -> None:
    """Write it into a file, or a table a file into a folder."""
    from reflog.render import documents
    from reflog.render.pages import exports as pages
    from reflog.storage.files import Files, folder_for_files

    tables: tuple[str | None, ...] = wanted.tables if wanted.is_folder else (None,)
    targets = {str(path / f"{table}.csv") if table else str(path): table for table in tables}
    files = Files(targets, env.ledger_path, force=force)
    folder = folder_for_files(str(path)) if wanted.is_folder else nullcontext()
    with folder:
        source = documents.Source(env.reader, env.today, wanted.without)
        files.write(
            {
                target: documents.pieces(_texts(source, wanted, table))
                for target, table in targets.items()
            }
        )
    counted = [
        (target, sum(source.counts.values()) if table is None else source.counts[table])
        for target, table in targets.items()
    ]
    env.answer(
        lambda: pages.written_page(counted, wanted.noun),
        lambda: pages.written_record(wanted, counted),
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
    if not count:
        env.note(f"There are no {wanted.noun} yet. reflog intro PROVIDER PROSPECT begins.")
