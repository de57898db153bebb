"""A file that is hashed while it is read, so that one pass says both what it holds and which bytes it is."""

from __future__ import annotations

from hashlib import sha256
from typing import IO

_PIECE = 2**20


class HashedFile:
    """Reads on; `finish` reads what is left."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = sha256()
        self.size = 0

    def read(self, size: int) -> bytes:
        """Read up to `size` bytes."""
        data = self._file.read(size)
        self._hash.update(data)
        self.size += len(data)
        return data

    def finish(self) -> bytes:
        """Read the rest and give the hash of the whole file."""
        while self.read(_PIECE):
            pass
        return self._hash.digest()
