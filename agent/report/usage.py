"""What two looks at psutil's counters say of the time between them: how busy, how much a second, which programs."""

from __future__ import annotations

from typing import Any, NamedTuple

_IDLE = ("idle", "iowait")
_COUNTED_TWICE = ("guest", "guest_nice")  # the kernel counts them in user and nice too


class Spent(NamedTuple):
    """What the processes of one name hold: processor seconds since they began, bytes of memory, how many there are."""

    seconds: float
    memory: int
    processes: int


def shares(before: dict[str, float] | None, after: dict[str, float] | None) -> dict[str, int] | None:
    """Give percent of processor time: "busy", and each state of the kernel's by its name; None when not known."""
    if not before or not after:
        return None
    spent = {name: max(after[name] - before.get(name, 0), 0) for name in after if name not in _COUNTED_TWICE}
    total = sum(spent.values())
    if total <= 0:
        return None
    busy = total - sum(spent.get(name, 0) for name in _IDLE)
    return {name: round(100 * value / total) for name, value in spent.items()} | {"busy": round(100 * busy / total)}


def rate(before: dict[str, int], after: dict[str, int], name: str, passed: float) -> int:
    """Give what a counter grew a second; one that began anew grew by nothing that is known."""
    return max(int((after[name] - before[name]) / passed), 0)


def is_part(name: str, among: dict[str, Any]) -> bool:
    """Tell whether a disk's counters are in those of another: a partition, or something that lies on disks."""
    whole_disk = name.rstrip("0123456789")
    return name.startswith(("loop", "dm-", "md", "zram")) or (
        whole_disk != name and (whole_disk in among or whole_disk.removesuffix("p") in among)
    )


def by_name(processes: list[dict[str, Any]]) -> dict[str, Spent]:
    """Add up the processes of one name."""
    found: dict[str, Spent] = {}
    for each in processes:
        times, memory = each.get("cpu_times") or {}, each.get("memory_info") or {}
        had = found.get(str(each.get("name")), Spent(0.0, 0, 0))
        spent = float(times.get("user", 0)) + float(times.get("system", 0))
        held = int(memory.get("rss", 0))
        found[str(each.get("name"))] = Spent(had.seconds + spent, had.memory + held, had.processes + 1)
    return found


def busy_seconds(before: dict[str, Spent], after: dict[str, Spent]) -> dict[str, float]:
    """Give the processor seconds that each name spent between; one that was not there before is not known, so 0."""
    return {name: max(now.seconds - before.get(name, now).seconds, 0.0) for name, now in after.items()}
