"""The files of one log's folder: folders come and go with them."""

from pathlib import Path

import pytest

from protocol.errors import LogFileMissing, TileMalformed
from protocol.tiles import ENTRIES, Tile
from relay.log.disk import Disk
from relay.log.files import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give an empty folder's files."""
    made = Files(tmp_path / "log", Disk())
    made.make_folder()
    return made


def names(files: Files) -> list[str]:
    """Everything below the folder, folders included."""
    return sorted(path.relative_to(files.folder).as_posix() for path in files.folder.rglob("*"))


def test_folders_come_with_their_files_and_go_with_the_last(files: Files) -> None:
    """Nothing empty stays behind."""
    one, other = Tile(0, 0, 3), Tile(ENTRIES, 1_000)
    files.write({one.path: bytes(96), other.path: b""})
    assert names(files) == [
        "tile",
        "tile/0",
        "tile/0/000.p",
        "tile/0/000.p/3",
        "tile/entries",
        "tile/entries/x001",
        "tile/entries/x001/000",
    ]

    files.remove([other])
    assert names(files) == ["tile", "tile/0", "tile/0/000.p", "tile/0/000.p/3"]
    files.remove([one, other, Tile(5, 5, 5)])
    assert names(files) == []


def test_what_an_interrupted_write_left_empty_is_removed(files: Files) -> None:
    """A folder that was made for a file that never came goes with the recovery."""
    (files.folder / "tile" / "1").mkdir(parents=True)

    files.remove([Tile(1, 0, 1)])

    assert names(files) == []


def test_missing_and_bloated_files_are_told_apart(files: Files) -> None:
    """Each has its own error, and a bloated one is not read whole."""
    tile = Tile(0, 0, 3)
    with pytest.raises(LogFileMissing):
        files.read(tile)
    files.write({tile.path: bytes(96)})
    assert files.read(tile) == bytes(96)
    with (files.folder / tile.path).open("ab") as file:
        file.truncate(1 << 40)
    with pytest.raises(TileMalformed):
        files.read(tile)


def test_the_checkpoint_is_replaced(files: Files) -> None:
    """There is one, and it is the last."""
    assert not files.has_checkpoint()
    for text in ("first", "second"):
        files.put_checkpoint(text)
        assert (files.folder / "checkpoint").read_text() == text
    assert names(files) == ["checkpoint"]
