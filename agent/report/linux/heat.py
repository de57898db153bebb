"""1.4 Temperatures and fans on Linux: the kernel's sensors by psutil, each with its own limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.believe import whole
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known

_LOWEST, _HIGHEST = 0, 150
"""Degrees Celsius outside which a sensor does not know: chips answer -128, 0, 255 or 127 for what is not there."""


def temperatures(machine: Machine) -> Iterator[Said]:
    """Tell each sensor with what it holds to be high and critical."""
    found = list(_sensors(machine, "sensors_temperatures"))
    if not found:
        yield gap("not-present", "heat.temperature", words="This computer has no temperature sensors that can be read.")
    for name, each in found:
        now = _degrees(each.get("current"))
        if now is None:
            continue
        yield known("heat.temperature", now, "hwmon", name)
        for fact, limit in (("heat.high", "high"), ("heat.critical", "critical")):
            degrees = _degrees(each.get(limit))
            if degrees is not None:
                yield known(fact, degrees, "hwmon", name)


def fans(machine: Machine) -> Iterator[Said]:
    """Tell how fast each fan turns. Standing still is what a missing fan says too: not known."""
    turning = False
    for name, each in _sensors(machine, "sensors_fans"):
        speed = whole(each.get("current"), least=1)
        if speed is not None:
            turning = True
            yield known("fan.speed", speed, "hwmon", name)
    if not turning:
        yield gap("not-present", "fan.speed")


def _sensors(machine: Machine, what: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - a counter's name
    """Name each sensor by its chip and its label; of two alike the later gets its place."""
    try:
        chips = machine.count(what)
    except Unread as reason:
        if reason.status == "not-supported":
            return
        raise
    seen: set[str] = set()
    for chip, sensors in sorted(chips.items()):
        for number, each in enumerate(sensors, start=1):
            label = each.get("label") or (str(number) if len(sensors) > 1 else "")
            name = f"{chip} {label}".strip()
            name = f"{name} {number}" if name in seen else name
            seen.add(name)
            yield name, each


def _degrees(value: object) -> int | None:
    degrees = round(value) if isinstance(value, int | float) and value == value and abs(value) < 10**4 else None  # noqa: PLR0124 - not a number differs from itself
    return degrees if degrees is not None and _LOWEST < degrees < _HIGHEST else None


COLLECTORS = (
    Collector("power", "temperatures", temperatures, seconds=3.0),
    Collector("power", "fans", fans, seconds=3.0),
)
"""The collectors of heat."""
