"""
Whose hand it was: the customer's own, or the one we inject.

Judged by the account of what was injected, not by input device: the account is written before anything happens, so a
movement or press that it does not cover is the customer's. Pure: what the display reports is handed in, with its time.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from agent.input.held import HeldKeys
from agent.input.injected import Injected
from agent.input.keyboard import LINUX, X_OFFSET
from agent.input.memory import KEYS, InputMemory

REST: Final = 1.0
"""Seconds after the customer's last move or key until theirs no longer goes first."""

MOVE_COVERED: Final = 250_000_000
PRESS_COVERED: Final = 2_000_000_000
"""Nanoseconds after an injection in which what is reported may still be its echo; some moves have none."""

PANIC_PRESSES: Final = 3
PANIC_SECONDS: Final = 2.0
"""Esc so often within so many seconds stops everything."""

_ESCAPE: Final = LINUX["Escape"] + X_OFFSET
_END: Final = LINUX["End"] + X_OFFSET
_CONTROLS: Final = frozenset(LINUX[code] + X_OFFSET for code in ("ControlLeft", "ControlRight"))
_ALTS: Final = frozenset(LINUX[code] + X_OFFSET for code in ("AltLeft", "AltRight"))


class Hand:
    """The customer's own hand, as seen from one display. Times are seconds of one monotonic clock."""

    def __init__(self, memory: InputMemory) -> None:
        """Take the shared page with the account."""
        self._injected = Injected(memory)
        self._held = HeldKeys(memory)
        self._echoes = 0
        self._counted = self._injected.pointer_count
        self._seen = [self._injected.presses(key) for key in range(KEYS)]
        self._down: set[int] = set()
        self._escapes: deque[float] = deque()
        self._last = -REST

    def holds(self, now: float) -> bool:
        """Say whether the customer moved the mouse or typed within the last second."""
        return now - self._last < REST

    @property
    def rests_at(self) -> float:
        """When the customer's hand has rested, if nothing more comes."""
        return self._last + REST

    def moved(self, now: float) -> bool:
        """Hear of a movement of the pointer; say whether it was the customer's."""
        count = self._injected.pointer_count
        self._echoes += count - self._counted
        self._counted = count
        if now * 1e9 - self._injected.pointer_time > MOVE_COVERED:
            self._echoes = 0
        if self._echoes > 0:
            self._echoes -= 1
            return False
        self._last = now
        return True

    def pressed(self, keycode: int, now: float) -> bool:
        """Hear of a key that went down; say whether it was the customer's."""
        injected = self._injected.presses(keycode)
        is_echo_over = now * 1e9 - self._injected.press_time > PRESS_COVERED
        covered = 0 if is_echo_over else injected - self._seen[keycode]
        self._seen[keycode] = injected - max(covered - 1, 0)
        # A key that we hold down repeats; its presses are ours, however many.
        if covered > 0 or self._held.holds(keycode):
            return False
        self._last = now
        self._down.add(keycode)
        if keycode == _ESCAPE:
            self._escapes.append(now)
        return True

    def released(self, keycode: int) -> None:
        """Hear of a key that came up."""
        self._down.discard(keycode)

    def panic(self, now: float) -> int:
        """Give how many presses of the panic key count just now; `PANIC_PRESSES` means stop."""
        if _END in self._down and self._down & _CONTROLS and self._down & _ALTS:
            return PANIC_PRESSES
        while self._escapes and self._escapes[0] < now - PANIC_SECONDS:
            self._escapes.popleft()
        return min(len(self._escapes), PANIC_PRESSES)
