"""Pacing, on a line that is simulated to the byte."""

from __future__ import annotations

from collections import deque

import pytest

from agent.screen.pace import MOST_FRAMES, PATIENCE, Pace


class Simulated:
    """A line of `rate` bytes a second and `trip` seconds there and back; always something to send."""

    def __init__(self, rate: float, trip: float) -> None:
        self.rate, self.trip, self.now = rate, trip, 100.0
        self.pace = Pace(self.now)
        self.free_at = self.now
        self.acks: deque[tuple[float, int]] = deque()
        self.frames, self.longest_queue = 0, 0.0

    def run(self, seconds: float, size: int) -> None:
        """Send frames of `size` bytes as soon as each may be made."""
        end = self.now + seconds
        while self.now < end:
            while self.acks and self.acks[0][0] <= self.now:
                self.pace.acknowledged(self.acks.popleft()[1], 0.0, self.now)
            wait = self.pace.wait(self.now)
            if wait <= 0:
                self._send(size)
                continue
            steps = [self.now + wait, *(at for at, _ in list(self.acks)[:1])]
            self.now = max(min(steps), self.now + 1e-4)

    def _send(self, size: int) -> None:
        self.frames += 1
        begins = max(self.free_at, self.now)
        self.longest_queue = max(self.longest_queue, begins - self.now)
        self.free_at = begins + size / self.rate
        self.acks.append((self.free_at + self.trip, self.frames))
        self.pace.sent(self.frames, size, self.now)


@pytest.mark.parametrize(
    ("rate", "trip", "size"),
    [(125_000, 0.08, 20_000), (1_250_000, 0.04, 40_000), (32_000, 0.05, 8_000), (60_000_000, 0.002, 50_000)],
)
def test_the_line_is_used_and_nothing_queues_for_half_a_second(rate: float, trip: float, size: int) -> None:
    """From thin to thick, most of the line (or of 60 frames) is used, and no frame waits behind others for long."""
    line = Simulated(rate, trip)
    line.run(5.0, size)
    before, line.longest_queue = line.frames, 0.0
    line.run(10.0, size)
    used = (line.frames - before) / 10.0

    assert used >= 0.7 * min(rate / size, 60.0)
    assert line.longest_queue < 0.5


def test_the_window_follows_a_line_that_becomes_thin_and_recovers() -> None:
    """Ten seconds at a quarter of the rate, then back: within two seconds it is used again."""
    line = Simulated(1_000_000, 0.05)
    line.run(5.0, 20_000)
    line.rate = 32_000
    line.run(10.0, 20_000)
    line.longest_queue = 0.0
    line.rate = 1_000_000
    line.run(2.0, 20_000)
    before = line.frames
    line.run(2.0, 20_000)

    assert (line.frames - before) / 2.0 >= 0.6 * 50


def test_without_any_acknowledgement_little_is_sent_but_never_nothing() -> None:
    """Silence is met with one frame after a while, then one after twice that."""
    pace, now, sent = Pace(0.0), 0.0, []
    while now < 20:
        wait = pace.wait(now)
        if wait > 0:
            now += wait
            continue
        sent.append(now)
        pace.sent(len(sent), 100_000, now)

    early = [at for at in sent if at < PATIENCE / 2]
    assert len(early) <= MOST_FRAMES
    assert 2 <= len(sent) - len(early) <= 8


def test_a_later_acknowledgement_covers_those_before() -> None:
    """One that got lost does no harm."""
    pace = Pace(0.0)
    for frame in range(1, 4):
        pace.sent(frame, 1_000_000, 0.0)
    assert pace.wait(0.1) > 0
    pace.acknowledged(3, 0.001, 0.2)

    assert pace.wait(0.2) == 0


def test_an_acknowledgement_of_nothing_changes_nothing() -> None:
    """Frames never sent, or acknowledged before, are ignored."""
    pace = Pace(0.0)
    pace.acknowledged(17, 0.001, 0.1)

    assert pace.rate is None
    assert pace.round_trip is None


def test_a_burst_is_three_frames_and_then_sixty_a_second() -> None:
    """The echo of a key may come in steps; a storm may not use the whole computer."""
    pace, now, sent = Pace(0.0), 0.0, 0
    while now < 1.0:
        wait = pace.wait(now)
        if wait > 0:
            now += wait
            continue
        sent += 1
        pace.sent(sent, 100, now)
        pace.acknowledged(sent, 0.0, now)

    assert 58 <= sent <= 64
