"""The last words in a terminal."""

from __future__ import annotations

import pytest

from agent.desk.terminal.end_step import _WORDS, EndStep
from agent.desk.troubles import BUTTONS, trouble
from agent.desk.view import SAVE_AGAIN, Over
from protocol.errors import EngineDied, ProgramTooOld, RelayUnreachable, WrongCode
from tests.support.terminal_scene import TerminalScene

OVER = Over((("14:02", "You let Ana Weber get a health report"),), "/home/x/receipt.html", organisation="Nordlicht IT")


class Ended(TerminalScene):
    """A terminal at its end."""

    def __init__(self) -> None:
        super().__init__()
        self.step = EndStep(self.talk, self.core, self.clock)


def test_it_ends_with_the_story_and_the_receipt() -> None:
    """Each yes and end with its time; the path stands whole on its line (acceptance 35)."""
    scene = Ended()
    scene.step.over(OVER)
    assert "It is over" in scene.screen.text
    assert "  14:02  You let Ana Weber get a health report\n" in scene.screen.text
    assert "Nothing of Attended is left running.\n" in scene.screen.text
    assert "Your receipt: /home/x/receipt.html\n" in scene.screen.text
    scene.types("")
    assert scene.told == [("closed", ("over",))]


def test_a_rating_is_a_number_and_nothing_else_is_one() -> None:
    """It goes when it is typed; Enter ends without."""
    scene = Ended()
    scene.step.over(OVER)
    scene.types("good")
    scene.types("6")
    assert scene.told == []
    scene.types("5")
    assert scene.told == [("rated", (5, "")), ("closed", ("over",))]


def test_a_receipt_that_is_not_saved_is_not_thrown_away_by_one_line() -> None:
    """Saving again and ending are words."""
    scene = Ended()
    scene.step.over(Over((), None, "Your receipt could not be saved."))
    for typed in ("", "no", "yes"):
        scene.types(typed)
    assert scene.told == []
    scene.types("save")
    assert scene.told == [("pressed", (SAVE_AGAIN,))]


def test_where_nobody_was_proven_it_just_ends() -> None:
    """There is nobody to rate, and nothing to keep."""
    scene = Ended()
    scene.step.over(Over((), None))
    assert scene.told == [("closed", ("over",))]


def test_a_trouble_is_told_with_what_can_be_typed() -> None:
    """Its row of the table, its code, and a word for each button."""
    scene = Ended()
    scene.step.trouble(trouble(EngineDied, "relay.example"))
    said = scene.said()
    assert "Something broke here, so we stopped everything." in said
    assert "Code A-122, " in said
    assert "again: starts again with a new code" in said
    assert "Type one of these words" in scene.types("")
    scene.types("again")
    assert scene.told == [("pressed", ("Start again",))]
    assert not scene.step.had_trouble


def test_one_that_leaves_nothing_to_do_ends_the_program() -> None:
    """And the program's exit code says that it failed."""
    scene = Ended()
    scene.step.trouble(trouble(ProgramTooOld, "relay.example"))
    assert scene.told == [("closed", ("trouble",))]
    assert scene.step.had_trouble


def test_the_next_try_and_the_wait_after_three_codes_are_said() -> None:
    """In words; the customer need not wait for the first, and has to for the second."""
    scene = Ended()
    scene.step.trouble(trouble(RelayUnreachable, "relay.example", again_in=5))
    assert "We try again in 5 seconds." in scene.said()
    scene.step.trouble(trouble(RelayUnreachable, "relay.example", again_in=10))
    again = "Check that you are online. We try again in 10 seconds. Type one of these words:"
    assert scene.said() == again
    scene.step.trouble(trouble(WrongCode, "relay.example"))
    assert "Not yet." in scene.types("over")
    scene.wait(60)
    scene.types("over")
    assert scene.told == [("pressed", ("Start over",))]


@pytest.mark.parametrize("button", BUTTONS)
def test_every_button_has_its_word(button: str) -> None:
    """Whatever a trouble offers can be typed, and no two words are alike beside each other."""
    assert _WORDS[button][0].isalpha()
