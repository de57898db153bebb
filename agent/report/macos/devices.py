"""1.5 What is plugged in or built in on macOS: sound, camera, Bluetooth, USB, Thunderbolt, PCI, card readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.machine import Machine, Unread
from agent.report.macos.answers import below, objects, profile, yes
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import Row, rows, word

_ID = re.compile(r"(?:0x)?([0-9a-fA-F]{4})\b")
_SPEED = re.compile(r"(\d{1,4}(?:\.\d)?)[ _]?(G|M)(?:b/s|b_per_sec|bit)", re.IGNORECASE)
_CURRENT = re.compile(r"\(?(\d{1,5}) ?mA\)?")
_SPEEDS = {"low_speed": 1, "full_speed": 12, "high_speed": 480, "super_speed": 5000, "super_speed_plus": 10_000}
_KINDS = {"mouse": "mouse", "keyboard": "keyboard", "trackpad": "touchpad", "headphones": "headset",
          "headset": "headset", "speakers": "loudspeaker", "phone": "phone", "tablet": "tablet", "computer": "computer",
          "gamepad": "game controller", "watch": "watch", "printer": "printer"}  # fmt: skip
# What Apple calls its own; the rest of the name is what somebody called it, such as "Anna's Magic Mouse".
_INPUT = re.compile(r"Magic (Keyboard|Mouse|Trackpad)(?: [23])?|Apple Internal (Keyboard) / Trackpad")
_INPUTS = {"Keyboard": "keyboard.name", "Mouse": "pointer.name", "Trackpad": "pointer.name"}


def sound(machine: Machine) -> Iterator[Said]:
    """Tell of each thing that plays or records sound."""
    found = [name for each in below(profile(machine, "SPAudioDataType"))
             if (name := word(each, "_name")) and "coreaudio_device_transport" in each]  # fmt: skip
    for name in dict.fromkeys(found):
        yield known("sound.name", name, "system_profiler", name)
    if not found:
        yield gap("not-present", "sound.name")
    yield known("sound.server", "Core Audio", "system_profiler")


def cameras(machine: Machine) -> Iterator[Said]:
    """Tell of each camera."""
    found = [name for each in profile(machine, "SPCameraDataType") if (name := word(each, "_name"))]
    for name in dict.fromkeys(found):
        yield known("camera.name", name, "system_profiler", name)
    if not found:
        yield gap("not-present", "camera.name", words="There is no camera.")


def inputs(machine: Machine) -> Iterator[Said]:
    """Tell of wireless keyboards, mice and trackpads of Apple; the keyboard's layout is a person's own setting."""
    seen: set[str] = set()
    for each in objects(machine, "inputs"):
        found = _INPUT.search(word(each, "Product") or "")
        if found and found[0] not in seen:
            seen.add(found[0])
            yield known(_INPUTS[found[1] or found[2]], found[0], "ioreg", found[0])
    if not seen:
        yield gap("not-present", "keyboard.name", "pointer.name", words="None tells of itself in this way.")
    yield gap("not-supported", "keyboard.layout", words="It is a setting of each account.")


def readers(machine: Machine) -> Iterator[Said]:
    """Tell of readers for memory cards."""
    found = profile(machine, "SPCardReaderDataType")
    if found:
        yield known("reader.name", "Card reader", "system_profiler", "reader")
    if not found:
        yield gap("not-present", "reader.name", words="There is no card reader.")


def bluetooth(machine: Machine) -> Iterator[Said]:
    """Tell of Bluetooth whether it is on and what is paired; names and addresses are masked."""
    for controller in profile(machine, "SPBluetoothDataType"):
        about = controller.get("controller_properties")
        if isinstance(about, dict):
            of = "Bluetooth"
            yield known("bluetooth.adapter", word(about, "controller_chipset"), "system_profiler", of)
            yield known("bluetooth.on", yes(about.get("controller_state")), "system_profiler", of)
            yield known("bluetooth.address", word(about, "controller_address"), "system_profiler", of)
        for key, connected in (("device_connected", True), ("device_not_connected", False)):
            for name, device in _named(rows(controller.get(key))):
                sign = str(device.get("device_minorType")).lower()
                of = name
                yield known("paired.kind", next((kind for each, kind in _KINDS.items() if each in sign), None),
                            "system_profiler", of)  # fmt: skip
                yield known("paired.connected", connected, "system_profiler", of)
                yield known("paired.name", name, "system_profiler", of)
                yield known("paired.address", word(device, "device_address"), "system_profiler", of)


def _named(found: list[Row]) -> Iterator[tuple[str, Row]]:
    for pair in found:
        for name, about in pair.items():
            if isinstance(about, dict) and name.strip():
                yield name, about


def bus(machine: Machine) -> Iterator[Said]:
    """Tell of every device on USB, Thunderbolt and PCI what it is; macOS 26 and newer list USB in another way."""
    told = 0
    for kind, tell in (("SPUSBHostDataType", _usb), ("SPUSBDataType", _older_usb),
                       ("SPThunderboltDataType", _thunderbolt), ("SPPCIDataType", _pci)):  # fmt: skip
        found: list[Row] = []
        with suppress(Unread):
            found = profile(machine, kind)
        if kind == "SPUSBDataType" and told:
            continue
        for each in below(found):
            if said := tell(each):
                told += 1
                yield said
    if not told:
        yield gap("not-present", words="No device is plugged in.")
    yield gap("not-supported", "device.trouble", "device.trouble-words", "device.trouble-kind",
              words="macOS has no list of devices in trouble.")  # fmt: skip


def _ids(vendor: object, product: object) -> str | None:
    one, two = _ID.match(str(vendor)), _ID.match(str(product))
    maker = "05ac" if vendor == "apple_vendor_id" else one[1].lower() if one else None
    return f"{maker}:{two[1].lower()}" if maker and two else None


def _megabits(said: object) -> int | None:
    found = _SPEED.search(str(said))
    if found:
        return round(float(found[1]) * (1000 if found[2].upper() == "G" else 1))
    return _SPEEDS.get(str(said))


def _usb(each: Row) -> Said | None:
    if "USBDeviceKeyVendorID" not in each:
        return None
    ids = _ids(each.get("USBDeviceKeyVendorID"), each.get("USBDeviceKeyProductID"))
    current = _CURRENT.search(str(each.get("USBDeviceKeyPowerAllocation")))
    serial = word(each, "USBDeviceKeySerialNumber")
    return row("devices.bus", "system_profiler", f"USB {ids or ''}".strip(), "USB", None,
               word(each, "USBDeviceKeyVendorName"), word(each, "_name"), ids, None,
               _megabits(each.get("USBDeviceKeyLinkSpeed")), int(current[1]) if current else None,
               None if serial == "Not Provided" else serial)  # fmt: skip


def _older_usb(each: Row) -> Said | None:
    if "product_id" not in each:
        return None
    ids = _ids(each.get("vendor_id"), each.get("product_id"))
    used = str(each.get("bus_power_used", ""))
    current = int(used) if used.isascii() and used.isdigit() and len(used) <= 5 else None  # noqa: PLR2004 - milliamperes
    return row("devices.bus", "system_profiler", f"USB {ids or ''}".strip(), "USB", None, word(each, "manufacturer"),
               word(each, "_name"), ids, None, _megabits(each.get("speed") or each.get("device_speed")), current,
               word(each, "serial_num"))  # fmt: skip


def _thunderbolt(each: Row) -> Said | None:
    if "vendor_name_key" not in each or "receptacle_1_tag" in each:
        return None
    link = each.get("receptacle_upstream_ambiguous_tag")
    speed = _megabits(link.get("current_speed_key")) if isinstance(link, dict) else None
    name = word(each, "device_name_key")
    return row("devices.bus", "system_profiler", f"Thunderbolt {name or ''}".strip(), "Thunderbolt", None,
               word(each, "vendor_name_key"), name, None, None, speed, None, None)  # fmt: skip


def _pci(each: Row) -> Said | None:
    if "sppci_vendor-id" not in each:
        return None
    ids = _ids(each.get("sppci_vendor-id"), each.get("sppci_device-id"))
    name = word(each, "sppci_name") or word(each, "_name")
    driver = "loaded" if yes(each.get("sppci_driver_installed")) else None
    return row("devices.bus", "system_profiler", f"PCI {ids or ''}".strip(), "PCI", word(each, "sppci_device_type"),
               None, name, ids, driver, None, None, None)  # fmt: skip


COLLECTORS = (
    Collector("devices", "sound", sound, seconds=8.0, lane="commands"),
    Collector("devices", "cameras", cameras, seconds=8.0, lane="commands"),
    Collector("devices", "inputs", inputs, seconds=5.0, lane="commands"),
    Collector("devices", "readers", readers, seconds=8.0, lane="commands"),
    Collector("devices", "bluetooth", bluetooth, seconds=8.0, lane="commands"),
    Collector("devices", "bus", bus, seconds=8.0, lane="commands"),
)
"""The collectors of devices."""
