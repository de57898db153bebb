"""1.3 Disks and volumes on Linux: lsblk, /sys, smartctl where there is one, statvfs, the file systems' own counters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.believe import believed, moment, whole
from agent.report.latency import SECONDS, spent_by_disk, took
from agent.report.linux.journal import parsed
from agent.report.linux.smart import smart
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, known
from agent.report.volumes import room

_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "davfs", "fuse.rclone", "ceph"})
_ALWAYS_READ_ONLY = frozenset({"squashfs", "iso9660", "udf", "erofs", "cramfs"})
_SYSTEM = frozenset({"/", "/home", "/usr", "/var"})
_BUSES = {"sata": "SATA", "ata": "SATA", "usb": "USB", "nvme": "NVMe", "sas": "SAS", "mmc": "SD", "virtio": "virtio"}
_LAYOUTS = {"gpt": "GPT", "dos": "MBR", "mac": "Apple", "bsd": "BSD", "sun": "Sun", "sgi": "SGI"}
_PARTITIONS = {"part": "partition", "lvm": "LVM", "crypt": "encrypted", "md": "array", "mpath": "many paths"}


def devices(machine: Machine) -> list[dict[str, Any]]:
    """
    Ask lsblk for all block devices, parents before children, without empty loop and RAM devices.

    Raises:
        Unread: It is not installed, or gave no JSON.
    """
    ran = machine.run("disks")
    told = parsed(ran.text)
    if not isinstance(told, dict) or "blockdevices" not in told:
        raise Unread("failed", "lsblk")
    found = told["blockdevices"]
    flat: list[dict[str, Any]] = []
    waiting = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    while waiting:
        device = waiting.pop(0)
        children = device.get("children")
        waiting += [each for each in children if isinstance(each, dict)] if isinstance(children, list) else []
        if isinstance(device.get("name"), str) and (whole(device.get("size"), least=1) or device.get("type") == "rom"):
            flat.append(device)
    return flat


def natural(device: dict[str, Any]) -> str:
    """
    Give the kernel's name of a device: "dm-0" for a logical or an encrypted volume.

    The other one is a person's choice, or holds an identifier, and the kernel counts errors by its own.
    """
    return _text(device, "kname") or str(device["name"])


def by_path(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Give devices by the paths that mounts know them by."""
    paths: dict[str, dict[str, Any]] = {}
    for each in found:
        paths |= dict.fromkeys((f"/dev/{each['name']}", f"/dev/mapper/{each['name']}", f"/dev/{natural(each)}"), each)
    return paths


def disks(machine: Machine) -> Iterator[Said]:
    """Tell of each disk what it is."""
    for device in (each for each in devices(machine) if _is_disk(each)):
        name = device["name"]
        yield known("disk.model", believed(_text(device, "model")), "lsblk", name)
        yield known("disk.firmware", believed(_text(device, "rev")), "lsblk", name)
        yield known("disk.bus", _bus(device), "lsblk", name)
        yield known("disk.kind", _kind(device), "lsblk", name)
        yield known("disk.size", whole(device.get("size"), least=1), "lsblk", name)
        yield known("disk.layout", _LAYOUTS.get(_text(device, "pttype") or ""), "lsblk", name)
        yield known("disk.sector", whole(device.get("phy-sec"), least=1), "lsblk", name)
        yield known("disk.serial", believed(_text(device, "serial")), "lsblk", name)
        yield known("disk.wwn", believed(_text(device, "wwn")), "lsblk", name)
        if name.startswith("nvme"):
            yield known("disk.link", _lanes(machine, name, "current"), "sysfs", name)
            yield known("disk.link-max", _lanes(machine, name, "max"), "sysfs", name)
    for device in (each for each in devices(machine) if each.get("type") == "rom"):
        # What it says of its size is that of the disc in it, or nothing that is true.
        yield known("disk.model", believed(_text(device, "model")), "lsblk", device["name"])
        yield known("disk.bus", _bus(device), "lsblk", device["name"])
        yield known("disk.kind", "optical", "lsblk", device["name"])


