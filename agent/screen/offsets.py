"""
By which offsets parts of a picture may have moved, by hashes of a small part of it.

The idea is that of rsync (Tridgell and Mackerras 1996) in two directions: blocks at the knots of a grid of the new
picture are hashed, and of the old picture every place in a few patches, each as large as the grid's mesh. Whatever the
offset, a patch that moved has exactly one place that lies on a knot now; so patches that moved together vote for the
same offset, at the cost of a fifth of the picture read once.

A hash proves nothing: whoever uses an offset compares the pixels.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agent.screen.source import Pixels

LEAST_VOTES: Final = 3
"""Patches that must agree: two may agree by chance where content repeats."""

MOST_OFFSETS: Final = 5
"""Offsets that are tried: where lines repeat (lists, blank lines), several look alike and one saves most."""

MESH_W: Final = 32
MESH_H: Final = 16
"""Distance of the knots, and so the offsets that a patch must try."""

ROWS: Final = (0, 5, 10)
"""Rows of a block that are hashed, `MESH_W` pixels each. They span more than the gap between two lines of text, so
that no grid, whatever the lines' pitch, has all of its blocks in gaps."""

PATCHES: Final = 32
PATCH_W: Final = 2 * MESH_W - 1
PATCH_H: Final = MESH_H + ROWS[-1]
"""How many patches there are, and the pixels that they read."""

STAGGER: Final = 11
"""Rows by which each patch lies lower in its cell than the one before."""

MOST_ALIKE: Final = 4
"""Knots that may share a hash; what occurs more often (a background) says nothing of where it came from."""

CELL: Final = 32
"""Side of the cells in which pixels mended and spoilt are summed, in pixels."""

Hashes = NDArray[np.uint32]
Counts = NDArray[np.int32]
Places = NDArray[np.intp]

# Odd factors, so that multiplying loses nothing modulo 2^32: those of xxHash32 and of Knuth's multiplicative hashing.
_FACTORS: Final = tuple(map(np.uint32, (2_654_435_761, 2_246_822_519, 3_266_489_917, 668_265_263, 374_761_393)))
_ROW_FACTORS: Final = tuple(map(np.uint32, (2_654_435_769, 1_597_334_677, 3_812_015_801)))
_TOP: Final = np.uint32(16)


def offsets(old: Pixels, new: Pixels, changed: Counts) -> list[tuple[int, int]]:
    """
    Give offsets (right, down) by which parts of a picture may have moved, the most likely first.

    Args:
        old: The picture before, (h, w).
        new: The picture now, of the same shape.
        changed: How much differs in each whole cell of `CELL` by `CELL` pixels.
    """
    height, width = old.shape
    if height < PATCH_H or width < PATCH_W:
        return []
    ys, xs = _patches(changed, height, width)
    tried = _key(_runs(_cut(old, ys, xs))).ravel()
    knots = _Knots(new)
    at, first, alike = knots.like(tried)
    # One line for each pair of a place in a patch and a knot that look alike.
    at, first = np.repeat(at, alike), np.repeat(first, alike)
    nth = np.arange(len(at)) - np.repeat(np.cumsum(alike) - alike, alike)
    patch, place = np.divmod(at, MESH_H * MESH_W)
    at_y, at_x = knots.places(first + nth)
    down, right = at_y - ys[patch] - place // MESH_W, at_x - xs[patch] - place % MESH_W
    # One number for both directions, never negative.
    named, counts = _counted(np.sort((down + height) * 2 * width + right + width))
    best = np.argsort(-counts, kind="stable")[: MOST_OFFSETS + 1]
    ranked = [divmod(int(named[each]), 2 * width) for each in best if counts[each] >= LEAST_VOTES]
    moved = [(dx - width, dy - height) for dy, dx in ranked]
    return [each for each in moved if each != (0, 0)][:MOST_OFFSETS]


