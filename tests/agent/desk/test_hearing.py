"""What the desk hears, and who gets it."""

from __future__ import annotations

from agent.desk.view import CodeStatus
from agent.pipe.messages import Broken, HeardFromTechnician, LineIs
from consent.ending import EndReason, SessionEnd
from consent.law import State
from consent.pause import PauseBecause
from protocol.errors import RelayFull, RelayUnreachable
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.messages.control import LeaveSession
from protocol.messages.relay import Closed, RecordingState
from tests.support.desk_scene import DeskScene


def test_chat_is_shown_and_its_delivery_told(scene: DeskScene) -> None:
    """What the technician says is shown, and the technician hears that it was."""
    scene.viewing()
    scene.technician_says(ChatSaid(id="AAAAAAAAAAAAAAAAAAAAAA", text="Hello"))
    assert scene.view.chat[-1] == ("Ana Weber", "Hello")
    assert scene.told(ChatDelivered)


def test_what_breaks_a_rule_ends_the_session_and_not_the_program(scene: DeskScene) -> None:
    """A broken seal ends the session with words."""
    scene.viewing()
    scene.engine.tell(Broken(code="P-141", words="A message was changed.", remedy="Connect again."))
    assert scene.stands(State.ENDED)
    assert scene.written(SessionEnd)[0].reason is EndReason.FAILED


def test_the_technician_may_leave(scene: DeskScene) -> None:
    """Leaving ends everything, and says so in the documents."""
    scene.viewing()
    scene.technician_says(LeaveSession())
    assert scene.written(SessionEnd)[0].reason is EndReason.LEFT


def test_why_there_is_no_code_is_told_once(scene: DeskScene) -> None:
    """While the line is tried again and again, what the relay itself said last stays, until there is a code."""
    full, gone = RelayFull(), RelayUnreachable()
    refusal = Closed(code=full.code, words=full.words, remedy=full.remedy)
    trying = LineIs(state="trying", wait=400, code=gone.code, words=gone.words, remedy=gone.remedy)
    scene.core.begin()
    for _ in range(3):
        scene.relay_says(refusal)
        scene.engine.tell(trying)
    assert [told.code for told in scene.view.troubles] == [full.code]
    assert scene.view.status is CodeStatus.NO_LINE

    scene.waiting()
    scene.engine.tell(trying)
    scene.relay_says(refusal)
    # That nothing answers stands beside the code, where it is counted down.
    assert [told.code for told in scene.view.troubles] == [full.code, full.code]


def test_the_recordings_trouble_pauses_and_its_return_goes_on(scene: DeskScene) -> None:
    """Nothing flows that would not be kept."""
    scene.viewing()
    scene.relay_says(RecordingState(state="paused", words="The disk is full."))
    assert PauseBecause.RECORDING in scene.core._parts.living.pauses
    scene.relay_says(RecordingState(state="running", words="There is room."))
    assert PauseBecause.RECORDING not in scene.core._parts.living.pauses


def test_a_message_that_is_none_ends_the_session(scene: DeskScene) -> None:
    """The engine passes on; what it passes on is read once more, and the program goes on."""
    scene.viewing()
    scene.engine.tell(HeardFromTechnician(body="{}"))
    assert scene.stands(State.ENDED)
    assert scene.written(SessionEnd)[0].reason is EndReason.FAILED
