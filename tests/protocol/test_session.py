from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from consent.errors import EpochOver, GrantExpired, GrantMissing, Paused, SessionOver
from consent.jws import sha256_of, sign
from consent.scopes import Channel, Group, Scope
from protocol import limits
from protocol.catalogue import CATALOGUE
from protocol.channels import Direction, kid
from protocol.codec import encode_plain
from protocol.errors import CATALOGUE as ERRORS
from protocol.errors import ChannelShut, MessageNotYours, MessageTooLong, NoRoom
from protocol.events import Ended, PairingSaid, RefusedHere, RoomAgain, Said, Told
from protocol.keyring import SEAL_BYTES
from protocol.keys import GroupSecret
from protocol.messages.chat import ChatSaid
from protocol.messages.control import (
    GrantLive,
    GroupKey,
    LeaveSession,
    LiveScope,
    RequestRefused,
    SessionEnded,
    SessionPaused,
)
from protocol.messages.input import HandOfCustomer, KeyCode, PointerMove
from protocol.messages.pairing import ResumeShare
from protocol.messages.relay import Closed, Credit, PeerBack, Refused
from protocol.messages.screen import ScreenAck
from protocol.session import AgentSession, TechnicianSession
from protocol.sframe import write_header
from protocol.wire import Message
from tests.support import messages
from tests.support.consent_scene import AGENT_KEY, a_key, an_id
from tests.support.memory_relay import Drop, FlipBit, FromAnotherSession, Meddling, Repeat, Splice, Swap
from tests.support.messages import B16, B32
from tests.support.pair import INTEGRITY_CODES, TEST_CARD, Pair

KEY = KeyCode(code="KeyA", down=True)
BY_TECHNICIAN = [message for message in messages.SEALED if CATALOGUE[message.kind].may_come_from(Direction(1))]
BY_AGENT = [message for message in messages.SEALED if CATALOGUE[message.kind].may_come_from(Direction(0))]


def _live(*scopes: Scope, open_gate: bool = False) -> Pair:
    pair = Pair(open_gate=open_gate).paired()
    if scopes:
        pair.ask_and_accept(*scopes)
    return pair


def _hashes(end: AgentSession | TechnicianSession) -> dict[tuple[int, int, int], str]:
    return {(line.epoch, line.direction, line.channel): line.hash for line in end.lines(changed_only=False)}


def test_an_allowed_picture_is_drawn_and_an_allowed_key_pressed() -> None:
    """What the customer allowed flows, both ways."""
    pair = _live(Scope.VIEW, Scope.CONTROL).show(TEST_CARD).technician_sends(KEY)
    assert pair.drawn == [TEST_CARD]
    assert pair.acted == [KEY]
    assert pair.relay.coverage.violations == []


@pytest.mark.parametrize("message", messages.SEALED, ids=lambda message: message.kind)
def test_before_a_yes_only_control_can_be_said(message: Message) -> None:
    """Neither end's own program sends anything on another channel, for there is no key and no permit."""
    pair = _live()
    end = pair.agent if message in BY_AGENT else pair.console
    if CATALOGUE[message.kind].channel == Channel.CONTROL:
        end.send(message)
        assert len(end.to_send()) == 1
    else:
        with pytest.raises(ChannelShut):
            end.send(message)
    with pytest.raises(ChannelShut):
        pair.agent.send_screen(TEST_CARD)


@pytest.mark.parametrize("message", messages.SEALED, ids=lambda message: message.kind)
def test_nobody_says_what_only_the_other_may_say(message: Message) -> None:
    """The catalogue holds for the sender, too."""
    pair = _live(*Scope)
    if message not in BY_TECHNICIAN:
        with pytest.raises(MessageNotYours):
            pair.console.send(message)
    if message not in BY_AGENT:
        with pytest.raises(MessageNotYours):
            pair.agent.send(message)


