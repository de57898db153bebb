from collections.abc import Callable

from agent.pipe.messages import Close, Closed, ControlKeys, HeardFromPair, LineIs, OnlyChat, Permit, SayToPair, Worn
from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.keylist import KeyList
from consent.law import State
from consent.pause import ConsentResume
from consent.scopes import Scope
from protocol.catalogue import Sender
from protocol.codec import decode_pairing
from protocol.events import ResumedWith
from protocol.messages.aside import AsideWords
from protocol.messages.control import GrantFormer, GrantLive
from protocol.messages.pairing import ResumeAnswer
from protocol.messages.relay import (
    PeerLost,
    RecordingState,
    ResumeChallenge,
    Resumed,
    ResumeProof,
    resume_proof_bytes,
)
from protocol.resume import TechnicianResume
from tests.support.consent_scene import ORIGIN, SESSION
from tests.support.desk_scene import DeskScene
from tests.support.memory_relay import LOG_KEY


def lose(scene: DeskScene) -> None:
    """Lose the agent's line."""
    scene.engine.tell(LineIs(state="lost", wait=0, code="A-111", words="Lost.", remedy="Wait."))


def come_back(scene: DeskScene) -> None:
    """Resume: the relay has us back, and the technician proves herself."""
    scene.relay_says(Resumed(origin=ORIGIN, log_key=str(LOG_KEY.verifier), server_time=0, positions=(), peer=True))
    assert scene.paired_with is not None
    paired = scene.paired_with
    there = TechnicianResume(paired.session_secret, paired.resume_key, 1, scene.dice)
    there.start()
    hear_answers(scene, lambda: there)


def hear_answers(scene: DeskScene, there: Callable[[], TechnicianResume]) -> None:
    """Carry the resume's messages to and fro."""
    seen = len(scene.sent(SayToPair))
    moved = True
    while moved:
        out = there().to_send()
        for message in out:
            scene.engine.tell(HeardFromPair(body=canonical(message.model_dump(mode="json")).decode()))
        answers = scene.sent(SayToPair)[seen:]
        seen += len(answers)
        for answer in answers:
            for event in there().receive(decode_pairing(answer.body.encode(), Sender.AGENT)):
                assert isinstance(event, ResumedWith)
        moved = bool(out or answers)


def test_a_lost_line_stops_what_flows_and_says_so(scene: DeskScene) -> None:
    """Law, banner and ledger agree that nothing is seen."""
    scene.viewing()
    lose(scene)
    assert scene.stands(State.LINE_LOST)
    assert scene.view.live is not None
    assert "Line lost" in (scene.view.live.paused or "")


def test_the_desk_proves_itself_to_the_relay(scene: DeskScene) -> None:
    """It signs the relay's challenge with the session's key."""
    scene.viewing()
    lose(scene)
    nonce = bytes(range(32))
    scene.relay_says(ResumeChallenge(nonce=b64u(nonce)))
    proof = next(message for message in scene.to_relay if isinstance(message, ResumeProof))
    assert scene.paired_with is not None
    scene.paired_with.agent_key.verify(unb64u(proof.signature), resume_proof_bytes("agent", SESSION, nonce))


def test_every_resume_opens_a_new_epoch_with_fresh_keys(scene: DeskScene) -> None:
    """Channel 0 and the groups are keyed anew, on record, before anything flows again."""
    scene.viewing()
    lose(scene)
    come_back(scene)
    assert [keys.epoch for keys in scene.sent(ControlKeys)] == [0, 2]
    assert [keys.epoch for keys in scene.written(KeyList)] == [1, 2]
    first, second = scene.sent(Permit)
    assert {group.secret for group in first.groups}.isdisjoint(group.secret for group in second.groups)
    assert [live.epoch for live in scene.told(GrantLive)] == [1, 2]
    assert scene.stands(State.GRANTED)
    assert scene.view.live is not None
    assert scene.view.live.paused is None


def test_a_customers_pause_outlives_a_lost_line(scene: DeskScene) -> None:
    """After the resume nothing is seen until the customer goes on."""
    scene.viewing()
    scene.core.pause()
    lose(scene)
    come_back(scene)
    assert scene.sent(Permit)[-1].paused
    assert scene.stands(State.PAUSED)


def test_nothing_is_shown_to_nobody(scene: DeskScene) -> None:
    """When the technician's line is lost, the engine rests as well."""
    scene.viewing()
    scene.relay_says(PeerLost(seconds=60))
    assert scene.stands(State.LINE_LOST)


def test_a_line_that_does_not_come_back_ends_the_session(scene: DeskScene) -> None:
    """After a minute it is over, and the receipt is written without a relay."""
    scene.viewing()
    lose(scene)
    scene.wait(61)
    assert scene.stands(State.ENDED)
    assert scene.view.over is not None
    assert scene.view.over.receipt_path is not None


def test_a_lost_line_takes_a_question_away(scene: DeskScene) -> None:
    """Who asked is gone, so the question is too."""
    scene.viewing().asks(Scope.CONTROL)
    lose(scene)
    assert scene.view.question is None
    assert scene.stands(State.LINE_LOST)


