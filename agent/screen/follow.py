"""
Where what moved last has gone now, without a look at the whole picture.

What is dragged or scrolled goes on by nearly as much as in the frame before. So a few pixels of it that stand out are
looked for close to where they should be by now, which takes a tenth of the time that `offsets.py` takes. A place where
they are found proves nothing: whoever uses an offset compares the pixels.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from agent.screen.rect import Rect
from agent.screen.source import Pixels

NEAR: Final = 32
"""Pixels, each way, by which it may go further or less far than in the frame before: a hand that starts or stops."""

PROBES: Final = ((1, 2), (1, 4), (3, 4))
"""How far down what moved it is looked at, as parts of its height: what is hidden at one place is seen at another."""

STRIP: Final = 24
"""Rows in which something that stands out is looked for: more than the gap between two lines of text."""

PATCH_W: Final = 8
PATCH_H: Final = 4
"""Pixels that are known again."""

_CORNERS: Final = ((PATCH_H - 1, PATCH_W - 1), (PATCH_H - 1, 0), (1, PATCH_W - 2), (2, 1), (0, PATCH_W - 1), (3, 4))
"""Rows and columns of pixels of a patch that are looked at first."""

MOST_LIKE: Final = 24
"""Places that are like it in these beyond which none is looked at whole."""

FEW: Final = 3
"""Offsets beyond which it was no help: what is there repeats."""


def followed(old: Pixels, new: Pixels, last: Rect, by: tuple[int, int]) -> list[tuple[int, int]]:
    """
    Give offsets (right, down) by which something may have moved on; none where there is nothing to know it by.

    Args:
        old: The picture before, (h, w).
        new: The picture now, of the same shape.
        last: Where in the old picture it stands.
        by: How it moved when it came there.
    """
    stands = last.common(Rect(0, 0, old.shape[1], old.shape[0]))
    if stands is None:
        return []
    found: set[tuple[int, int]] = set()
    for part, of in PROBES:
        patch = _patch(old, stands, stands.y + stands.h * part // of)
        here = _places(old, new, patch, by) if patch is not None else set()
        found = found & here or found or here
        if len(found) == 1:
            break
    found.discard((0, 0))
    return sorted(found) if len(found) <= FEW else []


def _patch(old: Pixels, stands: Rect, top: int) -> Rect | None:
    """Give a patch with something drawn in its middle, near the middle of a strip; None when all is of one colour."""
    strip = stands.common(Rect(stands.x, top, stands.w, STRIP))
    if strip is None or strip.w <= 2 * PATCH_W or strip.h < PATCH_H:
        return None
    # Not at its sides, which may be those of something else.
    left, right = strip.x + strip.w // 4, strip.right - strip.w // 4
    rows = old[strip.y : strip.bottom - PATCH_H + 1, left : right + 1]
    edges = np.flatnonzero(rows[:, 1:] != rows[:, :-1])
    if not len(edges):
        return None
    row, column = divmod(int(edges[len(edges) // 2]), rows.shape[1] - 1)
    patch = Rect(left + column - PATCH_W // 2, strip.y + row, PATCH_W, PATCH_H)
    return patch if patch.common(Rect(0, 0, old.shape[1], old.shape[0])) == patch else None


def _places(old: Pixels, new: Pixels, patch: Rect, by: tuple[int, int]) -> set[tuple[int, int]]:
    """Give the offsets near `by` at which the new picture has the patch."""
    height, width = new.shape
    x, y = max(patch.x + by[0] - NEAR, 0), max(patch.y + by[1] - NEAR, 0)
    right, bottom = patch.right + by[0] + NEAR, patch.bottom + by[1] + NEAR
    around = new[y : min(bottom, height), x : min(right, width)]
    down, across = around.shape[0] - PATCH_H + 1, around.shape[1] - PATCH_W + 1
    if down <= 0 or across <= 0:
        return set()
    looked_for = old[patch.slices]
    middle = PATCH_W // 2  # of one colour there, of another left of it: fewest places have both
    is_like = around[:down, middle : middle + across] == looked_for[0, middle]
    is_like &= around[:down, middle - 1 : middle - 1 + across] == looked_for[0, middle - 1]
    rows, columns = is_like.nonzero()
    for row, column in _CORNERS:
        keeps = around[rows + row, columns + column] == looked_for[row, column]
        rows, columns = rows[keeps], columns[keeps]
    if len(rows) > MOST_LIKE:
        return set()
    return {
        (column + x - patch.x, row + y - patch.y)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if (around[row : row + PATCH_H, column : column + PATCH_W] == looked_for).all()
    }
