"""A window that paints exactly what a test asks for, at once."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray
from Xlib import X
from Xlib import display as xdisplay
from Xlib.ext import xtest

from agent.screen.rect import Rect


class Painter:
    """A window above all others and outside the window manager; each call returns once the server has drawn."""

    def __init__(self, display: str, area: Rect) -> None:
        """Open it, black, over `area` of the display."""
        self._display = xdisplay.Display(display)
        screen = self._display.screen()
        self._window = screen.root.create_window(
            area.x, area.y, area.w, area.h, 0, screen.root_depth, override_redirect=True, background_pixel=0
        )
        self._window.map()
        self._gc = self._window.create_gc()
        self._depth = screen.root_depth
        self._display.sync()

    def fill(self, area: Rect, colour: int) -> None:
        """Fill a rectangle of the window with 0xRRGGBB."""
        self._gc.change(foreground=colour)
        self._window.fill_rectangle(self._gc, area.x, area.y, area.w, area.h)
        self._display.sync()

    def fill_all(self, areas: list[Rect], colour: int) -> None:
        """Fill several rectangles with one request."""
        self._gc.change(foreground=colour)
        self._window.poly_fill_rectangle(self._gc, [(each.x, each.y, each.w, each.h) for each in areas])
        self._display.sync()

    def touch(self, area: Rect) -> None:
        """Draw a rectangle's own content over it: a change is reported where nothing changes."""
        self._window.copy_area(self._gc, self._window, area.x, area.y, area.w, area.h, area.x, area.y)
        self._display.sync()

    def scroll(self, area: Rect, rows: int) -> None:
        """Move a rectangle's content up by some rows, as a scrolling program does."""
        self._window.copy_area(self._gc, self._window, area.x, area.y + rows, area.w, area.h - rows, area.x, area.y)
        self._display.sync()

    def paint(self, x: int, y: int, pixels: NDArray[np.uint32]) -> None:
        """Paint (h, w) pixels 0x00RRGGBB."""
        height, width = pixels.shape
        rows = max(1, 200_000 // (width * 4))
        for top in range(0, height, rows):
            part = np.ascontiguousarray(pixels[top : top + rows]).astype("<u4")
            self._window.put_image(self._gc, x, y + top, width, len(part), X.ZPixmap, self._depth, 0, part.tobytes())
        self._display.sync()

    def point(self, x: int, y: int) -> None:
        """Move the display's pointer as a mouse does (xdotool jumps, of which X tells nobody)."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the window."""
        self._display.close()
