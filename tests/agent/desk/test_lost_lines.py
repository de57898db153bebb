"""Every way to lose a line, and everything people do meanwhile: the session goes on as they left it, or has ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from agent.desk.view import Decision
from agent.pipe.messages import Drained
from consent.fields import DocumentId
from consent.law import State
from consent.scopes import Scope
from protocol.messages.chat import ChatSaid
from protocol.messages.control import CancelRequest, LeaveSession, LookAway
from protocol.messages.relay import PeerLeft, RecordingState
from tests.support.lost_lines import STEPS, Act, LostLines, Whose

FOREIGN = "AAAAAAAAAAAAAAAAAAAAAA"


def _unrecorded(scene: LostLines, *scopes: Scope) -> None:
    scene.acknowledges = False
    scene.asks(*scopes).says_yes(*scopes)


def _answers(scene: LostLines, *, yes: bool) -> None:
    asked = scene.view.question
    if asked is None:
        scene.core.answered(FOREIGN, Decision(frozenset({Scope.VIEW}) if yes else frozenset()))
    else:
        allowed = frozenset(asked.scopes) if yes else frozenset()
        minutes = asked.minutes_offered[0] if asked.minutes_offered else 0
        scene.core.answered(asked.id, Decision(allowed, (1,) if Scope.VIEW in allowed else (), minutes, "yes"))


def _asks(scene: LostLines, *scopes: Scope) -> None:
    if scene.is_there and scene.has_relay and not scene.core._parts.line.is_broken:
        scene.asks(*scopes)


def _technician(scene: LostLines, message: object) -> None:
    if scene.is_there and scene.has_relay and not scene.core._parts.line.is_broken:
        scene.technician_says(message)  # type: ignore[arg-type]  # one of the catalogue's, as below


def _relay(scene: LostLines, message: object) -> None:
    if scene.has_relay:
        scene.relay_says(message)  # type: ignore[arg-type]  # as above


def _id(scene: LostLines) -> DocumentId:
    return DocumentId(scene.view.question.id if scene.view.question is not None else FOREIGN)


def _pauses_and_goes_on(scene: LostLines) -> None:
    scene.core.pause()
    scene.core.go_on()


def _ends_all(scene: LostLines) -> None:
    for scope in (Scope.CONTROL, Scope.REPORT, Scope.VIEW):
        scene.turns_off(scope)


STATES: dict[str, Act] = {
    "not asked": lambda scene: scene.paired(),
    "asked": lambda scene: scene.paired().asks(Scope.VIEW),
    "a first yes unrecorded": lambda scene: _unrecorded(scene.paired(), Scope.VIEW),  # type: ignore[arg-type]
    "viewing": lambda scene: scene.viewing(),
    "controlling": lambda scene: scene.controlling(),
    "asked for more": lambda scene: scene.viewing().asks(Scope.CONTROL),
    "more unrecorded": lambda scene: _unrecorded(scene.viewing(), Scope.CONTROL),  # type: ignore[arg-type]
    "paused": lambda scene: scene.controlling().core.pause(),
    "only chat": lambda scene: _ends_all(scene.viewing()),  # type: ignore[arg-type]
}

EVENTS: dict[str, Act] = {
    "nothing": lambda _: None,
    "turns control off": lambda scene: scene.turns_off(Scope.CONTROL),
    "turns all off": _ends_all,
    "stops": lambda scene: scene.core.stop("button"),
    "pauses": lambda scene: scene.core.pause(),
    "goes on": lambda scene: scene.core.go_on(),
    "pauses and goes on": _pauses_and_goes_on,
    "writes": lambda scene: scene.core.say("Are you there?"),
    "says yes": lambda scene: _answers(scene, yes=True),
    "says no": lambda scene: _answers(scene, yes=False),
    "adds time": lambda scene: scene.core.add_time(),
    "keeps the report": lambda scene: scene.core.keep_report(),
    "closes the desk": lambda scene: scene.core.closed("code"),
    "moves the mouse": lambda scene: scene.core.customer_acts(),
    "the screen locks": lambda scene: scene.core.system_asks(asks=True),
    "the screen opens": lambda scene: scene.core.system_asks(asks=False),
    "the technician asks": lambda scene: _asks(scene, Scope.VIEW),
    "the technician asks for control": lambda scene: _asks(scene, Scope.CONTROL),
    "the technician cancels": lambda scene: _technician(scene, CancelRequest(request=_id(scene))),
    "the technician writes": lambda scene: _technician(scene, ChatSaid(id=FOREIGN, text="Here.")),
    "the technician looks away": lambda scene: _technician(scene, LookAway()),
    "the technician leaves": lambda scene: _technician(scene, LeaveSession()),
    "the technician is gone": lambda scene: _relay(scene, PeerLeft()),
    "the recording stands still": lambda scene: _relay(scene, RecordingState(state="paused", words="It stands.")),
    "the recording runs": lambda scene: _relay(scene, RecordingState(state="running", words="It runs.")),
    "input has drained": lambda scene: scene.engine.tell(Drained()),
    "twenty seconds pass": lambda scene: scene.wait(20),
    "the computer sleeps for long": lambda scene: scene.wait(3600),
    "the relay acknowledges again": lambda scene: scene.acknowledges_all(),
}


AT_ANY_LOSS = ("turns control off", "turns all off", "stops", "pauses", "goes on", "says yes", "the technician leaves")
"""What is tried with every loss in the short run; with ours, which touches most, all of it is."""


def settled(scene: LostLines) -> None:
    """Have everything be there again, and let it come to rest."""
    scene.acknowledges_all()
    if scene.core.state is not State.ENDED:
        if not (scene.has_relay and scene.is_there) or scene.core._parts.line.is_broken:
            scene.returns()
    elif not scene.has_relay:
        scene.wait(16)  # the delivery is given up
    scene.core.tick()
    scene.check()


@pytest.mark.parametrize("whose", ["ours", "theirs", "both", "nobody's"])
@pytest.mark.parametrize("state", STATES)
def test_what_people_do_while_a_line_is_away_holds_when_it_is_back(
    tmp_path: Path, state: str, whose: Whose, sized: Callable[[int, int], int]
) -> None:
    """Each thing that can happen, in each state: desk, engine and recording agree afterwards on what lives."""
    few = AT_ANY_LOSS if whose != "ours" else tuple(EVENTS)
    for name in [*few, *EVENTS][: sized(len(few), len(few) + len(EVENTS))]:
        scene = LostLines(tmp_path / name)
        STATES[state](scene)
        scene.lose(whose)
        EVENTS[name](scene)
        settled(scene)


@pytest.mark.parametrize("again", ["ours", "theirs"])
@pytest.mark.parametrize("step", STEPS)
def test_a_line_may_be_lost_again_in_the_middle_of_a_resume(tmp_path: Path, step: str, again: Whose) -> None:
    """After each of its steps; the next resume brings everything back, and no number of an epoch comes twice."""
    for name, start in STATES.items():
        scene = LostLines(tmp_path / name)
        start(scene)
        scene.lose("ours")
        scene.acknowledges = False
        scene.returns(until=step)
        scene.lose(again)
        settled(scene)
        assert scene.core.state is not State.ENDED


def test_lines_come_and_go_at_random(tmp_path: Path, sized: Callable[[int, int], int]) -> None:
    """Whatever happens in whatever order between losses and half a return: what holds always holds."""
    for seed in range(sized(40, 6_000)):
        dice = Random(seed)
        scene, story = LostLines(tmp_path / str(seed)), []
        start = dice.choice(list(STATES))
        STATES[start](scene)
        story.append(start)
        for _ in range(dice.randint(1, 4)):
            for act in dice.choices([*EVENTS, "lose ours", "lose theirs", "lose both", *STEPS], k=dice.randint(2, 6)):
                story.append(act)
                if scene.core.state is State.ENDED:
                    break
                if act.startswith("lose "):
                    scene.lose(act.removeprefix("lose "))  # type: ignore[arg-type]
                elif act in STEPS:
                    if scene.core._parts.line.is_broken:
                        scene.returns(until=act)
                else:
                    EVENTS[act](scene)
        try:
            settled(scene)
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed}: {story}: {wrong}") from wrong
