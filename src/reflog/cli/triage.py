"""The morning, one card and one key at a time.

Each key runs a command: the same function, one transaction, one undo, and the command is shown.
Nothing else is kept, so the morning can be left at any card. What only a key needs is imported
while the first card is being read.
"""

from __future__ import annotations

import sys

from reflog.cli import dialog
from reflog.cli.keys import END, ENTER, INTERRUPT, REDRAW, keys
from reflog.domain.follow_ups import QUESTIONS, VIAS
from reflog.errors import UsageError
from reflog.render import Line
from reflog.render import cards as pages
from reflog.reports import cards as reports
from reflog.reports.entries import due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from reflog.cli.environment import Environment
    from reflog.cli.keys import AnyKeys
    from reflog.domain.letters import Draft
    from reflog.render import Block
    from reflog.reports.cards import Card
    from reflog.reports.history import Op

STAGES = {"i": "introduced", **dialog.STAGES}
WHENS = {"1": "tomorrow", "3": "3d", "w": "1w", "2": "2w", "m": "1m"}
LEAVING = ("q", END, INTERRUPT)
INTERRUPTED = 130

HELP = (
    "d  done: a line for the note, Enter for none",
    "m  how far it has come: i introduced, c connected, m met,",
    "   w won, l lost, b bad, d declined",
    "s  later: 1 tomorrow, 3 days, w a week, 2 weeks, m a month,",
    "   or a day in words: friday, 2 dec",
    "x  not at all      t  thanked       n  a note",
    "w  write to them   c  call them",
    "u  undo            r  redo",
    "Enter  the next card   b  the one before   l  what is left",
    "q  leave; everything you said is kept",
)
_STAGES_ASKED = "i introduced  c connected  m met  w won  l lost  b bad  d declined"
_WHENS_ASKED = "1 tomorrow  3 days  w week  2 weeks  m month  or: friday"
_VIAS_ASKED = "How (note, card, call, message, gift, meal, in-person; Enter for none): "
_WHY = ("why", "Why")
_QUESTIONS = {
    "won": [("amount", "How much")],
    "lost": [_WHY],
    "declined": [_WHY],
    "bad": [_WHY, ("at_fault", "Who let it down")],
}
"""What is asked about a stage, each with the option that takes it."""


def morning(
    env: Environment, within: int = 0, contact_id: int | None = None, purpose: str | None = None
) -> int:
    """Go through what is due, a card and a key at a time; return the exit code."""
    if not env.can_ask:
        raise UsageError("reflog morning needs a terminal.", hint="reflog due lists what is due")
    env.pages = False  # keys are read here
    read = keys(env.stdin, env.stdout)
    only: dict[str, Any] = {"contact_id": contact_id, "purpose": purpose}
    loop = _Morning(env, read, {"within": within, **only})
    if not loop.order:
        from reflog.render.pages import nothing_due_page

        env.show(nothing_due_page(due(env.reader, env.today, limit=1, **only)))
        return 0
    with read:
        return loop.run()


