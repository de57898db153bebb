"""Reading a finished recording: all of it in order, or the documented error."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from mcap.reader import make_reader

from protocol.errors import EntryMalformed, EntryOutOfPlace, RecordingUnreadable
from relay.recorder.container import beginning
from relay.replay.container import FinishedFile, read_entry
from tests.support.recorded_session import RecordedSession


def test_every_entry_comes_in_order_with_its_place(made: RecordedSession) -> None:
    """What was recorded is read, and each entry can be read again from its place alone."""
    data = BytesIO((made.folder / "recording.mcap").read_bytes())
    placed = list(FinishedFile(data))
    assert [each.entry for each in placed] == made.entries
    assert read_entry(data, placed[7].offset, len(made.entries[7].encode())) == made.entries[7]


def test_mcaps_own_reader_sees_the_same(made: RecordedSession) -> None:
    """A program that reads the file with the public library sees the same entries under the same topics."""
    with (made.folder / "recording.mcap").open("rb") as file:
        seen = [(channel.topic, message.data) for _, channel, message in make_reader(file).iter_messages()]
    assert seen == [(entry.topic(), entry.encode()) for entry in made.entries]


@pytest.mark.parametrize("data", [b"", b"\x89MCAP0\r\n", b"no recording at all", beginning()])
def test_what_is_no_finished_recording_is_refused(data: bytes) -> None:
    """An empty file, a cut one, another one, and one that still runs."""
    with pytest.raises(RecordingUnreadable):
        list(FinishedFile(BytesIO(data)))


def test_any_damage_gives_entries_or_the_documented_error(made: RecordedSession) -> None:
    """Random damage never gives another error, nor an entry that was changed without a wrong checksum."""
    whole = (made.folder / "recording.mcap").read_bytes()
    dice = Random(3)
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 4)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        file = FinishedFile(BytesIO(bytes(data)))
        try:
            read = [placed.entry for placed in file]
        except (RecordingUnreadable, EntryMalformed, EntryOutOfPlace):
            continue
        assert read == made.entries or file.changed
