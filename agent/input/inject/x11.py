"""
Input on X11: the pointer through pynput, keys through XTEST.

Keys go by keycode, because a place on the keyboard is a keycode; characters by the present keyboard map. (pynput's own
keys are sent events, which terminals ignore, and it cannot press a keycode.)
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from Xlib import X
from Xlib import display as xdisplay
from Xlib.error import ConnectionClosedError, DisplayError, XError
from Xlib.ext import xtest

from agent.input.held import HeldKeys
from agent.input.inject.x11_keymap import SHIFT_MASK, KeyMap
from agent.input.injected import Injected
from agent.input.keyboard import x_keycode
from agent.input.memory import InputMemory
from protocol.errors import DisplayGone, InputMissing

X_BUTTONS: Final = {"left": 1, "middle": 2, "right": 3, "back": 8, "forward": 9}
"""X's numbers of the buttons; 4 to 7 are the wheel."""


class X11Injector:
    """Works the display that `DISPLAY` names. All calls come from one thread."""

    def __init__(self, memory: InputMemory, clock: Callable[[], int] = time.monotonic_ns) -> None:
        """
        Connect, twice: pynput brings its own connection.

        Raises:
            InputMissing: There is no display, or it has no XTEST.
        """
        self._held = HeldKeys(memory)
        self._injected = Injected(memory)
        self._clock = clock
        try:
            self._display = xdisplay.Display(os.environ.get("DISPLAY"))
        except (DisplayError, OSError, XError, OverflowError) as error:
            raise InputMissing(str(error)) from None
        if not self._display.has_extension(xtest.extname):
            self._display.close()
            raise InputMissing("no XTEST")
        try:
            # Importing pynput opens the display, so it waits until there is one.
            mouse = importlib.import_module("pynput.mouse")
        except ImportError as error:
            self._display.close()
            raise InputMissing(str(error)) from None
        self._mouse = mouse.Controller()
        self._buttons = {name: self._pynput_button(mouse, name) for name in X_BUTTONS}
        self._root = self._display.screen().root
        self._map = KeyMap(self._display, self._held)

    @staticmethod
    def _pynput_button(mouse: Any, name: str) -> Any:  # noqa: ANN401 - pynput has no types
        named = {"back": "button8", "forward": "button9"}.get(name, name)
        return getattr(mouse.Button, named)

    @contextmanager
    def _connected(self) -> Iterator[None]:
        try:
            yield
        except (ConnectionClosedError, OSError) as error:
            raise DisplayGone(str(error)) from None

    def move(self, x: int, y: int) -> None:
        """Put the pointer there."""
        self._injected.pointer_goes(x, y, self._clock())
        with self._connected():
            self._mouse.position = (x, y)

    def button(self, button: str, *, down: bool) -> None:
        """Press or release a button where the pointer is."""
        self._injected.pointer_goes(*self._injected.place, self._clock())
        with self._connected():
            if down:
                self._held.press_button(button)
                self._mouse.press(self._buttons[button])
            else:
                self._mouse.release(self._buttons[button])
                self._held.released_button(button)

    def wheel(self, dx: int, dy: int) -> None:
        """Turn the wheel; pynput counts up as positive, we count down."""
        self._injected.pointer_goes(*self._injected.place, self._clock())
        with self._connected():
            self._mouse.scroll(dx, -dy)

    def key(self, code: str, *, down: bool) -> bool:
        """Press or release the key at a place."""
        keycode = x_keycode(code)
        if keycode is None:
            return False
        with self._connected():
            self._press(keycode) if down else self._release(keycode)
            self._display.sync()
        return True

    def _press(self, keycode: int) -> None:
        self._held.press(keycode)
        self._injected.key_goes_down(keycode, self._clock())
        xtest.fake_input(self._display, X.KeyPress, keycode)

    def _release(self, keycode: int) -> None:
        xtest.fake_input(self._display, X.KeyRelease, keycode)
        self._display.flush()
        self._held.released(keycode)

    def text(self, text: str) -> None:
        """Type characters by the present keyboard map."""
        with self._connected():
            self._heed_changes()
            for character in text:
                self._type(character)
            self._display.sync()

    def _heed_changes(self) -> None:
        """Read the keyboard map again if it was changed since; our own lending does not count."""
        changed = False
        while self._display.pending_events():
            changed |= self._display.next_event().type == X.MappingNotify
        if changed:
            self._map.read()

    def _type(self, character: str) -> None:
        state = self._root.query_pointer().mask
        stroke = self._map.stroke(character, state)
        restore: list[Callable[[], None]] = []
        self._bring(self._map.shifts, bool(state & SHIFT_MASK), stroke.shift, restore)
        if self._map.level3_mask:
            self._bring(self._map.level3s, bool(state & self._map.level3_mask), stroke.level3, restore)
        self._press(stroke.keycode)
        self._release(stroke.keycode)
        for undo in reversed(restore):
            undo()

    def _bring(self, keycodes: list[int], is_down: bool, wanted: bool, restore: list[Callable[[], None]]) -> None:  # noqa: FBT001
        """Have a modifier down or up for one stroke; what the customer holds down stays theirs."""
        if is_down and not wanted:
            for keycode in filter(self._held.holds, keycodes):
                self._release(keycode)
                restore.append(lambda keycode=keycode: self._press(keycode))  # type: ignore[misc]
        elif wanted and not is_down and keycodes:
            self._press(keycodes[0])
            restore.append(lambda: self._release(keycodes[0]))

    def release_all(self) -> None:
        """Let go of everything held, and give the borrowed keycodes back."""
        with self._connected():
            for button in self._held.buttons_down():
                self._mouse.release(self._buttons[button])
                self._held.released_button(button)
            for keycode in self._held.keys_down():
                self._release(keycode)
            self._map.give_back()
            self._display.sync()

    def close(self) -> None:
        """Let go of everything, and of both connections."""
        try:
            self.release_all()
        except DisplayGone:
            return  # with the display its keys are gone
        finally:
            self._close_connections()

    def _close_connections(self) -> None:
        # pynput would close its own when the collector gets to it, and complain if the display is gone by then.
        pynputs = vars(self._mouse).pop("_display", None)
        for connection in filter(None, (self._display, pynputs)):
            try:
                connection.close()
            except (ConnectionClosedError, OSError):
                continue  # closed from the other end
