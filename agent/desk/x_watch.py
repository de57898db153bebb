"""
Watches the customer's own keys and pointer on X11, wherever the focus is.

For the panic key, and because their hand wins. Nothing of it is kept or sent: only that something was pressed or moved.

XInput 2 raw events (XI2proto 2.0, RawEvent) come to whoever asks for them on the root window, without any grab.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from Xlib import XK
from Xlib.display import Display
from Xlib.error import ConnectionClosedError
from Xlib.ext import ge, screensaver, xinput

# After the generic event's own fields: device u16, time u32, detail u32; then source u16, length of the mask u16,
# flags u32, four bytes of nothing, the mask, and two lists of fixed point numbers (32.32), one for each bit: with
# acceleration, and without.
_RAW = struct.Struct("=HII")
_REST = struct.Struct("=HHI4x")
_FIXED = struct.Struct("=iI")
_MODIFIERS = {"Control": ("Control_L", "Control_R"), "Alt": ("Alt_L", "Alt_R")}


class XWatch:
    """Tells of presses and moves. `fileno` is to be watched for reading; then `read` is called."""

    def __init__(
        self,
        *,
        key: Callable[[int, int], None],
        pointer: Callable[[int, tuple[int, int] | None], None],
        gone: Callable[[], None],
        saver: Callable[[bool], None] = lambda _on: None,
    ) -> None:
        """
        Connect and begin to watch.

        `key` hears keycode and time (ms) of each press; `pointer` the time of each move or button press, and of a move
        what it says of itself: a way, or a place, as the device has it; `gone` that the display's server went away;
        `saver` whether the server's own screen saver covers the screen.
        """
        self._key, self._pointer, self._gone, self._saver = key, pointer, gone, saver
        self._display = Display()
        self._opcode = self._display.query_extension("XInputExtension").major_opcode
        root = self._display.screen().root
        mask = xinput.RawKeyPressMask | xinput.RawKeyReleaseMask | xinput.RawButtonPressMask | xinput.RawMotionMask
        root.xinput_select_events([(xinput.AllMasterDevices, mask)])
        self._saver_event: int | None = None
        if self._display.has_extension(screensaver.extname):
            self._saver_event = self._display.query_extension(screensaver.extname).first_event
            root.screensaver_select_input(screensaver.NotifyMask)
        self._display.flush()
        self.escape_code = self._code("Escape")
        self._end_code, self._home_code = self._code("End"), self._code("Home")
        self._held: set[int] = set()
        self._groups = [{self._code(name) for name in names} for names in _MODIFIERS.values()]

    def fileno(self) -> int:
        """Give the descriptor of the connection."""
        return int(self._display.fileno())

    def read(self) -> None:
        """Take what has arrived; of a display that is gone this is all there is to tell."""
        try:
            while self._display.pending_events():
                self._take(self._display.next_event())
        except (ConnectionClosedError, OSError):
            self._gone()

    def is_stop(self, keycode: int) -> bool:
        """Say whether a press is Ctrl+Alt+End."""
        return keycode == self._end_code and self._has_modifiers()

    def is_home(self, keycode: int) -> bool:
        """Say whether a press is Ctrl+Alt+Home."""
        return keycode == self._home_code and self._has_modifiers()

    def close(self) -> None:
        """Let go of the display."""
        try:
            self._display.close()
        except (ConnectionClosedError, OSError):
            return

    def _has_modifiers(self) -> bool:
        return all(group & self._held for group in self._groups)

    def _take(self, event: Any) -> None:  # noqa: ANN401 - python-xlib's events have no types
        if event.type == self._saver_event:
            self._saver(event.state != screensaver.StateOff)
            return
        if event.type != ge.GenericEventCode or event.extension != self._opcode:
            return
        _, time, detail = _RAW.unpack_from(bytes(event.data))
        if event.evtype == xinput.RawKeyPress:
            self._held.add(detail)
            self._key(detail, time)
        elif event.evtype == xinput.RawKeyRelease:
            self._held.discard(detail)
        else:
            self._pointer(time, _moved(bytes(event.data)) if event.evtype == xinput.RawMotion else None)

    def _code(self, name: str) -> int:
        return int(self._display.keysym_to_keycode(XK.string_to_keysym(name)))


def _moved(data: bytes) -> tuple[int, int]:
    """Read from a raw motion what the device said of both axes; (0, 0) where it moved some other one."""
    _, length, _ = _REST.unpack_from(data, _RAW.size)
    at = _RAW.size + _REST.size
    mask = int.from_bytes(data[at : at + 4 * length], "little")
    at += 4 * length + _FIXED.size * mask.bit_count()
    moved = [0, 0]
    for axis in (0, 1):
        if mask >> axis & 1:
            moved[axis] = int(_FIXED.unpack_from(data, at)[0])
            at += _FIXED.size
    return (moved[0], moved[1])
