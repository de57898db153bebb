"""
The two forms of a recording's MCAP file (mcap.dev/spec): live and finished.

A live file has no chunks: every entry is a record of its own, so that what `write(2)` took is there after `kill -9`.
A finished file has chunks with an index, so that a reader finds a minute in an hour without reading the hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from struct import Struct
from typing import Any, Protocol, cast

from mcap.writer import CompressionType, Writer

from protocol.recording import CHANNEL_TOPICS, ENCODING, HEADER_BYTES, TOPICS, Entry

PROFILE = "attended"
LIBRARY = "attended-relay"
MAGIC = b"\x89MCAP0\r\n"
MESSAGE = 0x05
CHUNK_BYTES = 512 * 1024
_NANOSECONDS = 1_000_000

# opcode, length of the rest, channel, sequence, log time, publish time (little-endian throughout MCAP)
RECORD = Struct("<BQHIQQ")
_REST = RECORD.size - 9 + HEADER_BYTES
CHANNEL_IDS = {topic: number for number, topic in enumerate(TOPICS, start=1)}
SEALED_CHANNEL_IDS = tuple(CHANNEL_IDS[topic] for topic in CHANNEL_TOPICS)
"""The MCAP channel of a sealed message by its own channel's number."""


class Output(Protocol):
    """What MCAP's writer needs of a file."""

    def write(self, data: bytes, /) -> int:
        """Write on."""
        ...

    def tell(self) -> int:
        """Give the place in the file."""
        ...

    def flush(self) -> None:
        """Hand on what is held back."""
        ...


def beginning() -> bytes:
    """Write what stands before the first entry of a live file: magic, header, all channels."""
    held = BytesIO()
    writer: Any = Writer(held, use_chunking=False)
    _start(writer)
    writer.flush()
    return held.getvalue()


def record_of(channel: int, index: int, time: int, length: int) -> bytes:
    """
    Write the record's head before an entry with a body of `length` bytes.

    `channel` is one of `CHANNEL_IDS`, `time` in milliseconds.
    """
    nanoseconds = time * _NANOSECONDS
    return RECORD.pack(MESSAGE, _REST + length, channel, index, nanoseconds, nanoseconds)


def finish(entries: Iterable[Entry], output: Output) -> None:
    """Write a finished file of these entries."""
    writer: Any = Writer(
        cast("Any", output), chunk_size=CHUNK_BYTES, compression=CompressionType.NONE, enable_data_crcs=True
    )
    _start(writer)
    for entry in entries:
        time = entry.time * _NANOSECONDS
        writer.add_message(CHANNEL_IDS[entry.topic()], time, entry.encode(), time, entry.index)
    writer.finish()


def _start(writer: Any) -> None:  # noqa: ANN401 - mcap's Writer carries no types
    writer.start(profile=PROFILE, library=LIBRARY)
    for topic in TOPICS:
        writer.register_channel(topic, ENCODING, schema_id=0)
