"""What the console shows by now: the pixels last sent, and which of them are only approximate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.screen.damage import tiles
from agent.screen.rect import Rect
from agent.screen.source import Pixels

CELL: Final = 64
"""Side of the cells, in pixels, in which approximate pixels are kept account of."""

RUN: Final = 8
"""Cells of a row that are refined together at most."""

EXACT: Final = 0.0


class Shown:
    """One monitor's picture as the console has it once everything sent has arrived. Coordinates are the monitor's."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with a picture nobody has seen: everything is different from it."""
        self.area = Rect(0, 0, width, height)
        self._pixels: Pixels = np.zeros((height, width), np.uint32)
        # When each cell was last sent as JPEG, in the caller's clock (never 0 there); EXACT when nothing is owed.
        self._owed_since: NDArray[np.float64] = np.zeros((-(-height // CELL), -(-width // CELL)))

    def differing(self, at: Rect, pixels: Pixels, *, everything: bool = False) -> list[Rect]:
        """Give tiles around what differs from the picture (or around everything), and make it the picture."""
        shown = self._pixels[at.y : at.bottom, at.x : at.right]
        changed = np.ones(pixels.shape, np.bool_) if everything else pixels != shown
        found = [tile.moved(at.x, at.y) for tile in tiles(changed)]
        if found:
            shown[:] = pixels
        return found

    def pixels(self, at: Rect) -> Pixels:
        """Give the true pixels of a part, to be read only."""
        return self._pixels[at.y : at.bottom, at.x : at.right]

    def sent(self, at: Rect, now: float, *, exact: bool) -> None:
        """Note that a part was sent at `now`, and whether the console has its true pixels."""
        if not exact:
            self._owed_since[at.y // CELL : -(-at.bottom // CELL), at.x // CELL : -(-at.right // CELL)] = now
            return
        # Only cells that lie wholly within the part are paid; those at the picture's edge end with it.
        bottom = -(-at.bottom // CELL) if at.bottom == self.area.h else at.bottom // CELL
        right = -(-at.right // CELL) if at.right == self.area.w else at.right // CELL
        self._owed_since[-(-at.y // CELL) : bottom, -(-at.x // CELL) : right] = EXACT

    def owed_since(self) -> float | None:
        """Give when the cell that waits longest was sent approximately; None when every pixel is exact."""
        owed = self._owed_since[self._owed_since > EXACT]
        return float(owed.min()) if owed.size else None

    def resting(self, since: float) -> Iterator[Rect]:
        """Give parts that were sent approximately no later than `since`, the one that waits longest first."""
        is_due = (self._owed_since > EXACT) & (self._owed_since <= since)
        rows, columns = np.nonzero(is_due)
        order = np.argsort(self._owed_since[rows, columns], kind="stable")
        left = is_due.copy()
        for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
            if left[row, column]:
                yield self._run(left, row, column)

    def _run(self, left: NDArray[np.bool_], row: int, column: int) -> Rect:
        end = column
        while end < left.shape[1] and left[row, end] and end - column < RUN:
            left[row, end] = False
            end += 1
        cells = Rect(column * CELL, row * CELL, (end - column) * CELL, CELL)
        common = cells.common(self.area)
        return common if common is not None else cells
