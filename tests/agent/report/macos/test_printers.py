"""1.5 Printers on macOS."""

from __future__ import annotations

from agent.report.macos import printers
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_a_printer() -> None:
    """By its socket."""
    heard = hear(printers.printers, recorded_macos()).facts
    assert heard["printer.state@Kitchen"] == "idle"
    assert heard["printer.connection@Kitchen"] == "network"
    assert heard["printer.default@Kitchen"] is True
