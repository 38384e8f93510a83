from __future__ import annotations

import pytest

from reflog.domain.follow_ups import (
    CARE,
    DEBTS,
    PURPOSES,
    QUESTIONS,
    STATUSES,
    TYPED_PURPOSES,
    Parties,
    briefly,
    in_past,
    is_my_doing,
    sentence,
)
from reflog.domain.introductions import STAGES
from rows import each_row

FRED, SALLY, BEA, TOM = "Fred Moss", "Sally Ng", "Bea Roe", "Tom Day"


def parties(
    introducer: str | None,
    provider: str | None,
    prospect: str | None,
    stage: str = "introduced",
) -> Parties:
    own_custom = introducer == prospect
    return Parties(
        introducer=introducer,
        provider=provider,
        prospect=prospect,
        own_custom=own_custom,
        stage=stage,
    )


MADE_BY_ME = (None, FRED, SALLY)
MADE_FOR_ME_AS_PROVIDER = (BEA, None, SALLY)
MADE_FOR_ME_AS_PROSPECT = (BEA, FRED, None)
OWN_CUSTOM_WITH_ME = (SALLY, None, SALLY)
MY_OWN_CUSTOM = (None, FRED, None)
OF_OTHERS = (BEA, FRED, SALLY)
OWN_CUSTOM_OF_OTHERS = (SALLY, FRED, SALLY)
EVERYONE = [
    MADE_BY_ME,
    MADE_FOR_ME_AS_PROVIDER,
    MADE_FOR_ME_AS_PROSPECT,
    OWN_CUSTOM_WITH_ME,
    MY_OWN_CUSTOM,
    OF_OTHERS,
    OWN_CUSTOM_OF_OTHERS,
]

ANYWHERE = [
    ("consent", "ask Fred Moss if they'd like an introduction"),
    ("first-call", "call Fred Moss for the first time"),
    ("check-in", "check in with Fred Moss"),
    ("outcome", "ask Fred Moss how it went"),
    ("thank", "thank Fred Moss"),
    ("pay-back", "pay Fred Moss back: a referral, advice or your own business"),
    ("report-back", "tell Fred Moss how things stand"),
    ("apology", "apologize to Fred Moss for how it went"),
    ("stay-in-touch", "keep in touch with Fred Moss"),
    ("one-to-one", "meet Fred Moss for a one-to-one"),
    ("ask", 'ask Fred Moss for an introduction: "who do you know who …?"'),
    ("review", "decide whether to trust Fred Moss again"),
    ("other", "follow up with Fred Moss"),
]

GIVEN = [
    ("consent", SALLY, "ask Sally Ng if they'd like an introduction to Fred Moss"),
    ("first-call", SALLY, "call Sally Ng about Fred Moss"),
    ("check-in", SALLY, "ask Sally Ng if they've been in touch with Fred Moss"),
    ("check-in", FRED, "ask Fred Moss if they've been in touch with Sally Ng"),
    ("outcome", SALLY, "ask Sally Ng how it went with Fred Moss"),
    ("outcome", FRED, "ask Fred Moss how it went with Sally Ng"),
    ("report-back", SALLY, "tell Sally Ng that the introduction to Fred Moss won't go ahead"),
    ("report-back", FRED, "tell Fred Moss that the introduction to Sally Ng won't go ahead"),
    ("apology", SALLY, "apologize to Sally Ng for how it went with Fred Moss"),
    ("apology", FRED, "apologize to Fred Moss for how it went with Sally Ng"),
    ("review", FRED, "decide whether to trust Fred Moss again"),
    ("review", TOM, "decide whether to trust Tom Day again"),
    ("thank", FRED, "thank Fred Moss"),
    ("pay-back", FRED, "pay Fred Moss back: a referral, advice or your own business"),
]

AS_PROVIDER = [
    ("consent", BEA, "ask Bea Roe if Sally Ng would like to hear from you"),
    ("first-call", SALLY, "call Sally Ng for the first time (introduced by Bea Roe)"),
    ("check-in", SALLY, "check in with Sally Ng (introduced by Bea Roe)"),
    ("outcome", SALLY, "ask Sally Ng where things stand (introduced by Bea Roe)"),
    ("thank", BEA, "thank Bea Roe for introducing Sally Ng"),
    (
        "pay-back",
        BEA,
        "pay Bea Roe back for introducing Sally Ng: a referral, advice or your own business",
    ),
    ("report-back", BEA, "tell Bea Roe how things stand with Sally Ng"),
    ("apology", SALLY, "apologize to Sally Ng for how it went"),
    ("apology", BEA, "apologize to Bea Roe for how it went with Sally Ng"),
    ("ask", SALLY, 'ask Sally Ng for an introduction: "who do you know who …?"'),
    ("stay-in-touch", SALLY, "keep in touch with Sally Ng"),
    ("review", BEA, "decide whether to trust Bea Roe again"),
    ("thank", SALLY, "thank Sally Ng"),
    ("thank", TOM, "thank Tom Day"),
]

