"""Thin lines: what a technician sees when the customer's line is bad, and when it breaks down and comes back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from benchmarks.report import Goal
from benchmarks.screen.figures import Row
from benchmarks.screen.line import PROFILES
from benchmarks.screen.outcome import percentile, waits_of_events, waits_of_frames, within
from benchmarks.screen.probe import Probe
from benchmarks.screen.run import LONG_DRAIN, WARM_UP, run
from benchmarks.screen.stand import Stand

TOGETHER = ("typing", "film")
STEADY, NARROW, AFTER = 8.0, 10.0, 10.0
"""Seconds of the line before it breaks down, broken down, and afterwards."""
SPAN = 1000.0
"""Milliseconds for which the picture must be as it was to count as recovered."""
NEVER = AFTER
TORN_SPAN = 30.0
"""Seconds of marks between two looks at how many frames were seen."""

Events = Sequence[tuple[int, float]]


async def steady(stand: Stand, profile: str, seconds: float) -> list[Row]:
    """Type while a film plays, over a line that stays as it is."""
    both = await run(stand, TOGETHER, seconds, LONG_DRAIN)
    trip = 1000 * PROFILES[profile].round_trip
    typing, film = both["typing"], both["film"]
    late = percentile(typing.waits, 95)
    return [
        Row("typed character beside a film, p50", "ms", _one(percentile(typing.waits, 50))),
        Row("typed character beside a film, p95", "ms", _one(late), Goal(300 + trip)),
        Row("longest wait of a character or a frame", "ms", [max([*typing.waits, *film.waits])], Goal(500 + trip)),
        Row("characters never shown", "", [float(typing.drawn - len(typing.waits))], Goal(0)),
        Row("film: frames shown", "1/s", [film.frames]),
        Row("film: picture, against what was drawn", "dB", film.psnr),
        Row("bytes to the browser", "kB/s", [typing.kilobytes_a_second]),
    ]


async def torn(stand: Stand, frames: int) -> list[Row]:
    """Look at so many frames of two marks that change with one request; give those in which they were of two steps."""
    seen = halves = 0
    while seen < frames:
        outcome = (await run(stand, ["pair"], TORN_SPAN))["pair"]
        if outcome.shown == 0:
            raise LookupError("no frame of the two marks was shown")
        seen, halves = seen + outcome.shown, halves + outcome.torn
    return [
        Row("frames looked at", "", [float(seen)]),
        Row("refreshes with half a frame", "", [float(halves)], Goal(0)),
    ]


async def breaks_down(stand: Stand, before: str, narrow: str) -> list[Row]:
    """Type while a film plays; the line becomes narrow, and comes back."""
    probe = Probe(stand.page, stand.selector)
    await stand.painter.prepare(*TOGETHER)
    await probe.begin(TOGETHER)
    await stand.painter.show(*TOGETHER)
    await asyncio.sleep(WARM_UP + STEADY)
    await stand.thin.change(narrow)
    broke = time.monotonic() * 1000
    await asyncio.sleep(NARROW)
    await stand.thin.change(before)
    back = time.monotonic() * 1000
    await asyncio.sleep(AFTER)
    drawn, watch = await stand.painter.stop(), await probe.end()
    film, typed = watch.scenes["film"].shown, watch.scenes["typing"].shown
    waits = waits_of_events(within(drawn["typing"], broke, back), typed)
    return [
        Row("typed character while narrow, p95", "ms", _one(percentile(waits, 95))),
        Row("film while narrow: frames shown", "1/s", [len(within(film, broke, back)) / NARROW]),
        Row("picture as it was, after the line came back", "s", [recovered(drawn["film"], film, broke, back)], Goal(2)),
    ]


def recovered(drawn: Events, shown: Events, broke: float, back: float) -> float:
    """
    Give the seconds after `back` until the film ran as it had run before `broke` (moments in ms).

    That is: for a second, four frames of five come of those that came before, and the middle one is at most half as
    late again, or two frames. `NEVER` if it did not.
    """
    usual = within(shown, broke - 1000 * STEADY / 2, broke)
    pace = len(usual) / (STEADY / 2)
    late = percentile(waits_of_frames(drawn, usual), 50)
    if late is None:
        return NEVER
    for _, begin in within(shown, back, float("inf")):
        part = within(shown, begin, begin + SPAN)
        middle = percentile(waits_of_frames(drawn, part), 50)
        if middle is not None and len(part) >= 0.8 * pace * SPAN / 1000 and middle <= max(1.5 * late, late + 67):
            return (begin - back) / 1000
    return NEVER


def _one(value: float | None) -> list[float]:
    return [] if value is None else [value]
