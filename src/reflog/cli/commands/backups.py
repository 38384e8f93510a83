"""Copies of the ledger, and its health: backup, restore, check."""

from __future__ import annotations

import os

from reflog.cli.arguments import naming_ledger, shell_word
from reflog.errors import DamagedError, PermissionDeniedError, UsageError
from reflog.render.pages import check as check_pages
from reflog.render.pages import history as pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.storage.backups.restore import Restored


_COPIES_HINT = "to see the copies: reflog backup --list"


def backup(
    env: Environment,
    words: options.Words = None,
    list_: Annotated[bool, "--list", "Show the automatic copies, newest first."] = False,
    force: Annotated[bool, "--force", "Replace FILE."] = False,
) -> None:
    """Copy the ledger, even while it is in use; without FILE, next to the automatic copies."""
    from reflog.services import copies

    file = _one_file(words, "backup")
    today = env.today.isoformat()
    if file is not None and list_:
        message = "--list shows the automatic copies; it takes no FILE."
        raise UsageError(message, hint="reflog backup --list")
    if list_:
        found = copies.listed(env.ledger_path)
        env.answer(
            lambda: pages.copies_page(found, copies.moment(today)),
            lambda: [pages.record(copy) for copy, _last in found],
        )
        return
    target = None if file is None else env.file_made(file, _COPIES_HINT)
    copy = copies.back_up(env.ledger_path, today, target, force=force)
    env.answer(lambda: pages.copy_page(copy), lambda: pages.record(copy))


def restore(env: Environment, words: options.Words = None, yes: options.Yes = False) -> None:
    """Put a copy back as the ledger; the current ledger is kept."""
    from reflog.services import copies

    file = _one_file(words, "restore")
    if file is None:
        raise UsageError("Name the copy to put back.", hint=_COPIES_HINT)
    path = copies.meant(env.ledger_path, file, env.file_read(file, _COPIES_HINT))
    if not yes:
        found = copies.examine(path, env.ledger_path)
        if env.can_ask and found.summary:
            # Not in the question: where it can't be asked it is an error, which tells no names.
            env.note(f"The last command in it: {found.summary}.")
        again = ""
        if found.unforgotten:
            again = f" It brings back {pages.erased(found.unforgotten)}."
        env.confirm(
            f"Restore the ledger {_when(found)}?{again} The current one is kept.",
            hint=f"reflog restore {shell_word(file)} --yes",
        )
    done = copies.restore(env.ledger_path, path, env.today.isoformat())
    back = ""
    if done.kept and done.may_return:
        back = f"reflog restore {shell_word(os.path.basename(done.kept))}"
    as_of = f"{_when(done)} ({done.summary})" if done.op else _when(done)
    size = os.stat(path).st_size
    restored = {"path": path, "at": done.at or None, "op": done.op, "size": size}
    env.answer(
        lambda: pages.restored_page(as_of, done.kept, back),
        lambda: {"restored": restored, "kept": done.kept},
    )
    if done.unforgotten:
        env.note(
            f"It brought back {pages.erased(done.unforgotten)}. To erase them again:",
            *(f"  reflog contact forget @{handle}" for handle in done.unforgotten),
        )


def check(
    env: Environment,
    repair: Annotated[
        str | None, "--repair FILE", "Save what you can of a damaged ledger in a new file."
    ] = None,
) -> int:
    """Check the ledger for damage; prints nothing if all is well."""
    from reflog.services import health

    if repair is not None:
        target = env.file_made(repair, "reflog check --repair repaired.db")
        with env.waiting("Repairing the ledger"):
            made = health.rebuild(env.ledger_path, target, env.today.isoformat())
        env.answer(lambda: check_pages.rebuilt_page(made, env.ledger_path), made.as_dict)
        return 0
    with env.waiting("Checking the ledger"):
        found = health.examine(env.ledger_path)
    if env.named_ledger is not None:
        named = env.named_ledger
        found = [one.replaced(fix=naming_ledger(one.fix, named)) for one in found]
    if not found and not os.path.lexists(env.ledger_path):
        env.note(f"There is no ledger {env.ledger_path} yet, so there is nothing to check.")
    if env.json:
        env.answer_json([one.as_dict() for one in found])
    else:
        env.show(check_pages.page([one for one in found if one.level != "advice"]))
        for one in found:
            if one.level == "advice":
                env.note(f"{check_pages.sentence(one)} To do: {one.fix}.")
    levels = {one.level for one in found} - {"advice"}
    if not levels:
        return 0
    return (DamagedError if "damage" in levels else PermissionDeniedError).exit_code


def _one_file(words: list[str] | None, command: str) -> str | None:
    if words and len(words) > 1:
        message = f"{command} takes one FILE, not {len(words)}."
        raise UsageError(message, hint=f"put its name in quotes: reflog {command} FILE")
    return words[0] if words else None


def _when(found: Restored) -> str:
    if not found.op:
        return "with nothing in it"
    return f"as of command {found.op}, {found.at[:16].replace('T', ' ')} UTC"
