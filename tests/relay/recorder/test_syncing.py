"""The thread that syncs: in time, each once, and several at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Barrier, Event, Semaphore, current_thread

import pytest

from relay.recorder import syncing
from relay.recorder.syncing import SyncThread


@pytest.fixture
def syncs() -> Iterator[SyncThread]:
    """Give a thread, and end it."""
    made = SyncThread()
    yield made
    made.close()


def test_what_is_due_runs_in_another_thread_in_time(syncs: SyncThread) -> None:
    """Half a second after it was asked for, at the latest, a sync has begun, at rest and right after another."""
    began: list[tuple[float, str]] = []
    for _ in range(3):
        ran = Event()

        def sync(ran: Event = ran) -> None:
            began.append((time.monotonic(), current_thread().name))
            ran.set()

        asked = time.monotonic()
        syncs.soon(sync)
        assert ran.wait(5)
        assert began[-1][0] - asked <= 0.5
        assert began[-1][1] != current_thread().name


def test_what_was_asked_for_once_runs_once(syncs: SyncThread) -> None:
    """The rounds that come after run what came after."""
    runs: list[None] = []
    syncs.soon(lambda: runs.append(None))
    for _ in range(3):
        later = Event()
        syncs.soon(later.set)
        assert later.wait(5)

    assert len(runs) == 1


def test_several_are_under_way_at_a_time(syncs: SyncThread) -> None:
    """Recordings of one round do not wait for each other's disk: these two end only when both have begun."""
    together, ended = Barrier(2), Semaphore(0)

    def sync() -> None:
        together.wait(5)
        ended.release()

    syncs.soon(sync)
    syncs.soon(sync)
    assert ended.acquire(timeout=5)
    assert ended.acquire(timeout=5)


def test_what_comes_while_a_slow_disk_syncs_waits_no_longer(syncs: SyncThread) -> None:
    """Rounds are counted from their beginning: what was written during one is due half a second later, as ever."""
    begun, ran = Event(), Event()

    def slow() -> None:
        begun.set()
        Event().wait(0.3)  # the disk

    syncs.soon(slow)
    assert begun.wait(5)
    asked = time.monotonic()
    syncs.soon(ran.set)
    assert ran.wait(5)
    assert time.monotonic() - asked <= 0.5


def test_a_closed_one_runs_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is still due when the relay stops is left: the next start syncs it."""
    monkeypatch.setattr(syncing, "SYNC_EVERY", 0.05)
    syncs, ran = SyncThread(), Event()
    syncs.soon(ran.set)
    syncs.close()

    assert not ran.wait(0.3)
