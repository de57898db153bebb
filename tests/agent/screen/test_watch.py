"""The thread that waits for changes: when an order is carried out, and when it is not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from math import inf
from threading import Event, Semaphore

import pytest

from agent.screen.compose import Picture
from agent.screen.rect import Rect
from agent.screen.watch import Order, Watch
from protocol.errors import DisplayGone
from protocol.screen import Monitor
from tests.support.test_card import TestCard

PICTURE = Picture(Monitor(1, 0, 0, 640, 480, 100, "card-1"), (), keyframe=False)
SOON = 5.0
"""Seconds in which what must happen happens on the busiest machine."""


class Scene:
    """A watch over a card, and what it was told to make."""

    def __init__(self) -> None:
        """Make pictures at once, until a test says otherwise."""
        self.card = TestCard()
        self.made: list[Order] = []
        self.told = asyncio.Event()
        self.rests_at: float | None = None
        self.answer: Callable[[Order], Picture | None] = lambda _: PICTURE

    def make(self, order: Order) -> Picture | None:
        """Look at what changed, as whoever makes pictures does."""
        self.card.take()
        self.made.append(order)
        return self.answer(order)

    def change(self) -> None:
        """Draw something."""
        self.card.draw(Rect(0, 0, 9, 9), len(self.made))

    async def until_told(self) -> None:
        """Wait for word of an order."""
        async with asyncio.timeout(SOON):
            await self.told.wait()
        self.told.clear()


@asynccontextmanager
async def watching() -> AsyncIterator[tuple[Watch, Scene]]:
    """Watch a card."""
    scene = Scene()
    watch = Watch(scene.card, scene.make, lambda: scene.rests_at, scene.told.set, time.monotonic)
    try:
        yield watch, scene
    finally:
        await watch.close()


def order(at: float = inf) -> Order:
    """Give an order for the next change, or for a time."""
    return Order(1, at, keyframe=False, monitor=None, held=0.0, is_beside=False)


async def test_an_order_is_carried_out_with_the_next_change() -> None:
    """Not before, and once: the change after that waits for another order, and finds it whenever that comes."""
    async with watching() as (watch, scene):
        first, second = order(), order()
        watch.put(first)
        await asyncio.sleep(0.1)
        assert not first.is_done
        scene.change()
        await scene.until_told()
        assert first.picture is PICTURE
        scene.change()
        await asyncio.sleep(0.1)
        assert scene.made == [first]
        watch.put(second)
        await scene.until_told()

    assert scene.made == [first, second]


@pytest.mark.parametrize("rests_at", [None, 0.01, 0.3], ids=["unknown", "sooner than that", "later than that"])
async def test_an_order_for_a_time_is_carried_out_then(rests_at: float | None) -> None:
    """Though nothing changes, and whatever the thread itself waited for; an order for now is carried out at once."""
    async with watching() as (watch, scene):
        now = order(at=time.monotonic())
        scene.rests_at = None if rests_at is None else time.monotonic() + rests_at
        watch.put(now)
        await scene.until_told()
        due = order(at=time.monotonic() + 0.1)
        watch.put(due)
        await scene.until_told()

    assert scene.made == [now, due]
    assert due.began >= due.at


async def test_an_order_that_was_taken_back_is_not_carried_out() -> None:
    """What changes meanwhile is made with the next one, at once."""
    async with watching() as (watch, scene):
        former, later = order(), order()
        watch.put(former)
        assert watch.take_back(former)
        scene.change()
        await asyncio.sleep(0.1)
        assert scene.made == []
        watch.put(later)
        await scene.until_told()

    assert scene.made == [later]
    assert not former.is_done


async def test_a_change_that_shows_nothing_tells_nobody() -> None:
    """The order stands: it is carried out with the change after that."""
    looked = Semaphore(0)

    def nothing(made: Order) -> None:
        made.stands = True
        looked.release()

    async with watching() as (watch, scene):
        scene.answer, standing = nothing, order()
        watch.put(standing)
        for _ in range(3):
            scene.change()
            assert await asyncio.to_thread(looked.acquire, timeout=SOON)
        assert not scene.told.is_set()
        scene.answer = lambda _: PICTURE
        standing.stands = False
        scene.change()
        await scene.until_told()

    assert standing.picture is PICTURE
    assert scene.made == [standing] * 4


async def test_an_order_that_stands_is_given_back_to_whoever_wants_it_no_longer() -> None:
    """Taken back while it is looked at, it ends with nothing instead of waiting on: another wish waits behind it."""
    begun, goes_on = Event(), Event()

    def slowly(made: Order) -> None:
        begun.set()
        goes_on.wait(SOON)
        made.stands = True

    async with watching() as (watch, scene):
        scene.answer, standing = slowly, order()
        watch.put(standing)
        scene.change()
        assert await asyncio.to_thread(begun.wait, SOON)
        assert not watch.take_back(standing)
        goes_on.set()
        await scene.until_told()

    assert standing.picture is None


async def test_what_goes_wrong_is_told_to_whoever_ordered_it() -> None:
    """And the thread goes on."""

    def gone(_: Order) -> None:
        raise DisplayGone

    async with watching() as (watch, scene):
        scene.answer, failing = gone, order(at=0.0)
        watch.put(failing)
        await scene.until_told()
        scene.answer, fine = (lambda _: PICTURE), order(at=0.0)
        watch.put(fine)
        await scene.until_told()

    assert isinstance(failing.wrong, DisplayGone)
    assert fine.picture is PICTURE


async def test_closing_waits_for_what_is_being_made_and_nothing_is_made_after_it() -> None:
    """When `close` has returned the display is nobody's."""
    begun, goes_on = Event(), Event()

    def slowly(_: Order) -> Picture:
        begun.set()
        goes_on.wait(SOON)
        return PICTURE

    async with watching() as (watch, scene):
        scene.answer = slowly
        watch.put(order(at=0.0))
        assert await asyncio.to_thread(begun.wait, SOON)
        closing = asyncio.ensure_future(watch.close())
        await asyncio.sleep(0.1)
        assert not closing.done()
        goes_on.set()
        await closing
        watch.put(order(at=0.0))
        scene.change()
        await asyncio.sleep(0.1)

        assert len(scene.made) == 1
