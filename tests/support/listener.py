"""A window that has the focus and tells what input reaches it."""

from __future__ import annotations

import select
import time
from types import TracebackType
from typing import Any, NamedTuple, Self

from Xlib import X
from Xlib import display as xdisplay


class Heard(NamedTuple):
    """One event: "key" or "button", its number, whether it went down, and where the pointer was in the window."""

    kind: str
    number: int
    down: bool
    x: int
    y: int


_KINDS = {
    X.KeyPress: ("key", True),
    X.KeyRelease: ("key", False),
    X.ButtonPress: ("button", True),
    X.ButtonRelease: ("button", False),
}


class Listener:
    """Covers a display, outside the window manager."""

    def __init__(self, display: str, width: int = 400, height: int = 300) -> None:
        """Open the window and take the focus."""
        self._display = xdisplay.Display(display)
        mask = X.KeyPressMask | X.KeyReleaseMask | X.ButtonPressMask | X.ButtonReleaseMask
        self._window = self._display.screen().root.create_window(
            0, 0, width, height, 0, X.CopyFromParent, override_redirect=True, event_mask=mask
        )
        self._window.map()
        self._display.sync()
        self._window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self._display.sync()

    def hear(self, count: int, within: float = 5.0) -> list[Heard]:
        """Give the next `count` events; fewer when they do not come in time."""
        heard: list[Heard] = []
        ends = time.monotonic() + within
        while len(heard) < count:
            if not self._display.pending_events():
                left = ends - time.monotonic()
                if left <= 0 or not select.select([self._display.fileno()], [], [], left)[0]:
                    break
                continue
            event: Any = self._display.next_event()
            if event.type in _KINDS:
                kind, down = _KINDS[event.type]
                heard.append(Heard(kind, event.detail, down, event.event_x, event.event_y))
        return heard

    def keys_down(self) -> list[int]:
        """Give the keycodes that the display takes for pressed."""
        bits = self._display.query_keymap()
        return [number for number in range(256) if bits[number // 8] >> number % 8 & 1]

    def buttons_down(self) -> int:
        """Give the state bits of the buttons 1 to 5."""
        return int(self._display.screen().root.query_pointer().mask) >> 8 & 31

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the window."""
        self._display.close()
