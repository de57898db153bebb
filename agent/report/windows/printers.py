"""1.5 Printers on Windows: the spooler's list. Titles and owners of jobs are never asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, known
from agent.report.values import Row, flag, number, word
from agent.report.windows.answers import ask

# Win32_Printer: PrinterStatus and DetectedErrorState.
_STATES = {3: "idle", 4: "printing", 5: "idle", 6: "stopped", 7: "offline"}
_REASONS = {4: "out of paper", 5: "toner", 6: "toner", 7: "door open", 8: "paper jam", 9: "offline",
            10: "needs service", 11: "output full"}  # fmt: skip
_FATAL = frozenset({4, 6, 7, 8, 10, 11})
_OFFLINE = 9
_PORTS = {"USB": "USB", "DOT4": "USB", "IP_": "network", "WSD": "network", "TCP": "network", "LPT": "parallel",
          "COM": "serial", "FILE": "file", "PORTPROMPT": "file", "NUL": "file", "SHRFAX": "fax", "HTTP": "network",
          "IPP": "network"}  # fmt: skip


def printers(machine: Machine) -> Iterator[Said]:
    """Tell of each printer how it is connected, whether it works, and how many jobs wait."""
    found = ask(machine, "Win32_Printer")
    jobs = _jobs(machine)
    for each in found:
        name = word(each, "Name")
        if name is None:
            continue
        of = name  # its own name, which is masked there as well: a number would tell of one that was crossed out
        error = number(each, "DetectedErrorState")
        yield known("printer.name", name, "CIM", of)
        yield known("printer.driver", word(each, "DriverName"), "CIM", of)
        yield known("printer.default", flag(each, "Default"), "CIM", of)
        yield known("printer.state", _state(each, error), "CIM", of)
        if error in _REASONS:
            yield known("printer.reasons", _REASONS[error], "CIM", of)
        yield from _connection(each, name, of)
        if jobs is not None:
            yield known("printer.jobs", jobs.get(name, 0), "CIM", of)


def _state(each: Row, error: int | None) -> str | None:
    if flag(each, "WorkOffline") or error == _OFFLINE:
        return "offline"
    return "stopped" if error in _FATAL else _STATES.get(number(each, "PrinterStatus") or 0)


def _connection(each: Row, name: str, of: str) -> Iterator[Said]:
    port = (word(each, "PortName") or "").upper()
    kind = next((kind for sign, kind in _PORTS.items() if port.startswith(sign)), None)
    if name.startswith("\\\\"):
        yield known("printer.connection", "Windows share", "CIM", of)
        yield known("printer.host", name.lstrip("\\").partition("\\")[0] or None, "CIM", of)
        return
    yield known("printer.connection", kind or ("network" if flag(each, "Network") else None), "CIM", of)


def _jobs(machine: Machine) -> dict[str, int] | None:
    """Count the jobs of each printer: of a job only "printer, number" is asked for."""
    with suppress(Unread):
        names = [str(each.get("Name")).rpartition(",")[0] for each in ask(machine, "Win32_PrintJob")]
        return dict(Counter(names))
    return None


def spooler(machine: Machine) -> Iterator[Said]:
    """Tell whether the printing service runs."""
    services = machine.count("services")
    states = [str(each.get("status")) for each in services if str(each.get("name")).lower() == "spooler"]
    yield known("printer.spooler", states[0] == "running" if states else None, "psutil")


COLLECTORS = (
    Collector("devices", "printers", printers, seconds=8.0, lane="slow"),
    Collector("devices", "spooler", spooler, seconds=5.0),
)
"""The collectors of printers."""