@pytest.mark.parametrize("message", BY_TECHNICIAN, ids=lambda message: message.kind)
@pytest.mark.parametrize("state", ["viewing", "withdrawn", "paused", "expired", "ended", "widened"])
def test_the_agent_alone_decides_what_it_acts_on(state: str, message: Message) -> None:
    """Past a gate that lets all through, the agent takes just what its ledger allows, and says what it refused."""
    pair = _live(Scope.VIEW, open_gate=True)
    allowed = {Channel.CONTROL, Channel.CHAT} | ({Channel.SCREEN} if state in ("viewing", "widened") else set())
    match state:
        case "withdrawn":
            pair.withdraw(Scope.VIEW)
        case "paused":
            pair.pause()
        case "expired":
            pair.wait(16 * 60)
        case "ended":
            pair.agent_ledger.end()
            allowed = {Channel.CONTROL}
        case "widened":
            pair.ask_and_accept(Scope.CONTROL)
            allowed |= {Channel.POINTER, Channel.KEYS}
    pair.technician_forces(message)
    if CATALOGUE[message.kind].channel in allowed:
        assert pair.acted == [message]
    else:
        assert pair.acted == []
        (error,) = pair.refused_by_agent
        assert isinstance(error, GrantMissing | GrantExpired | Paused | SessionOver)
        told = [said for said in pair.heard if isinstance(said, RequestRefused)]
        assert [(said.refused, said.code) for said in told] == [(message.kind, error.code)]
    assert pair.agent.ended is None


def test_a_refused_flood_is_told_once_and_counted() -> None:
    """A hundred refused moves are one piece of news to the technician, and a hundred events at the agent."""
    pair = _live(Scope.VIEW, open_gate=True)
    for x in range(100):
        pair.technician_forces(PointerMove(x=x, y=0))
    assert len(pair.refused_by_agent) == 100
    assert sum(isinstance(said, RequestRefused) for said in pair.heard) == 1


def test_the_gate_s_refusals_are_known_gaps() -> None:
    """What the relay refuses is missing at the agent for a reason; the session goes on."""
    pair = _live(Scope.VIEW)
    for _ in range(3):
        pair.technician_forces(KEY)
    pair.ask_and_accept(Scope.CONTROL).technician_sends(KEY)
    assert pair.refused_by_relay == ["C-201"] * 3
    assert pair.acted == [KEY]


@pytest.mark.parametrize(
    "meddling",
    [Repeat(3), Swap(3), Drop(3), FlipBit(3), FlipBit(3, 3), FlipBit(3, 17), Splice(3), FromAnotherSession(3)],
    ids=lambda meddling: type(meddling).__name__,
)
def test_a_meddling_relay_can_only_end_a_session(meddling: Meddling) -> None:
    """Whatever it does to a picture, the technician draws the true ones before it and then says that it ended."""
    if isinstance(meddling, FromAnotherSession):
        other = Pair(seed=2).paired().ask_and_accept(Scope.VIEW)
        for _ in range(4):
            other.show(TEST_CARD)
        meddling.stolen = [data for _, data in other.relay.recorded]
    pair = Pair(relay=meddling).paired().ask_and_accept(Scope.VIEW)
    for _ in range(5):
        pair.show(TEST_CARD)
    assert pair.drawn in ([TEST_CARD] * 2, [TEST_CARD] * 3)
    assert pair.console.ended is not None
    assert pair.console.ended.code in INTEGRITY_CODES
    assert isinstance(pair.console_events[-1], Ended)
    assert sum(isinstance(event, Ended) for event in pair.console_events) == 1


def test_an_ended_session_takes_and_says_nothing() -> None:
    """After the end there is no more: no key, no permit, no event."""
    pair = _live(Scope.VIEW)
    pair.agent.receive(b"\x01\x00")
    assert pair.agent.ended is not None
    assert pair.agent.receive(encode_plain(PeerBack())) == []
    assert pair.agent_ledger.ended
    assert pair.agent.room == 0
    with pytest.raises(SessionOver):
        pair.agent.send(SessionEnded(reason="stopped"))
    with pytest.raises(SessionOver):
        pair.agent.send_screen(TEST_CARD)
    assert pair.agent.to_send() == []


