"""The code in a terminal."""

from __future__ import annotations

import re

from agent.desk.terminal.code_step import CodeStep
from agent.desk.view import CodeStatus
from tests.support.terminal_scene import TerminalScene


class Waiting(TerminalScene):
    """Somebody who waits for a code."""

    def __init__(self) -> None:
        super().__init__()
        self.step = CodeStep(self.talk, self.core, self.clock, "relay.example")
        self.step.connecting()


def test_the_code_stands_on_one_line_with_its_end() -> None:
    """As experience 2.10 has it, whole, and in the order in which it is read (acceptance 5)."""
    scene = Waiting()
    assert scene.said() == "Getting a code from relay.example…"
    scene.step.show("4821-739205-1", 600)
    lines = scene.screen.text.splitlines()
    assert re.fullmatch(r"Code: 4821-739205-1 \(ends \d\d:\d\d\)", lines[1])
    assert "The code does not let anyone in." in scene.said()


def test_who_is_expected_is_asked_once_and_stays_here() -> None:
    """The next code asks no more; an empty line is a whole answer."""
    scene = Waiting()
    scene.step.show("4821-739205-1", 600)
    assert "Waiting for your helper." in scene.types(" Nordlicht ")
    scene.step.show("4821-739205-1", 600)
    assert not scene.talk.asks
    assert scene.told == [("expected", ("Nordlicht",))]


def test_each_state_is_said_once() -> None:
    """Nothing is redrawn, and the line's tries do not fill the screen."""
    scene = Waiting()
    scene.said()
    for seconds in (0.4, 0.8, 1.6):
        scene.step.status(CodeStatus.NO_LINE, seconds)
    assert scene.said() == "No line to relay.example. Trying again in 1 second."
    scene.step.status(CodeStatus.CHECKING, 0)
    assert scene.said() == "Someone is using your code. Checking who it is…"
    scene.step.status(CodeStatus.WRONG, 0)
    assert scene.said().endswith("Type new and read the new code.")
    scene.step.status(CodeStatus.RAN_OUT, 0)
    assert scene.said() == "This code ran out. Type new for another."
    scene.step.status(CodeStatus.THREE_WRONG, 60)
    assert scene.said() == ""  # the trouble that comes with it says it


def test_a_remark_is_said_once() -> None:
    """The clock is wrong for every code; it need not be read with each."""
    scene = Waiting()
    scene.said()
    scene.step.note("The clock is off.")
    scene.step.note("The clock is off.")
    assert scene.said() == "The clock is off."
