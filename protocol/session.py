"""
One end of a session after pairing: bytes in, events out. It holds no socket, no clock and no dice.

    for event in session.receive(data): ...      what the bytes mean
    for data in session.to_send(): ...           what must go out now

`AgentSession` and `TechnicianSession` differ in what they may say. Both ask the consent ledger about every message in
both directions, at the moment it is sealed and at the moment it is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from consent.encoding import unb64u
from consent.errors import EpochOver, SessionOver
from consent.fields import Position, SessionId
from consent.grant import ConsentGrant
from consent.jws import VerifyKey, read
from consent.permits import Ledger
from protocol import codec, limits
from protocol.catalogue import Sender
from protocol.channels import Channel, Direction, Group, Place, other, place
from protocol.errors import AttendedError, EpochWornOut, MessageMalformed, NoRoom, PeerError
from protocol.events import (
    Channel0Keys,
    Ended,
    Event,
    PairingSaid,
    RefusedByRelay,
    RefusedHere,
    RoomAgain,
    Said,
    Shown,
    Told,
)
from protocol.keyring import Keyring, Unsealed
from protocol.keys import GroupSecret
from protocol.messages.control import (
    GrantEnded,
    GrantLive,
    RequestRefused,
    SessionEnded,
    SessionPaused,
    SessionResumed,
)
from protocol.messages.relay import Closed, Credit, Refused
from protocol.outbox import May, Outbox
from protocol.sframe import read_header
from protocol.transcript import StatedLine, Transcripts
from protocol.wire import Message


class _Session:
    """What both ends have in common."""

    own: ClassVar[Direction]

    def __init__(self, session: SessionId, channel0: Channel0Keys, ledger: Ledger) -> None:
        self._session = session
        self._ledger = ledger
        self._keyring = Keyring(session, self.own, channel0)
        self.counts = self._keyring.counts
        """Gives what `positions` says of all channels but 0, cheaply: for whoever asks with each message."""
        self._transcripts = Transcripts(self.own)
        self.newest_lines = self._transcripts.newest
        """Gives so many lines as they stand, the newest first: for whoever writes them down with each message."""
        self._outbox = Outbox()
        self._plain: list[bytes] = []
        self._unannounced = False
        self._away = False
        self._early: list[bytes] = []
        self._ended: AttendedError | None = None

    @property
    def session(self) -> SessionId:
        """Give the session's id."""
        return self._session

    @property
    def epoch(self) -> int:
        """Give the newest epoch that was keyed here; the next one must lie above."""
        return self._keyring.epoch

    @property
    def ended(self) -> AttendedError | None:
        """Say what ended this session, if anything has."""
        return self._ended

    @property
    def room(self) -> int:
        """Give the bytes that one message may have to be sent at once."""
        return 0 if self._ended or self._keyring.shut or self._unannounced else self._outbox.room

    @property
    def waits(self) -> bool:
        """Say whether `to_send` may have something: a message waits for credit, an epoch, or this call."""
        return bool(self._plain) or self._outbox.waits

    @property
    def worn(self) -> bool:
        """Say that a new epoch is due because a key has sealed nearly all that it may."""
        return self._keyring.worn

    def positions(self, channels: Iterable[int] | None = None) -> list[Position]:
        """
        Say how far the epoch in force has come: messages sent, and messages of the other end accepted.

        Names every place that has a key, those without a message too; on these channels, or on all but 0.
        """
        return self._keyring.positions(channels)

    def lines(self, *, changed_only: bool = True) -> list[StatedLine]:
        """Give the lines of a transcript statement: those that changed since the last call, or all."""
        return self._transcripts.lines(changed_only=changed_only)

    # Epochs and lines

    def close_epoch(self) -> list[Position]:
        """
        Stop all channels but 0 and give their final positions, as a key list or a session's end names them.

        From here on what the other end sends on them is refused; what waits to be sent waits for `open_epoch`.
        """
        self._keyring.shut_all()
        return self.positions()

    def open_epoch(self, epoch: int, secrets: Mapping[Group, GroupSecret]) -> None:
        """
        Go on under a new epoch's keys. What still comes under the former epoch is refused, not acted on.

        Raises:
            EpochOutOfOrder: The epoch is not newer than the one before.
        """
        self._keyring.open_epoch(epoch, secrets)

    def line_lost(self) -> list[Position]:
        """Drop what waits and forget the keys until `line_back`; give the final positions as `close_epoch` does."""
        final = self.close_epoch()
        self._outbox.clear()
        self._plain.clear()
        self._early.clear()
        self._keyring.forget_all()
        self._away = True
        return final

    def line_back(self, channel0: Channel0Keys, recorded: Iterable[Position] | None) -> list[Event]:
        """
        Go on after a resume, on channel 0 until `open_epoch`; say what the other end said under these keys already.

        `recorded` is what `resumed` of the relay said, or None when only the other end's line was lost: then all that
        we sent has reached the relay, and credit for it is still to come.

        Raises:
            EpochOutOfOrder: The epoch is not newer than any before.
        """
        self._keyring.rekey(channel0)
        if recorded is None:
            self._outbox.drop()
        else:
            self._outbox.clear()
            self._transcripts.cut(recorded)
        self._away = False
        early, self._early = self._early, []
        return [event for data in early for event in self.receive(data)]

    def recorded(self, positions: Iterable[Position]) -> None:
        """Count as sent only what the relay has: for an end that is back while the other never comes for a resume."""
        self._transcripts.cut(positions)

    def end(self, error: AttendedError) -> None:
        """End the session from this side: nothing is sent or taken any more."""
        self._end(error)

    # Out

    def send(self, message: Message) -> None:
        """
        Say something to the other end; it goes out with `to_send` as soon as there is credit.

        Raises:
            SessionOver: The session has ended.
            MessageUnknown, MessageTooLong: It cannot be said.
            MessageNotYours: Only the other end may say it.
            GrantMissing, GrantExpired, Paused, EpochOver, ChannelShut: It may not be said now.
            NoRoom: The line is slow and too much waits already.
        """
        entry = codec.entry_for(message, self.own)
        self._put(entry.channel, codec.encode(message))

    def send_plain(self, message: Message) -> None:
        """Say something to the relay, or a step of a resume to the other end. It goes out before what is sealed."""
        self._plain.append(codec.encode_plain(message))

    def to_send(self) -> list[bytes]:
        """Give the websocket messages that must go out now, in order. What is given counts as sent."""
        out, self._plain = self._plain, []
        for waiting in self._outbox.take(self._may_go):
            try:
                sealed = self._keyring.seal(waiting.channel, waiting.plaintext)
            except EpochWornOut as error:  # whoever ignores `worn` for so long cannot go on safely
                self._end(error)
                break
            self._outbox.window.take(len(sealed.data))
            self._transcripts.sent(sealed.place, sealed.counter, sealed.data)
            out.append(sealed.data)
        return out

    def _put(self, channel: Channel, plaintext: bytes) -> None:
        if self._ended is not None:
            raise SessionOver(self._ended.code)
        self._demand_allowed(self._keyring.speaking(channel))
        self._outbox.put(channel, plaintext)

    def _may_go(self, channel: Channel) -> May:
        """Ask again at the last moment: a stop stops what waits, too."""
        if (self._keyring.shut or self._unannounced) and channel != Channel.CONTROL:
            return May.WAIT
        try:
            self._demand_allowed(self._keyring.speaking(channel))
        except AttendedError:
            return May.DROP
        return May.GO

    def _demand_allowed(self, at: Place) -> None:
        # Channel 0 needs no yes: it must still say that the session has ended when the ledger has.
        if at.channel != Channel.CONTROL:
            self._ledger.allows(*at)

    # In

    def receive(self, data: bytes) -> list[Event]:
        """
        Take one websocket message and say what it means. Then send what `to_send` holds.

        Never raises for what the peer or the relay did: a broken seal, a missing message or a broken rule of the relay
        ends the session with `Ended`; a message that is not allowed now is refused with `RefusedHere`.
        """
        if self._ended is not None:
            return []
        try:
            match data[:1]:
                case b"\x00":
                    return self._from_relay(codec.decode_relay(data[1:], Sender.RELAY))
                case b"\x01":
                    return self._from_peer(data)
                case b"\x02":
                    return [PairingSaid(codec.decode_pairing(data[1:], Sender.of(other(self.own))))]
            raise MessageMalformed("first byte")
        except PeerError as error:
            return [self._end(error)]

    def _from_relay(self, message: Message) -> list[Event]:
        match message:
            case Credit():
                self._outbox.window.give(message.bytes)
                self._transcripts.credited(message.bytes)
                return [RoomAgain(self.room)]
            case Refused():
                self._keyring.refused(Place(message.epoch, message.direction, message.channel), message.counter)
                return [RefusedByRelay(message)]
            case Closed():
                return [Told(message), self._end(SessionOver(message.code))]
            case _:
                return [Told(message)]

    def _from_peer(self, data: bytes) -> list[Event]:
        sealed = data[1:]
        header = read_header(sealed)
        at = place(header.kid)
        if at.channel == Channel.CONTROL and at.epoch > self.epoch and len(self._early) < limits.EARLY_MESSAGES:
            # The technician may speak right behind its proof, while the agent's desk still looks at that.
            self._early.append(data)
            return []
        if self._away:
            return []  # the other end has not heard yet that our line was lost; it is recorded, and past
        opened = self._keyring.open_at(at, header, sealed)
        self._transcripts.heard(opened.place, opened.counter, data)
        try:
            self._demand_allowed(opened.place)
            self._keyring.accept(opened.place, opened.counter)
            return self._understood(opened)
        except PeerError as error:
            channel = Channel(opened.place.channel)
            kind = codec.kind_in(opened.plaintext, channel)
            return self._refuse(RefusedHere(error, kind, channel, opened.place.epoch, opened.counter))

    def _understood(self, opened: Unsealed) -> list[Event]:
        at = opened.place
        message = codec.decode(opened.plaintext, at.channel, at.direction)
        return [Said(message, Channel(at.channel), at.epoch, opened.counter)]

    def _refuse(self, refusal: RefusedHere) -> list[Event]:
        return [refusal]

    def _end(self, error: AttendedError) -> Ended:
        self._ended = error
        self._ledger.end()
        self._outbox.clear()
        self._early.clear()
        self._keyring.forget_all()
        return Ended(error)


