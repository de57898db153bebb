"""1.5 Bluetooth on Linux: BlueZ by D-Bus; without it the kernel still names the adapters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from agent.report.linux.driver import driver
from agent.report.machine import Machine, names_or_none
from agent.report.told import Collector, Said, gap, known

_ADAPTERS = "/sys/class/bluetooth"

# Icon names that BlueZ gives by a device's class (freedesktop icon naming).
_KINDS = {
    "audio-card": "sound", "audio-headphones": "headphones", "audio-headset": "headset", "camera-photo": "camera",
    "camera-video": "camera", "computer": "computer", "input-gaming": "game controller", "input-keyboard": "keyboard",
    "input-mouse": "mouse", "input-tablet": "tablet", "modem": "modem", "network-wireless": "network",
    "phone": "phone", "printer": "printer", "scanner": "scanner", "video-display": "display",
}  # fmt: skip


def adapters(machine: Machine) -> Iterator[Said]:
    """Tell of each adapter what drives it."""
    found = [name for name in names_or_none(machine, _ADAPTERS) if ":" not in name]
    for name in found:
        by = driver(machine, f"{_ADAPTERS}/{name}/device")
        yield known("bluetooth.adapter", by or "adapter", "sysfs", name)
    if not found:
        yield gap("not-present", "bluetooth.adapter", words="This computer has no Bluetooth.")


def paired(machine: Machine) -> Iterator[Said]:
    """Tell whether each adapter is on, and the kinds of devices that are paired; what is only near is passed over."""
    objects = machine.bus("org.bluez", "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    for path, interfaces in sorted(objects.items()) if isinstance(objects, dict) else ():
        if not isinstance(interfaces, dict) or not isinstance(path, str):
            continue
        adapter, device = interfaces.get("org.bluez.Adapter1"), interfaces.get("org.bluez.Device1")
        if isinstance(adapter, dict):
            of = path.rpartition("/")[2]
            yield known("bluetooth.on", _flag(adapter.get("Powered")), "BlueZ", of)
            yield known("bluetooth.address", _word(adapter.get("Address")), "BlueZ", of)
        if isinstance(device, dict) and device.get("Paired") is True:
            kind = _KINDS.get(_word(device.get("Icon")) or "", "device")
            # Its address, masked there as well, is what names it: of two mice, a number would tell of the other.
            of = _word(device.get("Address")) or path.rpartition("/")[2].removeprefix("dev_").replace("_", ":")
            yield known("paired.kind", kind, "BlueZ", of)
            yield known("paired.connected", _flag(device.get("Connected")), "BlueZ", of)
            yield known("paired.name", _word(device.get("Name")), "BlueZ", of)
            yield known("paired.address", _word(device.get("Address")), "BlueZ", of)


def _flag(value: Any) -> bool | None:  # noqa: ANN401 - a D-Bus value
    return value if isinstance(value, bool) else None


def _word(value: Any) -> str | None:  # noqa: ANN401 - a D-Bus value
    return value if isinstance(value, str) and value else None


COLLECTORS = (
    Collector("devices", "bluetooth", adapters),
    Collector(
        "devices", "paired", paired, seconds=4.0, lane="slow", without="No Bluetooth service (BlueZ) is running."
    ),
)
"""The collectors of Bluetooth."""
