"""1.3 What udisks2 knows of the disks' health: it asks them with its own rights, so nobody needs any here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.believe import whole
from agent.report.machine import Machine
from agent.report.told import Collector, Said, known

_NAME = "org.freedesktop.UDisks2"
_KELVIN = 273
# The words that udisks2 gives to the bits of NVMe's critical warning (NVM Express 2.0, figure 207).
_WARNINGS = {"spare": 1, "temperature": 2, "degraded": 4, "readonly": 8, "volatile_mem": 16, "pmr_readonly": 32}
_SELF_TESTS = {"success": "passed", "fatal": "failed", "error_unknown": "failed", "error_electrical": "failed",
               "error_servo": "failed", "error_read": "failed", "error_handling": "failed"}  # fmt: skip


def verdicts(machine: Machine) -> Iterator[Said]:
    """Tell what each disk said of itself when udisks2 asked it last; what it never asked is not known."""
    objects = machine.bus(_NAME, "/org/freedesktop/UDisks2", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    if not isinstance(objects, dict):
        return
    for path, name in sorted(_disks(objects).items()):
        interfaces = objects.get(path)
        if not isinstance(interfaces, dict):
            continue
        ata, nvme = interfaces.get(f"{_NAME}.Drive.Ata"), interfaces.get(f"{_NAME}.NVMe.Controller")
        if isinstance(ata, dict) and whole(ata.get("SmartUpdated"), least=1):
            yield from _ata(ata, name)
        if isinstance(nvme, dict) and whole(nvme.get("SmartUpdated"), least=1):
            yield from _nvme(nvme, name)


def _disks(objects: dict[Any, Any]) -> dict[str, str]:
    """Give the name of the whole disk for the path of each drive."""
    found: dict[str, str] = {}
    for path, interfaces in objects.items():
        block = interfaces.get(f"{_NAME}.Block") if isinstance(interfaces, dict) else None
        drive = block.get("Drive") if isinstance(block, dict) else None
        if isinstance(path, str) and isinstance(drive, str) and f"{_NAME}.Partition" not in interfaces:
            found.setdefault(drive, path.rpartition("/")[2])
    return found


def _ata(told: dict[str, Any], disk: str) -> Iterator[Said]:
    failing = told.get("SmartFailing")
    yield known("disk.health", {True: "failing", False: "ok"}.get(failing) if isinstance(failing, bool) else None,
                "udisks2", disk)  # fmt: skip
    yield known("disk.bad-sectors", whole(told.get("SmartNumBadSectors")), "udisks2", disk)
    seconds = whole(told.get("SmartPowerOnSeconds"), least=1)
    yield known("disk.hours", None if seconds is None else seconds // 3600, "udisks2", disk)
    yield from _heat(told, disk)


def _nvme(told: dict[str, Any], disk: str) -> Iterator[Said]:
    warnings = told.get("SmartCriticalWarning")
    if isinstance(warnings, list):
        bits = sum(_WARNINGS.get(each, 0) for each in set(filter(lambda word: isinstance(word, str), warnings)))
        yield known("disk.critical-warning", f"{bits:#04x}", "udisks2", disk)
        yield known("disk.health", "failing" if bits else "ok", "udisks2", disk)
    yield known("disk.hours", whole(told.get("SmartPowerOnHours"), least=1), "udisks2", disk)
    yield from _heat(told, disk)


def _heat(told: dict[str, Any], disk: str) -> Iterator[Said]:
    """Tell degrees and the last self-test; udisks2 counts from absolute zero, and 0 is not known."""
    kelvin = told.get("SmartTemperature")
    degrees = round(kelvin) - _KELVIN if isinstance(kelvin, int | float) and _KELVIN < kelvin < 10**4 else None
    yield known("disk.temperature", whole(degrees, least=1), "udisks2", disk)
    yield known("disk.self-test", _SELF_TESTS.get(str(told.get("SmartSelftestStatus"))), "udisks2", disk)


COLLECTORS = (
    Collector(
        "storage",
        "udisks",
        verdicts,
        seconds=4.0,
        lane="slow",
        without="No service (udisks2) keeps the verdicts of disks.",
    ),
)
"""The collector of udisks2's verdicts."""
