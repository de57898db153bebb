"""All collectors for Linux."""

from __future__ import annotations

import pytest

from agent.report.linux.everything import COLLECTORS
from agent.report.machine import Ran
from agent.report.told import Collector
from tests.support.collector_claims import (
    demand_all_sections,
    demand_facts_or_named_gaps,
    demand_gaps_without_rights,
    for_each,
)
from tests.support.recorded_machine import RecordedMachine

ODD = b'{"blockdevices": [5, {"name": 7}, {"name": "a", "size": "b", "children": 3}]}'
GARBAGE: dict[str, bytes] = {
    "empty": b"",
    "cut": b'{"blockdevices": [{"name"',
    "binary": bytes(range(256)) * 20,
    "not UTF-8": b"\xff\xfe\xfa",
    "long": b"x" * 2_000_000,
    "other JSON": ODD,
    "a list": b"[1, 2]",
    "deep": b"[" * 100_000,
}
SOURCES = (
    "/sys/class/dmi/id/sys_vendor",
    "/sys/class/dmi/id/chassis_type",
    "/sys/class/dmi/id/bios_date",
    "/proc/self/mounts",
    "/proc/cpuinfo",
    "/sys/fs/ext4/sda1/errors_count",
    "/sys/fs/ext4/sda1/first_error_time",
    "/sys/block/md0/md/level",
    "/sys/block/md0/md/raid_disks",
    "/sys/devices/system/cpu/cpu0/topology/physical_package_id",
    "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count",
    "/sys/devices/system/cpu/vulnerabilities/meltdown",
    "/sys/devices/system/cpu/cpu0/cache/index0/level",
    "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor",
    "/sys/block/nvme0n1/device/device/current_link_speed",
    "/proc/loadavg",
    "/proc/swaps",
    "/proc/pressure/memory",
    "/proc/vmstat",
    "/sys/devices/system/edac/mc/mc0/ce_count",
    "/sys/firmware/dmi/tables/DMI",
    "/etc/os-release",
    "/etc/debian_version",
    "/etc/passwd",
    "/etc/group",
    "/etc/hosts",
    "/etc/timezone",
    "/etc/default/locale",
    "/etc/gdm3/daemon.conf",
    "/etc/ufw/ufw.conf",
    "/etc/xdg/autostart/a.desktop",
    "/etc/apt/apt.conf.d/20auto-upgrades",
    "/var/lib/apt/lists/a_InRelease",
    "/var/log/dpkg.log",
    "/var/crash/_usr_bin_a.1000.crash",
    "/proc/modules",
    "/proc/cmdline",
    "/proc/1/comm",
    "/proc/sys/kernel/osrelease",
    "/proc/sys/kernel/tainted",
    "/proc/sys/fs/file-nr",
    "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
    "/sys/fs/selinux/enforce",
    "/sys/class/power_supply/BAT0/type",
    "/sys/class/power_supply/BAT0/capacity",
    "/sys/power/suspend_stats/fail",
    "/sys/firmware/acpi/platform_profile",
    "/sys/class/net/eth0/type",
    "/sys/class/net/eth0/speed",
    "/sys/class/net/eth0/operstate",
    "/etc/resolv.conf",
    "/sys/class/drm/card0-DP-1/status",
    "/sys/bus/pci/devices/0000:00:02.0/vendor",
    "/sys/bus/usb/devices/1-1/idVendor",
    "/sys/bus/thunderbolt/devices/0-1/device_name",
    "/proc/asound/cards",
    "/sys/class/video4linux/video0/name",
    "/proc/bus/input/devices",
    "/etc/default/keyboard",
    "/proc/net/wireless",
    "/etc/samba/smb.conf",
    "/etc/exports",
    "/sys/fs/btrfs/x/devinfo/1/missing",
    "/sys/fs/btrfs/x/devinfo/1/error_stats",
    "/proc/spl/kstat/zfs/tank/state",
    "/etc/fstab",
    "/var/lib/systemd/timers/stamp-restic.timer",
    "/var/log/timeshift/x",
)
COMMANDS = (
    "disks", "smart sda", "virtual", "container", "root-birth", "addresses", "routes-4", "routes-6", "pci", "nvidia",
    "printers", "print-jobs", "architecture", "groups", "packages", "rpm-packages", "pacman-packages", "flatpaks",
    "apt-updates", "unit-files", "kernel-journal", "error-journal", "boots", "stops", "kernel-ring", "dumps", "zpool",
)  # fmt: skip


def test_each_belongs_to_a_section_and_has_its_time() -> None:
    """And no name is used twice."""
    demand_all_sections(COLLECTORS)


@pytest.mark.parametrize("garbage", GARBAGE)
@for_each(COLLECTORS)
def test_whatever_a_source_says_there_are_facts_or_a_named_gap(collector: Collector, garbage: str) -> None:
    """Never an exception."""
    data = GARBAGE[garbage]
    machine = RecordedMachine(
        files=dict.fromkeys(SOURCES, data),
        commands={name: Ran(1, data) for name in COMMANDS},
        counters={"disk_partitions": [], "disk_io_counters": {}},
    )
    demand_facts_or_named_gaps(collector, machine)


@for_each(COLLECTORS)
def test_without_rights_there_are_gaps(collector: Collector) -> None:
    """And nothing asks for more rights."""
    demand_gaps_without_rights(collector, "linux")
