"""
Live use: how busy this computer is, looked at again and again while a permit lives and its report was sent.

It names no disk, interface or program of which the customer's report does not speak: `Wanted` says what is left. A
name in which redaction finds something is left out whole.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from agent.report.machine import Counter, Machine, Unread
from agent.report.redact import Redactor
from agent.report.usage import busy_seconds, by_name, rate, shares
from protocol import limits
from protocol.messages.report import DiskUse, MemoryUse, NetworkUse, ProgramUse, ReportVitals
from protocol.report.document import harmless

_TOP = limits.VITALS_PROGRAMS // 2
_LONGEST = 30.0
"""Seconds between two looks beyond which a mean says nothing of now: the computer slept, or its clock was set."""
_NAMES = 10_000
"""Names remembered as shown or hidden; programs with ever new names make them be forgotten."""


@dataclass(frozen=True)
class Wanted:
    """What the sent report left to be told: nothing of what was crossed out is even asked for."""

    processor: bool = False
    memory: bool = False
    programs: bool = False
    disks: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()

    @property
    def counters(self) -> tuple[Counter, ...]:
        """Name what must be asked."""
        asked: list[Counter] = ["cpu_times"] if self.processor else []
        asked += ["virtual_memory"] if self.memory else []
        asked += ["processes"] if self.programs else []
        asked += ["disk_io_counters"] if self.disks else []
        asked += ["net_io_counters"] if self.networks else []
        return tuple(asked)


@dataclass(frozen=True)
class _Look:
    at: float
    counters: dict[str, Any] = field(repr=False)


class Vitals:
    """One after another sample. Each takes some hundredths of a second, so it is taken in a thread."""

    def __init__(self, machine: Machine, wanted: Wanted) -> None:
        """
        Take the door to the computer, and what is to be told.

        Raises:
            Unread: The permit does not live.
        """
        self._machine = machine
        self._wanted = wanted
        self._redactor = Redactor(machine.own())
        self._shown: dict[str, bool] = {}
        self._before: _Look | None = None

    def sample(self) -> ReportVitals | None:
        """Look, and tell what was used since the look before; None the first time, and after a long while."""
        before, self._before = self._before, self._look()
        passed = self._before.at - before.at if before is not None else 0.0
        if before is None or not 0 < passed <= _LONGEST:
            return None
        return _Between(before.counters, self._before.counters, passed, self._wanted, self._may_name).told()

    def rest(self) -> None:
        """Forget the look before: the time from then on is told to nobody."""
        self._before = None

    def _look(self) -> _Look:
        found: dict[str, Any] = {}
        at = self._machine.now()
        for what in self._wanted.counters:
            with suppress(Unread):  # what cannot be told is not shown
                found[what] = self._machine.count(what)
        return _Look(at, found)

    def _may_name(self, name: str) -> bool:
        if name not in self._shown:
            if len(self._shown) >= _NAMES:
                self._shown.clear()
            fits = 0 < len(name) <= limits.VITALS_NAME and harmless(name)
            self._shown[name] = fits and self._redactor.text(name) == name
        return self._shown[name]


@dataclass(frozen=True)
class _Between:
    before: dict[str, Any]
    after: dict[str, Any]
    passed: float
    wanted: Wanted
    may_name: Any

    def told(self) -> ReportVitals:
        found = shares(self.before.get("cpu_times"), self.after.get("cpu_times"))
        return ReportVitals(
            processor=min(found["busy"], 100) if found else None,
            memory=_memory(self.after.get("virtual_memory")),
            disks=tuple(
                DiskUse(name=name, read=read, written=written)
                for name, read, written in self._moved(
                    "disk_io_counters", self.wanted.disks, ("read_bytes", "write_bytes")
                )
            ),
            networks=tuple(
                NetworkUse(name=name, received=received, sent=sent)
                for name, received, sent in self._moved(
                    "net_io_counters", self.wanted.networks, ("bytes_recv", "bytes_sent")
                )
            ),
            programs=tuple(self._programs()),
        )

    def _moved(self, what: str, wanted: frozenset[str], names: tuple[str, str]) -> list[tuple[str, int, int]]:
        one, two = self.before.get(what) or {}, self.after.get(what) or {}
        both = sorted(name for name in wanted if name in one and name in two and self.may_name(name))
        return [
            (each, *(rate(one[each], two[each], name, self.passed) for name in names))  # type: ignore[misc]  # two
            for each in both[: limits.VITALS_DEVICES]
        ]

    def _programs(self) -> list[ProgramUse]:
        one, two = self.before.get("processes"), self.after.get("processes")
        if one is None or two is None:
            return []
        held = {name: spent for name, spent in by_name(two).items() if self.may_name(name)}
        busy = busy_seconds(by_name(one), held)
        top = sorted((name for name in held if busy[name] > 0), key=lambda name: (-busy[name], name))[:_TOP]
        top += [each for each in sorted(held, key=lambda name: (-held[name].memory, name))[:_TOP] if each not in top]
        most = 100 * limits.VITALS_CORES
        return [
            ProgramUse(
                name=name,
                processes=min(held[name].processes, limits.VITALS_PROCESSES),
                cpu=min(round(100 * busy[name] / self.passed), most),
                memory=held[name].memory,
            )
            for name in top
        ]


def _memory(found: dict[str, int] | None) -> MemoryUse | None:
    if not found or not found.get("total"):
        return None
    return MemoryUse(used=max(found["total"] - found.get("available", 0), 0), total=found["total"])
