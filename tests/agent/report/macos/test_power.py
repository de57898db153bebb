"""1.4 Power on macOS."""

from __future__ import annotations

from agent.report.macos import power
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_the_battery() -> None:
    """A tenth is gone."""
    heard = hear(power.batteries, recorded_macos()).facts
    assert heard["battery.charge@battery"] == 78
    assert heard["battery.wear@battery"] == 10
    assert heard["battery.state@battery"] == "charging"
    assert heard["heat.temperature@battery"] == 30


def test_the_mains() -> None:
    """45 watts, and a plan that saves."""
    heard = hear(power.mains, recorded_macos()).facts
    assert heard["mains.connected"] is True
    assert heard["mains.adapter"] == 45000
    assert heard["power.plan"] == "power-saver"


def test_peripherals() -> None:
    """Of a pair the lower charge."""
    heard = hear(power.peripherals, recorded_macos()).facts
    assert heard["peripheral.charge@device 1"] == 75
    assert heard["peripheral.charge@device 3"] == 12


def test_sleep() -> None:
    """Since the start."""
    heard = hear(power.sleep, recorded_macos()).facts
    assert heard["sleep.times"] == 1040
