"""While something is live: frame and banner, pause, turning off, time running out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from agent.desk import live_words as words
from agent.desk.desk import Desk, Positions
from agent.desk.own_hand import PRESSES
from agent.desk.papers import Papers
from agent.desk.view import Live, LiveItem
from agent.pipe.messages import GoOn
from consent.grant import ConsentGrant
from consent.law import LAW, Event, State
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.scopes import Scope
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.control import GrantEnded, SessionPaused, SessionResumed
from protocol.messages.relay import Acknowledged

LAST_SECONDS = 120.0
HAND = "You have the mouse. Theirs waits."
_PAUSED = {
    PauseBecause.CUSTOMER: "Paused. Nothing is seen.",
    PauseBecause.LOOK_AWAY: "{name} looks away so you can type a password. Nothing is seen. Press Go on when done.",
    PauseBecause.LINE: "Line lost. Nothing is seen. Trying again for {left} seconds.",
    PauseBecause.RECORDING: "The recording stopped, so we paused. Nothing is seen.",
    PauseBecause.SYSTEM: "Your computer asks you something. Only you can answer. Nothing is seen.",
}
_ORDER = (PauseBecause.LINE, PauseBecause.RECORDING, PauseBecause.SYSTEM, PauseBecause.LOOK_AWAY, PauseBecause.CUSTOMER)


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
        self._lived: set[Scope] = set()
        self._line_until = 0.0
        self._is_shown = False
        self._has_hand = False
        self._escapes_missing = 0
        self._shown_at = (0, False)

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._pauses.clear()
        self._lived = set()
        self._is_shown = False
        self._has_hand = False
        self._escapes_missing = 0

    # What is shown

    def show(self, grant: ConsentGrant | None = None) -> None:
        """Put frame and banner up, or bring them up to date; `grant` is one that is about to be in force."""
        session = self._desk.live_session
        ledger = session.course.ledger
        if grant is not None:
            lag = session.deadline - grant.exp
            items = {granted.scope: granted.until + lag for granted in grant.scopes}
        else:
            items = {scope: self._desk.now() + ledger.left(scope) for scope in ledger.living()}
        if not items or session.asker is None:
            return
        monitors = self._monitor_words()
        paused = self._pause_words()
        usual = HAND if self._has_hand else words.headline(session.asker, items, monitors, sees_use=session.sees_use)
        self._is_shown = True
        self._shown_at = self._seconds_shown()
        self._desk.view.show_live(
            Live(
                asker=session.asker.name,
                organisation=session.asker.organisation,
                headline=self._escape_words() or paused or usual,
                items=tuple(
                    LiveItem(scope, words.live_words(scope, monitors, sees_use=session.sees_use), items[scope])
                    for scope in Scope
                    if scope in items
                ),
                paused=paused,
                left=max(0.0, max(items.values()) - self._desk.now()),
                unread=self._unread(),
                monitors=tuple(self._desk.outside.screens.areas()),
                last_two_minutes=max(items.values()) - self._desk.now() <= LAST_SECONDS,
            )
        )

    def refresh(self) -> None:
        """Bring frame and banner up to date if they are shown."""
        if self._is_shown:
            self.show()

    def hand(self, *, holds: bool) -> None:
        """Show that the customer has the mouse, or that theirs may go on."""
        self._has_hand = holds
        self.show()

    def escape(self, missing: int) -> None:
        """Show how many more presses of Esc stop everything; with 0 show it no longer."""
        self._escapes_missing = missing
        self.refresh()

    def live(self) -> None:
        """Take note that permits are in force."""
        self._lived = self._desk.live_session.course.ledger.living()

    def hide(self) -> None:
        """Take frame and banner away."""
        if self._is_shown:
            self._is_shown = False
            self._desk.view.hide_live()

    # Turning off, and time

    def turn_off(self, scopes: Iterable[Scope]) -> None:
        """End scopes because the customer says so: at once here and in the engine, then in writing."""
        session = self._desk.live_session
        if Event.NARROWED not in LAW[session.course.state] and Event.WITHDRAWN not in LAW[session.course.state]:
            return
        ended = session.course.withdrawn(scopes)
        session.asked.refused(ended)
        self._end(ended, "turned-off")

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
        living = session.course.ledger.living()
        gone = self._lived - living
        if gone:
            self._end(gone, "expired")
        elif self._is_shown and self._seconds_shown() != self._shown_at:
            self.show()

    def _seconds_shown(self) -> tuple[int, bool]:
        """Give what changes by itself in what is shown: the seconds of a lost line, and the last two minutes."""
        left = max((self._desk.live_session.course.ledger.left(scope) for scope in self._lived), default=0.0)
        is_lost = PauseBecause.LINE in self._pauses
        return (max(0, round(self._line_until - self._desk.now())) if is_lost else 0, left <= LAST_SECONDS)

    def _end(self, scopes: Iterable[Scope], because: str) -> None:
        ended = [scope for scope in Scope if scope in set(scopes)]
        session = self._desk.live_session
        self._lived = session.course.ledger.living()
        if not ended:
            return
        grant = session.course.ledger.grant or session.grant
        sees_use = session.sees_use  # as it is now: when the engine answers, the report's part has ended too
        what = ", ".join(words.live_words(scope, "screen", sees_use=sees_use) for scope in ended)
        self._desk.close(ended, lambda positions: self._write_end(ended, because, grant, positions, what))
        if session.course.state in {State.ONLY_CHAT, State.ENDED}:
            self._question_over()
            self.hide()
        else:
            self.show()

    def _write_end(
        self, scopes: list[Scope], because: str, grant: ConsentGrant | None, positions: Positions, what: str
    ) -> None:
        if grant is None:
            return
        withdrawal = self._desk.write(
            ConsentWithdrawal, grant=grant.jti, scopes=tuple(scopes), positions=tuple(positions)
        )
        self._papers().file(withdrawal)
        self._desk.to_technician(GrantEnded.model_validate({"scopes": tuple(scopes), "because": because}))
        self._desk.tell(f"{_ended_words(because)}: {what}")

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
        grant = session.course.ledger.grant
        if self._pauses or grant is None or session.course.state is not State.PAUSED:
            self.show()
            return
        self._papers().file(self._desk.write(ConsentResume, grant=grant.jti), self._resumed)

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
            return
        if self._pauses:
            # The new epoch begins paused: both ends and the relay hear it anew.
            because = next(reason for reason in _ORDER if reason in self._pauses)
            self._desk.hold(lambda positions: self._write_pause(because, positions))
        else:
            session.course.resumed()
        self.show()

    def _resumed(self, _: Acknowledged) -> None:
        session = self._desk.live_session
        if self._pauses or session.course.state is not State.PAUSED:
            return
        session.course.resumed()
        self._desk.engine(GoOn())
        self._desk.to_technician(SessionResumed())
        self._desk.tell("Went on")
        self.show()

    def _write_pause(self, because: PauseBecause, positions: Positions) -> None:
        session = self._desk.live_session
        grant = session.course.ledger.grant
        if grant is None:
            return
        pause = self._desk.write(ConsentPause, grant=grant.jti, because=because, positions=tuple(positions))
        self._papers().file(pause)
        self._desk.to_technician(SessionPaused(because=because.value))
        self._desk.tell("Paused")

    def _escape_words(self) -> str:
        if not self._escapes_missing:
            return ""
        dots = "●" * (PRESSES - self._escapes_missing) + "○" * self._escapes_missing
        return f"Press Esc {words.count_words(self._escapes_missing, 'more time', 'more times')} to stop. {dots}"

    def _pause_words(self) -> str | None:
        because = next((reason for reason in _ORDER if reason in self._pauses), None)
        if because is None:
            return None
        session = self._desk.live_session
        left = max(0, round(self._line_until - self._desk.now()))
        return _PAUSED[because].format(name=session.asker.name if session.asker else "", left=left)

    def _monitor_words(self) -> str:
        session = self._desk.live_session
        view = session.grant.granted(Scope.VIEW) if session.grant else None
        return words.monitor_words(view.monitors if view else (), len(self._desk.outside.screens.choices()))


def _ended_words(because: str) -> str:
    return {
        "turned-off": "You turned off",
        "expired": "Time was up",
        "question": "Ended by a question",
        "done": "Done",
    }[because]
