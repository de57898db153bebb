"""Frames in parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from protocol import limits
from protocol.errors import ScreenMalformed
from protocol.screen import Encoding, ScreenMessage, Tile, parse
from protocol.screen_frames import FrameAssembler, parts, quietened


def a_frame(tiles: int, number: int = 1) -> ScreenMessage:
    """Give a frame of tiles, 64 kB each."""
    tile = Tile(0, 0, 8, 8, Encoding.RGB_ZLIB, bytes(65_536))
    return ScreenMessage(number, 0, 640, 480, 0, (tile,) * tiles, keyframe=True)


def test_a_small_frame_is_one_message() -> None:
    """A frame below the part size is not split."""
    (only,) = parts(a_frame(1))

    assert FrameAssembler().take(parse(only), len(only)) == a_frame(1)


def test_a_large_frame_is_whole_only_with_its_last_part() -> None:
    """No part but the last gives anything to draw, and the sum is the frame."""
    written = list(parts(a_frame(20)))
    assembler = FrameAssembler()
    got = [assembler.take(parse(part), len(part)) for part in written]

    assert len(written) > 4
    assert all(len(part) <= limits.SCREEN_PART_BYTES for part in written)
    assert got[:-1] == [None] * (len(written) - 1)
    assert got[-1] == a_frame(20)


def test_a_part_of_another_frame_in_between_is_refused() -> None:
    """Frames are not interleaved."""
    assembler = FrameAssembler()
    first, *_ = parts(a_frame(20))
    assembler.take(parse(first), len(first))
    (other,) = parts(replace(a_frame(1, number=2), keyframe=False))

    with pytest.raises(ScreenMalformed):
        assembler.take(parse(other), len(other))


def test_a_keyframe_takes_the_place_of_an_unfinished_frame() -> None:
    """After a pause in the middle of a frame the picture begins anew."""
    assembler = FrameAssembler()
    first, *_ = parts(a_frame(20))
    assembler.take(parse(first), len(first))
    (other,) = parts(a_frame(1, number=2))

    assert assembler.take(parse(other), len(other)) == a_frame(1, number=2)


def test_a_frame_without_end_is_refused() -> None:
    """Parts that never stop coming do not fill the memory."""
    assembler = FrameAssembler()
    first, *_ = parts(a_frame(20))
    message = parse(first)

    for _ in range(limits.SCREEN_FRAME_BYTES // len(first)):
        assembler.take(message, len(first))
    with pytest.raises(ScreenMalformed):
        assembler.take(message, len(first))


def test_a_frame_of_one_message_can_be_made_quiet_and_no_other() -> None:
    """Nothing of it changes but that; a part and a keyframe are acknowledged always."""
    frame = replace(a_frame(1), keyframe=False)
    (only,) = parts(frame)
    quiet = quietened(only)

    assert quiet is not None
    assert parse(quiet) == replace(frame, quiet=True)
    assert [quietened(part) for part in parts(a_frame(1))] == [None]
    assert quietened(next(parts(replace(a_frame(20), keyframe=False)))) is None
