from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from reflog.domain import letters, wordings
from reflog.errors import ConflictError, UsageError
from reflog.formats import mail
from reflog.reports import drafts, entries, introductions
from reflog.reports.drafts import Asked
from reflog.storage import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commands import Commands
    from reflog.domain.letters import Draft
    from year import Year

USUAL = Asked()


@pytest.fixture
def known(reflog: Commands) -> Commands:
    """My own details, and three people who can be reached."""
    reflog.ok("config", "name", "Tess Marlow")
    reflog.ok("config", "company", "Marlow Advisory")
    reflog.ok("config", "phone", "+1 555 0100")
    reflog.ok("config", "email", "tess@example.com")
    reflog.ok(
        "contact", "add", "Elena Abel", "--profession", "lawyer", "--company", "Abel & Co",
        "--email", "elena@example.com", "--phone", "+1 201 555 0172",
    )  # fmt: skip
    reflog.ok("contact", "add", "Hugo Jansen", "--email", "hugo@example.com")
    reflog.ok("contact", "add", "Katya Vargas", "--phone", "+1 201 555 0173")
    return reflog


class Letters:
    """Asks a ledger for drafts."""

    def __init__(self, reflog: Commands, **how: Any) -> None:
        self.today = date.fromisoformat(reflog.today)
        self.asked = Asked(**how)
        self.path = str(reflog.ledger)

    def reader(self) -> Reader:
        return Reader(self.path, self.today.isoformat())

    def of(self, number: int, to: str | None = None) -> Draft:
        with self.reader() as reader:
            one = entries.follow_up(reader, number, self.today)
            if one is not None:
                return drafts.follow_up_draft(reader, one, self.today, self.asked)
            about = introductions.introduction(reader, number)
            assert about is not None
            return drafts.introduction_draft(reader, about, self.today, self.asked, to)

    def with_(self, contact: int, purpose: str) -> Draft:
        with self.reader() as reader:
            return drafts.person_draft(reader, contact, purpose, self.today, self.asked)


def number_of(answer: Any, purpose: str, contact: str | None = None) -> int:
    """Return the number of the follow-up that a command has scheduled."""
    numbers: list[int] = [
        one["id"]
        for one in answer["next"]
        if one["purpose"] == purpose and contact in {None, one["contact"]}
    ]
    return numbers[0]


def test_an_introduction_is_one_mail_to_both(known: Commands) -> None:
    known.ok(
        "intro", "elena", "hugo", "--consent", "--need", "a contract reviewed.",
        "--offer", "twenty years of contracts",
    )  # fmt: skip
    draft = Letters(known).of(1)
    assert [(one.contact, one.email) for one in draft.to] == [
        ("elena-abel", "elena@example.com"),
        ("hugo-jansen", "hugo@example.com"),
    ]
    assert (draft.subject, draft.lacks, draft.then) == ("Elena, meet Hugo", (), None)
    assert draft.text == (
        "Hello Elena and Hugo,\n\n"
        "I'd like the two of you to meet, and Hugo has already said yes.\n\n"
        "Elena, I thought of you right away. This is what Hugo needs: a contract reviewed.\n\n"
        "Hugo, this is what you can expect from Elena: twenty years of contracts.\n\n"
        "Here is how to reach each other:\n"
        "Elena Abel (lawyer, Abel & Co): +1 201 555 0172, elena@example.com\n"
        "Hugo Jansen: hugo@example.com\n\n"
        "Elena, would you call Hugo in the next day or two?\n\n"
        "From here on it's yours, so please move me to bcc when you reply. I'd only love to "
        "hear, from each of you, how it went.\n\n"
        "Warmly,\nTess Marlow\nMarlow Advisory\n+1 555 0100"
    )


