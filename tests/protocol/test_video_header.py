"""Headers of video, read before a decoder is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.screen import Video, parse
from protocol.video_header import Codec, fits
from tests.support.vectors import load

PIECES = [
    operation
    for vector in load("screen-messages")["good"]
    for operation in parse(bytes.fromhex(vector["bytes"])).operations
    if isinstance(operation, Video)
]
"""Real output of encoders, of each codec one picture that stands for itself and one that goes on."""


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: f"{piece.codec.word} {piece.intra}")
def test_a_piece_is_what_its_header_says_and_nothing_else(piece: Video) -> None:
    """Real pieces fit, and fit as nothing but what they are."""
    assert fits(piece.codec, piece.data, piece.w, piece.h, intra=piece.intra)
    assert not fits(piece.codec, piece.data, piece.w, piece.h, intra=not piece.intra)
    assert not fits(Codec(3 - piece.codec), piece.data, piece.w, piece.h, intra=piece.intra)
    if piece.intra:
        assert not fits(piece.codec, piece.data, piece.w + 2, piece.h, intra=True)
        assert not fits(piece.codec, piece.data, piece.w, piece.h - 2, intra=True)


def test_there_is_a_piece_of_every_kind() -> None:
    """The vectors leave no codec out."""
    assert {(piece.codec, piece.intra) for piece in PIECES} == {
        (codec, way) for codec in Codec for way in (True, False)
    }


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: f"{piece.codec.word} {piece.intra}")
def test_a_piece_that_shows_nothing_is_refused(piece: Video) -> None:
    """A hidden picture would leave the page waiting for one that never comes."""
    shown = 0x10 if piece.codec is Codec.VP8 else 0x02
    hidden = bytes((piece.data[0] & ~shown, *piece.data[1:]))

    assert not fits(piece.codec, hidden, piece.w, piece.h, intra=piece.intra)


@given(st.sampled_from(Codec), st.binary(max_size=40), st.integers(1, 9_000), st.integers(1, 9_000), st.booleans())
def test_any_bytes_fit_or_do_not(codec: Codec, data: bytes, w: int, h: int, intra: bool) -> None:  # noqa: FBT001 - drawn
    """No bytes make the reader fail."""
    assert fits(codec, data, w, h, intra=intra) in {True, False}


@given(st.integers(1, 2**16), st.integers(1, 2**16), st.booleans())
def test_a_vp9_size_is_read_wherever_its_bits_lie(w: int, h: int, resists: bool) -> None:  # noqa: FBT001 - drawn
    """Width and height cross the bytes' borders in VP9; each is found where an encoder writes it."""
    bits = f"1000001{int(resists)}" + f"{0x498342:024b}" + "0100" + f"{w - 1:016b}{h - 1:016b}" + "0" * 12
    data = int(bits, 2).to_bytes(len(bits) // 8, "big")

    assert fits(Codec.VP9, data, w, h, intra=True)
    assert not fits(Codec.VP9, data, w + 1, h, intra=True)
