"""1.2 Memory on Linux: /proc/swaps, pressure (PSI), what the kernel ended, memory errors, the modules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report import smbios
from agent.report.believe import whole
from agent.report.machine import Machine, Unread, names_or_none, text, text_or_none
from agent.report.memory import amounts
from agent.report.told import Collector, Said, gap, known
from protocol.report.words import size

_EDAC = "/sys/devices/system/edac/mc"
_TABLE = "/sys/firmware/dmi/tables/DMI"
_PRESSURES = {
    ("memory", "some"): "pressure.memory-some", ("memory", "full"): "pressure.memory-full",
    ("cpu", "some"): "pressure.cpu-some", ("io", "some"): "pressure.io-some", ("io", "full"): "pressure.io-full",
}  # fmt: skip
_MODULE_FACTS = (
    "memory.slots", "memory.slots-free", "memory.capacity",
    "memory.module-size", "memory.module-type", "memory.module-rated", "memory.module-running",
    "memory.module-maker", "memory.module-part", "memory.module-serial",
)  # fmt: skip
_AVERAGE = re.compile(r"avg(60|300)=(\d{1,3})\.(\d\d)\b")
_SWAP_COLUMNS = 5


def swaps(machine: Machine) -> Iterator[Said]:
    """
    Tell of each swap whether it is a partition, a file, or compressed memory; never a file's path.

    A file goes by its size: a running number would shift with the others, and tell of one that was crossed out.
    """
    told = set[str]()
    for line in text(machine, "/proc/swaps").splitlines()[1:]:
        words = line.split()
        if len(words) < _SWAP_COLUMNS or not words[0].startswith("/"):
            continue
        name = words[0].removeprefix("/dev/")
        is_device = words[1] == "partition" and "/" not in name
        device = name if is_device else f"swap of {size(1024 * (whole(words[2]) or 0))}"
        if device in told:
            continue
        told.add(device)
        kind = "compressed memory" if device.startswith("zram") else words[1]
        yield known("swap.kind", kind if kind in {"compressed memory", "partition", "file"} else None, "/proc/swaps",
                    device)  # fmt: skip


def pressure(machine: Machine) -> Iterator[Said]:
    """Tell how long programs waited for memory, processor and disks: hundredths of a percent of 1 and 5 minutes."""
    for (what, who), fact in _PRESSURES.items():
        try:
            lines = text(machine, f"/proc/pressure/{what}").splitlines()
        except Unread as reason:
            yield gap(reason.status, fact, f"{fact}-300", words="This kernel does not measure who waits.")
            continue
        said = next((line for line in lines if line.startswith(f"{who} ")), "")
        averages = {over: int(whole_part) * 100 + int(part) for over, whole_part, part in _AVERAGE.findall(said)}
        yield known(fact, averages.get("60"), "/proc/pressure")
        yield known(f"{fact}-300", averages.get("300"), "/proc/pressure")


def killed(machine: Machine) -> Iterator[Said]:
    """Tell how many programs the kernel ended for want of memory since it started."""
    for line in text(machine, "/proc/vmstat").splitlines():
        name, _, value = line.partition(" ")
        if name == "oom_kill":
            yield known("memory.oom-kills", whole(value), "/proc/vmstat")
            return
    yield gap("not-supported", "memory.oom-kills")


def errors(machine: Machine) -> Iterator[Said]:
    """Tell the errors that the memory's controllers counted; without such a controller they are not known."""
    controllers = [name for name in names_or_none(machine, _EDAC) if re.fullmatch(r"mc\d+", name)]
    for fact, file in (("memory.errors-corrected", "ce_count"), ("memory.errors-uncorrected", "ue_count")):
        counts = [whole(text_or_none(machine, f"{_EDAC}/{name}/{file}")) for name in controllers]
        found = [count for count in counts if count is not None]
        yield known(fact, sum(found) if found else None, "edac")


def modules(machine: Machine) -> Iterator[Said]:
    """Tell of each memory module what the firmware says of it; on Linux that needs an administrator."""
    try:
        table = machine.read(_TABLE)
    except Unread as reason:
        words = "The firmware of this computer leaves no table of its memory." if reason.status == "not-present" else ""
        yield gap(reason.status, *_MODULE_FACTS, words=words)
        return
    places = smbios.places(table)
    if places is not None:
        yield known("memory.slots", places.all, "smbios")
        yield known("memory.slots-free", places.free, "smbios")
        yield known("memory.capacity", places.capacity, "smbios")
    seen: set[str] = set()
    for each in smbios.modules(table):
        slot = each.slot if each.slot not in seen else f"{each.slot} {len(seen)}"
        seen.add(slot)
        yield known("memory.module-size", each.size, "smbios", slot)
        yield known("memory.module-type", each.kind, "smbios", slot)
        yield known("memory.module-rated", each.rated, "smbios", slot)
        yield known("memory.module-running", each.running, "smbios", slot)
        yield known("memory.module-maker", each.maker, "smbios", slot)
        yield known("memory.module-part", each.part, "smbios", slot)
        yield known("memory.module-serial", each.serial, "smbios", slot)


COLLECTORS = (
    Collector("processor", "memory", amounts),
    Collector("processor", "swap", swaps),
    Collector("processor", "pressure", pressure),
    Collector("processor", "memory-ended", killed),
    Collector("processor", "memory-errors", errors),
    Collector("processor", "memory-modules", modules),
)
"""The collectors of memory."""
