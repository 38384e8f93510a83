"""The labels by which programs mark a relation as the person who referred somebody."""

from __future__ import annotations

from functools import lru_cache

from reflog.domain.names.folding import fold

_LABELS = frozenset(
    {
        *("referred by", "referredby", "referrer", "referral", "referral from", "referral source"),
        *("recommended by", "introduced by", "introducer"),
        *("empfohlen von", "empfohlen durch", "empfehlung von", "vermittelt durch"),
        *("recommande par", "refere par", "presente par", "recomendado por", "referido por"),
        *("presentado por", "indicado por", "raccomandato da", "consigliato da", "segnalato da"),
        *("presentato da", "aanbevolen door", "doorverwezen door", "polecony przez"),
    }
)


@lru_cache(1024)  # a file has few labels, and each of them very often
def is_referral(label: str) -> bool:
    """Return whether a label means "referred by", also as Google and Apple mark it."""
    bare = label.strip("* :").removeprefix("_$!<").removesuffix(">!$_")
    return " ".join(fold(bare).replace("-", " ").replace("_", " ").split()) in _LABELS
