"""1.3 Disks and volumes."""

from __future__ import annotations

from protocol.report.kinds import Kind, Unit
from protocol.report.register.entry import Band, Fact, Section, fact


def _disk(name: str, title: str, kind: Kind, unit: Unit | None = None, *, masked: bool = False) -> Fact:
    return fact(f"disk.{name}", title, kind, unit, about="disk", masked=masked)


def _counter(name: str, title: str) -> Fact:
    return fact(f"disk.{name}", title, "number", "times", about="disk", compare="upward")


def _volume(name: str, title: str, kind: Kind, unit: Unit | None = None, *, masked: bool = False) -> Fact:
    return fact(f"volume.{name}", title, kind, unit, about="volume", masked=masked)


SECTION = Section(
    "storage",
    "Disks",
    "Looking at the disks",
    (
        _disk("model", "Disk", "model"),
        _disk("firmware", "Disk firmware", "version"),
        _disk("bus", "Connection", "enum"),
        _disk("kind", "Kind of disk", "enum"),
        _disk("size", "Size", "size", "bytes"),
        _disk("sector", "Sector", "size", "bytes"),
        _disk("layout", "Kind of partition table", "enum"),
        _disk("link", "Speed of its connection", "enum"),
        _disk("link-max", "Speed that its connection could have", "enum"),
        _disk("serial", "Serial number", "serial", masked=True),
        _disk("wwn", "World-wide name", "id", masked=True),
        _disk("health", "Health by its own verdict", "enum"),
        _counter("bad-sectors", "Bad sectors"),
        _disk("critical-warning", "Critical warning", "code"),
        _disk("smart-exit", "Exit bits of the disk check", "number"),
        _disk("hours", "Hours in use", "number", "hours"),
        _disk("wear", "Worn", "number", "percent"),
        _disk("spare", "Spare left", "number", "percent"),
        _disk("spare-threshold", "Spare that is too little", "number", "percent"),
        _counter("media-errors", "Media errors"),
        _counter("reallocated", "Sectors moved (5)"),
        _counter("reported-uncorrectable", "Errors reported (187)"),
        _counter("command-timeout", "Commands timed out (188)"),
        _counter("pending", "Sectors that cannot be read (197)"),
        _counter("uncorrectable", "Sectors lost (198)"),
        _counter("crc-errors", "Errors on the cable (199)"),
        fact("disk.temperature", "Temperature", "number", "Celsius", about="disk", compare=Band(least=10)),
        _disk("temperature-limit", "Temperature limit of its maker", "number", "Celsius"),
        _disk("self-test", "Last self-test", "enum"),
        fact("disk.busy", "Busy", "number", "percent", about="disk", compare="ignore"),
        fact("disk.latency", "Time of one request", "number", "ms", about="disk", compare="ignore"),
        fact("disk.queue", "Requests waiting", "number", about="disk", compare="ignore"),
        fact("disk.flush-latency-max", "Longest flush", "number", "ms", about="disk", compare="upward"),
        _volume("mount", "Where it is mounted", "path"),
        _volume("system", "Holds the system or the home folders", "flag"),
        _volume("file-system", "File system", "enum"),
        _volume("disk", "Lies on", "enum"),
        _volume("total", "Size", "size", "bytes"),
        fact("volume.available", "Free for you", "size", "bytes", about="volume", compare=Band(least=10**9, percent=2)),
        _volume("reserved", "Reserved for the system", "size", "bytes"),
        _volume("inodes", "Files possible", "number"),
        fact("volume.inodes-free", "Files still possible", "number", about="volume", compare=Band(percent=10)),
        _volume("read-only", "Can only be read", "flag"),
        _volume("read-only-meant", "Meant to be only read", "flag"),
        _volume("trim", "Tells the disk what is free (trim)", "flag"),
        _volume("dirty", "Marked for a check", "flag"),
        _volume("label", "Name of the volume", "label", masked=True),
        _volume("uuid", "Identifier of the volume", "id", masked=True),
        fact("volume.errors", "Errors of the file system", "number", "times", about="volume", compare="upward"),
        _volume("error-first", "First error", "date"),
        _volume("error-last", "Last error", "date"),
        fact("partition.kind", "Partition, kind", "enum", about="partition"),
        fact("partition.size", "Partition, size", "size", "bytes", about="partition"),
        fact("partition.file-system", "Partition, file system", "enum", about="partition"),
        fact("partition.disk", "Partition, lies on", "enum", about="partition"),
        fact("partition.mounted", "Partition is in use", "flag", about="partition"),
        fact("partition.label", "Partition, name", "label", about="partition", masked=True),
        fact("mount.kind", "Network folder, kind", "enum", about="mount"),
        fact("mount.state", "Network folder, state", "enum", about="mount"),
        fact("mount.name", "Network folder, name", "share", about="mount", masked=True),
        fact("raid.name", "Array, name", "label", about="array", masked=True),
        fact("raid.kind", "Array, kind", "enum", about="array"),
        fact("raid.state", "Array, state", "enum", about="array"),
        fact("raid.members", "Array, members", "number", about="array"),
        fact("raid.members-working", "Array, members that work", "number", about="array"),
        fact("raid.errors", "Array, errors", "number", "times", about="array", compare="upward"),
        fact("backup.kind", "Backup, kind", "enum", about="backup"),
        fact("backup.age", "Last backup, age", "number", "days", about="backup", compare="ignore"),
    ),
    identity=(("disk", "disk.wwn"), ("disk", "disk.serial"), ("volume", "volume.uuid")),
)
