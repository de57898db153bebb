"""
Flow: nobody sends more than the other side can take.

An end may have `limits.FLOW_WINDOW` sealed bytes on their way. The relay gives credit back when bytes have gone to the
other end's socket, were refused, or were only recorded. Sizes are those of whole websocket messages of first byte 1.
"""

from __future__ import annotations

from protocol import limits
from protocol.errors import CreditMalformed, FlowExceeded, NoRoom


class SendWindow:
    """What an end may still send."""

    def __init__(self, size: int = limits.FLOW_WINDOW) -> None:
        self._size = size
        self._under_way = 0

    @property
    def room(self) -> int:
        """Give the bytes that may be sent now."""
        return self._size - self._under_way

    def take(self, size: int) -> None:
        """
        Send so many bytes.

        Raises:
            NoRoom: There is no credit for them; nothing was taken.
        """
        if size > self.room:
            raise NoRoom(f"{size} bytes, room for {self.room}")
        self._under_way += size

    def give(self, size: int) -> None:
        """
        Take credit back.

        Raises:
            CreditMalformed: More than is under way.
        """
        if not 0 < size <= self._under_way:
            raise CreditMalformed(f"{size} bytes, {self._under_way} under way")
        self._under_way -= size

    def renew(self) -> None:
        """Begin on a new line: what was under way is recorded or lost."""
        self._under_way = 0


class ReceiveWindow:
    """What the relay lets an end send, and the credit it owes it."""

    def __init__(self, size: int = limits.FLOW_WINDOW, batch: int = limits.CREDIT_BATCH) -> None:
        self._size = size
        self._batch = batch
        self._taken = 0
        self._owed = 0

    @property
    def taken(self) -> int:
        """Give the bytes that arrived and were not credited yet."""
        return self._taken

    def arrived(self, size: int) -> None:
        """
        Count what the end sent.

        Raises:
            FlowExceeded: More than it had credit for.
        """
        if self._taken + size > self._size:
            raise FlowExceeded(f"{self._taken + size} bytes of {self._size}")
        self._taken += size

    def gone(self, size: int) -> int:
        """Count what left this side again; give the credit to tell now, 0 while it is too little."""
        self._owed += size
        # A window that is nearly full must hear of every byte, or both sides wait for each other.
        if self._owed < self._batch and self._taken < self._size - self._batch:
            return 0
        credit, self._owed = self._owed, 0
        self._taken -= credit
        return credit