def _patches(changed: Counts, height: int, width: int) -> tuple[Places, Places]:
    """Give the rows and columns of patches, spread evenly over what changed, so that each thing that moved has some."""
    rows, columns = np.nonzero(changed)
    spread = np.linspace(0, len(rows) - 1, min(PATCHES, len(rows))).astype(np.intp)
    # Not all at the same height in their cells: lines of text may lie as far apart as the cells, and all be missed.
    ys, xs = rows[spread] * CELL + np.arange(len(spread)) * STAGGER % CELL, columns[spread] * CELL
    return np.minimum(ys, height - PATCH_H), np.minimum(xs, width - PATCH_W)


def _cut(pixels: Pixels, ys: Places, xs: Places) -> Pixels:
    """Give patches, (number, PATCH_H, PATCH_W)."""
    patches = np.empty((len(ys), PATCH_H, PATCH_W), np.uint32)
    for patch, y, x in zip(patches, ys.tolist(), xs.tolist(), strict=True):
        patch[:] = pixels[y : y + PATCH_H, x : x + PATCH_W]
    return patches


def _runs(pixels: Pixels) -> Hashes:
    """Hash all runs of `MESH_W` pixels along the last axis, which becomes shorter by one run less a pixel."""
    hashes, length = pixels, 1
    for factor in _FACTORS:
        hashes = hashes[..., :-length] * factor + hashes[..., length:]
        length *= 2
    return hashes


def _weights() -> Hashes:
    """Give what `_runs` multiplies each pixel of a run by."""
    weights = np.ones(1, np.uint32)
    for factor in _FACTORS:
        weights = np.concatenate((weights * factor, weights))
    return weights


_WEIGHTS: Final = _weights()


def _key(runs: Hashes) -> Hashes:
    """Hash blocks at every row of patches: runs (patches, PATCH_H, MESH_W) to keys (patches, MESH_H, MESH_W)."""
    keys = runs[:, :MESH_H] * _ROW_FACTORS[0]
    for row, factor in zip(ROWS[1:], _ROW_FACTORS[1:], strict=True):
        keys += runs[:, row : row + MESH_H] * factor
    return keys


class _Knots:
    """The blocks at the grid's knots of a picture, by their hashes; those that occur too often are left out."""

    def __init__(self, pixels: Pixels) -> None:
        height, width = pixels.shape
        down, self._across = (height - ROWS[-1] - 1) // MESH_H + 1, width // MESH_W
        hashes = np.zeros((down, self._across), np.uint32)
        for row, factor in zip(ROWS, _ROW_FACTORS, strict=True):
            blocks = pixels[row::MESH_H, : self._across * MESH_W][:down].reshape(down, self._across, MESH_W)
            hashes += np.einsum("yxk,k->yx", blocks, _WEIGHTS) * factor
        flat = hashes.ravel()
        order = np.argsort(flat, kind="stable")
        _, alike = _counted(flat[order])
        is_rare = np.repeat(alike <= MOST_ALIKE, alike)
        self._order = order[is_rare]
        self._hashes = flat[self._order]

    def like(self, tried: Hashes) -> tuple[Places, Places, Places]:
        """Give which of `tried` are the hash of a knot, the first such knot, and how many follow it with the same."""
        # A table of half the bits sorts out nearly all others.
        is_known = np.zeros(1 << 16, np.bool_)
        is_known[self._hashes >> _TOP] = True
        at = np.flatnonzero(is_known[tried >> _TOP])
        first = np.searchsorted(self._hashes, tried[at], "left")
        return at, first, np.searchsorted(self._hashes, tried[at], "right") - first

    def places(self, knots: Places) -> tuple[Places, Places]:
        """Give the rows and columns of knots."""
        row, column = np.divmod(self._order[knots], self._across)
        return row * MESH_H, column * MESH_W


def _counted(ordered: NDArray[Any]) -> tuple[NDArray[Any], Places]:
    """Give the different numbers of an ordered list and how often each occurs (`np.unique` is slow to load)."""
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], ordered.size > 0))
    return ordered[ends], np.diff(ends, prepend=-1)
