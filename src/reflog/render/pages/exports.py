"""The objects and rows of an export, and the page that says what was written.

The objects are those of every command, without what depends on today, and with what it takes to
make the same ledger from them.
"""

from __future__ import annotations

from reflog.domain.contacts import Contact
from reflog.domain.entries import Business, FollowUp
from reflog.domain.exports import redacted
from reflog.domain.schema import KINDS
from reflog.formats.cells import joined
from reflog.render import objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Any

    from reflog.domain.entries import Entry
    from reflog.domain.exports import Wanted
    from reflog.render.blocks import Page
    from reflog.reports.exports import WholeIntroduction, WholePerson

_OF_THE_DAY = "days_overdue"

COLUMNS: dict[str, tuple[str, ...]] = {
    "contacts": objects.KEYS[Contact],
    **{kind.plural: tuple(key for key in kind.keys if key != _OF_THE_DAY) for kind in KINDS},
    "settings": ("key", "value"),
}
"""The tables of the ledger that other programs can use, each with its columns."""


def person(one: WholePerson, without: Collection[str] = ()) -> dict[str, Any]:
    """Return a contact with its UUID."""
    return {
        "key": one.contact.id,
        "uid": objects.uid_text(one.uid),
        "me": one.contact.is_me,
        **objects.of(redacted(one.contact, without)),
        "e164": [] if "phones" in without else list(one.e164),
    }


def introduction(one: WholeIntroduction, without: Collection[str] = ()) -> dict[str, Any]:
    """Return an introduction with its steps as recorded."""
    return {
        **_without_amounts(objects.of(redacted(one.introduction, without)), without),
        "quiet": one.quiet,
        "steps": [step.as_dict() for step in one.steps],
    }


def entry(one: Entry, without: Collection[str] = ()) -> dict[str, Any]:
    """Return any other entry."""
    one = redacted(one, without)
    found = objects.of(one)
    if isinstance(one, FollowUp):
        del found[_OF_THE_DAY]
        found["unasked"] = one.unasked
        found["typed"] = one.typed
    return _without_amounts(found, without) if isinstance(one, Business) else found


def cells(columns: Sequence[str], found: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    """Yield objects as the rows of a table."""
    for one in found:
        yield [_cell(one[column]) for column in columns]


def written_page(files: Sequence[tuple[str, int]], noun: str) -> Page:
    """Say what was written to which file."""
    return [
        f"Wrote {count} {noun if count != 1 else _single(noun)} to {path}." for path, count in files
    ]


def written_record(
    wanted: Wanted,
    files: Sequence[tuple[str, int]],
    *,
    content: str | None = None,
    count: int | None = None,
) -> dict[str, Any]:
    """Return the JSON of what was written to which file; of no file, the text itself."""
    return {
        "what": wanted.what,
        "format": wanted.format,
        "records": sum(number for _path, number in files) if count is None else count,
        "redacted": list(wanted.without),
        "files": [{"file": path, "records": number} for path, number in files],
        "content": content,
    }


def _single(noun: str) -> str:
    return noun if noun in {"business", "thanks"} else noun.removesuffix("s")


def _without_amounts(found: dict[str, Any], without: Collection[str]) -> dict[str, Any]:
    """Leave the amounts out of business, and of that within an introduction."""
    if "amounts" in without:
        for deal in [found, *found.get("business", ())]:
            if "amount" in deal:
                deal["amount"] = None
    return found


def _cell(value: Any) -> str | int | None:  # noqa: ANN401 - whatever an object holds
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return joined(_part(one) for one in value) or None
    return value  # type: ignore[no-any-return]


def _part(value: Any) -> str:  # noqa: ANN401 - whatever a list of an object holds
    if isinstance(value, dict):
        keys = ("amount", "currency") if "amount" in value else value
        return " ".join(str(value[key]) for key in keys if value[key])
    return str(value)
