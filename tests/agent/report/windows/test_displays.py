"""1.5 Displays on Windows."""

from __future__ import annotations

from agent.report.windows import displays
from tests.support.recorded_machine import RecordedMachine, hear
from tests.support.recorded_windows import recorded_windows


def test_a_display_says_who_made_it_how_large_it_is_and_by_what_it_hangs() -> None:
    """Letters come as numbers, centimetres become millimetres."""
    facts = hear(displays.displays, recorded_windows()).facts
    of = "DEL404C UID4352"
    assert (facts[f"display.maker@{of}"], facts[f"display.model@{of}"]) == ("Dell", "DELL U2412M")
    assert (facts[f"display.width@{of}"], facts[f"display.connector@{of}"]) == (520, "DP")
    assert facts[f"display.made@{of}"] == "2012-06-25T00:00:00Z"


def test_an_old_or_silent_display_tells_no_date() -> None:
    """And without one there is a gap."""
    old = {"InstanceName": "x", "YearOfManufacture": 1990, "WeekOfManufacture": 255, "ManufacturerName": None}
    heard = hear(displays.displays, RecordedMachine(objects={"WmiMonitorID": [old]}))
    assert heard.facts == {}
    assert hear(displays.displays, RecordedMachine(objects={"WmiMonitorID": []})).gaps["display.model"] == "not-present"
