"""1.11 Activity on macOS."""

from __future__ import annotations

from agent.report.macos import activity
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_the_load() -> None:
    """As a share of eight threads."""
    heard = hear(activity.load, recorded_macos()).facts
    assert heard["activity.load"] == 30
    assert heard["activity.load-15"] == 24
    assert heard["activity.handles"] == 9120
