"""
A compositing manager, as small as one can be: every window is painted off the screen, and from there onto it.

    python -m tests.support.compositor

Sources: compositeproto 0.4 (RedirectManual, overlay window), ICCCM and EWMH (the selection _NET_WM_CM_Sn).
"""

from __future__ import annotations

import select
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.error import CatchError, ConnectionClosedError
from Xlib.ext import composite, shape

FRAME_SECONDS = 0.03


class Compositor:
    """Redirects all windows of a display, and paints them in their order."""

    def __init__(self) -> None:
        """Take the screen."""
        self._display = Display()
        self._root = self._display.screen().root
        owner = self._root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        owner.set_selection_owner(self._display.intern_atom("_NET_WM_CM_S0"), X.CurrentTime)
        self._root.composite_redirect_subwindows(composite.RedirectManual)
        self._overlay = self._root.composite_get_overlay_window().overlay_window
        self._overlay.shape_rectangles(shape.SO.Set, shape.SK.Input, 0, 0, 0, [])
        self._gc = self._overlay.create_gc(subwindow_mode=X.IncludeInferiors)
        self._display.sync()

    def run(self) -> None:
        """Paint until the display ends."""
        while True:
            self._paint()
            select.select([self._display.fileno()], [], [], FRAME_SECONDS)
            while self._display.pending_events():
                self._display.next_event()

    def _paint(self) -> None:
        size = self._root.get_geometry()
        screen = self._overlay.create_pixmap(size.width, size.height, size.depth)
        screen.fill_rectangle(self._gc, 0, 0, size.width, size.height)
        for window in self._root.query_tree().children:
            if window.id != self._overlay.id:
                self._put(window, screen)
        self._overlay.copy_area(self._gc, screen, 0, 0, size.width, size.height, 0, 0)
        screen.free()
        self._display.sync()

    def _put(self, window: Any, screen: Any) -> None:  # noqa: ANN401 - python-xlib's windows have no types
        """Copy one window; one that has gone or changed meanwhile is painted the next time."""
        try:
            seen = window.get_attributes()
            if seen.map_state != X.IsViewable or seen.win_class != X.InputOutput:
                return
            at = window.get_geometry()
            gone = CatchError()
            held = window.composite_name_window_pixmap(onerror=gone)
            screen.copy_area(self._gc, held, 0, 0, at.width, at.height, at.x, at.y, onerror=gone)
            held.free(onerror=gone)
            self._display.sync()
        except ConnectionClosedError:
            raise
        except Exception:  # noqa: BLE001 - X errors of a window that went away, of whatever kind
            return


if __name__ == "__main__":
    compositor = Compositor()
    print("compositing", flush=True)  # noqa: T201 - the test waits for it
    try:
        compositor.run()
    except ConnectionClosedError:
        raise SystemExit(0) from None
