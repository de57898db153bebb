"""The probe in the browser's page, and the two clocks."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Page

from benchmarks.screen import mark
from benchmarks.screen.scenes import ROUND, SCENES, Area, path

SCRIPT = Path(__file__).with_name("probe.js")
_ROUNDS = 40

Pixels = NDArray[np.uint8]
SHAPE = {
    "cell": mark.CELL, "lead": mark.LEAD, "bits": mark.BITS, "checkBits": mark.CHECK_BITS, "trail": mark.TRAIL,
    "steps": mark.STEPS,
}  # fmt: skip

_CANVAS = """
([selector, x, y, width, height]) => {
    const copy = new OffscreenCanvas(width, height).getContext('2d', { alpha: false, willReadFrequently: true });
    copy.drawImage(document.querySelector(selector), x, y, width, height, 0, 0, width, height);
    const bytes = copy.getImageData(0, 0, width, height).data;
    let text = '';
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
}
"""


@dataclass(frozen=True)
class Seen:
    """What a probe saw of one scene: steps and when they showed (ms of the machine's monotonic clock)."""

    name: str
    shown: list[tuple[int, float]]
    torn: int
    """Refreshes at which two marks of one step said different steps."""
    kept: list[tuple[int, Pixels]]


@dataclass(frozen=True)
class Watch:
    """All that a probe saw. Key presses have the same clock as what was shown."""

    scenes: dict[str, Seen]
    pressed: list[float]
    refreshes: int
    spent: float
    """Milliseconds that the looking itself took, of all refreshes together."""


class Probe:
    """Reads the canvas of a page while scenes are painted."""

    def __init__(self, page: Page, selector: str) -> None:
        self._page, self._selector = page, selector
        self._offset = 0.0

    async def begin(self, names: Sequence[str]) -> None:
        """Look at every refresh from now on."""
        self._offset = await self._clock()
        script = SCRIPT.read_text(encoding="utf-8")
        begins = (
            f"([selector, shape, tracks]) => {{ {script}\n"
            "window.screenProbe = new Probe(document.querySelector(selector), shape, tracks); }"
        )
        await self._page.evaluate(begins, [self._selector, SHAPE, [_track(name) for name in names]])

    async def end(self) -> Watch:
        """Look no more, and tell."""
        said = json.loads(await self._page.evaluate("() => JSON.stringify(window.screenProbe.end())"))
        return Watch(
            {track["name"]: self._seen(track) for track in said["tracks"]},
            [at + self._offset for at in said["pressed"]],
            int(said["refreshes"]),
            float(said["spent"]),
        )

    async def picture(self, area: Area) -> Pixels:
        """Read a part of the canvas, (height, width, 3) bytes, red first."""
        where = [self._selector, area.x, area.y, area.width, area.height]
        return _pixels(await self._page.evaluate(_CANVAS, where), area)

    def _seen(self, track: dict[str, Any]) -> Seen:
        name = track["name"]
        area = SCENES[name].area
        return Seen(
            name,
            [(int(step), at + self._offset) for step, at in track["shown"]],
            int(track["torn"]),
            [(int(kept["step"]), _pixels(kept["pixels"], area)) for kept in track["kept"]],
        )

    async def _clock(self) -> float:
        """
        Give what makes the machine's monotonic clock of the page's, in ms.

        Both are the same clock with another beginning. Of many questions the quickest is believed: it is wrong by half
        of its way there and back at most, some tenths of a millisecond.
        """
        best, offset = float("inf"), 0.0
        for _ in range(_ROUNDS):
            asked = time.monotonic() * 1000
            there = float(await self._page.evaluate("() => performance.now()"))
            took = time.monotonic() * 1000 - asked
            if took < best:
                best, offset = took, asked + took / 2 - there
        return offset


def _track(name: str) -> dict[str, Any]:
    scene = SCENES[name]
    places = [path(step) for step in range(ROUND)] if name == "drag" else [scene.place(0)]
    area = scene.area
    kept = [area.x, area.y, area.width, area.height] if name == "film" else None
    return {"name": name, "marks": scene.marks, "path": places, "area": kept}


def _pixels(text: str, area: Area) -> Pixels:
    whole = np.frombuffer(base64.b64decode(text), np.uint8).reshape(area.height, area.width, 4)
    return whole[..., :3]
