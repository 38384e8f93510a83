"""The page of check and of --repair."""

from __future__ import annotations

from reflog.render import Block, Line, Page
from reflog.render.pages import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from reflog.storage.findings import Finding
    from reflog.storage.repair.rebuild import Rebuilt

SHOWN = 40


def page(findings: Sequence[Finding]) -> Page:
    """Say what is wrong and where, and each remedy once."""
    lines: list[Block] = [Line(sentence(one), "bad") for one in findings[:SHOWN]]
    if len(findings) > SHOWN:
        lines.append(f"and {len(findings) - SHOWN} more; --json lists all")
    fixes = dict.fromkeys(one.fix for one in findings)
    return lines + [f"To do: {fix}." for fix in fixes]


def sentence(finding: Finding) -> str:
    """Return one finding as a sentence."""
    return f"{finding.where}: {finding.what}."


def rebuilt_page(made: Rebuilt, damaged: str) -> Page:
    """Say what was salvaged and what was lost, in counts and names."""
    people = made.rows["contact"] - 1
    saved = f"{counted(people, 'contact')} and {counted(made.rows['entry'], 'entry')}"
    page = [
        f"Saved {saved} in {made.file}.",
        *_named("restored from the journal", made.restored),
        *_named("that differ between table and journal", made.doubtful),
        *_named("left out because the journal doesn't have them", made.dropped),
        *_named("lost, at least in part", made.lost),
    ]
    if not (made.restored or made.doubtful or made.dropped or made.lost):
        page.append("Nothing is missing.")
    history = f"The history of {counted(made.commands, 'command')} stays in {damaged}, which"
    if not made.commands:
        history = f"No history could be read in {damaged}, which"
    page.append(f"{history} was not touched.")
    page.append(f"Next: reflog --ledger {made.file} check, then move it into place.")
    return page


def _named(what: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return [f"{len(names)} {what}: {', '.join(names[:SHOWN])}{more}."]
