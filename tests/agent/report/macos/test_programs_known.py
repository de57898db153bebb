"""Programs known by name on macOS."""

from __future__ import annotations

from agent.report.macos.programs_known import ANTIVIRUS, REMOTE


def test_names_are_as_they_are_compared() -> None:
    """Small letters, and every product by a process."""
    for product in (*REMOTE, *ANTIVIRUS):
        assert product.processes
        assert all(each == each.lower() for each in (*product.packages, *product.processes))
