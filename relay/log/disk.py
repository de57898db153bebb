"""
The few things the log does to a disk, each a step of its own: a test can let the power fail between any two.

Bytes are durable when `write` returned and the folder above was synced; a name is durable when its folder was synced.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from protocol.errors import LogInUse

FOLDER_MODE = 0o700
FILE_MODE = 0o600


class Disk:
    """Blocking file work; every method may raise OSError."""

    def write(self, path: Path, data: bytes) -> None:
        """Write a file that does not exist yet, down to the platters; its name still needs `sync`."""
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, path: Path, onto: Path) -> None:
        """Give a file another's name; a reader sees the old bytes or the new ones, never a mixture."""
        path.replace(onto)

    def remove(self, path: Path) -> None:
        """Remove a file that may already be gone."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Make a folder that may already be there."""
        path.mkdir(mode=FOLDER_MODE, exist_ok=True)

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder."""
        path.rmdir()

    def sync(self, folder: Path) -> None:
        """Make the names in a folder durable."""
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def replace(self, path: Path, data: bytes) -> None:
        """Give a file new bytes as a whole or not at all, durably. What it is prepared in ends in `.new`."""
        fresh = fresh_name(path)
        self.remove(fresh)
        self.write(fresh, data)
        self.rename(fresh, path)
        self.sync(path.parent)


def fresh_name(path: Path) -> Path:
    """Where `Disk.replace` prepares a file."""
    return path.with_name(f"{path.name}.new")


@contextmanager
def locked(path: Path, *, wait: bool, shared: bool = False) -> Iterator[None]:
    """
    Hold the lock of this file; the kernel lets go of it when the process ends, however it ends.

    Raises:
        LogInUse: Another holds it, and `wait` is False.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, FILE_MODE)
    try:
        how = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, how if wait else how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LogInUse(str(path)) from None
        yield
    finally:
        with suppress(OSError):
            os.close(handle)
