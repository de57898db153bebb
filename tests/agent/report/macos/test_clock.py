"""1.6 The clock on macOS."""

from __future__ import annotations

from agent.report.macos import clock
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_the_time() -> None:
    """Set by itself."""
    heard = hear(clock.kept, recorded_macos()).facts
    assert heard["clock.synchronised"] is True
    assert heard["clock.source"] == "NTP"


def test_the_place() -> None:
    """Zone and language."""
    heard = hear(clock.place, recorded_macos()).facts
    assert heard["clock.zone"] == "Europe/Berlin"
    assert heard["clock.locale"] == "de_DE"
