"""What the console shows by now: the pixels last sent, and which of them are only approximate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.screen.compare import differing
from agent.screen.damage import tiles
from agent.screen.rect import Rect
from agent.screen.source import Pixels

CELL: Final = 64
"""Side of the cells, in pixels, in which approximate pixels are kept account of."""

RUN: Final = 8
"""Cells of a row that are refined together at most."""

SLAB: Final = 32
"""Rows that are copied at once, so few that what overlaps itself passes through the processor's cache only."""

EXACT: Final = 0.0

UNKNOWN: Final = np.uint32(0xFF00_0000)
"""No colour: what stands for pixels that nobody has. It equals no pixel, so such are sent and never copied."""

NEAR: Final = 0.25
"""Seconds by which parts may differ in age and still go by what is nearer to the pointer."""


class Shown:
    """One monitor's picture as the console has it once everything sent has arrived. Coordinates are the monitor's."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with a picture nobody has seen: everything is different from it."""
        self.area = Rect(0, 0, width, height)
        self._pixels: Pixels = np.full((height, width), UNKNOWN, np.uint32)
        # Kept from frame to frame, because so much memory costs more to get than to fill.
        self._changed: NDArray[np.bool_] = np.zeros(height * width, np.bool_)
        self._is_approximate: NDArray[np.bool_] = np.zeros((height, width), np.bool_)
        # When the approximate pixels of each cell were last sent or moved, in the caller's clock (never 0 there); EXACT
        # when the cell has none.
        self._owed_since: NDArray[np.float64] = np.zeros((-(-height // CELL), -(-width // CELL)))
        # The least of those, for it is asked for several times with each frame, and mostly there is none.
        self._oldest: float | None = None

    def forget(self) -> None:
        """Begin anew: whoever is told of the picture from now on has none of it."""
        self._pixels[:] = UNKNOWN
        self._is_approximate[:] = False
        self._owed_since[:] = EXACT
        self._oldest = None

    def is_known(self) -> bool:
        """Say whether every pixel was sent since the beginning."""
        return not self.lacks(self.area)

    def lacks(self, at: Rect) -> bool:
        """Say whether some pixel of a part was not sent since the beginning."""
        return bool((self.pixels(at) == UNKNOWN).any())

    def differing(self, at: Rect, pixels: Pixels) -> list[Rect]:
        """Give tiles around what differs from the picture; it stays as it is until `take`."""
        shown = self._pixels[at.slices]
        changed = self._changed[: at.area].reshape(at.h, at.w)
        differing(pixels, shown, changed)
        return [tile.moved(at.x, at.y) for tile in tiles(changed)]

    def take(self, at: Rect, pixels: Pixels) -> None:
        """Make pixels the picture: they go out now."""
        self._pixels[at.slices] = pixels

    def pixels(self, at: Rect) -> Pixels:
        """Give the true pixels of a part, to be read only."""
        return self._pixels[at.slices]

    def sent(self, at: Rect, now: float, *, exact: bool) -> None:
        """Note that a part was sent at `now`, and whether the console has its true pixels."""
        if exact and (self._oldest is None or not self._owed(at).any()):
            return
        self._is_approximate[at.slices] = not exact
        if exact:
            self._note_owed(at, None)
        else:
            self._owed(at)[:] = now  # each cell that it touches has a pixel of it
            self._note_oldest()

    def moved(self, to: Rect, source: Rect, now: float) -> None:
        """Copy the pixels of `source` over those of `to`, as the console will: approximate ones stay approximate."""
        _move(self._pixels, source, to)
        if self._oldest is not None and (self._owed(source).any() or self._owed(to).any()):
            _move(self._is_approximate, source, to)
            self._note_owed(to, now)

    def _owed(self, at: Rect) -> NDArray[np.float64]:
        """Give the cells that a part touches."""
        return self._owed_since[at.y // CELL : -(-at.bottom // CELL), at.x // CELL : -(-at.right // CELL)]

    def _note_owed(self, at: Rect, now: float | None) -> None:
        """Note which cells under a part are owed; those that are, since `now`, or since when they were."""
        top, left = at.y // CELL * CELL, at.x // CELL * CELL
        part = self._is_approximate[top : -(-at.bottom // CELL) * CELL, left : -(-at.right // CELL) * CELL]
        rows = np.logical_or.reduceat(part, np.arange(0, part.shape[0], CELL), axis=0)
        is_owed = np.logical_or.reduceat(rows, np.arange(0, part.shape[1], CELL), axis=1)
        cells = self._owed(at)
        cells[:] = np.where(is_owed, cells if now is None else now, EXACT)
        self._note_oldest()

    def _note_oldest(self) -> None:
        owed = self._owed_since[self._owed_since > EXACT]
        self._oldest = float(owed.min()) if owed.size else None

    def owed_since(self) -> float | None:
        """Give when the cell that waits longest was sent approximately; None when every pixel is exact."""
        return self._oldest

    def resting(self, since: float, near: tuple[int, int] | None = None, run: int = RUN) -> Iterator[Rect]:
        """
        Give parts that were sent approximately no later than `since`: those that wait longest, then the nearest.

        Args:
            since: A moment in the caller's clock.
            near: Where somebody looks, in pixels.
            run: Cells of a row in one part at most.
        """
        if self._oldest is None or self._oldest > since:
            return
        is_due = (self._owed_since > EXACT) & (self._owed_since <= since)
        rows, columns = np.nonzero(is_due)
        ages = self._owed_since[rows, columns]
        if near is None:
            order = np.argsort(ages, kind="stable")
        else:
            far = np.maximum(abs(columns * CELL + CELL // 2 - near[0]), abs(rows * CELL + CELL // 2 - near[1]))
            order = np.lexsort((far, ages // NEAR))
        left = is_due.copy()
        for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
            if left[row, column]:
                yield self._run(left, row, column, run)

    def _run(self, left: NDArray[np.bool_], row: int, column: int, longest: int) -> Rect:
        end = column
        while end < left.shape[1] and left[row, end] and end - column < longest:
            left[row, end] = False
            end += 1
        cells = Rect(column * CELL, row * CELL, (end - column) * CELL, CELL)
        common = cells.common(self.area)
        return common if common is not None else cells


def _move(array: NDArray[np.generic], source: Rect, to: Rect) -> None:
    """Copy a part of an array over another of the same size; the two may overlap."""
    slabs = range(0, to.h, SLAB)
    for row in slabs if to.y <= source.y else reversed(slabs):
        rows = min(SLAB, to.h - row)
        moving = array[source.y + row : source.y + row + rows, source.x : source.right]
        array[to.y + row : to.y + row + rows, to.x : to.right] = moving
