"""
What waits to be sent: unsealed, in order, until there is credit for it.

A message is sealed at the moment it goes out. One whose yes has ended meanwhile is dropped before it has a counter, so
stopping leaves no gap; one whose channel waits for the next epoch waits with it. Control goes first: a new epoch's keys
must be told before anything is sealed with them, and an end must be heard while pictures fill the line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import NamedTuple

from protocol import limits
from protocol.channels import Channel
from protocol.errors import NoRoom
from protocol.flow import SendWindow
from protocol.keyring import SEAL_BYTES


class May(Enum):
    """What may become of a message at the moment it could go."""

    GO = auto()
    WAIT = auto()
    DROP = auto()


class Waiting(NamedTuple):
    """A message that waits."""

    channel: Channel
    plaintext: bytes
    size: int
    """The most that it will take on the wire."""


def _control_first(message: Waiting) -> bool:
    return message.channel != Channel.CONTROL


class Outbox:
    """The queue of one end, and its credit."""

    def __init__(self) -> None:
        self.window = SendWindow()
        self._waiting: deque[Waiting] = deque()
        self._bytes = 0

    @property
    def room(self) -> int:
        """Give the plaintext bytes of a message that would go out at once; 0 while another waits."""
        return 0 if self._waiting else max(0, self.window.room - limits.FLOW_RESERVE - SEAL_BYTES)

    @property
    def waits(self) -> bool:
        """Say whether a message is queued."""
        return bool(self._waiting)

    def put(self, channel: Channel, plaintext: bytes) -> None:
        """
        Queue a message.

        Raises:
            NoRoom: It cannot go at once, and too much waits already.
        """
        if self._bytes + len(plaintext) > limits.WAITING_BYTES and len(plaintext) > self.room:
            raise NoRoom(f"{self._bytes} bytes wait")
        self._waiting.append(Waiting(channel, plaintext, len(plaintext) + SEAL_BYTES))
        self._bytes += len(plaintext)

    def take(self, may: Callable[[Channel], May]) -> Iterator[Waiting]:
        """
        Give what may go now and has credit: control, then the rest, each in its order.

        The caller seals each at once and takes its credit.
        """
        waiting, self._waiting = self._waiting, deque()
        stuck = False
        for message in sorted(waiting, key=_control_first):
            fate = may(message.channel)
            # Control keeps a reserve: that something has ended must be said even while pictures fill the line.
            reserve = 0 if message.channel == Channel.CONTROL else limits.FLOW_RESERVE
            if fate is May.GO and (stuck or message.size > self.window.room - reserve):
                fate, stuck = May.WAIT, True
            if fate is May.WAIT:
                self._waiting.append(message)
                continue
            self._bytes -= len(message.plaintext)
            if fate is May.GO:
                yield message

    def drop(self) -> None:
        """Drop what waits. What is under way stays so: its credit is still to come."""
        self._waiting.clear()
        self._bytes = 0

    def clear(self) -> None:
        """Drop what waits, and begin with a whole window: the line is lost, or the session."""
        self.drop()
        self.window.renew()
