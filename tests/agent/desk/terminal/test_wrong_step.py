"""The form "Something was wrong" in a terminal."""

from __future__ import annotations

from dataclasses import replace

from agent.desk.terminal.wrong_step import WrongStep
from agent.desk.view import Complaint, WrongShown
from consent.afterwards import Wrong
from tests.support.terminal_scene import TerminalScene

FORM = WrongShown("Nordlicht IT", "Austria: call 133", "open", Complaint(), 2.0)


class Wronged(TerminalScene):
    """Somebody before the form."""

    def __init__(self) -> None:
        super().__init__()
        self.step = WrongStep(self.talk, self.core, self.clock.boot)
        self.step.show(FORM)


def test_numbers_words_and_send_make_a_complaint() -> None:
    """What will become of it is said before; where it may be a scam, the bank comes first (acceptance 36)."""
    scene = Wronged()
    said = scene.types("1, 4")
    assert "call your bank now" in said
    assert "Austria: call 133" in said
    assert "We lock the recording" in scene.types(" They asked for a PIN. ")
    scene.wait(3)
    scene.types("send")
    assert scene.told == [("complain", (frozenset({Wrong.MONEY, Wrong.RUDE}), "They asked for a PIN."))]


def test_nothing_else_sends_it() -> None:
    """An empty line sends nothing, and another word neither."""
    scene = Wronged()
    scene.types("")
    assert scene.told == [("keep_complaint", ())]
    other = Wronged()
    other.types("2")
    other.types("")
    other.wait(3)
    other.types("yes")
    assert other.told == [("keep_complaint", ())]


def test_too_soon_sends_nothing_and_a_failure_is_told() -> None:
    """What was chosen stays, and can be sent again."""
    scene = Wronged()
    scene.types("5")
    scene.types("")
    assert "So soon nothing is sent." in scene.types("send")
    scene.wait(3)
    scene.types("send")
    scene.step.show(replace(FORM, state="sending"))
    scene.step.show(replace(FORM, state="failed", why="We cannot reach this relay."))
    assert "We cannot reach this relay." in scene.said()
    scene.wait(3)
    scene.types("send")
    assert [name for name, _ in scene.told] == ["complain", "complain"]
    scene.step.close()
    assert not scene.talk.asks
