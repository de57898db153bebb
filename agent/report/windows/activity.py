"""1.11 What the computer is doing, on Windows: the sample that every system has, less what is not counted there."""

from __future__ import annotations

from collections.abc import Iterator

from agent.report.activity import sample as measured
from agent.report.machine import Machine
from agent.report.told import Collector, Known, Row, Said, gap

_NOT_COUNTED = ("activity.iowait", "activity.steal")
_NOTHING = "System Idle Process"
"""What Windows calls doing nothing: it leads every list of busy programs."""


def sample(machine: Machine) -> Iterator[Said]:
    """Tell how busy processor, disks, network and programs were for a second."""
    for said in measured(machine):
        counted = not (isinstance(said, Known) and said.id in _NOT_COUNTED)
        idle = isinstance(said, Row) and said.cells[0] == _NOTHING
        if counted and not idle:
            yield said
    words = "Windows does not count this."
    yield gap(
        "not-supported", *_NOT_COUNTED, "activity.load", "activity.handles", "activity.handles-limit", words=words
    )


COLLECTORS = (Collector("activity", "sample", sample, seconds=5.0, lane="sample"),)
"""The collector of this section."""
