"""A real relay in a process of its own, on a free loopback port, with a demo organisation."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.relay_process import RelayProcess


class RunningRelay:
    """Set up in `folder` and started; `origin` is where it listens. `kill` and `start` again keep the port."""

    def __init__(self, folder: Path) -> None:
        self._process = RelayProcess(folder / "relay")

    def __enter__(self) -> Self:
        """Set it up and start it."""
        self._process.init()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        self._process.close()

    @property
    def data(self) -> Path:
        """Give its data folder."""
        return self._process.data

    @property
    def origin(self) -> str:
        """Give where it listens."""
        return self._process.origin

    @property
    def pid(self) -> int:
        """Give the running relay's id."""
        assert self._process.child is not None
        return self._process.child.pid

    def start(self) -> None:
        """Start it, on the port it had before."""
        self._process.start()

    def kill(self) -> None:
        """End it as a power cut would, without a last word."""
        self._process.kill()

    def invite(self, name: str = "Ana Weber", trained_until: str = "2030-03-31") -> str:
        """Give a one-time link for a new technician."""
        return f"{self.origin}/enrol#{self._process.invite(name=name, trained_until=trained_until)}"

    def age(self, name: str, trained_until: str) -> None:
        """Move the end of somebody's training, as time would: no command takes a day that has passed."""
        with closing(sqlite3.connect(self.data / "relay.db")) as database, database:
            for table in ("invites", "people"):
                database.execute(f"UPDATE {table} SET trained_until = ? WHERE name = ?", (trained_until, name))  # noqa: S608
