from __future__ import annotations

import pytest

from reflog.domain.introductions import (
    ENDED_STAGES,
    OPEN_STAGES,
    STAGES,
    TYPED_STAGES,
    direction_of,
    may_come_to,
    missing_parts,
    require_move,
    require_parties,
)
from reflog.errors import ConflictError, UsageError
from rows import each_row

REACHES = {
    "lead": {"introduced", "connected", "met", "won", "lost", "declined", "bad"},
    "introduced": {"connected", "met", "won", "lost", "declined", "bad"},
    "connected": {"met", "won", "lost", "declined", "bad"},
    "met": {"won", "lost", "declined", "bad"},
    "lost": {"connected", "met", "won", "bad"},
    "declined": {"connected", "met", "won", "bad"},
    "won": {"bad"},
    "bad": set[str](),
}


def test_every_stage_is_open_or_ended_and_all_but_a_lead_may_be_marked() -> None:
    assert set(STAGES) == set(REACHES)
    assert set(OPEN_STAGES) == {"lead", "introduced", "connected", "met"}
    assert set(ENDED_STAGES) == {"won", "lost", "declined", "bad"}
    assert set(TYPED_STAGES) == set(STAGES) - {"lead"}


@each_row("reached", sorted(REACHES))
@each_row("stage", sorted(REACHES))
def test_stages_go_forward_and_only_lost_and_declined_come_back(stage: str, reached: str) -> None:
    assert may_come_to(stage, reached) == (reached in REACHES[stage])


@each_row("reached", sorted(REACHES))
@each_row("stage", sorted(REACHES))
def test_a_move_that_is_not_allowed_is_a_conflict_that_names_the_number_and_the_next_step(
    stage: str, reached: str
) -> None:
    if reached in REACHES[stage]:
        require_move(12, stage, reached)
        return
    with pytest.raises(ConflictError) as refused:
        require_move(12, stage, reached)
    assert "#12" in refused.value.message
    assert stage in refused.value.message
    assert reached in refused.value.message
    assert "12" in str(refused.value.hint)


def test_a_move_backwards_is_hinted_to_edit() -> None:
    with pytest.raises(ConflictError) as refused:
        require_move(12, "met", "introduced")
    assert refused.value.hint == "if that's a mistake: reflog edit 12 --stage introduced"


def test_won_already_is_hinted_to_more_business() -> None:
    with pytest.raises(ConflictError) as refused:
        require_move(12, "won", "won")
    assert refused.value.message == "#12 is already won."
    assert refused.value.hint == "to record more business: reflog business 12 MONEY"


@each_row("stage", sorted(set(REACHES) - {"won"}))
def test_a_stage_it_is_in_already_is_hinted_to_show(stage: str) -> None:
    with pytest.raises(ConflictError) as refused:
        require_move(12, stage, stage)
    assert refused.value.message == f"#12 is already {stage}."
    assert refused.value.hint == "reflog show 12"


def test_three_persons_are_an_introduction() -> None:
    require_parties(introducer="bea", provider="fred", prospect="ann")


def test_the_introducer_may_be_the_prospect() -> None:
    require_parties(introducer="ann", provider="fred", prospect="ann")


def test_provider_and_prospect_are_two_persons() -> None:
    with pytest.raises(UsageError, match="provider and the prospect are the same person"):
        require_parties(introducer="bea", provider="fred", prospect="fred")


def test_provider_and_introducer_are_two_persons() -> None:
    with pytest.raises(UsageError, match="provider and the introducer are the same person"):
        require_parties(introducer="fred", provider="fred", prospect="ann")


@pytest.mark.parametrize("everyone", ["fred", 1])
def test_one_person_alone_is_no_introduction(everyone: str | int) -> None:
    with pytest.raises(UsageError):
        require_parties(introducer=everyone, provider=everyone, prospect=everyone)


@each_row(
    ("introducer", "provider", "prospect", "direction"),
    [
        ("me", "fred", "ann", "given"),
        ("me", "fred", "me", "given"),
        ("bea", "me", "ann", "received"),
        ("bea", "fred", "me", "received"),
        ("ann", "me", "ann", "received"),
        ("bea", "fred", "ann", "other"),
        ("ann", "fred", "ann", "other"),
    ],
)
def test_an_introduction_is_given_by_me_received_by_me_or_of_others(
    introducer: str, provider: str, prospect: str, direction: str
) -> None:
    assert direction_of(introducer, (provider, prospect), "me") == direction


def missing(**told: object) -> tuple[str, ...]:
    known = {"need": "a new roof", "offer": "roofs", "consent": True}
    reachable = {"provider_reachable": True, "prospect_reachable": True}
    return missing_parts({**known, **reachable, **told})


def test_a_proper_introduction_lacks_nothing() -> None:
    assert missing() == ()


@pytest.mark.parametrize("nothing", [None, ""])
def test_an_untold_need_and_offer_are_missing(nothing: str | None) -> None:
    assert missing(need=nothing) == ("need",)
    assert missing(offer=nothing) == ("offer",)


@pytest.mark.parametrize("consent", [None, False])
def test_consent_not_given_or_not_known_is_missing(consent: bool | None) -> None:  # noqa: FBT001 - a value under test
    assert missing(consent=consent) == ("consent",)


def test_a_side_without_phone_or_email_is_missing_its_details() -> None:
    assert missing(provider_reachable=False) == ("provider-details",)
    assert missing(prospect_reachable=False) == ("prospect-details",)


def test_what_is_missing_is_named_in_a_fixed_order() -> None:
    everything = missing(
        need=None, offer=None, consent=None, provider_reachable=False, prospect_reachable=False
    )
    assert everything == ("need", "offer", "consent", "provider-details", "prospect-details")
