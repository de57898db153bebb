"""Rectangles in pixels, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

_new: Final = tuple.__new__
"""As a named tuple makes itself, without its function in between."""


class Rect(NamedTuple):
    """A rectangle: its top left corner, its width and height, in pixels of whatever it lies on."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """First column beyond it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """First row beyond it."""
        return self.y + self.h

    @property
    def area(self) -> int:
        """Pixels in it."""
        return self.w * self.h

    @property
    def slices(self) -> tuple[slice, slice]:
        """What cuts it out of an array of rows."""
        x, y, w, h = self
        return slice(y, y + h), slice(x, x + w)

    def holds(self, x: int, y: int) -> bool:
        """Say whether a point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def moved(self, dx: int, dy: int) -> Rect:
        """Give the same rectangle elsewhere."""
        x, y, w, h = self
        return _new(Rect, (x + dx, y + dy, w, h))

    def common(self, other: Rect) -> Rect | None:
        """Give what both cover, or None."""
        # By hand, as below: dozens of rectangles are looked at in each frame, and each call costs as much as all of it.
        x, y, w, h = self
        other_x, other_y, other_w, other_h = other
        right, other_right, bottom, other_bottom = x + w, other_x + other_w, y + h, other_y + other_h
        x, y = (x if x > other_x else other_x), (y if y > other_y else other_y)  # noqa: FURB136
        w = (right if right < other_right else other_right) - x  # noqa: FURB136
        h = (bottom if bottom < other_bottom else other_bottom) - y  # noqa: FURB136
        return _new(Rect, (x, y, w, h)) if w > 0 and h > 0 else None

    def around(self, other: Rect) -> Rect:
        """Give the smallest rectangle that covers both."""
        x, y, w, h = self
        other_x, other_y, other_w, other_h = other
        right, bottom = max(x + w, other_x + other_w), max(y + h, other_y + other_h)
        x, y = min(x, other_x), min(y, other_y)
        return _new(Rect, (x, y, right - x, bottom - y))

    def lies_in(self, other: Rect) -> bool:
        """Say whether the other one covers all of it."""
        x, y, w, h = self
        other_x, other_y, other_w, other_h = other
        return other_x <= x and other_y <= y and x + w <= other_x + other_w and y + h <= other_y + other_h


def clipped(rects: Iterable[Rect], area: Rect) -> list[Rect]:
    """Give the parts that lie in `area`."""
    return [part for rect in rects if (part := rect.common(area)) is not None]
