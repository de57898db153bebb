"""1.4 Battery, mains, the plan, heat and sleep on macOS: the battery's own registry, `pmset`, Bluetooth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from agent.report.believe import whole
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import objects, pairs, profile
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, flag, number, rows, word

_FULL = 100
_HOTTEST = 150
_MOST_VOLTS = 100_000
_SETTING = re.compile(r"\b(lowpowermode|powermode)[ \t]{1,40}(\d)\b")
_PLANS = {"0": "balanced", "1": "power-saver", "2": "performance"}
_PERCENT = re.compile(r"(\d{1,3})\s*%?")
_KINDS = {"keyboard": "keyboard", "mouse": "mouse", "trackpad": "touchpad", "headphones": "headset",
          "headset": "headset", "gamepad": "game controller", "gamecontroller": "game controller"}  # fmt: skip


def batteries(machine: Machine) -> Iterator[Said]:
    """Tell of the battery its charge, its wear, and what it is."""
    found = objects(machine, "battery")
    for at, each in enumerate(found, start=1):
        of = f"battery {at}" if len(found) > 1 else "battery"
        yield from _charge(each, of)
        yield from _wear(each, of)
        yield known("battery.cycles", number(each, "CycleCount", least=1), "ioreg", of)
        yield known("battery.maker", word(each, "Manufacturer"), "ioreg", of)
        yield known("battery.model", word(each, "DeviceName"), "ioreg", of)
        yield known("battery.serial", word(each, "Serial") or word(each, "BatterySerialNumber"), "ioreg", of)
        heat = number(each, "Temperature", least=1)  # hundredths of a degree
        degrees = heat // 100 if heat else None
        yield known("heat.temperature", degrees if degrees and degrees < _HOTTEST else None, "ioreg", of)
    if not found:
        yield gap("not-present", "battery.charge", words="This computer has no battery.")
    yield gap("not-supported", "battery.chemistry", "battery.made")


def _charge(row: Row, of: str) -> Iterator[Said]:
    """Tell the charge in percent: newer Macs count so, older ones in what the battery holds."""
    now, most = number(row, "CurrentCapacity"), number(row, "MaxCapacity", least=1)
    percent = round(now * _FULL / most) if now is not None and most else None
    yield known("battery.charge", percent if percent is not None and percent <= _FULL else None, "ioreg", of)
    charging, full, plugged = (flag(row, each) for each in ("IsCharging", "FullyCharged", "ExternalConnected"))
    state = "charging" if charging else "full" if full else None
    if state is None and plugged is not None:
        state = "not charging" if plugged else "discharging"
    yield known("battery.state", state, "ioreg", of)


def _wear(row: Row, of: str) -> Iterator[Said]:
    """Tell what it held when new and holds today: counted in milliampere-hours, told by the voltage of now."""
    new = number(row, "DesignCapacity", least=1)
    today = number(row, "NominalChargeCapacity", least=1) or number(row, "AppleRawMaxCapacity", least=1)
    most = number(row, "MaxCapacity", least=_FULL + 1)  # up to 100 it is percent
    today = today or most
    volts = number(row, "Voltage", least=1)
    fits = volts is not None and volts < _MOST_VOLTS
    for fact, value in (("battery.design", new), ("battery.full", today)):
        yield known(fact, value * volts // 1000 if value and volts and fits else None, "ioreg", of)
    worn = max(_FULL - round(today * _FULL / new), 0) if new and today else None
    yield known("battery.wear", worn, "ioreg", of)


def mains(machine: Machine) -> Iterator[Said]:
    """Tell whether it runs on mains, by what adapter, and the plan."""
    row: Row = {}
    with suppress(Unread):
        row = next(iter(objects(machine, "battery")), {})
    plugged = flag(row, "ExternalConnected")
    yield known("mains.connected", plugged if plugged is not None else _counted(machine), "ioreg, psutil")
    adapter = row.get("AdapterDetails")
    watts = number(adapter, "Watts", least=1) if isinstance(adapter, dict) else None
    yield known("mains.adapter", watts * 1000 if watts and watts <= 1000 else None, "ioreg")  # noqa: PLR2004 - a kilowatt
    found = dict(_SETTING.findall(machine.run("settings-of-power").text))
    plan = found.get("powermode") or found.get("lowpowermode")
    yield known("power.plan", _PLANS.get(plan or ""), "pmset")


def _counted(machine: Machine) -> bool | None:
    with suppress(Unread):
        found = machine.count("sensors_battery")
        value = found.get("power_plugged") if isinstance(found, dict) else None
        return value if isinstance(value, bool) else None
    return None


def peripherals(machine: Machine) -> Iterator[Said]:
    """Tell the charge of mice, keyboards and headsets; their names are masked."""
    found: dict[str, tuple[str | None, int]] = {}
    with suppress(Unread):
        for each in objects(machine, "inputs"):
            percent, name = number(each, "BatteryPercent"), word(each, "Product")
            if percent is not None and percent <= _FULL:
                found[name or "input device"] = _kind(name), percent
    with suppress(Unread):
        found |= dict(_headsets(profile(machine, "SPBluetoothDataType")))
    for at, (name, (kind, percent)) in enumerate(sorted(found.items()), start=1):
        of = f"device {at}"
        yield known("peripheral.kind", kind, "ioreg, Bluetooth", of)
        yield known("peripheral.charge", percent, "ioreg, Bluetooth", of)
        yield known("peripheral.name", name, "ioreg, Bluetooth", of)
    if not found:
        yield gap("not-present", "peripheral.charge", words="No device tells its charge.")


def _kind(name: Any) -> str | None:  # noqa: ANN401 - JSON
    plain = str(name).lower().replace(" ", "")
    return next((kind for sign, kind in _KINDS.items() if sign in plain), None)


def _headsets(found: list[Row]) -> Iterator[tuple[str, tuple[str | None, int]]]:
    """Name connected devices that tell a charge; of a pair the lower one counts."""
    for controller in found:
        for pair in rows(controller.get("device_connected")):
            for name, about in pair.items():
                if isinstance(about, dict):
                    said = [_PERCENT.match(str(about.get(f"device_batteryLevel{each}", "")))
                            for each in ("Main", "Left", "Right")]  # fmt: skip
                    levels = [int(each[1]) for each in said if each and int(each[1]) <= _FULL]
                    if levels:
                        yield str(name), (_kind(about.get("device_minorType")), min(levels))


def sleep(machine: Machine) -> Iterator[Said]:
    """Tell how often it slept since it was started."""
    yield known("sleep.times", whole(pairs(machine.run("sleeps").text).get("Sleep Count", "")), "pmset")
    yield gap("not-supported", "sleep.failures", "sleep.last-failed", words="macOS does not count them.")


def lacking(_machine: Machine) -> Iterator[Said]:
    """Say what macOS tells to administrators' own tools only."""
    words = "macOS does not offer the sensors to other programs."
    yield gap("not-supported", "fan.speed", "heat.high", "heat.critical", words=words)


COLLECTORS = (
    Collector("power", "batteries", batteries, seconds=5.0, lane="commands"),
    Collector("power", "mains", mains, seconds=5.0, lane="commands"),
    Collector("power", "devices", peripherals, seconds=8.0, lane="commands"),
    Collector("power", "sleep", sleep, lane="commands"),
    Collector("power", "fans", lacking),
)
"""The collectors of this section."""
