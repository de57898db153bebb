"""
Coding a picture of nothing before there is a yes, so that nobody waits after it for what happens once in a program.

Libraries load parts of themselves at first use; they do it here, over pixels made up here. No display is known here.
"""

from __future__ import annotations

import numpy as np

from agent.screen.encode import Encoder, cursor_shape
from agent.screen.rect import Rect
from agent.screen.shown import Shown
from agent.screen.source import CursorImage, Pixels
from agent.screen.video import VideoEncoder, is_available
from agent.screen.video_rate import MOST
from protocol.video_header import Codec

_WIDTH, _FILM = 512, 96
_COLOURS = (1, 100, 400, 20_000)
"""How many colours the made-up stripes have: flat, a palette, even, a photograph."""


def rehearse() -> None:
    """Code each kind of content once, and throw it away."""
    encoder, shown = Encoder(), Shown(_WIDTH, 64 * len(_COLOURS))
    for row, colours in enumerate(_COLOURS):
        stripe = Rect(0, 64 * row, _WIDTH, 64)
        shown.take(stripe, _stripe(colours))
        for at in (stripe, *shown.differing(stripe, _stripe(colours + 1))):
            for exact in (False, True):
                shown.sent(at, 1.0, exact=encoder.tile(at, shown.pixels(at), exact=exact).encoding.is_exact)
    cursor_shape(CursorImage(0, 0, np.zeros((8, 8, 4), np.uint8)))
    if is_available():
        VideoEncoder(Codec.VP8, _FILM, _FILM, MOST).encode(np.zeros((_FILM, _FILM), np.uint32), 1.0, intra=True)


def _stripe(colours: int) -> Pixels:
    places = np.arange(64 * _WIDTH, dtype=np.uint32).reshape(64, _WIDTH)
    run = 1 if colours > _WIDTH else 8
    return (places // np.uint32(run) % np.uint32(colours)) * np.uint32(0x012345) & np.uint32(0xFFFFFF)