class _Morning:
    """The loop.

    Attributes:
        order: the numbers of the follow-ups, in the order of their cards.
        at: the place of the card that is shown.
        still: the numbers that are still due.
        done: what was recorded and is in effect: the op, and the follow-up it was about.
        undone: what was taken back: the undo's op, and what it took.
    """

    def __init__(self, env: Environment, read: AnyKeys, asked: dict[str, Any]) -> None:
        self.env = env
        self.asked = asked
        self.order: list[int] = []
        self.at = 0
        self.still: set[int] = set()
        self.done: list[tuple[int, int]] = []
        self.undone: list[tuple[int, tuple[int, int]]] = []
        self._keys = read
        self._dialog = dialog.Dialog(env, read)
        self._look_again()

    def run(self) -> int:
        """Show card after card until it is left; the exit code."""
        key = ""
        while (card := self._next_card()) is not None:
            key = self._key_at(card)
            if key in LEAVING:
                break
            if key in _ACTS:
                _ACTS[key](self, card)
            elif key != REDRAW:
                self._keys.throw_away()  # the rest of a word is no key either
                self._dialog.say("There is no such key; press ? to see them.", "dim")
        recorded, left = len(self.done), len(self.still)
        if recorded and key not in LEAVING:  # no card is left at which u could be pressed
            self._dialog.say("To take the last one back: reflog undo", "dim")
        history = " reflog history lists them." if recorded else ""
        self._dialog.say(f"{recorded} recorded, {left} left.{history}", "heading")
        return INTERRUPTED if key == INTERRUPT and not recorded else 0

    # Cards.

    def _look_again(self) -> None:
        """Look what is due: what has come to be due is put behind the card that was shown."""
        found = reports.side_by_side(due(self.env.reader, self.env.today, **self.asked))
        self.still, known = {one.id for one in found}, set(self.order)
        new = [one.id for one in found if one.id not in known]
        self.order[self.at + 1 : self.at + 1] = new

    def _next_card(self) -> Card | None:
        """Return the card at hand as it is now, or of the next that is due; None at the end."""
        if self._dialog.has_begun:
            self.env.let_go()
            self._look_again()
        while self.at < len(self.order):
            number = self.order[self.at]
            if number in self.still:
                return reports.card(self.env.reader, number, self.env.today)
            self.at += 1
        return None

    def _key_at(self, card: Card) -> str:
        """Show a card and return the key that is pressed."""
        from reflog.render.terminal import console_for

        width, height = console_for(self.env.stdout).size
        if width < pages.NARROWEST or height < pages.LOWEST:
            needed = f"{pages.NARROWEST} columns and {pages.LOWEST} lines"
            self._dialog.say(f"The cards need {needed}. q quit")
            key = self._dialog.key()
            return key if key in LEAVING else REDRAW
        if self._dialog.has_begun:
            self._dialog.put("\n")
        one, may_help = card.follow_up, None
        if one.purpose == "find":
            found = self.env.remarks().may_help(one.typed or "", one.contact_id)
            may_help = ", ".join(found) or "nobody you know yet"
        self.env.show(
            pages.card_page(
                card,
                place=self.at + 1,
                total=len(self.order),
                left=len(self.still - {one.id}),
                width=width,
                may_help=may_help,
            )
        )
        self._dialog.put("> ")
        self._dialog.warm()
        return self._dialog.key()

    # Keys.

    def onward(self, _card: Card) -> None:
        """Go on to the next card."""
        self.at += 1

    def back(self, _card: Card) -> None:
        """Go back to the last card before this one that is still due."""
        before = [at for at in range(self.at) if self.order[at] in self.still]
        if before:
            self.at = before[-1]
        else:
            self._dialog.say("This is the first.", "dim")

    def help(self, _card: Card) -> None:
        """Say what the keys do."""
        self.env.show(HELP)

    def left(self, _card: Card) -> None:
        """List what is left."""
        from reflog.render.pages import due_page

        found = due(self.env.reader, self.env.today, **self.asked)
        self.env.show(due_page(found, len(found)))

    def settle(self, card: Card) -> None:
        """Done, with what was said."""
        note = self._keys.line("Note (Enter for none): ")
        if note is not None:
            self._do(card, "done", [card.follow_up.id], note=note)

    def mark(self, card: Card) -> None:
        """What the introduction has come to: what a side told, or what I know."""
        one = card.follow_up
        if one.about is None:
            self._dialog.say("This isn't about an introduction.", "dim")
            return
        stage = STAGES.get(self._dialog.ask(_STAGES_ASKED, STAGES))
        if stage is None:
            return
        self._keys.skip(stage[1:])  # the whole word may be typed
        options: dict[str, str | None] = {}
        for name, question in _QUESTIONS.get(stage, ()):
            options[name] = self._keys.line(f"{question} (Enter for none): ")
            if options[name] is None:
                return
        if one.purpose in QUESTIONS:
            self._do(card, "done", [one.id], mark=stage, **options)
        else:
            self._do(card, "mark", [one.about, stage], **options)

    def snooze(self, card: Card) -> None:
        """Later."""
        from reflog.domain.when import may_begin

        key = self._dialog.ask(_WHENS_ASKED, (*WHENS, ":"), may_begin)
        if key in WHENS:
            self._do(card, "snooze", [card.follow_up.id, WHENS[key]])
        elif key == ":" or key.startswith(dialog.WORD):
            self._until(card, key.removeprefix(":").removeprefix(dialog.WORD))

    def _until(self, card: Card, begun: str) -> None:
        """Put it off until a day, of which the beginning may have been typed."""
        # What is typed again after a refused day must not be taken for keys.
        from reflog.cli import arguments
        from reflog.domain.leading import leading_day

        while typed := self._keys.line("Until: ", begun):
            begun = ""
            words = typed.split()
            count = leading_day(words, self.env.today) or len(words)
            try:
                arguments.due(self.env, arguments.joined(words[:count]))
            except dialog.SAID as error:
                self._dialog.refused(error)
            else:
                self._do(card, "snooze", [card.follow_up.id, *words])
                return

    def drop(self, card: Card) -> None:
        """Not at all."""
        self._do(card, "drop", [card.follow_up.id])

    def thank(self, card: Card) -> None:
        """Thanked; what is typed again after a refused way must not be taken for keys."""
        from reflog.cli import arguments

        while (via := self._keys.line(_VIAS_ASKED)) is not None:
            try:
                arguments.choice(via or None, VIAS, "--via")
            except dialog.SAID as error:
                self._dialog.refused(error)
            else:
                self._do(card, "thanks", [f"@{card.follow_up.contact}"], via=via)
                return

    def note(self, card: Card) -> None:
        """Something worth remembering."""
        text = self._keys.line(f"About {card.person.name}: ")
        if text:
            self._do(card, "note", [f"@{card.follow_up.contact}"], text=text)

    def undo(self, _card: Card) -> None:
        """Take back the last thing; one that is not of this morning is asked about."""
        from reflog.reports import history

        latest = history.latest(self.env.reader)
        said = f"Not from this morning: {latest.summary}." if latest else ""
        if not self._turns("undo", latest, self.done, said):
            return
        op = history.redoable(self.env.reader)
        mine = self.done.pop()
        self.undone.append((op.id if op else 0, mine))
        if mine[1] in self.order:
            self.at = self.order.index(mine[1])

    def redo(self, _card: Card) -> None:
        """Bring back what was taken back."""
        from reflog.reports import history

        op = history.redoable(self.env.reader)
        if self._turns("redo", op, self.undone, "What was taken back is not from this morning."):
            self.done.append(self.undone.pop()[1])

    def _turns(self, name: str, op: Op | None, mine: Sequence[Any], said: str) -> bool:
        """Turn what is recorded, asking if it isn't the last of mine; whether it was and is."""
        is_mine = bool(op and mine and mine[-1][0] == op.id)
        if op and not is_mine and not self._dialog.sure(said):
            return False
        return self._dialog.does(name, []) and is_mine

    def call(self, card: Card) -> None:
        """Show the number, large, and what to say."""
        phone = next(iter(card.follow_up.phones), None)
        if phone is not None:
            self.env.show(["", Line(" ".join(phone), "name", indent=4)])
        draft = self._draft(card, "call")
        if draft is not None:
            self.env.show(["", Line(draft.text, lines=True)])

    def write(self, card: Card) -> None:
        """Show a letter, to be opened, copied or edited."""
        from reflog.cli import handing

        draft = self._draft(card)
        if draft is not None and draft.form == "mail" and draft.is_by_phone_alone:
            draft = self._draft(card, "message")
        if draft is not None:
            self._show_draft(draft)
        while draft is not None:
            opens = "o open  " if draft.form == "mail" else ""
            asked = f"{opens}c copy  e edit  d {draft.settled_when}  Enter back"
            key = self._dialog.ask(asked, "oced")
            try:
                if key == "o":
                    desktop = handing.Desktop(sys.platform, self.env.environ)
                    handing.open_mail(draft, desktop, force=False)
                    self._dialog.say(handing.OPENED)
                elif key == "c":
                    self._dialog.say(handing.copy(self.env, draft, force=False))
                elif key == "e":
                    draft = self._edited(draft)
                    self._show_draft(draft)
                elif key == "d":
                    self._sent(card, draft)
                    return
                elif key != REDRAW:
                    return
            except dialog.SAID as error:
                self._dialog.refused(error)

    # What the keys are made of.

    def _draft(self, card: Card, form: str | None = None) -> Draft | None:
        from reflog.reports import drafts

        asked = drafts.Asked(form=form)
        try:
            return drafts.follow_up_draft(self.env.reader, card.follow_up, self.env.today, asked)
        except dialog.SAID as error:
            self._dialog.refused(error)
            return None

    def _show_draft(self, draft: Draft) -> None:
        from reflog.render.pages import drafts

        lines = [drafts.lacking_line(draft), drafts.then_line(draft)]
        said: list[Block] = [Line(line, "dim") for line in lines if line]
        self.env.show(["", *drafts.draft_page(draft), "", *said])

    def _edited(self, draft: Draft) -> Draft:
        from reflog.cli import arguments
        from reflog.domain import letters

        self._keys.give_back()
        try:
            with arguments.edited(self.env, letters.whole_text(draft)) as text:
                return letters.edited(draft, text)
        finally:
            self._keys.take_again()

    def _sent(self, card: Card, draft: Draft) -> None:
        """Record what was written by the command that stood under it."""
        then = draft.then or f"reflog done {card.follow_up.id}"
        _reflog, name, whom, *rest = then.split()
        said = dict(zip(rest[::2], rest[1::2], strict=True))
        about, via, mark = map(said.get, ("--for", "--via", "--mark"))
        self._do(card, name, [whom], about=about, via=via, mark=mark)

    def _do(
        self,
        card: Card,
        name: str,
        words: list[int | str],
        text: str | None = None,
        **options: str | None,
    ) -> None:
        """Carry out a command about a card, and remember it."""
        from reflog.reports import history

        if not self._dialog.does(name, words, text=text, **options):
            return
        latest = history.latest(self.env.reader)
        if latest is not None and latest.id not in {op for op, _number in self.done}:
            self.done.append((latest.id, card.follow_up.id))
            self.undone.clear()


_ACTS = {
    **dict.fromkeys((ENTER, "right", "down"), _Morning.onward),
    **dict.fromkeys(("b", "left", "up"), _Morning.back),
    "?": _Morning.help,
    "l": _Morning.left,
    "d": _Morning.settle,
    "m": _Morning.mark,
    "s": _Morning.snooze,
    "x": _Morning.drop,
    "t": _Morning.thank,
    "n": _Morning.note,
    "u": _Morning.undo,
    "r": _Morning.redo,
    "c": _Morning.call,
    "w": _Morning.write,
}
