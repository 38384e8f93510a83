"""What programs call the one who referred a person: the labels of a relation."""

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
    """Return whether a label says "referred by"; Google stars one, Apple writes _$!<Spouse>!$_."""
    bare = label.strip("* :").removeprefix("_$!<").removesuffix(">!$_")
    return " ".join(fold(bare).replace("-", " ").replace("_", " ").split()) in _LABELS
