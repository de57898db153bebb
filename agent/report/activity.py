"""1.11 What any computer is doing: one sample of a second, before the heavy collectors, our own work left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from agent.report.machine import Counter, Machine, Unread
from agent.report.told import Known, Row, Said, gap, known, row
from agent.report.usage import busy_seconds, by_name, is_part, shares

_SECONDS = 1.0
_TOP = 10
LINUX_ALONE = ("activity.iowait", "activity.steal")
"""What no other system counts: told of it, a zero would be a lie."""
_COUNTERS: tuple[Counter, ...] = ("cpu_times", "disk_io_counters", "net_io_counters", "processes")


def sample(machine: Machine) -> Iterator[Said]:
    """Tell how busy processor, disks, network and programs were for a second."""
    before = _look(machine)
    began = machine.now()
    machine.wait(_SECONDS)
    after = _look(machine)
    passed = max(machine.now() - began, _SECONDS / 10)
    yield from _processor(before.get("cpu_times"), after.get("cpu_times"))
    read, written = _sum(before, after, "disk_io_counters", ("read_bytes", "write_bytes"), passed)
    yield known("activity.disk-read", read, "psutil")
    yield known("activity.disk-write", written, "psutil")
    received, sent = _sum(before, after, "net_io_counters", ("bytes_recv", "bytes_sent"), passed)
    yield known("activity.net-in", received, "psutil")
    yield known("activity.net-out", sent, "psutil")
    yield from _programs(before.get("processes"), after.get("processes"), passed)


def sample_elsewhere(machine: Machine, is_idle: Callable[[Row], bool]) -> Iterator[Said]:
    """Tell the same on another system than Linux: without what it does not count, and the rows of doing nothing."""
    for said in sample(machine):
        if isinstance(said, Known) and said.id in LINUX_ALONE:
            continue
        if not (isinstance(said, Row) and is_idle(said)):
            yield said


def _look(machine: Machine) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for what in _COUNTERS:
        with suppress(Unread):
            found[what] = machine.count(what)
    return found


def _processor(before: dict[str, float] | None, after: dict[str, float] | None) -> Iterator[Said]:
    found = shares(before, after)
    if found is None:
        yield gap("not-present", "activity.cpu", "activity.iowait", "activity.steal")
        return
    yield known("activity.cpu", found["busy"], "psutil")
    yield known("activity.iowait", found.get("iowait", 0), "psutil")
    yield known("activity.steal", found.get("steal", 0), "psutil")


def _sum(
    before: dict[str, Any], after: dict[str, Any], what: str, names: tuple[str, str], passed: float
) -> list[int | None]:
    """Add up what all devices moved in the second; loopback and parts of a disk are not counted again."""
    one, two = before.get(what), after.get(what)
    if one is None or two is None:
        return [None, None]
    both = [name for name in two if name in one and name != "lo" and not is_part(name, two)]
    return [max(int(sum(two[each][name] - one[each][name] for each in both) / passed), 0) for name in names]


def _programs(before: list[dict[str, Any]] | None, after: list[dict[str, Any]] | None, passed: float) -> Iterator[Said]:
    if before is None or after is None:
        yield gap("not-present", "activity.processes", "activity.zombies")
        return
    yield known("activity.processes", len(after), "psutil")
    yield known("activity.zombies", sum(each.get("status") == "zombie" for each in after), "psutil")
    last = by_name(after)
    busy = busy_seconds(by_name(before), last)
    top = sorted(last, key=lambda name: -busy[name])[:_TOP]
    top += [name for name in sorted(last, key=lambda name: -last[name].memory)[:_TOP] if name not in top]
    for name in top:
        held = last[name]
        yield row("activity.programs", "psutil", name, held.processes, round(100 * busy[name] / passed), held.memory)
