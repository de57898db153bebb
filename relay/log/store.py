"""
The log on disk: C2SP tiles in a folder, grown batch by batch, signed only when all of it is durable.

An append takes these steps, and the next step begins when the one before is on the platters:

1. the journal names the sizes before and after;
2. the new bundles and tiles are written, each under a name that no file had before;
3. the new checkpoint is signed and remembered beside the key: from here on the append has happened;
4. `checkpoint` is replaced;
5. the partial tiles that are now the beginning of a wider file are removed (tlog-tiles demands that they be *served*
   for as long as no full tile is: `tile` cuts them out of the wider file);
6. the journal is removed.

After a crash the journal decides: with the old checkpoint remembered, the files of step 2 were never signed and are
removed; with the new one, steps 4 to 6 are done again. Without a journal nothing is ever removed or repaired: whatever
differs from what the key has signed is refused. So one key signs one history, also when the folder is restored from an
older copy, and also when a disk lies.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Self

from protocol import checkpoint, limits, merkle, note, proof, tile_growth, tiles
from protocol.errors import (
    CheckFailed,
    EntryTooLong,
    LogAlreadyThere,
    LogDamaged,
    LogMissing,
    LogNotWritten,
    LogRolledBack,
    ProofShapeWrong,
    TilePathUnknown,
)
from relay.log.check import check_log
from relay.log.disk import Disk, locked
from relay.log.files import Files
from relay.log.held import CHECKPOINT, read_at_most
from relay.log.memory import LOCK, SIGNED, WRITING, Append, Memory


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did: the index of its first entry, the log's size now, the checkpoint that says so."""

    first_index: int
    size: int
    checkpoint_text: str