def test_stop_stops_what_waits() -> None:
    """What waited for credit is never sealed when the yes ends before it comes; the end is said at once."""
    pair = _live(Scope.VIEW)
    pair.agent._outbox.window.take(limits.FLOW_WINDOW - SEAL_BYTES - len(TEST_CARD))
    pair.agent.send(ChatSaid(id=B16, text="A line that is longer than what there is credit for."))
    assert pair.agent.to_send() == []
    pair.agent_ledger.end()
    pair.agent.send(SessionEnded(reason="stopped"))
    assert len(pair.agent.to_send()) == 1
    assert pair.agent.positions([Channel.CHAT])[0].count == 0


def test_a_picture_is_sent_at_once_or_not_at_all() -> None:
    """Without room a picture is refused: the newest one will do later, an old one helps nobody."""
    pair = _live(Scope.VIEW)
    room = pair.agent.room
    assert room == limits.FLOW_WINDOW - limits.FLOW_RESERVE - SEAL_BYTES
    with pytest.raises(NoRoom):
        pair.agent.send_screen(bytes(room + 1))
    pair.agent.send_screen(TEST_CARD)
    with pytest.raises(NoRoom):
        pair.agent.send_screen(TEST_CARD)


def test_closing_an_epoch_stops_all_but_control() -> None:
    """The positions in a key list are final: afterwards nothing is sent or accepted until the next epoch."""
    pair = _live(Scope.VIEW, Scope.CONTROL).show(TEST_CARD).technician_sends(KEY)
    before = pair.agent.close_epoch()
    pair.technician_forces(KEY)
    pair.agent.send(HandOfCustomer(holds=True))
    assert pair.agent.to_send() == []
    assert pair.agent.room == 0
    assert [type(error) for error in pair.refused_by_agent] == [EpochOver]
    assert pair.agent.positions() == before
    pair.new_epoch(pair.current_grant())
    assert pair.heard[-1] == HandOfCustomer(holds=True)
    assert isinstance(pair.heard[-2], GrantLive)


def test_no_message_overtakes_the_keys_it_is_sealed_with() -> None:
    """Until `grant.live` is on its way an agent sends nothing under the new epoch, however long it waits."""
    pair = _live(Scope.VIEW)
    pair.agent.send(ChatSaid(id=B16, text="One moment."))
    secrets = {Group.VIEW: GroupSecret(bytes(32)), Group.REST: GroupSecret(bytes(32))}
    pair.agent.close_epoch()
    pair.agent_ledger.open(pair.current_grant(), 2, 60.0)
    pair.agent.open_epoch(2, secrets)
    assert pair.agent.to_send() == []
    assert pair.agent.room == 0
    with pytest.raises(NoRoom):
        pair.agent.send_screen(TEST_CARD)
    pair.agent.send(GrantLive(grant=sign(pair.current_grant(), AGENT_KEY), epoch=2, groups=(), scopes=()))
    first, second = pair.agent.to_send()
    assert (len(first) > 1000, len(second) < 200) == (True, True)


def test_there_is_no_room_for_a_picture_while_an_epoch_waits() -> None:
    """From the end of one epoch until the next one's keys are told, nothing is worth making."""
    pair = _live(Scope.VIEW)
    assert pair.agent.room > 0
    pair.agent.close_epoch()
    assert pair.agent.room == 0
    pair.agent_ledger.open(pair.current_grant(), 2, 60.0)
    pair.agent.open_epoch(2, {Group.VIEW: GroupSecret(bytes(32))})
    assert pair.agent.room == 0
    pair.agent.send(GrantLive(grant=sign(pair.current_grant(), AGENT_KEY), epoch=2, groups=(), scopes=()))
    pair.agent.to_send()
    assert pair.agent.room > 0


