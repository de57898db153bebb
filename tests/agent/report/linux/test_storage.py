"""1.3 on Linux: recorded disks, and this machine against lsblk, findmnt and df."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from agent.report.leave import OwnReport
from agent.report.linux import storage
from agent.report.machine import Space, Unread
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import RecordedMachine, hear, in_turn

LAPTOP = json.dumps({"blockdevices": [
    {"name": "loop0", "type": "loop", "size": 4096},
    {"name": "zram0", "type": "disk", "size": 0},
    {"name": "nvme0n1", "type": "disk", "size": 512110190592, "model": "Samsung SSD 970 EVO Plus 512GB ",
     "rev": "2B2QEXM7",
     "serial": "S4EWNX0R512345K", "wwn": "eui.0025385b01400000", "rota": False, "tran": "nvme", "phy-sec": 512,
     "children": [{"name": "nvme0n1p2", "type": "part", "size": 511000000000, "fstype": "ext4", "label": "root",
                   "uuid": "6f3c1d2e-8a47-4b0e-9d51-2c7f0a9b1e44", "pkname": "nvme0n1", "disc-max": 2199023255040}]},
    {"name": "sda", "type": "disk", "size": 1000204886016, "model": "Default string", "rota": True, "tran": "usb"},
]})  # fmt: skip
MOUNTED = [
    {"device": "/dev/nvme0n1p2", "mountpoint": "/", "fstype": "ext4", "opts": "rw,relatime"},
    {"device": "/dev/nvme0n1p2", "mountpoint": "/var/lib/docker", "fstype": "ext4", "opts": "rw"},
    {"device": "/dev/sda1", "mountpoint": "/media/anna/ANNA BACKUP", "fstype": "vfat", "opts": "ro"},
    {"device": "fs01:/home", "mountpoint": "/mnt/home", "fstype": "nfs4", "opts": "rw"},
]


def test_disks_are_told_with_what_they_say_and_no_more() -> None:
    """An empty zram is no disk, a placeholder no model, and a bus is named as people name it."""
    heard = hear(storage.disks, RecordedMachine(commands={"disks": LAPTOP}))
    assert heard.facts["disk.model@nvme0n1"] == "Samsung SSD 970 EVO Plus 512GB"
    assert (heard.facts["disk.kind@nvme0n1"], heard.facts["disk.kind@sda"]) == ("NVMe", "HDD")
    assert heard.facts["disk.serial@nvme0n1"] == "S4EWNX0R512345K"
    assert heard.facts["disk.bus@sda"] == "USB"
    assert "disk.model@sda" not in heard.facts
    assert not [name for name in heard.facts if "zram" in name or "loop" in name]


def test_a_volume_made_of_others_has_the_kernel_s_name() -> None:
    """Under which the file system counts its errors; the other name is a person's choice, or holds an identifier."""
    twin = RecordedMachine(
        commands={"disks": json.dumps({"blockdevices": [
            {"name": "vg-mueller", "kname": "dm-1", "type": "lvm", "size": 9, "fstype": "ext4", "disc-max": 0}]})},
        counters={"disk_partitions": [
            {"device": "/dev/mapper/vg-mueller", "mountpoint": "/", "fstype": "ext4", "opts": "rw"}]},
        files={"/sys/fs/ext4/dm-1/errors_count": "2\n"},
    )  # fmt: skip
    facts = hear(storage.volumes, twin).facts | hear(storage.errors, twin).facts
    assert (facts["volume.mount@dm-1"], facts["volume.trim@dm-1"], facts["volume.errors@dm-1"]) == ("/", False, 2)
    assert not [name for name in facts if "mueller" in name]


def test_a_disk_in_a_slow_place_and_a_drive_for_discs_are_told() -> None:
    """Of a drive for discs the size is the disc's; a virtual disk has no lanes."""
    folder = "/sys/block/nvme0n1/device/device"
    twin = RecordedMachine(
        commands={"disks": json.dumps({"blockdevices": [
            {"name": "nvme0n1", "type": "disk", "size": 512110190592, "pttype": "gpt"},
            {"name": "sdb", "type": "disk", "size": 7, "pttype": "unheard-of"},
            {"name": "sr0", "type": "rom", "size": 0, "model": "DVD-RAM GT80N", "tran": "sata"},
        ]})},
        files={f"{folder}/current_link_speed": "2.5 GT/s PCIe\n", f"{folder}/current_link_width": "4\n",
               f"{folder}/max_link_speed": "8.0 GT/s PCIe\n", f"{folder}/max_link_width": "0\n"},
    )  # fmt: skip
    facts = hear(storage.disks, twin).facts
    assert facts["disk.link@nvme0n1"] == "2.5 GT/s PCIe x4"
    assert "disk.link-max@nvme0n1" not in facts
    assert (facts["disk.layout@nvme0n1"], facts.get("disk.layout@sdb")) == ("GPT", None)
    assert {name: value for name, value in facts.items() if name.endswith("@sr0")} == {
        "disk.model@sr0": "DVD-RAM GT80N", "disk.bus@sr0": "SATA", "disk.kind@sr0": "optical",
    }  # fmt: skip


