"""The run: nothing a collector does can stop another, and Stop stops."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from agent.report.machine import Machine, Unread
from agent.report.run import SAID_AT_MOST, Run
from agent.report.told import WORDS, Collector, Known, Said, gap, known
from protocol.errors import ReportStopped
from protocol.report.kinds import Status
from tests.support.recorded_machine import LivingLeave, RecordedMachine, a_run

MAKER = Known("machine.maker", "LENOVO", "x")


def good(_: Machine) -> Iterator[Said]:
    """Tell one fact."""
    yield MAKER


def throwing(_: Machine) -> Iterator[Said]:
    """Tell one fact, then fail with words that must not come out."""
    yield MAKER
    raise ValueError("/home/akrueger/secret")


def forbidden(_: Machine) -> Iterator[Said]:
    """Lack the rights."""
    if MAKER.value:
        raise Unread("no-rights")
    yield MAKER


def endless(_: Machine) -> Iterator[Said]:
    """Never end telling."""
    while True:
        yield MAKER


def hanging(gate: threading.Event) -> Callable[[Machine], Iterator[Said]]:
    """Make one that tells a fact and then hangs until the test is over."""

    def collect(_: Machine) -> Iterator[Said]:
        yield known("machine.model", "X1", "x")
        gate.wait(30)

    return collect


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Let hung threads go at the end."""
    event = threading.Event()
    yield event
    event.set()


def test_a_collector_that_throws_keeps_what_it_told(gate: threading.Event) -> None:
    """Its class is told, its words are not; the others are whole."""
    first, second, third = a_run(RecordedMachine(), throwing, good, forbidden).collect()
    assert (first.status, second.status, third.status) == ("failed", "ok", "no-rights")
    assert first.said[0] == MAKER
    assert "ValueError" in str(first.said[1])
    assert "akrueger" not in str(first.said)


def test_three_hung_collectors_do_not_hold_the_rest(gate: threading.Event) -> None:
    """Each has its own time; what it told before stays."""
    began = time.monotonic()
    heard = a_run(RecordedMachine(), *[hanging(gate)] * 5, good, own=0.3).collect()
    assert [each.status for each in heard] == ["timed-out"] * 5 + ["ok"]
    assert all(isinstance(each.said[0], Known) for each in heard)
    assert time.monotonic() - began < 2


def test_at_the_deadline_what_is_there_is_the_report(gate: threading.Event) -> None:
    """Even when a collector would have had more time."""
    began = time.monotonic()
    heard = a_run(RecordedMachine(), hanging(gate), good, own=30, seconds=0.4).collect()
    assert [each.status for each in heard] == ["timed-out", "ok"]
    assert time.monotonic() - began < 1.5


def test_an_endless_collector_is_cut() -> None:
    """It cannot fill the memory."""
    (heard,) = a_run(RecordedMachine(), endless).collect()
    assert len(heard.said) == SAID_AT_MOST
    assert heard.status == "partial"


def test_stop_raises_within_250_ms_and_keeps_nothing(gate: threading.Event) -> None:
    """The machine's commands are ended too."""
    machine = RecordedMachine()
    run = a_run(machine, hanging(gate), good, own=30, seconds=30)
    stopped: list[float] = []

    def stop() -> None:
        stopped.append(time.monotonic())
        run.stop()

    timer = threading.Timer(0.2, stop)
    timer.start()
    with pytest.raises(ReportStopped):
        run.collect()
    assert time.monotonic() - stopped[0] < 0.25
    assert machine.stopped.is_set()
    assert all(not heard.said for heard in run._heard)


def test_the_run_ends_with_its_permit(gate: threading.Event) -> None:
    """A withdrawn permit is a Stop; without a living one nothing begins."""
    leave = LivingLeave()
    timer = threading.Timer(0.2, lambda: setattr(leave, "lives", False))
    timer.start()
    with pytest.raises(ReportStopped):
        a_run(RecordedMachine(), hanging(gate), leave=leave, own=30, seconds=30).collect()
    machine = RecordedMachine(commands={"disks": "{}"})
    with pytest.raises(ReportStopped):
        a_run(machine, lambda each: iter([known("x", each.run("disks").code, "y")]), leave=leave).collect()
    assert machine.asked == []


@pytest.mark.parametrize(("status", "words"), [("not-present", "No service."), ("no-rights", WORDS["no-rights"])])
def test_what_is_not_there_at_all_is_told_in_the_collector_s_own_words(status: Status, words: str) -> None:
    """But want of rights is no absence."""

    def asking(_: Machine) -> Iterator[Said]:
        if MAKER.value:
            raise Unread(status)
        yield MAKER

    leave: Any = LivingLeave()
    (heard,) = Run(RecordedMachine(), [Collector("machine", "c", asking, without="No service.")], leave).collect()
    assert heard.said == [gap(status, words=words)]
