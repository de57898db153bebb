"""
What Linux computers said that the machine of the tests lacks: systemd as process 1, a journal.

Names, descriptions and states of units: Ubuntu 18.04, from the fixtures of jc (github kellyjonbrazil/jc,
tests/fixtures/ubuntu-18.04/systemctl.out, commit 36c53827, MIT), in the shape of `ListUnits`; that ssh and fstrim
failed is ours. Kernel messages: from kernel documentation and public reports of faults; hosts, ids and times are ours.
"""

from __future__ import annotations

import json
from typing import Any

from tests.support.recorded_machine import NOW

_SYSTEMD = "org.freedesktop.systemd1"
UNITS: list[tuple[str, str, str, str, str]] = [
    ("lxcfs.service", "FUSE filesystem for LXC", "loaded", "active", "running"),
    ("lxc.service", "lxc.service", "not-found", "inactive", "dead"),
    ("networkd-dispatcher.service", "Dispatcher daemon for systemd-networkd", "loaded", "active", "running"),
    ("polkit.service", "Authorization Manager", "loaded", "active", "running"),
    ("rsyslog.service", "System Logging Service", "loaded", "active", "running"),
    ("ssh.service", "OpenBSD Secure Shell server", "loaded", "failed", "failed"),
    ("getty@tty1.service", "Getty on tty1", "loaded", "active", "running"),
    ("ufw.service", "Uncomplicated firewall", "loaded", "active", "exited"),
    ("fstrim.service", "Discard unused blocks", "loaded", "failed", "failed"),
    ("fstrim.timer", "Discard unused blocks once a week", "loaded", "active", "waiting"),
    ("dev-sda1.device", "VMware_Virtual_S 1", "loaded", "active", "plugged"),
]
FILES: list[tuple[str, str]] = [
    ("/lib/systemd/system/ssh.service", "enabled"), ("/lib/systemd/system/getty@.service", "enabled"),
    ("/lib/systemd/system/polkit.service", "static"), ("/lib/systemd/system/rescue.service", "masked"),
    ("/lib/systemd/system/fstrim.timer", "enabled"),
]  # fmt: skip


def unit_path(name: str) -> str:
    """Give a unit's object path, escaped as systemd does."""
    escaped = "".join(sign if sign.isalnum() else f"_{ord(sign):02x}" for sign in name)
    return f"/org/freedesktop/systemd1/unit/{escaped}"


def systemd(exits: dict[str, int] | None = None) -> dict[str, Any]:
    """Give the properties of a machine with systemd; `exits` are the codes of failed services."""
    answers: dict[str, Any] = {
        f"{_SYSTEMD}.Manager.ListUnits": [[*each, "", unit_path(each[0]), 0, "", "/"] for each in UNITS],
        f"{_SYSTEMD}.Manager.ListUnitFiles": [list(each) for each in FILES],
    }
    for name, code in (exits or {}).items():
        answers[f"{unit_path(name)} {_SYSTEMD}.Service.ExecMainStatus"] = code
    return answers


def journal(*lines: tuple[float, str], **fields: str) -> str:
    """Write journal lines as `journalctl -o json` does: hours before now, and the message."""
    return "".join(
        json.dumps(
            {"__REALTIME_TIMESTAMP": str(int((NOW - hours * 3600) * 1e6)), "_BOOT_ID": "61c0e40c", "MESSAGE": message}
            | fields
        )
        + "\n"
        for hours, message in lines
    )


MESSAGES: tuple[tuple[str, str | None], ...] = (
    ("blk_update_request: critical medium error, dev nvme0n1, sector 10000 op 0x0:(READ) flags 0x80700", "disk"),
    ("ata1.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen", "disk"),
    ("nvme nvme0: I/O 5 QID 2 timeout, aborting", "disk"),
    (
        "EXT4-fs error (device sdc2): ext4_wait_block_bitmap:519: Cannot read block bitmap - block_group = 2571",
        "file system",
    ),
    ("EXT4-fs (sdc2): Remounting filesystem read-only", "file system"),
    ("Out of memory: Killed process 2891 (chrome) total-vm:4046216kB", "memory"),
    ("EDAC MC0: 1 CE memory read error on CPU_SrcID#0_Ha#0_Chan#1_DIMM#0", "memory"),
    ("mce: [Hardware Error]: Machine check events logged", "hardware error"),
    ("CPU0: Core temperature above threshold, cpu clock throttled (total events = 1)", "heat"),
    ("i915 0000:00:02.0: [drm] GPU HANG: ecode 9:1:85dffffb, in Xorg [1234]", "gpu"),
    ("NVRM: Xid (PCI:0000:01:00): 79, GPU has fallen off the bus.", "gpu"),
    ("usb 1-2: device descriptor read/64, error -71", "usb"),
    ("usb usb1-port2: over-current condition", "usb over-current"),
    ("NETDEV WATCHDOG: eth0 (r8169): transmit queue 0 timed out", "network"),
    ("iwlwifi 0000:00:14.3: Direct firmware load for iwlwifi-ty-a0-gf-a0-59.ucode failed with error -2", "firmware"),
    ("INFO: task kworker/0:1:12 blocked for more than 120 seconds.", "hang"),
    ("usb 2-1: new SuperSpeed USB device number 5 using xhci_hcd", None),
    ("EXT4-fs (dm-0): mounted filesystem with ordered data mode", None),
    ("x86/fpu: Supporting XSAVE feature 0x200: 'Protection Keys User registers'", None),
)
"""Messages of the kernel with the class that each belongs to."""
