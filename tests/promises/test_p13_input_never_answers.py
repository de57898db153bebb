"""Promise 13: input sent through Attended can never answer a consent question, nor reach any window of Attended."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from Xlib.display import Display

from agent.input.memory import InputMemory
from agent.input.reach import Reach
from agent.input.works import Works
from agent.screen.rect import Rect
from consent.errors import AttendedError
from consent.scopes import Scope
from demo.customer import INK, _middle_of
from protocol.messages.control import ConsentAnswer, GrantEnded
from protocol.messages.input import KeyCode, KeyText, PointerButton, PointerMove, PointerWheel
from protocol.screen import Monitor
from tests.support.display import VirtualDisplay
from tests.support.memory_input import MemoryInjector
from tests.support.real_desk import RealDesk, real_desk
from tests.support.running_relay import RunningRelay

HELD_WITHIN, HAND_SECONDS = 0.05, 1.0
WHAT_IS_ON = 236
"""Where that button stands on the banner, counted from its right edge."""
PRESSES = (
    KeyCode(code="Tab", down=True),
    KeyCode(code="Tab", down=False),
    KeyCode(code="Space", down=True),
    KeyCode(code="Space", down=False),
    KeyCode(code="Enter", down=True),
    KeyCode(code="Enter", down=False),
    KeyText(text=" "),
)


async def moved_within(place: Callable[[], tuple[int, int]], seconds: float) -> None:
    """Wait until the pointer is elsewhere."""
    stood, until = place(), time.monotonic() + seconds
    while place() == stood:
        assert time.monotonic() < until, "it does not move"
        await asyncio.sleep(0.005)


async def the_customers_hand_wins(desk: RealDesk) -> None:
    """While the technician moves without a pause, one push of the customer's holds them in 50 ms, for a second (30)."""
    eye = Display(desk.display.name)
    root = eye.screen().root

    def place() -> tuple[int, int]:
        found = root.query_pointer()
        return found.root_x, found.root_y

    async def moves() -> None:
        for step in itertools.count():
            with contextlib.suppress(AttendedError):
                await desk.ana.say(PointerMove(x=300 + step % 200, y=600))
            await asyncio.sleep(0.02)

    moving = asyncio.create_task(moves())
    await moved_within(place, 3)  # theirs flows
    await asyncio.to_thread(lambda: desk.display.push(40, 50))
    pushed = time.monotonic()
    at = []
    while time.monotonic() - pushed < 2 * HAND_SECONDS:
        stood = place()
        await asyncio.sleep(0.005)
        if place() != stood:
            at.append(time.monotonic() - pushed)
    late = [moment for moment in at if HELD_WITHIN < moment < HAND_SECONDS - HELD_WITHIN]
    assert not late, at
    assert at[-1] > HAND_SECONDS, "theirs goes on by itself"
    moving.cancel()
    await asyncio.wait([moving])
    eye.close()


async def no_list_is_reached(desk: RealDesk) -> None:
    """What is on: no click on the list that hangs from the banner turns anything off, closes or opens it (25)."""
    display = desk.display
    banner = await asyncio.to_thread(desk.customer.sees_live)
    await asyncio.to_thread(lambda: display.click_in(banner, banner.width - WHAT_IS_ON, 24))
    opened = await asyncio.to_thread(lambda: display.window("Attended · what is on", 5))
    await asyncio.sleep(HAND_SECONDS + 0.2)  # the customer's own hand has let go
    seen = len(desk.ana.events)
    for x, y in itertools.product(
        range(opened.x, opened.x + opened.width, 20), range(opened.y, opened.y + opened.height, 20)
    ):
        for down in (True, False):
            await desk.ana.say(PointerButton(button="left", down=down, x=x, y=y))
        await asyncio.sleep(0.005)
    await desk.ana.say(PointerMove(x=300, y=700))  # theirs still flows, and comes after all of those
    eye = Display(display.name)
    await asyncio.to_thread(lambda: display.until(lambda: eye.screen().root.query_pointer().root_y == 700, 5, "a move"))
    eye.close()
    assert [window for window in display.windows() if window.id == opened.id]
    assert desk.lives() == 5
    assert not [said for said in desk.ana.events[seen:] if isinstance(getattr(said, "message", None), GrantEnded)]


