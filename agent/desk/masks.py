"""Where our own windows are: told to the engine before a window stands there, so that no frame ever holds one."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.desk import Desk
from agent.desk.view import Rect
from agent.pipe.messages import Area, Mask

MASK_SECONDS = 2.0
"""Seconds in which the engine puts a mask in force; one that cannot hangs."""


class Masks:
    """Windows are painted over and out of reach; banners stay in the picture and are out of reach."""

    def __init__(
        self, desk: Desk, *, stood: Callable[[], None], captures: Callable[[], bool], engine_hangs: Callable[[], None]
    ) -> None:
        """
        Take the shared things.

        `stood` is called when a window may stand where it was announced; `captures` says whether the engine may still
        capture anything.
        """
        self._desk = desk
        self._captures = captures
        self._stood = stood
        self._engine_hangs = engine_hangs
        self._windows: list[Rect] = []
        self._banners: list[Rect] = []
        self._clocks: list[Rect] = []
        self._serial = 0
        self._waiting: dict[int, Callable[[], None]] = {}

    def windows(self, rects: list[Rect], done: Callable[[], None]) -> None:
        """Announce our windows; `done` is called when the mask is in force."""
        self._windows = rects

        def stands() -> None:
            done()
            self._stood()

        self._announce(stands)

    def banners(self, rects: list[Rect], done: Callable[[], None], clocks: list[Rect]) -> None:
        """Announce the banners, and where they count seconds; `done` is called when no remote input reaches them."""
        self._banners, self._clocks = rects, clocks
        self._announce(done)

    def say(self) -> None:
        """Tell a fresh engine what stands already."""
        self._announce(lambda: None)

    def in_force(self, serial: int) -> None:
        """Take note that the engine paints this mask from now on."""
        self._desk.alarms.cancel(f"mask {serial}")
        done = self._waiting.pop(serial, None)
        if done is not None:
            done()

    def forget(self) -> None:
        """Wait for nothing any more: the engine is gone."""
        for serial in self._waiting:
            self._desk.alarms.cancel(f"mask {serial}")
        self._waiting.clear()

    def _announce(self, done: Callable[[], None]) -> None:
        self._serial += 1
        serial = self._serial
        mask = Mask(
            serial=serial, areas=_areas(self._windows), reach=_areas(self._banners), clocks=_areas(self._clocks)
        )
        if not self._captures():
            # Nothing was ever permitted to this engine, and it hears of the mask before it hears of a permit; or it
            # captures nothing any more, and may be gone: the last windows wait for nobody.
            self._desk.engine(mask)
            done()
            return
        self._waiting[serial] = done
        self._desk.alarms.set(f"mask {serial}", self._desk.now() + MASK_SECONDS, self._engine_hangs)
        self._desk.engine(mask)


def _areas(rects: list[Rect]) -> list[Area]:
    return [Area(x=rect.x, y=rect.y, w=max(0, rect.w), h=max(0, rect.h)) for rect in rects]
