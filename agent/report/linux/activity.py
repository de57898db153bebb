"""1.11 What the computer is doing: one sample of a second, taken before the heavy collectors, our own work left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from agent.report.believe import whole
from agent.report.machine import Counter, Machine, Unread, text
from agent.report.told import Collector, Said, gap, known, row

_SECONDS = 1.0
_TOP = 10
_COUNTERS: tuple[Counter, ...] = ("cpu_times", "disk_io_counters", "net_io_counters", "processes")
_IDLE = ("idle", "iowait")
_COUNTED_TWICE = ("guest", "guest_nice")  # the kernel counts them in user and nice too


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


def _look(machine: Machine) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for what in _COUNTERS:
        with suppress(Unread):
            found[what] = machine.count(what)
    return found


def _processor(before: dict[str, float] | None, after: dict[str, float] | None) -> Iterator[Said]:
    names = ("activity.cpu", "activity.iowait", "activity.steal")
    if not before or not after:
        yield gap("not-present", *names)
        return
    spent = {name: max(after[name] - before.get(name, 0), 0) for name in after if name not in _COUNTED_TWICE}
    total = sum(spent.values())
    if total <= 0:
        yield gap("not-present", *names)
        return
    yield known("activity.cpu", round(100 * (total - sum(spent.get(name, 0) for name in _IDLE)) / total), "psutil")
    yield known("activity.iowait", round(100 * spent.get("iowait", 0) / total), "psutil")
    yield known("activity.steal", round(100 * spent.get("steal", 0) / total), "psutil")


def _sum(
    before: dict[str, Any], after: dict[str, Any], what: str, names: tuple[str, str], passed: float
) -> list[int | None]:
    """Add up what all devices moved in the second; loopback and parts of a disk are not counted again."""
    one, two = before.get(what), after.get(what)
    if one is None or two is None:
        return [None, None]
    both = [name for name in two if name in one and name != "lo" and not _is_part(name, two)]
    return [max(int(sum(two[each][name] - one[each][name] for each in both) / passed), 0) for name in names]


def _is_part(name: str, among: dict[str, Any]) -> bool:
    whole_disk = name.rstrip("0123456789")
    return name.startswith(("loop", "dm-", "md", "zram")) or (
        whole_disk != name and (whole_disk in among or whole_disk.removesuffix("p") in among)
    )


def _programs(before: list[dict[str, Any]] | None, after: list[dict[str, Any]] | None, passed: float) -> Iterator[Said]:
    if before is None or after is None:
        yield gap("not-present", "activity.zombies")
        return
    yield known("activity.zombies", sum(each.get("status") == "zombie" for each in after), "psutil")
    first, last = _by_name(before), _by_name(after)
    busy = {name: max(time - first.get(name, (time, 0, 0))[0], 0) for name, (time, _, _) in last.items()}
    top = sorted(last, key=lambda name: -busy[name])[:_TOP]
    top += [name for name in sorted(last, key=lambda name: -last[name][1])[:_TOP] if name not in top]
    for name in top:
        _, memory, count = last[name]
        yield row("activity.programs", "psutil", name, count, round(100 * busy[name] / passed), memory)


def _by_name(processes: list[dict[str, Any]]) -> dict[str, tuple[float, int, int]]:
    """Add up processor seconds, memory and number of the processes of one name."""
    found: dict[str, tuple[float, int, int]] = {}
    for each in processes:
        times, memory = each.get("cpu_times") or {}, each.get("memory_info") or {}
        time, held, count = found.get(str(each.get("name")), (0.0, 0, 0))
        spent = float(times.get("user", 0)) + float(times.get("system", 0))
        found[str(each.get("name"))] = (time + spent, held + int(memory.get("rss", 0)), count + 1)
    return found


def handles(machine: Machine) -> Iterator[Said]:
    """Tell how many files are open, and how many may be."""
    fields = text(machine, "/proc/sys/fs/file-nr").split()
    numbers = [whole(each) for each in fields]
    yield known("activity.handles", numbers[0] if len(numbers) == 3 else None, "procfs")  # noqa: PLR2004 - proc(5)
    yield known("activity.handles-limit", numbers[2] if len(numbers) == 3 else None, "procfs")  # noqa: PLR2004 - proc(5)


COLLECTORS = (
    Collector("activity", "sample", sample, seconds=4.0, lane="sample"),
    Collector("activity", "handles", handles),
)
"""The collectors of this section."""
