"""The agent's end in Python and the technician's in the browser's modules hold one session, whatever the relay does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from consent.encoding import unb64u
from consent.fields import Position
from consent.scopes import Scope
from protocol.catalogue import Sender
from protocol.channels import Direction
from protocol.code import SpokenCode
from protocol.codec import decode_pairing, encode_plain
from protocol.events import Paired, PairingEvent, ResumedWith, ShareAnswered
from protocol.messages.chat import ChatSaid
from protocol.messages.input import KeyCode, PointerMove
from protocol.resume import AgentResume
from protocol.session import AgentSession
from protocol.wire import Message
from tests.support.browser_half import BrowserHalf, Refused
from tests.support.consent_scene import TECHNICIAN_KEY
from tests.support.memory_relay import Drop, FlipBit, Meddling, Repeat, Splice, Swap
from tests.support.messages import B16
from tests.support.pair import CODE, INTEGRITY_CODES, TEST_CARD, Pair, dice

MOVE = PointerMove(x=3, y=4)


class BrowserPairing:
    """The browser's side of a pairing, shaped as Python's."""

    def __init__(self, half: BrowserHalf) -> None:
        self._half = half
        self._out: list[str] = []
        self.events: list[list[str]] = []

    def receive(self, message: Message) -> list[PairingEvent]:
        """Hand a message over; what it means is kept in `events`."""
        told = self._half.ask("pairing", data=encode_plain(message).hex())
        self.events += told["events"]
        self._out += told["out"]
        return []

    def to_send(self) -> list[Message]:
        """Give what goes to the agent."""
        out, self._out = self._out, []
        return [decode_pairing(bytes.fromhex(data)[1:], Sender.TECHNICIAN) for data in out]


class BrowserSession:
    """The browser's end of a session, shaped as Python's; its events are pairs of name and detail."""

    def __init__(self, half: BrowserHalf, session: str) -> None:
        self._half = half
        half.ask("session", session=session)

    def receive(self, data: bytes) -> list[tuple[str, str]]:
        """Hand a websocket message over."""
        return [(name, detail) for name, detail in self._half.ask("receive", data=data.hex())]

    def send(self, message: Message) -> None:
        """Let the technician say something."""
        self._half.ask("send", message=message.model_dump(mode="json"))

    def to_send(self) -> list[bytes]:
        """Give what must go out."""
        return [bytes.fromhex(data) for data in self._half.ask("out")]


class BrowserPair(Pair):
    """As `Pair`, with the browser's modules for the technician."""

    def __init__(self, half: BrowserHalf, relay: Meddling | None = None, typed: str = CODE) -> None:
        super().__init__(relay)
        self.half = half
        place, key = self.place, TECHNICIAN_KEY.verify_key.jwk()
        half.ask(
            "begin",
            code=typed,
            session=place.session,
            origin=place.origin,
            logKey=place.log_key,
            entry=self.entry,
            key=key,
        )
        self.browser = BrowserPairing(half)
        self.console_pairing = self.browser  # type: ignore[assignment]  # it is asked for no more than it has

    def paired(self) -> BrowserPair:
        """Pair, and begin the session at both ends."""
        self.run_pairing()
        agent = self.agent_outcome
        assert isinstance(agent, Paired)
        assert self.browser.events == [["Paired", ""]]
        self.agent = AgentSession(self.place.session, agent.channel0, self.agent_ledger)
        self.console = BrowserSession(self.half, self.place.session)  # type: ignore[assignment]
        return self

    @property
    def told(self) -> list[tuple[str, str]]:
        """Give what the technician's end said of what it got, its credit left out."""
        events: list[Any] = list(self.console_events)
        return [event for event in events if event[0] != "RoomAgain"]

    @property
    def ended(self) -> str | None:
        """Give the code that the technician's end ended with."""
        code: str | None = self.half.ask("ended")
        return code

    def resumes(self, *, own_line_stood: bool = False) -> None:
        """Run the resume and go on under the same grant."""
        agent = self.agent_outcome
        assert isinstance(agent, Paired)
        there = AgentResume(agent.session_secret, agent.resume_key, self.agent.epoch + 1, dice(9))
        (share,) = self.half.ask("resume")
        there.receive(_said(share))
        recorded = self.relay.coverage.positions()
        (answer,) = there.to_send()
        told = self.half.ask(
            "resumed",
            data=encode_plain(answer).hex(),
            recorded=None if own_line_stood else [_position(one) for one in recorded],
        )
        assert told["event"] == ["ResumedWith", ""]
        (confirmed,) = there.receive(_said(told["out"][0]))
        assert isinstance(confirmed, ResumedWith)
        self.agent.line_back(confirmed.channel0, recorded)
        self.new_epoch(self.current_grant())


def allowed(half: BrowserHalf, *scopes: Scope, relay: Meddling | None = None) -> BrowserPair:
    """Give a pair whose customer allowed these things, one after the other."""
    pair = BrowserPair(half, relay).paired()
    for scope in scopes:
        pair.ask_and_accept(scope)
    return pair


def _said(data: str) -> Message:
    return decode_pairing(bytes.fromhex(data)[1:], Sender.TECHNICIAN)


def _position(position: Position) -> dict[str, int]:
    return position.model_dump()


@pytest.fixture(scope="module")
def half() -> Iterator[BrowserHalf]:
    """Start the browser's half once for all tests here."""
    with BrowserHalf("session_half.js") as running:
        yield running


