"""Telling stories on the command line: V is Vera, the provider; P Paul, the prospect; X Xena."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reflog.domain.follow_ups import CARE, DEBTS

if TYPE_CHECKING:
    from commands import Commands

CAST = {"V": "vera", "P": "paul", "X": "xena"}
LETTERS = {handle: letter for letter, handle in CAST.items()}

AS_X = "intro vera paul"
AS_V = "received paul --from xena"
AS_P = "intro vera me --by xena"
OWN_CUSTOM = "received paul --from paul"

ENTRY = {"id", "kind", "uid", "created_at"}
KEYS = {
    "introduction": ENTRY
    | {"direction", "tier", "introducer", "provider", "prospect", "on", "stage", "stage_on"}
    | {"need", "offer", "caller", "consent", "effort", "why", "at_fault", "note", "imported"}
    | {"missing", "business", "thanks", "follow_ups"}
    | {"told", "stages", "passed_to"},
    "follow-up": ENTRY
    | {"contact", "contact_name", "purpose", "what", "due_on", "days_overdue", "about", "side"}
    | {"status", "done_on", "every", "note"},
    "business": ENTRY | {"about", "contact", "amount", "currency", "on", "note"},
    "thanks": ENTRY | {"contact", "direction", "via", "on", "about", "note"},
    "one-to-one": ENTRY | {"contact", "on", "note"},
    "note": ENTRY | {"contact", "on", "about", "note", "topic", "until"},
}
DUE = KEYS["follow-up"] | {
    *("emails", "phones", "stage", "introducer", "provider", "prospect"),
}
CONTACT = {
    *("handle", "name", "aliases", "company", "profession", "role", "emails", "phones"),
    *("city", "note", "tags", "greeting", "language", "created_on"),
}


def owed(reflog: Commands) -> str:
    """Every open follow-up, as `V check-in 3`: with whom, for what, in how many days."""
    return listed(
        f"{LETTERS.get(one['contact'], one['contact'])} {one['purpose']} {-one['days_overdue']}"
        for one in reflog.json("due --all")
    )


def listed(lines: Any) -> str:
    return ", ".join(sorted(lines))


def spoken(text: str) -> str:
    return listed(filter(None, text.split(", ")))


def number(reflog: Commands, who: str, purpose: str) -> int:
    """The number of the one open follow-up with a person for a purpose."""
    handle = CAST.get(who, who)
    found = [
        int(one["id"])
        for one in reflog.json("due --all")
        if (one["contact"], one["purpose"]) == (handle, purpose)
    ]
    assert len(found) == 1, f"{who} {purpose}: {found}"
    return found[0]


def tell(reflog: Commands, story: str) -> None:
    """Type commands, parted by semicolons; `{V check-in}` is the number of that follow-up."""
    for command in filter(None, (part.strip() for part in story.split(";"))):
        reflog.ok(
            re.sub(
                r"\{(\w+) ([\w-]+)\}", lambda found: str(number(reflog, *found.groups())), command
            )
        )


def check_answer(answer: dict[str, Any]) -> None:
    """What a write answers: every key there is, and what is scheduled is open."""
    assert list(answer) == ["changed", "created_contacts", "changed_contacts", "next", "remarks"]
    for one in [*answer["changed"], *answer["next"]]:
        assert set(one) == KEYS[one["kind"]]
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one["uid"])
        assert one["created_at"].endswith("Z")
    for one in [*answer["created_contacts"], *answer["changed_contacts"]]:
        assert set(one) == CONTACT
    for one in answer["changed"]:
        if one["kind"] == "follow-up" and one["status"] != "open":
            assert one["days_overdue"] is None
    for one in answer["next"]:
        assert one["kind"] == "follow-up"
        assert one["status"] == "open"
        assert one["what"]
        # A debt or care that was open keeps its earlier day.
        assert one["days_overdue"] <= 0 or one["purpose"] in {*DEBTS, *CARE}
        assert one["contact"] != "me" or one["purpose"] == "other"
    assert not {one["id"] for one in answer["changed"]} & {one["id"] for one in answer["next"]}


def write(reflog: Commands, *words: str) -> Any:
    """Run a command that writes, with --json, and check the shape of its answer."""
    answer = reflog.json(*words)
    check_answer(answer)
    return answer


def ids(entries: list[dict[str, Any]]) -> list[int]:
    return [one["id"] for one in entries]
