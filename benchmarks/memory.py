"""What an idle session costs the relay in memory: paired, allowed to view, saying nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.forwarding import pid_of
from benchmarks.report import Figure, Goal
from consent.scopes import Scope
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess, relay_process, seeded_key

GOAL = Goal(150)
SESSIONS = 100
"""Idle sessions. An address may ask for 120 tickets a minute, and all of these come from one."""
BATCH = 20
"""Sessions from one look at the relay's memory to the next."""


async def measure(sessions: int = SESSIONS, batch: int = BATCH) -> list[Figure]:
    """Open sessions batch by batch, and see what each batch added to the relay's resident memory."""
    with TemporaryDirectory() as folder, relay_process(Path(folder) / "data") as relay:
        grown = await _grown(relay, sessions, batch)
    return [Figure("memory per idle session on the relay", "kB", grown, GOAL)]


async def _grown(relay: RelayProcess, sessions: int, batch: int) -> list[float]:
    process = psutil.Process(pid_of(relay))
    key = seeded_key("idle")
    browser = await asyncio.to_thread(relay.technician, key)
    held: list[Ends] = []
    grown = []
    try:
        # The first session also loads code and warms caches: what every relay has once is no session's cost.
        held.append(await _idle(Ends(relay, key, browser)))
        for _ in range(sessions // batch):
            before = process.memory_info().rss
            held += [await _idle(Ends(relay, key, browser)) for _ in range(batch)]
            grown.append((process.memory_info().rss - before) / batch / 1000)
    finally:
        for ends in held:
            await ends.close()
    return grown


async def _idle(ends: Ends) -> Ends:
    await ends.pair()
    await ends.allow(Scope.VIEW)
    return ends
