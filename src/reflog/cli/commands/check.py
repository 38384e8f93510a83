"""Health: whether the ledger is whole, and salvaging one that is not."""

from __future__ import annotations

from reflog.cli.command import UNCHANGED, command
from reflog.errors import DamagedError, PermissionDeniedError
from reflog.render.pages import check as pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.environment import Environment


@command("check", group="keeping", outcome=UNCHANGED)
def check(
    env: Environment,
    repair: Annotated[
        str | None, "--repair FILE", "Save what you can of a damaged ledger in a new file."
    ] = None,
) -> int:
    """Check the ledger for damage; prints nothing if all is well."""
    if repair is None:
        return _check(env)
    _repair(env, repair)
    return 0


def _check(env: Environment) -> int:
    from reflog.services import health

    with env.waiting("Checking the ledger"):
        one = health.examine(env.ledger_path, env.today.isoformat())
    if not one.found and not one.is_there:
        env.note(f"There is no ledger {env.ledger_path} yet, so there is nothing to check.")
    if env.json:
        env.answer_json([found.as_dict() for found in one.found])
    else:
        env.show(pages.page(one.faults))
        for advice in one.advice:
            env.note(f"{pages.sentence(advice)} To do: {advice.fix}.")
    if not one.faults:
        return 0
    return (DamagedError if one.is_damaged else PermissionDeniedError).exit_code


def _repair(env: Environment, file: str) -> None:
    from reflog.services import health

    target = env.file_made(file, "reflog check --repair repaired.db")
    with env.waiting("Repairing the ledger"):
        made = health.rebuild(env.ledger_path, target, env.today.isoformat())
    env.answer(lambda: pages.rebuilt_page(made, env.ledger_path), made.as_dict)
