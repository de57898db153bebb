"""
How much may be on its way: the console acknowledges what it has drawn, and nobody sends into a full line.

While there is no room nothing is grabbed, so what is sent next is always the newest state and never waited in a queue
of ours. Pure: the caller hands in the time.

The line is measured as it is used, as BBR does (Cardwell and others, "BBR: Congestion-Based Congestion Control", ACM
Queue 14(5), 2016; draft-ietf-ccwg-bbr): its rate is the most that was delivered in a round trip of late, its round trip
the shortest of late. The window is what the line holds by these, plus a little; a frame gets what is left of it. What
was measured while there was little to send says nothing against a quicker line, and is heard only when it is better.

A line that nobody knows is begun with: a small frame tells the round trip, others follow beside it. What it has carried
it carries again, so the window is what a moment of it carries at least, until a frame is seen to have queued.

A lost acknowledgement cannot stall the picture: a later one covers all before it, and when none comes at all, one more
frame goes out after a while, and then another after twice that.
"""

from __future__ import annotations

from collections import deque
from math import inf
from typing import Final, NamedTuple

MOST_FRAMES: Final = 8
"""Frames on their way at most: at 64 frames a second a line of 120 ms is kept busy."""

FIRST_WINDOW: Final = 32_768
BEGIN_SECONDS: Final = 0.25
"""Before a line is known: bytes on their way at first, then seconds of what it has carried at least."""

QUEUED: Final = 0.15
BEGUN: Final = 1.0
"""Seconds beyond the round trip after which a frame must have queued, so that the line is full and known; seconds from
the first acknowledgement after which it is known, full or not."""

SMALLEST_WINDOW: Final = 6_144
LARGEST_WINDOW: Final = 3 * 2**20
"""Bytes on their way at least, and at most (below one flow window)."""

PROBE_BYTES: Final = 2_048
"""Bytes of a frame that tells the round trip, and not how long its own bytes take; one such goes first."""

TRIP_BYTES: Final = 2 * PROBE_BYTES
"""Bytes up to which the acknowledgement of a frame into an empty line is taken for the round trip."""

BEGIN_FRAMES: Final = 2
"""Frames in which the window of a line that nobody knows is used, so that one is made while the other is drawn."""

LEAST_FRAME: Final = 2_048
"""Bytes that a frame into an empty line may always have."""

FRAME_SECONDS: Final = 0.05
"""Seconds of the line that a frame should have at most: what is typed meanwhile goes with the next."""

UNCHECKED: Final = 131_072
"""Bytes that a frame may have at most when the line was not filled for `CHECK_MEMORY`: a window's worth of text."""

WINDOW_OVER_LINE: Final = 1.25
"""The window over what the line was seen to hold: above 1, so that a line that got quicker is noticed."""

MUCH: Final = 0.8
"""Share of the window for what is spread over frames: what is typed meanwhile finds less before it on the line."""

WORTH: Final = 0.05
"""Share of the window that must be free before a part of what is spread is worth a frame."""

SLACK: Final = 0.04
"""Seconds beyond the round trip that a window covers: the console draws at the next refresh, and decodes."""

LIKELY_TRIP: Final = 0.1
"""Seconds that a round trip is taken for while none was measured."""

RATE_MEMORY: Final = 2.0
TRIP_MEMORY: Final = 10.0
CHECK_MEMORY: Final = 10.0
"""Seconds for which the best rate and the shortest round trip hold, and a line counts as known. Only a small frame sent
into an empty line tells the round trip; when the last such is too old, the line is let run empty once."""

TOO_LATE: Final = 0.3
"""Seconds beyond what a frame should have needed after which the line must have become thinner: measured anew."""

PATIENCE: Final = 1.0
MOST_PATIENCE: Final = 8.0
"""Seconds without an acknowledgement after which one more frame is sent; doubled each time up to the second."""

RATE: Final = 64.0
BURST: Final = 4.0
"""Frames a second on average, and how many may follow each other at once: a key's echo often comes in two steps, and a
first picture in several. Each frame costs the computer much the same, whatever little changed, and a page shows no more
than sixty. See `docs/decisions/0018-at-most-sixty-four-frames-a-second.md`."""

MOST_SAMPLES: Final = 256
"""Measurements kept: more than two seconds give, and no more memory than that."""

QUIET_BYTES: Final = 256
QUIET_FRAMES: Final = 8
QUIET_SECONDS: Final = 5.0
"""Bytes of a frame that may go without an acknowledgement; how many such in a row, and for how long after the last
acknowledgement. A cursor that blinks, a letter, a pointer that moves: together less than one frame may have. See
`docs/decisions/0019-small-frames-in-a-row-are-acknowledged-together.md`."""

