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
from agent.report.leave import Leave
from agent.report.machine import (
    FILE_BYTES,
    Branch,
    Counter,
    Ran,
    Reach,
    Reached,
    Relay,
    Space,
    Unread,
    demand_device,
    demand_readable,
)  # fmt: skip
from agent.report.once import Once
from agent.report.own import Own
from agent.report.reach import probe
from agent.report.values import Row
from agent.report.windows import echo, names, registry, wlan
from agent.report.windows.answers import answers
from agent.report.windows.classes import demand_class
from agent.report.windows.keys import demand_key
from agent.report.windows.scripts import COMMANDS
from protocol.errors import ReportStopped

_LOOK_SECONDS = 0.05
_PIECE = 65_536
_HIDDEN = 0x0800_0000 | 0x0000_0200
"""CREATE_NO_WINDOW and CREATE_NEW_PROCESS_GROUP (processthreadsapi.h): no window flickers, Ctrl+C stays ours."""


class WindowsMachine:
    """
    The Windows computer this runs on. Making one needs a living leave; each act asks it again. `relay` may be probed.

    Raises:
        ReportStopped: The leave does not live.
    """

    def __init__(self, leave: Leave, relay: Relay | None = None) -> None:
        if not leave.lives:
            raise ReportStopped
        self._leave = leave
        self._relay = relay
        self._stopped = threading.Event()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
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

    def stop(self) -> None:
        """End every command that runs, and let none begin."""
        self._stopped.set()
        with self._lock:
            for child in self._children:
                _end(child)

    def own(self) -> Own:
        """Tell this computer's names."""
        self._demand_leave()
        return names.own_names()

    def now(self) -> float:
        """Tell the time."""
        return time.time()

    def offset(self) -> int:
        """Tell the zone's offset."""
        return time.localtime().tm_gmtoff

    def wait(self, seconds: float) -> None:
        """Wait, unless stopped."""
        if self._stopped.wait(seconds):
            raise Unread("timed-out")

    def read(self, path: str, limit: int = FILE_BYTES) -> bytes:
        """Read a file's beginning."""
        found = self._place(path)
        try:
            with found.open("rb") as file:
                return file.read(limit)
        except OSError as reason:
            raise _unread(reason) from None

    def names(self, path: str) -> list[str]:
        """Name what is in a folder."""
        found = self._place(path)
        try:
            return sorted(each.name for each in found.iterdir())
        except OSError as reason:
            raise _unread(reason) from None

    def leads_to(self, path: str) -> str:
        """Say that links are not followed here."""
        raise Unread("not-supported", path)

    def changed(self, path: str) -> float:
        """Tell a file's time."""
        found = self._place(path)
        try:
            return found.stat().st_mtime
        except OSError as reason:
            raise _unread(reason) from None

    def space(self, mount: str) -> Space:
        """Tell the room of a drive that psutil named; Windows counts no files."""
        self._demand_leave()
        try:
            found = shutil.disk_usage(mount)
        except OSError as reason:
            raise _unread(reason) from None
        return Space(found.total, found.free, found.free, 0, 0)

    def run(self, name: str, device: str = "") -> Ran:
        """Run a command of the table, once; from the system's folder, without shell, input, window or our settings."""
        self._demand_leave()
        return self._ran.ask(f"{name} {device}", lambda: self._run(name, device))

    def _run(self, name: str, device: str) -> Ran:
        command = COMMANDS[name]
        program = system_folder() / command.program
        if not program.is_file():
            raise Unread("tool-missing", command.program)
        filled = [each.replace("{device}", demand_device(device)) if "{device}" in each else each
                  for each in command.arguments]  # fmt: skip
        child = self._started([str(program), *filled])
        try:
            return self._heard(child, time.monotonic() + command.seconds)
        finally:
            _end(child)
            child.wait()
            with self._lock:
                self._children.discard(child)

    def count(self, what: Counter) -> Any:  # noqa: ANN401 - as the port says
        """Ask psutil; the Wi-Fi in use is asked of Windows itself."""
        self._demand_leave()
        return wlan.in_use() if what == "wifi" else counters.count(what)

    def reach(self, what: Reach, address: str = "") -> Reached:
        """Probe; the router by Windows' own echo, one hop far."""
        self._demand_leave()
        if what == "gateway":
            return Reached(times=echo.echoes(address, self.wait))
        return probe(what, address, self._relay, self.wait)

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

    def _demand_leave(self) -> None:
        if self._stopped.is_set() or not self._leave.lives:
            raise Unread("timed-out", "stopped")

    def _place(self, path: str) -> Path:
        self._demand_leave()
        demand_readable(path)
        return Path(system_folder().drive + path)

    def _started(self, words: list[str]) -> subprocess.Popen[bytes]:
        with self._lock:
            self._demand_leave()
            try:
                child = subprocess.Popen(  # noqa: S603 - from our own table, without a shell
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=system_folder(),
                    env=_environment(),
                    creationflags=_HIDDEN,
                )
            except PermissionError:
                raise Unread("no-rights", words[0]) from None
            except OSError as reason:
                raise Unread("failed", type(reason).__name__) from None
            self._children.add(child)
            return child

    def _heard(self, child: subprocess.Popen[bytes], deadline: float) -> Ran:
        """Read what a command says, in a thread of its own: Windows' pipes cannot be waited for with a time."""
        out = bytearray()
        reader = threading.Thread(target=_read, args=(child, out), daemon=True)
        reader.start()
        while reader.is_alive():
            self._demand_leave()
            if time.monotonic() > deadline:
                raise Unread("timed-out", "command")
            reader.join(_LOOK_SECONDS)
        self._demand_leave()  # it may have ended because it was stopped
        if len(out) > OUTPUT_BYTES:
            return Ran(1, bytes(out[:OUTPUT_BYTES]), cut=True)
        try:
            return Ran(child.wait(max(deadline - time.monotonic(), 0.01)), bytes(out))
        except subprocess.TimeoutExpired:
            raise Unread("timed-out", "command") from None


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


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a command and whatever it started."""
    try:
        below = psutil.Process(child.pid).children(recursive=True) if child.poll() is None else []
    except psutil.Error:
        below = []
    for each in below:
        with contextlib.suppress(psutil.Error):
            each.kill()
    with contextlib.suppress(OSError):
        child.kill()


def _unread(reason: OSError) -> Unread:
    if isinstance(reason, FileNotFoundError | NotADirectoryError):
        return Unread("not-present", "file")
    return Unread("no-rights" if isinstance(reason, PermissionError) else "not-present", type(reason).__name__)
