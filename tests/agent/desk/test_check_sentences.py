"""The check's sentences stand once, and the terminal says them as the windows do."""

from __future__ import annotations

import pytest

from agent.desk import check_sentences as sentences
from agent.desk.check import Began, Page, Sign
from agent.desk.terminal.check_step import CheckStep
from agent.desk.view import CheckShown
from tests.support.terminal_scene import TerminalScene


def in_the_terminal(page: Page) -> str:
    """Give what a terminal says, in one line."""
    scene = TerminalScene()
    CheckStep(scene.talk, scene.core, scene.clock.boot).show(CheckShown(page, None, ""))
    return " ".join(scene.said().split())


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page.BEGAN, [text.said() for text in sentences.BEGAN.values()]),
        (Page.SIGNS, [text.said() for text in sentences.SIGNS.values()]),
        (Page.UNSURE, list(sentences.unsure())),
        (Page.STOP, list(sentences.stop(""))),
    ],
)
def test_a_terminal_says_them(page: Page, said: list[str]) -> None:
    """One catalogue, the same sentences as in the windows (experience 2.10)."""
    assert all(" ".join(line.split()) in in_the_terminal(page) for line in said)


def test_every_answer_has_its_sentence() -> None:
    """None could be chosen without being read, and the help line comes last where the country has one."""
    assert set(sentences.BEGAN) == set(Began)
    assert set(sentences.SIGNS) == set(Sign)
    assert sentences.stop("Call 116 006.")[-1] == "Call 116 006."
