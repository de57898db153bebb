"""
Reading a finished recording strictly: one MCAP file (mcap.dev/spec), every record known, every entry in its place.

What an entry says of itself and what the container says of it (topic, number, time) must agree, so that a program
which reads the file with any MCAP library sees what the check saw. Chunks are never compressed: the place of an entry
in the file is known, and one entry can be read without the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct, error
from typing import IO, Protocol
from zlib import crc32

from protocol import limits
from protocol.errors import EntryOutOfPlace, RecordingUnreadable
from protocol.recording import BODY_LIMITS, ENCODING, HEADER_BYTES, Entry, decode
from relay.recorder.container import CHUNK_BYTES, MAGIC, MESSAGE

_HEAD = Struct("<BQ")
_CHUNK = Struct("<QQQI")
_LENGTH = Struct("<I")
_SIZE = Struct("<Q")
_NUMBER = Struct("<H")
_MESSAGE = Struct("<HIQQ")
_HEADER, _FOOTER, _SCHEMA, _CHANNEL, _CHUNK_RECORD, _DATA_END = 0x01, 0x02, 0x03, 0x04, 0x06, 0x0F
_INDEX = frozenset({0x07, 0x08, 0x0B, 0x0E})
"""Records that only repeat where things are: message index, chunk index, statistics, summary offset."""
_LONGEST = CHUNK_BYTES + HEADER_BYTES + max(BODY_LIMITS.values()) + 65_536
_LONGEST_INDEX = 64 * 2**20
_NANOSECONDS = 1_000_000


class Readable(Protocol):
    """What is needed of a file here."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry, and where its bytes begin in the file."""

    entry: Entry
    offset: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Entries `first` to `last`, both included, of which at least one was changed: their common checksum is wrong."""

    first: int
    last: int


@dataclass
class FinishedFile:
    """
    A finished recording. Iterate over it once.

    `following` is the index of the entry that comes next, so after an error the first bad one; `changed` the
    stretches whose checksum is wrong, which accidents leave behind and forgers do not.
    """

    file: Readable
    following: int = 0
    changed: list[Stretch] = field(default_factory=list)
    _topics: dict[int, str] = field(default_factory=dict)
    _at: int = 0

    def __iter__(self) -> Iterator[Placed]:
        """
        Give all entries in order.

        Raises:
            RecordingUnreadable: It is not one whole, finished recording.
            EntryMalformed: An entry's bytes are not an entry.
            EntryOutOfPlace: An entry is not the next one, or the container says something else of it.
        """
        if self._take(len(MAGIC)) != MAGIC:
            raise RecordingUnreadable("no MCAP file")
        opcode, started = -1, False
        while opcode != _FOOTER:
            opcode, length = self._head()
            if not started and opcode != _HEADER:
                raise RecordingUnreadable("it does not begin with a header")
            started = True
            if opcode == _CHUNK_RECORD:
                yield from self._chunk(length)
            else:
                self._other(opcode, length)
        if self._take(len(MAGIC)) != MAGIC or self.file.read(1):
            raise RecordingUnreadable("its end is not the end")

    def _head(self) -> tuple[int, int]:
        opcode, length = _HEAD.unpack(self._take(_HEAD.size))
        if length > (_LONGEST if opcode == _CHUNK_RECORD else _LONGEST_INDEX):
            raise RecordingUnreadable(f"a record of {length} bytes")
        return opcode, length

    def _take(self, size: int) -> bytes:
        data = self.file.read(size)
        if len(data) != size:
            place = f"after entry {self.following - 1}" if self.following else "before the first entry"
            raise RecordingUnreadable(f"cut off at byte {self._at + len(data)}, {place}")
        self._at += size
        return data

    def _other(self, opcode: int, length: int) -> None:
        content = self._take(length)
        if opcode == _CHANNEL:
            self._channel(content)
        elif opcode == MESSAGE:
            raise RecordingUnreadable("an unfinished recording: the session still runs, or the relay broke off")
        elif opcode not in {_HEADER, _FOOTER, _DATA_END, *_INDEX}:
            raise RecordingUnreadable(f"a record of kind {opcode}")

    def _chunk(self, length: int) -> Iterator[Placed]:
        start = self._at
        content = self._take(length)
        try:
            _, _, size, checksum = _CHUNK.unpack_from(content)
            (letters,) = _LENGTH.unpack_from(content, _CHUNK.size)
            at = _CHUNK.size + _LENGTH.size + letters
            (records,) = _SIZE.unpack_from(content, at)
        except error:
            raise RecordingUnreadable("a chunk without a beginning") from None
        at += _SIZE.size
        if letters or not size == records == length - at:
            raise RecordingUnreadable("a chunk of another form")
        first = self.following
        yield from self._records(memoryview(content)[at:], start + at)
        if crc32(memoryview(content)[at:]) != checksum:
            self.changed.append(Stretch(first, self.following - 1))

    def _records(self, content: memoryview, start: int) -> Iterator[Placed]:
        at = 0
        while at < len(content):
            if at + _HEAD.size > len(content):
                raise RecordingUnreadable("a record that is cut off")
            opcode, length = _HEAD.unpack_from(content, at)
            at += _HEAD.size
            if length > len(content) - at:
                raise RecordingUnreadable("a record that is cut off")
            record = content[at : at + length]
            if opcode == MESSAGE:
                yield self._message(record, start + at)
            elif opcode == _CHANNEL:
                self._channel(bytes(record))
            else:
                raise RecordingUnreadable(f"a record of kind {opcode} in a chunk")
            at += length

    def _message(self, record: memoryview, start: int) -> Placed:
        if len(record) < _MESSAGE.size:
            raise RecordingUnreadable("a message that is cut off")
        channel, sequence, logged, published = _MESSAGE.unpack_from(record)
        entry = decode(bytes(record[_MESSAGE.size :]))
        if entry.index != self.following:
            raise EntryOutOfPlace(f"entry {entry.index} where {self.following} belongs")
        said = (self._topics.get(channel), sequence, logged, published)
        if said != (entry.topic(), entry.index, entry.time * _NANOSECONDS, entry.time * _NANOSECONDS):
            raise EntryOutOfPlace(f"the file says something else of entry {entry.index} than the entry itself")
        self.following += 1
        return Placed(entry, start + _MESSAGE.size)

    def _channel(self, content: bytes) -> None:
        try:
            number, schema = _NUMBER.unpack_from(content)[0], _NUMBER.unpack_from(content, 2)[0]
            topic, at = _text(content, 4)
            encoding, at = _text(content, at)
        except (error, UnicodeDecodeError):
            raise RecordingUnreadable("a channel that is cut off") from None
        if schema or encoding != ENCODING or self._topics.setdefault(number, topic) != topic:
            raise RecordingUnreadable(f"a channel of another form: {topic[:40]!r}")


def read_entry(file: IO[bytes], offset: int, length: int) -> Entry:
    """
    Read one entry whose place is known from a whole pass.

    Raises:
        EntryMalformed: There is no entry of that length any more.
    """
    file.seek(offset)
    return decode(file.read(min(length, limits.SEALED_BYTES + HEADER_BYTES)))


def _text(content: bytes, at: int) -> tuple[str, int]:
    (length,) = _LENGTH.unpack_from(content, at)
    at += _LENGTH.size
    if at + length > len(content):
        raise error
    return content[at : at + length].decode(), at + length
