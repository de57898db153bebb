"""1.3 Disks and volumes on macOS: `diskutil`, `system_profiler`, psutil and statfs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from agent.report.latency import latency
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import answered, below, preferences, profile, stamp, texts
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, flag, number, rows, word
from agent.report.volumes import room, untouched

_DISK = re.compile(r"disk\d{1,3}")
_PART = re.compile(r"(disk\d{1,3})s\d{1,3}(?:s\d{1,3})*")
_AT_MOST = 8
_HEALTH = {"verified": "ok", "failing": "failing"}
_BUSES = {"pci-express": "NVMe", "apple fabric": "Apple Fabric", "sata": "SATA", "usb": "USB", "secure digital": "SD",
          "thunderbolt": "Thunderbolt", "firewire": "FireWire", "sas": "SAS", "fibre channel": "Fibre Channel",
          "virtual interface": "virtual"}  # fmt: skip
_RAID = {"online": "healthy", "degraded": "degraded", "failed": "failed", "offline": "failed"}
_KELVIN = 273
_SYSTEM = "/"
_NETWORK = frozenset({"smbfs", "nfs", "afpfs", "webdav"})
_TIME_MACHINE = "/Library/Preferences/com.apple.TimeMachine.plist"
_DAY = 86_400


def whole_disks(machine: Machine) -> list[str]:
    """
    Name the disks that are no part of another and no image.

    Raises:
        Unread: It cannot be told.
    """
    found = answered(machine, "disks")
    made = {str(each.get("DeviceIdentifier")) for each in rows(found.get("AllDisksAndPartitions"))
            if "APFSPhysicalStores" in each}  # fmt: skip
    names = [each for each in texts(found, "WholeDisks") if _DISK.fullmatch(each) and each not in made]
    return names[:_AT_MOST]


def disks(machine: Machine) -> Iterator[Said]:
    """Tell of each disk what it is and what it says of its health."""
    numbers = _numbers(machine)
    for of in whole_disks(machine):
        try:
            found = answered(machine, "disk", of)
        except Unread as reason:
            yield gap(reason.status, "disk.model", "disk.health", words=f"{of} did not answer.")
            continue
        bus = str(found.get("BusProtocol") or "")
        if bus == "Disk Image":
            continue
        yield known("disk.model", word(found, "MediaName"), "diskutil", of)
        yield known("disk.bus", _BUSES.get(bus.lower(), "another" if bus else None), "diskutil", of)
        solid = flag(found, "SolidState")
        kind = "NVMe" if bus == "PCI-Express" and solid else {True: "SSD", False: "HDD"}.get(solid) \
            if solid is not None else None  # fmt: skip
        yield known("disk.kind", kind, "diskutil", of)
        yield known("disk.size", number(found, "TotalSize", least=1), "diskutil", of)
        yield known("disk.sector", number(found, "DeviceBlockSize", least=1), "diskutil", of)
        yield known("disk.layout", _layout(found), "diskutil", of)
        yield known("disk.health", _HEALTH.get(str(found.get("SMARTStatus")).lower()), "diskutil", of)
        about = numbers.get(of, {})
        yield known("disk.firmware", word(about, "device_revision"), "system_profiler", of)
        yield known("disk.serial", word(about, "device_serial"), "system_profiler", of)
        yield from _counted(found.get("SMARTDeviceSpecificKeysMayVaryNotGuaranteed"), of)
    words = "macOS does not tell this without a program for it."
    yield gap("not-supported", "disk.link", "disk.link-max", "disk.wwn", "disk.smart-exit", "disk.reallocated",
              "disk.reported-uncorrectable", "disk.command-timeout", "disk.pending", "disk.uncorrectable",
              "disk.crc-errors", "disk.bad-sectors", "disk.temperature-limit", "disk.self-test", "disk.busy",
              "disk.queue", "disk.flush-latency-max", words=words)  # fmt: skip


def _layout(found: Row) -> str | None:
    return {"GUID_partition_scheme": "gpt", "FDisk_partition_scheme": "dos"}.get(str(found.get("Content")))


def _counted(said: Any, of: str) -> Iterator[Said]:  # noqa: ANN401 - a property list
    """Tell what the disk counts of itself, where macOS passes it on (NVMe)."""
    if not isinstance(said, dict):
        facts = ("disk.wear", "disk.spare", "disk.spare-threshold", "disk.media-errors", "disk.hours",
                 "disk.critical-warning", "disk.temperature")  # fmt: skip
        yield gap("not-supported", *facts, words="macOS does not pass on what this disk counts.")
        return
    for fact, name in (("disk.wear", "PERCENTAGE_USED"), ("disk.spare", "AVAILABLE_SPARE"),
                       ("disk.spare-threshold", "AVAILABLE_SPARE_THRESHOLD"), ("disk.media-errors", "MEDIA_ERRORS_0"),
                       ("disk.hours", "POWER_ON_HOURS_0")):  # fmt: skip
        yield known(fact, number(said, name), "diskutil", of)
    warning = number(said, "CRITICAL_WARNING")
    yield known("disk.critical-warning", None if warning is None else f"0x{warning:02x}", "diskutil", of)
    kelvin = number(said, "TEMPERATURE", least=_KELVIN)
    yield known("disk.temperature", kelvin - _KELVIN if kelvin and kelvin < _KELVIN + 150 else None, "diskutil", of)


def _numbers(machine: Machine) -> dict[str, Row]:
    """Give what the profiles of NVMe and SATA know, by the name of the disk."""
    found: dict[str, Row] = {}
    for kind in ("SPNVMeDataType", "SPSerialATADataType"):
        with suppress(Unread):
            found |= {str(each.get("bsd_name")): each for each in below(profile(machine, kind)) if "bsd_name" in each}
    return found


def volumes(machine: Machine) -> Iterator[Said]:
    """
    Tell of each volume its room, as the user may use it.

    The system lies sealed on one volume, its data and the homes on another; both share the room of their container,
    and so they are told as one, by the name of the first.
    """
    about = _about(machine)
    for mounted in machine.count("disk_partitions"):
        mount, kind = str(mounted.get("mountpoint")), str(mounted.get("fstype"))
        hidden = mount.startswith("/System/Volumes/")
        if hidden or kind in _NETWORK or kind in {"devfs", "autofs", "nullfs"}:
            continue
        device = str(mounted.get("device")).removeprefix("/dev/")
        of = device if _PART.fullmatch(device) or _DISK.fullmatch(device) else mount
        options = str(mounted.get("opts")).split(",")
        yield known("volume.mount", mount, "psutil", of)
        yield known("volume.system", mount == _SYSTEM, "psutil", of)
        yield known("volume.file-system", kind or None, "psutil", of)
        yield known("volume.read-only", "ro" in options, "psutil", of)
        if mount == _SYSTEM and "ro" in options:
            yield known("volume.read-only-meant", True, "sealed system", of)
        yield from room(machine, mount, of, "statfs")
        store, name, uuid = about.get(device) or about.get(device.rpartition("s")[0]) or (None, None, None)
        yield known("volume.disk", store, "diskutil", of)
        yield known("volume.label", name, "diskutil", of)
        yield known("volume.uuid", uuid, "diskutil", of)
    yield gap("not-supported", "volume.trim", "volume.dirty", "volume.reserved", "volume.inodes", "volume.inodes-free",
              "volume.errors", "volume.error-first", "volume.error-last")  # fmt: skip


def _about(machine: Machine) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Give disk, label and UUID of each volume by its name, of containers and of plain partitions."""
    found: dict[str, tuple[str | None, str | None, str | None]] = {}
    with suppress(Unread):
        for container in rows(answered(machine, "containers").get("Containers")):
            stores = [_PART.fullmatch(str(each.get("DeviceIdentifier"))) for each in
                      rows(container.get("PhysicalStores"))]  # fmt: skip
            store = next((each[1] for each in stores if each), None)
            for each in rows(container.get("Volumes")):
                found[str(each.get("DeviceIdentifier"))] = store, word(each, "Name"), word(each, "APFSVolumeUUID")
    with suppress(Unread):
        for disk in rows(answered(machine, "disks").get("AllDisksAndPartitions")):
            for each in rows(disk.get("Partitions")):
                on = _PART.fullmatch(str(each.get("DeviceIdentifier")))
                if on:
                    found.setdefault(on[0], (on[1], word(each, "VolumeName"), word(each, "VolumeUUID")))
    return found


