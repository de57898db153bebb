"""A wait for a descriptor that another thread can end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from threading import Timer

import pytest

from agent.screen.capture.waker import Waker


@pytest.fixture
def waker() -> Iterator[Waker]:
    """Give one, and close it."""
    waker = Waker()
    yield waker
    waker.close()


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Give the ends of a pipe: to read from, to write to."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_a_wake_ends_one_wait(waker: Waker, pipe: tuple[int, int]) -> None:
    """This one or the next, however often it was woken; after that a wait takes its time."""
    for _ in range(3):
        waker.wake()
    assert not waker.wait(pipe[0], None)
    began = time.monotonic()
    assert not waker.wait(pipe[0], 0.05)
    assert time.monotonic() - began >= 0.045

    ringing = Timer(0.05, waker.wake)
    ringing.start()
    assert not waker.wait(None, None)
    ringing.join()


def test_the_descriptor_is_told_of_only_when_it_was_named(waker: Waker, pipe: tuple[int, int]) -> None:
    """It goes on being told of until it was read, beside a wake too; another one takes its place."""
    os.write(pipe[1], b"!")
    assert not waker.wait(None, 0.01)
    assert waker.wait(pipe[0], None)
    waker.wake()
    assert waker.wait(pipe[0], None)

    other, far = os.pipe()
    assert not waker.wait(other, 0.01)
    os.write(far, b"!")
    assert waker.wait(other, None)
    for end in (other, far):
        os.close(end)


def test_no_number_of_wakes_is_too_many(waker: Waker) -> None:
    """A pipe that is full of them ends one wait, as one would."""
    for _ in range(70_000):
        waker.wake()
    assert not waker.wait(None, None)

    began = time.monotonic()
    assert not waker.wait(None, 0.05)
    assert time.monotonic() - began >= 0.045
