"""Messages: drafts to send yourself, their wordings, and the morning, a card at a time."""

from __future__ import annotations

import sys
from contextlib import nullcontext

from reflog.cli import arguments
from reflog.cli.arguments import names, numbers
from reflog.domain import letters, wordings
from reflog.domain.entries import FollowUp, Introduction
from reflog.domain.follow_ups import PURPOSES
from reflog.domain.introductions import SIDES
from reflog.errors import NotFoundError, UsageError, quoted
from reflog.render import Line, objects
from reflog.render.pages import drafts as pages
from reflog.reports import drafts as reports

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Annotated

    from reflog.cli.arguments import options
    from reflog.cli.environment import Environment
    from reflog.domain.letters import Draft
    from reflog.render import Page

_EXAMPLE = 'reflog draft 14 --say ask="runs a bakery"'


def draft(
    env: Environment,
    words: options.Words = None,
    to: Annotated[str | None, "--to PARTY", "Of an introduction: provider or prospect."] = None,
    purpose: Annotated[
        str | None,
        "--for PURPOSE",
        "With a name: ask, stay-in-touch, one-to-one, thank or pay-back.",
    ] = None,
    form: Annotated[str | None, "--as FORM", "A mail, message, card or call."] = None,
    say: Annotated[
        list[str] | None, "--say TEXT", "FIELD=TEXT fills a blank; repeat for more."
    ] = None,
    edit: Annotated[bool, "--edit", "Edit it first, in $EDITOR."] = False,
    output: Annotated[str | None, "--output -o FILE", "Write it as a mail to be opened."] = None,
    open_it: Annotated[bool, "--open", "Open it in your mail program."] = False,
    copy: Annotated[bool, "--copy", "Copy the text."] = False,
    link: Annotated[str | None, "--link PROGRAM", "A link: mailto, whatsapp or sms."] = None,
    force: Annotated[bool, "--force", "Even with a blank; and replace the file."] = False,
) -> None:
    """A text to send yourself; nothing is sent or recorded.

    reflog draft 14, reflog draft fred --for ask, reflog draft 14 --as message --copy
    """
    from reflog.cli import handing

    ways = [bool(one) for one in (output, open_it, copy, link)]
    if sum(ways) > 1:
        message = "-o, --open, --copy and --link don't go together."
        raise UsageError(message, hint="use only one of them")
    told = arguments.choice(form, wordings.FORMS, "--as")
    side = arguments.choice(to, SIDES, "--to")
    wanted = arguments.choice(purpose, PURPOSES, "--for")
    kind = arguments.choice(link, handing.LINKS, "--link")
    if kind in handing.OF_PHONES:
        told = told or "message"  # nobody wants a letter in a text
    asked = reports.Asked(form=told, said=_said(say))
    made = _draft(env, list(words or ()), asked, side, wanted)
    env.let_go()
    desktop = handing.Desktop(sys.platform, env.environ)
    said: Page = []
    linked = {}
    with arguments.edited(env, letters.whole_text(made)) if edit else nullcontext() as text:
        if text is not None:
            made = letters.edited(made, text)
        if kind is not None:
            linked = {"link": handing.link(made, kind, force=force)}
            said = [linked["link"]]
        elif output is not None:
            written = handing.write_file(env, made, output, force=force)
            said = [f"Wrote {written}.", *([handing.SEND_AGAIN] if desktop.is_mac else [])]
        elif open_it:
            handing.open_mail(made, desktop, force=force)
            said = [handing.OPENED]
        elif copy:
            copied = handing.copy(env, made, force=force)
            shown = [*pages.draft_page(made), ""] if copied == handing.ASKED else []
            said = [*shown, copied]
    env.answer(
        lambda: said or pages.draft_page(made),
        lambda: {**pages.record(made), **linked},
    )
    for line in (pages.lacking_line(made), pages.by_phone_line(made), pages.then_line(made)):
        if line:
            env.note(line)


def _said(typed: list[str] | None) -> dict[str, str]:
    """Read what is to be filled in (UsageError: no such field, or no text)."""
    said = {}
    for one in typed or ():
        name, equals, text = one.partition("=")
        if not equals:
            raise UsageError(f"--say takes FIELD=TEXT, not {quoted(one)}.", hint=_EXAMPLE)
        field = letters.require_field(name.strip(), wordings.FIELDS)
        said[field] = arguments.text(text, field) or ""
    return said


