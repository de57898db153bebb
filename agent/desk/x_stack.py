"""What stands on top of what on X11: whether windows of ours are covered, without touching them."""

from __future__ import annotations

from collections.abc import Collection

from Xlib.display import Display
from Xlib.error import ConnectionClosedError


class XStack:
    """Asks the X server each time."""

    def __init__(self) -> None:
        """Connect."""
        self._display = Display()

    def on_top(self, windows: Collection[int]) -> bool:
        """
        Say whether nothing stands above any of these windows but others of them (and so nothing covers one).

        Only for windows outside the window manager, which are the root's own. A display that is gone says no.
        """
        try:
            stacked = self._display.screen().root.query_tree().children
        except (ConnectionClosedError, OSError):
            return False
        top = stacked[-len(windows) :] if windows else []
        return {window.id for window in top} == set(windows)

    def close(self) -> None:
        """Let go of the display."""
        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return
