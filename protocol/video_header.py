"""
What a piece of video says of itself, read from its header alone: before a decoder is handed anything.

A decoder makes room for what the header says, and shows what it says. So a piece counts as what it is announced to be
only when it begins anew exactly where it says so, is as large as it says, shows one picture, and changes no size on the
way. Sources: RFC 6386, 9.1 (VP8); VP9 Bitstream & Decoding Process Specification 0.7, 6.2 and annex B (VP9).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Codec(IntEnum):
    """How a video's pictures are written. Both are free of fees, and every browser with WebCodecs reads them."""

    VP8 = 1
    VP9 = 2

    @property
    def word(self) -> str:
        """Give the name it has in messages."""
        return self.name.lower()


_VP8_TAG_BYTES: Final = 3
_VP8_KEY_BYTES: Final = 10
_VP8_START: Final = b"\x9d\x01\x2a"
_VP9_START: Final = b"\x49\x83\x42"
_VP9_KEY_BYTES: Final = 9
_VP9_DELTA_BYTES: Final = 4
_VP9_RGB: Final = 7
_VP9_MARKER_BITS: Final = 0xE0
_VP9_SUPERFRAME: Final = 0xC0  # annex B: how the last byte begins when it counts pictures


def fits(codec: Codec, data: bytes, w: int, h: int, *, intra: bool) -> bool:
    """Say whether `data` is one shown picture of `w` x `h`, standing for itself when `intra` and only then."""
    return _fits_vp8(data, w, h, intra=intra) if codec is Codec.VP8 else _fits_vp9(data, w, h, intra=intra)


def _fits_vp8(data: bytes, w: int, h: int, *, intra: bool) -> bool:
    if len(data) <= (_VP8_KEY_BYTES if intra else _VP8_TAG_BYTES):
        return False
    is_key, is_shown = not data[0] & 1, bool(data[0] & 0x10)
    if is_key is not intra or not is_shown:
        return False
    # The two upper bits of each size ask the player to enlarge the picture: ours are never set.
    size = data[6:10]
    return not intra or (data[3:6] == _VP8_START and size == w.to_bytes(2, "little") + h.to_bytes(2, "little"))


def _fits_vp9(data: bytes, w: int, h: int, *, intra: bool) -> bool:
    """Check a picture of profile 0 (8 bits, 4:2:0) that is no superframe: those hide pictures behind the shown one."""
    if len(data) <= (_VP9_KEY_BYTES if intra else _VP9_DELTA_BYTES) or data[-1] & _VP9_MARKER_BITS == _VP9_SUPERFRAME:
        return False
    # Frame marker 2, profile 0, no picture shown again; delta or not; shown; whether it resists errors may be either.
    if data[0] & 0xFE != (0x82 if intra else 0x86):
        return False
    if not intra:
        return _keeps_size(data)
    # 4 bytes, then 3 bits of colour space and 1 of range, width less one, height less one: 16 bits each; then 1 bit
    # that asks the player to show it in another size.
    size = int.from_bytes(data[4:9], "big") >> 3
    is_rgb = data[4] >> 5 == _VP9_RGB
    return data[1:4] == _VP9_START and not is_rgb and size & 0x1FFFFFFFF == ((w - 1) << 17 | (h - 1) << 1)


def _keeps_size(data: bytes) -> bool:
    """Say whether a delta picture takes its size from one that it refers to (`found_ref`) and names none itself."""
    resists_errors = data[0] & 1
    # Before it: 8 bits of header, 2 unless it resists errors, 8 of what it replaces, 3 x 4 of what it refers to.
    begins = 28 if resists_errors else 30
    bits = int.from_bytes(data[:5], "big") >> (40 - begins - 3)
    return bits & 0b111 != 0
