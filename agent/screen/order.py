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

from agent.screen.encode import is_drawing, is_even
from agent.screen.rect import Rect
from agent.screen.source import Pixels

SMALL: Final = 8_192
"""Pixels of what somebody may just have typed or pointed at: a word, a button, a line of a menu."""

TINY: Final = 256
"""Pixels up to which a part is taken for drawn whatever it shows: a letter, a mark."""

PIECE: Final = 64
"""Side of the pieces of larger things, in pixels: a few thousand bytes each."""

LATE: Final = 0.75
"""Seconds after which what was left behind goes before all but small things."""


class Left:
    """The cells of one monitor's picture that did not fit, and since when each waits."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with nothing left of a picture of that size."""
        self._area = Rect(0, 0, width, height)
        # When each cell was first left behind, in the caller's clock (never 0 there); 0 where nothing is.
        self._since: NDArray[np.float64] = np.zeros((-(-height // PIECE), -(-width // PIECE)))
        self._taken: NDArray[np.bool_] = np.zeros(self._since.shape, np.bool_)
        # Known without a look at the arrays, for mostly nothing is left: they are asked for with each frame.
        self._is_any = False
        self._count = 0

    def __bool__(self) -> bool:
        """Say whether something is left."""
        return self._is_any

    def take(self, count: int, near: tuple[int, int], now: float) -> list[Rect]:
        """
        Give the parts of so many cells to look at again: those that wait for too long, then the nearest.

        No two parts overlap. `put` must follow.
        """
        self._forget_taken()
        if not self:
            return []
        rows, columns = np.nonzero(self._since)
        ages = self._since[rows, columns]
        far = np.maximum(abs(columns * PIECE + PIECE // 2 - near[0]), abs(rows * PIECE + PIECE // 2 - near[1]))
        first = np.lexsort((far, np.where(now - ages > LATE, ages, np.inf)))[:count]
        self._taken[rows[first], columns[first]] = True
        self._count = len(first)
        return [part for cells in _runs(self._taken) if (part := cells.common(self._area)) is not None]

    @property
    def taken(self) -> int:
        """Give how many cells are to be looked at again."""
        return self._count

    def waits_since(self, part: Rect, now: float) -> float:
        """Give since when something of a part has been left; `now` when nothing has."""
        cells = self._since[_cells(part)]
        return float(np.min(cells, where=cells > 0, initial=now))

    def put(self, parts: Iterable[Rect], now: float) -> None:
        """Leave these parts; what was taken and is not among them is no longer left."""
        parts = list(parts)
        if not parts and not self._count:
            return
        before = self._since.copy()
        self._since[self._taken] = 0
        self._forget_taken()
        for part in parts:
            cells = _cells(part)
            self._since[cells] = np.where(before[cells] > 0, before[cells], now)
        self._is_any = bool(self._since.any())

    def _forget_taken(self) -> None:
        if self._count:
            self._taken[:] = False
            self._count = 0


def _cells(part: Rect) -> tuple[slice, slice]:
    return slice(part.y // PIECE, -(-part.bottom // PIECE)), slice(part.x // PIECE, -(-part.right // PIECE))


def _runs(cells: NDArray[np.bool_]) -> Iterator[Rect]:
    """Give rectangles of pixels, none over another, that cover the cells: runs of a row, joined with those below."""
    growing: dict[tuple[int, int], Rect] = {}
    for row, line in enumerate(cells):
        edges = np.flatnonzero(np.diff(np.concatenate(([False], line, [False])))).tolist()
        runs = {(begin, end): Rect(begin * PIECE, row * PIECE, (end - begin) * PIECE, PIECE) for begin, end in
                zip(edges[::2], edges[1::2], strict=True)}  # fmt: skip
        for run, rect in growing.items():
            if run in runs:
                runs[run] = rect.around(runs[run])
            else:
                yield rect
        growing = runs
    yield from growing.values()


def in_order(
    parts: Iterable[Rect],
    pixels: Callable[[Rect], Pixels],
    tight: Callable[[Rect], Iterable[Rect]],
    near: tuple[int, int],
    left: Left,
    now: float,
) -> list[tuple[Rect, bool]]:
    """
    Give the parts in the order in which they should go, large ones in pieces, and whether each is drawn.

    A few pieces fit where the whole does not, and one that is half text and half photograph is little, however coded.
    `tight` gives what differs in one: a mark and the edge of a photograph beside it are apart by that.
    """
    words: list[Rect] = []
    pieces: list[Rect] = []
    for part in parts:
        if part.area <= SMALL and is_drawing(pixels(part)):
            words.append(part)
        else:
            pieces += (found for piece in _pieces(part) for found in tight(piece))

    def far(part: Rect) -> int:
        return max(part.x - near[0], near[0] - part.right, part.y - near[1], near[1] - part.bottom, 0)

    def turn(piece: Rect) -> tuple[int, float, int]:
        since = left.waits_since(piece, now)
        if now - since > LATE:
            return (0, since, far(piece))
        return (1 if is_drawing(pixels(piece)) else 2, 0.0, far(piece))

    ordered = sorted(words, key=far) + sorted(pieces, key=turn)
    return [(part, part.area <= TINY or is_even(pixels(part))) for part in ordered]


def _pieces(part: Rect) -> Iterator[Rect]:
    for y in range(part.y, part.bottom, PIECE):
        for x in range(part.x, part.right, PIECE):
            yield Rect(x, y, min(PIECE, part.right - x), min(PIECE, part.bottom - y))
