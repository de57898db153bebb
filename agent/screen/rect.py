"""Rectangles in pixels, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


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

    def holds(self, x: int, y: int) -> bool:
        """Say whether a point lies in it."""
        return self.x <= x < self.right and self.y <= y < self.bottom

    def moved(self, dx: int, dy: int) -> Rect:
        """Give the same rectangle elsewhere."""
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def common(self, other: Rect) -> Rect | None:
        """Give what both cover, or None."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        w, h = min(self.right, other.right) - x, min(self.bottom, other.bottom) - y
        return Rect(x, y, w, h) if w > 0 and h > 0 else None

    def around(self, other: Rect) -> Rect:
        """Give the smallest rectangle that covers both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Rect(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


def clipped(rects: Iterable[Rect], area: Rect) -> list[Rect]:
    """Give the parts that lie in `area`."""
    return [part for rect in rects if (part := rect.common(area)) is not None]
