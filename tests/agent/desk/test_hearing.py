"""What the desk hears, and who gets it."""

from __future__ import annotations

from agent.desk.view import CodeStatus
from agent.pipe.messages import Broken, HeardFromTechnician, LineIs, SayToRelay
from consent.encoding import b64u
from consent.ending import EndReason, SessionEnd
from consent.jws import sha256_of, sign
from consent.law import State
from consent.pause import PauseBecause
from protocol.errors import OutOfTurn, RelayFull, RelayUnreachable
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.messages.control import LeaveSession
from protocol.messages.relay import Acknowledged, Closed, RecordingState, ResumeChallenge, Resumed, SessionClosed
from protocol.technician import prove_technician
from tests.support.consent_scene import ORIGIN, TECHNICIAN_KEY, a_key, an_entry
from tests.support.desk_scene import DeskScene, a_place
from tests.support.memory_relay import LOG_KEY


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


def test_a_relay_cannot_take_a_session_out_of_the_customers_hands(scene: DeskScene) -> None:
    """A place for a new code, while somebody looks: nothing of the session is forgotten, and it ends with words."""
    scene.viewing()
    scene.relay_says(a_place())
    assert scene.stands(State.ENDED)
    assert scene.view.live is None
    assert scene.view.troubles[-1].code == OutOfTurn.code
    assert scene.view.over is not None
    assert scene.view.over.receipt_path is not None


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


def test_the_relays_words_about_somebody_who_was_not_proven_concern_nobody(scene: DeskScene) -> None:
    """Their session goes on at the relay for a while, and its line may break: the desk gave it up, and stands."""
    scene.waiting().arrives()
    assert scene.paired_with is not None
    stranger = sign(an_entry(), a_key("somebody else"))
    scene.technician_says(prove_technician(stranger, scene.paired_with.transcript, TECHNICIAN_KEY))
    before, told = len(scene.sent(SayToRelay)), list(scene.view.troubles)
    log_key = str(LOG_KEY.verifier)
    for message in (
        ResumeChallenge(nonce=b64u(bytes(32))),
        Resumed(origin=ORIGIN, log_key=log_key, server_time=0, positions=(), peer=True),
        Acknowledged(token_sha256=sha256_of("e30.e30.e30"), entry=None, salt=None, proof=None),
        SessionClosed(entry="e30", salt=None, proof="none", root=b64u(bytes(32)), entries=7),
    ):
        scene.relay_says(message)
    assert len(scene.sent(SayToRelay)) == before
    assert scene.view.troubles == told
    assert scene.view.status is CodeStatus.WRONG
