"""
What goes first when a frame cannot hold everything: small things near the pointer, then text, then photographs.

What was left behind is looked at anew for the next frame, so it goes out as it is by then; what is left again and again
goes before everything but small things in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.screen.encode import is_drawing
from agent.screen.rect import Rect
from agent.screen.source import Pixels

SMALL: Final = 8_192
"""Pixels of what somebody may just have typed or pointed at: a word, a button, a line of a menu."""

PIECE: Final = 64
"""Side of the pieces of larger things, in pixels: a few thousand bytes each."""

LATE: Final = 0.75
"""Seconds after which what was left behind goes before all but small things."""


class Left:
    """The parts of one monitor that did not fit, and since when each place waits."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with nothing left of a picture of that size."""
        self.rects: list[Rect] = []
        """Parts to look at again, in the monitor's coordinates."""
        # When each cell was first left behind, in the caller's clock (never 0 there); 0 where nothing is.
        self._since: NDArray[np.float64] = np.zeros((-(-height // PIECE), -(-width // PIECE)))

    def __bool__(self) -> bool:
        """Say whether something is left."""
        return bool(self.rects)

    def waits_since(self, part: Rect, now: float) -> float:
        """Give since when something of a part has been left; `now` when nothing has."""
        cells = self._since[_cells(part)]
        return float(np.min(cells, where=cells > 0, initial=now))

    def put(self, parts: Iterable[Rect], now: float) -> None:
        """Leave these parts, and nothing else."""
        before, self._since = self._since, np.zeros_like(self._since)
        self.rects = list(parts)
        for part in self.rects:
            cells = _cells(part)
            self._since[cells] = np.where(before[cells] > 0, before[cells], now)


def _cells(part: Rect) -> tuple[slice, slice]:
    return slice(part.y // PIECE, -(-part.bottom // PIECE)), slice(part.x // PIECE, -(-part.right // PIECE))


def in_order(
    parts: Iterable[Rect], pixels: Callable[[Rect], Pixels], near: tuple[int, int], left: Left, now: float
) -> list[Rect]:
    """
    Give the parts in the order in which they should go, large ones in pieces.

    A few pieces fit where the whole does not, and one that is half text and half photograph is little, however coded.
    """
    words: list[Rect] = []
    pieces: list[Rect] = []
    for part in parts:
        if part.area <= SMALL and is_drawing(pixels(part)):
            words.append(part)
        else:
            pieces += _pieces(part)

    def far(part: Rect) -> int:
        return max(part.x - near[0], near[0] - part.right, part.y - near[1], near[1] - part.bottom, 0)

    def turn(piece: Rect) -> tuple[int, float, int]:
        since = left.waits_since(piece, now)
        if now - since > LATE:
            return (0, since, far(piece))
        return (1 if is_drawing(pixels(piece)) else 2, 0.0, far(piece))

    return sorted(words, key=far) + sorted(pieces, key=turn)


def _pieces(part: Rect) -> Iterator[Rect]:
    for y in range(part.y, part.bottom, PIECE):
        for x in range(part.x, part.right, PIECE):
            yield Rect(x, y, min(PIECE, part.right - x), min(PIECE, part.bottom - y))
