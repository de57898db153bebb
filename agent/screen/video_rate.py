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

LEAST_SHARE: Final = 0.4
MOST_SHARE: Final = 0.7
REST_BITS: Final = 600_000
"""Part of the line that a film has at least, and at most; bits a second of it, between these, that are for what is
typed and pointed at beside the film. A segment that is not sent is one that cannot be lost, and a lost one has all
behind it stand still for a fifth of a second: of 1 Mbit/s with 1 % loss a film with 0.7 of the line shows fewer
pictures than one with 0.4 (docs/benchmarks-screen.md)."""

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


def film_share(line: float) -> int:
    """Give the bits a second that a film may have of a line of so many."""
    return int(min(max(line - REST_BITS, LEAST_SHARE * line), MOST_SHARE * line))


class VideoRate:
    """Says what a film's encoder may spend."""

    def __init__(self) -> None:
        """Begin with a line that has room."""
        self._changed_at = self._full_at = float("-inf")
        self._tried = False
        self._too_much = 0
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
        carried = 0 if rate is None else film_share(rate * _BITS)
        if share > HELD and rate is not None and now - self._changed_at >= EVERY:
            if self._tried:
                self._patience, self._too_much = min(self._patience * 2, LONGEST), self._bits
            elif carried < self._bits / 2:
                self._patience, self._too_much = UP_AFTER, 0
            self._set(min(carried, self._bits), now, tried=False)
        elif self._bits < MOST and now - max(self._full_at, self._changed_at) >= UP_AFTER and carried > self._bits:
            self._set(carried, now, tried=False)
        elif self._bits < MOST and now - max(self._full_at, self._changed_at) >= self._patience:
            if self._tried and self._bits >= self._too_much:
                self._patience = UP_AFTER  # the step before this one did no harm, where one did before
            self._set(int(self._bits * STEP_UP), now, tried=True)

    def _set(self, bits: int, now: float, *, tried: bool) -> None:
        self._bits = min(max(bits, LEAST), MOST)
        self._changed_at, self._tried = now, tried