def test_partitions_are_told_mounted_or_not() -> None:
    """What lies inside another counts as used; where it is mounted is told elsewhere."""
    heard = hear(storage.partitions, RecordedMachine(commands={"disks": json.dumps({"blockdevices": [
        {"name": "sda", "type": "disk", "size": 9, "children": [
            {"name": "sda1", "type": "part", "size": 5, "fstype": "ntfs", "label": "ANNA", "pkname": "sda"},
            {"name": "sda2", "type": "part", "size": 4, "fstype": "crypto_LUKS", "pkname": "sda", "children": [
                {"name": "luks-1", "kname": "dm-0", "type": "crypt", "size": 3, "fstype": "ext4",
                 "mountpoint": "/home/anna"}]}]},
    ]})}))  # fmt: skip
    facts = heard.facts
    assert {name: value for name, value in facts.items() if name.endswith("@sda1")} == {
        "partition.kind@sda1": "partition", "partition.size@sda1": 5, "partition.file-system@sda1": "ntfs",
        "partition.disk@sda1": "sda", "partition.mounted@sda1": False, "partition.label@sda1": "ANNA",
    }  # fmt: skip
    assert (facts["partition.mounted@sda2"], facts["partition.mounted@dm-0"]) == (True, True)
    assert (facts["partition.kind@dm-0"], "partition.kind@sda" in facts) == ("encrypted", False)
    assert "/home/anna" not in facts.values()


def test_a_volume_is_told_once_with_what_its_user_may_use() -> None:
    """Reserved blocks are not free; FAT counts no inodes; network folders are left to their own collector."""
    twin = RecordedMachine(
        commands={"disks": LAPTOP},
        counters={"disk_partitions": MOUNTED},
        spaces={"/": Space(500, 60, 35, 1000, 400), "/media/anna/ANNA BACKUP": Space(90, 9, 9, 0, 0)},
    )
    heard = hear(storage.volumes, twin)
    assert heard.facts["volume.available@nvme0n1p2"] == 35
    assert heard.facts["volume.reserved@nvme0n1p2"] == 25
    assert heard.facts["volume.system@nvme0n1p2"] is True
    assert heard.facts["volume.trim@nvme0n1p2"] is True
    assert heard.facts["volume.read-only@sda1"] is True
    assert "volume.inodes@sda1" not in heard.facts
    assert not [name for name in heard.facts if "fs01" in name]


def test_a_volume_that_is_meant_to_be_read_only_says_so() -> None:
    """By fstab, or by its file system; where nobody wrote what is meant, it is not known."""
    mounted = [
        {"device": "/dev/sda1", "mountpoint": "/", "fstype": "ext4", "opts": "ro"},
        {"device": "/dev/sda2", "mountpoint": "/usr", "fstype": "ext4", "opts": "ro"},
        {"device": "/dev/sda3", "mountpoint": "/srv", "fstype": "ext4", "opts": "ro"},
        {"device": "/dev/sr0", "mountpoint": "/media/x", "fstype": "iso9660", "opts": "ro"},
    ]
    fstab = "UUID=1 / ext4 rw,errors=remount-ro 0 1\n/dev/sda2 /usr ext4 ro,nodev 0 2\n//nas/x /srv cifs ro 0 0\n# x\n"
    twin = RecordedMachine(
        files={"/etc/fstab": fstab}, commands={"disks": LAPTOP}, counters={"disk_partitions": mounted}
    )
    facts = hear(storage.volumes, twin).facts
    assert {name: value for name, value in facts.items() if "meant" in name} == {
        "volume.read-only-meant@sda1": False, "volume.read-only-meant@sda2": True, "volume.read-only-meant@sr0": True,
    }  # fmt: skip


