"""What a film may spend follows the line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.screen.video_rate import (
    FREE,
    LEAST,
    LEAST_SHARE,
    MOST,
    MOST_SHARE,
    REST_BITS,
    VideoRate,
    film_share,
)
from agent.screen.waiting import Waiting


def play(rate: VideoRate, seconds: float, *, begin: float, waits: float, line: float) -> float:
    """Play 30 frames a second, each of which waits for so long; give when that ends."""
    waiting = Waiting()
    for frame in range(int(seconds * 30)):
        at = begin + frame / 30
        rate.judge(waiting.waited(waits, at), line, at)
    return begin + seconds


@pytest.mark.parametrize(
    ("line", "film"), [(256_000, 102_400), (1_000_000, 400_000), (2_000_000, 1_400_000), (10_000_000, 7_000_000)]
)
def test_a_film_has_less_of_a_thin_line(line: int, film: int) -> None:
    """Two fifths up to 1 Mbit/s, seven tenths from 2 Mbit/s on."""
    assert film_share(line) == pytest.approx(film, abs=1)


@given(line=st.floats(0, 1e9), more=st.floats(0, 1e6))
def test_what_a_film_has_grows_with_the_line_and_never_by_a_leap(line: float, more: float) -> None:
    """Of a line that has a little more, a film has a little more at most, and never less."""
    grown = film_share(line + more) - film_share(line)

    assert 0 <= grown <= more + 1  # whole bits


@given(line=st.floats(0, 1e9))
def test_beside_a_film_there_is_room_for_what_is_typed(line: float) -> None:
    """It has two fifths at least and seven tenths at most; between these, all but what the rest needs."""
    film = film_share(line)

    assert LEAST_SHARE * line - 1 <= film <= MOST_SHARE * line
    assert line - film >= min(REST_BITS, (1 - LEAST_SHARE) * line) - 1e-6 * line
    assert film >= min(line - REST_BITS, MOST_SHARE * line) - 1


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

    assert rate.bits == film_share(125_000 * 8)
    assert thin.bits == LEAST


def test_a_line_that_got_room_again_gives_it_back_in_steps() -> None:
    """What the line carries comes back at once, the rest in steps: each change costs a large picture."""
    rate = VideoRate()
    at = play(rate, 5, begin=1, waits=0.03, line=125_000)
    assert play(rate, 2, begin=at, waits=0, line=1_000_000)
    assert rate.bits >= film_share(1_000_000 * 8)
    seen = {rate.bits}
    for _ in range(20):
        at = play(rate, 1, begin=at + 2, waits=0, line=125_000)
        seen.add(rate.bits)

    assert rate.bits == MOST
    assert len(seen) <= 12


def test_more_than_the_line_carries_is_tried_ever_less_often() -> None:
    """Where the next step is always too much it does not pump."""
    rate, waiting, seen = VideoRate(), Waiting(), []
    for frame in range(30 * 120):
        at = 1 + frame / 30
        rate.judge(waiting.waited(0.03 if rate.bits > 800_000 else 0, at), 125_000, at)
        seen.append(rate.bits)
    late = seen[30 * 60 :]

    assert len([1 for one, other in pairwise(late) if other > one]) <= 5


def test_past_what_was_too_much_it_goes_up_quickly_again() -> None:
    """A line that became wide is not taken for the thin one it was, however often that one was too full."""
    rate, waiting = VideoRate(), Waiting()
    for frame in range(30 * 120):
        at = 1 + frame / 30
        rate.judge(waiting.waited(0.03 if rate.bits > 800_000 else 0, at), 125_000, at)
    play(rate, 90, begin=121, waits=0, line=125_000)

    assert rate.bits == MOST


def test_a_wait_now_and_then_changes_nothing() -> None:
    """A stutter is no thin line."""
    rate, waiting = VideoRate(), Waiting()
    for frame in range(300):
        rate.judge(waiting.waited(0.01 if frame % 30 == 0 else 0, 1 + frame / 30), 50_000, 1 + frame / 30)

    assert rate.bits == MOST
    assert FREE < 0.1


@pytest.mark.parametrize(("wide", "thin"), [(8e6, 1e6), (20e6, 2e6)])
def test_a_line_that_was_thin_for_a_while_has_a_fine_film_soon_again(wide: float, thin: float) -> None:
    """What was too much for another line is no reason to be patient: in half a minute the film has half of this one."""
    rate, waiting, at = VideoRate(), Waiting(), 0.0
    for line, seconds in ((wide, 90.0), (thin, 20.0), (wide, 30.0)):
        until = at + seconds
        while at < until:
            is_full = rate.bits > 0.95 * line
            rate.judge(
                waiting.waited(0.03 if is_full else 0.0, at), (line if is_full else min(line, 1.3 * rate.bits)) / 8, at
            )
            at += 1 / 30

    assert rate.bits >= wide / 2
