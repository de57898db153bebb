"""1.7 Programs and drivers on Windows."""

from __future__ import annotations

from agent.report.machine import Unread
from agent.report.windows import software
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_programs_that_can_be_removed_are_told_and_parts_of_others_are_not() -> None:
    """Of both halves of the registry, this account's, and the store."""
    heard = hear(software.programs, recorded_windows())
    names = [line[0] for line in heard.rows["software.programs"]]
    assert names == ["7-Zip 24.08 (x64)", "AnyDesk", "Microsoft Teams classic", "Microsoft.WindowsStore", "Zoom(64bit)"]
    assert heard.facts == {"programs.number": 5}
    assert hear(software.programs, RecordedMachine()).gaps == {"": "not-present"}


def test_changes_are_told_by_installers_dates_and_the_log() -> None:
    """What came, what went, and a service that was added; the newest first."""
    lines = hear(software.changes, recorded_windows()).rows["software.changes"]
    assert [line[:2] for line in lines] == [
        ("Zoom VDI Plugin Management(64bit)", "removed"), ("AnyDesk Service", "service added"),
        ("Zoom(64bit)", "installed"),
    ]  # fmt: skip


def test_drivers_of_others_are_told() -> None:
    """Microsoft's own are left out."""
    assert hear(software.drivers, recorded_windows()).rows["software.drivers"] == [
        ("Intel(R) Iris(R) Xe Graphics", "Intel Corporation", "31.0.101.4502", "2023-06-28T00:00:00Z", None)
    ]
    closed = RecordedMachine(registry_values={r"HKLM\SYSTEM\CurrentControlSet\Control\Class": Unread("no-rights")})
    assert hear(software.drivers, closed).gaps == {"": "no-rights"}
