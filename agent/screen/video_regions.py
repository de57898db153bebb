"""
Finds the rectangle that keeps changing like a film. Pure: arrays and times in, a rectangle out.

A film is a rectangle most of whose pixels change in most frames for half a second, while its edges stay where they are.
Every eighth pixel both ways is watched: each that changes warms its point, and points cool down with time. Scrolled
text stays cold, for its background does not change; a blinking cursor or a spinner is too small; a dragged window does
not stay.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.screen.rect import Rect
from agent.screen.source import Pixels

STEP: Final = 8
"""Pixels from one watched point to the next, both ways."""

MEMORY: Final = 0.25
"""Seconds in which a point cools down to a third."""

UNSEEN: Final = 0.2
"""Seconds that points cool down at most between two looks: while a line stands still nobody sees what changes."""

HOT: Final = 1.8
"""Warmth of a point that changes eight times a second."""

LOOK: Final = 0.1
"""Seconds between looks for a rectangle."""

HOLD: Final = 0.5
"""Seconds for which a rectangle must be found in the same place."""

SIDE: Final = 96
"""Pixels of the shorter side from which video is worth a decoder."""

DENSE: Final = 0.7
"""Share of a rectangle's points that must be hot."""

PLAYS: Final = 0.25
"""Share of a film's points that change with its next picture; fewer are something that happens on it."""

EVEN: Final = 0.6
"""Share of pixels equal to their left neighbour above which it is text or a drawing, which must stay sharp."""

COLOURS: Final = 256
"""Colours of a sample up to which it is a drawing as well."""

_GAP: Final = 2
"""Cold points that may lie between hot ones in a row: a black bar in a film."""

Points = NDArray[np.bool_]


class FilmFinder:
    """Watches one picture, told of every frame. Coordinates are the monitor's."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with everything cold."""
        self._warmth: NDArray[np.float32] = np.zeros((-(-height // STEP), -(-width // STEP)), np.float32)
        self._warm_at = 0.0
        self._looked_at = -LOOK
        self._spot: Rect | None = None
        self._spot_since = 0.0
        self._bounds: Rect | None = None

    def saw(self, now: float, at: Rect, old: Pixels, new: Pixels) -> tuple[Rect, Points]:
        """
        Take note of a part that may have changed: (h, w) pixels before and now.

        Returns the points watched in it, as a rectangle of points, and which of them changed.
        """
        left, top = -(-at.x // STEP), -(-at.y // STEP)
        rows, columns = slice(top * STEP - at.y, None, STEP), slice(left * STEP - at.x, None, STEP)
        changed: Points = old[rows, columns] != new[rows, columns]
        if now > self._warm_at:
            self._warmth *= np.float32(math.exp(-min(now - self._warm_at, UNSEEN) / MEMORY))
            self._warm_at = now
        height, width = changed.shape
        self._warmth[top : top + height, left : left + width] += changed
        return Rect(left, top, width, height), changed

    def tile(self, at: Rect) -> None:
        """Take note of a rectangle tight around changed pixels: what a film's edges are known from."""
        spot = self._spot
        if spot is None:
            return
        around = Rect(spot.x * STEP - STEP, spot.y * STEP - STEP, (spot.w + 2) * STEP, (spot.h + 2) * STEP)
        part = at.common(around)
        if part is not None:
            self._bounds = part if self._bounds is None else self._bounds.around(part)

    def found(self, now: float) -> Rect | None:
        """Give the film's rectangle, once it has held for long enough; None while there is none."""
        if now - self._looked_at >= LOOK:
            self._looked_at = now
            self._look(now)
        bounds = self._bounds
        if self._spot is None or bounds is None or now - self._spot_since < HOLD or min(bounds.w, bounds.h) < SIDE:
            return None
        return bounds

    def _look(self, now: float) -> None:
        spot = _hot_spot(self._warmth * np.float32(math.exp(min(self._warm_at - now, 0.0) / MEMORY)) >= HOT)
        if spot is None or self._spot is None or not _is_near(spot, self._spot):
            self._spot, self._spot_since, self._bounds = spot, now, None


def is_filmed(pixels: Pixels) -> bool:
    """Say whether pixels (h, w) are rather a photograph than text or a drawing."""
    sample = pixels[::16]
    if (sample[:, 1:] == sample[:, :-1]).mean() > EVEN:
        return False
    return len(np.unique(pixels[::STEP, ::STEP])) > min(COLOURS, pixels.size // (STEP * STEP * 4))


def share_within(points: Rect, changed: Points, film: Rect) -> float:
    """Give the share of a film's watched points that changed, where `points` are those watched."""
    left, top = -(-film.x // STEP), -(-film.y // STEP)
    all_of_it = Rect(left, top, -(-film.right // STEP) - left, -(-film.bottom // STEP) - top)
    common = all_of_it.common(points)
    if common is None:
        return 0.0
    here = common.moved(-points.x, -points.y)
    return int(changed[here.slices].sum()) / all_of_it.area


def _hot_spot(hot: Points) -> Rect | None:
    """Give the densest rectangle of hot points that is worth a look, in points."""
    if not hot.any():
        return None
    rows, columns = slice(0, hot.shape[0]), slice(0, hot.shape[1])
    for _ in range(2):
        columns = _longest(hot[rows].sum(axis=0), columns)
        rows = _longest(hot[:, columns].sum(axis=1), rows)
        if columns.stop - columns.start < SIDE // STEP or rows.stop - rows.start < SIDE // STEP:
            return None
    if hot[rows, columns].mean() < DENSE:
        return None
    return Rect(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)


def _longest(profile: NDArray[np.intp], within: slice) -> slice:
    """Give the longest run of the profile that is at least half as high as its top, over small gaps."""
    part = profile[within]
    strong = np.flatnonzero(part * 2 > part.max()) if part.size and part.any() else np.zeros(0, np.intp)
    if not strong.size:
        return slice(within.start, within.start)
    breaks = np.flatnonzero(np.diff(strong) > _GAP)
    begins, ends = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [strong.size - 1]))
    longest = int(np.argmax(strong[ends] - strong[begins]))
    return slice(within.start + int(strong[begins[longest]]), within.start + int(strong[ends[longest]]) + 1)


def _is_near(one: Rect, other: Rect) -> bool:
    return all(
        abs(a - b) <= 1
        for a, b in zip((*one[:2], one.right, one.bottom), (*other[:2], other.right, other.bottom), strict=True)
    )
