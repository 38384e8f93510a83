"""What a year should come to: kept beside the ledger, in plain Python, by its own sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Json = dict[str, Any]
Sums = dict[str, Decimal]

ME = "me"
OPEN = ("introduced", "connected", "met")
QUESTIONS = {"consent", "first-call", "check-in", "outcome"}
FORWARD = ("lead", "introduced", "connected", "met", "won", "lost", "declined", "bad")


def workday(day: date) -> date:
    """Return the day, or the Monday after a weekend."""
    saturday = 5
    return day if day.weekday() < saturday else day + timedelta(days=7 - day.weekday())


class Intro:
    """An introduction, by handles."""

    def __init__(self, number: int, triple: tuple[str, str, str], on: date, stage: str) -> None:
        self.number = number
        self.introducer, self.provider, self.prospect = triple
        self.on = on
        self.stage = stage
        self.business: dict[int, tuple[Decimal, str]] = {}
        self.closed: dict[int, date] = {}
        self.silent = False  # --no-follow-up, --no-next, or a question taken out by hand
        self.dropped: set[str] = set()

    @property
    def own_custom(self) -> bool:
        return self.introducer == self.prospect

    @property
    def brought(self) -> str:
        return self.provider if self.prospect == ME else self.prospect

    @property
    def is_own_affair(self) -> bool:
        """Nothing follows from it: of others, or my own custom."""
        parties = {self.introducer, self.provider, self.prospect}
        return ME not in parties or (self.own_custom and self.introducer == ME)

    def may_come_to(self, stage: str) -> bool:
        if self.stage in {"lost", "declined"}:
            return stage in {"connected", "met", "won", "bad"}
        if self.stage in {"won", "bad"}:
            return (self.stage, stage) == ("won", "bad")
        return FORWARD.index(stage) > FORWARD.index(self.stage)


class Model:
    """The ledger as it should be."""

    def __init__(self) -> None:
        self.people: list[str] = []  # handles, in the order they came
        self.intros: dict[int, Intro] = {}
        self.follow_ups: dict[int, Json] = {}  # as the answers told of them
        self.thanks: dict[int, tuple[str, str]] = {}  # contact and direction
        self.met: dict[int, date] = {}

    def absorb(self, answer: Json) -> None:
        """Take in what a writing command said it did."""
        self.people += [one["handle"] for one in answer["created_contacts"]]
        for entry in [*answer["changed"], *answer["next"]]:
            if entry["kind"] == "follow-up":
                self.follow_ups[entry["id"]] = entry
            elif entry["kind"] == "thanks":
                self.thanks[entry["id"]] = (entry["contact"], entry["direction"])
            elif entry["kind"] == "one-to-one":
                self.met[entry["id"]] = date.fromisoformat(entry["on"])

    def open_ones(self, contact: str | None = None, *purposes: str) -> list[Json]:
        return [
            one
            for one in self.follow_ups.values()
            if one["status"] == "open"
            and contact in {None, one["contact"]}
            and (not purposes or one["purpose"] in purposes)
        ]

    def forget(self, number: int) -> None:
        """An introduction is deleted, with its follow-ups and business."""
        del self.intros[number]
        for one in [n for n, kept in self.follow_ups.items() if kept["about"] == number]:
            del self.follow_ups[one]

    def merge(self, keep: str, other: str) -> None:
        self.people.remove(other)
        for intro in self.intros.values():
            for party in ("introducer", "provider", "prospect"):
                if getattr(intro, party) == other:
                    setattr(intro, party, keep)
        for number, (contact, direction) in self.thanks.items():
            self.thanks[number] = (keep if contact == other else contact, direction)

    def balance(self) -> dict[str, Json]:
        """What `balance` should say of every partner, by handle."""
        found: dict[str, Json] = defaultdict(
            lambda: {"given": 0, "received": 0, "given_business": [], "received_business": []}
        )
        for intro in self.intros.values():
            if intro.stage == "lead" or ME not in {intro.introducer, intro.provider}:
                continue
            given = intro.introducer == ME
            partner = found[intro.provider if given else intro.introducer]
            partner["given" if given else "received"] += 1
            partner["given_business" if given else "received_business"] += intro.business.values()
        thanked = Counter(self.thanks.values())
        owed = Counter(one["contact"] for one in self.open_ones(None, "thank"))
        for handle in {*(contact for contact, _ in thanked), *owed}:
            found[handle]["given"] += 0
        for handle, one in found.items():
            given, received = one["given"], one["received"]
            one["given_business"] = sums(one["given_business"])
            one["received_business"] = sums(one["received_business"])
            one["thanks_given"] = thanked[handle, "given"]
            one["thanks_received"] = thanked[handle, "received"]
            one["thanks_owed"] = owed[handle]
            one["ahead"] = "even" if given == received else "me" if given > received else "them"
        return dict(found)

    def report(self, since: date, until: date) -> Json:
        """What `report` should say of a period."""
        made = [
            one for one in self.intros.values() if since <= one.on <= until and one.stage != "lead"
        ]
        given = [one for one in made if one.introducer == ME]
        received = [one for one in made if one.provider == ME and one.introducer != ME]
        closed: dict[bool, dict[str, list[tuple[Decimal, str]]]] = {True: {}, False: {}}
        for one in self.intros.values():
            if ME in {one.introducer, one.provider}:
                is_mine = one.introducer == ME
                partner = one.provider if is_mine else one.introducer
                some = [one.business[n] for n, day in one.closed.items() if since <= day <= until]
                if some:
                    closed[is_mine].setdefault(partner, []).extend(some)
        return {
            "given": (sorted(one.number for one in given), sum(one.own_custom for one in given)),
            "received": (
                sorted(one.number for one in received),
                sum(one.own_custom for one in received),
            ),
            "one_to_ones": sorted(n for n, day in self.met.items() if since <= day <= until),
            "business_given": {one: sums(some) for one, some in closed[False].items()},
            "business_received": {one: sums(some) for one, some in closed[True].items()},
        }

    def eat(self) -> dict[str, tuple[int, int, Sums]]:
        """Who got business through me: from how many introductions, and of my own custom."""
        found: dict[str, list[Intro]] = defaultdict(list)
        for one in self.intros.values():
            if one.introducer == ME and one.business:
                found[one.provider].append(one)
        return {
            handle: (
                sum(not one.own_custom for one in some),
                sum(one.own_custom for one in some),
                sums([money for one in some for money in one.business.values()]),
            )
            for handle, some in found.items()
        }

    def finds(self) -> set[int]:
        """The needs that nobody serves yet."""
        return {one["id"] for one in self.open_ones(None, "find")}

    def firsts(self) -> dict[str, int]:
        """The introduction that first brought each person.

        A partner's own custom brings nobody; mine brings the provider, whom I found myself.
        """
        found: dict[str, Intro] = {}
        for intro in sorted(self.intros.values(), key=lambda one: (one.on, one.number)):
            if intro.brought != intro.introducer:
                found.setdefault(intro.brought, intro)
        return {handle: intro.number for handle, intro in found.items()}

    def tree(self) -> dict[int, tuple[Any, ...]]:
        """What `tree` should say of every introduction, by number.

        Its introducer, whom it brought, tier, own business, and that with all below.
        """
        firsts = self.firsts()
        by_introducer: dict[str, list[Intro]] = defaultdict(list)
        for intro in self.intros.values():
            by_introducer[intro.introducer].append(intro)
        found = {}
        for intro in self.intros.values():
            tier, at = 1 if intro.own_custom else 2, intro.introducer
            while not intro.own_custom and at in firsts:
                tier, at = tier + 1, self.intros[firsts[at]].introducer
            business, waiting = list(intro.business.values()), [intro]
            while waiting:
                above = waiting.pop()
                if firsts.get(above.brought) == above.number:
                    waiting += by_introducer[above.brought]
                    for one in by_introducer[above.brought]:
                        business += one.business.values()
            found[intro.number] = (
                intro.introducer,
                intro.brought,
                tier,
                sums(intro.business.values()),
                sums(business),
            )
        return found

    def answerable(self) -> set[tuple[int, str]]:
        """Each introduction and side with whom exactly one question must be open."""
        return {
            (intro.number, side)
            for intro in self.intros.values()
            if intro.stage in OPEN and not intro.silent and not intro.is_own_affair
            for side in (intro.provider, intro.prospect)
            if side != ME and side not in intro.dropped
        }

    def due(self, today: date, within: int | None = None) -> list[tuple[Any, ...]]:
        """What `due` should list: number, contact, purpose, about, days overdue."""
        rows = sorted(self.open_ones(), key=lambda one: (one["due_on"], one["id"]))
        late = [(one, (today - date.fromisoformat(one["due_on"])).days) for one in rows]
        return [
            (one["id"], one["contact"], one["purpose"], one["about"], days)
            for one, days in late
            if within is None or -days <= within
        ]


def first_follow_ups(intro: Intro, caller: str, today: date) -> set[tuple[str, str, str]]:
    """What follows from recording an introduction: contact, purpose, day."""
    introducer, provider, prospect = intro.introducer, intro.provider, intro.prospect
    debts = [(introducer, "thank", 1), (introducer, "report-back", 7)]
    if intro.own_custom:
        debts.pop()
    wanted: list[tuple[str, str, int]] = []
    if intro.is_own_affair:
        pass
    elif intro.stage == "lead":
        asked = {introducer: prospect, provider: introducer}.get(ME)
        wanted = [(asked, "consent", 1)] if asked else []
    elif introducer == ME:
        first = ("first-call", 1) if caller == "introducer" else ("check-in", 3)
        wanted = [(provider, "check-in", 3), (prospect, *first)]
    else:
        i_call = {"provider": provider, "prospect": prospect, "introducer": introducer}[
            caller
        ] == ME
        question = ("first-call", 1) if i_call else ("check-in", 3)
        wanted = [*debts, (prospect if provider == ME else provider, *question)]
    return {
        (contact, purpose, workday(max(intro.on + timedelta(days=days), today)).isoformat())
        for contact, purpose, days in wanted
    }


def sums(business: Any) -> Sums:
    found: Sums = defaultdict(Decimal)
    for amount, currency in business:
        found[currency] += amount
    return dict(found)


def told_sums(monies: list[Json]) -> Sums:
    """Sums as an answer tells them."""
    assert len({one["currency"] for one in monies}) == len(monies)
    return {one["currency"]: Decimal(one["amount"]) for one in monies}
