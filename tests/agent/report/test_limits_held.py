"""The limits of a report on this machine: time, memory, size, whatever a collector does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.report.assemble import assemble
from agent.report.leave import OwnReport
from agent.report.linux.everything import COLLECTORS
from agent.report.machine import Machine, Ran
from agent.report.posix import PosixMachine
from agent.report.redact import Redactor
from agent.report.run import Heard, Run
from agent.report.told import Collector, Known, Said, known, row
from protocol import limits
from protocol.report.parse import report_bytes
from tests.support.recorded_machine import RecordedMachine
from tests.support.tree_memory import TreeMemory, resident

EXTRA = 64 * 2**20
HUGE = "x" * (100 * 2**20)


def _throwing(_: Machine) -> Iterator[Said]:
    yield known("machine.model", "x", "x")
    raise RuntimeError("/home/akrueger")


def _babbling(_: Machine) -> Iterator[Said]:
    yield from (row("software.programs", "x", f"{at} \x00\u202e\ud800", "v", "p", None, "k") for at in range(20_000))


def _huge(_: Machine) -> Iterator[Said]:
    yield known("machine.sku", HUGE, "x")


def _good(_: Machine) -> Iterator[Said]:
    yield known("machine.maker", "LENOVO", "x")


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Let hung threads go at the end."""
    event = threading.Event()
    yield event
    event.set()


def _document(machine: Machine, heard: list[Heard]) -> bytes:
    report, _ = assemble(machine, heard, Redactor(machine.own()), took=1.0, agent="test", grant=None)
    return report_bytes(report)


@pytest.mark.alone
def test_a_report_of_this_machine_keeps_its_limits(gate: threading.Event, sized: Callable[[int, int], int]) -> None:
    """Three hang: within its time (15 s; a short run takes less), 64 MiB with all that it starts, 2 MiB of document."""

    def hang(_: Machine) -> Iterator[Said]:
        yield known("machine.model", "X1", "x")
        gate.wait(60)

    leave, seconds = OwnReport(), sized(6, limits.REPORT_SECONDS)
    machine = PosixMachine(leave)
    hung = [Collector("machine", f"hung-{at}", hang, seconds=60.0) for at in range(3)]
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here (proc(5))
    held = resident()
    began = time.monotonic()
    with TreeMemory() as memory:
        heard = Run(machine, [*hung, *COLLECTORS], leave, seconds=seconds).collect()
        data = _document(PosixMachine(leave), heard)
    took, own = time.monotonic() - began, resident("VmHWM") - held
    assert took < seconds + 3
    assert (max(own, memory.peak) < EXTRA, memory.looks > 20) == (True, True), (own, memory.peak, memory.largest)
    assert memory.largest != ""  # programs of the system's were asked, and counted
    assert len(data) <= limits.REPORT_BYTES
    assert all(each.status == "timed-out" for each in heard if each.collector.name.startswith("hung"))
    assert sum(isinstance(said, Known) for each in heard for said in each.said) > 60


def test_what_one_collector_does_sinks_no_other(gate: threading.Event) -> None:
    """One throws, one hangs, one babbles control characters without end, one says 100 MB: the last is whole."""

    def hang(_: Machine) -> Iterator[Said]:
        yield known("machine.model", "X1", "x")
        gate.wait(60)

    machine = RecordedMachine(commands={"disks": Ran(0, b"\xff" * 3_000_000, cut=True)})
    collectors = [
        Collector("machine", "throws", _throwing),
        Collector("machine", "hangs", hang, seconds=0.5),
        Collector("machine", "huge", _huge),
        Collector("software", "babbles", _babbling, seconds=8.0),
        *(each for each in COLLECTORS if each.name in {"disks", "smart"}),
        Collector("machine", "good", _good),
    ]
    heard = Run(machine, collectors, OwnReport(), seconds=10.0).collect()
    status = {each.collector.name: each.status for each in heard}
    assert (status["throws"], status["hangs"], status["good"]) == ("failed", "timed-out", "ok")
    data = _document(machine, heard)
    assert b"LENOVO" in data
    assert b"akrueger" not in data
    assert len(data) <= limits.REPORT_BYTES
    assert sum(len(said.value) for each in heard for said in each.said
               if isinstance(said, Known) and isinstance(said.value, str)) < 10_000  # fmt: skip
