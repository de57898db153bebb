"""Finished recordings in a folder."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from relay.blobs import FolderBlobs, HashingWriter

NAME = "session/recording.mcap"


def test_a_blob_stands_only_when_its_writer_is_closed(tmp_path: Path) -> None:
    """Nobody reads half a recording: before the close there is none, after it all of it, private."""
    blobs = FolderBlobs(tmp_path)
    data = bytes(range(256)) * 20_000
    with blobs.writer(NAME) as output:
        output.write(data)
        assert blobs.size(NAME) is None
    blobs.settle(NAME)

    assert blobs.size(NAME) == len(data)
    assert b"".join(blobs.pieces(NAME)) == data
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_deleted_blob_is_gone_and_deleting_twice_is_fine(tmp_path: Path) -> None:
    """Erasure may be interrupted and done again."""
    blobs = FolderBlobs(tmp_path)
    with blobs.writer(NAME) as output:
        output.write(b"x")

    blobs.delete(NAME)
    blobs.delete(NAME)

    assert blobs.size(NAME) is None


def test_the_hash_is_that_of_all_bytes_written(tmp_path: Path) -> None:
    """What the closing log entry will say of the file is counted while it is written."""
    path = tmp_path / "file"
    with path.open("wb") as file:
        hashing = HashingWriter(file)
        for piece in (b"ab", b"", b"c" * 100_000):
            hashing.write(piece)
        hashing.flush()

    assert (hashing.tell(), hashing.bytes) == (100_002, 100_002)
    assert hashing.sha256() == hashlib.sha256(path.read_bytes()).digest()
