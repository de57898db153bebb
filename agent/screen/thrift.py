"""
How much of the computer the picture may use: its owner works on it, too.

Seconds of processor time are saved up while little happens and spent while much does, so a key's echo never waits and a
film that costs too much comes with fewer pictures a second. Pure: the caller hands in the times.
"""

from __future__ import annotations

from typing import Final

USUAL: Final = 0.5
"""Cores that may be used on average, unless it is set otherwise."""

LEAST: Final = 0.05
"""Cores below which nobody can follow what happens."""

SAVED: Final = 0.5
"""Seconds of processor time that may be saved up: a whole picture, or a window that opens."""

LONGEST: Final = 0.25
"""Seconds that a frame waits at most, whatever was spent before: slow is better than stopped."""

SOON: Final = 0.0005
"""Seconds that are not worth waiting for."""


SETTING: Final = "ATTENDED_SCREEN_CPU"
"""Environment variable with the per cent of one core that the picture may use on average, such as 50."""


def cores_of(setting: str | None) -> float:
    """Give the cores that a setting allows; the usual ones where there is none, or none that is a number above 0."""
    if setting is None or not setting.isascii() or not setting.isdecimal() or int(setting) == 0:
        return USUAL
    return int(setting) / 100


class Thrift:
    """Says how long the next frame must wait so that all of them together cost no more than allowed."""

    def __init__(self, cores: float, used: float, now: float) -> None:
        """Take the cores allowed on average, and the processor time that this process has used so far, in seconds."""
        self._cores = max(cores, LEAST)
        self._used = used
        self._at = now
        self._saved = SAVED

    def wait(self, used: float, now: float) -> float:
        """Give the seconds until the next frame may be made, 0 for now."""
        self._saved += (now - self._at) * self._cores - (used - self._used)
        # What cannot be paid back soon is forgiven: else one slow minute would be followed by another.
        self._saved = min(max(self._saved, -LONGEST * self._cores), SAVED)
        self._used, self._at = used, now
        wait = -self._saved / self._cores
        return wait if wait > SOON else 0.0
