"""Jumping about in a recording, in Chromium: soon there, and what is shown is what straight play shows there."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.async_api import Page

from tests.support.browser import fresh_profile
from tests.support.long_recording import LongRecording, Plot
from tests.support.processes import Child

ROOT = Path(__file__).parents[3]
SOON = 500
"""Milliseconds in which 95 of 100 jumps arrive."""

SOME = (("types", 8.0), ("scrolls", 6.0), ("drags", 4.0), ("plays", 8.0), ("reads", 8.0))

_LOOK = """
const settled = async ({ stage }) => {
    while (stage.behind > 0) await new Promise((ready) => setTimeout(ready, 1));
};
const look = async ({ stage: { canvas, picture } }) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const digest = await crypto.subtle.digest('SHA-256', copy.getImageData(0, 0, canvas.width, canvas.height).data);
    return JSON.stringify([[...new Uint8Array(digest)], picture.pointer.at, picture.pointer.hot]);
};
"""

# The next refresh of the page is part of a jump: only then somebody sees it.
JUMPS = f"""
async (moments) => {{
    {_LOOK}
    const found = [];
    for (const moment of moments) {{
        const began = performance.now();
        attendedReplay.seek(moment);
        do {{
            await new Promise(requestAnimationFrame);
        }} while (attendedReplay.wanted !== null || attendedReplay.isWaiting || attendedReplay.stage.behind > 0);
        const took = performance.now() - began;
        found.push([took, await look(attendedReplay)]);
    }}
    return found;
}}
"""

# A second player that shows every message from the first on, and never jumps.
STRAIGHT = f"""
async (moments) => {{
    {_LOOK}
    const {{ film, pictures, stage, constructor: Playhead }} = attendedReplay;
    const own = new pictures.constructor(pictures.secret, pictures.count, () => undefined, pictures.failed);
    const player = new Playhead(film, own, new stage.constructor(film));
    const found = [];
    for (const moment of moments) {{
        while (!player.showUpTo(moment)) {{
            own.want(player.next);
            await new Promise((ready) => setTimeout(ready, 1));
        }}
        await settled(player);
        found.push(await look(player));
    }}
    return found;
}}
"""


@asynccontextmanager
async def player(made: LongRecording) -> AsyncIterator[Page]:
    """Open the player's page on a recording, paused."""
    out = made.folder
    files = ["--recording", out / "recording.mcap", "--receipt-keys", out / "receipt.keys", "--log", out / "log"]
    argv = [sys.executable, "-m", "relay.main", "replay", *files, "--vkey", out / "log.vkey"]
    with Child([*map(str, argv)], name="replay", cwd=ROOT) as child:
        link = child.line(r"Ready on (\S+)", within=300)[1]
        async with fresh_profile() as browser:
            page = await browser.new_page()
            wrong: list[str] = []
            page.on("pageerror", lambda error: wrong.append(str(error)))
            await page.goto(link)
            await page.wait_for_selector(".stage")
            yield page
            assert wrong == []


async def jumped(page: Page, count: int) -> list[float]:
    """Jump to so many moments; straight play must show the same at each. Give how long they took, sorted, in ms."""
    duration: int = await page.evaluate("attendedReplay.film.shots.at(-1)[0]")
    first: int = await page.evaluate("attendedReplay.film.shots[0][0]")
    moments = [Random(20260301 + at).randint(first, duration) for at in range(count)]
    jumps: list[Any] = await page.evaluate(JUMPS, moments)
    straight: list[str] = await page.evaluate(STRAIGHT, sorted(moments))
    for moment, shown in zip(sorted(moments), straight, strict=True):
        assert jumps[moments.index(moment)][1] == shown, f"at {moment} ms another picture than in straight play"
    assert len(set(straight)) > count / 3
    return sorted(took for took, _ in jumps)


async def test_jumps_land_where_straight_play_goes(tmp_path: Path) -> None:
    """Three minutes of typing, scrolling, dragging and film: ten jumps, each with every pixel of its moment."""
    made = LongRecording(tmp_path / "out", Plot(640, 480, rate=0.3, acts=SOME), minutes=3, kinds=1)
    async with player(made) as page:
        took = await jumped(page, 10)
    assert took[len(took) // 2] < SOON


@pytest.mark.long
@pytest.mark.timeout(3_600)
async def test_in_an_hour_95_of_100_jumps_arrive_within_half_a_second(tmp_path: Path) -> None:
    """200 random moments of an hour at 1920 x 1080, and what is shown is what straight play from the first shows."""
    made = LongRecording(tmp_path / "out", Plot(1920, 1080), minutes=60, kinds=4)
    async with player(made) as page:
        took = await jumped(page, 200)
    print(f"jumps: median {took[100]:.0f} ms, p95 {took[190]:.0f} ms, longest {took[-1]:.0f} ms")  # noqa: T201 - a figure
    assert took[190] < SOON
