"""From the customer's decision to a grant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent import limits
from consent.answering import make_grant, renew_grant
from consent.decision import Because, Decision, Expected, Ticked
from consent.errors import AttendedError, NotAYes, OnlyLooking, ViewFirst
from consent.grant import ConsentGrant, verify_grant
from consent.jws import sign
from consent.policy import PolicyLimits
from consent.scopes import LOOKING, Scope
from tests.support.consent_scene import AGENT_KEY, NOW, Scene, a_policy, a_yes, an_id

SCENE = Scene()
VIEW = frozenset({Scope.VIEW})


def answered(scene: Scene, request: str, decision: Decision, **moment: Any) -> ConsentGrant:  # noqa: ANN401
    """Make a grant and have it judged by everybody's own checks."""
    when = scene.moment(**moment)
    grant = make_grant(request, decision, scene.setting, when)
    verify_grant(sign(grant, AGENT_KEY), request, scene.setting, former=when.former, living=when.living)
    return grant


@given(
    ticks=st.sets(st.sampled_from(sorted(LOOKING)), min_size=1),
    asked_minutes=st.integers(1, 120),
    minutes=st.integers(1, 480),
    policy_minutes=st.integers(1, 480),
    look_only=st.booleans(),
)
def test_no_grant_is_longer_than_question_choice_policy_or_looking(
    *,
    ticks: set[Scope],
    asked_minutes: int,
    minutes: int,
    policy_minutes: int,
    look_only: bool,
) -> None:
    """Whatever was chosen, the shortest of all bounds holds, and everybody's checks agree."""
    rules = PolicyLimits(minutes=policy_minutes, scopes=tuple(Scope), secret_digits=6, typed_keys_readable=False)
    scene = Scene(a_policy(limits=rules), look_only)
    request = scene.asks(Scope.VIEW, Scope.REPORT, minutes=asked_minutes)
    grant = answered(scene, request, a_yes(*sorted(ticks), minutes=minutes))
    bounds = [asked_minutes, minutes, policy_minutes] + [limits.LOOK_ONLY_MINUTES] * look_only
    assert grant.seconds == min(bounds) * 60
    assert grant.allows == ticks


@pytest.mark.parametrize("because", [Because.NO_ANSWER, Because.CLOSED, Because.FAILED, Because.CUSTOMER])
def test_a_no_makes_no_grant(because: Because) -> None:
    """Silence, a closed window, a fault and a no are nothing to sign."""
    with pytest.raises(NotAYes):
        answered(SCENE, SCENE.asks(Scope.VIEW), Decision.refused(an_id(1), because))


def test_a_yes_to_another_question_makes_no_grant() -> None:
    """A decision names the request it answers, and ticks only what that asked."""
    with pytest.raises(NotAYes):
        answered(SCENE, SCENE.asks(Scope.VIEW, number=2), a_yes(Scope.VIEW))
    with pytest.raises(NotAYes):
        answered(SCENE, SCENE.asks(Scope.VIEW), a_yes(Scope.VIEW, Scope.REPORT))


def test_the_first_yes_says_that_this_person_was_expected() -> None:
    """“The same person” is an answer only when somebody is there already."""
    with pytest.raises(NotAYes):
        answered(SCENE, SCENE.asks(Scope.VIEW), a_yes(Scope.VIEW, expected=Expected.SAME))


def test_a_scope_beyond_the_policy_is_not_granted() -> None:
    """Even a question that should never have been put cannot be answered beyond the rules."""
    rules = PolicyLimits(minutes=60, scopes=(Scope.VIEW,), secret_digits=6, typed_keys_readable=False)
    with pytest.raises(NotAYes):
        answered(Scene(a_policy(limits=rules)), SCENE.asks(Scope.REPORT), a_yes(Scope.REPORT))


def test_more_is_granted_beside_what_lives() -> None:
    """A later yes carries view over until its old end, and control never outlives it."""
    former = sign(SCENE.grants(SCENE.asks(Scope.VIEW), Scope.VIEW, minutes=15), AGENT_KEY)
    request = SCENE.asks(Scope.CONTROL, minutes=60, number=2)
    yes = a_yes(Scope.CONTROL, minutes=60, number=2, expected=Expected.SAME)
    grant = answered(SCENE, request, yes, at=NOW + 60, number=101, former=former, living=VIEW)
    assert {granted.scope: granted.until for granted in grant.scopes} == {
        Scope.VIEW: NOW + 900,
        Scope.CONTROL: NOW + 900,
    }


def test_what_was_withdrawn_is_not_carried_over() -> None:
    """A new yes to one thing never brings back another that was turned off."""
    former = sign(SCENE.grants(SCENE.asks(Scope.VIEW), Scope.VIEW), AGENT_KEY)
    yes = a_yes(Scope.REPORT, number=2, expected=Expected.SAME)
    grant = answered(SCENE, SCENE.asks(Scope.REPORT, number=2), yes, number=101, former=former, living=frozenset())
    assert grant.allows == {Scope.REPORT}


def test_a_later_yes_cannot_widen_what_it_was_not_asked_for() -> None:
    """Ticking view on another screen in answer to a question about the report is no answer to it."""
    former = sign(SCENE.grants(SCENE.asks(Scope.VIEW), Scope.VIEW), AGENT_KEY)
    both = (Ticked(scope=Scope.REPORT), Ticked(scope=Scope.VIEW, monitors=(0, 1)))
    yes = a_yes(Scope.REPORT, number=2).model_copy(update={"allowed": both})
    with pytest.raises(NotAYes):
        answered(SCENE, SCENE.asks(Scope.REPORT, number=2), yes, number=101, former=former, living=VIEW)


