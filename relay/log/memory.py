"""
What the relay remembers beside the log's key.

It lies apart from the log's folder, so that no restored copy of that folder can make the key sign a second history.

    log.signed     the last checkpoint that the key has signed; writing it *is* the signing
    log.journal    the append in progress: the sizes before and after
    log.lock       held by the process that writes this log
    log.writing    held for the moments in which the folder is between two states
"""

import re
from dataclasses import dataclass
from pathlib import Path

from protocol import limits
from protocol.errors import LogDamaged
from relay.log.disk import Disk, fresh_name
from relay.log.held import read_at_most

SIGNED = "log.signed"
JOURNAL = "log.journal"
LOCK = "log.lock"
WRITING = "log.writing"
_JOURNAL = re.compile(rb"attended log append\n(0|[1-9][0-9]{0,15})\n([1-9][0-9]{0,15})\n")
_LONGEST_JOURNAL = 64


@dataclass(frozen=True, slots=True)
class Append:
    """An append that may have been interrupted: the log's size before it and after it."""

    old: int
    new: int


class Memory:
    """The files beside the key. Every method may raise OSError."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self.folder = folder
        self._disk = disk

    @property
    def exists(self) -> bool:
        """Whether this key has ever signed."""
        return (self.folder / SIGNED).exists()

    def signed(self) -> str:
        """Give the last signed checkpoint, unverified."""
        return read_at_most(self.folder / SIGNED, limits.NOTE_BYTES).decode("utf-8", "backslashreplace")

    def remember(self, signed: str) -> None:
        """Remember a signed checkpoint; only after this may anybody see it."""
        self._disk.replace(self.folder / SIGNED, signed.encode())

    def harden(self) -> None:
        """Make durable what an interrupted `remember` may only have named."""
        self._disk.sync(self.folder)

    def begin(self, append: Append) -> None:
        """Name an append before its first file is written."""
        self._disk.replace(self.folder / JOURNAL, f"attended log append\n{append.old}\n{append.new}\n".encode())

    def unfinished(self) -> Append | None:
        """
        Give the append that was begun and not ended.

        Raises:
            LogDamaged: The journal is not one; a crash cannot do that.
        """
        try:
            data = read_at_most(self.folder / JOURNAL, _LONGEST_JOURNAL)
        except FileNotFoundError:
            return None
        found = _JOURNAL.fullmatch(data)
        append = Append(int(found[1]), int(found[2])) if found else Append(0, 0)
        if append.old >= append.new:
            raise LogDamaged("the journal")
        return append

    def end(self) -> None:
        """Forget the append: all its files are in place, or all are gone."""
        for name in (SIGNED, JOURNAL):
            self._disk.remove(fresh_name(self.folder / name))
        self._disk.remove(self.folder / JOURNAL)
        self._disk.sync(self.folder)
