"""
The desk's core: the only place where a yes can be made. No socket, window, clock or dice of its own.

It is told what the engine says (`heard`), what the customer does (`DeskEvents`) and that time passes (`tick`); it
shows through `DeskView` and speaks through the ports of `Outside`.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.asking import Asking, Standing
from agent.desk.chat import Chat
from agent.desk.desk import Desk, technician_said
from agent.desk.draft import Key
from agent.desk.granting import Granting
from agent.desk.keeping import Keeping
from agent.desk.line import LineDesk
from agent.desk.living import Living
from agent.desk.masks import Masks
from agent.desk.own_turn import OwnTurn
from agent.desk.pairing import CodeDesk
from agent.desk.papers import Papers
from agent.desk.ports import Outside
from agent.desk.reporting import Reporting
from agent.desk.stopping import Stopping, transcript_line
from agent.desk.troubles import trouble
from agent.desk.trust import note_proof
from agent.desk.view import SAVE_AGAIN, CodeStatus, Decision, DeskView, Rect, Trouble
from agent.pipe.messages import (
    Accounts,
    Broken,
    Closed,
    Drained,
    Focus,
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
from consent.decision import Decision as Allowed
from consent.ending import EndReason
from consent.errors import AttendedError
from consent.fields import SessionId
from consent.law import State
from consent.pause import PauseBecause
from consent.scopes import Scope
from consent.statement import TranscriptStatement
from protocol import limits
from protocol.acknowledgement import verify_closing
from protocol.catalogue import Sender
from protocol.codec import decode_pairing, decode_relay
from protocol.errors import CodeRunOut, EngineDied
from protocol.messages import control, pairing, relay
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.messages.report import ReportReceived
from protocol.report.pseudonyms import Pseudonym
from protocol.wire import Message


class DeskCore:
    """Everything the desk knows and decides, for one code after another."""

    def __init__(self, view: DeskView, outside: Outside) -> None:
        """Take windows and the outside; nothing happens before `begin`."""
        self._view = view
        self._outside = outside
        self._desk = desk = Desk(view, outside, self._engine_hangs)
        self._papers = Papers(desk)
        self._code = CodeDesk(desk, self._proven)
        self._living = Living(
            desk, self._current_papers, question_over=self._question_over, unread=lambda: self._chat.unread
        )
        self._chat = Chat(desk, self._living.refresh)
        self._reporting = Reporting(
            desk,
            done=lambda: self._living.done(Scope.REPORT),
            changed=self._living.show,
            is_broken=lambda: self._line.is_broken,
        )
        self._own_turn = OwnTurn(desk, self._living)
        self._granting = Granting(
            desk,
            self._current_papers,
            show=self._living.show,
            live=self._live,
            is_paused=lambda: bool(self._living.pauses - {PauseBecause.LINE}),
            failed=self._cannot_grant,
        )
        self._asking = Asking(
            desk,
            self._current_papers,
            control_ends=self._living.control_ends,
            accepted=self._accepted,
            engine_hangs=self._engine_hangs,
            expected=lambda: self._code.expected,
        )
        self._line = LineDesk(
            desk,
            self._current_papers,
            self._living,
            self._granting,
            question_over=self._question_over,
            given_up=self._line_given_up,
        )
        self._stopping = Stopping(desk, self._current_papers, over=self._over)
        self._keeping = Keeping(desk, self._current_papers)
        self._masks = Masks(desk, stood=self._asking.touched, captures=self._captures, engine_hangs=self._engine_hangs)
        self._is_finished = False

    @property
    def state(self) -> State | None:
        """Say where consent stands; None before a code is shown."""
        return self._desk.session.course.state if self._desk.session else None

    @property
    def is_connected(self) -> bool:
        """Say whether a technician is there and the end is still to come."""
        return self._is_paired and not self._is_finished

    @property
    def under_control(self) -> bool:
        """Say whether somebody may work mouse and keyboard at this moment."""
        return self._desk.session is not None and Scope.CONTROL in self._desk.session.course.ledger.living()

    def begin(self) -> None:
        """Start the engine and get a code."""
        self._outside.engine.start()
        self._fresh()
        self._masks.say()
        self._view.show_connecting(self._outside.relay_name)
        self._code.begin()

    def tick(self) -> None:
        """Let time pass: call it every 50 ms or so."""
        self._desk.alarms.tick(self._desk.now())
        session = self._desk.session
        if session is None or self._stopping.is_ending:
            return
        self._living.tick()
        self._chat.tick()
        self._reporting.tick()
        if session.course.state is State.ENDED:
            self._stopping.stop(EndReason.EXPIRED, "Time was up")

    # What the engine says

    def heard(self, message: PipeMessage) -> None:
        """Take one message of the engine. What breaks a rule ends the session, never the program."""
        try:
            self._heard(message)
        except AttendedError as error:
            self._broken(error.code, error.words, error.remedy)

    def engine_ended(self, code: int | None) -> None:
        """Take note that the engine is gone, and was not told to go."""
        if self._is_finished or self._desk.session is None or self._stopping.is_closing:
            if self._stopping.is_closing:
                self._stopping.line_given_up()
            return
        self._question_over()
        self._reporting.stop()
        self._living.hide()
        self._outside.engine.release_held()
        died = EngineDied(f"exit code {code}")
        self._desk.tell("Something broke here, so everything stopped")
        self._stopping.engine_gone(EndReason.FAILED)
        self._view.show_trouble(trouble(died))

    def _heard(self, message: PipeMessage) -> None:  # noqa: C901 - one case for each message there is
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
            case Worn():
                self._granting.renew_keys()
            case Closed():
                self._desk.closed(message.serial, message.positions)
            case Drained():
                self._asking.drained()
            case Masked():
                self._masks.in_force(message.serial)
            case ReportLooking() | ReportPiece() | ReportFailed() | ReportSaid():
                self._reporting.heard(message)
            case Halted():
                self._stopping.halted(message)
            case Broken():
                self._broken(message.code, message.words, message.remedy)

    def _from_relay(self, message: Message) -> None:  # noqa: C901, PLR0912 - one case for each message there is
        match message:
            case relay.AgentWaiting():
                self._fresh()
                self._code.waiting(message)
            case relay.PeerArrived():
                self._code.arrived()
            case relay.PeerLost():
                if self._is_paired and not self._stopping.is_ending:
                    self._line.peer_lost(message)
                else:
                    self._code.left()
            case relay.PeerLeft():
                if self._is_paired:
                    self._stop(EndReason.LEFT, "The technician left")
                else:
                    self._code.left()
            case relay.Acknowledged():
                session = self._desk.live_session
                note_proof(session.found, self._outside.known, message.proof, self._desk.wall(), session.was_live)
                self._papers.acknowledged(message)
            case relay.ResumeChallenge():
                self._line.challenged(message)
            case relay.Resumed():
                if self._stopping.is_ending:
                    self._stopping.resumed(message)
                else:
                    self._line.resumed(message)
            case relay.RecordingState():
                self._recording(message)
            case relay.SessionClosed():
                self._session_closed(message)
            case relay.Closed() if message.code == CodeRunOut.code and not self._is_paired:
                self._code.let_go()
                self._outside.engine.start()  # a fresh one, which tries no line until a new code is wanted
                self._masks.say()
            case relay.Closed():
                if self._is_paired or self._code.is_news(message.code):
                    self._broken(message.code, message.words, message.remedy)
            case _:
                return  # credit and refusals are the engine's; peer.back is followed by the technician's own word

    def _from_pair(self, message: Message) -> None:
        if isinstance(message, pairing.ResumeShare | pairing.ResumeConfirm):
            if self._is_paired and not self._stopping.is_ending:
                self._line.said(message)
        else:
            self._code.said(message)

    def _from_technician(self, message: Message) -> None:
        if self._desk.session is None or self._stopping.is_ending:
            return
        match message:
            case control.TechnicianProof():
                self._code.proof(message)
            case control.AskConsent():
                self._asking.asked(message)
            case control.CancelRequest():
                self._asking.cancelled(message)
            case control.LeaveSession():
                self._stop(EndReason.LEFT, "The technician ended it")
            case control.LookAway():
                self._living.pause(PauseBecause.LOOK_AWAY)
            case ChatSaid():
                self._chat.heard(message)
            case ReportReceived():
                self._reporting.received(message)
            case ChatDelivered():
                self._chat.shown(message)
            case _:
                return  # all else on these channels needs no deed of the desk

    def _line_is(self, message: LineIs) -> None:
        if self._stopping.is_ending:
            if message.state == "given-up":
                self._stopping.line_given_up()
            return
        match message.state, self._is_paired:
            case "lost" | "trying" | "given-up", False:
                self._code.line_lost(message)
            case "lost", True:
                self._line.lost()
            case "given-up", True:
                self._line_given_up()
            case _:
                return

    def _accounts(self, message: Accounts) -> None:
        if self._stopping.is_ending:
            if message.asked:
                self._stopping.accounts(message.lines)
            return
        self._stopping.told(message.lines)
        session = self._desk.session
        if session is None or session.setting is None or not message.lines or self._line.is_broken:
            return
        lines = tuple(transcript_line(line) for line in message.lines)
        statement = self._desk.write(TranscriptStatement, lines=lines, final=False)
        self._desk.to_relay(relay.DocumentSent(token=statement))

    def _recording(self, message: relay.RecordingState) -> None:
        if self._desk.session is None or self._stopping.is_ending:
            return
        if message.state == "paused":
            self._living.pause(PauseBecause.RECORDING)
        else:
            self._living.go_on(PauseBecause.RECORDING)

    def _session_closed(self, message: relay.SessionClosed) -> None:
        session = self._desk.live_session
        verify_closing(message, SessionId(session.id), session.log_key)
        self._stopping.closed(message)

    # What the customer does

    def answered(self, question_id: str, decision: Decision) -> None:
        """Take what the customer chose."""
        try:
            self._asking.answered(question_id, decision)
        except AttendedError as error:
            self._broken(error.code, error.words, error.remedy)

    def more_time(self, question_id: str) -> None:
        """Give the customer five more minutes to answer."""
        self._asking.more_time(question_id)

    def new_code(self) -> None:
        """Throw the code away and get another."""
        if not self._is_paired:
            self._code.new_code()

    def expected(self, text: str) -> None:
        """Take the name of whom the customer expects. It stays on this computer."""
        self._code.expected = text[: limits.EXPECTED_TEXT]

    def stop(self, how: str) -> None:
        """Stop everything now. `how`: "button", "key", "banner closed"."""
        if self._is_paired:
            self._stop(EndReason.STOPPED, "You pressed Stop" if how != "closed" else "You closed it, so it stopped")

    def pause(self) -> None:
        """Show nothing until `go_on`."""
        if self._is_paired and not self._stopping.is_ending:
            self._living.pause(PauseBecause.CUSTOMER)

    def go_on(self) -> None:
        """End the customer's pause, whoever of the two asked for it."""
        if self._is_paired and not self._stopping.is_ending:
            self._living.go_on(PauseBecause.LOOK_AWAY)
            self._living.go_on(PauseBecause.CUSTOMER)

    def windows_gone(self, view: DeskView, words: str) -> None:
        """Take note that no window works any more, `words` say why: all ends, and `view` shows what is left to show."""
        self._view = self._desk.view = view
        if self._is_paired:
            self._stop(EndReason.FAILED, words)

    def turn_off(self, scope: Scope) -> None:
        """Withdraw one thing, at once."""
        if self._is_paired and not self._stopping.is_ending:
            self._living.turn_off({scope})
            self._reporting.tick()
            if self.state is State.ONLY_CHAT:
                self._granting.taken_back()

    def customer_acts(self) -> None:
        """Take note that the customer's own hand moves the mouse or types: while it does, theirs waits."""
        if self.under_control and not self._stopping.is_ending:
            self._own_turn.acts()

    def escape_pressed(self, missing: int) -> None:
        """Take note that so many more presses of Esc stop everything: the banner says so."""
        if self._is_paired and not self._stopping.is_ending:
            self._own_turn.escape(missing)

    def add_time(self) -> None:
        """Give ten more minutes, unasked."""
        if self.state is State.GRANTED:
            try:
                self._granting.renew(600)
            except AttendedError as error:
                self._broken(error.code, error.words, error.remedy)

    def say(self, text: str) -> None:
        """Say something in the chat."""
        if not self._stopping.is_ending:
            self._chat.say(text[: limits.CHAT_TEXT], line_lost=self._line.is_broken)

    def chat_read(self) -> None:
        """Take note that the chat stands open before the customer."""
        self._chat.read()

    def cross_out(self, keys: list[Key], struck: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Cross lines of the health report out, or put them back."""
        self._reporting.cross_out(keys, struck=struck)

    def reveal(self, pseudonym: Pseudonym, revealed: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Show a masked value of the health report to the technician, or mask it again."""
        self._reporting.reveal(pseudonym, revealed=revealed)

    def send_report(self, sha256: str) -> None:
        """Send the health report with this hash; it is the one that stood on the screen."""
        self._reporting.send(sha256)

    def keep_report(self) -> None:
        """Send nothing of the health report."""
        self._reporting.withhold()

    def closed(self, window: str) -> None:
        """Take note that a window was closed: a question's is a no, the banner's a stop, the code's the end."""
        if window == "question" and self._asking.standing is not None:
            self.answered(self._asking.standing.request.jti, Decision(frozenset(), how="closed"))
        elif window == "banner":
            self.stop("closed")
        elif window == "report":
            self.keep_report()
        elif window in {"code", "over", "trouble"}:
            self._close(window)

    def pressed(self, button: str) -> None:
        """Take the button that was pressed in one of the last windows."""
        if button == "Close":
            self._close("trouble")
        elif button == SAVE_AGAIN:
            self._keeping.save()
        else:
            self.begin()

    def windows_moved(self, rects: list[Rect], done: Callable[[], None]) -> None:
        """Have the engine paint our windows over first; `done` is called when the mask is in force."""
        self._asking.touched()
        self._masks.windows(rects, done)

    def banners_at(self, rects: list[Rect]) -> None:
        """Take the places of the banners: they stay in the picture, and remote input never reaches them."""
        self._masks.banners(rects)

    def focused(self, has: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Take note whether a window of ours has the keyboard: remote keys never reach it."""
        self._desk.engine(Focus(has=has))

    def indicator_shown(self, monitors: int) -> None:
        """Take note that frame and banner stand: on every monitor, or nothing is live."""
        try:
            if monitors >= len(self._outside.screens.areas()):
                self._granting.shown()
            else:
                self.indicator_failed("not on every monitor")
        except AttendedError as error:
            self._broken(error.code, error.words, error.remedy)

    def indicator_failed(self, why: str) -> None:
        """Take note that no frame can stand: the session ends."""
        self._stop(EndReason.FAILED, f"No frame could be shown ({why}), so everything stopped")

    # Between the parts

    @property
    def _is_paired(self) -> bool:
        return self._desk.session is not None and self._desk.session.paired is not None

    def _captures(self) -> bool:
        session = self._desk.session
        return session is not None and session.was_live and not self._stopping.has_halted

    def _current_papers(self) -> Papers:
        return self._papers

    def _accepted(self, standing: Standing, decision: Allowed) -> None:
        if Scope.REPORT in decision.scopes:
            self._reporting.wanted()
        self._granting.accept(standing, decision)

    def _fresh(self) -> None:
        self._papers = Papers(self._desk)
        self._reporting.begin()
        self._living.begin()
        self._chat.begin()
        self._own_turn.begin()
        self._line.begin()
        self._granting.forget()
        self._stopping.begin()

    def _proven(self) -> None:
        self._view.code_status(CodeStatus.WAITING)

    def _live(self) -> None:
        self._living.live()
        if self._line.is_broken is False and PauseBecause.LINE in self._living.pauses:
            self._living.line_back()
        self._living.show()
        self._reporting.live()

    def _question_over(self) -> None:
        self._asking.dropped()

    def _stop(self, reason: EndReason, words: str) -> None:
        if self._stopping.is_ending:
            return
        self._stopping.stop(reason, words)
        self._reporting.stop()
        self._granting.forget()
        self._question_over()
        self._living.hide()

    def _engine_hangs(self) -> None:
        self._masks.forget()
        self._reporting.stop()
        self._question_over()
        self._living.hide()
        self._stopping.hangs()

    def _line_given_up(self) -> None:
        if self._desk.session is None or self._stopping.is_ending:
            return
        self._stop(EndReason.LOST, "The line did not come back")
        self._stopping.line_given_up()

    def _cannot_grant(self, error: AttendedError) -> None:
        self._view.show_trouble(trouble(error))
        self._stop(EndReason.FAILED, error.words)

    def _broken(self, code: str, words: str, remedy: str) -> None:
        if self._is_finished:
            return
        if not self._stopping.is_ending:
            self._view.show_trouble(Trouble(code, words, remedy, ("Close", "Start again")))
        if self._is_paired:
            self._stop(EndReason.FAILED, words)

    def _over(self, closed: relay.SessionClosed | None) -> None:
        self._is_finished = True
        self._view.hide_live()
        self._keeping.over(closed)

    def _close(self, window: str) -> None:
        if window == "code" and self.is_connected:
            self.stop("closed")  # somebody is connected already: they are told, and it is written down
            return
        self._is_finished = True
        self._outside.engine.kill()
        self._view.close_all()
        self._outside.quit()
