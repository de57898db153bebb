"""
What fits into one frame: a little goes whole or not at all, of much goes what there is room for.

The console draws a frame in one step. So what is in one frame is never seen in part, and what is left for the next one
is. Pure: the encoder is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from agent.screen.rect import Rect
from protocol.screen import Tile

WHOLE: Final = 8_192
"""Bytes up to which a change goes into one frame, whether there is room for them or not: a line of 1 Mbit/s needs 65 ms
for them. See `docs/decisions/0013-a-little-goes-whole.md`."""

TILE_HEAD: Final = 14
"""Bytes of a tile beside its data."""

Encode = Callable[[Rect], Tile]


def size_of(tiles: Iterable[Tile]) -> int:
    """Give the bytes of tiles in a frame."""
    return sum(len(tile.data) + TILE_HEAD for tile in tiles)


def whole(parts: Iterable[Rect], encode: Encode) -> list[Tile] | None:
    """Give tiles of all parts; None when they are too many bytes to go at once."""
    tiles, used = [], 0
    for part in parts:
        tile = encode(part)
        used += size_of((tile,))
        if used > WHOLE:
            return None
        tiles.append(tile)
    return tiles


def fitting(words: Sequence[Rect], pieces: Sequence[Rect], encode: Encode, room: float) -> list[Tile]:
    """
    Give tiles of all parts if they are little, else those for which there is room, one more at most.

    Args:
        words: Small parts, which stay together if they are little, whatever becomes of the others.
        pieces: The others, in the order in which they should go.
        encode: Gives a part's tile.
        room: Bytes.
    """
    made, sizes = [], [0]
    for part in (*words, *pieces):
        if sizes[-1] >= max(room, WHOLE):
            break
        made.append(encode(part))
        sizes.append(sizes[-1] + size_of(made[-1:]))
    if len(made) == len(words) + len(pieces) and sizes[-1] <= max(room, WHOLE):
        return made
    together = len(words) if len(words) <= len(made) and sizes[len(words)] <= WHOLE else 0
    return [*made[:together], *_first(made[together:], room - sizes[together])]


def _first(tiles: Iterable[Tile], room: float) -> Iterator[Tile]:
    for tile in tiles:
        if room <= 0:
            return
        room -= size_of((tile,))
        yield tile