def test_control_without_view_cannot_be_granted() -> None:
    """When view ended while the question stood, a yes to control is a yes to nothing."""
    former = sign(SCENE.grants(SCENE.asks(Scope.VIEW), Scope.VIEW), AGENT_KEY)
    yes = a_yes(Scope.CONTROL, number=2, expected=Expected.SAME)
    with pytest.raises(ViewFirst):
        answered(SCENE, SCENE.asks(Scope.CONTROL, number=2), yes, number=101, former=former, living=frozenset())


def test_a_longer_time_never_shortens_what_was_given() -> None:
    """A yes to fewer minutes than are left keeps the former end."""
    former = sign(SCENE.grants(SCENE.asks(Scope.VIEW), Scope.VIEW, minutes=30), AGENT_KEY)
    yes = a_yes(Scope.VIEW, minutes=5, number=2, expected=Expected.SAME)
    grant = answered(SCENE, SCENE.asks(Scope.VIEW, number=2), yes, at=NOW + 60, number=101, former=former, living=VIEW)
    assert grant.exp == NOW + 1800


def test_looking_only_ends_after_a_quarter_of_an_hour_in_all() -> None:
    """Later questions of such a session never lead beyond its first quarter of an hour, nor beyond looking."""
    scene = Scene(look_only=True)
    first = scene.grants(scene.asks(Scope.VIEW), Scope.VIEW, minutes=15)
    former = sign(first, AGENT_KEY)
    later = {"at": NOW + 600, "number": 101, "former": former, "living": VIEW}
    report = a_yes(Scope.REPORT, minutes=15, number=2, expected=Expected.SAME)
    grant = answered(scene, scene.asks(Scope.REPORT, number=2), report, **later)
    assert grant.exp == first.exp
    with pytest.raises(OnlyLooking):
        answered(scene, scene.asks(Scope.CONTROL, number=3), a_yes(Scope.CONTROL, number=3), **later)
    over = later | {"at": NOW + 900, "living": frozenset()}
    with pytest.raises(OnlyLooking):
        answered(scene, scene.asks(Scope.REPORT, number=2), report, **over)


def test_the_customer_can_renew_or_narrow_unasked() -> None:
    """Ten minutes more, or only what still lives, is the customer's own new grant over the same question."""
    request = SCENE.asks(Scope.VIEW, Scope.REPORT)
    former = sign(SCENE.grants(request, Scope.VIEW, Scope.REPORT), AGENT_KEY)
    moment = SCENE.moment(NOW + 60, 101, former, VIEW)
    for added in (0, 600):
        grant = renew_grant(SCENE.setting, moment, added)
        verify_grant(sign(grant, AGENT_KEY), request, SCENE.setting, former=former, living=VIEW)
        assert (grant.allows, grant.exp) == (VIEW, NOW + 900 + added)


@pytest.mark.parametrize(("living", "added"), [(VIEW, 601), (VIEW, -1), (frozenset(), 600)])
def test_nobody_renews_what_is_over_or_for_longer(living: frozenset[Scope], added: int) -> None:
    """One press adds ten minutes to what lives, and nothing else."""
    former = sign(SCENE.grants(SCENE.asks(Scope.VIEW), Scope.VIEW), AGENT_KEY)
    with pytest.raises(NotAYes):
        renew_grant(SCENE.setting, SCENE.moment(NOW + 60, 101, former, living), added)
    with pytest.raises(NotAYes):
        renew_grant(SCENE.setting, SCENE.moment(), 600)


@given(
    asked=st.sets(st.sampled_from(Scope), min_size=1),
    ticks=st.sets(st.sampled_from(Scope), min_size=1),
    living=st.sets(st.sampled_from(sorted(LOOKING))),
    look_only=st.booleans(),
    at=st.integers(0, 1200),
)
def test_every_grant_that_can_be_made_passes_everybodys_checks(
    *,
    asked: set[Scope],
    ticks: set[Scope],
    living: set[Scope],
    look_only: bool,
    at: int,
) -> None:
    """Making a grant ends in a documented no, or in a grant that agent, relay and console all take."""
    scene = Scene(look_only=look_only)
    former = sign(scene.grants(scene.asks(*sorted(LOOKING)), *sorted(LOOKING)), AGENT_KEY)
    request = scene.asks(*sorted(asked), number=2)
    yes = Decision(
        request=an_id(2),
        allowed=tuple(Ticked(scope=scope, monitors=(0,) if scope is Scope.VIEW else ()) for scope in sorted(ticks)),
        minutes=20,
        expected=Expected.SAME,
        because=Because.CUSTOMER,
    )
    try:
        grant = make_grant(request, yes, scene.setting, scene.moment(NOW + at, 101, former, frozenset(living)))
    except AttendedError as refused:
        assert refused.code in {"C-220", "C-110", "C-106"}  # noqa: PT017 - a no is one of the two outcomes
        return
    verify_grant(sign(grant, AGENT_KEY), request, scene.setting, former=former, living=frozenset(living))
    assert ticks <= grant.allows <= ticks | living
