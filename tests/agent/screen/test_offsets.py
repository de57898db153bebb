"""Offsets that hashes name."""

from __future__ import annotations

import numpy as np
import pytest

from agent.screen.motion import differing
from agent.screen.offsets import MOST_OFFSETS, offsets
from agent.screen.source import Pixels
from tests.support.pages import page


def _offsets(old: Pixels, new: Pixels) -> list[tuple[int, int]]:
    return offsets(old, new, differing(old, new))


@pytest.mark.parametrize("pitch", [9, 11, 12, 13, 15, 16, 17, 18, 20, 22, 24, 28, 32, 36, 48])
def test_no_pitch_of_lines_hides_a_scroll(pitch: int) -> None:
    """Blocks and lines may keep step with each other; some blocks lie on letters all the same."""
    long = page(600, 900, pitch=pitch)

    for rows in (pitch, 16, 32, 3 * pitch):
        assert (0, -rows) in _offsets(long[200:700], long[200 + rows : 700 + rows])


def test_an_offset_may_be_any() -> None:
    """Up, down, left, right, by one pixel or by most of the picture."""
    dice = np.random.default_rng(2)
    old = dice.integers(0, 1 << 24, (400, 600), dtype=np.uint32)

    for dx, dy in [(1, 0), (0, -1), (-17, 33), (299, -190), (-250, -250)]:
        assert (dx, dy) in _offsets(old, np.roll(old, (dy, dx), (0, 1)))


def test_flat_colour_and_what_stands_name_nothing() -> None:
    """A background looks like itself everywhere; a picture that stands has not moved by nothing."""
    flat = np.full((300, 400), 0x777777, np.uint32)
    text = page(400, 300)

    assert _offsets(flat, np.full((300, 400), 0x888888, np.uint32)) == []
    assert _offsets(flat, text) == []
    assert _offsets(text, text) == []


def test_few_offsets_are_named_however_many_fit() -> None:
    """A pattern fits itself at each repetition; that is no reason to try them all."""
    rows, columns = np.mgrid[0:300, 0:400].astype(np.uint32)
    pattern = (rows // 7 * 31 + columns // 5 * 17) % 64 * 0x030201

    assert len(_offsets(pattern.astype(np.uint32), np.roll(pattern, 3, 0).astype(np.uint32))) <= MOST_OFFSETS
