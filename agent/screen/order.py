"""
What goes first when a frame cannot hold everything: small things near the pointer, then text, then photographs.

What was left behind is looked at anew for the next frame, so it goes out as it is by then; what is left again and again
goes before everything else in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from agent.screen.encode import is_drawing
from agent.screen.rect import Rect
from agent.screen.source import Pixels

SMALL: Final = 8_192
"""Pixels of what somebody may just have typed or pointed at: a word, a button, a line of a menu."""

PIECE: Final = 64
"""Side of the pieces of a photograph, in pixels: a few thousand bytes each."""

LATE: Final = 0.75
"""Seconds after which what was left behind goes first."""


class Left:
    """The parts of one monitor that did not fit, and since when each waits."""

    def __init__(self) -> None:
        """Begin with nothing left."""
        self._parts: list[tuple[Rect, float]] = []

    def __bool__(self) -> bool:
        """Say whether something is left."""
        return bool(self._parts)

    @property
    def rects(self) -> list[Rect]:
        """Parts to look at again, in the monitor's coordinates."""
        return [part for part, _ in self._parts]

    def waits_since(self, part: Rect, now: float) -> float:
        """Give since when something of a part has been left; `now` when nothing has."""
        return min((since for rect, since in self._parts if rect.common(part)), default=now)

    def put(self, parts: Iterable[Rect], now: float) -> None:
        """Leave these parts, and nothing else."""
        self._parts = [(part, self.waits_since(part, now)) for part in parts]


def in_order(
    parts: Iterable[Rect], pixels: Callable[[Rect], Pixels], near: tuple[int, int], left: Left, now: float
) -> list[Rect]:
    """Give the parts in the order in which they should go; photographs in pieces, of which a few may fit."""
    drawings: list[Rect] = []
    photos: set[Rect] = set()
    for part in parts:
        if part.area <= PIECE * PIECE or is_drawing(pixels(part)):
            drawings.append(part)
        else:
            photos.update(_pieces(part))

    def turn(part: Rect) -> tuple[int, float, int]:
        since = left.waits_since(part, now)
        if now - since > LATE:
            return (0, since, 0)
        far = max(part.x - near[0], near[0] - part.right, part.y - near[1], near[1] - part.bottom, 0)
        if part in photos:
            return (3, 0.0, far)
        return (1 if part.area <= SMALL else 2, 0.0, far)

    return sorted((*drawings, *photos), key=turn)


def _pieces(part: Rect) -> Iterator[Rect]:
    for y in range(part.y, part.bottom, PIECE):
        for x in range(part.x, part.right, PIECE):
            yield Rect(x, y, min(PIECE, part.right - x), min(PIECE, part.bottom - y))
