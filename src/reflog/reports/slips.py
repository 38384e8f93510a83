"""What a report of slips would add to the ledger as it is now."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reflog.domain.cards.referrals import bare
from reflog.domain.contacts import ME, Known, New
from reflog.domain.introductions import OPEN_STAGES
from reflog.domain.money import money_text, parse_money
from reflog.domain.names import fold, typed
from reflog.errors import UsageError, quoted
from reflog.formats import slips
from reflog.reports.contacts import contact, match_name
from reflog.reports.importing import last_op

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reflog.domain.entries import Money
    from reflog.formats.slips import Slip, Slips
    from reflog.storage import Reader

    Who = Known | New

WEEK = timedelta(days=6)
"""How far back an entry is taken for that of a slip: the seven days to the report's."""

_TO_MYSELF = "it is from you to yourself"
_SIDES = "introducer_id = ? AND provider_id = ?"
_FEWEST, _MOST = 2, 4  # words of a detail that is a name
_NAMED = re.compile(r"[^\W\d_][\w.'\u2019-]*")


class Planned:
    """A slip, and what happens to it.

    Attributes:
        outcome: one of added, unchanged, skipped, failed.
        said: what it adds, in words; else why it adds nothing.
        prospect: who needs help, for a referral.
        about: the number of the introduction that brought the business; None if one is to be
            made, or if it is the referral `of` in the same report.
    """

    outcome = "added"
    said = ""
    other: Who | None = None
    prospect: Who | None = None
    money: Money | None = None
    about: int | None = None
    of: Planned | None = None

    def __init__(self, slip: Slip, *, is_mine: bool) -> None:
        self.slip = slip
        self.is_mine = is_mine


class LeftError(Exception):
    """A slip adds nothing: what happens to it instead, and why."""


def my_names(reader: Reader) -> frozenset[str]:
    """Return my names, folded; none if I have never set one."""
    me = contact(reader, ME)
    if me is None:
        return frozenset()
    named = [] if me.name == me.handle else [me.name]
    return frozenset(map(fold, (*named, *me.aliases)))


