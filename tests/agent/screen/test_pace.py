"""Pacing, on a line that is simulated to the segment, losses as TCP makes them felt."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.screen.fit import WHOLE
from agent.screen.pace import (
    BEGIN_FRAMES,
    FIRST_WINDOW,
    LEAST_FRAME,
    MOST_FRAMES,
    PATIENCE,
    PROBE_BYTES,
    QUICK_BYTES,
    QUICK_FRAMES,
    QUICK_SECONDS,
    QUIET_BYTES,
    QUIET_FRAMES,
    QUIET_SECONDS,
    TRIP_BYTES,
    TRIP_MEMORY,
    UNCHECKED,
    Pace,
)
from benchmarks.screen.line import RESEND, Profile, Way

ACK_BYTES = 120
A_MEGABIT = 125_000
"""Bytes a second of 1 Mbit/s: the slowest line on which nothing may queue for half a second."""


class Simulated:
    """A line, and a stream with something to send at any time (or every so many seconds), as far as there is room."""

    def __init__(self, profile: Profile, seed: int = 1) -> None:
        self.profile = profile
        self.down, self.up = Way(profile, seed), Way(profile, seed + 1)
        self.now = 100.0
        self.pace = Pace(self.now)
        self.acks: deque[tuple[float, int, float]] = deque()
        self.frames, self.bytes = 0, 0
        self.waits: list[float] = []
        self.sent_at = self.now

    def becomes(self, rate: float) -> None:
        """Change the rate, in bytes a second."""
        self.down.profile = self.up.profile = self.profile = replace(self.profile, rate=rate * 8)

    def run(self, seconds: float, size: int, every: float = 0.0) -> None:
        """Send as soon as each frame may be made."""
        end = self.now + seconds
        while self.now < end:
            while self.acks and self.acks[0][0] <= self.now:
                self._hear()
            wait = max(self.pace.wait(self.now, self.unsent), self.sent_at + every - self.now)
            if size > WHOLE and self.pace.room(self.now) <= 0:
                wait = max(wait, self.pace.silence(self.now))
            if wait <= 0:
                self._send(size)
                continue
            self.now = max(min([self.now + wait, *(at for at, *_ in list(self.acks)[:1])]), self.now + 1e-4)

    @property
    def unsent(self) -> int:
        """Bytes that the line has not taken in: they lie on the sender's computer."""
        rate = (self.profile.rate or 0.0) / 8
        return int(max((self.down.busy_until - self.now) * rate - self.profile.queue, 0))

    def hear_all(self) -> None:
        """Wait until everything is acknowledged."""
        while self.acks:
            self.now = max(self.now, self.acks[0][0])
            self._hear()

    def _hear(self) -> None:
        at, frame, sent_at = self.acks.popleft()
        self.waits.append(at - sent_at - self.profile.round_trip)
        self.pace.acknowledged(frame, 0.0, self.now)

    def _send(self, size: int) -> None:
        self.frames += 1
        size = size if size <= WHOLE else int(min(size, self.pace.room(self.now)))
        self.bytes += size
        self.sent_at = self.now
        drawn = self.down.send(size, self.now)
        self.acks.append((self.up.send(ACK_BYTES, drawn), self.frames, self.now))
        self.pace.sent(self.frames, size, self.now)


def a_line(rate: float, trip: float, loss: float = 0.0) -> Profile:
    """Give a line of `rate` bytes a second."""
    return Profile("", rate * 8, trip, loss)


@pytest.mark.parametrize(
    ("rate", "trip", "size"),
    [(125_000, 0.08, 20_000), (1_250_000, 0.04, 40_000), (32_000, 0.08, 9_000), (125_000_000, 0.002, 50_000)],
)
def test_the_line_is_used_and_nothing_queues_for_half_a_second(rate: float, trip: float, size: int) -> None:
    """From thin to thick, most of the line (or of 60 frames) is used, and soon no frame is late for long."""
    line = Simulated(a_line(rate, trip))
    line.run(5.0, size)
    before = line.bytes
    line.run(10.0, size)

    assert (line.bytes - before) / 10.0 >= 0.7 * min(rate, 60.0 * size)
    assert max(line.waits[:8]) < 1.1
    assert max(line.waits[8:]) < 0.5


