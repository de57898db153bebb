"""Looking at a folder: names first, nothing followed, nothing read beyond its bounds."""

import os
from pathlib import Path

import pytest

from protocol.errors import LogFileAdded, LogFileMissing, TileMalformed
from protocol.tiles import Tile
from relay.log.held import demand_every_file, demand_no_other, hold


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the names of a log of 3 entries."""
    for name in ("checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_a_folder_is_held_as_it_was(folder: Path) -> None:
    """What a growing log replaces is read at once, so that a check is of one moment."""
    held = hold(folder)
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()

    assert held.checkpoint == b"checkpoint"
    assert held.read(Tile(0, 0, 3)) == b"tile/0/000.p/3"
    demand_every_file(held, 3)
    demand_no_other(held, 3)


def test_sizes_that_do_not_fit_are_named(folder: Path) -> None:
    """A smaller log has files too many, a larger one too few."""
    held = hold(folder)

    with pytest.raises(LogFileAdded, match=r"tile/0/000\.p/3"):
        demand_no_other(held, 2)
    with pytest.raises(LogFileMissing, match=r"tile/entries/000\.p/4"):
        demand_every_file(held, 4)
    with pytest.raises(LogFileMissing):
        held.read(Tile(0, 1))


def test_a_folder_without_a_checkpoint_says_so(folder: Path) -> None:
    """Its absence is an error of its own."""
    (folder / "checkpoint").unlink()

    with pytest.raises(LogFileMissing, match="checkpoint"):
        _ = hold(folder).checkpoint


def test_links_pipes_and_odd_names_are_strange_and_never_opened(folder: Path) -> None:
    """A pipe would wait for ever, a link would lead outside."""
    (folder / "tile/0/001").symlink_to("/etc/passwd")
    os.mkfifo(folder / "tile/0/002")
    (folder / "elsewhere").symlink_to("/etc")
    (Path(os.fsdecode(os.fsencode(folder) + b"/\xff"))).write_bytes(b"")
    held = hold(folder)

    assert held.strange == ("elsewhere", "tile/0/001", "tile/0/002")
    assert "\\xff" in held.files
    with pytest.raises(LogFileAdded):
        demand_no_other(held, 800)


def test_a_bloated_partial_tile_is_refused(folder: Path) -> None:
    """What is read at once is bounded as well."""
    with (folder / "tile/0/000.p/3").open("ab") as file:
        file.truncate(1 << 40)

    with pytest.raises(TileMalformed):
        hold(folder)
