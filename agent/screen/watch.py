"""
The thread that waits for changes and has frames made: nothing else touches display and pixels.

It waits for the display itself. Were the event loop told of a change, and then ordered a frame, each frame would wake
two threads twice; so an order stands before there is a change, and the loop hears of the finished frame. Without an
order nothing is looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from threading import Lock, Thread

from agent.screen.compose import Picture
from agent.screen.source import ScreenSource


@dataclass(slots=True, eq=False)
class Order:
    """One frame to be made with the next change, or at a time: whichever comes first."""

    frame: int
    at: float
    """When it is made though nothing changes, by the clock; infinite: never."""
    keyframe: bool
    monitor: int | None
    """The monitor to change to, if another is wished for."""
    held: float
    """Seconds that were waited for room on the line."""
    is_beside: bool
    """Whether it goes beside what waits for room on the line."""
    began: float = 0.0
    """When it was begun, once it is."""
    stands: bool = False
    """Whether what changed was nothing to be shown, so that it waits for the next change."""
    is_unwanted: bool = False
    """Whether it was to be taken back when it was begun already."""
    is_done: bool = False
    picture: Picture | None = None
    """What was made, if anything; of an order that is done."""
    wrong: BaseException | None = None
    """What went wrong instead."""


class Watch:
    """Carries out one order at a time."""

    def __init__(
        self,
        source: ScreenSource,
        make: Callable[[Order], Picture | None],
        rests_at: Callable[[], float | None],
        told: Callable[[], None],
        clock: Callable[[], float],
    ) -> None:
        """
        Begin to wait.

        `make` carries an order out; `rests_at` says when the next would be due without a change, as far as is known
        before it is there. Both are called in the thread. `told` is called on the loop when an order was carried out.
        """
        self._source = source
        self._make = make
        self._rests_at = rests_at
        self._told = told
        self._clock = clock
        self._lock = Lock()
        self._order: Order | None = None
        self._is_over = False
        self._has_change = False
        """Whether something changed for which there was no order yet; then no change is waited for."""
        self._until = inf
        """When the wait ends by itself."""
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        Thread(target=self._run, name="screen", daemon=True).start()

    def put(self, order: Order) -> None:
        """Give the next order; only once the former is carried out, or taken back."""
        with self._lock:
            self._order = order
            is_late = self._has_change or order.at < self._until
        if is_late:
            self._source.wake()

    def take_back(self, order: Order) -> bool:
        """Take an order back, if it was not begun; say whether that was so. One that was begun stands no longer."""
        with self._lock:
            if self._order is not order:
                order.is_unwanted = True
                return False
            self._order = None
            return True

    async def close(self) -> None:
        """End it. When this returns nothing is being looked at, and nothing will be."""
        with self._lock:
            self._is_over, self._order = True, None
        self._source.wake()
        await self._ended.wait()

    def _run(self) -> None:
        while (order := self._due()) is not None:
            order.began = self._clock()
            try:
                picture = self._make(order)
            except BaseException as wrong:  # noqa: BLE001 - whoever ordered it hears of it
                order.wrong = wrong
            else:
                if order.stands and self._wait_on(order):
                    continue
                order.picture = picture
            order.is_done = True
            self._loop.call_soon_threadsafe(self._told)
        self._loop.call_soon_threadsafe(self._ended.set)

    def _wait_on(self, order: Order) -> bool:
        """Let an order wait for another change; say whether somebody still wants it. Then nobody is told."""
        with self._lock:
            if order.is_unwanted or self._is_over:
                return False
            self._order = order
            return True

    def _due(self) -> Order | None:
        """Wait until an order is due; None when it is over."""
        rests_at = self._rests_at()
        is_changed = False
        while True:
            now = self._clock()
            with self._lock:
                order = self._order
                if self._is_over:
                    return None
                if order is not None and (is_changed or order.at <= now):
                    self._order, self._has_change = None, False
                    return order
                self._has_change = is_changed
                self._until = order.at if order is not None else rests_at or inf
                if self._until <= now:
                    self._until = inf
                seconds = None if self._until == inf else self._until - now
            is_changed = self._source.wait(seconds, looking=not is_changed) or is_changed