@settings(max_examples=60, deadline=None)
@given(
    rate=st.floats(32_000, 125_000_000),
    trip=st.floats(0.001, 0.2),
    size=st.integers(500, 200_000),
    every=st.sampled_from([0.0, 0.033, 0.2]),
)
def test_on_any_line_nothing_queues_for_long_or_stalls(rate: float, trip: float, size: int, every: float) -> None:
    """Whatever the line and however much there is to send, frames keep coming and are drawn in time."""
    line = Simulated(a_line(rate, trip))
    line.run(12.0, size, every)
    before = line.frames
    line.run(5.0, size, every)

    # Of thousands of lines the worst, of 32 kB a second, needs 0.67; one of 33 kB carries 12 frames of 8 kB meanwhile.
    longest, fewest = (0.5, 3.0) if rate >= A_MEGABIT else (0.7, 2.2)
    assert max(line.waits[12:]) < longest
    assert line.frames - before >= 5 * min(fewest, 0.9 / max(every, 0.01))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_losses_do_not_stop_the_picture_nor_fill_the_line(seed: int) -> None:
    """On 1 Mbit/s with 80 ms and 1 % loss a film is late by what TCP needs to send a segment again, and little more."""
    line = Simulated(a_line(125_000, 0.08, 0.01), seed)
    line.run(30.0, 2_900, 0.033)
    late = sorted(line.waits)

    assert line.bytes / 30.0 >= 0.7 * 2_900 / 0.033
    assert late[len(late) * 95 // 100] < RESEND + 0.4
    assert late[len(late) // 2] < 0.1


def test_the_window_follows_a_line_that_becomes_thin_and_recovers() -> None:
    """Ten seconds at a fortieth of the rate, then back: little is late meanwhile, and soon all of it is used again."""
    line = Simulated(a_line(1_250_000, 0.04))
    line.run(5.0, 20_000)
    line.becomes(32_000)
    line.run(5.0, 20_000)
    line.waits.clear()
    line.run(5.0, 20_000)
    assert max(line.waits) < 0.5
    line.becomes(1_250_000)
    line.run(2.0, 20_000)
    before = line.bytes
    line.run(2.0, 20_000)

    assert (line.bytes - before) / 2.0 >= 0.7 * 60 * 20_000


def test_what_a_line_no_longer_takes_holds_up_what_comes_after_it() -> None:
    """A film made for ten Mbit/s meets a line of 256 kbit/s: none of its pictures is added to what lies here unsent."""
    line = Simulated(a_line(1_250_000, 0.04))
    line.run(5.0, WHOLE, 0.033)
    line.waits.clear()
    line.becomes(32_000)
    line.run(6.0, WHOLE, 0.033)

    # The line's own queue is half a second, and a picture a quarter; without a look at what is unsent it was 1.5.
    assert max(line.waits) < 0.9


def test_the_rate_does_not_pump() -> None:
    """On a steady line each second carries about as much as the next."""
    line = Simulated(a_line(125_000, 0.08))
    line.run(5.0, 20_000)
    seconds = []
    for _ in range(20):
        before = line.bytes
        line.run(1.0, 20_000)
        seconds.append(line.bytes - before)

    assert min(seconds) >= 0.6 * max(seconds)


def test_what_was_measured_with_little_to_send_says_nothing_against_the_line() -> None:
    """After a minute of typing a page of text still goes out at once; a film's worth is told apart first."""
    line = Simulated(a_line(12_500_000, 0.01))
    line.run(5.0, 60_000)
    line.run(60.0, 300, 0.2)

    assert line.pace.room(line.now) == UNCHECKED


def test_the_first_frame_is_small_and_tells_the_round_trip() -> None:
    """The next follows at once, with what a line nobody knows may be given."""
    pace = Pace(0.0)
    assert pace.room(0.0) == PROBE_BYTES
    pace.sent(1, 2_000, 0.0)
    assert pace.wait(0.0) == 0
    assert pace.room(0.0) == FIRST_WINDOW / BEGIN_FRAMES
    pace.sent(2, 16_000, 0.0)
    assert pace.room(0.0) == FIRST_WINDOW - 18_000
    pace.sent(3, 14_000, 0.0)
    pace.acknowledged(1, 0.0, 0.09)

    assert pace.round_trip == pytest.approx(0.09)
    assert pace.room(0.1) >= LEAST_FRAME


@pytest.mark.parametrize(("rate", "trip", "seconds"), [(125_000_000, 0.005, 0.05), (1_250_000, 0.04, 0.3)])
def test_a_first_picture_of_a_quick_line_waits_for_few_answers(rate: float, trip: float, seconds: float) -> None:
    """What a line has carried it carries again, so 150 kB need no more than a few round trips from the very first."""
    line = Simulated(a_line(rate, trip))
    while line.bytes < 150_000:
        line.run(0.005, 100_000)

    assert line.now - 100.0 < seconds
    assert line.frames <= 9


@pytest.mark.parametrize("rate", [65_000, 125_000])
def test_a_first_picture_of_a_thin_line_does_not_queue(rate: float) -> None:
    """From half of 1 Mbit/s on, nothing of it waits behind half a second of itself, nor does the line stand idle."""
    line = Simulated(a_line(rate, 0.08))
    line.run(2.0, 100_000)

    assert max(line.waits) < 0.52
    assert line.bytes > 1.4 * rate


def test_a_frame_that_is_overdue_stops_more_from_following() -> None:
    """Before any acknowledgement tells: what has not come when it should have says that the line is thin now."""
    line = Simulated(a_line(1_250_000, 0.04))
    line.run(5.0, 20_000, 0.1)
    begin = line.now
    for number in range(3):
        assert line.pace.wait(begin + 0.1 * number) == 0
        line.pace.sent(line.frames + number + 1, 2_000, begin + 0.1 * number)

    assert line.pace.wait(begin + 0.3) == 0
    assert line.pace.wait(begin + 0.4) > 0


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


def test_the_best_rate_holds_for_two_seconds() -> None:
    """One slow frame says little of a line that was seen to be quicker just now; two seconds of them do."""
    pace = Pace(0.0)
    pace.sent(1, 2_000, 0.0)
    pace.acknowledged(1, 0.0, 0.001)
    pace.sent(2, 300_000, 1.0)
    pace.acknowledged(2, 0.0, 1.3)
    assert pace.rate == 2_000_000

    pace.sent(3, 300_000, 2.7)
    pace.acknowledged(3, 0.0, 3.0)
    assert pace.rate == pytest.approx(1_000_000)


def test_a_burst_is_four_frames_and_then_sixty_four_a_second() -> None:
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

    assert 64 <= sent <= 68


def test_small_frames_in_a_row_go_quietly_while_the_line_answers() -> None:
    """Eight small frames for each acknowledgement; none behind one that is awaited, large, or after a silence."""
    pace = Pace(0.0)
    assert not pace.may_be_quiet(55, 0.0)  # nobody has answered yet
    pace.sent(1, 55, 0.0)
    assert not pace.may_be_quiet(55, 0.01)
    pace.acknowledged(1, 0.0, 0.02)
    for number in range(QUIET_FRAMES):
        assert pace.may_be_quiet(55, 0.1 * number)
        pace.sent_quietly(55, 0.1 * number)
        assert pace.wait(0.1 * number) == 0

    assert not pace.may_be_quiet(55, 1.0)
    pace.sent(10, 55, 1.0)
    pace.acknowledged(10, 0.0, 1.02)
    assert pace.may_be_quiet(QUIET_BYTES, 1.1)
    assert not pace.may_be_quiet(QUIET_BYTES + 1, 1.1)
    assert not pace.may_be_quiet(55, 1.03 + QUIET_SECONDS)


def a_known(rate: float, trip: float = 0.005) -> Simulated:
    """Give a line that was used for five seconds, all of which is acknowledged."""
    line = Simulated(a_line(rate, trip))
    line.run(5.0, 60_000)
    line.hear_all()
    return line


@pytest.mark.parametrize("rate", [32_000, 125_000, 1_250_000, 125_000_000])
def test_a_frame_that_takes_a_hundredth_of_a_second_may_go_quietly(rate: float) -> None:
    """What a thin line takes that long for is little, and of a wide one it is never more than 32 kB."""
    line = a_known(rate)
    assert line.pace.rate is not None
    most = int(min(line.pace.rate * QUICK_SECONDS, QUICK_BYTES))

    assert most == pytest.approx(min(rate * QUICK_SECONDS, QUICK_BYTES), rel=0.15)
    assert line.pace.may_be_quiet(max(most, QUIET_BYTES), line.now)
    assert not line.pace.may_be_quiet(max(most, QUIET_BYTES) + 1, line.now)
    assert not line.pace.may_be_quiet(QUICK_BYTES + 1, line.now)


def test_what_went_quietly_before_a_frame_is_measured_with_it() -> None:
    """A line that collapses under a film is taken for what it is: its answer is for all that went before it."""
    line = a_known(12_500_000)
    for _ in range(QUICK_FRAMES):
        assert line.pace.may_be_quiet(23_000, line.now)
        line.pace.sent_quietly(23_000, line.now)
        line.now += 1 / 30
    line.pace.sent(1_000, 23_000, line.now)
    line.pace.acknowledged(1_000, 0.0, line.now - QUICK_FRAMES / 30 + (QUICK_FRAMES + 1) * 23_000 / 100_000)

    assert line.pace.rate == pytest.approx(100_000, rel=0.05)


def test_every_third_quick_frame_is_acknowledged() -> None:
    """A film of a wide line is heard of ten times a second, not thirty."""
    line = a_known(12_500_000)
    said = []
    for number in range(9):
        said.append(line.pace.may_be_quiet(23_000, line.now))
        if said[-1]:
            line.pace.sent_quietly(23_000, line.now)
        else:
            line.pace.sent(1_000 + number, 23_000, line.now)
            line.pace.acknowledged(1_000 + number, 0.0, line.now + 0.005)
        line.now += 0.033

    assert said == ([True] * QUICK_FRAMES + [False]) * 3


@pytest.mark.parametrize("quick", range(QUICK_FRAMES + 1))
def test_of_small_and_quick_frames_no_more_go_quietly_than_of_small_ones(quick: int) -> None:
    """They are counted together: after eight of either kind, and for a quick one after two, somebody must answer."""
    line = a_known(12_500_000)
    for number in range(QUIET_FRAMES):
        size = 23_000 if number < quick else QUIET_BYTES
        assert line.pace.may_be_quiet(size, line.now)
        assert line.pace.may_be_quiet(23_000, line.now) == (number < QUICK_FRAMES)
        line.pace.sent_quietly(size, line.now)

    assert not line.pace.may_be_quiet(1, line.now)
    assert not line.pace.may_be_quiet(23_000, line.now)


def test_while_a_line_is_new_every_frame_but_small_ones_is_acknowledged() -> None:
    """What it carries is being found out, and by acknowledgements only."""
    pace = Pace(0.0)
    pace.sent(1, 2_000, 0.0)
    pace.acknowledged(1, 0.0, 0.001)
    assert pace.rate == 2_000_000
    assert pace.may_be_quiet(QUIET_BYTES, 0.5)
    assert not pace.may_be_quiet(QUIET_BYTES + 1, 0.5)
    pace.sent(2, 2_000, 1.1)
    pace.acknowledged(2, 0.0, 1.101)

    assert pace.may_be_quiet(QUIET_BYTES + 1, 1.11)


def test_behind_something_on_its_way_no_quick_frame_goes_quietly() -> None:
    """What is awaited may be what the line became too thin for; nor does one go after a silence."""
    line = a_known(12_500_000)
    line.pace.sent(1_000, 300, line.now)
    assert not line.pace.may_be_quiet(300, line.now)
    line.pace.acknowledged(1_000, 0.0, line.now + 0.005)

    assert line.pace.may_be_quiet(300, line.now + QUIET_SECONDS)
    assert not line.pace.may_be_quiet(300, line.now + QUIET_SECONDS + 0.01)


def test_a_film_goes_quietly_however_long_it_plays() -> None:
    """Only what is small enough to tell the round trip is asked for it again, and a film's pictures are not."""
    line, quiet = a_known(12_500_000), 0
    for number in range(int(3 * TRIP_MEMORY * 30)):
        if line.pace.may_be_quiet(23_000, line.now):
            quiet += 1
            line.pace.sent_quietly(23_000, line.now)
        else:
            line.pace.sent(1_000 + number, 23_000, line.now)
            line.pace.acknowledged(1_000 + number, 0.0, line.now + 0.005)
        line.now += 1 / 30

    assert quiet == pytest.approx(2 * 3 * TRIP_MEMORY * 10, rel=0.01)
    assert not line.pace.may_be_quiet(TRIP_BYTES, line.now)
