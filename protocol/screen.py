"""
The screen message: what the agent says on channel 1, in bytes.

A message is one frame, or a part of one when a frame is larger than a message should be; a frame is applied whole once
its last part has come (`screen_frames.py`). All numbers are big-endian and unsigned unless said otherwise.

    version u8 = 1 · flags u8 (1 keyframe, 2 more parts follow, 4 quiet) · frame u32 · monitor u8 · width u16
    · height u16 · captured at u32 (ms since the session began) · operations, in the order in which they are applied

    1 copy             from x, y, to x, y, w, h: u16 each
    2 tile             x, y, w, h: u16 each, encoding u8, length u32, data
    3 cursor shape     hot x, hot y, w, h: u16 each, length u32, PNG with alpha
    4 cursor position  x, y: u16 each, visible u8
    5 video            which u8, x, y, w, h: u16 each, codec u8, flags u8 (1 stands for itself), length u32, data
    6 complete         since u32: whoever began with an empty picture at that frame now has the whole of it
    7 monitors         count u8, then each: id u8, x i32, y i32, w u16, h u16, scale (per cent) u16, its length u8, name
    8 spot             x, y: u16 each, w, h: u8 each, 3 bytes RGB: a flat tile, short; a cursor that blinks is one

A quiet frame is not acknowledged by itself: it is little for its line, and the acknowledgement of any later one covers
it, too.

Tile encodings: 0 flat (3 bytes RGB); 1 indexed (number of colours less one u8, RGB each, one byte a pixel); 2 the same
with the pixels as a zlib stream (RFC 1950); 3 a zlib stream of RGB; 4 PNG; 5 JPEG. All but JPEG are exact.

Video codecs: 1 VP8 (RFC 6386), 2 VP9 profile 0; BT.709 in limited range. A video is a rectangle that keeps changing
like a film: each operation is its next picture and fills all of it. It begins with a picture that stands for itself, in
the same place, size and codec as those that follow; in a keyframe each video begins anew, and one that is not in the
keyframe is over. A frame may hold several pictures of one video, of which the last shows. `video_header.py` says what
is checked of the data. No video is sent that the console did not ask for by `screen.video`.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from protocol import limits
from protocol.errors import ScreenMalformed
from protocol.image_size import jpeg_size, png_size
from protocol.video_header import Codec, fits

VERSION: Final = 1
RGB_BYTES: Final = 3
KEYFRAME: Final = 1
MORE: Final = 2
QUIET: Final = 4
VISIBLE_FLAGS: Final = KEYFRAME | MORE | QUIET
HEADER: Final = struct.Struct(">BBIBHHI")
_COPY: Final = struct.Struct(">B6H")
_TILE: Final = struct.Struct(">B4HBI")
_SPOT: Final = struct.Struct(">B2H2B")
_SPOT_SIDE: Final = 255
_SHAPE: Final = struct.Struct(">B4HI")
_POSITION: Final = struct.Struct(">BHHB")
_VIDEO: Final = struct.Struct(">BB4HBBI")
_COMPLETE: Final = struct.Struct(">BI")
_MONITORS: Final = struct.Struct(">BB")
_MONITOR: Final = struct.Struct(">BiiHHHB")


class Encoding(IntEnum):
    """How a tile's pixels are written."""

    FLAT = 0
    INDEXED = 1
    INDEXED_ZLIB = 2
    RGB_ZLIB = 3
    PNG = 4
    JPEG = 5

    @property
    def is_exact(self) -> bool:
        """Say whether the pixels drawn are the pixels seen."""
        return self is not Encoding.JPEG


@dataclass(frozen=True, slots=True)
class Copy:
    """Pixels that moved: the rectangle at (`from_x`, `from_y`) is drawn again at (`x`, `y`); the two may overlap."""

    from_x: int
    from_y: int
    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class Tile:
    """New pixels for one rectangle."""

    x: int
    y: int
    w: int
    h: int
    encoding: Encoding
    data: bytes


@dataclass(frozen=True, slots=True)
class CursorShape:
    """The pointer's picture and its hot spot; never part of a tile."""

    hot_x: int
    hot_y: int
    w: int
    h: int
    png: bytes


@dataclass(frozen=True, slots=True)
class CursorPosition:
    """Where the pointer's hot spot is on this monitor; not visible when it is hidden or on another one."""

    x: int
    y: int
    visible: bool


