"""
The page of memory that desk and engine share about input.

The engine writes, before it does; the desk reads, also when the engine is dead. All numbers are in this machine's byte
order; single bytes and aligned numbers are written in one piece, so a reader never sees half of one.

      0  magic "AIN1"
      8  keys held down: 256 bits, bit n % 8 of byte n // 8 is key n (on X11 the keycode, elsewhere a place in KEYS)
     40  buttons held down: 8 bits, in the order of BUTTONS
     48  keycodes borrowed for characters that the keyboard map lacks: 256 bits, as the keys
     80  pointer events injected, u64          88  key presses injected, u64
     96  last pointer place: x i32, y i32     104  last pointer event, u64 (ns, monotonic)
    112  last key press, u64 (ns, monotonic)
    128  presses injected for each key: 256 of u32
   1152  the last pointer places, in turn: 32 of x i32, y i32
"""

from __future__ import annotations

import mmap
import os
import tempfile
from typing import Final

MAGIC: Final = b"AIN1"
SIZE: Final = 4_096
KEYS_AT: Final = 8
BUTTONS_AT: Final = 40
BORROWED_AT: Final = 48
POINTER_COUNT_AT: Final = 80
PRESS_COUNT_AT: Final = 88
PLACE_AT: Final = 96
POINTER_TIME_AT: Final = 104
PRESS_TIME_AT: Final = 112
PRESSES_AT: Final = 128
KEYS: Final = 256
PLACES_AT: Final = 1_152
PLACES: Final = 32
"""How many of the last pointer places are kept: a quarter of a second of a busy hand."""


class InputMemory:
    """
    The shared page. The desk makes it and hands `descriptor` to the engine, which attaches to it.

    The descriptor is that of a file without a name: nothing stays behind when both have ended.
    """

    def __init__(self, descriptor: int) -> None:
        """
        Map a page that was made by `create`; takes over the descriptor.

        Raises:
            ValueError: This is no such page.
        """
        self.descriptor = descriptor
        self.page = mmap.mmap(descriptor, SIZE)
        if self.page[: len(MAGIC)] != MAGIC:
            self.close()
            raise ValueError("not a page of input memory")

    @classmethod
    def create(cls) -> InputMemory:
        """Make an empty page."""
        with tempfile.TemporaryFile(prefix="attended-input-") as file:
            file.write(MAGIC + bytes(SIZE - len(MAGIC)))
            file.flush()
            return cls(os.dup(file.fileno()))

    def close(self) -> None:
        """Let go of it here; the other end keeps it."""
        self.page.close()
        os.close(self.descriptor)
