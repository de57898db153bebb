"""The recorder: written before anything follows, paused while the disk fails, synced in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from protocol.errors import RecordingStopped
from protocol.recording import Kind, Note, Origin, SessionTree, read_note
from relay.recorder import recorder as rooms
from relay.recorder.live import LiveFile
from relay.recorder.recorder import Recorder
from relay.recorder.recovery import read_live
from relay.recorder.syncing import SyncThread
from tests.support.relay_process import eventually


class Disk(LiveFile):
    """A live file on a disk that a test lets fail."""

    full = False
    broken = False
    syncs: list[float]
    writes = 0

    @classmethod
    def at(cls, path: Path) -> Disk:
        """Begin one."""
        made = LiveFile.create(path)
        disk = cls(path, made._handle, made.length)
        disk.syncs = []
        return disk

    def write(self, parts: object) -> None:
        """Write unless full."""
        if self.full:
            raise RecordingStopped("full")
        self.writes += 1
        super().write(parts)  # type: ignore[arg-type]

    def sync(self) -> None:
        """Sync unless broken."""
        if self.broken:
            self.distrusted = True
            raise RecordingStopped("broken")
        super().sync()
        self.syncs.append(time.monotonic())

    def rescue(self) -> None:
        """Rescue unless broken."""
        if self.broken:
            raise RecordingStopped("broken")
        super().rescue()


class Bench:
    """A recorder, its disk, and what it told."""

    def __init__(self, path: Path) -> None:
        self.disk = Disk.at(path)
        self.states: list[bool] = []
        self.syncs = SyncThread()
        self.recorder = Recorder(self.disk, SessionTree(), self.syncs, self.states.append, lambda: 5)

    def add(self, body: bytes, followers: list[bytes] | None = None) -> None:
        """Hand an entry in."""
        then = None if followers is None else lambda: followers.append(body)
        self.recorder.add(Kind.DOCUMENT, Origin.AGENT, body, then=then)

    @property
    def bodies(self) -> list[bytes]:
        """What is in the file."""
        with self.disk.path.open("rb") as file:
            return [entry.body for entry, _end in read_live(file) if entry.kind is Kind.DOCUMENT]

    @property
    def notes(self) -> list[str]:
        """Which notes are in the file."""
        with self.disk.path.open("rb") as file:
            return [read_note(entry.body).what for entry, _end in read_live(file) if entry.kind is Kind.NOTE]


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """Give a recorder that tries again soon."""
    monkeypatch.setattr(rooms, "TRY_AGAIN_AFTER", 0.02)
    made = Bench(tmp_path / "live.mcap")
    yield made
    made.syncs.close()


async def test_nothing_follows_before_it_is_written(bench: Bench) -> None:
    """A follower sees its own entry in the file."""
    seen: list[list[bytes]] = []
    bench.recorder.add(Kind.DOCUMENT, Origin.AGENT, b"one", then=lambda: seen.append(bench.bodies))
    assert seen == []
    await bench.recorder.written()

    assert seen == [[b"one"]]
    await bench.recorder.close()


async def test_entries_of_one_turn_are_written_together(bench: Bench) -> None:
    """A hundred messages that arrive in one turn of the loop cost one write."""
    for number in range(100):
        bench.add(str(number).encode())
    await bench.recorder.written()

    assert bench.disk.writes == 1
    assert len(bench.bodies) == 100
    await bench.recorder.close()


async def test_a_full_disk_holds_followers_back_and_loses_nothing(bench: Bench) -> None:
    """While nothing can be written nothing follows; with room again all of it does, in order, and both are noted."""
    followed: list[bytes] = []
    bench.disk.full = True
    bench.add(b"one", followed)
    await asyncio.sleep(0.05)
    bench.add(b"two", followed)
    await asyncio.sleep(0.05)
    assert (followed, bench.states, bench.bodies) == ([], [False], [])

    bench.disk.full = False
    await asyncio.wait_for(bench.recorder.synced(), 5)

    assert followed == [b"one", b"two"]
    assert bench.states == [False, True]
    assert bench.bodies == [b"one", b"two"]
    assert bench.notes == ["paused", "running"]
    assert bench.recorder.running.is_set()
    await bench.recorder.close()


async def test_after_a_failed_sync_the_entries_move_to_a_fresh_file(bench: Bench) -> None:
    """A disk that loses what it took is not believed again: the entries are rescued before anything goes on."""
    followed: list[bytes] = []
    bench.add(b"one", followed)
    await bench.recorder.written()
    inode = bench.disk.path.stat().st_ino
    bench.disk.broken = True
    waiting = asyncio.create_task(bench.recorder.synced())
    await asyncio.sleep(0.05)
    bench.add(b"two", followed)
    await asyncio.sleep(0.1)
    assert (followed, bench.states, waiting.done()) == ([b"one"], [False], False)

    bench.disk.broken = False
    await asyncio.wait_for(waiting, 5)
    await bench.recorder.close()

    assert followed == [b"one", b"two"]
    assert bench.disk.path.stat().st_ino != inode
    assert bench.bodies == [b"one", b"two"]


async def test_a_sync_comes_within_half_a_second_of_a_write(bench: Bench) -> None:
    """What was forwarded is on the platter 500 ms later, without anybody asking."""
    before = len(bench.disk.syncs)
    bench.add(b"one")
    written = time.monotonic()
    await asyncio.sleep(0.55)

    assert len(bench.disk.syncs) == before + 1
    assert bench.disk.syncs[-1] - written <= 0.5
    await asyncio.sleep(0.5)
    assert len(bench.disk.syncs) == before + 1  # nothing new, nothing to sync
    await bench.recorder.close()


async def test_a_recording_is_due_once_however_often_it_is_asked_for(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Documents that are synced at once, and what is written beside them, leave one sync to the next round."""
    due: list[object] = []
    monkeypatch.setattr(bench.syncs, "soon", due.append)
    for body in (b"one", b"two", b"three"):
        bench.add(body)
        await bench.recorder.synced()

    assert len(due) == 1
    await bench.recorder.close()


