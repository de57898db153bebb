"""
From the rectangles that a system reports to the few that are worth grabbing, and to tiles.

Reports overlap, repeat and come in dozens. Each grab costs a round trip to the display, each tile a header; so
neighbours are merged as long as the pixels added are fewer than a grab is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.screen.rect import Rect, clipped

GRAB_WORTH: Final = 16_384
"""Pixels that cost about as much as one more grab (measured: 0.07 ms a grab, 4 ns a pixel)."""

MOST_RECTS: Final = 16
"""Rectangles beyond which damage is one rectangle around all: so much of the screen is changing."""

CELL_H: Final = 64
CELL_W: Final = 64
TILE_W: Final = 512
"""Cells in which larger changes are looked for, and how wide a run of changed cells may become one tile."""

GAP: Final = 8
"""Rows without change between two parts, one below the other, that may still become one tile."""

SMALL: Final = 8_192
"""Pixels below which a change is one tile without looking at cells: a typed line of text."""

Changed = NDArray[np.bool_]


def merged(rects: Iterable[Rect], area: Rect) -> list[Rect]:
    """Give rectangles that cover all of `rects` within `area`, few and without much in between."""
    waiting = clipped(rects, area)
    if len(waiting) <= 1:
        return waiting
    if len(waiting) > MOST_RECTS:
        waiting = _coarser(waiting)
    done: list[Rect] = []
    while waiting:
        rect = waiting.pop()
        partner = next((other for other in waiting if _worth_merging(rect, other)), None)
        if partner is None:
            done.append(rect)
        else:
            waiting.remove(partner)
            waiting.append(rect.around(partner))
            waiting.extend(done)  # the grown one may now be near what was done before
            done.clear()
    return sorted(done, key=lambda rect: (rect.y, rect.x))


def _worth_merging(one: Rect, other: Rect) -> bool:
    # As `one.around(other).area`, by hand: each pair of dozens of rectangles is looked at in each frame.
    x, y, w, h = one
    other_x, other_y, other_w, other_h = other
    right, other_right, bottom, other_bottom = x + w, other_x + other_w, y + h, other_y + other_h
    width = (right if right > other_right else other_right) - (x if x < other_x else other_x)  # noqa: FURB136
    height = (bottom if bottom > other_bottom else other_bottom) - (y if y < other_y else other_y)  # noqa: FURB136
    return width * height <= w * h + other_w * other_h + GRAB_WORTH


def _coarser(rects: list[Rect]) -> list[Rect]:
    """Fold a long list to at most `MOST_RECTS`, each with its neighbour in reading order."""
    rects = sorted(rects, key=lambda rect: (rect.y, rect.x))
    step = -(-len(rects) // MOST_RECTS)
    folded = []
    for at in range(0, len(rects), step):
        around = rects[at]
        for rect in rects[at + 1 : at + step]:
            around = around.around(rect)
        folded.append(around)
    return folded


def tiles(changed: Changed) -> Iterator[Rect]:
    """Give tiles that cover every changed pixel, tight around them, in the coordinates of `changed`."""
    height, width = changed.shape
    if height * width <= SMALL:
        yield from _tight(changed, Rect(0, 0, width, height))
        return
    for part in _stacked(changed):
        yield from _tight(changed, part)


def _stacked(changed: Changed) -> Iterator[Rect]:
    """Give runs of changed cells, those with one below the other as one: the edge of a window, from top to bottom."""
    growing: dict[tuple[int, int], Rect] = {}
    for y, h in _bands(changed):
        grown: dict[tuple[int, int], Rect] = {}
        for x, w in _runs(np.logical_or.reduce(changed[y : y + h], axis=0)):
            here, above = Rect(x, y, w, h), growing.pop((x, w), None)
            if above is not None and y - above.bottom <= GAP and here.bottom - above.y <= _tallest(w):
                here = above.around(here)
            elif above is not None:
                yield above
            grown[x, w] = here
        yield from growing.values()
        growing = grown
    yield from growing.values()


def _tallest(width: int) -> int:
    """Give how many rows a tile so wide may have."""
    return CELL_H if width > TILE_W // 2 else 2 * TILE_W * CELL_H // width


def _bands(changed: Changed) -> Iterator[tuple[int, int]]:
    """Give top and height of bands of at most `CELL_H` rows; each begins at a changed row, not anywhere above it."""
    rows = np.logical_or.reduce(changed, axis=1).nonzero()[0]
    at = 0
    while at < len(rows):
        y = int(rows[at])
        at = int(np.searchsorted(rows, y + CELL_H))
        yield y, int(rows[at - 1]) + 1 - y


def _runs(columns: Changed) -> Iterator[tuple[int, int]]:
    """Give begin and width of each run of cells that hold a changed column, at most `TILE_W` wide."""
    cells = np.logical_or.reduceat(columns, np.arange(0, len(columns), CELL_W))
    begin: int | None = None
    for cell, is_changed in enumerate([*cells.tolist(), False]):
        at = cell * CELL_W
        if begin is not None and (not is_changed or at - begin >= TILE_W):
            yield begin, min(at, len(columns)) - begin
            begin = None
        if is_changed and begin is None:
            begin = at


def _tight(changed: Changed, within: Rect) -> Iterator[Rect]:
    part = changed[within.slices]
    rows = np.logical_or.reduce(part, axis=1).nonzero()[0]
    columns = np.logical_or.reduce(part, axis=0).nonzero()[0]
    if len(rows):
        x, y = int(columns[0]), int(rows[0])
        yield Rect(within.x + x, within.y + y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1)
