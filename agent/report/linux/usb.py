"""1.5 USB and Thunderbolt on Linux: what each device says of itself below /sys/bus."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.believe import believed, whole
from agent.report.linux.driver import driver
from agent.report.machine import Machine, names_or_none, text_or_none
from agent.report.told import Collector, Said, known, row

_USB, _THUNDERBOLT = "/sys/bus/usb/devices", "/sys/bus/thunderbolt/devices"
_PLACE = re.compile(r"\d+-[\d.]+")
_SMART_CARD = "0b"

# USB-IF, defined class codes.
_CLASSES = {
    "01": "sound", "02": "communication", "03": "input", "05": "force feedback", "06": "camera", "07": "printer",
    "08": "storage", "09": "hub", "0a": "communication", "0b": "card reader", "0d": "content security", "0e": "camera",
    "0f": "health", "10": "sound and video", "e0": "radio", "ef": "several", "fe": "special", "ff": "its maker's own",
}  # fmt: skip


def usb(machine: Machine) -> Iterator[Said]:
    """Tell of every USB device what it is, how fast it is connected and what it may draw; root hubs are left out."""
    for place in names_or_none(machine, _USB):
        if not _PLACE.fullmatch(place):
            continue
        folder = f"{_USB}/{place}"
        maker, product = (text_or_none(machine, f"{folder}/{file}") for file in ("idVendor", "idProduct"))
        if not maker or not product:
            continue
        kind = _kind(machine, folder, place)
        name = believed(text_or_none(machine, f"{folder}/product"))
        current = re.fullmatch(r"(\d{1,5})mA", text_or_none(machine, f"{folder}/bMaxPower") or "")
        speed = re.match(r"\d+", text_or_none(machine, f"{folder}/speed") or "")
        yield row(
            "devices.bus", "sysfs", place, "USB", _CLASSES.get(kind),
            believed(text_or_none(machine, f"{folder}/manufacturer")),
            name, f"{maker}:{product}", driver(machine, f"{folder}:1.0"), whole(speed[0]) if speed else None,
            whole(current[1]) if current else None, believed(text_or_none(machine, f"{folder}/serial")),
        )  # fmt: skip
        if kind == _SMART_CARD or "fingerprint" in (name or "").lower():
            yield known("reader.name", name or f"{maker}:{product}", "sysfs", f"USB {place}")


def _kind(machine: Machine, folder: str, place: str) -> str:
    """Give the device's class, or that of its first interface, where the device leaves it to them."""
    kind = text_or_none(machine, f"{folder}/bDeviceClass") or ""
    if kind in {"00", "ef", ""}:
        return text_or_none(machine, f"{_USB}/{place}:1.0/bInterfaceClass") or kind
    return kind


def thunderbolt(machine: Machine) -> Iterator[Said]:
    """Tell of every Thunderbolt device who made it and how fast it is connected."""
    for place in names_or_none(machine, _THUNDERBOLT):
        folder = f"{_THUNDERBOLT}/{place}"
        product = believed(text_or_none(machine, f"{folder}/device_name"))
        if product is None:
            continue
        speed = re.match(r"\d+", text_or_none(machine, f"{folder}/rx_speed") or "")
        gigabits = whole(speed[0]) if speed else None
        yield row(
            "devices.bus", "sysfs", place, "Thunderbolt", None,
            believed(text_or_none(machine, f"{folder}/vendor_name")), product, None, None,
            gigabits * 1000 if gigabits else None, None, text_or_none(machine, f"{folder}/unique_id"),
        )  # fmt: skip


COLLECTORS = (
    Collector("devices", "usb", usb, seconds=4.0),
    Collector("devices", "thunderbolt", thunderbolt),
)
"""The collectors of USB and Thunderbolt."""
