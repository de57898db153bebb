"""
Which pixels of a picture are still to be accounted for, going back in time from the one that is wanted.

Rows that need the same columns are one band; the columns of a band are the bits of one number, the lowest the leftmost.
A tile or a copy touches a few bands, so that a minute of a busy screen is gone through in milliseconds.
"""

from __future__ import annotations

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
        for top, end, mask in bands:
            self._add(top + dy, end + dy, mask << dx if dx >= 0 else mask >> -dx)

    def _add(self, top: int, end: int, columns: int) -> None:
        made: list[Band] = []
        at = top
        for band in self._bands:
            first, last, mask = band
            if last <= at or first >= end:
                if first >= end and at < end:
                    made.append((at, end, columns))
                    at = end
                made.append(band)
                continue
            if at < first:
                made.append((at, first, columns))
                at = first
            until = min(last, end)
            parts = ((first, at, mask), (at, until, mask | columns), (until, last, mask))
            made.extend(each for each in parts if each[_TOP] < each[_END])
            at = until
        if at < end:
            made.append((at, end, columns))
        self._bands = _joined(made)


def _joined(bands: list[Band]) -> list[Band]:
    """Make one band of neighbours that need the same columns."""
    made: list[Band] = []
    for top, end, mask in bands:
        if made and made[-1][_END] == top and made[-1][2] == mask:
            made[-1] = (made[-1][_TOP], end, mask)
        else:
            made.append((top, end, mask))
    return made
