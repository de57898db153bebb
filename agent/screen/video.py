"""
Pixels to video, by libvpx through PyAV. Without PyAV there is no video, and everything else stays as it is.

Which library and why: `docs/decisions/0008-films-are-video-by-libvpx.md`. Nothing here ever names another encoder.
"""

from __future__ import annotations

import importlib
import importlib.util
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np

from agent.screen.source import Pixels
from agent.screen.video_rate import MOST
from protocol.video_header import Codec, fits

_ENCODERS: Final = {Codec.VP8: "libvpx", Codec.VP9: "libvpx-vp9"}

FINEST: Final = {Codec.VP8: 9, Codec.VP9: 12}
"""Quantiser (0 to 63) at which a film with grain shows at more than 36 dB; finer is not worth the bytes."""

SPEED: Final = {Codec.VP8: 16, Codec.VP9: 9}
"""How much is left out to be quick: all that libvpx offers."""

COARSEST: Final = 56
_OPTIONS: Final = {
    "deadline": "realtime",
    "lag-in-frames": "0",  # each picture comes out when it went in
    "auto-alt-ref": "0",  # no hidden pictures
    "undershoot-pct": "95",
    "overshoot-pct": "20",
}
_MS: Final = 1000
_FPS: Final = 30
APART: Final = 90
"""Pictures from one that stands for itself to the next at most: a player that jumps decodes all since the last one."""

_LONGEST_MS: Final = 50
"""Milliseconds that the encoder is told of between pictures at most. A picture that waited for the line would otherwise
be given the bits of all that time, and by its size make the next one wait as long."""

_INTRA: Final = "600"
"""Per cent of a usual picture's bits that one may have that stands for itself, while the line is thin."""

BUFFER_SECONDS: Final = 0.5


class VideoUse(NamedTuple):
    """What films are encoded with: the codec, None for no video, and the bits a second that one may have."""

    codec: Codec | None
    bits: int
    rate: float = 0.0
    """Bytes a second that the line was seen to carry; 0 when that is not known."""


NO_VIDEO: Final = VideoUse(None, 0)


def chosen(codecs: frozenset[Codec], bits: int, rate: float | None = None) -> VideoUse:
    """Give what to encode with, of what can be decoded: what costs least work while the line has room, else bytes."""
    order = (Codec.VP8, Codec.VP9) if bits >= MOST else (Codec.VP9, Codec.VP8)
    codec = next((codec for codec in order if codec in codecs), None)
    return NO_VIDEO if codec is None else VideoUse(codec, bits, rate or 0.0)


def is_available() -> bool:
    """Say whether this installation can make video."""
    return importlib.util.find_spec("av") is not None


def _rate(codec: Codec, bits: int) -> dict[str, str]:
    """Give a film all it wants for its quality, or hold it to so many bits a second at whatever quality that gives."""
    finest = str(FINEST[codec])
    if bits >= MOST:
        return {"qmin": finest, "qmax": finest}
    held = {"minrate": str(bits), "maxrate": str(bits), "bufsize": str(int(bits * BUFFER_SECONDS))}
    held |= {"max-intra-rate": _INTRA}
    return held | {"qmin": finest, "qmax": str(COARSEST)}


class VideoEncoder:
    """Encodes one film. Belongs to one thread; PyAV gives up the interpreter's lock while it works."""

    def __init__(self, codec: Codec, w: int, h: int, bits: int) -> None:
        """Take the size in pixels (both even) and the bits a second that may be spent."""
        self._av: Any = importlib.import_module("av")
        self.codec = codec
        self.bits = bits
        self._size = (w, h)
        context = self._av.CodecContext.create(_ENCODERS[codec], "w")
        context.width, context.height, context.pix_fmt = w, h, "yuv420p"
        context.time_base, context.framerate = Fraction(1, _MS), Fraction(_FPS)
        context.bit_rate, context.gop_size, context.max_b_frames, context.thread_count = bits, APART, 0, 1
        context.options = _OPTIONS | {"speed": str(SPEED[codec])} | _rate(codec, bits)
        reformatter = importlib.import_module("av.video.reformatter")
        self._context, self._convert = context, reformatter.VideoReformatter()
        self._colours, self._range = reformatter.Colorspace.ITU709, reformatter.ColorRange
        self._intra_type = importlib.import_module("av.video.frame").PictureType.I
        self._last = self._seen = -1
        self._began: float | None = None

    def encode(self, pixels: Pixels, now: float, *, intra: bool) -> tuple[bytes, bool] | None:
        """
        Give the next picture and whether it stands for itself; None when the encoder gave none.

        Args:
            pixels: (h, w) pixels 0x00RRGGBB.
            now: When they were seen, in seconds.
            intra: Whether it must stand for itself.
        """
        w, h = self._size
        colours = np.ascontiguousarray(pixels).astype("<u4", copy=False).view(np.uint8).reshape(h, w, 4)
        frame = self._convert.reformat(
            self._av.VideoFrame.from_numpy_buffer(colours, format="bgra"),
            format="yuv420p",
            dst_colorspace=self._colours,
            dst_color_range=self._range.MPEG,
            threads=1,  # more of them take half as much time again of the processor, for so few pixels
        )
        frame.pts = self._last = self._last + min(max(self._ms(now) - self._seen, 1), _LONGEST_MS)
        self._seen = self._ms(now)
        frame.time_base = Fraction(1, _MS)
        if intra:
            frame.pict_type = self._intra_type
        packets = [packet for packet in self._context.encode(frame) if packet.size]
        if len(packets) != 1:
            return None
        data, stands = bytes(packets[0]), bool(packets[0].is_keyframe)
        return (data, stands) if fits(self.codec, data, w, h, intra=stands) else None

    def _ms(self, now: float) -> int:
        if self._began is None:
            self._began = now
        return int((now - self._began) * _MS)
