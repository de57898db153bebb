"""
A long recording in files, quickly made: the agent's own composer, on a test card on which somebody works.

    made = LongRecording(folder, Plot(640, 480, rate=0.3), minutes=3, kinds=1)

Frames are made as for a real screen, but time is only counted: nobody waits for it. Of `kinds` different minutes each
is made once and then comes again and again, in frames of their own number and time; each begins with a keyframe, as
every minute of a real session does. So an hour is made in a few minutes, and is read and played as any hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from agent.screen.compose import Composer
from agent.screen.mask import Mask
from agent.screen.rect import Rect
from agent.screen.source import Pixels
from agent.screen.video import VideoUse
from agent.screen.video_rate import MOST
from consent.scopes import Scope
from protocol.screen import Complete, ScreenMessage
from protocol.screen_frames import parts
from protocol.video_header import Codec
from tests.support.film import film
from tests.support.pages import page
from tests.support.recorded_session import RecordedSession
from tests.support.test_card import TestCard

MINUTE: Final = 60.0
_REST: Final = 0.5
_DESK: Final = 0x35506B
_LINE: Final = 48
_FRAMES: Final = 24


@dataclass(frozen=True)
class Plot:
    """What is done in a minute, on a screen of this size; `rate` is how often things move, 1 as at a real desk."""

    width: int
    height: int
    rate: float = 1.0
    acts: tuple[tuple[str, float], ...] = (("types", 16), ("scrolls", 8), ("drags", 6), ("plays", 12), ("reads", 12))
    """What, and for how many seconds; what is left of the minute the screen rests."""


Frames = list[tuple[float, ScreenMessage]]


class Work:
    """Somebody at a screen, for a minute."""

    def __init__(self, plot: Plot, seed: int) -> None:
        """Draw the desk and the things on it."""
        self.card = TestCard(plot.width, plot.height)
        self.plot = plot
        self._dice = np.random.default_rng(seed)
        self._text = page(plot.width // 2, 4 * plot.height, seed=seed)
        self._letters = page(plot.width, 32, seed=seed + 100)
        self._film = film(_FRAMES, plot.width // 3 & ~1, plot.height // 3 & ~1)
        self._window = page(plot.width // 3, plot.height // 2, seed=seed + 200)
        photo = self._dice.integers(0, 1 << 24, (plot.height // 6, plot.width // 6), dtype=np.uint32)
        self._window[40 : 40 + len(photo), 20 : 20 + photo.shape[1]] = photo

    def steps(self) -> Iterator[float]:
        """Do all of it, and give the seconds since the minute began after each change."""
        now = 0.0
        every = {"types": 0.2, "scrolls": 0.05, "drags": 1 / 30, "plays": 1 / 30, "reads": 2.0}
        do: dict[str, Callable[[int], None]] = {
            "types": self._type, "scrolls": self._scroll, "drags": self._drag, "plays": self._play, "reads": self._read,
        }  # fmt: skip
        acts = list(self.plot.acts)
        self._dice.shuffle(acts)
        for name, seconds in acts:
            begun, step = now, 0
            while now < begun + seconds:
                do[name](step)
                yield now
                now, step = now + every[name] / self.plot.rate, step + 1

    def _draw(self, x: int, y: int, pixels: Pixels) -> None:
        self.card.draw(Rect(x, y, pixels.shape[1], pixels.shape[0]), pixels)

    def _type(self, step: int) -> None:
        across = (self.plot.width // 2 - 40) // 9
        x, y = 20 + 9 * (step % across), 20 + 18 * (step // across)
        at = int(self._dice.integers(0, 200))
        self._draw(x, y, self._letters[:16, at : at + 9])

    def _scroll(self, step: int) -> None:
        top = _LINE * step % (3 * self.plot.height)
        self._draw(self.plot.width // 2, 0, self._text[top : top + self.plot.height, : self.plot.width // 2])

    def _drag(self, step: int) -> None:
        w, h = self._window.shape[1], self._window.shape[0]
        room_x, room_y = self.plot.width - w, self.plot.height - h
        desk = np.full((self.plot.height, self.plot.width), _DESK, np.uint32)
        x, y = int(room_x * (0.5 + 0.4 * np.sin(step / 20))), int(room_y * (0.5 + 0.4 * np.sin(step / 13)))
        desk[y : y + h, x : x + w] = self._window
        self._draw(0, 0, desk)

    def _play(self, step: int) -> None:
        around = step % (2 * _FRAMES - 2)
        frame = around if around < _FRAMES else 2 * _FRAMES - 2 - around
        self._draw(self.plot.width // 4, self.plot.height // 4, self._film[frame])

    def _read(self, step: int) -> None:
        self.card.at = (10 + 7 * step, 30 + 3 * step)
        self.card.draw(Rect(0, 0, self.plot.width, 24), int(self._dice.integers(0, 1 << 24)))


def minute(plot: Plot, seed: int) -> Frames:
    """Give the frames of a minute's work as an agent makes them, each with its seconds since the minute began."""
    work = Work(plot, seed)
    composer = Composer(work.card, Mask(), lambda: True, frozenset({1}))
    composer.video = VideoUse(Codec.VP9, MOST)
    found: Frames = []

    def look(now: float) -> None:
        picture = composer.compose(len(found) + 1, 10 + now, keyframe=not found)
        if picture is not None:
            there = picture.monitor
            said = ScreenMessage(0, there.id, there.w, there.h, 0, picture.operations, keyframe=picture.keyframe)
            found.append((now, said))

    before = 0.0
    for now in work.steps():
        while (rests_at := composer.rests_at()) is not None and rests_at - 10 < now - 0.01 and before < now - 0.02:
            before = max(before + 0.02, rests_at - 10)
            look(before)
        look(now)
        before = now
    while composer.rests_at() is not None and before < MINUTE - _REST:
        before += _REST
        look(before)
    return found


class LongRecording(RecordedSession):
    """A session in which Ana only looks, for so many minutes, made of so many kinds of them."""

    def __init__(self, folder: Path, plot: Plot, *, minutes: int, kinds: int) -> None:
        self._minutes = minutes
        self._kinds = [minute(plot, seed) for seed in range(1, kinds + 1)]
        super().__init__(folder)

    def _play(self, pictures: int, *, finals: bool) -> None:
        del pictures  # there are as many as the minutes have
        self._begin()
        self._ask(1, Scope.VIEW, minutes=min(60, self._minutes + 1))
        began, number = self.now, 0
        for at in range(self._minutes):
            for seconds, frame in self._kinds[at % len(self._kinds)]:
                number += 1
                self._show(began + at * MINUTE + seconds, _numbered(frame, number, at * MINUTE + seconds))
            self._statements()
        self._end(finals=finals)

    def _show(self, time: float, frame: ScreenMessage) -> None:
        for part in parts(frame):
            self.now = max(self.now, time) - 0.04  # that long every carrying takes
            self.agent.send_screen(part)
            self.carry()


def _numbered(frame: ScreenMessage, number: int, seconds: float) -> ScreenMessage:
    operations = tuple(Complete(number) if isinstance(each, Complete) else each for each in frame.operations)
    return replace(frame, frame=number, captured_at=int(seconds * 1000), operations=operations)
