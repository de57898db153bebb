"""
Where waiting agents and running sessions are found, and how two ends reach each other.

Two ports with their local halves. On one machine both are memory; when a machine is outgrown, a directory shared by
several relays and a way across take their places, and nothing above them changes.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from protocol.errors import AttendedError, NoSuchCode, RelayFull, TooManyWaiting
from protocol.wire import Message

Room = TypeVar("Room")
_SHORT = 9_000
"""Locators of 4 digits, 0000 to 8999."""
_LONG = 900_000
"""Locators of 6 digits begin with 9, so that nobody mistakes one for the other: 900000 to 999999."""
_LONG_COUNT = 100_000


class Directory(Protocol[Room]):
    """Finds rooms: by locator while an agent waits, by session id while it runs."""

    def wait(self, session: str, room: Room, address: str) -> str:
        """
        Let an agent wait, and give its locator.

        Raises:
            RelayFull: There are as many sessions as there may be.
            TooManyWaiting: This address has too many waiting agents.
        """
        ...

    def claim(self, locator: str) -> Room:
        """
        Give the room behind a locator to the one who asks first.

        Raises:
            NoSuchCode: Nobody waits there (any more).
        """
        ...

    def running(self, session: str) -> Room | None:
        """Find a session."""
        ...

    def keep(self, session: str, room: Room) -> None:
        """Let a session be found that was taken up after a restart."""
        ...

    def forget(self, session: str) -> None:
        """Let a session not be found any more."""
        ...

    @property
    def running_count(self) -> int:
        """How many sessions run at this relay, waiting agents apart."""
        ...

    def rooms(self) -> list[Room]:
        """Give all rooms of this relay."""
        ...


class MemoryDirectory(Generic[Room]):
    """The local half: one process knows all its rooms."""

    def __init__(self, *, most: int, per_address: int) -> None:
        self._most, self._per_address = most, per_address
        self._rooms: dict[str, Room] = {}
        self._locators: dict[str, str] = {}
        self._waiting: dict[str, tuple[str, str]] = {}  # session -> locator, address

    def wait(self, session: str, room: Room, address: str) -> str:
        """Let an agent wait; see `Directory`."""
        if len(self._rooms) >= self._most:
            raise RelayFull
        if sum(held == address for _locator, held in self._waiting.values()) >= self._per_address:
            raise TooManyWaiting
        locator = self._free_locator()
        self._rooms[session] = room
        self._locators[locator] = session
        self._waiting[session] = (locator, address)
        return locator

    def claim(self, locator: str) -> Room:
        """Give a waiting room away once; see `Directory`."""
        session = self._locators.pop(locator, None)
        if session is None:
            raise NoSuchCode
        del self._waiting[session]
        return self._rooms[session]

    def running(self, session: str) -> Room | None:
        """Find a session."""
        return self._rooms.get(session)

    def keep(self, session: str, room: Room) -> None:
        """Let a session be found."""
        self._rooms[session] = room

    def forget(self, session: str) -> None:
        """Let a session not be found any more."""
        self._rooms.pop(session, None)
        locator, _address = self._waiting.pop(session, (None, None))
        if locator is not None:
            self._locators.pop(locator, None)

    @property
    def waiting(self) -> int:
        """How many agents wait."""
        return len(self._waiting)

    @property
    def running_count(self) -> int:
        """How many sessions run, waiting agents apart."""
        return len(self._rooms) - len(self._waiting)

    def rooms(self) -> list[Room]:
        """Give all rooms."""
        return list(self._rooms.values())

    def _free_locator(self) -> str:
        # Longer locators from the day that half of the short ones are taken: a guess then hits too often.
        short = len(self._locators) < _SHORT // 2
        while True:
            drawn = f"{secrets.randbelow(_SHORT):04}" if short else str(_LONG + secrets.randbelow(_LONG_COUNT))
            if drawn not in self._locators:
                return drawn


class Crossing(Protocol):
    """How what is meant for an end reaches its socket; `relay.outlet.Outlet` is the local half."""

    def put(self, data: bytes, gone: Callable[[int], None] | None = None) -> None:
        """Send bytes in their turn; `gone` hears their number when the socket has taken them."""
        ...

    def say(self, message: Message) -> None:
        """Send one of the relay's own messages in its turn."""
        ...

    def close(self, why: AttendedError) -> None:
        """Say why as the last word, and end the socket once it is said."""
        ...

    def finish(self) -> None:
        """Take nothing more, and end the socket when all is sent."""
        ...
