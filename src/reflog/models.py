"""The tables as SQLModel classes: for scripts and notebooks, and for what comes from outside.

The SQL in migrations/ is what makes them; a test holds both to be the same. No inheritance
and no relationships: both cost start-up, and the first fails.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations.

from sqlmodel import Field, SQLModel


class Contact(SQLModel, table=True):
    """A person; contact 1 is me."""

    id: int = Field(default=None, primary_key=True)
    uid: bytes
    handle: str
    name: str
    folded: str
    company: str | None = None
    profession: str | None = None
    role: str | None = None
    city: str | None = None
    note: str | None = None
    created_on: str


class ContactAlias(SQLModel, table=True):
    """Another name a person goes by."""

    __tablename__ = "contact_alias"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    alias: str
    folded: str


class ContactEmail(SQLModel, table=True):
    """An e-mail address, as typed and folded."""

    __tablename__ = "contact_email"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    email: str
    folded: str


class ContactPhone(SQLModel, table=True):
    """A phone number, as typed and, where it can be read as one, in E.164."""

    __tablename__ = "contact_phone"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    phone: str
    e164: str | None = None


class ContactTag(SQLModel, table=True):
    """A word to find a group of people by."""

    __tablename__ = "contact_tag"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    tag: str
    folded: str


class ContactCard(SQLModel, table=True):
    """What a card of a file last said of a person; lists joined by the unit separator."""

    __tablename__ = "contact_card"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    source: str
    key: str
    name: str | None = None
    company: str | None = None
    profession: str | None = None
    role: str | None = None
    city: str | None = None
    note: str | None = None
    aliases: str | None = None
    emails: str | None = None
    phones: str | None = None
    tags: str | None = None
    referrers: str | None = None
    extras: str | None = None


class ContactDistinct(SQLModel, table=True):
    """Two persons who are not the same."""

    __tablename__ = "contact_distinct"
    id: int = Field(default=None, primary_key=True)
    low_id: int = Field(foreign_key="contact.id")
    high_id: int = Field(foreign_key="contact.id")


class Entry(SQLModel, table=True):
    """The ledger number of anything recorded."""

    number: int = Field(default=None, primary_key=True)
    uid: bytes
    kind: str
    created_at: str


class Introduction(SQLModel, table=True):
    """An introducer brings a provider and a prospect together."""

    number: int = Field(primary_key=True, foreign_key="entry.number")
    introducer_id: int = Field(foreign_key="contact.id")
    provider_id: int = Field(foreign_key="contact.id")
    prospect_id: int = Field(foreign_key="contact.id")
    made_on: str
    stage: str
    stage_on: str
    need: str | None = None
    offer: str | None = None
    caller: str = "provider"
    consent: int | None = None
    effort: str | None = None
    why: str | None = None
    at_fault_id: int | None = Field(default=None, foreign_key="contact.id")
    note: str | None = None
    imported: int = 0
    quiet: int = 0


class StageChange(SQLModel, table=True):
    """A stage an introduction came to, and when."""

    __tablename__ = "stage_change"
    id: int = Field(default=None, primary_key=True)
    introduction_id: int = Field(foreign_key="introduction.number")
    stage: str
    reached_on: str


class FollowUp(SQLModel, table=True):
    """Something I owe a person by a day."""

    __tablename__ = "follow_up"
    number: int = Field(primary_key=True, foreign_key="entry.number")
    contact_id: int = Field(foreign_key="contact.id")
    purpose: str
    what: str | None = None
    due_on: str
    about_id: int | None = Field(default=None, foreign_key="introduction.number")
    status: str = "open"
    done_on: str | None = None
    every: int | None = None
    note: str | None = None
    unasked: int = 0


class Business(SQLModel, table=True):
    """Money that came of an introduction, in minor units."""

    number: int = Field(primary_key=True, foreign_key="entry.number")
    about_id: int = Field(foreign_key="introduction.number")
    amount: int
    currency: str
    closed_on: str
    note: str | None = None


class Thanks(SQLModel, table=True):
    """Gratitude expressed, given or received."""

    number: int = Field(primary_key=True, foreign_key="entry.number")
    contact_id: int = Field(foreign_key="contact.id")
    direction: str
    via: str | None = None
    expressed_on: str
    about_id: int | None = Field(default=None, foreign_key="introduction.number")
    note: str | None = None


class OneToOne(SQLModel, table=True):
    """A meeting to get to know a partner."""

    __tablename__ = "one_to_one"
    number: int = Field(primary_key=True, foreign_key="entry.number")
    contact_id: int = Field(foreign_key="contact.id")
    held_on: str
    note: str | None = None


class Note(SQLModel, table=True):
    """Something worth remembering about a person."""

    number: int = Field(primary_key=True, foreign_key="entry.number")
    contact_id: int = Field(foreign_key="contact.id")
    noted_on: str
    about_id: int | None = Field(default=None, foreign_key="introduction.number")
    text: str


class Setting(SQLModel, table=True):
    """A setting of the ledger, where it differs from its default."""

    key: str = Field(primary_key=True)
    value: str
