"""How much of the time frames waited for the line of late: what tells a full line from one with room. Pure."""

from __future__ import annotations

from typing import Final

MEMORY: Final = 1.0
"""Seconds over which waiting is judged."""

_LEAST_SPAN: Final = 0.001


class Waiting:
    """Keeps the share of the time spent waiting. The caller hands in the time."""

    def __init__(self) -> None:
        """Begin with a line that has room."""
        self.share = 0.0
        """Part of the time of late, 0 to 1."""
        self._at: float | None = None

    def waited(self, seconds: float, now: float) -> float:
        """Take note that a frame waited so long for room on the line; give the share."""
        if self._at is not None:
            span = max(now - self._at, _LEAST_SPAN)
            self.share += (min(seconds / span, 1.0) - self.share) * min(span / MEMORY, 1.0)
        self._at = now
        return self.share
