"""Where finished recordings lie: a folder, or what obstore reaches when a machine is outgrown (S3 and its kin)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol, cast

import obstore
from obstore.store import LocalStore

from relay.files import PRIVATE, make_private_folder, sync_folder

_PIECE = 2**20


class Blobs(Protocol):
    """A place for finished recordings, by name such as `SESSION/recording.mcap`."""

    def writer(self, name: str) -> IO[bytes]:
        """Open a name for writing; nothing stands there before the writer is closed."""
        ...

    def settle(self, name: str) -> None:
        """Make what was written durable and private."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """Read what stands under a name, piece by piece."""
        ...

    def reader(self, name: str) -> IO[bytes]:
        """Open what stands under a name for reading here and there."""
        ...

    def size(self, name: str) -> int | None:
        """Give the size in bytes of what stands under a name, or None."""
        ...

    def delete(self, name: str) -> None:
        """Remove what stands under a name, if anything does."""
        ...


class FolderBlobs:
    """The local half: a folder on this machine."""

    def __init__(self, folder: Path) -> None:
        make_private_folder(folder)
        self._folder = folder
        self._store = LocalStore(folder)

    def writer(self, name: str) -> IO[bytes]:
        """Open a name for writing; obstore writes beside it and renames when the writer is closed."""
        return cast("IO[bytes]", obstore.open_writer(self._store, name))

    def settle(self, name: str) -> None:
        """Narrow the mode and sync: obstore renames without fsync and leaves the file readable by others."""
        path = self._folder / name
        path.chmod(PRIVATE)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        sync_folder(path.parent)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Read what stands under a name, piece by piece."""
        for piece in obstore.get(self._store, name).stream(min_chunk_size=_PIECE):
            yield bytes(piece)

    def reader(self, name: str) -> IO[bytes]:
        """Open what stands under a name; what is read here and there is fetched as it is needed."""
        return cast("IO[bytes]", obstore.open_reader(self._store, name))

    def size(self, name: str) -> int | None:
        """Give the size in bytes, or None."""
        try:
            return int(obstore.head(self._store, name)["size"])
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        """Remove it, if it is there."""
        if self.size(name) is not None:
            obstore.delete(self._store, name)
            sync_folder((self._folder / name).parent)


class HashingWriter:
    """Passes bytes on and keeps their SHA-256 and number; what MCAP's writer needs of a file."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes, /) -> int:
        """Write on."""
        self._hash.update(data)
        self.bytes += len(data)
        self._output.write(data)
        return len(data)

    def tell(self) -> int:
        """Give the place in the file."""
        return self.bytes

    def flush(self) -> None:
        """Do nothing: the store decides when it writes."""

    def sha256(self) -> bytes:
        """Give the hash of all that was written."""
        return self._hash.digest()
