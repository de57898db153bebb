"""Reading a live file: whole entries in their order, up to where a crash tore it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from protocol.errors import EntryMalformed, RecordingDamaged
from protocol.recording import BODY_LIMITS, HEADER_BYTES, Entry, decode
from relay.recorder.container import MAGIC, MESSAGE, RECORD

_HEAD_BYTES = 9  # opcode and length of the rest
_LONGEST = RECORD.size + HEADER_BYTES + max(BODY_LIMITS.values())


def read_live(file: IO[bytes]) -> Iterator[tuple[Entry, int]]:
    """
    Give each whole entry and where it ends in the file; stop at a torn record.

    Raises:
        RecordingDamaged: This is not a live recording, or an entry is not the next one: that is no torn end.
    """
    if file.read(len(MAGIC)) != MAGIC:
        raise RecordingDamaged("not an MCAP file")
    end, following = len(MAGIC), 0
    while (record := _next_record(file)) is not None:
        opcode, content = record
        end += _HEAD_BYTES + len(content)
        if opcode != MESSAGE:
            continue
        try:
            entry = decode(content[RECORD.size - _HEAD_BYTES :])
        except EntryMalformed:
            return  # a power cut may leave a record whose length is right and whose pages never reached the disk
        if entry.index != following:
            raise RecordingDamaged(f"entry {entry.index} where {following} belongs")
        following += 1
        yield entry, end


def _next_record(file: IO[bytes]) -> tuple[int, bytes] | None:
    head = file.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES or head[0] == 0:
        return None
    length = int.from_bytes(head[1:], "little")
    if length > _LONGEST:
        return None
    content = file.read(length)
    return (head[0], content) if len(content) == length else None
