"""
How the log's files grow: from entries to tiles (c2sp.org/tlog-tiles), all at once or batch by batch.

Pure, as `protocol.tiles` is. Nothing read back from a disk is trusted: `grow` checks the old tree's right edge first.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

from protocol import merkle, tiles
from protocol.errors import TileWrong


def build(entries: Iterable[bytes]) -> Iterator[tuple[tiles.Tile, bytes]]:
    """Make every file of a log that holds these entries, in bounded memory; the partial ones come last."""
    bundle: list[bytes] = []
    levels: list[list[bytes]] = [[]]
    numbers: dict[tiles.Level, count[int]] = defaultdict(count)

    for entry in entries:
        bundle.append(entry)
        levels[0].append(merkle.leaf_hash(entry))
        if len(bundle) == tiles.WIDTH:
            yield tiles.Tile(tiles.ENTRIES, next(numbers[tiles.ENTRIES])), tiles.write_bundle(bundle)
            bundle = []
        level = 0
        while len(levels[level]) == tiles.WIDTH:
            yield tiles.Tile(level, next(numbers[level])), b"".join(levels[level])
            if level + 1 == len(levels):
                levels.append([])
            levels[level + 1].append(tiles.complete(levels[level]))
            levels[level] = []
            level += 1
    if bundle:
        yield tiles.Tile(tiles.ENTRIES, next(numbers[tiles.ENTRIES]), len(bundle)), tiles.write_bundle(bundle)
    for level, hashes in enumerate(levels):
        if hashes:
            yield tiles.Tile(level, next(numbers[level]), len(hashes)), b"".join(hashes)


def grow(old: int, old_root: bytes, entries: Sequence[bytes], read: tiles.Reader) -> tuple[dict[str, bytes], bytes]:
    """
    Add entries to a tree of `old` entries: the new files (path to bytes) and the new root.

    Reads the old tree's partial files and trusts none of them: what does not lead to `old_root` is refused, so that a
    changed disk is never signed over.

    Raises:
        TileMalformed, TileWrong: A file of the old tree is damaged or changed.
        EntryTooLong: An entry is longer than 65,535 bytes.
    """
    edge = _right_edge(old, old_root, read)
    bundle = _last_bundle(old, edge[0] if edge else [], read)
    files: dict[str, bytes] = {}
    if entries:
        _cut(files, tiles.ENTRIES, old, [*bundle, *entries], tiles.write_bundle)
    added = [merkle.leaf_hash(entry) for entry in entries]
    level, start = 0, old
    while added:
        if level == len(edge):
            edge.append([])
        row = [*edge[level], *added]
        _cut(files, level, start, row, b"".join)
        whole = len(row) - len(row) % tiles.WIDTH
        added = [tiles.complete(row[at : at + tiles.WIDTH]) for at in range(0, whole, tiles.WIDTH)]
        edge[level] = row[whole:]
        level, start = level + 1, start // tiles.WIDTH
    return files, _edge_root(edge)


def _cut(
    files: dict[str, bytes],
    level: tiles.Level,
    start: int,
    row: Sequence[bytes],
    write: Callable[[Sequence[bytes]], bytes],
) -> None:
    """Cut a level's row, which begins at the tile that holds position `start`, into its files."""
    for number, at in enumerate(range(0, len(row), tiles.WIDTH), start // tiles.WIDTH):
        part = row[at : at + tiles.WIDTH]
        files[tiles.Tile(level, number, len(part)).path] = write(part)


def _right_edge(size: int, root: bytes, read: tiles.Reader) -> list[list[bytes]]:
    """The hashes of each level's partial tile (none where the last tile is full), checked against the root."""
    edge: list[list[bytes]] = []
    for level in range(-(-size.bit_length() // tiles.HEIGHT)):
        index, width = divmod(tiles.held(level, size), tiles.WIDTH)
        tile = tiles.Tile(level, index, width)
        edge.append(tiles.read_hashes(read(tile), tile.width) if tile.width else [])
    # Every hash of every partial tile leads into the root, so this one comparison checks them all.
    if _edge_root(edge) != root:
        raise TileWrong("the tiles at the tree's end do not lead to its root")
    return edge


def _edge_root(edge: Sequence[Sequence[bytes]]) -> bytes:
    nodes: list[bytes] = []
    for row in reversed(edge):
        at = 0
        for inside in reversed(range(tiles.HEIGHT)):
            if len(row) >> inside & 1:
                nodes.append(tiles.complete(row[at : at + (1 << inside)]))
                at += 1 << inside
    return merkle.fold(nodes)


def _last_bundle(size: int, leaves: Sequence[bytes], read: tiles.Reader) -> list[bytes]:
    width = size % tiles.WIDTH
    if not width:
        return []
    entries = tiles.read_bundle(read(tiles.Tile(tiles.ENTRIES, size // tiles.WIDTH, width)), width)
    if [merkle.leaf_hash(entry) for entry in entries] != list(leaves):
        raise TileWrong("the last bundle does not hold the entries that were hashed")
    return entries