def test_chat_outlives_a_lost_line_when_nothing_else_lives(scene: DeskScene) -> None:
    """It gets fresh keys, on record, under a grant of which nothing lives; no permit and no frame come of it."""
    scene.viewing()
    scene.core.turn_off(Scope.VIEW)
    lose(scene)
    scene.core.say("Are you there?")
    assert scene.view.chat == [
        ("Attended", "Not sent, the line is lost: “Are you there?” Write it again when it is back.")
    ]
    come_back(scene)
    (keys,) = scene.sent(OnlyChat)
    assert keys.epoch == 2
    assert [(live.epoch, live.scopes) for live in scene.told(GrantLive)][1:] == [(2, ())]
    assert len(scene.sent(Permit)) == 1
    assert scene.view.live is not None
    assert not scene.view.live.is_on
    scene.core.say("Goodbye.")
    assert scene.view.chat[-1] == ("You", "Goodbye.")
    assert scene.stands(State.ONLY_CHAT)


def test_grants_that_went_unheard_are_told_again(scene: DeskScene) -> None:
    """After a resume the technician gets every grant before the one in force, so that its chain can be followed."""
    scene.viewing()
    scene.core.add_time()
    scene.core.add_time()
    first, second, third = scene.told(GrantLive)
    assert not scene.told(GrantFormer)
    lose(scene)
    come_back(scene)
    assert [former.grant for former in scene.told(GrantFormer)] == [first.grant, second.grant]
    assert scene.told(GrantLive)[-1].grant == third.grant
    scene.core.add_time()
    assert len(scene.told(GrantFormer)) == 2


def test_a_yes_taken_back_while_the_line_was_lost_stays_taken_back(scene: DeskScene) -> None:
    """After the resume its grant is told as one that opens nothing, with the words that the recording needs."""
    scene.acknowledges = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    lose(scene)
    scene.core.turn_off(Scope.VIEW)
    scene.acknowledges = True
    come_back(scene)
    assert not scene.sent(Permit)
    assert [live.scopes for live in scene.told(GrantLive)] == [()]
    assert len(scene.told(AsideWords)) == 1


def test_a_yes_that_waited_for_the_record_goes_on_after_the_resume(scene: DeskScene) -> None:
    """It is asked of the relay again, with fresh keys, and permitted only then."""
    scene.acknowledges = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    lose(scene)
    assert scene.stands(State.WAITING_FOR_RECORD)
    scene.acknowledges = True
    come_back(scene)
    assert [permit.epoch for permit in scene.sent(Permit)] == [2]
    assert scene.stands(State.GRANTED)


def test_more_that_waited_goes_on_after_the_resume(scene: DeskScene) -> None:
    """The wider grant takes the place of the former one once both are on record."""
    scene.viewing().asks(Scope.CONTROL)
    scene.acknowledges = False
    scene.says_yes(Scope.CONTROL)
    lose(scene)
    assert scene.stands(State.LINE_LOST)
    scene.acknowledges = True
    come_back(scene)
    assert set(scene.sent(Permit)[-1].scopes) == {Scope.VIEW, Scope.CONTROL}
    assert scene.stands(State.GRANTED)


def test_no_number_of_an_epoch_is_offered_twice(scene: DeskScene) -> None:
    """The technician takes an answer's number as used; whether it arrived, nobody here hears when the line breaks."""
    scene.viewing()
    paired = scene.paired_with
    assert paired is not None
    offered: list[int] = []
    for _ in range(3):
        lose(scene)
        there = TechnicianResume(paired.session_secret, paired.resume_key, max(offered, default=1), scene.dice)
        there.start()
        (share,) = there.to_send()
        scene.engine.tell(HeardFromPair(body=canonical(share.model_dump(mode="json")).decode()))
        answer = decode_pairing(scene.sent(SayToPair)[-1].body.encode(), Sender.AGENT)
        assert isinstance(answer, ResumeAnswer)
        assert isinstance(there.receive(answer)[0], ResumedWith)
        offered.append(answer.epoch)
    assert offered == [2, 3, 4]


def test_a_line_lost_before_the_engine_closed_the_epoch_begins_nothing(scene: DeskScene) -> None:
    """The resume that is lost gives no keys and waits for no record; the next one does."""
    scene.viewing()
    lose(scene)
    scene.engine.hangs = True
    come_back(scene)
    close = scene.sent(Close)[-1]
    lose(scene)
    scene.engine.hangs = False
    scene.engine.tell(Closed(serial=close.serial, positions=[]))
    assert [keys.epoch for keys in scene.sent(ControlKeys)] == [0]
    scene.wait(20)
    assert scene.stands(State.LINE_LOST)
    come_back(scene)
    assert scene.stands(State.GRANTED)


def test_keys_that_were_to_be_renewed_as_the_line_broke_are_those_of_the_resume(scene: DeskScene) -> None:
    """The engine's answer comes after the loss: nothing waits for the record that cannot come."""
    scene.viewing()
    scene.engine.hangs = True
    scene.engine.tell(Worn())
    close = scene.sent(Close)[-1]
    lose(scene)
    scene.engine.hangs = False
    scene.engine.tell(Closed(serial=close.serial, positions=[]))
    scene.wait(20)
    assert scene.stands(State.LINE_LOST)
    come_back(scene)
    assert scene.stands(State.GRANTED)


def test_a_recording_that_ran_again_unheard_holds_nothing_up(scene: DeskScene) -> None:
    """It stood still, and its relay went away: whoever has us back records."""
    scene.viewing()
    scene.relay_says(RecordingState(state="paused", words="It stands still."))
    assert scene.stands(State.PAUSED)
    lose(scene)
    come_back(scene)
    assert scene.stands(State.GRANTED)
    assert not scene.sent(Permit)[-1].paused
    assert scene.written(ConsentResume)
