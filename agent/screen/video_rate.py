"""
How many bits a second a film may have: all it wants while the line has room, and what the line carries when it has not.

While frames wait for room the line's rate is measured truly, so a share of it is given to the film. While nothing waits
the measured rate only says what was carried at least: the film is given its share of that, and then more, step by step,
until it has all it wants.
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

HELD: Final = 0.3
FREE: Final = 0.05
"""Share of the time spent waiting for the line from which it is full, and below which it has room."""

EVERY: Final = 2.0
"""Seconds between changes while the line is full: each change costs a picture that stands for itself."""

STEP_UP: Final = 1.4
UP_AFTER: Final = 1.0
LONGEST: Final = 16.0
"""How much more at once where nobody knows what the line carries; seconds with room before it, at first and at most."""

_BITS: Final = 8


class VideoRate:
    """Says what a film's encoder may spend."""

    def __init__(self) -> None:
        """Begin with a line that has room."""
        self._changed_at = self._full_at = float("-inf")
        self._tried = False
        self._patience = UP_AFTER
        self._bits = MOST

    @property
    def bits(self) -> int:
        """Bits a second."""
        return self._bits

    def judge(self, share: float, rate: float | None, now: float) -> None:
        """
        Hear which share of the time frames waited for room of late, and the line's rate in bytes a second, if known.

        What the line was seen to carry is given at once when it has room. More than that is tried, and where it was
        too much, later and later.
        """
        if share > FREE:
            self._full_at = now
        carried = 0 if rate is None else int(rate * _BITS * SHARE)
        if share > HELD and rate is not None and now - self._changed_at >= EVERY:
            self._patience = min(self._patience * 2, LONGEST) if self._tried else self._patience
            self._set(min(carried, self._bits), now, tried=False)
        elif self._bits < MOST and now - max(self._full_at, self._changed_at) >= UP_AFTER and carried > self._bits:
            self._set(carried, now, tried=False)
        elif self._bits < MOST and now - max(self._full_at, self._changed_at) >= self._patience:
            self._patience = UP_AFTER if self._tried else self._patience  # the step before this one did no harm
            self._set(int(self._bits * STEP_UP), now, tried=True)

    def _set(self, bits: int, now: float, *, tried: bool) -> None:
        self._bits = min(max(bits, LEAST), MOST)
        self._changed_at, self._tried = now, tried
