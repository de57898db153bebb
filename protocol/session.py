"""
One end of a session after pairing: bytes in, events out. It holds no socket, no clock and no dice.

    for event in session.receive(data): ...      what the bytes mean
    for data in session.to_send(): ...           what must go out now

`AgentSession` and `TechnicianSession` differ in what they may say. Both ask the consent ledger about every message,
in both directions, at the moment it is sealed and at the moment it is opened. Messages wait unsealed while there is no
credit for them, so that one whose yes ends meanwhile is dropped without leaving a gap in the counters.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from consent.encoding import unb64u
from consent.errors import EpochOver, SessionOver
from consent.fields import Position, SessionId
from consent.grant import ConsentGrant
from consent.jws import VerifyKey, read
from consent.permits import Ledger
from protocol import codec, limits
from protocol.catalogue import Sender
from protocol.channels import MAY_SPEAK, Channel, Direction, First, Group, Place, group_of, kid, other, place
from protocol.errors import (
    AttendedError,
    ChannelShut,
    EpochOutOfOrder,
    KeyUnknown,
    MessageMalformed,
    MessageMissing,
    NoRoom,
    PeerError,
    TooManyRefused,
)
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
from protocol.flow import SendWindow
from protocol.keys import GroupSecret, channel_key
from protocol.messages.control import GrantEnded, GrantLive, RequestRefused, SessionEnded, SessionPaused, SessionResumed
from protocol.messages.relay import Closed, Credit, Refused
from protocol.sframe import HEADER_BYTES, TAG_BYTES, Opener, Sealer, metadata, read_header
from protocol.transcript import StatedLine, Transcripts
from protocol.wire import Message

_SEAL_BYTES = 1 + HEADER_BYTES + TAG_BYTES  # the most that sealing adds to a plaintext, first byte included


@dataclass(slots=True)
class _Waiting:
    """A message that waits for credit, not yet sealed."""

    channel: Channel
    plaintext: bytes


@dataclass(slots=True)
class _Heard:
    """The receiving side of one channel in one epoch."""

    opener: Opener
    refused: set[int]
    accepted: int = 0


class _Session:
    """What both ends have in common."""

    own: ClassVar[Direction]

    def __init__(self, session: SessionId, channel0: Channel0Keys, ledger: Ledger) -> None:
        self._session = session
        self._id = unb64u(session)
        self._metadata = metadata(self._id)
        self._ledger = ledger
        self._window = SendWindow()
        self._transcripts = Transcripts(self.own)
        self._sealers: dict[Channel, Sealer] = {}
        self._heard: dict[Place, _Heard] = {}
        self._waiting: deque[_Waiting] = deque()
        self._waiting_bytes = 0
        self._plain: deque[bytes] = deque()
        self._epoch = self._epoch0 = self._former = -1
        self._frozen = False
        self._ended: AttendedError | None = None
        self._key_channel0(channel0)

    # State

    @property
    def session(self) -> SessionId:
        """Give the session's id."""
        return self._session

    @property
    def epoch(self) -> int:
        """Give the newest epoch that was keyed here."""
        return max(self._epoch, self._epoch0)

    @property
    def ended(self) -> AttendedError | None:
        """Say what ended this session, if anything has."""
        return self._ended

    @property
    def room(self) -> int:
        """Give the plaintext bytes that one message may have to be sent at once."""
        return 0 if self._waiting or self._ended else max(0, self._window.room - _SEAL_BYTES)

    @property
    def worn(self) -> bool:
        """Say that a new epoch is due because a key has sealed nearly all that it may."""
        return any(sealer.worn for sealer in self._sealers.values())

    def positions(self, epoch: int | None = None, channels: Iterable[int] | None = None) -> list[Position]:
        """
        Say how far both directions have come: own messages sent, the other's accepted.

        Names every open pair, those without a message too; of one epoch or of all, of some channels or of all but 0.
        """
        wanted = set(channels) if channels is not None else set(Channel) - {Channel.CONTROL}
        counts = {at: heard.accepted for at, heard in self._heard.items()}
        counts |= {self._place(channel): sealer.count for channel, sealer in self._sealers.items()}
        return [
            Position(epoch=at.epoch, direction=at.direction, channel=at.channel, count=count)
            for at, count in sorted(counts.items())
            if at.channel in wanted and epoch in (None, at.epoch)
        ]

    def lines(self, *, changed_only: bool = True) -> list[StatedLine]:
        """Give the lines of a transcript statement: those that changed since the last call, or all."""
        return self._transcripts.lines(changed_only=changed_only)

    # Keys

    def close_epoch(self) -> list[Position]:
        """
        Stop all channels but 0 and give their final positions, as a key list or a session's end names them.

        From here on what the other end sends on them is refused; what waits to be sent waits for `open_epoch`.
        """
        self._frozen = True
        return self.positions(self._epoch)

    def open_epoch(self, epoch: int, secrets: Mapping[Group, GroupSecret]) -> None:
        """
        Go on under a new epoch's keys. What still comes under the former epoch is refused, not acted on.

        Raises:
            EpochOutOfOrder: The epoch is not newer than the one before.
        """
        # The epoch that a resume opened for channel 0 may be the next one of the other channels too, never a later one.
        if epoch <= self._epoch or epoch < self._epoch0:
            raise EpochOutOfOrder(f"{epoch} after {self.epoch}")
        self._epoch = epoch
        self._frozen = False
        for at in [at for at in self._heard if at.channel != Channel.CONTROL and at.epoch < self._former]:
            del self._heard[at]
        self._former = epoch
        for channel in Channel:
            group = group_of(channel)
            if group is not None and group in secrets:
                self._key(channel, epoch, secrets[group])

    def rekey(self, channel0: Channel0Keys) -> None:
        """
        Go on after a resume: channel 0 under its new keys, all other channels shut until `open_epoch`.

        Raises:
            EpochOutOfOrder: The epoch is not newer than any before.
        """
        if channel0.epoch <= self.epoch:
            raise EpochOutOfOrder(f"{channel0.epoch} after {self.epoch}")
        self._sealers.clear()
        self._heard.clear()
        self._key_channel0(channel0)

    def _key_channel0(self, keys: Channel0Keys) -> None:
        self._epoch0 = keys.epoch
        self._former = keys.epoch
        mine, theirs = keys.to_console, keys.to_agent
        if self.own == Direction.FROM_TECHNICIAN:
            mine, theirs = theirs, mine  # type: ignore[assignment]
        self._install(Channel.CONTROL, keys.epoch, mine, theirs)

    def _key(self, channel: Channel, epoch: int, secret: GroupSecret) -> None:
        mine, theirs = (channel_key(secret, self._id, epoch, way.value, channel) for way in (self.own, other(self.own)))
        self._install(channel, epoch, mine, theirs)

    def _install(self, channel: Channel, epoch: int, mine: bytes, theirs: bytes) -> None:
        there = other(self.own)
        if self.own in MAY_SPEAK[channel]:
            self._sealers[channel] = Sealer(mine, kid(epoch, self.own, channel), self._metadata)
        if there in MAY_SPEAK[channel]:
            opener = Opener(theirs, kid(epoch, there, channel), self._metadata)
            self._heard[Place(epoch, there, channel)] = _Heard(opener, set())

    def _place(self, channel: Channel) -> Place:
        return place(self._sealers[channel].kid)

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
        self._still_on()
        entry = codec.entry_for(message, self.own)
        self._queue(entry.channel, codec.encode(message))

    def send_plain(self, message: Message) -> None:
        """Say something to the relay, or a step of the resume to the other end. It goes out before sealed messages."""
        self._plain.append(codec.encode_plain(message))

    def to_send(self) -> list[bytes]:
        """Give the websocket messages that must go out now, in order. What is given counts as sent."""
        out = list(self._plain)
        self._plain.clear()
        waits: deque[_Waiting] = deque()
        while self._waiting and len(self._waiting[0].plaintext) + _SEAL_BYTES <= self._window.room:
            waiting = self._waiting.popleft()
            if self._frozen and waiting.channel != Channel.CONTROL:
                waits.append(waiting)
                continue
            self._waiting_bytes -= len(waiting.plaintext)
            if self._may_still_go(waiting.channel):
                out.append(self._sealed(waiting))
        self._waiting.extendleft(reversed(waits))
        return out

    def _queue(self, channel: Channel, plaintext: bytes) -> None:
        sealer = self._sealers.get(channel)
        if sealer is None:
            raise ChannelShut(channel.name)
        self._demand_allowed(self._place(channel))
        if self._waiting_bytes + len(plaintext) > limits.WAITING_BYTES and len(plaintext) > self.room:
            raise NoRoom(f"{self._waiting_bytes} bytes wait")
        self._waiting.append(_Waiting(channel, plaintext))
        self._waiting_bytes += len(plaintext)

    def _may_still_go(self, channel: Channel) -> bool:
        """Ask again at the last moment: stop stops what waits, too."""
        if channel not in self._sealers:
            return False
        try:
            self._demand_allowed(self._place(channel))
        except AttendedError:
            return False
        return True

    def _sealed(self, waiting: _Waiting) -> bytes:
        sealer = self._sealers[waiting.channel]
        counter = sealer.count
        data = bytes((First.SEALED,)) + sealer.seal(waiting.plaintext)
        self._window.take(len(data))
        self._transcripts.sent(place(sealer.kid), counter, data)
        return data

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

    def end(self, error: AttendedError) -> None:
        """End the session from this side: nothing is sent or taken any more."""
        self._end(error)

    def line_lost(self) -> None:
        """Drop what waits: nothing of it will be sent on another line."""
        self._waiting.clear()
        self._waiting_bytes = 0
        self._plain.clear()
        self._window.renew()

    def line_back(self, recorded: Iterable[Position]) -> None:
        """Cut our own transcript lines back to what the relay says it recorded (`resumed.positions`)."""
        self._window.renew()
        self._transcripts.cut(recorded)

    def _from_relay(self, message: Message) -> list[Event]:
        match message:
            case Credit():
                self._window.give(message.bytes)
                self._transcripts.credited(message.bytes)
                return [RoomAgain(self.room)]
            case Refused():
                self._note_refused(message)
                return [RefusedByRelay(message)]
            case Closed():
                return [Told(message), self._end(SessionOver(message.code))]
            case _:
                return [Told(message)]

    def _note_refused(self, notice: Refused) -> None:
        heard = self._heard.get(Place(notice.epoch, notice.direction, notice.channel))
        if heard is None or notice.counter < heard.opener.count:
            return  # one of our own, or of an epoch we have left
        if len(heard.refused) >= limits.GAPS_KNOWN:
            raise TooManyRefused
        heard.refused.add(notice.counter)

    def _from_peer(self, data: bytes) -> list[Event]:
        sealed = data[1:]
        at = place(read_header(sealed).kid)
        heard = self._heard.get(at)
        if heard is None:
            raise KeyUnknown(str(at))
        before = heard.opener.count
        opened = heard.opener.open(sealed)
        self._demand_refused(heard, before, opened.counter)
        self._transcripts.heard(at, opened.counter, data)
        channel = Channel(at.channel)
        try:
            if self._frozen and channel != Channel.CONTROL:
                raise EpochOver(f"epoch {at.epoch} is closed")
            self._demand_allowed(at)
            # Accepted is what came while it was allowed, understood or not: this count stands in signed documents.
            heard.accepted = opened.counter + 1
            return self._understood(opened.plaintext, at, channel, opened.counter)
        except PeerError as error:
            kind = codec.kind_in(opened.plaintext, channel)
            return self._refuse(RefusedHere(error, kind, channel, at.epoch, opened.counter))

    def _demand_refused(self, heard: _Heard, first: int, counter: int) -> None:
        """Accept a gap only when the relay has said of each missing message that it refused it."""
        missing = counter - first
        if missing > len(heard.refused) or not all(lost in heard.refused for lost in range(first, counter)):
            raise MessageMissing(f"{missing} before {counter}")
        heard.refused = {later for later in heard.refused if later > counter}

    def _understood(self, plaintext: bytes, at: Place, channel: Channel, counter: int) -> list[Event]:
        return [Said(codec.decode(plaintext, channel, at.direction), channel, at.epoch, counter)]

    def _refuse(self, refusal: RefusedHere) -> list[Event]:
        return [refusal]

    def _end(self, error: AttendedError) -> Ended:
        self._ended = error
        self._waiting.clear()
        self._sealers.clear()
        self._heard.clear()
        self._ledger.end()
        return Ended(error)

    def _demand_allowed(self, at: Place) -> None:
        # Channel 0 needs no yes: it must still say that the session has ended when the ledger has.
        if at.channel != Channel.CONTROL:
            self._ledger.allows(*at)

    def _still_on(self) -> None:
        if self._ended is not None:
            raise SessionOver(self._ended.code)


