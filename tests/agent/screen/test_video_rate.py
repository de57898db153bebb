"""What a film may spend follows the line."""

from __future__ import annotations

from agent.screen.video_rate import FREE, LEAST, MOST, SHARE, VideoRate


def play(rate: VideoRate, seconds: float, *, begin: float, waits: float, line: float) -> float:
    """Play 30 frames a second, each of which waits for so long; give when that ends."""
    for frame in range(int(seconds * 30)):
        rate.waited(waits, line, begin + frame / 30)
    return begin + seconds


def test_a_line_with_room_gives_a_film_all_it_wants() -> None:
    """While nothing waits the measured rate, which is only what was sent, limits nothing."""
    rate = VideoRate()
    play(rate, 5, begin=1, waits=0, line=10_000)

    assert rate.bits == MOST


def test_a_full_line_gives_a_film_its_share() -> None:
    """Once frames wait for room, the film gets a part of what the line carries, and never next to nothing."""
    rate, thin = VideoRate(), VideoRate()
    play(rate, 5, begin=1, waits=0.03, line=125_000)
    play(thin, 5, begin=1, waits=0.03, line=1_000)

    assert rate.bits == int(125_000 * 8 * SHARE)
    assert thin.bits == LEAST


def test_a_line_that_got_room_again_gives_it_back_in_steps() -> None:
    """Quality comes back within half a minute, and not by pumping: each change costs a large picture."""
    rate = VideoRate()
    at = play(rate, 5, begin=1, waits=0.03, line=125_000)
    seen = {rate.bits}
    for _ in range(30):
        at = play(rate, 1, begin=at, waits=0, line=125_000)
        seen.add(rate.bits)

    assert rate.bits == MOST
    assert len(seen) <= 15


def test_a_wait_now_and_then_changes_nothing() -> None:
    """A stutter is no thin line."""
    rate = VideoRate()
    for frame in range(300):
        rate.waited(0.01 if frame % 30 == 0 else 0, 50_000, 1 + frame / 30)

    assert rate.bits == MOST
    assert FREE < 0.1