class AgentSession(_Session):
    """
    The agent's end. The engine holds it; keys and permits come from the desk.

    What the ledger does not allow, this refuses, tells the technician so once for each kind and reason, and goes on.
    """

    own = Direction.FROM_AGENT

    def __init__(self, session: SessionId, channel0: Channel0Keys, ledger: Ledger) -> None:
        super().__init__(session, channel0, ledger)
        self._told: set[tuple[int, str, str]] = set()

    def open_epoch(self, epoch: int, secrets: Mapping[Group, GroupSecret]) -> None:
        """
        Go on under a new epoch's keys, as soon as `grant.live` has told the technician of them.

        The ledger must have been opened for the same epoch, or nothing flows.

        Raises:
            EpochOutOfOrder: The epoch is not newer than the one before.
        """
        super().open_epoch(epoch, secrets)
        self._unannounced = True

    def send(self, message: Message) -> None:
        """Say something to the technician; raises as the technician's end does."""
        super().send(message)
        if isinstance(message, GrantLive):
            self._unannounced = False

    def send_screen(self, picture: bytes) -> None:
        """
        Send one message of the picture, at once or not at all: ask `room` before making one.

        Raises:
            NoRoom: There is no credit for it now; the newest picture will do later.
            SessionOver, GrantMissing, GrantExpired, Paused, EpochOver, ChannelShut: As `send`.
        """
        if self._ended is None and len(picture) > self.room:
            self._demand_allowed(self._keyring.speaking(Channel.SCREEN))
            raise NoRoom(f"{len(picture)} bytes of picture")
        self._put(Channel.SCREEN, picture)

    def _refuse(self, refusal: RefusedHere) -> list[Event]:
        # Once for each kind and reason in an epoch: a hundred pointer moves on their way are one piece of news.
        news = (self.epoch, refusal.kind, refusal.error.code)
        if news not in self._told and len(self._told) < limits.REFUSALS_TOLD:
            self._told.add(news)
            error = refusal.error
            self.send(RequestRefused(refused=refusal.kind, code=error.code, words=error.words, remedy=error.remedy))
        return [refusal]


