"""Pictures of text: letters with soft edges as a program draws them, on paper."""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FACE = "DejaVuSansMono.ttf"
LINE = 20
"""Pixels from line to line."""
SIZE = 15
LETTERS = (8, 76)
"""Letters of a line: at least, and at most."""
INK, PAPER = (28, 32, 40), (252, 252, 250)
_TEXT = (
    "the printer says paused and nobody paused it while queue driver port spooler status waits for paper "
    "restart service log line error warning 0x7e ready office second floor tray address name between within"
)
WORDS = _TEXT.split()

Pixels = NDArray[np.uint8]


def page(width: int, lines: int, seed: int) -> Pixels:
    """Set a page of text, (lines * LINE, width, 3) bytes; another seed, another text."""
    image = Image.new("RGB", (width, lines * LINE), PAPER)
    pen, face = ImageDraw.Draw(image), ImageFont.truetype(FACE, SIZE)
    dice = random.Random(seed)  # noqa: S311 - the same text in each run
    across = width // 9
    for line in range(lines):
        text = f"{line:4d}  " + " ".join(dice.choice(WORDS) for _ in range(across // 5))
        # Lines end where they end, as in a program's text or a log: at some 40 letters, and one in seven is empty.
        length = 0 if dice.random() < 1 / 7 else min(across - 2, dice.randint(*LETTERS))
        pen.text((8, line * LINE), text[:length], INK, face)
    return np.asarray(image)


def letters(width: int, height: int) -> list[Pixels]:
    """Set the letters from a to z, each in the middle of a place of its own."""
    face = ImageFont.truetype(FACE, SIZE)
    found = []
    for code in range(ord("a"), ord("z") + 1):
        image = Image.new("RGB", (width, height), PAPER)
        ImageDraw.Draw(image).text((0, 0), chr(code), INK, face)
        found.append(np.asarray(image))
    return found
