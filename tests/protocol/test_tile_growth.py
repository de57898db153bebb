"""How tiles grow: batch by batch they become what they would have been at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import merkle, tiles
from protocol.errors import CheckFailed, EntryTooLong, TileMalformed, TileWrong
from protocol.tile_growth import build, grow


def entries(start: int, end: int) -> list[bytes]:
    """Give the entries with these numbers."""
    return [f"entry {number}".encode() for number in range(start, end)]


def root_of(size: int) -> bytes:
    """Give the root of the first entries."""
    return merkle.Tree([merkle.leaf_hash(entry) for entry in entries(0, size)]).root()


def reader(files: dict[str, bytes]) -> tiles.Reader:
    """Read tiles out of a dict."""
    return lambda tile: files[tile.path]


@given(st.lists(st.integers(0, 600), min_size=1, max_size=5))
def test_batches_make_the_same_files_as_one_go(batches: list[int]) -> None:
    """After any batches the files of the size are those that `build` makes, and the root is the tree's."""
    files: dict[str, bytes] = {}
    size, root = 0, merkle.EMPTY_ROOT
    for batch in batches:
        added, root = grow(size, root, entries(size, size + batch), reader(files))
        assert sorted(added) == sorted(tile.path for tile in tiles.grown(size, size + batch))
        files |= added
        size += batch

    assert root == root_of(size)
    assert {tile.path: files[tile.path] for tile in tiles.tiles_of(size)} == {
        tile.path: data for tile, data in build(entries(0, size))
    }


def test_three_levels_grow_together() -> None:
    """Across 65,536 entries a third level begins."""
    size = 65_530
    files = {tile.path: data for tile, data in build(entries(0, size))}
    added, root = grow(size, root_of(size), entries(size, size + 10), reader(files))

    assert set(added) == {
        "tile/entries/255",
        "tile/entries/256.p/4",
        "tile/0/255",
        "tile/0/256.p/4",
        "tile/1/000",
        "tile/2/000.p/1",
    }
    assert root == root_of(size + 10)


@given(st.integers(1, 700), st.data())
def test_nothing_grows_on_a_changed_edge(size: int, data: st.DataObject) -> None:
    """One flipped bit in a partial file of the old tree, and nothing is handed out to be signed."""
    files = {tile.path: held for tile, held in build(entries(0, size))}
    edge = [tile for tile in tiles.tiles_of(size) if tile.width < tiles.WIDTH]
    if not edge:
        return
    path = data.draw(st.sampled_from(edge)).path
    bit = data.draw(st.integers(0, len(files[path]) * 8 - 1))
    changed = bytearray(files[path])
    changed[bit // 8] ^= 1 << bit % 8
    files[path] = bytes(changed)

    with pytest.raises(CheckFailed) as refused:
        grow(size, root_of(size), [b"one more"], reader(files))
    assert isinstance(refused.value, TileWrong | TileMalformed)


def test_an_entry_that_no_bundle_can_hold_is_refused() -> None:
    """65,536 bytes are one too many."""
    with pytest.raises(EntryTooLong):
        grow(0, merkle.EMPTY_ROOT, [bytes(65_536)], lambda tile: b"")
