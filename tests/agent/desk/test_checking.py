"""The check before everything else: no relay is asked before it has passed, and it binds what may be allowed."""

from __future__ import annotations

import pytest

from agent.desk.check import Began, Page, Sign
from agent.desk.view import Match
from consent import limits
from consent.errors import OnlyLooking
from consent.grant import ConsentGrant
from consent.law import State
from consent.scopes import Scope
from protocol.messages.aside import AsideCheck
from protocol.messages.control import PairingResult, RequestRefused
from tests.support.desk_scene import DeskScene


def page(scene: DeskScene) -> Page | None:
    """Say what stands on the screen."""
    return scene.view.check.page if scene.view.check else None


def looked_up(scene: DeskScene) -> bool:
    """Say whether anything was said to the outside: relay and organisation are looked up with the first word."""
    return any(shown.startswith("connecting") for shown in scene.view.shown)


def test_a_second_press_of_what_passed_the_check_begins_nothing_anew(scene: DeskScene) -> None:
    """A double click on "None of these" gets one code."""
    scene.view.asked_for_help = False
    scene.core.begin()
    scene.core.check_began(Began.ASKED)
    for _ in range(2):
        scene.core.check_signs(frozenset())
    scene.core.check_back()
    assert [shown.split()[0] for shown in scene.view.shown].count("connecting") == 1


def test_no_code_is_asked_for_before_the_check_has_passed(scene: DeskScene) -> None:
    """Neither relay nor organisation is looked up, whatever else is pressed."""
    scene.view.asked_for_help = False
    scene.core.begin()
    scene.core.pressed("Start again")
    scene.core.new_code()
    assert page(scene) is Page.BEGAN
    assert not looked_up(scene)
    scene.core.check_began(Began.ASKED)
    scene.core.check_signs(frozenset())
    assert looked_up(scene)


@pytest.mark.parametrize("signs", [None, frozenset({Sign.BANK})], ids=["a message on the screen", "a sign"])
def test_a_full_stop_is_for_this_run(scene: DeskScene, signs: frozenset[Sign] | None) -> None:
    """There is no code; closing the window ends the program."""
    scene.view.asked_for_help = False
    scene.core.begin()
    scene.core.check_began(Began.MESSAGE if signs is None else Began.ASKED)
    if signs is not None:
        scene.core.check_signs(signs)
    scene.core.check_goes_on()
    assert page(scene) is Page.STOP
    assert not looked_up(scene)
    scene.core.closed("check")
    assert scene.quits == 1


def look_only(scene: DeskScene, began: Began = Began.CALLED) -> DeskScene:
    """Go through the check as somebody who was called, or who does not know."""
    scene.view.asked_for_help = False
    scene.core.begin()
    scene.core.check_began(began)
    scene.core.check_signs(frozenset())
    scene.core.check_goes_on()
    return scene


def test_whoever_called_first_may_look_and_no_more(scene: DeskScene) -> None:
    """The grant says so and ends after a quarter of an hour; control is refused by the desk, not only left out."""
    look_only(scene).paired()
    assert scene.told(PairingResult)[-1].look_only
    scene.asks(Scope.VIEW, minutes=60).says_yes(Scope.VIEW)
    (grant,) = scene.written(ConsentGrant)
    assert grant.look_only
    assert grant.exp - grant.iat == limits.LOOK_ONLY_MINUTES * 60
    scene.asks(Scope.CONTROL)
    assert scene.told(RequestRefused)
    assert scene.stands(State.GRANTED)


@pytest.mark.parametrize("began", [Began.CALLED, Began.UNSURE])
def test_looking_only_binds_in_the_agent_and_ends_by_itself(scene: DeskScene, began: Began) -> None:
    """Control, files and copied text are refused here, and at 15 minutes it is over, whoever asks (acceptance 4)."""
    look_only(scene, began).paired()
    scene.asks(Scope.VIEW, minutes=60).says_yes(Scope.VIEW)
    for scope in (Scope.CONTROL, Scope.FILES, Scope.CLIPBOARD):
        before, questions = len(scene.told(RequestRefused)), len(scene.view.questions)
        scene.asks(scope)
        refused = scene.told(RequestRefused)[before:]
        assert [each.code for each in refused] == [OnlyLooking.code]
        assert len(scene.view.questions) == questions
    scene.wait(limits.LOOK_ONLY_MINUTES * 60 - 1)
    scene.core.add_time()
    assert scene.stands(State.GRANTED)
    scene.wait(2)
    assert not scene.stands(State.GRANTED)
    before = len(scene.written(ConsentGrant))
    scene.asks(Scope.VIEW)
    if scene.view.question is not None:
        scene.says_yes(Scope.VIEW)
    assert len(scene.written(ConsentGrant)) == before


def test_the_answers_go_to_the_recording_with_the_first_yes(scene: DeskScene) -> None:
    """Sealed for reviewers, once; with how the expected name compared, and never with the name itself."""
    look_only(scene).paired()
    scene.core.expected("Nordlicht")
    assert not scene.told(AsideCheck)
    scene.asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.core.turn_off(Scope.VIEW)
    scene.asks(Scope.VIEW).says_yes(Scope.VIEW)
    (told,) = scene.told(AsideCheck)
    assert [(one.question, one.answer) for one in told.answers] == [
        ("began", "they-called"),
        ("asked-today", "none"),
        ("expected", Match.MATCH.value),
    ]
