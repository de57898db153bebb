"""
How large a PNG or JPEG says it is, read from its header alone.

A decoder makes room for what the header says, so the size is checked before any decoder sees the bytes: a few bytes
that claim 30,000 x 30,000 pixels would otherwise cost gigabytes.
"""

from __future__ import annotations

from typing import Final

Size = tuple[int, int]

_PNG_BEGIN: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_PNG_HEADER_BYTES: Final = len(_PNG_BEGIN) + 8
_JPEG_BEGIN: Final = b"\xff\xd8"
_MARKER: Final = 0xFF
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xDA)})  # ITU-T T.81, table B.1: markers without a segment
_FRAME_HEADERS: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF; not DHT, JPG, DAC
_FRAME_HEADER_BYTES: Final = 7  # precision, height, width and the length before them, of which we need the first seven


def png_size(data: bytes) -> Size | None:
    """Give width and height from the IHDR chunk (PNG, 11.2.1), or None when this does not begin as a PNG."""
    if len(data) < _PNG_HEADER_BYTES or not data.startswith(_PNG_BEGIN):
        return None
    at = len(_PNG_BEGIN)
    return int.from_bytes(data[at : at + 4], "big"), int.from_bytes(data[at + 4 : at + 8], "big")


def jpeg_size(data: bytes) -> Size | None:
    """
    Give width and height from the first frame header (ITU-T T.81, B.2.2), or None when there is none before a scan.

    Headers only: segments are skipped by their lengths, so the cost is one step a segment.
    """
    if not data.startswith(_JPEG_BEGIN):
        return None
    at = len(_JPEG_BEGIN)
    while at + 4 <= len(data) and data[at] == _MARKER:
        marker = data[at + 1]
        if marker in _STANDALONE or marker == _MARKER:
            return None  # a fill byte, an end or a second start before the frame header: no encoder of ours writes it
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAME_HEADERS:
            return _frame_size(data[at + 2 : at + 2 + _FRAME_HEADER_BYTES])
        at += 2 + max(length, 2)
    return None


def _frame_size(header: bytes) -> Size | None:
    if len(header) < _FRAME_HEADER_BYTES:
        return None
    return int.from_bytes(header[5:7], "big"), int.from_bytes(header[3:5], "big")
