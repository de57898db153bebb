"""
`python -m benchmarks.screen.soak`: what agent, relay and browser hold while four hours of changes pass in minutes.

Time is compressed by leaving the pauses out: typing beside a film, a scrolling page and a dragged window follow each
other at full speed, up to sixty changes a second, until as many were painted as four hours have in which the screen
changes every second. The customer's line is quick and one of a home by turns, so that the film goes as stills and as
video. Everything runs as it does for people: the program with its windows, relay, recording, seals,
and the console in a browser. The goal: after the warm-up nobody holds a tenth more in the last third than in the first.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

import psutil

from benchmarks.screen.ours import ours
from benchmarks.screen.programs import PainterProcess
from benchmarks.screen.stand import Bare, Stand

CHANGES = 14_400
SCENES: Sequence[tuple[str, ...]] = (("typing", "film"), ("scroll",), ("drag",))
SECONDS = 8.0
"""Of each scene, in turn."""
LINES = ("home", "loopback")
"""What the line is in one round and the next."""
WARM_ROUNDS = 3
"""Rounds after which caches have what they ever have, and that are not judged."""
FLAT = 1.10
_SWEEP = "() => globalThis.gc()"


@asynccontextmanager
async def session(folder: Path) -> AsyncIterator[Stand]:
    """Hold a session in which the technician sees and controls the screen."""
    desktop = await asyncio.to_thread(Bare, folder)
    try:
        painter = PainterProcess(desktop.display)
        await painter.prepare(*(name for names in SCENES for name in names))
        async with ours(desktop, painter, None, "--js-flags=--expose-gc") as stand:
            yield stand
    finally:
        await asyncio.to_thread(desktop.end)


def own_memory(processes: Sequence[psutil.Process]) -> float:
    """Add up what some processes and all they started hold for themselves alone, in MB."""
    found = {each.pid: each for root in processes for each in (root, *root.children(recursive=True))}
    return sum(each.memory_full_info().uss for each in found.values()) / 2**20


def browsers() -> list[psutil.Process]:
    """Name the browser that this program started."""
    children = psutil.Process().children(recursive=True)
    named = [each for each in children if "chrom" in each.name()]
    return [each for each in named if each.parent() not in named]


async def measured(stand: Stand) -> dict[str, float]:
    """
    Look at the memory of each, in MB, after the page and its workers have swept up.

    A worker has a heap of its own. What has gone through it and was not swept up yet is as much as a film of seconds,
    and is no loss: it would be counted at one moment and not at another.
    """
    await stand.page.evaluate(_SWEEP)
    for worker in stand.page.workers:
        await worker.evaluate(_SWEEP)
    agent, relay = (psutil.Process(pid) for pid in stand.pids())
    parts = {"agent": [agent], "relay": [relay], "browser": browsers()}
    return {name: await asyncio.to_thread(own_memory, held) for name, held in parts.items()}


async def soak(folder: Path) -> None:
    """Print what each holds, round by round, and how the last third of them compares with the first."""
    seen: list[dict[str, float]] = []
    painted = 0
    async with session(folder) as stand:
        while painted < CHANGES:
            await stand.thin.change(LINES[len(seen) % len(LINES)])
            for names in SCENES:
                await stand.painter.show(*names)
                await asyncio.sleep(SECONDS)
                drawn = await stand.painter.stop()
                painted += sum(map(len, drawn.values()))
            await asyncio.sleep(1.0)  # the last picture refines; what is measured is a screen at rest
            seen.append(await measured(stand))
            print(painted, {name: round(held, 1) for name, held in seen[-1].items()}, flush=True)
    judged = seen[WARM_ROUNDS:]
    third = len(judged) // 3
    for name in seen[0]:
        first, last = (median(each[name] for each in part) for part in (judged[:third], judged[-third:]))
        word = "flat" if last <= FLAT * first else "grows"
        print(f"{name}: {first:.1f} MB at first, {last:.1f} MB in the end: {word}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="attended-soak-") as place:
        asyncio.run(soak(Path(place)))
