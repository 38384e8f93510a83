# ruff: noqa: E501 - a paragraph of a letter stands on one line
"""Wordings: the texts that letters are made from, and how a letter's is chosen.

The key of a wording says what it is for: PURPOSE RELATION FORM READER. The relation says how the
introduction came about: `given` by me, `received` by me, who can help, `received prospect` by me,
who needs help, `own` if the reader came to me with their own business; `introducer` is a letter to
whoever introduced us. The reader is named if the two sides are told different things. What a key
leaves out fits every case. KEY.de is the same in German.
"""

from __future__ import annotations

from reflog.domain import languages, letters
from reflog.domain.names.typed import check_text
from reflog.domain.record import Record
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
    "other": "the other one of the introduction",
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
    "since": "how long ago we last talked, where that is three weeks or more",
    "state": "a sentence about how far it has come",
    "first_step": "a sentence about who calls whom first, said to the reader",
    "with_other": "with and the name of the other one; nothing where that is me",
    "consent": "there is one where whoever needs help has agreed",
    "open": "there is one while the introduction has not ended",
    "won": "there is one where it has led to business",
    "harmed": "there is one where the reader is not the one it went wrong through",
    "client": "there is one where the reader is, or was, a client of mine",
    "command": "the command that records it",
}
"""Every field that a wording may name, with what it is."""

