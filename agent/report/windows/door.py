"""
The real Windows computer: registry, CIM and the event log in child processes, psutil's counters, a few files.

A path of the door begins at the system's drive: "/Windows/System32/drivers/etc/hosts".
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, Literal

import psutil

from agent.report import counters
from agent.report.commands import OUTPUT_BYTES
from agent.report.door import LOOK_SECONDS, Door, Surroundings, code_of
from agent.report.leave import Leave
from agent.report.machine import Branch, Counter, Ran, Reach, Reached, Relay, Space, Unread
from agent.report.once import Once
from agent.report.own import Own
from agent.report.values import Row
from agent.report.windows import echo, names, registry, wlan
from agent.report.windows.answers import answers
from agent.report.windows.classes import demand_class
from agent.report.windows.keys import demand_key
from agent.report.windows.scripts import COMMANDS

_PIECE = 65_536
_HIDDEN = 0x0800_0000 | 0x0000_0200
"""CREATE_NO_WINDOW and CREATE_NEW_PROCESS_GROUP (processthreadsapi.h): no window flickers, Ctrl+C stays ours."""


class WindowsMachine(Door):
    """
    The Windows computer this runs on. Making one needs a living leave; each act asks it again. `relay` may be probed.

    Raises:
        ReportStopped: The leave does not live.
    """

    def __init__(self, leave: Leave, relay: Relay | None = None) -> None:
        super().__init__(leave, relay, COMMANDS)
        self._ran: Once[Ran] = Once()
        self._asked: Once[dict[str, list[Row] | Unread]] = Once()

    @property
    def platform(self) -> Literal["linux", "windows", "macos"]:
        """Name the system."""
        return "windows"

    @property
    def elevated(self) -> bool:
        """Tell whether this runs with an administrator's rights in force."""
        return bool(_library("shell32").IsUserAnAdmin())

    def own(self) -> Own:
        """Tell this computer's names."""
        self._demand_leave()
        return names.own_names()

    def leads_to(self, path: str) -> str:
        """Say that links are not followed here."""
        raise Unread("not-supported", path)

    def space(self, mount: str) -> Space:
        """Tell the room of a drive that psutil named; Windows counts no files."""
        self._demand_leave()
        try:
            found = shutil.disk_usage(mount)
        except PermissionError:
            raise Unread("no-rights", mount) from None
        except OSError as reason:
            raise Unread("not-present", type(reason).__name__) from None
        return Space(found.total, found.free, found.free, 0, 0)

    def run(self, name: str, device: str = "") -> Ran:
        """Run a command of the table from the system's folder without a window, or give what it said before."""
        self._demand_leave()
        return self._ran.ask(f"{name} {device}", lambda: Door.run(self, name, device))

    def count(self, what: Counter) -> Any:  # noqa: ANN401 - as the port says
        """Ask psutil; the Wi-Fi in use is asked of Windows itself."""
        self._demand_leave()
        return wlan.in_use() if what == "wifi" else counters.count(what)

    def reach(self, what: Reach, address: str = "") -> Reached:
        """Probe; the router by Windows' own echo, one hop far."""
        self._demand_leave()
        if what == "gateway":
            return Reached(times=echo.echoes(address, self.wait))
        return super().reach(what, address)

    def registry(self, key: str, names: tuple[str, ...]) -> dict[str, str | int | bytes]:
        """Read named values of a key of the list."""
        self._demand_leave()
        demand_key(key, names)
        return registry.values(key, names)

    def branch(self, key: str) -> Branch:
        """Name what lies below a key of the list."""
        self._demand_leave()
        demand_key(key)
        return registry.branch(key)

    def cim(self, space: str, kind: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Ask a class of the list; its whole group is asked in one process, once."""
        group = demand_class(space, kind, names).group
        found = self._asked.ask(group, lambda: answers(self.run(f"cim-{group}").out))
        answer = found.get(kind, Unread("failed", kind))
        if isinstance(answer, Unread):
            raise Unread(answer.status, answer.detail)
        return answer

    def bus(self, service: str, path: str, interface: str, name: str) -> Any:  # noqa: ANN401 - as the port says
        """Say that there is none here."""
        raise Unread("not-supported", f"{service} {path} {interface} {name}")

    def _place(self, path: str) -> Path:
        return Path(system_folder().drive + path)

    def _program(self, name: str) -> Path | None:
        program = system_folder() / name
        return program if program.is_file() else None

    def _surroundings(self) -> Surroundings:
        return Surroundings(system_folder(), _environment(), flags=_HIDDEN)

    def _heard(self, child: subprocess.Popen[bytes], deadline: float) -> Ran:
        """Read what a command says, in a thread of its own: Windows' pipes cannot be waited for with a time."""
        out = bytearray()
        reader = threading.Thread(target=_read, args=(child, out), daemon=True)
        reader.start()
        while reader.is_alive():
            self._demand_leave()
            if time.monotonic() > deadline:
                raise Unread("timed-out", "command")
            reader.join(LOOK_SECONDS)
        self._demand_leave()  # it may have ended because it was stopped
        if len(out) > OUTPUT_BYTES:
            return Ran(1, bytes(out[:OUTPUT_BYTES]), cut=True)
        return Ran(code_of(child, deadline), bytes(out))

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        """End it with whatever it started."""
        try:
            below = psutil.Process(child.pid).children(recursive=True) if child.poll() is None else []
        except psutil.Error:
            below = []
        for each in below:
            with contextlib.suppress(psutil.Error):
                each.kill()
        with contextlib.suppress(OSError):
            child.kill()


def system_folder() -> Path:
    r"""Give the folder of Windows' own programs, usually C:\Windows\System32, of Windows and not of a setting."""
    buffer = ctypes.create_unicode_buffer(260)
    length = _library("kernel32").GetSystemDirectoryW(buffer, len(buffer))
    if not 0 < length < len(buffer):
        raise Unread("failed", "system folder")
    return Path(buffer.value)


def _environment() -> dict[str, str]:
    """Give what programs of Windows need to start at all, and nothing of whoever started us."""
    root = str(system_folder().parent)
    kept = {
        name: value for name in ("PROCESSOR_ARCHITECTURE", "NUMBER_OF_PROCESSORS") if (value := os.environ.get(name))
    }
    return {"SystemRoot": root, "windir": root, "SystemDrive": root[:2], "PATH": str(system_folder()), **kept}


def _library(name: str) -> Any:  # noqa: ANN401 - ctypes has no types
    loader = getattr(ctypes, "windll", None)
    if loader is None:
        raise Unread("not-supported", name)
    return getattr(loader, name)


def _read(child: subprocess.Popen[bytes], out: bytearray) -> None:
    """Read until it ends or has said enough; a pipe that breaks has ended."""
    assert child.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
    with child.stdout as pipe:
        try:
            while len(out) <= OUTPUT_BYTES and (piece := os.read(pipe.fileno(), _PIECE)):
                out += piece
        except OSError:
            return
