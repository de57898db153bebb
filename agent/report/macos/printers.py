"""1.5 Printers on macOS, of `system_profiler`; titles and owners of jobs are never asked for."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from agent.report.machine import Machine
from agent.report.macos.answers import profile, yes
from agent.report.told import Collector, Said, gap, known
from agent.report.values import Row, word

_STATES = {"idle": "idle", "printing": "printing", "in use": "printing", "stopped": "stopped", "paused": "stopped",
           "offline": "offline"}  # fmt: skip
_CONNECTIONS = {"usb": "USB", "dnssd": "network", "ipp": "network", "ipps": "network", "socket": "network",
                "lpd": "network", "smb": "Windows share", "http": "network", "https": "network"}  # fmt: skip


def printers(machine: Machine) -> Iterator[Said]:
    """Tell of each printer how it is connected and whether it works."""
    found = [each for each in profile(machine, "SPPrintersDataType") if "uri" in each or "ppd" in each]
    for each in found:
        name = word(each, "_name")
        if name is None:
            continue
        yield known("printer.name", name, "system_profiler", name)
        yield known("printer.driver", word(each, "ppd"), "system_profiler", name)
        yield known("printer.state", _STATES.get(str(each.get("status")).lower()), "system_profiler", name)
        yield known("printer.default", yes(each.get("default")), "system_profiler", name)
        yield from _connection(each, name)
    if not found:
        yield gap("not-present", "printer.name", words="No printer is set up.")
    words = "It is not asked for: the list of jobs holds titles and owners."
    yield gap("not-supported", "printer.jobs", words=words)
    yield gap("not-supported", "printer.reasons", "printer.spooler")


def _connection(each: Row, name: str) -> Iterator[Said]:
    try:
        parts = urlsplit(str(each.get("uri", "")))
        scheme, host = parts.scheme.lower(), parts.hostname
    except ValueError:
        scheme, host = "", None
    yield known("printer.connection", _CONNECTIONS.get(scheme), "system_profiler", name)
    if scheme not in {"usb", ""} and host:
        yield known("printer.host", host, "system_profiler", name)


COLLECTORS = (Collector("devices", "printers", printers, seconds=8.0, lane="slow"),)
"""The collector of printers."""
