"""Each row of the table of troubles, brought about by what causes it (experience 2.9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.desk.troubles import said_of
from agent.desk.trust import Found
from agent.desk.view import CodeStatus
from agent.pipe.messages import Broken
from consent.errors import NotDoneHere
from consent.jws import sign
from consent.law import State
from consent.scopes import Scope
from protocol.code import SpokenCode, parse
from protocol.errors import AnotherLogKey, AttendedError, EngineDied, PipeBroken, ProgramTooOld, RelayUnreachable
from protocol.messages.control import PairingRefused, RequestRefused
from tests.support.consent_scene import DIRECTORY_KEY, an_entry
from tests.support.desk_scene import DeskScene, found

RELAY = "relay.nordlicht.example"


class Looking:
    """A relay that is found, or not, as a test says; `looks` counts how often it was looked for."""

    def __init__(self, scene: DeskScene, result: Found | AttendedError) -> None:
        self.result = result
        self.looks = 0
        object.__setattr__(scene.core._outside, "find_out", self._find)

    def _find(self, tell: object) -> None:
        self.looks += 1
        tell(self.result)  # type: ignore[operator]  # as the port has it


def last(scene: DeskScene) -> tuple[str, str, tuple[str, ...]]:
    """Give what stands in the last window of trouble."""
    shown = scene.view.troubles[-1]
    return (*said_of(shown), shown.buttons)


def test_a_relay_that_does_not_answer_is_tried_again_by_itself(scene: DeskScene) -> None:
    """The countdown is the program's own; `Try now` need not wait for it, and then there is a code."""
    looking = Looking(scene, RelayUnreachable())
    scene.core.begin()
    again = "Check that you are online. We try again in {} seconds."
    assert last(scene) == (f"We cannot reach {RELAY}.", again.format(5), ("Close", "Try now"))
    scene.wait(4.9)
    assert looking.looks == 1
    scene.wait(0.2)
    assert looking.looks == 2
    assert last(scene)[1] == again.format(10)
    scene.core.pressed("Try now")
    assert looking.looks == 3
    looking.result = found()
    scene.wait(60)
    assert looking.looks == 4
    scene.wait(600)
    assert looking.looks == 4


def test_a_relay_with_another_key_is_a_stranger(tmp_path: Path) -> None:
    """There is nothing to try again."""
    scene = DeskScene(tmp_path, found_out=AnotherLogKey())
    scene.core.begin()
    assert last(scene) == (f"This is not the {RELAY} we know.", "Someone may be in between. We stopped.", ("Close",))
    scene.core.pressed("Close")
    assert scene.quits == 1


def test_a_relay_that_speaks_a_newer_language_is_told_apart(tmp_path: Path) -> None:
    """The program is too old."""
    scene = DeskScene(tmp_path, found_out=ProgramTooOld())
    scene.core.begin()
    assert last(scene)[0] == f"This program is too old for {RELAY}."


@pytest.mark.parametrize(
    ("changes", "title", "text"),
    [
        (
            {"trained_until": "2025-12-31"},
            "We did not let them ask.",
            "Their proof of training ran out on 31 December 2025. They can ask a colleague.",
        ),
        (
            {"domain": "another.example"},
            "We cannot be sure who this is.",
            "So we did not let them ask. If you called them, call again on a number you know.",
        ),
    ],
)
def test_a_proof_that_does_not_hold_opens_no_question(
    scene: DeskScene, changes: dict[str, str], title: str, text: str
) -> None:
    """The customer is told, and a new code lets somebody else come (acceptance 20)."""
    scene.entry = sign(an_entry(**changes), DIRECTORY_KEY)
    scene.paired()
    assert scene.told(PairingRefused)
    assert last(scene) == (title, text, ("Close", "New code"))
    scene.entry = sign(an_entry(), DIRECTORY_KEY)
    scene.core.pressed("New code")
    scene.paired().asks(Scope.VIEW)
    assert len(scene.view.questions) == 1


