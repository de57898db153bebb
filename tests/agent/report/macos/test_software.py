"""1.7 Programs on macOS."""

from __future__ import annotations

from agent.report.macos import software
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_programs() -> None:
    """Programs and what Homebrew brought."""
    heard = hear(software.programs, recorded_macos())
    assert heard.facts["programs.number"] == 3
    assert [each[0] for each in heard.rows["software.programs"]] == ["AnyDesk", "Safari", "wget"]


def test_extensions() -> None:
    """Not Apple's, and not the line of titles."""
    heard = hear(software.drivers, recorded_macos())
    assert [each[0] for each in heard.rows["software.drivers"]] == [
        "org.example.guard.extension",
        "com.example.driver.SerialUSB",
    ]
