"""One disk's own verdict, from smartctl's JSON. Its exit code is a bit field and is data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from agent.report.believe import whole
from agent.report.linux.journal import parsed
from agent.report.machine import Machine
from agent.report.told import Said, gap, known

# smartctl(8), RETURN VALUES: bit 1, the device could not be opened, or sleeps and was not to be woken.
_NOT_OPENED = 0b10
# ATA attributes by number, raw values (smartmontools' drive database).
_ATTRIBUTES = {
    5: "disk.reallocated",
    187: "disk.reported-uncorrectable",
    197: "disk.pending",
    198: "disk.uncorrectable",
    199: "disk.crc-errors",
}
_TIMEOUTS = 188  # its raw value holds three counters of 16 bits; the lowest one counts
_LIFE_LEFT = (177, 202, 231, 233)


def smart(machine: Machine, disk: str) -> Iterator[Said]:
    """
    Tell the verdict and the counters of one disk.

    Raises:
        Unread: No smartctl, no rights.
    """
    ran = machine.run("smart", disk)
    told = parsed(ran.text)
    if not isinstance(told, dict):
        yield gap("failed", "disk.health", words="The disk check gave nothing that can be read.")
        return
    if ran.code & _NOT_OPENED:
        yield gap("no-rights", "disk.health", words=f"{disk} sleeps, or this account may not ask it.")
        return
    passed = _at(told, "smart_status", "passed")
    yield known("disk.health", {True: "ok", False: "failing"}.get(passed), "smartctl", disk)
    yield known("disk.smart-exit", ran.code, "smartctl", disk)
    for fact, which in (("disk.link", "current"), ("disk.link-max", "max")):
        speed = _at(told, "interface_speed", which, "string")
        if isinstance(speed, str) and re.fullmatch(r"[\d.]{1,5} Gb/s", speed):
            yield known(fact, speed, "smartctl", disk)
    yield known("disk.hours", whole(_at(told, "power_on_time", "hours")), "smartctl", disk)
    yield known("disk.temperature", whole(_at(told, "temperature", "current"), least=1), "smartctl", disk)
    yield from _ata(told, disk)
    yield from _nvme(told, disk)


def _ata(told: dict[str, Any], disk: str) -> Iterator[Said]:
    table = _at(told, "ata_smart_attributes", "table")
    for each in table if isinstance(table, list) else []:
        number, raw = _at(each, "id"), whole(_at(each, "raw", "value"))
        if number in _ATTRIBUTES:
            yield known(_ATTRIBUTES[number], raw, "smartctl", disk)
        elif number == _TIMEOUTS and raw is not None:
            yield known("disk.command-timeout", raw & 0xFFFF, "smartctl", disk)
        elif number in _LIFE_LEFT and (left := whole(_at(each, "value"))) is not None:
            yield known("disk.wear", max(100 - left, 0), "smartctl", disk)
    passed = _at(told, "ata_smart_data", "self_test", "status", "passed")
    yield known("disk.self-test", {True: "passed", False: "failed"}.get(passed), "smartctl", disk)


def _nvme(told: dict[str, Any], disk: str) -> Iterator[Said]:
    log = _at(told, "nvme_smart_health_information_log")
    if not isinstance(log, dict):
        return
    warning = whole(log.get("critical_warning"))
    yield known("disk.critical-warning", None if warning is None else f"{warning:#04x}", "smartctl", disk)
    for fact, name in (
        ("disk.wear", "percentage_used"),
        ("disk.spare", "available_spare"),
        ("disk.spare-threshold", "available_spare_threshold"),
        ("disk.media-errors", "media_errors"),
    ):
        yield known(fact, whole(log.get(name)), "smartctl", disk)
    yield known("disk.temperature-limit", whole(_at(told, "nvme_composite_temperature_threshold", "warning"), least=1),
                "smartctl", disk)  # fmt: skip


def _at(value: object, *names: str) -> Any:  # noqa: ANN401 - whatever JSON holds there
    """Follow names into JSON; None where the way ends."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
