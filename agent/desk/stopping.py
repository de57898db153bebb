"""
The end, whatever brings it: everything stops at once, then it is written down, then the customer gets the receipt.

    stop ── halt ── within 150 ms: halted ──────────────┐
                └─ not by 200 ms: the engine is killed, ├─ withdrawal, final statement, session's end ── receipt
                   its keys are let go, a closing engine┘
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum, auto

from agent.desk.desk import Desk, Positions
from agent.desk.papers import Papers
from agent.pipe.messages import AskAccounts, Goodbye, Halt, Halted, Start
from consent import limits
from consent.canonical import canonical
from consent.ending import EndReason, SessionEnd
from consent.fields import Position, SessionId
from consent.law import Event, State
from consent.scopes import Scope, channels_of
from consent.statement import TranscriptLine, TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol.channels import Channel
from protocol.messages.control import SessionEnded
from protocol.messages.relay import Resume, Resumed, SessionClosed
from protocol.pairing import VERSION

KILL_SECONDS = 0.2
"""Promise 3: within 250 ms of Stop nothing is captured, sent or injected. What has not halted by now is ended."""
DELIVERY_SECONDS = 15.0
"""Seconds to deliver the last documents; then the receipt is written with what there is."""
_EVENT = {EndReason.LEFT: Event.LEFT}


class _Step(Enum):
    RUNNING = auto()
    HALTING = auto()
    CLOSING = auto()  # a closing engine is on its way to the relay
    SAYING = auto()  # the technician hears it, and the engine makes its account
    DELIVERING = auto()
    OVER = auto()


class Stopping:
    """Ends a session once. A second stop changes nothing."""

    def __init__(
        self, desk: Desk, papers: Callable[[], Papers], *, over: Callable[[SessionClosed | None], None]
    ) -> None:
        """Take the shared things; `over` writes the receipt and tells the customer."""
        self._desk = desk
        self._papers = papers
        self._over = over
        self._step = _Step.RUNNING
        self._reason = EndReason.STOPPED
        self._lived: tuple[Scope, ...] = ()
        self._positions: list[Position] = []
        self._lines: list[TranscriptLine] = []
        self._told: dict[tuple[int, int, int], TranscriptLine] = {}
        self._last: tuple[str, ...] = ()
        """The last account and the end, as they were signed: once more, if the relay has less than we sent."""

    @property
    def is_ending(self) -> bool:
        """Say whether the end has begun."""
        return self._step is not _Step.RUNNING

    @property
    def is_closing(self) -> bool:
        """Say whether a closing engine speaks for the one that was killed."""
        return self._step is _Step.CLOSING

    @property
    def has_halted(self) -> bool:
        """Say whether the engine that could capture has halted or is gone."""
        return self._step not in {_Step.RUNNING, _Step.HALTING}

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._step = _Step.RUNNING
        self._positions, self._lines, self._told, self._last = [], [], {}, ()
        self._desk.alarms.cancel("kill", "delivery")

    def stop(self, reason: EndReason, words: str) -> None:
        """End it: permits now, the engine within 200 ms."""
        session = self._desk.session
        if session is None or self.is_ending:
            return
        self._step, self._reason = _Step.HALTING, reason
        self._lived = tuple(scope for scope in Scope if scope in session.course.ledger.living())
        session.course.ended(_EVENT.get(reason, Event.STOPPED))
        self._papers().forget_waiting()
        self._desk.tell(words)
        self._desk.alarms.set("kill", self._desk.now() + KILL_SECONDS, self.hangs)
        self._desk.engine(Halt())

    def hangs(self) -> None:
        """End an engine that does not answer; what it held down is let go, and another one writes the end down."""
        if self._step in {_Step.CLOSING, _Step.OVER}:
            return
        self._desk.outside.engine.kill()
        self._desk.outside.engine.release_held()
        self.engine_gone(EndReason.FAILED)

    def engine_gone(self, reason: EndReason) -> None:
        """Go on without the engine: from the account it kept in shared memory, through a closing engine."""
        session = self._desk.session
        if session is None or self._step in {_Step.CLOSING, _Step.OVER}:
            return
        self._desk.forget_engine()
        self._desk.alarms.cancel("kill")
        if self._step is _Step.RUNNING:
            self._reason = reason
            self._lived = tuple(scope for scope in Scope if scope in session.course.ledger.living())
            if session.course.state is not State.ENDED:
                session.course.ended(Event.STOPPED)
            self._papers().forget_waiting()
        account = self._desk.outside.engine.account()
        self._positions, self._lines = account.positions, account.lines
        if session.setting is None:
            self._finish(None)
            return
        self._step = _Step.CLOSING
        self._desk.alarms.set("delivery", self._desk.now() + DELIVERY_SECONDS, lambda: self._finish(None))
        first = Resume(version=VERSION, session=SessionId(session.id), role="agent")
        self._desk.engine(
            Start(
                origin=session.origin,
                websocket=session.found.address.websocket,
                first=canonical(first.model_dump()).decode(),
                closing=True,
            )
        )

    def halted(self, message: Halted) -> None:
        """Take the engine's last account, and write the end down."""
        if self._step is not _Step.HALTING:
            return
        self._desk.alarms.cancel("kill")
        self._positions = message.positions
        self._lines = message.lines
        session = self._desk.live_session
        if session.setting is None:
            self._finish(None)
            return
        self._step = _Step.SAYING
        self._desk.alarms.set("delivery", self._desk.now() + DELIVERY_SECONDS, lambda: self._finish(None))
        self._desk.to_technician(SessionEnded(reason=self._reason.value))
        self._desk.engine(AskAccounts())

    def told(self, lines: list[TranscriptLine]) -> None:
        """Remember what the engine says of its streams as it goes: a killed one says nothing more."""
        self._told.update({line.pair: line for line in lines})

    def accounts(self, lines: list[TranscriptLine]) -> None:
        """Take the account after the last sealed word: now the documents are signed."""
        if self._step is _Step.SAYING:
            self._step = _Step.DELIVERING
            self._lines = lines
            self._write(self._positions)
        elif self._step is _Step.DELIVERING:
            self._deliver_again(lines)

    def resumed(self, message: Resumed) -> None:
        """
        Take note that the closing engine has the relay: sign what is true of both accounts.

        Where the engine lives and its line was lost, what was signed already is delivered now: the engine knows by this
        message what of its account the line took along, and gives it anew.
        """
        if self._step in {_Step.HALTING, _Step.SAYING}:
            self._papers().again()
        elif self._step is _Step.DELIVERING:
            self._desk.engine(AskAccounts())
        if self._step is not _Step.CLOSING:
            return
        self._step = _Step.DELIVERING
        recorded = {position.pair: position.count for position in message.positions}
        # The killed engine may have sent a little more than it told; what the relay holds of ours, we sent.
        known = {position.pair: position for position in self._positions}
        for position in message.positions:
            if position.channel != Channel.CONTROL and position.direction == 0:
                mine = known.get(position.pair)
                if mine is None or mine.count < position.count:
                    known[position.pair] = position
        # What it wrote down as sent may have died with it on the way; what it told a while before had arrived.
        lines = [*self._told.values(), *self._lines]
        arrived = {line.pair: line for line in _arrived(lines, recorded, self._desk.live_session.epoch)}
        self._lines = sorted(arrived.values(), key=lambda line: line.pair)[-limits.STATEMENT_LINES :]
        self._papers().again()
        self._write(sorted(known.values(), key=lambda position: position.pair))

    def closed(self, message: SessionClosed) -> None:
        """Take the relay's word that the recording is closed."""
        if self._step is _Step.DELIVERING:
            self._finish(message)

    def line_given_up(self) -> None:
        """End without a relay: nobody can be told any more."""
        if self._step is not _Step.OVER:
            self._finish(None)

    def _write(self, positions: Positions) -> None:
        session = self._desk.live_session
        grant = session.grant
        last = _newest(positions)
        if grant is not None and self._lived and session.was_live:
            channels = channels_of(self._lived)
            ended = tuple(position for position in last if position.channel in channels)
            withdrawal = self._desk.write(ConsentWithdrawal, grant=grant.jti, scopes=self._lived, positions=ended)
            self._papers().file(withdrawal)
        self._write_last(last)

    def _write_last(self, last: tuple[Position, ...]) -> None:
        lines = tuple(self._lines)
        account = self._desk.write(TranscriptStatement, lines=lines, final=True)
        end = self._desk.write(SessionEnd, reason=self._reason, positions=last)
        self._last = (account, end)
        for paper in self._last:
            self._papers().file(paper)

    def _deliver_again(self, lines: list[TranscriptLine]) -> None:
        """Say again what did not arrive; an account of more than the relay has would look like a forged recording."""
        if lines == self._lines:
            self._papers().again()
            return
        self._lines = lines
        for paper in self._last:
            self._papers().drop(paper)
        self._papers().again()
        self._write_last(_newest(self._positions))

    def _finish(self, message: SessionClosed | None) -> None:
        self._step = _Step.OVER
        self._desk.alarms.cancel("delivery", "kill", "line")
        self._desk.engine(Goodbye())
        self._over(message)


def _newest(positions: Positions) -> tuple[Position, ...]:
    newest = max((at.epoch for at in positions), default=0)
    return tuple(position for position in positions if position.epoch == newest)


def _arrived(
    lines: list[TranscriptLine], recorded: dict[tuple[int, int, int], int], epoch: int
) -> Iterator[TranscriptLine]:
    """
    Give the lines of which the relay holds every message, by what it has `recorded` of the epoch that is open there.

    `epoch` is the newest that the desk put on record; a place of the open one that is not named has nothing yet. What
    lies before it was settled as it ended, and what was heard came from the recording.
    """
    open_one = max((of for of, _, channel in recorded if channel != Channel.CONTROL), default=epoch - 1)
    spoken = max((line.epoch for line in lines if line.channel == Channel.CONTROL and line.direction == 0), default=0)
    for line in lines:
        newest = spoken if line.channel == Channel.CONTROL else open_one
        is_sure = line.direction == 1 or line.epoch < newest
        if line.count <= recorded.get(line.pair, line.count if is_sure else 0):
            yield line
