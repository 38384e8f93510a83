"""The fields of a contact and the kinds of entry: one table of each, for everyone who needs them.

A new one is added here, in its record (domain/contacts, domain/entries), in the models and in the
SQL. A test holds the four to be the same.
"""

from __future__ import annotations

from reflog.domain import Record
from reflog.domain.contacts import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PHONE, LONGEST_TEXT
from reflog.domain.entries import Business, FollowUp, Introduction, Note, OneToOne, Thanks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.domain.entries import Entry


class Field(Record):
    """Something known of a contact besides handle and name.

    Attributes:
        name: what the record, the JSON and cards of files call it.
        option: what is typed for it, without its dashes; the column is called so, too.
        same: for a list, the column by which two values are the same.
        least, most: characters of a value.
        code: its place in the search index, never given to another; None if `find` doesn't
            search it.
    """

    name: str
    option: str
    help: str
    same: str = ""
    least: int = 1
    most: int = LONGEST_TEXT
    code: int | None = None

    @property
    def column(self) -> str:
        """Where it is stored."""
        return self.option

    @property
    def table(self) -> str:
        """Where the column is: a list has a table of its own."""
        return f"contact_{self.option}" if self.same else "contact"


def _one(name: str, help_: str, code: int | None = None, most: int = LONGEST_TEXT) -> Field:
    return Field(name=name, option=name, help=help_, most=most, code=code)


def _list(
    name: str, option: str, text: str, code: int, *, same: str = "folded", **lengths: int
) -> Field:
    lengths = {"most": LONGEST_NAME} | lengths
    help_ = f"{text}; repeat for more."
    return Field(name=name, option=option, help=help_, same=same, code=code, **lengths)


FIELDS = (
    _one("company", "The company they work for.", 2),
    _one("profession", "What they do.", 3),
    _one("role", "Why they send business"),
    _one("city", "Where they're based.", 4),
    _one("note", "A remark to keep with it.", 5),
    _list("aliases", "alias", "Another name", 6),
    _list("emails", "email", "An e-mail address", 7, least=3, most=LONGEST_EMAIL),
    _list("phones", "phone", "A phone number", 8, same="e164", least=3, most=LONGEST_PHONE),
    _list("tags", "tag", "A label for a group", 9),
    _one("greeting", 'How drafts greet them: "Dear Dr Berg".', 12),
    _one("language", "The language of drafts to them: de.", most=20),
)
"""What a contact may have beside handle and name."""

SINGLE = tuple(field.name for field in FIELDS if not field.same)
SEVERAL = {field.name: field for field in FIELDS if field.same}
"""The fields of one value, which are columns of the contact; those of several, by name."""

ADDRESSES = ("emails", "phones")
"""By which people are reached, and known again."""

SAID_LISTS = (*SEVERAL, "referrers", "extras")
SAID = ("name", *SINGLE, *SAID_LISTS)
"""What the card of a file says of a person: columns of contact_card, several values in one."""


ENTRY = ("id", "kind", "uid", "created_at")
"""The keys of the JSON of every entry."""

OF_PARTIES = ("stage", "introducer", "provider", "prospect")
"""What a follow-up has of the introduction that it is about."""


class Kind(Record):
    """A kind of entry.

    Attributes:
        record: the record of one.
        plural: what `export` calls them; with an underscore, their list in JSON.
        table: where they are stored, besides their numbers in `entry`.
        columns: of the table, without the number.
        people: the columns that name people.
        is_with_other: its person is never me.
        day: the column of the day it happened.
        texts: its free texts, each with its place in the search index, which is never given
            to another.
        kept: the columns of text that stay when a person is forgotten: days, and words of
            the program. Any other is erased.
        corrects: what can be corrected, by what is typed for it, and the column.
        emptied: what of that can be emptied.
        unsaid: the fields of the record that its JSON leaves out.
    """

    record: type[Entry]
    plural: str
    table: str
    columns: tuple[str, ...]
    people: tuple[str, ...] = ("contact_id",)
    is_with_other: bool = False
    day: str
    texts: dict[str, int]
    kept: tuple[str, ...]
    corrects: dict[str, str]
    emptied: tuple[str, ...]
    unsaid: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its name in the ledger, such as follow-up."""
        return self.record.kind

    @property
    def section(self) -> str:
        """Its list in JSON, such as follow_ups."""
        return self.plural.replace("-", "_")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of one in JSON."""
        money = {"money": ("amount", "currency")}
        own = [name for name in self.record.fields if name not in {*ENTRY, *self.unsaid}]
        return (*ENTRY, *(key for name in own for key in money.get(name, (name,))))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _columns(text: str) -> dict[str, str]:
    """Return each word that is typed with its column: `on=held_on`, or `note`, which is both."""
    pairs = (word.partition("=") for word in text.split())
    return {typed: column or typed for typed, _joint, column in pairs}


