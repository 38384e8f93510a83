"""Who referred a person, as vCards say it.

No version has a property for it. What is read as one, and nothing else:

- `X-REFERRED-BY:Fred Moss`, which reflog writes;
- `RELATED;TYPE=referred-by` of version 4, as phones that synchronize write it, also as
  x-referred-by, beside other types (`contact,x-referred-by` is how reflog writes it); its
  value is a name, or the UID of another card of the file. Any other RELATED, a `contact` or
  a `colleague`, is someone the person knows;
- Android's `X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;NAME;TYPE;LABEL` with type 11,
  or with a type of the user's own (0) and a label that says it;
- a related name, Apple's `X-ABRELATEDNAMES` or a RELATED, with a label that says it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reflog.formats.vcard.properties import parts_of, text_of
from reflog.formats.words import is_referral as says_it

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reflog.formats.vcard.properties import Property

ANDROID = "X-ANDROID-CUSTOM"
OURS = "X-REFERRED-BY"
RELATED = frozenset({"RELATED", "X-ABRELATEDNAMES"})

_ITEM = "vnd.android.cursor.item/"
_OWN_TYPE = "0"
_REFERRED_BY = "11"
_TYPES = frozenset({"referred-by", "x-referred-by"})
_URI = re.compile(r"(?i)(?:urn:|uid:|mailto:|https?:|data:|tel:)\S*\Z")


class Android(NamedTuple):
    """A row of Android's contacts, kept in an X-ANDROID-CUSTOM property."""

    kind: str
    value: str
    type: str
    label: str


def android(one: Property) -> Android:
    """Parse an X-ANDROID-CUSTOM property: the kind of its row, and its first three columns."""
    kind, value, type_, label, *_ = (*parts_of(one.value, ";"), "", "", "", "")
    return Android(kind.strip().removeprefix(_ITEM), value.strip(), type_.strip(), label)


def is_referral(one: Property, labels: Mapping[str, str]) -> bool:
    """Return whether a property names who referred the person.

    Args:
        labels: the label of each group of the card.
    """
    if one.name == OURS:
        return True
    if one.name in RELATED:
        return bool(_TYPES & one.types) or says_it(labels.get(one.group, ""))
    if one.name != ANDROID or "relation" not in one.value:
        return False
    row = android(one)
    return row.kind == "relation" and (
        row.type == _REFERRED_BY or (row.type == _OWN_TYPE and says_it(row.label))
    )


def referrer_in(one: Property) -> str:
    """Return the name or URI of who referred the person."""
    return android(one).value if one.name == ANDROID else text_of(one.value).strip()


def is_uri(referrer: str) -> bool:
    """Return whether a referrer is given by a URI and not by name."""
    return _URI.match(referrer) is not None
