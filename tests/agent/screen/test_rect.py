"""Rectangles."""

from __future__ import annotations

import numpy as np

from agent.screen.rect import Rect, clipped


def test_common_and_around_are_what_they_say() -> None:
    """The common part is within both, the one around covers both, and touching is not overlapping."""
    one, other = Rect(0, 0, 10, 10), Rect(5, 6, 10, 10)

    assert one.common(other) == Rect(5, 6, 5, 4)
    assert one.around(other) == Rect(0, 0, 15, 16)
    assert one.common(Rect(10, 0, 5, 5)) is None


def test_edges_belong_to_the_left_and_top() -> None:
    """The first column and row are in it, the first beyond are not."""
    rect = Rect(2, 3, 4, 5)

    assert rect.holds(2, 3)
    assert rect.holds(5, 7)
    assert not rect.holds(6, 3)
    assert not rect.holds(2, 8)
    assert (rect.right, rect.bottom, rect.area) == (6, 8, 20)


def test_what_lies_in_another_is_covered_whole() -> None:
    """Its edges may be the other's; a column or a row beyond is too much."""
    outer = Rect(2, 3, 10, 10)

    assert outer.lies_in(outer)
    assert Rect(4, 5, 8, 8).lies_in(outer)
    for each in (Rect(1, 3, 5, 5), Rect(2, 2, 5, 5), Rect(4, 5, 9, 8), Rect(4, 5, 8, 9)):
        assert not each.lies_in(outer)


def test_its_pixels_are_cut_out_of_rows() -> None:
    """Rows first, then columns, as arrays have them."""
    pixels = np.arange(12).reshape(3, 4)

    assert pixels[Rect(1, 0, 2, 3).slices].tolist() == [[1, 2], [5, 6], [9, 10]]


def test_clipping_drops_what_lies_outside() -> None:
    """Only the parts within the area are left."""
    assert clipped([Rect(-5, -5, 10, 10), Rect(50, 50, 1, 1)], Rect(0, 0, 20, 20)) == [Rect(0, 0, 5, 5)]