class AgentSession(_Session):
    """
    The agent's end. The engine holds it; keys and permits come from the desk.

    The ledger must have opened an epoch's grant before anything of it is sent; what the ledger does not allow, this
    refuses, tells the technician so once for each kind and reason, and goes on.
    """

    own = Direction.FROM_AGENT

    def __init__(self, session: SessionId, channel0: Channel0Keys, ledger: Ledger) -> None:
        """Begin with what pairing gave."""
        super().__init__(session, channel0, ledger)
        self._told: set[tuple[int, str, str]] = set()

    def send_screen(self, picture: bytes) -> None:
        """
        Send one message of the picture, at once or not at all: ask `room` before making one.

        Raises:
            NoRoom: There is no credit for it now; the newest picture will do later.
            SessionOver, GrantMissing, GrantExpired, Paused, EpochOver, ChannelShut: As `send`.
        """
        self._still_on()
        if len(picture) > self.room:
            raise NoRoom(f"{len(picture)} bytes of picture")
        self._queue(Channel.SCREEN, picture)

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
        """Begin with what pairing gave."""
        super().__init__(session, channel0, ledger)
        self._agent_key = agent_key

    def _understood(self, plaintext: bytes, at: Place, channel: Channel, counter: int) -> list[Event]:
        if channel == Channel.SCREEN:
            return [Shown(plaintext, at.epoch, counter)]
        events = super()._understood(plaintext, at, channel, counter)
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
        grant = read(live.grant, ConsentGrant, self._agent_key)
        seconds = max((scope.seconds for scope in live.scopes), default=0)
        self._ledger.open(grant, live.epoch, float(seconds))
        self.open_epoch(live.epoch, {Group(key.group): GroupSecret(unb64u(key.secret)) for key in live.groups})
