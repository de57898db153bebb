"""1.11 What the computer is doing, on Linux: the sample that every system has, the load, the open files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.activity import sample
from agent.report.believe import whole
from agent.report.machine import Machine, text
from agent.report.told import Collector, Said, known

_LOAD = re.compile(r"\d{1,6}\.\d\d")


def load(machine: Machine) -> Iterator[Said]:
    """Tell how many programs want the processor, as a share of what it can do at once: 100 is just enough."""
    words = text(machine, "/proc/loadavg").split()
    threads = whole(machine.count("cpu_count"), least=1)
    for fact, at in (("activity.load", 0), ("activity.load-15", 2)):
        found = _LOAD.fullmatch(words[at]) if at < len(words) else None
        yield known(fact, round(100 * float(found[0]) / threads) if found and threads else None, "procfs")


def handles(machine: Machine) -> Iterator[Said]:
    """Tell how many files are open, and how many may be."""
    fields = text(machine, "/proc/sys/fs/file-nr").split()
    numbers = [whole(each) for each in fields]
    yield known("activity.handles", numbers[0] if len(numbers) == 3 else None, "procfs")  # noqa: PLR2004 - proc(5)
    yield known("activity.handles-limit", numbers[2] if len(numbers) == 3 else None, "procfs")  # noqa: PLR2004 - proc(5)


COLLECTORS = (
    Collector("activity", "load", load, lane="sample"),
    Collector("activity", "sample", sample, seconds=4.0, lane="sample"),
    Collector("activity", "handles", handles),
)
"""The collectors of this section."""
