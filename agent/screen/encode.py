"""
From a tile's pixels to bytes, by what they show.

One colour is a colour. Up to 256 colours, which is nearly all text and most of a desktop, are a palette: smaller and
quicker than any image format. More colours with long even stretches are exact RGB. What is left is a photograph: JPEG
without colour subsampling first, and exact (PNG) once it rests. Measured for 512 x 64 pixels: palette 0.5 ms and 3 kB
of text, RGB 0.2 ms and 7 kB, PNG 3 ms and 63 kB of photograph, JPEG 0.15 ms and 8 kB.

Everything here runs in the thread of `watch.py`; zlib, JPEG and PNG give up the interpreter's lock while they work.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Final

import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image

from agent.screen.rect import Rect
from agent.screen.source import CursorImage, Pixels
from protocol.screen import CursorShape, Encoding, Tile

QUALITY: Final = 85
"""JPEG quality (0 to 100) of what still moves: above 36 dB on photographs; exact pixels follow at rest."""

RAW_PIXELS: Final = 1_024
"""Pixels up to which a palette tile is not deflated: a typed letter is drawn without waiting for a decoder."""

PHOTO_PIXELS: Final = 4_096
"""Pixels from which JPEG is worth its header and the refinement that must follow."""

EVEN: Final = 0.35
"""Share of pixels equal to their left neighbour above which a tile is drawn, not photographed."""

_COLOURS: Final = 256
_HASH_BITS: Final = 16
_MULTIPLIERS: Final = (np.uint32(2_654_435_769), np.uint32(2_246_822_519))
_SHIFT: Final = np.uint32(32 - _HASH_BITS)


class Encoder:
    """Writes tiles. Holds tables that are used again and again, so one encoder belongs to one thread."""

    def __init__(self) -> None:
        """Make room for the tables."""
        self._colour_at: NDArray[np.uint32] = np.zeros(1 << _HASH_BITS, np.uint32)
        self._is_used: NDArray[np.bool_] = np.zeros(1 << _HASH_BITS, np.bool_)
        self._rank: NDArray[np.uint8] = np.zeros(1 << _HASH_BITS, np.uint8)

    def tile(self, at: Rect, pixels: Pixels, *, exact: bool, quality: int = QUALITY) -> Tile:
        """Give the tile for `pixels` (h, w) at a place on the monitor; only when not `exact` may it be JPEG."""
        encoding, data = self._encode(np.ascontiguousarray(pixels), exact=exact, quality=quality)
        return Tile(at.x, at.y, at.w, at.h, encoding, data)

    def _encode(self, pixels: Pixels, *, exact: bool, quality: int) -> tuple[Encoding, bytes]:
        first = pixels[0, 0]
        if (pixels == first).all():
            return Encoding.FLAT, int(first).to_bytes(3, "big")
        indexed = self._indexed(pixels)
        if indexed is not None:
            return indexed
        if is_drawing(pixels):
            return Encoding.RGB_ZLIB, zlib.compress(_rgb(pixels).tobytes(), 1)
        if exact:
            return Encoding.PNG, png(_rgb(pixels))
        return Encoding.JPEG, jpeg(pixels, quality)

    def _indexed(self, pixels: Pixels) -> tuple[Encoding, bytes] | None:
        """Give the tile as a palette and a byte a pixel, or None when it has too many colours."""
        for multiplier in _MULTIPLIERS:
            # As numpy's own kind of index, and by `take`: both tables are asked several times, and each cast counts.
            place = ((pixels * multiplier) >> _SHIFT).astype(np.intp)
            self._colour_at[place] = pixels
            self._is_used[place] = True
            places = np.flatnonzero(self._is_used)
            self._is_used[places] = False
            if len(places) > _COLOURS:
                return None  # at least one colour for each place
            if (self._colour_at.take(place) == pixels).all():
                break  # no two colours share a place
        else:
            return self._indexed_by_sorting(pixels)
        self._rank[places] = np.arange(len(places), dtype=np.uint8)
        return _written(self._colour_at[places], self._rank.take(place))

    @staticmethod
    def _indexed_by_sorting(pixels: Pixels) -> tuple[Encoding, bytes] | None:
        # Not `np.unique`: its first use loads a part of numpy that takes longer than a picture.
        ordered = np.sort(pixels, axis=None)
        colours = ordered[np.append(True, ordered[1:] != ordered[:-1])]
        return (
            _written(colours, np.searchsorted(colours, pixels).astype(np.uint8)) if len(colours) <= _COLOURS else None
        )


def _written(colours: NDArray[np.uint32], indexes: NDArray[np.uint8]) -> tuple[Encoding, bytes]:
    palette = bytes((len(colours) - 1,)) + _rgb(colours).tobytes()
    if indexes.size <= RAW_PIXELS:
        return Encoding.INDEXED, palette + indexes.tobytes()
    return Encoding.INDEXED_ZLIB, palette + zlib.compress(indexes.tobytes(), 1)


def is_drawing(pixels: Pixels) -> bool:
    """Say whether pixels (h, w) are rather text or a drawing than a photograph."""
    return pixels.size < PHOTO_PIXELS or is_even(pixels)


def is_even(pixels: Pixels) -> bool:
    """Say whether enough pixels (h, w) equal their left neighbour, as in text, lines and areas of one colour."""
    return pixels.shape[1] > 1 and float((pixels[:, 1:] == pixels[:, :-1]).mean()) > EVEN


def _rgb(pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Give bytes red, green, blue for numbers 0x00RRGGBB, whichever way round this machine keeps numbers."""
    return pixels.astype(">u4").view(np.uint8).reshape(*pixels.shape, 4)[..., 1:]


def jpeg(pixels: Pixels, quality: int, colour: str = "444") -> bytes:
    """Give a baseline JPEG; full colour resolution (4:4:4) keeps small coloured letters readable."""
    there = pixels.astype("<u4", copy=False).view(np.uint8).reshape(*pixels.shape, 4)
    data: bytes = simplejpeg.encode_jpeg(there, quality, "BGRX", colour, fastdct=True)
    return data


def png(bytes_of_pixels: NDArray[np.uint8]) -> bytes:
    """Give a PNG of (h, w, 3) RGB or (h, w, 4) RGBA bytes, quick rather than small."""
    file = BytesIO()
    Image.fromarray(np.ascontiguousarray(bytes_of_pixels)).save(file, "PNG", compress_level=1)
    return file.getvalue()


def cursor_shape(cursor: CursorImage) -> CursorShape:
    """Give the operation that shows a pointer's picture."""
    height, width = cursor.rgba.shape[:2]
    return CursorShape(min(cursor.hot_x, width - 1), min(cursor.hot_y, height - 1), width, height, png(cursor.rgba))
