"""Input on Windows and macOS, through pynput: keys by name, and by the character of a US keyboard for shortcuts."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from typing import Any, Final

from agent.input.held import HeldKeys
from agent.input.injected import Injected
from agent.input.keyboard import CHARACTERS, LINUX, NAMED
from agent.input.memory import InputMemory
from protocol.errors import InputMissing

PLACES: Final = {code: place for place, code in enumerate(LINUX)}
"""Each key's number in the shared page, here where there are no keycodes."""


class PynputInjector:
    """Works the computer's own desktop. `pynput` is its module, or a stand-in's."""

    def __init__(
        self,
        memory: InputMemory,
        clock: Callable[[], int] = time.monotonic_ns,
        pynput: Any = None,  # noqa: ANN401
    ) -> None:
        """
        Open mouse and keyboard.

        Raises:
            InputMissing: The system does not let us (macOS asks the customer under Accessibility).
        """
        self._held = HeldKeys(memory)
        self._injected = Injected(memory)
        self._clock = clock
        try:
            self._mouse_of = pynput.mouse if pynput else importlib.import_module("pynput.mouse")
            self._keys_of = pynput.keyboard if pynput else importlib.import_module("pynput.keyboard")
            self._mouse = self._mouse_of.Controller()
            self._keys = self._keys_of.Controller()
        except (ImportError, OSError) as error:
            raise InputMissing(str(error)) from None

    def move(self, x: int, y: int) -> None:
        """Put the pointer there."""
        self._injected.pointer_goes(x, y, self._clock())
        self._mouse.position = (x, y)

    def button(self, button: str, *, down: bool) -> None:
        """Press or release a button; what pynput does not name on this system is left alone."""
        named = getattr(self._mouse_of.Button, {"back": "x1", "forward": "x2"}.get(button, button), None)
        if named is None:
            return
        self._injected.pointer_goes(*self._injected.place, self._clock())
        if down:
            self._held.press_button(button)
            self._mouse.press(named)
        else:
            self._mouse.release(named)
            self._held.released_button(button)

    def wheel(self, dx: int, dy: int) -> None:
        """Turn the wheel; pynput counts up as positive, we count down."""
        self._injected.pointer_goes(*self._injected.place, self._clock())
        self._mouse.scroll(dx, -dy)

    def key(self, code: str, *, down: bool) -> bool:
        """Press or release a key; False when pynput has no such key here."""
        key = self._key(code)
        if key is None:
            return False
        if down:
            self._held.press(PLACES[code])
            self._injected.key_goes_down(PLACES[code], self._clock())
            self._keys.press(key)
        else:
            self._keys.release(key)
            self._held.released(PLACES[code])
        return True

    def _key(self, code: str) -> Any:  # noqa: ANN401 - pynput has no types
        if code in NAMED:
            return getattr(self._keys_of.Key, NAMED[code], None)
        return self._keys_of.KeyCode.from_char(CHARACTERS[code]) if code in CHARACTERS else None

    def text(self, text: str) -> None:
        """Type characters; these systems take them as such."""
        for character in text:
            self._injected.key_goes_down(0, self._clock())
            self._keys.type(character)

    def release_all(self) -> None:
        """Let go of everything held."""
        for button in self._held.buttons_down():
            self.button(button, down=False)
        codes = tuple(PLACES)
        for place in self._held.keys_down():
            self.key(codes[place], down=False)

    def close(self) -> None:
        """Let go of everything."""
        self.release_all()
