"""
The only door to the computer: a collector reads through a `Machine` and through nothing else.

So a recorded machine can stand in whole, and what may be read at all is one list: files below a few system folders,
commands from a table with fixed arguments, named counters. What is not in the lists is refused as a fault of ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from agent.report.own import Own
from protocol.report.kinds import Status

FILE_BYTES = 256 * 1024
"""Bytes read of one file; sources here are a few lines, the longest (dpkg's log) is read in part."""

READABLE: tuple[str, ...] = (
    "/sys/", "/proc/cpuinfo", "/proc/meminfo", "/proc/swaps", "/proc/pressure/", "/proc/vmstat", "/proc/mdstat",
    "/proc/asound/cards", "/proc/bus/input/devices", "/proc/sys/kernel/", "/proc/modules", "/proc/1/comm",
    "/proc/cmdline", "/proc/filesystems", "/proc/device-tree/", "/proc/driver/", "/proc/self/mounts",
    "/etc/os-release", "/usr/lib/os-release", "/etc/debian_version", "/etc/machine-info", "/etc/localtime",
    "/etc/timezone", "/etc/locale.conf", "/etc/default/locale", "/etc/resolv.conf", "/etc/hosts", "/etc/ufw/ufw.conf",
    "/etc/apt/apt.conf.d/", "/etc/default/keyboard", "/etc/gdm3/", "/etc/lightdm/", "/etc/sddm.conf",
    "/etc/xdg/autostart", "/etc/dnf/automatic.conf", "/etc/chrony", "/etc/systemd/timesyncd.conf",
    "/proc/loadavg",
    "/etc/passwd", "/etc/group", "/etc/pki/ca-trust/source/anchors", "/proc/sys/fs/file-nr", "/var/lib/clamav",
    "/var/log/dpkg.log.1",
    "/usr/local/share/ca-certificates",
    "/usr/share/applications/", "/usr/lib/modules", "/lib/modules", "/boot", "/run/reboot-required", "/run/systemd/",
    "/var/log/dpkg.log", "/var/log/kern.log", "/var/log/apt/", "/var/crash", "/var/lib/apt/", "/var/lib/dpkg/",
    "/proc/net/wireless", "/etc/samba/smb.conf", "/etc/exports", "/etc/fstab", "/var/lib/systemd/timers",
    "/var/log/timeshift", "/proc/spl/kstat/zfs",
    "/var/lib/dkms", "/.dockerenv", "/run/.containerenv",
    "/Applications", "/Library/LaunchAgents", "/Library/LaunchDaemons", "/Library/Preferences/", "/Library/Logs/",
    "/System/Library/CoreServices/", "/var/db/", "/Library/Apple/System/Library/CoreServices/XProtect.bundle",
    "/opt/homebrew/Cellar", "/usr/local/Cellar",
    "/Windows/System32/drivers/etc/hosts", "/ProgramData/Microsoft/Windows/Start Menu/Programs/StartUp",
)  # fmt: skip
"""Where files may be read and folders listed: system places only. Homes, users' files and process folders are not."""

NEVER: tuple[str, ...] = (
    "/environ", "shadow", "gshadow", "ssh_host", "/keys", "secret", "password", "/vmcore",
    "/sys/kernel/security/", "efivars/dump", "SystemKey",
)  # fmt: skip
"""Pieces of a path that are never read, wherever they stand (class N)."""

Counter = Literal[
    "virtual_memory", "swap_memory", "cpu_count", "cpu_count_physical", "cpu_freq", "cpu_times", "cpu_stats",
    "disk_partitions", "disk_io_counters", "net_if_stats", "net_if_addrs", "net_io_counters", "sensors_temperatures",
    "sensors_fans", "sensors_battery", "boot_time", "users", "processes", "listening", "services", "clock", "screens",
    "wifi",
]  # fmt: skip
"""
What psutil may be asked. `users` gives a number only; `processes` gives name, memory_info, cpu_times and status, and
leaves our own out; `clock` is what the kernel says of its clock, `screens` what the X server says of its outputs,
`wifi` what Windows says of the network in use. Never command lines, folders, environments, open files or owners.
"""

_DEVICE = re.compile(r"[a-zA-Z][a-zA-Z0-9_.-]{0,40}")


class Unread(Exception):
    """Something could not be read; `status` says why. It never carries what was read."""

    def __init__(self, status: Status, detail: str = "") -> None:
        super().__init__(status, detail)
        self.status: Status = status
        self.detail = detail


@dataclass(frozen=True)
class Ran:
    """What a command gave: its exit code is data, `cut` says that it had more to say than we read."""

    code: int
    out: bytes
    cut: bool = False

    @property
    def text(self) -> str:
        """Give the output as text; what is not UTF-8 is replaced."""
        return self.out.decode("utf-8", "replace")


@dataclass(frozen=True)
class Space:
    """Room on a volume, in bytes and files."""

    total: int
    free: int
    available: int
    inodes: int
    inodes_free: int


@dataclass(frozen=True)
class Relay:
    """The one place of ours that probes may go to."""

    host: str
    port: int
    tls: bool


@dataclass(frozen=True)
class Branch:
    """What lies below a key of the Windows registry: names of keys and names of values, no value."""

    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


Reach = Literal["gateway", "resolver", "proxy", "relay", "clock"]
"""Whom a probe may go to, and there is nobody else; the clock is the relay's."""


@dataclass(frozen=True)
class Reached:
    """
    What a probe found. `times`: milliseconds of each try, None where nothing came back.

    `lossy` says that what did not come back was lost; a connection hides losses. `tcp` and `tls` in milliseconds,
    `days` until the certificate ends, `public` whether a public root vouches for it; `host` is the proxy's.
    """

    times: tuple[float | None, ...]
    lossy: bool = True
    tcp: float | None = None
    tls: float | None = None
    days: int | None = None
    public: bool | None = None
    host: str = ""
    ahead: int | None = None
    """Milliseconds that this computer's clock is ahead of the relay's."""


class Machine(Protocol):
    """The computer. Every method raises `Unread` with the reason when it cannot tell."""

    @property
    def platform(self) -> Literal["linux", "windows", "macos"]:
        """Name the system."""

    @property
    def elevated(self) -> bool:
        """Tell whether it is read with an administrator's rights."""

    def own(self) -> Own:
        """Tell the names, hosts and networks of this computer: for redaction alone, never for the document."""

    def now(self) -> float:
        """Tell the time: seconds since 1970, UTC."""

    def offset(self) -> int:
        """Tell the seconds the computer's zone is east of UTC."""

    def wait(self, seconds: float) -> None:
        """Wait between two samples; ends early with `Unread` when the report is stopped."""

    def read(self, path: str, limit: int = FILE_BYTES) -> bytes:
        """Read the first `limit` bytes of a file."""

    def names(self, path: str) -> list[str]:
        """Name what is in a folder, sorted."""

    def leads_to(self, path: str) -> str:
        """Tell where a symbolic link leads."""

    def changed(self, path: str) -> float:
        """Tell when a file was last changed: seconds since 1970."""

    def space(self, mount: str) -> Space:
        """Tell the room on a mounted volume; half a second at most, for a dead network folder never answers."""

    def run(self, name: str, device: str = "") -> Ran:
        """Run a command of the table `commands.COMMANDS`; `device` fills the one place its arguments may leave open."""

    def count(self, what: Counter) -> Any:  # noqa: ANN401 - plain values, of the shape of psutil's names
        """Ask psutil; tuples come as dictionaries by field name."""

    def reach(self, what: Reach, address: str = "") -> Reached:
        """Probe the next router or a resolver, each by its address, or the proxy, or the relay."""

    def registry(self, key: str, names: tuple[str, ...]) -> dict[str, str | int | bytes]:
        """Read named values of a key of the Windows registry."""

    def branch(self, key: str) -> Branch:
        """Name what lies below a key of the Windows registry."""

    def cim(self, space: str, kind: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Ask for properties of all instances of a CIM class (Windows)."""

    def bus(self, service: str, path: str, interface: str, name: str) -> Any:  # noqa: ANN401 - a D-Bus value
        """Read a property, or call a method without arguments, on the system's D-Bus (Linux)."""


def demand_readable(path: str) -> None:
    """
    Pass when a path is one that a report may read.

    Raises:
        PermissionError: It is not: a fault of ours, not of the computer.
        Unread: It lies in such a place, and by its name it may hold what is never read: the computer names its files.
    """
    allowed = any(f"{path}/".startswith(f"{root.rstrip('/')}/") for root in READABLE)
    if not allowed or "/../" in f"{path}/":
        raise PermissionError(f"a report never reads {path}")
    if any(piece in path for piece in NEVER):
        raise Unread("not-supported", "never read")


def demand_device(name: str) -> str:
    """
    Pass a device's name that the system gave, such as "sda", on to a command.

    Raises:
        PermissionError: It is not a plain name, so it is no device.
    """
    if not _DEVICE.fullmatch(name) or ".." in name:
        raise PermissionError("not the name of a device")
    return name


def text(machine: Machine, path: str) -> str:
    """Read a short file as text without the space and zero bytes around it."""
    return machine.read(path).decode("utf-8", "replace").strip("\0 \t\r\n")


def text_or_none(machine: Machine, path: str) -> str | None:
    """Read a short file as text; None when there is none, or nothing in it, or we may not."""
    try:
        return text(machine, path) or None
    except Unread:
        return None


def names_or_none(machine: Machine, path: str) -> list[str]:
    """Name what is in a folder; nothing when there is no such folder."""
    try:
        return machine.names(path)
    except Unread:
        return []
