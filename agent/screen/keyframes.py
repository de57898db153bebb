"""
When the whole picture is due again, so that a player which jumps need not go back far. Pure: it is told the time.

A minute after the last one while a player would have much to go back over; later, while that is next to nothing: an
hour of a blinking cursor is as many bytes as a few whole pictures, and sixty of those would be many times that.
"""

from __future__ import annotations

from typing import Final

SECONDS: Final = 60.0
"""Between keyframes, while much changes."""

MUCH: Final = 65_536
"""Bytes sent since the picture was whole that are much: about a keyframe of a desktop."""

MANY: Final = 1_024
"""Frames since then that are many: nine minutes of a blinking cursor, and a tenth of a second for a player."""


class Keyframes:
    """Counts what was sent since the last whole picture."""

    def __init__(self, now: float) -> None:
        """Begin as if one had just been sent."""
        self._at = now
        self._bytes = self._frames = 0
        self._is_whole = False

    def is_due(self, now: float) -> bool:
        """Say whether the next frame should be a keyframe, if there is anything to send."""
        if now - self._at <= SECONDS:
            return False
        return not self._is_whole or self._bytes >= MUCH or self._frames >= MANY

    def sent(self, size: int, now: float, *, keyframe: bool, whole: bool) -> None:
        """
        Take note of a frame.

        `whole` says that nothing is left to send, neither parts that did not fit nor exact pixels for approximate
        ones. What follows a keyframe until then is its own cost.
        """
        if keyframe:
            self._at, self._is_whole = now, False
        if not self._is_whole:
            self._is_whole, self._bytes, self._frames = whole, 0, 0
        else:
            self._bytes += size
            self._frames += 1
