"""Importing a networking group's slips: shown first, agreed to, and written in one op."""

from __future__ import annotations

from reflog.errors import ConflictError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from reflog.cli.environment import Environment
    from reflog.formats.files import File
    from reflog.formats.slips import Slips
    from reflog.reports.slips import Plan
    from reflog.storage.ledger import Written


def bring(
    env: Environment,
    opened: Sequence[File],
    on: str | None,
    *,
    dry_run: bool,
    is_agreed: bool,
    answered: Callable[[Environment, Written | None], dict[str, object]],
) -> None:
    """Show what the slips of one report add, and add it once the user agrees.

    Args:
        opened: the files, which must be just one.
        is_agreed: the user has agreed already, by --yes.
        answered: returns the JSON that every write answers with.
    """
    from reflog.formats import files as formats
    from reflog.render.pages import slips as pages
    from reflog.reports import slips as reports

    if len(opened) > 1:
        message = "Slips are imported on their own."
        raise UsageError(message, hint="name one file at a time")
    report = formats.slips_of(opened[0])
    if not reports.my_names(env.reader):
        message = "I don't know who you are, so I can't tell which slips are yours."
        raise UsageError(message, hint='reflog config name "Your Name"')
    day = _day(env, report, on)
    plan = reports.Plan(env.reader, day, env.currency)
    plan.take(report)
    page = pages.Report(plan, report, opened[0].name, day)
    env.let_go()
    if dry_run or not page.adds:
        last = "Nothing was written." if dry_run else "There is nothing new in it."
        env.answer(
            lambda: page.page([last]),
            lambda: pages.record(page, dry_run=dry_run) | answered(env, None),
        )
        return
    if not is_agreed:
        if env.can_ask:
            env.show(page.page([]))
        hint = "--yes imports without asking, --dry-run shows what it would do"
        env.confirm(f"Import these {page.adds} slips?", hint=hint)
    written = _write(env, plan, day)
    last = f"Imported: {page.adds} new. reflog undo takes it back."
    env.answer(
        lambda: page.page([last]) if is_agreed else [last],
        lambda: pages.record(page, dry_run=False) | answered(env, written),
    )


def _day(env: Environment, report: Slips, on: str | None) -> date:
    """Return the day of a report: as it is typed, else the last that its title names."""
    from reflog.cli.arguments import values

    if on is not None:
        return values.happened(env, on)
    if not report.days:
        message = "The title of these slips names no day."
        raise UsageError(message, hint="say it: --on 2026-10-14")
    try:
        return values.happened(env, report.days[-1].replace(",", ""))
    except UsageError as error:
        raise UsageError(error.message, hint="say the day: --on 2026-10-14") from None


def _write(env: Environment, plan: Plan, day: date) -> Written:
    from reflog.reports.importing import last_op
    from reflog.services import slips as services

    with env.writing("import") as ledger:
        if last_op(ledger) != plan.op:
            message = "Another command has just changed the ledger."
            raise ConflictError(message, hint="try again")
        services.write(ledger, plan.planned, day)
    return ledger.written
