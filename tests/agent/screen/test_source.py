"""The port to a screen, and what it tells."""

from __future__ import annotations

from agent.screen.rect import Rect
from agent.screen.source import Changes, ScreenSource
from tests.support.test_card import TestCard


def test_two_reports_are_one_with_all_of_both() -> None:
    """Nothing that was told is lost when reports are put together."""
    both = Changes((Rect(0, 0, 1, 1),), cursor=True).and_then(Changes((Rect(5, 5, 1, 1),), pointer_moved=True))

    assert both == Changes((Rect(0, 0, 1, 1), Rect(5, 5, 1, 1)), pointer_moved=True, cursor=True)
    assert both
    assert not Changes()
    assert Changes(monitors=True)


def test_the_test_card_is_a_source() -> None:
    """The synthetic twin keeps the port's word: told once, grabbed as told."""
    card: ScreenSource = TestCard(64, 48)
    assert isinstance(card, TestCard)
    card.draw(Rect(3, 4, 5, 6), 0xABCDEF)

    assert card.wait(5, looking=True)
    assert card.take().rects == (Rect(3, 4, 5, 6),)
    assert not card.take()
    assert (card.grab(Rect(3, 4, 5, 6)) == 0xABCDEF).all()
