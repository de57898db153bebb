"""
The port to a system's screen.

Twins: `capture/x11.py` (told by the system what changed), `capture/polling.py` (looks, at a falling rate) and the test
card of the tests, which needs no screen.

All of it blocks, and is called from one thread, one call at a time; only `wake` may come from any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from agent.screen.rect import Rect
from protocol.screen import Monitor

Pixels = NDArray[np.uint32]
"""Rows of pixels, 0x00RRGGBB each: the unused byte is always 0, so equal colours are equal numbers."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became different since it was last asked: rectangles on the desktop, and which other things to look at."""

    rects: tuple[Rect, ...] = ()
    pointer_moved: bool = False
    cursor: bool = False
    monitors: bool = False

    def and_then(self, later: Changes) -> Changes:
        """Give both, as one."""
        return Changes(
            (*self.rects, *later.rects),
            self.pointer_moved or later.pointer_moved,
            self.cursor or later.cursor,
            self.monitors or later.monitors,
        )

    def __bool__(self) -> bool:
        """Say whether there is anything at all."""
        return bool(self.rects) or self.pointer_moved or self.cursor or self.monitors


@dataclass(frozen=True, slots=True, eq=False)
class CursorImage:
    """The pointer's picture: hot spot, and rows of RGBA bytes with straight alpha, shape (h, w, 4)."""

    hot_x: int
    hot_y: int
    rgba: NDArray[np.uint8]


class ScreenSource(Protocol):
    """A desktop that can be watched and grabbed."""

    def monitors(self) -> tuple[Monitor, ...]:
        """Give the monitors as they stand; a monitor keeps its id while the source lives."""

    def wait(self, seconds: float | None, *, looking: bool) -> bool:
        """
        Wait for a change, for `wake`, or for so many seconds; None: for ever. Say whether `take` may have something.

        Not `looking`, changes end nothing. Costs next to nothing while nothing happens.
        """

    def wake(self) -> None:
        """End the wait of this moment, or else the next one."""

    def take(self) -> Changes:
        """
        Give what changed since the last call; pixels grabbed after this are at least as new.

        Raises:
            DisplayGone: The display ended.
        """

    def learn(self, *, anything: bool) -> None:
        """Hear whether the last changes held any different pixel; a source that must look sets its pace by it."""

    def grab(self, area: Rect) -> Pixels:
        """
        Give the pixels of a rectangle of the desktop, without the pointer.

        The array is the caller's to write on, until the next grab.

        Raises:
            MonitorGone: The rectangle is not, or no longer, on the desktop.
            DisplayGone: The display ended.
        """

    def pointer(self) -> tuple[int, int]:
        """Give the pointer's place on the desktop."""

    def cursor(self) -> CursorImage | None:
        """Give the pointer's picture, or None where the system does not tell."""

    def close(self) -> None:
        """Let go of the display."""
