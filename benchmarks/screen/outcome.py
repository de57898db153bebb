"""What came of painting some scenes: the arithmetic between what was drawn and what was shown."""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    """
    One scene, measured for some seconds on one stand.

    `waits` are milliseconds from drawn (or a key pressed) to shown; `shown` counts the steps that were seen;
    `cpu` is in percent of a core, `bytes` went to the browser, `psnr` are dB of kept pictures. `refreshes` are the
    page's in a second, and `looking` is what reading the canvas took of each, in ms.
    """

    scene: str
    seconds: float
    drawn: int
    shown: int
    waits: Sequence[float]
    cpu: float
    bytes: int
    torn: int = 0
    refreshes: float = 0.0
    looking: float = 0.0
    psnr: Sequence[float] = field(default=())

    @property
    def frames(self) -> float:
        """Give the steps shown in a second."""
        return self.shown / self.seconds

    @property
    def kilobytes_a_frame(self) -> float | None:
        """Give the kilobytes that a shown step cost; None when none was shown."""
        return self.bytes / self.shown / 1000 if self.shown else None

    @property
    def kilobytes_a_second(self) -> float:
        """Give the kilobytes of a second."""
        return self.bytes / self.seconds / 1000


def percentile(values: Sequence[float], percent: int) -> float | None:
    """Give the value that so many of a hundred stay below; None of none."""
    if not values:
        return None
    if len(values) == 1:
        return values[0]
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def waits_of_frames(drawn: Sequence[tuple[int, float]], shown: Sequence[tuple[int, float]]) -> list[float]:
    """
    Give for each step that was shown how long after it was drawn (all in ms). Steps left out are no waits.

    Each step is counted once: where a picture jumps back, the first time is what people saw.
    """
    when = dict(drawn)
    seen: dict[int, float] = {}
    for step, at in shown:
        if step in when:
            seen.setdefault(step, at - when[step])
    return list(seen.values())


def waits_of_events(begun: Sequence[tuple[int, float]], shown: Sequence[tuple[int, float]]) -> list[float]:
    """
    Give for each event (a letter drawn, a key pressed) how long until it or a later one was shown (all in ms).

    What a picture merges is there when the later one is. Events that were never shown are left out, so a caller
    compares the counts.
    """
    found = []
    order = sorted(shown, key=lambda each: each[0])
    steps = [step for step, _ in order]
    # The earliest moment at which this step or a later one stood in the picture.
    earliest = [at for _, at in order]
    for place in range(len(earliest) - 2, -1, -1):
        earliest[place] = min(earliest[place], earliest[place + 1])
    for step, at in begun:
        place = bisect_left(steps, step)
        if place < len(steps):
            found.append(earliest[place] - at)
    return found


def within(events: Sequence[tuple[int, float]], begin: float, end: float) -> list[tuple[int, float]]:
    """Give the events between two moments."""
    return [(step, at) for step, at in events if begin <= at < end]