def _draft(
    env: Environment,
    words: list[str],
    asked: reports.Asked,
    side: str | None,
    purpose: str | None,
) -> Draft:
    if not words:
        raise numbers.missing("draft")
    is_number = len(words) == 1 and arguments.is_number(words[0])
    if is_number and purpose is not None:
        message = "--for goes with a name; a number has a purpose of its own."
        raise UsageError(message, hint="reflog draft fred --for ask")
    if not is_number:
        typed = arguments.joined(words)
        if purpose is not None:
            if side is not None:
                raise _no_side(side)
            person = names.known(env, typed)
            return reports.person_draft(env.reader, person.id, purpose, env.today, asked)
        number = numbers.follow_up_named(env, typed, "draft", unlikely=wordings.WITHOUT_LETTER)
    else:
        number = numbers.number_of(words[0])
    reader, one = env.reader, numbers.entry_numbered(env, number)
    if isinstance(one, Introduction):
        return reports.introduction_draft(reader, one, env.today, asked, side)
    if not isinstance(one, FollowUp):
        message = f"#{number} is neither a follow-up nor an introduction."
        raise NotFoundError(message, hint="to list the follow-ups: reflog due --all")
    if side is not None:
        raise _no_side(side, one.about)
    return reports.follow_up_draft(reader, one, env.today, asked)


def _no_side(side: str, about: int | None = None) -> UsageError:
    hint = f"reflog draft {about or 12} --to {side}"
    return UsageError("--to goes with an introduction.", hint=hint)


def wording(
    env: Environment,
    words: options.Words = None,
    edit: Annotated[bool, "--edit", "Edit it in $EDITOR."] = False,
) -> None:
    """The texts that drafts are made from.

    reflog wording "thank mail"; a file or - replaces it, "" takes the built-in one back. KEY.de
    is the same in another language.
    """
    typed = list(words or ())
    mine = wordings.mine_of(env.reader.settings())
    if not typed and not edit:
        keys = [*wordings.BUILT_IN, *(key for key in mine if key not in wordings.BUILT_IN)]
        found = [_record(key, mine) for key in keys]
        env.answer(lambda: pages.wordings_page(found), lambda: found)
        return
    example = 'reflog wording "thank mail" --edit'
    key, rest = _key_and_rest(arguments.require(typed, "Name the wording to edit", example))
    if edit and rest:
        raise UsageError("--edit and a file don't go together.", hint=example)
    if edit:
        with arguments.edited(env, _text(key, mine)) as text:
            _keep(env, key, text)
    elif rest:
        _keep(env, key, _read(env, rest[0]))
    else:
        one = _record(key, mine)
        env.answer(lambda: [Line(str(one["text"]), lines=True)], lambda: one)


def _key_and_rest(typed: list[str]) -> tuple[str, list[str]]:
    """Split what was typed into the key, which may stand without quotes, and the file."""
    for count in range(len(typed), 0, -1):
        name, _dot, language = " ".join(typed[:count]).partition(".")
        is_key = name.lower() in wordings.BUILT_IN and " " not in language
        if is_key and len(typed) - count <= 1:
            return wordings.require_key(" ".join(typed[:count])), typed[count:]
    return wordings.require_key(typed[0]), typed[1:]


def _record(key: str, mine: Mapping[str, str]) -> dict[str, object]:
    language = key.partition(".")[2] or None
    return {"key": key, "mine": key in mine, "language": language, "text": _text(key, mine)}


def _text(key: str, mine: Mapping[str, str]) -> str:
    """Return the text of a key; of a language that there is none in, the usual one."""
    name, _dot, language = key.partition(".")
    return wordings.wording(name, mine, language or None).text


def _read(env: Environment, file: str) -> str:
    """Return the text of a file, of standard input for "-"; "" for none."""
    if not file:
        return ""
    if file == "-":
        return env.typed_text()
    from reflog.formats import files

    hint = "reflog wording KEY FILE; KEY in quotes"
    try:
        text = files.read(env.file_read(file, hint)).decode("utf-8-sig")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    except (NotFoundError, UsageError) as error:
        error.hint = hint  # not of an import
        raise
    except UnicodeDecodeError:
        raise UsageError(f"{file} can't be read as text.", hint="save it as UTF-8") from None


def _keep(env: Environment, key: str, text: str) -> None:
    from reflog.services import settings as services

    kept = wordings.check(key, text) if text.strip() else None
    if kept == wordings.BUILT_IN.get(key):
        kept = None
    with env.writing("wording") as ledger:
        services.set_value(ledger, f"{wordings.SETTING}{key}", kept)
        ledger.summary = f"wrote the wording {key}" if kept else f"took the wording {key} back"
    one = _record(key, wordings.mine_of(env.reader.settings()))
    said = f"The wording {key} is yours now." if kept else f"The wording {key} is the built-in one."
    env.answer(lambda: [said], lambda: {**objects.written(), **one})


def morning(
    env: Environment,
    within: options.Within = "0",
    name: options.ForPerson = None,
    purpose: options.Purpose = None,
) -> int:
    """Go through what is due, one card and one key at a time."""
    from reflog.cli import triage
    from reflog.cli.commands.due import asked

    days, person, wanted = asked(env, within, name, purpose, "reflog morning --within 7")
    contact_id = person.id if person else None
    return triage.morning(env, days, contact_id, wanted)
