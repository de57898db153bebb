"""A whole picture over a thin line, in time that is only counted: typing beside a film, as a technician sees it."""

from __future__ import annotations

from collections import deque

from agent.screen.compose import Composer
from agent.screen.mask import Mask
from agent.screen.pace import Pace
from agent.screen.quality import Quality
from agent.screen.rect import Rect
from agent.screen.video import VideoUse
from agent.screen.video_rate import VideoRate
from agent.screen.waiting import Waiting
from benchmarks.screen.line import PROFILES, Profile, Way
from protocol.screen import Operation, ScreenMessage, Tile, Video
from protocol.screen_frames import parts
from protocol.video_header import Codec
from tests.support.film import film
from tests.support.pages import page
from tests.support.test_card import TestCard

FILM = Rect(300, 200, 320, 240)
LETTER = Rect(20, 20, 9, 16)
FPS, KEYS = 30, 8
WORK = 0.008
"""Seconds that a frame takes to make: it is counted here, not measured."""


class Watched:
    """A desktop with text, a film and somebody who types; the agent's half of a stream; a line; when what was shown."""

    def __init__(self, profile: Profile, *, video: bool = True) -> None:
        """Begin a session at second 100."""
        self.card = TestCard(640, 480)
        self.card.draw(Rect(0, 0, 640, 480), page(640, 480))
        self.pictures = film(40, FILM.w, FILM.h)
        self.composer = Composer(self.card, Mask(), lambda: True, frozenset({1}))
        self.now = 100.0
        self.pace, self.video_rate, self.quality = Pace(self.now), VideoRate(), Quality()
        self.held = Waiting()
        self.codec = Codec.VP8 if video else None
        self.down, self.up = Way(profile, 7), Way(profile, 8)
        self.acks: deque[tuple[float, int]] = deque()
        self.frame = self.typed = self.played = 0
        self.waiting: list[float] = []
        self.typing: list[tuple[float, float]] = []
        self.films: list[float] = []
        self.stills: list[float] = []
        self.queued: list[tuple[float, float]] = []
        self.fields: dict[float, tuple[Rect, int]] = {}

    def run(self, seconds: float) -> None:
        """Let it go on for so long."""
        end, began = self.now + seconds, self.now
        while self.now < end:
            self._paint()
            while self.acks and self.acks[0][0] <= self.now:
                self.pace.acknowledged(self.acks.popleft()[1], 0.005, self.now)
            if (wait := self.pace.wait(self.now)) <= 0:
                is_left = self.composer.leaves_something and self.pace.room(self.now) <= 0
                share = self.held.waited(self.now - began if is_left or self.now - began > 1 / 60 else 0.0, self.now)
                self.video_rate.judge(share, self.pace.rate, self.now)
                self.quality.judge(share, self.now)
                began = self.now
                self._frame()
                continue
            nearest = min([self.now + wait, self.now + 1 / FPS, *(at for at, _ in list(self.acks)[:1])])
            self.now = max(nearest, self.now + 0.001)

    def _paint(self) -> None:
        if (number := int(self.now * FPS)) > self.played:
            self.played = number
            self.card.draw(FILM, self.pictures[number % len(self.pictures)])
        if (number := int(self.now * KEYS)) > self.typed:
            self.typed = number
            place, colour = LETTER.moved(9 * (number % 60), 20 * (number // 60 % 8)), number & 0xFF
            self.card.draw(place, colour)
            self.fields[self.now] = place, colour
            self.waiting.append(self.now)

    def _frame(self) -> None:
        self.composer.video = VideoUse(self.codec, self.video_rate.bits, self.pace.rate or 0.0)
        self.composer.quality = self.quality.jpeg
        picture = self.composer.compose(
            self.frame + 1, self.now, keyframe=self.frame == 0, room=self.pace.room(self.now)
        )
        self.now += WORK
        if picture is None:
            return
        self.frame += 1
        message = ScreenMessage(self.frame, 1, 640, 480, 0, picture.operations)
        size = sum(map(len, parts(message)))
        drawn = self.down.send(size, self.now)
        self.acks.append((self.up.send(120, drawn), self.frame))
        self.pace.sent(self.frame, size, self.now)
        self.queued.append((self.now, drawn - self.now))
        if any(isinstance(each, Video) for each in picture.operations):
            self.films.append(drawn)
        elif any(map(_is_still, picture.operations)):
            self.films.append(drawn)
            self.stills.append(drawn)
        shown = [at for at in self.waiting if self._is_sent(*self.fields[at])]
        self.typing += [(at, drawn - at) for at in shown]
        self.waiting = [at for at in self.waiting if at not in shown]

    def _is_sent(self, place: Rect, colour: int) -> bool:
        return bool((self.composer.has(place) == colour).all())

    def typed_since(self, begin: float, percent: int) -> float:
        """Give how long letters typed since a moment took to be shown, at a percentile."""
        late = sorted(wait for at, wait in self.typing if at >= begin)
        return late[len(late) * percent // 100]


def _is_still(operation: Operation) -> bool:
    """Say whether this is a film's next picture as a still: no other tile is as large."""
    return isinstance(operation, Tile) and operation.w * operation.h >= FILM.area


def test_typing_beside_a_film_is_shown_in_time_on_a_thin_line() -> None:
    """1 Mbit/s, 80 ms, 1 % loss: p95 within 300 ms over the line's own round trip, and nothing queues for 500 ms."""
    profile = PROFILES["thin"]
    watched = Watched(profile)
    watched.run(4.0)
    begin = watched.now
    watched.run(15.0)

    assert watched.typed_since(begin, 95) < 0.3 + profile.round_trip
    assert max(wait for at, wait in watched.queued if at >= begin) < 0.5 + profile.round_trip
    assert len([at for at in watched.films if at >= begin]) >= 15 * 15


def test_without_video_typing_is_as_quick_and_the_film_as_good_as_the_line() -> None:
    """A browser that decodes no video sees photographs, coarser ones, piece by piece; letters go before them."""
    profile = PROFILES["thin"]
    watched = Watched(profile, video=False)
    watched.run(4.0)
    begin = watched.now
    watched.run(10.0)

    assert watched.quality.jpeg < 85
    assert watched.typed_since(begin, 50) < 0.4 + profile.round_trip
    assert max(wait for at, wait in watched.queued if at >= begin) < 0.6 + profile.round_trip


def test_when_the_line_breaks_down_letters_still_come_and_afterwards_all_is_as_before() -> None:
    """10 Mbit/s becomes 256 kbit/s for ten seconds; two seconds after it is back, letters and film come as before."""
    watched = Watched(PROFILES["home"])
    watched.run(4.0)
    assert watched.stills
    for way in (watched.down, watched.up):
        way.profile = PROFILES["narrow"]
    watched.run(3.0)
    narrow = watched.now
    watched.run(7.0)
    assert watched.typed_since(narrow, 50) < 0.7
    assert max(watched.stills) < narrow  # it is video by then
    for way in (watched.down, watched.up):
        way.profile = PROFILES["home"]
    watched.run(2.0)
    back = watched.now
    watched.run(3.0)

    assert watched.typed_since(back, 95) < 0.3
    assert len([at for at in watched.films if at >= back]) >= 3 * 24
