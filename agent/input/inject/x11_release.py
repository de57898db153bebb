"""What the desk does for a dead engine: let go, over a connection of its own, of what the engine left pressed."""

from __future__ import annotations

from Xlib import X
from Xlib import display as xdisplay
from Xlib.error import ConnectionClosedError, DisplayError, XError
from Xlib.ext import xtest

from agent.input.held import HeldKeys
from agent.input.inject.x11 import X_BUTTONS
from agent.input.memory import InputMemory


def release_all(memory: InputMemory, display_name: str | None = None) -> bool:
    """
    Release every noted key and button, and take away characters that were lent to keycodes.

    Call it once the engine is dead. Says whether there was a display to do it on: without one nothing is held.
    """
    held = HeldKeys(memory)
    if not (held.keys_down() or held.buttons_down() or held.borrowed()):
        return True
    try:
        display = xdisplay.Display(display_name)
    except (DisplayError, OSError, XError):
        return False
    try:
        for button in held.buttons_down():
            xtest.fake_input(display, X.ButtonRelease, X_BUTTONS[button])
            held.released_button(button)
        for keycode in held.keys_down():
            xtest.fake_input(display, X.KeyRelease, keycode)
            held.released(keycode)
        for keycode in held.borrowed():
            width = len(display.get_keyboard_mapping(keycode, 1)[0])
            display.change_keyboard_mapping(keycode, [[0] * width])
            held.returned(keycode)
        display.sync()
        display.close()
    except (ConnectionClosedError, OSError):
        return False
    return True
