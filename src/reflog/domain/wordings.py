"""Wordings: the texts that letters are made from, and how a letter's is chosen.

The key of a wording says what it is for: PURPOSE RELATION FORM READER. The relation says how the
introduction came about: `given` by me, `received` by me, who can help, `received prospect` by me,
who needs help, `own` if the reader came to me with their own business; `introducer` is a letter to
whoever introduced us. The reader is named if the two sides are told different things. What a key
leaves out fits every case. KEY.de is the same in German.
"""

from __future__ import annotations

import os

from reflog.domain import Record, languages, letters
from reflog.domain.contacts import ME
from reflog.domain.names.typed import check_text
from reflog.errors import NotFoundError, UsageError, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SETTING = "wording."
"""What stands before the key among the settings."""

FORMS = ("mail", "message", "card", "call")
FREE_PURPOSES = ("ask", "stay-in-touch", "one-to-one", "thank", "pay-back")
"""What a letter can be for without anything being open."""

WITHOUT_LETTER = ("review", "find")

PARTS = {
    "name": "the full name",
    "first": "the first name, or the whole name where it is one word",
    "reach": "every phone number and e-mail address",
    "phone": "the phone number to use first",
    "email": "the e-mail address to use first",
    "company": "the company",
    "work": "profession and company in parentheses; nothing where neither is known",
    "kind": "the profession with a comma before it: , a lawyer; nothing where it is not known",
    "at": " of the company; nothing where it is not known",
    "say": "what to tell people about them",
    "used": "my own experience of their service",
    "story": "the story of a client of theirs",
    "wants": "what a good referral for them is",
    "does": "what they do",
}
PEOPLE = {
    "to": "whoever reads the letter",
    "other": "the other one of the introduction; nobody where that is me",
    "me": "me",
    "provider": "whoever can help",
    "prospect": "whoever needs help",
    "introducer": "whoever introduced them",
}
FIELDS = {
    **{
        f"{person}.{part}": f"of {who}: {what}"
        for person, who in PEOPLE.items()
        for part, what in PARTS.items()
    },
    "greeting": "the first line: the greeting of the contact, else Hello and the first name",
    "sign": "the last lines: the wording `sign`",
    "need": "what is needed",
    "need_clause": "a sentence about what is needed, with a space before it; or nothing",
    "offer": "what to expect from whoever can help",
    "why": "why it ended that way; empty in a letter to one of the two",
    "happened": "what went wrong; only what --say says",
    "how": "how I know the two; only what --say says",
    "occasion": "what the thanks are for; only what --say says",
    "ask": "whom I am looking for, behind `who do you know who`; only what --say says",
    "text": "what there is to say; only what --say says",
    "what": "the follow-up as it was typed",
    "on": "the day of the introduction",
    "on_when": "when that was, with a space before it: in November",
    "that_i_made": "that I made and when, or had in mind, with a space before it",
    "no_fault": "that it's nothing the reader did, with a space before it; or nothing",
    "since": "how long ago we last talked, where that is three weeks or more",
    "state": "a sentence about how far it has come; to one of the two, who it was passed on to",
    "first_step": "a sentence about who calls whom first, said to the reader",
    "with_other": "with and the name of the other one; or nothing",
    "consent": "there is one where whoever needs help has agreed",
    "open": "there is one while the introduction has not ended",
    "won": "there is one where it has led to business",
    "harmed": "there is one where the reader is not the one it went wrong through",
    "client": "there is one where the reader is, or was, a client of mine",
    "command": "the command that records it",
}
"""Every field that a wording may name, with what it is."""


def _built_in() -> dict[str, str]:
    """Read wordings.txt, in which the line before each text is `== KEY`."""
    path = os.path.join(os.path.dirname(__file__), "wordings.txt")
    with open(path, encoding="utf-8") as file:
        parts = f"\n{file.read()}".split("\n== ")
    keys_and_texts = (part.split("\n", 1) for part in parts if part)
    return {key: text.strip("\n") for key, text in keys_and_texts}


BUILT_IN = _built_in()
"""Every wording by its key."""

STATES = {
    "lead": "{other} and I haven't talked yet.",
    "introduced": "{other} and I haven't talked yet, but I'm on it.",
    "connected": "we've talked, and we're looking for a day to meet.",
    "met": "we've met, and we're still talking.",
    "won": "{other} and I are working together.",
    "lost": "it hasn't turned into business this time.",
    "declined": "it isn't going ahead.",
    "bad": "it went wrong, and I'm sorry.",
}
"""How far it has come, as I tell it."""

TRIED = " If you know a better way to reach {other}, please tell me."
"""What is added where I have called or checked in, and we aren't in touch yet."""

