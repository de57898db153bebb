"""A recording that is being written, on disks that fail."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from protocol.errors import RecordingStopped
from protocol.recording import Entry, Kind, Origin
from relay.recorder.container import CHANNEL_IDS, record_of
from relay.recorder.live import LiveFile
from relay.recorder.recovery import read_live


def record(index: int, size: int = 100) -> list[bytes]:
    """Write one entry's parts."""
    entry = Entry(Kind.SEALED, Origin.AGENT, index, 1, bytes([index % 256]) * size, 0x101, index)
    return [record_of(CHANNEL_IDS["screen"], index, 1, size), entry.header(), entry.body]


def indices(path: Path) -> list[int]:
    """Read which entries are whole in a file."""
    with path.open("rb") as file:
        return [entry.index for entry, _end in read_live(file)]


@pytest.fixture
def file(tmp_path: Path) -> LiveFile:
    """Give a new live file."""
    return LiveFile.create(tmp_path / "live.mcap")


def test_a_new_file_is_private_and_never_written_over(file: LiveFile) -> None:
    """A live recording has mode 0600, and a second one of the same name is refused."""
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    with pytest.raises(RecordingStopped):
        LiveFile.create(file.path)


@pytest.mark.parametrize("size", [100, 400_000])
def test_what_is_written_is_there_at_once(file: LiveFile, size: int) -> None:
    """When `write` returns, another process reads the entries: no buffer of ours holds them back."""
    file.write([part for index in range(3) for part in record(index, size)])

    assert indices(file.path) == [0, 1, 2]
    assert file.length == file.path.stat().st_size
    file.close()


def test_more_parts_than_one_write_takes(file: LiveFile) -> None:
    """Thousands of large entries in one turn are written in several calls."""
    file.write([part for index in range(900) for part in record(index, 1000)])

    assert len(indices(file.path)) == 900
    file.close()


def test_a_write_that_breaks_off_leaves_only_whole_entries(file: LiveFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that takes half an entry gets it cut off again; the file goes on from there."""
    file.write(record(0))

    def half(handle: int, parts: list[bytes]) -> int:
        return os.write(handle, b"".join(parts)[:70])

    def full(_handle: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as broken:
        real_write = os.write
        broken.setattr("relay.recorder.live.os.writev", lambda handle, parts: real_write(handle, b"".join(parts)[:70]))
        broken.setattr("relay.recorder.live.os.write", full)
        with pytest.raises(RecordingStopped):
            file.write(record(1))
    assert half.__name__ == "half"
    assert file.path.stat().st_size == file.length

    file.write(record(1))
    assert indices(file.path) == [0, 1]
    file.close()


def test_a_file_is_taken_up_after_its_whole_entries(file: LiveFile) -> None:
    """A torn end is cut off and the next entry stands in its place."""
    file.write(record(0))
    whole = file.length
    file.close()
    with file.path.open("ab") as torn:
        torn.write(record(1)[0])

    again = LiveFile.take_up(file.path, whole)
    again.write(record(1))
    again.close()

    assert indices(file.path) == [0, 1]
    with pytest.raises(RecordingStopped):
        LiveFile.take_up(file.path.with_name("none"), 0)


def test_a_rescue_moves_all_entries_to_a_fresh_file(file: LiveFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failed sync the entries are copied, synced and go on; while the disk fails, the old file stays."""
    file.write([*record(0), *record(1)])
    inode = file.path.stat().st_ino

    def broken(_handle: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    with monkeypatch.context() as failing:
        failing.setattr("relay.recorder.live.os.fdatasync", broken)
        with pytest.raises(RecordingStopped):
            file.sync()
        with pytest.raises(RecordingStopped):
            file.rescue()
    assert file.path.stat().st_ino == inode

    file.rescue()
    file.write(record(2))
    file.sync()
    file.close()

    assert file.path.stat().st_ino != inode
    assert indices(file.path) == [0, 1, 2]
    assert [held.name for held in file.path.parent.iterdir()] == ["live.mcap"]


def test_a_sync_after_one_that_failed_is_not_believed(file: LiveFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel tells of lost pages once and calls them clean then, so only a rescue makes the file whole again."""
    file.write(record(0))
    synced: list[int] = []

    def once(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 1:
            raise OSError(errno.EIO, "input/output error")

    with monkeypatch.context() as failing:
        failing.setattr("relay.recorder.live.os.fdatasync", once)
        for _ in range(2):
            with pytest.raises(RecordingStopped):
                file.sync()
    assert len(synced) == 1
    assert file.durable < file.length

    file.rescue()
    assert file.durable == file.length
    file.sync()
    file.close()


def test_what_is_durable_is_not_synced_again(file: LiveFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync asks the disk only for what was written since the last one, and nothing of a closed file."""
    synced: list[int] = []
    monkeypatch.setattr("relay.recorder.live.os.fdatasync", synced.append)
    file.write(record(0))
    file.sync()
    file.sync()
    assert len(synced) == 1
    assert file.durable == file.length == file.path.stat().st_size

    file.write(record(1))
    file.close()
    file.sync()
    assert len(synced) == 1


def test_a_rescue_does_not_invent_what_cannot_be_read_back(file: LiveFile) -> None:
    """When entries written before cannot be read any more, the recording stays stopped."""
    file.write([*record(0), *record(1)])
    with file.path.open("r+b") as other:
        other.seek(file.length - 1)
        other.truncate()

    with pytest.raises(RecordingStopped):
        file.rescue()
    file.close()
