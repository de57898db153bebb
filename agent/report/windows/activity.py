"""1.11 What the computer is doing, on Windows: the sample that every system has, less what is not counted there."""

from __future__ import annotations

from collections.abc import Iterator

from agent.report.activity import LINUX_ALONE, sample_elsewhere
from agent.report.machine import Machine
from agent.report.told import Collector, Said, gap

_NOTHING = "System Idle Process"
"""What Windows calls doing nothing: it leads every list of busy programs."""


def sample(machine: Machine) -> Iterator[Said]:
    """Tell how busy processor, disks, network and programs were for a second."""
    yield from sample_elsewhere(machine, lambda row: row.cells[0] == _NOTHING)
    words = "Windows does not count this."
    yield gap("not-supported", *LINUX_ALONE, "activity.load", "activity.handles", "activity.handles-limit", words=words)


COLLECTORS = (Collector("activity", "sample", sample, seconds=5.0, lane="sample"),)
"""The collector of this section."""
