"""1.11 Activity on Windows."""

from __future__ import annotations

from agent.report.windows import activity
from tests.support.recorded_machine import hear
from tests.support.recorded_windows import recorded_windows


def test_doing_nothing_is_no_busy_program_and_what_is_not_counted_is_not_zero() -> None:
    """The idle process leads every list of Windows."""
    heard = hear(activity.sample, recorded_windows())
    assert [line[0] for line in heard.rows["activity.programs"]] == ["AnyDesk.exe"]
    assert heard.gaps["activity.iowait"] == "not-supported"
    assert "activity.steal" not in heard.facts
    assert heard.facts["activity.zombies"] == 0
