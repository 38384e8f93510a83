"""The options that commands share: the type, the names with what follows them, the help."""

from typing import Annotated, Any

from reflog.cli.arguments.contact_fields import REMOVALS
from reflog.domain.contacts import ROLES
from reflog.domain.follow_ups import VIAS
from reflog.domain.schema import FIELDS, Field

Words = list[str] | None
On = Annotated[str | None, "--on WHEN", "The day it happened (default: today)."]
Note = Annotated[str | None, "--note -n TEXT", "A note to keep with it."]
Why = Annotated[str | None, "--why -w TEXT", "Why it ended that way."]
Amount = Annotated[str | None, "--amount -a MONEY", "Value of the business."]
AmountOfBusiness = Annotated[
    str | None, "--amount -a MONEY", "Value of the business, not of a gift."
]
Via = Annotated[str | None, "--via -v VIA", "How you said thanks: " + ", ".join(VIAS) + "."]
About = Annotated[str | None, "--about N", "The introduction it's about."]
Due = Annotated[
    str | None, "--due -d WHEN", "The day it's due (default: tomorrow, even a day off)."
]
Every = Annotated[
    str | None, "--every SPAN", "Repeat it after days, weeks, months or years: 90d, 6m."
]
Within = Annotated[str, "--within DAYS", "How many days ahead to look."]
ForPerson = Annotated[str | None, "--for NAME", "Only those with this person."]
Purpose = Annotated[str | None, "--purpose P", "Only those with this purpose."]
Since = Annotated[str | None, "--since WHEN", "Only from this day on."]
PageFile = Annotated[str | None, "-o --output FILE", "Write it as a page to print (.html)."]
OpenFile = Annotated[bool, "--open", "Open FILE in the browser."]
Force = Annotated[bool, "--force", "Replace FILE."]
Limit = Annotated[str | None, "--limit COUNT", "Show at most this many."]
Yes = Annotated[bool, "--yes -y", "Don't ask."]
NewPerson = Annotated[bool, "--new", "Create a new person, even if the name is taken."]
NoNext = Annotated[bool, "--no-next", "Schedule nothing."]
Need = Annotated[str | None, "--need TEXT", "What the prospect needs."]
Offer = Annotated[str | None, "--offer TEXT", "What the provider offers."]
Caller = Annotated[
    str | None, "--caller PARTY", "Who calls first: provider, prospect or introducer."
]
Consent = Annotated[
    bool | None, "--consent/--no-consent", "Whether the prospect is happy to be called."
]
Effort = Annotated[
    str | None,
    "--effort EFFORT",
    "What the introducer did: details, material, testimonial, call or in-person.",
]

AtFault = Annotated[str | None, "--at-fault NAME", "Who let it down."]
PassedTo = Annotated[str | None, "--passed-to NAME", "Who they passed it on to, with declined."]
By = Annotated[str | None, "--by -b NAME", "Who made the introduction, if it wasn't you."]
Stage = Annotated[str | None, "--stage STAGE", "Only those at this stage."]
WithPerson = Annotated[str | None, "--with NAME", "Only those with this person."]


TOLD = {
    "need": Need,
    "offer": Offer,
    "caller": Caller,
    "consent": Consent,
    "effort": Effort,
    "lead": Annotated[bool, "--lead", "Just a name passed on, not an introduction yet."],
    "on": On,
    "note": Note,
    "no_follow_up": Annotated[bool, "--no-follow-up", "Schedule nothing."],
    "new": NewPerson,
    "again": Annotated[bool, "--again", "Even if these people already have an open introduction."],
}
"""What may be told of an introduction as it is recorded."""

Told = Annotated[Any, TOLD]

Profession = Annotated[str | None, "--profession TEXT", "What they do."]
City = Annotated[str | None, "--city TEXT", "Where they're based."]
Role = Annotated[str | None, "--role ROLE", "Why they send business: " + ", ".join(ROLES) + "."]


def _of_field(field: Field) -> Any:  # noqa: ANN401 - an annotation
    """Return the option that sets a field of a contact; several of one of several values."""
    kind = list[str] | None if field.same else str | None
    return Annotated[kind, f"--{field.option} TEXT", field.help]


PERSON = {
    "handle": Annotated[str | None, "--handle TEXT", "The short name that never changes."],
    **{field.name: _of_field(field) for field in FIELDS},
    "role": Role,
    "note": Note,
}
"""The editable fields of a contact, by the name of the field."""


def _of_removal(option: str) -> Any:  # noqa: ANN401 - an annotation
    """Return the option that takes a value out of a list of a contact."""
    said = f"Take away this {option}; repeat for more."
    return Annotated[list[str] | None, f"--remove-{option} TEXT", said]


WhereTag = Annotated[str | None, "--where-tag TAG", "Everyone with this tag, in place of NAME."]
WhereRole = Annotated[str | None, "--where-role ROLE", "Everyone with this role."]
Person = Annotated[
    Any,
    {
        **PERSON,
        **{name: _of_removal(name.removeprefix("remove_")) for name in REMOVALS},
        "where_tag": WhereTag,
        "where_role": WhereRole,
    },
]
NewContact = Annotated[Any, {**PERSON, "new": NewPerson}]

ENTRY = {
    "provider": Annotated[str | None, "--provider NAME", "Who can help."],
    "prospect": Annotated[str | None, "--prospect NAME", "Who needs help."],
    "by": Annotated[str | None, "--by -b --from -f NAME", "Who introduced them."],
    "stage": Annotated[str | None, "--stage STAGE", "The stage it has reached."],
    "lead": Annotated[bool, "--lead", "The same as --stage lead."],
    "need": Need,
    "offer": Offer,
    "caller": Caller,
    "consent": Consent,
    "effort": Effort,
    "why": Why,
    "at_fault": AtFault,
    "on": Annotated[str | None, "--on WHEN", "The day it happened."],
    "note": Note,
    "amount": Amount,
    "contact": Annotated[str | None, "--contact NAME", "The person it's with."],
    "what": Annotated[str | None, "--what TEXT", "What to do."],
    "due": Annotated[str | None, "--due -d WHEN", "The day it's due; opens what is done."],
    "about": Annotated[str | None, "--about --for N", "The introduction it's about."],
    "every": Annotated[
        str | None,
        "--every SPAN",
        'Repeat it after days, weeks, months or years: 90d, 6m; "" stops.',
    ],
    "via": Via,
    "topic": Annotated[str | None, "--topic TOPIC", "What the fact is about."],
    "until": Annotated[str | None, "--until WHEN", "The last day of it, of room and full."],
    "given": Annotated[bool, "--given", "You thanked them."],
    "received": Annotated[bool, "--received", "They thanked you."],
}
"""The editable fields of an entry, by the name of the field."""

Entry = Annotated[Any, ENTRY]
