"""The options that commands share, as Typer takes them."""

from typing import Annotated, Any

import typer

from reflog.cli.arguments.contact_fields import REMOVALS
from reflog.domain.contacts import ROLES
from reflog.domain.follow_ups import VIAS
from reflog.domain.schema import FIELDS, Field

Words = Annotated[list[str] | None, typer.Argument(hidden=True)]
Json = Annotated[bool, typer.Option("--json", help="Answer as one JSON document.")]
On = Annotated[
    str | None, typer.Option("--on", metavar="WHEN", help="The day it happened (default: today).")
]
Note = Annotated[
    str | None, typer.Option("--note", "-n", metavar="TEXT", help="A note to keep with it.")
]
Why = Annotated[
    str | None, typer.Option("--why", "-w", metavar="TEXT", help="Why it ended that way.")
]
Amount = Annotated[
    str | None,
    typer.Option("--amount", "-a", metavar="MONEY", help="Value of the business."),
]
AmountOfBusiness = Annotated[
    str | None,
    typer.Option("--amount", "-a", metavar="MONEY", help="Value of the business, not of a gift."),
]
Via = Annotated[
    str | None,
    typer.Option(
        "--via", "-v", metavar="VIA", help="How you said thanks: " + ", ".join(VIAS) + "."
    ),
]
About = Annotated[
    str | None, typer.Option("--about", metavar="N", help="The introduction it's about.")
]
Due = Annotated[
    str | None,
    typer.Option(
        "--due", "-d", metavar="WHEN", help="The day it's due (default: tomorrow, even a day off)."
    ),
]
Every = Annotated[
    str | None,
    typer.Option(
        "--every",
        metavar="SPAN",
        help="Repeat it after days, weeks, months or years: 90d, 6m.",
    ),
]
Within = Annotated[
    str, typer.Option("--within", metavar="DAYS", help="How many days ahead to look.")
]
ForPerson = Annotated[
    str | None, typer.Option("--for", metavar="NAME", help="Only those with this person.")
]
Purpose = Annotated[
    str | None, typer.Option("--purpose", metavar="P", help="Only those with this purpose.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help="Only from this day on.")
]
PageFile = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write it as a page to print (.html)."),
]
OpenFile = Annotated[bool, typer.Option("--open", help="Open FILE in the browser.")]
Force = Annotated[bool, typer.Option("--force", help="Replace FILE.")]
Limit = Annotated[
    str | None, typer.Option("--limit", metavar="COUNT", help="Show at most this many.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]
NewPerson = Annotated[
    bool, typer.Option("--new", help="Create a new person, even if the name is taken.")
]
NoNext = Annotated[bool, typer.Option("--no-next", help="Schedule nothing.")]
Need = Annotated[
    str | None, typer.Option("--need", metavar="TEXT", help="What the prospect needs.")
]
Offer = Annotated[
    str | None, typer.Option("--offer", metavar="TEXT", help="What the provider offers.")
]
Caller = Annotated[
    str | None,
    typer.Option(
        "--caller", metavar="PARTY", help="Who calls first: provider, prospect or introducer."
    ),
]
Consent = Annotated[
    bool | None,
    typer.Option("--consent/--no-consent", help="Whether the prospect is happy to be called."),
]
Effort = Annotated[
    str | None,
    typer.Option(
        "--effort",
        metavar="EFFORT",
        help="What the introducer did: details, material, testimonial, call or in-person.",
    ),
]

AtFault = Annotated[str | None, typer.Option("--at-fault", metavar="NAME", help="Who let it down.")]
PassedTo = Annotated[
    str | None,
    typer.Option("--passed-to", metavar="NAME", help="Who they passed it on to, with declined."),
]
By = Annotated[
    str | None,
    typer.Option("--by", "-b", metavar="NAME", help="Who made the introduction, if it wasn't you."),
]
Stage = Annotated[
    str | None, typer.Option("--stage", metavar="STAGE", help="Only those at this stage.")
]
WithPerson = Annotated[
    str | None, typer.Option("--with", metavar="NAME", help="Only those with this person.")
]


TOLD = {
    "need": Need,
    "offer": Offer,
    "caller": Caller,
    "consent": Consent,
    "effort": Effort,
    "lead": Annotated[
        bool, typer.Option("--lead", help="Just a name passed on, not an introduction yet.")
    ],
    "on": On,
    "note": Note,
    "no_follow_up": Annotated[bool, typer.Option("--no-follow-up", help="Schedule nothing.")],
    "new": NewPerson,
    "again": Annotated[
        bool,
        typer.Option("--again", help="Even if these people already have an open introduction."),
    ],
}
"""What may be told of an introduction as it is recorded."""

Told = Annotated[Any, TOLD]

Profession = Annotated[
    str | None, typer.Option("--profession", metavar="TEXT", help="What they do.")
]
City = Annotated[str | None, typer.Option("--city", metavar="TEXT", help="Where they're based.")]
Role = Annotated[
    str | None,
    typer.Option(
        "--role", metavar="ROLE", help="Why they send business: " + ", ".join(ROLES) + "."
    ),
]


def _of_field(field: Field) -> Any:  # noqa: ANN401 - an annotation
    """Return the option that sets a field of a contact; several of one of several values."""
    kind = list[str] | None if field.same else str | None
    return Annotated[kind, typer.Option(f"--{field.option}", metavar="TEXT", help=field.help)]


PERSON = {
    "handle": Annotated[
        str | None,
        typer.Option("--handle", metavar="TEXT", help="The short name that never changes."),
    ],
    **{field.name: _of_field(field) for field in FIELDS},
    "role": Role,
    "note": Note,
}
"""The editable fields of a contact, by the name of the field."""


def _of_removal(option: str) -> Any:  # noqa: ANN401 - an annotation
    """Return the option that takes a value out of a list of a contact."""
    said = f"Take away this {option}; repeat for more."
    return Annotated[
        list[str] | None, typer.Option(f"--remove-{option}", metavar="TEXT", help=said)
    ]


WhereTag = Annotated[
    str | None,
    typer.Option("--where-tag", metavar="TAG", help="Everyone with this tag, in place of NAME."),
]
WhereRole = Annotated[
    str | None,
    typer.Option("--where-role", metavar="ROLE", help="Everyone with this role."),
]
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
    "provider": Annotated[
        str | None, typer.Option("--provider", metavar="NAME", help="Who can help.")
    ],
    "prospect": Annotated[
        str | None, typer.Option("--prospect", metavar="NAME", help="Who needs help.")
    ],
    "by": Annotated[
        str | None,
        typer.Option("--by", "-b", "--from", "-f", metavar="NAME", help="Who introduced them."),
    ],
    "stage": Annotated[
        str | None, typer.Option("--stage", metavar="STAGE", help="The stage it has reached.")
    ],
    "lead": Annotated[bool, typer.Option("--lead", help="The same as --stage lead.")],
    "need": Need,
    "offer": Offer,
    "caller": Caller,
    "consent": Consent,
    "effort": Effort,
    "why": Why,
    "at_fault": AtFault,
    "on": Annotated[str | None, typer.Option("--on", metavar="WHEN", help="The day it happened.")],
    "note": Note,
    "amount": Amount,
    "contact": Annotated[
        str | None, typer.Option("--contact", metavar="NAME", help="The person it's with.")
    ],
    "what": Annotated[str | None, typer.Option("--what", metavar="TEXT", help="What to do.")],
    "due": Annotated[
        str | None,
        typer.Option("--due", "-d", metavar="WHEN", help="The day it's due; opens what is done."),
    ],
    "about": Annotated[
        str | None,
        typer.Option("--about", "--for", metavar="N", help="The introduction it's about."),
    ],
    "every": Annotated[
        str | None,
        typer.Option(
            "--every",
            metavar="SPAN",
            help='Repeat it after days, weeks, months or years: 90d, 6m; "" stops.',
        ),
    ],
    "via": Via,
    "topic": Annotated[
        str | None, typer.Option("--topic", metavar="TOPIC", help="What the fact is about.")
    ],
    "until": Annotated[
        str | None,
        typer.Option("--until", metavar="WHEN", help="The last day of it, of room and full."),
    ],
    "given": Annotated[bool, typer.Option("--given", help="You thanked them.")],
    "received": Annotated[bool, typer.Option("--received", help="They thanked you.")],
}
"""The editable fields of an entry, by the name of the field."""

Entry = Annotated[Any, ENTRY]
