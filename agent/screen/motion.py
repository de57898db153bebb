"""
What moved between two pictures: a scrolled page, a dragged window.

Hashes name offsets that may explain what differs (`offsets.py`); each is verified pixel by pixel. What it explains is
the rectangle with the largest sum of pixels mended less pixels spoilt (Bentley, Programming Pearls, column 8). What a
copy leaves different is drawn by tiles, so a poor guess costs bytes and never a wrong pixel.

Pure: arrays in, moves out. Measured at 1920 x 1080: 0.1 ms where little changed, 1 ms for a further step of a scroll,
2 ms for an offset not seen of late, 1.2 ms where everything changed and nothing moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agent.screen import compare
from agent.screen.follow import followed
from agent.screen.offsets import CELL, Counts, offsets
from agent.screen.rect import Rect
from agent.screen.source import Pixels

LEAST_CHANGED: Final = 2_048
"""Different pixels below which tiles are cheap enough: some lines of text."""

LEAST_GAIN: Final = 1_024
"""Pixels that a copy must mend on balance."""

FEW: Final = 29
"""Every so many rows are looked at first; a prime number, so that these do not all lie between lines of text."""

ENOUGH: Final = 0.9
"""Share of the different pixels which an offset of late must mend to be the offset of now as well."""

MOST_LATELY: Final = 3
"""Offsets of late: who scrolls or drags goes on by the same step, or by two when a frame was left out."""

GOES_ON: Final = 0.6
"""Share for an offset at which what moved last was found again: what a dragged window uncovers is mended by none."""

MOST_TRIED: Final = 2
"""Offsets that are looked at closely: where lines repeat (lists, blank lines), several look alike."""

NEARLY_ALL: Final = 0.97
"""Share of all that a copy can mend which is enough in one rectangle: no better one is looked for, row by row."""

MOST: Final = 0.75
"""Share of the different pixels beyond which, once mended, no further move is looked for."""

MOST_MOVES: Final = 3
"""Moves in one frame: two windows and what one of them scrolls."""

SAMPLE: Final = 8
"""Every so many rows are looked at while candidates are compared."""

MOST_AGAIN: Final = 9
"""Frames for which a pane that scrolls on, or a window that is dragged on, keeps its edges, before they are looked for
again."""

MOST_VAIN: Final = 3
"""Frames that are not looked at, at most, after as many looks in vain at the same place."""

Mask = NDArray[np.bool_]


class Move(NamedTuple):
    """Pixels that moved by (`dx`, `dy`) and now fill `to`; `share` of all that differs is mended by that."""

    dx: int
    dy: int
    to: Rect
    share: float

    @property
    def source(self) -> Rect:
        """Where they were."""
        return self.to.moved(-self.dx, -self.dy)


class Last(NamedTuple):
    """What moved last: where it stands in the old picture now, and how it came there."""

    at: Rect
    dx: int
    dy: int


class Edges:
    """The edges of what moved last, to the pixel: what scrolls or is dragged on still has them."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._roughly: tuple[tuple[int, ...], Move] | None = None
        self._exactly: Rect | None = None
        self._again = 0

    def fitted(self, old: Pixels, new: Pixels, move: Move, last: Last | None = None) -> Rect | None:
        """Give `move.to`, which is whole cells, with each edge where it mends most; None when nothing is left of it."""
        roughly = old.shape, move._replace(share=0.0)
        known = self._exactly if roughly == self._roughly else _went_on(old, new, move, last)
        if known is None or self._again >= MOST_AGAIN:
            self._exactly, self._again = _fitted(old, new, move), 0
        else:
            self._exactly, self._again = known, self._again + 1
        self._roughly = roughly
        return self._exactly