def partitions(machine: Machine) -> Iterator[Said]:
    """Tell of each partition what it is for and how large it is."""
    for disk in rows(answered(machine, "disks").get("AllDisksAndPartitions")):
        for each in rows(disk.get("Partitions")):
            on = _PART.fullmatch(str(each.get("DeviceIdentifier")))
            if on:
                yield known("partition.kind", word(each, "Content"), "diskutil", on[0])
                yield known("partition.size", number(each, "Size", least=1), "diskutil", on[0])
                yield known("partition.disk", on[1], "diskutil", on[0])
                yield known("partition.mounted", "MountPoint" in each, "diskutil", on[0])
    yield gap("not-supported", "partition.file-system", "partition.label")


def raids(machine: Machine) -> Iterator[Said]:
    """Tell of each RAID that macOS made whether it is whole."""
    found = rows(answered(machine, "raids").get("AppleRAIDSets"))
    for at, each in enumerate(found, start=1):
        of = f"RAID {at}"
        members = rows(each.get("Members"))
        yield known("raid.kind", word(each, "Level"), "diskutil", of)
        yield known("raid.state", _RAID.get(str(each.get("Status")).lower()), "diskutil", of)
        yield known("raid.members", len(members) or None, "diskutil", of)
        working = sum(str(one.get("MemberStatus")).lower() == "online" for one in members)
        yield known("raid.members-working", working if members else None, "diskutil", of)
        yield gap("not-supported", "raid.errors")
    if not found:
        yield gap("not-present", "raid.kind", "raid.state", "raid.members", "raid.members-working", "raid.errors",
                  words="macOS made no RAID.")  # fmt: skip


