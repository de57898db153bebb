"""1.4 Batteries, mains and sleep on Linux: /sys/class/power_supply, /sys/power; the power plan from its own service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.believe import believed, day, whole
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, known

_SUPPLIES = "/sys/class/power_supply"
_SLEEP = "/sys/power/suspend_stats"
_PLANS = (
    ("org.freedesktop.UPower.PowerProfiles", "/org/freedesktop/UPower/PowerProfiles"),
    ("net.hadess.PowerProfiles", "/net/hadess/PowerProfiles"),
)

# UPower's up-types.h: what a device is, by number.
_KINDS = {
    3: "uninterruptible supply", 5: "mouse", 6: "keyboard", 8: "phone", 9: "media player", 10: "tablet",
    12: "game controller", 13: "pen", 14: "touchpad", 17: "headset", 18: "speakers", 19: "headphones",
    22: "remote control", 26: "wearable", 28: "Bluetooth device",
}  # fmt: skip


def batteries(machine: Machine) -> Iterator[Said]:
    """Tell of each battery of the computer itself its charge, its wear, and what it is."""
    for name in names_or_none(machine, _SUPPLIES):
        folder = f"{_SUPPLIES}/{name}"
        if text_or_none(machine, f"{folder}/type") != "Battery" or text_or_none(machine, f"{folder}/scope") == "Device":
            continue
        if text_or_none(machine, f"{folder}/present") == "0":
            continue
        yield from _battery(machine, folder, name)


def _battery(machine: Machine, folder: str, name: str) -> Iterator[Said]:
    charge = whole(text_or_none(machine, f"{folder}/capacity"))
    yield known("battery.charge", charge if charge is not None and charge <= 100 else None, "sysfs", name)  # noqa: PLR2004 - percent
    state = (text_or_none(machine, f"{folder}/status") or "").lower()
    yield known("battery.state", None if state in {"", "unknown"} else state, "sysfs", name)
    design, full = _held(machine, folder, "full_design"), _held(machine, folder, "full")
    yield known("battery.design", design, "sysfs", name)
    yield known("battery.full", full, "sysfs", name)
    yield known("battery.wear", max(100 - round(full * 100 / design), 0) if design and full else None, "sysfs", name)
    # Firmware that does not count says 0, and so does a battery that is new: not known.
    yield known("battery.cycles", whole(text_or_none(machine, f"{folder}/cycle_count"), least=1), "sysfs", name)
    for fact, file in (
        ("battery.chemistry", "technology"), ("battery.maker", "manufacturer"), ("battery.model", "model_name"),
        ("battery.serial", "serial_number"),
    ):  # fmt: skip
        yield known(fact, believed(text_or_none(machine, f"{folder}/{file}")), "sysfs", name)
    yield known("battery.made", _made(machine, folder), "sysfs", name)


def _held(machine: Machine, folder: str, what: str) -> int | None:
    """Read a capacity in mWh: given in uWh, or in uAh that need the voltage it was designed for."""
    energy = whole(text_or_none(machine, f"{folder}/energy_{what}"), least=1)
    if energy is not None:
        return energy // 1000
    charge = whole(text_or_none(machine, f"{folder}/charge_{what}"), least=1)
    volts = whole(text_or_none(machine, f"{folder}/voltage_min_design"), least=1) or whole(
        text_or_none(machine, f"{folder}/voltage_now"), least=1
    )
    return None if charge is None or volts is None else charge * volts // 10**9


def _made(machine: Machine, folder: str) -> str | None:
    year, month, date = (
        text_or_none(machine, f"{folder}/manufacture_{part}") or "" for part in ("year", "month", "day")
    )
    return day(f"{year}-{month}-{date}", "%Y-%m-%d", machine.now())


def mains(machine: Machine) -> Iterator[Said]:
    """Tell whether it runs on mains, and what the adapter gives."""
    online: list[bool] = []
    watts: list[int] = []
    for name in names_or_none(machine, _SUPPLIES):
        folder = f"{_SUPPLIES}/{name}"
        if text_or_none(machine, f"{folder}/type") not in {"Mains", "USB"}:
            continue
        on = text_or_none(machine, f"{folder}/online")
        if on is None:
            continue
        online.append(on != "0")
        volts = whole(text_or_none(machine, f"{folder}/voltage_max"), least=1)
        amperes = whole(text_or_none(machine, f"{folder}/current_max"), least=1)
        if online[-1] and volts and amperes:
            watts.append(volts * amperes // 10**9)
    yield known("mains.connected", any(online) if online else None, "sysfs")
    yield known("mains.adapter", max(watts, default=None), "sysfs")


def plan(machine: Machine) -> Iterator[Said]:
    """Tell the power plan: of its service (newer name first), else of the firmware."""
    for service, path in _PLANS:
        try:
            active = machine.bus(service, path, service, "ActiveProfile")
        except Unread:
            continue
        if isinstance(active, str) and active:
            yield known("power.plan", active, "power-profiles-daemon")
            return
    yield known("power.plan", text_or_none(machine, "/sys/firmware/acpi/platform_profile"), "firmware")


def peripherals(machine: Machine) -> Iterator[Said]:
    """Tell of mice, keyboards and headsets with a battery how full it is."""
    service = "org.freedesktop.UPower"
    paths = machine.bus(service, "/org/freedesktop/UPower", service, "EnumerateDevices")
    seen: dict[str, int] = {}
    for path in paths if isinstance(paths, list) else []:
        if not isinstance(path, str):
            continue
        kind = _KINDS.get(_asked(machine, path, "Type") or 0)
        if kind is None or _asked(machine, path, "PowerSupply") is True:
            continue
        charge = _asked(machine, path, "Percentage")
        name = _asked(machine, path, "Model")
        # Its own name, masked there as well: of two mice, a number would tell of the other.
        of = name if isinstance(name, str) and name else kind
        seen[of] = seen.get(of, 0) + 1
        of = of if seen[of] == 1 else f"{of} {seen[of]}"
        yield known("peripheral.kind", kind, "UPower", of)
        yield known("peripheral.charge", whole(charge) if isinstance(charge, int | float) else None, "UPower", of)
        yield known("peripheral.name", name if isinstance(name, str) else None, "UPower", of)


def _asked(machine: Machine, path: str, name: str) -> Any:  # noqa: ANN401 - a D-Bus value
    try:
        return machine.bus("org.freedesktop.UPower", path, "org.freedesktop.UPower.Device", name)
    except Unread:
        return None


def sleep(machine: Machine) -> Iterator[Said]:
    """Tell how often going to sleep failed since the start, and in which step last."""
    yield known("sleep.times", whole(text_or_none(machine, f"{_SLEEP}/success")), "sysfs")
    failures = whole(text_or_none(machine, f"{_SLEEP}/fail"))
    yield known("sleep.failures", failures, "sysfs")
    step = text_or_none(machine, f"{_SLEEP}/last_failed_step")
    if failures:
        yield known("sleep.last-failed", step, "sysfs")


_NO_UPOWER = "No service (UPower) tells of devices with batteries."
COLLECTORS = (
    Collector("power", "batteries", batteries),
    Collector("power", "mains", mains),
    Collector("power", "plan", plan, seconds=5.0, lane="slow"),
    Collector("power", "devices-with-batteries", peripherals, seconds=5.0, lane="slow", without=_NO_UPOWER),
    Collector("power", "sleep", sleep),
)
"""The collectors of power."""
