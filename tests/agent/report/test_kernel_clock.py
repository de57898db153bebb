"""The kernel's word on its clock."""

from __future__ import annotations

from agent.report.kernel_clock import kernel_clock


def test_the_kernel_tells_of_its_clock_and_nothing_is_set() -> None:
    """Two questions give the same state; the error is a number of microseconds."""
    first, second = kernel_clock(), kernel_clock()
    assert first["synchronised"] is second["synchronised"]
    assert isinstance(first["synchronised"], bool)
    assert 0 <= first["max_error"] < 2**40
