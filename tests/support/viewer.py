"""A console of Python and Pillow: applies screen messages to a picture, as the browser does."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from protocol.screen import (
    Copy,
    CursorPosition,
    CursorShape,
    Encoding,
    Monitors,
    Operation,
    ScreenMessage,
    Tile,
    Video,
    parse,
)
from protocol.screen_frames import FrameAssembler


class Viewer:
    """What a technician would see. `frames` are all whole frames in order, `picture` is (h, w) of 0x00RRGGBB."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._assembler = FrameAssembler()
        self.frames: list[ScreenMessage] = []
        self.bytes = 0
        self.picture: NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self.cursor: CursorShape | None = None
        self.position: CursorPosition | None = None
        self.monitors: Monitors | None = None
        self._decoders: dict[int, Any] = {}

    def take(self, data: bytes) -> ScreenMessage | None:
        """Take one message; give the frame that it completed."""
        self.bytes += len(data)
        frame = self._assembler.take(parse(data), len(data))
        if frame is None:
            return None
        if self.picture.shape != (frame.height, frame.width):
            self.picture = np.zeros((frame.height, frame.width), np.uint32)
        if frame.keyframe:
            self._decoders.clear()  # every video begins anew there
        for operation in frame.operations:
            self._apply(operation)
        self.frames.append(frame)
        return frame

    def _apply(self, operation: Operation) -> None:
        match operation:
            case Tile(x, y, w, h):
                self.picture[y : y + h, x : x + w] = pixels_of(operation)
            case Copy(from_x, from_y, x, y, w, h):
                self.picture[y : y + h, x : x + w] = self.picture[from_y : from_y + h, from_x : from_x + w].copy()
            case Video():
                self._play(operation)
            case CursorShape():
                self.cursor = operation
            case CursorPosition():
                self.position = operation
            case Monitors():
                self.monitors = operation

    def _play(self, video: Video) -> None:
        if video.intra:
            self._decoders[video.which] = av.CodecContext.create(video.codec.word, "r")
        (shown,) = self._decoders[video.which].decode(av.Packet(video.data))
        wide = shown.to_ndarray(format="rgb24", src_colorspace="ITU709").astype(np.uint32)
        self.picture[video.y : video.y + video.h, video.x : video.x + video.w] = _packed(wide)


def pixels_of(tile: Tile) -> NDArray[np.uint32]:
    """Decode a tile to (h, w) of 0x00RRGGBB."""
    match tile.encoding:
        case Encoding.FLAT:
            return np.full((tile.h, tile.w), int.from_bytes(tile.data, "big"), np.uint32)
        case Encoding.INDEXED | Encoding.INDEXED_ZLIB:
            end = 1 + 3 * (tile.data[0] + 1)
            indexes = tile.data[end:] if tile.encoding is Encoding.INDEXED else zlib.decompress(tile.data[end:])
            palette = np.frombuffer(tile.data[1:end], np.uint8).reshape(-1, 3)
            rgb = palette[np.frombuffer(indexes, np.uint8)]
        case Encoding.RGB_ZLIB:
            rgb = np.frombuffer(zlib.decompress(tile.data), np.uint8)
        case Encoding.PNG | Encoding.JPEG:
            rgb = np.asarray(Image.open(BytesIO(tile.data)).convert("RGB"))
    return _packed(rgb.reshape(tile.h, tile.w, 3).astype(np.uint32))


def _packed(wide: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return ((wide[..., 0] << 16) | (wide[..., 1] << 8) | wide[..., 2]).astype(np.uint32)
