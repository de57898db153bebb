"""1.9 Faults on macOS."""

from __future__ import annotations

from agent.report.macos import faults
from tests.support.recorded_machine import hear
from tests.support.recorded_macos import recorded_macos


def test_crashes() -> None:
    """By the first line and the signal."""
    heard = hear(faults.crashes, recorded_macos())
    assert heard.rows["faults.crashes"] == [("MarkdownEditor", "1.0", 1, "2026-11-20T08:11:45Z", "SIGSEGV", None, None)]


def test_stops() -> None:
    """A panic and a reset."""
    heard = hear(faults.stops, recorded_macos())
    assert heard.facts["crash.system"] == 1
    assert heard.facts["crash.unclean"] == 1


def test_the_kernel() -> None:
    """By class."""
    heard = hear(faults.kernel, recorded_macos())
    assert [each[0] for each in heard.rows["faults.kernel"]] == ["disk", "file system", "memory"]
