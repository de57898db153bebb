"""
Every command that a report may run, with all of its arguments. No input stands in any of them.

`{device}` is the one open place: a device's name as the system gave it, checked to be a plain name.
"""

from __future__ import annotations

from dataclasses import dataclass

FOLDERS: tuple[str, ...] = ("/usr/bin", "/bin", "/usr/sbin", "/sbin")
"""Where commands are looked for, in this order; never the PATH of whoever started us."""

OUTPUT_BYTES = 2 * 2**20
"""Bytes read of a command's output; then it is ended."""


@dataclass(frozen=True)
class Command:
    """A program by name, its arguments, and how long it may take in seconds."""

    program: str
    arguments: tuple[str, ...]
    seconds: float = 2.0


_DISK_COLUMNS = "NAME,KNAME,TYPE,SIZE,MODEL,REV,SERIAL,WWN,ROTA,TRAN,PHY-SEC,LABEL,UUID,FSTYPE,PKNAME,RO,DISC-MAX"

COMMANDS: dict[str, Command] = {
    "disks": Command("lsblk", ("-J", "-b", "-o", _DISK_COLUMNS)),
    "smart": Command("smartctl", ("-j", "-a", "-n", "standby", "/dev/{device}"), 6.0),
    "virtual": Command("systemd-detect-virt", ("--vm",)),
    "container": Command("systemd-detect-virt", ("--container",)),
    "root-birth": Command("stat", ("-c", "%W", "/")),
    "zpool": Command("zpool", ("status", "-j"), 4.0),
}
"""Every command by the name that collectors use."""
