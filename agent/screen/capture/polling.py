"""Windows and macOS: the system tells mss nothing, so we look, often while things change and seldom while they rest."""

from __future__ import annotations

import importlib
import time
from threading import Event
from typing import Any, Final

import mss
import numpy as np
from mss.exception import ScreenShotError

from agent.screen.rect import Rect
from agent.screen.source import Changes, CursorImage, Pixels
from protocol import limits
from protocol.errors import DisplayGone, DisplayMissing, MonitorGone
from protocol.screen import Monitor

QUICKEST: Final = 1 / 30
SLOWEST: Final = 0.5
"""Seconds between looks: while the picture changes, and at most, when it has rested for long."""

SLOWER: Final = 1.25
"""Each look that finds nothing makes the next one come this much later."""

PLUGGED: Final = 2.0
"""Seconds between looks for monitors that came or went."""

_COLOUR: Final = np.uint32(0x00FFFFFF)


class PollingSource:
    """A desktop that is looked at. `wait` returns when it is time for the next look."""

    def __init__(self) -> None:
        """
        Find the desktop.

        Raises:
            DisplayMissing: There is none, or the system does not let us look (macOS asks the customer).
        """
        try:
            self._eye = mss.MSS()
        except (ScreenShotError, OSError) as error:
            raise DisplayMissing(str(error)) from None
        self._pause = QUICKEST
        self._look_at = time.monotonic()
        self._is_woken = Event()
        self._looked_at = time.monotonic()
        self._seen: tuple[Monitor, ...] = self.monitors()
        self._pointer_of: Any = None

    def monitors(self) -> tuple[Monitor, ...]:
        """Give the monitors in the system's order; their ids are their places in it."""
        listed = self._eye.monitors[1 : 1 + limits.SCREEN_MONITORS]
        return tuple(
            Monitor(number, at["left"], at["top"], at["width"], at["height"], 100, f"Screen {number}")
            for number, at in enumerate(listed, start=1)
        )

    def wait(self, seconds: float | None, *, looking: bool) -> bool:
        """Wait until the next look is due."""
        until = self._look_at - time.monotonic() if looking else None
        shortest = min((each for each in (seconds, until) if each is not None), default=None)
        self._is_woken.wait(None if shortest is None else max(shortest, 0.0))
        self._is_woken.clear()
        return looking and time.monotonic() >= self._look_at

    def wake(self) -> None:
        """End the wait."""
        self._is_woken.set()

    def take(self) -> Changes:
        """
        Say that anything may have changed; what did is found by comparing.

        Raises:
            DisplayGone: The screen cannot be opened any more.
        """
        self._look_at = time.monotonic() + self._pause  # also when nothing is learnt: a monitor that is gone, say
        self._look_for_monitors()
        now = self.monitors()
        has_new_monitors, self._seen = now != self._seen, now
        return Changes(
            tuple(Rect(each.x, each.y, each.w, each.h) for each in now),
            pointer_moved=True,
            monitors=has_new_monitors,
        )

    def _look_for_monitors(self) -> None:
        """Open the screen anew now and then: mss asks for monitors once and remembers them."""
        if time.monotonic() - self._looked_at < PLUGGED:
            return
        self._looked_at = time.monotonic()
        self._eye.close()
        try:
            self._eye = mss.MSS()
        except (ScreenShotError, OSError) as error:
            raise DisplayGone(str(error)) from None

    def learn(self, *, anything: bool) -> None:
        """Look again at once while things change, ever later while they do not."""
        self._pause = QUICKEST if anything else min(self._pause * SLOWER, SLOWEST)
        self._look_at = time.monotonic() + self._pause

    def grab(self, area: Rect) -> Pixels:
        """Give pixels through mss."""
        try:
            raw = self._eye.grab({"left": area.x, "top": area.y, "width": area.w, "height": area.h}).raw
        except ScreenShotError as error:
            raise MonitorGone(str(error)) from None
        pixels = np.frombuffer(raw, np.uint32).reshape(area.h, area.w)
        pixels &= _COLOUR
        return pixels

    def pointer(self) -> tuple[int, int]:
        """Ask pynput where the pointer is."""
        if self._pointer_of is None:
            # Late, because importing it opens the display.
            self._pointer_of = importlib.import_module("pynput.mouse").Controller()
        x, y = self._pointer_of.position
        return int(x), int(y)

    def cursor(self) -> CursorImage | None:
        """Give nothing: neither system tells its shape through these libraries; the console draws an arrow."""
        return None

    def close(self) -> None:
        """Let go of the screen."""
        self._pointer_of = None
        self._eye.close()
