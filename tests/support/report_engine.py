"""
The card engine, which also tells what goes on the wire, and collects the small report that a test lays down.

Started as `python -m tests.support.report_engine ...`; see `telling_engine` for where it tells.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from agent.engine import __main__ as process
from agent.engine import engine, making
from agent.engine.line import Heard, Line, Where
from agent.engine.reporting import Collected
from agent.pipe.parcel import Parcel
from consent.permits import ReportPermit
from protocol.channels import First
from protocol.errors import ReportStopped
from protocol.report.document import Report
from protocol.report.parse import report_bytes
from protocol.report.pseudonyms import Pseudonym
from protocol.session import AgentSession
from protocol.sframe import place, read_header
from tests.support.card_engine import card_work
from tests.support.telling_engine import read, tell

LAID = "ATTENDED_TEST_REPORT"
"""The environment variable that names the file with the report."""
CUT = "ATTENDED_TEST_CUT"
"""When this variable is set, the line breaks once, as the first large part of a report goes into it."""
_LARGE = 20_000


def lay(path: Path, report: Report, meant: dict[Pseudonym, str]) -> None:
    """Lay down what the next report of this computer will be."""
    values = [[kind, number, value] for (kind, number), value in meant.items()]
    path.write_text(json.dumps({"report": report_bytes(report).decode(), "meant": values}))


def sent(path: Path, channel: int | None = None) -> list[tuple[int, int]]:
    """Read what went on the wire sealed: channel and length of each message, in order."""
    parts = [line.what.split(":") for line in read(path) if line.what.startswith("wire:")]
    told = [(int(number), int(length)) for _, number, length in parts]
    return [each for each in told if channel is None or each[0] == channel]


def collections(path: Path) -> int:
    """Count how often the computer was looked at for a report."""
    return sum(line.what == "collect" for line in read(path))


class LaidReport:
    """Collects what was laid down."""

    def __init__(self, permit: ReportPermit, progress: Callable[[str, int, int], None]) -> None:
        self._permit, self._progress = permit, progress

    def collect(self) -> Parcel:
        """Tell it, and give the report."""
        tell("collect")
        if not self._permit.lives:
            raise ReportStopped
        self._progress("Looking at the disks", 1, 1)
        laid = json.loads(Path(os.environ[LAID]).read_text())
        report = Report.model_validate_json(laid["report"])
        consent = report.consent.model_copy(update={"grant": self._permit.grant})
        meant = {(kind, number): value for kind, number, value in laid["meant"]}
        return Parcel(report_bytes(report.model_copy(update={"consent": consent})), meant)

    def stop(self) -> None:
        """Do nothing: it is over at once."""


def laid_report(permit: ReportPermit, progress: Callable[[str, int, int], None], origin: str) -> Collected:
    """Begin."""
    return LaidReport(permit, progress)


class WatchedSession(AgentSession):
    """Tells channel and length of each sealed message that goes on the wire."""

    def to_send(self) -> list[bytes]:
        """Tell it."""
        out = super().to_send()
        for data in out:
            if data[0] == First.SEALED:
                tell(f"wire:{place(read_header(data[1:]).kid).channel}:{len(data)}")
        return out


class CutLine(Line):
    """A line that breaks once while a report is sent: what was handed to it then is lost."""

    is_whole = CUT in os.environ

    def __init__(self, where: Where, heard: Heard, to_send: Callable[[], list[bytes]]) -> None:
        super().__init__(where, heard, self._watched)
        self._handed = to_send

    def _watched(self) -> list[bytes]:
        out = self._handed()
        if CutLine.is_whole and self._socket is not None and any(len(data) > _LARGE for data in out):
            CutLine.is_whole = False
            tell("cut")
            self._socket.transport.abort()
        return out


if __name__ == "__main__":
    engine.Line = CutLine  # type: ignore[attr-defined]
    engine.AgentSession = WatchedSession  # type: ignore[attr-defined]
    making.work_for = card_work
    making.report_for = laid_report
    process.main()
