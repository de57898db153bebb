"""1.7 Services on macOS."""

from __future__ import annotations

from agent.report.macos import services
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_services() -> None:
    """A crash and an error; a service that was told to end did not fail."""
    heard = hear(services.services, recorded_macos())
    assert heard.facts["services.failed"] == 2
    assert heard.rows["software.services"][0][0] == "com.example.crashed"


def test_start_up() -> None:
    """Without arguments; one was switched off."""
    heard = hear(services.start_up, recorded_macos())
    assert heard.rows["software.start-up"][0] == ("com.example.helper", "helper", None, "with the computer", False)
    assert "sommer2026" not in str(heard)
