"""Input that reaches nothing: the synthetic twin of every injector."""

from __future__ import annotations

from agent.input.held import HeldKeys
from agent.input.injected import Injected
from agent.input.keyboard import LINUX
from agent.input.memory import InputMemory


class MemoryInjector:
    """Writes down what it was told, in order, and keeps the shared page as the real ones do."""

    def __init__(self, memory: InputMemory) -> None:
        """Take the page."""
        self._held = HeldKeys(memory)
        self._injected = Injected(memory)
        self.done: list[tuple[object, ...]] = []
        self.is_closed = False

    def move(self, x: int, y: int) -> None:
        """Note a move."""
        self._injected.pointer_goes(x, y, 1)
        self.done.append(("move", x, y))

    def button(self, button: str, *, down: bool) -> None:
        """Note a button."""
        self._injected.pointer_goes(*self._injected.place, 1)
        (self._held.press_button if down else self._held.released_button)(button)
        self.done.append(("button", button, down))

    def wheel(self, dx: int, dy: int) -> None:
        """Note a turn of the wheel."""
        self._injected.pointer_goes(*self._injected.place, 1)
        self.done.append(("wheel", dx, dy))

    def key(self, code: str, *, down: bool) -> bool:
        """Note a key."""
        number = LINUX[code]
        if down:
            self._injected.key_goes_down(number, 1)
        (self._held.press if down else self._held.released)(number)
        self.done.append(("key", code, down))
        return True

    def text(self, text: str) -> None:
        """Note typed text."""
        self.done.append(("text", text))

    def release_all(self) -> None:
        """Let go."""
        for button in self._held.buttons_down():
            self._held.released_button(button)
        for key in self._held.keys_down():
            self._held.released(key)
        self.done.append(("release",))

    def close(self) -> None:
        """Let go for good."""
        self.release_all()
        self.is_closed = True
