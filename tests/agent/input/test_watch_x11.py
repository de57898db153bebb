"""The customer's own hand on a real X display."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from agent.input.inject.x11 import X11Injector
from agent.input.memory import InputMemory
from agent.input.watch_x11 import HandWatch
from agent.screen.rect import Rect
from protocol.errors import DisplayGone, InputMissing
from tests.support.display import VirtualDisplay
from tests.support.painter import Painter


class Scene(NamedTuple):
    """A display, what injects on it, and what the watch told."""

    display: VirtualDisplay
    injector: X11Injector
    told: list[object]
    until: Callable[[int], Awaitable[None]]


@asynccontextmanager
async def watching(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    """Watch a display."""
    memory = InputMemory.create()
    with VirtualDisplay(640, 480) as display:
        monkeypatch.setenv("DISPLAY", display.name)
        injector = X11Injector(memory)
        told: list[object] = []
        news = asyncio.Event()

        def tell(what: object) -> None:
            told.append(what)
            news.set()

        async def until(count: int) -> None:
            async with asyncio.timeout(5):
                while len(told) < count:
                    news.clear()
                    await news.wait()

        watch = HandWatch(memory, tell, tell, display.name)
        running = asyncio.create_task(watch.run())
        try:
            yield Scene(display, injector, told, until)
        finally:
            running.cancel()
            await asyncio.wait([running])
            watch.close()
            injector.close()
    memory.close()


async def test_our_own_input_is_never_taken_for_the_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves, clicks, the wheel, typed text, Esc and a held key that repeats: nobody is told anything."""
    async with watching(monkeypatch) as scene:
        for turn in range(30):
            scene.injector.move(100 + turn, 50)
            await asyncio.sleep(0)
        scene.injector.move(129, 50)
        scene.injector.button("left", down=True)
        scene.injector.button("left", down=False)
        scene.injector.wheel(0, 3)
        scene.injector.text("Hello €")
        for _ in range(4):
            scene.injector.key("Escape", down=True)
            scene.injector.key("Escape", down=False)
        scene.injector.key("ArrowLeft", down=True)
        await asyncio.sleep(1.2)
        scene.injector.key("ArrowLeft", down=False)

    assert scene.told == []


async def test_the_customers_mouse_is_told_and_its_rest_a_second_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A movement that was not injected holds, and lets go after a second."""
    async with watching(monkeypatch) as scene:
        with Painter(scene.display.name, Rect(0, 0, 10, 10)) as customer:
            customer.point(300, 300)
            await scene.until(1)
            assert scene.told == [True]
            await scene.until(2)

    assert scene.told == [True, False]


async def test_the_customers_escape_three_times_is_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each press is told, the third is the stop."""
    async with watching(monkeypatch) as scene:
        scene.display.key("Escape")
        scene.display.key("Escape")
        scene.display.key("Escape")
        await scene.until(4)

    assert [what for what in scene.told if what is not True and what is not False] == [1, 2, 3]


async def test_a_display_that_ends_is_a_documented_error() -> None:
    """Watching ends with words."""
    memory = InputMemory.create()
    with VirtualDisplay(320, 240) as display:
        watch = HandWatch(memory, lambda _: None, lambda _: None, display.name)
        running = asyncio.create_task(watch.run())
        await asyncio.sleep(0)
    with pytest.raises(DisplayGone):
        await asyncio.wait_for(running, 5)
    watch.close()
    memory.close()


# python-xlib leaves its sockets to the collector when a connection fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_without_a_display_there_is_a_documented_error() -> None:
    """No display, no watch."""
    memory = InputMemory.create()
    with pytest.raises(InputMissing):
        HandWatch(memory, lambda _: None, lambda _: None, ":9999")
    memory.close()
