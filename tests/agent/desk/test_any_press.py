"""Whatever is pressed, typed or said, whenever: no fault in the desk, and no banner without a session it tells of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from agent.desk.troubles import BUTTONS
from agent.desk.view import Decision
from agent.pipe.messages import Permit
from consent.afterwards import Wrong
from consent.law import State
from consent.scopes import Scope
from tests.agent.desk.test_hostile_engine import LIVE, STATES, WORDS, told
from tests.support.desk_scene import DeskScene

FOREIGN = "A" * 22
SCOPES = (Scope.VIEW, Scope.CONTROL, Scope.REPORT)
WINDOWS = ("over", "banner", "question", "chat", "code", "check", "wrong", "report", "trouble")
Each = TypeVar("Each")


def _some(of: tuple[Each, ...], dice: Random) -> list[Each]:
    return dice.sample(of, dice.randrange(len(of) + 1))


def _question(scene: DeskScene) -> str:
    return scene.view.question.id if scene.view.question is not None else FOREIGN


def _yes(scene: DeskScene, dice: Random) -> None:
    monitors, minutes = tuple(_some((1, 2), dice)), dice.choice((0, 5, 15, 30, 999))
    chosen = Decision(frozenset(_some(SCOPES, dice)), monitors, minutes, dice.choice(("yes", None)))
    scene.core.answered(_question(scene), chosen)


def _asks(scene: DeskScene, dice: Random) -> None:
    if scene.paired_with is not None:
        scene.asks(*dice.sample(SCOPES, dice.randrange(1, 4)))


def _dies(scene: DeskScene, dice: Random) -> None:
    scene.engine.hangs = True
    scene.core.engine_ended(dice.choice((None, 0, 1, -9)))


def _says(scene: DeskScene, dice: Random) -> None:
    message = told(dice)
    if message is not None:
        scene.core.heard(message)


PRESSES: dict[str, Callable[[DeskScene, Random], object]] = {
    "time passes": lambda scene, dice: scene.wait(dice.choice((0.01, 0.3, 2, 31, 130, 700))),
    "no": lambda scene, _: scene.core.answered(_question(scene), Decision(frozenset())),
    "yes": _yes,
    "more time to answer": lambda scene, _: scene.core.more_time(_question(scene)),
    "another language": lambda scene, _: scene.core.spoken_anew(),
    "new code": lambda scene, _: scene.core.new_code(),
    "expects": lambda scene, dice: scene.core.expected(dice.choice(WORDS)),
    "stop": lambda scene, dice: scene.core.stop(dice.choice(("button", "key", "banner closed"))),
    "pause": lambda scene, _: scene.core.pause(),
    "go on": lambda scene, _: scene.core.go_on(),
    "turn off": lambda scene, dice: scene.core.turn_off(dice.choice(SCOPES)),
    "own hand": lambda scene, _: scene.core.customer_acts(),
    "locked": lambda scene, dice: scene.core.system_asks(dice.random() < 0.5),
    "escape": lambda scene, dice: scene.core.escape_pressed(dice.randrange(3)),
    "add time": lambda scene, _: scene.core.add_time(),
    "let it end": lambda scene, _: scene.core.let_it_end(),
    "chat": lambda scene, dice: scene.core.say(dice.choice(WORDS)),
    "chat read": lambda scene, _: scene.core.chat_read(),
    "send the report": lambda scene, _: scene.core.send_report("A" * 43),
    "keep the report": lambda scene, _: scene.core.keep_report(),
    "more time to read": lambda scene, _: scene.core.more_report_time(),
    "save the report": lambda scene, _: scene.core.save_report(),
    "something was wrong": lambda scene, _: scene.core.something_was_wrong(),
    "complain": lambda scene, dice: scene.core.complain(frozenset(_some(tuple(Wrong), dice)), dice.choice(WORDS)),
    "keep the complaint": lambda scene, _: scene.core.keep_complaint(),
    "rate": lambda scene, dice: scene.core.rated(dice.randrange(7), dice.choice(WORDS)),
    "close": lambda scene, dice: scene.core.closed(dice.choice(WINDOWS)),
    "press": lambda scene, dice: scene.core.pressed(dice.choice(list(BUTTONS))),
    "focus": lambda scene, dice: scene.core.focused(has=dice.random() < 0.5),
    "frames": lambda scene, dice: scene.core.indicator_shown(dice.randrange(3)),
    "no frame": lambda scene, _: scene.core.indicator_failed("it was taken away"),
    "back": lambda scene, _: scene.core.check_back(),
    "goes on": lambda scene, _: scene.core.check_goes_on(),
    "is asked": _asks,
    "engine hangs": lambda scene, dice: setattr(scene.engine, "hangs", dice.random() < 0.5),
    "engine dies": _dies,
    "engine says": _says,
}


@pytest.mark.parametrize("state", STATES)
def test_no_fault_and_no_banner_without_a_session(state: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """And nothing is permitted any more once it is over."""
    for walk in range(400 if request.config.getoption("--long") else 15):
        dice = Random(f"{state}, pressed, {walk}")
        scene = DeskScene(tmp_path / str(walk))
        STATES[state](scene)
        done = []
        for _ in range(dice.randrange(1, 25)):
            done.append(dice.choice(list(PRESSES)))
            PRESSES[done[-1]](scene, dice)
            live = scene.view.live
            assert live is None or not live.is_on or scene.core.state in LIVE, done
        if scene.core.state is State.ENDED:
            permits = len(scene.sent(Permit))
            scene.wait(1)
            assert len(scene.sent(Permit)) == permits, done
