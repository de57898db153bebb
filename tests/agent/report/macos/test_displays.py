"""1.5 Graphics and displays on macOS."""

from __future__ import annotations

from agent.report.macos import displays
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_graphics() -> None:
    """With its numbers and memory."""
    heard = hear(displays.graphics, recorded_macos()).facts
    assert heard["graphics.ids@Radeon RX 580"] == "1002:67df"
    assert heard["graphics.memory@Radeon RX 580"] == 8589934592


def test_displays() -> None:
    """Two of one kind are two."""
    heard = hear(displays.displays, recorded_macos()).facts
    assert heard["display.scale@Color LCD"] == 200
    assert heard["display.maker@DELL U2414H"] == "Dell"
    assert heard["display.made@DELL U2414H 2"] == "2013-11-04T00:00:00Z"
    assert heard["display.connector@Color LCD"] == "built in"
