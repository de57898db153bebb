"""Tiles by content."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
import simplejpeg
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from agent.screen.encode import Encoder, cursor_shape, jpeg
from agent.screen.rect import Rect
from agent.screen.source import CursorImage, Pixels
from protocol.screen import Encoding, ScreenMessage, parse, write
from tests.support.viewer import pixels_of


def as_pixels(image: Image.Image) -> Pixels:
    """Give an image's pixels as numbers."""
    rgb = np.asarray(image.convert("RGB"), np.uint32)
    return ((rgb[..., 0] << 16) | (rgb[..., 1] << 8) | rgb[..., 2]).astype(np.uint32)


def text() -> Pixels:
    """Give a screenful of black letters on white."""
    image = Image.new("RGB", (512, 64), "white")
    ImageDraw.Draw(image).text((4, 4), "The quick brown fox jumps over the lazy dog. " * 4, fill="black")
    return as_pixels(image)


def photo(width: int = 512, height: int = 64) -> Pixels:
    """Give soft colours with grain."""
    dice = np.random.default_rng(5)
    soft = Image.fromarray((dice.random((6, 12, 3)) * 255).astype(np.uint8)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    grain = np.asarray(soft, np.int16) + dice.integers(-6, 6, (height, width, 3))
    return as_pixels(Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)))


def gradient() -> Pixels:
    """Give long even runs of many colours."""
    rows = np.arange(64, dtype=np.uint32)[:, None] * 0x010203
    return rows + (np.arange(512, dtype=np.uint32)[None, :] // 16) * 0x030000


@pytest.mark.parametrize(
    ("pixels", "exact", "expected"),
    [
        (np.full((64, 64), 0x123456, np.uint32), False, Encoding.FLAT),
        (text()[:12, :40], False, Encoding.INDEXED),
        (text(), False, Encoding.INDEXED_ZLIB),
        (gradient(), False, Encoding.RGB_ZLIB),
        (photo(), True, Encoding.PNG),
        (photo(), False, Encoding.JPEG),
        (photo(40, 40), False, Encoding.RGB_ZLIB),
    ],
)
def test_each_content_has_its_coding(pixels: Pixels, exact: bool, expected: Encoding) -> None:  # noqa: FBT001
    """Text and flat areas are never JPEG, photographs are until they rest, and all but JPEG is exact."""
    height, width = pixels.shape
    tile = Encoder().tile(Rect(0, 0, width, height), pixels, exact=exact)
    parse(write(ScreenMessage(1, 1, width, height, 0, (tile,))))

    assert tile.encoding is expected
    if tile.encoding.is_exact:
        assert (pixels_of(tile) == pixels).all()


def test_a_photograph_is_near_the_truth() -> None:
    """JPEG tiles are at 36 dB or better, with full colour resolution."""
    pixels = photo()
    drawn = pixels_of(Encoder().tile(Rect(0, 0, 512, 64), pixels, exact=False))
    error = [((drawn >> shift & 255).astype(float) - (pixels >> shift & 255)) ** 2 for shift in (0, 8, 16)]

    assert 10 * np.log10(255**2 / np.mean(error)) > 36


@pytest.mark.parametrize("colour", ["444", "422"])
def test_a_part_of_a_picture_is_a_jpeg_with_its_colours_as_asked(colour: str) -> None:
    """All of them, or half of them across; and what lies beside the part does not come into it."""
    pixels = photo()
    data = jpeg(pixels[8:56, 16:272], 90, colour)
    drawn = as_pixels(Image.open(BytesIO(data)))
    error = [((drawn >> at & 255).astype(float) - (pixels[8:56, 16:272] >> at & 255)) ** 2 for at in (0, 8, 16)]

    assert simplejpeg.decode_jpeg_header(data) == (48, 256, "YCbCr", colour)
    assert 10 * np.log10(255**2 / np.mean(error)) > 36


@given(st.integers(1, 300), st.integers(1, 40), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_exact_tiles_are_exact_whatever_the_colours(colours: int, height: int, width: int, seed: int) -> None:
    """Any number of any colours comes out as it went in."""
    dice = np.random.default_rng(seed)
    palette = dice.integers(0, 1 << 24, colours, dtype=np.uint32)
    pixels = palette[dice.integers(0, colours, (height, width))]

    assert (pixels_of(Encoder().tile(Rect(0, 0, width, height), pixels, exact=True)) == pixels).all()


def test_an_encoder_keeps_nothing_of_the_tile_before() -> None:
    """Tables are used again; what they held before does not show."""
    encoder, dice = Encoder(), np.random.default_rng(9)
    for _ in range(50):
        pixels = dice.integers(0, 1 << 24, 200, dtype=np.uint32)[dice.integers(0, 200, (40, 60))]
        assert (pixels_of(encoder.tile(Rect(0, 0, 60, 40), pixels, exact=True)) == pixels).all()


def test_the_pointers_picture_keeps_its_hot_spot_within() -> None:
    """A hot spot beyond the picture is moved onto its edge."""
    shape = cursor_shape(CursorImage(40, 3, np.zeros((16, 16, 4), np.uint8)))

    assert (shape.hot_x, shape.hot_y, shape.w, shape.h) == (15, 3, 16, 16)