def test_a_session_goes_on_after_a_lost_line() -> None:
    """Both ends resume under fresh keys; what was lost is said, and nothing is counted twice."""
    pair = _live(Scope.VIEW).show(TEST_CARD).line_breaks(sent_in_vain=2).line_returns()
    pair.new_epoch(pair.current_grant()).show(TEST_CARD)
    assert pair.drawn == [TEST_CARD, TEST_CARD]
    lost = {line.channel: line.lost for line in pair.agent.lines(changed_only=False) if line.lost}
    assert lost == {Channel.SCREEN: 2}
    theirs = {(line.epoch, line.direction, line.channel): line for line in pair.console.lines(changed_only=False)}
    for line in pair.agent.lines(changed_only=False):
        assert theirs[line.epoch, line.direction, line.channel].hash == line.hash
    assert pair.relay.coverage.violations == []


def test_what_was_said_behind_the_proof_is_heard_after_it() -> None:
    """The technician speaks as soon as it has proved itself; the agent's desk may need a moment longer."""
    pair = _live(Scope.VIEW).line_breaks()
    there, here = pair.resuming()
    (early,) = pair.console_says(LeaveSession())
    assert pair.agent.receive(early) == []
    (event,) = pair.agent.line_back(there, here)
    assert isinstance(event, Said)
    assert event.message == LeaveSession()


def test_what_comes_early_is_bounded_and_still_sealed() -> None:
    """Whoever puts messages of a later epoch on the line gains nothing: a few are kept, and none of them opens."""
    pair = _live(Scope.VIEW)
    forged = b"\x01" + write_header(kid(9, Direction.FROM_TECHNICIAN, Channel.CONTROL), 0) + bytes(40)
    for _ in range(limits.EARLY_MESSAGES):
        assert pair.agent.receive(forged) == []
    (ended,) = pair.agent.receive(forged)
    assert isinstance(ended, Ended)
    assert ended.error.code == "P-211"


def test_while_away_an_end_hears_nothing_of_the_old_epoch() -> None:
    """The other end goes on for a moment before it learns that our line was lost: that is no broken seal."""
    pair = _live(Scope.VIEW).line_breaks()
    _, old = pair.relay.recorded[-1]
    assert pair.console.receive(old) == []
    assert pair.console.ended is None


def test_when_only_the_other_s_line_broke_credit_still_comes() -> None:
    """What we sent on a line that stood has reached the relay: nothing of it is lost, and its credit is counted."""
    pair = _live(Scope.VIEW)
    pair.agent.send_screen(TEST_CARD)
    (data,) = pair.agent.to_send()
    pair.console.line_lost()
    keys, _ = pair.resuming()
    pair.agent.line_back(keys, None)
    assert isinstance(pair.agent.receive(encode_plain(Credit(bytes=len(data))))[0], RoomAgain)
    assert [line.lost for line in pair.agent.lines(changed_only=False) if line.channel == Channel.SCREEN] == [0]


def test_an_end_that_is_back_alone_states_only_what_was_recorded() -> None:
    """Where the other end never comes for a resume, the last statement still says nothing that the relay has not."""
    pair = _live(Scope.VIEW)
    pair.agent.send_screen(TEST_CARD)
    pair.agent.to_send()
    pair.agent.line_lost()
    pair.agent.recorded([])
    (line,) = [line for line in pair.agent.lines(changed_only=False) if line.channel == Channel.SCREEN]
    assert (line.count, line.lost) == (0, 1)


def test_between_loss_and_resume_nothing_is_said() -> None:
    """Without a line there is no key: neither control nor anything else can be queued for a wrong epoch."""
    pair = _live(Scope.VIEW).line_breaks()
    with pytest.raises(ChannelShut):
        pair.agent.send(SessionPaused(because="line"))
    with pytest.raises(ChannelShut):
        pair.agent.send_screen(TEST_CARD)
    assert pair.agent.to_send() == []


