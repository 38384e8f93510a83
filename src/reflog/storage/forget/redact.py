"""What the ledger says once a person is erased: each value of it, and each sentence.

Every text of theirs is erased that the schema does not say is kept, so that a column which is
added later is erased too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reflog.domain.contacts import FORGOTTEN
from reflog.domain.names import fold, is_cjk
from reflog.domain.schema import KEPT
from reflog.storage.forget.identity import NAMING, marks_of_others
from reflog.storage.journal.triggers import JOURNALED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from reflog.storage.forget.identity import Identity, Life, Traces

    Values = dict[str, Any]
    Tree = dict[str, "Tree"]

_SHORT = 5  # letters: a shorter single word is looked for as it was written
_DIGITS = 9  # of a number without the code of its country: fewer may be something else
_CODE = 3  # digits that the code of a country has at most
_BETWEEN = r"[\s().\-/]{0,3}"
_END = ""

NEVER_EMPTY = {("follow_up", "what"), ("note", "text")}
"""What SQLite lets be empty, but a CHECK does not."""


def erased_columns(connection: sqlite3.Connection) -> dict[str, dict[str, str | None]]:
    """Return by table the columns of text that are erased, each with what stands there then."""
    return {
        table: {
            name: FORGOTTEN if needed or (table, name) in NEVER_EMPTY else None
            for _place, name, type_, needed, _default, is_key in connection.execute(
                f"PRAGMA table_info({table})"
            )
            if type_ == "TEXT" and not is_key and name not in KEPT.get(table, ())
        }
        for table in JOURNALED
    }


class Redaction:
    """What each value of a row becomes, now and in every change that ever touched it.

    Attributes:
        columns: by table the columns of text that are erased.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        traces: Traces,
        handles: Mapping[int, str],
        known: Identity,
        handle: str,
    ) -> None:
        """Prepare to erase a person.

        Args:
            handles: every contact that is the person, with what to call it.
            handle: what to call them in sentences.
        """
        self.columns = erased_columns(connection)
        self._traces = traces
        self._handles = handles
        self._called = f"({handle})"
        others = marks_of_others(connection, {*handles})
        self._elsewhere = naming_pattern(known, others)
        self._own = _exact_pattern(known)
        self._said: set[str] = set()

    def values(self, life: Life, values: Values, *, is_whole: bool = False) -> Values:
        """Return the values of a row, or some of them, as they are to be.

        Args:
            is_whole: the values are those of a whole row, without what is null.
        """
        if life.relation not in self.columns:
            return values
        is_own = self.is_own(life)
        redacted = {
            column: self._value(life, column, value, is_own=is_own) if value is not None else None
            for column, value in values.items()
        }
        if is_own and life.relation == "note" and (is_whole or "text" in values):
            redacted["text"] = FORGOTTEN  # a fact may say nothing but its topic, which is erased
        if life.relation == "contact_tag" and not is_own and redacted != values:
            redacted["folded"] = fold(str(redacted["tag"]))
        return redacted

    def is_own(self, life: Life) -> bool:
        """Return whether a row is the person's: it is they, is with them, or is of such a one."""
        if life.relation == "contact":
            return life.key in self._handles
        people = self._traces.people.get(life.relation, ())
        named = {life.refers.get(one) for one in people} - {None}
        if named or life.of:
            return any(one in self._handles for one in (*named, *life.of))
        about = life.refers.get("about_id") or life.refers.get("introduction_id")
        return about is not None and self.is_own(self._traces.latest("introduction", about))

    def concerns(self, life: Life, values: Values) -> bool:
        """Return whether a change touches the person or something of theirs."""
        people = self._traces.people.get(life.relation, ())
        return self.is_own(life) or any(values.get(one) in self._handles for one in people)

    def sentence(self, text: str, *, concerned: bool) -> str:
        """Return an op's sentence without the person."""
        if concerned:
            text = self._without_said(text)
            text = self._without(self._own, text)
        return self._without(self._elsewhere, text)

    def _without_said(self, text: str) -> str:
        """Take out what was to be done, between the name and the number."""
        begin = text.find(": ")
        while begin >= 0:
            end = text.find(" (#", begin)
            while end >= 0:
                if text[begin + 2 : end] in self._said:
                    text = f"{text[:begin]}: {FORGOTTEN}{text[end:]}"
                    break
                end = text.find(" (#", end + 1)
            begin = text.find(": ", begin + 1)
        return text

    def _value(self, life: Life, column: str, value: Any, *, is_own: bool) -> Any:  # noqa: ANN401 - of any column
        columns = self.columns[life.relation]
        before, of = life.borrowed.get(column, (None, None))
        if of in self._handles and not is_own:
            value = before
        if column not in columns or value is None:
            return value
        if is_own:
            if (life.relation, column) in NEVER_EMPTY and value != FORGOTTEN:
                self._said.add(value)
            return self._handles[life.key] if column == "handle" else columns[column]
        if column == "folded" or column in NAMING.get(life.relation, ()):
            return value
        return self._without(self._elsewhere, value)

    def _without(self, pattern: re.Pattern[str] | None, text: str) -> str:
        return pattern.sub(self._replacement, text) if pattern else text

    def _replacement(self, found: re.Match[str]) -> str:
        is_called = found[0].startswith("(") and found[0].endswith(")")
        return self._called if is_called else FORGOTTEN


