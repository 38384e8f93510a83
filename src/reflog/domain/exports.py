"""What an export is to contain and leave out, in which format, and where to."""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.entries import FollowUp
from reflog.domain.follow_ups import FREE, TYPED, sentence
from reflog.domain.schema import ADDRESSES, KINDS
from reflog.errors import UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Any, TypeVar

    from reflog.domain.cards.card import Card

    R = TypeVar("R", bound=Record)

TABLES = ("contacts", *(kind.plural for kind in KINDS), "settings")
"""What can be exported by itself."""

FORMATS = ("json", "csv", "vcard", "ics")
ONLY = {"vcard": "contacts", "ics": "follow-ups"}
"""The formats that hold one thing and no other."""

ENDINGS = {".json": "json", ".csv": "csv", ".vcf": "vcard", ".vcard": "vcard", ".ics": "ics"}
VERSIONS = {"4": "4.0", "4.0": "4.0", "3": "3.0", "3.0": "3.0"}


def holding(counts: Mapping[str, int]) -> str:
    """Return "3 contacts and 12 entries" for counts of a ledger's contacts and of its entries."""
    contacts = counts["contacts"]
    entries = sum(counts.values()) - contacts
    return (
        f"{contacts} contact{'' if contacts == 1 else 's'} and "
        f"{entries} {'entry' if entries == 1 else 'entries'}"
    )


class Wanted(Record):
    """An export of one of TABLES, or of all if `what` is None; to stdout if `output` is None.

    Attributes:
        is_folder: every table becomes a file of its own.
        without: what is redacted.
    """

    what: str | None
    format: str
    output: str | None
    is_folder: bool
    journal: bool
    without: tuple[str, ...]
    vcard_version: str
    vtodo: bool

    @property
    def tables(self) -> tuple[str, ...]:
        """Every table that it contains."""
        return TABLES if self.what is None else (self.what,)

    @property
    def noun(self) -> str:
        """What it contains, in the plural: contacts, rows, records."""
        return self.what or "records"


def judge(  # noqa: PLR0913 - an option each
    words: Sequence[str],
    output: str | None,
    named: str | None,
    *,
    is_folder: bool,
    journal: bool,
    redact: str | None,
    version: str | None,
    vtodo: bool,
) -> Wanted:
    """Return the export that words and options ask for (UsageError: they don't go together).

    `is_folder` if a folder of the name behind -o exists; `named` is the format.
    """
    output = None if output == "-" else output
    if output is not None and (not output or "\0" in output):
        message = "The file name is empty."
        raise UsageError(message, hint="reflog export -o ledger.json")
    looks_folder = output is not None and (is_folder or output.endswith(("/", "\\")))
    what = _what(words)
    kind = _format(named, output, looks_folder=looks_folder)
    what = what or ONLY.get(kind)
    all_tables = kind == "csv" and what is None
    wanted = Wanted(
        what=what,
        format=kind,
        output=output,
        is_folder=all_tables or (kind == "csv" and looks_folder),
        journal=journal,
        without=() if redact is None else parse_redaction(redact),
        vcard_version=VERSIONS.get(version or "4", ""),
        vtodo=vtodo,
    )
    _require_together(wanted, version)
    if all_tables and (output is None or _ending(output) == ".csv"):
        message = "A table can hold only one kind of entry."
        hint = "reflog export contacts --format csv; or all, in a folder: --format csv -o FOLDER"
        raise UsageError(message, hint=hint)
    return wanted


def _what(words: Sequence[str]) -> str | None:
    if len(words) > 1:
        message = f"You can export everything or one thing, not {quoted(' '.join(words))}."
        raise UsageError(message, hint="reflog export writes everything")
    if not words:
        return None
    what = words[0].strip().lower().replace("_", "-")
    if what not in TABLES:
        from reflog.domain.names import nearest

        message = f"I can't export {quoted(words[0])}."
        near = nearest(what, TABLES)
        every = f"it can be one of {', '.join(TABLES)}; leave it out for everything"
        raise UsageError(message, hint=f"maybe {near}? reflog export {near}" if near else every)
    return what


