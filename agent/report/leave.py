"""
Who may have a report collected: a technician's living permit, or the customer's own command on the own computer.

Everything that reads the computer takes one of the two as an argument, and asks whether it still lives.
"""

from __future__ import annotations

from consent.permits import ReportPermit


class OwnReport:
    """The customer's own act: a report that stays on this computer. Made by `attended-agent report` alone."""

    __slots__ = ("_stopped",)

    def __init__(self) -> None:
        self._stopped = False

    @property
    def lives(self) -> bool:
        """Tell whether the customer still wants it."""
        return not self._stopped

    def stop(self) -> None:
        """End it."""
        self._stopped = True


Leave = ReportPermit | OwnReport
"""Proof that a report may be collected now."""