def test_one_session_in_two_languages(half: BrowserHalf) -> None:
    """Grants, picture, pointer, keys and chat cross both ways, and both ends sign the same account."""
    pair = BrowserPair(half).paired()
    pair.ask_and_accept(Scope.VIEW).show(TEST_CARD).ask_and_accept(Scope.CONTROL)
    said = (MOVE, KeyCode(code="KeyA", down=True), ChatSaid(id=B16, text="Schön, 你好 🙂"))
    for message in said:
        pair.technician_sends(message)
    pair.agent_sends(ChatSaid(id=B16, text="Da ist es."))
    live = ("Said", "grant.live")
    assert pair.told == [live, ("Shown", TEST_CARD.hex()), live, ("Said", "chat.said")]
    assert pair.acted == list(said)
    assert half.ask("lines") == [
        {name: getattr(line, name) for name in ("epoch", "direction", "channel", "count", "hash", "lost")}
        for line in pair.agent.lines(changed_only=False)
    ]
    assert pair.ended is None


def test_another_code_pairs_nobody(half: BrowserHalf) -> None:
    """With another secret the technician proves itself first, in vain, and learns no more than that."""
    pair = BrowserPair(half, typed=SpokenCode("4821", "739206").spoken())
    pair.run_pairing()
    assert not isinstance(pair.agent_outcome, Paired | ShareAnswered)
    assert pair.browser.events == [["PairingFailed", "P-120"]]


@pytest.mark.parametrize(
    "meddling",
    [
        *(lambda bit=bit: FlipBit(1, bit) for bit in (0, 9, 40, 200, 399)),
        lambda: Drop(1),
        lambda: Repeat(1),
        lambda: Swap(1),
        lambda: Splice(1),
    ],
)
def test_a_meddling_relay_can_only_end_it(half: BrowserHalf, meddling: Callable[[], Meddling]) -> None:
    """Whatever the relay does to what is sealed, the browser's end shows nothing false and ends."""
    pair = allowed(half, Scope.VIEW, relay=meddling())
    for _ in range(3):
        pair.show(TEST_CARD)
    shown = [detail for name, detail in pair.told if name == "Shown"]
    assert set(shown) <= {TEST_CARD.hex()}
    assert pair.ended in INTEGRITY_CODES


def test_nothing_goes_out_that_was_withdrawn(half: BrowserHalf) -> None:
    """Turned off, paused and run out are refused in the browser itself, before anything is sealed."""
    pair = allowed(half, Scope.VIEW, Scope.CONTROL)
    pair.technician_sends(MOVE)
    pair.pause()
    with pytest.raises(Refused, match="C-211"):
        pair.console.send(MOVE)
    pair.go_on()
    pair.technician_sends(MOVE)
    pair.withdraw(Scope.CONTROL)
    with pytest.raises(Refused, match="C-201"):
        pair.console.send(MOVE)
    half.ask("wait", seconds=16 * 60)
    with pytest.raises(Refused, match="C-201"):
        pair.console.send(MOVE)
    assert pair.acted == [MOVE, MOVE]


def test_what_an_epoch_leaves_out_is_off(half: BrowserHalf) -> None:
    """A new epoch under the same grant opens what the agent names as live, and no more."""
    pair = allowed(half, Scope.VIEW, Scope.CONTROL)
    pair.new_epoch(pair.current_grant(), (Scope.VIEW,))
    with pytest.raises(Refused, match="C-201"):
        pair.console.send(MOVE)
    pair.show(TEST_CARD)
    assert pair.told[-1] == ("Shown", TEST_CARD.hex())


def test_a_lost_line_is_taken_up_again(half: BrowserHalf) -> None:
    """After a break on both sides, with messages that never arrived, the session goes on in a new epoch."""
    pair = allowed(half, Scope.VIEW, Scope.CONTROL)
    pair.show(TEST_CARD)
    pair.technician_sends(MOVE)
    pair.console.send(MOVE)
    lost = pair.console.to_send()
    assert len(lost) == 1
    pair.agent.line_lost()
    half.ask("lost")
    pair.resumes()
    pair.show(TEST_CARD).technician_sends(MOVE)
    assert [detail for name, detail in pair.told if name == "Shown"] == [TEST_CARD.hex()] * 2
    assert pair.acted == [MOVE, MOVE]
    assert [line["lost"] for line in half.ask("lines") if line["direction"] == 1 and line["channel"] == 2].count(1) == 1
    assert pair.ended is None


def test_only_the_other_line_was_lost(half: BrowserHalf) -> None:
    """Where the technician's own line stood, nothing is cut and late credit is no fault."""
    pair = allowed(half, Scope.VIEW, Scope.CONTROL)
    pair.console.send(MOVE)
    (late,) = pair.console.to_send()
    _, back = pair.relay.pass_on(late, Direction.FROM_TECHNICIAN)
    pair.agent.line_lost()
    pair.resumes(own_line_stood=True)
    for told in back:
        pair.console_events.extend(pair.console.receive(told))
    pair.technician_sends(MOVE).show(TEST_CARD)
    assert pair.acted == [MOVE]
    assert ("Shown", TEST_CARD.hex()) in pair.told
    assert not any(line["lost"] for line in half.ask("lines"))
    assert pair.ended is None


def test_an_agent_of_another_session_cannot_resume(half: BrowserHalf) -> None:
    """A wrong proof, or an epoch that was used, resumes nothing."""
    pair = allowed(half, Scope.VIEW)
    agent = pair.agent_outcome
    assert isinstance(agent, Paired)
    for epoch, secret in ((2, unb64u("A" * 86)), (1, agent.resume_key)):
        there = AgentResume(agent.session_secret, secret, epoch, dice(3))  # type: ignore[arg-type]
        (share,) = half.ask("resume")
        there.receive(_said(share))
        (answer,) = there.to_send()
        told = half.ask("resumed", data=encode_plain(answer).hex(), recorded=None)
        assert told == {"event": ["ResumeFailed", "P-133"], "out": []}