def test_the_technician_s_program_follows_the_agent_s_word() -> None:
    """Paused, turned off, run out or ended: the console's own ledger refuses before anything is sealed."""
    pair = _live(Scope.VIEW, Scope.CONTROL).pause()
    with pytest.raises(Paused):
        pair.console.send(KEY)
    pair.go_on().withdraw(Scope.CONTROL)
    with pytest.raises(GrantMissing):
        pair.console.send(KEY)
    pair.wait(16 * 60)
    with pytest.raises(GrantExpired):
        pair.console.send(ScreenAck(frame=1, decode_ms=1))
    pair.agent_sends(SessionEnded(reason="expired"))
    with pytest.raises(SessionOver):
        pair.console.send(ChatSaid(id=B16, text="Bye."))


def test_a_technician_draws_nothing_that_was_turned_off() -> None:
    """An agent that goes on sending after it said stop is not listened to."""
    pair = _live(Scope.VIEW, open_gate=True)
    pair.agent_sends(SessionPaused(because="customer"))
    pair.show(TEST_CARD)
    assert pair.drawn == []
    assert isinstance(pair.console_events[-1], RefusedHere)


def test_a_grant_that_is_not_the_agent_s_is_not_believed() -> None:
    """`grant.live` carries the signed grant; one by another key opens nothing at the technician's end."""
    pair = _live()
    forged = sign(pair.scene.a_grant(Scope.VIEW), a_key("relay"))
    live = GrantLive(grant=forged, epoch=1, groups=(), scopes=(LiveScope(scope=Scope.VIEW, monitors=(0,), seconds=9),))
    pair.agent_sends(live)
    assert pair.heard == []
    assert isinstance(pair.console_events[-1], RefusedHere)
    assert pair.console_ledger.living() == set()


def test_fresh_keys_carry_over_what_still_lives_and_its_time() -> None:
    """When the longest thing was turned off, the rest still has its own time at both ends after a new epoch."""
    pair = _live(Scope.VIEW, Scope.REPORT)
    long = pair.current_grant()
    report = next(granted for granted in long.scopes if granted.scope is Scope.REPORT)
    view = next(granted for granted in long.scopes if granted.scope is Scope.VIEW)
    shorter = view.model_copy(update={"until": view.until - 600})
    former = pair.grant
    assert former is not None
    changes = {"scopes": (shorter, report), "jti": an_id(77), "chain": sha256_of(former)}
    pair.grant_is_given(long.model_copy(update=changes)).withdraw(Scope.REPORT)
    pair.new_epoch(pair.current_grant(), scopes=(Scope.VIEW,))
    assert pair.console_ledger.living() == pair.agent_ledger.living() == {Scope.VIEW}
    assert pair.console_ledger.left(Scope.VIEW) == pair.agent_ledger.left(Scope.VIEW) == 300
    pair.show(TEST_CARD)
    assert pair.drawn == [TEST_CARD]


def test_an_epoch_without_scopes_is_chat_s_alone() -> None:
    """A grant of which nothing lives opens chat at the technician's end, and nothing else; the next one opens more."""
    pair = _live(Scope.VIEW).withdraw(Scope.VIEW)
    grant = pair.current_grant()
    pair.agent_ledger.open_chat(grant, 2)
    pair.agent.open_epoch(2, {Group.REST: GroupSecret(bytes(32))})
    secret = GroupKey(group="rest", secret=B32)
    pair.agent_sends(GrantLive(grant=pair.grant or "", epoch=2, groups=(secret,), scopes=()))
    assert (pair.console_ledger.living(), pair.console_ledger.epoch) == (set(), 2)
    with pytest.raises(GrantMissing):
        pair.console_ledger.permit(Scope.VIEW)
    pair.console.send(ChatSaid(id=B16, text="Bye."))
    pair.ask_and_accept(Scope.VIEW).show(TEST_CARD)
    assert pair.drawn == [TEST_CARD]


def test_an_old_epoch_is_not_opened_again() -> None:
    """A grant said to be live in an epoch that is over changes nothing."""
    pair = _live(Scope.VIEW)
    grant = sign(pair.scene.a_grant(Scope.VIEW), AGENT_KEY)
    for epoch in (0, 1):
        pair.agent_sends(GrantLive(grant=grant, epoch=epoch, groups=(), scopes=()))
    assert len(pair.heard) == 1
    assert pair.console.epoch == 1


