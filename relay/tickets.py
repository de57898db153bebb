"""Tickets: a socket's upgrade carries one, because a browser cannot put a header of its own on an upgrade."""

from __future__ import annotations

import secrets
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from consent.encoding import b64u
from protocol import limits
from protocol.errors import TicketWrong, TooManyTries

Holder = TypeVar("Holder")
_TICKET_BYTES = 32


@dataclass(frozen=True)
class _Ticket(Generic[Holder]):
    holder: Holder
    expires: float


class Tickets(Generic[Holder]):
    """Single-use proofs of who may open a socket. `clock` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._held: OrderedDict[str, _Ticket[Holder]] = OrderedDict()

    def give(self, holder: Holder) -> str:
        """Make a ticket for somebody; the oldest one goes when there are too many."""
        while len(self._held) >= limits.TICKETS:
            self._held.popitem(last=False)
        ticket = b64u(secrets.token_bytes(_TICKET_BYTES))
        self._held[ticket] = _Ticket(holder, self._clock() + limits.TICKET_SECONDS)
        return ticket

    def take(self, ticket: str | None) -> Holder:
        """
        Use a ticket up.

        Raises:
            TicketWrong: There is none like it, it was used, or its minute is over.
        """
        held = self._held.pop(ticket or "", None)
        if held is None or held.expires <= self._clock():
            raise TicketWrong
        return held.holder


class Passes:
    """Like tickets, but for many requests within some minutes: reading the log takes more than one."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._held: OrderedDict[str, float] = OrderedDict()

    def give(self) -> str:
        """Make a pass; the oldest one goes when there are too many."""
        while len(self._held) >= limits.TICKETS:
            self._held.popitem(last=False)
        made = b64u(secrets.token_bytes(_TICKET_BYTES))
        self._held[made] = self._clock() + limits.PASS_SECONDS
        return made

    def holds(self, shown: str) -> bool:
        """Say whether a pass is good now."""
        return self._held.get(shown, 0.0) > self._clock()


class Throttle:
    """So many tries in so many seconds for each name (an address, a person)."""

    def __init__(self, tries: int, seconds: float, clock: Callable[[], float]) -> None:
        self._tries, self._seconds, self._clock = tries, seconds, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def count(self, name: str) -> int:
        """Count one try, and say how many there were in the time that counts."""
        now = self._clock()
        times = self._seen.setdefault(name, deque(maxlen=self._tries + 1))
        self._seen.move_to_end(name)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        times.append(now)
        while len(self._seen) > limits.THROTTLED_NAMES:
            self._seen.popitem(last=False)
        return len(times)

    def demand(self, name: str) -> None:
        """
        Count one try, if there is one left.

        Raises:
            TooManyTries: There is none.
        """
        if self.count(name) > self._tries:
            raise TooManyTries

    def forget(self, name: str) -> None:
        """Begin anew for a name."""
        self._seen.pop(name, None)