class LogFolder:
    """
    A log that this process writes. Every method may block on the disk, and may be called from any thread.

    Made over a folder that holds a log (see `create` for a new one), it finishes or undoes an interrupted append and
    then checks every byte. `close` it to let another process write.

    Args:
        folder: Where the log lies.
        key: The log's key; its name is the log's origin.
        beside: The folder that the key lies in, outside `folder`: what was signed is remembered there.
        disk: Only tests hand in another.

    Raises:
        LogMissing: There is none.
        LogInUse: Another process holds it.
        LogDamaged: The folder is not what its checkpoint says.
        LogRolledBack: It is not what the key has signed last.
        LogNotWritten: The disk refused.
    """

    def __init__(self, folder: Path, key: note.SigningKey, beside: Path, disk: Disk | None = None) -> None:
        self.folder = folder
        self._key = key
        self._disk = disk or Disk()
        self._files = Files(folder, self._disk)
        self._memory = Memory(beside, self._disk)
        self._turn = RLock()  # guards everything below
        self._signed = ""
        self._head = checkpoint.Checkpoint(key.name, 0, merkle.EMPTY_ROOT)
        self._settled = False  # False: a step after the signing is still to be done, or to be done again
        self._begun: Append | None = None  # an append that returned after step 3 ...
        self._between = ExitStack()  # ... and holds off whoever checks the folder until it is finished
        if not self._memory.exists:
            raise LogMissing(f"nothing is remembered in {beside}")
        with ExitStack() as held, _refusing_disk():
            held.enter_context(locked(beside / LOCK, wait=False))
            with locked(beside / WRITING, wait=True):
                self._settle()
            self._demand_whole()
            self._held = held.pop_all()  # the lock of this log, until `close`

    @classmethod
    def create(cls, folder: Path, key: note.SigningKey, beside: Path, disk: Disk | None = None) -> Self:
        """
        Begin a new, empty log in a new or empty folder, sign its first checkpoint, and open it.

        Raises:
            LogAlreadyThere: The key has signed before, or the folder is not empty.
            LogInUse: Another process holds it.
            LogNotWritten: The disk refused.
        """
        with _refusing_disk(), locked(beside / LOCK, wait=False):
            memory = Memory(beside, disk or Disk())
            if memory.exists or (folder.exists() and any(folder.iterdir())):
                raise LogAlreadyThere(str(folder))
            memory.remember(checkpoint.sign(checkpoint.Checkpoint(key.name, 0, merkle.EMPTY_ROOT), key))
        return cls(folder, key, beside, disk)

    def close(self) -> None:
        """Let another process write this log."""
        self.finish()
        self._held.close()

    @property
    def size(self) -> int:
        """How many entries the log holds."""
        with self._turn:
            return self._head.size

    def checkpoint(self) -> str:
        """Give the present checkpoint, signed."""
        with self._turn:
            return self._signed

    def append(self, entries: Sequence[bytes], *, finish: bool = True) -> Appended:
        """
        Add entries; when this returns they are durable, signed for, and can be proven.

        Whoever is waited for may have it return after step 3, and calls `finish` then: until that checkers wait.

        Raises:
            EntryTooLong: An entry is longer than 65,535 bytes; nothing was added.
            LogNotWritten: The disk refused; nothing was added, and a later append may succeed.
            LogDamaged: The folder was changed under our hands; nothing was added.
        """
        for entry in entries:
            if len(entry) > limits.LOG_ENTRY_BYTES:
                raise EntryTooLong(str(len(entry)))
        with self._turn:
            first = self._head.size
            if entries:
                self.finish()
                with _refusing_disk(), ExitStack() as between:
                    between.enter_context(locked(self._memory.folder / WRITING, wait=True))
                    self._grow(entries)
                    self._begun, self._between = Append(first, self._head.size), between.pop_all()
                if finish:
                    self.finish()
            return Appended(first, self._head.size, self._signed)

    def finish(self) -> None:
        """Do steps 4 to 6 of an append that returned before them; what the disk refuses is done before the next one."""
        with self._turn, self._between.pop_all(), suppress(OSError):
            begun, self._begun = self._begun, None
            if begun is not None and not self._settled:
                self._finish(begun)

    def entry(self, index: int) -> bytes:
        """
        Give one entry.

        Raises:
            ProofShapeWrong: The log has no such entry.
            LogDamaged: It cannot be read, or is not the one that was signed.
        """
        with self._turn:
            return self._proven(index)[0]

    def backwards(self) -> Iterator[tuple[int, bytes]]:
        """
        Give index and bytes of every entry, the newest first, reading each bundle once.

        Raises:
            LogDamaged: A bundle cannot be read, or does not hold the entries that were hashed.
        """
        size = self.size
        for number in reversed(range(-(-size // tiles.WIDTH))):
            start = number * tiles.WIDTH
            width = min(tiles.WIDTH, size - start)
            entries = tiles.read_bundle(self.tile(tiles.Tile(tiles.ENTRIES, number, width).path), width)
            hashed = b"".join(merkle.leaf_hash(entry) for entry in entries)
            if hashed != self.tile(tiles.Tile(0, number, width).path):
                raise LogDamaged(f"the entries from {start}")
            yield from ((start + at, entries[at]) for at in reversed(range(width)))

    def proof(self, index: int) -> str:
        """
        Give the proof (c2sp.org/tlog-proof@v1) that an entry stands in the log as the present checkpoint has it.

        Raises what `entry` raises.
        """
        with self._turn:
            path = self._proven(index)[1]
            return str(proof.Proof(index, tuple(path), self._signed))

    def consistency(self, old_size: int) -> list[bytes]:
        """
        Give the hashes that show the log of that size to be the beginning of the present one (RFC 6962 2.1.2).

        Raises:
            ProofShapeWrong: The log has never had that size.
            LogDamaged: A tile cannot be read.
        """
        with self._turn, _damage():
            return merkle.consistency_proof(
                old_size, self._head.size, tiles.node_reader(self._head.size, self._files.read)
            )

    def tile(self, path: str) -> bytes:
        """
        Give a file of the log, or the narrower partial tile of an earlier size.

        Raises:
            TilePathUnknown: No such file, or one that no signed checkpoint speaks of.
            LogDamaged: It cannot be read.
        """
        asked = tiles.parse_path(path)
        with self._turn:
            held = tiles.wider(asked, self._head.size)
            if held is None:
                raise TilePathUnknown(path)
            with _damage():
                data = self._files.read(held)
                return data if held == asked else tiles.beginning(data, held, asked)

    def _proven(self, index: int) -> tuple[bytes, list[bytes]]:
        """An entry and its path, checked against the signed root: a changed disk speaks for nobody."""
        size = self._head.size
        if not 0 <= index < size:
            raise ProofShapeWrong(f"entry {index} of {size}")
        with _damage():
            entry = tiles.read_entry(index, size, self._files.read)
            path = merkle.inclusion_proof(index, size, tiles.node_reader(size, self._files.read))
            merkle.verify_inclusion(merkle.leaf_hash(entry), index, size, path, self._head.root)
            return entry, path

    def _grow(self, entries: Sequence[bytes]) -> None:
        """Do steps 1 to 3; after an OSError nothing was added."""
        if not self._settled:
            self._settle()
        old = self._head
        with _damage():
            files, root = tile_growth.grow(old.size, old.root, entries, self._files.read)
        append = Append(old.size, old.size + len(entries))
        self._settled = False
        try:
            self._memory.begin(append)  # 1
            self._files.write(files)  # 2
            signed = checkpoint.sign(checkpoint.Checkpoint(self._key.name, append.new, root), self._key)
            self._memory.remember(signed)  # 3
        except OSError:
            with suppress(OSError):  # should this fail as well, the next append begins with it
                self._settle()
            if self._head.size != append.new:
                raise
        else:
            self._signed, self._head = signed, checkpoint.Checkpoint(self._key.name, append.new, root)

    def _finish(self, append: Append) -> None:
        self._files.put_checkpoint(self._signed)  # 4
        self._files.remove(tiles.superseded(append.old, append.new))  # 5
        self._memory.end()  # 6
        self._settled = True

    def _settle(self) -> None:
        """Learn what was signed last, and bring an interrupted append to one of its two ends."""
        try:
            signed = self._memory.signed()
            head = checkpoint.verify(signed.encode(), self._key.verifier)
        except CheckFailed as failed:
            raise LogRolledBack(f"{SIGNED}: {failed}") from failed
        append = self._memory.unfinished()
        if append is not None and head.size == append.new:
            self._memory.harden()
        self._signed, self._head = signed, head
        if append is None:
            self._settle_empty()
        elif head.size == append.new:
            self._finish(append)
        elif head.size == append.old:
            # What was written and never signed: files that only the journal's larger log has.
            self._files.remove(tiles.grown(append.old, append.new))
            self._memory.end()
        else:
            raise LogRolledBack(f"{head.size} signed last, the journal goes from {append.old} to {append.new}")
        self._settled = True

    def _settle_empty(self) -> None:
        """A log that was begun, but has no folder or checkpoint yet: the empty tree has one checkpoint only."""
        if self._head.size == 0 and not self._files.has_checkpoint():
            self._files.make_folder()
            self._files.put_checkpoint(self._signed)

    def _demand_whole(self) -> None:
        """Demand that the folder is, byte for byte, the log that the key has signed last."""
        checks = check_log(self.folder, self._key.verifier, self._signed)
        for check in checks:
            if not check.good:
                kind = LogRolledBack if check.name == "history" else LogDamaged
                raise kind(f"{check.words} {check.detail}")
        on_disk = read_at_most(self.folder / CHECKPOINT, limits.NOTE_BYTES)
        stated = checkpoint.verify(on_disk, self._key.verifier)
        if stated != self._head:
            raise LogRolledBack(f"{self._head.size} entries were signed last, the folder holds {stated.size}")
        self._signed = on_disk.decode()  # the same, with what witnesses may have added below


def quiet(beside: Path) -> AbstractContextManager[None]:
    """Hold off the steps of an append: a checker enters this while it looks at the folder of a log in use."""
    return locked(beside / WRITING, wait=True, shared=True)


@contextmanager
def _refusing_disk() -> Iterator[None]:
    try:
        yield
    except OSError as trouble:
        raise LogNotWritten(str(trouble)) from trouble


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except ProofShapeWrong:
        raise
    except (CheckFailed, OSError) as failed:
        raise LogDamaged(str(failed)) from failed
