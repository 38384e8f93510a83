"""Health: whether the ledger is whole, and salvaging one that is not."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from reflog.cli.arguments import options
from reflog.cli.command import Command
from reflog.errors import DamagedError, PermissionDeniedError
from reflog.render.pages import check as pages

if TYPE_CHECKING:
    from reflog.cli.environment import Environment


def check(
    context: typer.Context,
    repair: Annotated[
        str | None,
        typer.Option("--repair", metavar="FILE", help="Salvage a damaged ledger into a new file."),
    ] = None,
    json: options.Json = False,
) -> None:
    """Whether the ledger is whole: silent when all is well, else what is wrong and what to do."""
    env = options.begin(context, json=json)
    if repair is None:
        _check(env)
    else:
        _repair(env, repair)


def _check(env: "Environment") -> None:
    from reflog.storage import findings
    from reflog.storage.check import ledger

    with env.waiting("Checking the ledger"):
        found = ledger.examine(env.ledger_path, env.today.isoformat())
    if not found and not os.path.lexists(env.ledger_path):
        env.note(f"There is no ledger {env.ledger_path} yet, so there is nothing to check.")
    faults = [one for one in found if one.level != findings.ADVICE]
    if env.json:
        env.answer([], pages.records(found))
    else:
        env.show(pages.page(faults))
        for one in found:
            if one.level == findings.ADVICE:
                env.note(f"{pages.sentence(one)} To do: {one.fix}.")
    if faults:
        is_damaged = any(one.level == findings.DAMAGE for one in faults)
        raise typer.Exit((DamagedError if is_damaged else PermissionDeniedError).exit_code)


def _repair(env: "Environment", file: str) -> None:
    from reflog.storage.repair import rebuild

    target = os.path.abspath(os.path.expanduser(file))
    with env.waiting("Salvaging the ledger"):
        made = rebuild.rebuild(env.ledger_path, target, env.today.isoformat())
    env.answer(pages.rebuilt_page(made, env.ledger_path), pages.rebuilt_record(made))


def register(app: typer.Typer) -> None:
    """Add the commands of this group."""
    app.command(cls=Command)(check)
