"""
The channels: numbered streams of one kind each; every direction has its own key and its own counter.

    0 control     fixed kinds, needs no yes        5 report      report
    1 screen      view                             6 clipboard   clipboard
    2 pointer     control                          7 files       files
    3 keys        control                          8 aside       agent to the recording only, never forwarded
    4 chat        opens with the first yes

Who may read a recording is decided by reading group: each group has its own secret in each epoch.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from protocol.sframe import kid, place

__all__ = ["DIRECTIONS", "GROUP_OF", "WITHOUT_SCOPE", "Channel", "Direction", "First", "Group", "kid", "place"]


class First(IntEnum):
    """The first byte of every websocket message: whom the rest is for."""

    RELAY = 0
    """JSON between one end and the relay."""
    SEALED = 1
    """A sealed message, for the other end or for the recording."""
    PAIRING = 2
    """JSON between the ends before they share a key, or when a line is back; the relay records it and may read it."""


class Direction(IntEnum):
    """Who says it."""

    FROM_AGENT = 0
    FROM_TECHNICIAN = 1

    @property
    def other(self) -> Direction:
        """Give the opposite way."""
        return Direction(1 - self)


class Channel(IntEnum):
    """What it is about."""

    CONTROL = 0
    SCREEN = 1
    POINTER = 2
    KEYS = 3
    CHAT = 4
    REPORT = 5
    CLIPBOARD = 6
    FILES = 7
    ASIDE = 8


class Group(StrEnum):
    """A reading group: what can be opened together."""

    VIEW = "view"
    KEYS = "keys"
    REST = "rest"
    ASIDE = "aside"


GROUP_OF: Final = {
    Channel.SCREEN: Group.VIEW,
    Channel.POINTER: Group.VIEW,
    Channel.KEYS: Group.KEYS,
    Channel.CHAT: Group.REST,
    Channel.REPORT: Group.REST,
    Channel.CLIPBOARD: Group.REST,
    Channel.FILES: Group.REST,
    Channel.ASIDE: Group.ASIDE,
}
"""The group whose secret keys a channel. Channel 0 is keyed from the pairing and has none."""

DIRECTIONS: Final = {channel: frozenset(Direction) for channel in Channel} | {
    Channel.ASIDE: frozenset({Direction.FROM_AGENT})
}
"""Who may speak on a channel at all; the catalogue says who may say which kind."""

WITHOUT_SCOPE: Final = frozenset({Channel.CONTROL, Channel.CHAT, Channel.ASIDE})
"""The channels that need no scope: this list is all that leaves a computer without one."""
