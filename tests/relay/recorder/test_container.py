"""The two forms of a recording's file, read by MCAP's own reader."""

from __future__ import annotations

from io import BytesIO

import pytest
from mcap.exceptions import EndOfFile
from mcap.reader import make_reader
from mcap.records import McapRecord, Message
from mcap.stream_reader import StreamReader

from protocol.recording import ENCODING, TOPICS, Entry, Kind, Note, Origin
from relay.recorder import container

ENTRIES = [
    Entry(Kind.SEALED, Origin.AGENT, 0, 1_700_000_000_000, b"picture", 0x101, 0),
    Entry(Kind.DOCUMENT, Origin.AGENT, 1, 1_700_000_000_001, b"a.b.c"),
    Entry(Kind.NOTE, Origin.RELAY, 2, 1_700_000_000_002, Note(what="lost", who="agent").body()),
]


def finished(entries: list[Entry]) -> bytes:
    """Write a finished file."""
    output = BytesIO()
    container.finish(iter(entries), output)
    return output.getvalue()


def test_a_finished_file_is_indexed_and_checks() -> None:
    """MCAP's reader finds each topic by the index, checksums hold, and entries are exactly those written."""
    data = finished(ENTRIES)
    reader = make_reader(BytesIO(data), validate_crcs=True)
    messages = list(reader.iter_messages())

    assert [message.data for _schema, _channel, message in messages] == [entry.encode() for entry in ENTRIES]
    assert [message.log_time for _s, _c, message in messages] == [entry.time * 1_000_000 for entry in ENTRIES]
    assert [message.sequence for _s, _c, message in messages] == [0, 1, 2]
    assert [channel.topic for _s, channel, _m in messages] == ["screen", "documents", "notes"]
    summary = reader.get_summary()
    assert summary is not None
    assert summary.chunk_indexes
    assert {channel.topic for channel in summary.channels.values()} == set(TOPICS)
    assert {channel.message_encoding for channel in summary.channels.values()} == {ENCODING}
    assert [m.data for _s, _c, m in reader.iter_messages(topics=["documents"])] == [ENTRIES[1].encode()]


def test_the_same_entries_give_the_same_file() -> None:
    """Finishing again after a crash writes the same bytes, so the logged hash holds."""
    assert finished(ENTRIES) == finished(ENTRIES)


def test_a_live_file_is_what_mcaps_own_writer_would_begin() -> None:
    """Records written by hand are MCAP: given an end, MCAP's reader takes the file."""
    entry = ENTRIES[0]
    live = container.beginning()
    live += container.record_of(container.CHANNEL_IDS["screen"], 0, entry.time, len(entry.body)) + entry.encode()

    records: list[McapRecord] = []
    with pytest.raises(EndOfFile):  # a live file has no end yet; up to there it reads well
        records.extend(StreamReader(BytesIO(live)).records)

    assert container.SEALED_CHANNEL_IDS[1] == container.CHANNEL_IDS["screen"]
    assert [record.data for record in records if isinstance(record, Message)] == [entry.encode()]