AS_PROSPECT = [
    ("first-call", FRED, "call Fred Moss for the first time (introduced by Bea Roe)"),
    ("check-in", FRED, "check in with Fred Moss (introduced by Bea Roe)"),
    ("thank", BEA, "thank Bea Roe for introducing Fred Moss"),
    (
        "pay-back",
        BEA,
        "pay Bea Roe back for introducing Fred Moss: a referral, advice or your own business",
    ),
    ("report-back", BEA, "tell Bea Roe how things stand with Fred Moss"),
    ("review", FRED, "decide whether to trust Fred Moss again"),
    ("pay-back", FRED, "pay Fred Moss back: a referral, advice or your own business"),
]

OWN_CUSTOM = [
    ("consent", "ask Sally Ng if they'd like to hear from you"),
    ("first-call", "call Sally Ng about what they need"),
    ("check-in", "check in with Sally Ng about what they need"),
    ("outcome", "ask Sally Ng where things stand between you"),
    ("thank", "thank Sally Ng for their business"),
    ("pay-back", "pay Sally Ng back for their business: a referral or advice"),
    ("apology", "apologize to Sally Ng for how it went"),
    ("ask", 'ask Sally Ng for an introduction: "who do you know who …?"'),
    ("stay-in-touch", "keep in touch with Sally Ng"),
    ("review", "decide whether to trust Sally Ng again"),
]


def test_the_purposes_are_questions_debts_care_and_other() -> None:
    assert set(QUESTIONS) == {"consent", "first-call", "check-in", "outcome"}
    assert set(DEBTS) == {"thank", "pay-back", "report-back", "apology"}
    assert set(CARE) == {"stay-in-touch", "one-to-one", "ask", "review"}
    assert len(PURPOSES) == len(set(PURPOSES))
    assert set(PURPOSES) == {*QUESTIONS, *DEBTS, *CARE, "find", "other"}
    assert set(TYPED_PURPOSES) == {"thank", "pay-back", "ask", "one-to-one", "stay-in-touch"}
    assert set(STATUSES) == {"open", "done", "dropped"}


@each_row(("purpose", "said"), ANYWHERE)
def test_a_follow_up_about_no_introduction_names_the_person(purpose: str, said: str) -> None:
    assert sentence(purpose, FRED, None, None) == said


@each_row(("purpose", "person", "said"), GIVEN)
def test_to_a_side_that_i_introduced_it_names_the_other_side(
    purpose: str, person: str, said: str
) -> None:
    assert sentence(purpose, person, None, parties(*MADE_BY_ME)) == said


@each_row(("purpose", "person", "said"), AS_PROVIDER)
def test_where_i_am_the_provider_it_names_who_introduced_whom(
    purpose: str, person: str, said: str
) -> None:
    assert sentence(purpose, person, None, parties(*MADE_FOR_ME_AS_PROVIDER)) == said


@each_row(("purpose", "person", "said"), AS_PROSPECT)
def test_where_i_am_the_prospect_it_names_who_introduced_whom(
    purpose: str, person: str, said: str
) -> None:
    assert sentence(purpose, person, None, parties(*MADE_FOR_ME_AS_PROSPECT)) == said


@each_row(("purpose", "said"), OWN_CUSTOM)
def test_to_a_partner_who_came_as_a_customer_it_speaks_of_their_custom(
    purpose: str, said: str
) -> None:
    assert sentence(purpose, SALLY, None, parties(*OWN_CUSTOM_WITH_ME)) == said


@pytest.mark.parametrize(
    ("who", "person", "said"),
    [
        (MADE_BY_ME, FRED, "ask Fred Moss why it didn't work out with Sally Ng"),
        (MADE_BY_ME, SALLY, "ask Sally Ng why it didn't work out with Fred Moss"),
        (MADE_FOR_ME_AS_PROVIDER, SALLY, "ask Sally Ng why it didn't work out"),
        (OWN_CUSTOM_WITH_ME, SALLY, "ask Sally Ng why it didn't work out"),
    ],
)
def test_after_a_lost_introduction_the_outcome_asks_why(
    who: tuple[str | None, str | None, str | None], person: str, said: str
) -> None:
    assert sentence("outcome", person, None, parties(*who, stage="lost")) == said


def test_about_an_introduction_of_others_its_introducer_is_thanked_for_both() -> None:
    said = sentence("thank", BEA, None, parties(*OF_OTHERS, stage="won"))
    assert said == "thank Bea Roe for introducing Fred Moss and Sally Ng: it led to business"
    assert sentence("thank", FRED, None, parties(*OF_OTHERS)) == "thank Fred Moss"


def test_custom_that_went_to_someone_else_is_not_thanked_for() -> None:
    assert sentence("thank", SALLY, None, parties(*OWN_CUSTOM_OF_OTHERS)) == "thank Sally Ng"


def test_about_my_own_custom_i_am_you() -> None:
    said = sentence("apology", FRED, None, parties(*MY_OWN_CUSTOM))
    assert said == "apologize to Fred Moss for how it went with you"


