"""How each scene's steps are painted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from Xlib import display as xdisplay

from benchmarks.screen import film, mark, pages
from benchmarks.screen.canvas import BLACK, WHITE, Canvas, store
from benchmarks.screen.scenes import (
    FILM,
    LETTER,
    SCENES,
    SCROLLED_LINES,
    SCROLLS,
    TYPES,
    WINDOW,
    Area,
    Scene,
    film_frame,
    letter_place,
)
from benchmarks.screen.scenes import FILM_FRAMES as FRAMES
from benchmarks.screen.scenes import PAGE_LINES as LINES

_CURSOR = Area(400, 200, 2, 18)
Picture = Any


class Pictures:
    """What the scenes show, made when it is first wanted, and kept by the display's server."""

    def __init__(self, display: xdisplay.Display) -> None:
        self._display = display

    @cached_property
    def page(self) -> Picture:
        """Give the long page, with its beginning once more at its end, so that any cut of it is whole."""
        again = SCROLLS.height // pages.LINE + 1
        text = pages.page(SCROLLS.width, LINES, 1)
        return store(self._display, np.concatenate([text, text[: again * pages.LINE]]))

    @cached_property
    def window(self) -> Picture:
        """Give the content of the dragged window."""
        return store(self._display, pages.page(WINDOW[0], WINDOW[1] // pages.LINE, 2))

    @cached_property
    def paper(self) -> Picture:
        """Give what stands in the window in which is typed, before."""
        return store(self._display, pages.page(TYPES.width, TYPES.height // pages.LINE, 3))

    @cached_property
    def letters(self) -> list[Picture]:
        """Give the letters from a to z."""
        return [store(self._display, letter) for letter in pages.letters(*LETTER)]

    @cached_property
    def film(self) -> list[Picture]:
        """Give the frames of the film."""
        made = film.Film()
        return [store(self._display, made.frame(number)) for number in range(FRAMES)]


class Act(ABC):
    """A scene on the display: its window, and what a step does to it."""

    def __init__(self, scene: Scene, display: xdisplay.Display, pictures: Pictures) -> None:
        self.scene, self.pictures = scene, pictures
        self.prepare()
        x, y = scene.place(0)
        self.canvas = Canvas(display, Area(x, y, scene.area.width, scene.area.height), WHITE)
        self.canvas.begin()
        self.open()
        self.canvas.done()

    def step(self, number: int) -> None:
        """Paint a step, with its marks."""
        self.canvas.begin()
        self.paint(number)
        for x, y in self.scene.marks:
            self.canvas.mark(number, x, y)
        self.canvas.done()

    @abstractmethod
    def prepare(self) -> None:
        """Have the pictures made before the window is there."""

    @abstractmethod
    def open(self) -> None:
        """Paint what stands before the first step."""

    @abstractmethod
    def paint(self, number: int) -> None:
        """Paint what a step changes, without the marks."""


class Types(Act):
    """A letter after the other, in a window with text."""

    def prepare(self) -> None:
        """Have paper and letters."""
        self.whole, self.letters = self.pictures.paper, self.pictures.letters

    def open(self) -> None:
        """Show the text, and take the keys."""
        self.canvas.show(self.whole, Area(0, 0, TYPES.width, TYPES.height), 0, 0)
        self.canvas.focus()

    def paint(self, number: int) -> None:
        """Paint a letter at its place."""
        self.canvas.show(self.letters[number * 7 % 26], Area(0, 0, *LETTER), *letter_place(number))


class Blinks(Types):
    """Nothing but a cursor, there and away."""

    def paint(self, number: int) -> None:
        """Paint the cursor, or the paper under it."""
        if number % 2:
            self.canvas.fill(_CURSOR, BLACK)
        else:
            self.canvas.show(self.whole, _CURSOR, _CURSOR.x, _CURSOR.y)


class Scrolls(Act):
    """A page of text that moves up by some lines."""

    def prepare(self) -> None:
        """Have the page set."""
        self.page = self.pictures.page

    def open(self) -> None:
        """Show the page's beginning."""
        self.paint(0)

    def paint(self, number: int) -> None:
        """Show what is on the page further down. As programs do, the whole window is painted anew."""
        top = number * SCROLLED_LINES % LINES * pages.LINE
        self.canvas.show(self.page, Area(0, top, SCROLLS.width, SCROLLS.height), 0, 0)


class Drags(Act):
    """A window with text, moved about over the desktop."""

    def prepare(self) -> None:
        """Have its content set."""
        self.whole = self.pictures.window

    def open(self) -> None:
        """Show the content."""
        self.canvas.show(self.whole, Area(0, 0, *WINDOW), 0, 0)

    def paint(self, number: int) -> None:
        """Move it to where it is at this step."""
        self.canvas.move(*self.scene.place(number))


class Films(Act):
    """A film in a window of its own."""

    def prepare(self) -> None:
        """Have the frames made."""
        self.frames = self.pictures.film

    def open(self) -> None:
        """Show the first frame."""
        self.paint(0)

    def paint(self, number: int) -> None:
        """Show a frame."""
        self.canvas.show(self.frames[film_frame(number)], Area(0, 0, FILM.width, FILM.height), 0, 0)


class Pairs(Act):
    """Two marks, far from each other, that change with one request: a picture shows both or neither."""

    def prepare(self) -> None:
        """Need nothing."""

    def open(self) -> None:
        """Show the first step."""
        for x, y in self.scene.marks:
            self.canvas.mark(0, x, y)

    def step(self, number: int) -> None:
        """Turn the cells of both marks that are others in this step."""
        self.paint(number)
        self.canvas.done()

    def paint(self, number: int) -> None:
        """Turn them with one request, which no other program's comes between."""
        before = max(0, number - 1)
        self.canvas.turn([area for x, y in self.scene.marks for area in mark.turned_areas(before, number, x, y)])


ACTS: Mapping[str, type[Act]] = MappingProxyType(
    {"key": Types, "typing": Types, "scroll": Scrolls, "drag": Drags, "film": Films, "idle": Blinks, "pair": Pairs}
)


def act(name: str, display: xdisplay.Display, pictures: Pictures) -> Act:
    """Put a scene on the display."""
    return ACTS[name](SCENES[name], display, pictures)
