"""What a collector says."""

from __future__ import annotations

from agent.report.told import Gap, Known, gap, known, row


def test_unknown_is_a_gap_and_zero_is_a_fact() -> None:
    """None is never told as a value."""
    assert known("cpu.cores", None, "x") == Gap("not-present", "This computer does not tell it.", ("cpu.cores",))
    assert known("disk.pending", 0, "smartctl", "sda") == Known("disk.pending", 0, "smartctl", "sda")
    assert known("mains.connected", False, "x") == Known("mains.connected", False, "x")


def test_a_gap_has_words() -> None:
    """Its own, or the usual ones of its status."""
    assert gap("no-rights", "a.b").words == "This account may not read it."
    assert gap("no-rights", words="Only root.").words == "Only root."
    assert row("software.tasks", "x", "a", None).cells == ("a", None)