class Plan:
    """Plans slips, referrals first, since business may come of one in the same report."""

    def __init__(self, reader: Reader, day: date, currency: str) -> None:
        self.op = last_op(reader)
        self._reader = reader
        self._mine = my_names(reader)
        self._day = day
        self._currency = currency
        self._there: dict[tuple[object, ...], Iterator[object]] = {}
        self._referrals: dict[tuple[bool, str], Planned] = {}
        self._new: dict[str, New] = {}
        self.near: list[tuple[int, str, str, str]] = []
        self.planned: list[Planned] = []

    def take(self, report: Slips) -> list[Planned]:
        """Return what happens to each slip, in the order of the file."""
        ordered = sorted(report.slips, key=lambda slip: slip.kind != slips.REFERRAL)
        planned = [self._slip(slip) for slip in ordered]
        self.planned = sorted(planned, key=lambda one: one.slip.line)
        return self.planned

    def _slip(self, slip: Slip) -> Planned:
        one = Planned(slip, is_mine=self._is_me(slip.giver))
        try:
            self._require_kept(slip, is_mine=one.is_mine)
            one.other = self._other(slip, is_mine=one.is_mine)
            one.said = self._PLANS[slip.kind](self, one)
        except LeftError as left:
            one.outcome, one.said = left.args
        return one

    def _require_kept(self, slip: Slip, *, is_mine: bool) -> None:
        is_to_me = self._is_me(slip.to)
        whys = (
            (slip.kind == slips.CREDITS, "CEU credits are not kept"),
            (not slip.kind, "it doesn't say what kind it is"),
            (slip.kind not in self._PLANS, f"a slip {quoted(slip.kind)} is not kept"),
            (not slip.giver, "it doesn't say from whom"),
            (is_mine and is_to_me, _TO_MYSELF),
            (not is_mine and not is_to_me, "it is between others"),
            (not slip.to, "it doesn't say to whom"),
        )
        for is_so, why in whys:
            if is_so:
                raise LeftError("skipped", why)

    def _other(self, slip: Slip, *, is_mine: bool) -> Who:
        """Return who the slip is to or from beside me; a part of my name is still me."""
        other = self._who(slip.line, slip.to if is_mine else slip.giver)
        if _key(other) == str(ME):
            raise LeftError("skipped", _TO_MYSELF)
        return other

    def _referral(self, one: Planned) -> str:
        sql = f"SELECT number FROM introduction WHERE {_SIDES} AND made_on BETWEEN ? AND ?"
        self._require_new(sql, self._sides(one, is_given=one.is_mine))
        one.prospect = self._prospect(one)
        self._referrals[one.is_mine, _key(one.other)] = one
        way = "to" if one.is_mine else "from"
        return f"referral {way} {_name(one.other)}: {_name(one.prospect)}"

    def _one_to_one(self, one: Planned) -> str:
        if isinstance(one.other, Known):
            sql = "SELECT number FROM one_to_one WHERE contact_id = ? AND held_on BETWEEN ? AND ?"
            self._require_new(sql, (one.other.id,))
        return f"one-to-one with {_name(one.other)}"

    def _business(self, one: Planned) -> str:
        try:
            one.money = parse_money(one.slip.amount.lstrip("+"), self._currency)
        except UsageError as error:
            why = error.message.rstrip(".") if one.slip.amount else "it has no amount"
            raise LeftError("failed", why) from None
        # Thanks for business goes to whoever brought it: mine to them, theirs to me.
        sides = self._sides(one, is_given=not one.is_mine)
        sql = (
            "SELECT number FROM business WHERE amount = ? AND currency = ? AND (contact_id = ? "
            f"OR about_id IN (SELECT number FROM introduction WHERE {_SIDES})) "
            "AND closed_on BETWEEN ? AND ?"
        )
        by_themselves = sides[0] if one.is_mine else None  # what they bought of me unasked
        money = (one.money.minor, one.money.currency)
        self._require_new(sql, (*money, by_themselves, *sides))
        one.of = self._referrals.get((not one.is_mine, _key(one.other)))
        one.about = None if one.of else self._latest(sides)
        if one.of is None and one.about is None:
            one.prospect = self._prospect(one)
        way = "through" if one.is_mine else "from"
        about = f" (#{one.about})" if one.about else ""
        return f"{money_text(one.money)} {way} {_name(one.other)}{about}"

    _PLANS = {  # noqa: RUF012 - never changed
        slips.REFERRAL: _referral,
        slips.ONE_TO_ONE: _one_to_one,
        slips.BUSINESS: _business,
    }

    def _sides(self, one: Planned, *, is_given: bool) -> tuple[int, int]:
        """Return the introducer and the provider of an introduction to them, or of theirs to me."""
        other = one.other.id if isinstance(one.other, Known) else 0
        return (ME, other) if is_given else (other, ME)

    def _latest(self, sides: tuple[int, int]) -> int | None:
        """Return the introduction that brought the business: the latest open, else won."""
        number: int | None = self._reader.value(
            f"SELECT number FROM introduction WHERE {_SIDES} AND made_on <= ? "
            f"AND stage IN {(*OPEN_STAGES, 'won')!r} "
            "ORDER BY stage = 'won', made_on DESC, number DESC LIMIT 1",
            (*sides, self._day.isoformat()),
        )
        return number

    def _require_new(self, sql: str, values: Sequence[object]) -> None:
        """Leave a slip whose entry of the week is there already: each stands for one slip alone."""
        such = (sql, *values)
        if such not in self._there:
            week = ((self._day - WEEK).isoformat(), self._day.isoformat())
            self._there[such] = iter([*self._reader.rows(sql, (*values, *week))])
        if next(self._there[such], None) is not None:
            raise LeftError("unchanged", "it is there already")

    def _prospect(self, one: Planned) -> Who:
        """Return who needs what is referred."""
        slip = one.slip
        me = Known(id=ME, name="me", handle="me")
        giver = one.is_mine if slip.kind == slips.REFERRAL else not one.is_mine
        if slip.is_inside:
            return me if giver else one.other or me
        words = slip.detail.split()
        is_name = _FEWEST <= len(words) <= _MOST and all(
            _NAMED.fullmatch(word) and word[0].isupper() for word in words
        )
        if is_name:
            found = self._who(slip.line, slip.detail)
            if _key(found) not in {_key(one.other), _key(me)}:
                return found
        return self._made(f"Referral of {self._day.isoformat()}, line {slip.line}")

    def _who(self, line: int, name: str) -> Who:
        """Return whom a name means; someone new where nobody has it.

        Raises:
            LeftError: several have it, or it can't be one.
        """
        try:
            for called in dict.fromkeys((name, bare(name))):
                match = match_name(self._reader, called, may_create=True)
                if match.kind == "one":
                    (found,) = match.people
                    return Known(id=found.id, name=found.name, handle=found.handle)
                if match.kind == "several":
                    raise LeftError("failed", f"{len(match.people)} people are called {name}")
            # Without a title: another slip may leave it out.
            new = name if "," in name else bare(name)
            if match.kind == "near" and fold(new) not in self._new:
                near = match.people[0]
                self.near.append((line, name, near.handle, near.name))
            return self._made(new)
        except UsageError as error:
            raise LeftError("failed", error.message.rstrip(".")) from None

    def _made(self, name: str) -> New:
        person = typed.NewPerson(name=typed.new_name(name))
        return self._new.setdefault(fold(name), New(person=person))

    def _is_me(self, name: str) -> bool:
        return bool(name) and not self._mine.isdisjoint(map(fold, (name, bare(name))))


def _name(who: Who | None) -> str:
    if isinstance(who, New):
        return who.person.name
    return who.name if who else ""


def _key(who: Who | None) -> str:
    return str(who.id) if isinstance(who, Known) else f"~{fold(_name(who))}"