def test_what_the_relay_says_is_passed_on_or_dealt_with() -> None:
    """Credit is counted, a refusal is noted, the rest is told; the relay's last word ends the session."""
    pair = _live(Scope.VIEW)
    pair.agent.send_screen(TEST_CARD)
    (data,) = pair.agent.to_send()
    assert isinstance(pair.agent.receive(encode_plain(Credit(bytes=len(data))))[0], RoomAgain)
    assert pair.agent.receive(encode_plain(PeerBack())) == [Told(PeerBack())]
    share = ResumeShare(nonce=B32)
    assert pair.agent.receive(encode_plain(share)) == [PairingSaid(share)]
    last = Closed(code="R-211", words="The session has ended.", remedy="Nothing more to do.")
    told, ended = pair.agent.receive(encode_plain(last))
    assert told == Told(last)
    assert isinstance(ended, Ended)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x03",
        b"\x00{}",
        b"\x02{}",
        b"\x01",
        encode_plain(Credit(bytes=1)),
        encode_plain(messages.RELAY[0]),
        encode_plain(messages.PAIRING[0]),
        encode_plain(
            Refused(epoch=1, direction=1, channel=3, counter=0, code="C-201", words="No.", remedy="Ask.")
        ).replace(b'"counter":0', b'"counter":-1'),
    ],
)
def test_a_relay_that_breaks_the_rules_ends_the_session(data: bytes) -> None:
    """Credit for nothing, an end's own messages, no message at all: told with a code, and over."""
    pair = _live()
    (ended,) = pair.agent.receive(data)
    assert isinstance(ended, Ended)
    assert ended.error.code in ERRORS


def test_a_malformed_message_of_the_technician_is_refused_and_the_session_goes_on() -> None:
    """A program of another version is told what was not understood; its seal was whole, so nobody meddled."""
    pair = _live(Scope.VIEW, Scope.CONTROL)
    ring = pair.console._keyring
    for plaintext in (b"{}", b'{"kind":"screen.frame"}', b'{"kind":"key.code"}', b"\xff", bytes(5000)):
        events = pair.agent.receive(ring.seal(Channel.CONTROL, plaintext).data)
        assert [type(event) for event in events] == [RefusedHere]
    pair.agent.receive(ring.seal(Channel.CONTROL, b'{"kind":"session.leave"}').data)
    assert pair.agent.ended is None
    assert pair.acted == []


def test_too_much_at_once_is_told_to_the_program() -> None:
    """A program that says more than fits is refused at home."""
    pair = _live(Scope.VIEW)
    with pytest.raises(MessageTooLong):
        pair.agent.send(
            RequestRefused(refused="key.code", code="C-201", words="No.", remedy="Ask.").model_copy(
                update={"words": "x" * 5000}
            )
        )


def test_a_worn_key_asks_for_a_new_epoch() -> None:
    """Long before a key is used up the end says so."""
    pair = _live(Scope.VIEW)
    before = pair.agent.worn
    sealer = pair.agent._keyring._sealers[Channel.SCREEN]
    sealer.count = limits.SFRAME_FRAMES
    assert (before, pair.agent.worn) == (False, True)
    pair.agent.send_screen(TEST_CARD)
    pair.agent.to_send()
    assert pair.agent.ended is not None
    assert pair.agent.ended.code == "P-144"


@given(data=st.lists(st.binary(max_size=300), max_size=4), first=st.sampled_from([b"\x00", b"\x01", b"\x02", b""]))
def test_any_bytes_give_events(data: list[bytes], first: bytes) -> None:
    """Neither end ever raises for what it hears, and an end that ended says so once."""
    pair = _live(Scope.VIEW, Scope.CONTROL)
    for end in (pair.agent, pair.console):
        events = [event for part in data for event in end.receive(first + part)]
        assert sum(isinstance(event, Ended) for event in events) == (end.ended is not None)
        assert end.ended is None or end.ended.code in ERRORS


