"""1.11 What the computer is doing, on macOS: the sample that every system has, the load, the open files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.activity import sample as measured
from agent.report.believe import whole
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import numbers
from agent.report.told import Collector, Known, Row, Said, gap, known

_NOT_COUNTED = ("activity.iowait", "activity.steal")
_LOADS = re.compile(r"\{ (\d{1,5}[.,]\d\d) (\d{1,5}[.,]\d\d) (\d{1,5}[.,]\d\d) \}")
_NOTHING = "kernel_task"
"""It takes time to cool the processor down, and holds no memory of its own that a program could give back."""


def sample(machine: Machine) -> Iterator[Said]:
    """Tell how busy processor, disks, network and programs were for a second."""
    for said in measured(machine):
        counted = not (isinstance(said, Known) and said.id in _NOT_COUNTED)
        if counted and not (isinstance(said, Row) and said.cells[0] == _NOTHING and said.cells[2] == 0):
            yield said
    yield gap("not-supported", *_NOT_COUNTED, words="macOS does not count this.")


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
