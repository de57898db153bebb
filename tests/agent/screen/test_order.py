"""What goes first."""

from __future__ import annotations

import numpy as np

from agent.screen.order import LATE, Left, in_order
from agent.screen.rect import Rect
from agent.screen.source import Pixels

DICE = np.random.default_rng(4)
PHOTO, PAGE, NEAR_WORD, FAR_WORD = (
    Rect(0, 0, 512, 64),
    Rect(0, 100, 512, 64),
    Rect(610, 410, 60, 20),
    Rect(10, 300, 60, 20),
)


def pixels(part: Rect) -> Pixels:
    """Give noise for the photograph and white for all else."""
    if part.common(PHOTO):
        return DICE.integers(0, 1 << 24, (part.h, part.w), dtype=np.uint32)
    return np.full((part.h, part.w), 0xFFFFFF, np.uint32)


def test_words_near_the_pointer_go_first_and_photographs_last() -> None:
    """What was typed or pointed at, then text, then pictures."""
    found = in_order(
        [PHOTO, PAGE, FAR_WORD, NEAR_WORD], pixels, lambda piece: [piece], (600, 400), Left(1024, 768), 1.0
    )
    words, pieces = [part for part, _ in found[:2]], [part for part, _ in found[2:]]

    assert [is_drawn for _, is_drawn in found] == [True] * 10 + [False] * 8
    assert words == [NEAR_WORD, FAR_WORD]
    assert all(part.common(PAGE) == part for part in pieces[:8])
    assert all(part.common(PHOTO) == part for part in pieces[8:])
    assert sum(part.area for part in pieces) == PAGE.area + PHOTO.area
    assert pieces[8].x > pieces[-1].x


def test_what_was_left_for_long_goes_before_everything() -> None:
    """Nothing waits for ever behind what keeps changing elsewhere; only words still go first."""
    left = Left(1024, 768)
    left.put([PHOTO], 1.0)
    left.put([PHOTO, PAGE], 1.5)

    soon = in_order([PAGE, PHOTO, NEAR_WORD], pixels, lambda piece: [piece], (600, 400), left, 1.0 + LATE)
    assert soon[0][0] == NEAR_WORD
    assert soon[1][0].common(PAGE) is not None
    late = in_order([PAGE, PHOTO, NEAR_WORD], pixels, lambda piece: [piece], (600, 400), left, 1.1 + LATE)
    assert late[0][0] == NEAR_WORD
    assert late[1][0].common(PHOTO) is not None


def test_what_was_left_is_looked_at_again_the_oldest_or_nearest_first() -> None:
    """No more of it than asked for, and what then fits waits no longer."""
    left = Left(1024, 768)
    left.put([Rect(0, 0, 100, 64), Rect(600, 400, 10, 10)], 1.0)
    assert left.take(1, (600, 400), 1.1) == [Rect(576, 384, 64, 64)]
    left.put([], 1.1)
    left.put([Rect(640, 384, 64, 64)], 1.5)

    assert left.take(2, (600, 400), 1.1 + LATE) == [Rect(0, 0, 128, 64)]
    left.put([Rect(0, 0, 30, 30)], 2.0)
    assert left.waits_since(Rect(10, 10, 5, 5), 2.0) == 1.0
    assert left.waits_since(Rect(64, 0, 64, 64), 2.0) == 2.0
    left.take(9, (0, 0), 2.1)
    left.put([], 2.1)
    assert not left