class Talk(RuleBasedStateMachine):
    """Both ends talk while the customer changes what is allowed; the relay's gate is open, so the ends decide."""

    @initialize()
    def begin(self) -> None:
        """Pair and allow looking."""
        self.pair = Pair(open_gate=True).paired().ask_and_accept(Scope.VIEW)
        self.sent = 0

    @rule(message=st.sampled_from(BY_TECHNICIAN))
    def technician(self, message: Message) -> None:
        """Let a technician's own program force anything."""
        with suppress(ChannelShut, SessionOver):
            allowed = self._allowed(CATALOGUE[message.kind].channel)
            before = len(self.pair.acted)
            self.pair.technician_forces(message)
            assert (len(self.pair.acted) > before) == allowed

    @rule()
    def show(self) -> None:
        """Show the screen, when it may be shown."""
        before = len(self.pair.drawn)
        if self._allowed(Channel.SCREEN):
            self.pair.show(TEST_CARD)
            assert len(self.pair.drawn) == before + 1
        else:
            with pytest.raises((GrantMissing, GrantExpired, Paused, EpochOver)):
                self.pair.agent.send_screen(TEST_CARD)

    @precondition(lambda self: Scope.VIEW in self.pair.agent_ledger.living())
    @rule()
    def widen(self) -> None:
        """Allow control."""
        if not self.pair.agent_ledger.paused:
            self.pair.ask_and_accept(Scope.CONTROL)

    @precondition(lambda self: Scope.CONTROL in self.pair.agent_ledger.living())
    @rule()
    def narrow(self) -> None:
        """Turn control off."""
        self.pair.withdraw(Scope.CONTROL)

    @rule()
    def rest(self) -> None:
        """Pause, or go on."""
        if self.pair.agent_ledger.paused:
            self.pair.go_on()
        else:
            self.pair.pause()

    @precondition(lambda self: Scope.VIEW in self.pair.agent_ledger.living())
    @rule(lost=st.integers(0, 3))
    def lose(self, lost: int) -> None:
        """Lose the line and come back."""
        if not self.pair.agent_ledger.paused:
            self.pair.line_breaks(sent_in_vain=lost).line_returns()
            self.pair.new_epoch(self.pair.current_grant())

    @rule(seconds=st.integers(1, 200))
    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.pair.wait(seconds)

    @invariant()
    def nobody_ended(self) -> None:
        """Nothing that happens here breaks a seal."""
        if hasattr(self, "pair"):
            assert self.pair.agent.ended is None
            assert self.pair.console.ended is None

    @invariant()
    def the_accounts_agree(self) -> None:
        """Both ends say the same of every line."""
        if hasattr(self, "pair"):
            mine = {
                (line.epoch, line.direction, line.channel): line.hash
                for line in self.pair.agent.lines(changed_only=False)
            }
            theirs = {
                (line.epoch, line.direction, line.channel): line.hash
                for line in self.pair.console.lines(changed_only=False)
            }
            assert all(mine[place] == theirs[place] for place in mine.keys() & theirs.keys())

    def _allowed(self, channel: Channel) -> bool:
        try:
            self.pair.agent_ledger.allows(self.pair.agent_ledger.epoch or 0, Direction.FROM_TECHNICIAN, channel)
        except (GrantMissing, GrantExpired, Paused, EpochOver):
            return False
        return True


TestTalk = Talk.TestCase


def test_goodbye_is_said_on_a_channel_that_needs_no_yes() -> None:
    """When everything is over both can still say so."""
    pair = _live(Scope.VIEW)
    pair.agent_ledger.end()
    pair.technician_sends(LeaveSession()).agent_sends(SessionEnded(reason="left"))
    assert pair.acted == [LeaveSession()]
    assert pair.heard[-1] == SessionEnded(reason="left")
