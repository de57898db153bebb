"""A report for the customer alone: collected under their own leave, and saved where they say. Nothing is sent."""

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
from protocol.report.page import report_page
from protocol.report.parse import report_bytes
from protocol.report.pseudonyms import Pseudonym
from protocol.report.schema import report_schema


def collected(leave: OwnReport) -> tuple[Report, dict[Pseudonym, str]]:
    """
    Collect a report of this computer under the customer's own leave; and what its pseudonyms stand for, for them.

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
        return assemble(machine, heard, redactor, took=time.monotonic() - began, agent=_version(), grant=None)
    finally:
        signal.signal(signal.SIGINT, former)


def _progress(words: str, number: int, of: int) -> None:
    sys.stderr.write(f"{words} ({number} of {of})\n")


def _version() -> str:
    try:
        return version("attended")
    except PackageNotFoundError:
        return "from source"


def demand_writable(folder: Path) -> None:
    """
    Make the folder, before anything is collected.

    Raises:
        ReportNotWritten: It cannot be made, or this account may not write there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise ReportNotWritten(type(reason).__name__) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ReportNotWritten("no rights")


def save(folder: Path, report: Report) -> None:
    """
    Write report.json, report.html and report.schema.json, which nobody but this account may read.

    Raises:
        ReportNotWritten: The folder cannot be written to.
    """
    files = {
        "report.json": report_bytes(report),
        "report.html": report_page(report).encode(),
        "report.schema.json": json.dumps(report_schema(), indent=1, ensure_ascii=False).encode(),
    }
    try:
        for name, data in files.items():
            path = folder / name
            path.touch(mode=0o600)
            path.chmod(0o600)  # it tells of this computer what its owner may not want to tell
            path.write_bytes(data)
    except OSError as reason:
        raise ReportNotWritten(type(reason).__name__) from None
