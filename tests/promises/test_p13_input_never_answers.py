"""Promise 13: input sent through Attended can never answer a consent question, nor reach any window of Attended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

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
from tests.support.real_desk import real_desk
from tests.support.running_relay import RunningRelay

PRESSES = (
    KeyCode(code="Tab", down=True),
    KeyCode(code="Tab", down=False),
    KeyCode(code="Space", down=True),
    KeyCode(code="Space", down=False),
    KeyCode(code="Enter", down=True),
    KeyCode(code="Enter", down=False),
    KeyText(text=" "),
)


@pytest.mark.timeout(120)
async def test_on_the_real_desk_remote_input_presses_neither_stop_nor_allow(
    running: RunningRelay, display: VirtualDisplay, tmp_path: Path
) -> None:
    """With control live the banner's Stop cannot be clicked; with a question up nothing that is sent reaches it."""
    async with real_desk(running, display, tmp_path) as desk:
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
    """No move, press or wheel lands in a window; with focus there, or a question, no key is pressed."""

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