_MAILS = {
    "introduction mail": """
Subject: {provider.first}, meet {prospect.first}

{greeting}

? {consent?}I'd like the two of you to meet, and {prospect.first} has already said yes.
| I'd like the two of you to meet.

? How I know you both: {how}.

? {provider.first}, I thought of you right away. This is what {prospect.first} needs: {need}.
| {provider.first}, I think {prospect.first} is someone you can help.

? {prospect.first}, this is what you can expect from {provider.first}: {offer}.
| {prospect.first}, in your place I would talk to {provider.first}.

Here is how to reach each other:
{provider.name}{provider.work}: {provider.reach}
{prospect.name}{prospect.work}: {prospect.reach}

{first_step}

From here on it's yours, so please move me to bcc when you reply. I'd only love to hear, from each of you, how it went.
""",
    "introduction mail provider": """
Subject: Meet {other.name}

{greeting}

? I'd like you to meet {other.name}, and I told {other.first} I couldn't think of anyone better to talk to. This is what it's about: {need}.
| I'd like you to meet {other.name}. I think you are the right person to help.

? {consent?}I asked {other.first} first, and the answer was yes.

{other.name}{other.work}: {other.reach}

{first_step}

Please let me know how it goes, even if nothing comes of it.
""",
    "introduction mail prospect": """
Subject: Meet {other.name}

{greeting}

? You told me what you need: {need}. {other.name} is the person I would ask myself.
| I'd like you to meet {other.name}, who I think can help you.

? This is what you can expect: {offer}.

? My own experience: {other.used}.

? And here is how it went for someone else: {other.story}.

{other.name}{other.work}: {other.reach}

{first_step}

This doesn't commit you to anything. Talk, see whether it fits, and let me know how it went.
""",
    "consent given mail": """
Subject: May I introduce you to someone?

{greeting}

? You told me what you need: {need}. I know someone who does just that{other.kind}.
| I know someone you might like to meet{other.kind}.

? In short: {offer}.

May I introduce you? I haven't passed on your name or your number, and I won't unless you say yes. If the timing is wrong, or you'd just rather not, a one-word answer is plenty, and there are no hard feelings.
""",
    "consent introducer mail": """
Subject: Before I call {other.first}

{greeting}

Thank you for thinking of me for {other.name}. Before I call: does {other.first} know about me, and would a call be welcome?

If you could ask, and say in a sentence what I do, I'll take it from there.

? Here is that sentence, in case it helps: {me.does}.
""",
    "consent own mail": """
Subject: Would you like to talk?

{greeting}

? I heard there may be something I can help you with: {need}. I'd be glad to, but only if you want me to.
| I heard there may be something I can help you with. I'd be glad to, but only if you want me to.

Would you like me to call you? A plain no is fine, and it changes nothing between us.
""",
    "consent mail": """
Subject: Would you like an introduction?

{greeting}

I'd like to ask before anything happens: would you like to be introduced to {other.name}?

Nothing has been passed on yet. A one-word answer is plenty, and a no is fine.
""",
    "first-call received mail": """
Subject: {introducer.first} introduced us

{greeting}

{introducer.name} introduced us{on_when} and asked me to look after you, so I'd like to give you a call.

? This is what I know so far: {need}.

When is a good time? You can also reach me at {me.reach}.
""",
    "first-call received prospect mail": """
Subject: {introducer.first} introduced us

{greeting}

{introducer.name} introduced us{on_when} and thought you might be able to help me.

? This is what I need: {need}.

When is a good time for a call? You can also reach me at {me.reach}.
""",
    "first-call mail": """
Subject: When may I call you?

{greeting}

I'd like to give you a call. When is a good time? You can also reach me at {me.reach}.
""",
    "check-in given mail provider": """
Subject: Have you and {other.first} talked?

{greeting}

Have you and {other.name} talked yet? One line is enough: yes, not yet, or no luck so far.

? As a reminder, this is what {other.first} needs: {need}.

If it would help for me to call {other.first} first, just say so and I will.
""",
    "check-in given mail prospect": """
Subject: Have you and {other.first} talked?

{greeting}

Have you and {other.name} talked yet, and did it feel right? One line is enough.

If it hasn't happened, please tell me. That one is mine to put right.
""",
    "check-in received mail": """
Subject: Can we find a time?

{greeting}

{introducer.name} introduced us{on_when}, and I don't want to let it slip.

? You were looking for help with this: {need}.

Half an hour is enough to see whether I can help, and if I can't, I'll say so. What day works for you? You can reach me at {me.reach}.
""",
    "check-in received prospect mail": """
Subject: Can we find a time?

{greeting}

{introducer.name} introduced us{on_when}, and I'd still like to talk.

? This is what I need: {need}.

Half an hour is enough to see whether it's something for you, and if it isn't, that's fine too. What day works for you? You can reach me at {me.reach}.
""",
    "check-in own mail": """
Subject: Can we find a time?

{greeting}

Thank you for coming to me yourself. When would be a good time to sit down together? You can reach me at {me.reach}.
""",
    "check-in mail": """
Subject: How are things going?

{greeting}

I wanted to check in: how are things going? One line is enough.
""",
    "outcome given mail": """
Subject: You and {other.first}

{greeting}

How did it go with {other.name}? I ask because I want to send people to the right place, so the honest answer is the useful one: going ahead, not going ahead, or still open.
""",
    "outcome received mail": """
Subject: Where do we stand?

{greeting}

? When we last talked, it was about this: {need}.

Would you like to go ahead, leave it, or talk again later? Any of the three is fine. I'd just like to keep my word to you, and to {introducer.first}, who introduced us.
""",
    "outcome received prospect mail": """
Subject: Where do we stand?

{greeting}

? When we last talked, it was about this: {need}.

Do you think you can help me with it, or would you rather leave it? Either is fine. I'd just like to know, and to tell {introducer.first}, who introduced us.
""",
    "outcome own mail": """
Subject: Where do we stand?

{greeting}

? When we last talked, it was about this: {need}.

Would you like to go ahead, leave it, or talk again later? Any of the three is fine, and it changes nothing between us.
""",
    "outcome mail": """
Subject: How did it go?

{greeting}

How did it go{with_other}? Going ahead, not going ahead, or still open: any answer helps.
""",
    "why mail": """
Subject: What could have gone better?

{greeting}

I hear that nothing came of it{with_other}, and that's quite all right. Would you tell me in a sentence why? The price, the timing, or just not the right match: it helps me do better next time, and it stays with me.
""",
    "report-back introducer mail": """
Subject: {other.first}, and where things stand

{greeting}

You introduced me to {other.name}{on_when}, and I'd like to keep you posted: {state}

? The reason, as far as I know it: {why}.

? {open?}Thank you for putting your name to it. I'll write again when there is more to tell.
| Thank you again for putting your name to it.
""",
    "report-back given mail": """
Subject: About {other.first}

{greeting}

The introduction to {other.name} that I had in mind is not going ahead. It's nothing you said or did.

If I come across someone who is a better fit, may I ask you again?
""",
    "report-back mail": """
Subject: Where things stand

{greeting}

A short word on where things stand{with_other}: {state}
""",
    "thank introducer mail": """
Subject: Thank you for {other.first}

{greeting}

Thank you for introducing me to {other.name}. You lent me your good name, and I take that seriously.

? {won?}It has turned into business, and that wouldn't have happened without you.

? {open?}You'll hear from me how it goes, whatever comes of it.
""",
    "thank own mail": """
Subject: Thank you for your trust

{greeting}

Thank you for coming to me yourself. When someone I work with becomes a client, that's the best reference there is.

If anything isn't the way you want it, please tell me first, and I'll take care of it.
""",
    "thank mail": """
Subject: Thank you

{greeting}

? Thank you for {occasion}. It was kind of you, and it helped.
| Thank you. It was kind of you, and it helped.
""",
    "pay-back introducer mail": """
Subject: My turn

{greeting}

You introduced me to {other.first}, and I'd like to do something for you in return.

? You once told me what a good introduction for you is: {to.wants}. Is that still right? Who would you like to meet?
| Who would you like to meet? Give me a trade, a kind of client, or a name.

I'll go through the people I know with you in mind.
""",
    "pay-back own mail": """
Subject: My turn

{greeting}

You trusted me with your own business, and I'd like to do something for you in return.

? You once told me what a good introduction for you is: {to.wants}. Is that still right? Who would you like to meet?
| Who would you like to meet? Give me a trade, a kind of client, or a name.

I'll go through the people I know with you in mind.
""",
    "pay-back mail": """
Subject: My turn

{greeting}

You've done a lot for me, and I'd like to do something for you in return.

? You once told me what a good introduction for you is: {to.wants}. Is that still right? Who would you like to meet?
| Who would you like to meet? Give me a trade, a kind of client, or a name.

I'll go through the people I know with you in mind.
""",
    "apology given mail": """
Subject: I'm sorry about {other.first}

{greeting}

I brought you and {other.name} together, and it went wrong. I'm sorry.

? {happened}

? {harmed?}You relied on my word, so it's mine to put right. What would help you most now?

Before I say anything more about it, I'd like to hear from you how it was. May I call you tomorrow?
""",
    "apology introducer mail": """
Subject: I'm sorry about {other.first}

{greeting}

You trusted me with {other.name}, and it hasn't gone the way you had a right to expect. I'm sorry, also for what it may have cost you.

? What happened: {why}.

I'm telling {other.first} the same, and I'll do what I can to put it right. May I call you tomorrow?
""",
    "apology received mail": """
Subject: I'm sorry

{greeting}

This hasn't gone the way you had a right to expect, and I'm sorry.

? {happened}

What would help you most now? May I call you tomorrow? {introducer.first}, who introduced us, will hear about it from me, not from you.
""",
    "apology own mail": """
Subject: I'm sorry

{greeting}

You trusted me with your own business, and it hasn't gone the way you had a right to expect. I'm sorry.

? {happened}

What would help you most now? May I call you tomorrow? I'd like to put it right.
""",
    "apology mail": """
Subject: I'm sorry

{greeting}

This hasn't gone the way you had a right to expect, and I'm sorry.

? {happened}

What would help you most now? May I call you tomorrow?
""",
    "ask mail": """
Subject: Who do you know who …?

{greeting}

? {client?}It was good to work with you, and I hope it serves you well. I have room for one or two more clients like you.
| I have room for one or two more clients, and you know people I don't.

? So may I ask: who do you know who {ask}?
| So may I ask: who do you know? I'm looking for {me.wants}.

One name is plenty. I don't call anyone out of the blue, so please ask them first, and if they'd rather not, that's an answer too.

? {client?}If it makes it easier, here is a line to pass on: “{me.name}{me.at} helped me, and I'd go back. {me.reach}”
| If it makes it easier, here is a line to pass on: “{me.name}{me.at} may be able to help you. {me.reach}”
""",
    "stay-in-touch mail": """
Subject: How are you?

{greeting}

? It's been {since} since we last talked, and you came to mind today. How are things with you?
| You came to mind today. How are things with you?

I'm not after anything, and there's no need to answer. But coffee is on me whenever you like.
""",
    "one-to-one mail": """
Subject: An hour over coffee?

{greeting}

I'd like to know your work better, so that I recognize the right person for you when I meet one. Could we sit down for an hour in the next two weeks?

I'll bring three questions: who is a good client for you, what sets you apart, and who would you like to meet? Please ask me the same.

? You can reach me at {me.phone}.
""",
    "other mail": """
Subject: {what}

{greeting}

{text}
""",
}
_OTHERS = {
    "introduction message provider": "{to.first}, meet {other.name}{other.work}: {other.reach}.{need_clause} {first_step} Please let me know how it goes. {me.first}",
    "introduction message prospect": "{to.first}, meet {other.name}{other.work}: {other.reach}.{need_clause} {first_step} Please let me know how it goes. {me.first}",
    "consent given message": """
? {to.first}, you told me what you need: {need}. I know someone good{other.kind}. May I introduce you?
| {to.first}, I know someone you might like to meet{other.kind}. May I introduce you?
I haven't passed on your number, and a plain no is fine. {me.first}""",
    "consent introducer message": "{to.first}, thank you for thinking of me for {other.first}! Before I call: does {other.first} know, and would a call be welcome? {me.first}",
    "consent own message": "{to.first}, I heard there may be something I can help you with. Would you like me to call? A plain no is fine. {me.first}",
    "consent message": "{to.first}, would you like to be introduced to {other.name}? Nothing has been passed on yet, and a plain no is fine. {me.first}",
    "first-call received message": "{to.first}, {introducer.name} introduced us, and I'd like to give you a call. When is a good time? {me.name}",
    "first-call message": "{to.first}, I'd like to give you a call. When is a good time? {me.name}",
    "check-in given message": '{to.first}, have you and {other.first} found each other? "Yes", "no" or "not yet" is all I need. {me.first}',
    "check-in message": "{to.first}, can we find a time to talk? What day works for you? {me.first}",
    "outcome given message": "{to.first}, what came of it with {other.first}: going ahead, not, or still open? Any answer helps. {me.first}",
    "outcome message": "{to.first}, where do we stand: go ahead, leave it, or talk again later? Any of the three is fine. {me.first}",
    "why message": "{to.first}, I hear that nothing came of it{with_other}, and that's quite all right. Would you tell me in a word why? It stays with me. {me.first}",
    "report-back introducer message": "{to.first}, a quick word about {other.first}: {state} Thank you again for the introduction. {me.first}",
    "report-back given message": "{to.first}, the introduction to {other.first} that I had in mind is not going ahead. It's nothing you said or did. {me.first}",
    "report-back message": "{to.first}, a short word on where things stand{with_other}: {state} {me.first}",
    "thank introducer message": "{to.first}, thank you for introducing me to {other.first}! That was kind of you, and I won't forget it. {me.first}",
    "thank own message": "{to.first}, thank you for coming to me yourself! If anything isn't the way you want it, please tell me first. {me.first}",
    "thank message": """
? {to.first}, thank you for {occasion}! It was kind of you, and it helped. {me.first}
| {to.first}, thank you! It was kind of you, and it helped. {me.first}""",
    "pay-back message": "{to.first}, it's my turn to do something for you. Who would you like to meet? A trade, a kind of client, or a name will do. {me.first}",
    "apology given message": "{to.first}, I'm sorry about how it went with {other.first}. I'd like to hear from you how it was. May I call you today? {me.first}",
    "apology introducer message": "{to.first}, I'm sorry about how it went with {other.first}. You trusted me, and I want to put it right. May I call you today? {me.first}",
    "apology message": "{to.first}, I'm sorry about how it went. I want to put it right. May I call you today? {me.first}",
    "ask message": """
? {to.first}, a favor: who do you know who {ask}? One name would be wonderful, and only if they like the idea. {me.first}
| {to.first}, a favor: who do you know? I'm looking for {me.wants}. One name would be wonderful, and only if they like the idea. {me.first}""",
    "stay-in-touch message": "{to.first}, you came to mind today. How are things? Coffee is on me whenever you like. {me.first}",
    "one-to-one message": "{to.first}, I'd like to know your work better. Could we sit down for an hour in the next two weeks? Coffee is on me. {me.first}",
    "other message": "{to.first}, {text} {me.first}",
    "thank introducer card": """
{greeting}

You thought of {other.first} and me, and brought us together.

? {won?}Now we are working together, and that is your doing.

Thank you. It was generous of you, and I won't forget it.

{me.first}""",
    "thank own card": """
{greeting}

You came to me yourself, and I don't take that for granted.

Thank you for your trust.

{me.first}""",
    "thank card": """
{greeting}

? Thank you for {occasion}. It was kind of you, and I haven't forgotten it.
| Thank you. It was kind of you, and I haven't forgotten it.

{me.first}""",
    "apology card": """
{greeting}

I'm sorry. You had a right to expect better, and I want to put it right.

{me.first}""",
    "first-call received call": """
Who      {to.name}{to.work}
Reach    {to.reach}
? Through  {introducer.name}, who introduced you on {on}
? Need     {need}
? Offer    {offer}
Open     {introducer.first} asked me to look after you. Is this a good time?
Ask      What made you look for help now? What would a good outcome be? By when?
Close    One next step, with a day
? After    {command}""",
    "first-call received prospect call": """
Who      {to.name}{to.work}
Reach    {to.reach}
? Through  {introducer.name}, who introduced you on {on}
? Need     {need}
Open     {introducer.first} thought you might be able to help me. Is this a good time?
Ask      How would you go about it? What would it cost? When could you begin?
Close    One next step, with a day
? After    {command}""",
    "first-call own call": """
Who      {to.name}{to.work}
Reach    {to.reach}
? Need     {need}
? Offer    {offer}
Open     Thank you for coming to me yourself. Is this a good time?
Ask      What made you look for help now? What would a good outcome be? By when?
Close    One next step, with a day
? After    {command}""",
    "first-call given call": """
Who      {to.name}{to.work}
Reach    {to.reach}
About    {other.name}{other.work}, {other.reach}
? Need     {need}
? Offer    {offer}
Say      Why you thought of {other.first}, and that you will find a time for the three of you
Close    Two days that would work
? After    {command}""",
    "call": """
Who      {to.name}{to.work}
Reach    {to.reach}
? About    {other.name}{other.work}
? Need     {need}
? To do    {what}
? After    {command}""",
    "sign": """
Warmly,
{me.name}
? {me.company}
? {me.phone}""",
}
BUILT_IN = {
    **{key: f"{text.strip()}\n\n{{sign}}" for key, text in _MAILS.items()},
    **{key: text.strip() for key, text in _OTHERS.items()},
}
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
    """What a letter is for.

    Attributes:
        purpose: of the follow-up, or "introduction".
        form: one of FORMS.
        relation: how the introduction came about, as in keys; "" if there is none.
        reader: the side that reads it, "" if that is neither or both.
        stage: how far the introduction has come.
    """

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


