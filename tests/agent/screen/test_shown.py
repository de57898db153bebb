"""What the console shows."""

from __future__ import annotations

import numpy as np

from agent.screen.rect import Rect
from agent.screen.shown import Shown


def test_only_what_differs_is_told_and_only_once() -> None:
    """Equal pixels are never sent again, whatever was reported as damaged."""
    shown = Shown(200, 100)
    pixels = np.zeros((100, 200), np.uint32)
    pixels[10:20, 30:35] = 0xFF

    assert shown.differing(Rect(0, 0, 200, 100), pixels) == [Rect(30, 10, 5, 10)]
    assert shown.differing(Rect(0, 0, 200, 100), pixels) == []
    assert (shown.pixels(Rect(30, 10, 5, 10)) == 0xFF).all()


def test_a_keyframe_covers_everything_though_nothing_differs() -> None:
    """Asked for everything, the tiles cover the whole area."""
    shown = Shown(1000, 300)
    tiles = shown.differing(shown.area, np.zeros((300, 1000), np.uint32), everything=True)

    assert sum(tile.area for tile in tiles) == 300_000


def test_what_was_sent_approximately_is_owed_until_sent_exactly() -> None:
    """Cells touched by an approximate tile are resting parts later on; exact ones pay for whole cells only."""
    shown = Shown(300, 130)
    shown.sent(Rect(10, 10, 100, 100), 5.0, exact=False)
    assert shown.owed_since() == 5.0
    assert list(shown.resting(4.0)) == []
    assert list(shown.resting(5.0)) == [Rect(0, 0, 128, 64), Rect(0, 64, 128, 64)]

    shown.sent(Rect(0, 0, 100, 64), 6.0, exact=True)
    assert list(shown.resting(9.0)) == [Rect(64, 0, 64, 64), Rect(0, 64, 128, 64)]

    for part in list(shown.resting(9.0)):
        shown.sent(part, 9.0, exact=True)
    assert shown.owed_since() is None


def test_the_last_cells_end_with_the_picture() -> None:
    """A part at the edge pays for the cut cells there."""
    shown = Shown(100, 70)
    shown.sent(shown.area, 1.0, exact=False)
    parts = list(shown.resting(1.0))
    for part in parts:
        assert part.common(shown.area) == part
        shown.sent(part, 2.0, exact=True)

    assert sum(part.area for part in parts) == 7_000
    assert shown.owed_since() is None


def test_who_waits_longest_comes_first() -> None:
    """Refinement goes by age."""
    shown = Shown(300, 64)
    shown.sent(Rect(0, 0, 64, 64), 2.0, exact=False)
    shown.sent(Rect(192, 0, 64, 64), 1.0, exact=False)

    assert list(shown.resting(3.0)) == [Rect(192, 0, 64, 64), Rect(0, 0, 64, 64)]
