"""1.5 Graphics and displays on macOS, of `system_profiler`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.report.believe import day
from agent.report.edid import MAKERS
from agent.report.machine import Machine
from agent.report.macos.answers import amount, profile
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, rows, word

_HEX = re.compile(r"(?:0x)?([0-9a-fA-F]{1,8})")
_SIZE = re.compile(r"(\d{2,5}) ?x ?(\d{2,5})")
_RATE = re.compile(r"@ ?(\d{2,3})(?:\.\d+)?\s?Hz")
_VENDORS = {"sppci_vendor_amd": 0x1002, "sppci_vendor_nvidia": 0x10DE, "sppci_vendor_intel": 0x8086,
            "sppci_vendor_apple": 0x106B}  # fmt: skip
_CONNECTORS = {"internal": "built in", "hdmi": "HDMI", "displayport": "DP", "dp": "DP", "dvi": "DVI", "vga": "VGA",
               "thunderbolt": "Thunderbolt", "airplay": "AirPlay"}  # fmt: skip
_YEARS = range(2000, 2100)
_WEEKS = range(1, 54)
_LETTERS = 26


def graphics(machine: Machine) -> Iterator[Said]:
    """Tell of each graphics device what it is and how much memory is its own."""
    found = profile(machine, "SPDisplaysDataType")
    for each in found:
        of = word(each, "sppci_model") or word(each, "_name") or "graphics"
        yield known("graphics.name", word(each, "sppci_model"), "system_profiler", of)
        vendor = _VENDORS.get(str(each.get("spdisplays_vendor")).lower())
        device = _number(each, "spdisplays_device-id")
        yield known("graphics.ids", f"{vendor:04x}:{device:04x}" if vendor and device else None, "system_profiler", of)
        yield known("graphics.memory", amount(each.get("spdisplays_vram")), "system_profiler", of)
    if not found:
        yield gap("not-present", "graphics.name")
    words = "Drivers for graphics are part of macOS."
    yield gap("not-supported", "graphics.driver", "graphics.driver-version", "graphics.driver-date", "graphics.generic",
              words=words)  # fmt: skip


def displays(machine: Machine) -> Iterator[Said]:
    """Tell of each display who made it, when, what it shows, and by what it is connected."""
    seen: dict[str, int] = {}
    for each in (one for card in profile(machine, "SPDisplaysDataType") for one in rows(card.get("spdisplays_ndrvs"))):
        name = word(each, "_name") or "display"
        seen[name] = seen.get(name, 0) + 1
        of = name if seen[name] == 1 else f"{name} {seen[name]}"
        yield known("display.maker", _maker(_number(each, "_spdisplays_display-vendor-id")), "system_profiler", of)
        yield known("display.model", word(each, "_name"), "system_profiler", of)
        serial = _number(each, "_spdisplays_display-serial-number")
        yield known("display.serial", f"{serial:08x}" if serial else None, "system_profiler", of)
        yield known("display.made", _made(machine, each), "system_profiler", of)
        yield from _mode(each, of)
        kind = str(each.get("spdisplays_connection_type")).lower()
        yield known("display.connector", next((words for sign, words in _CONNECTORS.items() if sign in kind), None),
                    "system_profiler", of)  # fmt: skip
    if not seen:
        yield gap("not-present", "display.model", words="No display is connected.")
    yield gap("not-supported", "display.width", "display.height", "display.native")


def _mode(row: Row, of: str) -> Iterator[Said]:
    pixels = _SIZE.search(str(row.get("_spdisplays_pixels")))
    said = str(row.get("_spdisplays_resolution"))
    points, rate = _SIZE.search(said), _RATE.search(said)
    yield known("display.mode", f"{pixels[1]}x{pixels[2]}" if pixels else None, "system_profiler", of)
    yield known("display.rate", int(rate[1]) if rate else None, "system_profiler", of)
    scale = round(int(pixels[1]) * 100 / int(points[1])) if pixels and points and int(points[1]) else None
    yield known("display.scale", scale, "system_profiler", of)


def _number(row: Row, name: str) -> int | None:
    found = _HEX.fullmatch(str(row.get(name, "")))
    return int(found[1], 16) or None if found else None


def _maker(vendor: int | None) -> str | None:
    """Read three letters out of a vendor's number (EDID, 3.4)."""
    if vendor is None or vendor > 0x7FFF:  # noqa: PLR2004 - three times five bits
        return None
    codes = [vendor >> shift & 31 for shift in (10, 5, 0)]
    letters = "".join(chr(64 + each) for each in codes) if all(1 <= each <= _LETTERS for each in codes) else None
    return MAKERS.get(letters, letters) if letters else None


def _made(machine: Machine, row: Row) -> str | None:
    year, week = (str(row.get(f"_spdisplays_display-{each}", "")) for each in ("year", "week"))
    if not year.isascii() or not year.isdigit() or len(year) != 4 or int(year) not in _YEARS:  # noqa: PLR2004
        return None
    at = int(week) if week.isascii() and week.isdigit() and len(week) <= 2 and int(week) in _WEEKS else 1  # noqa: PLR2004
    return day(f"{year}-W{at}-1", "%Y-W%W-%w", machine.now())


COLLECTORS = (
    Collector("devices", "graphics", graphics, seconds=8.0, lane="commands"),
    Collector("devices", "displays", displays, seconds=8.0, lane="commands"),
)
"""The collectors of graphics and displays."""
