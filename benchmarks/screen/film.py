"""A film that nobody filmed: a camera moves over a landscape of light and texture, and grain lies over it all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.screen.scenes import FILM

GRAIN = 2.5
"""How far grain moves a pixel, of 255, at one standard deviation."""
BLOBS = 5

Frame = NDArray[np.uint8]


class Film:
    """The same frames in every run; each is (height, width, 3) bytes, red first."""

    def __init__(self, width: int = FILM.width, height: int = FILM.height) -> None:
        """Lay out a landscape wider than the picture, over which the camera moves."""
        self._size = (height, width)
        dice = np.random.default_rng(3)
        self._land = _landscape(dice, height + 160, width + 320)
        self._places = dice.uniform(0.2, 0.8, (BLOBS, 2))
        self._speeds = dice.uniform(0.8, 2.4, (BLOBS, 2))
        self._colours = dice.uniform(-70, 70, (BLOBS, 3))
        self._rows, self._columns = np.mgrid[0:height, 0:width].astype(np.float32)

    def frame(self, number: int) -> Frame:
        """Give a frame by its number, from 0."""
        height, width = self._size
        x, y = 160 + 150 * np.sin(number / 37), 80 + 70 * np.sin(number / 23)
        picture = _cut(self._land, float(x), float(y), height, width)
        for place, speed, colour in zip(self._places, self._speeds, self._colours, strict=True):
            across = width * (place[0] + 0.25 * np.sin(number * speed[0] / 20))
            down = height * (place[1] + 0.2 * np.cos(number * speed[1] / 20))
            near = np.exp(-((self._columns - across) ** 2 + (self._rows - down) ** 2) / 5000)
            picture += near[..., None] * colour.astype(np.float32)
        grain = np.random.default_rng(1000 + number).normal(0, GRAIN, (height, width, 1)).astype(np.float32)
        return np.asarray(np.clip(picture + grain, 0, 255), np.uint8)


def psnr(shown: Frame, meant: Frame) -> float:
    """Give the peak signal-to-noise ratio of two pictures of one shape, in dB; infinite when they are the same."""
    error = float(np.mean((shown.astype(np.float64) - meant.astype(np.float64)) ** 2))
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))


def _landscape(dice: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """Add up noise of many scales, the coarse ones stronger: what most pictures of the world are like."""
    land = np.zeros((height, width, 3), np.float32)
    for size, strength in ((160, 60), (80, 35), (40, 24), (20, 18), (10, 14), (5, 12), (3, 11)):
        coarse = dice.normal(0, strength, (height // size + 3, width // size + 3, 3)).astype(np.float32)
        # Less colour than light, as in the world.
        coarse = 0.35 * coarse + 0.65 * coarse.mean(axis=2, keepdims=True)
        rows, columns = np.arange(height) / size, np.arange(width) / size
        land += _between(coarse, rows, columns)
    return land + 120


def _between(
    coarse: NDArray[np.float32], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float32]:
    top, left = rows.astype(int), columns.astype(int)
    down, across = (rows - top).astype(np.float32)[:, None, None], (columns - left).astype(np.float32)[None, :, None]
    upper = coarse[top][:, left] * (1 - across) + coarse[top][:, left + 1] * across
    lower = coarse[top + 1][:, left] * (1 - across) + coarse[top + 1][:, left + 1] * across
    return np.asarray(upper * (1 - down) + lower * down, np.float32)


def _cut(land: NDArray[np.float32], x: float, y: float, height: int, width: int) -> NDArray[np.float32]:
    """Cut the camera's view out; it moves by parts of a pixel."""
    left, top = int(x), int(y)
    part = land[top : top + height + 1, left : left + width + 1]
    across, down = np.float32(x - left), np.float32(y - top)
    wide = part[:, :-1] * (1 - across) + part[:, 1:] * across
    return np.asarray(wide[:-1] * (1 - down) + wide[1:] * down, np.float32)