def test_what_an_introduction_lacks_is_lacking_also_where_the_letter_does_without(
    known: Commands,
) -> None:
    known.ok("intro elena sam --caller prospect")
    draft = Letters(known).of(1)
    assert draft.lacks == ("prospect-details", "need", "offer", "consent")
    assert draft.blanks == ("prospect.reach",)
    assert "Sam: [prospect reach]" in draft.text
    one_side = Letters(known).of(1, "provider")
    assert one_side.lacks == ("prospect-details", "need", "offer", "consent")
    assert "Sam will call you." in one_side.text
    assert "said yes" not in one_side.text


def test_an_introduction_to_one_of_the_two(known: Commands) -> None:
    known.ok("intro elena hugo --consent --need tea --caller introducer")
    to_provider = Letters(known).of(1, "provider")
    assert [one.contact for one in to_provider.to] == ["elena-abel"]
    assert to_provider.wording == "introduction mail provider"
    assert "I'll find a time for the three of us." in to_provider.text
    message = Letters(known, form="message").of(1, "prospect")
    assert message.text == (
        "Hugo, meet Elena Abel (lawyer, Abel & Co): +1 201 555 0172, elena@example.com. "
        "It's about this: tea. I'll find a time for the three of us. "
        "Please let me know how it goes. Tess"
    )
    assert message.subject is None
    with pytest.raises(UsageError, match="one of the two"):
        Letters(known, form="message").of(1)


def test_of_a_lead_consent_is_asked_for(known: Commands) -> None:
    known.ok("intro elena hugo --lead --need tea")
    draft = Letters(known).of(1)
    assert (draft.wording, draft.to[0].contact) == ("consent given mail", "hugo-jansen")
    assert draft.then == "reflog done 2"
    assert "Elena" not in draft.text
    assert "tea. I know someone who does just that, a lawyer." in draft.text


@pytest.mark.parametrize(
    "say", ["Elena reads every line", "ask for Mrs ABEL", "it's Elena's trade"]
)
def test_who_it_is_stays_out_of_the_question_for_consent_whatever_is_said_of_them(
    known: Commands, say: str
) -> None:
    known.ok("intro elena hugo --lead --need tea")
    known.ok("know", "elena", "say", "she reads every line")
    assert "In short: she reads every line." in Letters(known).of(1).text
    known.ok("know", "elena", "say", say)
    assert "In short" not in Letters(known).of(1).text


def test_of_a_lead_to_me_the_introducer_is_asked(known: Commands) -> None:
    known.ok("received hugo --from katya --lead")
    assert Letters(known).of(1).wording == "consent introducer mail"
    known.ok("received elena --from elena --lead")
    assert Letters(known).of(3).wording == "consent own mail"


def test_an_introduction_that_somebody_else_made_has_no_letter(known: Commands) -> None:
    known.ok("received hugo --from katya")
    for to in (None, "provider"):
        with pytest.raises(ConflictError, match="didn't make introduction #1"):
            Letters(known).of(1, to)


def test_a_review_has_no_letter(known: Commands) -> None:
    known.ok("intro elena hugo")
    answer = known.json("mark", "1", "bad", "--at-fault", "elena")
    with pytest.raises(ConflictError, match="no letter"):
        Letters(known).of(number_of(answer, "review"))
    with pytest.raises(ConflictError, match="no letter"):
        Letters(known, form="call").of(number_of(answer, "review"))


def test_there_is_no_card_for_a_question(known: Commands) -> None:
    known.ok("intro elena hugo")
    with pytest.raises(ConflictError) as refused:
        Letters(known, form="card").of(2)
    assert refused.value.hint == "--as takes mail, message, call here"


def test_why_goes_to_the_introducer_and_never_to_a_side(known: Commands) -> None:
    known.ok("received hugo --from katya")
    answer = known.json("mark", "1", "bad", "--why", "Hugo_is_a_nuisance")
    to_introducer = Letters(known).of(number_of(answer, "apology", "katya-vargas"))
    assert "What happened: Hugo_is_a_nuisance." in to_introducer.text
    to_side = Letters(known).of(number_of(answer, "apology", "hugo-jansen"))
    assert "nuisance" not in to_side.text
    known.ok("received elena --from elena")
    own = known.json("mark", "9", "bad", "--why", "Elena_is_a_nuisance")
    assert "nuisance" not in Letters(known).of(number_of(own, "apology")).text


