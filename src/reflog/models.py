"""The tables of the ledger as SQLModel classes, for scripts and notebooks: see reflog.api.

What holds for all of them:

- Contact 1 is me.
- A day is text like 2026-11-21; an instant is UTC text with milliseconds.
- An amount is a whole number of the currency's smallest unit: 250000 with USD is 2,500.00 USD.
- `folded` is the text before it without case and accents: `api.fold(text)`.
- `uid` is 16 bytes that no other row has: `api.new_uid()`.
- A row with a `number` needs that number first: `api.entry(session, "note")`.
- An empty text is not kept: use None.

The database checks the values when they are written, not these classes when they are made. The
SQL in storage/migrations makes the tables, and a test keeps both the same. There is no
inheritance, which SQLModel can't do here, and there are no relationships.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations.

from sqlmodel import Field, SQLModel


class Contact(SQLModel, table=True):
    """A person.

    The handle is unique. Roles are client, past-client, association, supplier, competitor,
    colleague, partner and friend.
    """

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
    greeting: str | None = None
    language: str | None = None


class ContactAlias(SQLModel, table=True):
    """Another name a person goes by."""

    __tablename__ = "contact_alias"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    alias: str
    folded: str


class ContactEmail(SQLModel, table=True):
    """An e-mail address of a person."""

    __tablename__ = "contact_email"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    email: str
    folded: str


class ContactPhone(SQLModel, table=True):
    """A phone number as typed, and in E.164 (+12125550134) if it is a number someone can call."""

    __tablename__ = "contact_phone"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    phone: str
    e164: str | None = None


class ContactTag(SQLModel, table=True):
    """A word that groups people, such as golf."""

    __tablename__ = "contact_tag"
    id: int = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id")
    tag: str
    folded: str


class ContactCard(SQLModel, table=True):
    """What an imported file last said about a person; U+001F stands between several values."""

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
    greeting: str | None = None
    language: str | None = None


class ContactDistinct(SQLModel, table=True):
    """Two people who look like one and are not."""

    __tablename__ = "contact_distinct"
    id: int = Field(default=None, primary_key=True)
    low_id: int = Field(foreign_key="contact.id")
    high_id: int = Field(foreign_key="contact.id")


class Entry(SQLModel, table=True):
    """The number of anything recorded, #12.

    Kinds are introduction, follow-up, business, thanks, one-to-one and note.
    """

    number: int = Field(default=None, primary_key=True)
    uid: bytes
    kind: str
    created_at: str


class Introduction(SQLModel, table=True):
    """The introducer brought the provider, who can help, to the prospect, who needs help.

    Stages are lead, introduced, connected, met, won, lost, declined and bad. `quiet` is 1 if
    no question about it has to be open. `passed_id` is the introduction it was passed on by.
    """

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
    passed_id: int | None = Field(default=None, foreign_key="introduction.number")


class StageChange(SQLModel, table=True):
    """The day an introduction reached a stage, and the side whose word it is.

    `moved` is 0 where that side told of a stage that had been reached before.
    """

    __tablename__ = "stage_change"
    id: int = Field(default=None, primary_key=True)
    introduction_id: int = Field(foreign_key="introduction.number")
    stage: str
    reached_on: str
    told_by: int | None = Field(default=None, foreign_key="contact.id")
    moved: int = 1


class FollowUp(SQLModel, table=True):
    """Something I owe a person by a day.

    Purposes are consent, first-call, check-in, outcome, thank, pay-back, report-back, apology,
    stay-in-touch, one-to-one, ask, review, find and other; `what` says what is to be done for
    other and what is looked for by find, and only there. Status is open, done or dropped;
    `unasked` is 1 if another event closed it. `every_unit` is d, w, m or y.
    """

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
    every_unit: str = "d"


class Business(SQLModel, table=True):
    """Business that came of an introduction, or with a person who came by themselves."""

    number: int = Field(primary_key=True, foreign_key="entry.number")
    about_id: int | None = Field(default=None, foreign_key="introduction.number")
    amount: int
    currency: str
    closed_on: str
    note: str | None = None
    contact_id: int | None = Field(default=None, foreign_key="contact.id")


class Thanks(SQLModel, table=True):
    """A thank-you; direction is given or received."""

    number: int = Field(primary_key=True, foreign_key="entry.number")
    contact_id: int = Field(foreign_key="contact.id")
    direction: str
    via: str | None = None
    expressed_on: str
    about_id: int | None = Field(default=None, foreign_key="introduction.number")
    note: str | None = None


class OneToOne(SQLModel, table=True):
    """A meeting with one person."""

    __tablename__ = "one_to_one"
    number: int = Field(primary_key=True, foreign_key="entry.number")
    contact_id: int = Field(foreign_key="contact.id")
    held_on: str
    note: str | None = None


class Note(SQLModel, table=True):
    """Something worth remembering about a person; with a topic it is a fact."""

    number: int = Field(primary_key=True, foreign_key="entry.number")
    contact_id: int = Field(foreign_key="contact.id")
    noted_on: str
    about_id: int | None = Field(default=None, foreign_key="introduction.number")
    text: str | None = None
    topic: str | None = None
    until_on: str | None = None


class Setting(SQLModel, table=True):
    """A setting of `reflog config` that is not at its default."""

    key: str = Field(primary_key=True)
    value: str
