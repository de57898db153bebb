"""The engine collects only under a living permit, hands over all or nothing, and ends every child at once."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from agent.engine.reporting import Looking, Reporting
from agent.engine.vitals import Sampler
from agent.pipe import messages as said
from agent.pipe.parcel import Parcel, Unpacking
from consent.permits import Ledger, ReportPermit
from consent.scopes import Scope
from protocol.errors import ReportStopped
from protocol.messages.report import ReportProgress, ReportReading
from protocol.wire import Message
from tests.support.consent_scene import Scene

PARCEL = Parcel(b'{"format":"attended.report/1"}', {("serial", 1): "PF-1"})


class Slow:
    """A report in the making that waits until it is let go or stopped."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.is_stopped = False

    def collect(self) -> Parcel:
        """Wait, and give the parcel unless stopped."""
        assert self.go.wait(5)
        if self.is_stopped:
            raise ReportStopped
        return PARCEL

    def stop(self) -> None:
        """End it."""
        self.is_stopped = True
        self.go.set()


def no_vitals(_permit: ReportPermit, _wanted: said.ShowVitals) -> Sampler:
    """Show no live use: none is asked for here."""
    raise ReportStopped


class Bench:
    """Reporting, with a line that has room when a test says so."""

    def __init__(self) -> None:
        self.ledger = Ledger(lambda: 0.0)
        self.slow = Slow()
        self.opened = 0
        self.told: asyncio.Queue[said.PipeMessage] = asyncio.Queue()
        self.sent: list[Message] = []
        self.room = asyncio.Event()
        self.reporting = Reporting(Looking(self._open, no_vitals), self, self.told.put_nowait)

    def permit(self, epoch: int = 1) -> None:
        """Let a permit live."""
        self.reporting.permitted(self.ledger.open(Scene().a_grant(Scope.REPORT), epoch, 900))

    @property
    def is_resting(self) -> bool:
        """Say whether the customer paused."""
        return self.ledger.paused

    def say_report(self, message: Message) -> bool:
        """Take it when there is room."""
        self.ledger.permit(Scope.REPORT)
        if self.room.is_set():
            self.sent.append(message)
        return self.room.is_set()

    def is_report_out(self) -> bool:
        """Say yes."""
        return True

    async def until_room(self) -> None:
        """Wait for it."""
        await self.room.wait()

    async def hear(self) -> said.PipeMessage:
        """Wait for the next thing told."""
        async with asyncio.timeout(5):
            return await self.told.get()

    def _open(self, permit: ReportPermit, progress: Callable[[str, int, int], None], _origin: str) -> Slow:
        assert permit.lives
        self.opened += 1
        progress("Looking at the disks", 1, 1)
        return self.slow


@pytest.fixture
async def bench() -> Bench:
    """Reporting with nothing permitted yet."""
    return Bench()


async def test_nothing_begins_without_a_permit(bench: Bench) -> None:
    """Neither before one, nor after it ended: not even the collectors are opened."""
    bench.reporting.collect()
    assert isinstance(await bench.hear(), said.ReportFailed)
    bench.permit()
    bench.ledger.withdraw({Scope.REPORT})
    bench.reporting.collect()
    assert isinstance(await bench.hear(), said.ReportFailed)
    assert bench.opened == 0


async def test_the_desk_gets_progress_and_then_the_whole_parcel(bench: Bench) -> None:
    """One report for one word of the desk; saying it twice begins nothing twice."""
    bench.permit()
    bench.reporting.collect()
    bench.reporting.collect()
    assert await bench.hear() == said.ReportLooking(looking="Looking at the disks", number=1, of=1)
    bench.slow.go.set()
    piece = await bench.hear()
    assert isinstance(piece, said.ReportPiece)
    assert Unpacking().take(piece) == PARCEL
    assert bench.opened == 1


async def test_a_stop_ends_it_within_its_time_and_keeps_nothing(bench: Bench) -> None:
    """The children are told at once, and what they found reaches nobody."""
    bench.permit()
    bench.reporting.collect()
    await bench.hear()
    while bench.reporting._collected is None:
        await asyncio.to_thread(lambda: None)
    async with asyncio.timeout(0.25):
        await bench.reporting.stop()
    assert bench.slow.is_stopped
    assert bench.told.empty()


class Broken(Slow):
    """A report in the making that ends in something nobody thought of."""

    def collect(self) -> Parcel:
        """Fail as a fault of ours would."""
        raise ZeroDivisionError("/home/akrueger")


@pytest.mark.parametrize("where", ["while it is opened", "while it is collected"])
async def test_a_fault_of_ours_ends_in_words_and_nobody_waits_for_ever(bench: Bench, where: str) -> None:
    """The desk hears that there is none, not what the fault said; and another report can begin after it."""

    def opened(_permit: ReportPermit, _progress: Callable[[str, int, int], None], _origin: str) -> Slow:
        if where == "while it is opened":
            raise ImportError("no module named pwd")
        return Broken()

    bench.permit()
    reporting = Reporting(Looking(opened, no_vitals), bench, bench.told.put_nowait)
    reporting.permitted(bench.ledger.open(Scene().a_grant(Scope.REPORT), 2, 900))
    for _ in range(2):
        reporting.collect()
        heard = await bench.hear()
        assert isinstance(heard, said.ReportFailed)
        assert heard.code == "A-342"
        assert "akrueger" not in heard.words + heard.remedy
        while reporting._collecting is not None:
            await asyncio.to_thread(lambda: None)


async def test_what_ended_while_it_was_collected_is_thrown_away(bench: Bench) -> None:
    """A permit that died is noticed even when nobody said stop."""
    bench.permit()
    bench.reporting.collect()
    await bench.hear()
    task = bench.reporting._collecting
    assert task is not None
    bench.ledger.withdraw({Scope.REPORT})
    bench.slow.go.set()
    await task
    assert bench.told.empty()


async def test_what_the_desk_says_waits_for_room_and_is_told_when_it_is_out(bench: Bench) -> None:
    """In order, and `ReportSaid` only after the last."""
    bench.permit()
    first, last = ReportProgress(looking="Looking", number=1, of=2), ReportReading()
    bench.reporting.say(first, last=False)
    bench.reporting.say(last, last=True)
    await asyncio.to_thread(lambda: None)
    assert bench.told.empty()
    bench.room.set()
    assert await bench.hear() == said.ReportSaid()
    assert bench.sent == [first, last]


async def test_what_waits_is_dropped_with_its_yes(bench: Bench) -> None:
    """No part goes out after the end."""
    bench.permit()
    bench.reporting.say(ReportReading(), last=True)
    bench.ledger.withdraw({Scope.REPORT})
    await bench.reporting.stop()
    bench.room.set()
    await asyncio.to_thread(lambda: None)
    assert bench.sent == []
    assert bench.told.empty()
