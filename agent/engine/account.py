"""
The engine's account in memory shared with the desk: how far every stream has come, readable after any death.

    byte 0      which of the two halves is whole (0 or 1)
    each half   u16 number of places, u16 number of lines, all big-endian, then
                for each place its position: epoch u32, direction u8, channel u8, count u64
                for each line of the transcript: the same, lost u64, hash 32 bytes

A half is written whole before byte 0 names it, so an engine that is killed while writing leaves the former one.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from consent.canonical import MAX_INTEGER
from consent.encoding import b64u
from consent.fields import Position, Sha256
from consent.statement import TranscriptLine
from protocol.channels import Channel, Direction, Place
from protocol.transcript import Line

ACCOUNT_BYTES = 8192
_HALF_BYTES = (ACCOUNT_BYTES - 16) // 2
_STARTS = (16, 16 + _HALF_BYTES)
_NUMBERS = struct.Struct(">HH")
_PLACE = struct.Struct(">IBBQ")
_LINE = struct.Struct(">IBBQQ32s")
_MOST_PLACES = 32
_MOST_LINES = (_HALF_BYTES - _NUMBERS.size - _MOST_PLACES * _PLACE.size) // _LINE.size
NEWEST_LINES = 36
"""Lines that are written down: all that two epochs can have. What came before them was told long ago."""


@dataclass(frozen=True, slots=True)
class Account:
    """What an engine wrote last: the positions of the epoch in force, and the newest lines of its transcript."""

    positions: list[Position]
    lines: list[TranscriptLine]


def new_account() -> int:
    """Make the shared memory and give its descriptor; the desk keeps it and the engine inherits it."""
    descriptor = os.memfd_create("attended-account", os.MFD_CLOEXEC)
    os.ftruncate(descriptor, ACCOUNT_BYTES)
    return descriptor


class AccountWriter:
    """The engine's side."""

    def __init__(self, descriptor: int) -> None:
        """Map the memory the desk made."""
        self._memory = mmap.mmap(descriptor, ACCOUNT_BYTES)

    def write(self, counts: Iterable[tuple[Place, int]], lines: Iterable[Line]) -> None:
        """Put a new account in place of the old one: of each place, how many messages, and what the ends signed of."""
        places, told = list(counts)[-_MOST_PLACES:], list(lines)[:_MOST_LINES]
        memory = self._memory
        half = 1 - memory[0]
        at = _STARTS[half]
        _NUMBERS.pack_into(memory, at, len(places), len(told))
        at += _NUMBERS.size
        for place, count in places:
            _PLACE.pack_into(memory, at, *place, count)
            at += _PLACE.size
        for line in told:
            _LINE.pack_into(memory, at, *line.place, line.count, line.lost, line.hash)
            at += _LINE.size
        memory[0] = half


def read_account(descriptor: int) -> Account:
    """Read what an engine, dead or alive, last wrote. It is not to be trusted: what cannot be is left out."""
    with mmap.mmap(descriptor, ACCOUNT_BYTES, access=mmap.ACCESS_READ) as memory:
        start = _STARTS[memory[0] & 1]
        half = memory[start : start + _HALF_BYTES]
    places, lines = _NUMBERS.unpack_from(half)
    first = _NUMBERS.size
    second = first + min(places, _MOST_PLACES) * _PLACE.size
    third = second + min(lines, _MOST_LINES) * _LINE.size
    return Account(
        [
            Position(epoch=epoch, direction=direction, channel=channel, count=count)
            for epoch, direction, channel, count in _PLACE.iter_unpack(half[first:second])
            if _can_be(direction, channel, count)
        ],
        [
            TranscriptLine(
                epoch=epoch, direction=direction, channel=channel, count=count, hash=Sha256(b64u(link)), lost=lost
            )
            for epoch, direction, channel, count, lost, link in _LINE.iter_unpack(half[second:third])
            if _can_be(direction, channel, count) and _can_be(direction, channel, lost)
        ],
    )


def _can_be(direction: int, channel: int, count: int) -> bool:
    return direction in set(Direction) and channel in set(Channel) and count <= MAX_INTEGER
