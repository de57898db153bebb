"""What the relay forwards in a second of its CPU, recording on, beside a bare websockets forwarder in the same run."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psutil
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.report import Figure, Goal
from consent.scopes import Scope
from protocol import limits
from tests.support.ends import Ends
from tests.support.processes import Child
from tests.support.relay_process import RelayProcess, eventually, relay_process, seeded_key

GOAL = Goal(0.4, least=True)
ROUNDS = 5
CLOCK_STEP = 0.01
"""Seconds by which the system counts CPU time; less than one cannot be told from none."""


class Load(NamedTuple):
    """Messages of one size. `counts` tells whether the goal is for it."""

    name: str
    size: int
    messages: int
    counts: bool = True


LOADS = (
    Load("60 B", 60, 20_000),
    Load("10 kB", 10_000, 6_000),
    Load("64 KiB", 65_536, 1_000, counts=False),
)


def cpu_seconds(pid: int) -> float:
    """Give the CPU time a process has taken, in seconds."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def pid_of(relay: RelayProcess) -> int:
    """Give a running relay's id."""
    if relay.child is None:
        raise RuntimeError("the relay does not run")
    return relay.child.pid


async def measure(loads: tuple[Load, ...] = LOADS, rounds: int = ROUNDS) -> list[Figure]:
    """Take turns: the relay, the bare forwarder, and again. The machine's mood then touches both alike."""
    figures = []
    with TemporaryDirectory() as folder, relay_process(Path(folder) / "data") as relay:
        key = seeded_key("forwarding")
        browser = await asyncio.to_thread(relay.technician, key)
        for load in loads:
            ours, bare = [], []
            for _ in range(rounds):
                ours.append(load.messages / await through_relay(relay, Ends(relay, key, browser), load))
                bare.append(load.messages / await through_bare(load))
            figures += _rows(load, ours, bare)
    return figures


async def through_relay(relay: RelayProcess, ends: Ends, load: Load) -> float:
    """Send messages from agent to technician through a relay that records them; give its CPU seconds."""
    await ends.pair()
    await ends.allow(Scope.VIEW)
    ends.technician.sealed.clear()
    data = [ends.sealed(0, 1, load.size) for _ in range(load.messages)]
    begin = cpu_seconds(pid_of(relay))
    room = limits.FLOW_WINDOW
    for message in data:
        while room < len(message):
            room += (await ends.agent.expect("credit", 60)).bytes
        while not ends.agent.said["credit"].empty():
            room += ends.agent.said["credit"].get_nowait().bytes
        room -= len(message)
        await ends.agent.connection.send(message)
    await eventually(lambda: len(ends.technician.sealed) == load.messages, 60)
    used = max(cpu_seconds(pid_of(relay)) - begin, CLOCK_STEP)
    await ends.goodbye()
    await ends.close()
    return used


async def through_bare(load: Load) -> float:
    """Send the same through a bare forwarder; give its CPU seconds."""
    with Child([sys.executable, "-m", "benchmarks.bare_forwarder"], name="bare forwarder") as child:
        address = child.line(r"Ready on (\S+)").group(1)
        async with (
            connect(address, compression=None, max_size=2**23) as one,
            connect(address, compression=None, max_size=2**23) as two,
        ):
            # The first message is the sign that the two are joined, and is not measured.
            await one.send(b"")
            await two.recv()
            data = bytes(load.size + 8)
            begin = cpu_seconds(child.pid)
            taking = asyncio.create_task(_take(two, load.messages))
            for _ in range(load.messages):
                await one.send(data)
            await taking
            return max(cpu_seconds(child.pid) - begin, CLOCK_STEP)


async def _take(socket: ClientConnection, count: int) -> None:
    for _ in range(count):
        await socket.recv()


def _rows(load: Load, ours: list[float], bare: list[float]) -> list[Figure]:
    ratio = [one / other for one, other in zip(ours, bare, strict=True)]
    megabytes = [rate * load.size / 1e6 for rate in ours]
    goal = GOAL if load.counts else None
    return [
        Figure(f"forwarding {load.name}: relay", "msg/CPU s", ours, more_is_better=True),
        Figure(f"forwarding {load.name}: relay", "MB/CPU s", megabytes, more_is_better=True),
        Figure(f"forwarding {load.name}: bare forwarder", "msg/CPU s", bare, more_is_better=True),
        Figure(f"forwarding {load.name}: relay / bare", "", ratio, goal, more_is_better=True),
    ]
