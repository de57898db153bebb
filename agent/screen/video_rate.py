"""
How many bits a second a film may have: all it wants while the line has room, and what the line carries when it has not.

While frames wait for room the line's rate is measured truly, so a share of it is given to the film. While nothing waits
the measured rate only says what was sent, so the film is given more, step by step, until it has all it wants.
Pure: the caller hands in the time.
"""

from __future__ import annotations

from typing import Final

MOST: Final = 40_000_000
"""Bits a second at which quality alone decides."""

LEAST: Final = 100_000
"""Bits a second below which a film is not made smaller: its pictures come more seldom instead."""

SHARE: Final = 0.7
"""Part of the line for the film; the rest is for what is typed and pointed at beside it."""

MEMORY: Final = 1.0
"""Seconds over which waiting is judged."""

HELD: Final = 0.3
"""Share of the time spent waiting for room from which the line is full."""

FREE: Final = 0.05
"""Share of the time below which it has room."""

STEP_UP: Final = 1.4
EVERY: Final = 2.0
"""How much more at once, and seconds between changes: each change costs a picture that stands for itself."""

_BITS: Final = 8


class VideoRate:
    """Says what a film's encoder may spend."""

    def __init__(self) -> None:
        """Begin with a line that has room."""
        self._held = 0.0
        self._at: float | None = None
        self._changed_at = float("-inf")
        self._bits = MOST

    @property
    def bits(self) -> int:
        """Bits a second."""
        return self._bits

    def waited(self, seconds: float, rate: float | None, now: float) -> None:
        """Take note that a frame waited so long for room, and of the line's rate in bytes a second, if known."""
        span = 0.0 if self._at is None else max(now - self._at, 0.001)
        self._at = now
        weight = min(span / MEMORY, 1.0)
        self._held += (min(seconds / span, 1.0) - self._held) * weight if span else 0.0
        if now - self._changed_at < EVERY:
            return
        if self._held > HELD and rate is not None:
            self._set(min(int(rate * _BITS * SHARE), self._bits), now)
        elif self._held < FREE and self._bits < MOST:
            self._set(int(self._bits * STEP_UP), now)

    def _set(self, bits: int, now: float) -> None:
        self._bits = min(max(bits, LEAST), MOST)
        self._changed_at = now
