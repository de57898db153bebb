"""The terminal desk's loop: waits for descriptors, for what is due, and for calls from elsewhere."""

from __future__ import annotations

import os
import select
from collections import deque
from collections.abc import Callable

from agent.desk.alarms import Alarms

REST_SECONDS = 0.5
"""Between beats when nothing is due: what runs out by itself is seen by then."""


class Loop:
    """One thread's loop. `soon` alone may be called from another thread, or where a signal is caught."""

    def __init__(self, alarms: Alarms, now: Callable[[], float]) -> None:
        """Take what is due, and the clock it is set by."""
        self._alarms = alarms
        self._now = now
        self._waiting: dict[int, Callable[[], None]] = {}
        self._calls: deque[Callable[[], None]] = deque()
        self._woken, self._wakes = os.pipe()
        os.set_blocking(self._woken, False)
        os.set_blocking(self._wakes, False)
        self._left: int | None = None
        self._is_closed = False

    def __call__(self, descriptor: int, readable: Callable[[], None]) -> Callable[[], None]:
        """Wait for a descriptor (a `Watch`); call what this gives to wait no longer."""
        self._waiting[descriptor] = readable

        def unwatch() -> None:
            if self._waiting.get(descriptor) is readable:
                del self._waiting[descriptor]

        return unwatch

    def soon(self, call: Callable[[], None]) -> None:
        """Have something called by the loop, next; once it is closed nothing is called any more."""
        if self._is_closed:
            return  # whoever waited in another thread came too late
        self._calls.append(call)
        try:
            os.write(self._wakes, b"\0")
        except BlockingIOError:
            return  # so many calls wait already that it is awake

    def leave(self, code: int) -> None:
        """End the loop with this code; the first to leave says which."""
        if self._left is None:
            self._left = code

    def run(self, beat: Callable[[], None]) -> int:
        """Serve until `leave`, calling `beat` when something is due and every `REST_SECONDS`; give the code."""
        while self._left is None:
            beat()
            if self._left is None:
                due = self._alarms.next()
                self.serve(REST_SECONDS if due is None else min(max(due - self._now(), 0.0), REST_SECONDS))
        return self._left

    def serve(self, seconds: float) -> None:
        """Wait for so many seconds at most, and hand on what came."""
        ready, _, _ = select.select([self._woken, *self._waiting], [], [], 0 if self._calls else seconds)
        if self._woken in ready:
            os.read(self._woken, 4096)
        for _ in range(len(self._calls)):
            self._calls.popleft()()
        for descriptor in ready:
            if (readable := self._waiting.get(descriptor)) is not None:
                readable()

    def close(self) -> None:
        """Wait for nothing any more."""
        self._is_closed = True
        self._waiting.clear()
        for descriptor in (self._woken, self._wakes):
            os.close(descriptor)
