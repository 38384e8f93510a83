"""Letters: how a wording is written, filled in, and checked for what is missing.

`{field}` is filled in, and `{{` is a brace. A line that begins with `? ` is left out if a field
in it is empty; then the lines right behind it that begin with `| ` take its place. `{field?}`
prints nothing and only tests whether there is one. A field that is empty elsewhere shows as
`[field]`, and the letter lacks it. The first lines of a mail, up to a blank one, are its
`Subject:`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata

from reflog.domain import Record
from reflog.domain.contacts import ACTING, TAGS
from reflog.domain.names.parts import apart, is_firm
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LARGEST = 8_000
"""Bytes that a wording may have."""

_FIELD = re.compile(r"\{(?:\{|(?P<name>[a-z][a-z_]*(?:\.[a-z]+)?)(?P<asks>\??)\}(?P<stop>[.?!])?)")
_BRACE = re.compile(r"\{\{|\{(?P<inside>[^{}]*)\}|\{")
_SUBJECT = re.compile(r"(?:[?|] )?(?:\{[a-z_.]+\?\})*Subject:")
_EMPTY_LINES = re.compile(r"\n{3,}")


_MORE_THAN_WORDS = {"one-to-one": "you have met", "pay-back": "they are paid back"}
"""What must have happened where a letter only asks for it: to send it settles nothing."""


class Recipient(Record):
    """The person a letter goes to; `e164` is the phone number for links, if it could be read."""

    contact: str
    name: str
    email: str | None = None
    phone: str | None = None
    e164: str | None = None


class Draft(Record):
    """A letter to send yourself.

    Attributes:
        form: mail, message, card or call.
        about: the number of the introduction it is about.
        lacks: what it lacks: its blanks, and what a proper introduction needs.
        blanks: the fields that show as `[field]`.
        wording: the key of the wording it was made from.
        language: the wording's, None if it is the usual one.
        then: the command that records that it was sent.
        names: the names that fields may show, by the part people have in the letter.
    """

    purpose: str
    form: str
    about: int | None
    to: tuple[Recipient, ...]
    subject: str | None
    text: str
    lacks: tuple[str, ...]
    blanks: tuple[str, ...]
    wording: str
    language: str | None
    then: str | None = None
    names: Mapping[str, str] = {}

    @property
    def is_by_phone_alone(self) -> bool:
        """Whether it goes to one person who has a phone but no e-mail."""
        return len(self.to) == 1 and bool(self.to[0].phone) and not self.to[0].email

    @property
    def settled_when(self) -> str:
        """What must have happened before it is recorded as done, behind the word once."""
        sent = "you have called" if self.form == "call" else "it is sent"
        return _MORE_THAN_WORDS.get(self.purpose, sent)


def whole_text(draft: Draft) -> str:
    """Return a draft's text for an editor: a mail with its subject on top."""
    return draft.text if draft.subject is None else f"Subject: {draft.subject}\n\n{draft.text}"


def edited(draft: Draft, text: str) -> Draft:
    """Return a draft with the text as edited; a blank that was filled in is no longer missing."""
    head, body = split_subject(text) if draft.subject is not None else ("", text)
    subject = one_line(head.removeprefix("Subject:")) or ""
    blanks = tuple(name for name in draft.blanks if blank(name) in f"{subject}\n{body}")
    filled = set(draft.blanks) - {*blanks}
    return draft.replaced(
        subject=None if draft.subject is None else subject,
        text=body.strip("\n"),
        lacks=tuple(name for name in draft.lacks if name not in filled),
        blanks=blanks,
    )


def blank(name: str) -> str:
    """Return what an empty field shows: `[need]`."""
    return f"[{name.replace('.', ' ').replace('_', ' ')}]"


class Filled(Record):
    """A filled-in text, and the fields that were empty, in the order they are in it."""

    text: str
    lacks: tuple[str, ...] = ()


def fill(text: str, values: Mapping[str, str | None]) -> Filled:
    """Fill in a wording; a value of None is a blank, and "" means there is nothing to say."""
    lacks: dict[str, None] = {}
    lines: list[str] = []
    left_out = False
    for line in text.split("\n"):
        mark, rest = (line[0], line[2:]) if line.startswith(("? ", "| ")) else ("", line)
        if mark == "|" and not left_out:
            continue
        empty = {
            one["name"]: one["asks"] for one in _fields(rest) if values.get(one["name"]) is None
        }
        if mark != "|":
            left_out = mark == "?" and bool(empty)
        if left_out and mark == "?":
            continue
        lacks |= {name: None for name, asks in empty.items() if not asks}
        lines.append(_FIELD.sub(lambda found: _shown(found, values), rest).rstrip())
    return Filled(text=_EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip("\n"), lacks=tuple(lacks))


def _fields(text: str) -> list[re.Match[str]]:
    return [found for found in _FIELD.finditer(text) if found["name"]]


