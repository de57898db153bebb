"""`Save a copy`: what would be sent, as page and as JSON, in a folder of the customer's beside their receipts."""

from __future__ import annotations

from pathlib import Path

from agent.report.command import demand_writable, save
from protocol.report.parse import read_report

FOLDER = "Attended reports"


def save_copy(receipts: Path, document: bytes) -> Path:
    """
    Save a report as it would be sent, crossed out and masked as it stands, and give the path of its page.

    Its folder is named by when it was made: a later copy of the same report replaces the earlier one.

    Raises:
        ReportNotWritten: The folder cannot be written to.
        ReportMalformed, ReportTooLong: It is no report.
    """
    report = read_report(document)
    made = report.made.at.replace(":", "")[:15]
    folder = receipts.parent / FOLDER / f"health-report-{made}"
    demand_writable(folder)
    save(folder, report)
    return folder / "report.html"
