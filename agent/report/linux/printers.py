"""1.5 Printers on Linux: CUPS' lpstat, whose words are fixed by LC_ALL. Titles and owners of jobs are never kept."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known

_CONNECTIONS = {
    "usb": "USB", "ipp": "network", "ipps": "network", "http": "network", "https": "network", "lpd": "network",
    "socket": "network", "dnssd": "network", "implicitclass": "network", "smb": "Windows share", "parallel": "parallel",
    "serial": "serial", "file": "file", "cups-pdf": "file", "hp": "HP's own", "bluetooth": "Bluetooth",
}  # fmt: skip
_STATE = re.compile(r"printer (\S+) (?:is (idle)\.|now (printing) \S+\.?|(disabled) since)")
_DEVICE = re.compile(r"device for (\S+): (\S+)")
_OFFLINE = ("offline", "unplugged", "not connected", "not responding", "unreachable")
# What stopped printers say (CUPS' reasons, in English by LC_ALL), as our words; other lines may hold a job's title.
_REASONS = {
    "paper jam": "paper jam", "media-jam": "paper jam", "out of paper": "out of paper", "media-empty": "out of paper",
    "toner": "toner", "ink": "ink", "door": "door open", "cover": "cover open", "filter failed": "filter failed",
    "backend failed": "connection failed", "authentication": "needs a sign-in", **dict.fromkeys(_OFFLINE, "offline"),
}  # fmt: skip


def printers(machine: Machine) -> Iterator[Said]:
    """Tell of each printer how it is connected, whether it works, and how many jobs wait."""
    said = machine.run("printers").text
    lines = said.splitlines()
    if "scheduler is not running" in said or "scheduler is running" in said:
        yield known("printer.spooler", "scheduler is running" in said, "lpstat")
    else:
        yield gap("not-present", "printer.spooler")
    usual = next((line.partition(": ")[2] for line in lines if line.startswith("system default destination: ")), "")
    devices = {found[1]: found[2] for line in lines if (found := _DEVICE.fullmatch(line))}
    states = _states(lines)
    jobs = _jobs(machine)
    for name in sorted(devices | states):
        of = name  # its own name, which is masked there as well: a number would tell of one that was crossed out
        state, reason = states.get(name, (None, None))
        yield known("printer.name", name, "lpstat", of)
        yield known("printer.state", state, "lpstat", of)
        if reason is not None:
            yield known("printer.reasons", reason, "lpstat", of)
        yield known("printer.default", name == usual, "lpstat", of)
        yield from _connection(devices.get(name, ""), of)
        if jobs is not None:
            yield known("printer.jobs", jobs.get(name, 0), "lpstat", of)


def _states(lines: list[str]) -> dict[str, tuple[str, str | None]]:
    """Read each printer's state, with the reason that stands in the line below it."""
    found: dict[str, tuple[str, str | None]] = {}
    for line, below in itertools.zip_longest(lines, lines[1:], fillvalue=""):
        state = _STATE.match(line)
        if state is None:
            continue
        told = below.lower() if below[:1].isspace() else ""
        reason = next((words for sign, words in _REASONS.items() if sign in told), None)
        offline = reason == "offline"
        found[state[1]] = "offline" if offline else "stopped" if state[4] else state[2] or "printing", reason
    return found


def _connection(address: str, of: str) -> Iterator[Said]:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        yield gap("failed", "printer.connection")
        return
    kind = _CONNECTIONS.get(parts.scheme)
    yield known("printer.connection", kind, "lpstat", of)
    if kind in {"network", "Windows share"} and host:
        yield known("printer.host", host, "lpstat", of)


def _jobs(machine: Machine) -> dict[str, int] | None:
    """Count the jobs of each printer; each line begins with the printer's name and the job's number."""
    try:
        lines = machine.run("print-jobs").text.splitlines()
    except Unread:
        return None
    found: dict[str, int] = {}
    for line in lines:
        name, dash, number = line.partition(" ")[0].rpartition("-")
        if dash and number.isdigit():
            found[name] = found.get(name, 0) + 1
    return found


COLLECTORS = (
    Collector(
        "devices", "printers", printers, seconds=6.0, lane="slow", without="No printing service (CUPS) is installed."
    ),
)
"""The collector of printers."""
