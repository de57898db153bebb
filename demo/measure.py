"""Measuring in the browser itself: when the first picture stands, and how long a key press takes to change a pixel."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from playwright.async_api import Locator, Page

# The first picture is the first refresh at which (nearly) everything stands as it does a second later: one that comes
# in parts is not there before its last part. Nearly, because the customer's clock and cursor go on meanwhile.
_FIRST = """
() => new Promise((resolve) => {
    const small = new OffscreenCanvas(96, 54).getContext('2d', { willReadFrequently: true });
    const seen = [];
    const look = () => {
        const canvas = document.querySelector('canvas');
        if (canvas !== null && canvas.width > 1) {
            small.drawImage(canvas, 0, 0, 96, 54);
            const pixels = new Uint32Array(small.getImageData(0, 0, 96, 54).data.buffer);
            if (seen.length > 0 || pixels.some((pixel) => pixel !== pixels[0])) {
                seen.push({ at: performance.timeOrigin + performance.now(), pixels });
            }
        }
        const [first, last] = [seen.at(0), seen.at(-1)];
        if (first === undefined || last.at - first.at < 1000) return requestAnimationFrame(look);
        const differing = (picture) => picture.reduce((sum, pixel, at) => sum + (pixel !== last.pixels[at]), 0);
        return resolve(seen.find(({ pixels }) => differing(pixels) < 0.01 * pixels.length).at);
    };
    look();
})
"""
# What stands in the watched area is read at every refresh of the page: a change counts when an eye could see it.
# A key's time is its event's own, so neither the script's way into the browser nor the way back is in the figure.
_WATCH = """
(canvas, { x, y, width, height }) => {
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    const read = () => {
        copy.drawImage(canvas, x, y, width, height, 0, 0, width, height);
        return new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer);
    };
    const same = (one, other) => one.every((pixel, at) => pixel === other[at]);
    const refresh = () => new Promise(requestAnimationFrame);
    const watched = { pressed: null, changed: null };
    // Whatever has the focus: where the keys go is the page's own matter.
    document.addEventListener('keydown', (event) => { watched.pressed ??= event.timeStamp; }, { capture: true });
    watched.settled = async (refreshes) => {
        let before = read();
        for (let quiet = 0; quiet < refreshes; ) {
            await refresh();
            const now = read();
            quiet = same(before, now) ? quiet + 1 : 0;
            before = now;
        }
        return before;
    };
    watched.arm = async (refreshes) => {
        const before = await watched.settled(refreshes);
        watched.pressed = null;
        watched.changed = (async () => {
            for (let tries = 0; tries < 600; tries += 1) {
                await refresh();
                const at = performance.now();
                if (watched.pressed !== null && !same(before, read())) return at - watched.pressed;
            }
            return null;
        })();
    };
    window.watched = watched;
}
"""
QUIET = 3
"""Refreshes of the page without a change, before the next press: what came late belongs to the press before."""


class Place(Protocol):
    """A rectangle, in pixels of the picture."""

    def _asdict(self) -> dict[str, Any]: ...


class NothingChanged(AssertionError):
    """A key was pressed, and no pixel of the watched area changed within 600 refreshes."""


class Spread(NamedTuple):
    """Median and 95th percentile of what was measured, in milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Sum up at least two values."""
        return cls(round(statistics.median(values), 1), round(statistics.quantiles(values, n=20)[18], 1))


class Watched:
    """A part of the canvas, watched for changed pixels."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @classmethod
    async def begin(cls, page: Page, canvas: Locator, area: Place) -> Watched:
        """Watch `area` of the picture."""
        await canvas.evaluate(_WATCH, area._asdict())
        return cls(page)

    async def settled(self, refreshes: int = QUIET) -> None:
        """Wait until no pixel has changed for so many refreshes of the page."""
        await self._page.evaluate("async (refreshes) => { await window.watched.settled(refreshes); }", refreshes)

    async def press(self, key: str) -> float:
        """
        Press a key and give the milliseconds until a pixel changed.

        Raises:
            NothingChanged: None did.
        """
        await self._page.evaluate("(quiet) => window.watched.arm(quiet)", QUIET)
        await self._page.keyboard.press(key)
        took = await self._page.evaluate("() => window.watched.changed")
        if took is None:
            raise NothingChanged(key)
        return float(took)


async def first_picture(page: Page) -> float:
    """Wait for the first picture on the page's canvas; give the time in unix milliseconds."""
    return float(await page.evaluate(_FIRST))
