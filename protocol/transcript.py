"""
Transcripts: what one end says it sent and heard, as one running hash for each epoch, direction and channel.

    h(0) = 32 zero bytes      h(n) = SHA-256( h(n-1) ‖ SHA-256(sealed message without its first byte) )

Of its own direction an end counts what it sent, refused or not; of the other's, what reached it. `count` is one more
than the last counter. After a lost line a sender's line is cut back to what the relay has recorded, and `lost` says how
many messages it had sent beyond.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

from consent.encoding import b64u
from consent.fields import Position
from protocol import limits
from protocol.channels import Channel, Direction, Place

START = bytes(32)


def link(former: bytes, digest: bytes) -> bytes:
    """Take one step: `digest` is SHA-256 of the sealed message without its first byte."""
    return sha256(former + digest).digest()


@dataclass(slots=True)
class Line:
    """One direction of one channel in one epoch. `unsure` holds the hashes before each message not yet credited."""

    place: Place
    count: int = 0
    hash: bytes = START
    lost: int = 0
    told: tuple[int, int] = (0, 0)
    unsure: deque[tuple[int, bytes]] = field(default_factory=deque)

    def add(self, counter: int, digest: bytes) -> None:
        """Count one message."""
        self.hash = link(self.hash, digest)
        self.count = counter + 1

    def cut(self, recorded: int) -> None:
        """Go back to what was recorded, but never behind what was credited: that is recorded for certain."""
        recorded = max(recorded, self.unsure[0][0] if self.unsure else self.count)
        if recorded >= self.count:
            return
        before = self.count
        while self.unsure and self.count > recorded:
            self.count, self.hash = self.unsure.pop()
        self.lost += before - self.count

    @property
    def is_news(self) -> bool:
        """Tell whether something changed since the line was last put into a statement."""
        return self.told != (self.count, self.lost)

    @property
    def is_little(self) -> bool:
        """Tell whether what changed is but a few messages of the screen: a blinking cursor, and that it was drawn."""
        told, lost = self.told
        is_few = told > 0 and self.count - told <= limits.STATEMENT_FEW_MESSAGES
        return self.place.channel == Channel.SCREEN and lost == self.lost and is_few


@dataclass(frozen=True, slots=True)
class StatedLine:
    """What a `transcript-statement` says of one line; the document's own line model has the same fields."""

    epoch: int
    direction: int
    channel: int
    count: int
    hash: str
    lost: int


class Transcripts:
    """All lines of one end."""

    def __init__(self, own: Direction) -> None:
        """Begin for the end that speaks in direction `own`."""
        self._own = own
        self._lines: dict[Place, Line] = {}
        self._under_way: deque[tuple[Line, int]] = deque()
        self._credit = 0
        self._passed_over = 0

    @property
    def under_way(self) -> int:
        """Give the number of our messages that no credit has come for."""
        return len(self._under_way)

    def sent(self, place: Place, counter: int, sealed: bytes) -> None:
        """Count a message of our own; `sealed` is the whole websocket message, first byte included."""
        line = self._lines.get(place) or self._begun(place)
        line.unsure.append((line.count, line.hash))
        line.add(counter, sha256(memoryview(sealed)[1:]).digest())
        self._under_way.append((line, len(sealed)))

    def heard(self, place: Place, counter: int, sealed: bytes) -> None:
        """Count a message that reached us; `sealed` as in `sent`."""
        line = self._lines.get(place) or self._begun(place)
        line.add(counter, sha256(memoryview(sealed)[1:]).digest())

    def credited(self, size: int) -> None:
        """Forget how to go back behind what the relay has certainly recorded: credit comes after recording."""
        self._credit += size
        while self._under_way and self._under_way[0][1] <= self._credit:
            line, taken = self._under_way.popleft()
            self._credit -= taken
            line.unsure.popleft()

    def cut(self, recorded: Iterable[Position]) -> None:
        """Cut our own lines back to the relay's recorded positions after a lost line."""
        known = {Place(*position.pair): position.count for position in recorded}
        for place, line in self._lines.items():
            if place.direction == self._own:
                line.cut(known.get(place, 0))
                line.unsure.clear()
        self._under_way.clear()
        self._credit = 0

    def counts(self) -> dict[Place, int]:
        """Give every line's count."""
        return {place: line.count for place, line in self._lines.items()}

    def newest(self, most: int) -> Iterator[Line]:
        """Give the lines that began last, at most so many."""
        return islice(reversed(self._lines.values()), most)

    def lines(self, *, changed_only: bool = True) -> list[StatedLine]:
        """
        Give the lines for a statement; those that are news since the last one, or all.

        Asked once a second for news, it has none while that is little, but for so many seconds only.
        """
        told = [line for line in self._lines.values() if line.is_news or not changed_only]
        if changed_only and told and all(line.is_little for line in told):
            self._passed_over += 1
            if self._passed_over < limits.STATEMENT_PATIENCE:
                return []
        self._passed_over = 0
        for line in told:
            line.told = (line.count, line.lost)
        return [
            StatedLine(*line.place, line.count, b64u(line.hash), line.lost)
            for line in sorted(told, key=lambda line: line.place)
        ]

    def _begun(self, place: Place) -> Line:
        line = self._lines[place] = Line(place)
        return line
