"""The question, and the checks before a customer is shown it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.errors import (
    AskedTooOften,
    AttendedError,
    HeaderNotAllowed,
    OnlyLooking,
    PurposeUnknown,
    RequestForAnotherSession,
    RequestOfAnotherTechnician,
    RequestOver,
    RequestRepeated,
    RequestTooWide,
    RequestUnderAnotherPolicy,
    ViewFirst,
)
from consent.jws import sign
from consent.policy import PolicyLimits
from consent.request import Asked, ConsentRequest, verify_request
from consent.scopes import LOOKING, Scope
from tests.support.consent_scene import AGENT_KEY, NOW, SESSION, Scene, a_hash, a_key, a_policy

SCENE = Scene()


def judge(token: str, **situation: Any) -> ConsentRequest:  # noqa: ANN401 - any part of the situation
    usual: dict[str, Any] = {"asked": Asked(), "living": frozenset(), "look_only": False}
    return verify_request(token, SCENE.setting, **(usual | situation))


def test_an_honest_question_is_put() -> None:
    """View and report for half an hour, under the session's policy, pass every check."""
    request = judge(SCENE.asks(Scope.VIEW, Scope.REPORT))
    assert request.scopes == (Scope.VIEW, Scope.REPORT)
    assert request.sid == SESSION


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"iss": AGENT_KEY.verify_key.thumbprint}, RequestOfAnotherTechnician),
        ({"sid": "A" * 22}, RequestForAnotherSession),
        ({"aud": "https://other.example"}, RequestForAnotherSession),
        ({"sub": a_key("another agent").verify_key.thumbprint}, RequestForAnotherSession),
        ({"policy_sha256": a_hash("another policy")}, RequestUnderAnotherPolicy),
        ({"purpose": "dpv:Marketing"}, PurposeUnknown),
        ({"minutes": 61}, RequestTooWide),
    ],
)
def test_a_question_that_is_not_this_sessions_is_not_put(changes: dict[str, Any], error: type[AttendedError]) -> None:
    """Another signer by its own word, session, relay, agent, policy or purpose, or too long a time."""
    with pytest.raises(error):
        judge(SCENE.asks(Scope.VIEW, **changes))


def test_only_the_technician_who_paired_asks() -> None:
    """A request signed with another key, even the agent's own, is none."""
    with pytest.raises(HeaderNotAllowed):
        judge(sign(SCENE.request(Scope.VIEW), a_key("another technician")))


def test_the_policy_narrows_what_can_be_asked() -> None:
    """A scope that the organisation does not offer is not put to the customer."""
    scene = Scene(
        a_policy(limits=PolicyLimits(minutes=60, scopes=(Scope.VIEW,), secret_digits=6, typed_keys_readable=False))
    )
    with pytest.raises(RequestTooWide):
        verify_request(scene.asks(Scope.REPORT), scene.setting, asked=Asked(), living=frozenset(), look_only=False)


@given(scopes=st.sets(st.sampled_from(Scope), min_size=1), view_lives=st.booleans(), look_only=st.booleans())
def test_what_acts_on_a_screen_is_asked_only_while_it_is_shown(
    *,
    scopes: set[Scope],
    view_lives: bool,
    look_only: bool,
) -> None:
    """Control, files and clipboard never stand in a first question; looking never grows into more."""
    living = frozenset({Scope.VIEW} if view_lives else ())
    may = scopes <= LOOKING or (view_lives and not look_only)
    token = SCENE.asks(*sorted(scopes))
    if may:
        judge(token, living=living, look_only=look_only)
    else:
        with pytest.raises(OnlyLooking if look_only else ViewFirst):
            judge(token, living=living, look_only=look_only)


def test_a_question_has_its_time() -> None:
    """A request that waited longer than it may, or than any may, is over; no clock is compared."""
    judge(SCENE.asks(Scope.VIEW, iat=NOW - 7200, exp=NOW - 7200 + 60), elapsed=59)
    with pytest.raises(RequestOver):
        judge(SCENE.asks(Scope.VIEW, exp=NOW + 60), elapsed=60)
    with pytest.raises(RequestOver):
        judge(SCENE.asks(Scope.VIEW, exp=NOW + 9000), elapsed=300)


def test_a_question_is_put_once() -> None:
    """The same signed request a second time is a replay."""
    asked = Asked()
    judge(SCENE.asks(Scope.VIEW), asked=asked)
    with pytest.raises(RequestRepeated):
        judge(SCENE.asks(Scope.VIEW), asked=asked)


def test_nobody_is_nagged_into_a_yes() -> None:
    """The same thing is asked twice without a yes, never a third time; another thing still may be."""
    asked = Asked()
    for number in (1, 2):
        judge(SCENE.asks(Scope.VIEW, number=number), asked=asked)
        asked.refused({Scope.VIEW})
    with pytest.raises(AskedTooOften):
        judge(SCENE.asks(Scope.VIEW, Scope.REPORT, number=3), asked=asked)
    judge(SCENE.asks(Scope.REPORT, number=4), asked=asked)


def test_a_refused_question_leaves_no_trace() -> None:
    """What fails a check does not count as put, so an honest repetition is not punished."""
    asked = Asked()
    with pytest.raises(ViewFirst):
        judge(SCENE.asks(Scope.CONTROL), asked=asked)
    judge(SCENE.asks(Scope.CONTROL), asked=asked, living={Scope.VIEW})