class Motion:
    """Finds moves frame after frame. Where it looked in vain, a film for one, it looks less and less often."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._lately: tuple[tuple[int, int], ...] = ()
        self._edges = Edges()
        self._last: Last | None = None
        self._vain_at: Rect | None = None
        self._vain = 0
        self._rest = 0

    def moves(self, at: Rect, old: Pixels, new: Pixels) -> Iterator[Move]:
        """
        Give moves, one after the other, with `to` where `at` is.

        The caller applies each to `old`, in place, before it asks for the next.
        """
        if at == self._vain_at and self._rest > 0:
            self._rest -= 1
            return
        for nth in range(MOST_MOVES):
            before = differing(old, new)
            if before.sum() * SAMPLE < LEAST_CHANGED:
                return
            last = self._last and self._last._replace(at=self._last.at.moved(-at.x, -at.y))
            move = found(old, new, before, self._lately, self._edges, last)
            if move is None:
                if nth == 0:
                    self._look_less(at)
                return
            self._vain_at = None
            by = (move.dx, move.dy)
            self._lately = (by, *(other for other in self._lately if other != by))[:MOST_LATELY]
            there = move.to.moved(at.x, at.y)
            self._last = Last(there, *by)
            yield move._replace(to=there)
            if move.share > MOST:
                return

    def _look_less(self, at: Rect) -> None:
        self._vain = min(self._vain + 1, MOST_VAIN) if at == self._vain_at else 0
        self._vain_at, self._rest = at, self._vain


def differing(old: Pixels, new: Pixels) -> Counts:
    """Count what differs between two pictures in each whole cell, in every `SAMPLE`th row."""
    height, width = old.shape
    return _sums(_differs(old, new, Rect(0, 0, width // CELL * CELL, height // CELL * CELL), 0, 0))


def found(
    old: Pixels,
    new: Pixels,
    before: Counts,
    lately: tuple[tuple[int, int], ...] = (),
    edges: Edges | None = None,
    last: Last | None = None,
) -> Move | None:
    """
    Give the move that explains most of what differs, or None when none explains enough.

    Args:
        old: The picture before, (h, w).
        new: The picture now, of the same shape.
        before: What `differing` gives for these.
        lately: Offsets to try first: who scrolls goes on by the same step.
        edges: Those of the move before, if it was of the same picture.
        last: What moved before, if anything did.
    """
    best, most = None, LEAST_GAIN - 1
    for dx, dy in _promising(old, new, before, lately, last):
        to, gain = _explained(old, new, before, dx, dy)
        if gain > most:
            best, most = Move(dx, dy, to, gain / (int(before.sum()) * SAMPLE)), gain
    if best is None:
        return None
    fitted = (edges or Edges()).fitted(old, new, best, last)
    return best._replace(to=fitted) if fitted is not None else None


# Candidates


def _promising(
    old: Pixels, new: Pixels, before: Counts, lately: tuple[tuple[int, int], ...], last: Last | None
) -> list[tuple[int, int]]:
    """Give the offsets that are worth a closer look, by a look at a few rows."""
    changed = _differs(old, new, Rect(0, 0, old.shape[1], old.shape[0]), 0, 0, FEW)
    for offset in lately:
        if _mended(old, new, changed, offset)[1] > ENOUGH:
            return [offset]
    for offset in followed(old, new, last.at, (last.dx, last.dy)) if last is not None else ():
        if _mended(old, new, changed, offset)[1] > GOES_ON:
            return [offset]
    by_pixels = {offset: _mended(old, new, changed, offset)[0] for offset in offsets(old, new, before)}
    return sorted(by_pixels, key=lambda offset: by_pixels[offset], reverse=True)[:MOST_TRIED]


def _mended(old: Pixels, new: Pixels, changed: Mask, offset: tuple[int, int]) -> tuple[int, float]:
    """Give how many of the changed pixels in every `FEW`th row an offset mends, and their share where it reaches."""
    dx, dy = offset
    reach = _reach(old.shape, dx, dy)
    if reach.w <= 0 or reach.h <= 0:
        return 0, 0.0
    top = -(-reach.y // FEW)
    part = changed[top : -(-reach.bottom // FEW), reach.x : reach.right]
    spoilt = _differs(old, new, reach._replace(y=top * FEW, h=reach.bottom - top * FEW), dx, dy, FEW)
    pixels = int(np.count_nonzero(part > spoilt))
    return pixels, pixels / max(int(np.count_nonzero(part)), 1)


# What a candidate explains


def _reach(shape: tuple[int, ...], dx: int, dy: int) -> Rect:
    """Give the places whose origin lies in the picture as well."""
    return Rect(max(dx, 0), max(dy, 0), shape[1] - abs(dx), shape[0] - abs(dy))


def _explained(old: Pixels, new: Pixels, before: Counts, dx: int, dy: int) -> tuple[Rect, int]:
    """Give the rectangle, in whole cells, which a copy mends most, and by how many pixels (estimated)."""
    reach = _reach(old.shape, dx, dy)
    if reach.w < CELL or reach.h < CELL:
        return reach, 0
    top, left = -(-reach.y // CELL), -(-reach.x // CELL)
    cells = before[top : reach.bottom // CELL, left : reach.right // CELL]
    if not cells.size:
        return reach, 0
    to = Rect(left * CELL, top * CELL, cells.shape[1] * CELL, cells.shape[0] * CELL)
    y, bottom, x, right, gain = _most_mended(cells - _sums(_differs(old, new, to, dx, dy)))
    return Rect(to.x + x * CELL, to.y + y * CELL, (right - x) * CELL, (bottom - y) * CELL), gain * SAMPLE


def _differs(old: Pixels, new: Pixels, at: Rect, dx: int, dy: int, step: int = SAMPLE) -> Mask:
    """Say which pixels of every `step`th row of `at` are not what they would be, had the old picture moved."""
    was = old[at.y - dy : at.bottom - dy : step, at.x - dx : at.right - dx]
    return compare.differing(new[at.y : at.bottom : step, at.x : at.right], was)


def _sums(marks: Mask) -> Counts:
    """Count the marks in each cell of a mask of which every `SAMPLE`th row is here; its sides are whole cells."""
    eights = np.bitwise_count(np.ascontiguousarray(marks).view(np.uint64))
    rows, columns = eights.shape
    high = eights.reshape(rows * SAMPLE // CELL, CELL // SAMPLE, columns).sum(axis=1, dtype=np.uint8)
    counts: Counts = high.reshape(len(high), columns * 8 // CELL, CELL // 8).sum(axis=2, dtype=np.int32)
    return counts


def _most_mended(gains: Counts) -> tuple[int, int, int, int, int]:
    """Give what `_largest` gives, or the rectangle around all gains where it holds nearly as much: a pane is one."""
    is_gain = gains > 0
    rows = np.flatnonzero(np.logical_or.reduce(is_gain, axis=1))
    columns = np.flatnonzero(np.logical_or.reduce(is_gain, axis=0))
    if not len(rows):
        return 0, 0, 0, 0, 0
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    around = gains[top:bottom, left:right]
    gain = int(around.sum())
    if gain >= NEARLY_ALL * int(np.maximum(around, 0).sum()):
        return top, bottom, left, right, gain
    return _largest(gains)


def _largest(gains: Counts) -> tuple[int, int, int, int, int]:
    """Give top, bottom, left, right and sum of the rectangle with the largest sum."""
    sums = np.zeros((gains.shape[0] + 1, gains.shape[1] + 1), np.int32)
    np.cumsum(np.cumsum(gains, axis=0), axis=1, out=sums[1:, 1:])
    best = (0, 0, 0, 0, 0)
    for top in range(len(gains)):
        ends = sums[top + 1 :] - sums[top]
        lowest = np.minimum.accumulate(ends, axis=1)
        rises = ends - lowest
        at = int(rises.argmax())
        height, right = divmod(at, ends.shape[1])
        if rises[height, right] >= best[4]:  # of equal ones the smallest: what did not change is not copied
            left = right - 1 - int(ends[height, right - 1 :: -1].argmin()) if right else 0
            best = (top, top + height + 1, left, right, int(rises[height, right]))
    return best


# Its edges, to the pixel


def _went_on(old: Pixels, new: Pixels, move: Move, last: Last | None) -> Rect | None:
    """Give where what moved last stands now, if that is what this move explains, no more of it and no less."""
    if last is None:
        return None
    reach = _reach(old.shape, move.dx, move.dy)
    to = last.at.moved(move.dx, move.dy).common(reach)
    if to is None or any(abs(known - rough) > CELL for known, rough in zip(_sides(to), _sides(move.to), strict=True)):
        return None
    edges = (to._replace(h=1), to._replace(w=1), to._replace(y=to.bottom - 1, h=1), to._replace(x=to.right - 1, w=1))
    outwards = ((0, -1), (-1, 0), (0, 1), (1, 0))
    beyond = (edge.moved(*way) for edge, way in zip(edges, outwards, strict=True))
    if any(_gain(old, new, line, move) > 0 for line in beyond if line.common(reach) == line):
        return None
    return to if all(_gain(old, new, line, move) >= 0 for line in edges) else None


def _gain(old: Pixels, new: Pixels, at: Rect, move: Move) -> int:
    """Give how many pixels of a line a copy mends, less those that it spoils."""
    before, after = _differs(old, new, at, 0, 0, 1), _differs(old, new, at, move.dx, move.dy, 1)
    return int(np.count_nonzero(before)) - int(np.count_nonzero(after))


def _sides(rect: Rect) -> tuple[int, int, int, int]:
    return rect.x, rect.y, rect.right, rect.bottom


def _fitted(old: Pixels, new: Pixels, move: Move) -> Rect | None:
    """Give `move.to` with each edge where it mends most, or None when nothing is left of it."""
    reach = _reach(old.shape, move.dx, move.dy)
    to = move.to

    def gains(at: Rect, axis: int) -> Counts:
        before = _differs(old, new, at, 0, 0, 1).view(np.int8)
        after = _differs(old, new, at, move.dx, move.dy, 1).view(np.int8)
        mended: Counts = np.add.reduce(before - after, axis=axis, dtype=np.int32)
        return mended

    for axis in (1, 0):
        low, high = _span(to, axis)
        first, last = _span(reach, axis)
        begin, middle = max(low - CELL, first), (low + high) // 2
        inner = min(low + CELL, middle)
        low = inner - _worth(gains(_with_span(to, axis, begin, inner), axis)[::-1])
        end, inner = min(high + CELL, last), max(high - CELL, middle)
        high = inner + _worth(gains(_with_span(to, axis, inner, end), axis))
        if low >= high:
            return None
        to = _with_span(to, axis, low, high)
    return to


def _span(rect: Rect, axis: int) -> tuple[int, int]:
    """Give first and end row (axis 1: summed over columns) or column (axis 0) of a rectangle."""
    return (rect.y, rect.bottom) if axis else (rect.x, rect.right)


def _with_span(rect: Rect, axis: int, low: int, high: int) -> Rect:
    return rect._replace(y=low, h=high - low) if axis else rect._replace(x=low, w=high - low)


def _worth(gains: Counts) -> int:
    """Give how many lines, from the inner one outwards, mend most together."""
    if not len(gains):
        return 0
    sums = np.cumsum(gains)
    best = int(sums.argmax())
    return best + 1 if sums[best] > 0 else 0
