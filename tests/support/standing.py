"""
A session brought to each state of the law, with the relay's real gate and the desk's real course beside the two ends.

    for state in State:
        session = Standing().at(state)
        session.attempt(message)        # what the gate says, and what the agent makes of it
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from consent.course import Course
from consent.ending import EndReason, SessionEnd
from consent.errors import AttendedError
from consent.grant import ConsentGrant
from consent.jws import sign
from consent.law import Event as LawEvent
from consent.law import State
from consent.scopes import Channel, Scope
from consent.setting import SessionDocument
from protocol.catalogue import CATALOGUE
from protocol.channels import Direction, kid
from protocol.codec import encode
from protocol.messages.relay import Acknowledged
from protocol.recording import Origin
from protocol.sframe import TAG_BYTES, read_header, write_header
from protocol.wire import Message
from relay.gate import Gate, Rules
from tests.support.consent_scene import AGENT_KEY, NOW, ORIGIN, TECHNICIAN_KEY
from tests.support.messages import SEALED
from tests.support.pair import TEST_CARD, Pair

BY_TECHNICIAN = tuple(message for message in SEALED if CATALOGUE[message.kind].may_come_from(Direction(1)))
BY_AGENT = tuple(message for message in SEALED if CATALOGUE[message.kind].may_come_from(Direction(0)))
ALWAYS = frozenset({Channel.CONTROL})
TALK = ALWAYS | {Channel.CHAT}
LOOK = TALK | {Channel.SCREEN}
WORK = LOOK | {Channel.POINTER, Channel.KEYS}

MAY_FLOW: Mapping[State, frozenset[Channel]] = MappingProxyType(
    {
        State.NOT_ASKED: ALWAYS,
        State.WAITING_FOR_CUSTOMER: ALWAYS,
        State.WAITING_FOR_RECORD: ALWAYS,
        State.GRANTED: WORK,
        State.ASKED_FOR_MORE: LOOK,
        State.WAITING_FOR_RECORD_OF_MORE: LOOK,
        State.PAUSED: TALK,
        State.LINE_LOST: frozenset(),
        State.ONLY_CHAT: TALK,
        State.ASKED_AGAIN: TALK,
        State.ENDED: ALWAYS,
    }
)
"""What may flow in each state when view and control were allowed: the promise, written down apart from the code."""


@dataclass(frozen=True)
class Attempt:
    """What became of one message: the gate's refusal, if any, and whether the agent acted on it."""

    refused_by_gate: str | None
    acted: bool


