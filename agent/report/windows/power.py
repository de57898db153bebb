"""1.4 Batteries, mains, the power plan and temperatures on Windows: WMI, psutil, the registry, the event log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, number, word
from agent.report.windows.answers import ask
from agent.report.windows.faults import counted
from agent.report.windows.keys import CONTROL

_FULL = 100
_TENTHS, _KELVIN = 10, 2732
_NOT_CHARGED = 0x8000_0000  # BATTERY_UNKNOWN_CAPACITY is all ones; relative batteries count percent

# Win32_Battery: Chemistry and BatteryStatus; BatteryStaticData spells the chemistry in four letters.
_CHEMISTRIES = {3: "lead acid", 4: "nickel cadmium", 5: "nickel metal hydride", 6: "lithium ion", 7: "zinc air",
                8: "lithium polymer"}  # fmt: skip
_LETTERS = {"LION": "lithium ion", "LI-I": "lithium ion", "LIP": "lithium polymer", "LIPO": "lithium polymer",
            "NIMH": "nickel metal hydride", "NICD": "nickel cadmium", "PBAC": "lead acid"}  # fmt: skip
_STATES = {1: "discharging", 2: "not charging", 3: "full", 4: "low", 5: "critical", 6: "charging", 7: "charging",
           8: "charging", 9: "charging", 11: "partly charged"}  # fmt: skip
# The plans that every Windows has (powrprof.h); a maker's or a person's own plan goes by no name here.
_PLANS = {"381b4222-f694-41f0-9685-ff5bb260df2e": "balanced", "8c5e7fda-e8bf-4a96-9a85-a6e23a8c635c": "performance",
          "a1841308-3541-4fab-bc81-f71556f20b4a": "power-saver",
          "e9a42b02-d5df-448d-aa00-03f14749eb61": "ultimate performance"}  # fmt: skip


def batteries(machine: Machine) -> Iterator[Said]:
    """Tell of each battery its charge, its wear, and what it is."""
    simple = ask(machine, "Win32_Battery")
    static, full, cycles = (_by_instance(machine, kind) for kind in (
        "BatteryStaticData", "BatteryFullChargedCapacity", "BatteryCycleCount"))  # fmt: skip
    instances = sorted(set(static) | set(full))
    for at, each in enumerate(simple, start=1):
        of = f"battery {at}" if len(simple) > 1 else "battery"
        instance = instances[at - 1] if at <= len(instances) else ""
        yield from _charge(each, of)
        yield from _wear(static.get(instance, {}), full.get(instance, {}), cycles.get(instance, {}), of)
        chemistry = _LETTERS.get((_letters(static.get(instance, {}))).upper())
        yield known("battery.chemistry", chemistry or _CHEMISTRIES.get(number(each, "Chemistry") or 0), "CIM", of)
    if not simple:
        yield gap("not-present", "battery.charge", words="This computer has no battery.")


def _charge(row: Row, of: str) -> Iterator[Said]:
    charge = number(row, "EstimatedChargeRemaining")
    yield known("battery.charge", charge if charge is not None and charge <= _FULL else None, "CIM", of)
    yield known("battery.state", _STATES.get(number(row, "BatteryStatus") or 0), "CIM", of)


def _wear(static: Row, full: Row, cycles: Row, of: str) -> Iterator[Said]:
    when_new, today = _capacity(static, "DesignedCapacity"), _capacity(full, "FullChargedCapacity")
    yield known("battery.design", when_new, "wmi", of)
    yield known("battery.full", today, "wmi", of)
    worn = max(_FULL - round(today * _FULL / when_new), 0) if when_new and today else None
    yield known("battery.wear", worn, "wmi", of)
    # Firmware that does not count says 0, and so does a battery that is new: not known.
    yield known("battery.cycles", number(cycles, "CycleCount", least=1), "wmi", of)
    for fact, name in (("battery.maker", "ManufactureName"), ("battery.model", "DeviceName"),
                       ("battery.serial", "SerialNumber")):  # fmt: skip
        yield known(fact, word(static, name), "wmi", of)
    yield gap("not-present", "battery.made")


def _capacity(row: Row, name: str) -> int | None:
    value = number(row, name, least=1)
    return value if value is not None and value < _NOT_CHARGED else None


def _letters(row: Row) -> str:
    """Give the four letters of a chemistry, which Windows packs into a number."""
    packed = number(row, "Chemistry", least=1)
    fits = packed is not None and packed < 2**32
    return packed.to_bytes(4, "little").decode("ascii", "replace").strip("\0 ") if packed and fits else ""


def _by_instance(machine: Machine, kind: str) -> dict[str, Row]:
    with suppress(Unread):
        return {str(each.get("InstanceName")): each for each in ask(machine, kind)}
    return {}


def mains(machine: Machine) -> Iterator[Said]:
    """Tell whether it runs on mains, of psutil, and the power plan, of the registry."""
    found = machine.count("sensors_battery")
    plugged = found.get("power_plugged") if isinstance(found, dict) else None
    yield known("mains.connected", plugged if isinstance(plugged, bool) else None, "psutil")
    yield gap("not-supported", "mains.adapter")
    plan = machine.registry(rf"{CONTROL}\Power\User\PowerSchemes", ("ActivePowerScheme",)).get("ActivePowerScheme")
    yield known("power.plan", _PLANS.get(plan.strip("{}").lower(), "another") if isinstance(plan, str) else None,
                "registry")  # fmt: skip


def heat(machine: Machine) -> Iterator[Said]:
    """Tell the thermal zones: administrators only, and of many computers a number that never moves."""
    for each in ask(machine, "MSAcpi_ThermalZoneTemperature"):
        of = str(each.get("InstanceName")).rpartition("\\")[2].removesuffix("_0") or "zone"
        yield known("heat.temperature", _celsius(number(each, "CurrentTemperature")), "ACPI", of)
        critical = _celsius(number(each, "CriticalTripPoint"))
        if critical is not None:
            yield known("heat.critical", critical, "ACPI", of)


def _celsius(tenths: int | None) -> int | None:
    """Read tenths of a kelvin; what no computer survives is not known."""
    degrees = None if tenths is None else (tenths - _KELVIN) // _TENTHS
    return degrees if degrees is not None and 0 < degrees < 150 else None  # noqa: PLR2004 - degrees Celsius


def lacking(_machine: Machine) -> Iterator[Said]:
    """Say what Windows offers to nobody without a driver of the maker."""
    yield gap("not-supported", "fan.speed", words="Windows does not tell how fast fans turn.")
    words = "Windows tells the charge of such devices in its own settings only."
    yield gap("not-supported", "peripheral.kind", "peripheral.charge", "peripheral.name", words=words)


def sleep(machine: Machine) -> Iterator[Said]:
    """Tell how often the power went while it slept: a stop without a shutdown that says so (Kernel-Power 41)."""
    times = counted(machine)
    failed = times("Microsoft-Windows-Kernel-Power", 41, SleepInProgress=lambda value: value not in {"", "0", "false"})
    yield known("sleep.failures", failed, "event log")
    yield gap("not-supported", "sleep.last-failed", "sleep.times")


COLLECTORS = (
    Collector("power", "batteries", batteries, seconds=8.0, lane="commands"),
    Collector("power", "mains", mains),
    Collector("power", "temperatures", heat, seconds=8.0, lane="commands"),
    Collector("power", "fans-and-devices", lacking),
    Collector("power", "sleep", sleep, seconds=8.0, lane="slow"),
)
"""The collectors of this section."""
