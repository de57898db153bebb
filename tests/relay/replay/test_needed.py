"""Which pixels are still needed: as a plain grid of pixels would say."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from relay.replay.needed import Needed

W, H = 40, 30
RECT = st.tuples(st.integers(0, W - 1), st.integers(0, H - 1), st.integers(1, W), st.integers(1, H))


def _grid(needed: Needed) -> np.ndarray:
    grid = np.zeros((H, W), bool)
    for top, end, mask in needed._bands:
        for x in range(W):
            if mask >> x & 1:
                assert not grid[top:end, x].any()
                grid[top:end, x] = True
    return grid


@given(st.lists(st.tuples(RECT, RECT, st.booleans()), max_size=30))
def test_it_needs_what_a_grid_of_pixels_needs(acts: list[tuple[tuple[int, ...], tuple[int, ...], bool]]) -> None:
    """Whatever tiles and copies are gone back over, overlapping or not, each pixel is counted once and rightly."""
    needed, grid = Needed(W, H), np.ones((H, W), bool)
    for (x, y, w, h), (from_x, from_y, _, _), is_copy in acts:
        w, h = min(w, W - max(x, from_x)), min(h, H - max(y, from_y))  # noqa: PLW2901 - within the picture
        part = grid[y : y + h, x : x + w].copy()
        grid[y : y + h, x : x + w] = False
        taken = needed.take(x, y, w, h)
        assert bool(taken) == part.any()
        if is_copy:
            grid[from_y : from_y + h, from_x : from_x + w] |= part
            needed.need(taken, from_x - x, from_y - y)
        assert (_grid(needed) == grid).all()
        assert bool(needed) == grid.any()
        assert all(top < end for top, end, _ in needed._bands)


def test_a_picture_written_whole_needs_nothing_more() -> None:
    """Once every pixel has its origin there is no reason to go back further."""
    needed = Needed(1920, 1080)
    assert needed
    for y in range(0, 1080, 64):
        assert needed.take(0, y, 1920, min(64, 1080 - y))
    assert not needed
    assert not needed.take(0, 0, 1920, 1080)
