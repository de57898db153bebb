"""
What the desk hears: the engine, and through it the relay and the technician. Each message has its line here.

Deeds lie in the parts. Nothing here can make a yes; what anybody says is checked by the part that it concerns.
"""

from __future__ import annotations

from agent.desk import story
from agent.desk.desk import technician_said
from agent.desk.parts import Parts
from agent.desk.trust import note_proof
from agent.pipe.messages import (
    Accounts,
    Broken,
    Closed,
    Drained,
    Halted,
    HeardFromPair,
    HeardFromRelay,
    HeardFromTechnician,
    LineIs,
    Masked,
    PipeMessage,
    ReportFailed,
    ReportLooking,
    ReportPiece,
    ReportSaid,
    Worn,
)
from consent.ending import EndReason
from consent.fields import SessionId
from consent.pause import PauseBecause
from consent.statement import TranscriptStatement
from protocol.acknowledgement import verify_closing
from protocol.catalogue import Sender
from protocol.codec import decode_pairing, decode_relay
from protocol.errors import CodeRunOut, OutOfTurn
from protocol.messages import control, pairing, relay
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.messages.report import ReportReceived
from protocol.wire import Message


class Hearing:
    """Gives each message to the part that it concerns."""

    def __init__(self, parts: Parts) -> None:
        """Take the parts."""
        self._parts = parts

    def heard(self, message: PipeMessage) -> None:  # noqa: C901 - one case for each message there is
        """
        Take one message of the engine.

        Raises:
            AttendedError: It breaks a rule.
        """
        match message:
            case HeardFromRelay():
                self._from_relay(decode_relay(message.body.encode(), Sender.RELAY))
            case HeardFromPair():
                self._from_pair(decode_pairing(message.body.encode(), Sender.TECHNICIAN))
            case HeardFromTechnician():
                self._from_technician(technician_said(message.body))
            case LineIs():
                self._line_is(message)
            case Accounts():
                self._accounts(message)
            case Worn() if self._parts.desk.session is not None:
                self._parts.granting.renew_keys()
            case Closed():
                self._parts.desk.closed(message.serial, message.positions)
            case Drained():
                self._parts.asking.drained()
            case Masked():
                self._parts.masks.in_force(message.serial)
            case ReportLooking() | ReportPiece() | ReportFailed() | ReportSaid():
                self._parts.reporting.heard(message)
            case Halted():
                self._parts.stopping.halted(message)
            case Broken():
                self._parts.broken(message.code, message.words, message.remedy)

    def _from_relay(self, message: Message) -> None:  # noqa: C901, PLR0912 - one case for each message there is
        match message:
            case relay.AgentWaiting() if self._parts.is_paired:
                # A relay that gave a session another's place would take it out of the customer's hands.
                raise OutOfTurn("a place for a session that has begun")
            case relay.AgentWaiting():
                self._parts.begin()
                self._parts.code.waiting(message)
            case relay.PeerArrived():
                self._parts.code.arrived()
            case relay.PeerLost():
                if self._parts.is_helped:
                    self._parts.line.peer_lost(message)
                else:
                    self._parts.code.left()
            case relay.PeerLeft():
                if self._parts.is_paired:
                    self._parts.stop(EndReason.LEFT, story.LEFT.said())
                else:
                    self._parts.code.left()
            case relay.Acknowledged() | relay.ResumeChallenge() | relay.Resumed() | relay.SessionClosed() if (
                self._parts.desk.session is None
            ):
                return  # of a session that this desk gave up: whoever came with the code was not proven
            case relay.Acknowledged():
                session = self._parts.desk.live_session
                known, now = self._parts.desk.outside.known, self._parts.desk.wall()
                note_proof(session.found, known, message.proof, now, session.was_live)
                self._parts.papers.acknowledged(message)
            case relay.ResumeChallenge():
                self._parts.line.challenged(message)
            case relay.Resumed():
                if self._parts.stopping.is_ending:
                    self._parts.stopping.resumed(message)
                else:
                    self._parts.line.resumed(message)
            case relay.RecordingState():
                self._recording(message)
            case relay.SessionClosed():
                self._session_closed(message)
            case relay.Closed() if message.code == CodeRunOut.code and not self._parts.is_paired:
                self._parts.code.let_go()
                self._parts.start_engine()  # it tries no line until a new code is wanted
            case relay.Closed():
                if self._parts.is_paired or self._parts.code.is_news(message.code):
                    self._parts.broken(message.code, message.words, message.remedy)
            case _:
                return  # credit and refusals are the engine's; peer.back is followed by the technician's own word

    def _from_pair(self, message: Message) -> None:
        if isinstance(message, pairing.ResumeShare | pairing.ResumeConfirm):
            if self._parts.is_helped:
                self._parts.line.said(message)
        else:
            self._parts.code.said(message)

    def _from_technician(self, message: Message) -> None:
        if self._parts.desk.session is None or self._parts.stopping.is_ending:
            return
        match message:
            case control.TechnicianProof():
                self._parts.code.proof(message)
            case control.AskConsent():
                self._parts.asking.asked(message)
            case control.CancelRequest():
                self._parts.asking.cancelled(message)
            case control.LeaveSession():
                self._parts.stop(EndReason.LEFT, story.ENDED.said())
            case control.LookAway():
                self._parts.living.pause(PauseBecause.LOOK_AWAY)
            case ChatSaid():
                self._parts.chat.heard(message)
            case ReportReceived():
                self._parts.reporting.received(message)
            case ChatDelivered():
                self._parts.chat.shown(message)
            case _:
                return  # all else on these channels needs no deed of the desk

    def _line_is(self, message: LineIs) -> None:
        if self._parts.stopping.is_ending:
            if message.state == "given-up":
                self._parts.stopping.line_given_up()
            return
        match message.state, self._parts.is_paired:
            case "lost" | "trying" | "given-up", False:
                self._parts.code.line_lost(message)
            case "lost", True:
                self._parts.line.lost()
            case "given-up", True:
                self._parts.line_given_up()
            case _:
                return

    def _accounts(self, message: Accounts) -> None:
        if self._parts.stopping.is_ending:
            if message.asked:
                self._parts.stopping.accounts(message.lines)
            return
        self._parts.stopping.told(message.lines)
        session = self._parts.desk.session
        if session is None or session.setting is None or not message.lines or self._parts.line.is_broken:
            return
        lines = tuple(message.lines)
        statement = self._parts.desk.write(TranscriptStatement, lines=lines, final=False)
        self._parts.desk.to_relay(relay.DocumentSent(token=statement))

    def _recording(self, message: relay.RecordingState) -> None:
        if self._parts.desk.session is None or self._parts.stopping.is_ending:
            return
        if message.state == "paused":
            self._parts.living.pause(PauseBecause.RECORDING)
        else:
            self._parts.living.go_on(PauseBecause.RECORDING)

    def _session_closed(self, message: relay.SessionClosed) -> None:
        session = self._parts.desk.live_session
        verify_closing(message, SessionId(session.id), session.log_key)
        self._parts.stopping.closed(message)