@pytest.mark.timeout(120)
async def test_on_the_real_desk_remote_input_presses_neither_stop_nor_allow(
    running: RunningRelay, display: VirtualDisplay, tmp_path: Path
) -> None:
    """Nothing sent clicks Stop or reaches a question, and the customer's hand wins (acceptance 25, 30)."""
    async with real_desk(running, display, tmp_path, met=True) as desk:
        await desk.allow(Scope.VIEW, first=True)
        await desk.ana.next_picture(0)
        await desk.allow(Scope.CONTROL, first=False)
        banner = await asyncio.to_thread(desk.customer.sees_live)
        x, y = _middle_of(desk.customer._part(banner, (0, 0, banner.width, banner.height)), INK)
        x, y = banner.x + x, banner.y + y
        for message in (
            PointerMove(x=x, y=y),
            PointerButton(button="left", down=True, x=x, y=y),
            PointerButton(button="left", down=False, x=x, y=y),
        ):
            await desk.ana.say(message)
        refused = await desk.ana.heard_kind("request.refused")
        assert refused.model_dump()["refused"].startswith("pointer")
        assert desk.lives() == 5

        await the_customers_hand_wins(desk)
        await no_list_is_reached(desk)

        seen = len(desk.ana.events)
        await desk.ana.ask(Scope.VIEW)  # more time for it
        question = await asyncio.to_thread(desk.customer.sees_question)
        assert (await desk.ana.heard(GrantEnded, seen)).scopes == (Scope.CONTROL,)
        for place in (
            (question.width // 4, 30),
            (question.width * 3 // 4, 30),
            (question.width // 2, question.height // 2),
        ):
            x, y = question.x + place[0], question.y + question.height - place[1]
            for press in (PointerButton(button="left", down=True, x=x, y=y), *PRESSES):
                await desk.ana.force(press)
        await desk.ana.until(lambda: len(desk.ana.refused) >= 20, "refusals")
        assert not [
            said for said in desk.ana.events[seen:] if isinstance(getattr(said, "message", None), ConsentAnswer)
        ]
        assert [window for window in display.windows() if window.title.startswith("Question from")]


def test_no_input_gets_into_a_window_of_ours(sized: Callable[[int, int], int]) -> None:
    """No move, press or wheel lands in a window; with focus there, or a question, no key (acceptance 25)."""

    class Permit:
        lives = True

    dice = Random(13)
    for _ in range(sized(300, 20_000)):
        memory = InputMemory.create()
        injector, reach = MemoryInjector(memory), Reach()
        works = Works(injector, memory, Permit(), reach, clock=lambda: 0.0)
        works.show(Monitor(1, 100, 50, 640, 480, 100, "one"))
        windows = [
            Rect(dice.randrange(700), dice.randrange(500), dice.randint(1, 300), dice.randint(1, 300)) for _ in range(3)
        ]
        reach.set_windows(windows)
        focus, question = dice.random() < 0.3, dice.random() < 0.3
        reach.set_focus(focus)
        reach.set_question(question)
        x, y = dice.randrange(640), dice.randrange(480)
        for message in (
            PointerMove(x=x, y=y),
            PointerButton(button="left", down=True, x=x, y=y),
            PointerWheel(dx=0, dy=1, x=x, y=y),
            *PRESSES,
        ):
            try:
                works.take(message)
            except AttendedError:
                continue
        inside = any(window.holds(100 + x, 50 + y) for window in windows)
        pointed = [deed for deed in injector.done if deed[0] in {"move", "wheel"} or (deed[0] == "button" and deed[2])]
        typed = [deed for deed in injector.done if deed[0] == "text" or (deed[0] == "key" and deed[2])]
        assert not (pointed and (inside or question))
        assert not (typed and (focus or question))
        memory.close()