def _format(named: str | None, output: str | None, *, looks_folder: bool) -> str:
    if named is None:
        by_ending = ENDINGS.get(_ending(output or ""), "json")
        return "csv" if looks_folder else by_ending
    kind = named.strip().lower()
    if kind not in FORMATS:
        message = f"--format has to be one of {', '.join(FORMATS)}, not {quoted(named)}."
        raise UsageError(message, hint="leave it out for json, or for what the file's ending says")
    return kind


def _ending(output: str) -> str:
    dot = output.rfind(".")
    return output[dot:].lower() if dot > max(output.rfind("/"), output.rfind("\\")) else ""


def _require_together(wanted: Wanted, version: str | None) -> None:
    kind, what = wanted.format, wanted.what
    if kind in ONLY and what != ONLY[kind]:
        message = f"{kind} files hold {ONLY[kind]}, not {what}."
        raise UsageError(message, hint=f"reflog export {what} --format csv")
    if wanted.journal and (kind != "json" or what is not None):
        message = "--journal only goes with the whole ledger, as JSON."
        raise UsageError(message, hint="reflog export --journal")
    if wanted.journal and wanted.without:
        message = "--journal writes every text there ever was, so --redact can't leave any out."
        raise UsageError(message, hint="use only one of --journal and --redact")
    if version is not None and version not in VERSIONS:
        message = f"--vcard-version has to be 3 or 4, not {quoted(version)}."
        raise UsageError(message, hint="leave it out for 4")
    for option, of, is_said in (
        ("--vcard-version", "vcard", version is not None),
        ("--vtodo", "ics", wanted.vtodo),
    ):
        if is_said and kind != of:
            message = f"{option} only goes with --format {of}, not with {kind}."
            raise UsageError(message, hint=f"reflog export --format {of} {option}")


REDACTABLE = ("notes", "phones", "emails", "amounts")
"""What can be left out: every free text, phone numbers, addresses, amounts of money."""

_TEXTS = ("note", "need", "offer", "why")


def parse_redaction(
    text: str, among: tuple[str, ...] = REDACTABLE, joint: str = ", "
) -> tuple[str, ...]:
    """Return what a list with commas names, in order (UsageError: something else, or nothing)."""
    named = [word.strip().lower() for word in text.split(",")]
    unknown = [word for word in named if word not in among]
    if unknown:
        message = f"--redact can leave out {joint.join(among)}, not {quoted(unknown[0])}."
        raise UsageError(message, hint=f"--redact {','.join(among[:2])}")
    return tuple(word for word in among if word in named)


def redacted(record: R, what: Collection[str]) -> R:
    """Return a contact or an entry without the texts and addresses to leave out.

    Amounts stay in the record, since money without an amount is nothing: whoever writes the record
    leaves them out.
    """
    changes: dict[str, Callable[[object], object]] = {}
    if "notes" in what:
        changes |= dict.fromkeys(_TEXTS, lambda _: None)
        if isinstance(record, FollowUp) and record.purpose in {*FREE, *TYPED}:
            general = sentence(record.purpose, record.contact_name, None, None)
            changes |= {"what": lambda _: general, "typed": lambda _: None}
    changes |= {name: lambda _: () for name in ADDRESSES if name in what}
    return record.with_each(changes) if changes else record


def redacted_card(card: Card, what: Collection[str]) -> Card:
    """Return a card redacted; its extras go too, since they may hold any of it."""
    values: dict[str, Any] = {}
    if set(what) & {"notes", *ADDRESSES}:
        values["extras"] = ()
    if "notes" in what:
        values["note"] = None
    values |= {name: () for name in ADDRESSES if name in what}
    return card._replace(**values)
