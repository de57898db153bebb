"""The terminal desk's loop."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest

from agent.desk.alarms import Alarms
from agent.desk.terminal.loop import Loop


@pytest.fixture
def loop() -> Iterator[Loop]:
    """Give a loop on this computer's clock."""
    made = Loop(Alarms(), time.monotonic)
    yield made
    made.close()


def test_it_hands_on_what_can_be_read_until_it_is_unwatched(loop: Loop) -> None:
    """A descriptor calls back once for each time that it was ready."""
    reads, writes = os.pipe()
    heard: list[bytes] = []
    unwatch = loop(reads, lambda: heard.append(os.read(reads, 10)))
    os.write(writes, b"a")
    loop.serve(1.0)
    unwatch()
    os.write(writes, b"b")
    loop.serve(0.0)
    assert heard == [b"a"]
    for descriptor in (reads, writes):
        os.close(descriptor)


def test_a_call_from_another_thread_wakes_it(loop: Loop) -> None:
    """It does not wait for its time to be over."""
    began = time.monotonic()
    threading.Timer(0.05, lambda: loop.soon(lambda: loop.leave(3))).start()
    assert loop.run(lambda: None) == 3
    assert time.monotonic() - began < 0.4


def test_what_is_due_rings_in_time() -> None:
    """The beat comes when an alarm is due, and not only at the next rest."""
    alarms, rung = Alarms(), list[float]()
    loop = Loop(alarms, time.monotonic)

    def ring() -> None:
        rung.append(time.monotonic())
        loop.leave(0)

    due = time.monotonic() + 0.1
    alarms.set("it", due, ring)
    loop.run(lambda: alarms.tick(time.monotonic()))
    loop.close()
    assert 0 <= rung[0] - due < 0.2


def test_the_first_to_leave_says_with_what(loop: Loop) -> None:
    """A later code changes nothing."""
    loop.leave(1)
    loop.leave(0)
    assert loop.run(lambda: None) == 1


def test_a_call_that_comes_too_late_is_none() -> None:
    """A thread that waited for a relay may be done after the program has."""
    loop, called = Loop(Alarms(), time.monotonic), list[int]()
    loop.close()
    loop.soon(lambda: called.append(1))
    assert called == []


def test_more_calls_than_its_pipe_holds_are_all_made(loop: Loop) -> None:
    """None is lost, and none waits for room."""
    made: list[int] = []
    for number in range(70_000):
        loop.soon(partial(made.append, number))
    loop.serve(0.0)
    assert made == list(range(70_000))
