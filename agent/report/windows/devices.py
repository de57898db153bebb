"""1.5 Devices on Windows, as CIM lists them: graphics, what is plugged in, what is in trouble, input, Bluetooth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import Row, number, word
from agent.report.windows.answers import ask, date
from agent.report.windows.keys import CLASSES

_IDS = re.compile(r"(?:PCI|USB|HDAUDIO)\\.*?VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})", re.IGNORECASE)
_USB_IDS = re.compile(r"USB\\VID_([0-9A-F]{4})&PID_([0-9A-F]{4})", re.IGNORECASE)
_SERIAL = re.compile(r"USB\\VID_[0-9A-F]{4}&PID_[0-9A-F]{4}\\([^&\\]{4,80})", re.IGNORECASE)
_PAIRED = re.compile(r"BTH(?:ENUM|LE)\\DEV_([0-9A-F]{12})", re.IGNORECASE)
_DISPLAY_CLASS = rf"{CLASSES}\{{4d36e968-e325-11ce-bfc1-08002be10318}}"
_GENERIC = ("microsoft basic display", "microsoft remote display", "standard vga")
_NO_TROUBLE = frozenset({0, 22, 24, 45, 47})
_BUSES = {"PCI": "PCI", "USB": "USB", "THUNDERBOLT": "Thunderbolt"}

# Codes of the configuration manager (cfg.h, CM_PROB_…), as Microsoft explains them.
_TROUBLES = {
    1: "It is not set up.", 3: "Its driver may be damaged, or memory is short.", 10: "It cannot start.",
    12: "It cannot find enough free resources.", 14: "It needs a restart.", 16: "Its resources are not all known.",
    18: "Its driver must be installed again.", 19: "Its settings in the registry are damaged.",
    21: "Windows is removing it.", 28: "Its driver is not installed.", 29: "Its firmware switched it off.",
    31: "Windows cannot load its driver.", 32: "Its driver is switched off.", 33: "Its resources cannot be told.",
    34: "It must be set up by hand.", 37: "Its driver could not begin.",
    38: "An older copy of its driver is still there.", 39: "Its driver is damaged or missing.",
    40: "What the registry says of its driver is wrong.", 41: "Windows loaded its driver and does not find it.",
    43: "It reported a problem and was stopped.", 44: "A program or service switched it off.",
    48: "Its driver is known to harm and was kept out.", 49: "The registry has become too large.",
    50: "It waits for another device.", 51: "It waits for another device.", 52: "Its driver is not signed.",
    53: "It is held by a debugger.", 54: "It failed and is being set up again.",
}  # fmt: skip
# Device classes of Windows (their names in the system, never translated), as our words.
_CLASSES = {
    "DISPLAY": "display", "NET": "network", "USB": "bus controller", "HIDCLASS": "input", "KEYBOARD": "input",
    "MOUSE": "input", "DISKDRIVE": "storage", "SCSIADAPTER": "storage", "HDC": "storage", "MEDIA": "sound and video",
    "AUDIOENDPOINT": "sound", "CAMERA": "camera", "IMAGE": "camera", "BLUETOOTH": "radio", "PRINTER": "printer",
    "PRINTQUEUE": "printer", "SYSTEM": "system device", "PORTS": "communication", "BIOMETRIC": "fingerprint reader",
    "SMARTCARDREADER": "card reader", "SECURITYDEVICES": "security", "WPD": "portable device", "MONITOR": "display",
    "BATTERY": "battery", "SOFTWARECOMPONENT": "software", "FIRMWARE": "firmware", "PROCESSOR": "processor",
}  # fmt: skip


def graphics(machine: Machine) -> Iterator[Said]:
    """Tell of each graphics device its driver and memory; more than 4 GiB only the registry can count."""
    found = ask(machine, "Win32_VideoController")
    memory = dict(_memory(machine))
    for each in found:
        name = word(each, "Name")
        of = name or "graphics"
        yield known("graphics.name", name, "CIM", of)
        yield known("graphics.ids", _ids(each), "CIM", of)
        yield known("graphics.driver", word(each, "InfFilename"), "CIM", of)
        yield known("graphics.driver-version", word(each, "DriverVersion"), "CIM", of)
        yield known("graphics.driver-date", date(machine, each, "DriverDate"), "CIM", of)
        yield known("graphics.memory", memory.get(name or ""), "registry", of)
        generic = any(sign in (name or "").lower() for sign in _GENERIC)
        yield known("graphics.generic", generic if name else None, "CIM", of)
    if not found:
        yield gap("not-present", "graphics.name")


def _memory(machine: Machine) -> Iterator[tuple[str, int]]:
    """Name each graphics driver with the bytes that it wrote down as its memory."""
    with suppress(Unread):
        for place in machine.branch(_DISPLAY_CLASS).keys:
            if place.isdigit():
                names = ("DriverDesc", "HardwareInformation.qwMemorySize")
                about = machine.registry(rf"{_DISPLAY_CLASS}\{place}", names)
                size = about.get("HardwareInformation.qwMemorySize")
                size = int.from_bytes(size[:8], "little") if isinstance(size, bytes) else size
                if isinstance(size, int) and size > 0:
                    yield str(about.get("DriverDesc")), size


def modes(machine: Machine) -> Iterator[Said]:
    """Tell the resolution and rate that each graphics device drives."""
    for each in ask(machine, "Win32_VideoController"):
        width, height = (number(each, f"Current{side}Resolution", least=1) for side in ("Horizontal", "Vertical"))
        if width and height:
            of = word(each, "Name") or "graphics"
            yield known("display.mode", f"{width}x{height}", "CIM", of)
            rate = number(each, "CurrentRefreshRate", least=2)  # 1 is what stands for "the usual one"
            yield known("display.rate", rate, "CIM", of)
    yield gap("not-supported", "display.scale", words="Each program is told its own scale.")


def bus(machine: Machine) -> Iterator[Said]:
    """Tell of every device on PCI, USB and Thunderbolt what it is and what drives it."""
    for each in ask(machine, "Win32_PnPEntity"):
        place = str(each.get("PNPDeviceID"))
        kind = _BUSES.get(place.partition("\\")[0].upper())
        if kind is None or "&MI_" in place.upper():  # parts of one device
            continue
        serial = _SERIAL.match(place)
        words = _CLASSES.get(str(each.get("PNPClass")).upper())
        ids = _ids(each)
        at = f"{kind} {ids or words or ''}".strip()
        yield row("devices.bus", "CIM", at, kind, words, word(each, "Manufacturer"), word(each, "Name"), ids,
                  word(each, "Service"), None, None, serial[1] if serial else None)  # fmt: skip


def _ids(each: Row) -> str | None:
    place = str(each.get("PNPDeviceID"))
    found = _IDS.match(place) or _USB_IDS.match(place)
    return f"{found[1]}:{found[2]}".lower() if found else None


def trouble(machine: Machine) -> Iterator[Said]:
    """Tell of devices that do not work, with Windows' own code and what it means."""
    seen: set[str] = set()
    for each in ask(machine, "Win32_PnPEntity"):
        code = number(each, "ConfigManagerErrorCode")
        if code is None or code in _NO_TROUBLE:
            continue
        of = word(each, "Name") or f"unnamed device {_ids(each) or ''}".strip()
        if of not in seen:
            seen.add(of)
            yield known("device.trouble", code, "configuration manager", of)
            yield known("device.trouble-words", _TROUBLES.get(code, "It does not work."), "configuration manager", of)


