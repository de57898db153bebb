"""What is painted, where and how often: each scene is one thing that people see moving on a screen."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from math import pi, sin
from types import MappingProxyType

from benchmarks.screen import mark

SCREEN = (1920, 1080)
LETTER = (10, 20)
"""Width and height of a letter's place in the text windows, in pixels."""


@dataclass(frozen=True)
class Area:
    """A rectangle of the customer's screen, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Scene:
    """
    One kind of motion.

    `area` is its window, `period` the milliseconds from step to step (0: one step for each key pressed), `marks` are
    the places of the marks in the window: a step counts as shown when one says it, and as torn while others do not.
    """

    name: str
    area: Area
    period: float
    marks: tuple[tuple[int, int], ...]

    def place(self, step: int) -> tuple[int, int]:
        """Say where the window's corner is at a step."""
        return path(step) if self.name == "drag" else (self.area.x, self.area.y)

    def pause(self, step: int) -> float:
        """Give the milliseconds from this step to the next: a typist is not in step with anybody's refresh."""
        if self.name != "typing":
            return self.period
        return self.period + random.Random(step).uniform(-40, 40)  # noqa: S311 - the same typist in each run


def _corners(width: int, height: int) -> tuple[tuple[int, int], ...]:
    return ((0, 0), (width - mark.WIDTH, height - mark.HEIGHT))


# All stay clear of the border and of the banner, which stands at the upper edge of the screen.
SCROLLS = Area(20, 72, 1880, 984)
TYPES = Area(100, 100, 820, 400)
FILM = Area(1000, 400, 640, 360)
WINDOW = (800, 600)

SCENES: Mapping[str, Scene] = MappingProxyType(
    {
        scene.name: scene
        for scene in (
            Scene("key", TYPES, 0, ((0, 0),)),
            Scene("typing", TYPES, 150, ((0, 0),)),
            Scene("scroll", SCROLLS, 50, _corners(SCROLLS.width, SCROLLS.height)),
            Scene("drag", Area(0, 0, *WINDOW), 16, _corners(*WINDOW)),
            # Thirty a second and a third: in step with a page of sixty refreshes, all of a round would wait alike.
            Scene("film", FILM, 33, ((0, FILM.height - mark.HEIGHT),)),
            Scene("idle", TYPES, 530, ()),
            Scene("pair", SCROLLS, 16, _corners(SCROLLS.width, SCROLLS.height)),
        )
    }
)
USUAL = ("idle", *(name for name in SCENES if name not in {"idle", "pair"}))
"""
The scenes whose figures are compared; `pair` only asks whether a picture is whole.

What rests is first: the keyframe that the others bring a minute later would be counted as its own.
"""
SCROLLED_LINES = 3
"""Lines of text by which a step of `scroll` moves the page."""
PAGE_LINES = 300
"""Lines of the page that scrolls before it begins again: fifteen seconds and a half of other text."""
ROUND = 260
"""Steps after which the dragged window is where it was."""
FILM_FRAMES = 90
"""Frames of the film; it runs to its end and back."""


def path(step: int) -> tuple[int, int]:
    """Say where the dragged window is: on an eight around the screen's middle, some ten pixels from step to step."""
    angle = 2 * pi * (step % ROUND) / ROUND
    width, height = WINDOW
    left, top = (SCREEN[0] - width) // 2, 80 + (SCREEN[1] - 90 - height) // 2
    return left + round(420 * sin(angle)), top + round(110 * sin(2 * angle))


def film_frame(step: int) -> int:
    """Say which frame of the film a step shows: to its end and back, without a cut."""
    around = step % (2 * FILM_FRAMES - 2)
    return around if around < FILM_FRAMES else 2 * FILM_FRAMES - 2 - around


def letter_place(step: int) -> tuple[int, int]:
    """Say where in its window the letter of a step is typed: line after line, and at the end from the first line on."""
    width, height = LETTER
    across, down = (TYPES.width - 20) // width, (TYPES.height - 40) // height
    return 10 + step % across * width, 30 + step // across % down * height
