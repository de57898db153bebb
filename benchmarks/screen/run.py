"""Painting scenes on a stand, and measuring what comes of it at the canvas."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence

import numpy as np

from benchmarks.screen import mark, scenes
from benchmarks.screen.film import Film, psnr
from benchmarks.screen.outcome import Outcome, waits_of_events, waits_of_frames, within
from benchmarks.screen.probe import Pixels, Probe, Seen
from benchmarks.screen.stand import Stand

WARM_UP = 2.0
"""Seconds of a scene before those that count: caches are cold, and a picture's coding finds its measure."""
DRAIN, LONG_DRAIN = 0.7, 4.0
"""Seconds after the last step in which it may still be shown: on loopback, and where a line is thin."""
KEYS_WARM = 10
KEY_APART = 0.12
"""Seconds from key to key; a quick typist's."""
BY_EVENT = ("key", "typing")


async def run(stand: Stand, names: Sequence[str], seconds: float, drain: float = DRAIN) -> dict[str, Outcome]:
    """Paint scenes side by side for so long; CPU and bytes are those of all of them together."""
    probe = Probe(stand.page, stand.selector)
    await stand.painter.prepare(*names)
    await probe.begin(names)
    await stand.painter.show(*names)
    await asyncio.sleep(WARM_UP)
    counted = (await stand.cpu(), await stand.line.count())
    begin = time.monotonic() * 1000
    await (_press(stand, seconds) if "key" in names else asyncio.sleep(seconds))
    end = time.monotonic() * 1000
    cpu, sent = await stand.cpu() - counted[0], await stand.line.count() - counted[1]
    await stand.painter.hold()
    await asyncio.sleep(drain)
    drawn, watch = await stand.painter.stop(), await probe.end()
    took = (end - begin) / 1000
    pressed = list(enumerate(watch.pressed))
    return {
        name: Outcome(
            scene=name,
            seconds=took,
            drawn=len(within(drawn[name], begin, end)),
            shown=len({step for step, _ in within(seen.shown, begin, end)}),
            waits=_waits(name, within(pressed if name == "key" else drawn[name], begin, end), seen),
            cpu=100 * cpu / took,
            bytes=sent,
            torn=seen.torn,
            refreshes=watch.refreshes / (took + WARM_UP + drain),
            looking=watch.spent / max(1, watch.refreshes),
            psnr=_quality(seen),
        )
        for name, seen in watch.scenes.items()
    }


async def at_rest(stand: Stand, wait: float) -> dict[str, tuple[int, float]]:
    """
    Let text and film run, hold them, and compare canvas and display after `wait` seconds.

    Gives for each the pixels that differ, and the peak signal-to-noise ratio in dB.
    """
    names = ("typing", "film")
    probe = Probe(stand.page, stand.selector)
    await stand.painter.prepare(*names)
    await stand.painter.show(*names)
    await asyncio.sleep(WARM_UP)
    await stand.painter.hold()
    await asyncio.sleep(wait)
    found = {}
    taken = {name: await probe.picture(scenes.SCENES[name].area) for name in names}
    image = await asyncio.to_thread(stand.display.image)
    whole = np.frombuffer(image.rgb, np.uint8).reshape(image.height, image.width, 3)
    for name, shown in taken.items():
        area = scenes.SCENES[name].area
        meant = whole[area.y : area.y + area.height, area.x : area.x + area.width]
        found[name] = (int(np.any(shown != meant, axis=2).sum()), psnr(shown, meant))
    await stand.painter.stop()
    return found


async def _press(stand: Stand, seconds: float) -> None:
    """Press letters; never in step with the page's refresh."""
    dice = random.Random(5)  # noqa: S311 - the same typist in each run
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await stand.page.keyboard.press(dice.choice("abcdefghijklmnopqrstuvwxyz"))
        await asyncio.sleep(KEY_APART + dice.uniform(0, 0.04))


def _waits(name: str, begun: list[tuple[int, float]], seen: Seen) -> list[float]:
    if name == "key":
        begun = begun[KEYS_WARM:]
    if name in BY_EVENT:
        return waits_of_events(begun, seen.shown)
    return waits_of_frames(begun, seen.shown)


def _quality(seen: Seen) -> list[float]:
    if not seen.kept:
        return []
    film = Film()
    return [psnr(_bare(pixels), _bare(film.frame(scenes.film_frame(step)))) for step, pixels in seen.kept]


def _bare(picture: Pixels) -> Pixels:
    """Cut off the rows in which the mark is."""
    return picture[: -mark.HEIGHT]