@pytest.mark.parametrize("stage", ["connected", "won"])
def test_why_it_ended_is_not_told_once_it_goes_on(known: Commands, stage: str) -> None:
    report_back = next(
        one["id"]
        for one in known.json("received hugo --from katya")["next"]
        if one["purpose"] == "report-back"
    )
    known.ok("mark", "1", "declined", "--why", "too dear")
    assert "too dear" in Letters(known).of(report_back).text
    known.ok(f"mark 1 {stage}")
    assert "reason" not in Letters(known).of(report_back).text


def test_whoever_it_went_wrong_through_is_not_told_that_it_is_mine_to_put_right(
    known: Commands,
) -> None:
    known.ok("intro elena hugo")
    answer = known.json("mark", "1", "bad", "--at-fault", "elena")
    to_harmed = Letters(known).of(number_of(answer, "apology", "hugo-jansen")).text
    to_other = Letters(known).of(number_of(answer, "apology", "elena-abel")).text
    assert "it's mine to put right" in to_harmed
    assert "it's mine to put right" not in to_other
    assert "I'm sorry." in to_other


def test_a_wording_of_mine_tells_no_side_why_either(known: Commands) -> None:
    known.ok("received hugo --from katya")
    answer = known.json("mark", "1", "bad", "--why", "nuisance")
    keep(known, "apology received mail", "Subject: x\n\n{why}")
    draft = Letters(known).of(number_of(answer, "apology", "hugo-jansen"))
    assert (draft.text, draft.lacks) == ("[why]", ("why",))


def keep(reflog: Commands, key: str, text: str) -> None:
    """Keep a wording of my own, as the command will."""
    from reflog.services import settings  # noqa: PLC0415 - until there is the command
    from reflog.storage.ledger import writing  # noqa: PLC0415

    with writing(str(reflog.ledger), "wording", reflog.today) as ledger:
        settings.set_value(ledger, f"{wordings.SETTING}{key}", wordings.check(key, text))


def test_a_wording_of_mine_and_my_own_way_to_sign(known: Commands) -> None:
    known.ok("received hugo --from katya")
    keep(known, "thank introducer mail", "Subject: For {other.name}\n\n{{hi}} {to.first}\n{sign}")
    keep(known, "sign", "Yours,\n{me.first} {{x}}")
    draft = Letters(known).of(2)
    assert (draft.subject, draft.text) == ("For Hugo Jansen", "{hi}} Katya\nYours,\nTess {x}}")


def test_without_my_name_every_mail_lacks_it(reflog: Commands) -> None:
    reflog.ok("received hugo --from katya")
    draft = Letters(reflog).of(2)
    assert draft.lacks == ("me.name",)
    assert draft.text.endswith("Warmly,\n[me name]")
    assert draft.to[0].email is None


def test_a_field_filled_in_by_hand(known: Commands) -> None:
    answer = known.json("follow", "katya", "send the brochure")
    number = answer["next"][0]["id"]
    assert Letters(known).of(number).lacks == ("text",)
    draft = Letters(known, said={"text": "Here it is.\r\nEnjoy!", "sign": "T."}).of(number)
    assert (draft.subject, draft.lacks) == ("send the brochure", ())
    assert draft.text == "Hello Katya,\n\nHere it is. Enjoy!\n\nT."


@pytest.mark.parametrize(
    ("need", "clause"), [("tea", "tea."), ("who repairs it?", "who repairs it?")]
)
def test_what_is_needed_may_be_said_by_hand_in_a_message_too(
    known: Commands, need: str, clause: str
) -> None:
    known.ok("intro elena hugo")
    told = known.ok("draft", "1", "--to", "provider", "--as", "message", "--say", f"need={need}")
    assert f". It's about this: {clause} Would you call" in told.out


