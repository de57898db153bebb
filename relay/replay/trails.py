"""
What flowed at one place (epoch, direction, channel), laid beside what both ends signed about it.

A sender's line runs over everything it sent, refused or not; a hearer's over what was let through to it. Counters of a
sender have no gaps, so a count that is larger than what is here says exactly how many are missing.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass, field

from consent.encoding import b64u
from consent.statement import TranscriptLine
from protocol.channels import Channel, Place
from protocol.transcript import START, link

_HASH = 32
_NOUNS = {
    Channel.CONTROL: "messages",
    Channel.SCREEN: "pictures",
    Channel.POINTER: "movements",
    Channel.KEYS: "key presses",
    Channel.CHAT: "chat messages",
    Channel.REPORT: "parts of a report",
    Channel.CLIPBOARD: "copied texts",
    Channel.FILES: "parts of files",
    Channel.ASIDE: "asides",
}
"""What a person calls the messages of a channel."""
_ONE = {"key presses": "key press", "parts of a report": "part of a report", "parts of files": "part of a file"}


def noun_of(place: Place, count: int = 2) -> str:
    """Give that word for so many of them."""
    nouns = _NOUNS[Channel(place.channel)]
    return nouns if count != 1 else _ONE.get(nouns, nouns.removesuffix("s"))


class _Chain:
    """The running hash over a place's messages, with its value after each."""

    def __init__(self) -> None:
        self.counters = array("Q")
        self._hashes = bytearray(START)

    def add(self, counter: int, digest: bytes) -> None:
        self.counters.append(counter)
        self._hashes += link(bytes(self._hashes[-_HASH:]), digest)

    def before(self, count: int) -> int:
        """Tell how many messages have a counter below `count`."""
        return bisect_left(self.counters, count)

    def after(self, number: int) -> str:
        """Give the running hash after so many messages."""
        return b64u(bytes(self._hashes[number * _HASH : (number + 1) * _HASH]))


@dataclass(frozen=True, slots=True)
class Mismatch:
    """
    A signed line that does not fit.

    `short` messages are missing here, or the hash is another somewhere between two entries (both included).
    """

    place: Place
    count: int
    short: int
    first: int
    last: int


@dataclass
class Trail:
    """All that was recorded at a place."""

    place: Place
    entries: array[int] = field(default_factory=lambda: array("L"))
    times: array[int] = field(default_factory=lambda: array("Q"))
    _sent: _Chain = field(default_factory=_Chain)
    _heard: _Chain = field(default_factory=_Chain)
    lost: int = 0
    """How many the sender says it sent in vain before a line broke."""
    confirmed: int = 0
    """Up to which counter an end has signed for what is here."""
    _agreed: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})

    @property
    def count(self) -> int:
        """One above the last counter."""
        return self._sent.counters[-1] + 1 if self._sent.counters else 0

    def add(self, entry: int, time: int, counter: int, digest: bytes, *, passed: bool) -> None:
        """Take a message that was recorded, or refused and recorded by its hash only."""
        self.entries.append(entry)
        self.times.append(time)
        self._sent.add(counter, digest)
        if passed:
            self._heard.add(counter, digest)

    def entry_of(self, counter: int) -> int | None:
        """Give the entry of the first message with this counter or a higher one."""
        at = self._sent.before(counter)
        return self.entries[at] if at < len(self.entries) else None

    def time_of(self, counter: int) -> int | None:
        """Give the time of that entry, in milliseconds."""
        at = self._sent.before(counter)
        return self.times[at] if at < len(self.times) else None

    def compare(self, line: TranscriptLine, *, own: bool) -> Mismatch | None:
        """Lay a signed line beside what is here; `own` tells that its signer is this direction's sender."""
        chain = self._sent if own else self._heard
        here = chain.before(line.count)
        if own:
            self.lost = max(self.lost, line.lost)
        short = line.count - (here if own else min(line.count, self.count))
        if short > 0 or chain.after(here) != line.hash:
            agreed = self._agreed[own]
            first = self.entry_of(agreed)
            last = (
                self.entries[min(max(self._sent.before(line.count), 1), len(self.entries)) - 1] if self.entries else 0
            )
            return Mismatch(self.place, line.count, max(0, short), first if first is not None else last, last)
        self._agreed[own] = line.count
        self.confirmed = max(self.confirmed, line.count)
        return None