KINDS = (
    Kind(
        record=Introduction,
        plural="introductions",
        table="introduction",
        columns=_words(
            "introducer_id provider_id prospect_id made_on stage stage_on need offer "
            "caller consent effort why at_fault_id note imported quiet passed_id"
        ),
        people=_words("introducer_id provider_id prospect_id at_fault_id"),
        day="made_on",
        texts={"need": 16, "offer": 17, "why": 18, "note": 19},
        kept=_words("made_on stage stage_on caller effort"),
        corrects=_columns(
            "provider=provider_id prospect=prospect_id by=introducer_id on=made_on stage need "
            "offer caller consent effort why at_fault=at_fault_id note"
        ),
        emptied=_words("need offer consent effort why at_fault note"),
    ),
    Kind(
        record=FollowUp,
        plural="follow-ups",
        table="follow_up",
        columns=_words(
            "contact_id purpose what due_on about_id status done_on every note unasked every_unit"
        ),
        is_with_other=True,
        day="done_on",
        texts={"what": 20, "note": 21},
        kept=_words("purpose due_on status done_on every_unit"),
        corrects=_columns("contact=contact_id what due=due_on about=about_id every note"),
        emptied=("about", "every", "note"),
        unsaid=("contact_id", "typed", "unasked", "need", "is_tried", *ADDRESSES, *OF_PARTIES),
    ),
    Kind(
        record=Business,
        plural="business",
        table="business",
        columns=_words("about_id amount currency closed_on note contact_id"),
        is_with_other=True,
        day="closed_on",
        texts={"note": 22},
        kept=("currency", "closed_on"),
        corrects=_columns("contact=contact_id about=about_id amount on=closed_on note"),
        emptied=("note",),
        unsaid=("contact_name",),
    ),
    Kind(
        record=Thanks,
        plural="thanks",
        table="thanks",
        columns=_words("contact_id direction via expressed_on about_id note"),
        is_with_other=True,
        day="expressed_on",
        texts={"note": 23},
        kept=("direction", "via", "expressed_on"),
        corrects=_columns("contact=contact_id direction via on=expressed_on about=about_id note"),
        emptied=("via", "about", "note"),
        unsaid=("contact_name",),
    ),
    Kind(
        record=OneToOne,
        plural="one-to-ones",
        table="one_to_one",
        columns=("contact_id", "held_on", "note"),
        is_with_other=True,
        day="held_on",
        texts={"note": 24},
        kept=("held_on",),
        corrects=_columns("contact=contact_id on=held_on note"),
        emptied=("note",),
        unsaid=("contact_name",),
    ),
    Kind(
        record=Note,
        plural="notes",
        table="note",
        columns=_words("contact_id noted_on about_id text topic until_on"),
        day="noted_on",
        texts={"text": 25},
        kept=("noted_on",),
        corrects=_columns(
            "contact=contact_id on=noted_on about=about_id note=text topic until=until_on"
        ),
        emptied=("about", "note", "topic", "until"),
        unsaid=("contact_name",),
    ),
)
"""Everything that is given a ledger number."""

KIND = {kind.name: kind for kind in KINDS}

COLUMNS = {
    "contact": ("id", "uid", "handle", "name", "folded", *SINGLE, "created_on"),
    **{field.table: ("contact_id", field.column, field.same) for field in SEVERAL.values()},
    "contact_card": ("contact_id", "source", "key", *SAID),
    "contact_distinct": ("low_id", "high_id"),
    "entry": ("number", "uid", "kind", "created_at"),
    **{kind.table: ("number", *kind.columns) for kind in KINDS},
    "stage_change": ("introduction_id", "stage", "reached_on", "told_by", "moved"),
    "setting": ("key", "value"),
}
"""The columns of each table, without ids that nothing refers to; no table refers to a later one."""

KEPT = {
    "contact": ("created_on",),
    "contact_card": ("source",),
    "entry": ("kind", "created_at"),
    "stage_change": ("stage", "reached_on"),
    "setting": ("key",),
    **{kind.table: kind.kept for kind in KINDS},
}
"""The texts that stay when a person is forgotten; every other column of text is erased."""
