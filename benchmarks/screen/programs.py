"""The programs beside what is measured: the painter on the customer's display, and the lines that are counted."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import psutil

from tests.support.display import VirtualDisplay
from tests.support.processes import Child

_SOON, _LONG = 20.0, 90.0
"""Seconds for a word, and for the making of a film."""


class PainterProcess:
    """The painter, told what to paint."""

    def __init__(self, display: VirtualDisplay) -> None:
        self._child = display.run([sys.executable, "-m", "benchmarks.screen.painter", display.name], name="painter")
        self._answers = 0

    async def prepare(self, *names: str) -> None:
        """Have everything made that some scenes need."""
        await self._told(f"prepare {' '.join(names)}", _LONG)

    async def show(self, *names: str) -> None:
        """Begin to paint some scenes."""
        await self._told(f"show {' '.join(names)}")

    @asynccontextmanager
    async def furnished(self) -> AsyncIterator[None]:
        """Have text behind all windows, so that a first picture has something to show."""
        await self._told("furnish page")
        try:
            yield
        finally:
            await self._told("furnish")

    async def hold(self) -> None:
        """Paint nothing more, and leave what is there."""
        await self._told("hold")

    async def stop(self) -> dict[str, list[tuple[int, float]]]:
        """Take the scenes away; give for each its steps, and when each was drawn (ms of the monotonic clock)."""
        said = await self._told("stop")
        return {name: [(int(step), float(at)) for step, at in drawn] for name, drawn in said["drawn"].items()}

    async def _told(self, said: str, within: float = _SOON) -> Any:  # noqa: ANN401 - what JSON holds
        self._child.say(said)
        self._answers += 1
        return await asyncio.to_thread(_answer, self._child, self._answers, within)


class LineProcess:
    """A line to a port of this machine."""

    def __init__(self, port: int, profile: str = "loopback") -> None:
        self._child = Child([sys.executable, "-m", "benchmarks.screen.proxy", str(port), profile], name="line")
        try:
            self.port = int(self._child.line(r"Listening on (\d+)")[1])
        except BaseException:
            self._child.end()
            raise
        self._answers = 0

    async def count(self) -> int:
        """Give the bytes that went towards whoever connected."""
        return int((await self._told("count"))["bytes"]["down"])

    async def change(self, profile: str) -> None:
        """Become another line."""
        await self._told(f"line {profile}")

    def close(self) -> None:
        """End it by its id."""
        self._child.end()

    async def _told(self, said: str) -> Any:  # noqa: ANN401 - what JSON holds
        self._child.say(said)
        self._answers += 1
        return await asyncio.to_thread(_answer, self._child, self._answers, _SOON)


def _answer(child: Child, number: int, within: float) -> Any:  # noqa: ANN401 - what JSON holds
    """Wait for the child's answer of that number, from 1 on."""
    return json.loads(child.line(rf'^{{"answer": {number}, .*}}$', within)[0])


def cpu_seconds(roots: Iterable[int]) -> float:
    """
    Give the CPU time that some processes have taken, with all that they started and still runs, in seconds.

    The system counts in steps of 10 ms for each process.
    """
    found = {root: psutil.Process(root) for root in roots}
    for root in list(found.values()):
        found |= {child.pid: child for child in root.children(recursive=True)}
    times = [process.cpu_times() for process in found.values()]
    # What a process's ended children took is the process's: a short-lived one is not lost.
    return sum(each.user + each.system + each.children_user + each.children_system for each in times)
