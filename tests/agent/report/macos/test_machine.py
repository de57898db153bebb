"""1.1 The Mac."""

from __future__ import annotations

from agent.report.macos import machine
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_a_laptop() -> None:
    """By its name."""
    heard = hear(machine.maker, recorded_macos()).facts
    assert heard["machine.model"] == "MacBookAir10,1"
    assert heard["machine.chassis"] == "laptop"
    assert heard["firmware.kind"] == "Apple"


def test_a_real_one() -> None:
    """No hypervisor below."""
    heard = hear(machine.virtual, recorded_macos()).facts
    assert heard["machine.virtual"] == "none"


def test_its_age() -> None:
    """Since its first set-up."""
    heard = hear(machine.age, recorded_macos()).facts
    assert heard["machine.since"] == "2021-01-01T11:20:00Z"
