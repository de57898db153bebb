"""1.6 Updates on macOS."""

from __future__ import annotations

from agent.report.macos import updates
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_what_waits() -> None:
    """The version that runs already does not wait."""
    heard = hear(updates.updates, recorded_macos()).facts
    assert heard["updates.waiting"] == 2
    assert heard["updates.security"] == 1
    assert heard["updates.list-age"] == 22
    assert heard["updates.automatic"] is False


def test_the_last() -> None:
    """Of Apple's."""
    heard = hear(updates.last, recorded_macos()).facts
    assert heard["updates.last-success"] == "2025-01-26T01:14:30Z"
