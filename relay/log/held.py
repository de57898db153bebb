"""What lies in a log's folder: names first, bytes when asked, and nothing followed out of it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from protocol import limits, merkle, tiles
from protocol.errors import LogFileAdded, LogFileMissing, TileMalformed, TilePathUnknown

CHECKPOINT = "checkpoint"
# Never through a link, never waiting at a pipe, never translating line ends; each only where the system has it.
_READING = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_LONGEST_BUNDLE = tiles.WIDTH * (2 + limits.LOG_ENTRY_BYTES)
_LONGEST_TILE = tiles.WIDTH * merkle.HASH_BYTES


@dataclass(frozen=True, slots=True)
class Held:
    """
    A folder as it was at one moment.

    Attributes:
        folder: Where it lies.
        files: The regular files, as paths relative to the folder.
        strange: What is neither a regular file nor a folder that holds something.
        kept: Bytes of the files that a growing log replaces: the checkpoint and the partial tiles.
    """

    folder: Path
    files: frozenset[str]
    strange: tuple[str, ...]
    kept: dict[str, bytes] = field(repr=False)

    def read(self, tile: tiles.Tile) -> bytes:
        """
        Read a tile's file.

        Raises:
            LogFileMissing: It is not there.
            TileMalformed: It is longer than any such file may be.
        """
        if tile.path in self.kept:
            return self.kept[tile.path]
        try:
            data = read_at_most(self.folder / tile.path, longest(tile))
        except FileNotFoundError:
            raise LogFileMissing(tile.path) from None
        return _not_too_long(data, tile)

    @property
    def checkpoint(self) -> bytes:
        """
        The checkpoint's bytes.

        Raises:
            LogFileMissing: There is none.
        """
        if CHECKPOINT not in self.kept:
            raise LogFileMissing(CHECKPOINT)
        return self.kept[CHECKPOINT]


def hold(folder: Path) -> Held:
    """
    Look at a folder.

    Raises:
        OSError: It cannot be read.
        TileMalformed: A partial tile is longer than any may be.
    """
    files: set[str] = set()
    strange: list[str] = []
    kept: dict[str, bytes] = {}
    for name, regular in _walk(folder, ""):
        if not regular:
            strange.append(name)
            continue
        files.add(name)
        if name == CHECKPOINT:
            kept[name] = read_at_most(folder / name, limits.NOTE_BYTES)
        with suppress(TilePathUnknown):
            tile = tiles.parse_path(name)
            if tile.width < tiles.WIDTH:
                kept[name] = _not_too_long(read_at_most(folder / name, longest(tile)), tile)
    return Held(folder, frozenset(files), tuple(sorted(strange)), kept)


def demand_every_file(held: Held, size: int) -> None:
    """
    Demand that no file of a log of this size is missing.

    Raises:
        LogFileMissing: One is; the detail names the first.
    """
    for tile in tiles.tiles_of(size):
        if tile.path not in held.files:
            raise LogFileMissing(tile.path)


def demand_no_other(held: Held, size: int) -> None:
    """
    Demand that there is nothing beside the checkpoint and the files of a log of this size.

    Raises:
        LogFileAdded: There is; the detail names the first.
    """
    for name in (*held.strange, *sorted(held.files - {CHECKPOINT})):
        try:
            tile = tiles.parse_path(name)
        except TilePathUnknown:
            raise LogFileAdded(name) from None
        if name in held.strange or tiles.wider(tile, size) != tile:
            raise LogFileAdded(name)


def longest(tile: tiles.Tile) -> int:
    """How many bytes a file of this kind can have."""
    return _LONGEST_BUNDLE if tile.level == tiles.ENTRIES else _LONGEST_TILE


def read_at_most(path: Path, limit: int) -> bytes:
    """Read a file that may be hostile: one byte over the limit is enough to see that it is too long."""
    handle = os.open(path, _READING)
    with os.fdopen(handle, "rb") as file:
        return file.read(limit + 1)


def _not_too_long(data: bytes, tile: tiles.Tile) -> bytes:
    if len(data) > longest(tile):
        raise TileMalformed(f"{tile.path} is too long")
    return data


def _walk(folder: Path, above: str) -> Iterator[tuple[str, bool]]:
    """Every name below a folder, and whether it is a regular file; an empty folder counts as something strange."""
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    if not listed and above:
        yield above.rstrip("/"), False
    for entry in listed:
        name = above + os.fsencode(entry.name).decode("utf-8", "backslashreplace")
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{name}/")
        else:
            yield name, entry.is_file(follow_symlinks=False)