def relation_of(
    *, introducer: int, provider: int, prospect: int, reader: int | None, me: int
) -> str:
    """Return how an introduction came about, as in keys, for a letter to `reader`."""
    if me == introducer:
        return "" if me == prospect else "given"
    if me not in {provider, prospect}:
        return ""
    if introducer == prospect:
        return "own"
    if reader == introducer:
        return "introducer"
    return "received" if me == provider else "received prospect"


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

    Args:
        mine: my own texts by key, which may end in a language.
        language: what the reader reads.
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
    return [form for form in FORMS if any(_is_for(key, purpose, form) for key in BUILT_IN)]


def _is_for(key: str, purpose: str, form: str) -> bool:
    words = key.split()
    return key == form or (words[0] == purpose and form in words)


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
    """Return a key as it is stored.

    Raises:
        NotFoundError: there is no such wording.
    """
    wanted = " ".join(key.lower().split())
    name, dot, language = wanted.partition(".")
    if name not in BUILT_IN or (dot and not languages.is_code(language)):
        message = f"There is no wording {quoted(key)}."
        raise NotFoundError(message, hint="reflog wording lists them")
    return wanted


def check(key: str, text: str) -> str:
    """Return the text of a wording as it is stored.

    Raises:
        UsageError: it has an unknown field or a lone brace, is too long, or is a mail
            without a subject.
    """
    text = check_text(text, "the wording").strip("\n")
    letters.check(text, FIELDS)
    words = key.partition(".")[0].split()
    if "mail" in words and not letters.split_subject(text)[0]:
        message = "The mail has no subject."
        raise UsageError(message, hint="begin it with Subject: and a blank line behind it")
    return text


def check_setting(setting: str, text: str) -> str:
    """Check a wording by the name of its setting, as `check` does; also NotFoundError."""
    return check(require_key(setting.removeprefix(SETTING)), text)
