"""1.5 Displays on Linux: what each connector's display says of itself, below /sys/class/drm."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.believe import day
from agent.report.edid import BLOCK, Described, described
from agent.report.machine import Machine, Unread, names_or_none, text_or_none
from agent.report.told import Collector, Said, gap, known

_DRM = "/sys/class/drm"
_CONNECTOR = re.compile(r"card\d+-(.+)")
_MODE = re.compile(r"\d{3,5}x\d{3,5}")


def displays(machine: Machine) -> Iterator[Said]:
    """Tell of each connected display who made it, how large it is, and the resolution it is made for."""
    connected = False
    for name in names_or_none(machine, _DRM):
        found = _CONNECTOR.fullmatch(name)
        if found is None or text_or_none(machine, f"{_DRM}/{name}/status") != "connected":
            continue
        connected = True
        yield from _display(machine, f"{_DRM}/{name}", found[1])
    if not connected:
        yield gap("not-present", "display.model", words="No connector tells of a display.")


def _display(machine: Machine, folder: str, connector: str) -> Iterator[Said]:
    yield known("display.connector", connector.rpartition("-")[0] or connector, "drm", connector)
    try:
        about = described(machine.read(f"{folder}/edid"))
    except Unread as reason:
        yield gap(reason.status, "display.maker", "display.model")
        about = None
    modes = [line for line in (text_or_none(machine, f"{folder}/modes") or "").splitlines() if _MODE.fullmatch(line)]
    native = f"{about.native[0]}x{about.native[1]}" if about and about.native else next(iter(modes), None)
    yield known("display.native", native, "EDID" if about and about.native else "drm", connector)
    if about is not None:
        yield from told(machine, about, connector)


def told(machine: Machine, about: Described, connector: str) -> Iterator[Said]:
    """Tell what a display says of itself."""
    yield known("display.maker", about.maker, "EDID", connector)
    yield known("display.model", about.model, "EDID", connector)
    yield known("display.width", about.width, "EDID", connector)
    yield known("display.height", about.height, "EDID", connector)
    yield known("display.serial", about.serial, "EDID", connector)
    # A week is told as its Monday; without a week the year's first day stands for the year.
    made = f"{about.year}-W{about.week}-1" if about.week else f"{about.year}-W1-1"
    yield known("display.made", day(made, "%Y-W%W-%w", machine.now()) if about.year else None, "EDID", connector)


def in_use(machine: Machine) -> Iterator[Said]:
    """
    Tell resolution, rate and scale that are in use: of the X server.

    It has names of its own for connectors; by a display's description it is found under the kernel's name.
    """
    by_description = _by_description(machine)
    for screen in machine.count("screens"):
        block = bytes.fromhex(screen["edid"])
        of = by_description.get(block) or screen["name"]
        yield known("display.mode", f"{screen['width']}x{screen['height']}", "RandR", of)
        yield known("display.rate", screen["rate"], "RandR", of)
        yield known("display.scale", screen["scale"], "X resources", of)
        about = described(block)
        if of == screen["name"] and about is not None:
            yield from told(machine, about, of)


def _by_description(machine: Machine) -> dict[bytes, str]:
    """Name each connector by the base block of its display; two alike displays cannot be told apart."""
    found: dict[bytes, str] = {}
    for name in names_or_none(machine, _DRM):
        connector = _CONNECTOR.fullmatch(name)
        try:
            block = machine.read(f"{_DRM}/{name}/edid")[:BLOCK] if connector else b""
        except Unread:
            continue
        if connector and block:
            found.setdefault(block, connector[1])
    return found


COLLECTORS = (
    Collector("devices", "displays", displays),
    Collector(
        "devices",
        "displays-in-use",
        in_use,
        seconds=3.0,
        without="No X server tells of displays in use; under Wayland none does.",
    ),
)
"""The collectors of displays."""
