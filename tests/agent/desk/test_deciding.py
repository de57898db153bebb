from __future__ import annotations

from typing import Literal

import pytest

from agent.desk import question_words as words
from agent.desk.deciding import decided
from agent.desk.view import Decision as Chosen
from consent.decision import Decision, Expected
from consent.scopes import Scope
from tests.support.consent_scene import Scene, an_id
from tests.support.question_scene import SCREENS, a_whole_question, asked

LEFT = 12


def decide(
    chosen: Chosen, kind: words.Kind = "first", *scopes: Scope, minutes: int = 30, screens: int = 2
) -> Decision | None:
    """Decide on a question for these things, with twelve minutes left of what lives."""
    scene = Scene()
    request = scene.request(*scopes, minutes=minutes)
    question = a_whole_question(asked(kind, *scopes, minutes=minutes, named=an_id(1)), monitors=SCREENS[:screens])
    return decided(question, request, chosen, scene.a_grant(Scope.VIEW), LEFT)


def chose(
    *scopes: Scope,
    screens: tuple[int, ...] = (),
    minutes: int = 15,
    expected: Literal["yes", "no", "not sure"] | None = "yes",
) -> Chosen:
    """Tick these."""
    return Chosen(frozenset(scopes), screens, minutes, expected)


def test_a_whole_yes_is_taken_as_it_is() -> None:
    """These things, on these screens, for so long."""
    decision = decide(chose(Scope.VIEW, screens=(2, 1), minutes=30))
    assert decision is not None
    assert decision.allowed[0].monitors == (1, 2)
    assert (decision.minutes, decision.expected) == (30, Expected.YES)


@pytest.mark.parametrize(
    "half",
    [
        chose(Scope.VIEW),
        chose(Scope.VIEW, screens=(3,)),
        chose(Scope.VIEW, screens=(1,), minutes=20),
        chose(Scope.VIEW, screens=(1,), minutes=0),
        chose(Scope.VIEW, screens=(1,), expected="not sure"),
        chose(Scope.VIEW, screens=(1,), expected=None),
        chose(Scope.VIEW, Scope.CONTROL, screens=(1,)),
    ],
    ids=["no screen", "no such screen", "another time", "no time", "not sure", "not said", "more than asked"],
)
def test_half_a_yes_is_none(half: Chosen) -> None:
    """What is missing or was not offered is not filled in."""
    assert decide(half) is None


def test_one_screen_needs_no_choice() -> None:
    """It is the one that is meant."""
    decision = decide(chose(Scope.VIEW), screens=1)
    assert decision is not None
    assert decision.allowed[0].monitors == (1,)


def test_a_later_yes_ends_with_the_rest() -> None:
    """However long was asked for; and nobody is asked again who it is."""
    decision = decide(chose(Scope.CONTROL, minutes=0, expected=None), "later", Scope.CONTROL, minutes=240)
    assert decision is not None
    assert (decision.minutes, decision.expected) == (LEFT, Expected.SAME)


@pytest.mark.parametrize(("more", "minutes"), [(10, 22), (30, 42)])
def test_more_time_is_added_to_what_is_left(more: int, minutes: int) -> None:
    """For the screens that are shown, and never longer than was asked for."""
    decision = decide(chose(Scope.VIEW, screens=(2,), minutes=more, expected=None), "more time", minutes=42)
    assert decision is not None
    assert decision.minutes == minutes
    assert decision.allowed[0].monitors == (0,)


@pytest.mark.parametrize("half", [chose(minutes=10), chose(Scope.VIEW, minutes=15), chose(Scope.REPORT, minutes=10)])
def test_more_time_is_for_all_of_it_or_none(half: Chosen) -> None:
    """Nothing less, nothing else, and no time that was not offered."""
    assert decide(half, "more time", minutes=42) is None
