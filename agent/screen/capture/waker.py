"""Waiting for a descriptor with a way to end it from another thread: a pipe that is waited for as well."""

from __future__ import annotations

import os
import select
from contextlib import suppress
from typing import Final

_READ: Final = 65_536
"""Bytes that a pipe holds at most: one read takes every wake that came meanwhile."""


class Waker:
    """One waiting thread, and anybody who wakes it."""

    def __init__(self, descriptor: int) -> None:
        """Take what is waited for, and open the pipe."""
        self._end, self._far_end = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._both, self._alone = select.poll(), select.poll()
        for poll in (self._both, self._alone):
            poll.register(self._end, select.POLLIN)
        self._both.register(descriptor, select.POLLIN)

    def wait(self, seconds: float | None, *, looking: bool) -> bool:
        """Wait for the descriptor if `looking`, for `wake`, or for so many seconds; say whether it was the first."""
        poll = self._both if looking else self._alone
        told = poll.poll(None if seconds is None else max(seconds, 0.0) * 1000)
        is_told = False
        for which, _ in told:
            if which == self._end:
                os.read(self._end, _READ)
            else:
                is_told = True
        return is_told

    def wake(self) -> None:
        """End the wait of this moment, or else the next one."""
        with suppress(BlockingIOError):  # so full of wakes that it is awake
            os.write(self._far_end, b"\0")

    def close(self) -> None:
        """Close the pipe."""
        os.close(self._end)
        os.close(self._far_end)
