"""What was done, and what one side told by it: done."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import out_of_order, passed_on, show
from reflog.cli.arguments import names, numbers, stages
from reflog.domain.days import age_in_words
from reflog.domain.entries import Business, FollowUp, Introduction
from reflog.domain.follow_ups import QUESTIONS
from reflog.domain.introductions import ENDED_STAGES, TYPED_STAGES, Reached, Said, may_come_to
from reflog.domain.money import leading_money, money_text
from reflog.errors import UsageError
from reflog.render.pages import sums
from reflog.reports import entries, sheets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.entries import Entry
    from reflog.domain.facts import Remark


def done(
    env: Environment,
    words: options.Words = None,
    mark: Annotated[str | None, "--mark -m STAGE", "The stage it has reached."] = None,
    amount: options.Amount = None,
    why: options.Why = None,
    at_fault: options.AtFault = None,
    passed_to: options.PassedTo = None,
    next_on: Annotated[str | None, "--next WHEN", "Do this again on that day."] = None,
    no_next: options.NoNext = False,
    on: options.On = None,
    note: options.Note = None,
) -> None:
    """Mark a follow-up as done; the next one is scheduled.

    Takes several numbers, or a name: the one follow-up due with that person. Anything else
    you type is the note: reflog done 14 she loved it
    """
    found, said = numbers.numbers_or_name(env, list(words or ()), "done", one=mark is not None)
    stage = arguments.choice(mark, TYPED_STAGES, "--mark")
    if stage == "won" and amount is None and _is_money(env, said):
        amount, said = said, ""
    bare = [] if mark is not None or env.text_words else stages.alone(env, said)
    text = arguments.one_note([] if bare or not said else [said], note)
    paid = stages.one_amount(bare, amount)
    meant = bare[0].lower() if bare else stage

    if next_on is not None and no_next:
        raise UsageError("--next and --no-next don't go together.", hint="use only one of them")
    _require_stage(meant, amount, why, at_fault, passed_to)
    stages.require_declined(meant, passed_to)
    money, reason = (
        stages.stage_options(env, meant, amount, why, at_fault) if meant else (None, None)
    )
    if stage is not None and (len(set(found)) > 1 or numbers.is_range(found[0])):
        message = "--mark takes only one follow-up."
        raise UsageError(message, hint=f"reflog done {found[0].partition('-')[0]} --mark {stage}")
    happened_on = arguments.happened(env, on)
    again_on = arguments.due(env, next_on) if next_on is not None else None
    names.judge(at_fault, *(one for one in found if not numbers.is_numeric(one)))
    settled = _meant(env, found, told=stage is not None, may_tell=bool(bare))
    if bare and len(settled) > 1:
        message = "A stage is told by one follow-up at a time."
        raise UsageError(message, hint=f"reflog done {settled[0]} {said}")
    before = entries.follow_ups(env.reader, settled, env.today)
    one = before[0]
    is_question = len(before) == 1 and one.purpose in QUESTIONS and one.about is not None
    if bare and is_question:
        stage, money = meant, None if paid is None else env.money(paid)
    elif bare:
        _require_stage(None, amount, why, at_fault, passed_to)
        text = arguments.one_note([said], note)
    from reflog.cli.arguments.questions import Answers
    from reflog.services import follow_ups as services

    answers = Answers(env, reason, at_fault, passed_to)
    reaching = {} if stage is None else dict.fromkeys(settled, stage)
    if stage is None and env.can_ask:
        from reflog.cli.dialog import ask_how_far

        reaching = ask_how_far(env, before, _begun(env, one, text or "")[0])
    answers.about_settled(before, reaching, text, is_reason=stage is not None)
    reached = {number: answers.reached(to, money) for number, to in reaching.items()}
    abouts = _introductions(env, before, reached)
    told = Said(on=happened_on, note=text, next_on=again_on, no_next=no_next)
    with env.writing("done") as ledger:
        services.complete_all(ledger, settled, told, reached)
        answers.keep(ledger, told, next((about.id for about in abouts.values()), None))
    show(
        env,
        ledger.written,
        extra=lambda changed: (
            [*passed_on(env, changed), *_told_again(abouts, changed, reached)]
            if reached
            else _what_else(env, changed)
        ),
        remarks=_remarks(env, before, abouts, is_asked=bool(answers.asked)),
    )
    env.note(*_if_a_slip(before, found[0]))
    if is_question and text is not None and not (reached or env.text_words):
        env.note(*_kept_as_note(env, one, text))


def _require_stage(stage: str | None, *of_stage: str | None) -> None:
    """Refuse what goes with a stage where none is told (UsageError)."""
    if stage is None and any(one is not None for one in of_stage):
        message = "--amount, --why, --at-fault and --passed-to only go with --mark STAGE."
        raise UsageError(message, hint="reflog done 12 --mark won --amount 2500")


def _what_else(env: Environment, changed: list[Entry]) -> list[str]:
    """Say what is left to say of what was done, and does not tell of itself."""
    ones = [one for one in changed if isinstance(one, FollowUp)]
    abouts = {one.about for one in ones if one.purpose == "consent"}
    said = [
        f"If the answer was yes: reflog mark {about} introduced"
        for about in sorted(filter(None, abouts))
    ]
    said += [
        f"If you have been in touch: reflog mark {one.about} connected"
        for one in ones
        if (one.purpose, one.status, one.stage) == ("first-call", "done", "introduced")
    ]
    reviewed = [one for one in ones if (one.purpose, one.status) == ("review", "done")]
    who = [one.contact_id for one in reviewed]
    trusts = sheets.trust_in(env.reader, who) if who else {}
    return said + [
        f"You still don't trust {one.contact_name}. If you do: reflog know {one.contact} trust; "
        f"if they leave your network: reflog know {one.contact} out"
        for one in reviewed
        if trusts[one.contact_id].trust == "doubt"
    ]


def _remarks(
    env: Environment,
    settled: list[FollowUp],
    told: dict[int, Introduction],
    *,
    is_asked: bool,
) -> list[Remark]:
    """Remark what is worth knowing of those with whom something was done.

    `told` is the introduction of each follow-up by which a stage was told.
    """
    found: list[Remark] = []
    for one in settled:
        if one.purpose == "check-in":
            found += env.remarks().waiting(one.contact_id)
        elif one.purpose == "one-to-one" and not is_asked:
            found += env.remarks().unknown(one.contact_id)
        if one.id in told:
            found += env.remarks().instead(told[one.id].id)
    return list(dict.fromkeys(found))


def _introductions(
    env: Environment, settled: list[FollowUp], reached: dict[int, Reached]
) -> dict[int, Introduction]:
    """Return by its number the introduction of each follow-up by which a stage is told."""
    from reflog.reports.introductions import introductions_numbered

    abouts = {one.id: one.about for one in settled if one.about is not None and one.id in reached}
    found = {one.id: one for one in introductions_numbered(env.reader, set(abouts.values()))}
    return {number: found[about] for number, about in abouts.items() if about in found}


def _told_again(
    before: dict[int, Introduction],
    changed: list[Entry],
    reached: dict[int, Reached],
) -> list[str]:
    """Say of what a side told that it was known already, and how to say otherwise."""
    said: list[str] = []
    now = {one.id: one for one in changed if isinstance(one, Introduction)}
    for one in changed:
        if not isinstance(one, FollowUp) or one.id not in before:
            continue
        about, word = before[one.id], reached[one.id]
        after = now.get(about.id, about)
        said += _another_sum(after, word, changed)
        if after.stage != about.stage:
            said += out_of_order([after])
            continue
        is_side = one.contact in {about.provider.handle, about.prospect.handle}
        kept = f"; what {one.contact_name} told you is kept" if is_side else ""
        said.append(f"#{about.id} is {about.stage} already, and stays so{kept}.")
        if may_come_to(about.stage, word.stage):
            said.append(f"If it has come back to that: reflog mark {about.id} {word.stage}")
        if word.stage in ENDED_STAGES and about.stage not in {word.stage, "bad"}:
            why = f" --why {arguments.shell_word(word.why)}" if word.why else ""
            edit = f"reflog edit {about.id} --stage {word.stage}{why}"
            said.append(f"If it is {word.stage} now: {edit}")
        if word.amount is not None and not any(isinstance(deal, Business) for deal in changed):
            said.append(
                f"{money_text(word.amount)} of it is recorded already, so it wasn't counted "
                f"again. If it is more: reflog business {about.id} {word.typed}"
            )
    return said


def _another_sum(about: Introduction, word: Reached, changed: Iterable[Entry]) -> Iterator[str]:
    """Say of a sum that stands beside others now how to keep one, if one job was told twice."""
    deals = (one for one in changed if isinstance(one, Business) and one.about == about.id)
    told = next((one for one in deals if one.money == word.amount), None)
    others = [one for one in about.business if told is not None and one.id != told.id]
    if told is None or not others:
        return
    before, whole = (sums(one.money for one in some) for some in (others, (*others, told)))
    yield f"{before} of #{about.id} was recorded before, so that makes {whole} in all."
    numbered = [f"reflog delete {one.id}" for one in (*others, told)]
    if len(others) > 1:
        yield f"If {money_text(told.money)} was counted before: {numbered[-1]}"
    else:
        yield f"If that is the same business, take the wrong sum back: {' or '.join(numbered)}"


def _is_money(env: Environment, text: str) -> bool:
    words = text.split()
    return bool(words) and leading_money(words, env.currency) == len(words)


def _meant(env: Environment, found: list[str], *, told: bool, may_tell: bool) -> list[int]:
    """Return the follow-ups meant; where a stage is told only questions count.

    Args:
        found: numbers, or one NAME.
        told: a stage is told.
        may_tell: a stage is told if they are questions.
    """
    if numbers.is_numbers(env, found[0]):
        return numbers.wanted_follow_ups(env, found, "done")
    asked = QUESTIONS if told else ()
    if may_tell:
        person = names.known(
            env, found[0], counts=lambda one: numbers.has_open(env, one, QUESTIONS)
        )
        asked = QUESTIONS if numbers.has_open(env, person.id, QUESTIONS) else ()
    return [numbers.follow_up_named(env, found[0], "done", purposes=asked)]


def _if_a_slip(settled: list[FollowUp], typed: str) -> list[str]:
    """Say when a follow-up found by a name is due, where that is not yet."""
    one = settled[0]
    days = one.days_overdue or 0
    if days >= 0 or len(settled) > 1 or arguments.is_number(typed):
        return []
    return [f"#{one.id} was only due {age_in_words(days)}. If that was a slip: reflog undo"]


def _kept_as_note(env: Environment, one: FollowUp, text: str) -> list[str]:
    """Say which command marks the stage with which a note on a question begins."""
    stage, rest = _begun(env, one, text)
    if not stage:
        return []
    more = ""
    if stage in {"lost", "declined", "bad"} and rest:
        more = f" --why {arguments.shell_word(rest)}"
    elif stage == "won" and _is_money(env, rest):
        more = f" {rest}"
    mark = f"reflog mark {one.about} {stage}{more}"
    return [f"It was kept as a note. If that is how far they are: {mark}"]


def _begun(env: Environment, one: FollowUp, text: str) -> tuple[str, str]:
    """Return the stage with which a note on a question begins, "" for none, and what follows it."""
    stage, _space, rest = text.partition(" ")
    stage = stage.lower().strip(".,:;!")
    if not rest or _is_money(env, rest):
        stage = stages.near(stage) or stage
    may_be = stage in TYPED_STAGES and one.stage is not None and may_come_to(one.stage, stage)
    return (stage if may_be else ""), rest
