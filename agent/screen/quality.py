"""
How fine photographs are while they move: as fine as ever while the line has room, coarser while frames wait for it.

It does not pump up and down: it becomes coarser within a second, finer only after a while in which nothing waited, and
when finer turned out to be too much, it tries again later and later. Pure: the caller hands in the time.
"""

from __future__ import annotations

from typing import Final

from agent.screen.encode import QUALITY

STEPS: Final = (QUALITY, 70, 55, 40)
"""JPEG qualities; the last one still lets large letters in a photograph be read. What rests is sent exactly anyway."""

HELD: Final = 0.4
FREE: Final = 0.1
"""Share of the time spent waiting for the line from which it is full, and below which it has room."""

COARSER_AFTER: Final = 1.0
FINER_AFTER: Final = 4.0
LONGEST: Final = 64.0
"""Seconds between steps down; with room before a step up, at first and at most."""


class Quality:
    """Says how fine a JPEG may be."""

    def __init__(self) -> None:
        """Begin with a line that has room."""
        self._step = 0
        self._changed_at = float("-inf")
        self._full_at = float("-inf")
        self._went_up = False
        self._patience = FINER_AFTER

    @property
    def jpeg(self) -> int:
        """JPEG quality, 0 to 100."""
        return STEPS[self._step]

    def judge(self, share: float, now: float) -> None:
        """Hear which share of the time frames waited for room on the line of late."""
        if share > FREE:
            self._full_at = now
        if share > HELD and now - self._changed_at >= COARSER_AFTER:
            self._coarser(now)
        elif self._step > 0 and now - max(self._changed_at, self._full_at) >= self._patience:
            self._finer(now)

    def _coarser(self, now: float) -> None:
        if self._step + 1 == len(STEPS):
            return
        if self._went_up:
            self._patience = min(self._patience * 2, LONGEST)
        self._step, self._changed_at, self._went_up = self._step + 1, now, False

    def _finer(self, now: float) -> None:
        if self._went_up:
            self._patience = FINER_AFTER  # the step before this one did no harm
        self._step, self._changed_at, self._went_up = self._step - 1, now, True
