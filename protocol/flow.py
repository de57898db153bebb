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
        self.room = size
        """The bytes that may be sent now."""

    def take(self, size: int) -> None:
        """
        Send so many bytes.

        Raises:
            NoRoom: There is no credit for them; nothing was taken.
        """
        if size > self.room:
            raise NoRoom(f"{size} bytes, room for {self.room}")
        self.room -= size

    def give(self, size: int) -> None:
        """
        Take credit back.

        Raises:
            CreditMalformed: More than is under way.
        """
        under_way = self._size - self.room
        if not 0 < size <= under_way:
            raise CreditMalformed(f"{size} bytes, {under_way} under way")
        self.room += size

    def renew(self) -> None:
        """Begin on a new line: what was under way is recorded or lost."""
        self.room = self._size


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
