"""A film that nobody filmed: light and texture under a moving camera, with grain over it all. The same in every run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from agent.screen.source import Pixels

W, H = 320, 240


def film(count: int, w: int = W, h: int = H) -> list[Pixels]:
    """Give the first frames, (h, w) of 0x00RRGGBB."""
    dice = np.random.default_rng(8)
    land = np.full((h + 60, w + 80, 3), 120.0)
    for size, strength in ((90, 60), (30, 25), (9, 12)):
        land += _noise(dice, w + 80, h + 60, size, strength)
    frames = []
    for number in range(count):
        x, y = int(40 + 38 * np.sin(number / 9)), int(30 + 28 * np.sin(number / 7))
        grain = dice.normal(0, 1.5, (h, w, 1))
        seen = np.clip(land[y : y + h, x : x + w] + grain, 0, 255).astype(np.uint32)
        frames.append(((seen[..., 0] << 16) | (seen[..., 1] << 8) | seen[..., 2]).astype(np.uint32))
    return frames


def _noise(dice: np.random.Generator, w: int, h: int, size: int, strength: float) -> NDArray[np.float64]:
    """Give smooth noise, with less colour than light."""
    coarse = dice.normal(0, strength, (h // size + 2, w // size + 2, 3))
    coarse = 0.3 * coarse + 0.7 * coarse.mean(axis=2, keepdims=True)
    planes = [
        Image.fromarray(plane.astype(np.float32)).resize((w, h), Image.Resampling.BICUBIC)
        for plane in np.moveaxis(coarse, 2, 0)
    ]
    return np.stack([np.asarray(plane, np.float64) for plane in planes], axis=-1)


def rgb(pixels: Pixels) -> NDArray[np.uint8]:
    """Give (h, w, 3) bytes."""
    return np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255], axis=-1).astype(np.uint8)


def psnr(shown: NDArray[np.uint8], meant: NDArray[np.uint8]) -> float:
    """Give how near two pictures are, in dB."""
    error = float(np.mean((shown.astype(np.float64) - meant.astype(np.float64)) ** 2))
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))
