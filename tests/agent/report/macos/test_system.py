"""1.6 The system on macOS."""

from __future__ import annotations

from agent.report.macos import system
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_the_release() -> None:
    """Out of support."""
    heard = hear(system.release, recorded_macos()).facts
    assert heard["os.id"] == "macos"
    assert heard["os.version"] == "14.5"
    assert heard["os.support-ends"] == "2026-09-14T00:00:00Z"


def test_a_bad_stop() -> None:
    """A panic stands beside the start."""
    heard = hear(system.stopped, recorded_macos()).facts
    assert heard["boot.last-stop-clean"] is False
