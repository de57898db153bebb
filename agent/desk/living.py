"""While something is live: frame and banner, pause, turning off, time running out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agent.desk import story
from agent.desk.desk import Desk, Positions
from agent.desk.language import say
from agent.desk.live import Live, LiveItem, Theirs
from agent.desk.papers import Papers
from agent.pipe.messages import GoOn
from consent.grant import ConsentGrant
from consent.law import LAW, RESTING, Event, State
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.scopes import Scope, ending_with
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.control import GrantEnded, SessionPaused, SessionResumed
from protocol.messages.relay import Acknowledged

_ORDER = (PauseBecause.LINE, PauseBecause.RECORDING, PauseBecause.SYSTEM, PauseBecause.LOOK_AWAY, PauseBecause.CUSTOMER)
_ONLY_CHAT = frozenset({State.ONLY_CHAT, State.ASKED_AGAIN})
_LONGER_SECONDS = 1.0
"""What one press must add at least to be offered: the organisation's longest time may be reached."""


class Living:
    """What the customer can do while something is on, and what time does."""

    def __init__(
        self,
        desk: Desk,
        papers: Callable[[], Papers],
        *,
        question_over: Callable[[], None],
        unread: Callable[[], int],
    ) -> None:
        """
        Take the shared things.

        `question_over` takes a question away that can no longer be answered; `unread` counts the chat's new lines.
        """
        self._desk = desk
        self._papers = papers
        self._question_over = question_over
        self._unread = unread
        self._pauses: set[PauseBecause] = set()
        self._is_written = False
        """Whether a pause is signed, and nothing that ends it: relay and recording let nothing be seen until then."""
        self._is_told = False
        """Whether the technician heard of a pause, and not of its end."""
        self._lived: set[Scope] = set()
        self._beginning: ConsentGrant | None = None
        self._line_until = 0.0
        self._is_shown = False
        self._has_hand = False
        self._theirs = Theirs.NOTHING
        self._escapes_missing = 0
        self._ends_at: float | None = None
        self._system_asks = False

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._pauses.clear()
        self._is_written = self._is_told = False
        self._lived = set()
        self._beginning = None
        self._is_shown = False
        self._has_hand = False
        self._theirs = Theirs.NOTHING
        self._escapes_missing = 0
        self._ends_at = None
        self._desk.alarms.cancel("time")

    # What is shown

    def show(self, grant: ConsentGrant | None = None) -> None:
        """Put frame and banner up, or bring them up to date; `grant` is one that is about to be in force."""
        session = self._desk.live_session
        self._beginning = grant or (self._beginning if session.course.waiting is not None else None)
        ends = self._ends(self._beginning)
        if session.asker is None or not (ends or (self._is_shown and session.course.state in _ONLY_CHAT)):
            return
        now = self._desk.now()
        last = max(ends.values(), default=now + session.course.ledger.goodbye_left())
        if self._ends_at is not None and last > self._ends_at + _LONGER_SECONDS:
            self._ends_at = None  # it was made longer: that it may end was said of the time before
        self._is_shown = True
        self._desk.view.show_live(
            Live(
                asker=session.asker.name,
                organisation=session.asker.organisation,
                items=tuple(self._item(scope, max(0.0, ends[scope] - now)) for scope in Scope if scope in ends),
                left=max(0.0, last - now),
                pause=next((reason for reason in _ORDER if reason in self._pauses), None),
                line_left=max(0.0, self._line_until - now),
                hand=self._has_hand,
                theirs=self._theirs,
                escapes=self._escapes_missing,
                unread=self._unread(),
                monitors=tuple(self._desk.outside.screens.areas()),
                can_extend=self._can_extend(last),
                let_end=self._ends_at is not None,
            )
        )

    def _ends(self, grant: ConsentGrant | None) -> dict[Scope, float]:
        """Say until when each thing is on, by the boot-time clock."""
        session = self._desk.live_session
        ledger = session.course.ledger
        if grant is None:
            return {scope: self._desk.now() + ledger.left(scope) for scope in ledger.living()}
        lag = session.deadline - grant.exp
        return {granted.scope: granted.until + lag for granted in grant.scopes}

    def _item(self, scope: Scope, left: float) -> LiveItem:
        session = self._desk.live_session
        granted = session.grant.granted(Scope.VIEW) if session.grant is not None and scope is Scope.VIEW else None
        return LiveItem(
            scope,
            left,
            screens=(granted.monitors or ()) if granted is not None else (),
            of_screens=len(self._desk.outside.screens.choices()),
            sees_use=scope is Scope.REPORT and session.sees_use,
        )

    def _can_extend(self, last: float) -> bool:
        session = self._desk.live_session
        if session.setting is None or session.course.state is not State.GRANTED or self._desk.check.look_only:
            return False
        longest = self._desk.now() + session.setting.policy.limits.minutes * 60
        return longest - last > _LONGER_SECONDS

    def refresh(self) -> None:
        """Bring frame and banner up to date if they are shown."""
        if self._is_shown:
            self.show()

    def hand(self, *, holds: bool) -> None:
        """Show that the customer has the mouse, or that theirs may go on."""
        self._has_hand = holds
        self.refresh()

    def theirs(self, what: Theirs) -> None:
        """Show what the technician does with mouse and keyboard."""
        if what is not self._theirs:
            self._theirs = what
            self.refresh()

    def escape(self, missing: int) -> None:
        """Show how many more presses of Esc stop everything; with 0 show it no longer."""
        self._escapes_missing = missing
        self.refresh()

    def let_it_end(self) -> None:
        """Ask no more about the time: the customer lets it run out."""
        ends = self._ends(None)
        self._ends_at = max(ends.values(), default=None)
        self.refresh()

    def live(self) -> None:
        """Take note that permits are in force."""
        self._beginning = None
        self._lived = self._desk.live_session.course.ledger.living()
        self._wake_at_the_end()
        if self._pauses - {PauseBecause.LINE} and self._desk.live_session.course.state is State.GRANTED:
            # All had ended during a pause, which nobody took back: the new yes begins with it.
            self._desk.live_session.course.paused()
        if self._system_asks:
            self.pause(PauseBecause.SYSTEM)  # it began to ask while the yes was on its way

    def system_asks(self, *, asks: bool, helped: bool) -> None:
        """Let everything rest while the computer's own question, its lock or its sleep is before the customer."""
        self._system_asks = asks
        if helped and asks:
            self.pause(PauseBecause.SYSTEM)
        elif helped:
            self.go_on(PauseBecause.SYSTEM)

    def hide(self) -> None:
        """Take the frame away, for it is over."""
        self._desk.alarms.cancel("time")
        if self._is_shown:
            self._is_shown = False
            self._desk.view.hide_live()

    # Turning off, and time

    def turn_off(self, scopes: Iterable[Scope]) -> None:
        """End scopes because the customer says so: at once here and in the engine, then in writing."""
        session = self._desk.live_session
        if Event.NARROWED not in LAW[session.course.state] and Event.WITHDRAWN not in LAW[session.course.state]:
            return
        going, waiting = ending_with(scopes), session.course.waiting
        ended = session.course.withdrawn(scopes)
        # What waits opens nothing here, and must not look open to relay and recording, which may have the yes already.
        # The technician never had it: that nothing came of it is told with the next `grant.live`.
        unbegun = going & waiting.allows - ended if waiting is not None else frozenset[Scope]()
        session.asked.refused(ended | unbegun)
        self._end(ended | unbegun, "turned-off", unbegun)

    def done(self, scope: Scope) -> None:
        """End a scope because what it was allowed for is done; the customer need not turn it off."""
        session = self._desk.live_session
        if scope in session.course.ledger.living():
            self._end(session.course.withdrawn({scope}), "done")

    def control_ends(self) -> None:
        """Write down that a question ended control."""
        self._end({Scope.CONTROL}, "question")

    def tick(self) -> None:
        """Let time have its way with what lives."""
        session = self._desk.session
        if session is None or session.setting is None:
            return
        session.course.tick()
        gone = self._lived - session.course.ledger.living()
        if gone:
            self._end(gone, "expired")

    def _wake_at_the_end(self) -> None:
        """Have what runs out first end at its very second."""
        ledger = self._desk.live_session.course.ledger
        left = min((ledger.left(scope) for scope in ledger.living()), default=None)
        if left is None:
            self._desk.alarms.cancel("time")
        else:
            self._desk.alarms.set("time", self._desk.now() + left, self.tick)

    def _end(self, scopes: Iterable[Scope], because: str, unbegun: frozenset[Scope] = frozenset()) -> None:
        ended = [scope for scope in Scope if scope in set(scopes)]
        session = self._desk.live_session
        self._lived = session.course.ledger.living()
        self._wake_at_the_end()
        if not ended:
            return
        grant = session.grant
        # As it is now: when the engine answers, the report's part has ended too.
        what = ", ".join(self._item(scope, 0.0).words for scope in ended)
        began = tuple(scope for scope in ended if scope not in unbegun)

        def closed(positions: Positions) -> None:
            if grant is None:
                return
            self._write_end(ended, grant, positions)
            if began:
                self._desk.to_technician(GrantEnded.model_validate({"scopes": began, "because": because}))
            self._desk.tell(_ended_words(because, what))

        self._desk.close(ended, closed)
        if session.course.state in {State.ONLY_CHAT, State.ENDED}:
            self._question_over()
        if session.course.state is State.ENDED:
            self.hide()
        else:
            self.refresh()

    def _write_end(self, scopes: list[Scope], grant: ConsentGrant, positions: Positions) -> None:
        withdrawal = self._desk.write(
            ConsentWithdrawal, grant=grant.jti, scopes=tuple(scopes), positions=tuple(positions)
        )
        self._papers().file(withdrawal)

    # Pause

    @property
    def pauses(self) -> frozenset[PauseBecause]:
        """Name the reasons for which nothing is seen just now."""
        return frozenset(self._pauses)

    def pause(self, because: PauseBecause) -> None:
        """Stop screen, pointer and keys, for one more reason."""
        session = self._desk.live_session
        state = session.course.state
        # Before the first yes is on record nothing flows that could rest.
        if because in self._pauses or state is State.WAITING_FOR_RECORD or Event.PAUSED not in LAW[state]:
            return
        first = not self._pauses
        self._question_over()
        session.course.paused()
        self._pauses.add(because)
        if first:
            self._desk.hold(lambda positions: self._write_pause(because, positions))
        self.show()

    def go_on(self, because: PauseBecause) -> None:
        """Take one reason away; when none is left, what is granted flows again once that is on record."""
        if because not in self._pauses:
            return
        self._pauses.discard(because)
        session = self._desk.live_session
        grant = self._named()
        if self._pauses - {PauseBecause.LINE} or grant is None or session.course.state not in RESTING:
            self.show()
            return
        if session.course.state is State.PAUSED or self._is_written:
            # While a line is lost nothing flows, but the pause must be off the record before the next keys are on it.
            self._is_written = False
            self._papers().file(self._desk.write(ConsentResume, grant=grant.jti), self._resumed)
        if self._pauses:
            self.show()

    def line_lost(self, seconds: float) -> None:
        """Show that there is no line, for so many seconds."""
        self._pauses.add(PauseBecause.LINE)
        self._line_until = self._desk.now() + seconds
        self.show()

    def line_back(self) -> None:
        """Show that the line is back; whether anything flows depends on the other reasons."""
        self._pauses.discard(PauseBecause.LINE)
        session = self._desk.live_session
        if session.course.state is not State.PAUSED:
            self.refresh()
            return
        if self._pauses:
            # The new epoch begins paused: both ends and the relay hear it anew.
            because = next(reason for reason in _ORDER if reason in self._pauses)
            self._desk.hold(lambda positions: self._write_pause(because, positions))
        else:
            session.course.resumed()
            if self._is_told:
                self._is_told = False
                self._desk.to_technician(SessionResumed())
        self.show()

    def _resumed(self, _: Acknowledged) -> None:
        session = self._desk.live_session
        if self._pauses or session.course.state is not State.PAUSED:
            return
        session.course.resumed()
        self._desk.engine(GoOn())
        self._is_told = False
        self._desk.to_technician(SessionResumed())
        self._desk.tell(story.WENT_ON.said())
        self.show()

    def _write_pause(self, because: PauseBecause, positions: Positions) -> None:
        grant = self._named()
        if grant is None or not self._pauses - {PauseBecause.LINE}:
            return  # what was to rest has ended, or went on before the engine had answered
        self._is_written = True
        pause = self._desk.write(ConsentPause, grant=grant.jti, because=because, positions=tuple(positions))
        self._papers().file(pause)
        self._is_told = True
        self._desk.to_technician(SessionPaused(because=because.value))
        self._desk.tell(story.PAUSED.said())

    def _named(self) -> ConsentGrant | None:
        """Give the grant to name while anything lives: the newest, for the relay may hold the former superseded."""
        session = self._desk.live_session
        return session.grant if session.course.ledger.living() else None


def _ended_words(because: str, what: str) -> str:
    return {
        "turned-off": say("desk.over", "You turned off: {what}", what=what),
        "expired": say("desk.over", "Time was up: {what}", what=what),
        "question": say("desk.over", "Ended by a question: {what}", what=what),
        "done": say("desk.over", "Done: {what}", what=what),
    }[because]
