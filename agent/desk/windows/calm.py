"""For how long a window has stood as it is, in sight: what says yes is inert until then (experience 2.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection

Covered = Callable[[int], bool]
"""Says of a window, by the display's number, whether something that is not ours lies above a part of it."""
Covers = Callable[[int, Collection[int]], bool]
"""Says the same, told which windows are ours."""


class Calm:
    """Counts anew when the window appears, changes, is moved, gets its focus back, or was covered."""

    def __init__(self, now: Callable[[], float], is_covered: Covered) -> None:
        """Take a clock in seconds that only goes forward, and what tells that a window is covered."""
        self._now = now
        self._asks = is_covered
        self._since: float | None = None
        self._seen_since = 0.0
        self.is_covered = False

    def begin(self) -> None:
        """Count anew."""
        self._since = self._seen_since = self._now()

    def look(self, window: int) -> None:
        """Look whether the window is covered: as long as it is, it is not in sight."""
        self.is_covered = self._asks(window)
        if self.is_covered:
            self._seen_since = self._now()

    def stood(self, seconds: float) -> bool:
        """Say whether the window has stood unchanged for so long, in sight or not: keys count from then on."""
        return self._since is not None and self._now() - self._since >= seconds

    def lasted(self, seconds: float) -> bool:
        """Say whether it has stood unchanged and in sight for so long: what says yes works from then on."""
        return self.stood(seconds) and not self.is_covered and self._now() - self._seen_since >= seconds
