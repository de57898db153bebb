"""The real computer, Linux or macOS: files, commands and psutil's counters, each bounded."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from agent.report import counters
from agent.report.commands import COMMANDS, FOLDERS, OUTPUT_BYTES, Command
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
from agent.report.own import Own
from agent.report.own_names import own_names
from agent.report.reach import probe
from protocol.errors import ReportStopped

_SPACE_SECONDS = 0.5
_LOOK_SECONDS = 0.05
_T = TypeVar("_T")


class PosixMachine:
    """
    The computer this runs on. Making one needs a living leave; each act asks it again. `relay` may be probed.

    Raises:
        ReportStopped: The leave does not live.
    """

    def __init__(self, leave: Leave, relay: Relay | None = None) -> None:
        if not leave.lives:
            raise ReportStopped
        self._leave = leave
        self._relay = relay
        self._commands: Mapping[str, Command] = COMMANDS
        self._stopped = threading.Event()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    @property
    def platform(self) -> Literal["linux", "windows", "macos"]:
        """Name the system."""
        return "macos" if sys.platform == "darwin" else "linux"

    @property
    def elevated(self) -> bool:
        """Tell whether this runs as root."""
        return os.geteuid() == 0

    def stop(self) -> None:
        """End every command that runs, and let none begin."""
        self._stopped.set()
        with self._lock:
            for child in self._children:
                _end(child)

    def own(self) -> Own:
        """Tell this computer's names."""
        self._demand_leave()
        return own_names()

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
        with self._opened(path), Path(path).open("rb") as file:
            return file.read(limit)

    def names(self, path: str) -> list[str]:
        """Name what is in a folder."""
        with self._opened(path):
            return sorted(each.name for each in Path(path).iterdir())

    def leads_to(self, path: str) -> str:
        """Follow one link."""
        with self._opened(path):
            return str(Path(path).readlink())

    def changed(self, path: str) -> float:
        """Tell a file's time."""
        with self._opened(path):
            return Path(path).stat().st_mtime

    def space(self, mount: str) -> Space:
        """Ask in a thread of its own: a dead network folder never answers."""
        self._demand_leave()
        found = _within(_SPACE_SECONDS, lambda: os.statvfs(mount))
        block = found.f_frsize
        return Space(
            found.f_blocks * block, found.f_bfree * block, found.f_bavail * block, found.f_files, found.f_ffree
        )

    def run(self, name: str, device: str = "") -> Ran:
        """Run a command of the table, alone in its process group, without shell, input or environment."""
        self._demand_leave()
        command = self._commands[name]
        program = next((path for folder in self._folders() if (path := Path(folder) / command.program).is_file()), None)
        if program is None:
            raise Unread("tool-missing", command.program)
        arguments = [each.replace("{device}", demand_device(device)) if "{device}" in each else each
                     for each in command.arguments]  # fmt: skip
        child = self._started([str(program), *arguments])
        try:
            return self._heard(child, time.monotonic() + command.seconds)
        finally:
            _end(child)
            child.wait()
            if child.stdout:
                child.stdout.close()
            with self._lock:
                self._children.discard(child)

    def count(self, what: Counter) -> Any:  # noqa: ANN401 - as the port says
        """Ask psutil."""
        self._demand_leave()
        return counters.count(what)

    def reach(self, what: Reach, address: str = "") -> Reached:
        """Probe; a router by one hop, so that nobody beyond it is reached."""
        self._demand_leave()
        return probe(what, address, self._relay, self.wait)

    def registry(self, key: str, names: tuple[str, ...]) -> dict[str, str | int | bytes]:
        """Say that there is none here."""
        raise Unread("not-supported", f"{key} {len(names)}")

    def branch(self, key: str) -> Branch:
        """Say that there is none here."""
        raise Unread("not-supported", key)

    def cim(self, space: str, kind: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Say that there is none here."""
        raise Unread("not-supported", f"{space} {kind} {len(names)}")

    def bus(self, service: str, path: str, interface: str, name: str) -> Any:  # noqa: ANN401 - as the port says
        """Ask the system's D-Bus; macOS has none, and jeepney may be missing from a small installation."""
        self._demand_leave()
        try:
            from agent.report.bus import ask  # noqa: PLC0415 - Linux alone brings it along
        except ImportError:
            raise Unread("tool-missing", "jeepney") from None
        return ask(service, path, interface, name)

    def _folders(self) -> tuple[str, ...]:
        return FOLDERS

    def _demand_leave(self) -> None:
        if self._stopped.is_set() or not self._leave.lives:
            raise Unread("timed-out", "stopped")

    @contextlib.contextmanager
    def _opened(self, path: str) -> Any:  # noqa: ANN401 - a context without a value
        self._demand_leave()
        demand_readable(path)
        try:
            yield
        except FileNotFoundError:
            raise Unread("not-present", path) from None
        except NotADirectoryError:
            raise Unread("not-present", path) from None
        except PermissionError:
            raise Unread("no-rights", path) from None
        except OSError as reason:  # a driver that answers EIO, ENODEV, EINVAL: it does not tell
            raise Unread("not-present", type(reason).__name__) from None

    def _started(self, words: list[str]) -> subprocess.Popen[bytes]:
        with self._lock:
            self._demand_leave()
            try:
                child = subprocess.Popen(  # noqa: S603 - from our own table, without a shell
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
                    start_new_session=True,
                )
            except PermissionError:
                raise Unread("no-rights", words[0]) from None
            except OSError as reason:
                raise Unread("failed", type(reason).__name__) from None
            self._children.add(child)
            return child

    def _heard(self, child: subprocess.Popen[bytes], deadline: float) -> Ran:
        """Read what a command says until it ends, has said enough, or its time is over."""
        assert child.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
        out = bytearray()
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdout, selectors.EVENT_READ)
            while len(out) <= OUTPUT_BYTES:
                self._demand_leave()
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Unread("timed-out", "command")
                if not ready.select(min(left, _LOOK_SECONDS)):
                    continue
                piece = os.read(child.stdout.fileno(), 65_536)
                if not piece:
                    self._demand_leave()  # it may have ended because it was stopped
                    return Ran(_code(child, deadline), bytes(out))
                out += piece
        return Ran(-signal.SIGKILL, bytes(out[:OUTPUT_BYTES]), cut=True)


def _code(child: subprocess.Popen[bytes], deadline: float) -> int:
    try:
        return child.wait(max(deadline - time.monotonic(), 0.01))
    except subprocess.TimeoutExpired:
        raise Unread("timed-out", "command") from None


def _end(child: subprocess.Popen[bytes]) -> None:
    """End a command and whatever it started: its group is its own."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)


def _within(seconds: float, ask: Callable[[], _T]) -> _T:
    """
    Ask something that may never answer.

    Raises:
        Unread: It did not answer in time, or the system refused.
    """
    answer: list[_T] = []
    refused: list[OSError] = []

    def asked() -> None:
        try:
            answer.append(ask())
        except OSError as reason:
            refused.append(reason)

    asker = threading.Thread(target=asked, daemon=True)
    asker.start()
    asker.join(seconds)
    if answer:
        return answer[0]
    if refused:
        raise Unread("no-rights" if isinstance(refused[0], PermissionError) else "not-present")
    raise Unread("timed-out", "no answer")