QUICK_SECONDS: Final = 0.01
QUICK_BYTES: Final = 32_768
QUICK_FRAMES: Final = 2
"""Seconds of the line, and bytes, that a frame may have at most to go likewise on a line that is known; how many such
in a row. An acknowledgement costs half as much as a small frame, and says nothing new there."""

CLOSE: Final = 0.1
"""Seconds for which such a frame may still be on its way when one is measured that follows it."""

SOON: Final = 0.0005
"""Seconds that are not worth waiting for."""

UNSENT: Final = 2_048
"""Bytes handed over that may still lie on this computer when the next frame is made. When a line breaks down, what was
handed over for the former rate would lie there for seconds, and what is typed then behind it."""

LOOK_SOON, LOOK_LATE = 0.005, 0.05
"""Seconds, at least and at most, until it is looked again how much of that lies there."""


class _OnItsWay(NamedTuple):
    frame: int
    size: int
    sent_at: float
    due_at: float
    """When it is late, by what was known when it was sent."""
    delivered: int
    delivered_at: float
    into_empty_line: bool
    fills_line: bool


class Pace:
    """Says when the next frame may be made, and how large."""

    def __init__(self, now: float) -> None:
        """Begin with an empty line."""
        self._on_its_way: deque[_OnItsWay] = deque()
        self._bytes = 0
        self._delivered = 0
        self._delivered_at = now
        self._patience = PATIENCE
        self._heard_at = now
        self._tokens = BURST
        self._tokens_at = now
        self._trips: deque[tuple[float, float]] = deque()
        self._rates: deque[tuple[float, float]] = deque()
        """When measured and what, the best of late first: each is better than all that came after it."""
        self._trip_at = now
        self._filled_at = now
        self._quiet = self._quiet_bytes = 0
        self._quiet_since = now
        self._answered_at: float | None = None
        self._is_new = True
        self._new_until = float("inf")
        self.round_trip: float | None = None
        """Shortest round trip of late, in seconds."""
        self.rate: float | None = None
        """Best rate of late, in bytes a second."""
        self.window: float = FIRST_WINDOW
        """Bytes that may be on their way."""

    def room(self, now: float) -> float:
        """
        Give the bytes that the next frame should have at most, so that nothing waits behind it for long.

        None are left (0) while there is still room for a little: a letter, a film's next picture.
        """
        if not self._on_its_way and (not self._trips or self._is_trip_old(now)):
            return PROBE_BYTES
        window = self.window
        if self._is_new:
            return max(min(window - self._bytes, window / BEGIN_FRAMES), LEAST_FRAME)
        room = MUCH * window - self._bytes
        is_awaited = bool(self._on_its_way) and self.silence(now) > 0
        if is_awaited and room < max(LEAST_FRAME, WORTH * window):
            return 0.0
        if (rate := self.rate) is not None:
            room = min(room, rate * FRAME_SECONDS)
        if now - self._filled_at > CHECK_MEMORY:
            room = min(room, UNCHECKED)
        return max(room, LEAST_FRAME)

    def wait(self, now: float, unsent: int = 0) -> float:
        """
        Give the seconds until the next frame may be made, 0 for now; an acknowledgement may shorten it.

        `unsent` are the bytes handed over that have not left this computer.
        """
        self._tokens = min(BURST, self._tokens + (now - self._tokens_at) * RATE)
        self._tokens_at = now
        wait = (1 - self._tokens) / RATE
        if wait <= SOON:
            wait = 0.0
        if self._is_full(now):
            wait = max(wait, self.silence(now))
        if unsent > UNSENT:
            wait = max(wait, min(max(unsent / (self.rate or inf), LOOK_SOON), LOOK_LATE))
        return wait

    def silence(self, now: float) -> float:
        """Give the seconds in which a sign of what is on its way should come; none (0 or less) once that is over."""
        # What is on its way may simply need its time on a thin line.
        needs = 2 * self._bytes / self.rate if self.rate else 0.0
        return self._heard_at + max(self._patience, needs + 4 * (self.round_trip or 0.0)) - now

    def sent(self, frame: int, size: int, now: float) -> None:
        """Note a frame that was handed to the line."""
        empty = not self._on_its_way
        is_close = self._quiet_bytes > 0 and now - self._quiet_since <= CLOSE
        if empty:
            self._heard_at = now
            self._delivered_at = self._quiet_since if is_close else now
        elif self._is_full(now):
            self._heard_at = now  # the one that was sent into silence
            self._patience = min(self._patience * 2, MOST_PATIENCE)
        self._tokens -= 1
        fills = 2 * (self._bytes + size) >= self.window
        size += self._quiet_bytes if is_close else 0  # its acknowledgement is for these, too
        self._quiet_bytes = 0
        self._bytes += size
        due = now + self._needs(self._bytes) + TOO_LATE
        self._on_its_way.append(
            _OnItsWay(frame, size, now, due, self._delivered, self._delivered_at, empty, fills)
        )  # fmt: skip

    def may_be_quiet(self, size: int, now: float) -> bool:
        """Say whether a frame may go without an acknowledgement: all is heard of a line that answered just now."""
        if self._on_its_way or self._answered_at is None:
            return False
        if now - self._answered_at > QUIET_SECONDS or (size <= TRIP_BYTES and self._is_trip_old(now)):
            return False
        if size <= QUIET_BYTES:
            return self._quiet < QUIET_FRAMES
        is_quick = not self._is_new and size <= min((self.rate or 0.0) * QUICK_SECONDS, QUICK_BYTES)
        return is_quick and self._quiet < QUICK_FRAMES

    def sent_quietly(self, size: int, now: float) -> None:
        """Note a frame that was handed to the line and that nothing is heard of by itself."""
        self._tokens -= 1
        self._quiet += 1
        if size > QUIET_BYTES:
            self._quiet_since = self._quiet_since if self._quiet_bytes else now
            self._quiet_bytes += size

    def acknowledged(self, frame: int, decode: float, now: float) -> None:
        """Note that the console has drawn a frame (and so all before it), which took it `decode` seconds."""
        newest = None
        while self._on_its_way and self._on_its_way[0].frame <= frame:
            newest = self._on_its_way.popleft()
            self._delivered += newest.size
            self._bytes -= newest.size
        if newest is None:
            return  # acknowledged before, or never sent
        self._heard_at, self._patience = now, PATIENCE
        self._answered_at, self._quiet = now, 0
        self._measure(newest, max(now - newest.sent_at - max(decode, 0.0), 0.001), now)
        self._delivered_at = now

    def _measure(self, frame: _OnItsWay, took: float, now: float) -> None:
        span = max(now - frame.delivered_at, 0.001)
        rate, known = (self._delivered - frame.delivered) / span, self.rate
        if now > frame.due_at:
            self._rates.clear()
        if frame.fills_line or known is None or rate >= known or now > frame.due_at:
            while self._rates and self._rates[-1][1] <= rate:
                self._rates.pop()
            self._note(self._rates, rate, now - RATE_MEMORY, now)
            self.rate = self._rates[0][1]
        if frame.fills_line:
            self._filled_at = now
        if frame.into_empty_line and frame.size <= TRIP_BYTES:
            while self._trips and self._trips[-1][1] >= took:
                self._trips.pop()
            self._note(self._trips, took, now - TRIP_MEMORY, now)
            self._trip_at = now
            self.round_trip = self._trips[0][1]
        self._new_until = min(self._new_until, now + BEGUN)
        if now > self._new_until or took > (self.round_trip or took) + QUEUED:
            self._is_new = False
        self.window = self._window()

    def _window(self) -> float:
        if self.rate is None:
            return FIRST_WINDOW
        if self._is_new:
            return min(max(self.rate * BEGIN_SECONDS, FIRST_WINDOW), LARGEST_WINDOW)
        trip = LIKELY_TRIP if self.round_trip is None else self.round_trip
        return min(max(self.rate * (trip + SLACK) * WINDOW_OVER_LINE, SMALLEST_WINDOW), LARGEST_WINDOW)

    def _needs(self, size: int) -> float:
        """Give the seconds until so many bytes are acknowledged, by what is known."""
        if (rate := self.rate) is None:
            return PATIENCE
        return size / rate + (LIKELY_TRIP if self.round_trip is None else self.round_trip)

    def _is_trip_old(self, now: float) -> bool:
        return bool(self._trips) and self._trip_at < now - TRIP_MEMORY

    def _is_full(self, now: float) -> bool:
        waiting = self._on_its_way
        if not waiting:
            return False
        if len(waiting) >= MOST_FRAMES or self._is_trip_old(now) or now > waiting[0].due_at:
            return True
        return self._bytes >= self.window

    @staticmethod
    def _note(seen: deque[tuple[float, float]], value: float, since: float, now: float) -> None:
        seen.append((now, value))
        while len(seen) > 1 and (seen[0][0] < since or len(seen) > MOST_SAMPLES):
            seen.popleft()
