"""Rectangles."""

from __future__ import annotations

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


def test_clipping_drops_what_lies_outside() -> None:
    """Only the parts within the area are left."""
    assert clipped([Rect(-5, -5, 10, 10), Rect(50, 50, 1, 1)], Rect(0, 0, 20, 20)) == [Rect(0, 0, 5, 5)]
