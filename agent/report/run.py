"""
The run: collectors side by side, each with its own time, none able to stop another; Stop ends all of it at once.

It gathers what they say, raw, in memory. `assemble` redacts it and makes the document; nothing else sees it.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from agent.report.leave import Leave
from agent.report.machine import Machine, Unread
from agent.report.told import ABSENT, Collector, Gap, Known, Lane, Raw, Said, gap
from protocol import limits
from protocol.errors import ReportStopped
from protocol.report.kinds import Status
from protocol.report.register.everything import SECTIONS

LANES: dict[Lane, int] = {"sample": 4, "files": 4, "commands": 4, "slow": 6}
"""How many collectors of a lane run at the same time."""
SAID_AT_MOST = 8_000
"""Lines of one collector: above the longest table, so that an endless one cannot fill the memory."""
VALUE_CHARACTERS = 1_000
"""Characters of a raw text that are kept: redaction looks at these, the document holds fewer."""
_LOOK_SECONDS = 0.05  # how often Stop and the leave are asked: well within the 250 ms of promise 3


class Stoppable(Machine, Protocol):
    """A machine whose commands can be ended."""

    def stop(self) -> None:
        """End every command that runs, and let none begin."""


@dataclass
class Heard:
    """What one collector said, and how it went."""

    collector: Collector
    said: list[Said] = field(default_factory=list)
    status: Status = "ok"
    took: float = 0.0
    began: float | None = None
    over: bool = False


Progress = Callable[[str, int, int], None]
"""Told the words for a section, which it is, and of how many, when it begins to be looked at."""


class Run:
    """
    One run of collectors over a machine.

    `leave` must live from beginning to end. `seconds` is the time for all of it; what is there then is the report.
    """

    def __init__(
        self,
        machine: Stoppable,
        collectors: Sequence[Collector],
        leave: Leave,
        progress: Progress | None = None,
        seconds: float = limits.REPORT_SECONDS,
    ) -> None:
        self._machine = machine
        self._leave = leave
        self._progress = progress
        self._seconds = seconds
        self._heard = [Heard(each) for each in collectors]
        self._told: queue.SimpleQueue[tuple[Heard, Said | Status | None]] = queue.SimpleQueue()
        self._lanes = {lane: threading.Semaphore(count) for lane, count in LANES.items()}
        self._stop = threading.Event()
        self._sections = [name for name in SECTIONS if any(each.section == name for each in collectors)]
        self._announced: set[str] = set()

    def stop(self) -> None:
        """End it from another thread: commands are ended and `collect` raises."""
        self._stop.set()
        self._machine.stop()

    def collect(self) -> list[Heard]:
        """
        Run everything, the sample first and alone.

        Raises:
            ReportStopped: It was stopped, or the leave ended. Nothing is kept.
        """
        deadline = time.monotonic() + self._seconds
        try:
            for first in (True, False):
                self._wave([each for each in self._heard if (each.collector.lane == "sample") is first], deadline)
        finally:
            self._machine.stop()
        return self._heard

    def _wave(self, waiting: list[Heard], deadline: float) -> None:
        self._look()
        for heard in waiting:
            name = f"report {heard.collector.section}.{heard.collector.name}"
            threading.Thread(target=self._one, args=(heard,), name=name, daemon=True).start()
        while any(not heard.over for heard in waiting):
            self._look()
            with contextlib.suppress(queue.Empty):  # nobody said anything: look at the clock and at Stop
                self._take(*self._told.get(timeout=_LOOK_SECONDS))
            self._give_up(waiting, deadline)

    def _look(self) -> None:
        if self._stop.is_set() or not self._leave.lives:
            self._machine.stop()
            for heard in self._heard:
                heard.over = True
                heard.said.clear()
            raise ReportStopped

    def _one(self, heard: Heard) -> None:
        """Run one collector, in its thread. Whatever happens in it stays in it."""
        with self._lanes[heard.collector.lane]:
            if heard.over:
                return
            self._told.put((heard, None))
            self._told.put((heard, self._listen(heard)))

    def _listen(self, heard: Heard) -> Status:
        try:
            for number, said in enumerate(heard.collector.collect(self._machine)):
                if heard.over or number >= SAID_AT_MOST:
                    return "partial"
                self._told.put((heard, _cut(said)))
        except Unread as reason:
            words = heard.collector.without if reason.status in ABSENT else ""
            self._told.put((heard, gap(reason.status, words=words)))
            return reason.status
        except Exception as fault:  # noqa: BLE001 - a collector's fault must not sink the others; its class is told
            self._told.put((heard, gap("failed", words=f"Something went wrong while reading it ({_name(fault)}).")))
            return "failed"
        return "ok"

    def _take(self, heard: Heard, said: Said | Status | None) -> None:
        if heard.over:
            return
        if said is None:
            heard.began = time.monotonic()
            self._announce(heard.collector.section)
        elif isinstance(said, str):
            self._finish(heard, said)
        else:
            heard.said.append(said)

    def _finish(self, heard: Heard, status: Status) -> None:
        heard.status, heard.over = status, True
        heard.took = time.monotonic() - heard.began if heard.began is not None else 0.0

    def _give_up(self, waiting: list[Heard], deadline: float) -> None:
        now = time.monotonic()
        for heard in waiting:
            late = heard.began is not None and now - heard.began > heard.collector.seconds
            if not heard.over and (late or now > deadline):
                self._finish(heard, "timed-out")
                heard.said.append(gap("timed-out"))
                if heard.began is not None:
                    self._lanes[heard.collector.lane].release()  # its thread hangs; the others go on in its place

    def _announce(self, section: str) -> None:
        if section not in self._announced:
            self._announced.add(section)
            if self._progress is not None:
                self._progress(SECTIONS[section].looking, len(self._announced), len(self._sections))


def _cut(said: Said) -> Said:
    if isinstance(said, Known):
        return Known(said.id, _short(said.value), said.source, said.of[:VALUE_CHARACTERS])
    if isinstance(said, Gap):
        return said
    return type(said)(said.table, tuple(_short(cell) for cell in said.cells), said.source)


def _short(value: Raw) -> Raw:
    return value[:VALUE_CHARACTERS] if isinstance(value, str) else value


def _name(fault: Exception) -> str:
    return type(fault).__name__[:40]
