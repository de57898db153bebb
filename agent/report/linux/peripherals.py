"""1.5 Sound, cameras, keyboards and pointers on Linux."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.believe import believed
from agent.report.machine import Machine, names_or_none, text, text_or_none
from agent.report.told import Collector, Said, gap, known

_CAMERAS = "/sys/class/video4linux"
_CARD = re.compile(r"\s*(\d+) \[[^]]*\]: (.*?) - (.*)")
_BLUETOOTH_BUS = "Bus=0005"
_REPEATS = 1 << 0x14  # EV_REP: only what people type on repeats a held key; power buttons do not
_LAYOUT = re.compile(r'(?m)^XKBLAYOUT="?([\w,()-]{1,40})"?\s*$')


def sound(machine: Machine) -> Iterator[Said]:
    """Tell the names of the sound cards."""
    told = False
    for line in (text_or_none(machine, "/proc/asound/cards") or "").splitlines():
        found = _CARD.fullmatch(line)
        if found:
            told = True
            yield known("sound.name", believed(found[3]), "asound", f"card {found[1]}")
    if not told:
        yield gap("not-present", "sound.name")


def cameras(machine: Machine) -> Iterator[Said]:
    """Tell the names of the cameras; one camera has several nodes of one name."""
    seen: set[str] = set()
    for node in names_or_none(machine, _CAMERAS):
        name = believed(text_or_none(machine, f"{_CAMERAS}/{node}/name"))
        if name is not None and name not in seen:
            seen.add(name)
            yield known("camera.name", name, "video4linux", node)


def inputs(machine: Machine) -> Iterator[Said]:
    """Tell of keyboards and pointers; a Bluetooth one may be named by its owner, so its name is not told."""
    for block in text(machine, "/proc/bus/input/devices").split("\n\n"):
        name = re.search(r'(?m)^N: Name="(.*)"$', block)
        handlers = re.search(r"(?m)^H: Handlers=(.*)$", block)
        events = re.search(r"(?m)^B: EV=([0-9a-f]{1,16})$", block)
        if not name or not handlers:
            continue
        nodes = handlers[1].split()
        types = "kbd" in nodes and int(events[1], 16) & _REPEATS if events else 0
        node = next((each for each in nodes if each.startswith("event")), nodes[0] if nodes else "input")
        points = any(node.startswith("mouse") for node in nodes)
        for kind, is_it in (("pointer", points), ("keyboard", bool(types) and not points)):
            if is_it:
                value = f"Bluetooth {kind}" if _BLUETOOTH_BUS in block else believed(name[1])
                yield known(f"{kind}.name", value, "input", node)


def layout(machine: Machine) -> Iterator[Said]:
    """Tell the keyboard layout that the system is set to."""
    found = _LAYOUT.search(text(machine, "/etc/default/keyboard"))
    if found:
        yield known("keyboard.layout", found[1].replace(",", " "), "/etc/default/keyboard", "system")
    else:
        yield gap("not-present", "keyboard.layout")


COLLECTORS = (
    Collector("devices", "sound", sound),
    Collector("devices", "cameras", cameras),
    Collector("devices", "input", inputs),
    Collector("devices", "keyboard-layout", layout, without="No setting of the system names a layout."),
)
"""The collectors of what people speak, look and type with."""
