"""
The channels: numbered streams of one kind each; every direction has its own key and its own counter.

    0 control     fixed kinds, needs no yes        5 report      report
    1 screen      view                             6 clipboard   clipboard
    2 pointer     control                          7 files       files
    3 keys        control                          8 aside       agent to the recording only, never forwarded
    4 chat        opens with the first yes

What a channel needs and which reading group it belongs to, `consent/scopes.py` says; here stands what it is in bytes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from consent.scopes import Channel, Direction, Group, group_of, scope_of
from protocol.sframe import Place, kid, place

__all__ = [
    "MAY_SPEAK",
    "WITHOUT_SCOPE",
    "Channel",
    "Direction",
    "First",
    "Group",
    "Place",
    "group_of",
    "kid",
    "other",
    "place",
    "scope_of",
]


class First(IntEnum):
    """The first byte of every websocket message: whom the rest is for."""

    RELAY = 0
    """JSON between one end and the relay."""
    SEALED = 1
    """A sealed message, for the other end or for the recording."""
    PAIRING = 2
    """JSON between the ends before they share a key, or when a line is back; the relay records it and may read it."""


MAY_SPEAK: Final = {channel: frozenset(Direction) for channel in Channel} | {
    Channel.ASIDE: frozenset({Direction.FROM_AGENT})
}
"""Who may speak on a channel at all; the catalogue says who may say which kind."""

WITHOUT_SCOPE: Final = frozenset({Channel.CONTROL, Channel.CHAT, Channel.ASIDE})
"""The channels that need no scope: this list is all that leaves a computer without one."""


def other(direction: Direction) -> Direction:
    """Give the opposite way."""
    return Direction(1 - direction)
