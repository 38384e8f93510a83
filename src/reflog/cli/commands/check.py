"""Health: whether the ledger is whole, and salvaging one that is not."""

from __future__ import annotations

import os

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
    from reflog.services import health

    today = env.today.isoformat()
    if repair is not None:
        target = env.file_made(repair, "reflog check --repair repaired.db")
        with env.waiting("Repairing the ledger"):
            made = health.rebuild(env.ledger_path, target, today)
        env.answer(lambda: pages.rebuilt_page(made, env.ledger_path), made.as_dict)
        return 0
    with env.waiting("Checking the ledger"):
        found = health.examine(env.ledger_path, today)
    if not found and not os.path.lexists(env.ledger_path):
        env.note(f"There is no ledger {env.ledger_path} yet, so there is nothing to check.")
    if env.json:
        env.answer_json([one.as_dict() for one in found])
    else:
        env.show(pages.page([one for one in found if one.level != "advice"]))
        for one in found:
            if one.level == "advice":
                env.note(f"{pages.sentence(one)} To do: {one.fix}.")
    levels = {one.level for one in found} - {"advice"}
    if not levels:
        return 0
    return (DamagedError if "damage" in levels else PermissionDeniedError).exit_code
