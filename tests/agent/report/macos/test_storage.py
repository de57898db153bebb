"""1.3 Storage on macOS."""

from __future__ import annotations

from agent.report.macos import storage
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_disks() -> None:
    """One is well, one dies; an image is none."""
    heard = hear(storage.disks, recorded_macos()).facts
    assert heard["disk.health@disk0"] == "ok"
    assert heard["disk.health@disk4"] == "failing"
    assert heard["disk.wear@disk0"] == 3
    assert heard["disk.temperature@disk0"] == 45
    assert heard["disk.firmware@disk0"] == "561.100."


def test_volumes() -> None:
    """The sealed system is meant to be read-only."""
    heard = hear(storage.volumes, recorded_macos()).facts
    assert heard["volume.read-only-meant@disk3s1s1"] is True
    assert heard["volume.available@disk3s1s1"] == 15000000000
    assert heard["volume.disk@disk4s1"] == "disk4"


def test_raids() -> None:
    """One of two works."""
    heard = hear(storage.raids, recorded_macos()).facts
    assert heard["raid.state@RAID 1"] == "degraded"
    assert heard["raid.members-working@RAID 1"] == 1


def test_the_backup() -> None:
    """Is old."""
    heard = hear(storage.backup, recorded_macos()).facts
    assert heard["backup.age@Time Machine"] == 52
