"""
The engine's own account of what it injected.

Whoever wants to know whose hand it was compares what the display reports with this, not with the input device: other
programs inject too, and theirs counts as the customer's. Each event is counted before it happens.
"""

from __future__ import annotations

import struct
from typing import Final

from agent.input.memory import (
    PLACE_AT,
    PLACES,
    PLACES_AT,
    POINTER_COUNT_AT,
    POINTER_TIME_AT,
    PRESS_COUNT_AT,
    PRESS_TIME_AT,
    PRESSES_AT,
    InputMemory,
)

_U64: Final = struct.Struct("=Q")
_U32: Final = struct.Struct("=I")
_PLACE: Final = struct.Struct("=ii")


class Injected:
    """Counts, last place and last times, in the shared page."""

    def __init__(self, memory: InputMemory) -> None:
        """Take the page."""
        self._page = memory.page

    def pointer_goes(self, x: int, y: int, now: int) -> None:
        """Note a pointer event at a place of the desktop; `now` is in ns, monotonic."""
        _PLACE.pack_into(self._page, PLACES_AT + _PLACE.size * (self.pointer_count % PLACES), x, y)
        _PLACE.pack_into(self._page, PLACE_AT, x, y)
        _U64.pack_into(self._page, POINTER_TIME_AT, now)
        _U64.pack_into(self._page, POINTER_COUNT_AT, self.pointer_count + 1)

    def key_goes_down(self, key: int, now: int) -> None:
        """Note a key press."""
        at = PRESSES_AT + 4 * key
        _U32.pack_into(self._page, at, (self.presses(key) + 1) & 0xFFFFFFFF)
        _U64.pack_into(self._page, PRESS_TIME_AT, now)
        _U64.pack_into(self._page, PRESS_COUNT_AT, self.press_count + 1)

    @property
    def pointer_count(self) -> int:
        """Pointer events so far."""
        return self._u64(POINTER_COUNT_AT)

    @property
    def press_count(self) -> int:
        """Key presses so far."""
        return self._u64(PRESS_COUNT_AT)

    @property
    def place(self) -> tuple[int, int]:
        """Where the pointer was put last, on the desktop."""
        x, y = _PLACE.unpack_from(self._page, PLACE_AT)
        return int(x), int(y)

    @property
    def places(self) -> frozenset[tuple[int, int]]:
        """Where the pointer was put lately, on the desktop."""
        taken = min(self.pointer_count, PLACES) * _PLACE.size
        return frozenset(_PLACE.iter_unpack(self._page[PLACES_AT : PLACES_AT + taken]))

    @property
    def pointer_time(self) -> int:
        """When a pointer event was injected last, in ns, monotonic; 0 for never."""
        return self._u64(POINTER_TIME_AT)

    @property
    def press_time(self) -> int:
        """When a key was pressed last, in ns, monotonic; 0 for never."""
        return self._u64(PRESS_TIME_AT)

    def presses(self, key: int) -> int:
        """Presses of one key so far."""
        return int(_U32.unpack_from(self._page, PRESSES_AT + 4 * key)[0])

    def _u64(self, at: int) -> int:
        return int(_U64.unpack_from(self._page, at)[0])
