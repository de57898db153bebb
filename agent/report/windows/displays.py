"""1.5 Displays on Windows: what each says of itself, as WMI passes it on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from agent.report.believe import day
from agent.report.edid import MAKERS
from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, number
from agent.report.windows.answers import ask, letters

_FIRST_YEAR = 2000
_WEEKS = range(1, 54)
# D3DKMDT_VIDEO_OUTPUT_TECHNOLOGY (d3dkmdt.h).
_CONNECTORS = {0: "VGA", 4: "DVI", 5: "HDMI", 6: "LVDS", 8: "D-Jpn", 10: "DP", 11: "eDP", 12: "UDI", 13: "UDI",
               15: "Miracast", 2_147_483_648: "built in"}  # fmt: skip


def displays(machine: Machine) -> Iterator[Said]:
    """Tell of each connected display who made it, when, how large it is, and by what it is connected."""
    found = ask(machine, "WmiMonitorID")
    sizes, connections = (_by_instance(machine, kind) for kind in (
        "WmiMonitorBasicDisplayParams", "WmiMonitorConnectionParams"))  # fmt: skip
    for each in found:
        instance = str(each.get("InstanceName"))
        of = _place(instance)
        maker = letters(each, "ManufacturerName")
        yield known("display.maker", MAKERS.get(maker or "", maker), "EDID", of)
        yield known("display.model", letters(each, "UserFriendlyName") or letters(each, "ProductCodeID"), "EDID", of)
        yield known("display.serial", letters(each, "SerialNumberID"), "EDID", of)
        yield known("display.made", _made(machine, each), "EDID", of)
        size = sizes.get(instance, {})
        for fact, name in (("display.width", "MaxHorizontalImageSize"), ("display.height", "MaxVerticalImageSize")):
            centimetres = number(size, name, least=1)
            yield known(fact, None if centimetres is None else centimetres * 10, "EDID", of)
        kind = number(connections.get(instance, {}), "VideoOutputTechnology")
        yield known("display.connector", None if kind is None else _CONNECTORS.get(kind, "another"), "wmi", of)
    if not found:
        yield gap("not-present", "display.model", words="No display tells of itself.")
    yield gap("not-supported", "display.native", words="Windows does not pass on the resolution a display is made for.")


def _place(instance: str) -> str:
    """Name a display by its make and its place at the computer, as Windows numbers it for good."""
    kind, _, rest = instance.partition("\\")[2].partition("\\")
    place = rest.rpartition("&")[2].partition("_")[0]
    return " ".join(part for part in (kind, place) if part) or "display"


def _by_instance(machine: Machine, kind: str) -> dict[str, Row]:
    with suppress(Unread):
        return {str(each.get("InstanceName")): each for each in ask(machine, kind)}
    return {}


def _made(machine: Machine, row: Row) -> str | None:
    year, week = number(row, "YearOfManufacture", least=_FIRST_YEAR), number(row, "WeekOfManufacture")
    if year is None:
        return None
    return day(f"{year}-W{week if week in _WEEKS else 1}-1", "%Y-W%W-%w", machine.now())


COLLECTORS = (Collector("devices", "displays", displays, seconds=8.0, lane="commands"),)
"""The collector of displays."""
