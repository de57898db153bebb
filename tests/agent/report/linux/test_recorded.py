"""What the machine of the tests lacks, told by recorded computers: each fact of the page that says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from agent.report.assemble import assemble
from agent.report.linux.everything import COLLECTORS
from agent.report.linux.pci import PCI
from agent.report.machine import Reached, Space, Unread
from agent.report.own import Own
from agent.report.redact import Redactor
from agent.report.run import Heard, Run
from agent.report.told import Gap, Known, Row
from protocol.report.parse import read_report, report_bytes
from protocol.report.register.everything import TABLES
from tests.agent.report.linux import (
    test_bluetooth,
    test_displays,
    test_heat,
    test_interfaces,
    test_machine,
    test_network_tests,
    test_pci,
    test_peripherals,
    test_pools,
    test_power,
    test_printers,
    test_processor,
    test_smart,
    test_software,
    test_system,
    test_usb,
    test_wireless,
)
from tests.agent.report.test_edid import DELL
from tests.agent.report.test_smbios import END, array, module
from tests.support.linux_facts import NOT_TOLD, all_facts, recorded
from tests.support.recorded_linux import MESSAGES, journal, systemd
from tests.support.recorded_machine import NOW, Answer, LivingLeave, RecordedMachine, in_turn

_MANAGER = "org.freedesktop.systemd1.Manager"
_UPOWER = "org.freedesktop.UPower"
_CPU = "/sys/devices/system/cpu/cpu0"
_FILES: Mapping[str, Answer] = {
    **test_machine.DMI, "/sys/class/dmi/id/product_serial": "PF2ABCDE\n", "/sys/class/dmi/id/board_serial": "L1HF\n",
    "/sys/class/dmi/id/product_uuid": "4c4c4544-0031\n", "/sys/class/dmi/id/chassis_asset_tag": "IT-0042\n",
    "/sys/class/dmi/id/product_family": "ThinkPad X1\n", "/sys/firmware/efi/runtime": "",
    "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c": b"\6\0\0\0\1",
    "/sys/firmware/efi/efivars/db-d719b2cb-3d3a-4596-a3bc-dad00e67656f": b"..Windows UEFI CA 2023..",
    "/proc/cpuinfo": test_processor.INFO, f"{_CPU}/cpufreq/scaling_governor": "powersave\n",
    f"{_CPU}/topology/physical_package_id": "0\n", f"{_CPU}/topology/core_id": "0\n",
    f"{_CPU}/thermal_throttle/core_throttle_count": "3\n",
    f"{_CPU}/thermal_throttle/core_throttle_total_time_ms": "40\n",
    "/sys/firmware/dmi/tables/DMI": array(32 * 2**20) + module() + module(size=0) + END,
    "/sys/devices/system/edac/mc/mc0/ce_count": "1\n", "/sys/devices/system/edac/mc/mc0/ue_count": "0\n",
    "/sys/block/nvme0n1/size": "1000215216\n", "/sys/block/nvme0n1/device/device/max_link_speed": "8.0 GT/s PCIe\n",
    "/sys/block/nvme0n1/device/device/max_link_width": "4\n",
    "/proc/self/mounts": "fs01:/home /mnt/home nfs4 rw 0 0\n", "/etc/fstab": "UUID=1 / ext4 defaults 0 1\n",
    "/proc/swaps": "Filename\tType\tSize\tUsed\tPriority\n/dev/zram0 partition 8 0 100\n",
    "/sys/fs/ext4/nvme0n1p2/errors_count": "2\n", "/sys/fs/ext4/nvme0n1p2/first_error_time": "1700000000\n",
    "/sys/fs/ext4/nvme0n1p2/last_error_time": "1790000000\n", "/sys/block/md0/md/level": "raid1\n",
    "/sys/block/md0/md/raid_disks": "2\n", "/sys/block/md0/md/degraded": "1\n",
    f"{test_pools.BTRFS}/devinfo/1/missing": "0\n", f"{test_pools.BTRFS}/devinfo/1/error_stats": test_pools.STATS,
    "/var/log/timeshift/2026-11-20_09-00-01_backup.log": "", "/proc/spl/kstat/zfs/tank/state": "ONLINE\n",
    **test_power.CHARGE,
    **test_power.supply("BAT0", technology="Li-ion", energy_full_design="60000000", energy_full="52260000",
                        manufacturer="SMP", serial_number="1234", manufacture_year="2021", manufacture_month="3",
                        manufacture_day="4"),
    **test_power.supply("AC", type="USB", online="1", voltage_max="20000000", current_max="3250000"),
    "/sys/power/suspend_stats/success": "40\n", "/sys/power/suspend_stats/fail": "2\n",
    "/sys/power/suspend_stats/last_failed_step": "suspend\n", **test_pci.FILES,
    f"{PCI}/0000:00:02.0/mem_info_vram_total": "536870912\n", **test_usb.FILES, **test_usb.THUNDERBOLT,
    f"{test_displays.ROOT}/card0-HDMI-A-1/status": "connected\n",
    f"{test_displays.ROOT}/card0-HDMI-A-1/edid": DELL, "/proc/asound/cards": test_peripherals.CARDS,
    "/sys/class/video4linux/video0/name": "Integrated Camera\n", "/proc/bus/input/devices": test_peripherals.INPUTS,
    "/etc/default/keyboard": 'XKBLAYOUT="de"\n',
    "/etc/os-release": test_system.UBUNTU + 'VARIANT="Desktop"\nBUILD_ID=7\n',
    "/proc/sys/kernel/osrelease": "6.1.0-28-amd64\n", "/lib/modules/6.1.0-31-amd64/x": "", "/proc/cmdline": "quiet\n",
    "/etc/lightdm/lightdm.conf": "autologin-user=anna\nallow-guest=true\n",
    "/etc/default/locale": 'LANG="de_DE.UTF-8"\n', "/proc/1/comm": "systemd\n",
    "/etc/xdg/autostart/a.desktop": "[Desktop Entry]\nName=Updater\nExec=/usr/bin/updater --quiet\n",
    "/proc/modules": test_software.MODULES, "/sys/module/nvidia_drm/version": "550.90.07\n",
    "/var/lib/dkms/zfs/2.2.4/x": "", "/etc/ufw/ufw.conf": "ENABLED=yes\n",
    "/sys/class/tpm/tpm0/tpm_version_major": "2\n",
    "/sys/module/apparmor/parameters/enabled": "Y\n", "/etc/hosts": "0.0.0.0 update.microsoft.com\n",
    "/proc/sys/kernel/tainted": "12289\n", **test_interfaces.LAPTOP,
    "/proc/net/wireless": test_wireless.LEVELS.replace("-256", "-91 "),
    "/etc/resolv.conf": "nameserver 192.168.178.1\nsearch fritz.box\n", "/etc/samba/smb.conf": "[Fotos]\npath=/x\n",
}  # fmt: skip
_DISKS = {"blockdevices": [{
    "name": "nvme0n1", "kname": "nvme0n1", "type": "disk", "size": 512110190592, "model": "Samsung SSD 970 EVO Plus",
    "rev": "2B2QEXM7", "serial": "S4EWNX0R512345K", "wwn": "eui.0025385b01400000", "rota": False, "tran": "nvme",
    "phy-sec": 512, "pttype": "gpt", "children": [{
        "name": "nvme0n1p2", "kname": "nvme0n1p2", "type": "part", "size": 511000000000, "fstype": "ext4",
        "label": "root", "uuid": "6f3c1d2e", "pkname": "nvme0n1", "disc-max": 2199023255040, "mountpoint": "/"}],
}, {"name": "sda", "type": "disk", "size": 1000204886016, "rota": True, "tran": "sata"}]}  # fmt: skip
_SMART = {**test_smart.NVME, **test_smart.ATA,
          "nvme_composite_temperature_threshold": {"warning": 85}, "ata_smart_attributes": {"table": [
              {"id": number, "value": 100, "raw": {"value": 1}}
              for number in (5, 187, 188, 197, 198, 199)]}}  # fmt: skip
_COMMANDS: Mapping[str, Answer] = {
    "disks": json.dumps(_DISKS), "smart nvme0n1": json.dumps(_SMART), "smart sda": json.dumps(_SMART),
    "root-birth": "1650000000\n", "architecture": "x86_64\n", "virtual": "none\n",
    "pci": test_pci.LSPCI, "nvidia": test_pci.NVIDIA,
    "printers": test_printers.SAID, "print-jobs": test_printers.JOBS, "boots": test_system.BOOTS,
    "stops": '{"_BOOT_ID":"bb"}\n', "kernel-journal": journal(*((1.0, words) for words, _ in MESSAGES)),
    "error-journal": journal((3, "Failed to start"), _SYSTEMD_UNIT="ssh.service"),
    "dumps": json.dumps([{"time": int((NOW - 60) * 1e6), "sig": 11, "exe": "/usr/bin/gimp-2.10", "size": 900}]),
    "packages": "clamav-daemon\t1.0\t\tinstall installed ok\t\nanydesk\t6.3\t\tinstall installed ok\t\n",
    "addresses": test_interfaces.ADDRESSES, "routes-4": test_network_tests.WAY, "routes-6": "",
}  # fmt: skip
_PROCESSES = [{"name": name, "status": "sleeping", "memory_info": {"rss": 9}, "cpu_times": {"user": 1.0, "system": 0.1}}
              for name in ("chronyd", "gdm3", "gnome-shell", "pipewire-pulse", "clamd")]  # fmt: skip
_TIMES = {"user": 1.0, "system": 1.0, "idle": 1.0, "iowait": 0.0, "steal": 0.0}
_IO = {
    "read_bytes": 1,
    "write_bytes": 1,
    "read_count": 1,
    "write_count": 1,
    "read_time": 5,
    "write_time": 5,
    "busy_time": 1,
}
_COUNTERS: Mapping[str, Any] = {
    "disk_partitions": [{"device": "/dev/nvme0n1p2", "mountpoint": "/", "fstype": "ext4", "opts": "rw"}],
    "disk_io_counters": in_turn({"nvme0n1": _IO}, {"nvme0n1": dict.fromkeys(_IO, 9)}),
    "cpu_times": in_turn(_TIMES, {name: value + 2 for name, value in _TIMES.items()}), "processes": _PROCESSES,
    "net_io_counters": in_turn(*({"wlp2s0": {**test_interfaces.COUNTED, "bytes_recv": at, "bytes_sent": at}}
                                 for at in (0, 9))),
    "cpu_count": 8, "cpu_freq": {"current": 2803.2, "max": 4700.0}, "boot_time": NOW - 3600,
    "sensors_temperatures": {"coretemp": [test_heat.sensor("Package id 0", 61.0, 90.0, 100.0)]},
    "sensors_fans": {"thinkpad": [{"label": "", "current": 3215}]}, "clock": {"synchronised": True},
    "listening": [{"port": 22, "address": "::", "program": "sshd"}],
    "screens": [{"name": "HDMI-1", "edid": DELL.hex(), "width": 9, "height": 9, "rate": 60, "scale": 150}],
}  # fmt: skip
_VPN = f"{test_wireless.NM}.Connection.Active"
_PROPERTIES: Mapping[str, Any] = {
    **systemd({"ssh.service": 255, "fstrim.service": 1}), f"{_MANAGER}.Version": "255.4-1ubuntu8",
    f"{_MANAGER}.FinishTimestampMonotonic": 23_456_789, f"{_UPOWER}.PowerProfiles.ActiveProfile": "balanced",
    f"{_UPOWER}.EnumerateDevices": ["/org/freedesktop/UPower/devices/mouse"], f"{_UPOWER}.Device.Type": 5,
    f"{_UPOWER}.Device.Percentage": 55.0, f"{_UPOWER}.Device.Model": "Anna's mouse", **test_wireless.WIFI,
    f"{test_wireless.NM}.Connectivity": 4, f"{test_wireless.NM}.Metered": 2,
    f"{test_wireless.NM}.ActiveConnections": ["/a/1"], f"/a/1 {_VPN}.Type": "wireguard", f"/a/1 {_VPN}.State": 2,
    "/org/freedesktop/ModemManager1/Modem/0 org.freedesktop.ModemManager1.Modem.SignalQuality": [71, True],
    "/ org.freedesktop.DBus.ObjectManager.GetManagedObjects": test_bluetooth.OBJECTS,
    "/org/freedesktop/UDisks2 org.freedesktop.DBus.ObjectManager.GetManagedObjects": {
        "/org/freedesktop/UDisks2/block_devices/nvme0n1": {"org.freedesktop.UDisks2.Block": {"Drive": "/d"}},
        "/d": {"org.freedesktop.UDisks2.Drive.Ata": {"SmartUpdated": 1, "SmartNumBadSectors": 12}}},
    "org.freedesktop.realmd.Provider.Realms": ["/r"], "/r org.freedesktop.realmd.Realm.Configured": "k",
    "/r org.freedesktop.realmd.Kerberos.DomainName": "corp.kruegerbau.example",
}  # fmt: skip
_LINKS = {**test_pci.LINKS, "/sys/class/bluetooth/hci0/device/driver": "../drivers/btusb"}


def a_laptop() -> RecordedMachine:
    """Give a laptop that has everything: put together from what the collectors' own tests recorded."""
    return RecordedMachine(
        files=_FILES, commands=_COMMANDS, counters=dict(_COUNTERS), properties=_PROPERTIES, links=_LINKS,
        spaces={"/": Space(500, 60, 35, 1000, 400), "/mnt/home": Unread("timed-out")},
        times={"/var/lib/clamav/daily.cld": NOW - 9 * 86_400, "/run/reboot-required": NOW - 86_400},
        reached={"gateway 192.168.178.1": Reached(times=(1.0, 2.0)), "resolver 192.168.178.1": Reached(times=(4.0,)),
                 "proxy": Reached(times=(4.0,), host="proxy.example"),
                 "clock": Reached(times=(4.0,), ahead=40),
                 "relay": Reached(times=(9.0, 8.0), tcp=1.0, tls=2.0, days=60, public=True)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def heard() -> list[Heard]:
    """Hear the laptop once."""
    leave: Any = LivingLeave()
    return Run(a_laptop(), COLLECTORS, leave).collect()


def test_every_fact_that_is_said_to_be_recorded_is_told(heard: list[Heard]) -> None:
    """By a computer that has it; and none that is said not to be told."""
    told: set[str] = set()
    for said in (said for each in heard for said in each.said):
        if isinstance(said, Known):
            told.add(said.id)
        elif isinstance(said, Row):
            columns = zip(TABLES[said.table].columns, said.cells, strict=True)
            told |= {column.id for column, cell in columns if cell is not None}
    assert sorted(recorded() - told) == []
    assert sorted(told & set(NOT_TOLD)) == []


def test_reasons_stand_for_facts_that_there_are() -> None:
    """And a collector that leaves one out does not name it as a gap either."""
    assert set(NOT_TOLD) <= {fact.id for _, fact in all_facts()}


def test_the_laptop_makes_a_whole_report(heard: list[Heard]) -> None:
    """Every collector ended well or with a gap, and the document reads back as it was written."""
    assert [(each.collector.name, each.said[-1]) for each in heard if each.status == "failed"] == []
    assert not [
        said
        for each in heard
        for said in each.said
        if isinstance(said, Gap) and said.status == "failed" and not said.facts
    ]
    report, _ = assemble(a_laptop(), heard, Redactor(Own()), took=1.0, agent="0.1.0", grant=None)
    assert read_report(report_bytes(report)) == report
