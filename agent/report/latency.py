"""1.3 How long requests to each disk take: one second of psutil's counters, the same on every system that counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.machine import Machine
from agent.report.told import Said, known

SECONDS = 1.0


def spent_by_disk(machine: Machine) -> dict[str, dict[str, int]]:
    """Give what psutil counted of each disk in one second, by name; a disk that came or went is left out."""
    before: dict[str, Any] = machine.count("disk_io_counters")
    machine.wait(SECONDS)
    after: dict[str, Any] = machine.count("disk_io_counters")
    return {
        name: {each: after[name].get(each, 0) - before[name].get(each, 0) for each in after[name]}
        for name in sorted(set(before) & set(after))
    }


def took(spent: dict[str, int], name: str) -> Iterator[Said]:
    """Tell how long a request to the disk took; of a disk that nobody asked it is not known."""
    requests = spent.get("read_count", 0) + spent.get("write_count", 0)
    waited = spent.get("read_time", 0) + spent.get("write_time", 0)
    if requests > 0:
        yield known("disk.latency", max(round(waited / requests), 0), "psutil", name)


def latency(machine: Machine) -> Iterator[Said]:
    """Tell how long requests to each disk took in one second: taken first, before the others make them wait."""
    for name, spent in spent_by_disk(machine).items():
        yield from took(spent, name)
