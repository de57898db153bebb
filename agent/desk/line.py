"""A lost line: nothing flows at once; both ends may come back within a minute, with fresh keys in a new epoch."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk import story
from agent.desk.desk import Desk, Positions
from agent.desk.granting import Granting
from agent.desk.living import Living
from agent.desk.papers import Papers
from agent.pipe.messages import ControlKeys
from consent.encoding import b64u, unb64u
from consent.fields import Position
from consent.law import LAW, Event, State
from consent.pause import PauseBecause
from protocol import limits
from protocol.errors import AnotherLogKey, AnotherOrigin
from protocol.events import Channel0Keys, ResumedWith, ResumeFailed
from protocol.messages.pairing import ResumeShare
from protocol.messages.relay import PeerLost, ResumeChallenge, Resumed, ResumeProof, resume_proof_bytes
from protocol.resume import AgentResume
from protocol.wire import Message


class LineDesk:
    """Proves itself to the relay and to the technician when the line is back."""

    def __init__(
        self,
        desk: Desk,
        papers: Callable[[], Papers],
        living: Living,
        granting: Granting,
        *,
        question_over: Callable[[], None],
        given_up: Callable[[], None],
    ) -> None:
        """Take the parts that must hear of it; `given_up` is called when a minute has passed."""
        self._desk = desk
        self._papers = papers
        self._living = living
        self._granting = granting
        self._question_over = question_over
        self._given_up = given_up
        self._resume: AgentResume | None = None
        self._recorded: tuple[Position, ...] = ()
        self._is_broken = False

    @property
    def is_broken(self) -> bool:
        """Say whether one of the two ends is away."""
        return self._is_broken

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._resume = None
        self._is_broken = False
        self._desk.alarms.cancel("line")

    def lost(self, seconds: float = limits.RESUME_SECONDS) -> None:
        """Stop everything that needs the line; the engine has stopped by itself already."""
        session = self._desk.live_session
        self._resume = None
        self._granting.interrupt()
        if not self._is_broken:
            self._is_broken = True
            self._desk.alarms.set("line", self._desk.now() + seconds, self._given_up)
            self._desk.tell(story.LINE_LOST.said())
        self._question_over()
        if Event.LINE_LOST in LAW[session.course.state]:
            session.course.line_lost()
        if session.course.ledger.living():
            until = self._desk.alarms.at("line") or self._desk.now() + seconds
            self._living.line_lost(max(0.0, until - self._desk.now()))

    def peer_lost(self, message: PeerLost) -> None:
        """Take note that the technician's line is lost: nothing is captured for nobody."""
        self._desk.hold(lambda _: None)
        self.lost(min(float(message.seconds), limits.RESUME_SECONDS))

    def challenged(self, message: ResumeChallenge) -> None:
        """Prove to the relay that this is the same desk."""
        session = self._desk.live_session
        signature = session.key.sign(resume_proof_bytes("agent", session.id, unb64u(message.nonce)))
        self._desk.to_relay(ResumeProof(signature=b64u(signature)))

    def resumed(self, message: Resumed) -> None:
        """
        Take note that the relay has us back, and what it holds of what was sent.

        Raises:
            AnotherOrigin, AnotherLogKey: It is not the relay of the pairing.
        """
        session = self._desk.live_session
        if message.origin != session.origin:
            raise AnotherOrigin(message.origin)
        if message.log_key != session.log_key:
            raise AnotherLogKey
        self._recorded = message.positions
        # It took nothing up before its disk did: that it records again may have been said while nobody heard it.
        self._living.go_on(PauseBecause.RECORDING)
        self._papers().again()

    def said(self, message: Message) -> None:
        """Take one message of the technician's resume."""
        session = self._desk.live_session
        if session.paired is None:
            return
        if isinstance(message, ResumeShare):
            if not self._is_broken:
                self.lost()
            # Each share begins anew, whatever became of the one before. The technician takes the number of an answer as
            # used, and we do not hear whether it arrived: no two answers give the same.
            session.epoch += 1
            self._resume = AgentResume(
                session.paired.session_secret, session.paired.resume_key, session.epoch, self._desk.outside.random
            )
        resume = self._resume
        if resume is None:
            return  # the end of a resume that a lost line broke off
        events = resume.receive(message)
        for reply in resume.to_send():
            self._desk.to_pair(reply)
        for event in events:
            match event:
                case ResumedWith():
                    self._back(event.channel0)
                case ResumeFailed():
                    self._resume = None

    def _back(self, keys: Channel0Keys) -> None:
        self._desk.alarms.cancel("line")
        self._is_broken = False
        self._resume = None
        # Final positions first: keying channel 0 anew forgets the former epoch's counts.
        self._desk.close([], lambda final: self._final(final, keys), whole=True)

    def _final(self, final: Positions, keys: Channel0Keys) -> None:
        session = self._desk.live_session
        if session.paired is None or self._is_broken or keys.epoch != session.epoch:
            return  # the line was lost again before the engine had answered
        self._desk.engine(
            ControlKeys(
                session=session.id,
                agent_key=session.key.verify_key.jwk(),
                technician_key=session.technician_key.jwk(),
                origin=session.origin,
                epoch=keys.epoch,
                from_agent=b64u(keys.to_console),
                from_technician=b64u(keys.to_agent),
            )
        )
        self._desk.tell(story.LINE_BACK.said())
        if Event.LINE_BACK in LAW[session.course.state]:
            session.course.line_back()
        # What was granted goes on, what waited for the record waits again, chat stays open; all with fresh keys.
        course = session.course
        if not course.ledger.living():
            self._living.line_back()  # no permit will say so
        goes_on = course.state is State.PAUSED and course.ledger.living()
        if course.waiting is not None or goes_on or course.state is State.ONLY_CHAT:
            self._granting.new_epoch(keys.epoch, self._as_recorded(final))

    def _as_recorded(self, final: Positions) -> Positions:
        """Cut our own directions back to what the relay has: what was lost on the way is in no recording."""
        recorded = {position.pair: position.count for position in self._recorded}
        return [
            position.model_copy(update={"count": min(position.count, recorded.get(position.pair, position.count))})
            if position.direction == 0
            else position
            for position in final
        ]
