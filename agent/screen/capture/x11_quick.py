"""
What each frame asks of the X server.

Where an answer is awaited, others are asked for with it: one way there and back for all. (X protocol, DAMAGE and X
Fixes protocols, encodings.)
"""

from __future__ import annotations

import struct
from typing import Any, Final

from agent.screen.capture.x11_wire import LAST, Wire
from agent.screen.rect import Rect

_QUERY_POINTER: Final = 38
_DAMAGE_SUBTRACT, _FETCH_REGION = 3, 19
_HEAD: Final = 32
"""Bytes before the rectangles of a region."""

_RECTANGLE: Final = struct.Struct("=hhHH")
_PLACE: Final = struct.Struct("=16xhh")


class Quick:
    """The questions about one display's damage and pointer."""

    def __init__(self, display: Any, wire: Wire, damage: int, region: int) -> None:  # noqa: ANN401 - a python-xlib one
        """Take a display, its wire, its damage object, and the region that it is handed over in."""
        self._wire = wire
        major = display.display.get_extension_major
        self._subtract = struct.pack("=BBHLLL", major("DAMAGE"), _DAMAGE_SUBTRACT, 4, damage, 0, region)
        self._fetch = struct.pack("=BBHL", major("XFIXES"), _FETCH_REGION, 2, region)
        self._where = struct.pack("=BBHL", _QUERY_POINTER, 0, 2, display.screen().root.id)

    def damage(self, *, pointer: bool) -> tuple[list[Rect], tuple[int, int] | None]:
        """
        Have the damage handed over and forgotten; give its rectangles, and where the pointer is if that is asked.

        Raises:
            Refused: The server has something against it.
            OSError: The connection is over.
        """
        wire = self._wire
        if pointer:
            last = wire.send(self._subtract, self._fetch, self._where)
            rects, place = wire.answer(last - 1 & LAST), _PLACE.unpack_from(wire.answer(last))
        else:
            rects, place = wire.answer(wire.send(self._subtract, self._fetch)), None
        return list(map(Rect._make, _RECTANGLE.iter_unpack(rects[_HEAD:]))), place

    def pointer(self) -> tuple[int, int]:
        """Give where the pointer is on the desktop; raises as `damage`."""
        x, y = _PLACE.unpack_from(self._wire.answer(self._wire.send(self._where)))
        return x, y
