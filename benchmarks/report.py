"""What a benchmark found, and the table it is printed in: median, 95th percentile, and the goal beside them."""

from __future__ import annotations

import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Goal:
    """A bound for the median: at most `bound`, or with `least` at least."""

    bound: float
    least: bool = False

    def met_by(self, median: float) -> bool:
        """Say whether a median keeps the bound."""
        return median >= self.bound if self.least else median <= self.bound

    def __str__(self) -> str:
        return f"{'>=' if self.least else '<='} {self.bound:g}"


@dataclass(frozen=True)
class Figure:
    """One thing measured several times. Without a goal it is only told."""

    name: str
    unit: str
    values: Sequence[float]
    goal: Goal | None = None
    more_is_better: bool = False

    @property
    def median(self) -> float:
        """Give the middle value."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """Give the value that 95 of 100 keep to: from above, or from below where more is better."""
        if len(self.values) == 1:
            return self.values[0]
        cuts = statistics.quantiles(self.values, n=20, method="inclusive")
        return cuts[0] if self.more_is_better else cuts[-1]

    def line(self) -> str:
        """Write the table's row."""
        verdict = ""
        if self.goal is not None:
            verdict = "met" if self.goal.met_by(self.median) else "missed"
        goal = "" if self.goal is None else str(self.goal)
        return (
            f"{self.name:<46}{_number(self.median):>9}{_number(self.p95):>9} {self.unit:<12}"
            f"{goal:>9}  {verdict:<7}{len(self.values):>5}"
        )


HEAD = f"{'':<46}{'median':>9}{'p95':>9} {'unit':<12}{'goal':>9}  {'':<7}{'runs':>5}"


def machine() -> str:
    """Describe the machine in a line: what the figures are worth depends on it."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{_processor()}, {os.cpu_count()} cores, load {load} (1, 5, 15 minutes)"


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return "processor unknown"
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else "processor unknown"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"  # noqa: PLR2004 - three figures are enough to read
