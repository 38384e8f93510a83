"""The morning, one card and one key at a time.

Each key is a command: the same function, one transaction, one undo, and it prints the command
it was. Nothing else is kept, so the morning can be left at any card. What only a key needs is
imported behind the first card, while it is read.
"""

from __future__ import annotations

from reflog.cli.environment import Environment
from reflog.cli.keys import END, ENTER, ESCAPE, INTERRUPT, REDRAW, keys
from reflog.domain.follow_ups import QUESTIONS
from reflog.errors import (
    AmbiguousError,
    BusyError,
    ConflictError,
    NotFoundError,
    ReflogError,
    UsageError,
)
from reflog.render import cards as pages
from reflog.render.blocks import Line
from reflog.reports import cards as reports
from reflog.reports.follow_ups import due, next_coming

TYPE_CHECKING = False
if TYPE_CHECKING:
    from threading import Thread
    from typing import Any

    from reflog.cli.keys import Keys, WindowsKeys
    from reflog.domain.contacts import Known
    from reflog.domain.letters import Draft
    from reflog.render.blocks import Block
    from reflog.reports.cards import Card

STAGES = {
    "i": "introduced",
    "c": "connected",
    "m": "met",
    "w": "won",
    "l": "lost",
    "b": "bad",
    "d": "declined",
}
WHENS = {"1": "tomorrow", "3": "3d", "w": "1w", "2": "2w", "m": "1m"}
LEAVING = ("q", END, INTERRUPT)
INTERRUPTED = 130

HELP = (
    "d  done: a line for the note, Enter for none",
    "m  what the introduction has come to: i introduced, c connected, m met, w won, l lost,",
    "   b bad, d declined",
    "s  later: 1 tomorrow, 3 days, w a week, 2 weeks, m a month, : a day of your own",
    "x  not at all      t  thanked      n  a note      w  write to them      c  call them",
    "u  undo, r  redo   Enter  the next card, b  the one before, l  what is left",
    "q  leave; everything you said is kept",
)
_STAGES_ASKED = "i introduced  c connected  m met  w won  l lost  b bad  d declined"
_WHENS_ASKED = "1 tomorrow  3 days  w week  2 weeks  m month  : a day"
_VIAS_ASKED = "How (note, card, call, message, gift, meal, in-person; Enter for none): "
_WRITING = "o open  c copy  e edit  d it is sent  Enter back"
_ONE_LINE = (AmbiguousError, BusyError, ConflictError, NotFoundError, UsageError)
_COMMANDS = ("done", "mark", "snooze", "drop", "thanks", "note", "undo", "redo")


def morning(
    env: Environment,
    *,
    within: int = 0,
    person: Known | None = None,
    purpose: str | None = None,
) -> int:
    """Go through what is due, a card and a key at a time; return the exit code.

    Raises:
        UsageError: stdin and stdout are not both terminals.
    """
    if not env.can_ask:
        message = "reflog morning needs a terminal."
        raise UsageError(message, hint="reflog due lists what is due")
    env.pages = False  # keys are read here
    asked: dict[str, Any] = {
        "within": within,
        "contact_id": person.id if person is not None else None,
        "purpose": purpose,
    }
    loop = _Morning(env, asked)
    if not loop.order:
        from reflog.render.pages.due import nothing_due_page

        coming = next_coming(env.reader, env.today, contact_id=asked["contact_id"], purpose=purpose)
        env.show(nothing_due_page(coming))
        return 0
    with keys(env.stdin, env.stdout) as read:
        return loop.run(read)


class _Told(Environment):
    """What a key's command is given: it takes the answer instead of showing it."""

    told: Any = None

    @property
    def asks_how_far(self) -> bool:
        """A key of its own, m, says how far it has come."""
        return False

    def answer(self, page: Any, value: Any) -> None:  # noqa: ANN401, ARG002 - as of a command
        """Keep what the command answers."""
        self.told = value()
        self.let_go()


