"""How fine photographs are on a thin line."""

from __future__ import annotations

from agent.screen.quality import STEPS, Quality
from agent.screen.waiting import Waiting


def shown(quality: Quality, begin: float, seconds: float, held_at: int = 0) -> list[int]:
    """Show ten frames a second; from quality `held_at` on all of the time is spent waiting. Give what was shown."""
    found, waiting = [], Waiting()
    for number in range(int(seconds * 10)):
        at = begin + number / 10
        quality.judge(waiting.waited(0.1 if quality.jpeg >= held_at > 0 else 0.0, at), at)
        found.append(quality.jpeg)
    return found


def test_a_line_with_room_shows_the_finest() -> None:
    """Nothing waits, so nothing becomes coarser."""
    assert set(shown(Quality(), 1.0, 20)) == {STEPS[0]}


def test_a_line_that_stays_full_shows_the_coarsest_soon() -> None:
    """A step a second."""
    assert shown(Quality(), 1.0, 6, held_at=1)[-1] == STEPS[-1]


def test_room_brings_the_finest_back() -> None:
    """Within some seconds for each step."""
    quality = Quality()
    shown(quality, 1.0, 6, held_at=1)

    assert shown(quality, 7.0, 20)[-1] == STEPS[0]


def test_it_does_not_pump() -> None:
    """Where the finer one is always too much it is tried ever less often."""
    quality = Quality()
    found = shown(quality, 1.0, 300, held_at=STEPS[1])
    changes = [number for number in range(1, len(found)) if found[number] != found[number - 1]]

    assert len([at for at in changes if at > 1500]) <= 8
    assert set(found[1500:]) <= {STEPS[1], STEPS[2]}


def test_one_long_wait_changes_nothing() -> None:
    """A segment that TCP had to send again is no thin line."""
    quality, waiting = Quality(), Waiting()
    for number in range(50):
        at = 1 + number / 5
        quality.judge(waiting.waited(0.2 if number == 25 else 0.0, at), at)

    assert quality.jpeg == STEPS[0]
