"""The painter's hand: windows and stored pictures on an X display, painted with few and cheap requests."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from Xlib import X
from Xlib import display as xdisplay

from benchmarks.screen import mark
from benchmarks.screen.scenes import Area

_REQUEST = 200_000
"""Bytes of a picture that go to the server at once; it takes no request above 256 KiB."""
BLACK, WHITE, DESKTOP = 0x000000, 0xFFFFFF, 0x35506B


class Canvas:
    """
    A window outside the window manager, and pictures kept by the server.

    From `begin` to `done` the server takes nobody else's requests, so no capture sees half a step.
    """

    def __init__(self, display: xdisplay.Display, area: Area, colour: int) -> None:
        """Open it over `area` of the display, filled with 0xRRGGBB."""
        self._display = display
        root = display.screen().root
        self._depth = display.screen().root_depth
        self._window = root.create_window(
            area.x, area.y, area.width, area.height, 0, self._depth,
            override_redirect=True, background_pixel=colour, event_mask=X.KeyPressMask,
        )  # fmt: skip
        self._ink = self._window.create_gc(graphics_exposures=False)
        self._turning = self._window.create_gc(function=X.GXxor, foreground=WHITE)
        self._window.map()
        display.sync()

    def begin(self) -> None:
        """Keep everybody else's requests waiting until `done`."""
        self._display.grab_server()

    def done(self) -> None:
        """Let all that was painted since `begin` be seen, and wait until the server has drawn it."""
        self._display.ungrab_server()
        self._display.sync()

    def fill(self, area: Area, colour: int) -> None:
        """Fill a rectangle."""
        self._ink.change(foreground=colour)
        self._window.fill_rectangle(self._ink, area.x, area.y, area.width, area.height)

    def mark(self, step: int, x: int, y: int) -> None:
        """Paint the mark of a step with its corner at x, y."""
        self.fill(Area(x, y, mark.WIDTH, mark.HEIGHT), BLACK)
        self._ink.change(foreground=WHITE)
        self._window.poly_fill_rectangle(self._ink, mark.white_areas(step, x, y))

    def turn(self, areas: list[tuple[int, int, int, int]]) -> None:
        """Turn black into white and white into black in rectangles (x, y, width, height), all with one request."""
        self._window.poly_fill_rectangle(self._turning, areas)

    def show(self, picture: Any, cut: Area, x: int, y: int) -> None:  # noqa: ANN401 - python-xlib has no types
        """Copy a part of a stored picture to a place of the window; without a network's worth of bytes."""
        self._window.copy_area(self._ink, picture, cut.x, cut.y, cut.width, cut.height, x, y)

    def move(self, x: int, y: int) -> None:
        """Move the window."""
        self._window.configure(x=x, y=y)

    def focus(self) -> None:
        """Have the keys."""
        self._window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self._display.sync()

    def close(self) -> None:
        """Take the window away."""
        self._window.destroy()
        self._display.sync()


def wall(display: xdisplay.Display, picture: Any | None) -> None:  # noqa: ANN401 - python-xlib has no types
    """Hang a stored picture behind all windows, over and over; None leaves one colour."""
    root = display.screen().root
    if picture is None:
        root.change_attributes(background_pixel=DESKTOP)
    else:
        root.change_attributes(background_pixmap=picture)
    root.clear_area()
    display.sync()


def store(display: xdisplay.Display, pixels: NDArray[np.uint8]) -> Any:  # noqa: ANN401 - python-xlib has no types
    """Give the server a picture, (height, width, 3) bytes, red first, to keep."""
    height, width, _ = pixels.shape
    screen = display.screen()
    picture = screen.root.create_pixmap(width, height, screen.root_depth)
    ink = picture.create_gc()
    turned = np.zeros((height, width, 4), np.uint8)
    turned[..., :3] = pixels[..., ::-1]
    rows = max(1, _REQUEST // (width * 4))
    for top in range(0, height, rows):
        part = turned[top : top + rows]
        picture.put_image(ink, 0, top, width, len(part), X.ZPixmap, screen.root_depth, 0, part.tobytes())
    display.sync()
    return picture
