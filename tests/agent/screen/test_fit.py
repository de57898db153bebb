"""What fits into one frame."""

from __future__ import annotations

from agent.screen.fit import TILE_HEAD, WHOLE, fitting, size_of, whole
from agent.screen.rect import Rect
from protocol.screen import Encoding, Tile

KB = 1_000


def parts(count: int, size: int = KB) -> list[Rect]:
    """Give parts whose tiles have so many bytes each: as many as they are wide."""
    return [Rect(0, 10 * number, size - TILE_HEAD, 9) for number in range(count)]


def tile(part: Rect) -> Tile:
    """Give a tile of a part."""
    return Tile(*part, Encoding.RGB_ZLIB, bytes(part.w))


def photographs(count: int, size: int = KB) -> list[tuple[Rect, bool]]:
    """Give parts that are not drawn."""
    return [(part, False) for part in parts(count, size)]


def words(count: int, size: int = KB) -> list[tuple[Rect, bool]]:
    """Give parts that are drawn."""
    return [(part, True) for part in parts(count, size)]


def test_a_little_goes_whole_whatever_room_there_is() -> None:
    """Eight kilobytes are a moment of a thin line; with room for two of them all eight go."""
    assert size_of(fitting(words(4) + photographs(4), tile, 2 * KB)) == 8 * KB
    assert size_of(whole(parts(8), tile) or ()) == 8 * KB


def test_of_much_goes_what_there_is_room_for_in_order() -> None:
    """A photograph that opens is spread over frames, the first pieces first."""
    pieces = photographs(40)
    found = fitting(pieces, tile, 5 * KB)

    assert [Rect(each.x, each.y, each.w, each.h) for each in found] == [part for part, _ in pieces[:5]]
    assert size_of(fitting(pieces, tile, 30 * KB)) == 30 * KB
    assert fitting(pieces, tile, 0) == []
    assert whole((part for part, _ in pieces), tile) is None


def test_words_stay_together_beside_much() -> None:
    """Two words at the ends of the screen go together, wherever their turn is; too many are cut as well."""
    assert size_of(fitting(words(3) + photographs(5, WHOLE), tile, KB)) == 3 * KB
    assert size_of(fitting(words(1) + photographs(5, WHOLE) + words(2), tile, KB)) == 3 * KB
    assert size_of(fitting(photographs(20) + words(3), tile, 5 * KB)) == 5 * KB
    assert size_of(fitting(words(15) + photographs(1, WHOLE), tile, KB)) == KB
    assert size_of(fitting(words(1) + photographs(20) + words(15), tile, 2 * KB)) == 2 * KB


def test_nothing_is_nothing() -> None:
    """Where nothing differs nothing is made."""
    assert fitting([], tile, 0) == []
    assert whole([], tile) == []
