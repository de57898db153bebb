"""1.3 btrfs and ZFS on Linux: members that are missing, errors that were counted, the state of a pool."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.believe import whole
from agent.report.linux.journal import parsed
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known

_BTRFS = "/sys/fs/btrfs"
_ZFS = "/proc/spl/kstat/zfs"


def btrfs(machine: Machine) -> Iterator[Said]:
    """Tell of each btrfs how many members it has and misses, and the errors of all; it is named by its first member."""
    for name in names_or_none(machine, _BTRFS):
        folder = f"{_BTRFS}/{name}"
        numbers = names_or_none(machine, f"{folder}/devinfo")
        if not numbers:
            continue
        of = next(iter(names_or_none(machine, f"{folder}/devices")), "btrfs")
        missing = sum(text_or_none(machine, f"{folder}/devinfo/{each}/missing") == "1" for each in numbers)
        counts = [_errors(text_or_none(machine, f"{folder}/devinfo/{each}/error_stats")) for each in numbers]
        found = [count for count in counts if count is not None]
        yield known("raid.kind", "btrfs", "sysfs", of)
        yield known("raid.members", len(numbers), "sysfs", of)
        yield known("raid.members-working", len(numbers) - missing, "sysfs", of)
        yield known("raid.errors", sum(found) if found else None, "sysfs", of)
        yield known("raid.state", "degraded" if missing else "healthy", "sysfs", of)


def _errors(said: str | None) -> int | None:
    """Add up lines such as "read_errs 0"."""
    counts = [whole(line.rpartition(" ")[2]) for line in (said or "").splitlines() if "_errs " in line]
    found = [count for count in counts if count is not None]
    return sum(found) if found else None


def zfs(machine: Machine) -> Iterator[Said]:
    """Tell the state of each ZFS pool: of zpool where it speaks JSON, else of the kernel's own word."""
    pools = _asked(machine)
    for name in names_or_none(machine, _ZFS):
        state = text_or_none(machine, f"{_ZFS}/{name}/state")
        if state is not None:
            pools.setdefault(name, {"state": state})
    for name, pool in sorted(pools.items()):
        state = pool.get("state")
        yield known("raid.name", name, "zfs", name)
        yield known("raid.kind", "ZFS", "zfs", name)
        yield known("raid.state", None if not isinstance(state, str) else "healthy" if state == "ONLINE"
                    else state.lower(), "zfs", name)  # fmt: skip
        errors = whole(pool.get("error_count"))
        if errors is not None:
            yield known("raid.errors", errors, "zfs", name)
    if not pools:
        yield gap("not-present", "raid.state", words="There is no pool of ZFS.")


def _asked(machine: Machine) -> dict[str, dict[str, Any]]:
    try:
        told = parsed(machine.run("zpool").text)
        pools = told["pools"] if isinstance(told, dict) else None
    except (Unread, KeyError):  # older ones speak no JSON; the kernel still tells the state
        return {}
    return {name: pool for name, pool in pools.items() if isinstance(pool, dict)} if isinstance(pools, dict) else {}


COLLECTORS = (
    Collector("storage", "btrfs", btrfs),
    Collector("storage", "zfs", zfs, seconds=5.0, lane="commands"),
)
"""The collectors of pools."""
