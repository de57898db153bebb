"""
A clock of our own in the picture: it is shown now and then, not each second (decision 0024).

The banner counts its seconds for the customer. That the technician, whose page has a clock of its own, and the
recording, which has one as well, are sent every one of them costs more than all else on a screen at rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Final

from agent.screen.rect import Rect
from agent.screen.source import Changes, CursorImage, Pixels, ScreenSource
from protocol.screen import Monitor

SECONDS: Final = 60.0
"""How old a clock in the picture may be while nothing else changes where it stands."""


class Patient:
    """A source that keeps changes of clocks to itself for a minute; whatever else changes it tells at once."""

    def __init__(
        self,
        source: ScreenSource,
        clocks: Callable[[], Iterable[Rect]],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take a source, and what says where the clocks are; the first picture shows them as they are."""
        self._source = source
        self._clocks = clocks
        self._now = now
        self._held: list[Rect] = []
        self._told_at = now()

    def monitors(self) -> tuple[Monitor, ...]:
        """Give the source's."""
        return self._source.monitors()

    def wait(self, seconds: float | None, *, looking: bool) -> bool:
        """Wait for the source: a clock costs a look, and no frame."""
        return self._source.wait(seconds, looking=looking)

    def wake(self) -> None:
        """Hand on."""
        self._source.wake()

    def take(self) -> Changes:
        """Give what changed, without clocks that were told less than a minute ago and are still where they were."""
        changes, clocks = self._source.take(), tuple(self._clocks())
        held: list[Rect] = []
        others: list[Rect] = []
        for rect in (*self._held, *changes.rects):
            for clock in clocks:
                if rect.lies_in(clock):
                    held.append(rect)
                    break
            else:
                others.append(rect)
        if held and self._now() - self._told_at >= SECONDS:
            self._told_at = self._now()
            others, held = [*others, *held], []
        self._held = list(dict.fromkeys(held))
        return Changes(tuple(others), changes.pointer_moved, changes.cursor, changes.monitors)

    def learn(self, *, anything: bool) -> None:
        """Hand on."""
        self._source.learn(anything=anything)

    def grab(self, area: Rect) -> Pixels:
        """Hand on."""
        return self._source.grab(area)

    def pointer(self) -> tuple[int, int]:
        """Hand on."""
        return self._source.pointer()

    def cursor(self) -> CursorImage | None:
        """Hand on."""
        return self._source.cursor()

    def close(self) -> None:
        """Hand on."""
        self._source.close()
