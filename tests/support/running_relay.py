"""A real relay in a process of its own, on a free loopback port, with a demo organisation."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.processes import Child

REPOSITORY = Path(__file__).parents[2]
_RELAY = (sys.executable, "-m", "relay.main")
_READY = r"Ready on (http://\S+)"


class RunningRelay:
    """Set up in `folder` and started; `origin` is where it listens. `kill` and `restart` keep the port."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "relay"
        self.origin = ""
        self._child: Child | None = None

    def __enter__(self) -> Self:
        """Set it up and start it."""
        self._run("init", "--demo")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        if self._child is not None:
            self._child.end()

    @property
    def pid(self) -> int:
        """Give the running relay's id."""
        assert self._child is not None
        return self._child.pid

    def start(self) -> None:
        """Start it, on the port it had before."""
        port = self.origin.rpartition(":")[2] or "0"
        argv = [*_RELAY, "serve", "--data", str(self.data), "--host", "localhost", "--port", port]
        self._child = Child(argv, name="relay", cwd=REPOSITORY)
        self.origin = self._child.line(_READY, within=30)[1]

    def kill(self) -> None:
        """End it as a power cut would, without a last word."""
        os.kill(self.pid, signal.SIGKILL)
        assert self._child is not None
        self._child.end()
        self._child = None

    def invite(self, name: str = "Ana Weber", trained_until: str = "2030-03-31") -> str:
        """Give a one-time link for a new technician."""
        said = self._run("invite", "--role", "technician", "--name", name, "--trained-until", trained_until)
        return said.strip().splitlines()[-1]

    def age(self, name: str, trained_until: str) -> None:
        """Move the end of somebody's training, as time would: no command takes a day that has passed."""
        with closing(sqlite3.connect(self.data / "relay.db")) as database, database:
            for table in ("invites", "people"):
                database.execute(f"UPDATE {table} SET trained_until = ? WHERE name = ?", (trained_until, name))  # noqa: S608

    def _run(self, command: str, *arguments: str) -> str:
        done = subprocess.run(
            [*_RELAY, command, "--data", str(self.data), *arguments],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