def test_a_dead_network_folder_is_told_and_holds_nobody() -> None:
    """Kind and state; its name, which is masked, and no path on this computer."""
    twin = RecordedMachine(
        files={"/proc/self/mounts": "fs01:/home /mnt/home nfs4 rw 0 0\n//nas/x /mnt/My\\040Files cifs rw 0 0\n"},
        spaces={"/mnt/home": Unread("timed-out"), "/mnt/My Files": Space(1, 1, 1, 1, 1)},
    )
    assert hear(storage.network_mounts, twin).facts == {
        "mount.name@fs01:/home": "fs01:/home",
        "mount.kind@fs01:/home": "nfs4",
        "mount.state@fs01:/home": "does not answer",
        "mount.name@//nas/x": "//nas/x",
        "mount.kind@//nas/x": "cifs",
        "mount.state@//nas/x": "answers",
    }


def test_ext4_tells_its_errors_with_their_times() -> None:
    """Zero errors are a fact; a time of zero is none."""
    root = "/sys/fs/ext4"
    twin = RecordedMachine(
        files={
            f"{root}/sda1/errors_count": "3\n",
            f"{root}/sda1/first_error_time": "1700000000\n",
            f"{root}/sda2/errors_count": "0\n",
            f"{root}/sda2/first_error_time": "0\n",
        }
    )
    heard = hear(storage.errors, twin)
    assert heard.facts == {
        "volume.errors@sda1": 3, "volume.error-first@sda1": "2023-11-14T22:13:20Z", "volume.errors@sda2": 0,
    }  # fmt: skip


def test_an_array_with_a_member_missing_is_degraded() -> None:
    """From md's own files."""
    files = {f"/sys/block/md0/md/{name}": value for name, value in
             {"level": "raid1\n", "raid_disks": "2\n", "degraded": "1\n"}.items()}  # fmt: skip
    facts = hear(storage.arrays, RecordedMachine(files=files)).facts
    assert facts["raid.state@md0"] == "degraded"
    assert facts["raid.members-working@md0"] == 1


def test_a_busy_disk_is_measured_over_a_second() -> None:
    """Two looks; a disk without requests has no latency."""
    one = {"sda": {"read_count": 10, "write_count": 0, "read_time": 100, "write_time": 0, "busy_time": 1000}}
    two = {"sda": {"read_count": 30, "write_count": 0, "read_time": 900, "write_time": 0, "busy_time": 1950}}
    twin = RecordedMachine(files={"/sys/block/sda/size": "99"}, counters={"disk_io_counters": in_turn(one, two)})
    assert hear(storage.busy, twin).facts == {"disk.busy@sda": 95, "disk.latency@sda": 40}
    idle = RecordedMachine(files={"/sys/block/sda/size": "99"}, counters={"disk_io_counters": one})
    assert hear(storage.busy, idle).facts == {"disk.busy@sda": 0}


def _tool(*words: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(subprocess.run(words, capture_output=True, check=True).stdout)


def test_this_machine_says_what_its_own_tools_say() -> None:
    """Every disk of lsblk, every volume of findmnt, and df's figures."""
    here = PosixMachine(OwnReport())
    said = [*storage.disks(here), *storage.volumes(here)]
    facts = {(each.id, each.of): each.value for each in said if isinstance(each, Known)}
    for disk in _tool("lsblk", "-J", "-b", "-d", "-o", "NAME,TYPE,SIZE,PHY-SEC")["blockdevices"]:
        if disk["type"] == "disk" and disk["size"] and not disk["name"].startswith("zram"):
            assert facts["disk.size", disk["name"]] == disk["size"]
            assert facts["disk.sector", disk["name"]] == disk["phy-sec"]
    root = _tool("findmnt", "-J", "-b", "-o", "SOURCE,FSTYPE,OPTIONS,SIZE", "/")["filesystems"][0]
    name = root["source"].removeprefix("/dev/")
    if ("volume.mount", name) in facts:
        assert facts["volume.file-system", name] == root["fstype"]
        assert facts["volume.total", name] == int(root["size"])
        assert facts["volume.read-only", name] == ("ro" in root["options"].split(","))
        df = subprocess.run(["df", "-B1", "--output=avail,itotal", "/"], capture_output=True, text=True, check=True)
        available, inodes = df.stdout.splitlines()[1].split()
        assert abs(int(str(facts["volume.available", name])) - int(available)) < 2**30
        assert facts["volume.inodes", name] == int(inodes)
