"""Questions asked before a command writes, while the answers are fresh.

Only on a terminal: a line each, three at most. Enter skips one, Ctrl-D the rest, and Ctrl-C ends
the command with nothing changed. The answers are recorded as part of the command.
"""

from __future__ import annotations

from functools import partial

from reflog.cli import arguments
from reflog.cli.arguments import names
from reflog.cli.terminal import TRIES
from reflog.domain import facts
from reflog.domain.contacts import Known, is_forgotten
from reflog.domain.facts import Fact
from reflog.domain.introductions import Reached, may_come_to
from reflog.domain.money import typed_money
from reflog.errors import REFUSALS, UsageError
from reflog.reports import contacts, introductions, sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from reflog.cli.environment import Environment
    from reflog.domain.contacts import New
    from reflog.domain.entries import FollowUp, Introduction, Money
    from reflog.domain.introductions import Said
    from reflog.storage.ledger import Ledger

_HOW = "Enter skips a question, Ctrl-D the rest."
_SKIP = "skip"
_AGAIN = ("yes", "no", "later")


class Answers:
    """The answers to the questions of one command.

    Attributes:
        facts: what I learned, each with the id of its person; None is whoever the command is about.
        why: why an introduction ended as it did.
        at_fault: who let it down.
        passed_to: who it was passed on to.
        reviews: whether somebody is trusted again, by the review's number: yes, no or later.
    """

    def __init__(
        self,
        env: Environment,
        why: str | None = None,
        at_fault: str | None = None,
        passed_to: str | None = None,
    ) -> None:
        """Begin with what was typed already, which is not asked: a reason and two NAMEs."""
        self._env = env
        self.why = why
        self.at_fault = names.known(env, at_fault) if at_fault is not None else None
        self.passed_to = names.known_or_new(env, passed_to) if passed_to is not None else None
        self._left = facts.FEW if env.asks_questions else 0
        self._rest = ""  # of the word of a stage that its first key has told: no answer
        self.asked = 0
        self.facts: list[tuple[int | None, Fact]] = []
        self.reviews: dict[int, str] = {}

    def about_person(self, person: Known | New) -> None:
        """Ask what isn't known of somebody yet, then what may no longer be true."""
        if not self._left:
            return
        key = person.id
        if key is None:
            learn = facts.to_learn(facts.NEEDED, (), room_known=False)
            profession = None
        else:
            known = contacts.contact(self._env.reader, key)
            profession = known.profession if known is not None else None
            stale = self._env.intervals["stale"]
            learn = sheets.sheet(self._env.reader, key, self._env.today, stale).learn
        for topic in learn:
            question = facts.question(topic, person.name, profession) + _FORMS.get(topic, "")
            fact = self._ask(question, partial(_read_fact, self._env, topic))
            if fact is not None:
                self.facts.append((key, fact))

    def about_done(self, one: FollowUp) -> None:
        """Ask what one follow-up that is done has brought to light."""
        if one.status != "open":
            return
        if one.purpose == "one-to-one":
            self.about_person(Known(id=one.contact_id, name=one.contact_name))
        elif one.purpose == "review":
            question = f"Do you trust {one.contact_name} again? (yes, no, later)"
            again = self._ask(question, _read_again)
            if again is not None:
                self.reviews[one.id] = again

    def about_settled(
        self,
        settled: Sequence[FollowUp],
        stages: Mapping[int, str],
        note: str | None,
        *,
        is_reason: bool,
    ) -> None:
        """Ask what the follow-ups that are done have brought to light, each told of its stage.

        Args:
            is_reason: the note was typed with the stage, and says why it ended.
        """
        for one in settled:
            stage = stages.get(one.id)
            if stage is None:
                self.about_done(one)
            elif one.about is not None and len(stages) == 1:
                self._rest = "" if is_reason else stage[1:]
                self.about_stage(one.about, stage, note if is_reason or stage == "lost" else None)

    def about_stage(self, number: int, stage: str, note: str | None = None) -> None:
        """Ask what goes with the stage an introduction has reached: why, or who let it down.

        Of a side that is forgotten nothing more is to be known.
        """
        one = introductions.introduction(self._env.reader, number) if self._left else None
        if one is None or not may_come_to(one.stage, stage):
            return
        sides = one.provider, one.prospect
        is_known = not any(is_forgotten(side.name, side.handle) for side in sides)
        if stage == "won" and is_known:
            self._about_won(one)
        asked = self._env.asked_already
        if stage in _WHYS and self.why is None and note is None and "why" not in asked:
            self.why = self._ask(_WHYS[stage], lambda text: arguments.text(text, "the reason"))
        if stage == "declined" and self.passed_to is None and is_known:
            provider = "you" if one.provider.is_me else one.provider.name
            question = f"Who did {provider} pass it on to?"
            self.passed_to = self._ask(question, lambda text: _read_taker(self._env, one, text))
        if stage == "bad" and self.at_fault is None and "at_fault" not in asked:
            self.at_fault = self._ask("Who let it down?", lambda text: names.known(self._env, text))

    def reached(self, stage: str, amount: Money | None) -> Reached:
        """Return how far an introduction has come, with what was said of it."""
        told = Reached(stage=stage, why=self.why, at_fault=self.at_fault)
        if amount is None:
            return told
        return told.replaced(amount=amount, typed=typed_money(amount, self._env.currency))

    def keep(
        self, ledger: Ledger, said: Said, about: int | None = None, of: int | None = None
    ) -> None:
        """Record the answers, in the command's own transaction.

        They are about an introduction, or `of` an entry's person, if that may be someone new.
        """
        from reflog.services import facts as services
        from reflog.services.introductions import pass_on

        if self.passed_to is not None and about is not None:
            pass_on(ledger, about, self.passed_to, said)
        for review, again in self.reviews.items():
            services.answer_review(ledger, review, again, said)
        services.learn_all(ledger, self.facts, said, of)

    def _about_won(self, one: Introduction) -> None:
        provider, prospect = one.provider, one.prospect
        if one.introducer.is_me and not one.own_custom:
            question = f"What did {provider.name} do for {prospect.name}?"
            self._learn(question, provider.id, "story", one.id)
        elif prospect.is_me:
            self._learn(f"How was it with {provider.name}?", provider.id, "used", one.id)

    def _learn(self, question: str, key: int, topic: str, about: int) -> None:
        text = self._ask(question, lambda text: arguments.text(text, "the fact"))
        if text is not None:
            self.facts.append((key, Fact(topic=topic, text=text, about=about)))

    def _ask(self, question: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - what is read
        """Ask one thing; None where it is left out."""
        if not self._left:
            return None
        self._left -= 1
        if not self.asked:
            self._env.note(_HOW)
        self.asked += 1
        rest, self._rest = self._rest, ""
        for _try in range(TRIES):
            typed = self._env.question(f"{question} ")
            if typed is None:
                self._left = 0
            if not typed or typed.lower() == _SKIP:
                return None
            if typed in {"?", rest}:
                self._env.note(_HOW)
                continue
            try:
                return read(typed)
            except REFUSALS as error:
                self._env.note(error.message)
        return None


_FORMS = {"room": " (yes, no, or for how many; until WHEN)", "told": " (y, n)"}
_WHYS = {"lost": "Why?", "declined": "Why?", "bad": "What went wrong?"}


def _read_fact(env: Environment, topic: str, text: str) -> Fact | None:
    if topic == "told":
        if text.lower() not in (*facts.YES, *facts.NO):
            raise UsageError("Answer y or n.")
        return Fact(topic=topic) if text.lower() in facts.YES else None
    words = text.split()
    if topic == "room":
        topic, words = _read_room(words)
    said, until = arguments.fact(env, topic, words)
    return Fact(topic=topic, text=said, until=until)


def _read_room(words: list[str]) -> tuple[str, list[str]]:
    """Read yes, no or a number, each perhaps with more behind it."""
    has_room, count = facts.says_room(words)
    if has_room is not None:
        return "room" if has_room else "full", words[count:]
    if facts.room_number(words[0].strip(",;.")) is not None:
        return "room", words
    raise UsageError("Answer yes, no, or for how many; until WHEN may follow.")


def _read_taker(env: Environment, one: Introduction, text: str) -> Known | New:
    taker = names.known_or_new(env, text)
    if isinstance(taker, Known) and taker.id in {one.provider.id, one.prospect.id}:
        raise UsageError(f"{taker.name} is already a side of #{one.id}.")
    return taker


def _read_again(text: str) -> str:
    wanted = [word for word in _AGAIN if word.startswith(text.lower())]
    if len(wanted) != 1:
        raise UsageError("Answer yes, no or later.")
    return wanted[0]
