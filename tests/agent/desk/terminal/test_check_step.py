"""The check in a terminal: both questions, the warning, the full stop."""

from __future__ import annotations

import pytest

from agent.desk import check_sentences as sentences
from agent.desk.check import Began, Page, Sign
from agent.desk.terminal.check_step import CheckStep
from agent.desk.view import CheckShown
from tests.support.terminal_scene import TerminalScene


class Asked(TerminalScene):
    """A page of the check, shown."""

    def __init__(self, page: Page, help_line: str = "") -> None:
        super().__init__()
        self.step = CheckStep(self.talk, self.core, self.clock.boot)
        self.step.show(CheckShown(page, None, help_line))


@pytest.mark.parametrize(("typed", "began"), list(zip("1234", Began, strict=True)))
def test_the_first_question_is_answered_by_a_number(typed: str, began: Began) -> None:
    """One of four, each in the words of the window (acceptance 2)."""
    scene = Asked(Page.BEGAN)
    assert sentences.BEGAN[began].said() in scene.said()
    scene.types(typed)
    assert scene.told == [("check_began", (began,))]


@pytest.mark.parametrize("typed", ["", "5", "1 2", "yes", " ", "none"])
def test_nothing_else_answers_it(typed: str) -> None:
    """An empty line least of all; it is asked again (acceptance 2)."""
    scene = Asked(Page.BEGAN)
    assert "Type the number that fits" in scene.types(typed)
    assert scene.told == []


def test_the_second_question_takes_numbers_or_the_word_none() -> None:
    """Any sign is told; an empty line is not "none of these" (acceptance 3)."""
    scene = Asked(Page.SIGNS)
    for typed in ("", "6", "no"):
        assert "Type the numbers that fit" in scene.types(typed)
    scene.types("1 4")
    scene.step.show(CheckShown(Page.SIGNS, None, ""))
    scene.types("none")
    scene.step.show(CheckShown(Page.SIGNS, None, ""))
    scene.types("back")
    assert scene.told == [
        ("check_signs", (frozenset({Sign.BANK, Sign.COACHED}),)),
        ("check_signs", (frozenset(),)),
        ("check_back", ()),
    ]


def test_going_on_without_being_sure_needs_its_own_word() -> None:
    """Closing is the other one; nothing else does either."""
    scene = Asked(Page.UNSURE)
    assert "Are you sure who this is?" in scene.said()
    for typed in ("", "yes", "ok"):
        scene.types(typed)
    assert scene.told == []
    scene.types("look")
    scene.step.show(CheckShown(Page.UNSURE, None, ""))
    scene.types("close")
    assert scene.told == [("check_goes_on", ()), ("closed", ("check",))]


def test_a_sign_of_a_scam_is_a_full_stop() -> None:
    """The wrong answer can be taken back after ten seconds, and the country's line is told (acceptance 3)."""
    scene = Asked(Page.STOP, "Austria: call 133")
    said = scene.said()
    assert "Stop here. This looks like a scam." in said
    assert "Austria: call 133" in said
    assert "Read this first." in scene.types("wrong")
    scene.wait(9.9)
    scene.types("wrong")
    assert scene.told == []
    scene.wait(0.2)
    scene.types("wrong")
    assert scene.told == [("check_back", ())]
