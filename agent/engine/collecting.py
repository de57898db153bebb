"""How this computer's health report is collected, once it is permitted. Imported with the first permit, not before."""

from __future__ import annotations

import time
from importlib.metadata import PackageNotFoundError, version

from agent.pipe.parcel import Parcel
from agent.report.assemble import assemble
from agent.report.choice import chosen
from agent.report.redact import Redactor
from agent.report.relay_clock import relay_at
from agent.report.run import Progress, Run
from consent.permits import ReportPermit
from protocol.errors import ReportStopped
from protocol.report.parse import report_bytes


class Collecting:
    """One report in the making, under a permit."""

    def __init__(self, permit: ReportPermit, progress: Progress, origin: str = "") -> None:
        """
        Take the proof, whom to tell which section is looked at, and the relay's origin: probes go there alone.

        Raises:
            ReportNotSupported: There are no collectors for this system.
            ReportStopped: The permit does not live.
        """
        self._permit = permit
        self._machine, collectors = chosen(permit, relay_at(origin))
        self._run = Run(self._machine, collectors, permit, progress)

    def collect(self) -> Parcel:
        """
        Collect, redact and judge; takes seconds, so call it in a thread.

        Raises:
            ReportStopped: It was stopped, or the permit ended: what was collected is thrown away.
        """
        began = time.monotonic()
        redactor = Redactor(self._machine.own())
        heard = self._run.collect()
        took = time.monotonic() - began
        report, meant = assemble(self._machine, heard, redactor, took=took, agent=_version(), grant=self._permit.grant)
        if not self._permit.lives:
            raise ReportStopped
        return Parcel(report_bytes(report), meant)

    def stop(self) -> None:
        """End every child at once; `collect` raises."""
        self._run.stop()


def _version() -> str:
    try:
        return version("attended")
    except PackageNotFoundError:
        return "from source"
