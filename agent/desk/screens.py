"""The monitors as the engine will number them: RandR's order, ids from 1."""

from __future__ import annotations

from Xlib.display import Display
from Xlib.error import ConnectionClosedError

from agent.desk.view import MonitorChoice, Rect
from protocol import limits


class XScreens:
    """Asks the X server each time: monitors come and go."""

    def __init__(self) -> None:
        """Connect."""
        self._display = Display()

    def choices(self) -> list[MonitorChoice]:
        """Give what can be shown."""
        return [
            MonitorChoice(number, f"Screen {number}", at.w, at.h, at.x, at.y)
            for number, at in enumerate(self.areas(), start=1)
        ]

    def areas(self) -> list[Rect]:
        """Give where they are; none when the display is gone."""
        try:
            found = self._display.screen().root.xrandr_get_monitors(is_active=True).monitors
        except (ConnectionClosedError, OSError):
            return []
        return [
            Rect(each.x, each.y, each.width_in_pixels, each.height_in_pixels)
            for each in found[: limits.SCREEN_MONITORS]
        ]

    def close(self) -> None:
        """Let go of the display."""
        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return