def _of_class(machine: Machine, *classes: str) -> Iterator[Row]:
    for each in ask(machine, "Win32_PnPEntity"):
        if str(each.get("PNPClass")).upper() in classes:
            yield each


def peripherals(machine: Machine) -> Iterator[Said]:
    """Tell sound, cameras, keyboards, pointers and readers; by Bluetooth one may bear its owner's name, so no name."""
    for each in ask(machine, "Win32_SoundDevice"):
        if name := word(each, "Name"):
            yield known("sound.name", name, "CIM", of=name)
    sorts = (("camera.name", ("CAMERA", "IMAGE")), ("keyboard.name", ("KEYBOARD",)), ("pointer.name", ("MOUSE",)),
             ("reader.name", ("BIOMETRIC", "SMARTCARDREADER")))  # fmt: skip
    for fact, classes in sorts:
        sort = fact.partition(".")[0]
        found = list(_of_class(machine, *classes))
        for each in found:
            by_radio = "BTH" in str(each.get("PNPDeviceID")).upper()
            if name := f"Bluetooth {sort}" if by_radio else word(each, "Name"):
                yield known(fact, name, "CIM", of=name)
        if not found:
            yield gap("not-present", fact)


def layout(machine: Machine) -> Iterator[Said]:
    """Tell the keyboard layout by the number that Windows gives it, as its list of languages writes them."""
    found = machine.registry(r"HKCU\Keyboard Layout\Preload", ("1", "2", "3"))
    layouts = [value for value in found.values() if isinstance(value, str) and re.fullmatch(r"[0-9A-Fa-f]{8}", value)]
    yield known("keyboard.layout", " ".join(layouts) or None, "registry", of="system")


def bluetooth(machine: Machine) -> Iterator[Said]:
    """Tell of the Bluetooth adapter, and the devices that are paired: their names and addresses are masked."""
    adapter = False
    for each in _of_class(machine, "BLUETOOTH"):
        place = str(each.get("PNPDeviceID"))
        paired = _PAIRED.match(place)
        if paired:
            address = ":".join(re.findall("..", paired[1].upper()))
            yield known("paired.kind", "device", "CIM", of=address)
            yield known("paired.name", word(each, "Name"), "CIM", of=address)
            yield known("paired.address", address, "CIM", of=address)
            yield gap("not-supported", "paired.connected")
        elif place.upper().startswith(("USB\\", "PCI\\")):
            adapter = True
            yield known("bluetooth.adapter", word(each, "Name"), "CIM", of="adapter")
            yield known("bluetooth.on", number(each, "ConfigManagerErrorCode") == 0, "CIM", of="adapter")
    if not adapter:
        yield gap("not-present", "bluetooth.adapter", words="This computer has no Bluetooth.")
    yield gap("not-supported", "bluetooth.address")


COLLECTORS = (
    Collector("devices", "graphics", graphics, seconds=8.0, lane="commands"),
    Collector("devices", "modes", modes, seconds=8.0, lane="commands"),
    Collector("devices", "bus", bus, seconds=8.0, lane="commands"),
    Collector("devices", "trouble", trouble, seconds=8.0, lane="commands"),
    Collector("devices", "peripherals", peripherals, seconds=8.0, lane="commands"),
    Collector("devices", "keyboard-layout", layout),
    Collector("devices", "bluetooth", bluetooth, seconds=8.0, lane="commands"),
)
"""The collectors of devices."""
