"""
The engine's account in memory shared with the desk: how far every stream has come, readable after any death.

    byte 0      which of the two halves is whole (0 or 1)
    each half   u16 number of places, then for each: epoch u32, direction u8, channel u8, count u64, all big-endian

A half is written whole before byte 0 names it, so an engine that is killed while writing leaves the former one.
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterable

from consent.fields import Position
from protocol.channels import Place

ACCOUNT_BYTES = 8192
_HALF_BYTES = (ACCOUNT_BYTES - 16) // 2
_PLACE = struct.Struct(">IBBQ")
_NUMBER = struct.Struct(">H")
_MOST = (_HALF_BYTES - _NUMBER.size) // _PLACE.size


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

    def write(self, counts: Iterable[tuple[Place, int]]) -> None:
        """Put a new account in place of the old one: of each place, how many messages."""
        places = list(counts)[-_MOST:]
        numbers = [number for place, count in places for number in (*place, count)]
        body = struct.pack(f">H{'IBBQ' * len(places)}", len(places), *numbers)
        half = 1 - self._memory[0]
        start = _start(half)
        self._memory[start : start + len(body)] = body
        self._memory[0] = half


def read_account(descriptor: int) -> list[Position]:
    """Read what an engine, dead or alive, last wrote."""
    with mmap.mmap(descriptor, ACCOUNT_BYTES, access=mmap.ACCESS_READ) as memory:
        start = _start(memory[0] & 1)
        (number,) = _NUMBER.unpack_from(memory, start)
        body = memory[start + _NUMBER.size : start + _NUMBER.size + min(number, _MOST) * _PLACE.size]
    return [
        Position(epoch=epoch, direction=direction, channel=channel, count=count)
        for epoch, direction, channel, count in _PLACE.iter_unpack(body)
        if direction in (0, 1) and channel <= 8  # noqa: PLR2004 - a page that was never written is all zeros
    ]


def _start(half: int) -> int:
    return 16 + half * _HALF_BYTES
