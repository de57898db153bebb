"""
Which pixels of a picture are still to be accounted for, going back in time from the one that is wanted.

Rows that need the same columns are one band; the columns of a band are the bits of one number, the lowest the leftmost.
A tile or a copy touches a few bands, so that a minute of a busy screen is gone through in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

Band = tuple[int, int, int]
"""The first row, the row after the last, and the columns."""

_TOP: Final = 0
_END: Final = 1


class Needed:
    """Begins with every pixel of a picture, and holds those whose origin has not been found yet."""

    def __init__(self, width: int, height: int) -> None:
        """Need the whole of it."""
        self._bands: list[Band] = [(0, height, (1 << width) - 1)]

    def __bool__(self) -> bool:
        """Say whether anything is still needed."""
        return bool(self._bands)

    def take(self, x: int, y: int, w: int, h: int) -> list[Band]:
        """Need a rectangle no longer, for something wrote it; give what of it was needed: nothing, if it is empty."""
        columns = ((1 << w) - 1) << x
        end = y + h
        taken: list[Band] = []
        kept: list[Band] = []
        for band in self._bands:
            top, below, mask = band
            if below <= y or top >= end or not mask & columns:
                kept.append(band)
                continue
            first, last = max(top, y), min(below, end)
            taken.append((first, last, mask & columns))
            rest = ((top, first, mask), (first, last, mask & ~columns), (last, below, mask))
            kept.extend(each for each in rest if each[_TOP] < each[_END] and each[2])
        if taken:
            self._bands = _joined(kept)
        return taken

    def need(self, bands: list[Band], dx: int, dy: int) -> None:
        """Need what lies so far from some bands, too: they were copied from there."""
        moved = [(top + dy, end + dy, mask << dx if dx >= 0 else mask >> -dx) for top, end, mask in bands]
        self._bands = _joined(_united(self._bands, moved)) if moved else self._bands


def _united(one: list[Band], other: list[Band]) -> Iterator[Band]:
    """Give the bands of both, in order; where they overlap, one band with the columns of both."""
    waiting = [list(reversed(one)), list(reversed(other))]
    at = 0
    while waiting[0] or waiting[1]:
        following = [bands[-1] for bands in waiting if bands]
        at = max(at, min(top for top, _, _ in following))
        end = min(last if top <= at else top for top, last, _ in following)
        columns = 0
        for top, _, mask in following:
            columns |= mask if top <= at else 0
        yield at, end, columns
        at = end
        for bands in waiting:
            if bands and bands[-1][_END] <= at:
                bands.pop()


def _joined(bands: Iterable[Band]) -> list[Band]:
    """Make one band of neighbours that need the same columns."""
    made: list[Band] = []
    for top, end, mask in bands:
        if made and made[-1][_END] == top and made[-1][2] == mask:
            made[-1] = (made[-1][_TOP], end, mask)
        else:
            made.append((top, end, mask))
    return made
