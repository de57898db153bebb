"""Sizes read from image headers."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from protocol.image_size import jpeg_size, png_size


@pytest.mark.parametrize("size", [(1, 1), (640, 360), (17, 999)])
def test_the_header_says_what_the_decoder_would_find(size: tuple[int, int]) -> None:
    """Sizes of real files are read right, progressive JPEG included."""
    png, jpeg, progressive = BytesIO(), BytesIO(), BytesIO()
    image = Image.new("RGB", size)
    image.save(png, "PNG")
    image.save(jpeg, "JPEG")
    image.save(progressive, "JPEG", progressive=True)

    assert png_size(png.getvalue()) == size
    assert jpeg_size(jpeg.getvalue()) == size
    assert jpeg_size(progressive.getvalue()) == size
    assert jpeg_size(png.getvalue()) is None
    assert png_size(jpeg.getvalue()) is None


@given(st.binary(max_size=200))
def test_any_bytes_have_a_size_or_none(data: bytes) -> None:
    """No bytes make the readers fail."""
    for size in (png_size(data), jpeg_size(data), jpeg_size(b"\xff\xd8" + data)):
        assert size is None or len(size) == 2
