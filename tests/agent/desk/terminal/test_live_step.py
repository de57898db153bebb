"""What is live, in a terminal."""

from __future__ import annotations

from dataclasses import replace

from agent.desk.live import Live, LiveItem
from agent.desk.terminal.live_step import LiveStep
from consent.pause import PauseBecause
from consent.scopes import Scope
from tests.support.terminal_scene import TerminalScene

REPORT = LiveItem(Scope.REPORT, 1900.0)
LIVE = Live(asker="Ana Weber", organisation="Nordlicht IT", items=(REPORT,), left=900.0, can_extend=True)


class Lively(TerminalScene):
    """A terminal in which something is live."""

    def __init__(self) -> None:
        super().__init__()
        self.step = LiveStep(self.talk, self.clock, self.alarms)


def test_the_line_says_who_may_do_what_until_when_and_how_to_stop() -> None:
    """As experience 2.10 has it, and once: a second that passes is no news (acceptance 1, 38)."""
    scene = Lively()
    scene.step.show(LIVE)
    said = scene.said()
    assert said.startswith("LIVE ")
    assert "Ana Weber may get a health report until " in said
    assert said.endswith("To stop: Ctrl+C, or type stop and press Enter. Type help for more.")
    scene.step.show(replace(LIVE, left=899.0))
    assert scene.said() == ""


def test_each_change_is_a_new_line() -> None:
    """Live use after the report, a lost line, its return, and the end; the state is a word, never a colour."""
    scene = Lively()
    scene.step.show(LIVE)
    scene.said()
    in_use = replace(LIVE, items=(replace(REPORT, sees_use=True),))
    scene.step.show(in_use)
    assert "LIVE " in (said := scene.said())
    assert "sees how busy this computer is, until " in said
    assert said.endswith("To end that alone, type off.")
    for left in (60.0, 59.0, 58.0):
        scene.step.show(replace(in_use, pause=PauseBecause.LINE, line_left=left))
    said = scene.said()
    assert said.startswith("PAUSED ")
    assert said.count("Line lost.") == 1
    scene.step.show(in_use)
    assert scene.said().startswith("LIVE ")
    scene.step.show(replace(LIVE, items=(), left=290.0))
    assert "NOT LIVE" in (said := scene.said())
    assert "can only chat" in said
    scene.step.hide()
    assert scene.said() == "Stopped. Nothing is seen."
    scene.step.hide()
    assert scene.said() == ""


def test_the_last_minutes_are_told_twice() -> None:
    """At two minutes and at half a minute, with the choice; nothing typed means that it ends (acceptance 33)."""
    scene = Lively()
    scene.step.show(LIVE)
    scene.said()
    scene.wait(779)
    assert scene.said() == ""
    scene.wait(1)
    assert scene.said() == "2 minutes left. Type more for ten more minutes, or let it end."
    scene.wait(90)
    assert scene.said().startswith("30 seconds left.")
    scene.wait(29)
    assert scene.said() == ""


def test_after_the_end_no_time_is_told() -> None:
    """What was set is forgotten with what was live."""
    scene = Lively()
    scene.step.show(LIVE)
    scene.step.hide()
    scene.said()
    scene.wait(900)
    assert scene.said() == ""


def test_a_second_session_is_told_in_full_again() -> None:
    """With the way to stop it."""
    scene = Lively()
    scene.step.show(LIVE)
    scene.step.hide()
    scene.said()
    scene.step.show(LIVE)
    assert "To stop: Ctrl+C" in scene.said()
