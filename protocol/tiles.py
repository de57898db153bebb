"""
The log's tree cut into files (c2sp.org/tlog-tiles): which files a tree of a given size has, and what stands in them.

    tile/0/000.p/3          the leaf hashes 0, 1, 2: the tree has more than 2 leaves and fewer than 256
    tile/0/x001/234         the leaf hashes of entries 315,904 to 316,159
    tile/1/000              256 hashes, each the root of a full tile of level 0
    tile/entries/000.p/3    the entries themselves, each behind its length in 16 bits

Pure: files are read through a callable, and what is to be written is handed back.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from protocol import limits, merkle
from protocol.errors import EntryTooLong, TileMalformed, TilePathUnknown

HEIGHT = 8
WIDTH = 1 << HEIGHT
Level = int | Literal["entries"]
ENTRIES: Literal["entries"] = "entries"
_LENGTH_BYTES = 2
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)
_LONGEST_PATH = 64


@dataclass(frozen=True, slots=True)
class Tile:
    """One file: its level (a number, or "entries"), its index in that level, how many hashes or entries it holds."""

    level: Level
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the file lies, relative to the log's folder."""
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{self.level}/{_index_path(self.index)}{partial}"


Reader = Callable[[Tile], bytes]
"""Gives a file's bytes; asked only for tiles of the size in question."""


def parse_path(path: str) -> Tile:
    """
    Read a path in its one allowed spelling.

    Raises:
        TilePathUnknown: It is not one.
    """
    found = _PATH.fullmatch(path) if len(path) <= _LONGEST_PATH else None
    if found is None:
        raise TilePathUnknown
    level, index, width = (str(part) if part else "" for part in found.group("level", "index", "width"))
    tile = Tile(
        int(level) if level.isdigit() else ENTRIES,
        int(index.replace("x", "").replace("/", "")),
        int(width) if width else WIDTH,
    )
    if tile.path != path or (width and tile.width >= WIDTH):  # no leading group of zeroes; a partial tile is partial
        raise TilePathUnknown
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Every file of a tree of this size, the widest partial tiles only."""
    return grown(0, size)


def grown(old: int, new: int) -> Iterator[Tile]:
    """The files that a tree of `new` entries has and one of `old` entries has not."""
    for level in _levels(new):
        before, after = held(level, old), held(level, new)
        if after > before:
            yield from (Tile(level, index) for index in range(before // WIDTH, after // WIDTH))
            if after % WIDTH:
                yield Tile(level, after // WIDTH, after % WIDTH)


def superseded(old: int, new: int) -> Iterator[Tile]:
    """The partial files of a tree of `old` entries that are the beginning of a wider file at `new` entries."""
    for level in _levels(old):
        before = held(level, old)
        if before % WIDTH and held(level, new) > before:
            yield Tile(level, before // WIDTH, before % WIDTH)


def wider(tile: Tile, size: int) -> Tile | None:
    """The file that a tree of this size has for this tile's beginning: itself or a wider one; None beyond the tree."""
    width = min(WIDTH, held(tile.level, size) - tile.index * WIDTH)
    return Tile(tile.level, tile.index, width) if width >= tile.width else None


def held(level: Level, size: int) -> int:
    """How many hashes (or entries) a level holds in a tree of this size."""
    return size >> HEIGHT * (0 if level == ENTRIES else level)


def beginning(data: bytes, tile: Tile, narrower: Tile) -> bytes:
    """
    Cut the file of a narrower tile out of the file of a wider one: an older tree's partial tile.

    Raises:
        TileMalformed: The file is not what `tile` says.
    """
    if tile.level == ENTRIES:
        return write_bundle(read_bundle(data, tile.width)[: narrower.width])
    return b"".join(read_hashes(data, tile.width)[: narrower.width])


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """
    Write entries as a bundle.

    Raises:
        EntryTooLong: One is longer than 65,535 bytes.
    """
    for entry in entries:
        if len(entry) > limits.LOG_ENTRY_BYTES:
            raise EntryTooLong(str(len(entry)))
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES, "big") + entry for entry in entries)


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """
    Take a bundle of exactly `width` entries apart.

    Raises:
        TileMalformed: It is cut off, or holds fewer or more.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data) or len(entries) == width:
            raise TileMalformed("a bundle")
        entries.append(data[start:at])
    if len(entries) != width:
        raise TileMalformed("a bundle's width")
    return entries


def read_hashes(data: bytes, width: int) -> list[bytes]:
    """
    Take a tile of exactly `width` hashes apart.

    Raises:
        TileMalformed: It has another length.
    """
    if len(data) != width * merkle.HASH_BYTES:
        raise TileMalformed("a tile's length")
    return [data[at : at + merkle.HASH_BYTES] for at in range(0, len(data), merkle.HASH_BYTES)]


def node_reader(size: int, read: Reader) -> merkle.NodeReader:
    """Read the nodes of a tree of this size out of its tiles; each tile is fetched once."""
    seen: dict[Tile, list[bytes]] = {}

    def node(level: int, index: int) -> bytes:
        tile_level, inside = divmod(level, HEIGHT)
        first = index << inside  # the node's leaves, counted in hashes of its tile's level
        which = first // WIDTH
        tile = Tile(tile_level, which, min(WIDTH, held(tile_level, size) - which * WIDTH))
        if tile not in seen:
            seen[tile] = read_hashes(read(tile), tile.width)
        return complete(seen[tile][first % WIDTH : first % WIDTH + (1 << inside)])

    return node


def read_entry(index: int, size: int, read: Reader) -> bytes:
    """Read one entry of a tree of this size out of its bundle (TileMalformed when that is damaged)."""
    which = index // WIDTH
    tile = Tile(ENTRIES, which, min(WIDTH, size - which * WIDTH))
    return read_bundle(read(tile), tile.width)[index % WIDTH]


def complete(hashes: Sequence[bytes]) -> bytes:
    """The root of a complete subtree, from a power of two of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [merkle.node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _levels(size: int) -> list[Level]:
    """The levels of a tree of this size: the entries, then hashes, level 0 first."""
    return [ENTRIES, *range(-(-size.bit_length() // HEIGHT))]


def _index_path(index: int) -> str:
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:  # noqa: PLR2004 - the specification's three digits
        index //= 1000
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups))