def _lanes(machine: Machine, name: str, which: str) -> str | None:
    """Tell speed and lanes of a PCI connection, such as "8.0 GT/s PCIe x4"."""
    speed, width = (text_or_none(machine, f"/sys/block/{name}/device/device/{which}_link_{each}")
                    for each in ("speed", "width"))  # fmt: skip
    lanes = whole(width, least=1)
    return f"{speed} x{lanes}" if speed and speed[0].isdigit() and lanes else None


def partitions(machine: Machine) -> Iterator[Said]:
    """Tell of each partition what is on it, also of those that are not mounted: another system, a forgotten disk."""
    for device in devices(machine):
        kind = _PARTITIONS.get(_text(device, "type") or "")
        if kind is None:
            continue
        name, children = natural(device), device.get("children")
        yield known("partition.kind", kind, "lsblk", name)
        yield known("partition.size", whole(device.get("size"), least=1), "lsblk", name)
        yield known("partition.file-system", _text(device, "fstype"), "lsblk", name)
        yield known("partition.disk", _text(device, "pkname"), "lsblk", name)
        yield known("partition.mounted", _text(device, "mountpoint") is not None or bool(children), "lsblk", name)
        yield known("partition.label", _text(device, "label"), "lsblk", name)


def volumes(machine: Machine) -> Iterator[Said]:
    """Tell of each mounted volume its room, as the user may use it."""
    listed = by_path(devices(machine))
    meant = _meant(machine)
    seen: set[str] = set()
    for mounted in machine.count("disk_partitions"):
        device, mount = str(mounted["device"]), str(mounted["mountpoint"])
        described = listed.get(device, {})
        name = natural(described) if described else device.removeprefix("/dev/")
        if mounted["fstype"] in _NETWORK or not device.startswith("/dev/") or name in seen or "loop" in name:
            continue
        seen.add(name)
        yield known("volume.mount", mount, "mounts", name)
        yield known("volume.system", mount in _SYSTEM, "mounts", name)
        yield known("volume.file-system", str(mounted["fstype"]), "mounts", name)
        yield known("volume.read-only", "ro" in str(mounted["opts"]).split(","), "mounts", name)
        if mount in meant or mounted["fstype"] in _ALWAYS_READ_ONLY:
            only = mounted["fstype"] in _ALWAYS_READ_ONLY or "ro" in meant[mount].split(",")
            yield known("volume.read-only-meant", only, "fstab", name)
        yield from _described(described, name)
        yield from _room(machine, mount, name)


def _meant(machine: Machine) -> dict[str, str]:
    """Give the options that fstab(5) wants for each local mount point; other lines may hold passwords and are left."""
    lines = (line.split() for line in (text_or_none(machine, "/etc/fstab") or "").splitlines())
    return {
        words[1].replace("\\040", " "): words[3]
        for words in lines
        if len(words) > 3 and words[0].startswith(("/dev/", "UUID=", "LABEL=", "PARTUUID=", "PARTLABEL="))  # noqa: PLR2004 - fields
    }


def _described(device: dict[str, Any], name: str) -> Iterator[Said]:
    yield known("volume.disk", _text(device, "pkname"), "lsblk", name)
    yield known("volume.label", _text(device, "label"), "lsblk", name)
    yield known("volume.uuid", _text(device, "uuid"), "lsblk", name)
    trim = whole(device.get("disc-max"))
    yield known("volume.trim", None if trim is None else trim > 0, "lsblk", name)


def _room(machine: Machine, mount: str, name: str) -> Iterator[Said]:
    space = yield from room(machine, mount, name, "statvfs")
    if space is None:
        return
    yield known("volume.reserved", max(space.free - space.available, 0), "statvfs", name)
    if space.inodes:  # btrfs and FAT count none: not known is not zero
        yield known("volume.inodes", space.inodes, "statvfs", name)
        yield known("volume.inodes-free", space.inodes_free, "statvfs", name)


def network_mounts(machine: Machine) -> Iterator[Said]:
    """Tell of network folders their kind and whether they answer: a dead one hangs everything."""
    for folder, mount, kind in _mount_lines(machine):
        try:
            machine.space(mount)
            state = "answers"
        except Unread as reason:
            state = "does not answer" if reason.status == "timed-out" else "cannot be read"
        # Its natural name is another computer's, so it is masked, here and as the name of the thing.
        yield known("mount.name", folder, "mounts", folder)
        yield known("mount.kind", kind, "mounts", folder)
        yield known("mount.state", state, "statvfs", folder)


