"""The page and JSON of an import of slips."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from reflog.domain.cards.plan import KINDS
from reflog.domain.days import day_with_weekday
from reflog.render import Block, Heading, Page, titled
from reflog.render.pages.importing import card, count_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from reflog.formats.slips import Slips
    from reflog.reports.slips import Plan, Planned

_TITLES = {"added": "New", "unchanged": "There already", "skipped": "Skipped", "failed": "Failed"}


class Report:
    """The page of the slips, made before they are written, so that it says the same afterwards."""

    def __init__(self, plan: Plan, report: Slips, name: str, day: date) -> None:
        self.plan = plan
        self.name = name
        self._day = day
        self.failed = report.failed
        counts = Counter(one.outcome for one in plan.planned)
        counts["failed"] += len(report.failed)
        self.account = {"read": counts.total(), **{kind: counts[kind] for kind in KINDS}}

    @property
    def adds(self) -> int:
        """How many slips are new."""
        return self.account["added"]

    @property
    def remarks(self) -> list[str]:
        """Sentences on what else there is to say."""
        remarks = [
            f"Line {line}: {name} is someone new, maybe {other} ({handle})."
            for line, name, handle, other in self.plan.near
        ]
        if any(one.prospect is not None for one in self.plan.planned if one.outcome == "added"):
            remarks.append("Nothing is planned for what is imported.")
        return remarks

    def page(self, last: Sequence[str]) -> Page:
        """Return what was read, slip by slip, and the remarks."""
        blocks: list[Block] = [f"{self.name} (slips of {day_with_weekday(self._day)})"]
        for kind, title in _TITLES.items():
            rows = [
                (f"line {one.slip.line}", one.said)
                for one in self.plan.planned
                if one.outcome == kind
            ]
            if kind == "failed":
                rows += [(f"line {line}", why) for line, why in self.failed]
            blocks += titled(f"{title} ({len(rows)})", "dim! text", rows)
        blocks.append(Heading(count_line(self.account)))
        return [*blocks, *self.remarks, *last]


def record(report: Report, *, dry_run: bool) -> dict[str, Any]:
    """Return the JSON of the import; each slip that isn't recorded already is one of its cards."""
    plan = report.plan
    return {
        "dry_run": dry_run,
        **report.account,
        "files": [
            {
                "file": report.name,
                "format": "slips",
                "read": report.account["read"],
                "remarks": report.remarks,
            }
        ],
        "cards": [
            *(_card(one, report.name) for one in plan.planned if one.outcome != "unchanged"),
            *(card(report.name, line, None, "failed", reason=why) for line, why in report.failed),
        ],
        "duplicates": [
            {
                "file": report.name,
                "line": line,
                "name": name,
                "contact": handle,
                "contact_name": other,
                "reason": "a similar name",
                "merged": False,
            }
            for line, name, handle, other in plan.near
        ],
        "remarks": report.remarks,
        "ledger": None,
    }


def _card(one: Planned, file: str) -> dict[str, Any]:
    change = {"field": one.slip.kind, "from": None, "to": one.said}
    told = {"changes": [change]} if one.outcome == "added" else {"reason": one.said}
    name = one.slip.to if one.is_mine else one.slip.giver
    handle = getattr(one.other, "handle", None) or None
    return card(file, one.slip.line, name, one.outcome, contact=handle, **told)
