"""What is known of a person: know."""

from __future__ import annotations

from reflog.cli import arguments
from reflog.cli.answers import show
from reflog.cli.arguments import names, numbers
from reflog.domain import facts
from reflog.domain.contacts import ME
from reflog.domain.introductions import Said
from reflog.errors import NotFoundError, UsageError, quoted
from reflog.render import records
from reflog.render.pages import sheets as pages
from reflog.reports import entries
from reflog.reports import sheets as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.facts import Remark


def know(
    env: Environment,
    words: options.Words = None,
    about: options.About = None,
    on: options.On = None,
    new: options.NewPerson = False,
) -> None:
    """Record what you know of NAME; without TOPIC, show their sheet.

    reflog know fred say he reads every line. reflog know ann needs a copywriter. reflog know
    hal full until 1 feb. TOPIC is one of does, say, apart, wants, story, used, knows, plans,
    partners, professional, passionate, personable, trust, doubt, out, room, full, told,
    visited, needs. reflog know me is your own pitch.
    """
    example = "reflog know NAME, or reflog know NAME TOPIC TEXT"
    typed = arguments.require(words, "Name the person", example)
    happened_on = arguments.happened(env, on)
    numbers.judge(about)
    _judge_topic(env, typed)
    name, rest = names.name_and_words(env, typed, "know", new=new, begins=_is_topic)
    if not rest:
        if on is not None or about is not None or new:
            message = "What do you know of them?"
            raise UsageError(message, hint=f"reflog know {arguments.shell_word(name)} TOPIC TEXT")
        shown = names.known(env, name)
        known = reports.known(env.reader, shown.id, env.today, env.intervals["stale"])
        if known is None:
            raise NotFoundError(f"{shown.name} is no longer there.", hint="try again")
        env.answer(lambda: pages.known_page(known, env.today), lambda: records.known(known))
        return
    topic = facts.read_topic(rest[0])
    said = rest[1:]
    if said == ["-"] and not env.text_words:
        said = [env.typed_text()]
    if topic == "room":
        _refuse_no_room(name, said, env.text_words)
    text, until = arguments.fact(env, topic, said, env.text_words, arguments.shell_word(name))
    if topic == facts.NEEDS and about is not None:
        raise UsageError("What somebody needs is about no introduction.", hint="leave out --about")
    person = names.known_or_new(env, name, force_new=new)
    if person.id == ME:
        facts.require_mine(topic)
    number = numbers.about(env, about, "know")
    from reflog.services import facts as services

    fact = facts.Fact(topic=topic, text=text, until=until, about=number)
    with env.writing("know") as ledger:
        number = services.know(ledger, person, fact, Said(on=happened_on))
    show(env, ledger.written, remarks=_remarks(env, fact, number))


def _remarks(env: Environment, fact: facts.Fact, number: int) -> list[Remark]:
    """Remark who can help with a need, or whom they may help, now it is known what they do."""
    whose = entries.person_of(env.reader, number)
    if whose is None:
        return []
    if fact.topic == facts.NEEDS:
        return env.remarks().best_for(fact.text or "", number, whose)
    return env.remarks().needs([whose]) if fact.topic == "does" else []


def _is_topic(word: str) -> bool:
    return word.lower() in facts.TYPED_TOPICS


def _judge_topic(env: Environment, typed: list[str]) -> None:
    """Judge the word behind the NAME before anybody is looked up by it.

    A word with a capital may still be a part of a new person's name.
    """
    leading, _text = names.split_text(env, typed)
    count = names.exact_run(env, leading) or 1
    rest = leading[count:]
    if not rest or rest[0][:1].isupper():
        return
    try:
        facts.read_topic(rest[0])
    except UsageError as error:
        place = next((at for at, word in enumerate(rest) if _is_topic(word)), None)
        if place is not None:
            name = " ".join(leading[: count + place])
            whole = map(arguments.shell_word, [name, *leading[count + place :]])
            error.hint = f"for a name of several words: reflog know {' '.join(whole)}"
        raise


def _refuse_no_room(name: str, said: list[str], behind: int) -> None:
    """Refuse room that says there is none, unless it is text behind `--` (UsageError)."""
    words = " ".join(said[: len(said) - min(behind, len(said))]).split()
    has_room, count = facts.says_room(words)
    if has_room is not False:
        return
    message = f"{quoted(' '.join(words[:count]))} says that there is no room."
    whose, rest = arguments.shell_word(name), words[count:]
    hint = " ".join(["reflog know", whose, "full", *map(arguments.shell_word, rest)])
    if rest and rest[0].lower() != facts.LASTING_WORD:
        as_text = " ".join(map(arguments.shell_word, words))
        hint = f"{hint}; if there is room: reflog know {whose} room -- {as_text}"
    raise UsageError(message, hint=hint)
