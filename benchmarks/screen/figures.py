"""The figures that count, what they are to be, and the tables in which they are told."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.report import Goal
from benchmarks.screen.outcome import Outcome, percentile

COST = Goal(0.85)
"""What of theirs a time, a load or a size of ours may be."""
FRAMES = Goal(1.3, least=True)
"""How many times their frames a second ours must be, where everything moves."""


@dataclass
class Round:
    """All that was measured on one stand in one turn."""

    stand: str
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    first_picture: float | None = None
    rest: dict[str, tuple[int, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One number of a round: its name, unit and goal, and what ours must be to another's."""

    name: str
    unit: str
    of: Callable[[Round], float | None]
    goal: Goal | None = None
    ratio: Goal | None = None


def _wait(scene: str, percent: int) -> Callable[[Round], float | None]:
    return lambda round_: _outcome(round_, scene, lambda outcome: percentile(outcome.waits, percent))


def _of(scene: str, read: Callable[[Outcome], float | None]) -> Callable[[Round], float | None]:
    return lambda round_: _outcome(round_, scene, read)


def _outcome(round_: Round, scene: str, read: Callable[[Outcome], float | None]) -> float | None:
    return read(round_.outcomes[scene]) if scene in round_.outcomes else None


def _rest(scene: str, place: int) -> Callable[[Round], float | None]:
    return lambda round_: float(round_.rest[scene][place]) if scene in round_.rest else None


def _frames(scene: str, words: str, goals: tuple[float, float, float], ratio: Goal | None = None) -> list[Figure]:
    frames, wait, kilobytes = goals
    return [
        Figure(
            f"{words}: frames shown", "1/s", _of(scene, lambda outcome: outcome.frames), Goal(frames, least=True), ratio
        ),
        Figure(f"{words}: drawn to shown, p50", "ms", _wait(scene, 50), Goal(wait), COST),
        Figure(f"{words}: drawn to shown, p95", "ms", _wait(scene, 95)),
        Figure(f"{words}: a frame", "kB", _of(scene, lambda outcome: outcome.kilobytes_a_frame), Goal(kilobytes), COST),
        Figure(f"{words}: refreshes with a torn frame", "", _of(scene, lambda outcome: float(outcome.torn)), Goal(0)),
    ]


def _cpu(scene: str, goal: float) -> Figure:
    return Figure(f"CPU, {scene}", "% of core", _of(scene, lambda outcome: outcome.cpu), Goal(goal), COST)


LOOPBACK: Sequence[Figure] = (
    Figure("key press to changed pixel, p50", "ms", _wait("key", 50), Goal(13), COST),
    Figure("key press to changed pixel, p95", "ms", _wait("key", 95), Goal(18), COST),
    Figure("typed character drawn to shown, p50", "ms", _wait("typing", 50), Goal(15), COST),
    Figure("typed character drawn to shown, p95", "ms", _wait("typing", 95), Goal(20), COST),
    *_frames("scroll", "text scrolls, 20 a second", (19.5, 35, 20), FRAMES),
    *_frames("drag", "window dragged, 62 a second", (40, 40, 8), FRAMES),
    *_frames("film", "film, 30 a second", (29.5, 35, 25)),
    Figure("film: picture, against what was drawn", "dB",
           _of("film", lambda outcome: min(outcome.psnr, default=None)), Goal(36, least=True)),
    _cpu("idle", 0.3),
    _cpu("scroll", 15),
    _cpu("drag", 20),
    _cpu("film", 20),
    Figure("idle, a cursor blinks", "kB/s", _of("idle", lambda outcome: outcome.kilobytes_a_second), Goal(0.1), COST),
    Figure("first whole picture", "ms", lambda round_: round_.first_picture, Goal(400), COST),
    Figure("1 s at rest: pixels of text that differ", "", _rest("typing", 0), Goal(0)),
    Figure("1 s at rest: pixels of a photo that differ", "", _rest("film", 0), Goal(0)),
    Figure("1 s at rest: text", "dB", _rest("typing", 1)),
    Figure("1 s at rest: photo", "dB", _rest("film", 1)),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A figure over all rounds; where there were none, there are no values."""

    name: str
    unit: str
    values: Sequence[float]
    goal: Goal | None = None

    @property
    def median(self) -> float | None:
        """Give the middle of the rounds."""
        return statistics.median(self.values) if self.values else None

    @property
    def verdict(self) -> str:
        """Say whether the goal was met; nothing without one."""
        if self.goal is None or self.median is None:
            return "" if self.goal is None else "not measured"
        return "met" if self.goal.met_by(self.median) else "missed"

    def line(self) -> str:
        """Write the table's row: the middle, the least and the most of the rounds, the goal."""
        least, most = (min(self.values), max(self.values)) if self.values else (None, None)
        return (
            f"{self.name:<54}{told(self.median):>9}{told(least):>9}{told(most):>9} {self.unit:<10}"
            f"{'' if self.goal is None else str(self.goal):>9}  {self.verdict}"
        ).rstrip()

    def facts(self) -> dict[str, Any]:
        """Give what a program may want to read."""
        goal = None if self.goal is None else str(self.goal)
        values = [None if value == float("inf") else round(value, 4) for value in self.values]
        return {"name": self.name, "unit": self.unit, "values": values, "goal": goal, "verdict": self.verdict}


HEAD = f"{'':<54}{'median':>9}{'least':>9}{'most':>9} {'unit':<10}{'goal':>9}"


def rows(figures: Sequence[Figure], rounds: Sequence[Round], *, goals: bool = True) -> list[Row]:
    """Give a row for each figure, over all rounds of one stand."""
    found = []
    for figure in figures:
        values = [value for round_ in rounds if (value := figure.of(round_)) is not None]
        found.append(Row(figure.name, figure.unit, values, figure.goal if goals else None))
    return found


def ratios(figures: Sequence[Figure], ours: Sequence[Round], theirs: Sequence[Round]) -> list[Row]:
    """Give ours by theirs for each figure that is compared, turn by turn: the machine's mood touches both alike."""
    found = []
    for figure in figures:
        if figure.ratio is None:
            continue
        pairs = [(figure.of(one), figure.of(other)) for one, other in zip(ours, theirs, strict=False)]
        values = [one / other for one, other in pairs if one is not None and other]
        found.append(Row(figure.name, "ours/theirs", values, figure.ratio))
    return found


def told(value: float | None) -> str:
    """Write a number with as many places as can be read; "exact" for an infinite ratio of signal to noise."""
    if value is None:
        return "-"
    if value == float("inf"):
        return "exact"
    if abs(value) >= 1000 or value == int(value):  # noqa: PLR2004 - three figures are enough to read
        return f"{value:.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"  # noqa: PLR2004 - as above


def facts(tables: Mapping[str, Sequence[Row]], machine: Sequence[str]) -> dict[str, Any]:
    """Give all tables as JSON holds them; what the figures are worth depends on the machine's load."""
    return {"machine": list(machine), "tables": {name: [row.facts() for row in held] for name, held in tables.items()}}
