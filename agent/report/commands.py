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


_DISK_COLUMNS = (
    "NAME,KNAME,TYPE,SIZE,MODEL,REV,SERIAL,WWN,ROTA,TRAN,PHY-SEC,LABEL,UUID,FSTYPE,PKNAME,RO,DISC-MAX,PTTYPE,MOUNTPOINT"
)
_DPKG = (
    "${Package}\\t${Version}\\t${Maintainer}\\t${db:Status-Want} ${db:Status-Status} ${db:Status-Eflag}"
    "\\t${db-fsys:Last-Modified}\\n"
)
_RPM = "%{NAME}\\t%{VERSION}-%{RELEASE}\\t%{VENDOR}\\t%{INSTALLTIME}\\n"
_NO_APT_CACHE = ("-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=")  # apt as root would write one
_JOURNAL = ("-q", "--no-pager", "-o", "json", "--since=-7d")
JOURNAL_STOP = "d93fb3c9c24d451a97cea615ce59c00b"
"""What the journal writes last when the computer is shut down (sd-messages.h, SD_MESSAGE_JOURNAL_STOP)."""

COMMANDS: dict[str, Command] = {
    "disks": Command("lsblk", ("-J", "-b", "-o", _DISK_COLUMNS)),
    "smart": Command("smartctl", ("-j", "-a", "-n", "standby", "/dev/{device}"), 6.0),
    "virtual": Command("systemd-detect-virt", ("--vm",)),
    "container": Command("systemd-detect-virt", ("--container",)),
    "root-birth": Command("stat", ("-c", "%W", "/")),
    "architecture": Command("uname", ("-m",)),
    "groups": Command("id", ("-nG",)),
    "packages": Command("dpkg-query", ("-W", "-f", _DPKG)),
    "rpm-packages": Command("rpm", ("-qa", "--qf", _RPM), 6.0),
    "pacman-packages": Command("pacman", ("-Q",)),
    "flatpaks": Command("flatpak", ("list", "--system", "--columns=application,version,origin")),
    "apt-updates": Command("apt", ("list", "--upgradable", *_NO_APT_CACHE), 7.0),
    "unit-files": Command(
        "systemctl", ("--root=/", "--no-pager", "list-unit-files", "--type=service", "--output=json"), 4.0
    ),
    "kernel-journal": Command(
        "journalctl", (*_JOURNAL, "--output-fields=MESSAGE", "-n", "4000", "_TRANSPORT=kernel"), 6.0
    ),
    "error-journal": Command(
        "journalctl",
        (*_JOURNAL, "--output-fields=MESSAGE,_SYSTEMD_UNIT,SYSLOG_IDENTIFIER,_TRANSPORT", "-n", "3000", "-p", "err"),
        6.0,
    ),
    "boots": Command("journalctl", ("-q", "--no-pager", "--list-boots", "-o", "json"), 4.0),
    "stops": Command("journalctl", (*_JOURNAL, "--output-fields=MESSAGE_ID", f"MESSAGE_ID={JOURNAL_STOP}"), 6.0),
    "kernel-ring": Command("dmesg", ("--json",)),
    "dumps": Command("coredumpctl", ("list", "-q", "--no-pager", "--json=short", "--since=-7d"), 4.0),
    "addresses": Command("ip", ("-j", "address", "show")),
    "routes-4": Command("ip", ("-j", "-4", "route", "show", "default")),
    "routes-6": Command("ip", ("-j", "-6", "route", "show", "default")),
    "pci": Command("lspci", ("-D", "-vmmnnk")),
    "nvidia": Command(
        "nvidia-smi", ("--query-gpu=pci.bus_id,name,driver_version,memory.total", "--format=csv,noheader,nounits"), 4.0
    ),
    "printers": Command("lpstat", ("-r", "-d", "-p", "-v"), 4.0),
    "print-jobs": Command("lpstat", ("-o",), 4.0),
    "zpool": Command("zpool", ("status", "-j"), 4.0),
}
"""Every command by the name that collectors use."""
