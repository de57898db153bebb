"""A screen that is none: a picture in memory, told to change by a test. The synthetic twin of every screen source."""

from __future__ import annotations

from threading import Condition, RLock

import numpy as np

from agent.screen.rect import Rect
from agent.screen.source import Changes, CursorImage, Pixels
from protocol.errors import DisplayGone, MonitorGone
from protocol.screen import Monitor


class TestCard:
    """A desktop of one or more monitors side by side. `grabs` lists every rectangle that was ever grabbed."""

    __test__ = False

    def __init__(self, width: int = 640, height: int = 480, monitors: int = 1) -> None:
        """Show a colourful card, the same every time."""
        self._lock = RLock()
        self._told = Condition(self._lock)
        self._is_changed = self._is_woken = False
        self._waiting: list[Rect] = []
        self._is_gone = self._has_new_monitors = False
        self.grabs: list[Rect] = []
        self.learned: list[bool] = []
        self.at = (width // 2, height // 2)
        self.shown = tuple(
            Monitor(number + 1, number * width, 0, width, height, 100, f"card-{number + 1}")
            for number in range(monitors)
        )
        rows, columns = np.mgrid[0:height, 0 : width * monitors].astype(np.uint32)
        bars = np.array([0xFFFFFF, 0xFFFF00, 0x00FFFF, 0x00FF00, 0xFF00FF, 0xFF0000, 0x0000FF, 0], np.uint32)
        self.picture: Pixels = bars[columns * 8 // (width * monitors)]
        fade = rows >= height // 2
        self.picture[fade] = ((columns * 255 // (width * monitors)) << 16 | (rows * 255 // height) << 8)[fade]

    def draw(self, area: Rect, colour: int | Pixels) -> None:
        """Change some pixels and report it."""
        with self._lock:
            self.picture[area.y : area.bottom, area.x : area.right] = colour
            self._waiting.append(area)
        self._tell()

    def unplug(self, monitor: int) -> None:
        """Take a monitor away."""
        self.shown = tuple(each for each in self.shown if each.id != monitor)
        self.tell_of_monitors()

    def tell_of_monitors(self) -> None:
        """Report that `shown` is not what it was."""
        self._has_new_monitors = True
        self._tell()

    def end(self) -> None:
        """End the display, as signing out does."""
        self._is_gone = True
        self._tell()

    def _tell(self) -> None:
        with self._told:
            self._is_changed = True
            self._told.notify()

    def monitors(self) -> tuple[Monitor, ...]:
        """Give the monitors."""
        return self.shown

    def wait(self, seconds: float | None, *, looking: bool) -> bool:
        """Wait until something is drawn."""
        with self._told:
            self._told.wait_for(lambda: self._is_woken or (looking and self._is_changed), seconds)
            self._is_woken = False
            return looking and self._is_changed

    def wake(self) -> None:
        """End the wait."""
        with self._told:
            self._is_woken = True
            self._told.notify()

    def take(self) -> Changes:
        """Give and forget what was drawn."""
        if self._is_gone:
            raise DisplayGone
        with self._lock:
            self._is_changed = False
            rects, self._waiting = tuple(self._waiting), []
            monitors, self._has_new_monitors = self._has_new_monitors, False
        return Changes(rects, monitors=monitors)

    def learn(self, *, anything: bool) -> None:
        """Keep what was said."""
        self.learned.append(anything)

    def grab(self, area: Rect) -> Pixels:
        """Give a copy of some pixels."""
        self.grabs.append(area)
        if not any(area.common(Rect(each.x, each.y, each.w, each.h)) == area for each in self.shown):
            raise MonitorGone
        with self._lock:
            return self.picture[area.y : area.bottom, area.x : area.right].copy()

    def pointer(self) -> tuple[int, int]:
        """Give where a test put the pointer."""
        return self.at

    def cursor(self) -> CursorImage | None:
        """Give a small arrow of sorts."""
        return CursorImage(1, 2, np.full((16, 12, 4), 255, np.uint8))

    def close(self) -> None:
        """Need nothing."""