class Standing(Pair):
    """Two ends, the real gate and the real course. `open_gate` delivers whatever the gate says."""

    def __init__(self) -> None:
        super().__init__(open_gate=True)
        self.course = Course(lambda: self.now)
        self.agent_ledger = self.course.ledger
        setting = self.scene.setting
        self.gate = Gate(self.place.session, Rules(ORIGIN, self.scene.policy, setting.policy_sha256))
        self.gate.pair(TECHNICIAN_KEY.verify_key, AGENT_KEY.verify_key)
        self.paired()

    def at(self, state: State) -> Standing:
        """Come to a state by the shortest course of a real session."""
        _WAYS[state](self)
        assert self.course.state is state
        return self

    def attempt(self, message: Message) -> Attempt:
        """Let a technician with a program of its own send a message, sealed where it has a key and noise where not."""
        channel = CATALOGUE[message.kind].channel
        try:
            data = self.console._keyring.seal(channel, encode(message)).data
        except AttendedError:
            epoch = max(1, self.agent.epoch)
            data = b"\x01" + write_header(kid(epoch, Direction.FROM_TECHNICIAN, channel), 0) + bytes(40 + TAG_BYTES)
        header = read_header(data[1:])
        refusal = self.gate.message(header.kid, header.counter)
        before = len(self.acted)
        self.agent_events += self.agent.receive(data)
        return Attempt(refusal.code if refusal else None, len(self.acted) > before)

    def record(self, document: SessionDocument) -> Acknowledged:
        """Record at the real gate as well."""
        self.gate.document(sign(document, AGENT_KEY), Origin.AGENT, lambda _document: None)
        return super().record(document)

    def ask(self, *scopes: Scope) -> str:
        """Put a question, and have it recorded."""
        self._questions += 1
        request = self.scene.asks(*scopes, minutes=60, number=self._questions)
        self.gate.document(request, Origin.TECHNICIAN, lambda _document: None)
        had_control = Scope.CONTROL in self.course.ledger.living()
        self.course.asked()
        if had_control:
            self.withdraw(Scope.CONTROL)
        return request

    def say_yes(self, request: str, *scopes: Scope) -> ConsentGrant:
        """Sign a yes and have it recorded; nothing is opened by that yet."""
        living = frozenset(self.course.ledger.living())
        moment = self.scene.moment(NOW + int(self.now), self._number(), self.grant, living)
        grant = self.scene.grants(request, *scopes, number=self._questions, moment=moment)
        self.course.accepted(grant)
        self.grant = sign(grant, AGENT_KEY)
        self.record(grant)
        return grant

    def open(self, grant: ConsentGrant) -> None:
        """Open the epoch of a recorded yes at desk, relay and both ends; the course opens its ledger itself."""
        ledger = self.course.ledger

        def recorded(_grant: ConsentGrant, epoch: int, left: float) -> object:
            del ledger.open
            return self.course.recorded(epoch, left)

        ledger.open = recorded  # type: ignore[method-assign, assignment]
        self.new_epoch(grant)

    def allow(self, *scopes: Scope) -> None:
        """Ask, say yes, record, open."""
        self.open(self.say_yes(self.ask(*scopes), *scopes))

    def allow_all(self) -> None:
        """Allow view, then control, and let each channel be used once, so that the gate has let each pass."""
        self.allow(Scope.VIEW)
        self.allow(Scope.CONTROL)
        self.show(TEST_CARD)
        for message in BY_TECHNICIAN:
            if CATALOGUE[message.kind].channel in WORK:
                assert self.attempt(message) == Attempt(None, acted=True), message.kind

    def end(self) -> None:
        """Stop, and say so on record."""
        positions = tuple(self.agent.positions())
        self.course.ended(LawEvent.STOPPED)
        self.record(SessionEnd(**self._of_session(), reason=EndReason.STOPPED, positions=positions))


def _way(*steps: Callable[[Standing], object]) -> Callable[[Standing], None]:
    def go(session: Standing) -> None:
        for step in steps:
            step(session)

    return go


def _asked(session: Standing) -> None:
    session.ask(Scope.VIEW)


def _accepted(session: Standing) -> None:
    session.say_yes(session.ask(Scope.VIEW), Scope.VIEW)


def _asked_for_more(session: Standing) -> None:
    session.ask(Scope.FILES)


def _accepted_more(session: Standing) -> None:
    session.say_yes(session.ask(Scope.FILES), Scope.FILES)


def _paused(session: Standing) -> None:
    session.course.paused()
    session.pause()


def _line_lost(session: Standing) -> None:
    session.course.line_lost()
    session.agent.line_lost()


def _turned_off(session: Standing) -> None:
    session.course.withdrawn({Scope.VIEW})
    session.withdraw(Scope.VIEW)


_WAYS: Mapping[State, Callable[[Standing], None]] = MappingProxyType(
    {
        State.NOT_ASKED: _way(),
        State.WAITING_FOR_CUSTOMER: _way(_asked),
        State.WAITING_FOR_RECORD: _way(_accepted),
        State.GRANTED: _way(Standing.allow_all),
        State.ASKED_FOR_MORE: _way(Standing.allow_all, _asked_for_more),
        State.WAITING_FOR_RECORD_OF_MORE: _way(Standing.allow_all, _accepted_more),
        State.PAUSED: _way(Standing.allow_all, _paused),
        State.LINE_LOST: _way(Standing.allow_all, _line_lost),
        State.ONLY_CHAT: _way(Standing.allow_all, _turned_off),
        State.ASKED_AGAIN: _way(Standing.allow_all, _turned_off, _asked),
        State.ENDED: _way(Standing.allow_all, Standing.end),
    }
)