@dataclass(frozen=True, slots=True)
class Video:
    """The next picture of a film. `intra` ones stand for themselves; others need all since the last of those."""

    which: int
    x: int
    y: int
    w: int
    h: int
    codec: Codec
    intra: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Complete:
    """Whoever began with an empty picture at frame `since` has the whole picture once this frame is applied."""

    since: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor: its place on the desktop in pixels, and how large its owner has things drawn, in per cent."""

    id: int
    x: int
    y: int
    w: int
    h: int
    scale: int
    name: str


@dataclass(frozen=True, slots=True)
class Monitors:
    """The monitors that the customer allowed, as they stand now."""

    monitors: tuple[Monitor, ...]


Operation = Copy | Tile | CursorShape | CursorPosition | Video | Complete | Monitors


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """One frame, or one part of it. `captured_at` is in ms since the session began, by the agent's clock."""

    frame: int
    monitor: int
    width: int
    height: int
    captured_at: int
    operations: tuple[Operation, ...] = ()
    keyframe: bool = False
    more: bool = False
    quiet: bool = False
    """Whether nobody waits for its acknowledgement: a later one says that it was drawn, too."""


def write(message: ScreenMessage) -> bytes:
    """Give the bytes of a message. The caller keeps within `limits`; `parse` holds everybody to them."""
    operations = (write_operation(operation) for operation in message.operations)
    return b"".join((header(message, more=message.more), *operations))


def header(message: ScreenMessage, *, more: bool) -> bytes:
    """Give what stands before the operations of a message, or of a part with `more` to follow."""
    flags = (KEYFRAME if message.keyframe else 0) | (MORE if more else 0) | (QUIET if message.quiet else 0)
    return HEADER.pack(
        VERSION, flags, message.frame, message.monitor, message.width, message.height, message.captured_at
    )


def write_operation(operation: Operation) -> bytes:
    """Give the bytes of one operation."""
    match operation:
        case Tile(x, y, w, h, Encoding.FLAT, data) if 0 < w <= _SPOT_SIDE >= h > 0 and len(data) == RGB_BYTES:
            return _SPOT.pack(8, x, y, w, h) + data
        case Tile(x, y, w, h, encoding, data):
            return _TILE.pack(2, x, y, w, h, encoding, len(data)) + data
        case CursorShape(hot_x, hot_y, w, h, png):
            return _SHAPE.pack(3, hot_x, hot_y, w, h, len(png)) + png
        case Video(which, x, y, w, h, codec, intra, data):
            return _VIDEO.pack(5, which, x, y, w, h, codec, intra, len(data)) + data
        case Monitors(monitors):
            return _MONITORS.pack(7, len(monitors)) + b"".join(map(_write_monitor, monitors))
        case _:
            return _write_short(operation)


def _write_short(operation: Copy | CursorPosition | Complete) -> bytes:
    match operation:
        case Copy(from_x, from_y, x, y, w, h):
            return _COPY.pack(1, from_x, from_y, x, y, w, h)
        case CursorPosition(x, y, visible):
            return _POSITION.pack(4, x, y, visible)
        case Complete(since):
            return _COMPLETE.pack(6, since)


def _write_monitor(monitor: Monitor) -> bytes:
    name = monitor.name.encode()[: limits.SCREEN_NAME_BYTES].decode(errors="ignore").encode()
    return _MONITOR.pack(monitor.id, monitor.x, monitor.y, monitor.w, monitor.h, monitor.scale, len(name)) + name


def parse(data: bytes) -> ScreenMessage:
    """
    Read one message.

    Raises:
        ScreenMalformed: These bytes are no screen message, or one beyond `limits`.
    """
    if not HEADER.size <= len(data) <= limits.SCREEN_MESSAGE_BYTES:
        raise ScreenMalformed(f"{len(data)} bytes")
    version, flags, frame, monitor, width, height, captured_at = HEADER.unpack_from(data)
    _demand(version == VERSION, f"version {version}")
    _demand(flags & ~VISIBLE_FLAGS == 0, f"flags {flags}")
    _demand(0 < width <= limits.SCREEN_SIDE and 0 < height <= limits.SCREEN_SIDE, f"monitor {width} x {height}")
    operations = tuple(_Reader(data, width, height).operations())
    keyframe, more, quiet = (bool(flags & flag) for flag in (KEYFRAME, MORE, QUIET))
    return ScreenMessage(frame, monitor, width, height, captured_at, operations, keyframe, more, quiet)


def _demand(holds: bool, detail: str) -> None:  # noqa: FBT001 - the condition is the whole point
    if not holds:
        raise ScreenMalformed(detail)


