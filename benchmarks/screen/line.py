"""
A thin line, worked out: when bytes that are handed in now come out at its other end.

A program in user space cannot drop TCP's segments, so a lost one is played as what TCP makes of it: everything behind
it waits until it was sent again, and the rate is halved for a round trip.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SEGMENT = 1448
"""Bytes of a TCP segment on Ethernet."""
RESEND = 0.2
"""Seconds that TCP waits at least before it sends a lost segment again (Linux's smallest timer)."""
LEAST_QUEUE = 16_384
"""Bytes that wait at the thin place at least; a line with more on its way also queues more."""


@dataclass(frozen=True)
class Profile:
    """A line: bits a second, both ways alike (None: as fast as it goes), seconds there and back, share lost."""

    name: str
    rate: float | None = None
    round_trip: float = 0.0
    loss: float = 0.0

    @property
    def queue(self) -> float:
        """Bytes that may wait at the thin place: what a round trip holds."""
        return LEAST_QUEUE if self.rate is None else max(LEAST_QUEUE, self.rate / 8 * self.round_trip)


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("loopback"),
            Profile("thin", 1e6, 0.080, 0.01),
            Profile("home", 10e6, 0.040),
            Profile("narrow", 256e3, 0.080),
        )
    }
)


class Way:
    """One direction of a line. Times are seconds of any clock that only goes forward."""

    def __init__(self, profile: Profile, seed: int) -> None:
        self.profile = profile
        self.lost = 0
        self._dice = random.Random(seed)  # noqa: S311 - the same losses in each run
        self._free = 0.0
        self._slow_until = 0.0

    def send(self, size: int, now: float) -> float:
        """Hand in bytes, and be told when the last of them comes out: never before what was handed in earlier."""
        self._free = max(self._free, now)
        if self.profile.rate is None:
            return self._free + self.profile.round_trip / 2
        while size > 0:
            self._segment(min(size, SEGMENT), self.profile.rate)
            size -= SEGMENT
        return self._free + self.profile.round_trip / 2

    @property
    def busy_until(self) -> float:
        """Give when the thin place will have passed on all that was handed in."""
        return self._free

    def room_at(self, now: float) -> float:
        """Say when the queue at the thin place has room again; `now` if it has."""
        if self.profile.rate is None:
            return now
        return max(now, self._free - self.profile.queue * 8 / self.profile.rate)

    def _segment(self, size: int, rate: float) -> None:
        if self._dice.random() < self.profile.loss:
            self.lost += 1
            self._free += max(RESEND, self.profile.round_trip)
            self._slow_until = self._free + self.profile.round_trip
        self._free += size * 8 / (rate / 2 if self._free < self._slow_until else rate)