class TechnicianSession(_Session):
    """
    The technician's end. It learns epochs from `grant.live`, and checks that the grant is the agent's.

    Whether a grant answers the question that was asked, `consent.grant.verify_grant` says; the application calls it.
    """

    own = Direction.FROM_TECHNICIAN

    def __init__(self, session: SessionId, channel0: Channel0Keys, ledger: Ledger, agent_key: VerifyKey) -> None:
        super().__init__(session, channel0, ledger)
        self._agent_key = agent_key

    def _understood(self, opened: Unsealed) -> list[Event]:
        if opened.place.channel == Channel.SCREEN:
            return [Shown(opened.plaintext, opened.place.epoch, opened.counter)]
        events = super()._understood(opened)
        for event in events:
            if isinstance(event, Said):
                self._follow(event.message)
        return events

    def _follow(self, message: Message) -> None:
        """Keep our own ledger as the agent says that things stand."""
        match message:
            case GrantLive():
                self._go_live(message)
            case GrantEnded():
                self._ledger.withdraw(message.scopes)
            case SessionPaused():
                self._ledger.pause()
            case SessionResumed():
                self._ledger.resume()
            case SessionEnded():
                self._ledger.end()

    def _go_live(self, live: GrantLive) -> None:
        if live.epoch < self.epoch:
            raise EpochOver(f"{live.epoch} after {self.epoch}")
        grant = read(live.grant, ConsentGrant, self._agent_key)
        if live.scopes:
            self._open(grant, live)
        else:
            self._ledger.open_chat(grant, live.epoch)
        self.open_epoch(live.epoch, {Group(key.group): GroupSecret(unb64u(key.secret)) for key in live.groups})

    def _open(self, grant: ConsentGrant, live: GrantLive) -> None:
        left = {scope.scope: scope.seconds for scope in live.scopes}
        # A grant's time is counted to its last end; what it names with an earlier one has that much less.
        ends = [left[named.scope] + grant.exp - named.until for named in grant.scopes if named.scope in left]
        self._ledger.open(grant, live.epoch, float(max(ends, default=0)))
        self._ledger.withdraw(grant.allows - left.keys())
