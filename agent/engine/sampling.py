"""How this computer is looked at for live use, under a permit. Imported with the first sent report, not before."""

from __future__ import annotations

from agent.pipe.messages import ShowVitals
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from agent.report.vitals import Vitals, Wanted
from consent.permits import ReportPermit
from protocol.errors import ReportStopped


def vitals_under(permit: ReportPermit, wanted: ShowVitals) -> Vitals:
    """
    Open the looking, under a permit.

    Raises:
        ReportStopped: The permit does not live.
    """
    told = Wanted(wanted.processor, wanted.memory, wanted.programs, frozenset(wanted.disks), frozenset(wanted.networks))
    try:
        return Vitals(PosixMachine(permit), told)
    except Unread:
        raise ReportStopped from None
