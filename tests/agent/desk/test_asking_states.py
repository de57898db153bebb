"""Every state of consent, and everything that can reach the question in it: only a whole yes makes a grant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.desk.view import Decision
from agent.pipe.messages import Drained, LineIs
from consent.fields import DocumentId
from consent.grant import ConsentGrant
from consent.law import QUESTION_STANDS, State
from consent.scopes import Scope
from protocol.messages.control import CancelRequest
from tests.support.desk_scene import DeskScene

Step = Callable[[DeskScene], object]
FOREIGN = "AAAAAAAAAAAAAAAAAAAAAA"


def waits_for_record(scene: DeskScene) -> None:
    scene.acknowledges = False
    scene.asks(Scope.REPORT).says_yes(Scope.REPORT)


def loses(scene: DeskScene) -> None:
    scene.engine.tell(LineIs(state="lost", wait=0, code="A-111", words="Lost.", remedy="Wait."))


def asks_again(scene: DeskScene) -> None:
    scene.core.turn_off(Scope.VIEW)
    scene.asks(Scope.VIEW)


STATES: dict[State, Step] = {
    State.NOT_ASKED: lambda scene: scene.paired(),
    State.WAITING_FOR_CUSTOMER: lambda scene: scene.paired().asks(Scope.VIEW),
    State.WAITING_FOR_RECORD: lambda scene: waits_for_record(scene.paired()),
    State.GRANTED: lambda scene: scene.viewing(),
    State.ASKED_FOR_MORE: lambda scene: scene.viewing().asks(Scope.CONTROL),
    State.WAITING_FOR_RECORD_OF_MORE: lambda scene: waits_for_record(scene.viewing()),
    State.PAUSED: lambda scene: scene.viewing().core.pause(),
    State.LINE_LOST: lambda scene: loses(scene.viewing()),
    State.ONLY_CHAT: lambda scene: scene.viewing().core.turn_off(Scope.VIEW),
    State.ASKED_AGAIN: lambda scene: asks_again(scene.viewing()),
    State.ENDED: lambda scene: scene.viewing().core.stop("button"),
}


def id_of(scene: DeskScene) -> str:
    return scene.view.question.id if scene.view.question is not None else FOREIGN


def yes(scene: DeskScene, question: str | None = None, expected: str | None = "yes") -> None:
    asked = scene.view.question
    scopes = frozenset(asked.scopes) if asked is not None else frozenset({Scope.VIEW})
    minutes = asked.minutes_offered[0] if asked is not None and asked.minutes_offered else 0
    chosen = Decision(scopes, (), minutes, expected)  # type: ignore[arg-type]  # a hostile window says anything
    scene.core.answered(question or id_of(scene), chosen)


EVENTS: dict[str, Step] = {
    "a question": lambda scene: scene.asks(Scope.VIEW),
    "a question with other words": lambda scene: scene.technician_says(
        scene.question(Scope.VIEW).model_copy(update={"reason": "Something else."})
    ),
    "a question for more than there is": lambda scene: scene.asks(Scope.FILES, Scope.CLIPBOARD),
    "taken back": lambda scene: scene.technician_says(CancelRequest(request=DocumentId(id_of(scene)))),
    "another taken back": lambda scene: scene.technician_says(CancelRequest(request=DocumentId(FOREIGN))),
    "input drained": lambda scene: scene.engine.tell(Drained()),
    "window moved": lambda scene: scene.core.windows_moved([], lambda: None),
    "more time": lambda scene: scene.core.more_time(id_of(scene)),
    "another language": lambda scene: scene.core.spoken_anew(),
    "a whole yes": yes,
    "a yes to another": lambda scene: yes(scene, FOREIGN),
    "a yes to somebody unknown": lambda scene: yes(scene, expected="not sure"),
    "a no": lambda scene: scene.core.answered(id_of(scene), Decision(frozenset())),
    "a stop": lambda scene: scene.core.answered(id_of(scene), Decision(frozenset(), how="stop")),
    "closed": lambda scene: scene.core.closed("question"),
    "silence": lambda scene: scene.wait(301),
    "a pause": lambda scene: scene.core.pause(),
    "the line lost": loses,
    "the windows gone": lambda scene: scene.core.windows_gone(scene.view, "gone"),
    "all turned off": lambda scene: scene.core.turn_off(Scope.VIEW),
}


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_nothing_but_a_whole_yes_makes_a_grant(tmp_path: Path, state: State, event: str) -> None:
    """In each state each message: none breaks the desk, and a question stands only where the law says that one does."""
    scene = DeskScene(tmp_path)
    STATES[state](scene)
    assert scene.stands(state)
    scene.clock.now += 10
    before = len(scene.written(ConsentGrant))
    EVENTS[event](scene)
    granted = len(scene.written(ConsentGrant)) - before
    allows = event == "a whole yes" and state in QUESTION_STANDS
    allows |= event == "a yes to somebody unknown" and state is State.ASKED_FOR_MORE  # where nobody asks who it is
    assert granted == (1 if allows else 0)
    assert (scene.core._parts.asking.standing is not None) == (scene.core.state in QUESTION_STANDS)
    unrecorded = event == "silence" and "waiting for the record" in state
    assert [trouble.code for trouble in scene.view.troubles] == (["A-121"] if unrecorded else [])
