"""1.3 on Linux, udisks2's verdicts: objects as its reference names them."""

from __future__ import annotations

from typing import Any

from agent.report.linux import verdicts
from tests.support.recorded_machine import HeardAlone, RecordedMachine, hear

NAME = "org.freedesktop.UDisks2"
ROOT = "/org/freedesktop/UDisks2"
ATA = {"SmartUpdated": 1_795_000_000, "SmartFailing": True, "SmartNumBadSectors": 12, "SmartPowerOnSeconds": 7_200_000,
       "SmartTemperature": 314.15, "SmartSelftestStatus": "error_read"}  # fmt: skip
NVME = {"SmartUpdated": 1_795_000_000, "SmartCriticalWarning": ["spare", "readonly", "unheard"],
        "SmartPowerOnHours": 900, "SmartTemperature": 0, "SmartSelftestStatus": "success"}  # fmt: skip


def told(drive: dict[str, Any]) -> HeardAlone:
    """Hear of a computer with one drive."""
    objects = {
        f"{ROOT}/block_devices/sda": {f"{NAME}.Block": {"Drive": f"{ROOT}/drives/X"}},
        f"{ROOT}/block_devices/sda1": {f"{NAME}.Block": {"Drive": f"{ROOT}/drives/X"}, f"{NAME}.Partition": {}},
        f"{ROOT}/drives/X": drive, f"{ROOT}/Manager": 7,
    }  # fmt: skip
    asked = "org.freedesktop.DBus.ObjectManager.GetManagedObjects"
    return hear(verdicts.verdicts, RecordedMachine(properties={asked: objects}))


def test_a_failing_disk_is_told_without_rights() -> None:
    """By the name of the whole disk; degrees are counted from absolute zero."""
    assert told({f"{NAME}.Drive.Ata": ATA}).facts == {
        "disk.health@sda": "failing", "disk.bad-sectors@sda": 12, "disk.hours@sda": 2000, "disk.temperature@sda": 41,
        "disk.self-test@sda": "failed",
    }  # fmt: skip


def test_warnings_of_nvme_become_their_bits() -> None:
    """A temperature of zero is not known; an empty list of warnings is a good word."""
    assert told({f"{NAME}.NVMe.Controller": NVME}).facts == {
        "disk.critical-warning@sda": "0x09", "disk.health@sda": "failing", "disk.hours@sda": 900,
        "disk.self-test@sda": "passed",
    }  # fmt: skip
    assert told({f"{NAME}.NVMe.Controller": {**NVME, "SmartCriticalWarning": []}}).facts["disk.health@sda"] == "ok"


def test_a_disk_that_was_never_asked_has_no_verdict() -> None:
    """False is what udisks2 says before it knows."""
    assert told({f"{NAME}.Drive.Ata": {**ATA, "SmartUpdated": 0, "SmartFailing": False}}).facts == {}
    assert told({f"{NAME}.Drive.Ata": "nonsense"}).facts == {}
    assert hear(verdicts.verdicts, RecordedMachine()).gaps == {"": "not-present"}
