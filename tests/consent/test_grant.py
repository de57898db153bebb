"""The customer's signed yes; every single check fails once in test_jws_vectors.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.answering import renew_grant
from consent.errors import AttendedError, GrantOutOfChain, GrantTooLong, GrantTooWide
from consent.grant import ConsentGrant, GrantedScope, verify_grant
from consent.jws import sha256_of, sign
from consent.scopes import REQUIRES, Scope
from tests.support.consent_scene import AGENT_KEY, NOW, Scene

SCENE = Scene()
ASKED = SCENE.asks(Scope.VIEW, Scope.REPORT)
FIRST = sign(SCENE.grants(ASKED, Scope.VIEW), AGENT_KEY)


def test_a_grant_says_what_it_allows() -> None:
    """Scopes, monitors and seconds can be read from it."""
    grant = verify_grant(FIRST, ASKED, SCENE.setting, former=None)
    view = grant.granted(Scope.VIEW)
    assert view is not None
    assert grant.allows == {Scope.VIEW}
    assert (view.monitors, grant.seconds) == ((0,), 900)
    assert grant.granted(Scope.CONTROL) is None


def test_a_grant_of_before_is_none_now() -> None:
    """A first grant played again after a second one does not follow it, so it opens nothing."""
    later = SCENE.asks(Scope.REPORT, number=2)
    moment = SCENE.moment(NOW + 5, 101, FIRST, frozenset({Scope.VIEW}))
    second = sign(SCENE.grants(later, Scope.REPORT, number=2, moment=moment), AGENT_KEY)
    verify_grant(second, later, SCENE.setting, former=FIRST, living=frozenset({Scope.VIEW}))
    with pytest.raises(GrantOutOfChain):
        verify_grant(FIRST, ASKED, SCENE.setting, former=second)


def test_a_grant_from_before_its_predecessor_is_out_of_order() -> None:
    """Time does not run backwards along the chain."""
    moment = SCENE.moment(NOW - 60, 101, FIRST, frozenset({Scope.VIEW}))
    earlier = renew_grant(SCENE.setting, moment)
    with pytest.raises(GrantOutOfChain):
        verify_grant(sign(earlier, AGENT_KEY), ASKED, SCENE.setting, former=FIRST, living=frozenset({Scope.VIEW}))


def test_pressing_ten_minutes_more_ends_at_the_rules_longest() -> None:
    """The customer's own extensions never lead beyond what the policy allows from that moment on."""
    token, at = FIRST, NOW
    for number in range(8):
        moment = SCENE.moment(at, 200 + number, token, frozenset({Scope.VIEW}))
        renewed = renew_grant(SCENE.setting, moment, add_seconds=600)
        former, token = token, sign(renewed, AGENT_KEY)
        verify_grant(token, ASKED, SCENE.setting, former=former, living=frozenset({Scope.VIEW}))
        assert renewed.exp <= at + 60 * 60


def a_grant_of(request: str, named: dict[Scope, int]) -> str:
    """Sign a grant over whatever is named, for so many seconds each, as an answer to a request."""
    scopes = tuple(
        GrantedScope(scope=scope, monitors=(0,) if scope is Scope.VIEW else (), until=NOW + seconds)
        for scope, seconds in named.items()
    )
    claims = {"scopes": scopes, "exp": NOW + max(named.values()), "request_sha256": sha256_of(request)}
    return sign(ConsentGrant(**{**dict(SCENE.a_grant(Scope.VIEW)), **claims}), AGENT_KEY)


@given(
    asked=st.sets(st.sampled_from(Scope), min_size=1),
    minutes=st.integers(1, 60),
    named=st.dictionaries(st.sampled_from(Scope), st.integers(1, 4000), min_size=1),
)
def test_a_grant_passes_exactly_when_it_is_no_wider_and_no_longer_than_asked(
    asked: set[Scope], minutes: int, named: dict[Scope, int]
) -> None:
    """Whatever a grant names, it passes only within the question, and within the view it acts on."""
    request = SCENE.asks(*sorted(asked), minutes=minutes)
    within_question = set(named) <= asked and max(named.values()) <= minutes * 60
    within_view = all(named[scope] <= named.get(needed, 0) for scope, needed in REQUIRES.items() if scope in named)
    try:
        verify_grant(a_grant_of(request, named), request, SCENE.setting, former=None)
        passed = True
    except AttendedError as error:
        passed = False
        assert error.code in {GrantTooWide.code, GrantTooLong.code}  # noqa: PT017 - either way of passing is judged
    assert passed == (within_question and within_view)


def test_control_cannot_outlive_the_view_it_acts_on() -> None:
    """A grant that is longer for control than for view is refused."""
    request = SCENE.asks(Scope.VIEW, Scope.CONTROL)
    with pytest.raises(GrantTooWide):
        verify_grant(a_grant_of(request, {Scope.VIEW: 60, Scope.CONTROL: 61}), request, SCENE.setting, former=None)
