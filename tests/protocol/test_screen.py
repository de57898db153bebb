"""The screen message: bytes and values."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from protocol import limits
from protocol.errors import ScreenMalformed
from protocol.screen import (
    Complete,
    Copy,
    CursorPosition,
    CursorShape,
    Encoding,
    Monitor,
    Monitors,
    ScreenMessage,
    Tile,
    Video,
    parse,
    write,
)
from protocol.video_header import Codec
from tests.support.vectors import load


def a_picture(w: int, h: int, kind: str = "PNG") -> bytes:
    """Give a small image file."""
    file = BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (w, h)).save(file, kind)
    return file.getvalue()


def a_message(*operations: object, width: int = 640, height: int = 480) -> ScreenMessage:
    """Give a frame of a small monitor."""
    return ScreenMessage(7, 1, width, height, 12_345, operations, keyframe=True)  # type: ignore[arg-type]


# A VP8 picture of 48 x 32 that stands for itself, as far as its header goes.
A_VIDEO = bytes.fromhex("5003009d012a30002000") + bytes(5)

EVERY_OPERATION = (
    Copy(0, 0, 10, 12, 100, 50),
    Tile(0, 0, 640, 480, Encoding.FLAT, b"\x01\x02\x03"),
    Tile(385, 225, 255, 255, Encoding.FLAT, b"\x01\x02\x03"),
    Tile(0, 0, 256, 1, Encoding.FLAT, b"\x01\x02\x03"),
    Tile(5, 6, 2, 2, Encoding.INDEXED, b"\x01" + bytes(6) + b"\x00\x01\x01\x00"),
    Tile(5, 6, 2, 2, Encoding.INDEXED_ZLIB, b"\x00" + bytes(3) + zlib.compress(bytes(4))),
    Tile(5, 6, 2, 2, Encoding.RGB_ZLIB, zlib.compress(bytes(12))),
    Tile(5, 6, 9, 4, Encoding.PNG, a_picture(9, 4)),
    Tile(5, 6, 9, 4, Encoding.JPEG, a_picture(9, 4, "JPEG")),
    CursorShape(3, 4, 16, 16, a_picture(16, 16)),
    CursorPosition(639, 479, visible=True),
    Video(3, 5, 6, 48, 32, Codec.VP8, intra=True, data=A_VIDEO),
    Complete(3),
    Monitors((Monitor(1, -1920, 0, 1920, 1080, 100, "Left"), Monitor(2, 0, 0, 2560, 1440, 150, "Größer"))),
)


def test_every_operation_survives_the_way_through_bytes() -> None:
    """What is written is read back as the same value."""
    message = a_message(*EVERY_OPERATION)

    assert parse(write(message)) == message


def test_a_cursor_that_blinks_is_ten_bytes() -> None:
    """A small flat tile is written short; one that is larger each way than a byte says, long."""
    spot, wide = Tile(5, 6, 2, 18, Encoding.FLAT, bytes(3)), Tile(5, 6, 256, 18, Encoding.FLAT, bytes(3))

    assert len(write(a_message(spot))) - len(write(a_message())) == 10
    assert len(write(a_message(wide))) - len(write(a_message())) == 17


@pytest.mark.parametrize(
    "operation",
    [
        Tile(639, 0, 2, 1, Encoding.FLAT, bytes(3)),
        Tile(0, 0, 0, 1, Encoding.FLAT, bytes(3)),
        Tile(0, 0, 1, 1, Encoding.FLAT, bytes(4)),
        Tile(0, 0, 2, 2, Encoding.INDEXED, b"\x00" + bytes(3) + bytes(5)),
        Tile(0, 0, 2, 2, Encoding.PNG, a_picture(3, 2)),
        Tile(0, 0, 2, 2, Encoding.JPEG, a_picture(30, 20, "JPEG")),
        Tile(0, 0, 2, 2, Encoding.RGB_ZLIB, b""),
        Copy(600, 0, 0, 0, 100, 10),
        Video(0, 600, 6, 48, 32, Codec.VP8, intra=True, data=A_VIDEO),
        Video(0, 5, 6, 48, 30, Codec.VP8, intra=True, data=A_VIDEO),
        Video(4, 5, 6, 48, 32, Codec.VP8, intra=True, data=A_VIDEO),
        CursorPosition(640, 0, visible=True),
        CursorShape(16, 0, 16, 16, a_picture(16, 16)),
        CursorShape(0, 0, 16, 16, a_picture(17, 16)),
        Monitors((Monitor(1, 0, 0, 0, 1080, 100, ""),)),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(operation: object) -> None:
    """Rectangles outside the monitor and pictures of another size than announced are refused."""
    with pytest.raises(ScreenMalformed):
        parse(write(a_message(operation)))


def test_a_tile_larger_than_the_limit_is_refused_before_it_is_decoded() -> None:
    """A few bytes cannot ask for an enormous picture."""
    side = 8192
    bomb = Tile(0, 0, side, side, Encoding.RGB_ZLIB, zlib.compress(bytes(100)))

    with pytest.raises(ScreenMalformed):
        parse(write(a_message(bomb, width=side, height=side)))


def test_a_message_beyond_its_size_is_refused() -> None:
    """More than `SCREEN_MESSAGE_BYTES` is refused unread."""
    with pytest.raises(ScreenMalformed):
        parse(write(a_message()) + bytes(limits.SCREEN_MESSAGE_BYTES))


def test_a_long_monitor_name_is_cut_at_a_whole_letter() -> None:
    """A name of many bytes is shortened by the writer without breaking a letter."""
    message = parse(write(a_message(Monitors((Monitor(1, 0, 0, 8, 8, 100, "ä" * 63),)))))

    assert message.operations == (Monitors((Monitor(1, 0, 0, 8, 8, 100, "ä" * 32),)),)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_message_or_a_documented_error(data: bytes) -> None:
    """Nothing but `ScreenMalformed` comes out of the parser."""
    _parses_or_is_refused(data)


@given(st.data())
def test_a_damaged_message_is_a_message_or_a_documented_error(data: st.DataObject) -> None:
    """Changed, cut or lengthened messages never break the parser."""
    written = bytearray(write(a_message(*EVERY_OPERATION)))
    for _ in range(data.draw(st.integers(1, 4))):
        written[data.draw(st.integers(0, len(written) - 1))] = data.draw(st.integers(0, 255))
    _parses_or_is_refused(bytes(written[: data.draw(st.integers(0, len(written)))]))


def _parses_or_is_refused(data: bytes) -> None:
    try:
        message = parse(data)
    except ScreenMalformed:
        return
    assert parse(write(message)) == message


@pytest.mark.parametrize("vector", load("screen-messages")["good"], ids=lambda vector: vector["name"])
def test_a_vector_reads_and_is_written_the_same(vector: dict[str, Any]) -> None:
    """Each message of the vectors is read as what it says, and written again to the same bytes."""
    message = parse(bytes.fromhex(vector["bytes"]))

    assert write(message).hex() == vector["bytes"]
    assert (message.frame, message.captured_at, message.more) == (7, 12_345, vector["message"]["more"])


@pytest.mark.parametrize("vector", load("screen-messages")["bad"], ids=lambda vector: vector["name"])
def test_a_bad_vector_is_refused(vector: dict[str, Any]) -> None:
    """Each bad message of the vectors is refused with its code."""
    with pytest.raises(ScreenMalformed) as refused:
        parse(bytes.fromhex(vector["bytes"]))

    assert refused.value.code == vector["expect"]


def test_mutated_messages_by_the_thousand_are_messages_or_documented_errors(sized: Callable[[int, int], int]) -> None:
    """Changed, cut and spliced messages, many more of them with --long, never break the parser."""
    dice = Random(6)
    seeds = [bytes.fromhex(vector["bytes"]) for vector in load("screen-messages")["good"]]
    for _ in range(sized(5_000, 200_000)):
        written = bytearray(dice.choice(seeds) + dice.choice(seeds)[dice.randrange(40) :])
        for _change in range(dice.randrange(1, 5)):
            written[dice.randrange(len(written))] = dice.randrange(256)
        _parses_or_is_refused(bytes(written[: dice.randrange(len(written) + 1)]))
