"""Tiles: the specification's examples, names in one spelling, bytes that say what they are."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol import limits, merkle, tiles
from protocol.errors import EntryTooLong, TileMalformed, TilePathUnknown
from protocol.tile_growth import build
from protocol.tiles import ENTRIES, Tile


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    """273 full tiles and one of 112 on level 0, one full and one of 17 on level 1, one of 1 on level 2."""
    held = list(tiles.tiles_of(70_000))
    partial = {tile for tile in held if tile.width < tiles.WIDTH and tile.level != ENTRIES}

    assert sum(tile.level == 0 and tile.width == tiles.WIDTH for tile in held) == 273
    assert sum(tile.level == 1 and tile.width == tiles.WIDTH for tile in held) == 1
    assert partial == {Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)}
    assert sum(tile.level == ENTRIES for tile in held) == 274


def test_a_tree_of_256_has_a_full_tile_and_one_above_it() -> None:
    """The specification's second example."""
    assert [tile.path for tile in tiles.tiles_of(256)] == ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]


def test_an_empty_tree_has_no_tiles() -> None:
    """Empty tiles are never made."""
    assert list(tiles.tiles_of(0)) == []


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 0, 3), "tile/0/000.p/3"),
        (Tile(5, 1234067), "tile/5/x001/x234/067"),
        (Tile(63, 1000, 255), "tile/63/x001/000.p/255"),
        (Tile(ENTRIES, 999, 1), "tile/entries/999.p/1"),
    ],
)
def test_a_path_names_its_tile(tile: Tile, path: str) -> None:
    """The specification's way to write an index, both ways."""
    assert tile.path == path
    assert tiles.parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p/",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/../0/000",
        "tile/0/000\n",
        "tile/0/\u0660\u0660\u0660",
        "tile//000",
        "tile/0/" + "x001/" * 40 + "000",
    ],
)
def test_no_other_spelling_is_a_path(path: str) -> None:
    """Leading zeroes, traversal, foreign digits and old names are refused."""
    with pytest.raises(TilePathUnknown):
        tiles.parse_path(path)


@given(st.text(alphabet="tile/0x19.p\nentries", max_size=40).map(lambda tail: "tile/" + tail) | st.text(max_size=30))
def test_any_path_names_a_tile_or_is_refused(path: str) -> None:
    """What is read is written back the same."""
    with suppress(TilePathUnknown):
        assert tiles.parse_path(path).path == path


@given(st.integers(0, 70_000), st.integers(0, 70_000))
def test_growing_adds_exactly_the_new_names(one: int, other: int) -> None:
    """Old files, minus the superseded, plus the grown, are the new files; no name is ever written twice."""
    old, new = sorted((one, other))
    before, after = set(tiles.tiles_of(old)), set(tiles.tiles_of(new))
    grown, gone = set(tiles.grown(old, new)), set(tiles.superseded(old, new))

    assert grown.isdisjoint(before)
    assert gone <= before
    assert before - gone | grown == after


@given(st.lists(st.binary(max_size=50), max_size=tiles.WIDTH))
def test_a_bundle_gives_its_entries_back(entries: list[bytes]) -> None:
    """Entries of every length, the empty one included, survive."""
    data = tiles.write_bundle(entries)

    assert tiles.read_bundle(data, len(entries)) == entries
    for width in {len(entries) + 1, len(entries) - 1}:
        with pytest.raises(TileMalformed):
            tiles.read_bundle(data, width)


def test_a_bundle_is_written_as_the_specification_says() -> None:
    """A 16-bit big-endian length before each entry, up to 65,535 bytes."""
    longest = bytes(limits.LOG_ENTRY_BYTES)

    assert tiles.write_bundle([b"ab", b""]) == b"\x00\x02ab\x00\x00"
    assert tiles.read_bundle(tiles.write_bundle([longest]), 1) == [longest]
    with pytest.raises(EntryTooLong):
        tiles.write_bundle([longest + b"x"])


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00", b"\x00\x00\x00\x00"])
def test_a_torn_bundle_is_refused(data: bytes) -> None:
    """A length without its entry, and an entry too many, are damage."""
    with pytest.raises(TileMalformed):
        tiles.read_bundle(data, 1)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_an_older_trees_partial_tile_is_the_beginning_of_a_wider_file(size: int) -> None:
    """What an older checkpoint promised can be served from the files of a larger tree."""
    entries = [number.to_bytes(2, "big") for number in range(900)]
    large = dict(build(entries))
    for tile, data in build(entries[:size]):
        wider = tiles.wider(tile, 900)
        assert wider is not None
        assert tiles.beginning(large[wider], wider, tile) == data


def test_no_file_holds_what_the_tree_has_not() -> None:
    """A tile beyond the tree, or wider than it is there, has no file."""
    assert tiles.wider(Tile(0, 1, 5), 260) is None
    assert tiles.wider(Tile(0, 2), 260) is None
    assert tiles.wider(Tile(1, 0, 2), 260) is None
    assert tiles.wider(Tile(9, 0, 1), 260) is None
    assert tiles.wider(Tile(0, 1, 4), 260) == Tile(0, 1, 4)


@given(st.integers(1, 1_500), st.data())
def test_proofs_from_tiles_are_the_trees_proofs(size: int, data: st.DataObject) -> None:
    """The tree in memory and the tree in files say the same."""
    entries = [number.to_bytes(2, "big") for number in range(size)]
    tree = merkle.Tree([merkle.leaf_hash(entry) for entry in entries])
    files = dict(build(entries))
    read = tiles.node_reader(size, files.__getitem__)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))

    assert merkle.root(size, read) == tree.root()
    assert merkle.inclusion_proof(index, size, read) == tree.inclusion_proof(index)
    assert merkle.consistency_proof(old, size, read) == tree.consistency_proof(old)
    assert tiles.read_entry(index, size, files.__getitem__) == entries[index]
