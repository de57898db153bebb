"""1.5 PCI on Linux: lspci names the devices where it is installed, /sys/bus/pci numbers them everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.report.believe import believed, whole
from agent.report.linux.driver import driver
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known, row

PCI = "/sys/bus/pci/devices"
_NUMBERED = re.compile(r"(.*?)\s*\[([0-9a-f]{4})\]")
_DISPLAY, _NETWORK = "03", "02"
# Drivers that only show what the firmware set up.
_FALLBACKS = frozenset({"simpledrm", "simple-framebuffer", "efifb", "vesafb", "vgafb", "bochs-drm", "cirrus"})

# PCI SIG, class codes: the base classes.
_CLASSES = {
    "00": "older device", "01": "storage", "02": "network", "03": "display", "04": "sound and video", "05": "memory",
    "06": "bridge", "07": "communication", "08": "system device", "09": "input", "0a": "dock", "0b": "processor",
    "0c": "bus controller", "0d": "radio", "0e": "controller", "0f": "satellite", "10": "encryption",
    "11": "signal processing", "12": "accelerator",
}  # fmt: skip


@dataclass(frozen=True)
class Device:
    """One PCI device: its place, class number of six digits, numbers of maker and product, their names, its driver."""

    place: str
    kind: str
    ids: str
    words: str | None
    maker: str | None
    product: str | None
    driver: str | None


def devices(machine: Machine) -> list[Device]:
    """List all devices."""
    named = _named(machine)
    found: list[Device] = []
    for place in names_or_none(machine, PCI):
        folder = f"{PCI}/{place}"
        maker, product, kind = (
            (text_or_none(machine, f"{folder}/{file}") or "").removeprefix("0x")
            for file in ("vendor", "device", "class")
        )
        if not maker or not product:
            continue
        said = named.get(place, {})
        words = _name(said.get("Class")) or _CLASSES.get(kind[:2])
        found.append(Device(place, kind, f"{maker}:{product}", words, _name(said.get("Vendor")),
                            _name(said.get("Device")), driver(machine, folder)))  # fmt: skip
    return found


def bus(machine: Machine) -> Iterator[Said]:
    """Tell of every PCI device what it is and what drives it."""
    for each in devices(machine):
        yield row("devices.bus", "sysfs, lspci", each.place, "PCI", each.words, each.maker, each.product, each.ids,
                  each.driver, None, None, None)  # fmt: skip


def graphics(machine: Machine) -> Iterator[Said]:
    """Tell of each graphics device its name, its driver and its memory."""
    found = [each for each in devices(machine) if each.kind.startswith(_DISPLAY)]
    if not found:
        yield gap("not-present", "graphics.name", words="No graphics device is on the bus.")
    special = _nvidia(machine) if any(each.driver == "nvidia" for each in found) else {}
    for each in found:
        said = special.get(each.place, ())
        yield known("graphics.name", said[0] if said else " ".join(filter(None, (each.maker, each.product))) or None,
                    "nvidia-smi" if said else "lspci", each.place)  # fmt: skip
        yield known("graphics.ids", each.ids, "sysfs", each.place)
        yield known("graphics.driver", each.driver, "sysfs", each.place)
        version = text_or_none(machine, f"/sys/module/{each.driver}/version") if each.driver else None
        yield known("graphics.driver-version", said[1] if said else version, "sysfs", each.place)
        video = whole(text_or_none(machine, f"{PCI}/{each.place}/mem_info_vram_total"), least=1)
        mebibytes = whole(said[2], least=1) if said else None
        yield known("graphics.memory", mebibytes * 2**20 if mebibytes else video, "driver", each.place)
        yield known("graphics.generic", each.driver is None or each.driver in _FALLBACKS, "sysfs", each.place)


def trouble(machine: Machine) -> Iterator[Said]:
    """Tell of displays and network devices that no driver works with."""
    for each in devices(machine):
        if each.driver is None and each.kind[:2] in {_DISPLAY, _NETWORK}:
            of = each.product or f"{each.words} {each.place}"
            yield known("device.trouble-kind", "no driver", "sysfs", of)
            yield known("device.trouble-words", f"No driver works with it ({each.ids}).", "sysfs", of)


def _named(machine: Machine) -> dict[str, dict[str, str]]:
    """Give lspci's lines by place; nothing without lspci."""
    try:
        said = machine.run("pci").text
    except Unread:
        return {}
    found: dict[str, dict[str, str]] = {}
    for block in said.split("\n\n"):
        lines = dict(line.split(":\t", 1) for line in block.splitlines() if ":\t" in line)
        if "Slot" in lines:
            found[lines["Slot"]] = lines
    return found


def _name(said: str | None) -> str | None:
    found = _NUMBERED.fullmatch(said or "")
    # "Device" is what lspci writes for a number that its list does not name.
    return believed(found[1]) if found and found[1] != "Device" else None


def _nvidia(machine: Machine) -> dict[str, tuple[str, str, str]]:
    """Give name, driver's version and MiB of memory by place, as nvidia's own tool tells them."""
    try:
        said = machine.run("nvidia").text
    except Unread:
        return {}
    found: dict[str, tuple[str, str, str]] = {}
    for line in said.splitlines():
        parts = [part.strip() for part in line.split(",")]
        if len(parts) == 4 and ":" in parts[0]:  # noqa: PLR2004 - as many as were asked for
            found[parts[0][-12:].lower()] = parts[1], parts[2], parts[3]
    return found


COLLECTORS = (
    Collector("devices", "graphics", graphics, seconds=5.0, lane="commands"),
    Collector("devices", "pci", bus, seconds=3.0, lane="commands"),
    Collector("devices", "trouble", trouble, seconds=3.0, lane="commands"),
)
"""The collectors of PCI devices."""