def test_a_follow_up_of_my_own_says_what_i_typed() -> None:
    typed = "send Fred the {photos} of the roof"
    assert sentence("other", FRED, typed, None) == typed
    assert sentence("other", FRED, typed, parties(*MADE_BY_ME)) == typed


def test_a_name_is_said_literally_whatever_stands_in_it() -> None:
    odd = "Ann {other} Berg"
    assert sentence("thank", odd, None, None) == "thank Ann {other} Berg"
    said = sentence("check-in", odd, None, parties(None, odd, SALLY))
    assert said == "ask Ann {other} Berg if they've been in touch with Sally Ng"


def test_two_persons_of_one_name_are_still_told_to_have_met() -> None:
    said = sentence("check-in", FRED, None, parties(None, FRED, FRED))
    assert said == "ask Fred Moss if they've been in touch with Fred Moss"


@each_row("stage", STAGES)
@each_row("who", EVERYONE)
@each_row("purpose", PURPOSES)
def test_every_sentence_names_the_person_in_full_and_me_as_you(
    purpose: str, who: tuple[str | None, str | None, str | None], stage: str
) -> None:
    for person in {*who, TOM} - {None}:
        assert person is not None
        said = sentence(purpose, person, None, parties(*who, stage=stage))
        assert person in said
        assert not {"me", "my", "I", "None"} & set(said.replace(":", "").split())
        assert "{" not in said
        assert said[0].islower()
        assert not said.endswith((".", " "))


@pytest.mark.parametrize(
    ("purpose", "person", "who", "said", "brief", "past"),
    [
        (
            *("check-in", FRED, MADE_BY_ME),
            "ask Fred Moss if they've been in touch with Sally Ng",
            "spoken to Sally Ng?",
            "asked Fred Moss if they've been in touch with Sally Ng",
        ),
        (
            *("first-call", SALLY, MADE_FOR_ME_AS_PROVIDER),
            "call Sally Ng for the first time (introduced by Bea Roe)",
            "first call (through Bea Roe)",
            "called Sally Ng for the first time",
        ),
        (
            *("pay-back", BEA, MADE_FOR_ME_AS_PROVIDER),
            "pay Bea Roe back for introducing Sally Ng: a referral, advice or your own business",
            "pay back for introducing Sally Ng",
            "paid Bea Roe back for introducing Sally Ng",
        ),
        (
            *("stay-in-touch", SALLY, MADE_FOR_ME_AS_PROVIDER),
            "keep in touch with Sally Ng",
            "keep in touch",
            "kept in touch with Sally Ng",
        ),
    ],
)
def test_it_is_said_in_few_words_and_in_the_past(
    *,
    purpose: str,
    person: str,
    who: tuple[str | None, str | None, str | None],
    said: str,
    brief: str,
    past: str,
) -> None:
    assert sentence(purpose, person, None, parties(*who)) == said
    assert briefly(purpose, person, said) == brief
    assert in_past(purpose, said) == past


def test_what_somebody_else_would_like_is_asked_as_a_question() -> None:
    said = sentence("consent", BEA, None, parties(BEA, None, SALLY))
    assert said == "ask Bea Roe if Sally Ng would like to hear from you"
    assert briefly("consent", BEA, said) == "would Sally Ng like to hear from you?"


@each_row("who", EVERYONE)
@each_row("purpose", PURPOSES)
def test_every_sentence_has_few_words_and_a_past(
    purpose: str, who: tuple[str | None, str | None, str | None]
) -> None:
    for person in {*who, TOM} - {None}:
        assert person is not None
        said = sentence(purpose, person, None, parties(*who))
        assert (person in briefly(purpose, person, said)) == (purpose == "other")
        assert person in in_past(purpose, said)
        assert (in_past(purpose, said) == said) == (purpose == "other")


def test_words_of_my_own_are_said_as_they_were_typed() -> None:
    typed = "call Fred Moss: the roof"
    assert briefly("other", FRED, typed) == in_past("other", typed) == typed


@pytest.mark.parametrize("stage", ["connected", "met"])
def test_a_side_is_asked_how_it_is_going_once_the_other_has_told_that_they_are_in_touch(
    stage: str,
) -> None:
    given = parties(*MADE_BY_ME, stage)
    assert sentence("check-in", SALLY, None, given) == "ask Sally Ng how it's going with Fred Moss"
    assert briefly("check-in", SALLY, sentence("check-in", SALLY, None, given)) == (
        "how's it going with Fred Moss?"
    )
    assert in_past("check-in", "ask Sally Ng how it's going") == "asked Sally Ng how it's going"
    received = parties(*MADE_FOR_ME_AS_PROVIDER, stage)
    assert sentence("check-in", SALLY, None, received) == (
        "check in with Sally Ng (introduced by Bea Roe)"
    )


@each_row("note", ["I called twice", "rang, site visit tuesday", "Left a message.", "no answer"])
def test_a_note_that_begins_with_what_i_did_tells_my_doing(note: str) -> None:
    assert is_my_doing(note)


@each_row("note", ["", "left the firm", "no time", "interested", "they called him"])
def test_any_other_note_on_a_question_tells_what_they_said(note: str) -> None:
    assert not is_my_doing(note)
