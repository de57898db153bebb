"""Pages of text to scroll and windows to drag: drawn by Pillow, the same for the same seed."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from agent.screen.source import Pixels

WORDS = "the window a page of many lines scrolls while somebody reads and drags it over another desk 42 times".split()  # noqa: SIM905  a sentence reads better


def page(width: int, height: int, *, pitch: int = 16, seed: int = 1) -> Pixels:
    """Give (height, width) pixels of dark lines of words on white, `pitch` pixels from line to line."""
    dice = np.random.default_rng(seed)
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(min(pitch - 3, 13))
    for y in range(0, height, pitch):
        draw.text((6, y), " ".join(dice.choice(WORDS, dice.integers(2, max(width // 40, 3)))), fill=0, font=font)
    grey = np.asarray(image).astype(np.uint32)
    return grey * np.uint32(0x010101)
