"""1.3 Disks and volumes on Windows: the storage service, psutil, Win32_Volume, what the disks count of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.report.latency import latency
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, number, word
from agent.report.volumes import room, untouched
from agent.report.windows.answers import ask, when

# MSFT_PhysicalDisk: BusType, MediaType, HealthStatus (Microsoft, Storage Management API).
_BUSES = {1: "SCSI", 3: "SATA", 7: "USB", 8: "RAID", 9: "iSCSI", 10: "SAS", 11: "SATA", 12: "SD", 13: "SD",
          14: "virtual", 15: "virtual", 16: "Storage Spaces", 17: "NVMe", 19: "UFS"}  # fmt: skip
_KINDS = {3: "HDD", 4: "SSD", 5: "SCM"}
_HEALTH = {0: "ok", 1: "warning", 2: "failing"}
_POOLS = {0: "healthy", 1: "degraded", 2: "failed"}
_NVME = 17
_WORN_HOURS = 0xFFFF
_DAY = 86_400
_LOCAL = "fixed"


def disks(machine: Machine) -> Iterator[Said]:
    """Tell of each disk what it is and what it says of its health; older systems know less of it."""
    try:
        found = ask(machine, "MSFT_PhysicalDisk")
    except Unread:
        yield from _older(machine)
        return
    for each in found:
        of = _name(each, "DeviceId")
        if of is None:
            continue
        bus = number(each, "BusType")
        yield known("disk.model", word(each, "Model") or word(each, "FriendlyName"), "storage service", of)
        yield known("disk.firmware", word(each, "FirmwareVersion"), "storage service", of)
        yield known("disk.bus", _BUSES.get(bus or 0), "storage service", of)
        yield known("disk.kind", "NVMe" if bus == _NVME else _KINDS.get(number(each, "MediaType") or 0),
                    "storage service", of)  # fmt: skip
        yield known("disk.size", number(each, "Size", least=1), "storage service", of)
        yield known("disk.sector", number(each, "PhysicalSectorSize", least=1), "storage service", of)
        yield known("disk.serial", word(each, "SerialNumber"), "storage service", of)
        yield known("disk.wwn", word(each, "UniqueId"), "storage service", of)
        status = number(each, "HealthStatus")
        yield known("disk.health", None if status is None else _HEALTH.get(status), "storage service", of)


def _older(machine: Machine) -> Iterator[Said]:
    for each in ask(machine, "Win32_DiskDrive"):
        of = _name(each, "Index")
        if of is None:
            continue
        yield known("disk.model", word(each, "Model"), "CIM", of)
        yield known("disk.firmware", word(each, "FirmwareRevision"), "CIM", of)
        yield known("disk.size", number(each, "Size", least=1), "CIM", of)
        yield known("disk.sector", number(each, "BytesPerSector", least=1), "CIM", of)
        yield known("disk.serial", word(each, "SerialNumber"), "CIM", of)
        yield gap(
            "not-supported", "disk.kind", "disk.health", words="The storage service of this Windows tells no more."
        )


def _name(row: Row, key: str) -> str | None:
    """Name a disk as psutil does, by the number that Windows gives it."""
    at = number(row, key)
    return None if at is None else f"PhysicalDrive{at}"


def counters(machine: Machine) -> Iterator[Said]:
    """Tell what each disk counted of itself; Windows shows it to administrators only."""
    for each in ask(machine, "MSFT_StorageReliabilityCounter"):
        of = _name(each, "DeviceId")
        if of is None:
            continue
        hours = number(each, "PowerOnHours", least=1)
        # Sixteen bits, which many disks outlive: the highest number says no more than that.
        yield known("disk.hours", None if hours == _WORN_HOURS else hours, "reliability counter", of)
        yield known("disk.wear", number(each, "Wear"), "reliability counter", of)
        yield known("disk.temperature", number(each, "Temperature", least=1), "reliability counter", of)
        yield known("disk.temperature-limit", number(each, "TemperatureMax", least=1), "reliability counter", of)
        read, written = (number(each, f"{what}ErrorsUncorrected") for what in ("Read", "Write"))
        lost = None if read is None and written is None else (read or 0) + (written or 0)
        yield known("disk.media-errors", lost, "reliability counter", of)
        yield known("disk.flush-latency-max", number(each, "FlushLatencyMax"), "reliability counter", of)


def volumes(machine: Machine) -> Iterator[Said]:
    """Tell of each drive its room, as the user may use it, and what the system notes about it."""
    try:
        about = {str(each.get("DriveLetter")).upper(): each for each in ask(machine, "Win32_Volume")}
    except Unread as reason:
        about = {}
        yield gap(reason.status, "volume.label", "volume.uuid", "volume.dirty")
    system = _system_drive(machine)
    for mounted in machine.count("disk_partitions"):
        options = str(mounted.get("opts")).split(",")
        of = str(mounted.get("mountpoint")).rstrip("\\/")
        if _LOCAL not in options or not of:
            continue
        yield known("volume.mount", of, "psutil", of)
        yield known("volume.system", of.upper() == system, "psutil", of)
        yield known("volume.file-system", str(mounted.get("fstype")) or None, "psutil", of)
        yield known("volume.read-only", "ro" in options, "psutil", of)
        yield from room(machine, str(mounted.get("mountpoint")), of, "GetDiskFreeSpaceEx")
        if row := about.get(of.upper()):
            yield known("volume.label", word(row, "Label"), "CIM", of)
            serial = number(row, "SerialNumber", least=1)
            yield known("volume.uuid", None if serial is None else f"{serial:08X}", "CIM", of)
            dirty = row.get("DirtyBitSet")
            yield known("volume.dirty", dirty if isinstance(dirty, bool) else None, "CIM", of)


def _system_drive(machine: Machine) -> str:
    """Name the drive that Windows lies on: every path of the door begins there, and it is C: but on odd computers."""
    with suppress(Unread):
        drives = [str(each.get("mountpoint")).rstrip("\\/").upper() for each in machine.count("disk_partitions")]
        return "C:" if "C:" in drives else next(iter(drives), "C:")
    return "C:"


def pools(machine: Machine) -> Iterator[Said]:
    """Tell of storage pools and their virtual disks whether they are whole; the pool of all loose disks is none."""
    number_of = 0
    for each in ask(machine, "MSFT_StoragePool"):
        if each.get("IsPrimordial") is False:
            number_of += 1
            yield from _pool(each, "storage pool", f"pool {number_of}")
    for at, each in enumerate(ask(machine, "MSFT_VirtualDisk"), start=1):
        yield from _pool(each, word(each, "ResiliencySettingName") or "virtual disk", f"virtual disk {at}")
    words = "There is no storage pool."
    if not number_of:
        yield gap("not-present", "raid.state", words=words)


def _pool(row: Row, kind: str, of: str) -> Iterator[Said]:
    status = number(row, "HealthStatus")
    yield known("raid.kind", kind, "storage service", of)
    yield known("raid.state", None if status is None else _POOLS.get(status), "storage service", of)


def queues(machine: Machine) -> Iterator[Said]:
    """Tell how busy each disk is and how many requests wait, of the performance counters."""
    for each in ask(machine, "Win32_PerfFormattedData_PerfDisk_PhysicalDisk"):
        at = str(each.get("Name")).partition(" ")[0]
        idle = number(each, "PercentIdleTime")
        if at.isdigit():
            of = f"PhysicalDrive{at}"
            yield known("disk.busy", None if idle is None else max(100 - idle, 0), "performance counters", of)
            yield known("disk.queue", number(each, "CurrentDiskQueueLength"), "performance counters", of)


def backup(machine: Machine) -> Iterator[Said]:
    """Tell how old the newest copy of a volume is that Windows keeps; what others save is not known here."""
    times = [at for each in ask(machine, "Win32_ShadowCopy") if (at := when(each, "InstallDate")) is not None]
    newest = max((at for at in times if at <= machine.now()), default=None)
    if newest is None:
        words = "Windows keeps no copy of a volume. That does not say that there is no backup."
        yield gap("not-present", "backup.kind", "backup.age", words=words)
        return
    yield known("backup.kind", "copy of the volume", "CIM", of="Windows")
    yield known("backup.age", int((machine.now() - newest) // _DAY), "CIM", of="Windows")


def network_folders(machine: Machine) -> Iterator[Said]:
    """Tell of network drives that they are there; they are not touched, for a dead one hangs everything."""
    drives = [each for each in machine.count("disk_partitions") if "remote" in str(each.get("opts")).split(",")]
    for each in drives:
        of = str(each.get("mountpoint")).rstrip("\\/")
        yield known("mount.kind", "network drive", "psutil", of)
    yield from untouched("network drive", len(drives))


COLLECTORS = (
    Collector("storage", "busy", latency, seconds=3.0, lane="sample"),
    Collector("storage", "disks", disks, seconds=8.0, lane="commands"),
    Collector("storage", "counters", counters, seconds=8.0, lane="slow"),
    Collector("storage", "volumes", volumes, seconds=8.0, lane="commands"),
    Collector("storage", "pools", pools, seconds=8.0, lane="commands"),
    Collector("storage", "queues", queues, seconds=8.0, lane="commands"),
    Collector("storage", "backup", backup, seconds=8.0, lane="slow"),
    Collector("storage", "network-folders", network_folders),
)
"""The collectors of this section."""
