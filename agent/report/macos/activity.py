"""1.11 What the computer is doing, on macOS: the sample that every system has, the load, the open files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.activity import LINUX_ALONE, sample_elsewhere
from agent.report.believe import whole
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import numbers
from agent.report.told import Collector, Said, gap, known

_LOADS = re.compile(r"\{ (\d{1,5}[.,]\d\d) (\d{1,5}[.,]\d\d) (\d{1,5}[.,]\d\d) \}")
_NOTHING = "kernel_task"
"""It takes time to cool the processor down, and holds no memory of its own that a program could give back."""


def sample(machine: Machine) -> Iterator[Said]:
    """Tell how busy processor, disks, network and programs were for a second."""
    yield from sample_elsewhere(machine, lambda row: row.cells[0] == _NOTHING and row.cells[2] == 0)
    yield gap("not-supported", *LINUX_ALONE, words="macOS does not count this.")


def load(machine: Machine) -> Iterator[Said]:
    """Tell how many programs want the processor, as a share of what it can do at once; and how many files are open."""
    found = numbers(machine)
    threads: int | None = None
    with suppress(Unread):
        threads = whole(machine.count("cpu_count"), least=1)
    loads = _LOADS.search(found.get("vm.loadavg", ""))
    for fact, at in (("activity.load", 1), ("activity.load-15", 3)):
        said = float(loads[at].replace(",", ".")) if loads else None
        yield known(fact, round(100 * said / threads) if said is not None and threads else None, "sysctl")
    yield known("activity.handles", whole(found.get("kern.num_files", "")), "sysctl")
    yield known("activity.handles-limit", whole(found.get("kern.maxfiles", ""), least=1), "sysctl")


COLLECTORS = (
    Collector("activity", "sample", sample, seconds=5.0, lane="sample"),
    Collector("activity", "load", load, lane="commands"),
)
"""The collectors of this section."""
