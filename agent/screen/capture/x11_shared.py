"""
Pixels of the X server in memory that it shares with us (MIT-SHM 1.1): it writes them where we read them.

mss copies them once more, into memory that is new each time; for a large window that is a tenth of what a frame costs.
Where sharing is not possible (a display elsewhere, pixels of another form, a container of its own), mss it is.
"""

from __future__ import annotations

import ctypes
import struct
import sys
import weakref
from contextlib import suppress
from typing import Any, Final

import numpy as np
from Xlib import X

from agent.screen.capture.x11_wire import Refused, Wire
from agent.screen.rect import Rect
from agent.screen.source import Pixels

_ATTACH, _DETACH, _GET_IMAGE = 1, 2, 4
_GET_INPUT_FOCUS: Final = struct.pack("=BxH", 43, 1)
_PRIVATE, _NEW, _REMOVE = 0, 0o1600, 0
"""IPC_PRIVATE, IPC_CREAT with nobody but us and the server, IPC_RMID (linux/ipc.h)."""

_ALL_PLANES, _BITS, _DEPTHS = 0xFFFF_FFFF, 32, (24, 32)
_WHOLE: Final = struct.Struct("=BBHLhhHHLB3xLL")
_FAILED: Final = ctypes.c_void_p(-1).value


class NotShared(Exception):
    """This display does not share memory with us, or its pixels are of a form that we do not read."""


class SharedPixels:
    """Room for one picture of the screen as it is now large."""

    def __init__(self, display: Any, wire: Wire) -> None:  # noqa: ANN401 - a `Xlib.display.Display`
        """
        Make the room and have the server write into it, asked by `wire`.

        Raises:
            NotShared: It cannot.
        """
        self._wire, self._root = wire, display.screen().root
        extension = display.query_extension("MIT-SHM")
        if extension is None or not extension.present or not _is_usual(display):
            raise NotShared
        self._opcode = extension.major_opcode
        size = self._root.get_geometry()
        self._area = Rect(0, 0, size.width, size.height)
        self._room = _room(self._area.area * 4, self._attach)
        # Read-only for nobody: what the top byte of a pixel holds is cleared in place.
        self._pixels: Pixels = np.frombuffer(self._room, np.uint32)

    def _attach(self, number: int) -> None:
        self._segment = self._wire.new_id()
        attaching = struct.pack("=BBHLLB3x", self._opcode, _ATTACH, 4, self._segment, number, 0)
        try:
            self._wire.answer(self._wire.send(attaching, _GET_INPUT_FOCUS))  # by that answer it was heard of
        except Refused:
            raise NotShared from None

    def grab(self, area: Rect) -> Pixels:
        """
        Give the pixels of a part of the screen; they stand until the next grab.

        Raises:
            Refused: The part is not on the screen.
            OSError: The connection is over.
        """
        asked = _WHOLE.pack(
            self._opcode, _GET_IMAGE, 8, self._root.id, area.x, area.y, area.w, area.h, _ALL_PLANES, X.ZPixmap,
            self._segment, 0,
        )  # fmt: skip
        self._wire.answer(self._wire.send(asked))
        return self._pixels[: area.area].reshape(area.h, area.w)

    def close(self) -> None:
        """Have the server let go of the room; ours is given back once nobody reads it any more."""
        with suppress(OSError):  # a server that is gone has let go
            self._wire.send(struct.pack("=BBHL", self._opcode, _DETACH, 2, self._segment))


def _is_usual(display: Any) -> bool:  # noqa: ANN401 - as above
    """Say whether pixels are numbers 0x..RRGGBB in the order of this machine."""
    screen, setup = display.screen(), display.display.info
    form = next((each for each in setup.pixmap_formats if each.depth == screen.root_depth), None)
    kinds = [kind for depth in screen.allowed_depths if depth.depth == screen.root_depth for kind in depth.visuals]
    root = next((kind for kind in kinds if kind.visual_id == screen.root_visual), None)
    if form is None or root is None or setup.image_byte_order != X.LSBFirst or sys.byteorder != "little":
        return False
    masks = root.red_mask, root.green_mask, root.blue_mask
    return screen.root_depth in _DEPTHS and form.bits_per_pixel == _BITS and masks == (0xFF0000, 0xFF00, 0xFF)


def _room(size: int, attach: Any) -> Any:  # noqa: ANN401 - ctypes has no types for arrays made at run time
    """Get memory, have `attach` pass its number on, and give it back as soon as nobody reads it any more."""
    library = ctypes.CDLL(None, use_errno=True)
    library.shmat.restype = ctypes.c_void_p
    library.shmat.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
    library.shmdt.argtypes = (ctypes.c_void_p,)
    number = library.shmget(_PRIVATE, ctypes.c_size_t(size), _NEW)
    if number < 0:
        raise NotShared
    try:
        address = library.shmat(number, None, 0)
        if address is None or address == _FAILED:
            raise NotShared
        room = (ctypes.c_uint8 * size).from_address(address)
        weakref.finalize(room, library.shmdt, address)
        attach(number)
    finally:
        # From now on it lasts as long as somebody has it: nothing is left behind by whoever is killed.
        library.shmctl(number, _REMOVE, None)
    return room
