"""The lines of the last window and the receipt that are not about a question."""

import pytest

from agent.desk import story
from agent.desk.language import speaking
from consent.scopes import Scope
from tests.support.pseudo import accented, pseudo


@pytest.mark.parametrize(
    ("scopes", "words"),
    [
        ({Scope.VIEW}, "You let Ana Weber see your screen for 15 min"),
        ({Scope.REPORT, Scope.VIEW}, "You let Ana Weber see your screen and get a health report for 15 min"),
        ({Scope.VIEW, Scope.CONTROL, Scope.REPORT}, "You let Ana Weber do 3 things for 15 min"),
    ],
)
def test_a_yes_is_told_with_what_and_for_how_long(scopes: set[Scope], words: str) -> None:
    """Each as one whole sentence, in the scopes' own order; what is seldom asked together is counted."""
    assert story.let("Ana Weber", scopes, 15) == words


def test_why_no_frame_stood_is_said_in_the_same_language() -> None:
    """What the windows give as the reason is known; anything else stays as it is."""
    assert story.no_frame("not on every monitor") == (
        "No frame could be shown (not on every monitor), so everything stopped"
    )
    assert "(no window manager)" in story.no_frame("no window manager")
    with speaking(accented()):
        assert f"({pseudo('not on every monitor')})" in story.no_frame("not on every monitor")
