"""
The parts of the desk's core, wired to one another, and the deeds that several of them share.

Each part knows the desk and the few words of its neighbours that it is given here; what ends one thing and so touches
many (a Stop, a hanging engine, a broken rule) is done here, in one order.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.desk import story
from agent.desk.afterwards import Afterwards
from agent.desk.asking import Asking, Standing
from agent.desk.chat import Chat
from agent.desk.checking import Checking
from agent.desk.desk import Desk
from agent.desk.error_words import what_happened
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
from agent.desk.stopping import Stopping
from agent.desk.troubles import trouble, trouble_of
from agent.desk.view import CodeStatus, DeskView
from consent.decision import Decision
from consent.ending import EndReason
from consent.errors import AttendedError
from consent.pause import PauseBecause
from consent.scopes import Scope
from protocol.messages.relay import SessionClosed


class Parts:
    """Every part of one desk, for one code after another."""

    def __init__(self, view: DeskView, outside: Outside) -> None:
        """Wire them; nothing happens yet."""
        self.desk = desk = Desk(view, outside, self._engine_hangs)
        self.papers = Papers(desk)
        self.checking = Checking(desk, self._connect)
        self.code = CodeDesk(desk, self._proven)
        self.living = Living(
            desk, self._current_papers, question_over=self.question_over, unread=lambda: self.chat.unread
        )
        self.chat = Chat(desk, self.living.refresh)
        self.reporting = Reporting(
            desk,
            done=lambda: self.living.done(Scope.REPORT),
            changed=self.living.show,
            is_broken=lambda: self.line.is_broken,
        )
        self.own_turn = OwnTurn(desk, self.living)
        self.granting = Granting(
            desk,
            self._current_papers,
            show=self.living.show,
            live=self._live,
            is_paused=lambda: bool(self.living.pauses - {PauseBecause.LINE}),
            failed=self._cannot_grant,
        )
        self.asking = Asking(
            desk,
            self._current_papers,
            control_ends=self.living.control_ends,
            accepted=self._accepted,
            stopped=lambda told: self.stop(EndReason.STOPPED, told),
            engine_hangs=self._engine_hangs,
            expected=lambda: self.code.expected,
        )
        self.line = LineDesk(
            desk,
            self._current_papers,
            self.living,
            self.granting,
            question_over=self.question_over,
            given_up=self.line_given_up,
        )
        self.stopping = Stopping(desk, self._current_papers, over=self._over)
        self.keeping = Keeping(desk, self._current_papers, complaint=lambda: self.afterwards)
        self.afterwards = Afterwards(desk, self.keeping.show)
        self.masks = Masks(desk, stood=self.touched, captures=self._captures, engine_hangs=self._engine_hangs)
        self.is_finished = False
        self.once_over: Callable[[], None] | None = None
        """What the customer wants when all is written down: pressed before, it would take the receipt away."""

    @property
    def is_paired(self) -> bool:
        """Say whether a technician has been let in by the code, also when all has ended since."""
        return self.desk.session is not None and self.desk.session.paired is not None

    @property
    def is_helped(self) -> bool:
        """Say whether a technician is there and nothing has begun to end."""
        return self.is_paired and not self.stopping.is_ending

    def begin(self) -> None:
        """Start afresh for a new code: nothing of the session before is left."""
        self.is_finished, self.once_over = False, None
        self.papers = Papers(self.desk)
        self.reporting.begin()
        self.living.begin()
        self.chat.begin()
        self.own_turn.begin()
        self.line.begin()
        self.granting.forget()
        self.stopping.begin()
        self.keeping.begin()
        self.afterwards.begin()

    def start_engine(self) -> None:
        """Start a fresh engine, which is told at once where our windows stand; it tries no line by itself."""
        self.desk.outside.engine.start()
        self.masks.say()

    def touched(self) -> None:
        """Take note that a window moved: whatever waits before it says yes, or sends something, waits anew."""
        self.asking.touched()
        self.reporting.touched()
        self.afterwards.touched()

    def question_over(self) -> None:
        """Take the question away: nobody will answer it any more."""
        self.asking.dropped()

    def stop(self, reason: EndReason, words: str) -> None:
        """End the session for this reason, unless it is ending; `words` are the story's."""
        if self.stopping.is_ending:
            return
        self.stopping.stop(reason, words)
        self.reporting.stop()
        self.granting.forget()
        self.question_over()
        self.living.hide()

    def broken(self, code: str, words: str, _remedy: str) -> None:
        """Tell what broke a rule, in words for people, and end the session if there is one."""
        if self.is_finished:
            return
        if not self.stopping.is_ending:
            self.desk.view.show_trouble(trouble_of(code, self.desk.outside.relay_name))
        if self.is_paired:
            self.stop(EndReason.FAILED, what_happened(code, words))

    def line_given_up(self) -> None:
        """End the session, for nobody comes back on its line."""
        if self.desk.session is None or self.stopping.is_ending:
            return
        self.stop(EndReason.LOST, story.LINE_GONE.said())
        self.stopping.line_given_up()

    def _engine_hangs(self) -> None:
        self.masks.forget()
        self.reporting.stop()
        self.question_over()
        self.living.hide()
        self.stopping.hangs()

    def _captures(self) -> bool:
        session = self.desk.session
        return session is not None and session.was_live and not self.stopping.has_halted

    def _current_papers(self) -> Papers:
        return self.papers

    def _connect(self) -> None:
        self.desk.view.show_connecting(self.desk.outside.relay_name)
        self.code.begin()

    def _proven(self) -> None:
        self.desk.view.code_status(CodeStatus.CONNECTED)

    def _accepted(self, standing: Standing, decision: Decision) -> None:
        if Scope.REPORT in decision.scopes:
            self.reporting.wanted()
        self.granting.accept(standing, decision)

    def _live(self) -> None:
        self.living.live()
        if self.line.is_broken is False and PauseBecause.LINE in self.living.pauses:
            self.living.line_back()
        self.living.show()
        self.reporting.live()

    def _cannot_grant(self, error: AttendedError) -> None:
        self.desk.view.show_trouble(trouble(error, self.desk.outside.relay_name))
        self.stop(EndReason.FAILED, what_happened(error.code, error.words))

    def _over(self, closed: SessionClosed | None) -> None:
        self.is_finished = True
        self.desk.view.hide_live()
        self.keeping.over(closed)
        wanted, self.once_over = self.once_over, None
        if wanted is not None:
            self.desk.alarms.set("once over", self.desk.now(), wanted)  # what ends just now may still be at it
