"""What the customer's program takes of the processor, desk and engine together: at rest, and while a window scrolls."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psutil

from benchmarks.report import Figure, Goal
from benchmarks.session import Place, here, place
from tests.support.processes import Child

GOAL = Goal(2)
SPANS, SECONDS = 5, 3.0
REST = 3.0
"""Seconds after the first picture until the screen counts as idle: sharper tiles follow what was sent quickly."""
SCROLLS = 'i=0; while :; do i=$((i+1)); echo "$i the quick brown fox jumps over the lazy dog"; sleep 0.02; done'


async def measure(spans: int = SPANS, seconds: float = SECONDS) -> list[Figure]:
    """Hold a session, do nothing, then let a terminal scroll fifty lines a second."""
    async with place() as where, where.agent() as agent:
        await where.view()
        await asyncio.sleep(REST)
        idle = [await _percent(agent, seconds) for _ in range(spans)]
        async with _scrolling(where):
            scrolling = [await _percent(agent, seconds) for _ in range(spans)]
    return [
        Figure("agent CPU, idle screen", "% of core", idle, GOAL),
        Figure("agent CPU, one window scrolls", "% of core", scrolling),
    ]


@asynccontextmanager
async def _scrolling(where: Place) -> AsyncIterator[None]:
    child = where.desktop.display.run(["xterm", "-T", "Scrolls", "-geometry", "80x30+60+60", "-e", "sh", "-c", SCROLLS])
    await here(where.desktop.display.window, "Scrolls")
    try:
        yield
    finally:
        await here(child.end)


async def _percent(agent: Child, seconds: float) -> float:
    before, began = _cpu(agent), time.monotonic()
    await asyncio.sleep(seconds)
    return 100 * (_cpu(agent) - before) / (time.monotonic() - began)


def _cpu(agent: Child) -> float:
    desk = psutil.Process(agent.pid)
    each = [process.cpu_times() for process in (desk, *desk.children(recursive=True))]
    return sum(times.user + times.system for times in each)
