"""
The keys one end holds: a sealer for each channel it speaks on, an opener for each place it listens at.

It knows which epoch is in force, refuses to go back to an older one, and lets no message be missing unexplained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from consent.encoding import unb64u
from consent.errors import EpochOver
from consent.fields import Position, SessionId
from protocol import limits
from protocol.channels import MAY_SPEAK, Channel, Direction, First, Group, Place, group_of, kid, other, place
from protocol.errors import ChannelShut, EpochOutOfOrder, KeyUnknown, MessageMissing, TooManyRefused
from protocol.events import Channel0Keys
from protocol.keys import GroupSecret, channel_key
from protocol.sframe import HEADER_BYTES, TAG_BYTES, Header, Opener, Sealer, metadata, read_header

SEAL_BYTES = 1 + HEADER_BYTES + TAG_BYTES
"""The most that sealing adds to a plaintext, first byte included."""
_FIRST: Final = bytes((First.SEALED,))


@dataclass(slots=True)
class _Listening:
    """What the other end says at one place."""

    opener: Opener
    refused: set[int] = field(default_factory=set)


class Sealed(NamedTuple):
    """A message that was sealed: where, under which counter, and the websocket message."""

    place: Place
    counter: int
    data: bytes


class Unsealed(NamedTuple):
    """A message that was opened."""

    place: Place
    counter: int
    plaintext: bytes


class Keyring:
    """The keys of one end in one session; `own` is the direction it speaks in."""

    def __init__(self, session: SessionId, own: Direction, channel0: Channel0Keys) -> None:
        self._own = own
        self._id = unb64u(session)
        self._metadata = metadata(self._id)
        self._sealers: dict[Channel, Sealer] = {}
        self._listening: dict[Place, _Listening] = {}
        # Messages sent and accepted at each place of the epoch in force. A lost line takes the keys, not the counts:
        # the next key list names them.
        self._counts: dict[Place, int] = {}
        self._epoch = -1
        self.shut = True
        """Whether all channels but 0 wait for the next epoch."""
        self._set_channel0(channel0)

    @property
    def epoch(self) -> int:
        """Give the newest epoch of any channel."""
        return max(self._epoch, self._epoch0)

    @property
    def worn(self) -> bool:
        """Say that a new epoch is due because a key has sealed nearly all that it may."""
        return any(sealer.worn for sealer in self._sealers.values())

    # Epochs

    def shut_all(self) -> None:
        """Speak and listen on channel 0 only, until the next epoch."""
        self.shut = True

    def open_epoch(self, epoch: int, secrets: Mapping[Group, GroupSecret]) -> None:
        """
        Go on under a new epoch's keys, for the groups whose secrets are given.

        Raises:
            EpochOutOfOrder: The epoch is not newer than the one before.
        """
        # A resume opens an epoch for channel 0; the other channels may take the same number, never an older one.
        if epoch <= self._epoch or epoch < self._epoch0:
            raise EpochOutOfOrder(f"{epoch} after {self.epoch}")
        # The former epoch's openers stay: what is still on its way is checked and refused, and breaks no seal.
        self._forget(lambda at: at.channel != Channel.CONTROL and at.epoch < self._epoch)
        self._sealers = {Channel.CONTROL: self._sealers[Channel.CONTROL]}
        self._counts = {at: count for at, count in self._counts.items() if at.channel == Channel.CONTROL}
        self._epoch, self.shut = epoch, False
        for channel in Channel:
            group = group_of(channel)
            if group is not None and group in secrets:
                ways = (self._own, other(self._own))
                mine, theirs = (channel_key(secrets[group], self._id, epoch, way.value, channel) for way in ways)
                self._install(channel, epoch, mine, theirs)

    def rekey(self, channel0: Channel0Keys) -> None:
        """
        Go on after a resume: channel 0 under its new keys, nothing else until `open_epoch`.

        Raises:
            EpochOutOfOrder: The epoch is not newer than any before.
        """
        if channel0.epoch <= self.epoch:
            raise EpochOutOfOrder(f"{channel0.epoch} after {self.epoch}")
        self.forget_all()
        self._counts = {at: count for at, count in self._counts.items() if at.channel != Channel.CONTROL}
        self._set_channel0(channel0)

    def forget_all(self) -> None:
        """Give up every key; what was counted stays."""
        self._sealers.clear()
        self._listening.clear()
        self.shut = True

    def positions(self, channels: Iterable[int] | None = None) -> list[Position]:
        """Say how far every place of the epoch in force has come: messages sent, messages accepted."""
        wanted = set(Channel) - {Channel.CONTROL} if channels is None else set(channels)
        return [
            Position(epoch=at.epoch, direction=at.direction, channel=at.channel, count=count)
            for at, count in sorted(self._counts.items())
            if at.channel in wanted
        ]

    def counts(self) -> list[tuple[Place, int]]:
        """Give what `positions` says of all channels but 0, in no order."""
        return [(at, count) for at, count in self._counts.items() if at.channel != Channel.CONTROL]

    # Messages

    def speaking(self, channel: Channel) -> Place:
        """
        Say where a message on this channel would go.

        Raises:
            ChannelShut: There is no key for it.
        """
        sealer = self._sealers.get(channel)
        if sealer is None:
            raise ChannelShut(channel.name)
        return sealer.place

    def seal(self, channel: Channel, plaintext: bytes) -> Sealed:
        """
        Seal the next message of a channel.

        Raises:
            ChannelShut, EpochWornOut: There is no key for it, or it is used up.
        """
        at = self.speaking(channel)
        sealer = self._sealers[channel]
        counter = sealer.count
        data = _FIRST + sealer.seal(plaintext)
        self._counts[at] = counter + 1
        return Sealed(at, counter, data)

    def open(self, sealed: bytes) -> Unsealed:
        """
        Open a message of the other end; `sealed` comes without its first byte.

        Raises:
            KeyUnknown, MessageMissing: Nobody agreed on its key; others before it are missing.
            SealedMalformed, SealedTooLong, SealedRepeated, SealBroken: See `Opener.open`.
        """
        header = read_header(sealed)
        return self.open_at(place(header.kid), header, sealed)

    def open_at(self, at: Place, header: Header, sealed: bytes) -> Unsealed:
        """Open a message whose header was read already, and so its place; raises as `open` does."""
        listening = self._listening.get(at)
        if listening is None:
            raise KeyUnknown(str(at))
        first = listening.opener.count
        opened = listening.opener.open_at(header, sealed)
        # A gap is explained only when the relay said of each missing message that it refused it.
        missing = range(first, opened.counter)
        if len(missing) > len(listening.refused) or not listening.refused.issuperset(missing):
            raise MessageMissing(f"{len(missing)} before {opened.counter}")
        listening.refused.difference_update(missing)
        return Unsealed(at, opened.counter, opened.plaintext)

    def accept(self, at: Place, counter: int) -> None:
        """
        Count a message as accepted: it came while it was allowed.

        Raises:
            EpochOver: Its epoch is closed; it is too late.
        """
        if at.channel != Channel.CONTROL and (self.shut or at.epoch != self._epoch):
            raise EpochOver(f"epoch {at.epoch}, now {self._epoch}")
        self._counts[at] = counter + 1

    def refused(self, at: Place, counter: int) -> None:
        """
        Note that the relay refused a message of the other end, so that the gap it leaves is known.

        Raises:
            TooManyRefused: More than an end remembers.
        """
        listening = self._listening.get(at)
        if listening is None or counter < listening.opener.count:
            return  # our own, or of an epoch that we have left
        if len(listening.refused) >= limits.GAPS_KNOWN:
            raise TooManyRefused
        listening.refused.add(counter)

    def _set_channel0(self, keys: Channel0Keys) -> None:
        self._epoch0 = keys.epoch
        mine: bytes = keys.to_console
        theirs: bytes = keys.to_agent
        if self._own == Direction.FROM_TECHNICIAN:
            mine, theirs = theirs, mine
        self._install(Channel.CONTROL, keys.epoch, mine, theirs)

    def _install(self, channel: Channel, epoch: int, mine: bytes, theirs: bytes) -> None:
        there = other(self._own)
        if self._own in MAY_SPEAK[channel]:
            self._sealers[channel] = Sealer(mine, kid(epoch, self._own, channel), self._metadata)
            self._counts[Place(epoch, self._own, channel)] = 0
        if there in MAY_SPEAK[channel]:
            opener = Opener(theirs, kid(epoch, there, channel), self._metadata)
            self._listening[Place(epoch, there, channel)] = _Listening(opener)
            self._counts[Place(epoch, there, channel)] = 0

    def _forget(self, old: Callable[[Place], bool]) -> None:
        for at in [at for at in self._listening if old(at)]:
            del self._listening[at]
