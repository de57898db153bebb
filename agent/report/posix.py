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

from agent.report.commands import COMMANDS, FOLDERS, OUTPUT_BYTES, Command
from agent.report.door import LOOK_SECONDS, Door, Surroundings, code_of
from agent.report.leave import Leave
from agent.report.machine import Branch, Ran, Relay, Space, Unread
from agent.report.own import Own
from agent.report.own_names import own_names

_SPACE_SECONDS = 0.5
_T = TypeVar("_T")


class PosixMachine(Door):
    """
    The computer this runs on. Making one needs a living leave; each act asks it again. `relay` may be probed.

    Raises:
        ReportStopped: The leave does not live.
    """

    def __init__(self, leave: Leave, relay: Relay | None = None, commands: Mapping[str, Command] = COMMANDS) -> None:
        super().__init__(leave, relay, commands)

    @property
    def platform(self) -> Literal["linux", "windows", "macos"]:
        """Name the system."""
        return "macos" if sys.platform == "darwin" else "linux"

    @property
    def elevated(self) -> bool:
        """Tell whether this runs as root."""
        return os.geteuid() == 0

    def own(self) -> Own:
        """Tell this computer's names."""
        self._demand_leave()
        return own_names()

    def leads_to(self, path: str) -> str:
        """Follow one link."""
        with self._opened(path) as place:
            return str(place.readlink())

    def space(self, mount: str) -> Space:
        """Ask in a thread of its own: a dead network folder never answers."""
        self._demand_leave()
        found = _within(_SPACE_SECONDS, lambda: os.statvfs(mount))
        block = found.f_frsize
        return Space(
            found.f_blocks * block, found.f_bfree * block, found.f_bavail * block, found.f_files, found.f_ffree
        )

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

    def _place(self, path: str) -> Path:
        return Path(path)

    def _program(self, name: str) -> Path | None:
        return next((path for folder in self._folders() if (path := Path(folder) / name).is_file()), None)

    def _surroundings(self) -> Surroundings:
        return Surroundings(Path("/"), {"LC_ALL": "C.UTF-8", "TZ": "UTC"}, own_group=True)

    def _heard(self, child: subprocess.Popen[bytes], deadline: float) -> Ran:
        assert child.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
        out = bytearray()
        with child.stdout as pipe, selectors.DefaultSelector() as ready:
            ready.register(pipe, selectors.EVENT_READ)
            while len(out) <= OUTPUT_BYTES:
                self._demand_leave()
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Unread("timed-out", "command")
                if not ready.select(min(left, LOOK_SECONDS)):
                    continue
                piece = os.read(pipe.fileno(), 65_536)
                if not piece:
                    self._demand_leave()  # it may have ended because it was stopped
                    return Ran(code_of(child, deadline), bytes(out))
                out += piece
        return Ran(-signal.SIGKILL, bytes(out[:OUTPUT_BYTES]), cut=True)

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        """End it with its group, which is its own."""
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
