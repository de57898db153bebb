"""A wait for a descriptor that another thread can end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from threading import Timer

import pytest

from agent.screen.capture.waker import Waker


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Give the ends of a pipe: to read from, to write to."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


@pytest.fixture
def waker(pipe: tuple[int, int]) -> Iterator[Waker]:
    """Give one that waits for the pipe, and close it."""
    waker = Waker(pipe[0])
    yield waker
    waker.close()


def test_a_wake_ends_one_wait(waker: Waker) -> None:
    """This one or the next, however often it was woken; after that a wait takes its time."""
    for _ in range(3):
        waker.wake()
    assert not waker.wait(None, looking=True)
    began = time.monotonic()
    assert not waker.wait(0.05, looking=True)
    assert time.monotonic() - began >= 0.045

    ringing = Timer(0.05, waker.wake)
    ringing.start()
    assert not waker.wait(None, looking=False)
    ringing.join()


def test_the_descriptor_is_told_of_only_while_looking(waker: Waker, pipe: tuple[int, int]) -> None:
    """It goes on being told of until it was read, beside a wake too."""
    os.write(pipe[1], b"!")
    assert not waker.wait(0.01, looking=False)
    assert waker.wait(None, looking=True)
    waker.wake()
    assert waker.wait(None, looking=True)
    os.read(pipe[0], 1)
    assert not waker.wait(0.01, looking=True)


def test_no_number_of_wakes_is_too_many(waker: Waker) -> None:
    """A pipe that is full of them ends one wait, as one would."""
    for _ in range(70_000):
        waker.wake()
    assert not waker.wait(None, looking=False)

    began = time.monotonic()
    assert not waker.wait(0.05, looking=False)
    assert time.monotonic() - began >= 0.045
