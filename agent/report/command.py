"""`attended-agent report --out DIR`: the customer's own report of the own computer. Nothing leaves it."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FrameType

from agent.report.assemble import assemble
from agent.report.choice import chosen
from agent.report.leave import OwnReport
from agent.report.redact import Redactor
from agent.report.run import Run
from protocol.errors import ReportNotWritten
from protocol.report.document import Report
from protocol.report.page import SEVERITY, report_page
from protocol.report.parse import report_bytes
from protocol.report.schema import report_schema


def own_report(folder: Path) -> int:
    """
    Collect, redact, and save report.json, report.html and report.schema.json below `folder`; say what was found.

    Raises:
        ReportNotSupported: There are no collectors for this system.
        ReportNotWritten: The folder cannot be written to.
        ReportStopped: Ctrl+C.
    """
    _demand_writable(folder)
    report = collected(OwnReport())
    _save(folder, report)
    for finding in report.findings:
        sys.stdout.write(f"{SEVERITY[finding.severity]}: {finding.words} {finding.advice}\n")
    facts = sum(len(part.facts) + sum(len(table.rows) for table in part.tables) for part in report.sections)
    sys.stdout.write(f"{facts} lines, {len(report.omissions)} gaps, {report.made.took_ms / 1000:.1f} s.\n")
    sys.stdout.write(f"Saved on this computer only: {folder / 'report.html'}\n")
    return 0


def collected(leave: OwnReport) -> Report:
    """
    Collect a report of this computer under the customer's own leave.

    Raises:
        ReportNotSupported: There are no collectors for this system.
        ReportStopped: The leave ended, or Ctrl+C.
    """
    machine, collectors = chosen(leave)
    run = Run(machine, collectors, leave, _progress)

    def stopped(_signal: int, _frame: FrameType | None) -> None:
        leave.stop()
        run.stop()

    former = signal.signal(signal.SIGINT, stopped)
    try:
        redactor = Redactor(machine.own())
        began = time.monotonic()
        heard = run.collect()
        report, _ = assemble(machine, heard, redactor, took=time.monotonic() - began, agent=_version(), grant=None)
        return report
    finally:
        signal.signal(signal.SIGINT, former)


def _progress(words: str, number: int, of: int) -> None:
    sys.stderr.write(f"{words} ({number} of {of})\n")


def _version() -> str:
    try:
        return version("attended")
    except PackageNotFoundError:
        return "from source"


def _demand_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise ReportNotWritten(type(reason).__name__) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ReportNotWritten("no rights")


def _save(folder: Path, report: Report) -> None:
    files = {
        "report.json": report_bytes(report),
        "report.html": report_page(report).encode(),
        "report.schema.json": json.dumps(report_schema(), indent=1, ensure_ascii=False).encode(),
    }
    try:
        for name, data in files.items():
            path = folder / name
            path.write_bytes(data)
            path.chmod(0o600)  # it tells of this computer what its owner may not want to tell
    except OSError as reason:
        raise ReportNotWritten(type(reason).__name__) from None
