"""What is held down, noted before it is pressed, so that the desk can let go of it when the engine is dead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from agent.input.memory import BORROWED_AT, BUTTONS_AT, KEYS, KEYS_AT, InputMemory

BUTTONS: Final = ("left", "middle", "right", "back", "forward")
"""Buttons in the order of their bits."""


class HeldKeys:
    """Keys, buttons and borrowed keycodes in the shared page. The engine writes, the desk reads after its end."""

    def __init__(self, memory: InputMemory) -> None:
        """Take the page."""
        self._page = memory.page

    def press(self, key: int) -> None:
        """Note a key; press it only afterwards."""
        self._set(KEYS_AT, key, on=True)

    def released(self, key: int) -> None:
        """Forget a key that is up again."""
        self._set(KEYS_AT, key, on=False)

    def press_button(self, button: str) -> None:
        """Note a button; press it only afterwards."""
        self._set(BUTTONS_AT, BUTTONS.index(button), on=True)

    def released_button(self, button: str) -> None:
        """Forget a button that is up again."""
        self._set(BUTTONS_AT, BUTTONS.index(button), on=False)

    def borrow(self, keycode: int) -> None:
        """Note a keycode; give it a character only afterwards."""
        self._set(BORROWED_AT, keycode, on=True)

    def returned(self, keycode: int) -> None:
        """Forget a keycode that is as it was."""
        self._set(BORROWED_AT, keycode, on=False)

    def holds(self, key: int) -> bool:
        """Say whether a key is noted as held."""
        return bool(self._page[KEYS_AT + key // 8] >> key % 8 & 1)

    def holds_button(self, button: str) -> bool:
        """Say whether a button is noted as held."""
        return bool(self._page[BUTTONS_AT] >> BUTTONS.index(button) & 1)

    def keys_down(self) -> list[int]:
        """Give the keys that are held."""
        return list(self._bits(KEYS_AT))

    def buttons_down(self) -> list[str]:
        """Give the buttons that are held."""
        return [button for button in BUTTONS if self.holds_button(button)]

    def borrowed(self) -> list[int]:
        """Give the keycodes that hold a borrowed character."""
        return list(self._bits(BORROWED_AT))

    def _set(self, at: int, number: int, *, on: bool) -> None:
        byte, bit = at + number // 8, 1 << number % 8
        self._page[byte] = self._page[byte] | bit if on else self._page[byte] & ~bit

    def _bits(self, at: int) -> Iterator[int]:
        for number in range(KEYS):
            if self._page[at + number // 8] >> number % 8 & 1:
                yield number
