"""1.7 Services, start-up and scheduled tasks on Windows: the service control manager, Run keys, the task scheduler."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import PureWindowsPath

from agent.report.machine import Machine, Unread
from agent.report.told import Collector, Said, gap, known, row
from agent.report.values import Row, listed, number, word
from agent.report.windows.answers import ask, parsed
from agent.report.windows.keys import MY_WINDOWS, WINDOWS, WINDOWS_32

_NEVER_STARTED = 1077
_FINE = frozenset({0, _NEVER_STARTED, 1060, 1066})
# SCHED_S_…: ready, running, disabled, never run, no more runs, not scheduled, terminated, queued (winerror.h).
_TASK_FINE = frozenset({0, 267008, 267009, 267010, 267011, 267012, 267013, 267014, 267015, 267045})
_AT_BOOT, _AT_SIGN_IN = 8, 9
_STATES = {"Running": "running", "Stopped": "stopped", "Paused": "paused"}
_STARTS = {"Auto": "automatic", "Manual": "manual", "Disabled": "disabled", "Boot": "boot", "System": "system"}
_PROGRAM = re.compile(r'\s*(?:"([^"]{1,260})"|(\S.{0,258}?\.(?:exe|com|bat|cmd|vbs|js|ps1|scr))(?=\s|$)|(\S{1,260}))',
                      re.IGNORECASE)  # fmt: skip
_NAME = re.compile(r"[\w .+()&-]{1,100}")
_FOLDER = "/ProgramData/Microsoft/Windows/Start Menu/Programs/StartUp"
_ON = frozenset({2, 6})
"""First byte of an approval; the time stamp that follows says when it was switched off."""


def services(machine: Machine) -> Iterator[Said]:
    """Tell each service's state, how it starts, and with which code it ended; those that failed come first."""
    yield known("services.manager", "service control manager", "CIM")
    yield gap("not-supported", "services.manager-version")
    found = [(each, _failed(each)) for each in ask(machine, "Win32_Service") if word(each, "Name")]
    found.sort(key=lambda pair: (not pair[1], str(pair[0].get("Name")).lower()))
    yield known("services.number", len(found), "CIM")
    yield known("services.failed", sum(failed for _, failed in found), "CIM")
    for each, failed in found:
        code = number(each, "ExitCode")
        yield row("software.services", "CIM", word(each, "Name"), word(each, "DisplayName"),
                  _STATES.get(str(each.get("State"))), _STARTS.get(str(each.get("StartMode"))), failed,
                  code if failed else None)  # fmt: skip


def _failed(each: Row) -> bool:
    """Tell whether a service that starts by itself stands still with an error."""
    code = number(each, "ExitCode")
    return each.get("State") == "Stopped" and each.get("StartMode") == "Auto" and code is not None and code not in _FINE


def start_up(machine: Machine) -> Iterator[Said]:
    """Tell what starts with Windows or at a sign-in: by name and program, never with its arguments."""
    told = False
    for root, approval, kind in ((WINDOWS, "Run", "all accounts"), (WINDOWS_32, "Run32", "all accounts, 32 bit"),
                                 (MY_WINDOWS, "Run", "this account")):  # fmt: skip
        approvals = _approvals(machine, MY_WINDOWS if root == MY_WINDOWS else WINDOWS, approval)
        for list_name, words in (("Run", kind), ("RunOnce", f"{kind}, once")):
            with suppress(Unread):
                for name, program in _run(machine, rf"{root}\{list_name}"):
                    told = True
                    yield row("software.start-up", "registry", name, program, None, words, approvals.get(name, True))
    with suppress(Unread):
        approvals = _approvals(machine, WINDOWS, "StartupFolder")
        for name in machine.names(_FOLDER):
            if name.lower() != "desktop.ini":
                told = True
                plain = PureWindowsPath(name).stem
                yield row(
                    "software.start-up", "folder", plain, None, None, "start-up folder", approvals.get(name, True)
                )
    if not told:
        yield gap("not-present", words="Nothing starts by these ways.")


def _run(machine: Machine, key: str) -> Iterator[tuple[str, str | None]]:
    names = machine.branch(key).values
    for name, value in machine.registry(key, names).items():
        yield name, program_of(value) if isinstance(value, str) else None


def program_of(command: str) -> str | None:
    """Give the program's name out of a command, without folder and arguments; None where it is not certain."""
    found = _PROGRAM.match(command)
    path = next((part for part in found.groups() if part), "") if found else ""
    name = PureWindowsPath(path).name
    return name if _NAME.fullmatch(name) else None


def _approvals(machine: Machine, root: str, name: str) -> dict[str, bool]:
    """Tell which entries somebody switched off in the task manager."""
    key = rf"{root}\Explorer\StartupApproved\{name}"
    with suppress(Unread):
        found = machine.registry(key, machine.branch(key).values)
        return {each: value[0] in _ON for each, value in found.items() if isinstance(value, bytes) and value}
    return {}


def tasks(machine: Machine) -> Iterator[Said]:
    """Tell scheduled tasks whose last run failed, and those of others than Windows that begin with it."""
    found = parsed(machine.run("tasks").out)
    every = [each for each in listed(found, "tasks") if isinstance(each, dict)] if isinstance(found, dict) else []
    if not every:
        raise Unread("not-present", "tasks")
    for each in every:
        path = word(each, "path")
        if path is None:
            continue
        code = each.get("code")
        if isinstance(code, int) and not isinstance(code, bool) and code & 0xFFFF_FFFF not in _TASK_FINE:
            yield row("software.tasks", "task scheduler", path, f"0x{code & 0xFFFF_FFFF:08x}")
        starts = set(filter(lambda kind: isinstance(kind, int), listed(each, "starts")))
        if starts & {_AT_BOOT, _AT_SIGN_IN} and not path.startswith("\\Microsoft\\"):
            kind = "task at start" if _AT_BOOT in starts else "task at sign-in"
            yield row("software.start-up", "task scheduler", path, None, None, kind, True)


COLLECTORS = (
    Collector("software", "services", services, seconds=8.0, lane="commands"),
    Collector("software", "start-up", start_up),
    Collector("software", "tasks", tasks, seconds=8.0, lane="slow"),
)
"""The collectors of services."""