class _Reader:
    """Reads operations from one message; every length is checked against what is left before it is used."""

    def __init__(self, data: bytes, width: int, height: int) -> None:
        self._data = data
        self._at = HEADER.size
        self._width = width
        self._height = height

    def operations(self) -> list[Operation]:
        found: list[Operation] = []
        while self._at < len(self._data):
            _demand(len(found) < limits.SCREEN_OPERATIONS, "too many operations")
            found.append(self._operation())
        return found

    def _operation(self) -> Operation:
        readers: dict[int, Callable[[], Operation]] = {
            1: self._copy,
            2: self._tile,
            3: self._shape,
            4: self._position,
            5: self._video,
            6: self._complete,
            7: self._monitors,
            8: self._spot,
        }
        number = self._data[self._at]
        _demand(number in readers, f"operation {number}")
        return readers[number]()

    def _fields(self, form: struct.Struct) -> tuple[int, ...]:
        _demand(self._at + form.size <= len(self._data), "cut short")
        fields: tuple[int, ...] = form.unpack_from(self._data, self._at)
        self._at += form.size
        return fields

    def _bytes(self, length: int) -> bytes:
        _demand(self._at + length <= len(self._data), "cut short")
        self._at += length
        return self._data[self._at - length : self._at]

    def _demand_inside(self, x: int, y: int, w: int, h: int) -> None:
        _demand(w > 0 and h > 0 and x + w <= self._width and y + h <= self._height, f"{w} x {h} at {x}, {y}")

    def _copy(self) -> Copy:
        _, from_x, from_y, x, y, w, h = self._fields(_COPY)
        self._demand_inside(from_x, from_y, w, h)
        self._demand_inside(x, y, w, h)
        return Copy(from_x, from_y, x, y, w, h)

    def _tile(self) -> Tile:
        _, x, y, w, h, encoding, length = self._fields(_TILE)
        self._demand_inside(x, y, w, h)
        _demand(encoding in _CHECKS, f"encoding {encoding}")
        _demand(encoding == Encoding.FLAT or w * h <= limits.SCREEN_TILE_PIXELS, f"tile {w} x {h}")
        data = self._bytes(length)
        _demand(_CHECKS[Encoding(encoding)](data, w, h), f"tile of {length} bytes for {w} x {h}")
        return Tile(x, y, w, h, Encoding(encoding), data)

    def _spot(self) -> Tile:
        _, x, y, w, h = self._fields(_SPOT)
        self._demand_inside(x, y, w, h)
        return Tile(x, y, w, h, Encoding.FLAT, self._bytes(RGB_BYTES))

    def _shape(self) -> CursorShape:
        _, hot_x, hot_y, w, h, length = self._fields(_SHAPE)
        side = limits.SCREEN_CURSOR_SIDE
        _demand(0 < w <= side and 0 < h <= side and hot_x < w and hot_y < h, f"cursor {w} x {h}")
        png = self._bytes(length)
        _demand(png_size(png) == (w, h), "cursor picture")
        return CursorShape(hot_x, hot_y, w, h, png)

    def _position(self) -> CursorPosition:
        _, x, y, visible = self._fields(_POSITION)
        _demand(visible <= 1 and x < self._width and y < self._height, "cursor position")
        return CursorPosition(x, y, bool(visible))

    def _complete(self) -> Complete:
        return Complete(self._fields(_COMPLETE)[1])

    def _video(self) -> Video:
        _, which, x, y, w, h, codec, flags, length = self._fields(_VIDEO)
        self._demand_inside(x, y, w, h)
        _demand(which < limits.SCREEN_VIDEOS, f"video {which}")
        _demand(w * h <= limits.SCREEN_VIDEO_PIXELS, f"video of {w} x {h}")
        _demand(codec in _CODECS and flags <= 1, f"codec {codec}, flags {flags}")
        data = self._bytes(length)
        intra = bool(flags)
        _demand(fits(Codec(codec), data, w, h, intra=intra), f"video of {length} bytes for {w} x {h}")
        return Video(which, x, y, w, h, Codec(codec), intra, data)

    def _monitors(self) -> Monitors:
        _, count = self._fields(_MONITORS)
        _demand(count <= limits.SCREEN_MONITORS, f"{count} monitors")
        return Monitors(tuple(self._monitor() for _ in range(count)))

    def _monitor(self) -> Monitor:
        number, x, y, w, h, scale, length = self._fields(_MONITOR)
        _demand(0 < w <= limits.SCREEN_SIDE and 0 < h <= limits.SCREEN_SIDE, f"monitor {w} x {h}")
        _demand(length <= limits.SCREEN_NAME_BYTES, f"name of {length} bytes")
        try:
            name = self._bytes(length).decode()
        except UnicodeDecodeError:
            raise ScreenMalformed("name") from None
        return Monitor(number, x, y, w, h, scale, name)


def _indexed_fits(data: bytes, w: int, h: int) -> bool:
    return len(data) > 0 and len(data) == 1 + 3 * (data[0] + 1) + w * h


_CODECS: Final = frozenset(Codec)
_CHECKS: Final[dict[Encoding, Callable[[bytes, int, int], bool]]] = {
    Encoding.FLAT: lambda data, _w, _h: len(data) == RGB_BYTES,
    Encoding.INDEXED: _indexed_fits,
    Encoding.INDEXED_ZLIB: lambda data, _w, _h: len(data) > 0 and len(data) > 1 + 3 * (data[0] + 1),
    Encoding.RGB_ZLIB: lambda data, _w, _h: len(data) > 0,
    Encoding.PNG: lambda data, w, h: png_size(data) == (w, h),
    Encoding.JPEG: lambda data, w, h: jpeg_size(data) == (w, h),
}
