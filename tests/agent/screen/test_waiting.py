"""How much frames waited of late."""

from __future__ import annotations

import pytest

from agent.screen.waiting import MEMORY, Waiting


def test_the_share_follows_what_frames_waited() -> None:
    """Half of the time for some seconds is a half; then none is none soon."""
    waiting = Waiting()
    for number in range(50):
        waiting.waited(0.05, 1 + number / 10)
    assert waiting.share == pytest.approx(0.5, abs=0.01)
    for number in range(50):
        waiting.waited(0.0, 6 + number / 10)

    assert waiting.share < 0.01


def test_one_wait_counts_for_its_length_and_the_first_for_nothing() -> None:
    """A tenth of a second in which a segment was sent again is a tenth of what is remembered."""
    waiting = Waiting()
    assert waiting.waited(9.0, 1.0) == 0.0

    assert waiting.waited(0.1 * MEMORY, 1 + 0.1 * MEMORY) == pytest.approx(0.1)


def test_nobody_waits_longer_than_the_time_that_passed() -> None:
    """Whatever is told, the share is at most all of the time, also when no time seems to have passed."""
    waiting = Waiting()
    waiting.waited(0.0, 1.0)

    assert waiting.waited(50.0, 1.0 + 10 * MEMORY) == 1.0
    assert waiting.waited(1.0, 1.0 + 10 * MEMORY) == 1.0