FIRST_STEPS = {
    ("provider", "both"): "{provider}, would you call {prospect} in the next day or two?",
    ("provider", "provider"): "Would you call {prospect} in the next day or two?",
    ("provider", "prospect"): "{provider} will call you in the next day or two.",
    ("prospect", "both"): "{prospect}, would you call {provider} when it suits you?",
    ("prospect", "provider"): "{prospect} will call you.",
    ("prospect", "prospect"): "Just call {provider} when it suits you.",
    ("introducer", "both"): "I'll find a time for the three of us.",
    ("introducer", "provider"): "I'll find a time for the three of us.",
    ("introducer", "prospect"): "I'll find a time for the three of us.",
}
"""Who calls first, by the caller and by who reads it."""


class Case(Record):
    """What a letter is for, in the words of keys; a reader of "" is neither side or both."""

    purpose: str
    form: str
    relation: str = ""
    reader: str = ""
    stage: str | None = None


class Wording(Record):
    """A wording: its key, its text, and its language, None for the usual one."""

    key: str
    text: str
    language: str | None = None


def usual_form(purpose: str) -> str:
    """Return the form of a letter for a purpose, if none is asked for."""
    return "call" if purpose == "first-call" else "mail"


def relation_of(introducer: int, provider: int, prospect: int, *, reader: int) -> str:
    """Return how an introduction came about, as in keys, for a letter to `reader`."""
    if introducer == ME:
        return "" if prospect == ME else "given"
    if ME not in {provider, prospect}:
        return ""
    if introducer == prospect:
        return "own"
    if reader == introducer:
        return "introducer"
    return "received" if provider == ME else "received prospect"


def keys_of(case: Case) -> list[str]:
    """Return the keys that fit a case, the closest first."""
    purpose = _asked(case)
    said = [
        (purpose, case.relation, case.form, case.reader),
        (purpose, case.relation, case.form),
        (purpose, case.form, case.reader),
        (purpose, case.form),
        (case.form,),
    ]
    keys = dict.fromkeys(" ".join(filter(None, words)) for words in said)
    return [key for key in keys if key in BUILT_IN]


def _asked(case: Case) -> str:
    """Return what is asked: once they have talked how it goes, once it is lost why."""
    if case.purpose == "outcome" and case.stage == "lost":
        return "why"
    talked = ("connected", "met") if case.relation == "given" else ("met",)
    return "outcome" if case.purpose == "check-in" and case.stage in talked else case.purpose


def choose(case: Case, mine: Mapping[str, str], language: str | None = None) -> Wording | None:
    """Return the wording for a case, mine before the built-in one; None if there is none.

    The key of one of mine may end in a language, which is then the reader's.
    """
    keys = keys_of(case)
    for code in languages.widened(language) if language else ():
        for key in keys:
            if f"{key}.{code}" in mine:
                return Wording(key=key, text=mine[f"{key}.{code}"], language=code)
    return wording(keys[0], mine) if keys else None


def wording(key: str, mine: Mapping[str, str], language: str | None = None) -> Wording:
    """Return the wording of a key, in the language if there is one in it."""
    if language and f"{key}.{language}" in mine:
        return Wording(key=key, text=mine[f"{key}.{language}"], language=language)
    return Wording(key=key, text=mine.get(key, BUILT_IN[key]))


def forms_for(purpose: str) -> list[str]:
    """Return the forms in which there are letters for a purpose."""
    said = [key.split() for key in BUILT_IN]
    return [
        form
        for form in FORMS
        if any(words == [form] or (words[0] == purpose and form in words) for words in said)
    ]


def has_language(mine: Mapping[str, str], language: str) -> bool:
    """Return whether any wording is in a language; the built-in ones are in English."""
    codes = languages.widened(language)
    return languages.USUAL in codes or any(key.partition(".")[2] in codes for key in mine)


def mine_of(settings: Mapping[str, str]) -> dict[str, str]:
    """Return my own wordings among the settings, by key."""
    return {
        key.removeprefix(SETTING): text for key, text in settings.items() if key.startswith(SETTING)
    }


def require_key(key: str) -> str:
    """Return a key as it is stored (NotFoundError: there is no such wording)."""
    wanted = " ".join(key.lower().split())
    name, dot, language = wanted.partition(".")
    if name not in BUILT_IN or (dot and not languages.is_code(language)):
        message = f"There is no wording {quoted(key)}."
        begun = next((one for one in BUILT_IN if name and one.startswith(f"{name} ")), None)
        near = f'maybe reflog wording "{begun}"? ' if begun else ""
        raise NotFoundError(message, hint=f"{near}reflog wording lists them")
    return wanted


def check(key: str, text: str) -> str:
    """Return a wording as it is stored (UsageError: it can't be filled in, or lacks a subject)."""
    letters.check(text, FIELDS)  # first, since it may have less than other texts
    text = check_text(text, "the wording").strip("\n")
    words = key.partition(".")[0].split()
    if "mail" in words and not letters.split_subject(text)[0]:
        message = "The mail has no subject."
        raise UsageError(message, hint="begin it with Subject: and a blank line behind it")
    return text


def check_setting(setting: str, text: str) -> str:
    """Check a wording by the name of its setting, as `check` does; also NotFoundError."""
    return check(require_key(setting.removeprefix(SETTING)), text)
