"""The languages that letters are written in: codes such as de and pt-br."""

from __future__ import annotations

from reflog.errors import UsageError, quoted

USUAL = "en"
"""The language of the built-in wordings."""

_NAMES = {
    pair[2:]: pair[:2]
    for pair in """
    ararabic zhchinese csczech dadanish nldutch enenglish fifinnish frfrench degerman elgreek
    hehebrew hihindi huhungarian ititalian jajapanese kokorean nonorwegian plpolish ptportuguese
    roromanian rurussian esspanish svswedish trturkish ukukrainian dedeutsch frfrançais esespañol
    """.split()
}


def read(text: str) -> str:
    """Return the code of a language that was typed by it or in English (UsageError: by neither)."""
    typed = text.strip().lower().replace("_", "-")
    code = _NAMES.get(typed, typed)
    if not is_code(code):
        message = f"{quoted(text)} is not the code of a language."
        raise UsageError(message, hint="use its code: de, fr, pt-br")
    return code


def is_code(text: str) -> bool:
    """Return whether a text may be the code of a language: de, pt-br."""
    first, *rest = text.split("-")
    return (
        first.isalpha()
        and first.isascii()
        and len(first) in {2, 3}
        and all(part.isalnum() and part.isascii() for part in rest)
    )


def widened(code: str) -> list[str]:
    """Return a code and those of which it is a kind, the closest first: de-ch, de."""
    parts = code.lower().split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]
