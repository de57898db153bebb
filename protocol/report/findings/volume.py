"""Volumes that are full, damaged or only to be read; arrays; backups."""

from __future__ import annotations

from protocol.report.findings.disk import SAVE, logged
from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict
from protocol.report.words import size

_CHECK = "Make a backup first; then the volume needs a check."
_GB = 10**9
_BOOT_BYTES = 100 * 2**20
_BOOT_MOUNTS = ("/boot", "/boot/efi", "/efi")
_OLD_BACKUP_DAYS = 30


def damaged(facts: Facts, volume: str) -> Verdict:
    """Find errors that the file system counted, or its mark that it needs a check (kernel docs; Microsoft)."""
    errors, dirty = facts.number("volume.errors", volume), facts.flag("volume.dirty", volume)
    if errors is None and dirty is None:
        return NOT_KNOWN
    return Found(ACT, f"The volume {volume} has errors in how its files are kept.") if errors or dirty else None


def damaged_log(facts: Facts, _: str) -> Verdict:
    """Find errors of file systems in the log."""
    return logged(facts, "file system", 1, "The log tells of damage to how files are kept ({times} times).")


def read_only(facts: Facts, volume: str) -> Verdict:
    """Find a system or home volume that can only be read although it should be written to."""
    system, only = facts.flag("volume.system", volume), facts.flag("volume.read-only", volume)
    if system is None or only is None:
        return NOT_KNOWN
    meant = facts.flag("volume.read-only-meant", volume)
    bad = system and only and not meant
    return Found(ACT, f"The volume {volume} can only be read. It may have been damaged.") if bad else None


def space_low(facts: Facts, volume: str) -> Verdict:
    """Find a system or home volume with little room for the user (own; room for a feature update)."""
    system = facts.flag("volume.system", volume)
    total, free = facts.number("volume.total", volume), facts.number("volume.available", volume)
    if system is None or not total or free is None:
        return NOT_KNOWN
    if not system:
        return None
    words = f"The disk is almost full: {size(free)} of {size(total)} are free on {volume}."
    if free * 100 < total * 5 or free < 2 * _GB:
        return Found(ACT, words)
    small = facts.platform != "linux" and free < 20 * _GB
    return Found(SOON, words) if free * 100 < total * 10 or small else None


def inodes(facts: Facts, volume: str) -> Verdict:
    """Find a volume that can take hardly any more files, however small."""
    total, free = facts.number("volume.inodes", volume), facts.number("volume.inodes-free", volume)
    if not total or free is None:
        return NOT_KNOWN
    return Found(SOON, f"The volume {volume} can hardly take any more files.") if free * 100 < total * 5 else None


def boot(facts: Facts, volume: str) -> Verdict:
    """Find a start volume with less than 100 MiB of room."""
    mount, free = facts.text("volume.mount", volume), facts.number("volume.available", volume)
    if mount is None or free is None:
        return NOT_KNOWN
    full = mount in _BOOT_MOUNTS and free < _BOOT_BYTES
    return Found(SOON, f"The start volume {volume} is almost full: {size(free)} are free.") if full else None


def degraded(facts: Facts, array: str) -> Verdict:
    """Find an array with a member missing, or a pool that is not healthy (md, Microsoft, ZFS)."""
    state = facts.text("raid.state", array)
    members, working = facts.number("raid.members", array), facts.number("raid.members-working", array)
    if state is None and (members is None or working is None):
        return NOT_KNOWN
    short = members is not None and working is not None and working < members
    bad = short or state not in {None, "healthy"}
    return Found(ACT, f"A disk of the array {array} is missing or broken.") if bad else None


def backup_old(facts: Facts, backup: str) -> Verdict:
    """Find a known backup older than 30 days; urgent with a disk in trouble. Without a known one, nothing."""
    age = facts.number("backup.age", backup)
    if age is None:
        return NOT_KNOWN
    if age <= _OLD_BACKUP_DAYS:
        return None
    sick = any(
        (facts.number("disk.pending", disk) or 0) or facts.text("disk.health", disk) == "failing"
        for disk in facts.things("disk")
    )
    return Found(SOON if sick else WORTH, f"The last backup is {age} days old.")


RULES = (
    Rule("fs.damaged", "volume", damaged, _CHECK),
    Rule("fs.damaged-log", "", damaged_log, _CHECK),
    Rule("fs.read-only", "volume", read_only, _CHECK),
    Rule("space.low", "volume", space_low, "Empty the bin and the downloads folder, and move big files elsewhere."),
    Rule("space.inodes", "volume", inodes, "Delete many small files, such as old caches. Updates may fail until then."),
    Rule("space.boot", "volume", boot, "Remove old kernels. Updates will fail until there is room."),
    Rule("raid.degraded", "array", degraded, f"One more failure loses the data. {SAVE}"),
    Rule("backup.old", "backup", backup_old, "Make a backup."),
)
"""The rules about volumes."""