def backup(machine: Machine) -> Iterator[Said]:
    """Tell how old the newest backup of Time Machine is; where it lies is not kept."""
    try:
        found = preferences(machine, _TIME_MACHINE)
    except Unread as reason:
        words = "Whether there is a backup is told to programs with access to the whole disk only."
        yield gap(reason.status, "backup.kind", "backup.age", words=words)
        return
    times = [at for each in rows(found.get("Destinations")) for one in _list(each.get("SnapshotDates"))
             if (at := stamp(one)) is not None and at <= machine.now()]  # fmt: skip
    yield known("backup.kind", "Time Machine" if found.get("Destinations") else None, "Time Machine", of="Time Machine")
    age = int((machine.now() - max(times)) // _DAY) if times else None
    yield known("backup.age", age, "Time Machine", of="Time Machine")


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - a property list
    return value if isinstance(value, list) else []


def network_folders(machine: Machine) -> Iterator[Said]:
    """Tell of network folders that they are there; they are not touched, for a dead one hangs everything."""
    found = [each for each in machine.count("disk_partitions") if str(each.get("fstype")) in _NETWORK]
    for at, each in enumerate(found, start=1):
        yield known("mount.kind", str(each.get("fstype")), "psutil", f"network folder {at}")
        yield known("mount.name", str(each.get("device")), "psutil", f"network folder {at}")
    yield from untouched("network folder", len(found))


COLLECTORS = (
    Collector("storage", "busy", latency, seconds=3.0, lane="sample"),
    Collector("storage", "disks", disks, seconds=8.0, lane="slow"),
    Collector("storage", "volumes", volumes, seconds=8.0, lane="commands"),
    Collector("storage", "partitions", partitions, seconds=8.0, lane="commands"),
    Collector("storage", "raids", raids, seconds=8.0, lane="commands"),
    Collector("storage", "backup", backup),
    Collector("storage", "network-folders", network_folders),
)
"""The collectors of this section."""
