"""
What must never be in the picture: the desk's own windows, painted over in every frame.

Order is what makes it hold. The desk names a rectangle, waits for the acknowledgement, and only then shows or moves a
window there; it takes the window away before it takes the rectangle away. A grab that overlaps such a change may hold
the window by the old rectangles or by the new ones, so both are painted: those from before the grab and those after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from threading import Lock
from typing import Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from agent.screen.rect import Rect
from agent.screen.source import Pixels

WORDS: Final = "Attended is asking the customer"
GREY: Final = (0x80, 0x80, 0x80)
INK: Final = (0xFF, 0xFF, 0xFF)
_SMALLEST_TEXT: Final = 8
_LARGEST_TEXT: Final = 28
_MARGIN: Final = 8


class Mask:
    """The rectangles of the desktop that are painted over. Set from any thread; read around each grab."""

    def __init__(self) -> None:
        """Begin with nothing to hide. `listeners` are called in the thread that sets, after each change."""
        self._lock = Lock()
        self._version = 0
        self._rects: frozenset[Rect] = frozenset()
        self._touched: set[Rect] = set()
        self.listeners: set[Callable[[], None]] = set()

    @property
    def version(self) -> int:
        """Version in force: what the engine acknowledges to the desk."""
        return self._version

    @property
    def rects(self) -> frozenset[Rect]:
        """Rectangles in force, in desktop pixels."""
        return self._rects

    def put(self, version: int, rects: Iterable[Rect]) -> int:
        """Have new rectangles in force for every grab that ends from now on; give the version to acknowledge."""
        new = frozenset(rect for rect in rects if rect.w > 0 and rect.h > 0)
        with self._lock:
            self._touched |= new ^ self._rects
            self._rects, self._version = new, version
        for listener in tuple(self.listeners):
            listener()
        return version

    @property
    def is_touched(self) -> bool:
        """Say whether rectangles came or went that no frame has taken account of."""
        return bool(self._touched)

    def take_touched(self) -> set[Rect]:
        """Give the rectangles that came or went since the last call; their pixels must be sent again."""
        with self._lock:
            touched, self._touched = self._touched, set()
        return touched


def paint(pixels: Pixels, area: Rect, rects: Iterable[Rect]) -> None:
    """Paint the fields that lie in `area` over its pixels. The same field looks the same in every grab."""
    for rect in rects:
        common = rect.common(area)
        if common is None:
            continue
        here, there = common.moved(-area.x, -area.y), common.moved(-rect.x, -rect.y)
        field = _field(rect.w, rect.h)[there.slices]
        pixels[here.slices] = field


@lru_cache(maxsize=32)
def _field(w: int, h: int) -> Pixels:
    image = Image.new("RGB", (w, h), GREY)
    draw = ImageDraw.Draw(image)
    for size in range(_LARGEST_TEXT, _SMALLEST_TEXT - 1, -2):
        font = ImageFont.load_default(size)
        left, top, right, bottom = draw.textbbox((0, 0), WORDS, font=font)
        if right - left <= w - 2 * _MARGIN and bottom - top <= h - _MARGIN:
            draw.text(((w - right - left) // 2, (h - bottom - top) // 2), WORDS, fill=INK, font=font)
            break
    rgb = np.asarray(image, dtype=np.uint32)
    field: Pixels = ((rgb[..., 0] << 16) | (rgb[..., 1] << 8) | rgb[..., 2]).astype(np.uint32)
    return field
