"""
The desk's core: the only place where a yes can be made. No socket, window, clock or dice of its own.

It is told what the engine says (`heard`), what the customer does (`DeskEvents`) and that time passes (`tick`); it
shows through `DeskView` and speaks through the ports of `Outside`. What it hears is sorted in `hearing.py`; its parts,
and what they do together, are in `parts.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.desk import story
from agent.desk.check import Began, Sign
from agent.desk.draft import Key
from agent.desk.hearing import Hearing
from agent.desk.live import Theirs
from agent.desk.parts import Parts
from agent.desk.ports import Outside
from agent.desk.troubles import NEW_CODE, REPORT_ONLY, trouble
from agent.desk.view import SAVE_AGAIN, Decision, DeskView, Rect
from agent.pipe.messages import Focus, PipeMessage
from consent.afterwards import Wrong
from consent.ending import EndReason
from consent.errors import AttendedError
from consent.law import State
from consent.pause import PauseBecause
from consent.scopes import Scope
from protocol import limits
from protocol.errors import EngineDied
from protocol.report.pseudonyms import Pseudonym


class DeskCore:
    """Everything the desk knows and decides, for one code after another."""

    def __init__(self, view: DeskView, outside: Outside) -> None:
        """Take windows and the outside; nothing happens before `begin`."""
        self._outside = outside
        self._parts = Parts(view, outside)
        self._desk = self._parts.desk
        self._hearing = Hearing(self._parts)

    @property
    def state(self) -> State | None:
        """Say where consent stands; None before a code is shown."""
        return self._desk.session.course.state if self._desk.session else None

    @property
    def is_connected(self) -> bool:
        """Say whether a technician is there and the end is still to come."""
        return self._parts.is_paired and not self._parts.is_finished

    @property
    def under_control(self) -> bool:
        """Say whether somebody may work mouse and keyboard at this moment."""
        return self._desk.session is not None and Scope.CONTROL in self._desk.session.course.ledger.living()

    def begin(self) -> None:
        """Start the engine, ask how this started, and get a code when the answers allow it."""
        self._outside.engine.start()
        self._parts.begin()
        self._parts.masks.say()
        self._parts.checking.begin()

    def tick(self) -> None:
        """Let time pass: call it when an alarm is due, and at least once a second."""
        if self._desk.alarms.is_due(self._desk.now()):
            # When it was this desk that was slow, the answer it waits for is here already: nobody is ended for that.
            self._desk.outside.engine.listen()
        self._desk.alarms.tick(self._desk.now())
        session = self._desk.session
        if session is None or self._parts.stopping.is_ending:
            return
        self._parts.living.tick()
        self._parts.chat.tick()
        self._parts.reporting.tick()
        if session.course.state is State.ENDED:
            self._parts.stopping.stop(EndReason.EXPIRED, story.TIME_UP.said())

    # What the engine says

    def heard(self, message: PipeMessage) -> None:
        """Take one message of the engine. What breaks a rule ends the session, never the program."""
        try:
            self._hearing.heard(message)
        except AttendedError as error:
            self._parts.broken(error.code, error.words, error.remedy)

    def engine_ended(self, code: int | None) -> None:
        """Take note that the engine is gone, and was not told to go."""
        if self._parts.is_finished or self._desk.session is None or self._parts.stopping.is_closing:
            if self._parts.stopping.is_closing:
                self._parts.stopping.line_given_up()
            return
        self._parts.question_over()
        self._parts.reporting.stop()
        self._parts.living.hide()
        self._outside.engine.release_held()
        died = EngineDied(f"exit code {code}")
        self._desk.tell(story.BROKE.said())
        self._parts.stopping.engine_gone(EndReason.FAILED)
        self._desk.view.show_trouble(trouble(died, self._outside.relay_name))

    # What the customer does

    def check_began(self, began: Began) -> None:
        """Take the check's first answer: how this started."""
        self._parts.checking.began(began)

    def check_signs(self, signs: frozenset[Sign]) -> None:
        """Take the check's second answer: what somebody asked for today."""
        self._parts.checking.signs(signs)

    def check_back(self) -> None:
        """Go back to the check's first question."""
        self._parts.checking.back()

    def check_goes_on(self) -> None:
        """Go on after the check's warning, looking only."""
        self._parts.checking.goes_on()

    def answered(self, question_id: str, decision: Decision) -> None:
        """Take what the customer chose."""
        try:
            self._parts.asking.answered(question_id, decision)
        except AttendedError as error:
            self._parts.broken(error.code, error.words, error.remedy)

    def more_time(self, question_id: str) -> None:
        """Give the customer five more minutes to answer."""
        self._parts.asking.more_time(question_id)

    def spoken_anew(self) -> None:
        """Take note that another language is spoken now: what stands to be read is put in it, and read anew."""
        self._parts.asking.spoken_anew()
        self._parts.reporting.spoken_anew()

    def new_code(self) -> None:
        """Throw the code away and get another; whoever came by it is told that it is over."""
        if self.is_connected and self.state is State.NOT_ASKED:  # what was allowed is ended by Stop alone
            self._parts.once_over = lambda: self.pressed(NEW_CODE)
            self.stop("button")
            return
        if self._parts.checking.has_passed and not self._parts.is_paired:
            self._parts.code.new_code()

    def expected(self, text: str) -> None:
        """Take the name of whom the customer expects. It stays on this computer."""
        self._parts.code.expected = text[: limits.EXPECTED_TEXT]

    def stop(self, how: str) -> None:
        """Stop everything now. `how`: "button", "key", "banner closed"."""
        if self._parts.is_paired:
            words = story.CLOSED if how == "closed" else story.STOPPED
            self._parts.stop(EndReason.STOPPED, words.said())

    def pause(self) -> None:
        """Show nothing until `go_on`."""
        if self._parts.is_helped:
            self._parts.living.pause(PauseBecause.CUSTOMER)

    def go_on(self) -> None:
        """End the customer's pause, whoever of the two asked for it."""
        if self._parts.is_helped:
            # Who presses a button of ours is not before a locked screen, whatever the system said last.
            for because in (PauseBecause.LOOK_AWAY, PauseBecause.SYSTEM, PauseBecause.CUSTOMER):
                self._parts.living.go_on(because)

    def windows_gone(self, view: DeskView, words: str) -> None:
        """Take note that no window works any more, `words` say why: all ends, and `view` shows what is left to show."""
        self._desk.view = view
        if self._parts.is_paired:
            self._parts.stop(EndReason.FAILED, words)

    def turn_off(self, scope: Scope) -> None:
        """Withdraw one thing, at once."""
        if self._parts.is_helped:
            self._parts.living.turn_off({scope})
            self._parts.reporting.tick()
            if self.state is State.ONLY_CHAT:
                self._parts.granting.taken_back()

    def customer_acts(self) -> None:
        """Take note that the customer's own hand moves the mouse or types: while it does, theirs waits."""
        if self.under_control and not self._parts.stopping.is_ending:
            self._parts.own_turn.acts()

    def technician_acts(self, what: Theirs) -> None:
        """Take note that the technician types or moves the mouse, as the engine accounts for it."""
        if self.under_control and not self._parts.stopping.is_ending:
            self._parts.own_turn.theirs(what)

    def system_asks(self, asks: bool) -> None:  # noqa: FBT001 - the system's word, yes or no
        """Take note whether the computer is locked, asks something itself or goes to sleep: then nothing is seen."""
        self._parts.living.system_asks(asks=asks, helped=self._parts.is_helped)

    def escape_pressed(self, missing: int) -> None:
        """Take note that so many more presses of Esc stop everything: the banner says so."""
        if self._parts.is_helped:
            self._parts.own_turn.escape(missing)

    def add_time(self) -> None:
        """Give ten more minutes, unasked."""
        if self.state is State.GRANTED:
            try:
                self._parts.granting.renew(600)
            except AttendedError as error:
                self._parts.broken(error.code, error.words, error.remedy)

    def let_it_end(self) -> None:
        """Take note that the time may run out: it is not asked about again."""
        if self._parts.is_helped:
            self._parts.living.let_it_end()

    def say(self, text: str) -> None:
        """Say something in the chat."""
        if not self._parts.stopping.is_ending:
            self._parts.chat.say(text, line_lost=self._parts.line.is_broken)

    def chat_read(self) -> None:
        """Take note that the chat stands open before the customer."""
        self._parts.chat.read()

    def cross_out(self, keys: list[Key], struck: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Cross lines of the health report out, or put them back."""
        self._parts.reporting.cross_out(keys, struck=struck)

    def reveal(self, pseudonym: Pseudonym, revealed: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Show a masked value of the health report to the technician, or mask it again."""
        self._parts.reporting.reveal(pseudonym, revealed=revealed)

    def send_report(self, sha256: str) -> None:
        """Send the health report with this hash; it is the one that stood on the screen."""
        self._parts.reporting.send(sha256)

    def keep_report(self) -> None:
        """Send nothing of the health report."""
        self._parts.reporting.withhold()

    def more_report_time(self) -> None:
        """Give the customer more time to read the health report."""
        self._parts.reporting.more_time()

    def save_report(self) -> None:
        """Save a copy of the health report, as it would be sent, on this computer."""
        self._parts.reporting.save_copy()

    def something_was_wrong(self) -> None:
        """Show the form for it; what still runs stops first."""
        if self._parts.is_helped:
            self.stop("wrong")
        self._parts.afterwards.open()

    def complain(self, wrong: frozenset[Wrong], text: str) -> None:
        """Hold the recording, and send this to the organisation's readers."""
        self._parts.afterwards.complain(wrong, text)

    def keep_complaint(self) -> None:
        """Send nothing of it."""
        self._parts.afterwards.keep()

    def rated(self, points: int, word: str) -> None:
        """Tell the organisation how it was."""
        self._parts.afterwards.rate(points, word)

    def closed(self, window: str) -> None:
        """Take note that a window was closed: a question's is a no, the banner's a stop, the code's the end."""
        if window == "question" and self._parts.asking.standing is not None:
            self.answered(self._parts.asking.standing.request.jti, Decision(frozenset(), how="closed"))
        elif window == "banner":
            self.stop("closed")
        elif window == "report":
            self.keep_report()
        elif window == "wrong":
            self.keep_complaint()
        elif window in {"check", "code", "over", "trouble"}:
            self._close(window)

    def pressed(self, button: str) -> None:
        """Take the button that was pressed in one of the last windows."""
        if self._parts.afterwards.is_open:
            return  # something went wrong while the customer writes what was wrong: what they write comes first
        if button == "Close":
            self._close("trouble")
        elif self.is_connected:
            self._parts.once_over = lambda: self.pressed(button)
        elif button == SAVE_AGAIN:
            self._parts.keeping.save()
        else:
            if button == REPORT_ONLY:
                self._desk.can_do &= {Scope.REPORT}
            self.begin()

    def windows_moved(self, rects: list[Rect], done: Callable[[], None]) -> None:
        """Have the engine paint our windows over first; `done` is called when the mask is in force."""
        self._parts.touched()
        self._parts.masks.windows(rects, done)

    def banners_at(self, rects: list[Rect], done: Callable[[], None], clocks: list[Rect]) -> None:
        """
        Take the places of the banners: they stay in the picture; `done` is called when no remote input gets in.

        `clocks` are where they count seconds: the picture need not show each of those.
        """
        self._parts.masks.banners(rects, done, clocks)

    def focused(self, has: bool) -> None:  # noqa: FBT001 - the windows' word, yes or no
        """Take note whether a window of ours has the keyboard: remote keys never reach it."""
        self._desk.engine(Focus(has=has))

    def indicator_shown(self, monitors: int) -> None:
        """Take note that frame and banner stand: on every monitor, or nothing is live."""
        try:
            if monitors >= len(self._outside.screens.areas()):
                self._parts.granting.shown()
            else:
                self.indicator_failed(story.NOT_EVERYWHERE.english)
        except AttendedError as error:
            self._parts.broken(error.code, error.words, error.remedy)

    def indicator_failed(self, why: str) -> None:
        """Take note that no frame can stand: the session ends."""
        self._parts.stop(EndReason.FAILED, story.no_frame(why))

    def _close(self, window: str) -> None:
        if window == "code" and self.is_connected:
            self.stop("closed")  # somebody is connected already: they are told, and it is written down
            return
        if self.is_connected or (window == "trouble" and self._parts.afterwards.is_open):
            return  # as above: the last window follows the form, and what is still being written down
        self._parts.is_finished = True
        self._outside.engine.kill()
        self._desk.view.close_all()
        self._parts.afterwards.leave(self._outside.quit)
