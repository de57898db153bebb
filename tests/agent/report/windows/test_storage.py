"""1.3 Disks and volumes on Windows."""

from __future__ import annotations

from typing import Any

from agent.report.latency import latency
from agent.report.machine import Unread
from agent.report.windows import storage
from tests.support.recorded_machine import NOW, RecordedMachine, hear, in_turn
from tests.support.recorded_windows import recorded_windows


def test_disks_say_what_they_are_and_how_they_are() -> None:
    """By the number that psutil gives them too."""
    facts = hear(storage.disks, recorded_windows()).facts
    assert facts["disk.kind@PhysicalDrive0"] == "NVMe"
    assert (facts["disk.kind@PhysicalDrive1"], facts["disk.health@PhysicalDrive1"]) == ("HDD", "failing")
    assert facts["disk.serial@PhysicalDrive1"] == "ZFL00001"


def test_an_older_windows_tells_less_and_says_so() -> None:
    """Without the storage service."""
    old: dict[str, Any] = {"Win32_DiskDrive": [{"Index": 0, "Model": "SSD 990", "Size": "2000396321280"}]}
    heard = hear(storage.disks, RecordedMachine(objects=old))
    assert heard.facts["disk.size@PhysicalDrive0"] == 2000396321280
    assert heard.gaps["disk.health"] == "not-supported"


def test_counters_that_cannot_count_on_are_not_known() -> None:
    """Sixteen bits of hours; no limit of zero degrees."""
    heard = hear(storage.counters, recorded_windows())
    assert heard.facts["disk.hours@PhysicalDrive0"] == 4211
    assert "disk.hours@PhysicalDrive1" not in heard.facts
    assert heard.facts["disk.media-errors@PhysicalDrive1"] == 7
    assert heard.facts["disk.flush-latency-max@PhysicalDrive1"] == 15321


def test_volumes_are_told_by_letter_and_network_drives_are_not_touched() -> None:
    """Room for the user, the name and the mark of the volume."""
    heard = hear(storage.volumes, recorded_windows())
    assert heard.facts["volume.available@C:"] == 9 * 10**10
    assert (heard.facts["volume.system@C:"], heard.facts["volume.system@D:"]) == (True, False)
    assert heard.facts["volume.dirty@D:"] is True
    assert heard.facts["volume.uuid@D:"] == "12345678"
    assert not [name for name in heard.facts if "@Z:" in name or "@E:" in name]
    assert hear(storage.network_folders, recorded_windows()).facts == {"mount.kind@Z:": "network drive"}
    blind = recorded_windows(objects={"Win32_Volume": Unread("no-rights")})
    heard = hear(storage.volumes, blind)
    assert heard.gaps["volume.dirty"] == "no-rights"
    assert heard.facts["volume.total@C:"] == 1999372308480


def test_pools_tell_their_state_and_the_pool_of_loose_disks_is_none() -> None:
    """Degraded, both the pool and what lies on it."""
    facts = hear(storage.pools, recorded_windows()).facts
    assert facts == {
        "raid.kind@pool 1": "storage pool", "raid.state@pool 1": "degraded", "raid.kind@virtual disk 1": "Mirror",
        "raid.state@virtual disk 1": "degraded",
    }  # fmt: skip


def test_requests_are_timed_over_a_second_and_queues_told_by_disk() -> None:
    """The sum of all disks is left out."""
    disk = {"read_count": 100, "write_count": 0, "read_time": 500, "write_time": 0}
    later = disk | {"read_count": 110, "read_time": 1500}
    twin = RecordedMachine(counters={"disk_io_counters": in_turn({"PhysicalDrive0": disk}, {"PhysicalDrive0": later})})
    assert hear(latency, twin).facts == {"disk.latency@PhysicalDrive0": 100}
    assert hear(storage.queues, recorded_windows()).facts == {
        "disk.busy@PhysicalDrive0": 3,
        "disk.queue@PhysicalDrive0": 1,
    }


def test_the_newest_copy_of_a_volume_tells_its_age() -> None:
    """Administrators only; none says nothing about backups."""
    assert hear(storage.backup, recorded_windows()).gaps == {"": "no-rights"}
    day = int((NOW - 3 * 86_400) * 1000)
    twin = RecordedMachine(objects={"Win32_ShadowCopy": [{"InstallDate": f"/Date({day})/"}, {"InstallDate": None}]})
    assert hear(storage.backup, twin).facts["backup.age@Windows"] == 3
    assert hear(storage.backup, RecordedMachine(objects={"Win32_ShadowCopy": []})).gaps["backup.age"] == "not-present"