def _mount_lines(machine: Machine) -> list[tuple[str, str, str]]:
    lines = [line.split() for line in (text_or_none(machine, "/proc/self/mounts") or "").splitlines()]
    fields = [[word.replace("\\040", " ") for word in line[:3]] for line in lines if len(line) > 2]  # noqa: PLR2004
    return [(folder, mount, kind) for folder, mount, kind in fields if kind in _NETWORK]


def errors(machine: Machine) -> Iterator[Said]:
    """Tell what ext4 counted of its own errors; no rights are needed."""
    for name in names_or_none(machine, "/sys/fs/ext4"):
        count = whole(text_or_none(machine, f"/sys/fs/ext4/{name}/errors_count"))
        if count is None:
            continue
        yield known("volume.errors", count, "ext4", name)
        for fact, file in (("volume.error-first", "first_error_time"), ("volume.error-last", "last_error_time")):
            at = whole(text_or_none(machine, f"/sys/fs/ext4/{name}/{file}"), least=1)
            yield known(fact, moment(at, machine.now()), "ext4", name)


def arrays(machine: Machine) -> Iterator[Said]:
    """Tell of Linux software arrays (md) how many members work."""
    for name in names_or_none(machine, "/sys/block"):
        folder = f"/sys/block/{name}/md"
        level = text_or_none(machine, f"{folder}/level")
        if level is None:
            continue
        members = whole(text_or_none(machine, f"{folder}/raid_disks"))
        missing = whole(text_or_none(machine, f"{folder}/degraded"))
        yield known("raid.kind", level, "md", name)
        yield known("raid.members", members, "md", name)
        if members is not None and missing is not None:
            yield known("raid.members-working", members - missing, "md", name)
        yield known("raid.state", "degraded" if missing else "healthy" if missing == 0 else None, "md", name)


def busy(machine: Machine) -> Iterator[Said]:
    """Tell how busy each disk was for a second: taken first, before the others make it busy."""
    for name, spent in spent_by_disk(machine).items():
        if _whole_disk(machine, name):
            if "busy_time" in spent:
                yield known("disk.busy", min(round(spent["busy_time"] / (SECONDS * 10)), 100), "psutil", name)
            yield from took(spent, name)


def _whole_disk(machine: Machine, name: str) -> bool:
    return whole(text_or_none(machine, f"/sys/block/{name}/size"), least=1) is not None and not name.startswith(
        ("loop", "ram", "zram", "dm-", "md", "sr")
    )


def _is_disk(device: dict[str, Any]) -> bool:
    return device.get("type") == "disk" and not device["name"].startswith(("zram", "ram", "loop"))


def _text(device: dict[str, Any], name: str) -> str | None:
    value = device.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _bus(device: dict[str, Any]) -> str | None:
    if device["name"].startswith("vd"):
        return "virtio"
    return _BUSES.get(_text(device, "tran") or ("nvme" if device["name"].startswith("nvme") else ""))


def _kind(device: dict[str, Any]) -> str | None:
    """Tell SSD from HDD; a virtual disk says that it turns, and does not know."""
    if device["name"].startswith("nvme"):
        return "NVMe"
    if device["name"].startswith(("vd", "xvd")) or not isinstance(device.get("rota"), bool):
        return None
    return "HDD" if device["rota"] else "SSD"


def smart_verdicts(machine: Machine) -> Iterator[Said]:
    """Tell what each disk says of itself, without waking one."""
    for device in (each for each in devices(machine) if _is_disk(each)):
        if not device["name"].startswith(("vd", "xvd")):
            yield from smart(machine, device["name"])


COLLECTORS = (
    Collector("storage", "busy", busy, seconds=3.0, lane="sample"),
    Collector("storage", "disks", disks, lane="commands"),
    Collector("storage", "partitions", partitions, lane="commands"),
    Collector("storage", "volumes", volumes, seconds=4.0, lane="commands"),
    Collector("storage", "network-folders", network_mounts, seconds=4.0),
    Collector("storage", "file-system-errors", errors),
    Collector("storage", "arrays", arrays),
    Collector("storage", "smart", smart_verdicts, seconds=8.0, lane="slow"),
)
"""The collectors of this section."""
