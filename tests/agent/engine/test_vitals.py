"""Live use flows only while its permit lives, rests with a pause, and ends with Stop."""

import asyncio
import threading
import time

import pytest

from agent.engine.reporting import Looking, Reporting
from agent.pipe import messages as said
from consent.permits import ReportPermit
from consent.scopes import Scope
from protocol.messages.report import ReportVitals
from tests.agent.engine.test_reporting import Bench

WANTED = said.ShowVitals(processor=True, memory=True, programs=True, disks=["vda"], networks=[])


class Busy:
    """A computer that is busier with every look."""

    def __init__(self) -> None:
        self.looks = 0
        self.rests = 0

    def sample(self) -> ReportVitals:
        """Say how busy."""
        self.looks += 1
        return ReportVitals(processor=min(self.looks, 100), memory=None, disks=(), networks=(), programs=())

    def rest(self) -> None:
        """Note it."""
        self.rests += 1


class VitalsBench(Bench):
    """Reporting that can show live use."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = Busy()
        self.wanted: list[said.ShowVitals] = []
        self.reporting = Reporting(Looking(self._open, self._look), self, self.told.put_nowait)
        self.reporting._vitals._seconds = 0.001
        self.room.set()

    async def until(self, looks: int) -> None:
        """Wait until so many samples were sent."""
        async with asyncio.timeout(5):
            while len(self.sent) < looks:
                await asyncio.to_thread(lambda: None)

    def _look(self, permit: ReportPermit, wanted: said.ShowVitals) -> Busy:
        assert permit.lives
        self.wanted.append(wanted)
        return self.busy


@pytest.fixture
async def bench() -> VitalsBench:
    """Reporting with nothing permitted yet."""
    return VitalsBench()


async def test_nothing_is_looked_at_without_a_permit(bench: VitalsBench) -> None:
    """Neither before one nor after it ended."""
    bench.reporting.show_vitals(WANTED)
    bench.permit()
    bench.ledger.withdraw({Scope.REPORT})
    bench.reporting.show_vitals(WANTED)
    await asyncio.to_thread(lambda: None)
    assert bench.wanted == []


async def test_samples_follow_each_other_with_what_the_desk_wants(bench: VitalsBench) -> None:
    """What the desk names reaches the looking as it was said."""
    bench.permit()
    bench.reporting.show_vitals(WANTED)
    await bench.until(3)
    assert bench.wanted == [WANTED]
    assert [each.processor for each in bench.sent[:3] if isinstance(each, ReportVitals)] == [1, 2, 3]
    await bench.reporting.stop()


@pytest.mark.parametrize("end", ["withdrawn", "stopped"])
async def test_an_end_ends_the_looking(bench: VitalsBench, end: str) -> None:
    """After it nothing is looked at and nothing is sent, even by a look that was on its way."""
    bench.permit()
    bench.reporting.show_vitals(WANTED)
    await bench.until(1)
    task = bench.reporting._vitals._showing
    assert task is not None
    if end == "withdrawn":
        bench.ledger.withdraw({Scope.REPORT})
        await task
    else:
        await bench.reporting.stop()
    sent, looks = len(bench.sent), bench.busy.looks
    assert task.done()
    await asyncio.to_thread(lambda: None)
    assert (len(bench.sent), bench.busy.looks) == (sent, looks)


async def test_a_pause_lets_it_rest(bench: VitalsBench) -> None:
    """Nothing is seen while the customer paused, and the time of the pause is told to nobody."""
    bench.permit()
    bench.ledger.pause()
    bench.reporting.show_vitals(WANTED)
    async with asyncio.timeout(5):
        while bench.busy.rests < 2:
            await asyncio.to_thread(lambda: None)
    assert (bench.sent, bench.busy.looks) == ([], 0)
    bench.ledger.resume()
    await bench.until(1)
    await bench.reporting.stop()


async def test_a_slow_line_gets_the_newest_sample_and_no_queue(bench: VitalsBench) -> None:
    """What finds no room is left out."""
    bench.room.clear()
    bench.permit()
    bench.reporting.show_vitals(WANTED)
    async with asyncio.timeout(5):
        while bench.busy.looks < 4:
            await asyncio.to_thread(lambda: None)
    bench.room.set()
    await bench.until(1)
    assert isinstance(bench.sent[0], ReportVitals)
    assert (bench.sent[0].processor or 0) >= 4
    await bench.reporting.stop()


async def test_a_look_that_hangs_holds_up_no_stop(bench: VitalsBench) -> None:
    """Stop returns at once, and what the look finds in the end goes nowhere."""
    go = threading.Event()
    looked = threading.Event()

    def hang() -> ReportVitals:
        looked.set()
        assert go.wait(5)
        return ReportVitals(processor=1, memory=None, disks=(), networks=(), programs=())

    bench.busy.sample = hang  # type: ignore[method-assign]  # this computer hangs
    bench.permit()
    bench.reporting.show_vitals(WANTED)
    assert await asyncio.to_thread(looked.wait, 5)
    began = time.monotonic()
    await bench.reporting.stop()
    assert time.monotonic() - began < 0.2
    go.set()
    await asyncio.to_thread(lambda: None)
    assert bench.sent == []
