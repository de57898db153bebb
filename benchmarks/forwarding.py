"""What the relay forwards in a second of its CPU, recording on, beside a bare websockets forwarder in the same run."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from websockets.asyncio.client import ClientConnection, connect

from consent.scopes import Scope
from protocol import limits
from tests.support.ends import Ends
from tests.support.processes import Child
from tests.support.relay_process import RelayProcess, eventually, relay_process, seeded_key

SIZES = {"60 B": (60, 20_000), "1 KiB": (1024, 20_000), "10 KiB": (10_240, 6_000), "64 KiB": (65_536, 1_500)}
IDLE_SESSIONS = 40


@dataclass(frozen=True)
class Rate:
    """Messages and megabytes in one second of CPU."""

    messages: float
    megabytes: float


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def _pid(relay: RelayProcess) -> int:
    if relay.child is None:
        raise RuntimeError("the relay does not run")
    return relay.child.pid


def _rate(size: int, count: int, seconds: float) -> Rate:
    return Rate(count / seconds, count * size / seconds / 1e6)


async def through_relay(relay: RelayProcess, size: int, count: int) -> Rate:
    """Send messages from agent to technician through a relay that records them."""
    key = seeded_key(f"technician {size}")
    ends = await Ends(relay, key, await asyncio.to_thread(relay.technician, key)).pair()
    await ends.allow(Scope.VIEW)
    ends.technician.sealed.clear()
    data = [ends.sealed(0, 1, size) for _ in range(count)]
    begin = _cpu(_pid(relay))
    room = limits.FLOW_WINDOW
    for message in data:
        while room < len(message):
            room += (await ends.agent.expect("credit", 60)).bytes
        while not ends.agent.said["credit"].empty():
            room += ends.agent.said["credit"].get_nowait().bytes
        room -= len(message)
        await ends.agent.connection.send(message)
    await eventually(lambda: len(ends.technician.sealed) == count, 60)
    used = _cpu(_pid(relay)) - begin
    await ends.goodbye()
    await ends.close()
    return _rate(size, count, used)


async def through_bare(size: int, count: int) -> Rate:
    """Send the same through a bare forwarder."""
    with Child([sys.executable, "-m", "benchmarks.bare_forwarder"], name="bare forwarder") as child:
        address = child.line(r"Ready on (\S+)").group(1)
        async with (
            connect(address, compression=None, max_size=2**23) as one,
            connect(address, compression=None, max_size=2**23) as two,
        ):
            await asyncio.sleep(0.2)
            data = bytes(size + 8)
            begin = _cpu(child.pid)
            taking = asyncio.create_task(_take(two, count))
            for _ in range(count):
                await one.send(data)
            await taking
            return _rate(size, count, _cpu(child.pid) - begin)


async def _take(socket: ClientConnection, count: int) -> None:
    for _ in range(count):
        await socket.recv()


async def idle_memory(relay: RelayProcess) -> float:
    """Measure kilobytes of resident memory per session that runs and says nothing."""
    process = psutil.Process(_pid(relay))
    key = seeded_key("idle")
    browser = await asyncio.to_thread(relay.technician, key)
    held = [await Ends(relay, key, browser).pair()]
    before = process.memory_info().rss
    for _ in range(IDLE_SESSIONS):
        ends = await Ends(relay, key, browser).pair()
        await ends.allow(Scope.VIEW)
        held.append(ends)
    after = process.memory_info().rss
    for ends in held:
        await ends.close()
    return (after - before) / IDLE_SESSIONS / 1000


async def measure() -> None:
    """Run all of it and print a table."""
    with TemporaryDirectory() as folder, relay_process(Path(folder) / "data") as relay:
        print(f"idle session: {await idle_memory(relay):.0f} kB")
        for name, (size, count) in SIZES.items():
            ours, bare = await through_relay(relay, size, count), await through_bare(size, count)
            print(
                f"{name:>7}: relay {ours.messages:8.0f} messages, {ours.megabytes:6.0f} MB a CPU second; "
                f"bare {bare.messages:8.0f}, {bare.megabytes:6.0f}; ratio {ours.messages / bare.messages:.2f}"
            )


if __name__ == "__main__":
    asyncio.run(measure())
