"""The made-up year of a busy consultant, lived through the command line and nothing else."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from year_model import ME, OPEN, QUESTIONS, Intro, Json, Model, first_follow_ups

if TYPE_CHECKING:
    from commands import Commands

BEGIN, FEW, END = date(2026, 1, 1), date(2026, 2, 28), date(2026, 12, 31)
SEED = 2094
FIRST = (
    "Ada", "Bo", "Clara", "Dieter", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya",
    "Liam", "Mona",
)  # fmt: skip
LAST = (
    "Abel", "Brandt", "Costa", "Dufour", "Engel", "Fontana", "Grieg", "Holm", "Ivanov", "Jansen",
    "Kovac", "Larsen", "Moreau", "Novak", "Osman", "Petrov", "Quist",
)  # fmt: skip
WORK = ("architect", "bookkeeper", "lawyer", "plumber", "designer", "dentist", "baker")
MONEY = ("{} USD", "{}eur", "{}.50 EUR", "USD {}", "{} JPY", "€{}")


class Year:
    """A consultant who meets, introduces, thanks, forgets and corrects.

    Attributes:
        reflog: the ledger, and the commands typed on it.
        model: what it should come to.
        typed: how often each command was typed.
        months: what looking gave at the end of each month.
    """

    def __init__(self, reflog: Commands, seed: int = SEED) -> None:
        self.reflog = reflog
        self.model = Model()
        self.typed: dict[str, int] = {}
        self.months: list[tuple[date, Json]] = []
        self._random = random.Random(seed)  # noqa: S311 - the same year every time
        names = [f"{first} {last}" for first in FIRST for last in LAST]
        self._random.shuffle(names)
        self._names = names
        self._shops: list[str] = []
        self._day = BEGIN

    @property
    def is_whole(self) -> bool:
        """Whether it was lived to its end."""
        return len(self.months) == 12

    # What a day is made of.

    def live(self, until: date) -> None:
        """Live from the first of January to a last day."""
        self._begin()
        acts = (self._give, self._give, self._receive, self._hear_of, self._be_introduced)
        while self._day <= until:
            self.reflog.today = self._day.isoformat()
            if self._day.weekday() < 5:
                for _ in range(self._random.choice((0, 1, 1, 2, 2))):
                    self._pick(acts)()
                self._answer_what_is_due()
                if self._random.random() < 0.35:
                    self._pick(
                        (
                            self._note,
                            self._meet,
                            self._follow,
                            self._more_business,
                            self._be_thanked,
                        )
                    )()
                if self._random.random() < 0.25:
                    self._pick((self._learn, self._need, self._ask_for_one, self._pass_on))()
                if self._random.random() < 0.3:
                    self._pick(
                        (
                            self._correct,
                            self._retire_a_mistake,
                            self._tend_contacts,
                            self._tend_contacts,
                        )
                    )()
            if (self._day + timedelta(days=1)).day == 1:
                self._look()
            self._day += timedelta(days=1)

    def write(self, *words: str) -> Any:
        """Type a command that writes, and take in what it says."""
        answer = self.read(*words)
        if "changed" in answer:
            self.model.absorb(answer)
        return answer

    def read(self, *words: str) -> Any:
        name = " ".join(words[: 2 if words[0] == "contact" else 1])
        self.typed[name] = self.typed.get(name, 0) + 1
        return self.reflog.ok(*words, "--json").json

    def _pick(self, among: Any) -> Any:
        return self._random.choice(list(among))

    def _begin(self) -> None:
        self.reflog.today = self._day.isoformat()
        self.write("config", "name", "Tess Tester")
        self.write("config", "days.ask", "10")
        for place in range(40):
            name = self._names.pop()
            self.write(
                "contact", "add", name, "--profession", self._pick(WORK), "--city", "Graz",
                "--email", f"p{place}@example.com", "--tag", self._pick(("golf", "choir")),
                "--role", self._pick(("client", "partner", "friend")),
            )  # fmt: skip
        self._shops = self.model.people[:4]
        self.write("contact", "edit", f"@{self._shops[0]}", "--phone", "+43 316 555 00")
        self.write("contact", "alias", f"@{self._shops[0]}", "The Corner Shop")

    # Introductions.

    def _introduce(self, triple: tuple[str, str, str], *words: str) -> None:
        new = [one[1:] for one in triple if one.startswith("+")]
        caller = self._pick(("provider", "provider", "prospect", "introducer"))
        lead = self._random.random() < 0.12
        silent = self._random.random() < 0.04
        on = self._day - timedelta(days=self._pick((0, 0, 0, 1, 4)))
        options = ["--caller", caller, "--on", on.isoformat(), "--again"]
        options += ["--lead"] if lead else ["--consent"] if self._random.random() < 0.5 else []
        options += ["--need", f"a {self._pick(WORK)}"] if self._random.random() < 0.6 else []
        options += ["--no-follow-up"] if silent else []
        before = len(self.model.people)
        answer = self.write(*words, *options)
        made = dict(zip(new, self.model.people[before:], strict=True))
        assert list(made.values()) == [name.lower().replace(" ", "-") for name in new]
        introducer, provider, prospect = (
            made[one[1:]] if one.startswith("+") else one for one in triple
        )
        (entry,) = (one for one in answer["changed"] if one["kind"] == "introduction")
        stage = "lead" if lead else "introduced"
        intro = Intro(entry["id"], (introducer, provider, prospect), on, stage)
        intro.silent = silent
        self.model.intros[intro.number] = intro
        scheduled = {(one["contact"], one["purpose"], one["due_on"]) for one in answer["next"]}
        assert scheduled == (set() if silent else first_follow_ups(intro, caller, self._day)), (
            answer
        )

    def _someone(self, *besides: str) -> str:
        """Someone old, or someone new."""
        if self._names and self._random.random() < 0.42:
            return "+" + self._names.pop()
        return self._known(*besides)

    def _known(self, *besides: str, before: str | None = None) -> str:
        people = self.model.people[4:]
        if before in people:
            people = people[: people.index(before)] or people[:1]
        fair = [one for one in people if one not in besides] or people[:1]
        # Those who came last bring the next: so chains grow deep.
        return str(self._pick(fair[-25:] if self._random.random() < 0.5 else fair))

    def _give(self) -> None:
        if self._random.random() < 0.08:
            shop = self._pick(self._shops)
            self._introduce((ME, shop, ME), "intro", f"@{shop}", ME)
            return
        provider = self._known()
        prospect = self._someone(provider)
        self._introduce((ME, provider, prospect), "intro", f"@{provider}", typed(prospect))

    def _receive(self) -> None:
        prospect = self._someone()
        introducer = self._known(prospect, before=prospect)
        if introducer == prospect or self._random.random() < 0.2:
            introducer = prospect = self._known()
        self._introduce(
            (introducer, ME, prospect), "received", typed(prospect), "--from", f"@{introducer}"
        )

    def _hear_of(self) -> None:
        if not self._names:
            return
        introducer = self._known()
        provider, prospect = self._known(introducer), "+" + self._names.pop()
        self._introduce(
            (introducer, provider, prospect),
            "intro", f"@{provider}", prospect, "--by", f"@{introducer}",
        )  # fmt: skip

    def _be_introduced(self) -> None:
        if not self._names:
            return
        introducer, provider = self._known(), "+" + self._names.pop()
        self._introduce((introducer, provider, ME), "intro", provider, ME, "--by", f"@{introducer}")

    # Follow-ups.

    def _answer_what_is_due(self) -> None:
        due = [number for number, *_rest, days in self.model.due(self._day) if days >= 0]
        for number in self._random.sample(due, min(len(due), self._pick((0, 1, 2, 3)))):
            one = self.model.follow_ups[number]
            if one["status"] == "open":
                self._answer(one, self._random.random())

    def _answer(self, one: Json, luck: float) -> None:
        number, about = str(one["id"]), self.model.intros.get(one["about"])
        if luck < 0.10:
            self.write("snooze", number, self._pick(("tomorrow", "1w", "+3d")))
        elif luck < 0.13:
            self.write("drop", number)
            if about is not None and one["purpose"] in QUESTIONS:
                about.dropped.add(one["contact"])
        elif one["purpose"] == "thank" and luck < 0.6:
            self._thank(one["contact"])
        elif one["purpose"] in QUESTIONS and about is not None and about.stage in {"lead", *OPEN}:
            self._ask(one, about, luck)
        else:
            self.write("done", number, "said", "and", "done")

    def _ask(self, one: Json, about: Intro, luck: float) -> None:
        stages = [
            stage
            for stage in ("introduced", "connected", "met", "won", "won", "lost", "declined", "bad")
            if about.may_come_to(stage)
        ]
        if luck < 0.3:
            self.write("done", str(one["id"]), "nothing new", *self._quietly(about))
            return
        stage = self._pick(stages[:2] if luck < 0.75 else stages)
        words = ["--amount", self._money()] if stage == "won" and luck < 0.95 else []
        words += ["--at-fault", f"@{about.provider}"] if stage == "bad" and luck < 0.9 else []
        words += ["--why", "no budget"] if stage == "lost" and luck < 0.9 else []
        words += self._quietly(about)
        target = ["done", str(one["id"]), "--mark", stage]
        if self._random.random() < 0.5:
            target = ["mark", str(about.number), stage]
        answer = self.write(*target, *words)
        about.stage = stage
        self._count_business(about, answer)

    def _quietly(self, about: Intro) -> list[str]:
        if self._random.random() < 0.03:
            about.silent = True
            return ["--no-next"]
        return []

    def _money(self) -> str:
        template, amount = self._pick(MONEY), self._random.randint(1, 9000)
        currency = "JPY" if "JPY" in template else "USD" if "USD" in template else "EUR"
        text = str(template.format(amount))
        digits = "".join(char for char in text if char in "0123456789.")
        self._pending = (Decimal(digits), currency)
        return text

    def _count_business(self, about: Intro, answer: Json) -> None:
        for entry in answer["changed"]:
            if entry["kind"] == "business":
                about.business[entry["id"]] = self._pending
                about.closed[entry["id"]] = date.fromisoformat(entry["on"])

    def _more_business(self) -> None:
        won = [one for one in self.model.intros.values() if one.stage == "won"]
        if won:
            about = self._pick(won)
            answer = self.write("business", str(about.number), self._money())
            self._count_business(about, answer)

    # Thanks and care.

    def _thank(self, contact: str) -> None:
        via = self._pick(("card", "call", "gift", "referral", "advice"))
        purposes = ("thank", "pay-back") if via in {"referral", "advice"} else ("thank",)
        owed = self.model.open_ones(contact, *purposes)
        before = len(self.model.thanks)
        self.write("thanks", f"@{contact}", "--via", via)
        assert len(self.model.thanks) - before == max(1, len({one["about"] for one in owed}))
        assert self.model.open_ones(contact, *purposes) == []

    def _be_thanked(self) -> None:
        given = [
            one
            for one in self.model.intros.values()
            if one.introducer == ME and one.stage != "lead" and not one.own_custom
        ]
        if given:
            about = self._pick(given)
            side = self._pick((about.provider, about.prospect))
            self.write("thanks", f"@{side}", "--received", "--for", str(about.number))

    def _note(self) -> None:
        self.write("note", f"@{self._known()}", "likes", self._pick(("tea", "chess", "Zürich")))

    def _meet(self) -> None:
        self.write("met", f"@{self._known()}", "a", "long", "lunch")

    def _follow(self) -> None:
        what = self._pick((["send", "the", "offer"], ["ask"], ["stay-in-touch"], ["one-to-one"]))
        words = ["--every", "60d"] if what == ["one-to-one"] else []
        self.write("follow", f"@{self._known()}", *what, "--due", self._pick(("2w", "1m")), *words)

    # Knowing the network.

    def _learn(self) -> None:
        fact = self._pick(
            (
                ["say", "reads every line"], ["wants", "bakers"], ["does", "tax returns"],
                ["knows", "a notary"], ["room"], ["room", "2"], ["full", "a big job"],
                ["trust"], ["doubt", "late"], ["told"],
            )
        )  # fmt: skip
        self.write("know", f"@{self._known()}", *fact)
        if self._random.random() < 0.2:
            self.write("know", "me", "wants", self._pick(("bakeries", "dentists")))

    def _need(self) -> None:
        self.write("know", f"@{self._known()}", "needs", f"a {self._pick(WORK)}")

    def _ask_for_one(self) -> None:
        self.write("ask", f"@{self._known()}", "will", "think")

    def _pass_on(self) -> None:
        open_ones = [
            one
            for one in self.model.intros.values()
            if one.stage in OPEN and ME not in {one.prospect, one.provider}
        ]
        if not open_ones:
            return
        about = self._pick(open_ones)
        sides = {about.provider, about.prospect, about.introducer, ME}
        taker = next((one for one in reversed(self.model.people) if one not in sides), None)
        if taker is None:
            return
        answer = self.write("mark", str(about.number), "declined", "--passed-to", f"@{taker}")
        about.stage = "declined"
        for entry in answer["changed"]:
            if entry["kind"] == "introduction" and entry["id"] not in self.model.intros:
                triple = (entry["introducer"], entry["provider"], entry["prospect"])
                made = Intro(entry["id"], triple, self._day, entry["stage"])
                self.model.intros[made.number] = made

    # Corrections.

    def _correct(self) -> None:
        about = self._pick(self.model.intros.values())
        if about.business and self._random.random() < 0.7:
            number = self._pick(about.business)
            self.write("edit", str(number), "--amount", "123.45 EUR")
            about.business[number] = (Decimal("123.45"), "EUR")
        else:
            self.write("edit", str(about.number), "--need", "something else", "--consent")

    def _retire_a_mistake(self) -> None:
        fresh = [one for one in self.model.intros.values() if (self._day - one.on).days < 10]
        if fresh:
            mistake = self._pick(fresh)
            self.write("delete", str(mistake.number), "--yes")
            self.model.forget(mistake.number)

    def _tend_contacts(self) -> None:
        act = self._random.random()
        handle = self._known()
        if act < 0.25:
            self.write("contact", "rename", f"@{handle}", f"{handle.title().replace('-', ' ')} Ltd")
        elif act < 0.45:
            self.write("contact", "alias", f"@{handle}", f"Nick {len(self.typed)}{self._day:%m%d}")
        elif act < 0.6:
            self.write("contact", "edit", f"@{handle}", "--phone", "+43 316 555 01", "--note", "x")
        else:
            self._merge(handle)

    def _merge(self, keep: str) -> None:
        """The same person came twice: once more as a prospect of mine."""
        name = f"Twin {keep.title()}"
        provider = self._known(keep)
        self._names.append(name)
        self._introduce(
            (ME, provider, f"+{self._names.pop()}"), "intro", f"@{provider}", f"+{name}"
        )
        other = self.model.people[-1]
        self.write("follow", f"@{other}", "stay-in-touch")
        self.write("contact", "merge", f"@{keep}", f"@{other}", "--yes")
        self.model.merge(keep, other)

    # Looking.

    def _look(self) -> None:
        """Keep what looking gives today, with what the model says it should."""
        someone = self._known()
        first = self._day.replace(day=1)
        seen = {
            "network": self.read("network"),
            "report": self.read("report", "--since", first.isoformat()),
            "match": self.read("match", "--limit", "9999"),
            "expected eat": self.model.eat(),
            "expected report": self.model.report(first, self._day),
            "expected finds": self.model.finds(),
            "balance": self.read("balance"),
            "tree": self.read("tree"),
            "due": self.read("due"),
            "due all": self.read("due", "--all"),
            "intros": self.read("intros"),
            "expected balance": self.model.balance(),
            "expected tree": self.model.tree(),
            "answerable": self.model.answerable(),
            "expected due": self.model.due(self._day, within=7),
            "expected due all": self.model.due(self._day),
        }
        for words in (
            ("who",),
            ("log", "--limit", "20"),
            ("find", "tea"),
            ("thanks",),
            ("config",),
            ("match", "a", "baker"),
            ("ask",),
        ):
            self.read(*words)
        for words in (("show", f"@{someone}"), ("contact", "list"), ("thanks", "--given")):
            self.read(*words)
        self.months.append((self._day, seen))


def typed(person: str) -> str:
    """A person as typed: someone new by name, someone known by handle."""
    return person if person.startswith("+") else f"@{person}"
