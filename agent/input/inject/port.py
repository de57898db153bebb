"""The port to a system's input. Twins: `x11.py`, `other.py` (Windows, macOS), and the memory of the tests."""

from __future__ import annotations

from typing import Protocol


class Injector(Protocol):
    """
    Makes input. Places are desktop pixels, buttons are named as in `held.BUTTONS`, keys as KeyboardEvent.code does.

    Each call notes in the shared page what it is about to do, and returns when the system has taken it.

    Raises (all of them):
        DisplayGone: The display ended.
    """

    def move(self, x: int, y: int) -> None:
        """Put the pointer there."""

    def button(self, button: str, *, down: bool) -> None:
        """Press or release a button where the pointer is."""

    def wheel(self, dx: int, dy: int) -> None:
        """Turn the wheel by steps where the pointer is; right and down are positive."""

    def key(self, code: str, *, down: bool) -> bool:
        """Press or release a key by its place on the keyboard; say whether there is such a key."""

    def text(self, text: str) -> None:
        """Type characters, whatever keys make them here."""

    def release_all(self) -> None:
        """Let go of every key and button that is held, and give back what was borrowed."""

    def close(self) -> None:
        """Let go of everything, the display too."""
