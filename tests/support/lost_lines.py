"""
A desk in memory whose lines are lost and come back, and a relay that judges all it records as the real one does.

    scene = LostLines(tmp_path).controlling()
    scene.lose("ours")
    scene.core.go_on()
    scene.returns()
    scene.check()

While a line is lost nothing passes, as the engine lets nothing pass; steps of a return can be taken one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from agent.pipe import messages as said
from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.ending import SessionEnd
from consent.jws import SignedDocument
from consent.law import FLOWING, QUESTION_STANDS, State
from consent.pause import PauseBecause
from consent.scopes import Scope
from protocol.catalogue import Sender
from protocol.channels import Direction
from protocol.codec import decode_pairing, decode_relay
from protocol.errors import RecordingNotStarted
from protocol.events import ResumedWith
from protocol.judge import DocumentJudge
from protocol.messages.control import AskConsent, SessionPaused, SessionResumed
from protocol.messages.pairing import ResumeAnswer
from protocol.messages.relay import (
    DocumentSent,
    PeerLost,
    ResumeChallenge,
    Resumed,
    ResumeProof,
    Wraps,
    resume_proof_bytes,
)
from protocol.resume import TechnicianResume
from protocol.wire import Message
from tests.support.consent_scene import ORIGIN, SESSION
from tests.support.desk_scene import DeskScene
from tests.support.memory_relay import LOG_KEY

Whose = Literal["nobody's", "ours", "theirs", "both"]
STEPS = ("the challenge", "resumed", "the share", "the confirmation")


class LostLines(DeskScene):
    """One desk whose two lines come and go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.has_relay = self.is_there = True
        self.judge: DocumentJudge | None = None
        self.answers_lost = False
        """Whether an answer of the desk's reaches the technician, and her confirmation nobody."""
        self.epochs: list[int] = []
        """The numbers of all keys that the desk gave its engine, channel 0's and the others', in their order."""
        self.permitted: said.Permit | None = None
        self.off: set[Scope] = set()
        self._seen = 0
        self._recorded: dict[str, SignedDocument] = {}
        self._held: list[str] = []
        self._answers: list[Message] = []
        self._resume: TechnicianResume | None = None

    def question(self, *scopes: Scope, minutes: int = 30, reason: str = "The printer does not print.") -> AskConsent:
        """Make a question, and have it recorded."""
        asked = super().question(*scopes, minutes=minutes, reason=reason)
        self._judge().take(asked.request, Direction.FROM_TECHNICIAN)
        return asked

    def turns_off(self, scope: Scope) -> None:
        """Have the customer turn one thing off."""
        self.off.add(scope)
        self.core.turn_off(scope)

    def acknowledges_all(self) -> None:
        """Have the relay acknowledge what it held back, and all that comes."""
        held, self._held, self.acknowledges = self._held, [], True
        for token in held:
            self.acknowledge(token, self._recorded[token])

    # Losing and coming back

    def lose(self, whose: Whose) -> None:
        """Lose a line."""
        self._answers.clear()
        if whose in {"theirs", "both"}:
            self.is_there, self._resume = False, None
            if self.has_relay:
                self.relay_says(PeerLost(seconds=60))
        if whose in {"ours", "both"}:
            self.has_relay = False
            self._held.clear()
            self.engine.tell(said.LineIs(state="lost", wait=0, code="A-111", words="Lost.", remedy="Wait."))

    def steps(self) -> Iterator[str]:
        """Come back, one step at a time: what `STEPS` names has happened when it is given."""
        if not self.has_relay:
            nonce = bytes(range(32))
            proofs = len(self._proofs())
            self.relay_says(ResumeChallenge(nonce=b64u(nonce)))
            (proof,) = self._proofs()[proofs:]
            assert self.paired_with is not None
            self.paired_with.agent_key.verify(unb64u(proof.signature), resume_proof_bytes("agent", SESSION, nonce))
            yield STEPS[0]
            self.has_relay = True
            log_key = str(LOG_KEY.verifier)
            self.relay_says(Resumed(origin=ORIGIN, log_key=log_key, server_time=0, positions=(), peer=self.is_there))
        yield STEPS[1]
        self.is_there = True
        assert self.paired_with is not None
        paired = self.paired_with
        self._resume = TechnicianResume(paired.session_secret, paired.resume_key, self._seen, self.dice)
        self._resume.start()
        (share,) = self._resume.to_send()
        self._pair_says(share)
        for answer in self._answers:
            for event in self._resume.receive(answer):
                assert isinstance(event, ResumedWith), event
                self._seen = event.channel0.epoch
        self._answers.clear()
        yield STEPS[2]
        for confirm in self._resume.to_send():
            self._pair_says(confirm)
        yield STEPS[3]

    def returns(self, until: str = STEPS[3]) -> None:
        """Come back, or only so far."""
        for step in self.steps():
            if step == until:
                return

    # What must hold

    def check(self) -> None:
        """Demand that desk, engine and recording agree on what lives, and that the customer sees it."""
        # One trouble there may be: a yes that the relay did not put on record in time, though its line stood.
        told = [trouble.code for trouble in self.view.troubles]
        assert told in ([], [RecordingNotStarted.code] if self.core.state is State.ENDED else []), told
        assert self.epochs == sorted(set(self.epochs)), f"an epoch twice: {self.epochs}"
        state, parts = self.core.state, self.core._parts
        if state is State.ENDED:
            assert self.view.over is not None
            assert self.view.over.lines
            assert self.view.live is None
            assert self.view.question is None
            assert self.written(SessionEnd) or not self.has_relay
            return
        assert not parts.line.is_broken
        assert PauseBecause.LINE not in parts.living.pauses
        assert (self.view.question is not None) == (state in QUESTION_STANDS)
        self._check_what_lives(parts.desk.live_session.course.ledger.living())

    def _check_what_lives(self, living: set[Scope]) -> None:
        state, coverage = self.core.state, self._judge().coverage
        assert not living & self.off
        if not living:
            assert state in {State.NOT_ASKED, State.WAITING_FOR_CUSTOMER, State.ONLY_CHAT, State.ASKED_AGAIN}, state
            assert not coverage.living, coverage.living
            return
        assert self.permitted is not None
        assert set(self.permitted.scopes) >= living
        assert (set(coverage.living), coverage.epoch) == (living, self.permitted.epoch)
        is_paused = bool(self.core._parts.living.pauses)
        assert state in ({State.PAUSED} if is_paused else FLOWING), (state, self.core._parts.living.pauses)
        # What relay and recording take for a pause is one here, and the other way round.
        assert coverage._paused == is_paused
        told = [each for each in self.to_technician if isinstance(each, SessionPaused | SessionResumed)]
        assert isinstance(told[-1] if told else None, SessionPaused) == is_paused, "what the technician was told"
        assert self.view.live is not None
        assert (self.view.live.paused is not None) == is_paused

    # Playing

    def _from_desk(self, message: said.PipeMessage) -> None:
        is_whole = self.has_relay and self.is_there
        match message:
            case said.SayToRelay():
                if self.has_relay or isinstance(decode_relay(message.body.encode(), Sender.AGENT), ResumeProof):
                    super()._from_desk(message)
            case said.SayToPair() if self.paired_with is not None:
                answer = decode_pairing(message.body.encode(), Sender.AGENT)
                if isinstance(answer, ResumeAnswer) and is_whole:
                    self._answers.append(answer)
            case said.ControlKeys():
                self.epochs += [message.epoch] if message.epoch else []
            case said.Permit() | said.OnlyChat() if is_whole:
                self._seen = message.epoch
                self.permitted = message if isinstance(message, said.Permit) else self.permitted
                super()._from_desk(message)
            case said.SayToTechnician() if not is_whole:
                return
            case said.Permit() | said.OnlyChat():
                return
            case _:
                super()._from_desk(message)

    def _record(self, message: Message) -> None:
        token = message.list if isinstance(message, Wraps) else ""
        token = message.token if isinstance(message, DocumentSent) else token
        if token and token not in self._recorded:
            # What the judge refuses would end the desk's line.
            self._recorded[token] = self._judge().take(token, Direction.FROM_AGENT)
        if token and not self.acknowledges:
            self._held.append(token)
        super()._record(message)

    def _judge(self) -> DocumentJudge:
        if self.judge is None:
            setting = self.core._desk.live_session.setting
            assert setting is not None
            self.judge = DocumentJudge(setting)
        return self.judge

    def _proofs(self) -> list[ResumeProof]:
        return [message for message in self.to_relay if isinstance(message, ResumeProof)]

    def _pair_says(self, message: Message) -> None:
        body = canonical(message.model_dump(mode="json")).decode()
        self.engine.tell(said.HeardFromPair(body=body))


Act = Callable[[LostLines], object]
