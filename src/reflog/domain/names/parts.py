"""The parts of a full name: titles, given name, family name, and what follows it."""

from __future__ import annotations

from reflog.domain.names import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

TITLES = frozenset("dr prof professor mr mrs ms miss mx sir dame rev herr frau mme mlle".split())
"""Words before a name that are no part of it."""

GENERATIONS = {
    **dict.fromkeys(("jr", "junior"), "jr"),
    **dict.fromkeys(("sr", "senior"), "sr"),
    **{number: number for number in ("ii", "iii", "iv")},
}
"""Words behind a name that tell a father from his son."""

BEHIND = frozenset("phd md dds dvm mba msc bsc esq cpa cfa cfp jd llm llb rn".split())
BEHIND = BEHIND.union(GENERATIONS)
"""Words behind a name: these, and what somebody has learned."""

_FIRMS = frozenset(
    """
    ltd limited llc llp inc corp co company plc gmbh ag kg ug ohg sa sarl srl bv nv oy ab aps group
    services solutions partners associates agency studio brothers bros sons removals motors
    builders cleaning consulting properties holdings cafe restaurant bakery hotel kitchens
    bathrooms salon garage pharmacy clinic electrical electrics plumbing heating roofing
    interiors joinery flooring landscaping
    """.split()
)
"""Words of a name, behind the first, that only firms have."""

_AND = frozenset(("&", "+", "and", "und", "et", "y"))


def name_in_card(name: str) -> tuple[str, str, str, str, str]:
    """Return a full name as the N of a card has it: family, given, "", prefix, suffix.

    The last word, but for degrees, is the family name.
    """
    prefix, words, suffix = apart(name.split())
    family = words.pop() if words else ""
    degrees = " ".join(word.rstrip(",") for word in suffix)
    return family.rstrip(",") if suffix else family, " ".join(words), "", " ".join(prefix), degrees


def apart(
    words: list[str], titles: Collection[str] = TITLES
) -> tuple[list[str], list[str], list[str]]:
    """Return the titles before a name, the words of it, one at least, and what follows it."""
    begin, end = 0, len(words)
    while end - begin > 1 and _bare(words[begin]) in titles:
        begin += 1
    while end - begin > 1 and _bare(words[end - 1]) in BEHIND:
        end -= 1
    return words[:begin], words[begin:end], words[end:]


def is_joint(name: str) -> bool:
    """Return whether a name is that of several people: Ann & Tom Berg, Ann und Tom Berg."""
    if "&" in name or "+" in name:
        return True
    words = fold(name).split()
    return any(word in _AND for word in words[1:-1])


def is_firm(name: str, company: str | None = None) -> bool:
    """Return whether a full name is that of a firm, as its words or its company tell."""
    if company and fold(company) == fold(name):
        return True
    bare = {_bare(word) for word in name.split()[1:]}
    return any(map(str.isdigit, name)) or not _FIRMS.isdisjoint(bare)


def _bare(word: str) -> str:
    return fold(word).replace(".", "").strip(",")
