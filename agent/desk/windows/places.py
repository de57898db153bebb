"""Where our windows stand, told to the engine before they stand there (design 4.7: mask first, then map or move)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.desk.view import Rect

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtWidgets import QWidget

    from agent.desk.view import DeskEvents

MARGIN = 4
"""Pixels around a window that are masked with it: a window manager may draw an edge or a shadow."""


class Places:
    """Keeps the rectangle of every window, in device pixels, and has the engine cover them first."""

    def __init__(self, events: DeskEvents) -> None:
        self._events = events
        self._held: dict[str, list[Rect]] = {}
        self._watchers: list[Callable[[], None]] = []

    def watch(self, told: Callable[[], None]) -> None:
        """Have this called whenever a window of ours comes, moves or goes, and once more when that is masked."""
        self._watchers.append(told)

    def take(self, name: str, rect: Rect, done: Callable[[], None]) -> None:
        """
        Have `rect` covered beside what `name` covers now, then call `done`: the window may stand there.

        It is not called for a window that left meanwhile, nor for a place behind the one where it stands already.
        """
        held = self._held.setdefault(name, [])
        held.append(rect)

        def stands() -> None:
            place = next((place for place, each in enumerate(held) if each is rect), None)
            if place is None or self._held.get(name) is not held:
                return
            del held[:place]  # and no later one: it is on its way there, and is told to be covered already
            done()
            self._tell(_nothing)

        self._tell(stands)

    def leave(self, name: str) -> None:
        """Forget a window that is no longer shown."""
        if self._held.pop(name, None):
            self._tell(_nothing)

    def rects(self) -> list[Rect]:
        """Give all rectangles that are covered or about to be."""
        return [rect for rects in self._held.values() for rect in rects]

    def _tell(self, done: Callable[[], None]) -> None:
        def in_force() -> None:
            done()
            self._note()

        self._note()
        self._events.windows_moved(self.rects(), in_force)

    def _note(self) -> None:
        for told in self._watchers:
            told()


def device_rect(widget: QWidget, place: QRect) -> Rect:
    """Turn Qt's place of a window into device pixels of the X screen, with the margin around it."""
    ratio = widget.devicePixelRatioF()
    return Rect(
        round(place.x() * ratio) - MARGIN,
        round(place.y() * ratio) - MARGIN,
        round(place.width() * ratio) + 2 * MARGIN,
        round(place.height() * ratio) + 2 * MARGIN,
    )


def _nothing() -> None:
    """Take note of a covered window that already stands."""