class _Morning:
    """The loop.

    Attributes:
        order: the numbers of the follow-ups, in the order of their cards.
        at: the place of the card that is shown.
        still: the numbers that are still due.
        done: what was recorded and is in effect: the op, and the follow-up it was about.
        undone: what was taken back: the undo's op, and what it took.
    """

    def __init__(self, env: Environment, asked: dict[str, Any]) -> None:
        self.env = env
        self.asked = asked
        self.order: list[int] = []
        self.at = 0
        self.still: set[int] = set()
        self.done: list[tuple[int, int]] = []
        self.undone: list[tuple[int, tuple[int, int]]] = []
        self._keys: Keys | WindowsKeys
        self._warming: Thread | None = None
        self._look_again()

    def run(self, read: Keys | WindowsKeys) -> int:
        """Show card after card until it is left; the exit code."""
        self._keys = read
        key = ""
        card = self._next_card()
        while card is not None:
            key = self._key_at(card)
            if key in LEAVING:
                break
            act = _ACTS.get(key)
            if act is not None:
                act(self, card)
            elif key != REDRAW:
                self._say("There is no such key; press ? to see them.", "dim")
            card = self._next_card()
        recorded, left = len(self.done), len(self.still)
        history = " reflog history lists them." if recorded else ""
        self._say(f"{recorded} recorded, {left} left.{history}", "heading")
        return INTERRUPTED if key == INTERRUPT and not recorded else 0

    # Cards.

    def _look_again(self) -> None:
        """Look what is due: what has come to be due is put behind the card that was shown."""
        found = reports.side_by_side(due(self.env.reader, self.env.today, **self.asked))
        self.still = {one.id for one in found}
        new = [one.id for one in found if one.id not in set(self.order)]
        self.order[self.at + 1 : self.at + 1] = new

    def _next_card(self) -> Card | None:
        """Return the card at hand as it is now, or of the next that is due; None at the end."""
        if self._warming is not None:
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
        width, height = self._size()
        if width < pages.NARROWEST or height < pages.LOWEST:
            self._say(f"The cards need {pages.NARROWEST} columns and {pages.LOWEST} lines. q quit")
            key = self._key()
            return key if key in LEAVING else REDRAW
        if self._warming is not None:
            self._put("\n")
        self.env.show(
            pages.card_page(
                card,
                place=self.at + 1,
                total=len(self.order),
                left=len(self.still - {card.follow_up.id}),
                width=width,
            )
        )
        self._put("> ")
        self._warm()
        return self._key()

    def _size(self) -> tuple[int, int]:
        from reflog.render.terminal import console_for

        console = console_for(self.env.stdout)
        return console.width, console.height

    def _key(self) -> str:
        """Return the next key, and show it; what was pasted is none."""
        self.env.let_go()
        while True:
            key = self._keys.read()
            if key.startswith("paste:"):
                self._say("That was pasted, not typed; nothing was done with it.", "dim")
            elif key:
                self._put(f"{key}\n" if len(key) == 1 and key.isprintable() else "\n")
                return key

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
            self._say("This is the first.", "dim")

    def help(self, _card: Card) -> None:
        """Say what the keys do."""
        self.env.show([Line(text=line) for line in HELP])

    def left(self, _card: Card) -> None:
        """List what is left."""
        from reflog.render.pages.due import due_page

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
            self._say("This isn't about an introduction.", "dim")
            return
        stage = STAGES.get(self._ask(_STAGES_ASKED))
        if stage is None:
            return
        options: dict[str, str | None] = {}
        for name, question in _questions_about(stage):
            options[name] = self._keys.line(f"{question} (Enter for none): ")
            if options[name] is None:
                return
        if one.purpose in QUESTIONS:
            self._do(card, "done", [one.id], mark=stage, **options)
        else:
            self._do(card, "mark", [one.about, stage], **options)

    def snooze(self, card: Card) -> None:
        """Later."""
        key = self._ask(_WHENS_ASKED)
        when = self._keys.line("Until: ") if key == ":" else WHENS.get(key)
        if when:
            self._do(card, "snooze", [card.follow_up.id, *when.split()])

    def drop(self, card: Card) -> None:
        """Not at all."""
        self._do(card, "drop", [card.follow_up.id])

    def thank(self, card: Card) -> None:
        """Thanked."""
        via = self._keys.line(_VIAS_ASKED)
        if via is not None:
            self._do(card, "thanks", [f"@{card.follow_up.contact}"], via=via)

    def note(self, card: Card) -> None:
        """Something worth remembering."""
        text = self._keys.line(f"About {card.person.name}: ")
        if text:
            self._do(card, "note", [f"@{card.follow_up.contact}"], text=text)

    def undo(self, card: Card) -> None:
        """Take back the last thing; one that is not of this morning is asked about."""
        from reflog.reports import history

        latest = history.latest(self.env.reader)
        is_mine = bool(latest and self.done and self.done[-1][0] == latest.id)
        if latest and not is_mine and not self._sure(f"Not from this morning: {latest.summary}."):
            return
        if self._do(card, "undo", []) is None:
            return
        op = history.redoable(self.env.reader)
        if is_mine:
            mine = self.done.pop()
            self.undone.append((op.id if op else 0, mine))
            self._show_again(mine[1])

    def redo(self, card: Card) -> None:
        """Bring back what was taken back."""
        from reflog.reports import history

        op = history.redoable(self.env.reader)
        is_mine = bool(op and self.undone and self.undone[-1][0] == op.id)
        if op and not is_mine and not self._sure("What was taken back is not from this morning."):
            return
        if self._do(card, "redo", []) is not None and is_mine:
            self.done.append(self.undone.pop()[1])

    def call(self, card: Card) -> None:
        """Show the number, large, and what to say."""
        phone = next(iter(card.follow_up.phones), None)
        if phone is not None:
            self.env.show([Line(text=""), Line(text=" ".join(phone), style="name", indent=4)])
        draft = self._draft(card, "call")
        if draft is not None:
            self.env.show([Line(text=""), Line(text=draft.text, lines=True)])

    def write(self, card: Card) -> None:
        """Show a letter, to be opened, copied or edited."""
        from reflog.cli import handing

        draft = self._draft(card)
        if draft is not None:
            self._show_draft(draft)
        while draft is not None:
            key = self._ask(_WRITING)
            try:
                if key == "o":
                    self._open(draft)
                elif key == "c":
                    self._say(handing.copy(self.env, draft, force=False))
                elif key == "e":
                    draft = self._edited(draft)
                    self._show_draft(draft)
                elif key == "d":
                    self._sent(card, draft)
                    return
                elif key != REDRAW:
                    return
            except _ONE_LINE as error:
                self._refused(error, "")

    # What the keys are made of.

    def _draft(self, card: Card, form: str | None = None) -> Draft | None:
        from reflog.reports import drafts

        asked = drafts.Asked(form=form)
        try:
            return drafts.follow_up_draft(self.env.reader, card.follow_up, self.env.today, asked)
        except _ONE_LINE as error:
            self._refused(error, "")
            return None

    def _show_draft(self, draft: Draft) -> None:
        from reflog.render.pages import drafts

        lines = [drafts.lacking_line(draft), drafts.then_line(draft)]
        said: list[Block] = [Line(text=line, style="dim") for line in lines if line]
        self.env.show([Line(text=""), *drafts.draft_page(draft), Line(text=""), *said])

    def _open(self, draft: Draft) -> None:
        import sys

        from reflog.cli import handing

        desktop = handing.Desktop(sys.platform, self.env.environ)
        handing.open_mail(draft, desktop, force=False)
        self._say(handing.OPENED)

    def _edited(self, draft: Draft) -> Draft:
        from reflog.cli.arguments.editor import edit_text
        from reflog.domain import letters

        self._keys.give_back()
        try:
            return letters.edited(draft, edit_text(self.env, letters.whole_text(draft)))
        finally:
            self._keys.take_again()

    def _sent(self, card: Card, draft: Draft) -> None:
        """Record what was sent: thanks as thanks, anything else as done."""
        if draft.purpose == "thank":
            via = {"mail": "note"}.get(draft.form, draft.form)
            self._do(card, "thanks", [f"@{card.follow_up.contact}"], via=via)
        else:
            self._do(card, "done", [card.follow_up.id])

    def _do(
        self,
        card: Card,
        name: str,
        words: list[int | str],
        *,
        text: str | None = None,
        **options: str | None,
    ) -> Any:  # noqa: ANN401 - what the command answers
        """Carry out a command as if it was typed; None where it was refused.

        Args:
            card: what it is about.
            name: the command.
            words: what stands behind it.
            text: what stands behind `--`.
            options: its options; those without a value are left away.
        """
        from importlib import import_module

        from reflog.cli import grammar
        from reflog.cli.command import COMMANDS

        self._warmed()
        given = {key: value for key, value in options.items() if value}
        typed = [*map(str, words), *([text] if text else [])]
        env = _Told(self.env.environ, self.env.stdin, self.env.stdout, self.env.stderr)
        env.named_ledger = self.env.named_ledger
        env.text_words = int(text is not None)
        env.outcome = grammar.outcome_of(name)
        self.env.let_go()
        self._keys.give_back()
        try:
            import_module(grammar.module_of(name))
            run = COMMANDS[name].run
            _ = run(env, typed, **given) if typed else run(env, **given)
        except _ONE_LINE as error:
            self._refused(error, env.outcome)
            return None
        except KeyboardInterrupt:
            self._say("Interrupted; the card shows what was recorded.", "bad")
            return None
        finally:
            env.let_go()
            self._keys.take_again()
        self._say(f"✓ {_line_of(name, words, text, given)}", "coming")
        self._tell(env.told)
        if name not in {"undo", "redo"}:
            self._remember(card)
        return env.told

    def _tell(self, told: dict[str, Any]) -> None:
        """Say what comes next, or what was taken or brought back."""
        from reflog.render.words import long_day

        for one in told["next"]:
            self._say(f"  next: {one['what']}, {long_day(one['due_on'])} (#{one['id']})", "dim")
        for key in ("undone", "redone"):
            for op in told.get(key, ()):
                self._say(f"  {op['summary']}", "dim")

    def _remember(self, card: Card) -> None:
        from reflog.reports import history

        latest = history.latest(self.env.reader)
        if latest is not None and latest.id not in {op for op, _number in self.done}:
            self.done.append((latest.id, card.follow_up.id))
            self.undone.clear()

    def _show_again(self, number: int) -> None:
        if number in self.order:
            self.at = self.order.index(number)

    def _ask(self, answers: str) -> str:
        """Ask for one key; ESCAPE where the question is left."""
        self._say(answers, "dim")
        self._put(">> ")
        key = self._key()
        return ESCAPE if key in {INTERRUPT, END} else key

    def _sure(self, question: str) -> bool:
        return (self._keys.line(f"{question} Go on? [y/N] ") or "").lower() in {"y", "yes"}

    def _refused(self, error: ReflogError, outcome: str) -> None:
        hint = f" ({error.hint})" if error.hint else ""
        self._say(f"{error.sentence(outcome)}{hint}", "bad")

    def _say(self, text: str, style: str = "") -> None:
        self.env.show([Line(text=text, style=style)])

    def _put(self, text: str) -> None:
        self.env.stdout.write(text)
        self.env.stdout.flush()

    # Behind the first card.

    def _warm(self) -> None:
        """Import what a key needs while the first card is read."""
        if self._warming is None:
            from threading import Thread

            self._warming = Thread(target=_import_commands, daemon=True)
            self._warming.start()

    def _warmed(self) -> None:
        """Wait for it; what failed in it fails again where it is needed."""
        import gc

        if self._warming is not None:
            self._warming.join()
        gc.enable()


def _import_commands() -> None:
    from contextlib import suppress
    from importlib import import_module

    from reflog.cli import environment, grammar

    with suppress(Exception):
        for name in _COMMANDS:
            import_module(grammar.module_of(name))
        environment.import_write_door()


def _questions_about(stage: str) -> list[tuple[str, str]]:
    """Return what is asked about a stage, each with the option that takes it."""
    why = ("why", "Why")
    return {
        "won": [("amount", "How much")],
        "lost": [why],
        "declined": [why],
        "bad": [why, ("at_fault", "Who let it down")],
    }.get(stage, [])


def _line_of(name: str, words: list[int | str], text: str | None, options: dict[str, str]) -> str:
    """Return the command as it is typed."""
    import shlex

    typed = ["reflog", name, *map(str, words)]
    for option, value in options.items():
        typed += [f"--{option.replace('_', '-')}", value]
    return shlex.join([*typed, *(["--", text] if text else [])])


_ACTS = {
    ENTER: _Morning.onward,
    "right": _Morning.onward,
    "down": _Morning.onward,
    "b": _Morning.back,
    "left": _Morning.back,
    "up": _Morning.back,
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
