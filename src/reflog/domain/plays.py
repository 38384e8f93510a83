"""The table of the playbook: for every event and every role of mine, the steps to take.

The rules are those of good referral work (FIELD.md, rules 3 to 7). `playbook.plan` reads
the table; nothing else does.
"""

from __future__ import annotations

from reflog.domain.introductions import SIDES
from reflog.domain.record import Record

INTERVALS = {
    "consent": 1,
    "first-call": 1,
    "check-in": 3,
    "outcome": 14,
    "thank": 1,
    "pay-back": 30,
    "report-back": 7,
    "apology": 0,
    "review": 7,
    "stay-in-touch": 90,
    "ask": 14,
    "again": 7,
    "news": 1,
    "result": 1,
}
"""Days from an event to what it schedules.

Named by purpose, and three more: `again` until a question is asked again, `news` until
the introducer hears that something happened, `result` until a side is asked what came of it.
"""


class Step(Record):
    """One entry of the table.

    Attributes:
        act: ask (a question; changes the open one), ask-unasked (only a person with no
            open question), owe (a debt or care; the earlier day stays) or close.
        who: a party, "told" and "other" (the side that told and the one opposite),
            "asked", "at-fault", or "all".
        purpose: one of the purposes; "questions" for all of them, to close.
        days: the interval's name.
        when: the fact that must hold, "not …" for its opposite; two with " and ".
    """

    act: str
    who: str
    purpose: str
    days: str = ""
    when: str = ""


def _ask(who: str, purpose: str, days: str, when: str = "") -> Step:
    return Step(act="ask", who=who, purpose=purpose, days=days, when=when)


def _owe(who: str, purpose: str, days: str, when: str = "") -> Step:
    return Step(act="owe", who=who, purpose=purpose, days=days, when=when)


def _close(who: str, purpose: str, when: str = "") -> Step:
    return Step(act="close", who=who, purpose=purpose, when=when)


_ASK_PROSPECT_AGAIN = _ask("prospect", "check-in", "again")
_ASK_PROVIDER_AGAIN = _ask("provider", "check-in", "again")
THANK = _owe("introducer", "thank", "thank")
_PAY_BACK = _owe("introducer", "pay-back", "pay-back")
_NEWS = _owe("introducer", "report-back", "news")
_REVIEW = _owe("at-fault", "review", "review")
_CLOSE_QUESTIONS = _close("all", "questions")
_CLOSE_REPORT = _close("introducer", "report-back")
_NOBODY = "not introducer at fault and not prospect at fault"

TABLE: dict[tuple[str, str], tuple[Step, ...]] = {
    ("introduced", "introducer"): (
        _ask("provider", "check-in", "check-in"),
        _ask("prospect", "check-in", "check-in", "not introducer calls"),
        _ask("prospect", "first-call", "first-call", "introducer calls"),
    ),
    ("introduced", "provider"): (
        THANK,
        _owe("introducer", "report-back", "report-back"),
        _ask("prospect", "first-call", "first-call", "I call"),
        _ask("prospect", "check-in", "check-in", "not I call"),
    ),
    ("introduced", "prospect"): (
        THANK,
        _owe("introducer", "report-back", "report-back"),
        _ask("provider", "first-call", "first-call", "I call"),
        _ask("provider", "check-in", "check-in", "not I call"),
    ),
    ("lead", "introducer"): (_ask("prospect", "consent", "consent"),),
    ("lead", "provider"): (_ask("introducer", "consent", "consent"),),
    ("asked", "introducer"): (
        _ask("asked", "consent", "again", "lead"),
        _ask("asked", "check-in", "again", "not lead and not connected"),
        _ask("asked", "outcome", "again", "connected"),
    ),
    ("asked", "provider"): (
        _ask("asked", "consent", "again", "lead"),
        _ask("prospect", "check-in", "again", "not lead"),
    ),
    ("asked", "prospect"): (_ASK_PROVIDER_AGAIN,),
    ("connected", "introducer"): (
        _ask("provider", "outcome", "outcome", "not told"),
        _ask("prospect", "outcome", "outcome", "not told"),
        _ask("told", "outcome", "outcome", "told"),
        Step(act="ask-unasked", who="other", purpose="outcome", days="outcome", when="told"),
    ),
    ("connected", "provider"): (_ASK_PROSPECT_AGAIN, _NEWS),
    ("connected", "prospect"): (_ASK_PROVIDER_AGAIN, _NEWS),
    ("won", "introducer"): (
        _close("all", "questions", "not told"),
        _close("told", "questions", "told"),
        _ask("other", "outcome", "result", "told"),
    ),
    ("won", "provider"): (
        _CLOSE_QUESTIONS,
        _CLOSE_REPORT,
        THANK,
        _PAY_BACK,
        _owe("prospect", "ask", "ask"),
        _owe("prospect", "stay-in-touch", "stay-in-touch"),
    ),
    ("won", "prospect"): (_CLOSE_QUESTIONS, _CLOSE_REPORT, THANK, _PAY_BACK),
    ("business", "provider"): (THANK,),
    ("business", "prospect"): (THANK,),
    ("lost", "introducer"): (
        _ask("provider", "outcome", "result", "not told and not why"),
        _ask("prospect", "outcome", "result", "not told and not why"),
        _close("all", "questions", "not told and why"),
        _close("told", "questions", "told"),
        _ask("other", "outcome", "result", "told"),
    ),
    ("lost", "provider"): (
        _ask("prospect", "outcome", "result", "not why"),
        _close("prospect", "questions", "why"),
        _NEWS,
    ),
    ("lost", "prospect"): (_close("provider", "questions"), _NEWS),
    ("declined", "introducer"): (
        _CLOSE_QUESTIONS,
        _owe("prospect", "report-back", "news", "not prospect told"),
        _owe("provider", "report-back", "news", "prospect told"),
    ),
    ("declined", "provider"): (_close("prospect", "questions"), _NEWS),
    ("declined", "prospect"): (_close("provider", "questions"), _NEWS),
    ("bad", "introducer"): (
        _CLOSE_QUESTIONS,
        _owe("provider", "apology", "apology"),
        _owe("prospect", "apology", "apology"),
        _REVIEW,
    ),
    ("bad", "provider"): (
        _close("prospect", "questions"),
        _close("prospect", "ask"),
        _owe("prospect", "apology", "apology", "not prospect at fault"),
        _owe("introducer", "apology", "apology", _NOBODY),
        _close("introducer", "report-back", _NOBODY),
        _owe("introducer", "report-back", "news", "prospect at fault"),
        _REVIEW,
    ),
    ("bad", "prospect"): (_close("provider", "questions"), _NEWS, _REVIEW),
}
TABLE.update({("met", role): TABLE["connected", role] for role in ("introducer", *SIDES)})
