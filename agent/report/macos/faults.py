"""1.9 Faults on macOS: the reports of crashes of seven days, and the unified log of two hours (more takes too long)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import NamedTuple

from agent.report.believe import moment
from agent.report.grouped import Groups
from agent.report.machine import Machine, Unread
from agent.report.macos.answers import stamp
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import Row, word

_FOLDER = "/Library/Logs/DiagnosticReports"
_WEEK = 7 * 86_400
_AT_MOST = 200
_CRASHES = frozenset({"109", "309"})
_PANIC = "210"
_PROGRAM = re.compile(r"[\w .+()-]{1,100}")
_VERSION = re.compile(r"[\w.+-]{1,60}")
_SIGNAL = re.compile(r'"signal"\s*:\s*"(SIG[A-Z0-9]{2,10})"')
_BEGINNING = 64 * 1024
_SPAN = 2 * 3_600
_LINES = 20_000

# What class of the kernel's messages a line belongs to, as on Linux.
_CLASSES = (
    ("I/O error", "disk"), ("over-current", "usb over-current"), ("GPURestart", "gpu"), ("GPU Restart", "gpu"),
    ("memorystatus: killing", "memory"), ("apfs", "file system"),
)  # fmt: skip


class _Report(NamedTuple):
    at: float
    kind: str
    program: str | None
    version: str | None
    signal: str | None


def report_names(machine: Machine, beginning: str) -> list[str]:
    """
    Name the reports of the last seven days that begin so.

    Raises:
        Unread: They cannot be listed.
    """
    found = [each for each in machine.names(_FOLDER) if each.startswith(beginning)]
    return [each for each in found if _lately(machine, _changed(machine, each))][-_AT_MOST:]


def _changed(machine: Machine, name: str) -> float:
    with suppress(Unread):
        return machine.changed(f"{_FOLDER}/{name}")
    return 0.0


def _lately(machine: Machine, at: float) -> bool:
    return machine.now() - _WEEK < at <= machine.now() + 60


def _reports(machine: Machine) -> list[_Report]:
    """
    Read the first line of each report, which says what it is; of the rest the signal alone is looked for.

    Raises:
        Unread: They cannot be listed.
    """
    found: list[_Report] = []
    for name in [each for each in machine.names(_FOLDER) if each.endswith(".ips")][-_AT_MOST:]:
        with suppress(Unread):
            if read := _read(machine.read(f"{_FOLDER}/{name}", _BEGINNING).decode("utf-8", "replace")):
                found.append(read)
    return [each for each in found if _lately(machine, each.at)]


def _read(said: str) -> _Report | None:
    head, _, body = said.partition("\n")
    try:
        about = json.loads(head)
    except (ValueError, RecursionError):
        return None
    at = stamp(about.get("timestamp")) if isinstance(about, dict) else None
    if at is None:
        return None
    name, version = word(about, "app_name") or word(about, "name"), word(about, "app_version")
    signal = _SIGNAL.search(body)
    return _Report(
        at,
        str(about.get("bug_type")),
        name if name and _PROGRAM.fullmatch(name) else None,
        version if version and _VERSION.fullmatch(version) else None,
        signal[1] if signal else None,
    )


def panics(machine: Machine) -> list[float]:
    """
    Give the times when the kernel crashed.

    Raises:
        Unread: They cannot be told.
    """
    old = [_changed(machine, each) for each in machine.names(_FOLDER) if each.endswith(".panic")]
    new = [each.at for each in _reports(machine) if each.kind == _PANIC]
    return [each for each in (*old, *new) if _lately(machine, each)]


def resets(machine: Machine) -> list[float]:
    """
    Give the times when the hardware was reset, as a hard switching-off does.

    Raises:
        Unread: They cannot be told.
    """
    return [_changed(machine, each) for each in report_names(machine, "ResetCounter-")]


def crashes(machine: Machine) -> Iterator[Said]:
    """Tell which programs crashed, by the reports that all accounts share: name, version and signal."""
    found: dict[tuple[str, str | None, str | None], tuple[int, float]] = {}
    for each in _reports(machine):
        if each.kind in _CRASHES and each.program:
            key = each.program, each.version, each.signal
            times, last = found.get(key, (0, 0.0))
            found[key] = times + 1, max(last, each.at)
    for (program, version, signal), (times, last) in sorted(found.items(), key=lambda item: -item[1][0]):
        yield row("faults.crashes", "reports of crashes", program, version, times, moment(last, machine.now()), signal,
                  None, None)  # fmt: skip
    yield gap("partial", words="Reports of one account alone stand in its home, which is not looked into.")


def stops(machine: Machine) -> Iterator[Said]:
    """Tell how often the system crashed, and how often it was switched off hard."""
    yield known("crash.system", len(panics(machine)), "reports of crashes")
    yield known("crash.unclean", len(resets(machine)), "reports of crashes")
    yield gap("not-supported", "crash.system-code", "kernel.taint", "kernel.taint-words", "stability.index",
              words="macOS has no such number.")  # fmt: skip


def _logged(machine: Machine, command: str) -> list[tuple[Row, float | None]]:
    """
    Read the lines of the unified log.

    Raises:
        Unread: The log cannot be read; it is shown to administrators only.
    """
    ran = machine.run(command)
    if ran.code != 0 and not ran.out.strip():
        raise Unread("no-rights", "log")
    found: list[tuple[Row, float | None]] = []
    for line in ran.text.splitlines()[:_LINES]:
        try:
            read = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(read, dict) and "eventMessage" in read:
            at = stamp(read.get("timestamp"))
            found.append((read, at if at is not None and _lately(machine, at) else None))
    return found


def kernel(machine: Machine) -> Iterator[Said]:
    """Tell what disks, file systems, graphics and the like reported, by class."""
    yield known("log.kind", "unified log", "log")
    yield known("log.from", moment(machine.now() - _SPAN, machine.now()), "log")
    groups = Groups()
    for each, at in _logged(machine, "kernel-log"):
        message = str(each.get("eventMessage"))
        where = f"{message} {each.get('senderImagePath')}"
        name = next((name for sign, name in _CLASSES if sign.lower() in where.lower()), None)
        if name:
            groups.add(name, at, message)
    for name, group in groups.rows():
        first, last = moment(group.first, machine.now()), moment(group.last, machine.now())
        yield row("faults.kernel", "log", name, group.times, first, last, group.sample)


def occurred(machine: Machine) -> Iterator[Said]:
    """Tell faults of programs and services, grouped by who wrote them."""
    groups = Groups()
    for each, at in _logged(machine, "fault-log"):
        name = PurePosixPath(str(each.get("processImagePath") or "")).name
        if _PROGRAM.fullmatch(name):
            groups.add(name, at, str(each.get("eventMessage")))
    for name, group in groups.rows():
        first, last = moment(group.first, machine.now()), moment(group.last, machine.now())
        yield row("faults.events", "log", name, None, group.times, first, last, group.sample)
    yield gap("partial", words="Two hours of the log are read; all of it takes minutes.")


COLLECTORS = (
    Collector("faults", "kernel", kernel, seconds=8.0, lane="slow"),
    Collector("faults", "events", occurred, seconds=8.0, lane="slow"),
    Collector("faults", "crashes", crashes, seconds=5.0),
    Collector("faults", "stops", stops, seconds=5.0),
)
"""The collectors of this section."""
