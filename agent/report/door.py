"""The half of the door to the real computer that is the same on every system: leave, Stop, files, commands, time."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.report import counters
from agent.report.commands import Command
from agent.report.leave import Leave
from agent.report.machine import FILE_BYTES, Counter, Ran, Reach, Reached, Relay, Unread, demand_device, demand_readable
from agent.report.reach import probe
from protocol.errors import ReportStopped

LOOK_SECONDS = 0.05
"""How often who waits for a command looks whether the report was stopped."""


@dataclass(frozen=True)
class Surroundings:
    """Where a command runs and with which settings; `flags` are Windows' own, a group of its own is Unix'."""

    folder: Path
    environment: Mapping[str, str]
    flags: int = 0
    own_group: bool = False


class Door(ABC):
    """
    What `PosixMachine` and `WindowsMachine` have in common; each system adds what it does in its own way.

    Making one needs a living leave; each act asks it again. `relay` may be probed; `commands` may be run.

    Raises:
        ReportStopped: The leave does not live.
    """

    def __init__(self, leave: Leave, relay: Relay | None, commands: Mapping[str, Command]) -> None:
        if not leave.lives:
            raise ReportStopped
        self._leave = leave
        self._relay = relay
        self._commands = commands
        self._stopped = threading.Event()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End every command that runs, and let none begin."""
        self._stopped.set()
        with self._lock:
            for child in self._children:
                self._end(child)

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
        with self._opened(path) as place, place.open("rb") as file:
            return file.read(limit)

    def names(self, path: str) -> list[str]:
        """Name what is in a folder."""
        with self._opened(path) as place:
            return sorted(each.name for each in place.iterdir())

    def changed(self, path: str) -> float:
        """Tell a file's time."""
        with self._opened(path) as place:
            return place.stat().st_mtime

    def run(self, name: str, device: str = "") -> Ran:
        """Run a command of the table, without shell, input or our settings; it and what it started end with this."""
        self._demand_leave()
        command = self._commands[name]
        program = self._program(command.program)
        if program is None:
            raise Unread("tool-missing", command.program)
        arguments = [each.replace("{device}", demand_device(device)) if "{device}" in each else each
                     for each in command.arguments]  # fmt: skip
        child = self._started([str(program), *arguments])
        try:
            return self._heard(child, time.monotonic() + command.seconds)
        finally:
            self._end(child)
            child.wait()
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

    def _demand_leave(self) -> None:
        if self._stopped.is_set() or not self._leave.lives:
            raise Unread("timed-out", "stopped")

    @contextlib.contextmanager
    def _opened(self, path: str) -> Iterator[Path]:
        """Give the place of a path that may be read; what the system refuses becomes the reason."""
        self._demand_leave()
        demand_readable(path)
        try:
            yield self._place(path)
        except (FileNotFoundError, NotADirectoryError):
            raise Unread("not-present", path) from None
        except PermissionError:
            raise Unread("no-rights", path) from None
        except OSError as reason:  # a driver that answers EIO, ENODEV, EINVAL: it does not tell
            raise Unread("not-present", type(reason).__name__) from None

    def _started(self, words: list[str]) -> subprocess.Popen[bytes]:
        with self._lock:
            self._demand_leave()
            try:
                around = self._surroundings()
                child = subprocess.Popen(  # noqa: S603 - from our own table, without a shell
                    words,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=around.folder,
                    env=around.environment,
                    creationflags=around.flags,
                    start_new_session=around.own_group,
                )
            except PermissionError:
                raise Unread("no-rights", words[0]) from None
            except OSError as reason:
                raise Unread("failed", type(reason).__name__) from None
            self._children.add(child)
            return child

    @abstractmethod
    def _place(self, path: str) -> Path:
        """Give where a path of the door lies on this system."""

    @abstractmethod
    def _program(self, name: str) -> Path | None:
        """Find a program in the system's own folders; None when it is not installed."""

    @abstractmethod
    def _surroundings(self) -> Surroundings:
        """Say where and with which settings a command runs."""

    @abstractmethod
    def _heard(self, child: subprocess.Popen[bytes], deadline: float) -> Ran:
        """Read what a command says until it ends, has said enough, or its time is over."""

    @abstractmethod
    def _end(self, child: subprocess.Popen[bytes]) -> None:
        """End a command and whatever it started, if it still runs."""


def code_of(child: subprocess.Popen[bytes], deadline: float) -> int:
    """
    Wait for the exit code of a command that has said all it had to say.

    Raises:
        Unread: It goes on although it says no more, and its time is over.
    """
    try:
        return child.wait(max(deadline - time.monotonic(), 0.01))
    except subprocess.TimeoutExpired:
        raise Unread("timed-out", "command") from None
