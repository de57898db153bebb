"""1.5 Devices on macOS."""

from __future__ import annotations

from agent.report.macos import devices
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_input() -> None:
    """Only what Apple calls it, not what somebody calls it."""
    heard = hear(devices.inputs, recorded_macos()).facts
    assert heard["keyboard.name@Magic Keyboard"] == "Magic Keyboard"
    assert heard["pointer.name@Magic Trackpad"] == "Magic Trackpad"


def test_bluetooth() -> None:
    """On, and what is paired."""
    heard = hear(devices.bluetooth, recorded_macos()).facts
    assert heard["bluetooth.on@Bluetooth"] is True
    assert heard["paired.kind@MX Master 3"] == "mouse"
    assert heard["paired.connected@iPad"] is False