def _shown(found: re.Match[str], values: Mapping[str, str | None]) -> str:
    name, stop = found["name"], found["stop"] or ""
    if name is None:
        return "{"
    if found["asks"]:
        return stop
    value = values.get(name)
    if value is None:
        return blank(name) + stop
    # A sentence ends once, also where what is filled in came with an end of its own.
    is_name = name.endswith((".name", ".first"))  # of somebody Jr.
    if value.endswith(".") and (stop == "." or (stop and not is_name)):
        return (value.rstrip(".") or value) + stop
    ends = value.endswith(stop) or (stop == "." and value.endswith(("?", "!", "…")))
    return value if ends else value + stop


def fields_of(text: str) -> set[str]:
    """Return the names of the fields in a wording."""
    return {found["name"] for found in _fields(text)}


def split_subject(text: str) -> tuple[str, str]:
    """Split a wording into the lines of its subject, "" if it has none, and the rest."""
    if not _SUBJECT.match(text):
        return "", text
    head, _, body = text.partition("\n\n")
    return head, body


def check(text: str, known: Collection[str]) -> None:
    """Raise UsageError if a wording couldn't be filled in.

    It is then too long, has a lone brace, or has an unknown field.
    """
    size = len(text.encode(errors="replace"))
    if size > LARGEST:
        message = f"The wording has {size:,} bytes, and at most {LARGEST:,} are kept."
        raise UsageError(message, hint="make it shorter")
    for number, line in enumerate(text.split("\n"), 1):
        for found in _BRACE.finditer(line):
            if found[0] == "{":
                message = f"Line {number} has a {{ that starts no field."
                raise UsageError(message, hint="write {{ for a brace, {need} for a field")
            inside = found["inside"]
            if inside is not None and inside.removesuffix("?") not in known:
                message = f"Line {number}: there is no field {found[0]}."
                raise UsageError(message, hint=_near(inside, known))


def require_field(name: str, known: Collection[str]) -> str:
    """Return the name of a field (UsageError: there is no such field)."""
    if name not in known:
        message = f"There is no field {quoted(name)}."
        raise UsageError(message, hint=_near(name, known))
    return name


def _near(name: str, known: Collection[str]) -> str:
    wanted = "".join(name.split()).lower().removesuffix("?")
    near = difflib.get_close_matches(wanted, known, n=1)
    return f"did you mean {{{near[0]}}}?" if near else "to list the fields: reflog wording"


def one_line(text: str | None) -> str | None:
    """Return a text on one line, without control characters; None if nothing is left."""
    if not text:
        return None
    kept = text if text.isascii() and text.isprintable() else "".join(map(_harmless, text))
    return " ".join(kept.split()) or None


def _harmless(char: str) -> str:
    if char.isspace():
        return " "
    acts = unicodedata.category(char) in {"Cc", "Cs"} or char in ACTING or ord(char) in TAGS
    return "" if acts else char


def first_name(name: str, company: str | None = None) -> str:
    """Return what to call a person by: the first name, or the whole name if that isn't clear.

    A firm, which is its own company or named like one, is called by its whole name.
    """
    words = name.split()
    if is_firm(name, company):
        return name
    if len(words) > 1 and words[0].endswith(","):  # Berg, Anna
        return first_name(" ".join(words[1:]))
    given = words[len(apart(words)[0]) :]
    if len(given) < 2:  # noqa: PLR2004 - words of a name
        return name  # Dr. Berg
    if _is_initial(given[0]):
        called = given[1] if len(given) > 2 and not _is_initial(given[1]) else name  # noqa: PLR2004
        return called.rstrip(",")
    return given[0].rstrip(",")


def _is_initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1 and word[0].isupper()


_DOERS = tuple(
    "er tor sor yor ist ian architect man woman accountant consultant assistant agent coach "
    "attorney nurse chef vet cpa guide judge smith wright".split()
)
"""How the words end that name a person at work."""

_NO_DOERS = tuple(
    "center career charter computer consumer customer copper fiber flower leather lumber motor "
    "paper power printer rubber silver summer timber water".split()
)
_NO_VOWELS = ("uni", "use", "eu", "one-")  # begin like "you" or "won"
_SPELLED_VOWELS = "AEFHILMNORSX"  # an MBA, a CPA


def kind_of(profession: str | None) -> str:
    """Return a profession to put behind a name: `, a lawyer`, or ` (plumbing)`."""
    if not profession:
        return ""
    words = [word if word[1:] != word[1:].lower() else word.lower() for word in profession.split()]
    first, last = words[0], words[-1].lower()
    if not last.endswith(_DOERS) or last.endswith(_NO_DOERS) or "," in profession:
        return f" ({profession})"
    vowels = _SPELLED_VOWELS if first.isupper() else "aeiou"
    is_vowel = first[0] in vowels and not first.startswith(_NO_VOWELS)
    return f", {'an' if is_vowel else 'a'} {' '.join(words)}"
