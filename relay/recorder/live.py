"""A recording that is being written: a plain file (0600) that grows by whole entries or not at all."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from protocol.errors import RecordingStopped
from relay.files import PRIVATE, sync_folder
from relay.recorder.container import beginning
from relay.recorder.recovery import read_live

_MOST_PARTS = 1000  # below IOV_MAX (1,024 on Linux)
_JOIN_BELOW = 256 * 1024


class LiveFile:
    """
    The file of a running session. `length` counts the bytes that are whole entries, `durable` those that were synced.

    `write` belongs to the event loop; `sync` and `rescue` may run in threads.
    """

    def __init__(self, path: Path, handle: int, length: int) -> None:
        self.path = path
        self.length = self.durable = length
        self.distrusted = False
        """Whether a sync failed: what the disk holds is unknown until `rescue`."""
        self._handle = handle
        self._closed = False
        # Held by who syncs, rescues or closes: the kernel tells of lost pages once, and only one may ask it at a time.
        self._settling = Lock()

    @classmethod
    def create(cls, path: Path) -> LiveFile:
        """
        Begin a new file and make its name durable.

        Raises:
            RecordingStopped: The disk does not take it.
        """
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE)
            file = cls(path, handle, 0)
            file.write([beginning()])
            file.sync()
            sync_folder(path.parent)
        except OSError as wrong:
            raise RecordingStopped(str(wrong)) from None
        return file

    @classmethod
    def take_up(cls, path: Path, length: int) -> LiveFile:
        """
        Go on with a file after its whole entries; what is torn after them is cut off.

        Raises:
            RecordingStopped: It cannot be opened or cut.
        """
        try:
            handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            os.ftruncate(handle, length)
            os.lseek(handle, length, os.SEEK_SET)
        except OSError as wrong:
            raise RecordingStopped(str(wrong)) from None
        return cls(path, handle, length)

    def write(self, parts: Sequence[bytes | memoryview]) -> None:
        """
        Write whole entries; when this returns, they survive the end of this process.

        Raises:
            RecordingStopped: The disk did not take them; nothing of them is in the file.
        """
        size = sum(map(len, parts))
        try:
            if size < _JOIN_BELOW:
                self._write_all([b"".join(parts)])  # many small parts: one copy is cheaper than many vectors
            else:
                for start in range(0, len(parts), _MOST_PARTS):
                    self._write_all(parts[start : start + _MOST_PARTS])
        except OSError as wrong:
            self._cut_back()
            raise RecordingStopped(str(wrong)) from None
        self.length += size

    def sync(self) -> None:
        """
        Make what was written survive a power cut.

        Raises:
            RecordingStopped: The disk failed, now or before. What it holds is unknown: `rescue` before writing on.
        """
        with self._settling:
            if self.distrusted:
                raise RecordingStopped("the disk failed before")
            written = self.length
            if self._closed or self.durable == written:
                return
            try:
                os.fdatasync(self._handle)
            except OSError as wrong:
                self.distrusted = True
                raise RecordingStopped(str(wrong)) from None
            self.durable = written

    def rescue(self) -> None:
        """
        Write all entries into a fresh file and take its place.

        After a failed fdatasync the kernel may call lost pages clean and the next sync good, so the old file is not
        trusted any more.

        Raises:
            RecordingStopped: The disk still fails; the old file stays.
        """
        with self._settling:
            self._move()
            self.durable, self.distrusted = self.length, False

    def close(self) -> None:
        """Let go of the file; what still comes to sync it finds nothing to do."""
        with self._settling:
            self._closed = True
            os.close(self._handle)

    def _move(self) -> None:
        fresh = self.path.with_name(f"{self.path.name}.rescue")
        fresh.unlink(missing_ok=True)
        whole = 0
        with self.path.open("rb") as old:
            for _entry, end in read_live(old):
                whole = end
        if whole != self.length:
            raise RecordingStopped("the entries written before cannot be read back")
        try:
            other = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE)
            os.lseek(self._handle, 0, os.SEEK_SET)
            while os.lseek(self._handle, 0, os.SEEK_CUR) < self.length:
                os.sendfile(other, self._handle, None, self.length)
            os.fdatasync(other)
            fresh.rename(self.path)
            sync_folder(self.path.parent)
        except OSError as wrong:
            os.lseek(self._handle, self.length, os.SEEK_SET)
            raise RecordingStopped(str(wrong)) from None
        os.close(self._handle)
        self._handle = other

    def _write_all(self, parts: Sequence[bytes | memoryview]) -> None:
        written, size = os.writev(self._handle, parts), sum(map(len, parts))
        if written < size:  # a disk that is nearly full, or a signal: the rest follows or the error comes now
            rest = memoryview(b"".join(parts))[written:]
            while rest:
                rest = rest[os.write(self._handle, rest) :]

    def _cut_back(self) -> None:
        # Cutting needs no room, so it works on a full disk; if it fails too, the next start drops the torn tail.
        try:
            os.ftruncate(self._handle, self.length)
        finally:
            os.lseek(self._handle, self.length, os.SEEK_SET)
