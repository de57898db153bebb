"""A session's folder, and how a live recording becomes a finished one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from protocol.errors import RecordingDamaged
from protocol.recording import Entry, Kind, Origin, SessionTree
from relay.blobs import FolderBlobs
from relay.recorder.container import CHANNEL_IDS, record_of
from relay.recorder.live import LiveFile
from relay.recorder.shelf import Shelf

SESSION = "AAAAAAAAAAAAAAAAAAAAAA"
SALT = bytes(range(32))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Give a shelf in a folder of its own."""
    return Shelf(tmp_path / "recordings", FolderBlobs(tmp_path / "recordings"))


def record(shelf: Shelf, count: int = 3) -> bytes:
    """Record some entries and give their root."""
    file, tree = LiveFile.create(shelf.begin(SESSION, SALT)), SessionTree()
    for index in range(count):
        entry = Entry(Kind.SEALED, Origin.AGENT, index, 1, bytes(index), 0x101, index)
        file.write([record_of(CHANNEL_IDS["screen"], index, 1, index), entry.encode()])
        tree.add(entry)
    file.close()
    return tree.root()


def test_a_recording_is_finished_under_its_root(shelf: Shelf, tmp_path: Path) -> None:
    """The finished file has the size and hash that the log will say, and then the live one goes."""
    root = record(shelf)
    assert shelf.unfinished() == [SESSION]

    finished = shelf.finish(SESSION, root)
    shelf.drop_live(SESSION)

    data = (tmp_path / "recordings" / SESSION / "recording.mcap").read_bytes()
    assert (finished.root, finished.entries, finished.size) == (root, 3, len(data))
    assert finished.sha256 == hashlib.sha256(data).digest()
    assert shelf.unfinished() == []
    held = shelf.recording(SESSION)
    assert held is not None
    assert (held[0], b"".join(held[1])) == (len(data), data)


def test_finishing_again_gives_the_same(shelf: Shelf) -> None:
    """A crash between the file and its log entry costs nothing."""
    root = record(shelf)

    assert shelf.finish(SESSION, root) == shelf.finish(SESSION, root)


def test_what_reads_back_otherwise_is_not_finished(shelf: Shelf) -> None:
    """A recording changed on the disk while it ran never gets into the log under another root."""
    record(shelf)

    with pytest.raises(RecordingDamaged):
        shelf.finish(SESSION, bytes(32))
    assert shelf.recording(SESSION) is None
    assert shelf.unfinished() == [SESSION]


def test_salt_and_wraps_lie_beside_the_recording(shelf: Shelf, tmp_path: Path) -> None:
    """Both can be deleted, and the recording is as it was."""
    root = record(shelf)
    wrap = {"group": "view", "reader": "r", "suite": "s", "wrapped": "w"}
    shelf.add_wraps(SESSION, 1, [wrap])
    shelf.add_wraps(SESSION, 1, [wrap | {"wrapped": "another"}])  # what stands, stands
    shelf.add_wraps(SESSION, 2, [wrap])
    finished = shelf.finish(SESSION, root)

    assert shelf.salt(SESSION) == SALT
    assert shelf.wraps(SESSION) == [{"epoch": 1, **wrap}, {"epoch": 2, **wrap}]
    folder = tmp_path / "recordings" / SESSION
    (folder / "wraps.json").unlink()
    (folder / "salt").unlink()
    assert shelf.wraps(SESSION) == []
    assert hashlib.sha256((folder / "recording.mcap").read_bytes()).digest() == finished.sha256


@pytest.mark.parametrize("damage", [b"", b"!!", b"\xff"])
def test_a_damaged_salt_is_named(shelf: Shelf, tmp_path: Path, damage: bytes) -> None:
    """A salt that cannot be read is not taken for another."""
    record(shelf)
    salt = tmp_path / "recordings" / SESSION / "salt"
    salt.write_bytes(damage)
    if damage:
        with pytest.raises(RecordingDamaged):
            shelf.salt(SESSION)
    salt.unlink()
    with pytest.raises(RecordingDamaged):
        shelf.salt(SESSION)


def test_damaged_wraps_are_named(shelf: Shelf, tmp_path: Path) -> None:
    """Wraps that cannot be read are not taken for none."""
    record(shelf)
    (tmp_path / "recordings" / SESSION / "wraps.json").write_text("{")

    with pytest.raises(RecordingDamaged):
        shelf.wraps(SESSION)


def test_a_recording_that_is_not_there_is_none(shelf: Shelf) -> None:
    """Asking for what never was is no error."""
    assert shelf.recording(SESSION) is None
