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


def whole(parts: Iterable[Rect], encode: Encode, most: float = WHOLE) -> list[Tile] | None:
    """Give tiles of all parts; None when they are more than `most` bytes, too many to go at once."""
    tiles, used = [], 0
    for part in parts:
        tile = encode(part)
        used += size_of((tile,))
        if used > most:
            return None
        tiles.append(tile)
    return tiles


def fitting(parts: Sequence[tuple[Rect, bool]], encode: Encode, room: float) -> list[Tile]:
    """
    Give tiles of all parts if they are little, else those for which there is room, one more at most.

    Args:
        parts: Each in its turn, and whether it is drawn, as a word or a mark is: such stay together if they are little,
            whatever becomes of the others.
        encode: Gives a part's tile.
        room: Bytes.
    """
    made, size = [], 0
    for part, _ in parts:
        if size >= max(room, WHOLE):
            break
        made.append(encode(part))
        size += size_of(made[-1:])
    if len(made) == len(parts) and size <= max(room, WHOLE):
        return made
    waiting = (part for part, is_drawn in parts[len(made) :] if is_drawn)
    together = [tile for tile, (_, is_drawn) in zip(made, parts, strict=False) if is_drawn]
    rest = whole(waiting, encode) if size_of(together) <= WHOLE else None
    if rest is None or size_of(together) + size_of(rest) > WHOLE:
        return list(_first(made, room))
    together += rest
    others = (tile for tile, (_, is_drawn) in zip(made, parts, strict=False) if not is_drawn)
    return [*together, *_first(others, room - size_of(together))]


def _first(tiles: Iterable[Tile], room: float) -> Iterator[Tile]:
    for tile in tiles:
        if room <= 0:
            return
        room -= size_of((tile,))
        yield tile
