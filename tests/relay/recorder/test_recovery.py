"""Reading a live file, torn or damaged anywhere."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol.errors import RecordingDamaged
from protocol.recording import Entry, Kind, Origin
from relay.recorder.container import CHANNEL_IDS, MAGIC, beginning, record_of
from relay.recorder.recovery import read_live

ENTRIES = [Entry(Kind.SEALED, Origin.AGENT, index, 5, b"x" * (index * 40), 0x101, index) for index in range(4)]


def record(entry: Entry) -> bytes:
    """Write an entry as a live file holds it."""
    return record_of(CHANNEL_IDS["screen"], entry.index, entry.time, len(entry.body)) + entry.encode()


WHOLE = beginning() + b"".join(record(entry) for entry in ENTRIES)


def read(data: bytes) -> list[tuple[Entry, int]]:
    """Read a live file."""
    return list(read_live(BytesIO(data)))


def test_all_entries_come_back_with_where_they_end() -> None:
    """The last end is the end of the file."""
    found = read(WHOLE)

    assert [entry for entry, _end in found] == ENTRIES
    assert found[-1][1] == len(WHOLE)


@given(st.integers(len(MAGIC), len(WHOLE)))
def test_a_file_torn_anywhere_gives_its_whole_entries(length: int) -> None:
    """Whatever is cut off, what comes back is the beginning, and nothing that is not whole."""
    found = read(WHOLE[:length])

    assert [entry for entry, _end in found] == ENTRIES[: len(found)]
    assert all(end <= length for _entry, end in found)
    whole = sum(len(beginning()) + len(b"".join(map(record, ENTRIES[: n + 1]))) <= length for n in range(len(ENTRIES)))
    assert len(found) == whole


@given(st.integers(0, 5000))
def test_pages_that_never_reached_the_disk_are_a_torn_end(zeros: int) -> None:
    """After a power cut a file may be longer than what was written, with zeros in its place."""
    assert [entry for entry, _end in read(WHOLE + bytes(zeros))] == ENTRIES


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_gives_entries_or_a_documented_error(place: int, change: int) -> None:
    """No damage makes the reader crash or run without bound."""
    data = bytearray(WHOLE)
    data[place] ^= change
    try:
        found = read(bytes(data))
    except RecordingDamaged:
        return
    assert len(found) <= len(ENTRIES)


@pytest.mark.parametrize("data", [b"", b"\x89MCAP1\r\n", b"text"])
def test_what_is_no_recording_is_named(data: bytes) -> None:
    """Another file in a recording's place is not taken for an empty one."""
    with pytest.raises(RecordingDamaged):
        read(data)


def test_a_missing_entry_is_no_torn_end() -> None:
    """An entry that is not the next one means damage, and nothing is repaired."""
    with pytest.raises(RecordingDamaged):
        read(beginning() + record(ENTRIES[0]) + record(ENTRIES[2]))