async def test_a_sync_that_works_does_not_wake_the_loop(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for it, so nothing is handed to the loop from another thread."""
    woken: list[object] = []
    monkeypatch.setattr(asyncio.get_running_loop(), "call_soon_threadsafe", lambda *told: woken.append(told))
    bench.add(b"one")
    await bench.recorder.written()
    before = len(bench.disk.syncs)
    await eventually(lambda: len(bench.disk.syncs) > before)

    assert woken == []
    assert bench.disk.durable == bench.disk.length
    monkeypatch.undo()
    await bench.recorder.close()


async def test_a_sync_that_nobody_waits_for_and_that_fails_stops_the_recording(bench: Bench) -> None:
    """The thread's own sync tells of its failure: the recording stands still until its entries are rescued."""
    bench.disk.broken = True
    bench.add(b"one")
    await eventually(lambda: bench.states == [False])

    bench.disk.broken = False
    async with asyncio.timeout(5):
        await bench.recorder.running.wait()
    await bench.recorder.close()
    assert bench.states == [False, True]
    assert (bench.bodies, bench.notes) == ([b"one"], ["paused", "running"])


async def test_too_much_that_waits_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk fails the recorder says when nothing more should be taken."""
    monkeypatch.setattr(rooms, "CROWDED_BYTES", 1000)
    bench.disk.full = True
    bench.add(b"x" * 2000)

    crowded = [bench.recorder.crowded]
    bench.disk.full = False
    await bench.recorder.synced()
    crowded.append(bench.recorder.crowded)
    assert crowded == [True, False]
    await bench.recorder.close()


async def test_the_tree_is_that_of_the_file(bench: Bench) -> None:
    """The root that will be logged is the root of what can be read back."""
    for number in range(9):
        bench.add(bytes([number]) * number)
    bench.recorder.note(Note(what="lost", who="agent"))
    length = await bench.recorder.close()

    tree = SessionTree()
    with bench.disk.path.open("rb") as file:
        for entry, _end in read_live(file):
            tree.add(entry)
    assert tree.root() == bench.recorder.tree.root()
    assert length == bench.disk.path.stat().st_size


async def test_an_abandoned_recorder_lets_go_of_its_file(bench: Bench) -> None:
    """An orderly stop keeps what is written, and a late entry goes nowhere."""
    bench.add(b"one")
    await bench.recorder.written()
    bench.recorder.abandon()
    bench.add(b"late")
    await asyncio.sleep(0.02)

    assert bench.bodies == [b"one"]
