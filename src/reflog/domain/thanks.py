"""Thanks: the ways of expressing gratitude."""

from __future__ import annotations

IN_KIND = ("referral", "business", "advice")
"""Ways of thanking that pay back, too (FIELD.md, rule 7)."""

VIAS = ("note", "card", "call", "message", "gift", "meal", "in-person", *IN_KIND)