def naming_pattern(known: Identity, others: set[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return a pattern that finds a person in other people's texts.

    Args:
        known: the person.
        others: what others in the ledger are known by too, which proves nothing.
    """
    handles = {one for one in known.handles if ("handle", one) not in others}
    theirs = {spelled for kind, value in others if kind == "address" for spelled in _spelled(value)}
    numbers = {spelled for one in known.addresses for spelled in _spelled(one)} - theirs
    return _pattern(
        numbers=numbers,
        texts={
            *(one for one in known.names if ("name", fold(one)) not in others),
            *(one for one in known.addresses if ("address", fold(one)) not in others),
            *(one for one in handles if "-" in one),
            *(f"@{one}" for one in handles),
            *(f"({one})" for one in handles),
        },
    )


def _exact_pattern(known: Identity) -> re.Pattern[str] | None:
    """Return a pattern that finds a person's names and handles in the history."""
    return _pattern({*known.names, *(f"({one})" for one in known.handles)})


def _spelled(address: str) -> set[str]:
    """Return the digits of a phone number, with and without the code of a country."""
    if "@" in address:
        return set()
    digits = "".join(filter(str.isdecimal, address))
    codes = range(_CODE + 1) if address.startswith("+") else (0,)
    return {digits[code:] for code in codes if len(digits) - code >= _DIGITS}


def _pattern(texts: Iterable[str], numbers: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Return a pattern for any of these texts, the longest that is there.

    Numbers are found however their digits are put into groups. It is put together as a tree,
    so that a text is gone through once however many there are.
    """
    trees: dict[tuple[bool, bool, bool], Tree] = {}
    for text in filter(None, map(str.split, filter(None, texts))):
        whole = " ".join(text)
        cased = whole.isalpha() and len(whole) < _SHORT
        tree = trees.setdefault((cased, _has_edges(whole[0]), _has_edges(whole[-1])), {})
        # İ alone has a lower case of two letters, which would not find it as it was written.
        for char in whole if cased else whole.replace("İ", "i").lower():
            tree = tree.setdefault(char, {})
        tree[_END] = {}
    parts = [
        ("(?<!\\w)" if begins else "")
        + (_regex(tree) if cased else f"(?i:{_regex(tree)})")
        + ("(?!\\w)" if ends else "")
        for (cased, begins, ends), tree in sorted(trees.items(), key=lambda one: one[0])
    ]
    parts += [
        rf"(?<!\d)\(?\+?0?{_BETWEEN.join(number)}(?!\d)"
        for number in sorted(numbers, key=len, reverse=True)
    ]
    return re.compile("|".join(parts)) if parts else None


def _regex(tree: Tree) -> str:
    written = ""
    while len(tree) == 1 and _END not in tree:
        ((char, tree),) = tree.items()
        written += _char(char)
    branches = [_char(char) + _regex(below) for char, below in tree.items() if char != _END]
    if branches:
        written += f"(?:{'|'.join(branches)}){'?' if _END in tree else ''}"
    return written


def _char(char: str) -> str:
    return r"\s+" if char == " " else re.escape(char)


def _has_edges(char: str) -> bool:
    """Return whether the text's script separates words, as Chinese doesn't."""
    return char.isalnum() and not is_cjk(char)
