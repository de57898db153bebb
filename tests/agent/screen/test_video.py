"""Video by libvpx: what comes out can be decoded, looks right, and keeps to what it may spend."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from itertools import pairwise
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from agent.screen import video
from agent.screen.source import Pixels
from agent.screen.video import APART, VideoEncoder
from agent.screen.video_rate import MOST
from protocol.video_header import Codec
from tests.support.film import H, W, film, psnr, rgb


def decoded(codec: Codec, pieces: list[bytes]) -> list[NDArray[np.uint8]]:
    """Decode as a browser would, by a decoder of another make than the encoder where there is one."""
    decoder: Any = av.CodecContext.create(codec.word, "r")
    return [
        frame.to_ndarray(format="rgb24", src_colorspace="ITU709")
        for piece in pieces
        for frame in decoder.decode(av.Packet(piece))
    ]


def encoded(
    codec: Codec, frames: list[Pixels], bits: int = MOST, intra: tuple[int, ...] = ()
) -> list[tuple[bytes, bool]]:
    """Encode frames at 30 a second."""
    encoder = VideoEncoder(codec, W, H, bits)
    made = [encoder.encode(frame, 5 + at / 30, intra=at in intra) for at, frame in enumerate(frames)]
    return [each for each in made if each is not None]


@pytest.mark.parametrize("codec", Codec)
def test_every_picture_of_a_film_shows_at_36_db(codec: Codec) -> None:
    """Each picture comes out when it went in, decodes, and is near enough to what was on the screen, colours too."""
    frames = film(12)

    shown = decoded(codec, [data for data, _ in encoded(codec, frames)])

    assert len(shown) == len(frames)
    assert min(psnr(seen, rgb(frame)) for seen, frame in zip(shown, frames, strict=True)) >= 36


@pytest.mark.parametrize("codec", Codec)
def test_a_long_film_can_be_begun_every_few_seconds(codec: Codec) -> None:
    """Whoever jumps into the middle of an hour of film decodes no more than the last few seconds."""
    made = encoded(codec, film(12) * 16, bits=400_000)
    begins = [at for at, (_, stands) in enumerate(made) if stands]

    assert len(begins) >= 3
    assert max(after - before for before, after in pairwise(begins)) <= APART


@pytest.mark.parametrize("codec", Codec)
def test_only_the_first_and_those_asked_for_stand_for_themselves(codec: Codec) -> None:
    """A player can begin at each picture that says so, and at no other."""
    made = encoded(codec, film(9), intra=(5,))

    assert [at for at, (_, stands) in enumerate(made) if stands] == [0, 5]
    assert len(decoded(codec, [data for data, _ in made[5:]])) == 4


@pytest.mark.parametrize("codec", Codec)
def test_a_film_keeps_to_its_bits(codec: Codec) -> None:
    """On a thin line pictures become smaller, at whatever quality that gives."""
    bits = 600_000
    made = encoded(codec, film(60), bits)

    later = [len(data) for data, _ in made[15:]]
    assert sum(later) * 8 / (len(later) / 30) < bits * 1.3


def test_the_cheapest_is_chosen_while_the_line_has_room_and_the_smallest_else() -> None:
    """Of what the console decodes: VP8 takes less work, VP9 fewer bytes; and none of it means no video."""
    both = frozenset(Codec)

    assert video.chosen(both, MOST) == (Codec.VP8, MOST, 0.0)
    assert video.chosen(both, MOST // 2) == (Codec.VP9, MOST // 2, 0.0)
    assert video.chosen(frozenset({Codec.VP9}), MOST) == (Codec.VP9, MOST, 0.0)
    assert video.chosen(frozenset(), MOST) == video.NO_VIDEO


def test_what_the_line_was_seen_to_carry_goes_along() -> None:
    """Whoever encodes hears of it; of a line that nobody knows, that it carries nothing."""
    assert video.chosen(frozenset(Codec), MOST, 1_500_000.0) == (Codec.VP8, MOST, 1_500_000.0)
    assert video.chosen(frozenset(Codec), MOST // 2, 300_000.0) == (Codec.VP9, MOST // 2, 300_000.0)
    assert video.chosen(frozenset(Codec), MOST, None) == (Codec.VP8, MOST, 0.0)
    assert video.chosen(frozenset(), MOST, 1_500_000.0) == video.NO_VIDEO


def test_no_encoder_but_libvpx_is_ever_named() -> None:
    """The wheel brings encoders under other licences along; ours are these two."""
    assert set(video._ENCODERS.values()) == {"libvpx", "libvpx-vp9"}


def test_pyav_is_loaded_by_nothing_but_the_rehearsal() -> None:
    """Whoever installs no `video` misses nothing else, and whoever does loads it before the first yes."""
    check = "import agent.main, agent.screen.stream, agent.engine.work, sys; sys.exit('av' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_without_pyav_there_is_no_video(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without it says so, before anybody tries."""
    assert video.is_available()
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not video.is_available()
