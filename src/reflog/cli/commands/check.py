"""Health: whether the ledger is whole, and salvaging one that is not."""

from __future__ import annotations

import os

from reflog.cli.command import UNCHANGED, command
from reflog.errors import DamagedError, PermissionDeniedError
from reflog.render.pages import check as pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from reflog.cli.environment import Environment


@command("check", group="keeping", outcome=UNCHANGED)
def check(
    env: Environment,
    repair: Annotated[
        str | None,
        typer.Option(
            "--repair", metavar="FILE", help="Save what you can of a damaged ledger in a new file."
        ),
    ] = None,
) -> int:
    """Check the ledger for damage; prints nothing if all is well."""
    if repair is None:
        return _check(env)
    _repair(env, repair)
    return 0


def _check(env: Environment) -> int:
    from reflog.storage import findings
    from reflog.storage.check import ledger

    with env.waiting("Checking the ledger"):
        found = ledger.examine(env.ledger_path, env.today.isoformat())
    if not found and not os.path.lexists(env.ledger_path):
        env.note(f"There is no ledger {env.ledger_path} yet, so there is nothing to check.")
    faults = [one for one in found if one.level != findings.ADVICE]
    if env.json:
        env.answer_json([one.as_dict() for one in found])
    else:
        env.show(pages.page(faults))
        for one in found:
            if one.level == findings.ADVICE:
                env.note(f"{pages.sentence(one)} To do: {one.fix}.")
    if not faults:
        return 0
    is_damaged = any(one.level == findings.DAMAGE for one in faults)
    return (DamagedError if is_damaged else PermissionDeniedError).exit_code


def _repair(env: Environment, file: str) -> None:
    from reflog.storage.repair import rebuild

    target = env.file_made(file, "reflog check --repair repaired.db")
    with env.waiting("Repairing the ledger"):
        made = rebuild.rebuild(env.ledger_path, target, env.today.isoformat())
    env.answer(lambda: pages.rebuilt_page(made, env.ledger_path), made.as_dict)
