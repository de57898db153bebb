"""A machine made of recorded answers: the twin of every door that a collector may knock at."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from agent.report.askable import demand_askable
from agent.report.machine import (
    FILE_BYTES,
    Branch,
    Counter,
    Ran,
    Reach,
    Reached,
    Space,
    Unread,
    demand_device,
    demand_readable,
)  # fmt: skip
from agent.report.own import Own
from agent.report.run import Run
from agent.report.told import Collect, Collector, Gap, Known, Lane, Row, Said
from agent.report.windows.classes import demand_class
from agent.report.windows.keys import demand_key

NOW = 1_795_325_400.0
"""2026-11-22T05:30:00Z."""

Answer = bytes | str | Unread


@dataclass
class RecordedMachine:
    """
    Answers from dictionaries; whatever is not recorded is not present.

    `files` by path, `commands` by name (or "name device"), `counters` by name, `registry_values` by key, `objects` by
    CIM class, `properties` by D-Bus interface and name ("iface.name", or
    "path iface.name"). An `Unread` as answer is raised.
    """

    files: Mapping[str, Answer] = field(default_factory=dict)
    commands: Mapping[str, Ran | Answer] = field(default_factory=dict)
    counters: Mapping[str, Any] = field(default_factory=dict)
    spaces: Mapping[str, Space | Unread] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, float] = field(default_factory=dict)
    registry_values: Mapping[str, Mapping[str, str | int | bytes] | Unread] = field(default_factory=dict)
    objects: Mapping[str, list[dict[str, Any]] | Unread] = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)
    reached: Mapping[str, Reached | Unread] = field(default_factory=dict)
    names_of: Own = field(default_factory=Own)
    platform: Literal["linux", "windows", "macos"] = "linux"
    elevated: bool = False
    clock: float = NOW
    stopped: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)

    def own(self) -> Own:
        """Give the recorded names."""
        return self.names_of

    def now(self) -> float:
        """Give the recorded time."""
        return self.clock

    def offset(self) -> int:
        """Give an hour east."""
        return 3600

    def wait(self, seconds: float) -> None:
        """Pass the time at once."""
        self.clock += seconds

    def stop(self) -> None:
        """Note it."""
        self.stopped.set()

    def read(self, path: str, limit: int = FILE_BYTES) -> bytes:
        """Give a file, refusing what the real one refuses."""
        demand_readable(path)
        return _bytes(self._answer(self.files, path))[:limit]

    def names(self, path: str) -> list[str]:
        """Give the names below a folder, as the recorded paths tell them."""
        demand_readable(path)
        root = path.rstrip("/") + "/"
        found = {
            each.removeprefix(root).partition("/")[0] for each in (*self.files, *self.links) if each.startswith(root)
        }
        if not found:
            raise Unread("not-present", path)
        return sorted(found)

    def leads_to(self, path: str) -> str:
        """Give a link."""
        demand_readable(path)
        if path not in self.links:
            raise Unread("not-present", path)
        return self.links[path]

    def changed(self, path: str) -> float:
        """Give a file's time."""
        demand_readable(path)
        if path not in self.times and path not in self.files:
            raise Unread("not-present", path)
        return self.times.get(path, self.clock)

    def space(self, mount: str) -> Space:
        """Give a volume's room."""
        answer = self.spaces.get(mount, Unread("not-present", mount))
        if isinstance(answer, Unread):
            raise answer
        return answer

    def run(self, name: str, device: str = "") -> Ran:
        """Give what a command said."""
        key = f"{name} {demand_device(device)}" if device else name
        self.asked.append(key)
        answer = self.commands.get(key, Unread("tool-missing", name))
        if isinstance(answer, Unread):
            raise answer
        return answer if isinstance(answer, Ran) else Ran(0, _bytes(answer))

    def count(self, what: Counter) -> Any:  # noqa: ANN401 - as the port says
        """Give a counter; a list of answers is given one by one, the last again and again."""
        answer = self.counters.get(what, Unread("not-supported", what))
        if isinstance(answer, Unread):
            raise answer
        if isinstance(answer, _InTurn):
            return answer.next()
        return answer

    def reach(self, what: Reach, address: str = "") -> Reached:
        """Give what a probe found, by "what" or "what address"."""
        answer = self.reached.get(f"{what} {address}".strip(), Unread("not-supported", what))
        if isinstance(answer, Unread):
            raise answer
        return answer

    def registry(self, key: str, names: tuple[str, ...]) -> dict[str, str | int | bytes]:
        """Give the named values of a key, refusing what the real one refuses."""
        demand_key(key, names)
        if key not in self.registry_values:
            raise Unread("not-present", key)
        held = self.registry_values[key]
        if isinstance(held, Unread):
            raise held
        return {name: value for name, value in held.items() if name in names}

    def branch(self, key: str) -> Branch:
        """Name what lies below a key, as the recorded keys tell it."""
        demand_key(key)
        within = [each for each in self.registry_values if each.startswith(f"{key}\\")]
        below = {each[len(key) + 1 :].partition("\\")[0] for each in within}
        if not below and key not in self.registry_values:
            raise Unread("not-present", key)
        held = self.registry_values.get(key, {})
        if isinstance(held, Unread):
            raise held
        return Branch(tuple(sorted(below)), tuple(held))

    def cim(self, space: str, kind: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        """Give the instances of a class, refusing what the real one refuses."""
        demand_class(space, kind, names)
        answer = self.objects.get(kind, Unread("not-supported", f"{space} {kind}"))
        if isinstance(answer, Unread):
            raise answer
        return [{name: each.get(name) for name in names} for each in answer]

    def bus(self, service: str, path: str, interface: str, name: str) -> Any:  # noqa: ANN401 - as the port says
        """Give a property, of this object if it is recorded so, refusing what the real one refuses."""
        demand_askable(interface, name)
        key = f"{interface}.{name}"
        answer = self.properties.get(f"{path} {key}", self.properties.get(key, Unread("not-present", service)))
        if isinstance(answer, Unread):
            raise answer
        return answer

    @staticmethod
    def _answer(answers: Mapping[str, Answer], key: str) -> Answer:
        answer = answers.get(key, Unread("not-present", key))
        if isinstance(answer, Unread):
            raise answer
        return answer


class _InTurn:
    def __init__(self, answers: Sequence[Any]) -> None:
        self._answers = list(answers)

    def next(self) -> Any:  # noqa: ANN401 - a counter
        """Give the next answer."""
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def in_turn(*answers: Any) -> Any:  # noqa: ANN401 - counters
    """Give different answers to one counter asked several times."""
    return _InTurn(answers)


def _bytes(answer: Answer) -> bytes:
    assert not isinstance(answer, Unread)
    return answer.encode() if isinstance(answer, str) else answer


@dataclass
class HeardAlone:
    """What a collector said, by fact and thing."""

    facts: dict[str, Any]
    rows: dict[str, list[tuple[Any, ...]]]
    gaps: dict[str, str]
    """The status of each fact that is a gap; "" for a gap about all."""


def hear(collect: Collect, machine: RecordedMachine) -> HeardAlone:
    """Run one collector alone; facts by "id" or "id@thing"."""
    heard = HeardAlone({}, {}, {})
    for said in _guarded(collect, machine):
        if isinstance(said, Known):
            heard.facts[f"{said.id}@{said.of}" if said.of else said.id] = said.value
        elif isinstance(said, Row):
            heard.rows.setdefault(said.table, []).append(said.cells)
        else:
            heard.gaps |= dict.fromkeys(said.facts or ("",), said.status)
    return heard


def _guarded(collect: Collect, machine: RecordedMachine) -> list[Said]:
    said: list[Said] = []
    try:
        said.extend(collect(machine))
    except Unread as reason:
        said.append(Gap(reason.status, "", ()))
    return said


class LivingLeave:
    """A permit's stand-in for the run: it lives until it is told not to."""

    def __init__(self) -> None:
        self.lives = True


def a_run(machine: RecordedMachine, *collects: Collect, leave: Any = None, seconds: float = 5.0,  # noqa: ANN401
          own: float = 2.0, lane: Lane = "files") -> Run:  # fmt: skip
    """Make a run of collectors that belong to the machine section."""
    collectors = [
        Collector("machine", f"c{at}", collect, seconds=own, lane=lane) for at, collect in enumerate(collects)
    ]
    living: Any = leave or LivingLeave()
    return Run(machine, collectors, living, seconds=seconds)