def test_what_is_asked_for_by_hand_goes_before_what_i_am_known_to_want(known: Commands) -> None:
    assert Letters(known).with_(2, "ask").lacks == ("me.wants",)
    draft = Letters(known, said={"ask": "runs a bakery"}).with_(2, "ask")
    assert "who do you know who runs a bakery?" in draft.text
    assert "It was good to work with you" not in draft.text
    known.ok("contact edit elena --role past-client")
    assert "It was good to work with you" in Letters(known).with_(2, "ask").text


def test_a_letter_where_nothing_is_open(known: Commands) -> None:
    for purpose in wordings.FREE_PURPOSES:
        draft = Letters(known).with_(2, purpose)
        assert draft.wording == f"{purpose} mail"
        recorded = {
            "thank": "reflog thanks @elena-abel --via note",
            "ask": "reflog ask @elena-abel",
        }
        assert draft.then == recorded.get(purpose)
    with pytest.raises(UsageError, match="No outcome is open"):
        Letters(known).with_(2, "outcome")
    with pytest.raises(ConflictError, match="no letter"):
        Letters(known).with_(2, "find")


def test_what_is_open_for_the_purpose_goes_first(known: Commands) -> None:
    known.ok("received hugo --from katya")
    draft = Letters(known).with_(4, "thank")
    assert (draft.wording, draft.about) == ("thank introducer mail", 1)


def test_how_long_ago_we_last_talked(known: Commands) -> None:
    assert "You came to mind today." in Letters(known).with_(2, "stay-in-touch").text
    known.ok("met elena --on -20d")
    assert "It's been" not in Letters(known).with_(2, "stay-in-touch").text
    known.today = "2026-11-22"
    assert "It's been three weeks since" in Letters(known).with_(2, "stay-in-touch").text
    known.today = "2027-12-21"
    assert "It's been 13 months since" in Letters(known).with_(2, "stay-in-touch").text


@pytest.mark.parametrize(
    ("on", "when"),
    [
        ("2026-11-21", " today"),
        ("2026-11-12", " the other day"),
        ("2026-11-10", " in November"),
        ("2025-12-24", " in December 2025"),
    ],
)
def test_when_we_were_introduced(known: Commands, on: str, when: str) -> None:
    known.ok("received", "hugo", "--from", "katya", "--on", on)
    draft = Letters(known).of(3)
    assert f"introduced me to Hugo Jansen{when}, and" in draft.text


def test_links_go_to_the_number_to_use_first(known: Commands) -> None:
    known.ok("received hugo --from katya")
    (to,) = Letters(known).of(2).to
    assert (to.name, to.email, to.phone, to.e164) == (
        "Katya Vargas",
        None,
        "+1 201 555 0173",
        "+12015550173",
    )


def test_whoever_was_erased_gets_no_letter_and_is_in_none(known: Commands) -> None:
    known.ok("received hugo --from katya")
    known.ok("contact forget hugo --yes")
    draft = Letters(known).of(2)
    assert "forgotten" not in draft.text
    assert draft.lacks == ("other.first", "other.name")
    known.ok("contact forget katya --yes")
    with pytest.raises(ConflictError, match="erased"):
        Letters(known).of(2)


def test_a_letter_of_what_is_done_has_no_command_behind_it(known: Commands) -> None:
    known.ok("intro elena hugo")
    assert Letters(known).of(2).then == "reflog done 2"
    known.ok("done 2")
    assert Letters(known).of(2).then is None