def test_after_three_codes_nobody_starts_over_for_a_minute(scene: DeskScene) -> None:
    """Whatever is pressed; the wait is the core's, and the window is told how much of it is left."""
    for _ in range(3):
        scene.waiting().arrives(_another(scene.view.code))
        assert scene.paired_with is None
    assert scene.shows(CodeStatus.THREE_WRONG)
    assert last(scene) == (
        "Three codes failed.",
        "That is not normal. Hang up, and call your helper on a number you know.",
        ("Close", "Start over"),
    )
    assert scene.view.troubles[-1].inert == 60
    scene.wait(50)
    scene.core.pressed("Start over")
    assert scene.view.troubles[-1].inert == 10
    assert not scene.shows(CodeStatus.GETTING)
    scene.wait(11)
    scene.core.pressed("Start over")
    assert scene.shows(CodeStatus.GETTING)


def test_a_yes_that_is_not_recorded_ends_it(scene: DeskScene) -> None:
    """Nothing was shown, and it can be tried again (promise 7)."""
    scene.acknowledges = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.wait(11)
    title = "We could not start the recording, so nothing was shown."
    assert last(scene) == (title, "", ("Close", "Try again"))


def test_without_a_frame_there_is_the_health_report_only(scene: DeskScene) -> None:
    """Pressing it starts anew, and the screen cannot be asked for any more (acceptance 27)."""
    scene.view.has_indicator = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.wait(4)
    assert last(scene) == (
        "This desktop cannot show a safe frame.",
        "They can read a health report, but cannot see your screen.",
        ("Close", "Health report only"),
    )
    scene.view.has_indicator = True
    scene.core.pressed("Health report only")
    scene.paired().asks(Scope.VIEW)
    assert [refused.code for refused in scene.told(RequestRefused)] == [NotDoneHere.code]
    scene.asks(Scope.REPORT)
    assert scene.view.question is not None


def test_an_engine_that_dies_is_told_with_a_way_on(scene: DeskScene) -> None:
    """Everything stopped; starting again gets another code."""
    scene.viewing()
    scene.core.engine_ended(-11)
    assert last(scene) == (
        "Something broke here, so we stopped everything.",
        "Nothing is seen. Your receipt is safe.",
        ("Close", "Start again"),
    )
    scene.core.pressed("Start again")
    assert scene.waiting().view.code


@pytest.mark.parametrize("how", ["Close", "closed", "Start again"])
def test_however_quickly_it_is_read_the_receipt_is_safe(scene: DeskScene, how: str) -> None:
    """The end is still being written down: the last window comes, and what was pressed besides is done after it."""
    scene.closes = False
    scene.viewing()
    scene.core.engine_ended(-11)
    if how == "closed":
        scene.core.closed("trouble")
    else:
        scene.core.pressed(how)
    assert (scene.quits, scene.view.over) == (0, None)
    scene.wait(20).wait(0)
    assert scene.view.over is not None
    assert Path(scene.view.over.receipt_path or "").is_file()
    assert scene.quits == 0
    assert scene.shows(CodeStatus.GETTING) is (how == "Start again")


@pytest.mark.parametrize("what", ["an engine that dies", "a broken rule"])
def test_the_second_session_of_a_run_is_looked_after_as_the_first(scene: DeskScene, what: str) -> None:
    """What went before is over: trouble is told, and the session ends."""
    scene.viewing()
    scene.core.engine_ended(-11)
    scene.wait(1)
    scene.core.pressed("Start again")
    scene.viewing()
    assert scene.core.is_connected
    if what == "an engine that dies":
        scene.core.engine_ended(-11)
    else:
        scene.engine.tell(Broken(code=PipeBroken.code, words=PipeBroken.words, remedy=PipeBroken.remedy))
    assert scene.stands(State.ENDED)
    assert [trouble.code for trouble in scene.view.troubles] == [
        EngineDied.code,
        EngineDied.code if what == "an engine that dies" else PipeBroken.code,
    ]


def _another(code: str) -> str:
    """Give a code with the same locator and another secret, its check digit right."""
    read = parse(code)
    return SpokenCode(read.locator, f"{(int(read.secret) + 1) % 10 ** len(read.secret):0{len(read.secret)}}").spoken()
