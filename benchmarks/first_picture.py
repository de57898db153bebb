"""How long after the customer pressed Allow the technician sees the first whole picture."""

from __future__ import annotations

from benchmarks.report import Figure, Goal
from benchmarks.session import place

GOAL = Goal(500)
RUNS = 5


async def measure(runs: int = RUNS) -> list[Figure]:
    """Hold whole sessions, each with an agent started anew, and measure each up to its first picture."""
    took = []
    async with place() as here:
        for _ in range(runs):
            async with here.agent():
                took.append(await here.view())
            await here.begins_anew()
    return [Figure("yes to first picture", "ms", took, GOAL)]