def test_a_call_sheet(known: Commands) -> None:
    known.ok("received hugo --from katya --need tea")
    draft = Letters(known).of(4)
    assert (draft.form, draft.subject) == ("call", None)
    assert draft.text == (
        "Who      Hugo Jansen\n"
        "Reach    hugo@example.com\n"
        "Through  Katya Vargas, who introduced you on November 21\n"
        "Need     tea\n"
        "Open     Katya asked me to look after you. Is this a good time?\n"
        "Ask      What made you look for help now? What would a good outcome be? By when?\n"
        "Close    One next step, with a day\n"
        "After    reflog done 4 --mark connected"
    )
    assert Letters(known, form="mail").of(4).then == "reflog done 4"
    sheet = Letters(known, form="call").of(2)
    assert sheet.text.startswith("Who      Katya Vargas\nReach    +1 201 555 0173\n")


def test_a_call_to_one_of_two_whom_i_introduced_does_not_put_them_in_touch(known: Commands) -> None:
    called = known.json("intro elena hugo --caller introducer")["next"][-1]["id"]
    draft = Letters(known).of(called)
    assert draft.wording == "first-call given call"
    assert draft.text.endswith(f"After    reflog done {called}")


def test_a_call_sheet_does_not_tell_me_that_it_is_about_me(known: Commands) -> None:
    known.ok("intro hugo me --by katya")
    check_in = next(one for one in known.json("due --all") if one["purpose"] == "check-in")
    sheet = Letters(known, form="call").of(check_in["id"])
    assert "\nAbout " not in sheet.text
    assert "\nTo do    check in with Hugo Jansen (introduced by Katya Vargas)\n" in sheet.text


BROKEN = re.compile(
    r"\{|\}| [.,;:!?](\s|$)|\.\.|[,:;]\.|\(\s*\)|“ | ”|\bNone\b|(?<!haven't )\bforgotten\b",
    re.MULTILINE,
)


def every_draft(reflog: Commands) -> Iterator[tuple[Draft, Asked]]:
    """Yield every letter that a ledger has, in every form and to every side."""
    today = date.fromisoformat(reflog.today)
    with Reader(str(reflog.ledger), reflog.today) as reader:
        numbers = [row["number"] for row in reader.rows("SELECT number FROM follow_up")]
        people = [row["id"] for row in reader.rows("SELECT id FROM contact WHERE id <> 1")]
        for form in wordings.FORMS:
            asked = Asked(form=form)
            calls = [
                partial(drafts.follow_up_draft, reader, one, today, asked)
                for one in entries.follow_ups(reader, numbers, today)
            ]
            calls += [
                partial(drafts.introduction_draft, reader, about, today, asked, to)
                for about in introductions.introductions(reader)
                for to in (None, "provider", "prospect")
            ]
            calls += [
                partial(drafts.person_draft, reader, who, what, today, asked)
                for who in people[::7]
                for what in wordings.FREE_PURPOSES
            ]
            for call in calls:
                try:
                    yield call(), asked
                except (ConflictError, UsageError):
                    continue


def test_every_letter_of_the_year_is_whole(year_ledger: Year) -> None:
    seen: dict[str, int] = {}
    for draft, asked in every_draft(year_ledger.reflog):
        assert draft.form == asked.form
        seen[draft.wording] = seen.get(draft.wording, 0) + 1
        texts = [draft.text] if draft.subject is None else [draft.subject, draft.text]
        for text in texts:
            assert not BROKEN.search(text), text
            assert "  " not in text or draft.form == "call", text
            assert text.strip() == text
            assert text
        assert ("[" in " ".join(texts)) == bool(draft.blanks), draft
        assert draft.to
        if draft.subject is not None:
            assert "\n" not in draft.subject
            to = [(one.name, one.email) for one in draft.to if one.email]
            assert mail.eml(to, draft.subject, draft.text)
    assert len(seen) > 50
    assert set(seen) <= set(wordings.BUILT_IN)
    unknown = set().union(*map(letters.fields_of, wordings.BUILT_IN.values())) - set(
        wordings.FIELDS
    )
    assert not unknown
